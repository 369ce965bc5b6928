//! Twelve months to a date, past and future dates, and the average ticket.

use domain::facts::ItemClass::{Complement, PriceReduction, Return};
use panel::Level;
use rstest::rstest;
use serde_json::{Value, json};
use support::note;

use super::{days, sales};
use crate::base::{ALFA, ALFA_ROOT, Base, day};

#[rstest]
// The same day of the year before is outside, the day after it and the date itself inside.
#[case::a_usual_day("2026-06-30", "2025-06-30", "2025-07-01")]
#[case::the_29th_of_february("2024-02-29", "2023-02-28", "2023-03-01")]
#[case::the_year_after_one("2025-02-28", "2024-02-28", "2024-02-29")]
#[case::the_first_of_march_after_one("2025-03-01", "2024-03-01", "2024-03-02")]
#[case::the_new_year("2026-01-01", "2025-01-01", "2025-01-02")]
#[tokio::test]
async fn twelve_months_to_a_date(#[case] as_of: &str, #[case] outside: &str, #[case] inside: &str) {
    let after = day(as_of).plus_days(1);
    let mut documents = sales(1, ALFA, &[day(outside), day(inside), day(as_of), after], 1_000);
    for (number, on, amount) in [(5, outside, 1), (6, inside, 20), (7, as_of, 300)] {
        documents.push(note(number).to(ALFA).on(on).line(Return, "P1", amount).document());
    }
    documents.push(note(8).to(ALFA).on_day(after).line(Return, "P1", 400).document());
    let row = Base::of(documents).await.row(Level::Root, ALFA_ROOT, as_of).await;
    assert_eq!(row["revenue_12m_cents"], json!(2_000 - 320));
    assert_eq!(row["returns_12m_cents"], json!(320));
    assert_eq!(row["revenue_total_cents"], json!(3_000 - 321));
}

#[rstest]
#[case::before_anything("2025-01-01", None)]
#[case::the_first_day("2025-03-01", Some((1_000, 1_000, 0)))]
#[case::between("2025-12-31", Some((1_000, 1_000, 305)))]
#[case::the_last_day("2026-03-01", Some((2_000, 1_000, 0)))]
#[case::in_the_future("2026-06-01", Some((2_000, 1_000, 92)))]
#[case::far_in_the_future("2036-03-01", Some((2_000, 0, 3_653)))]
#[tokio::test]
async fn the_panel_of_any_date(#[case] as_of: &str, #[case] expected: Option<(i64, i64, i64)>) {
    let base = Base::of(sales(1, ALFA, &days("2025-03-01", &[365]), 1_000)).await;
    let rows = base.rows(Level::Root, as_of).await;
    let Some((total, in_12_months, days_since)) = expected else {
        assert!(rows.is_empty());
        return;
    };
    assert_eq!(rows[ALFA_ROOT]["revenue_total_cents"], json!(total));
    assert_eq!(rows[ALFA_ROOT]["revenue_12m_cents"], json!(in_12_months));
    assert_eq!(rows[ALFA_ROOT]["days_since_purchase"], json!(days_since));
}

#[rstest]
#[case::exact(&[100, 200], 150)]
#[case::half_a_cent_up(&[100, 101], 101)]
#[case::a_third_down(&[100, 100, 101], 100)]
#[case::two_thirds_up(&[100, 100, 102], 101)]
#[case::one(&[99], 99)]
#[tokio::test]
async fn the_average_ticket_rounds_half_away_from_zero(#[case] amounts: &[i64], #[case] expected: i64) {
    let numbers = 1..;
    let documents = numbers.zip(amounts).map(|(number, cents)| note(number).to(ALFA).sale("P1", *cents).document());
    let row = Base::of(documents.collect()).await.row(Level::Root, ALFA_ROOT, "2026-06-30").await;
    assert_eq!(row["average_ticket_cents"], json!(expected));
}

#[tokio::test]
async fn the_average_ticket_is_of_all_time_before_returns_and_reductions() {
    let mut documents = sales(1, ALFA, &[day("2020-01-05"), day("2026-03-02")], 1_000);
    documents.push(note(3).to(ALFA).line(Complement, "P1", 500).document());
    documents.push(note(4).to(ALFA).line(Return, "P1", 700).document());
    documents.push(note(5).to(ALFA).line(PriceReduction, "P1", 300).document());
    let row = Base::of(documents).await.row(Level::Root, ALFA_ROOT, "2026-06-30").await;
    assert_eq!(row["average_ticket_cents"], json!(1_250));
}

#[tokio::test]
async fn without_sale_documents_there_is_no_average() {
    let base = Base::of(vec![note(1).to(ALFA).line(Return, "P1", 700).document()]).await;
    let row = base.row(Level::Root, ALFA_ROOT, "2026-06-30").await;
    assert_eq!((&row["average_ticket_cents"], &row["sale_documents"]), (&Value::Null, &json!(0)));
    // It has a return, and so is a customer of the panel.
    assert_eq!(row["revenue_total_cents"], json!(-700));
}
