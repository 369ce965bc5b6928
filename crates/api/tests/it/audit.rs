//! What is changed or taken away leaves an entry, in a chain that shows where it was tampered with.

use std::collections::BTreeSet;

use rstest::rstest;
use serde_json::{Value, json};
use store::AuditFilter;

use crate::client::{Person, get, text, with_query};
use crate::desk::{AS_OF, Desk};
use crate::operations::{Stage, is_unsafe};
use crate::rights::table;

/// What is in the log once an administrator has done something, by its codes: `-` where nothing was changed.
const TABLE: &str = "
    DELETE /attachments/{id}                        attachment_removed
    POST   /changes [owner]                         customers_changed
    POST   /changes [tags]                          customers_changed
    POST   /changes/{change}/undo [own, tags]       change_undone
    POST   /changes/{change}/undo [another's]       change_undone
    PATCH  /contacts/{id}                           contact_changed
    DELETE /contacts/{id}                           contact_removed
    PATCH  /customers/{customer}                    customer_edited
    POST   /customers/{customer}/attachments        attachment_added
    POST   /customers/{customer}/contacts           contact_added
    POST   /customers/{customer}/notes              note_added
    PUT    /goals/{month}/{seller}                  goal_set
    POST   /imports/{import}/undo                   import_undone
    PATCH  /notes/{id} [own]                        note_changed
    PATCH  /notes/{id} [another's]                  note_changed
    DELETE /notes/{id} [own]                        note_removed
    DELETE /notes/{id} [another's]                  note_removed
    POST   /segments/check                          -
    PUT    /segments/{name}                         segment_saved
    DELETE /segments/{name}                         segment_removed
    POST   /session                                 signed_in
    DELETE /session                                 signed_out
    POST   /session/invitation                      invitation_used signed_in
    DELETE /session/list/{id}                       signed_out
    PUT    /session/password                        password_set
    POST   /session/totp                            totp_begun
    PUT    /session/totp                            totp_confirmed
    DELETE /session/totp                            totp_removed
    PUT    /settings                                settings_saved
    POST   /settings/effect                         -
    POST   /tokens                                  token_made
    DELETE /tokens/{id}                             token_revoked
    POST   /transfers/simulation                    -
    POST   /uploads                                 -
    DELETE /uploads/{upload}                        -
    PUT    /uploads/{upload}/parts                  -
    POST   /uploads/{upload}/rehearsal              -
    POST   /uploads/{upload}/import                 imported
    POST   /users                                   user_added invitation_made
    PATCH  /users/{id}                              user_changed
    DELETE /users/{id}                              user_removed
    POST   /users/{id}/invitation                   invitation_made
    DELETE /users/{id}/sessions                     -
    DELETE /users/{id}/totp                         totp_removed
";

fn rows() -> Vec<(String, Vec<&'static str>)> {
    let row = |line: &'static str| {
        let (operation, actions) = line.trim().rsplit_once("  ").expect("two columns");
        let operation = operation.split_whitespace().collect::<Vec<_>>().join(" ");
        (operation, actions.split_whitespace().filter(|action| *action != "-").collect())
    };
    TABLE.lines().filter(|line| !line.trim().is_empty()).map(row).collect()
}

#[test]
fn whatever_may_change_something_is_in_the_table() {
    let written: BTreeSet<String> = rows().into_iter().map(|(operation, _)| operation).collect();
    let unsafe_ones = table().into_iter().map(|(operation, _)| operation).filter(|operation| is_unsafe(operation));
    assert_eq!(written, unsafe_ones.collect());
}

/// The actions of the entries after a number, the oldest first, and the last number.
async fn after(desk: &Desk, number: i64) -> (Vec<String>, i64) {
    let entries = desk.workspace().audit_entries(AuditFilter::default(), None, 50).await.expect("a log");
    let last = entries.first().map_or(0, |entry| entry.number);
    let new = entries.into_iter().filter(|entry| entry.number > number).map(|entry| entry.action);
    let mut new: Vec<String> = new.collect();
    new.reverse();
    (new, last)
}

#[tokio::test]
async fn every_change_leaves_its_entry_and_the_chain_is_whole() {
    let stage = Stage::set().await;
    let (desk, administrator) = (&stage.desk, &stage.people.administrator);
    for (operation, actions) in rows() {
        let who = stage.someone(store::Role::Administrator).await;
        let ask = stage.fitting(&operation, Some(&who)).await;
        let (_, before) = after(desk, 0).await;
        let answer = desk.send(ask.by(&who)).await;
        assert!(answer.status < 300, "{operation}: {}", answer.text());
        if answer.status == 202 {
            desk.ended(administrator, &answer.json()).await;
        }
        let (new, _) = after(desk, before).await;
        assert_eq!(new, actions, "{operation}");
    }
    let checked = desk.read(administrator, "/audit/verification").await.expect(200).json();
    assert_eq!(checked["whole"], true);
    assert_eq!(checked["broken_at"], Value::Null);
    assert_eq!(checked["entries"], after(desk, 0).await.1);
}

#[tokio::test]
async fn an_entry_says_who_did_what_to_what() {
    let (desk, people) = Desk::staffed().await;
    let ask = crate::client::post("/customers/44555666/notes", json!({ "text": "segredo" })).by(&people.ana);
    desk.send(ask).await.expect(201);
    let path = format!("/audit?user={}&action=note_added", people.ana.user.id);
    let entries = desk.read(&people.administrator, &path).await.expect(200).items();
    assert_eq!(entries.len(), 1);
    assert_eq!((&entries[0]["by"], &entries[0]["subject"]), (&json!("Pessoa ana"), &json!("44555666")));
    assert_eq!(entries[0]["label"], "anotação escrita");
    assert!(!entries[0].to_string().contains("segredo"), "what was written is not for the log");
    let unknown = desk.read(&people.administrator, "/audit?action=nada").await;
    assert_eq!(unknown.problem(), (422, "invalid".to_owned()));
}

#[rstest]
#[case("csv")]
#[case("xlsx")]
#[case("parquet")]
#[tokio::test]
async fn a_list_taken_away_is_on_record(#[case] format: &str) {
    let (desk, people) = Desk::staffed().await;
    let query = [("format", format), ("as_of", AS_OF), ("where", "uf = 'SP'"), ("columns", "name,tax_id")];
    let file = desk.read(&people.ana, &with_query("/export", &query)).await.expect(200);
    assert!(file.header("content-disposition").starts_with("attachment; "), "{:?}", file.headers);
    let path = "/audit?action=exported";
    let entries = desk.read(&people.administrator, path).await.expect(200).items();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0]["by"], "Pessoa ana");
    let detail = &entries[0]["detail"];
    // ALFA and MARIA.
    assert_eq!(
        (&detail["format"], &detail["customers"], &detail["where"]),
        (&json!(format), &json!(2), &json!("uf = 'SP'"))
    );
    // Whoever may not take it away leaves nothing.
    desk.read(&people.query, &with_query("/export", &query)).await.expect(403);
    assert_eq!(desk.read(&people.administrator, path).await.expect(200).items().len(), 1);
}

