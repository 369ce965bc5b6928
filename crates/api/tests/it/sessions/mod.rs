//! Signing in and out, and all by which someone could pass for another.

mod attempts;
mod cookies;
mod csrf;
mod first_run;
mod passwords;
mod second_factor;
mod tokens;

use serde_json::{Value, json};

use crate::client::{Answer, Ask, Person, get, post};
use crate::desk::Desk;

/// A sign-in.
fn sign_in(login: &str, password: &str) -> Ask {
    post("/session", json!({ "login": login, "password": password }))
}

/// What a browser keeps of an answer: the cookie's secret.
fn secret_of(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie");
    let (pair, _) = cookie.split_once(';').expect("a cookie has attributes");
    let (name, secret) = pair.split_once('=').expect("a cookie has a value");
    assert!(name.ends_with("carteira_session"), "{cookie}");
    secret.to_owned()
}

/// Whoever an answer lets in, as a browser would go on.
fn let_in(answer: &Answer, like: &Person) -> Person {
    let csrf = crate::client::text(&answer.json()["csrf"]);
    Person { secret: secret_of(answer), csrf, ..like.clone() }
}

/// What is said of a session: 200 where it lives, 401 where it does not.
async fn alive(desk: &Desk, person: &Person) -> u16 {
    desk.send(get("/session").by(person)).await.status
}

/// A body of nothing.
fn nothing() -> Value {
    json!({})
}
