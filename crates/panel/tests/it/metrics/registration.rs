//! Who a customer is, by what documents say.

use domain::facts::EventKind;
use domain::facts::ItemClass::Bonus;
use panel::Level;
use rstest::rstest;
use serde_json::{Value, json};
use support::{NoteBuilder, cancellation, event, key, note};

use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, ANA, Base, Row};

const AS_OF: &str = "2026-06-30";

fn said(row: &Row) -> [Value; 3] {
    ["name", "city", "uf"].map(|column| row[column].clone())
}

/// A sale to an establishment of ALFA that says where it is.
fn sale_at(number: u32, party: &str, on: &str, cents: i64, city: &str) -> NoteBuilder {
    note(number).to(party).on(on).sale("P1", cents).saying(&format!("Alfa {city}"), city, "SP")
}

#[rstest]
// By revenue of the last 12 months, not of all time: R$ 90,00 of 2024 do not help Santos.
#[case::greatest_in_12_months("2026-06-30", "Campinas")]
#[case::at_a_past_date("2024-06-30", "Santos")]
// In May 2026 both had sold R$ 5,00: the lesser key.
#[case::ties_by_key("2026-05-31", "Santos")]
#[tokio::test]
async fn a_company_is_called_as_its_greatest_establishment(#[case] as_of: &str, #[case] city: &str) {
    let base = Base::of(vec![
        sale_at(1, ALFA, "2024-05-10", 9_000, "Santos").document(),
        sale_at(2, ALFA, "2026-05-10", 500, "Santos").document(),
        sale_at(3, ALFA_BRANCH, "2026-05-11", 500, "Campinas").document(),
        sale_at(4, ALFA_BRANCH, "2026-06-11", 100, "Campinas").document(),
    ])
    .await;
    let row = base.row(Level::Root, ALFA_ROOT, as_of).await;
    assert_eq!(said(&row), [json!(format!("Alfa {city}")), json!(city), json!("SP")]);
    assert_eq!(row["tax_id"], json!(ALFA_ROOT));
    let establishment = base.row(Level::Establishment, ALFA, as_of).await;
    assert_eq!((&establishment["city"], &establishment["tax_id"]), (&json!("Santos"), &json!(ALFA)));
}

#[rstest]
#[case::before_the_move("2026-04-09", ["Alfa", "Santos", "SP"])]
#[case::after_the_move("2026-04-10", ["Alfa", "Recife", "PE"])]
// The newest says only the name: the rest stays.
#[case::field_by_field("2026-05-10", ["Alfa Nova", "Recife", "PE"])]
#[tokio::test]
async fn each_field_is_what_the_newest_document_says_of_it(#[case] as_of: &str, #[case] expected: [&str; 3]) {
    let base = Base::of(vec![
        note(3).to(ALFA).on("2026-05-10").sale("P1", 100).naming("Alfa Nova").document(),
        note(1).to(ALFA).on("2026-03-02").sale("P1", 100).saying("Alfa", "Santos", "SP").document(),
        note(2).to(ALFA).on("2026-04-10").sale("P1", 100).saying("Alfa", "Recife", "PE").document(),
    ])
    .await;
    assert_eq!(said(&base.row(Level::Root, ALFA_ROOT, as_of).await), expected.map(Value::from));
}

#[tokio::test]
async fn what_a_cancelled_note_said_is_not_known() {
    let base = Base::of(vec![
        note(1).to(ALFA).on("2026-03-02").sale("P1", 100).saying("Alfa", "Santos", "SP").document(),
        note(2).to(ALFA).on("2026-04-10").sale("P1", 100).saying("Alva", "Recife", "PE").document(),
        cancellation(key(55, 2), "2026-06-20"),
    ])
    .await;
    assert_eq!(said(&base.row(Level::Root, ALFA_ROOT, AS_OF).await), ["Alfa", "Santos", "SP"].map(Value::from));
}

#[tokio::test]
async fn prospects_have_a_name_too() {
    let given = note(1).to(ALFA).line(Bonus, "P1", 100).saying("Alfa", "Santos", "SP");
    let base = Base::of(vec![given.document()]).await;
    assert_eq!(said(&base.row(Level::Root, ALFA_ROOT, AS_OF).await), ["Alfa", "Santos", "SP"].map(Value::from));
}

#[rstest]
#[case::a_company(ALFA, vec![note(1).to(ALFA)], "company", Some(ALFA))]
#[case::a_company_of_coupons(ALFA, vec![note(1).coupon().to(ALFA)], "company", Some(ALFA))]
#[case::a_person(ANA, vec![note(1).to(ANA)], "person", Some(ANA))]
#[case::a_consumer(ANA, vec![note(1).coupon().to(ANA)], "consumer", Some(ANA))]
#[case::a_person_of_both(ANA, vec![note(1).coupon().to(ANA), note(2).to(ANA)], "person", Some(ANA))]
#[case::someone_abroad("nfe:ACME", vec![note(1).to("nfe:ACME")], "foreign", None)]
#[tokio::test]
async fn what_a_customer_is(
    #[case] customer: &str,
    #[case] notes: Vec<NoteBuilder>,
    #[case] kind: &str,
    #[case] tax_id: Option<&str>,
) {
    let documents = notes.into_iter().map(|note| note.sale("P1", 100).document()).collect();
    let row = Base::of(documents).await.row(Level::Establishment, customer, AS_OF).await;
    assert_eq!((&row["customer_kind"], &row["tax_id"]), (&json!(kind), &json!(tax_id)));
}

#[rstest]
#[case::before_its_date("2026-03-31", "consumer")]
#[case::from_its_date_on("2026-04-10", "person")]
#[tokio::test]
async fn a_consumer_becomes_a_person_with_its_first_note(#[case] as_of: &str, #[case] kind: &str) {
    let base = Base::of(vec![
        note(1).coupon().to(ANA).sale("P1", 100).document(),
        note(2).to(ANA).on("2026-04-10").sale("P1", 100).document(),
    ])
    .await;
    assert_eq!(base.row(Level::Root, ANA, as_of).await["customer_kind"], kind);
}

#[rstest]
#[case::cancelled(cancellation(key(55, 2), "2026-04-11"))]
#[case::denied(event(EventKind::Denial, key(55, 2), "2026-04-11"))]
#[tokio::test]
async fn a_note_that_never_existed_makes_no_person(#[case] event: domain::facts::Document) {
    let base = Base::of(vec![
        note(1).coupon().to(ANA).sale("P1", 100).document(),
        note(2).to(ANA).on("2026-04-10").sale("P1", 100).document(),
        event,
    ])
    .await;
    assert_eq!(base.row(Level::Root, ANA, AS_OF).await["customer_kind"], "consumer");
}
