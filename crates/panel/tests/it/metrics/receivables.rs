//! What customers owe and how late they pay, counted by hand.

use domain::facts::Document;
use panel::Level;
use rstest::rstest;
use serde_json::{Value, json};
use support::{TitleBuilder, cancellation, key, note, settlement, settlement_cancellation, stated_customer, title};

use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, Base, Row, day};

const AS_OF: &str = "2026-06-30";

fn owed(row: &Row) -> [Value; 4] {
    ["open_cents", "overdue_cents", "overdue_days_max", "average_delay_days"].map(|column| row[column].clone())
}

fn values(open: i64, overdue: i64, days_max: i64, delay: Option<f64>) -> [Value; 4] {
    [json!(open), json!(overdue), json!(days_max), json!(delay)]
}

async fn of(documents: Vec<Document>) -> [Value; 4] {
    owed(&Base::of(documents).await.row(Level::Root, ALFA_ROOT, AS_OF).await)
}

/// R$ 10,00 of ALFA, due on 31 May 2026, 30 days before the date.
fn due_in_may() -> TitleBuilder {
    title("1", ALFA, day("2026-05-31"), 1_000)
}

#[rstest]
#[case::open(due_in_may(), values(1_000, 1_000, 30, Some(30.0)))]
#[case::paid_early(due_in_may().paid_on(day("2026-05-20")), values(0, 0, 0, Some(0.0)))]
#[case::paid_late(due_in_may().paid_on(day("2026-06-10")), values(0, 0, 0, Some(10.0)))]
#[case::paid_after_the_date(due_in_may().paid_on(day("2026-07-01")), values(1_000, 1_000, 30, Some(30.0)))]
#[case::paid_on_the_date(due_in_may().paid_on(day(AS_OF)), values(0, 0, 0, Some(30.0)))]
// 600 at 10 days and 400 at 30: 18.
#[case::paid_in_part(due_in_may().paid_on(day("2026-06-10")).paid(600), values(400, 400, 30, Some(18.0)))]
// What was paid on no day is paid, and nobody knows how late: 30 days for the rest.
#[case::paid_on_no_day(due_in_may().paid(600), values(400, 400, 30, Some(30.0)))]
#[case::all_paid_on_no_day(due_in_may().paid(1_000), values(0, 0, 0, None))]
#[case::paid_with_interest(due_in_may().paid_on(day("2026-06-10")).paid(1_050), values(0, 0, 0, Some(10.0)))]
#[case::with_a_discount(due_in_may().paid_on(day("2026-06-10")).paid(950).open(0), values(0, 0, 0, Some(10.0)))]
#[case::by_its_open_balance(due_in_may().open(250), values(250, 250, 30, Some(30.0)))]
#[case::open_balance_and_day(due_in_may().open(250).paid_on(day("2026-06-20")), values(250, 250, 30, Some(22.5)))]
#[case::open_balance_and_later_day(due_in_may().open(250).paid_on(day("2026-07-20")), values(1_000, 1_000, 30, Some(30.0)))]
#[case::more_open_than_due(due_in_may().open(2_000), values(1_000, 1_000, 30, Some(30.0)))]
#[case::issued_by_the_date(due_in_may().issued(day(AS_OF)), values(1_000, 1_000, 30, Some(30.0)))]
#[case::a_credit(due_in_may().credit(), values(-1_000, 0, 0, None))]
#[case::a_credit_used(due_in_may().credit().open(300), values(-300, 0, 0, None))]
#[tokio::test]
async fn a_title_at_a_date(#[case] title: TitleBuilder, #[case] expected: [Value; 4]) {
    assert_eq!(of(vec![title.document()]).await, expected);
}

#[rstest]
#[case::due_on_the_date("2026-06-30", values(1_000, 0, 0, Some(0.0)))]
#[case::due_the_day_before("2026-06-29", values(1_000, 1_000, 1, Some(1.0)))]
#[case::not_yet_due("2026-07-01", values(1_000, 0, 0, None))]
#[case::the_first_day_of_12_months("2025-07-01", values(1_000, 1_000, 364, Some(364.0)))]
#[case::before_12_months("2025-06-30", values(1_000, 0, 0, None))]
#[case::a_saturday("2026-06-27", values(1_000, 1_000, 3, Some(3.0)))]
#[tokio::test]
async fn when_an_open_title_is_due(#[case] due_on: &str, #[case] expected: [Value; 4]) {
    assert_eq!(of(vec![title("1", ALFA, day(due_on), 1_000).document()]).await, expected);
}

#[tokio::test]
async fn a_title_not_yet_issued_owes_nothing_and_makes_no_prospect() {
    let base = Base::of(vec![due_in_may().issued(day("2026-05-02")).document()]).await;
    assert!(base.rows(Level::Root, "2026-05-01").await.is_empty());
    let row = base.row(Level::Root, ALFA_ROOT, "2026-05-02").await;
    assert_eq!((&row["open_cents"], &row["status"]), (&json!(1_000), &json!("sem_compra")));
}

#[tokio::test]
async fn a_title_of_no_known_issue_exists_always() {
    let base = Base::of(vec![due_in_may().document()]).await;
    assert_eq!(base.row(Level::Root, ALFA_ROOT, "2020-01-01").await["open_cents"], json!(1_000));
}

