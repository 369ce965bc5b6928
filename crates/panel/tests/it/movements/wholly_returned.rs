//! A note of which as much came back as it was worth makes its day no purchase day.

use domain::AccessKey;
use domain::facts::Document;
use domain::facts::ItemClass::{Bonus, Complement, CouponDuplicate, OtherReturn, PriceReduction, Return};
use panel::Level;
use rstest::rstest;
use support::{cancellation, key, note};

use super::{LATER, Sums, moved, return_note, returning, sold, sums};
use crate::base::{ALFA, ALFA_ROOT, ANA, Base, text, whole};

fn one() -> AccessKey {
    key(55, 1)
}

fn sale() -> Document {
    note(1).to(ALFA).sale("P1", 6_000).sale("P2", 4_000).document()
}

#[rstest]
#[case::not_at_all(vec![], sold(10_000, 10_000, 0))]
#[case::in_part(vec![returning(2, Return, "P1", 9_999).refers_to(one()).document()], sold(1, 1, 9_999))]
#[case::at_once(vec![returning(2, Return, "P1", 10_000).refers_to(one()).document()], sold(0, 0, 10_000).purchase_days(0))]
#[case::by_two_lines(
    vec![return_note(2).line(Return, "P1", 6_000).line(Return, "P2", 4_000).refers_to(one()).document()],
    sold(0, 0, 10_000).purchase_days(0)
)]
#[case::by_two_lines_to_lines(
    vec![return_note(2).line(Return, "P1", 6_000).line(Return, "P2", 4_000)
        .line_refers_to(1, one(), 1).line_refers_to(2, one(), 2).document()],
    sold(0, 0, 10_000).purchase_days(0)
)]
#[case::by_two_returns(
    vec![
        returning(2, Return, "P1", 6_000).refers_to(one()).document(),
        returning(3, OtherReturn, "P2", 4_000).on("2026-05-10").refers_to(one()).document(),
    ],
    sold(0, 0, 10_000).purchase_days(0)
)]
#[case::one_line_of_two(
    vec![returning(2, Return, "P1", 6_000).line_refers_to(1, one(), 1).document()],
    sold(4_000, 4_000, 6_000)
)]
#[case::for_more_than_it_was_worth(
    vec![returning(2, Return, "P1", 12_000).refers_to(one()).document()],
    moved(-2_000, -2_000, 12_000).documents(1)
)]
#[case::without_reference(vec![returning(2, Return, "P1", 10_000).document()], sold(0, 0, 10_000))]
#[case::by_a_lower_price(vec![returning(2, PriceReduction, "P1", 10_000).refers_to(one()).document()], sold(0, 0, 0))]
#[case::by_a_return_that_was_cancelled(
    vec![returning(2, Return, "P1", 10_000).refers_to(one()).document(), cancellation(key(55, 2), "2026-05-01")],
    sold(10_000, 10_000, 0)
)]
#[tokio::test]
async fn the_day_counts_until_the_whole_note_came_back(#[case] returns: Vec<Document>, #[case] expected: Sums) {
    let documents = std::iter::once(sale()).chain(returns).collect();
    assert_eq!(sums(documents, LATER).await, expected);
}

#[rstest]
#[case::before_any("2026-04-09", sold(10_000, 10_000, 0))]
#[case::after_the_first("2026-04-10", sold(4_000, 4_000, 6_000))]
#[case::after_the_second("2026-05-10", sold(0, 0, 10_000).purchase_days(0))]
#[tokio::test]
async fn only_returns_up_to_the_date_are_known(#[case] on: &str, #[case] expected: Sums) {
    let documents = vec![
        sale(),
        returning(2, Return, "P1", 6_000).refers_to(one()).document(),
        returning(3, Return, "P2", 4_000).on("2026-05-10").refers_to(one()).document(),
    ];
    assert_eq!(sums(documents, on).await, expected);
}

#[tokio::test]
async fn what_was_given_away_is_neither_worth_nor_returned() {
    let documents = |returned| {
        vec![
            note(1).to(ALFA).sale("P1", 10_000).line(Bonus, "P2", 3_000).document(),
            return_note(2).line(Return, "P1", returned).line(Return, "P2", 3_000).refers_to(one()).document(),
        ]
    };
    assert_eq!(sums(documents(10_000), LATER).await, sold(0, 0, 10_000).purchase_days(0));
    // The R$ 30,00 of the bonus do not make up for what is missing.
    assert_eq!(sums(documents(8_000), LATER).await, sold(2_000, 2_000, 8_000));
}

