//! What a customer buys, what it no longer buys, and from whom it bought last.

use domain::facts::ItemClass::{Bonus, Complement, Return};
use domain::facts::{Body, Document};
use panel::Level;
use rstest::rstest;
use serde_json::{Value, json};
use support::{NoteBuilder, key, note};

use super::days;
use crate::base::{ALFA, ALFA_ROOT, Base, Row, day};

const AS_OF: &str = "2026-06-30";

async fn row_of(documents: Vec<Document>) -> Row {
    Base::of(documents).await.row(Level::Root, ALFA_ROOT, AS_OF).await
}

async fn row(notes: Vec<NoteBuilder>) -> Row {
    row_of(notes.into_iter().map(|note| note.to(ALFA).document()).collect()).await
}

#[tokio::test]
async fn lines_and_products_are_those_of_sale_documents() {
    let row = row(vec![
        note(1).sale("P1", 100).sale("P2", 100).sale("P1", 50).line(Bonus, "P9", 10),
        note(2).sale("P3", 100),
        // It came back whole, and was sold all the same.
        note(3).line(Return, "P3", 100).refers_to(key(55, 2)),
        note(4).line(Complement, "P4", 10),
        note(5).on("2025-06-30").sale("P5", 10),
    ])
    .await;
    assert_eq!((&row["items_12m"], &row["mix_12m"]), (&json!(4), &json!(3)));
}

#[rstest]
#[case::three_quarters(vec![note(1).sale("P1", 300).sale("P2", 100)], json!(0.75))]
#[case::in_several_lines(vec![note(1).sale("P1", 300).sale("P2", 200), note(2).sale("P2", 300)], json!(0.625))]
#[case::all(vec![note(1).sale("P1", 300)], json!(1.0))]
// P1 came back: P2 sells best.
#[case::net_of_returns(vec![note(1).sale("P1", 300).sale("P2", 100), note(2).line(Return, "P1", 300)], json!(1.0))]
// P1 brought 400 of 300 in all.
#[case::more_than_all(vec![note(1).sale("P1", 400), note(2).line(Return, "P2", 100)], json!(4.0 / 3.0))]
#[case::nothing_left(vec![note(1).sale("P1", 300), note(2).line(Return, "P2", 300)], Value::Null)]
#[case::only_given(vec![note(1).line(Bonus, "P1", 300)], Value::Null)]
#[case::long_ago(vec![note(1).on("2025-06-30").sale("P1", 300)], Value::Null)]
#[tokio::test]
async fn the_share_of_the_main_product(#[case] notes: Vec<NoteBuilder>, #[case] share: Value) {
    assert_eq!(row(notes).await["main_item_share_12m"], share);
}

/// ALFA's row where each of its lines has the classification that stands for its product.
async fn classified(note: NoteBuilder) -> Row {
    let mut document = note.to(ALFA).document();
    if let Body::Note(note) = &mut document.body {
        for item in &mut note.items {
            item.ncm = item.product.split('-').next().and_then(|ncm| ncm.parse().ok());
        }
    }
    row_of(vec![document]).await
}

#[rstest]
#[case::a_chapter(note(1).sale("22021000-a", 100).sale("22030000-b", 150).sale("84713012", 200), json!("22 Bebidas e vinagres"))]
#[case::the_first_of_equals(note(1).sale("84713012", 100).sale("22021000", 100), json!("22 Bebidas e vinagres"))]
#[case::without_classification(note(1).sale("x", 900).sale("84713012", 100), json!("84 Máquinas e aparelhos mecânicos"))]
#[case::services(note(1).sale("00", 100), json!("00 Serviços"))]
#[case::a_chapter_nobody_knows(note(1).sale("77000000", 100), json!("77"))]
#[case::none(note(1).sale("x", 100), Value::Null)]
#[case::given(note(1).line(Bonus, "84713012", 100), Value::Null)]
#[tokio::test]
async fn the_main_category_is_a_chapter_of_the_ncm(#[case] note: NoteBuilder, #[case] category: Value) {
    assert_eq!(classified(note).await["main_category"], category);
}

/// How many products ALFA no longer buys, so many days after the last of its purchases of P1, which lie
/// so far apart; it goes on buying P2.
async fn stopped(settings: &str, gaps: &[i32], silent: i32) -> i64 {
    let last = day(AS_OF).plus_days(-silent);
    let first = last.plus_days(-gaps.iter().sum::<i32>());
    let bought = days(&first.iso(), gaps);
    let p1 = (1..).zip(bought).map(|(number, on)| note(number).to(ALFA).on_day(on).sale("P1", 100).document());
    let p2 = (50..)
        .zip([90, 60, 30, 0])
        .map(|(number, before)| note(number).to(ALFA).on_day(day(AS_OF).plus_days(-before)).sale("P2", 100).document());
    let base = Base::with(settings, p1.chain(p2).collect()).await;
    base.row(Level::Root, ALFA_ROOT, AS_OF).await["stopped_items"].as_i64().expect("a count")
}

#[rstest]
#[case::not_yet("", &[10, 10], 29, 0)]
#[case::three_times("", &[10, 10], 30, 1)]
// The median of 10, 20 and 40 is 20; of 10 and 21, 15.5, three times 46.5.
#[case::by_the_median("", &[10, 40, 20], 59, 0)]
#[case::by_the_median_now("", &[10, 40, 20], 60, 1)]
#[case::by_half_a_day("", &[10, 21], 46, 0)]
#[case::by_half_a_day_now("", &[10, 21], 47, 1)]
#[case::twice_is_no_habit("", &[10], 500, 0)]
// Four notes of two days.
#[case::on_two_days("", &[10, 0, 0], 500, 0)]
#[case::after_years("", &[10, 10], 3_000, 1)]
#[case::by_the_settings("[items]\nstopped_factor = 2.0", &[10, 10], 20, 1)]
#[case::by_the_days_of_the_settings("[items]\nstopped_days = 4", &[10, 10], 100, 0)]
#[tokio::test]
async fn a_product_has_stopped_by_its_own_gaps(
    #[case] settings: &str,
    #[case] gaps: &[i32],
    #[case] silent: i32,
    #[case] expected: i64,
) {
    assert_eq!(stopped(settings, gaps, silent).await, expected);
}

#[rstest]
#[case::the_newest(vec![note(1).sale("P1", 1).sold_by("Rita"), note(2).on("2026-05-02").sale("P1", 1).sold_by("Jorge")], json!("Jorge"))]
#[case::of_one_day_the_greater_key(vec![note(2).sale("P1", 1).sold_by("Jorge"), note(1).sale("P1", 1).sold_by("Rita")], json!("Jorge"))]
#[case::the_newest_says_nothing(vec![note(1).sale("P1", 1).sold_by("Rita"), note(2).on("2026-05-02").sale("P1", 1)], json!("Rita"))]
#[case::a_gift_is_no_sale(vec![note(1).sale("P1", 1).sold_by("Rita"), note(2).on("2026-05-02").line(Bonus, "P1", 1).sold_by("Jorge")], json!("Rita"))]
#[case::nobody(vec![note(1).sale("P1", 1)], Value::Null)]
#[tokio::test]
async fn the_last_seller(#[case] notes: Vec<NoteBuilder>, #[case] seller: Value) {
    assert_eq!(row(notes).await["last_seller"], seller);
}
