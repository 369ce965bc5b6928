//! The commercial status, on both sides of every threshold.

use domain::facts::Document;
use domain::facts::ItemClass::{Bonus, Return};
use panel::Level;
use rstest::rstest;
use support::{key, note};

use super::{days, sales};
use crate::base::{ALFA, ALFA_ROOT, BETA, Base, day, text};

const FIRST: &str = "2022-03-01";

/// ALFA's status so many days after its last purchase, in a base where ALFA alone buys, after gaps.
async fn status(settings: &str, gaps: &[i32], days_later: i32) -> String {
    let days = days(FIRST, gaps);
    let as_of = days[days.len() - 1].plus_days(days_later).iso();
    let base = Base::with(settings, sales(1, ALFA, &days, 100)).await;
    text(&base.row(Level::Root, ALFA_ROOT, &as_of).await, "status")
}

#[rstest]
// c = 20: the days alone set the limits, 30, 90 and 365.
#[case(&[20, 20, 20], 0, "ativo")]
#[case(&[20, 20, 20], 30, "ativo")]
#[case(&[20, 20, 20], 31, "risco_de_perda")]
#[case(&[20, 20, 20], 90, "risco_de_perda")]
#[case(&[20, 20, 20], 91, "inativo")]
#[case(&[20, 20, 20], 365, "inativo")]
#[case(&[20, 20, 20], 366, "ex_cliente")]
// c = 100: the cycle alone does, 150, 300 and 600.
#[case(&[100, 100], 150, "ativo")]
#[case(&[100, 100], 151, "risco_de_perda")]
#[case(&[100, 100], 300, "risco_de_perda")]
#[case(&[100, 100], 301, "inativo")]
#[case(&[100, 100], 600, "inativo")]
#[case(&[100, 100], 601, "ex_cliente")]
// c is P75, not the median: gaps of 20 and 21 give 20.75, and 1.5 c = 31.125.
#[case(&[20, 21], 31, "ativo")]
#[case(&[20, 21], 32, "risco_de_perda")]
// Gaps of 40 and 41: 40.75, and 3 c = 122.25.
#[case(&[40, 41], 122, "risco_de_perda")]
#[case(&[40, 41], 123, "inativo")]
// Gaps of 70 and 71: 70.75, and 6 c = 424.5.
#[case(&[70, 71], 424, "inativo")]
#[case(&[70, 71], 425, "ex_cliente")]
#[tokio::test]
async fn with_a_cycle_of_its_own(#[case] gaps: &[i32], #[case] days_later: i32, #[case] expected: &str) {
    assert_eq!(status("", gaps, days_later).await, expected);
}

#[rstest]
// One purchase, and nobody has a cycle: c = 30, limits 45, 90 and 365; 18 months after 2022-03-01 are
// 2023-09-01, 549 days.
#[case(&[], 45, "ativo")]
#[case(&[], 46, "risco_de_perda")]
#[case(&[], 90, "risco_de_perda")]
#[case(&[], 91, "inativo")]
#[case(&[], 365, "inativo")]
#[case(&[], 366, "inativo")]
#[case(&[], 548, "inativo")]
#[case(&[], 549, "ex_cliente")]
// Two purchases 100 days apart: c = 100, limits 150, 300 and 600. The last was on 2022-06-09; 18 months
// later, after 549 days, it is still within 6 c.
#[case(&[100], 150, "ativo")]
#[case(&[100], 151, "risco_de_perda")]
#[case(&[100], 300, "risco_de_perda")]
#[case(&[100], 301, "inativo")]
#[case(&[100], 600, "inativo")]
#[case(&[100], 601, "ex_cliente")]
#[tokio::test]
async fn with_an_assumed_cycle(#[case] gaps: &[i32], #[case] days_later: i32, #[case] expected: &str) {
    assert_eq!(status("", gaps, days_later).await, expected);
}

