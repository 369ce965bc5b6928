//! A note issued for a coupon (5929, 6929): it counts only where the coupon is not in the base, and
//! gives the coupon its buyer.

use domain::facts::Document;
use domain::facts::ItemClass::CouponDuplicate;
use panel::Level;
use rstest::rstest;
use support::{NoteBuilder, cancellation, key, note};

use super::{LATER, Sums, sold, sums_of};
use crate::base::{ALFA, ALFA_ROOT, ANA, BETA, BETA_ROOT, Base, text, whole};

/// Coupon 901: R$ 100,00 of 2026-03-02, to nobody.
fn coupon() -> NoteBuilder {
    note(901).coupon().sale("P1", 10_000)
}

/// A note of R$ 100,00 for coupon 901, of 2026-03-05.
fn note_for_it(number: u32, customer: &str) -> NoteBuilder {
    note(number).to(customer).on("2026-03-05").line(CouponDuplicate, "P1", 10_000).refers_to(key(65, 901))
}

#[rstest]
#[case::beside_its_coupon(vec![coupon().document(), note_for_it(1, ALFA).document()], "2026-03-02")]
#[case::without_its_coupon(vec![note_for_it(1, ALFA).document()], "2026-03-05")]
#[case::beside_a_coupon_cancelled(
    vec![coupon().document(), note_for_it(1, ALFA).document(), cancellation(key(65, 901), "2026-03-02")],
    "2026-03-05"
)]
#[case::beside_another_coupon(
    vec![note(902).coupon().to(BETA).sale("P1", 700).document(), note_for_it(1, ALFA).document()],
    "2026-03-05"
)]
#[tokio::test]
async fn coupon_and_note_count_once(#[case] documents: Vec<Document>, #[case] bought_on: &str) {
    let base = Base::of(documents).await;
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, sold(10_000, 10_000, 0));
    let row = base.row(Level::Root, ALFA_ROOT, LATER).await;
    assert_eq!(text(&row, "first_purchase_on"), bought_on);
    assert_eq!(base.totals(LATER).await.unidentified_revenue_cents, 0);
}

#[rstest]
#[case::before_the_note("2026-03-04", 10_000, Sums::default())]
#[case::from_the_note_on("2026-03-05", 0, sold(10_000, 10_000, 0))]
#[tokio::test]
async fn the_buyer_is_known_from_the_note_on(#[case] on: &str, #[case] unidentified: i64, #[case] expected: Sums) {
    let base = Base::of(vec![coupon().document(), note_for_it(1, ALFA).document()]).await;
    assert_eq!(base.totals(on).await.unidentified_revenue_cents, unidentified);
    assert_eq!(sums_of(&base, ALFA_ROOT, on).await, expected);
}

#[tokio::test]
async fn a_cancelled_note_gives_no_buyer() {
    let base =
        Base::of(vec![coupon().document(), note_for_it(1, ALFA).document(), cancellation(key(55, 1), "2026-06-01")])
            .await;
    let totals = base.totals("2026-03-31").await;
    assert_eq!((totals.customers, totals.documents, totals.unidentified_revenue_cents), (0, 1, 10_000));
}

#[tokio::test]
async fn of_several_notes_for_a_coupon_the_newest_gives_the_buyer() {
    let base = Base::of(vec![
        coupon().document(),
        note_for_it(2, ALFA).document(),
        note_for_it(1, BETA).on("2026-03-08").document(),
    ])
    .await;
    assert_eq!(sums_of(&base, ALFA_ROOT, "2026-03-07").await, sold(10_000, 10_000, 0));
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, Sums::default());
    assert_eq!(sums_of(&base, BETA_ROOT, LATER).await, sold(10_000, 10_000, 0));
    assert_eq!(base.totals(LATER).await.documents, 1);
}

#[tokio::test]
async fn the_buyer_of_the_note_replaces_the_coupons_own() {
    let base = Base::of(vec![coupon().to(ANA).document(), note_for_it(1, ALFA).document()]).await;
    assert_eq!(sums_of(&base, ANA, LATER).await, Sums::default());
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, sold(10_000, 10_000, 0));
}

#[tokio::test]
async fn one_note_may_stand_for_several_coupons() {
    let base = Base::of(vec![
        coupon().document(),
        note(902).coupon().on("2026-03-03").sale("P2", 5_000).document(),
        note_for_it(1, ALFA).line(CouponDuplicate, "P2", 5_000).refers_to(key(65, 902)).document(),
    ])
    .await;
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, sold(15_000, 15_000, 0).documents(2).purchase_days(2));
    assert_eq!(base.totals(LATER).await.unidentified_revenue_cents, 0);
}

#[tokio::test]
async fn a_person_seen_on_the_note_is_no_mere_consumer() {
    let base = Base::of(vec![coupon().document(), note_for_it(1, ANA).document()]).await;
    let row = base.row(Level::Root, ANA, LATER).await;
    assert_eq!((text(&row, "customer_kind"), whole(&row, "revenue_total_cents")), ("person".to_owned(), 10_000));
}
