//! The purchase cycle, and the one assumed where there is none.

use std::collections::BTreeMap;

use domain::facts::Document;
use domain::facts::ItemClass::Bonus;
use panel::Level;
use rstest::rstest;
use serde_json::{Value, json};
use support::note;

use super::{days, sales};
use crate::base::{ALFA, ALFA_ROOT, BETA, Base, GAMA, Row, day};

const FIRST: &str = "2025-09-01";

#[rstest]
// Gaps sorted; median and P75 at ranks 0.5 (n − 1) and 0.75 (n − 1); the next purchase after the median,
// half a day rounding up.
#[case::two(&[10, 20], 15.0, 17.5, 15)]
#[case::ends_in_a_half(&[21, 10], 15.5, 18.25, 16)]
#[case::three(&[30, 10, 20], 20.0, 25.0, 20)]
#[case::four(&[8, 7, 7, 7], 7.0, 7.25, 7)]
#[case::four_uneven(&[10, 1, 3, 2], 2.5, 4.75, 3)]
#[case::five(&[5, 50, 40, 20, 30], 30.0, 40.0, 30)]
#[case::equal(&[7, 7, 7, 7, 7, 7], 7.0, 7.0, 7)]
#[tokio::test]
async fn the_cycle_is_the_median_of_the_gaps(
    #[case] gaps: &[i32],
    #[case] median: f64,
    #[case] p75: f64,
    #[case] next_after: i32,
) {
    let days = days(FIRST, gaps);
    let last = days[days.len() - 1];
    let row = Base::of(sales(1, ALFA, &days, 100)).await.row(Level::Root, ALFA_ROOT, "2026-06-30").await;
    assert_eq!(row["purchase_cycle_days"], json!(median));
    assert_eq!(row["purchase_cycle_p75_days"], json!(p75));
    assert_eq!(row["assumed_cycle_days"], Value::Null);
    assert_eq!(row["purchase_days"], json!(days.len()));
    assert_eq!(row["next_purchase_on"], json!(last.plus_days(next_after).iso()));
}

#[tokio::test]
async fn several_notes_of_one_day_are_one_purchase_day() {
    let mut days = days(FIRST, &[10, 21]);
    days.extend_from_slice(&days.clone());
    let row = Base::of(sales(1, ALFA, &days, 100)).await.row(Level::Root, ALFA_ROOT, "2026-06-30").await;
    assert_eq!((&row["purchase_days"], &row["sale_documents"]), (&json!(3), &json!(6)));
    assert_eq!(row["purchase_cycle_days"], json!(15.5));
}

#[tokio::test]
async fn purchases_after_the_date_are_not_known() {
    let base = Base::of(sales(1, ALFA, &days(FIRST, &[10, 21]), 100)).await;
    // Two days before the third purchase: one gap, of ten days.
    let row = base.row(Level::Root, ALFA_ROOT, "2025-09-30").await;
    assert_eq!((&row["purchase_days"], &row["purchase_cycle_days"]), (&json!(2), &Value::Null));
    assert_eq!(row["last_purchase_on"], json!("2025-09-11"));
    assert_eq!(row["days_since_purchase"], json!(19));
    assert_eq!(row["assumed_cycle_days"], json!(30.0));
    assert_eq!(row["next_purchase_on"], json!("2025-10-11"));
}

