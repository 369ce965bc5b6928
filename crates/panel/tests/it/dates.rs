//! The date that is meant where none is said.

use domain::facts::ItemClass::Purchase;
use domain::facts::{Document, Side};
use panel::AsOf;
use rstest::rstest;
use support::{cancellation, key, note};

use crate::base::{ALFA, Base, NOW, day};
use store::Author;

fn sale(on: &str) -> Document {
    note(1).to(ALFA).on(on).sale("P1", 100).document()
}

#[rstest]
#[case::recent_while_documents_are_new(AsOf::Recent, "2026-08-14", "2026-08-14")]
#[case::recent_when_they_are_old(AsOf::Recent, "2026-08-15", "2026-06-30")]
#[case::recent_with_documents_of_tomorrow(AsOf::Recent, "2026-06-29", "2026-06-29")]
#[case::today(AsOf::Today, "2027-01-01", "2027-01-01")]
#[case::latest(AsOf::Latest, "2027-01-01", "2026-06-30")]
#[case::a_date(AsOf::Day(day("2020-02-29")), "2027-01-01", "2020-02-29")]
#[tokio::test]
async fn the_date_that_is_meant(#[case] asked: AsOf, #[case] today: &str, #[case] meant: &str) {
    // 45 days after 2026-06-30 is 2026-08-14.
    let base = Base::of(vec![sale("2026-06-30")]).await;
    let portfolio = base.portfolio().await;
    assert_eq!(portfolio.date(asked, day(today)).await.unwrap(), day(meant));
    assert_eq!(AsOf::default(), AsOf::Recent);
}

#[rstest]
#[case(AsOf::Recent)]
#[case(AsOf::Latest)]
#[tokio::test]
async fn without_documents_it_is_today(#[case] asked: AsOf) {
    let base = Base::empty().await;
    let portfolio = base.portfolio().await;
    assert_eq!(portfolio.date(asked, day("2026-08-14")).await.unwrap(), day("2026-08-14"));
}

#[tokio::test]
async fn the_newest_document_is_a_note_of_any_kind_that_still_counts_as_read() {
    let base = Base::of(vec![sale("2026-03-02")]).await;
    let latest = async || base.portfolio().await.date(AsOf::Latest, day("2027-01-01")).await.unwrap();
    let bought = note(2).issued_by(ALFA).to(ALFA).on("2026-04-02").side(Side::Purchase).line(Purchase, "P1", 1);
    base.import(vec![bought.document(), cancellation(key(55, 1), "2026-05-01")]).await;
    assert_eq!(latest().await, day("2026-04-02"), "an event is no note");
    let batch = base.import(vec![note(3).to(ALFA).on("2026-06-02").sale("P1", 1).unproven().document()]).await;
    assert_eq!(latest().await, day("2026-06-02"));
    base.workspace.undo(batch, &Author::command_line(NOW), |_| {}).await.unwrap();
    assert_eq!(latest().await, day("2026-04-02"));
}
