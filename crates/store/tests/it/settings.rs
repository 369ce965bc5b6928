//! Settings that people save, over those of the file.

use std::collections::BTreeMap;

use rstest::rstest;
use serde::Deserialize;
use serde_json::{Value, json};
use store::{StoreError, Workspace};
use support::{Backend, Home};

use crate::{NOW, by_hand};

/// A section as another crate would read it.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Status {
    risk_days: u16,
    risk_factor: f64,
    new_days: u16,
}

fn values<const N: usize>(values: [(&str, Option<Value>); N]) -> BTreeMap<String, Option<Value>> {
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

async fn seen(workspace: &Workspace) -> (u16, f64, u16) {
    let snapshot = workspace.snapshot().await.expect("a snapshot can be taken");
    let status: Status = snapshot.workspace().section("status").expect("the section can be read");
    snapshot.release().await.expect("a snapshot can be released");
    (status.risk_days, status.risk_factor, status.new_days)
}

#[rstest]
#[tokio::test]
async fn what_is_saved_counts_from_the_next_snapshot_on(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    home.create().await.close().await.unwrap();
    home.set("[status]\nrisk_days = 90\nnew_days = 60");
    let workspace = home.open().await;
    let other = home.open().await;
    let before = workspace.versions().await.unwrap();
    assert_eq!(seen(&workspace).await, (90, 0.0, 60));
    let wanted = values([("status.risk_days", Some(json!(80))), ("status.risk_factor", Some(json!(3)))]);
    let saved = workspace.save_settings(&wanted, 0, &by_hand()).await.unwrap();
    assert_eq!((saved.version, saved.changed_at.as_deref()), (1, Some(NOW)));
    assert_eq!(saved.changed_by.as_deref(), Some("linha de comando"));
    // Another process sees it too, and that there is something to see.
    assert_eq!(seen(&other).await, (80, 3.0, 60));
    assert!(other.versions().await.unwrap().desk > before.desk);
    let late = workspace.save_settings(&wanted, 0, &by_hand()).await;
    assert!(matches!(late, Err(StoreError::ChangedMeanwhile)));
    // Back to what the file says, also where a snapshot had seen otherwise.
    let overlaid = workspace.overlaid().await.unwrap();
    let back = values([("status.risk_days", None)]);
    let saved = workspace.save_settings(&back, 1, &by_hand()).await.unwrap();
    assert_eq!((saved.version, saved.values.len()), (2, 1));
    assert_eq!(seen(&overlaid).await, (90, 3.0, 60));
    // A workspace as it was opened says what the file says.
    let of_file = Status { risk_days: 90, new_days: 60, ..Status::default() };
    assert_eq!(workspace.section::<Status>("status").unwrap(), of_file);
    assert!(workspace.save_settings(&values([("status", Some(json!(1)))]), 2, &by_hand()).await.is_err());
}

#[tokio::test]
async fn what_would_be_saved_can_be_tried() {
    let home = Home::on_sqlite().await;
    let workspace = home.create().await;
    let with = |name: &str, value: Value| workspace.with_settings(&BTreeMap::from([(name.to_owned(), value)]));
    let tried = with("status.risk_days", json!(70)).unwrap();
    assert_eq!(tried.section::<Status>("status").unwrap().risk_days, 70);
    let unknown = with("status.days", json!(70)).unwrap().section::<Status>("status").unwrap_err().to_string();
    assert!(
        unknown.ends_with("[status]: não existe o ajuste days; existem risk_days, risk_factor, new_days"),
        "{unknown}"
    );
    let unfit = with("status.risk_days", Value::Null).unwrap_err().to_string();
    assert!(unfit.ends_with("[status]: risk_days = null não serve"), "{unfit}");
}
