//! The whole panel beside a recomputation from the definitions alone, over companies made at random.

mod books;
mod company;
mod ledger;
mod lists;
mod margin;
mod more;
mod rows;

use std::collections::BTreeMap;

use domain::Day;
use domain::facts::Document;
use panel::metrics::METRICS;
use panel::words::{ABC_CLASSES, CUSTOMER_KINDS, SEASONAL_BUYERS, STATUSES};
use panel::{Level, Panel, Query, Visible};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};
use serde_json::Value;
use support::Home;

use crate::base::{Row, everyone, import, keys, portfolio, whole};
use books::{Books, Kind};
pub use company::with_particulars;
use company::{company, on};
pub use more::{reactivated_on, seasonal_buyer, segment};
use rows::{Naive, rows};

/// How many companies are looked into. The panel is compared on fewer, for each wants workspaces of its own.
const CASES: u32 = 60;

/// Columns whose values are to be met.
const COLUMNS: [&str; 18] = [
    "abc_margin",
    "owner",
    "team",
    "roles",
    "status",
    "abc",
    "customer_kind",
    "purchase_cycle_days",
    "assumed_cycle_days",
    "abc_previous",
    "seasonal_buyer",
    "seasonality_peak_month",
    "main_category",
    "last_seller",
    "growth_12m",
    "return_rate_12m",
    "rfm_recency",
    "stopped_items",
];

/// The same cases every time.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(11_222_333),
        max_shrink_iters: 200,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn the_panel_is_what_the_definitions_say(
        documents in company(),
        include_unproven in prop::bool::weighted(0.2),
        dates in prop::collection::vec(0..1_100, 2),
    ) {
        let dates: Vec<Day> = dates.into_iter().map(on).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(check(&documents, include_unproven, &dates))?;
    }
}

/// Companies so plain that nothing can go wrong in them would prove nothing.
#[test]
fn the_companies_have_something_of_everything() {
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let mut meet = |what: String| *met.entry(what).or_default() += 1;
    let mut runner = TestRunner::new(cases(CASES));
    for _ in 0..CASES {
        let documents = company().new_tree(&mut runner).expect("a company").current();
        for as_of in [on(700), on(1_000)] {
            let books = Books::of(&documents, false, as_of);
            for movement in books.movements() {
                meet(format!("{:?}", movement.kind));
                if movement.kind == Kind::Sale && !movement.is_purchase {
                    meet("wholly returned".to_owned());
                }
            }
            let (all, apart) = (ledger::parts(&books, as_of), ledger::parts_apart(&books, as_of));
            if all.len() < apart.len() {
                meet("in note and table".to_owned());
            }
            for row in rows(&books, Level::Root, as_of).rows.values() {
                for column in COLUMNS {
                    let word = match &row[column] {
                        Value::String(word) => word.clone(),
                        Value::Number(number) if number.is_i64() => number.to_string(),
                        other => other.is_f64().to_string(),
                    };
                    meet(format!("{column} {word}"));
                }
                met_of_money(row).into_iter().for_each(&mut meet);
                if !row["reactivated_on"].is_null() {
                    meet("reactivated".to_owned());
                }
                if row["branches_silent"].as_i64() > Some(0) {
                    meet("branches silent".to_owned());
                }
            }
        }
    }
    let mut expected: Vec<String> = ["Sale", "Complement", "Return", "Reduction", "Delivery", "wholly returned"]
        .into_iter()
        .chain(["purchase_cycle_days true", "assumed_cycle_days true", "abc false", "growth_12m true"])
        .chain(["return_rate_12m true", "reactivated", "branches silent", "stopped_items 1", "rfm_recency 5"])
        .chain(["owner Rita", "owner 05", "team Sul", "team Norte", "team Leste", "owner Ninguém", "team false"])
        .chain(["margin None", "margin Some(-1)", "margin Some(0)", "margin Some(1)"])
        .chain(["roles customer;supplier", "roles prospect", "roles customer"])
        .chain(["credit true", "credit false", "overdue true", "delayed", "in note and table"])
        .chain(["last_seller Rita", "last_seller Jorge", "main_category 22 Bebidas e vinagres"])
        .map(str::to_owned)
        .collect();
    for (column, words) in [
        ("status", &STATUSES[..]),
        ("abc", &ABC_CLASSES),
        ("abc_previous", &ABC_CLASSES),
        ("abc_margin", &ABC_CLASSES),
        ("customer_kind", &CUSTOMER_KINDS),
        ("seasonal_buyer", &SEASONAL_BUYERS),
    ] {
        expected.extend(words.iter().map(|word| format!("{column} {}", word.code)));
    }
    for what in expected {
        assert!(met.get(&what).is_some_and(|times| *times >= 5), "{what} is met too seldom: {met:?}");
    }
}

