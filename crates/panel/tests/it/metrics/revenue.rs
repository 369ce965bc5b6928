//! Revenue by window, what is left of it without taxes, its trend and its peak.

use domain::Cents;
use domain::facts::ItemClass::{
    AdvanceBilling, Bonus, Complement, DeliveryOfAdvanceBilling, PriceReduction, Return, Sale,
};
use domain::facts::{Body, Document, ItemAmounts};
use panel::Level;
use rstest::rstest;
use serde_json::{Value, json};
use support::{NoteBuilder, cancellation, key, note};

use super::sales;
use crate::base::{ALFA, ALFA_ROOT, Base, Row, day};

const AS_OF: &str = "2026-06-30";

/// ALFA's row where it alone buys, on days and for so many cents.
async fn row(sold: &[(&str, i64)], as_of: &str) -> Row {
    let numbers = 1..;
    let notes = numbers.zip(sold).map(|(number, (on, cents))| note(number).to(ALFA).on(on).sale("P1", *cents));
    row_of(notes.map(NoteBuilder::document).collect(), as_of).await
}

async fn row_of(documents: Vec<Document>, as_of: &str) -> Row {
    Base::of(documents).await.row(Level::Root, ALFA_ROOT, as_of).await
}

#[tokio::test]
async fn every_window_has_its_edges() {
    let sold = [
        ("2024-06-17", 1),
        ("2024-06-18", 2),
        ("2025-05-31", 4),
        ("2025-06-01", 8),
        ("2025-06-17", 16),
        ("2025-06-18", 32),
        ("2025-12-31", 64),
        ("2026-01-01", 128),
        ("2026-03-19", 256),
        ("2026-03-20", 512),
        ("2026-05-31", 1_024),
        ("2026-06-01", 2_048),
        ("2026-06-17", 4_096),
        ("2026-06-18", 8_192),
    ];
    let row = row(&sold, "2026-06-17").await;
    assert_eq!(row["revenue_12m_cents"], json!(32 + 64 + 128 + 256 + 512 + 1_024 + 2_048 + 4_096));
    assert_eq!(row["revenue_prev_12m_cents"], json!(2 + 4 + 8 + 16));
    // 90 days to the 17th of June: from the 20th of March.
    assert_eq!(row["revenue_90d_cents"], json!(512 + 1_024 + 2_048 + 4_096));
    assert_eq!(row["revenue_mtd_cents"], json!(2_048 + 4_096));
    assert_eq!(row["revenue_ytd_cents"], json!(128 + 256 + 512 + 1_024 + 2_048 + 4_096));
    assert_eq!(row["revenue_same_month_last_year_cents"], json!(8 + 16));
}

#[rstest]
#[case::february_was_shorter("2024-02-29", &[("2023-01-31", 1), ("2023-02-01", 2), ("2023-02-28", 4), ("2023-03-01", 8)], 6)]
#[case::february_was_longer("2025-02-28", &[("2024-02-01", 1), ("2024-02-28", 2), ("2024-02-29", 4)], 3)]
#[case::the_first("2026-03-01", &[("2025-02-28", 1), ("2025-03-01", 2), ("2025-03-02", 4)], 2)]
#[case::the_thirty_first("2026-03-31", &[("2025-03-31", 1), ("2025-04-01", 2)], 1)]
#[tokio::test]
async fn the_same_days_of_the_month_a_year_before(
    #[case] as_of: &str,
    #[case] sold: &[(&str, i64)],
    #[case] expected: i64,
) {
    assert_eq!(row(sold, as_of).await["revenue_same_month_last_year_cents"], json!(expected));
}

#[tokio::test]
async fn windows_are_net_of_returns_on_their_own_day() {
    let mut documents = sales(1, ALFA, &[day("2025-06-10"), day("2026-06-10")], 1_000);
    documents.push(note(3).to(ALFA).on("2026-06-20").line(Return, "P1", 1_000).refers_to(key(55, 1)).document());
    let row = row_of(documents, AS_OF).await;
    assert_eq!((&row["revenue_mtd_cents"], &row["revenue_same_month_last_year_cents"]), (&json!(0), &json!(1_000)));
    assert_eq!((&row["revenue_12m_cents"], &row["revenue_prev_12m_cents"]), (&json!(0), &json!(1_000)));
}

