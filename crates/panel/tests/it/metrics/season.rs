//! Seasonal buyers, customers won back, silence in cycles, and branches.

use domain::facts::Document;
use panel::Level;
use rstest::rstest;
use serde_json::{Value, json};

use super::{days, sales};
use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, BETA, Base, Row, day, text};

/// ALFA's row where it bought on some days.
async fn row(settings: &str, bought: &[&str], as_of: &str) -> Row {
    let bought: Vec<_> = bought.iter().map(|on| day(on)).collect();
    Base::with(settings, sales(1, ALFA, &bought, 100)).await.row(Level::Root, ALFA_ROOT, as_of).await
}

/// Two seasons from November to February, and a purchase in May.
const SEASONS: [&str; 8] =
    ["2023-11-10", "2023-12-10", "2024-01-10", "2024-02-10", "2024-05-10", "2024-11-10", "2025-01-10", "2025-02-10"];

#[rstest]
// Gaps of 30, 31, 31, 90, 184, 61, 31: P75 75.5; at risk after 113 days, inactive after 226, a former
// customer after 453. The next season ends on 2026-02-28.
#[case::two_years_less_a_day("2025-11-09", Value::Null, "inativo")]
#[case::two_years("2025-11-10", json!("safra"), "ativo")]
#[case::the_season_s_last_day("2026-02-28", json!("safra"), "ativo")]
#[case::the_day_after("2026-03-01", Value::Null, "inativo")]
#[tokio::test]
async fn a_season_over_the_year_s_end(#[case] as_of: &str, #[case] mark: Value, #[case] status: &str) {
    let row = row("", &SEASONS, as_of).await;
    assert_eq!((&row["seasonal_buyer"], text(&row, "status").as_str()), (&mark, status));
}

#[rstest]
#[case::in_season("2026-02-28", "safra")]
#[case::out_of_season("2026-03-01", "entressafra")]
#[case::long_out_of_season("2026-10-31", "entressafra")]
#[case::the_next_begins("2026-11-01", "safra")]
#[tokio::test]
async fn out_of_season_it_stays_active(#[case] as_of: &str, #[case] mark: &str) {
    let mut bought = SEASONS.to_vec();
    bought.push("2025-12-10");
    let row = row("", &bought, as_of).await;
    assert_eq!((&row["seasonal_buyer"], &row["status"]), (&json!(mark), &json!("ativo")));
}

#[rstest]
#[case::not_enough_of_it("[season]\nshare_percent = 90", Value::Null)]
#[case::just_enough("[season]\nshare_percent = 87", json!("safra"))]
#[case::too_long("[season]\nlongest_months = 3", Value::Null)]
#[case::too_young("[season]\nhistory_months = 30", Value::Null)]
#[tokio::test]
async fn a_season_goes_by_the_settings(#[case] settings: &str, #[case] mark: Value) {
    // Seven of eight purchase days lie in it: 87.5 %.
    assert_eq!(row(settings, &SEASONS, "2026-01-10").await["seasonal_buyer"], mark);
}

#[tokio::test]
async fn back_after_years_it_is_reactivated_for_90_days() {
    let bought = ["2023-01-10", "2023-01-20", "2023-01-30", "2026-03-02"];
    let base = Base::of(sales(1, ALFA, &bought.map(day), 100)).await;
    let at = async |as_of: &str| {
        let row = base.row(Level::Root, ALFA_ROOT, as_of).await;
        (text(&row, "status"), row["reactivated_on"].clone())
    };
    assert_eq!(at("2026-03-01").await, ("ex_cliente".to_owned(), Value::Null));
    assert_eq!(at("2026-03-02").await, ("ativo".to_owned(), json!("2026-03-02")));
    // Ninety days after 2026-03-02 is 2026-05-31.
    assert_eq!(at("2026-05-31").await.1, json!("2026-03-02"));
    assert_eq!(at("2026-06-01").await.1, Value::Null);
}

#[rstest]
#[case::at_risk_the_day_before(91, Value::Null)]
#[case::inactive_the_day_before(92, json!(true))]
#[tokio::test]
async fn it_was_inactive_the_day_before(#[case] gap: i32, #[case] reactivated: Value) {
    let bought = days("2026-01-01", &[10, 10, gap]);
    let base = Base::of(sales(1, ALFA, &bought, 100)).await;
    let (on, before) = (bought[3].iso(), bought[3].plus_days(-1).iso());
    let status = text(&base.row(Level::Root, ALFA_ROOT, &before).await, "status");
    let row = base.row(Level::Root, ALFA_ROOT, &on).await;
    assert_eq!(status == "inativo", reactivated == json!(true), "{status}");
    assert_eq!(row["reactivated_on"], if reactivated.is_null() { Value::Null } else { json!(on) });
}

