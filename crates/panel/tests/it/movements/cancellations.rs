//! Notes that never existed, and notes that nothing proves yet.

use domain::facts::{Document, EventKind};
use panel::{Level, Query, Visible};
use rstest::rstest;
use support::{cancellation, event, key, note};

use super::{LATER, Sums, sold, sums, sums_of};
use crate::base::{ALFA, ALFA_ROOT, Base, day};

fn sale() -> Document {
    note(1).to(ALFA).sale("P1", 10_000).document()
}

fn unproven() -> Document {
    note(1).to(ALFA).sale("P1", 10_000).unproven().document()
}

#[rstest]
#[case::by_event(vec![sale(), cancellation(key(55, 1), "2026-05-10")])]
#[case::by_its_own_protocol(vec![note(1).to(ALFA).sale("P1", 10_000).cancelled("2026-05-10").document()])]
#[case::by_a_better_copy(vec![sale(), note(1).to(ALFA).sale("P1", 10_000).cancelled("2026-05-10").document()])]
#[case::denied(vec![sale(), event(EventKind::Denial, key(55, 1), "2026-05-10")])]
#[tokio::test]
async fn a_note_cancelled_or_denied_never_existed_at_any_date(
    #[case] documents: Vec<Document>,
    #[values("2026-03-02", "2026-05-09", LATER)] on: &str,
) {
    let base = Base::of(documents).await;
    let panel = base.portfolio().await.panel(Level::Root, day(on)).await.unwrap();
    // Not even as a prospect.
    let query = Query { with_prospects: true, ..Query::default() };
    assert_eq!(panel.list(&query, &Visible::everything()).await.unwrap().num_rows(), 0);
    let totals = base.totals(on).await;
    assert_eq!((totals.customers, totals.documents, totals.revenue_total_cents), (0, 0, 0));
}

#[tokio::test]
async fn a_cancellation_may_arrive_before_its_note() {
    let base = Base::of(vec![cancellation(key(55, 1), "2026-05-10")]).await;
    base.import(vec![sale(), note(2).to(ALFA).sale("P1", 500).document()]).await;
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, sold(500, 500, 0));
}

#[rstest]
#[case::disowned(EventKind::Disowned)]
#[case::refused(EventKind::Refused)]
#[case::a_payment_taken_back(EventKind::SettlementCancellation)]
#[case::authorised(EventKind::Authorisation)]
#[tokio::test]
async fn other_events_leave_a_note_as_it_is(#[case] kind: EventKind) {
    let documents = vec![sale(), event(kind, key(55, 1), "2026-05-10")];
    assert_eq!(sums(documents, LATER).await, sold(10_000, 10_000, 0));
}

#[rstest]
#[case::kept_aside("", vec![unproven()], Sums::default())]
#[case::let_in("[base]\ninclude_unproven = true", vec![unproven()], sold(10_000, 10_000, 0))]
#[case::let_in_and_cancelled(
    "[base]\ninclude_unproven = true", vec![unproven(), cancellation(key(55, 1), "2026-05-10")], Sums::default()
)]
#[case::proven_by_a_protocol_apart(
    "", vec![unproven(), event(EventKind::Authorisation, key(55, 1), "2026-03-02")], sold(10_000, 10_000, 0)
)]
#[case::proven_by_another_copy("", vec![unproven(), sale()], sold(10_000, 10_000, 0))]
#[case::not_proven_by_the_protocol_of_another(
    "", vec![unproven(), event(EventKind::Authorisation, key(55, 2), "2026-03-02")], Sums::default()
)]
#[tokio::test]
async fn a_note_without_protocol_waits_for_it(
    #[case] settings: &str,
    #[case] documents: Vec<Document>,
    #[case] expected: Sums,
) {
    let base = Base::with(settings, documents).await;
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, expected);
}

#[tokio::test]
async fn a_buyer_whose_only_note_has_no_protocol_is_a_prospect() {
    let base = Base::of(vec![unproven()]).await;
    assert_eq!(base.totals(LATER).await.customers, 0);
    assert_eq!(base.row(Level::Root, ALFA_ROOT, LATER).await["status"], "sem_compra");
}
