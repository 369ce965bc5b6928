//! Whose a customer is, what it is to the company, and what is known of it, counted by hand.

use domain::facts::ItemClass::{Bonus, Purchase};
use domain::facts::{Document, Side};
use panel::{Level, Origin, Visible};
use rstest::rstest;
use serde_json::{Value, json};
use support::{cancellation, key, listed, note, stated_seller, title};

use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, Base, NOW, Row, day};
use store::Author;

const AS_OF: &str = "2026-06-30";

fn sale() -> Document {
    note(1).to(ALFA).on("2026-03-02").sale("P1", 900).document()
}

async fn alfa(documents: Vec<Document>) -> Row {
    Base::of(documents).await.row(Level::Root, ALFA_ROOT, AS_OF).await
}

fn owned(party: &str, owner: &str, on: &str) -> Document {
    listed(party, Some(owner), None, day(on))
}

#[rstest]
#[case::by_a_list(vec![owned(ALFA, "Rita", "2026-05-01")], json!("Rita"))]
#[case::the_newest(vec![owned(ALFA, "Rita", "2026-05-02"), owned(ALFA, "Jorge", "2026-05-01")], json!("Rita"))]
#[case::of_any_establishment(vec![owned(ALFA, "Rita", "2026-05-01"), owned(ALFA_BRANCH, "Jorge", "2026-05-02")], json!("Jorge"))]
#[case::a_later_list_holds_before_too(vec![owned(ALFA, "Rita", "2026-11-01")], json!("Rita"))]
#[case::the_newest_names_nobody(vec![owned(ALFA, "Rita", "2026-05-01"), listed(ALFA, None, Some("+551140028922"), day("2026-05-02"))], json!("Rita"))]
#[case::nobody(vec![], Value::Null)]
#[tokio::test]
async fn the_owner_is_of_the_newest_list(#[case] mut documents: Vec<Document>, #[case] owner: Value) {
    documents.push(sale());
    assert_eq!(alfa(documents).await["owner"], owner);
}

#[tokio::test]
async fn of_one_day_the_list_brought_last_counts_and_undo_gives_the_earlier_back() {
    let base = Base::of(vec![sale(), owned(ALFA, "Rita", "2026-05-01")]).await;
    let batch = base.import(vec![owned(ALFA, "Ana", "2026-05-01")]).await;
    assert_eq!(base.row(Level::Root, ALFA_ROOT, AS_OF).await["owner"], "Ana");
    base.workspace.undo(batch, &Author::command_line(NOW), |_| {}).await.unwrap();
    assert_eq!(base.row(Level::Root, ALFA_ROOT, AS_OF).await["owner"], "Rita");
}

#[rstest]
#[case::by_code("05", json!("Sul"))]
#[case::by_name("ana  sa", json!("Sul"))]
#[case::a_code_before_a_name("JORGE", json!("Norte"))]
#[case::without_team("Lia", Value::Null)]
#[case::nobody_s("Ninguém", Value::Null)]
#[tokio::test]
async fn the_team_is_that_of_the_owner(#[case] owner: &str, #[case] team: Value) {
    let sellers = vec![
        stated_seller("05", Some("Ana Sá"), Some("Sul")),
        stated_seller("06", Some("Jorge"), Some("Oeste")),
        stated_seller("jorge", None, Some("Norte")),
        stated_seller("08", Some("Lia"), None),
    ];
    let base = Base::of([vec![sale(), owned(ALFA, owner, "2026-05-01")], sellers].concat()).await;
    assert_eq!(base.row(Level::Root, ALFA_ROOT, AS_OF).await["team"], team);
    // A person's word stands over the list's, and the team follows.
    let customer = ALFA_ROOT.parse().unwrap();
    base.workspace.edit(&customer, "owner", Some("Ana Sá"), &Author::command_line(NOW)).await.unwrap();
    let row = base.row(Level::Root, ALFA_ROOT, AS_OF).await;
    assert_eq!((&row["owner"], &row["team"]), (&json!("Ana Sá"), &json!("Sul")));
    base.workspace.edit(&customer, "owner", Some("Outra"), &Author::command_line(NOW)).await.unwrap();
    let row = base.row(Level::Root, ALFA_ROOT, AS_OF).await;
    assert_eq!((&row["owner"], &row["team"]), (&json!("Outra"), &Value::Null));
    base.workspace.edit(&customer, "owner", None, &Author::command_line(NOW)).await.unwrap();
    let row = base.row(Level::Root, ALFA_ROOT, AS_OF).await;
    assert_eq!((&row["owner"], &row["team"]), (&json!(owner), &team));
}

