//! What was done stays as it was written.

use rstest::rstest;
use serde_json::json;
use store::{Action, AuditFilter, AuditVerification, Author, Role, Workspace};
use support::{Backend, Home};

use crate::people::user;
use crate::{NOW, by_hand};

async fn entries(workspace: &Workspace, count: i64) {
    for number in 1..=count {
        let detail = json!({ "customers": number });
        workspace.audit(&by_hand(), Action::Exported, "carteira.xlsx", &detail).await.expect("an entry can be written");
    }
}

#[rstest]
#[case::a_word_changed("UPDATE audit SET detail = '{\"customers\":9}' WHERE number = 3", Some(3))]
#[case::another_author("UPDATE audit SET made_by = 'Outra' WHERE number = 5", Some(5))]
#[case::nobody_in_place_of_someone("UPDATE audit SET user_id = 1 WHERE number = 1", Some(1))]
#[case::one_taken_out("DELETE FROM audit WHERE number = 4", Some(4))]
#[case::the_first_taken_out("DELETE FROM audit WHERE number = 1", Some(1))]
#[case::the_last_taken_out("DELETE FROM audit WHERE number = 5", Some(5))]
#[case::all_taken_out("DELETE FROM audit", Some(1))]
#[case::the_seal_taken_off("DELETE FROM seals WHERE id = 2", Some(6))]
#[case::untouched("UPDATE audit SET detail = detail", None)]
#[tokio::test]
async fn a_log_tampered_with_is_found(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[case] sql: &str,
    #[case] broken_at: Option<i64>,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let empty = AuditVerification { entries: 0, broken_at: None };
    assert_eq!(workspace.verify_audit().await.unwrap(), empty);
    entries(&workspace, 5).await;
    assert_eq!(workspace.verify_audit().await.unwrap(), AuditVerification { entries: 5, broken_at: None });
    home.run_sql(sql).await;
    let found = workspace.verify_audit().await.unwrap();
    assert_eq!(found.broken_at, broken_at);
    assert_eq!(found.entries, broken_at.map_or(5, |number| number as u64 - 1));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn entries_of_many_at_once_follow_one_another(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let ana = user(&workspace, "ana", Role::Administrator).await;
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..20 {
        let (workspace, author) = (workspace.clone(), Author::user(&ana, NOW));
        writers.spawn(async move {
            let customer = "11222333".parse().unwrap();
            workspace.edit(&customer, "name", Some(&format!("Nome {number}")), &author).await.unwrap();
        });
    }
    writers.join_all().await;
    assert_eq!(workspace.verify_audit().await.unwrap(), AuditVerification { entries: 21, broken_at: None });
    let of_ana = AuditFilter { user: Some(ana.id), ..AuditFilter::default() };
    let first = workspace.audit_entries(of_ana, None, 15).await.unwrap();
    let rest = workspace.audit_entries(of_ana, Some(first[14].number), 15).await.unwrap();
    let numbers: Vec<i64> = first.iter().chain(&rest).map(|entry| entry.number).collect();
    assert_eq!(numbers, (2..=21).rev().collect::<Vec<i64>>());
    assert!(first.iter().all(|entry| entry.by == ana.name && entry.subject == "11222333"));
    let added = AuditFilter { action: Some(Action::UserAdded), ..AuditFilter::default() };
    assert_eq!(workspace.audit_entries(added, None, 15).await.unwrap().len(), 1);
}

#[test]
fn every_action_is_known_by_its_code() {
    for action in Action::ALL {
        assert_eq!(action.as_str().parse::<Action>().as_ref(), Ok(action));
    }
    let unknown = "demolished".parse::<Action>().unwrap_err();
    assert_eq!(unknown.to_string(), "não existe a ação demolished");
}
