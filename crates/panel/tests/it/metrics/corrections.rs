//! What people correct stands over what documents say, at every date.

use panel::{Level, Origin, Visible};
use rstest::rstest;
use serde_json::{Value, json};
use support::note;

use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, Base, NOW, day};
use store::Author;

const AS_OF: &str = "2026-06-30";

/// ALFA, of Santos, whose greater establishment is the first.
async fn alfa() -> Base {
    Base::of(vec![
        note(1).to(ALFA).on("2026-03-02").sale("P1", 900).saying("Alfa", "Santos", "SP").document(),
        note(2).to(ALFA_BRANCH).on("2026-03-02").sale("P1", 100).saying("Alfa Filial", "Campinas", "SP").document(),
    ])
    .await
}

async fn edit(base: &Base, customer: &str, field: &str, value: Option<&str>) {
    let customer = customer.parse().expect("a customer's key");
    base.workspace.edit(&customer, field, value, &Author::command_line(NOW)).await.expect("a field can be corrected");
}

#[rstest]
#[case::of_the_company(&[(ALFA_ROOT, "name", Some("Alfa S.A."))], "Alfa S.A.", "Alfa")]
#[case::of_the_establishment_it_is_called_by(&[(ALFA, "name", Some("Alfa Matriz"))], "Alfa Matriz", "Alfa Matriz")]
#[case::of_another_establishment(&[(ALFA_BRANCH, "name", Some("Alfa Dois"))], "Alfa", "Alfa")]
#[case::of_both(&[(ALFA, "name", Some("Alfa Matriz")), (ALFA_ROOT, "name", Some("Alfa S.A."))], "Alfa S.A.", "Alfa Matriz")]
#[case::the_last(&[(ALFA_ROOT, "name", Some("Errado")), (ALFA_ROOT, "name", Some("Alfa S.A."))], "Alfa S.A.", "Alfa")]
#[case::taken_back(&[(ALFA_ROOT, "name", Some("Errado")), (ALFA_ROOT, "name", None)], "Alfa", "Alfa")]
#[case::taken_back_from_over_another(
    &[(ALFA, "name", Some("Alfa Matriz")), (ALFA_ROOT, "name", Some("Errado")), (ALFA_ROOT, "name", None)],
    "Alfa Matriz", "Alfa Matriz"
)]
#[case::of_another_field(&[(ALFA_ROOT, "city", Some("Santo André"))], "Alfa", "Alfa")]
#[case::of_different_fields(
    &[(ALFA, "name", Some("Alfa Matriz")), (ALFA_ROOT, "city", Some("Santo André"))], "Alfa Matriz", "Alfa Matriz"
)]
#[tokio::test]
async fn a_correction_stands_over_documents(
    #[case] edits: &[(&str, &str, Option<&str>)],
    #[case] company: &str,
    #[case] establishment: &str,
) {
    let base = alfa().await;
    for (customer, field, value) in edits {
        edit(&base, customer, field, *value).await;
    }
    assert_eq!(base.row(Level::Root, ALFA_ROOT, AS_OF).await["name"], company);
    assert_eq!(base.row(Level::Establishment, ALFA, AS_OF).await["name"], establishment);
    // The customer's record says the same as the panel.
    for (customer, name) in [(ALFA_ROOT, company), (ALFA, establishment)] {
        let customer = customer.parse().unwrap();
        let record = base.portfolio().await.customer(&customer, day(AS_OF), &Visible::everything()).await.unwrap();
        let field = record.fields.iter().find(|field| field.field == "name").unwrap();
        assert_eq!(field.value, name);
        let corrected = matches!(field.origin, Origin::Person { .. });
        assert_eq!(corrected, name != "Alfa", "{:?}", field.origin);
    }
}

#[tokio::test]
async fn a_correction_holds_at_dates_before_it_and_shows_at_once() {
    let base = alfa().await;
    let portfolio = base.portfolio().await;
    assert_eq!(base.row(Level::Root, ALFA_ROOT, "2026-03-02").await["uf"], "SP");
    edit(&base, ALFA_ROOT, "uf", Some("PE")).await;
    // The panel of the facts is in the cache: a correction does not wait for another import.
    assert_eq!(base.row(Level::Root, ALFA_ROOT, "2026-03-02").await["uf"], "PE");
    portfolio.close().await.unwrap();
}

#[tokio::test]
async fn who_has_no_name_may_be_given_one() {
    let base = Base::of(vec![note(1).to(ALFA).sale("P1", 900).document()]).await;
    assert_eq!(base.row(Level::Root, ALFA_ROOT, AS_OF).await["name"], Value::Null);
    edit(&base, ALFA_ROOT, "name", Some("Alfa")).await;
    assert_eq!(base.row(Level::Root, ALFA_ROOT, AS_OF).await["name"], json!("Alfa"));
}
