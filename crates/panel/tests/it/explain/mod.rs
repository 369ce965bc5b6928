//! `explain`: what it lists adds up to what it explains, and what it shows is enough to compute the
//! value again.

mod more;
mod reader;

use std::collections::BTreeSet;

use domain::facts::EventKind;
use panel::metrics::{Drill, METRICS, Unit};
use panel::{Explanation, FactDocument, Level, PanelError, Portfolio, Visible};
use rstest::rstest;
use serde_json::{Value, json};
use support::{cancellation, event, key, note};

use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, BETA_ROOT, Base, GAMA_ROOT, day};
use crate::rich::{AS_OF, more_documents, rich};

async fn explain(portfolio: &Portfolio, customer: &str, metric: &str, level: Level, on: &str) -> Explanation {
    let customer = customer.parse().expect("a customer's key");
    let explained = portfolio.explain(&customer, metric, level, day(on), &Visible::everything()).await;
    explained.unwrap_or_else(|error| panic!("{metric} of {customer}: {error}"))
}

#[rstest]
#[tokio::test]
async fn every_number_is_what_stands_behind_it(
    #[values(Level::Root, Level::Establishment)] level: Level,
    #[values(AS_OF, "2026-02-10")] on: &str,
) {
    let base = Base::of(more_documents()).await;
    let portfolio = base.portfolio().await;
    let rows = base.rows(level, on).await;
    assert!(rows.len() >= 6, "{:?}", rows.keys());
    for (customer, row) in &rows {
        for metric in &METRICS {
            let name = metric.column.name;
            let explained = explain(&portfolio, customer, name, level, on).await;
            assert_eq!(explained.value, row[name], "{name} of {customer} is what the panel shows");
            assert_eq!((explained.level, explained.as_of, explained.customer.as_str()), (level, day(on), &**customer));
            assert!(
                explained.documents.is_sorted_by_key(|document| document.on)
                    || matches!(metric.drill, Drill::Registration | Drill::Owners)
            );
            // A title may be due later, and a list bears the day it was brought.
            let is_note = |document: &&FactDocument| document.key.len() == 44 && metric.drill != Drill::OpenTitles;
            let notes = explained.documents.iter().filter(is_note);
            assert!(notes.into_iter().all(|document| document.on <= day(on)), "{name} of {customer}");
            reader::check(&explained);
        }
    }
}

#[tokio::test]
async fn the_documents_are_those_that_moved_it() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let listed = async |metric: &str, customer: &str, level: Level| {
        let explained = explain(&portfolio, customer, metric, level, AS_OF).await;
        let line = |document: FactDocument| {
            let number: u32 = document.key[25..34].parse().expect("a note's number");
            (number, document.kind, document.amount_cents)
        };
        explained.documents.into_iter().map(line).collect::<Vec<_>>()
    };
    let kind = |number, kind: &str, cents| (number, kind.to_owned(), cents);
    assert_eq!(
        listed("revenue_total_cents", BETA_ROOT, Level::Root).await,
        [kind(7, "sale", 9_900), kind(8, "complement", 150), kind(9, "reduction", -333)]
    );
    // The coupon stands for the note that gave it its buyer; the delivery adds its ST alone.
    assert_eq!(
        listed("billed_total_cents", GAMA_ROOT, Level::Root).await,
        [kind(11, "sale", 25_000), kind(12, "delivery", 1_250), kind(13, "sale", 4_321)]
    );
    assert_eq!(
        listed("returns_12m_cents", ALFA_ROOT, Level::Root).await,
        [kind(5, "return", 10_000), kind(6, "return", 30_000)]
    );
    // Note 3 came back whole: a sale document, and no purchase day.
    assert_eq!(
        listed("sale_documents", ALFA_ROOT, Level::Root).await.iter().map(|(number, ..)| *number).collect::<Vec<_>>(),
        [1, 2, 3, 4]
    );
    assert_eq!(
        listed("purchase_days", ALFA_ROOT, Level::Root).await.iter().map(|(number, ..)| *number).collect::<Vec<_>>(),
        [1, 2, 4]
    );
    assert_eq!(
        listed("revenue_total_cents", ALFA_BRANCH, Level::Establishment).await,
        [kind(3, "sale", 30_000), kind(6, "return", -30_000)]
    );
}

