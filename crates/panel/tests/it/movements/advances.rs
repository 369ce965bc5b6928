//! Billed in advance (5922) and delivered later (5116, 5117): one sale, on the day it was billed.

use domain::facts::Document;
use domain::facts::ItemClass::{AdvanceBilling, DeliveryOfAdvanceBilling, Return, Sale};
use rstest::rstest;
use support::{NoteBuilder, cancellation, key, note};

use super::{LATER, Sums, returning, sold, sums_of};
use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, BETA, Base, day};
use panel::Visible;

/// Note 1: P1 billed in advance on 2026-03-02 for R$ 100,00.
fn billing() -> NoteBuilder {
    note(1).to(ALFA).line(AdvanceBilling, "P1", 10_000)
}

/// A delivery on 2026-04-10 of some product, R$ 100,00 and R$ 10,00 of ST, which refers to nothing.
fn delivery(product: &str) -> NoteBuilder {
    note(2).to(ALFA).on("2026-04-10").taxed_line(DeliveryOfAdvanceBilling, product, 10_000, 1_000)
}

/// What was billed and not delivered, as the customer's record says.
async fn undelivered(base: &Base, on: &str) -> i64 {
    let customer = ALFA_ROOT.parse().expect("a root is a customer's key");
    let record = base.portfolio().await.customer(&customer, day(on), &Visible::everything()).await;
    record.expect("ALFA is a customer").undelivered_cents
}

#[rstest]
// By reference, whatever the product; without any, by customer and product.
#[case::by_reference(delivery("P9").refers_to(key(55, 1)).document(), true)]
#[case::by_reference_of_the_line(delivery("P9").line_refers_to(1, key(55, 1), 1).document(), true)]
#[case::by_customer_and_product(delivery("P1").document(), true)]
#[case::by_another_branch_of_the_customer(delivery("P1").to(ALFA_BRANCH).document(), true)]
#[case::of_another_product(delivery("P9").document(), false)]
#[case::before_it_was_billed(delivery("P1").on("2026-03-01").document(), false)]
#[case::that_refers_to_something_else(delivery("P1").refers_to(key(55, 77)).document(), false)]
#[tokio::test]
async fn a_delivery_of_what_was_billed_adds_its_st_alone(#[case] delivery: Document, #[case] covered: bool) {
    let base = Base::of(vec![billing().document(), delivery]).await;
    let expected =
        if covered { sold(10_000, 11_000, 0) } else { sold(20_000, 21_000, 0).documents(2).purchase_days(2) };
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, expected);
    assert_eq!(undelivered(&base, LATER).await, if covered { 0 } else { 10_000 });
}

#[tokio::test]
async fn a_delivery_to_someone_else_is_a_sale() {
    let base = Base::of(vec![billing().document(), delivery("P1").to(BETA).document()]).await;
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, sold(10_000, 10_000, 0));
    assert_eq!(sums_of(&base, "55666777", LATER).await, sold(10_000, 11_000, 0));
}

#[rstest]
#[case::before_the_delivery("2026-04-09", sold(10_000, 10_000, 0), 10_000)]
#[case::after_the_delivery("2026-04-10", sold(10_000, 11_000, 0), 0)]
#[tokio::test]
async fn the_undelivered_balance_is_what_is_left(#[case] on: &str, #[case] expected: Sums, #[case] left: i64) {
    let base = Base::of(vec![billing().document(), delivery("P1").refers_to(key(55, 1)).document()]).await;
    assert_eq!(sums_of(&base, ALFA_ROOT, on).await, expected);
    assert_eq!(undelivered(&base, on).await, left);
}

#[tokio::test]
async fn a_part_delivered_leaves_the_rest() {
    let part = |number, amount| note(number).to(ALFA).on("2026-04-10").line(DeliveryOfAdvanceBilling, "P1", amount);
    let base = Base::of(vec![billing().document(), part(2, 2_500).document(), part(3, 1_000).document()]).await;
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, sold(10_000, 10_000, 0));
    assert_eq!(undelivered(&base, LATER).await, 6_500);
}

#[rstest]
#[case::cancelled(billing().document(), Some(cancellation(key(55, 1), "2026-03-03")))]
#[case::without_protocol(billing().unproven().document(), None)]
#[tokio::test]
async fn where_the_billing_does_not_count_the_delivery_is_the_sale(
    #[case] billing: Document,
    #[case] event: Option<Document>,
) {
    let delivery = delivery("P1").refers_to(key(55, 1)).document();
    let base = Base::of([billing, delivery].into_iter().chain(event).collect()).await;
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, sold(10_000, 11_000, 0));
    assert_eq!(undelivered(&base, LATER).await, 0);
}

#[tokio::test]
async fn a_note_of_deliveries_and_sales_is_a_sale_document() {
    let mixed = delivery("P1").line(Sale, "P2", 500).refers_to(key(55, 1)).document();
    let base = Base::of(vec![billing().document(), mixed]).await;
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, sold(10_500, 11_500, 0).documents(2).purchase_days(2));
}

#[rstest]
#[case::delivered_by_reference(delivery("P1").refers_to(key(55, 1)).document())]
#[case::delivered_by_customer_and_product(delivery("P1").document())]
#[tokio::test]
async fn a_return_of_the_delivery_speaks_of_the_billing(#[case] delivery: Document) {
    let returned = returning(3, Return, "P1", 10_000).on("2026-05-10").refers_to(key(55, 2)).document();
    let base = Base::of(vec![billing().document(), delivery, returned]).await;
    assert_eq!(sums_of(&base, ALFA_ROOT, "2026-05-09").await, sold(10_000, 11_000, 0));
    let after = Sums { revenue: 0, billed: 1_000, returns: 10_000, documents: 1, purchase_days: 0 };
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, after);
}