/// What the money of a customer has that is seldom met.
fn met_of_money(row: &Row) -> Vec<String> {
    let earned = row["margin_12m_cents"].as_i64();
    let mut met = vec![format!("margin {:?}", earned.map(i64::signum))];
    for (column, what) in [("open_cents", "credit"), ("overdue_cents", "overdue")] {
        let cents = whole(row, column);
        if cents != 0 {
            met.push(format!("{what} {}", cents > 0));
        }
    }
    if row["average_delay_days"].as_f64().is_some_and(|days| days > 0.0 && days.fract() > 0.0) {
        met.push("delayed".to_owned());
    }
    met
}

async fn check(documents: &[Document], include_unproven: bool, dates: &[Day]) -> Result<(), TestCaseError> {
    let home = Home::on_sqlite().await;
    let mut workspace = home.create().await;
    home.set(&format!("[base]\ninclude_unproven = {include_unproven}"));
    import(&workspace, documents.to_vec()).await;
    workspace = home.open().await;
    let portfolio = portfolio(&workspace).await;
    for as_of in dates {
        let books = Books::of(documents, include_unproven, *as_of);
        for level in [Level::Root, Level::Establishment] {
            let panel = portfolio.panel(level, *as_of).await.expect("a panel can be computed");
            let naive = rows(&books, level, *as_of);
            compare_rows(&everyone(&panel).await, &naive, level)?;
            compare_sums(&panel, &naive).await?;
        }
    }
    Ok(())
}

/// Every metric of every customer.
fn compare_rows(found: &BTreeMap<String, Row>, naive: &Naive, level: Level) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.keys().collect::<Vec<_>>(), naive.rows.keys().collect::<Vec<_>>(), "{:?}", level);
    for (customer, row) in &naive.rows {
        prop_assert_eq!(row.len(), METRICS.len() + 1, "the recomputation forgets no metric");
        for (column, value) in row {
            prop_assert_eq!(&found[customer][column], value, "{} of {} ({:?})", column, customer, level);
        }
    }
    Ok(())
}

/// Sum over customers + unidentified = totals = sum over documents.
async fn compare_sums(panel: &Panel, naive: &Naive) -> Result<(), TestCaseError> {
    let everything = Visible::everything();
    let listed = panel.list(&Query::default(), &everything).await.expect("a panel can be listed");
    prop_assert_eq!(keys(&listed), naive.moved.clone(), "who moved is listed, in the order of the keys");
    let totals = panel.totals(&Query::default(), &everything).await.expect("and added up");
    let sum = |column: &str| naive.rows.values().map(|row| whole(row, column)).sum::<i64>();
    let buyers = naive.rows.values().filter(|row| whole(row, "sale_documents") > 0).count();
    prop_assert_eq!(totals.customers, buyers as u64);
    prop_assert_eq!(totals.documents, naive.documents as u64);
    prop_assert_eq!(totals.revenue_total_cents, naive.revenue);
    prop_assert_eq!(totals.billed_total_cents, naive.billed);
    prop_assert_eq!(totals.returns_total_cents, naive.returns);
    prop_assert_eq!(totals.revenue_12m_cents, naive.revenue_12m);
    prop_assert_eq!(totals.unidentified_revenue_cents, naive.unidentified);
    prop_assert_eq!(sum("revenue_total_cents") + naive.unidentified, naive.revenue);
    Ok(())
}
