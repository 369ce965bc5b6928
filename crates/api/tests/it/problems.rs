//! What goes wrong is said in one form, with a code that programs know and words that people understand.

use api::Code;
use rstest::rstest;
use serde_json::{Value, json};

use crate::client::{Answer, Ask, BASE, get, patch, post, with_query};
use crate::desk::Desk;

/// The problem of a code, in the form all have.
#[track_caller]
fn assert_problem(answer: &Answer, code: Code) {
    assert_eq!(answer.status, code.status().as_u16(), "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let body = answer.json();
    assert_eq!(body["type"], format!("/manual/api#{}", code.as_str()));
    assert_eq!(body["code"], code.as_str());
    assert_eq!(body["title"], code.title());
    assert_eq!(body["status"], answer.status);
    let detail = body["detail"].as_str().expect("a detail");
    assert!(detail.len() > 10 && !detail.contains("Error") && !detail.contains("missing field"), "{detail}");
}

fn raw(method: &str, path: &str, media_type: &str, body: &[u8]) -> Ask {
    Ask::of(method, path).header("content-type", media_type).bytes(body.to_vec())
}

const NOTES: &str = "/customers/44555666/notes";

#[rstest]
#[case::an_address_of_nothing(get("/nada"), Code::NotFound)]
#[case::an_address_of_nothing_below(get("/customers/44555666/nada"), Code::NotFound)]
#[case::an_address_outside(Ask::at("GET", "/api/v2/customers"), Code::NotFound)]
#[case::a_write_to_nothing(post("/nada", json!({})), Code::NotFound)]
#[case::a_number_that_is_none(get("/attachments/sete"), Code::NotFound)]
#[case::a_number_of_nothing(get("/attachments/999"), Code::NotFound)]
#[case::letters_that_are_none(get("/customers/%FF%FE"), Code::NotFound)]
#[case::no_such_customer(get("/customers/88999000"), Code::NotFound)]
#[case::no_customer_at_all(get("/customers/x"), Code::NotFound)]
#[case::no_such_segment(get("/segments/nada"), Code::NotFound)]
#[case::a_list_of_no_such_segment(get("/customers?segment=nada"), Code::NotFound)]
#[case::no_such_metric(get("/metrics/nada"), Code::NotFound)]
#[case::no_such_import(get("/imports/99"), Code::NotFound)]
#[case::no_such_job(get("/jobs/99"), Code::NotFound)]
#[case::no_such_user(get("/users/99"), Code::NotFound)]
#[case::no_such_change(post("/changes/99/undo", json!({})), Code::NotFound)]
#[case::another_method(Ask::of("PUT", "/customers"), Code::MethodNotAllowed)]
#[case::another_method_still(Ask::of("DELETE", "/session/methods"), Code::MethodNotAllowed)]
#[case::no_json(raw("POST", NOTES, "application/json", b"{\"text\": "), Code::BadRequest)]
#[case::nothing_at_all(raw("POST", NOTES, "application/json", b""), Code::BadRequest)]
#[case::letters_in_json_that_are_none(
    raw("POST", NOTES, "application/json", b"{\"text\": \"\xff\"}"),
    Code::BadRequest
)]
#[case::another_media_type(raw("POST", NOTES, "text/plain", b"oi"), Code::UnsupportedMediaType)]
#[case::no_media_type(Ask::of("POST", NOTES).bytes(b"{\"text\":\"oi\"}".to_vec()), Code::UnsupportedMediaType)]
#[case::another_type(post(NOTES, json!({ "text": 7 })), Code::Invalid)]
#[case::nothing_where_something_must_be(post(NOTES, json!({})), Code::Invalid)]
#[case::a_field_nobody_knows(post(NOTES, json!({ "text": "oi", "texto": "oi" })), Code::Invalid)]
#[case::a_list_for_an_object(post(NOTES, json!(["oi"])), Code::Invalid)]
#[case::an_empty_text(post(NOTES, json!({ "text": "  " })), Code::Invalid)]
#[case::a_long_text(post(NOTES, json!({ "text": "x".repeat(10_001) })), Code::Invalid)]
#[case::a_field_that_does_not_change(patch("/customers/44555666", json!({ "fields": { "owner": "BIA" } })), Code::Invalid)]
#[case::a_field_there_is_none(patch("/customers/44555666", json!({ "fields": { "nada": "x" } })), Code::Invalid)]
#[case::a_value_that_does_not_fit(patch("/customers/44555666", json!({ "fields": { "uf": "XX" } })), Code::Invalid)]
#[case::a_body_without_end(post(NOTES, json!({ "text": "x".repeat(1 << 20) })), Code::TooLarge)]
#[case::a_date_that_is_none(get("/customers?as_of=30/11/2026"), Code::BadRequest)]
#[case::a_day_that_is_none(get("/customers?as_of=2026-02-30"), Code::BadRequest)]
#[case::no_such_level(get("/customers?level=filial"), Code::BadRequest)]
#[case::a_limit_that_is_none(get("/customers?limit=muitos"), Code::BadRequest)]
#[case::a_limit_of_nothing(get("/customers?limit=0"), Code::BadRequest)]
#[case::a_limit_beyond_all(get("/customers?limit=100000"), Code::BadRequest)]
#[case::a_search_without_question(get("/search"), Code::BadRequest)]
#[case::a_search_of_too_many(get("/search?q=a&limit=1000"), Code::BadRequest)]
#[case::no_cursor(get("/customers?after=nada"), Code::BadCursor)]
#[case::a_cursor_of_another_list(get("/changes?after=nada"), Code::BadCursor)]
#[case::a_negative_cursor(get("/audit?after=-1"), Code::BadCursor)]
#[case::a_column_there_is_none(get("/customers?columns=nada"), Code::Invalid)]
#[case::an_order_there_is_none(get("/customers?sort=nada"), Code::Invalid)]
#[case::a_column_twice(get("/customers?columns=name,name"), Code::Invalid)]
#[case::shares_by_no_text(get("/concentration?by=revenue_12m_cents"), Code::Invalid)]
#[case::shares_of_no_amount(get("/concentration?weight=name"), Code::Invalid)]
#[case::a_month_that_is_none(get("/goals?month=novembro"), Code::Invalid)]
#[case::a_month_to_come(get("/positivacao?month=2999-01"), Code::Invalid)]
#[case::a_negative_goal(Ask::of("PUT", "/goals/2026-06/ANA").json(json!({ "revenue_cents": -1 })), Code::Invalid)]
#[case::dates_the_wrong_way_round(get("/segments/sem%20compra/moves?from=2026-06-30&to=2026-01-01"), Code::Invalid)]
#[case::no_such_role(post("/users", json!({ "login": "x", "name": "X", "role": "dono" })), Code::Invalid)]
#[case::a_scope_by_what_tells_nothing(post("/users", json!({ "login": "x", "name": "X", "role": "query", "scope": "revenue_12m_cents > 0" })), Code::BadPredicate)]
#[case::a_change_of_nobody(post("/changes", json!({ "what": "owner", "value": "ANA" })), Code::Invalid)]
#[case::a_change_of_nothing(post("/changes", json!({ "what": "add_tags", "customers": ["44555666"] })), Code::Invalid)]
#[case::a_change_in_the_past(post("/changes", json!({ "what": "owner", "value": "ANA", "customers": ["44555666"], "on": "2020-01-01" })), Code::Invalid)]
#[tokio::test]
async fn each_mistake_has_its_code(#[case] ask: Ask, #[case] code: Code) {
    let (desk, people) = Desk::staffed().await;
    assert_problem(&desk.send(ask.by(&people.administrator)).await, code);
}