/// Eight customers. ALFA's cycle is 15 and BETA's 48, so that the median of all is 31.5.
///
/// Of R$ 1 000,00 in 12 months: ALFA 500 and DELTA 300 are A (0 % and 50 % before them), BETA 110 and
/// GAMA 55 B (80 % and 91 %), EPSILON 20 and ZETA 15 C (96.5 % and 98.5 %). OLD bought before; GIFT was
/// only given something.
fn classes() -> Vec<Document> {
    let mut documents = sales(1, ALFA, &days("2026-01-05", &[10, 20]), 0);
    documents.extend(sales(10, ALFA, &days("2026-01-05", &[]), 50_000));
    documents.extend(sales(20, DELTA, &days("2026-03-01", &[]), 30_000));
    documents.extend(sales(30, BETA, &days("2026-01-05", &[46, 50]), 0));
    documents.extend(sales(40, BETA, &days("2026-01-05", &[]), 11_000));
    documents.extend(sales(50, GAMA, &days("2026-01-05", &[70]), 2_750));
    documents.extend(sales(60, EPSILON, &days("2026-03-01", &[]), 2_000));
    documents.extend(sales(70, ZETA, &days("2026-01-05", &[21]), 750));
    documents.extend(sales(80, OLD, &days("2024-01-05", &[]), 5_000));
    documents.push(note(90).to(GIFT).on("2026-03-01").line(Bonus, "P1", 100).document());
    documents
}

const DELTA: &str = "77888999000181";
const EPSILON: &str = "10203040000194";
const ZETA: &str = "20304050000170";
const OLD: &str = "99888777000100";
const GIFT: &str = "12ABC345000188";

#[rstest]
#[case::its_own_cycle(ALFA, "A", None)]
#[case::one_purchase_by_class(DELTA, "A", Some(15.0))]
#[case::own_gap_above_the_class(GAMA, "B", Some(70.0))]
#[case::class_without_cycles_goes_by_all(EPSILON, "C", Some(31.5))]
#[case::own_gap_below_that_of_all(ZETA, "C", Some(31.5))]
#[case::no_class_goes_by_all(OLD, "", Some(31.5))]
#[case::never_bought_goes_by_all(GIFT, "", Some(31.5))]
#[tokio::test]
async fn the_assumed_cycle_is_that_of_the_class_else_of_all(
    #[case] customer: &str,
    #[case] abc: &str,
    #[case] assumed: Option<f64>,
) {
    let row = Base::of(classes()).await.row(Level::Establishment, customer, "2026-06-30").await;
    assert_eq!(row["abc"].as_str().unwrap_or(""), abc);
    assert_eq!(row["assumed_cycle_days"], json!(assumed));
}

#[rstest]
#[case::by_default("", 30.0, "2026-04-01")]
#[case::by_the_settings("[status]\ndefault_cycle_days = 45", 45.0, "2026-04-16")]
#[tokio::test]
async fn where_nobody_has_a_cycle_a_default_is_assumed(
    #[case] settings: &str,
    #[case] assumed: f64,
    #[case] next_on: &str,
) {
    let base = Base::with(settings, sales(1, ALFA, &[day("2026-03-02")], 100)).await;
    let row = base.row(Level::Root, ALFA_ROOT, "2026-06-30").await;
    assert_eq!((&row["assumed_cycle_days"], &row["next_purchase_on"]), (&json!(assumed), &json!(next_on)));
}

#[tokio::test]
async fn half_a_day_of_an_assumed_cycle_rounds_up() {
    // OLD bought on 2024-01-05 and is assumed to buy every 31.5 days: 32 days later.
    let row = Base::of(classes()).await.row(Level::Establishment, OLD, "2026-06-30").await;
    assert_eq!(row["next_purchase_on"], json!("2024-02-06"));
}

#[tokio::test]
async fn a_company_buys_when_any_of_its_establishments_does() {
    let mut documents = sales(1, ALFA, &days("2026-01-01", &[20]), 100);
    documents.extend(sales(10, crate::base::ALFA_BRANCH, &days("2026-01-11", &[]), 100));
    let base = Base::of(documents).await;
    let root = base.row(Level::Root, ALFA_ROOT, "2026-06-30").await;
    assert_eq!((&root["purchase_days"], &root["purchase_cycle_days"]), (&json!(3), &json!(10.0)));
    let establishments: BTreeMap<String, Row> = base.rows(Level::Establishment, "2026-06-30").await;
    assert_eq!(establishments[ALFA]["purchase_days"], json!(2));
    assert_eq!(establishments[ALFA]["purchase_cycle_days"], Value::Null);
    assert_eq!(establishments[crate::base::ALFA_BRANCH]["purchase_days"], json!(1));
}
