//! What comes back: whether it takes revenue back, whose, and when.

use domain::facts::ItemClass::{Bonus, OtherReturn, Return};
use domain::facts::{Document, Purpose};
use panel::Level;
use rstest::rstest;
use support::{NoteBuilder, cancellation, key, note};

use super::{LATER, Sums, moved, return_note, returning, sold, sums, sums_of};
use crate::base::{ALFA, ALFA_ROOT, ANA, BETA, BETA_ROOT, Base, whole};

/// Note 1: P1 sold for R$ 100,00 and P2 given away, worth R$ 30,00.
fn sale_with_bonus() -> NoteBuilder {
    note(1).to(ALFA).sale("P1", 10_000).line(Bonus, "P2", 3_000)
}

/// Note 1: P1 sold for R$ 100,00 and more of it given away, worth R$ 30,00.
fn sale_and_bonus_of_one_product() -> NoteBuilder {
    note(1).to(ALFA).sale("P1", 10_000).line(Bonus, "P1", 3_000)
}

/// Note 1: P1 sold for R$ 100,00.
fn pure_sale() -> NoteBuilder {
    note(1).to(ALFA).sale("P1", 10_000)
}

/// Note 1: P1 given away, worth R$ 100,00.
fn pure_bonus() -> NoteBuilder {
    note(1).to(ALFA).line(Bonus, "P1", 10_000)
}

#[rstest]
// By line: the line itself decides, whatever the return's own CFOP and product.
#[case::the_line_sold(sale_with_bonus(), return_note(2).line(Return, "P1", 4_000).line_refers_to(1, key(55, 1), 1), true)]
#[case::the_line_given_away(sale_with_bonus(), return_note(2).line(Return, "P2", 3_000).line_refers_to(1, key(55, 1), 2), false)]
#[case::the_line_sold_by_another_cfop(sale_with_bonus(), return_note(2).line(OtherReturn, "P1", 4_000).line_refers_to(1, key(55, 1), 1), true)]
#[case::one_line_of_a_product_sold_and_given(sale_and_bonus_of_one_product(), return_note(2).line(Return, "P1", 3_000).line_refers_to(1, key(55, 1), 2), false)]
// By note: lines of the same product, else all lines; where these disagree, the return's own CFOP.
#[case::the_product_sold(sale_with_bonus(), returning(2, OtherReturn, "P1", 4_000).refers_to(key(55, 1)), true)]
#[case::the_product_given_away(sale_with_bonus(), returning(2, Return, "P2", 3_000).refers_to(key(55, 1)), false)]
#[case::an_unknown_product_of_a_pure_sale(pure_sale(), returning(2, OtherReturn, "P9", 4_000).refers_to(key(55, 1)), true)]
#[case::an_unknown_product_of_a_pure_bonus(pure_bonus(), returning(2, Return, "P9", 4_000).refers_to(key(55, 1)), false)]
#[case::an_unknown_product_of_a_mixed_note(sale_with_bonus(), returning(2, Return, "P9", 4_000).refers_to(key(55, 1)), true)]
#[case::an_unknown_product_of_a_mixed_note_by_another_cfop(sale_with_bonus(), returning(2, OtherReturn, "P9", 4_000).refers_to(key(55, 1)), false)]
#[case::a_product_sold_and_given(sale_and_bonus_of_one_product(), returning(2, Return, "P1", 4_000).refers_to(key(55, 1)), true)]
#[case::a_product_sold_and_given_by_another_cfop(sale_and_bonus_of_one_product(), returning(2, OtherReturn, "P1", 4_000).refers_to(key(55, 1)), false)]
#[case::one_line_to_the_note(sale_with_bonus(), return_note(2).line(Return, "P2", 3_000).line_refers_to_note(1, key(55, 1)), false)]
// By nothing that is there: the return's own CFOP.
#[case::nothing(pure_bonus(), returning(2, Return, "P1", 4_000), true)]
#[case::nothing_by_another_cfop(pure_sale(), returning(2, OtherReturn, "P1", 4_000), false)]
#[case::a_note_unknown(pure_bonus(), returning(2, Return, "P1", 4_000).refers_to(key(55, 77)), true)]
#[case::a_note_unknown_by_another_cfop(pure_sale(), returning(2, OtherReturn, "P1", 4_000).refers_to(key(55, 77)), false)]
#[tokio::test]
async fn a_return_takes_the_class_of_what_it_refers_to(
    #[case] sale: NoteBuilder,
    #[case] returned: NoteBuilder,
    #[case] takes_revenue: bool,
) {
    let returned = returned.document();
    let before = sums(vec![sale.clone().document()], LATER).await;
    let amount = amount_of(&returned);
    let after = sums(vec![sale.document(), returned], LATER).await;
    let taken = if takes_revenue { amount } else { 0 };
    assert_eq!(
        (after.revenue, after.billed, after.returns),
        (before.revenue - taken, before.billed - taken, taken),
        "a return of {amount}"
    );
}

/// What the one line of a note is worth.
fn amount_of(document: &Document) -> i64 {
    match &document.body {
        domain::facts::Body::Note(note) => note.items[0].amounts.revenue.0,
        other => panic!("a note, not {other:?}"),
    }
}

