//! Writes that are sent again: under the same key each is done once.

use std::time::Duration;

use serde_json::json;
use tower::ServiceExt;

use crate::client::{Ask, Person, post, put};
use crate::desk::{ALFA_ROOT, Desk};

fn note(text: &str) -> Ask {
    post(&format!("/customers/{ALFA_ROOT}/notes"), json!({ "text": text }))
}

async fn notes(desk: &Desk, person: &Person) -> usize {
    desk.read(person, &format!("/customers/{ALFA_ROOT}/notes")).await.expect(200).items().len()
}

#[tokio::test]
async fn a_note_sent_twice_is_written_once() {
    let (desk, people) = Desk::staffed().await;
    let first = desk.send(note("ligar").key("um").by(&people.ana)).await.expect(201);
    let again = desk.send(note("ligar").key("um").by(&people.ana)).await.expect(201);
    assert_eq!(again.body, first.body);
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_eq!((first.header("idempotent-replay"), again.header("idempotent-replay")), ("".into(), "true".into()));
    assert_eq!(notes(&desk, &people.ana).await, 1);
    desk.send(note("ligar").key("outra").by(&people.ana)).await.expect(201);
    assert_eq!(notes(&desk, &people.ana).await, 2);
}

#[tokio::test]
async fn a_key_is_of_one_request_and_of_one_person() {
    let (desk, people) = Desk::staffed().await;
    desk.send(note("ligar").key("um").by(&people.ana)).await.expect(201);
    let other = desk.send(note("não ligar").key("um").by(&people.ana)).await;
    assert_eq!(other.problem(), (409, "key_reused".to_owned()));
    let elsewhere = post("/customers/55666777/notes", json!({ "text": "ligar" })).key("um").by(&people.ana);
    assert_eq!(desk.send(elsewhere).await.problem(), (409, "key_reused".to_owned()));
    let someone_else = desk.send(note("ligar").key("um").by(&people.credit)).await.expect(201);
    assert_eq!(someone_else.header("idempotent-replay"), "");
    assert_eq!(notes(&desk, &people.ana).await, 2);
}

#[tokio::test]
async fn a_refusal_is_given_again_and_a_key_opens_no_door() {
    let (desk, people) = Desk::staffed().await;
    let refused = desk.send(note("").key("um").by(&people.ana)).await.expect(422);
    assert_eq!(desk.send(note("").key("um").by(&people.ana)).await.body, refused.body);
    // An answer is kept for whoever asked, signed in as before and from our pages.
    desk.send(note("ligar").key("dois").by(&people.ana)).await.expect(201);
    desk.send(note("ligar").key("dois")).await.expect(401);
    desk.send(note("ligar").key("dois").with_cookie_of(&people.ana)).await.expect(403);
    for wrong in ["", &"x".repeat(201)] {
        desk.send(note("ligar").key(wrong).by(&people.ana)).await.expect(400);
    }
}

#[tokio::test]
async fn two_at_once_are_done_once() {
    let (desk, people) = Desk::staffed().await;
    let ask = || note("ligar").key("um").by(&people.ana);
    let (one, other) = tokio::join!(desk.send(ask()), desk.send(ask()));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    // The later one finds the answer, or that there is none yet.
    assert!(matches!(statuses, [201, 201 | 409]), "{statuses:?}");
    assert_eq!(notes(&desk, &people.ana).await, 1);
    desk.send(ask()).await.expect(201);
    assert_eq!(notes(&desk, &people.ana).await, 1);
}

/// Whoever sent it went away before the answer: that is what keys are for.
#[tokio::test]
async fn what_was_begun_is_finished_although_nobody_waits_for_it() {
    let (desk, people) = Desk::staffed().await;
    for polls in [1, 2, 3, 5, 8, 13, 21] {
        let key = format!("interrompido-{polls}");
        let ask = || note(&key).key(&key).by(&people.ana);
        let mut request = Box::pin(desk.router().oneshot(ask().request()));
        for _ in 0..polls {
            if futures::poll!(&mut request).is_ready() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        drop(request);
        let answer = loop {
            let answer = desk.send(ask()).await;
            if answer.status != 409 {
                break answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        answer.expect(201);
        let all = desk.read(&people.ana, &format!("/customers/{ALFA_ROOT}/notes?limit=1000")).await.expect(200).items();
        assert_eq!(all.iter().filter(|note| note["text"] == key.as_str()).count(), 1, "{key}");
    }
}

/// Of secrets only hashes are kept, not even for a day among answers to be given again.
#[tokio::test]
async fn an_answer_with_a_secret_is_not_kept() {
    let (desk, people) = Desk::staffed().await;
    let token = json!({ "name": "x", "access": "read", "expires_on": api::clock::today().iso() });
    let user = |login: &str| json!({ "login": login, "name": "Nova Pessoa", "role": "query" });
    let invite = format!("/users/{}/invitation", people.ana.user.id);
    let administrator = &people.administrator;
    let made = desk.send(post("/tokens", token.clone()).key("um").by(administrator)).await.expect(201);
    let again = desk.send(post("/tokens", token).key("um").by(administrator)).await.expect(201);
    assert_ne!(made.json()["token"], again.json()["token"]);
    let made = desk.send(post(&invite, json!({})).key("dois").by(administrator)).await.expect(200);
    let again = desk.send(post(&invite, json!({})).key("dois").by(administrator)).await.expect(200);
    assert_ne!(made.json()["link"], again.json()["link"]);
    desk.send(post("/users", user("nova")).key("tres").by(administrator)).await.expect(201);
    let again = desk.send(post("/users", user("nova")).key("tres").by(administrator)).await;
    assert_eq!(again.problem(), (409, "conflict".to_owned()));
}

#[tokio::test]
async fn a_goal_and_a_change_are_kept_too() {
    let (desk, people) = Desk::staffed().await;
    let manager = &people.manager;
    let goal = || put("/goals/2026-06/ANA", json!({ "revenue_cents": 100 })).key("meta").by(manager);
    desk.send(goal()).await.expect(204);
    assert_eq!(desk.send(goal()).await.expect(204).header("idempotent-replay"), "true");
    let tags = json!({ "what": "add_tags", "value": "vip", "customers": [ALFA_ROOT] });
    let change = || post("/changes", tags.clone()).key("etiqueta").by(manager);
    let first = desk.send(change()).await.expect(200).json();
    assert_eq!(desk.send(change()).await.expect(200).json(), first);
    assert_eq!(desk.read(manager, "/changes").await.expect(200).items().len(), 1);
}