#[tokio::test]
async fn establishments_owe_together_and_apart_and_credits_lower_only_what_is_open() {
    let base = Base::of(vec![
        due_in_may().document(),
        title("2", ALFA_BRANCH, day("2026-06-20"), 3_000).document(),
        title("3", ALFA_BRANCH, day("2026-01-20"), 700).credit().document(),
    ])
    .await;
    // (1000 × 30 + 3000 × 10) ÷ 4000.
    let root = base.row(Level::Root, ALFA_ROOT, AS_OF).await;
    assert_eq!(owed(&root), values(3_300, 4_000, 30, Some(15.0)));
    let branch = base.row(Level::Establishment, ALFA_BRANCH, AS_OF).await;
    assert_eq!(owed(&branch), values(2_300, 3_000, 10, Some(10.0)));
}

/// A note of three instalments: 31 March, 30 April and 31 May.
fn in_three() -> Document {
    let sale = note(1).to(ALFA).on("2026-03-02").sale("P1", 1_000);
    sale.due("2026-05-31", 300).due("2026-03-31", 400).due("2026-04-30", 300).document()
}

#[rstest]
// (400 × 91 + 300 × 61 + 300 × 30) ÷ 1000.
#[case::nothing_paid(vec![], values(1_000, 1_000, 91, Some(63.7)))]
// 400 in time; then 100 of April 10 days late: (100 × 10 + 200 × 61 + 300 × 30) ÷ 1000.
#[case::the_oldest_first(vec![settlement(key(55, 1), 1, &[(day("2026-05-10"), 100), (day("2026-03-31"), 400)])], values(500, 500, 61, Some(22.2)))]
#[case::in_two_reports(vec![settlement(key(55, 1), 1, &[(day("2026-03-31"), 400)]), settlement(key(55, 1), 2, &[(day("2026-05-10"), 100)])], values(500, 500, 61, Some(22.2)))]
#[case::across_instalments(vec![settlement(key(55, 1), 1, &[(day("2026-04-30"), 550)])], values(450, 450, 61, Some(30.15)))]
#[case::more_than_due(vec![settlement(key(55, 1), 1, &[(day("2026-03-10"), 1_200)])], values(0, 0, 0, Some(0.0)))]
#[case::after_the_date(vec![settlement(key(55, 1), 1, &[(day("2026-07-01"), 1_000)])], values(1_000, 1_000, 91, Some(63.7)))]
#[case::taken_back(vec![settlement(key(55, 1), 1, &[(day("2026-03-31"), 400)]), settlement_cancellation(key(55, 1), 1, "2026-04-02")], values(1_000, 1_000, 91, Some(63.7)))]
#[case::another_taken_back(vec![settlement(key(55, 1), 1, &[(day("2026-03-31"), 1_000)]), settlement_cancellation(key(55, 1), 2, "2026-04-02")], values(0, 0, 0, Some(0.0)))]
#[case::of_another_note(vec![settlement(key(55, 2), 1, &[(day("2026-03-31"), 1_000)])], values(1_000, 1_000, 91, Some(63.7)))]
#[tokio::test]
async fn payments_reported_of_a_note_pay_its_instalments(
    #[case] mut documents: Vec<Document>,
    #[case] expected: [Value; 4],
) {
    documents.push(in_three());
    assert_eq!(of(documents).await, expected);
}

#[tokio::test]
async fn a_cancelled_note_is_not_owed_and_a_later_one_not_yet() {
    let base = Base::of(vec![in_three(), cancellation(key(55, 1), "2026-03-03"), due_in_may().document()]).await;
    assert_eq!(base.row(Level::Root, ALFA_ROOT, AS_OF).await["open_cents"], json!(1_000));
    let base = Base::of(vec![in_three(), due_in_may().document()]).await;
    assert_eq!(base.row(Level::Root, ALFA_ROOT, "2026-03-01").await["open_cents"], json!(1_000));
    assert_eq!(base.row(Level::Root, ALFA_ROOT, "2026-03-02").await["open_cents"], json!(2_000));
}

#[rstest]
// The table says that the instalment of April was paid: 300 less are open.
#[case::the_same(title("9", ALFA, day("2026-04-30"), 300).paid_on(day("2026-04-30")), 700)]
#[case::of_another_branch(title("9", ALFA_BRANCH, day("2026-04-30"), 300).paid_on(day("2026-04-30")), 700)]
#[case::not_paid(title("9", ALFA, day("2026-04-30"), 300), 1_000)]
#[case::due_on_another_day(title("9", ALFA, day("2026-04-29"), 300), 1_300)]
#[case::of_another_amount(title("9", ALFA, day("2026-04-30"), 301), 1_301)]
#[case::a_credit(title("9", ALFA, day("2026-04-30"), 300).credit(), 700)]
#[case::of_another(title("9", "tabela:7", day("2026-04-30"), 300), 1_000)]
#[tokio::test]
async fn of_a_title_in_note_and_table_the_table_counts(#[case] title: TitleBuilder, #[case] open: i64) {
    assert_eq!(of(vec![in_three(), title.document()]).await[0], json!(open));
}

#[tokio::test]
async fn a_code_that_a_list_says_is_a_tax_id_owes_under_it() {
    let linked = stated_customer(ALFA, Some("tabela:7"), "Alfa", "2026-06-01");
    let coded = title("9", "tabela:7", day("2026-04-30"), 300).paid_on(day("2026-04-30"));
    assert_eq!(of(vec![in_three(), coded.document(), linked]).await[0], json!(700));
}