#[rstest]
#[case::shorter("[status]\nreactivated_days = 10", 11, false)]
#[case::as_long("[status]\nreactivated_days = 10", 10, true)]
#[case::risk_days("[status]\nrisk_days = 400\ninactive_days = 400", 0, false)]
#[case::risk_factor("[status]\nrisk_factor = 40.0\ninactive_factor = 40.0", 0, false)]
#[tokio::test]
async fn reactivation_goes_by_the_settings(#[case] settings: &str, #[case] later: i32, #[case] expected: bool) {
    let bought = days("2025-01-01", &[10, 10, 400]);
    let base = Base::with(settings, sales(1, ALFA, &bought, 100)).await;
    let row = base.row(Level::Root, ALFA_ROOT, &bought[3].plus_days(later).iso()).await;
    assert_eq!(!row["reactivated_on"].is_null(), expected);
}

#[rstest]
// Gaps of 20 and 30: P75 27.5. One purchase in a base without cycles: 30.
#[case::own(&["2026-01-01", "2026-01-21", "2026-02-20"], "2026-04-16", json!(2.0))]
#[case::assumed(&["2026-01-01"], "2026-02-15", json!(1.5))]
#[case::today(&["2026-01-01"], "2026-01-01", json!(0.0))]
#[tokio::test]
async fn silence_in_cycles(#[case] bought: &[&str], #[case] as_of: &str, #[case] ratio: Value) {
    assert_eq!(row("", bought, as_of).await["cycle_ratio"], ratio);
}

/// ALFA buys monthly by one establishment, or not, and bought until last year by another.
fn two_branches(first_buys: bool) -> Vec<Document> {
    let of = |months: &[&str]| months.iter().map(|month| day(&format!("{month}-05"))).collect::<Vec<_>>();
    let mut documents = sales(20, ALFA_BRANCH, &of(&["2025-08", "2025-09", "2025-10"]), 100);
    if first_buys {
        documents.extend(sales(1, ALFA, &of(&["2026-03", "2026-04", "2026-05", "2026-06"]), 100));
    }
    documents.extend(sales(30, BETA, &of(&["2026-06"]), 100));
    documents
}

#[rstest]
#[case::a_silent_branch(true, "2026-06-30", 1, 1, "ativo")]
#[case::of_a_silent_company(false, "2026-06-30", 0, 0, "inativo")]
#[case::before_the_other_bought(true, "2025-10-30", 1, 0, "ativo")]
// The company has gone silent too, and of its branches one is a former customer.
#[case::all_silent(true, "2026-10-06", 0, 0, "inativo")]
#[tokio::test]
async fn a_silent_branch_is_no_loss(
    #[case] first_buys: bool,
    #[case] as_of: &str,
    #[case] buying: i64,
    #[case] silent: i64,
    #[case] status: &str,
) {
    let base = Base::of(two_branches(first_buys)).await;
    let row = base.row(Level::Root, ALFA_ROOT, as_of).await;
    assert_eq!((&row["branches_buying"], &row["branches_silent"]), (&json!(buying), &json!(silent)));
    assert_eq!(row["status"], status);
    // By itself the branch is what it is.
    let establishments = base.rows(Level::Establishment, as_of).await;
    let branch = &establishments[ALFA_BRANCH];
    assert_eq!((&branch["branches_buying"], &branch["branches_silent"]), (&Value::Null, &Value::Null));
    let inactive = establishments.iter().filter(|(key, row)| key.starts_with(ALFA_ROOT) && row["status"] == "inativo");
    assert!(inactive.count() as i64 >= silent);
}

#[tokio::test]
async fn who_has_no_cnpj_has_no_branches() {
    let base = Base::of(sales(1, crate::base::ANA, &[day("2026-06-05")], 100)).await;
    let row = base.row(Level::Root, crate::base::ANA, "2026-06-30").await;
    assert_eq!((&row["branches_buying"], &row["branches_silent"]), (&Value::Null, &Value::Null));
}
