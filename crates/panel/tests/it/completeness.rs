//! What the base seems to lack: numbers, and months without cancellations.

use domain::facts::ItemClass::Purchase;
use domain::facts::{EventKind, Side};
use panel::{Completeness, Visible};
use rstest::rstest;
use support::{COMPANY, cancellation, event, key, key_of, note, voided};

use crate::base::{ALFA, Base};
use store::Author;

async fn lacking(base: &Base) -> Completeness {
    base.portfolio().await.completeness(&Visible::everything()).await.expect("the facts can be read")
}

/// Model, first and last number of every gap.
async fn gaps(base: &Base) -> Vec<(i64, i64, i64)> {
    let gaps = lacking(base).await.gaps;
    assert!(gaps.iter().all(|gap| gap.issuer == COMPANY && gap.series == 1));
    gaps.into_iter().map(|gap| (gap.model, gap.first, gap.last)).collect()
}

#[tokio::test]
async fn numbers_missing_between_the_first_and_the_last_seen() {
    let sale = |number| note(number).to(ALFA).sale("P1", 100);
    let base = Base::of(vec![
        sale(5).document(),
        sale(6).document(),
        sale(9).document(),
        sale(11).document(),
        note(3).coupon().sale("P1", 100).document(),
        note(7).coupon().sale("P1", 100).document(),
    ])
    .await;
    assert_eq!(gaps(&base).await, [(55, 7, 8), (55, 10, 10), (65, 4, 6)]);
}

#[rstest]
#[case::voided(vec![voided(55, 6, 8, "2026-03-31")], vec![(55, 9, 9)])]
#[case::voided_at_the_ends(vec![voided(55, 1, 6, "2026-03-31"), voided(55, 9, 12, "2026-03-31")], vec![(55, 7, 8)])]
#[case::voided_within_a_larger_range(vec![voided(55, 6, 9, "2026-03-31"), voided(55, 7, 7, "2026-03-31")], vec![])]
#[case::of_another_model(vec![voided(65, 6, 9, "2026-03-31")], vec![(55, 6, 9)])]
#[case::cancelled_without_its_note(vec![cancellation(key(55, 7), "2026-03-31")], vec![(55, 6, 6), (55, 8, 9)])]
#[case::tried_in_the_test_environment(vec![event(EventKind::Test, key(55, 6), "2026-03-31")], vec![(55, 7, 9)])]
#[case::denied(vec![event(EventKind::Denial, key(55, 6), "2026-03-31")], vec![(55, 7, 9)])]
#[case::without_protocol(vec![note(8).to(ALFA).sale("P1", 100).unproven().document()], vec![(55, 6, 7), (55, 9, 9)])]
#[case::of_another_issuer(
    vec![note(7).issued_by(ALFA).to(ALFA).side(Side::Purchase).line(Purchase, "P1", 100).document()],
    vec![(55, 6, 9)]
)]
#[tokio::test]
async fn a_number_counts_as_seen_whatever_became_of_it(
    #[case] documents: Vec<domain::facts::Document>,
    #[case] expected: Vec<(i64, i64, i64)>,
) {
    let base =
        Base::of(vec![note(5).to(ALFA).sale("P1", 100).document(), note(10).to(ALFA).sale("P1", 100).document()]).await;
    base.import(documents).await;
    assert_eq!(gaps(&base).await, expected);
}

#[tokio::test]
async fn numbers_of_an_import_undone_are_missing_again() {
    let sale = |number| note(number).to(ALFA).sale("P1", 100).document();
    let base = Base::of(vec![sale(1), sale(3)]).await;
    let batch = base.import(vec![sale(2)]).await;
    assert_eq!(gaps(&base).await, []);
    base.workspace.undo(batch, &Author::command_line(crate::base::NOW), |_| {}).await.unwrap();
    assert_eq!(gaps(&base).await, [(55, 2, 2)]);
}

#[tokio::test]
async fn months_with_notes_of_ours_and_no_cancellation_of_ours() {
    let theirs = |number, on: &str| {
        note(number).issued_by(ALFA).to(ALFA).on(on).side(Side::Purchase).line(Purchase, "P1", 100).document()
    };
    let base = Base::of(vec![
        note(1).to(ALFA).on("2026-03-02").sale("P1", 100).document(),
        note(2).to(ALFA).on("2026-03-31").sale("P1", 100).document(),
        note(3).to(ALFA).on("2026-04-02").sale("P1", 100).document(),
        note(4).to(ALFA).on("2026-05-02").sale("P1", 100).document(),
        // In April one of March was cancelled; in May only a supplier cancelled one of theirs.
        cancellation(key(55, 2), "2026-04-01"),
        cancellation(key_of(ALFA, 55, 9), "2026-05-01"),
        // In June we only bought.
        theirs(9, "2026-05-01"),
        theirs(10, "2026-06-01"),
    ])
    .await;
    let months: Vec<(String, i64)> =
        lacking(&base).await.months.into_iter().map(|month| (month.month, month.notes)).collect();
    assert_eq!(months, [("2026-03".to_owned(), 2), ("2026-05".to_owned(), 1)]);
}