#[rstest]
#[case::an_entry_changed("UPDATE audit SET made_by = 'Outra Pessoa' WHERE number = 2", 2)]
#[case::an_entry_taken_out("DELETE FROM audit WHERE number = 3", 3)]
#[tokio::test]
async fn a_log_that_was_tampered_with_shows_where(#[case] sql: &str, #[case] place: i64) {
    let (desk, people) = Desk::staffed().await;
    desk.home.run_sql(sql).await;
    let checked = desk.read(&people.administrator, "/audit/verification").await.expect(200).json();
    assert_eq!((&checked["whole"], &checked["broken_at"]), (&json!(false), &json!(place)));
}

/// Pages of a log that grows while it is read.
#[tokio::test]
async fn the_log_is_read_page_by_page() {
    let (desk, people) = Desk::staffed().await;
    let numbers = async |person: &Person| {
        let mut numbers = Vec::new();
        let mut after = String::new();
        loop {
            let page = desk.send(get(&format!("/audit?limit=3{after}")).by(person)).await.expect(200).json();
            numbers.extend(page["items"].as_array().unwrap().iter().map(|entry| entry["number"].as_i64().unwrap()));
            match &page["next"] {
                Value::Null => return numbers,
                next => after = format!("&after={}", text(next)),
            }
        }
    };
    let found = numbers(&people.administrator).await;
    let last = found[0];
    assert_eq!(found, (1..=last).rev().collect::<Vec<_>>());
    assert!(last >= 10, "five users and their sessions");
}