#[rstest]
#[case::the_day_before("2026-04-09", sold(10_000, 10_500, 0))]
#[case::the_day_itself("2026-04-10", sold(6_000, 6_300, 4_000))]
#[case::later(LATER, sold(6_000, 6_300, 4_000))]
#[tokio::test]
async fn a_return_counts_on_its_own_day_with_the_taxes_on_top(#[case] on: &str, #[case] expected: Sums) {
    let documents = vec![
        note(1).to(ALFA).taxed_line(domain::facts::ItemClass::Sale, "P1", 10_000, 500).document(),
        return_note(2).taxed_line(Return, "P1", 4_000, 200).refers_to(key(55, 1)).document(),
    ];
    assert_eq!(sums(documents, on).await, expected);
}

#[tokio::test]
async fn a_return_of_an_old_sale_lowers_the_12_months_it_falls_in() {
    let documents = vec![
        note(1).to(ALFA).on("2025-01-10").sale("P1", 10_000).document(),
        returning(2, Return, "P1", 4_000).refers_to(key(55, 1)).document(),
    ];
    let row = Base::of(documents).await.row(Level::Root, ALFA_ROOT, LATER).await;
    assert_eq!((whole(&row, "revenue_12m_cents"), whole(&row, "returns_12m_cents")), (-4_000, 4_000));
    assert_eq!(whole(&row, "revenue_total_cents"), 6_000);
}

#[tokio::test]
async fn returns_may_arrive_before_their_notes() {
    let base = Base::empty().await;
    base.import(vec![returning(2, Return, "P2", 3_000).refers_to(key(55, 1)).document()]).await;
    // Of a note nobody knows: the return's own CFOP says that a sale came back.
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, moved(-3_000, -3_000, 3_000));
    base.import(vec![sale_with_bonus().document()]).await;
    // Now it is known that what came back was given away.
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await, sold(10_000, 10_000, 0));
}

#[tokio::test]
async fn a_customers_own_return_note_counts_like_ours() {
    let documents = vec![
        pure_sale().document(),
        returning(7, Return, "P1", 4_000).issued_by(ALFA).refers_to(key(55, 1)).document(),
    ];
    assert_eq!(sums(documents, LATER).await, sold(6_000, 6_000, 4_000));
}

#[tokio::test]
async fn a_credit_note_for_a_refusal_is_a_return_and_one_for_a_lower_price_is_not() {
    let reduction = domain::facts::ItemClass::PriceReduction;
    let documents = |class, purpose| {
        vec![pure_sale().document(), returning(2, class, "P1", 4_000).purpose(purpose).refers_to(key(55, 1)).document()]
    };
    assert_eq!(sums(documents(Return, Purpose::CreditReturn), LATER).await, sold(6_000, 6_000, 4_000));
    assert_eq!(sums(documents(reduction, Purpose::CreditReduction), LATER).await, sold(6_000, 6_000, 0));
}

#[tokio::test]
async fn a_cancelled_return_never_took_anything_back() {
    let documents = vec![
        pure_sale().document(),
        returning(2, Return, "P1", 10_000).refers_to(key(55, 1)).document(),
        cancellation(key(55, 2), "2026-06-20"),
    ];
    assert_eq!(sums(documents, "2026-04-30").await, sold(10_000, 10_000, 0));
}

/// A consumer's return, which names nobody.
fn nobodys(number: u32, revenue_cents: i64) -> NoteBuilder {
    note(number).coupon().on("2026-04-10").line(Return, "P1", revenue_cents)
}

#[rstest]
#[case::of_one_buyers_note(vec![1], -4_000, 0)]
#[case::of_two_notes_of_one_buyer(vec![1, 2], -4_000, 0)]
#[case::of_notes_of_two_buyers(vec![1, 3], 0, -4_000)]
#[case::of_a_consumers_note(vec![4], 0, -4_000)]
#[case::of_a_note_unknown(vec![77], 0, -4_000)]
#[case::of_nothing(vec![], 0, -4_000)]
#[tokio::test]
async fn a_return_that_names_nobody_belongs_to_the_one_buyer_of_what_it_refers_to(
    #[case] refers_to: Vec<u32>,
    #[case] of_ana: i64,
    #[case] of_nobody: i64,
) {
    let returned = refers_to.into_iter().fold(nobodys(9, 4_000), |note, number| note.refers_to(key(65, number)));
    let base = Base::of(vec![
        note(1).coupon().to(ANA).sale("P1", 10_000).document(),
        note(2).coupon().to(ANA).sale("P1", 10_000).document(),
        note(3).coupon().to("39053344705").sale("P1", 10_000).document(),
        note(4).coupon().sale("P1", 10_000).document(),
        returned.document(),
    ])
    .await;
    assert_eq!(sums_of(&base, ANA, LATER).await.revenue, 20_000 + of_ana);
    let totals = base.totals(LATER).await;
    assert_eq!(totals.unidentified_revenue_cents, 10_000 + of_nobody);
    assert_eq!((totals.revenue_total_cents, totals.returns_total_cents), (36_000, 4_000));
}

#[tokio::test]
async fn a_return_belongs_to_whom_it_names_whoever_bought() {
    let base = Base::of(vec![
        pure_sale().document(),
        note(2).to(BETA).on("2026-04-10").line(Return, "P1", 4_000).refers_to(key(55, 1)).document(),
    ])
    .await;
    assert_eq!(sums_of(&base, ALFA_ROOT, LATER).await.revenue, 10_000);
    assert_eq!(sums_of(&base, BETA_ROOT, LATER).await.revenue, -4_000);
}