/// A predicate says where it is wrong, wherever it is written.
#[rstest]
#[case(get(&with_query("/customers", &[("where", "uf = ")])))]
#[case(get(&with_query("/totals", &[("where", "uf = ")])))]
#[case(get(&with_query("/export", &[("where", "uf = ")])))]
#[case(post("/segments/check", json!({ "predicate": "uf = " })))]
#[case(Ask::of("PUT", "/segments/errada").json(json!({ "predicate": "uf = " })))]
#[case(post("/changes", json!({ "what": "add_tags", "value": "x", "where": "uf = " })))]
#[case(post("/transfers/simulation", json!({ "to": "BIA", "where": "uf = " })))]
#[tokio::test]
async fn a_predicate_that_cannot_be_read_is_a_problem_of_its_own(#[case] ask: Ask) {
    let (desk, people) = Desk::staffed().await;
    let answer = desk.send(ask.by(&people.administrator)).await;
    assert_problem(&answer, Code::BadPredicate);
    assert!(answer.json()["errors"][0]["detail"].is_string(), "{}", answer.text());
}

#[tokio::test]
async fn a_predicate_says_the_line_and_column_of_its_mistake() {
    let (desk, people) = Desk::staffed().await;
    let check = post("/segments/check", json!({ "predicate": "uf = 'SP'\n AND cidade = 'Santos'" }));
    let answer = desk.send(check.by(&people.manager)).await;
    assert_problem(&answer, Code::BadPredicate);
    let place = &answer.json()["errors"][0];
    assert_eq!((&place["line"], &place["column"]), (&json!(2), &json!(6)), "{place}");
}

