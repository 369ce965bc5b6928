//! Tokens, by which programs ask in someone's name.

use std::collections::BTreeSet;

use api::clock;
use serde_json::{Value, json};

use super::nothing;
use crate::client::{Ask, Person, delete, get, post, text};
use crate::desk::{ALFA_ROOT, BETA_ROOT, Desk, MARIA, PASSWORD};

async fn token(desk: &Desk, person: &Person, access: &str) -> (String, i64) {
    let body = json!({ "name": "integração", "access": access, "expires_on": clock::today().iso() });
    let made = desk.send(post("/tokens", body).by(person)).await.expect(201).json();
    let token = text(&made["token"]);
    assert!(token.starts_with("crt_") && token.len() >= 47, "256 bits at least");
    assert!(!made["item"].to_string().contains(&token));
    (token, made["item"]["id"].as_i64().expect("a number"))
}

fn write() -> Ask {
    post(&format!("/customers/{ALFA_ROOT}/notes"), json!({ "text": "do ERP" }))
}

#[tokio::test]
async fn a_token_does_what_its_user_may_and_sees_what_they_see() {
    let (desk, people) = Desk::staffed().await;
    let (token, _) = token(&desk, &people.ana, "write").await;
    let page = desk.send(get("/customers?as_of=2026-06-30").by_token(&token)).await.expect(200);
    let expected = [ALFA_ROOT, BETA_ROOT, MARIA].map(str::to_owned);
    assert_eq!(page.customers().into_iter().collect::<BTreeSet<_>>(), expected.into());
    desk.send(write().by_token(&token)).await.expect(201);
    desk.send(get("/users").by_token(&token)).await.expect(403);
    let session = desk.send(get("/session").by_token(&token)).await.expect(200).json();
    assert_eq!(session["csrf"], "");
}

#[tokio::test]
async fn a_token_that_reads_only_reads() {
    let (desk, people) = Desk::staffed().await;
    let (token, _) = token(&desk, &people.administrator, "read").await;
    desk.send(get("/audit").by_token(&token)).await.expect(200);
    assert_eq!(desk.send(write().by_token(&token)).await.problem(), (403, "not_allowed".to_owned()));
}

/// Put out by an administrator, one is so with all one made; by a new password of one's own, programs stay.
#[tokio::test]
async fn a_token_ends_with_whoever_made_it() {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    let id = people.ana.user.id;
    let (kept, _) = token(&desk, &people.ana, "write").await;
    let password = json!({ "current": PASSWORD, "new": "outra senha comprida" });
    desk.send(Ask::of("PUT", "/session/password").json(password).by(&people.ana)).await.expect(204);
    desk.send(get("/customers").by_token(&kept)).await.expect(200);
    let sessions = delete(&format!("/users/{id}/sessions"));
    desk.send(sessions.by(&people.administrator)).await.expect(204);
    desk.send(get("/customers").by_token(&kept)).await.expect(401);
    let ana = desk.signed_in(&people.ana.user).await;
    let (of_before, _) = token(&desk, &ana, "write").await;
    let invitation = Ask::of("POST", &format!("/users/{id}/invitation"));
    let link = desk.send(invitation.by(&people.administrator)).await.expect(200).json();
    let secret = text(&link["link"]).replace("/convite#", "");
    let accepted = json!({ "token": secret, "password": "ainda outra senha" });
    desk.send(post("/session/invitation", accepted)).await.expect(200);
    desk.send(get("/customers").by_token(&of_before)).await.expect(401);
}

#[tokio::test]
async fn what_wants_the_person_takes_no_token() {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.administrator.user).await;
    let (token, id) = token(&desk, &people.administrator, "write").await;
    let body = json!({ "name": "outro", "access": "write", "expires_on": clock::today().iso() });
    let password = json!({ "current": PASSWORD, "new": "outra senha comprida" });
    for ask in [
        post("/tokens", body),
        delete(&format!("/tokens/{id}")),
        delete("/session"),
        get("/session/list"),
        post("/session/totp", nothing()),
        Ask::of("PUT", "/session/password").json(password),
        Ask::of("DELETE", "/session/totp").json(json!({ "password": PASSWORD })),
    ] {
        assert_eq!(desk.send(ask.clone().by_token(&token)).await.problem(), (403, "not_allowed".to_owned()), "{ask:?}");
    }
}

#[tokio::test]
async fn a_token_ends() {
    let (desk, people) = Desk::staffed().await;
    let out = async |token: &str| desk.send(get("/session").by_token(token)).await.problem();
    let (revoked, id) = token(&desk, &people.ana, "read").await;
    desk.send(delete(&format!("/tokens/{id}")).by(&people.query)).await.expect(404);
    desk.send(delete(&format!("/tokens/{id}")).by(&people.ana)).await.expect(204);
    assert_eq!(out(&revoked).await, (401, "not_signed_in".to_owned()));
    let (expired, id) = token(&desk, &people.ana, "read").await;
    let yesterday = clock::today().plus_days(-1).iso();
    desk.home.run_sql(&format!("UPDATE tokens SET expires_on = '{yesterday}' WHERE id = {id}")).await;
    assert_eq!(out(&expired).await, (401, "not_signed_in".to_owned()));
    let (of_disabled, _) = token(&desk, &people.ana, "read").await;
    let path = format!("/users/{}", people.ana.user.id);
    let disable = Ask::of("PATCH", &path).json(json!({ "disabled": true })).version("\"1\"").by(&people.administrator);
    desk.send(disable).await.expect(200);
    assert_eq!(out(&of_disabled).await, (401, "not_signed_in".to_owned()));
    for nonsense in ["", "crt_", "crt_inventado", "x y z"] {
        assert_eq!(out(nonsense).await, (401, "not_signed_in".to_owned()), "{nonsense}");
    }
}

#[tokio::test]
async fn a_token_is_shown_once_and_lasts_a_year_at_most() {
    let (desk, people) = Desk::staffed().await;
    let (token, _) = token(&desk, &people.ana, "write").await;
    let listed = desk.read(&people.ana, "/tokens").await.expect(200);
    assert_eq!(listed.items().len(), 1);
    assert!(!listed.text().contains(&token));
    assert_eq!(desk.read(&people.query, "/tokens").await.expect(200).items(), Vec::<Value>::new());
    for days in [-1, 400] {
        let last = clock::today().plus_days(days).iso();
        let body = json!({ "name": "x", "access": "read", "expires_on": last });
        desk.send(post("/tokens", body).by(&people.ana)).await.expect(422);
    }
}
