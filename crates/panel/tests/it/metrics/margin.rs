//! What is earned of customers, counted by hand.

use domain::facts::Document;
use domain::facts::ItemClass::{Bonus, Complement, PriceReduction, Return};
use panel::Level;
use rstest::rstest;
use serde_json::{Value, json};
use support::{key, note, stated_product, with_cost};

use crate::base::{ALFA, ALFA_ROOT, BETA, BETA_ROOT, Base, GAMA, GAMA_ROOT, NOW};
use store::Author;

const AS_OF: &str = "2026-06-30";

async fn margin(documents: Vec<Document>) -> Value {
    let base = Base::of(documents).await;
    base.row(Level::Root, ALFA_ROOT, AS_OF).await["margin_12m_cents"].clone()
}

fn sold(number: u32, product: &str, cents: i64) -> Document {
    note(number).to(ALFA).on("2026-03-02").sale(product, cents).document()
}

#[rstest]
#[case::by_the_line(vec![with_cost("1", ALFA, "P1", 1_000, Some(600), Some(3))], json!(400))]
#[case::the_line_before_the_list(vec![with_cost("1", ALFA, "P1", 1_000, Some(600), Some(3)), stated_product("P1", Some(1))], json!(400))]
#[case::by_the_list(vec![with_cost("1", ALFA, "P1", 1_000, None, Some(3)), stated_product("P1", Some(150))], json!(550))]
#[case::of_a_note_by_the_list(vec![sold(1, "P1", 1_000), stated_product("P1", Some(150))], json!(850))]
#[case::at_a_loss(vec![sold(1, "P1", 100), stated_product("P1", Some(150))], json!(-50))]
#[case::for_nothing(vec![sold(1, "P1", 100), stated_product("P1", Some(0))], json!(100))]
#[case::one_cost_missing(vec![sold(1, "P1", 1_000), sold(2, "P2", 10), stated_product("P1", Some(150))], Value::Null)]
#[case::a_list_without_cost(vec![sold(1, "P1", 1_000), stated_product("P1", None)], Value::Null)]
#[case::no_cost_anywhere(vec![sold(1, "P1", 1_000)], Value::Null)]
#[case::no_quantity(vec![with_cost("1", ALFA, "P1", 1_000, None, None), stated_product("P1", Some(150))], Value::Null)]
#[case::the_missing_one_long_ago(vec![sold(1, "P1", 1_000), note(2).to(ALFA).on("2025-06-30").sale("P2", 10).document(), stated_product("P1", Some(150))], json!(850))]
#[case::nothing_in_12_months(vec![note(2).to(ALFA).on("2025-06-30").sale("P2", 10).document()], json!(0))]
// 2000 − 2 × 150, and one came back: − 1000 + 150.
#[case::a_return_gives_its_cost_back(vec![sold(1, "P1", 1_000), sold(2, "P1", 1_000), note(3).to(ALFA).on("2026-03-05").line(Return, "P1", 1_000).refers_to(key(55, 2)).document(), stated_product("P1", Some(150))], json!(850))]
#[case::a_return_without_cost(vec![sold(1, "P1", 1_000), note(3).to(ALFA).on("2026-03-05").line(Return, "P2", 10).document(), stated_product("P1", Some(150))], Value::Null)]
#[case::prices_cost_nothing(vec![sold(1, "P1", 1_000), note(2).to(ALFA).on("2026-03-05").line(Complement, "P7", 20).document(), note(3).to(ALFA).on("2026-03-06").line(PriceReduction, "P8", 5).document(), stated_product("P1", Some(150))], json!(865))]
#[case::gifts_aside(vec![sold(1, "P1", 1_000), note(2).to(ALFA).on("2026-03-05").line(Bonus, "P9", 20).document(), stated_product("P1", Some(150))], json!(850))]
#[tokio::test]
async fn the_margin_of_12_months(#[case] documents: Vec<Document>, #[case] expected: Value) {
    assert_eq!(margin(documents).await, expected);
}

#[tokio::test]
async fn the_later_list_of_products_counts_and_undo_gives_the_earlier_back() {
    let base = Base::of(vec![sold(1, "P1", 1_000), stated_product("P1", Some(150))]).await;
    let batch = base.import(vec![stated_product("P1", Some(200))]).await;
    assert_eq!(base.row(Level::Root, ALFA_ROOT, AS_OF).await["margin_12m_cents"], json!(800));
    base.workspace.undo(batch, &Author::command_line(NOW), |_| {}).await.unwrap();
    assert_eq!(base.row(Level::Root, ALFA_ROOT, AS_OF).await["margin_12m_cents"], json!(850));
}

#[tokio::test]
async fn an_absurd_cost_is_none_and_breaks_nothing() {
    let absurd =
        vec![with_cost("1", ALFA, "P1", 1_000, None, Some(900_000_000_000)), stated_product("P1", Some(i64::MAX))];
    assert_eq!(margin(absurd).await, Value::Null);
}

/// ALFA sells most and earns nothing; of what is earned BETA brings 80 %, GAMA the rest.
#[tokio::test]
async fn the_curve_goes_by_margin() {
    let base = Base::of(vec![
        with_cost("1", ALFA, "P1", 10_000, Some(10_000), None),
        with_cost("2", BETA, "P1", 2_000, Some(1_200), None),
        with_cost("3", GAMA, "P1", 900, Some(700), None),
    ])
    .await;
    let rows = base.rows(Level::Root, AS_OF).await;
    let classes = [ALFA_ROOT, BETA_ROOT, GAMA_ROOT].map(|customer| rows[customer]["abc_margin"].clone());
    assert_eq!(classes, [Value::Null, json!("A"), json!("B")]);
    assert_eq!(rows[ALFA_ROOT]["abc"], json!("A"));
}