#[rstest]
#[case(get("/customers"))]
#[case(post(NOTES, json!({ "text": "oi" })))]
#[case(get("/customers").by_token("crt_nada"))]
#[case(get("/customers").header("cookie", "carteira_session=nada"))]
#[tokio::test]
async fn nobody_is_told_to_sign_in(#[case] ask: Ask) {
    let desk = Desk::open().await;
    assert_problem(&desk.send(ask).await, Code::NotSignedIn);
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_when_to_ask_again() {
    let (desk, people) = Desk::staffed().await;
    let mut answers = Vec::new();
    for _ in 0..1500 {
        let answer = desk.read(&people.ana, "/health").await;
        if answer.status != 200 {
            answers.push(answer);
            break;
        }
    }
    let answer = answers.pop().expect("there is a limit");
    assert_problem(&answer, Code::TooManyRequests);
    assert!(answer.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));
    desk.read(&people.credit, "/health").await.expect(200);
}

/// What else a cookie says makes nobody another, nor does a session that does not exist.
#[tokio::test]
async fn nobody_asks_more_often_by_calling_themselves_many() {
    let (desk, people) = Desk::staffed().await;
    let disguised = async |cookie: &dyn Fn(u32) -> String| {
        for number in 0..1500 {
            if desk.send(get("/health").header("cookie", &cookie(number))).await.status == 429 {
                return true;
            }
        }
        false
    };
    assert!(disguised(&|number| format!("{}; x={number}", people.ana.cookie())).await);
    assert!(disguised(&|number| format!("carteira_session=nada{number}")).await);
    desk.read(&people.credit, "/health").await.expect(200);
}

fn manual() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/manual/api.md");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_manual_explains_every_code() {
    let manual = manual();
    for code in Code::ALL {
        let heading = format!("### {} (`{}`)\n\n{}. ", code.title(), code.as_str(), code.status().as_u16());
        assert!(manual.contains(&heading), "docs/manual/api.md lacks: {heading}");
    }
    let explained = manual.lines().filter(|line| line.starts_with("### ")).count();
    assert_eq!(explained, Code::ALL.len(), "docs/manual/api.md explains a code that does not exist");
}

/// Where a problem's `type` leads, there it is explained.
#[tokio::test]
async fn a_problem_s_type_leads_to_its_explanation() {
    let desk = Desk::with(Vec::new(), api::Options::default()).await;
    let page = desk.send(Ask::at("GET", "/manual/api")).await.expect(200).text();
    for code in Code::ALL {
        assert!(page.contains(&format!("id=\"{}\"", code.as_str())), "/manual/api has no place {}", code.as_str());
    }
}

/// Titles are for people: in Portuguese, whole words, each of its own.
#[test]
fn titles_are_told_apart_and_are_words() {
    let titles: std::collections::BTreeSet<&str> = Code::ALL.iter().map(|code| code.title()).collect();
    assert_eq!(titles.len(), Code::ALL.len());
    for title in titles {
        assert!(title.chars().next().is_some_and(char::is_uppercase) && !title.contains('_'), "{title}");
    }
}

/// The server's own contract tells of every code by one schema.
#[tokio::test]
async fn the_contract_is_served_as_it_is_written() {
    let desk = Desk::with(Vec::new(), api::Options::default()).await;
    let served = desk.send(Ask::at("GET", &format!("{BASE}/openapi.json"))).await.expect(200).json();
    assert_eq!(served, crate::operations::contract());
    let problem: Value = served["components"]["schemas"]["Problem"].clone();
    assert!(problem["properties"]["code"].is_object(), "{problem}");
}
