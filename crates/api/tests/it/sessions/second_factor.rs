//! Codes of a telephone, and those for when it is lost.

use serde_json::{Value, json};

use super::{nothing, sign_in};
use crate::client::{Ask, Person, post, text};
use crate::desk::{Desk, PASSWORD};
use crate::operations::code;

/// Someone with a second factor: its secret, the code that confirmed it, the recovery codes.
struct Enrolled {
    secret: String,
    confirmed_by: String,
    recovery: Vec<String>,
}

async fn enrolled(desk: &Desk, person: &Person) -> Enrolled {
    desk.give_password(&person.user).await;
    let begun = desk.send(post("/session/totp", nothing()).by(person)).await.expect(200).json();
    let secret = text(&begun["secret"]);
    assert!(text(&begun["uri"]).starts_with("otpauth://totp/"), "{begun}");
    assert!(text(&begun["svg"]).contains("<svg"));
    // Not in force before a code shows that the telephone has it.
    desk.send(sign_in(&person.user.login, PASSWORD)).await.expect(200);
    let wrong = Ask::of("PUT", "/session/totp").json(json!({ "code": "000000" })).by(person);
    assert_eq!(desk.send(wrong).await.problem(), (422, "invalid".to_owned()));
    let confirmed_by = code(&secret, 0);
    let confirm = Ask::of("PUT", "/session/totp").json(json!({ "code": confirmed_by })).by(person);
    let confirmed = desk.send(confirm).await.expect(200).json();
    let recovery: Vec<String> =
        confirmed["recovery_codes"].as_array().expect("recovery codes").iter().map(text).collect();
    assert_eq!(recovery.len(), 10);
    Enrolled { secret, confirmed_by, recovery }
}

fn with_code(login: &str, code: &str) -> Ask {
    post("/session", json!({ "login": login, "password": PASSWORD, "code": code }))
}

const NEEDED: (u16, &str) = (401, "second_factor_needed");

#[tokio::test]
async fn a_code_lets_in_once() {
    let (desk, people) = Desk::staffed().await;
    let Enrolled { secret, confirmed_by, recovery } = enrolled(&desk, &people.ana).await;
    let refused = async |ask: Ask| {
        let (status, code) = desk.send(ask).await.problem();
        assert_eq!((status, code.as_str()), NEEDED);
    };
    refused(sign_in("ana", PASSWORD)).await;
    refused(with_code("ana", "")).await;
    refused(with_code("ana", "123456")).await;
    refused(with_code("ana", &confirmed_by)).await;
    let next = code(&secret, 1);
    desk.send(with_code("ana", &next)).await.expect(200);
    refused(with_code("ana", &next)).await;
    desk.send(with_code("ana", &recovery[3])).await.expect(200);
    refused(with_code("ana", &recovery[3])).await;
    desk.send(with_code("ana", &recovery[4])).await.expect(200);
}

#[tokio::test]
async fn a_code_without_the_password_is_worth_nothing() {
    let (desk, people) = Desk::staffed().await;
    let Enrolled { secret, recovery, .. } = enrolled(&desk, &people.ana).await;
    for code in [code(&secret, 1), recovery[0].clone()] {
        let ask = post("/session", json!({ "login": "ana", "password": "errada de propósito", "code": code }));
        assert_eq!(desk.send(ask).await.problem(), (401, "wrong_credentials".to_owned()));
    }
    desk.send(with_code("ana", &recovery[0])).await.expect(200);
}

#[tokio::test]
async fn guessing_codes_locks_as_guessing_passwords_does() {
    let (desk, people) = Desk::staffed().await;
    let Enrolled { recovery, .. } = enrolled(&desk, &people.ana).await;
    // Whoever comes in is forgiven what went before.
    desk.send(with_code("ana", &recovery[1])).await.expect(200);
    for attempt in 0..5 {
        desk.send(with_code("ana", "123456").from(attempt)).await.expect(401);
    }
    let locked = desk.send(with_code("ana", &recovery[0]).from(9)).await;
    assert_eq!(locked.problem(), (429, "too_many_attempts".to_owned()));
}

#[tokio::test]
async fn a_second_factor_is_given_up_by_password() {
    let (desk, people) = Desk::staffed().await;
    enrolled(&desk, &people.ana).await;
    let again = desk.send(post("/session/totp", nothing()).by(&people.ana)).await;
    assert_eq!(again.problem(), (409, "conflict".to_owned()));
    let remove = |password: &str| Ask::of("DELETE", "/session/totp").json(json!({ "password": password }));
    desk.send(remove("errada de propósito").by(&people.ana)).await.expect(422);
    desk.send(remove(PASSWORD).by(&people.ana)).await.expect(204);
    desk.send(sign_in("ana", PASSWORD)).await.expect(200);
}

/// A link by which a password is set stands for the password alone.
#[tokio::test]
async fn a_link_does_not_stand_for_the_second_factor() {
    let (desk, people) = Desk::staffed().await;
    let Enrolled { recovery, .. } = enrolled(&desk, &people.ana).await;
    let path = format!("/users/{}/invitation", people.ana.user.id);
    let link = desk.send(Ask::of("POST", &path).by(&people.administrator)).await.expect(200).json();
    let token = text(&link["link"]).replace("/convite#", "");
    let accept = |code: Option<&str>| {
        post("/session/invitation", json!({ "token": token, "password": "outra senha comprida", "code": code }))
    };
    for wrong in [None, Some("123456")] {
        let (status, code) = desk.send(accept(wrong)).await.problem();
        assert_eq!((status, code.as_str()), NEEDED);
    }
    // Nothing was set by the attempts.
    desk.send(with_code("ana", &recovery[0])).await.expect(200);
    desk.send(accept(Some(&recovery[1]))).await.expect(200);
}

#[tokio::test]
async fn an_administrator_removes_a_second_factor_whose_telephone_is_lost() {
    let (desk, people) = Desk::staffed().await;
    enrolled(&desk, &people.ana).await;
    let remove = || Ask::of("DELETE", &format!("/users/{}/totp", people.ana.user.id));
    desk.send(remove().by(&people.manager)).await.expect(403);
    desk.send(sign_in("ana", PASSWORD)).await.expect(401);
    desk.send(remove().by(&people.administrator)).await.expect(204);
    desk.send(sign_in("ana", PASSWORD)).await.expect(200);
}

/// The secret is shown when it is made, and never again.
#[tokio::test]
async fn a_secret_is_not_told_twice() {
    let (desk, people) = Desk::staffed().await;
    let Enrolled { secret, recovery, .. } = enrolled(&desk, &people.ana).await;
    for path in ["/session", "/users", "/audit"] {
        let said = desk.read(&people.administrator, path).await.expect(200).text();
        assert!(!said.contains(&secret) && !said.contains(&recovery[0]), "{path}");
    }
    let own: Value = desk.read(&people.ana, "/session").await.expect(200).json();
    assert_eq!(own["user"]["totp"], true);
    assert!(!own.to_string().contains(&secret));
}