#[tokio::test]
async fn the_record_says_who_said_whose_the_customer_is() {
    let base = Base::of(vec![sale(), owned(ALFA_BRANCH, "Rita", "2026-05-01")]).await;
    let customer = ALFA_ROOT.parse().unwrap();
    let owner = async || {
        let record = base.portfolio().await.customer(&customer, day(AS_OF), &Visible::everything()).await.unwrap();
        record.fields.into_iter().find(|field| field.field == "owner").unwrap()
    };
    let by_list = owner().await;
    assert_eq!(by_list.value, "Rita");
    assert!(matches!(by_list.origin, Origin::Document { on, .. } if on == day("2026-05-01")));
    base.workspace.edit(&customer, "owner", Some("Jorge"), &Author::command_line(NOW)).await.unwrap();
    assert_eq!(owner().await.value, "Jorge");
}

#[rstest]
#[case::a_sale(vec![sale()], "customer")]
#[case::a_title(vec![title("1", ALFA, day("2026-08-01"), 100).document()], "customer")]
#[case::a_bonus(vec![note(1).to(ALFA).line(Bonus, "P1", 100).document()], "prospect")]
#[case::a_list(vec![listed(ALFA, None, None, day("2026-05-01"))], "prospect")]
#[case::both_sides(vec![sale(), bought("2026-06-30")], "customer;supplier")]
#[case::only_sold_to_us(vec![listed(ALFA, None, None, day("2026-05-01")), bought("2026-06-30")], "prospect;supplier")]
#[case::bought_later(vec![sale(), bought("2026-07-01")], "customer")]
#[case::a_purchase_cancelled(vec![sale(), bought("2026-06-30"), cancellation(key(55, 9), "2026-06-30")], "customer")]
#[tokio::test]
async fn what_a_customer_is_to_the_company(#[case] documents: Vec<Document>, #[case] roles: &str) {
    assert_eq!(alfa(documents).await["roles"], roles);
}

fn bought(on: &str) -> Document {
    note(9).to(ALFA_BRANCH).side(Side::Purchase).on(on).line(Purchase, "X", 100).document()
}

fn completeness(row: &Row) -> (&Value, &Value) {
    (&row["registration_completeness"], &row["registration_missing"])
}

#[tokio::test]
async fn ten_fields_count_alike_and_what_people_say_is_known() {
    let said = note(1).to(ALFA).on("2026-03-02").sale("P1", 900).saying("Alfa", "Santos", "SP");
    let base = Base::of(vec![said.reachable("Rua A", "", "a@b.com", "").document()]).await;
    let row = base.row(Level::Root, ALFA_ROOT, AS_OF).await;
    // Tax id, name, street, city, UF and e-mail.
    assert_eq!(completeness(&row), (&json!(0.6), &json!("cep;phone;contact;owner")));
    let edit = async |customer: &str, field: &str, value: Option<&str>| {
        base.workspace.edit(&customer.parse().unwrap(), field, value, &Author::command_line(NOW)).await.unwrap();
    };
    edit(ALFA_ROOT, "cep", Some("01310100")).await;
    edit(ALFA, "owner", Some("Rita")).await;
    // Of an establishment that does not give the company its name.
    edit(ALFA_BRANCH, "phone", Some("+551140028922")).await;
    let row = base.row(Level::Root, ALFA_ROOT, AS_OF).await;
    assert_eq!(completeness(&row), (&json!(0.8), &json!("phone;contact")));
    edit(ALFA_ROOT, "cep", None).await;
    let row = base.row(Level::Root, ALFA_ROOT, AS_OF).await;
    assert_eq!(completeness(&row), (&json!(0.7), &json!("cep;phone;contact")));
}

#[tokio::test]
async fn a_list_and_a_past_date_say_what_is_known() {
    let base = Base::of(vec![
        note(1).to(ALFA).on("2026-03-02").sale("P1", 900).document(),
        note(2).to(ALFA).on("2026-05-02").sale("P1", 900).reachable("", "01310100", "", "").document(),
        listed(ALFA, Some("Rita"), Some("+551140028922"), day("2026-06-01")),
        note(3).to("nfe:ACME").on("2026-03-02").sale("P1", 1).document(),
    ])
    .await;
    let known =
        async |customer: &str, on: &str| base.row(Level::Root, customer, on).await["registration_missing"].clone();
    assert_eq!(known(ALFA_ROOT, AS_OF).await, "name;street;city;uf;emails;contact");
    assert_eq!(known(ALFA_ROOT, "2026-04-01").await, "name;street;cep;city;uf;emails;contact");
    let nothing = "tax_id;name;street;cep;city;uf;emails;phone;contact;owner";
    assert_eq!(known("nfe:ACME", AS_OF).await, nothing);
}
