//! A file that is listed and not there is an error, never less revenue.

use panel::Level;
use rstest::rstest;
use store::Table;
use support::{key, note};

use crate::base::{ALFA, Base, day};
use crate::rich::{AS_OF, rich};

#[expect(clippy::disallowed_methods, reason = "a disk loses files")]
fn lose(base: &Base, path: &str) {
    std::fs::remove_file(base.home.folder().join("lake").join(path)).expect("the file was there");
}

async fn said(base: &Base) -> String {
    let portfolio = base.portfolio().await;
    portfolio.panel(Level::Root, day(AS_OF)).await.expect_err("a file is missing").to_string()
}

#[rstest]
#[case(Table::Documents)]
#[case(Table::Items)]
#[case(Table::References)]
#[case(Table::Events)]
#[case(Table::Observations)]
#[tokio::test]
async fn a_file_of_facts_that_is_missing_is_named(#[case] table: Table) {
    let base = rich().await;
    let snapshot = base.workspace.snapshot().await.unwrap();
    let path = snapshot.files(table)[0].path.to_string();
    lose(&base, &path);
    let said = said(&base).await;
    assert!(said.contains(&path) && said.contains("carteira verify"), "{said}");
}

#[tokio::test]
async fn without_the_list_of_what_does_not_count_nothing_is_counted() {
    let base = Base::of(vec![note(1).to(ALFA).sale("P1", 100).unproven().document()]).await;
    base.import(vec![
        note(1).to(ALFA).sale("P1", 100).document(),
        note(2).sale("P1", 1).refers_to(key(55, 1)).document(),
    ])
    .await;
    let snapshot = base.workspace.snapshot().await.unwrap();
    let path = snapshot.hides().expect("the copy without protocol is hidden").path.to_string();
    lose(&base, &path);
    assert!(said(&base).await.contains(&path));
}
