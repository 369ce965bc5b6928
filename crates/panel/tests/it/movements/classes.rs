//! Each class of line alone: what it adds.

use domain::facts::ItemClass;
use rstest::rstest;
use support::note;

use super::{LATER, Sums, moved, sold, sums};
use crate::base::{ALFA, ALFA_ROOT, Base, whole};
use panel::{Level, Query, Visible};

/// A line of R$ 100,00 with R$ 10,00 of ST on top, whose note refers to nothing.
fn alone(class: ItemClass) -> Sums {
    match class {
        ItemClass::Sale
        | ItemClass::AdvanceBilling
        | ItemClass::DeliveryOfAdvanceBilling
        | ItemClass::CouponDuplicate => sold(10_000, 11_000, 0),
        ItemClass::Complement => moved(10_000, 11_000, 0),
        ItemClass::Return => moved(-10_000, -11_000, 10_000),
        ItemClass::PriceReduction => moved(-10_000, -11_000, 0),
        ItemClass::OtherReturn
        | ItemClass::Bonus
        | ItemClass::Transfer
        | ItemClass::TransferReturn
        | ItemClass::Intercompany
        | ItemClass::Shipment
        | ItemClass::FixedAssetSale
        | ItemClass::PurchaseReturn
        | ItemClass::Purchase
        | ItemClass::DebitNote
        | ItemClass::Adjustment
        | ItemClass::Other => Sums::default(),
    }
}

#[tokio::test]
async fn every_class_adds_what_it_is_worth_and_no_more() {
    for class in ItemClass::ALL {
        let documents = vec![note(1).to(ALFA).taxed_line(class, "P1", 10_000, 1_000).document()];
        assert_eq!(sums(documents, LATER).await, alone(class), "{class:?}");
    }
}

#[rstest]
#[case::with_a_bonus(ItemClass::Bonus, sold(10_000, 10_000, 0))]
#[case::with_a_shipment(ItemClass::Shipment, sold(10_000, 10_000, 0))]
#[case::with_a_fixed_asset(ItemClass::FixedAssetSale, sold(10_000, 10_000, 0))]
#[case::with_a_complement(ItemClass::Complement, sold(13_000, 13_000, 0))]
#[case::with_another_sale(ItemClass::Sale, sold(13_000, 13_000, 0))]
#[tokio::test]
async fn a_note_is_classed_by_the_line(#[case] class: ItemClass, #[case] expected: Sums) {
    let mixed = note(1).to(ALFA).sale("P1", 10_000).line(class, "P2", 3_000).document();
    assert_eq!(sums(vec![mixed], LATER).await, expected);
}

#[tokio::test]
async fn a_bonus_makes_a_prospect_not_a_customer() {
    let base = Base::of(vec![note(1).to(ALFA).line(ItemClass::Bonus, "P1", 10_000).document()]).await;
    let panel = base.portfolio().await.panel(Level::Root, crate::base::day(LATER)).await.unwrap();
    let listed = panel.list(&Query::default(), &Visible::everything()).await.unwrap();
    assert_eq!(listed.num_rows(), 0);
    let row = base.row(Level::Root, ALFA_ROOT, LATER).await;
    assert_eq!((row["status"].as_str(), whole(&row, "sale_documents")), (Some("sem_compra"), 0));
}

#[tokio::test]
async fn gross_revenue_is_sales_and_complements_before_returns_and_reductions() {
    // 100 + 100 sold, 30 added, 50 back, 20 reduced: 160 net, and 230 gross over two notes.
    let documents = vec![
        note(1).to(ALFA).sale("P1", 10_000).document(),
        note(2).to(ALFA).sale("P1", 10_000).on("2026-03-20").document(),
        note(3).to(ALFA).line(ItemClass::Complement, "P1", 3_000).on("2026-03-21").document(),
        note(4).to(ALFA).line(ItemClass::Return, "P1", 5_000).on("2026-03-22").document(),
        note(5).to(ALFA).line(ItemClass::PriceReduction, "P1", 2_000).on("2026-03-23").document(),
    ];
    let row = Base::of(documents).await.row(Level::Root, ALFA_ROOT, LATER).await;
    assert_eq!(whole(&row, "revenue_total_cents"), 16_000);
    assert_eq!(whole(&row, "average_ticket_cents"), 11_500);
    assert_eq!(whole(&row, "sale_documents"), 2);
}

#[tokio::test]
async fn what_consumers_without_identification_buy_is_in_the_totals_alone() {
    let base = Base::of(vec![
        note(1).coupon().sale("P1", 7_000).document(),
        note(2).coupon().line(ItemClass::Return, "P1", 1_000).document(),
        note(3).to(ALFA).taxed_line(ItemClass::Sale, "P1", 10_000, 500).document(),
    ])
    .await;
    let totals = base.totals(LATER).await;
    assert_eq!((totals.customers, totals.documents), (1, 2));
    assert_eq!(totals.revenue_total_cents, 16_000);
    assert_eq!(totals.billed_total_cents, 16_500);
    assert_eq!(totals.unidentified_revenue_cents, 6_000);
    assert_eq!(totals.returns_total_cents, 1_000);
    assert_eq!(totals.revenue_12m_cents, 16_000);
    assert_eq!(base.rows(Level::Root, LATER).await.keys().collect::<Vec<_>>(), [ALFA_ROOT]);
}