#[tokio::test]
async fn another_note_of_the_day_keeps_it_a_purchase_day() {
    let documents = vec![
        sale(),
        note(3).to(ALFA).sale("P1", 500).document(),
        returning(2, Return, "P1", 10_000).refers_to(one()).document(),
    ];
    assert_eq!(sums(documents, LATER).await, sold(500, 500, 10_000).documents(2));
}

#[tokio::test]
async fn a_note_is_worth_its_own_lines_not_its_complements() {
    let documents = vec![
        sale(),
        note(3).to(ALFA).on("2026-03-20").line(Complement, "P1", 5_000).refers_to(one()).document(),
        returning(2, Return, "P1", 10_000).refers_to(one()).document(),
    ];
    assert_eq!(sums(documents, LATER).await, sold(5_000, 5_000, 10_000).purchase_days(0));
}

#[rstest]
#[case::less_than_the_oldest(9_999, "2026-03-02", "2026-03-20", 3)]
#[case::as_much_as_the_oldest(10_000, "2026-03-10", "2026-03-20", 2)]
#[case::and_part_of_the_next(15_000, "2026-03-10", "2026-03-20", 2)]
#[case::as_much_as_two(20_000, "2026-03-20", "2026-03-20", 1)]
#[tokio::test]
async fn a_return_of_several_notes_takes_them_back_oldest_first(
    #[case] returned: i64,
    #[case] first: &str,
    #[case] last: &str,
    #[case] purchase_days: i64,
) {
    // Numbers that are not in the order of the days.
    let documents = vec![
        note(3).to(ALFA).on("2026-03-02").sale("P1", 10_000).document(),
        note(1).to(ALFA).on("2026-03-10").sale("P1", 10_000).document(),
        note(2).to(ALFA).on("2026-03-20").sale("P1", 10_000).document(),
        returning(9, Return, "P1", returned)
            .refers_to(key(55, 1))
            .refers_to(key(55, 2))
            .refers_to(key(55, 3))
            .document(),
    ];
    let row = Base::of(documents).await.row(Level::Root, ALFA_ROOT, LATER).await;
    assert_eq!((text(&row, "first_purchase_on"), text(&row, "last_purchase_on")), (first.to_owned(), last.to_owned()));
    assert_eq!((whole(&row, "purchase_days"), whole(&row, "sale_documents")), (purchase_days, 3));
}

#[tokio::test]
async fn each_line_takes_back_the_note_it_refers_to() {
    let documents = vec![
        note(1).to(ALFA).on("2026-03-02").sale("P1", 10_000).document(),
        note(3).to(ALFA).on("2026-03-20").sale("P1", 10_000).document(),
        return_note(2)
            .line(Return, "P1", 2_000)
            .line(Return, "P1", 10_000)
            .line_refers_to(1, key(55, 1), 1)
            .line_refers_to(2, key(55, 3), 1)
            .document(),
    ];
    let row = Base::of(documents).await.row(Level::Root, ALFA_ROOT, LATER).await;
    assert_eq!((text(&row, "last_purchase_on"), whole(&row, "purchase_days")), ("2026-03-02".to_owned(), 1));
}

#[tokio::test]
async fn a_consumers_coupon_returned_by_a_note_without_buyer_is_wholly_returned() {
    let documents = vec![
        note(1).coupon().to(ANA).sale("P1", 10_000).document(),
        note(2).on("2026-03-05").line(Return, "P1", 10_000).refers_to(key(65, 1)).document(),
    ];
    let row = Base::of(documents).await.row(Level::Root, ANA, LATER).await;
    assert_eq!((whole(&row, "purchase_days"), whole(&row, "revenue_total_cents")), (0, 0));
    assert_eq!(text(&row, "status"), "sem_compra");
}

#[rstest]
#[case::by_the_note_for_it(key(55, 2))]
#[case::by_its_own_key(key(65, 1))]
#[tokio::test]
async fn a_return_of_a_note_for_a_coupon_speaks_of_the_coupon(#[case] refers_to: AccessKey) {
    let documents = vec![
        note(1).coupon().sale("P1", 10_000).document(),
        note(2).to(ALFA).on("2026-03-05").line(CouponDuplicate, "P1", 10_000).refers_to(key(65, 1)).document(),
        returning(3, Return, "P1", 10_000).refers_to(refers_to).document(),
    ];
    assert_eq!(sums(documents, LATER).await, sold(0, 0, 10_000).purchase_days(0));
}