#[tokio::test]
async fn a_full_key_at_root_level_stands_for_its_company() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let by_key = explain(&portfolio, ALFA_BRANCH, "revenue_total_cents", Level::Root, AS_OF).await;
    let by_root = explain(&portfolio, ALFA_ROOT, "revenue_total_cents", Level::Root, AS_OF).await;
    assert_eq!((by_key.customer.as_str(), &by_key.value), (ALFA_ROOT, &by_root.value));
    assert_eq!(by_key.documents, by_root.documents);
}

#[rstest]
#[case::cancelled(cancellation(key(55, 2), "2026-05-01"))]
#[case::denied(event(EventKind::Denial, key(55, 2), "2026-05-01"))]
#[tokio::test]
async fn a_name_stands_on_documents_that_count(#[case] event: domain::facts::Document) {
    let base = Base::of(vec![
        note(1).to(ALFA).on("2026-03-02").sale("P1", 100).saying("Alfa", "Santos", "SP").document(),
        note(2).to(ALFA).on("2026-04-02").sale("P1", 100).saying("Alva", "Santos", "SP").document(),
        event,
    ])
    .await;
    let explained = explain(&base.portfolio().await, ALFA_ROOT, "name", Level::Root, AS_OF).await;
    assert_eq!(explained.value, json!("Alfa"));
    let keys: Vec<&str> = explained.documents.iter().map(|document| document.key.as_str()).collect();
    assert_eq!(keys, [key(55, 1).as_str()]);
}

#[tokio::test]
async fn settings_shown_are_those_in_force() {
    let base = Base::with(
        "[status]\nrisk_days = 77\n[abc]\na_percent = 66",
        vec![note(1).to(ALFA).sale("P1", 100).document()],
    )
    .await;
    let portfolio = base.portfolio().await;
    let status = explain(&portfolio, ALFA_ROOT, "status", Level::Root, AS_OF).await;
    assert_eq!(
        (&status.settings["status.risk_days"], &status.settings["status.risk_factor"]),
        (&json!(77), &json!(3.0))
    );
    let abc = explain(&portfolio, ALFA_ROOT, "abc", Level::Root, AS_OF).await;
    assert_eq!(Value::from(abc.settings), json!({ "abc.a_percent": 66, "abc.b_percent": 95 }));
}

#[tokio::test]
async fn what_is_not_there_is_said_with_what_is_near() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let ask = async |customer: &str, metric: &str, level: Level| {
        let customer = customer.parse().expect("a customer's key");
        portfolio.explain(&customer, metric, level, day(AS_OF), &Visible::everything()).await.unwrap_err()
    };
    let unknown = ask(ALFA_ROOT, "revenue_12m", Level::Root).await;
    assert!(matches!(&unknown, PanelError::UnknownMetric { near, .. } if near.first() == Some(&"revenue_12m_cents")));
    let nobody = ask("88888888", "status", Level::Root).await;
    assert!(matches!(&nobody, PanelError::UnknownCustomer { near, .. } if near.is_empty()));
    // A branch that never bought, of a company that did.
    let branch = ask("44555666000343", "status", Level::Establishment).await;
    assert!(matches!(&branch, PanelError::UnknownCustomer { near, .. } if near == &[ALFA, ALFA_BRANCH]));
    // A company has no row where rows are establishments.
    let root = ask(ALFA_ROOT, "status", Level::Establishment).await;
    assert!(matches!(&root, PanelError::UnknownCustomer { near, .. } if near == &[ALFA, ALFA_BRANCH]));
}

#[test]
fn every_metric_of_amounts_and_counts_has_documents_to_add() {
    let registration: BTreeSet<&str> =
        METRICS.iter().filter(|metric| metric.drill == Drill::Registration).map(|metric| metric.column.name).collect();
    assert_eq!(
        registration,
        BTreeSet::from([
            "city",
            "customer_kind",
            "name",
            "registration_completeness",
            "registration_missing",
            "roles",
            "tags",
            "tax_id",
            "uf"
        ])
    );
    let added = METRICS.iter().filter(|metric| matches!(metric.column.unit, Unit::Cents | Unit::Count));
    assert!(added.into_iter().all(|metric| metric.drill != Drill::Registration));
}
