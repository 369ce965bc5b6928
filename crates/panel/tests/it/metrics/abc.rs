//! The ABC curve and the shares.

use domain::facts::Document;
use domain::facts::ItemClass::Return;
use panel::Level;
use rstest::rstest;
use serde_json::{Value, json};
use support::note;

use crate::base::{ALFA, ANA, BETA, Base, GAMA, Row};

/// Keys in ascending order.
const CUSTOMERS: [&str; 5] = ["10203040000194", "20304050000170", "44555666000181", "55666777000181", "66777888000181"];

const AS_OF: &str = "2026-06-30";

/// One sale to each of [`CUSTOMERS`].
fn worth(amounts: &[i64]) -> Vec<Document> {
    let sales = (1..).zip(CUSTOMERS.iter().zip(amounts));
    sales.map(|(number, (customer, cents))| note(number).to(customer).sale("P1", *cents).document()).collect()
}

/// The classes of [`CUSTOMERS`], `-` for none.
async fn classes(settings: &str, documents: Vec<Document>) -> String {
    let rows = Base::with(settings, documents).await.rows(Level::Establishment, AS_OF).await;
    let class = |row: &Row| row["abc"].as_str().unwrap_or("-").to_owned();
    CUSTOMERS.iter().filter_map(|customer| rows.get(*customer)).map(class).collect()
}

#[rstest]
// The share before a customer decides: 0 %, 80 %, 95 %.
#[case::on_the_cuts("", &[800, 150, 50], "ABC")]
// 0 %, 79.9 %, 95 %.
#[case::just_before_the_first("", &[799, 151, 50], "AAC")]
// 0 %, 80 %, 94.9 %.
#[case::just_before_the_second("", &[800, 149, 51], "ABB")]
// One customer has all of it, and nothing before it.
#[case::alone("", &[7], "A")]
// 0, 20, 40, 60, 80 %: all alike, in the order of their keys.
#[case::ties("", &[100, 100, 100, 100, 100], "AAAAB")]
// The order is that of the revenue: 800 of 1000 stands first whatever its key.
#[case::by_revenue("", &[50, 150, 800], "CBA")]
#[case::other_cuts("[abc]\na_percent = 50\nb_percent = 80", &[500, 300, 200], "ABC")]
#[case::other_cuts_just_missed("[abc]\na_percent = 50\nb_percent = 80", &[499, 300, 201], "AAB")]
#[case::nothing("", &[100, 0], "A-")]
#[tokio::test]
async fn the_curve(#[case] settings: &str, #[case] amounts: &[i64], #[case] expected: &str) {
    assert_eq!(classes(settings, worth(amounts)).await, expected);
}

#[tokio::test]
async fn cuts_are_exact_where_floating_point_is_not() {
    // R$ 90 billion, of which the first has one cent less than 80 %: 0.8 is no binary fraction.
    let total = 9_000_000_000_005;
    let first = total / 5 * 4;
    assert_eq!(classes("", worth(&[first, total - first])).await, "AB");
    assert_eq!(classes("", worth(&[first - 1, total - first + 1])).await, "AA");
}

#[tokio::test]
async fn shares_are_of_the_customers_in_the_curve() {
    let base = Base::of(worth(&[500, 300, 200])).await;
    let rows = base.rows(Level::Establishment, AS_OF).await;
    let shares =
        |column: &str| CUSTOMERS[..3].iter().map(|customer| rows[*customer][column].clone()).collect::<Vec<_>>();
    assert_eq!(shares("revenue_share"), [json!(0.5), json!(0.3), json!(0.2)]);
    assert_eq!(shares("cumulative_share"), [json!(0.5), json!(0.8), json!(1.0)]);
}

#[tokio::test]
async fn consumers_returners_and_the_past_are_outside_persons_and_foreigners_inside() {
    let consumer = "39053344705";
    let foreign = "nfe:ACME";
    let base = Base::of(vec![
        note(1).to(ALFA).sale("P1", 400).document(),
        note(2).to(ANA).sale("P1", 300).document(),
        note(3).to(foreign).sale("P1", 300).document(),
        note(4).coupon().to(consumer).sale("P1", 9_000).document(),
        note(5).coupon().sale("P1", 9_000).document(),
        note(6).to(BETA).on("2025-06-30").sale("P1", 9_000).document(),
        note(7).to(GAMA).line(Return, "P1", 50).document(),
    ])
    .await;
    let rows = base.rows(Level::Establishment, AS_OF).await;
    let share = |customer: &str| (rows[customer]["abc"].clone(), rows[customer]["revenue_share"].clone());
    assert_eq!(share(ALFA), (json!("A"), json!(0.4)));
    // Equal revenue: the tax id comes before the letters.
    assert_eq!(share(ANA), (json!("A"), json!(0.3)));
    assert_eq!(share(foreign), (json!("A"), json!(0.3)));
    assert_eq!(rows[ANA]["cumulative_share"], json!(0.7));
    assert_eq!(rows[foreign]["cumulative_share"], json!(1.0));
    for outside in [consumer, BETA, GAMA] {
        assert_eq!(share(outside), (Value::Null, Value::Null), "{outside}");
        assert_eq!(rows[outside]["cumulative_share"], Value::Null);
    }
}

#[tokio::test]
async fn at_root_level_companies_are_ranked_whole() {
    // Alone each branch of ALFA is behind BETA; together they are before it.
    let base = Base::of(vec![
        note(1).to(ALFA).sale("P1", 450).document(),
        note(2).to(crate::base::ALFA_BRANCH).sale("P1", 400).document(),
        note(3).to(BETA).sale("P1", 500).document(),
    ])
    .await;
    let roots = base.rows(Level::Root, AS_OF).await;
    assert_eq!(roots["44555666"]["cumulative_share"], json!(850.0 / 1_350.0));
    assert_eq!(roots["55666777"]["cumulative_share"], json!(1.0));
    let establishments = base.rows(Level::Establishment, AS_OF).await;
    assert_eq!(establishments[BETA]["cumulative_share"], json!(500.0 / 1_350.0));
    assert_eq!(establishments[ALFA]["cumulative_share"], json!(950.0 / 1_350.0));
}
