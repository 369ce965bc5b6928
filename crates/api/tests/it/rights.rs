//! What each role may do, operation by operation: the whole contract in one table, written by hand.

use std::collections::BTreeSet;

use rstest::rstest;
use serde_json::json;
use store::{Access, NewToken, Role};

use crate::client::{Ask, Person};
use crate::desk::{by_hand, hash};
use crate::operations::{Stage, is_unsafe, operations};

/// Each operation with the status that an administrator, a manager, a seller, a credit analyst, whoever only
/// looks and nobody get for a request that fits. The seller asks about an own customer.
const TABLE: &str = "
                                                        admin manag seller credit query nobody
    GET    /attachments/{id}                              200   200   200   200   200   401
    DELETE /attachments/{id}                              204   204   204   204   403   401
    GET    /audit                                         200   403   403   403   403   401
    GET    /audit/actions                                 200   403   403   403   403   401
    GET    /audit/verification                            200   403   403   403   403   401
    GET    /changes                                       200   200   403   403   403   401
    POST   /changes [owner]                               200   200   403   403   403   401
    POST   /changes [tags]                                200   200   200   200   403   401
    POST   /changes/{change}/undo [own, tags]             200   200   200   200   404   401
    POST   /changes/{change}/undo [another's]             200   200   404   404   404   401
    GET    /concentration                                 200   200   403   200   200   401
    PATCH  /contacts/{id}                                 200   200   200   200   403   401
    DELETE /contacts/{id}                                 204   204   204   204   403   401
    GET    /customers                                     200   200   200   200   200   401
    GET    /customers/months                              200   200   200   200   200   401
    GET    /customers/{customer}                          200   200   200   200   200   401
    PATCH  /customers/{customer}                          200   200   200   200   403   401
    GET    /customers/{customer}/attachments              200   200   200   200   200   401
    POST   /customers/{customer}/attachments              201   201   201   201   403   401
    GET    /customers/{customer}/changes                  200   200   200   200   200   401
    GET    /customers/{customer}/contacts                 200   200   200   200   200   401
    POST   /customers/{customer}/contacts                 201   201   201   201   403   401
    GET    /customers/{customer}/explain/{metric}         200   200   200   200   200   401
    GET    /customers/{customer}/notes                    200   200   200   200   200   401
    POST   /customers/{customer}/notes                    201   201   201   201   403   401
    GET    /customers/{customer}/owners                   200   200   200   200   200   401
    GET    /customers/{customer}/purchases                200   200   200   200   200   401
    GET    /customers/{customer}/timeline                 200   200   200   200   200   401
    GET    /customers/{customer}/titles                   200   200   200   200   200   401
    GET    /events                                        200   200   200   200   200   401
    GET    /export                                        200   200   200   200   403   401
    GET    /goals                                         200   200   200   200   200   401
    PUT    /goals/{month}/{seller}                        204   204   403   403   403   401
    GET    /health                                        200   200   200   200   200   200
    GET    /imports                                       200   200   403   200   403   401
    GET    /imports/gaps                                  200   200   403   200   403   401
    GET    /imports/{import}                              200   200   403   200   403   401
    GET    /imports/{import}/ignored                      200   200   403   200   403   401
    GET    /imports/{import}/rejects                      200   200   403   200   403   401
    GET    /imports/{import}/warnings                     200   200   403   200   403   401
    POST   /imports/{import}/undo                         200   200   403   403   403   401
    GET    /jobs                                          200   200   403   200   403   401
    GET    /jobs/{id}                                     200   200   403   200   403   401
    GET    /metrics                                       200   200   200   200   200   401
    GET    /metrics/{name}                                200   200   200   200   200   401
    PATCH  /notes/{id} [own]                              200   200   200   200   403   401
    PATCH  /notes/{id} [another's]                        200   403   403   403   403   401
    DELETE /notes/{id} [own]                              204   204   204   204   403   401
    DELETE /notes/{id} [another's]                        204   403   403   403   403   401
    GET    /overview/moves                                200   200   200   200   200   401
    GET    /overview                                      200   200   200   200   200   401
    GET    /owners                                        200   200   200   200   200   401
    GET    /positivacao                                   200   200   200   200   200   401
    GET    /search                                        200   200   200   200   200   401
    GET    /segments                                      200   200   200   200   200   401
    POST   /segments/check                                200   200   200   200   200   401
    GET    /segments/{name}                               200   200   200   200   200   401
    PUT    /segments/{name}                               200   200   403   200   403   401
    DELETE /segments/{name}                               204   204   403   204   403   401
    GET    /segments/{name}/moves                         200   200   200   200   200   401
    GET    /session                                       200   200   200   200   200   401
    POST   /session                                       200   200   200   200   200   200
    DELETE /session                                       204   204   204   204   204   401
    GET    /session/invitation                            200   200   200   200   200   200
    POST   /session/invitation                            200   200   200   200   200   200
    GET    /session/list                                  200   200   200   200   200   401
    DELETE /session/list/{id}                             204   204   204   204   204   401
    GET    /session/methods                               200   200   200   200   200   200
    GET    /session/oidc                                  404   404   404   404   404   404
    GET    /session/oidc/callback                         303   303   303   303   303   303
    PUT    /session/password                              204   204   204   204   204   401
    POST   /session/totp                                  200   200   200   200   200   401
    PUT    /session/totp                                  200   200   200   200   200   401
    DELETE /session/totp                                  204   204   204   204   204   401
    GET    /settings                                      200   200   403   200   403   401
    PUT    /settings                                      200   200   403   403   403   401
    POST   /settings/effect                               200   200   403   200   403   401
    GET    /tags                                          200   200   200   200   200   401
    GET    /tokens                                        200   200   200   200   200   401
    POST   /tokens                                        201   201   201   201   201   401
    DELETE /tokens/{id}                                   204   204   204   204   204   401
    GET    /totals                                        200   200   200   200   200   401
    POST   /transfers/simulation                          200   200   403   403   403   401
    POST   /uploads                                       201   201   403   403   403   401
    GET    /uploads/{upload}                              200   200   403   403   403   401
    DELETE /uploads/{upload}                              204   204   403   403   403   401
    PUT    /uploads/{upload}/parts                        204   204   403   403   403   401
    POST   /uploads/{upload}/rehearsal                    202   202   403   403   403   401
    POST   /uploads/{upload}/import                       202   202   403   403   403   401
    GET    /users                                         200   200   403   403   403   401
    POST   /users                                         201   403   403   403   403   401
    GET    /users/{id}                                    200   200   403   403   403   401
    PATCH  /users/{id}                                    200   403   403   403   403   401
    DELETE /users/{id}                                    204   403   403   403   403   401
    POST   /users/{id}/invitation                         200   403   403   403   403   401
    DELETE /users/{id}/sessions                           204   403   403   403   403   401
    DELETE /users/{id}/totp                               204   403   403   403   403   401
";

/// The rows of the table: an operation and its statuses.
pub fn table() -> Vec<(String, [u16; 6])> {
    TABLE.lines().skip(2).filter(|line| !line.trim().is_empty()).map(row).collect()
}

fn row(line: &str) -> (String, [u16; 6]) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (operation, statuses) = words.split_at(words.len() - 6);
    let statuses = statuses.iter().map(|status| status.parse().expect("a status")).collect::<Vec<u16>>();
    (operation.join(" "), statuses.try_into().expect("six statuses"))
}

/// An operation without the way it is used in.
fn bare(operation: &str) -> &str {
    operation.split_once(" [").map_or(operation, |(bare, _)| bare)
}

#[test]
fn the_table_has_every_operation_of_the_contract_and_no_other() {
    let written: BTreeSet<String> = table().iter().map(|(operation, _)| bare(operation).to_owned()).collect();
    let operations = operations();
    let missing: Vec<_> = operations.difference(&written).collect();
    let beyond: Vec<_> = written.difference(&operations).collect();
    assert!(missing.is_empty() && beyond.is_empty(), "the table lacks {missing:?}, and has {beyond:?} in excess");
}

#[rstest]
#[case::an_administrator(0, Some(Role::Administrator))]
#[case::a_manager(1, Some(Role::Manager))]
#[case::a_seller(2, Some(Role::Seller))]
#[case::a_credit_analyst(3, Some(Role::Credit))]
#[case::whoever_only_looks(4, Some(Role::Query))]
#[case::nobody(5, None)]
#[tokio::test]
async fn may_do_what_the_table_says(#[case] column: usize, #[case] role: Option<Role>) {
    let stage = Stage::set().await;
    let mut wrong = Vec::new();
    for (operation, statuses) in table() {
        let who = match role {
            Some(role) => Some(stage.someone(role).await),
            None => None,
        };
        let ask = stage.fitting(&operation, who.as_ref()).await;
        let ask = match &who {
            Some(person) => ask.by(person),
            None => ask,
        };
        let answer = stage.desk.send(ask).await;
        if answer.status != statuses[column] {
            wrong.push(format!("{operation}: {} and not {}: {}", answer.status, statuses[column], answer.text()));
        }
        // What goes on beside is over before the next question.
        if answer.status == 202 {
            stage.desk.ended(&stage.people.administrator, &answer.json()).await;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What changes something, and nobody may do without being signed in.
fn guarded_writes() -> Vec<String> {
    let rows = table().into_iter().filter(|(operation, statuses)| is_unsafe(operation) && statuses[5] == 401);
    let bare: BTreeSet<String> = rows.map(|(operation, _)| bare(&operation).to_owned()).collect();
    bare.into_iter().collect()
}

#[tokio::test]
async fn nothing_is_changed_by_a_cookie_alone_nor_by_a_token_that_only_reads() {
    let stage = Stage::set().await;
    let administrator = &stage.people.administrator;
    let token = read_token(&stage, administrator).await;
    for operation in guarded_writes() {
        let (method, path) = operation.split_once(' ').expect("a method and a path");
        // The door is before whatever stands behind it.
        let ask = || Ask::of(method, &path.replace(['{', '}'], "")).json(json!({}));
        let cookie_only = stage.desk.send(ask().with_cookie_of(administrator)).await;
        assert_eq!(cookie_only.problem(), (403, "foreign_request".to_owned()), "{operation}");
        let reading = stage.desk.send(ask().by_token(&token)).await;
        assert_eq!(reading.problem(), (403, "not_allowed".to_owned()), "{operation}");
    }
}

async fn read_token(stage: &Stage, person: &Person) -> String {
    let token = "crt_de-leitura".to_owned();
    let new = NewToken {
        user: person.user.id,
        name: "leitura".to_owned(),
        hash: hash(&token),
        access: Access::Read,
        expires_on: api::clock::today(),
    };
    stage.desk.workspace().add_token(new, &by_hand()).await.expect("a token can be made");
    token
}