#[rstest]
#[case::active_days("active_days = 10\nactive_factor = 0.1", &[20, 20], 11, "risco_de_perda")]
#[case::active_factor("active_factor = 2.5", &[20, 20], 50, "ativo")]
#[case::active_factor_beyond("active_factor = 2.5", &[20, 20], 51, "risco_de_perda")]
#[case::risk_days("risk_days = 120", &[20, 20], 120, "risco_de_perda")]
#[case::risk_factor("risk_factor = 6.0", &[20, 20], 120, "risco_de_perda")]
#[case::inactive_days("inactive_days = 100", &[20, 20], 121, "ex_cliente")]
#[case::inactive_factor("inactive_factor = 30.0", &[20, 20], 600, "inativo")]
#[case::former_assumed_months("former_assumed_months = 13", &[], 396, "ex_cliente")]
#[case::default_cycle_days("default_cycle_days = 60", &[], 90, "ativo")]
#[tokio::test]
async fn every_threshold_is_a_setting(
    #[case] setting: &str,
    #[case] gaps: &[i32],
    #[case] days_later: i32,
    #[case] expected: &str,
) {
    assert_eq!(status(&format!("[status]\n{setting}"), gaps, days_later).await, expected);
}

/// ALFA bought once, so many days before 2026-06-30, and BETA, the first of the base, so many.
async fn status_of_new(settings: &str, alfa_before: i32, beta_before: i32) -> String {
    let before = |days: i32| day("2026-06-30").plus_days(-days);
    let mut documents = sales(1, ALFA, &[before(alfa_before)], 100);
    documents.extend(sales(2, BETA, &[before(beta_before)], 100));
    let base = Base::with(settings, documents).await;
    text(&base.row(Level::Root, ALFA_ROOT, "2026-06-30").await, "status")
}

#[rstest]
#[case::first_bought_today("", 0, 61, "novo")]
#[case::first_bought_60_days_ago("", 60, 61, "novo")]
#[case::first_bought_61_days_ago("", 61, 62, "risco_de_perda")]
#[case::in_a_base_of_60_days("", 10, 60, "ativo")]
#[case::in_a_base_of_60_days_that_began_with_it("", 60, 60, "risco_de_perda")]
#[case::by_the_settings("[status]\nnew_days = 20", 20, 21, "novo")]
#[case::by_the_settings_no_more("[status]\nnew_days = 20", 21, 22, "ativo")]
#[tokio::test]
async fn new_is_who_first_bought_lately_in_a_base_older_than_that(
    #[case] settings: &str,
    #[case] alfa_before: i32,
    #[case] beta_before: i32,
    #[case] expected: &str,
) {
    assert_eq!(status_of_new(settings, alfa_before, beta_before).await, expected);
}

#[tokio::test]
async fn the_first_sale_of_the_base_may_be_to_a_consumer_without_name() {
    let mut documents = sales(1, ALFA, &[day("2026-06-20")], 100);
    documents.push(note(2).coupon().on("2026-01-05").sale("P1", 100).document());
    let row = Base::of(documents).await.row(Level::Root, ALFA_ROOT, "2026-06-30").await;
    assert_eq!(row["status"], "novo");
}

#[tokio::test]
async fn new_goes_by_the_first_purchase_not_the_first_note() {
    // What was bought in January came back whole: the first purchase is that of June.
    let mut documents = sales(1, ALFA, &[day("2026-01-05"), day("2026-06-20")], 100);
    documents.push(note(3).to(ALFA).on("2026-01-09").line(Return, "P1", 100).refers_to(key(55, 1)).document());
    let row = Base::of(documents).await.row(Level::Root, ALFA_ROOT, "2026-06-30").await;
    assert_eq!((&row["status"], &row["first_purchase_on"]), (&"novo".into(), &"2026-06-20".into()));
}

#[rstest]
#[case::given_something(note(1).to(ALFA).line(Bonus, "P1", 100).document(), None)]
#[case::gave_all_back(
    note(1).to(ALFA).sale("P1", 100).document(),
    Some(note(2).to(ALFA).line(Return, "P1", 100).refers_to(key(55, 1)).document())
)]
#[tokio::test]
async fn who_never_bought_is_sem_compra(#[case] document: Document, #[case] returned: Option<Document>) {
    let base = Base::of(std::iter::once(document).chain(returned).collect()).await;
    let row = base.row(Level::Root, ALFA_ROOT, "2026-06-30").await;
    assert_eq!(row["status"], "sem_compra");
    for nothing in ["first_purchase_on", "last_purchase_on", "days_since_purchase", "next_purchase_on"] {
        assert!(row[nothing].is_null(), "{nothing}");
    }
}
