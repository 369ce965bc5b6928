//! A company that becomes ours after we sold to it.

use domain::facts::ItemClass::Return;
use panel::Level;
use support::{key, note};

use super::{LATER, moved, sold, sums_of};
use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, BETA, BETA_ROOT, Base};

#[tokio::test]
async fn what_we_sold_to_a_company_that_is_ours_now_is_no_revenue() {
    let mut base = Base::of(vec![
        note(1).to(ALFA).sale("P1", 10_000).document(),
        note(2).to(ALFA_BRANCH).sale("P1", 5_000).document(),
        note(3).to(ALFA).on("2026-04-10").line(Return, "P1", 2_000).refers_to(key(55, 1)).document(),
        note(4).to(BETA).sale("P1", 700).document(),
    ])
    .await;
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, sold(13_000, 13_000, 2_000).documents(2));
    base.home.make_own(ALFA);
    base.workspace = base.home.open().await;
    for level in [Level::Root, Level::Establishment] {
        let rows = base.rows(level, LATER).await;
        assert_eq!(rows.len(), 1, "ALFA is not even a prospect: {:?}", rows.keys());
    }
    assert_eq!(sums_of(&base, BETA_ROOT, LATER).await, sold(700, 700, 0));
    let totals = base.totals(LATER).await;
    assert_eq!((totals.customers, totals.documents, totals.revenue_total_cents), (1, 1, 700));
    assert_eq!((totals.returns_total_cents, totals.unidentified_revenue_cents), (0, 0));
}

#[tokio::test]
async fn a_purchase_makes_a_supplier_not_a_customer() {
    let base = Base::of(vec![
        note(1)
            .issued_by(ALFA)
            .to(ALFA)
            .side(domain::facts::Side::Purchase)
            .line(domain::facts::ItemClass::Purchase, "P1", 10_000)
            .document(),
        note(2).coupon().line(Return, "P1", 100).document(),
    ])
    .await;
    assert!(base.rows(Level::Root, LATER).await.is_empty());
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, moved(0, 0, 0));
}
