//! A customer's record: who it is, where each field is from, and how it changed.

use domain::facts::ItemClass::{AdvanceBilling, DeliveryOfAdvanceBilling};
use panel::{Change, CustomerRecord, Origin, Visible, checked_value};
use rstest::rstest;
use serde_json::json;
use support::{cancellation, key, note};

use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, BETA, Base, NOW, day};
use store::Author;

const AS_OF: &str = "2026-06-30";

async fn record(base: &Base, customer: &str, on: &str) -> CustomerRecord {
    let customer = customer.parse().expect("a customer's key");
    let record = base.portfolio().await.customer(&customer, day(on), &Visible::everything()).await;
    record.expect("a customer of the panel")
}

async fn history(base: &Base, customer: &str, on: &str) -> Vec<(String, String, String)> {
    let customer = customer.parse().expect("a customer's key");
    let changes = base.portfolio().await.customer_history(&customer, day(on), &Visible::everything()).await;
    let told = |change: Change| (change.party, change.field.field.to_owned(), change.field.value);
    changes.expect("a customer of the panel").into_iter().map(told).collect()
}

fn change(party: &str, field: &str, value: &str) -> (String, String, String) {
    (party.to_owned(), field.to_owned(), value.to_owned())
}

/// ALFA moves from Santos to Recife in April and is renamed in May; a note that was cancelled said
/// something else.
async fn alfa() -> Base {
    Base::of(vec![
        note(1).to(ALFA).on("2026-03-02").sale("P1", 900).saying("Alfa", "Santos", "SP").document(),
        note(2).to(ALFA).on("2026-04-10").sale("P1", 900).saying("Alfa", "Recife", "PE").document(),
        note(3).to(ALFA).on("2026-05-10").sale("P1", 900).naming("Alfa Nova").document(),
        note(4).to(ALFA).on("2026-05-20").sale("P1", 900).saying("Alva", "Natal", "RN").document(),
        cancellation(key(55, 4), "2026-05-21"),
        note(5).to(ALFA_BRANCH).on("2026-03-15").sale("P1", 100).saying("Alfa Filial", "Belém", "PA").document(),
        note(6).to(BETA).on("2026-03-15").sale("P1", 100).saying("Beta", "Belém", "PA").document(),
    ])
    .await
}

#[tokio::test]
async fn each_field_is_shown_with_the_document_it_is_from() {
    let record = record(&alfa().await, ALFA_ROOT, AS_OF).await;
    let fields: Vec<_> = record.fields.iter().map(|field| (field.field, field.value.as_str(), &field.origin)).collect();
    let from = |number, on| Origin::Document { key: key(55, number).to_string(), on: day(on) };
    assert_eq!(
        fields,
        [
            ("name", "Alfa Nova", &from(3, "2026-05-10")),
            ("city", "Recife", &from(2, "2026-04-10")),
            ("uf", "PE", &from(2, "2026-04-10")),
        ]
    );
    assert_eq!(
        (record.customer.as_str(), record.establishments),
        (ALFA_ROOT, vec![ALFA.to_owned(), ALFA_BRANCH.to_owned()])
    );
}

#[rstest]
#[case::of_the_company(ALFA_ROOT)]
#[case::of_its_establishment(ALFA)]
#[case::of_another(ALFA_BRANCH)]
#[tokio::test]
async fn the_record_says_what_the_panel_says(#[case] customer: &str) {
    let base = alfa().await;
    let level = if customer == ALFA_ROOT { panel::Level::Root } else { panel::Level::Establishment };
    let row = base.row(level, customer, AS_OF).await;
    let record = record(&base, customer, AS_OF).await;
    assert_eq!(record.metrics.len(), panel::metrics::METRICS.len());
    for (metric, value) in record.metrics {
        assert_eq!(value, row[metric], "{metric}");
    }
    for field in record.fields {
        assert_eq!(json!(field.value), row[field.field], "{}", field.field);
    }
}