#[rstest]
#[case::grew(&[("2025-01-10", 1_000), ("2026-01-10", 1_500)], json!(0.5))]
#[case::shrank(&[("2025-01-10", 1_000), ("2026-01-10", 250)], json!(-0.75))]
#[case::stopped(&[("2025-01-10", 1_000)], json!(-1.0))]
#[case::began(&[("2026-01-10", 1_000)], Value::Null)]
#[case::the_base_came_back(&[("2025-01-10", 1_000), ("2025-01-20", -1_000), ("2026-01-10", 1_000)], Value::Null)]
#[case::more_than_the_base_came_back(&[("2025-01-10", 1_000), ("2025-01-20", -1_500), ("2026-01-10", 1)], Value::Null)]
#[case::below_zero(&[("2025-01-10", 1_000), ("2026-01-10", -500)], json!(-1.5))]
#[tokio::test]
async fn growth_is_on_a_positive_base(#[case] moved: &[(&str, i64)], #[case] growth: Value) {
    let document = |(number, (on, cents)): (u32, &(&str, i64))| {
        let class = if *cents < 0 { Return } else { Sale };
        note(number).to(ALFA).on(on).line(class, "P1", cents.abs()).document()
    };
    assert_eq!(row_of((1..).zip(moved).map(document).collect(), AS_OF).await["growth_12m"], growth);
}

#[rstest]
#[case::a_quarter(&[(Sale, 1_000), (Complement, 200), (Return, 300), (PriceReduction, 100)], json!(0.25))]
#[case::nothing(&[(Sale, 1_000)], json!(0.0))]
#[case::more_than_was_sold(&[(Sale, 100), (Return, 300)], json!(3.0))]
#[case::nothing_sold(&[(Return, 300)], Value::Null)]
#[case::only_given(&[(Bonus, 300)], Value::Null)]
#[tokio::test]
async fn the_return_rate(#[case] moved: &[(domain::facts::ItemClass, i64)], #[case] rate: Value) {
    let document =
        |(number, (class, cents)): (u32, &(_, i64))| note(number).to(ALFA).line(*class, "P1", *cents).document();
    assert_eq!(row_of((1..).zip(moved).map(document).collect(), "2026-06-30").await["return_rate_12m"], rate);
}

/// The document with 18 of ICMS, 2 of FCP, 5 of ISS, 1 of PIS, 7 of COFINS, 3 of IBS and 9 of CBS on
/// each of its lines.
fn taxed(note: NoteBuilder) -> Document {
    let mut document = note.document();
    if let Body::Note(note) = &mut document.body {
        for item in &mut note.items {
            let (icms, fcp, iss) = (Cents(18), Cents(2), Cents(5));
            let (pis, cofins, ibs, cbs) = (Cents(1), Cents(7), Cents(3), Cents(9));
            item.amounts = ItemAmounts { icms, fcp, iss, pis, cofins, ibs, cbs, ..item.amounts };
        }
    }
    document
}

#[rstest]
// 33 of each line are taxes within the price.
#[case::lines(vec![note(1).sale("P1", 100).sale("P2", 200)], 300 - 66)]
#[case::a_line_comes_back(vec![note(1).sale("P1", 100).sale("P2", 200), note(2).line(Return, "P1", 100)], 200 - 33)]
#[case::all_comes_back(vec![note(1).sale("P1", 100), note(2).line(Return, "P1", 100).refers_to(key(55, 1))], 0)]
#[case::a_lower_price(vec![note(1).sale("P1", 100), note(2).line(PriceReduction, "P1", 50)], 50)]
#[case::a_complement_of_taxes(vec![note(1).sale("P1", 100), note(2).line(Complement, "P1", 0)], 100 - 66)]
#[case::outside_the_note_s_total(vec![note(1).sale("P1", 100).sale("P2", 0)], 100 - 33)]
#[case::given(vec![note(1).sale("P1", 100).line(Bonus, "P2", 50)], 100 - 33)]
#[case::delivered_later(
    vec![note(1).line(AdvanceBilling, "P1", 100), note(2).line(DeliveryOfAdvanceBilling, "P1", 100)], 100 - 33
)]
#[tokio::test]
async fn net_revenue_is_without_the_taxes_within_the_price(#[case] notes: Vec<NoteBuilder>, #[case] expected: i64) {
    let documents: Vec<Document> = notes.into_iter().map(|note| taxed(note.to(ALFA))).collect();
    let row = row_of(documents, AS_OF).await;
    assert_eq!(row["net_revenue_12m_cents"], json!(expected));
}

#[tokio::test]
async fn net_revenue_is_of_twelve_months() {
    let documents = vec![
        taxed(note(1).to(ALFA).on("2025-06-30").sale("P1", 1_000)),
        taxed(note(2).to(ALFA).on("2025-07-01").sale("P1", 100)),
    ];
    assert_eq!(row_of(documents, AS_OF).await["net_revenue_12m_cents"], json!(67));
}

