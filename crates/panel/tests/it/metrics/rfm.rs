//! Recency, frequency and monetary value; the ABC curve of a year before.

use domain::facts::Document;
use domain::facts::ItemClass::Return;
use panel::Level;
use panel::words::RFM_SEGMENTS;
use rstest::rstest;
use serde_json::{Value, json};
use support::{key, note};

use super::sales;
use crate::base::{ALFA, ALFA_ROOT, ANA, BETA, BETA_ROOT, Base, GAMA, GAMA_ROOT, Row, day};
use crate::naive::segment;

const AS_OF: &str = "2026-06-30";
const DELTA: &str = "77888999000181";
const EPSILON: &str = "10203040000194";

/// Sales to a customer every day to a date, so many, each worth so much.
fn bought(first: u32, customer: &str, last: &str, days: i32, cents: i64) -> Vec<Document> {
    let days: Vec<_> = (0..days).map(|before| day(last).plus_days(-before)).collect();
    sales(first, customer, &days, cents)
}

fn scores(row: &Row) -> (Value, Value, Value, Value) {
    let of = |name: &str| row[name].clone();
    (of("rfm_recency"), of("rfm_frequency"), of("rfm_monetary"), of("rfm_segment"))
}

#[rstest]
#[case(EPSILON, 5, 5, 1, "promissores")]
#[case(DELTA, 4, 1, 5, "promissores")]
#[case(GAMA, 3, 3, 4, "precisam_de_atencao")]
#[case(BETA, 2, 2, 2, "esfriando")]
#[case(ALFA, 1, 4, 3, "nao_podemos_perder")]
#[tokio::test]
async fn five_buyers_have_five_scores(
    #[case] customer: &str,
    #[case] recency: i64,
    #[case] frequency: i64,
    #[case] monetary: i64,
    #[case] segment: &str,
) {
    // Last on, days, revenue. Means of F and M: 3, 3, 3.5, 2, 3.5; the halves round up.
    let mut documents = bought(1, EPSILON, "2026-06-30", 5, 20);
    documents.extend(bought(10, DELTA, "2026-06-29", 1, 9_000));
    documents.extend(bought(20, GAMA, "2026-06-10", 3, 1_000));
    documents.extend(bought(30, BETA, "2026-03-10", 2, 100));
    documents.extend(bought(40, ALFA, "2025-07-10", 4, 250));
    // A consumer, one who bought before, and one who got something: no buyers of these 12 months.
    documents.push(note(50).coupon().to(ANA).on("2026-06-30").sale("P1", 1).document());
    documents.extend(bought(51, "20304050000170", "2025-06-30", 1, 1));
    let row = Base::of(documents).await.row(Level::Establishment, customer, AS_OF).await;
    assert_eq!(scores(&row), (json!(recency), json!(frequency), json!(monetary), json!(segment)));
}

#[tokio::test]
async fn equal_values_have_equal_scores() {
    // Two of four are strictly better: the others have nobody below them.
    let mut documents = bought(1, ALFA, "2026-06-30", 2, 500);
    documents.extend(bought(10, BETA, "2026-06-30", 2, 500));
    documents.extend(bought(20, GAMA, "2026-06-01", 1, 10));
    documents.extend(bought(30, DELTA, "2026-06-01", 1, 10));
    let rows = Base::of(documents).await.rows(Level::Establishment, AS_OF).await;
    for (customer, score) in [(ALFA, 3), (BETA, 3), (GAMA, 1), (DELTA, 1)] {
        let segment = if score == 3 { "medianos" } else { "perdidos" };
        assert_eq!(scores(&rows[customer]), (json!(score), json!(score), json!(score), json!(segment)), "{customer}");
    }
}

#[tokio::test]
async fn a_buyer_may_have_given_all_back_but_must_have_a_purchase_day() {
    let mut documents = bought(1, ALFA, "2026-06-30", 2, 500);
    documents.push(note(5).to(ALFA).on("2026-06-30").line(Return, "P1", 2_000).document());
    documents.extend(bought(10, BETA, "2026-06-30", 1, 500));
    documents.push(note(15).to(BETA).on("2026-06-30").line(Return, "P1", 500).refers_to(key(55, 10)).document());
    documents.extend(bought(20, GAMA, "2025-06-30", 3, 500));
    let rows = Base::of(documents).await.rows(Level::Root, AS_OF).await;
    assert_eq!(scores(&rows[ALFA_ROOT]), (json!(1), json!(1), json!(1), json!("perdidos")));
    for nobody in [BETA_ROOT, GAMA_ROOT] {
        assert_eq!(scores(&rows[nobody]), (Value::Null, Value::Null, Value::Null, Value::Null));
    }
}

#[test]
fn every_segment_is_a_word() {
    let mut met: Vec<&str> = Vec::new();
    for recency in 1..=5 {
        for frequency_monetary in 1..=5 {
            met.push(segment(recency, frequency_monetary));
        }
    }
    met.sort_unstable();
    met.dedup();
    let mut words: Vec<&str> = RFM_SEGMENTS.iter().map(|word| word.code).collect();
    words.sort_unstable();
    assert_eq!(met, words);
}

#[rstest]
#[case("2026-06-30")]
#[case::a_leap_day("2024-02-29")]
#[case::a_year_after_one("2025-02-28")]
#[tokio::test]
async fn the_curve_of_a_year_before_is_that_of_its_date(#[case] as_of: &str) {
    let before = day(as_of).minus_months(12);
    let on = |after: i32| before.plus_days(after);
    // Of R$ 1 000,00 in the year before: ALFA 790, BETA 160 (79 % before it), GAMA 50 (95 % before it);
    // after it only GAMA buys.
    let mut documents = sales(1, ALFA, &[on(0)], 79_000);
    documents.extend(sales(10, BETA, &[on(-300)], 16_000));
    documents.extend(sales(20, GAMA, &[before.minus_months(12).plus_days(1), on(1)], 5_000));
    documents.extend(sales(30, DELTA, &[before.minus_months(12)], 900_000));
    documents.push(note(40).coupon().to(ANA).on_day(on(-10)).sale("P1", 900_000).document());
    let base = Base::of(documents).await;
    let (now, then) = (base.rows(Level::Root, as_of).await, base.rows(Level::Root, &before.iso()).await);
    for (root, class) in [(ALFA_ROOT, json!("A")), (BETA_ROOT, json!("A")), (GAMA_ROOT, json!("C"))] {
        assert_eq!((&now[root]["abc_previous"], &then[root]["abc"]), (&class, &class), "{root}");
    }
    for nobody in [&DELTA[..8], ANA] {
        assert_eq!(now[nobody]["abc_previous"], Value::Null, "{nobody}");
    }
    assert_eq!(now[GAMA_ROOT]["abc"], json!("A"));
}
