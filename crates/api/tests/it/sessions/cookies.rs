//! What browsers are given and how long it serves.

use api::{Options, clock};
use rstest::rstest;
use serde_json::{Value, json};
use store::Role;

use super::{alive, let_in, secret_of, sign_in};
use crate::client::{delete, get, patch};
use crate::desk::{Desk, PASSWORD, hash};

#[rstest]
#[case::in_the_clear(None, "carteira_session", false)]
#[case::encrypted(Some("https://carteira.example"), "__Host-carteira_session", true)]
#[tokio::test]
async fn a_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    #[case] public_url: Option<&str>,
    #[case] name: &str,
    #[case] is_secure: bool,
) {
    let options = Options { public_url: public_url.map(str::to_owned), ..Options::default() };
    let desk = Desk::with(Vec::new(), options).await;
    let user = desk.user("chefe", Role::Administrator, None, None).await;
    desk.give_password(&user).await;
    let answer = desk.send(sign_in("chefe", PASSWORD)).await.expect(200);
    let cookie = answer.header("set-cookie");
    let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(attributes.contains(&attribute), "{cookie}");
    }
    assert!(!attributes.iter().any(|attribute| attribute.starts_with("Domain")), "{cookie}");
    assert_eq!(attributes.contains(&"Secure"), is_secure, "{cookie}");
    assert_eq!(cookie.split('=').next(), Some(name));
    let sent = format!("{name}={}", secret_of(&answer));
    desk.send(get("/session").header("cookie", &sent)).await.expect(200);
    // Under the other name it is nobody's: a neighbour could have set it.
    let other = if is_secure { "carteira_session" } else { "__Host-carteira_session" };
    desk.send(get("/session").header("cookie", &format!("{other}={}", secret_of(&answer)))).await.expect(401);
}

#[tokio::test]
async fn what_is_kept_of_a_session_lets_nobody_in() {
    let (desk, people) = Desk::staffed().await;
    let stolen = format!("carteira_session={}", hash(&people.ana.secret));
    desk.send(get("/session").header("cookie", &stolen)).await.expect(401);
}

#[tokio::test]
async fn signing_in_always_begins_a_session_of_its_own() {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    // Somebody left a cookie in the browser, one of ours even.
    let planted = "carteira_session=plantado";
    let first = desk.send(sign_in("ana", PASSWORD).header("cookie", planted)).await.expect(200);
    let second = desk.send(sign_in("ana", PASSWORD).header("cookie", &people.query.cookie())).await.expect(200);
    let [first, second] = [&first, &second].map(secret_of);
    assert!(![first.as_str(), "plantado", people.query.secret.as_str()].contains(&second.as_str()));
    assert_ne!(first, "plantado");
    assert!(first.len() >= 43, "256 bits at least");
    desk.send(get("/session").header("cookie", planted)).await.expect(401);
    assert_eq!(alive(&desk, &people.query).await, 200, "whose cookie it was is signed in as before");
}

#[tokio::test]
async fn whoever_signs_out_is_out_and_nobody_else() {
    let (desk, people) = Desk::staffed().await;
    let other = desk.signed_in(&people.ana.user).await;
    let out = desk.send(delete("/session").by(&people.ana)).await.expect(204);
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    assert_eq!(alive(&desk, &people.ana).await, 401);
    assert_eq!(alive(&desk, &other).await, 200);
}

#[rstest]
#[case::just_used("seen_at", -60, 200)]
#[case::left_alone_for_almost_twelve_hours("seen_at", -12 * 3600 + 120, 200)]
#[case::left_alone_for_longer("seen_at", -12 * 3600 - 60, 401)]
#[case::about_to_end("expires_at", 120, 200)]
#[case::at_its_end("expires_at", -1, 401)]
#[tokio::test]
async fn a_session_ends_by_itself(#[case] column: &str, #[case] seconds: i64, #[case] status: u16) {
    let (desk, people) = Desk::staffed().await;
    let moment = clock::after(seconds);
    desk.home.run_sql(&format!("UPDATE sessions SET {column} = '{moment}'")).await;
    assert_eq!(alive(&desk, &people.ana).await, status);
}

#[tokio::test]
async fn a_session_lasts_a_month_at_most() {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    let answer = desk.send(sign_in("ana", PASSWORD)).await.expect(200);
    let kept = hash(&secret_of(&answer));
    let at = |days: i64| clock::after(days * 24 * 3600);
    // However much it is used.
    let session = async |now: &str| desk.workspace().session(&kept, now, i64::MAX / 2).await.unwrap().is_some();
    assert!(session(&at(29)).await && !session(&at(31)).await);
}

#[tokio::test]
async fn one_sees_and_ends_one_s_own_sessions_only() {
    let (desk, people) = Desk::staffed().await;
    let other = desk.signed_in(&people.ana.user).await;
    let sessions = desk.read(&people.ana, "/session/list").await.expect(200).items();
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions.iter().filter(|session| session["current"] == true).count(), 1);
    let named = |secret: &str| format!("/session/list/{}", &hash(secret)[..16]);
    desk.send(delete(&named(&people.query.secret)).by(&people.ana)).await.expect(404);
    assert_eq!(alive(&desk, &people.query).await, 200);
    desk.send(delete(&named(&other.secret)).by(&people.ana)).await.expect(204);
    assert_eq!((alive(&desk, &other).await, alive(&desk, &people.ana).await), (401, 200));
}

#[tokio::test]
async fn a_user_who_is_disabled_or_demoted_is_so_at_once() {
    let (desk, people) = Desk::staffed().await;
    let path = format!("/users/{}", people.credit.user.id);
    let change = |body: Value, version: &str| patch(&path, body).version(version).by(&people.administrator);
    desk.read(&people.credit, "/imports").await.expect(200);
    let demoted = desk.send(change(json!({ "role": "query" }), "\"1\"")).await.expect(200);
    desk.read(&people.credit, "/imports").await.expect(403);
    desk.send(change(json!({ "disabled": true }), &demoted.header("etag"))).await.expect(200);
    assert_eq!(alive(&desk, &people.credit).await, 401);
    desk.give_password(&people.credit.user).await;
    let refused = desk.send(sign_in("clovis", PASSWORD)).await;
    assert_eq!(refused.problem(), (401, "wrong_credentials".to_owned()));
}

#[tokio::test]
async fn all_sessions_of_a_user_can_be_ended_by_an_administrator() {
    let (desk, people) = Desk::staffed().await;
    let other = desk.signed_in(&people.ana.user).await;
    let path = format!("/users/{}/sessions", people.ana.user.id);
    desk.send(delete(&path).by(&people.administrator)).await.expect(204);
    assert_eq!((alive(&desk, &people.ana).await, alive(&desk, &other).await), (401, 401));
    assert_eq!(alive(&desk, &people.administrator).await, 200);
}

#[tokio::test]
async fn a_session_says_who_it_is_and_what_they_may_do() {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    let answer = desk.send(sign_in(" Ana ", PASSWORD)).await.expect(200);
    let ana = let_in(&answer, &people.ana);
    let session = desk.read(&ana, "/session").await.expect(200).json();
    assert_eq!(session, answer.json());
    assert_eq!((&session["user"]["login"], &session["user"]["seller"]), (&"ana".into(), &"ANA".into()));
    assert_eq!(session["sees_everyone"], false);
    let rights = ["view_customers", "edit_customers", "export", "personal_data"];
    assert_eq!(session["rights"], json!(rights));
    assert!(!answer.text().contains("argon2"));
}
