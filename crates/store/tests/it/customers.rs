//! What people keep of customers: notes, contacts, attached files.

use domain::CustomerKey;
use rstest::rstest;
use store::{ContactDetails, Department, Problem, StoreError};
use support::{Backend, Home, note};

use crate::{NOW, by_hand, import};

fn alfa() -> CustomerKey {
    "44555666".parse().expect("a root")
}

fn beta() -> CustomerKey {
    "77888999".parse().expect("a root")
}

#[rstest]
#[tokio::test]
async fn notes_are_written_rewritten_and_removed(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let first = workspace.add_note(&alfa(), "Prefere entrega às terças.", &by_hand()).await.unwrap();
    let second = workspace.add_note(&alfa(), "Pediu tabela nova.", &by_hand()).await.unwrap();
    workspace.add_note(&beta(), "Outro cliente.", &by_hand()).await.unwrap();
    let changed = workspace.change_note(first.id, first.version, "Prefere às quartas.", &by_hand()).await.unwrap();
    assert_eq!((changed.text.as_str(), changed.changed_at.as_deref()), ("Prefere às quartas.", Some(NOW)));
    let late = workspace.change_note(first.id, first.version, "Outra coisa.", &by_hand()).await;
    assert!(matches!(late, Err(StoreError::ChangedMeanwhile)));
    let late = workspace.remove_note(first.id, first.version, &by_hand()).await;
    assert!(matches!(late, Err(StoreError::ChangedMeanwhile)));
    assert_eq!(workspace.notes(&alfa()).await.unwrap(), [second.clone(), changed.clone()]);
    workspace.remove_note(first.id, changed.version, &by_hand()).await.unwrap();
    assert_eq!(workspace.notes(&alfa()).await.unwrap(), [second]);
    assert_eq!(workspace.note(first.id).await.unwrap(), None);
    let gone = workspace.change_note(first.id, changed.version + 1, "De volta?", &by_hand()).await;
    assert!(matches!(gone, Err(StoreError::Unknown { what: "a anotação", .. })));
    let long = workspace.add_note(&alfa(), &"á".repeat(10_001), &by_hand()).await;
    assert!(matches!(long, Err(StoreError::TooLong { found: 10_001, most: 10_000 })));
    assert!(workspace.add_note(&alfa(), &"á".repeat(10_000), &by_hand()).await.is_ok());
}

#[rstest]
#[tokio::test]
async fn contacts_are_kept_by_department(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let person = |department: Department, name: &str| ContactDetails {
        department,
        name: name.to_owned(),
        role: Some("gerente".to_owned()),
        emails: Some("gerente@alfa.example".to_owned()),
        phone: Some("+5511987654321".to_owned()),
        whatsapp: true,
        note: None,
    };
    let finance = workspace.add_contact(&alfa(), person(Department::Finance, "Rui"), &by_hand()).await.unwrap();
    let buyer = workspace.add_contact(&alfa(), person(Department::Purchasing, "Zoé"), &by_hand()).await.unwrap();
    assert_eq!(workspace.contacts(&alfa()).await.unwrap(), [buyer.clone(), finance.clone()]);
    let details = ContactDetails { phone: None, whatsapp: false, ..buyer.details.clone() };
    let changed = workspace.change_contact(buyer.id, buyer.version, details.clone(), &by_hand()).await.unwrap();
    assert_eq!((&changed.details, changed.version), (&details, buyer.version + 1));
    let late = workspace.change_contact(buyer.id, buyer.version, details, &by_hand()).await;
    assert!(matches!(late, Err(StoreError::ChangedMeanwhile)));
    workspace.remove_contact(finance.id, finance.version, &by_hand()).await.unwrap();
    assert_eq!(workspace.contact(finance.id).await.unwrap(), None);
    assert_eq!(workspace.contacts(&alfa()).await.unwrap(), [changed]);
    assert!(!format!("{buyer:?}").contains("Zoé"), "what may be logged names nobody");
}

#[rstest]
#[tokio::test]
async fn attached_files_lie_in_the_lake_once_and_go_with_the_last_who_has_them(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let bytes: &[u8] = b"%PDF-1.7 contrato";
    let attach = async |customer: &CustomerKey, name: &str, bytes: &'static [u8]| {
        workspace.add_attachment(customer, name, "application/pdf", bytes.into(), &by_hand()).await.unwrap()
    };
    let of_alfa = attach(&alfa(), "contrato.pdf", bytes).await;
    let of_beta = attach(&beta(), "o mesmo.pdf", bytes).await;
    let other = attach(&alfa(), "outro.pdf", b"outro").await;
    assert_eq!((of_alfa.bytes, &of_alfa.hash), (17, &of_beta.hash));
    assert_eq!(workspace.attachments(&alfa()).await.unwrap(), [other.clone(), of_alfa.clone()]);
    assert_eq!(workspace.attachment_bytes(&of_beta).await.unwrap(), bytes);
    let path = |hash: &str| home.folder().join("lake/attachments").join(hash);
    workspace.remove_attachment(of_alfa.id, &by_hand()).await.unwrap();
    assert!(path(&of_beta.hash).exists(), "another has it still");
    // What an attachment that never came to be left behind goes with the next import; the others stay.
    std::fs::write(path("sobra"), b"x").unwrap();
    assert_eq!(workspace.verify().await.unwrap().left_behind, 1);
    import(&workspace, vec![note(1).sale("P", 1).document()]).await;
    assert!(!path("sobra").exists() && path(&of_beta.hash).exists() && path(&other.hash).exists());
    let verified = workspace.verify().await.unwrap();
    assert_eq!((verified.left_behind, verified.problems.len()), (0, 0));
    workspace.remove_attachment(of_beta.id, &by_hand()).await.unwrap();
    assert!(!path(&of_beta.hash).exists());
    let again = workspace.remove_attachment(of_beta.id, &by_hand()).await;
    assert!(matches!(again, Err(StoreError::Unknown { what: "o anexo", .. })));
    std::fs::write(path(&other.hash), b"mexeram").unwrap();
    let problems = workspace.verify().await.unwrap().problems;
    assert!(matches!(&problems[..], [Problem::Changed { path }] if path.ends_with(&other.hash)), "{problems:?}");
    std::fs::remove_file(path(&other.hash)).unwrap();
    let problems = workspace.verify().await.unwrap().problems;
    assert!(matches!(&problems[..], [Problem::Missing { .. }]), "{problems:?}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_attached_again_while_it_is_removed_is_there(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let bytes: &[u8] = b"o mesmo arquivo";
    let attach = async |workspace: &store::Workspace| {
        workspace.add_attachment(&alfa(), "a.txt", "text/plain", bytes.into(), &by_hand()).await.unwrap()
    };
    let mut last = attach(&workspace).await;
    for _ in 0..20 {
        let (removed, remover) = (last.id, workspace.clone());
        let removing = tokio::spawn(async move { remover.remove_attachment(removed, &by_hand()).await.unwrap() });
        last = attach(&workspace).await;
        removing.await.unwrap();
        assert_eq!(workspace.attachment_bytes(&last).await.unwrap(), bytes);
    }
}