#[tokio::test]
async fn history_is_every_field_that_took_another_value() {
    let base = alfa().await;
    assert_eq!(
        history(&base, ALFA, AS_OF).await,
        [
            change(ALFA, "name", "Alfa"),
            change(ALFA, "city", "Santos"),
            change(ALFA, "uf", "SP"),
            change(ALFA, "city", "Recife"),
            change(ALFA, "uf", "PE"),
            change(ALFA, "name", "Alfa Nova"),
        ]
    );
    // At a past date nothing later is known; a company's history is that of all its establishments.
    assert_eq!(
        history(&base, ALFA_ROOT, "2026-04-09").await,
        [
            change(ALFA, "name", "Alfa"),
            change(ALFA, "city", "Santos"),
            change(ALFA, "uf", "SP"),
            change(ALFA_BRANCH, "name", "Alfa Filial"),
            change(ALFA_BRANCH, "city", "Belém"),
            change(ALFA_BRANCH, "uf", "PA"),
        ]
    );
}

#[tokio::test]
async fn history_ends_with_what_people_corrected() {
    let base = alfa().await;
    for (customer, field, value) in [
        (ALFA, "name", Some("Alfa Matriz")),
        (BETA, "name", Some("Beta 2")),
        (ALFA_ROOT, "phone", Some("+5511987654321")),
        (ALFA_ROOT, "phone", None),
    ] {
        base.workspace.edit(&customer.parse().unwrap(), field, value, &Author::command_line(NOW)).await.unwrap();
    }
    let of_company = history(&base, ALFA_ROOT, AS_OF).await;
    let corrections = &of_company[of_company.len() - 3..];
    assert_eq!(
        corrections,
        [
            change(ALFA, "name", "Alfa Matriz"),
            change(ALFA_ROOT, "phone", "+5511987654321"),
            // Taken back: nothing.
            change(ALFA_ROOT, "phone", ""),
        ]
    );
    let of_establishment = history(&base, ALFA, AS_OF).await;
    assert_eq!(of_establishment.last(), Some(&change(ALFA, "name", "Alfa Matriz")));
}

#[tokio::test]
async fn the_seller_is_that_of_the_newest_sale() {
    let base = Base::of(vec![
        note(1).to(ALFA).on("2026-03-02").sale("P1", 900).sold_by("Rita").document(),
        note(2).to(ALFA_BRANCH).on("2026-04-10").sale("P1", 900).sold_by("Jorge").document(),
        note(3).to(ALFA).on("2026-05-10").sale("P1", 900).document(),
        note(4).to(ALFA).on("2026-05-20").sale("P1", 900).sold_by("Nina").document(),
        cancellation(key(55, 4), "2026-05-21"),
    ])
    .await;
    // The newest sale that names one: that of May names nobody.
    assert_eq!(record(&base, ALFA_ROOT, AS_OF).await.last_seller.as_deref(), Some("Jorge"));
    assert_eq!(record(&base, ALFA, AS_OF).await.last_seller.as_deref(), Some("Rita"));
    assert_eq!(record(&base, ALFA_ROOT, "2026-04-09").await.last_seller.as_deref(), Some("Rita"));
}

#[tokio::test]
async fn the_undelivered_is_of_the_customer_asked_for() {
    let base = Base::of(vec![
        note(1).to(ALFA).line(AdvanceBilling, "P1", 10_000).document(),
        note(2).to(ALFA_BRANCH).line(AdvanceBilling, "P2", 5_000).document(),
        note(3).to(ALFA).on("2026-04-10").line(DeliveryOfAdvanceBilling, "P1", 4_000).refers_to(key(55, 1)).document(),
    ])
    .await;
    let undelivered = async |customer: &str, on: &str| record(&base, customer, on).await.undelivered_cents;
    assert_eq!(undelivered(ALFA_ROOT, AS_OF).await, 11_000);
    assert_eq!(undelivered(ALFA, AS_OF).await, 6_000);
    assert_eq!(undelivered(ALFA_BRANCH, AS_OF).await, 5_000);
    assert_eq!(undelivered(ALFA, "2026-04-09").await, 10_000);
}

#[rstest]
#[case("cep", "01310-100", Some("01310100"))]
#[case("state_registration", " 110.042.490.114 ", Some("110.042.490.114"))]
#[case("emails", "compras@alfa.example", Some("compras@alfa.example"))]
#[case("city", "", None)]
fn a_value_is_kept_in_one_form(#[case] field: &str, #[case] typed: &str, #[case] kept: Option<&str>) {
    assert_eq!(checked_value(field, typed).unwrap().as_deref(), kept);
}