#[tokio::test]
async fn what_is_given_is_no_revenue_and_no_purchase() {
    let documents = vec![
        note(1).to(ALFA).on("2025-06-30").line(Bonus, "P9", 1).document(),
        note(2).to(ALFA).on("2025-07-01").line(Bonus, "P9", 20).document(),
        note(3).to(ALFA).on("2026-03-02").sale("P1", 1_000).line(Bonus, "P9", 300).document(),
        note(4).to(ALFA).on("2026-06-30").line(Bonus, "P9", 4_000).document(),
        note(5).to(ALFA).on("2026-07-01").line(Bonus, "P9", 50_000).document(),
        note(6).to(ALFA).on("2026-03-02").line(Bonus, "P9", 600_000).document(),
        cancellation(key(55, 6), "2026-03-03"),
    ];
    let row = row_of(documents, AS_OF).await;
    assert_eq!(row["bonus_12m_cents"], json!(4_320));
    assert_eq!((&row["revenue_12m_cents"], &row["purchase_days"]), (&json!(1_000), &json!(1)));
    assert_eq!((&row["items_12m"], &row["mix_12m"]), (&json!(1), &json!(1)));
}

/// A hundred more every month, from 100 in July 2025 to 1 200 in June 2026.
const RISING: [(&str, i64); 12] = [
    ("2025-07-31", 100),
    ("2025-08-01", 200),
    ("2025-09-30", 300),
    ("2025-10-31", 400),
    ("2025-11-01", 500),
    ("2025-12-31", 600),
    ("2026-01-01", 700),
    ("2026-02-28", 800),
    ("2026-03-01", 900),
    ("2026-04-30", 1_000),
    ("2026-05-31", 1_100),
    ("2026-06-30", 1_200),
];

#[rstest]
#[case::a_line(&RISING, "2026-06-30", 100)]
// Without June 2026, and with June 2025 before it, the line is the same.
#[case::the_month_is_not_over(&RISING, "2026-06-29", 100)]
// July is not over: the same as by the end of June.
#[case::a_month_later(&RISING, "2026-07-30", 100)]
// By the end of July 2026 the months are 200 … 1 200 and 0: the slope is
// (Σ (x − 5.5) × 100 (x + 2), x = 0 … 11, less 5.5 × 1 300) ÷ 143 = 100 − 50 = 50.
#[case::and_its_end(&RISING, "2026-07-31", 50)]
// 5.5 × 1 430 ÷ 143.
#[case::one_month_over(&[("2026-06-15", 1_430)], "2026-06-30", 55)]
#[case::one_month_not_over(&[("2026-06-15", 1_430)], "2026-06-29", 0)]
#[case::the_oldest_month(&[("2025-07-01", 1_430)], "2026-06-30", -55)]
#[case::too_old(&[("2025-06-30", 1_430)], "2026-06-30", 0)]
#[tokio::test]
async fn the_trend_is_of_twelve_whole_months(#[case] sold: &[(&str, i64)], #[case] as_of: &str, #[case] slope: i64) {
    assert_eq!(row(sold, as_of).await["revenue_trend_slope"], json!(slope));
}

#[rstest]
#[case::december_twice(&[("2024-06-30", 1), ("2024-12-05", 500), ("2025-12-05", 501), ("2026-03-05", 1_000)], AS_OF, json!("12"))]
#[case::one_great_month(&[("2024-06-30", 1), ("2024-12-05", 500), ("2025-12-05", 499), ("2026-03-05", 1_000)], AS_OF, json!("03"))]
#[case::the_first_of_equals(&[("2024-06-30", 1), ("2024-12-05", 500), ("2025-12-05", 500), ("2026-03-05", 1_000)], AS_OF, json!("03"))]
#[case::from_the_first_day(&[("2024-07-01", 1), ("2026-03-05", 1_000)], AS_OF, json!("03"))]
#[case::less_than_24_months(&[("2024-07-02", 1), ("2026-03-05", 1_000)], AS_OF, Value::Null)]
#[case::nothing_of_late(&[("2024-06-30", 1)], AS_OF, Value::Null)]
#[case::the_month_is_not_over(&[("2024-05-31", 1), ("2024-12-05", 500), ("2026-06-05", 1_000)], "2026-06-29", json!("12"))]
#[tokio::test]
async fn the_peak_is_of_24_whole_months(#[case] sold: &[(&str, i64)], #[case] as_of: &str, #[case] month: Value) {
    assert_eq!(row(sold, as_of).await["seasonality_peak_month"], month);
}
