//! Guessing passwords.

use api::clock;
use serde_json::json;
use store::{Action, AuditFilter};

use super::{alive, sign_in};
use crate::client::{Answer, Ask};
use crate::desk::{Desk, PASSWORD};

fn code(answer: &Answer) -> (u16, String) {
    answer.problem()
}

#[tokio::test]
async fn after_five_wrong_passwords_the_right_one_must_wait_too() {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    for attempt in 0..5 {
        // From ever other places: it is the login that is guessed.
        let answer = desk.send(sign_in("ana", "errada de propósito").from(attempt)).await;
        assert_eq!(code(&answer), (401, "wrong_credentials".to_owned()));
    }
    let locked = desk.send(sign_in("ana", PASSWORD).from(6)).await;
    assert_eq!(code(&locked), (429, "too_many_attempts".to_owned()));
    assert!(locked.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));
    assert_eq!(alive(&desk, &people.ana).await, 200, "who is in stays in");
    let refused = AuditFilter { action: Some(Action::SignInRefused), ..AuditFilter::default() };
    assert_eq!(desk.workspace().audit_entries(refused, None, 100).await.unwrap().len(), 5);
    // The wait is over, and the next wrong one begins a longer one.
    let over = clock::after(-1);
    desk.home.run_sql(&format!("UPDATE users SET locked_until = '{over}' WHERE login = 'ana'")).await;
    desk.send(sign_in("ana", "errada de novo").from(7)).await.expect(401);
    let user = desk.workspace().user_by_login("ana").await.unwrap().unwrap();
    assert!(user.locked_until.is_some_and(|until| until > clock::after(45)), "30 seconds, doubled");
    desk.home.run_sql(&format!("UPDATE users SET locked_until = '{over}' WHERE login = 'ana'")).await;
    desk.send(sign_in("ana", PASSWORD).from(8)).await.expect(200);
    let user = desk.workspace().user_by_login("ana").await.unwrap().unwrap();
    assert_eq!((user.failed_attempts, user.locked_until), (0, None));
}

/// Sent at once, no more passwords are tried than one after the other.
#[tokio::test]
async fn many_wrong_passwords_at_once_are_no_more_than_five() {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    let asking = (0..20).map(|attempt| {
        let password = if attempt == 15 { PASSWORD.to_owned() } else { format!("errada de propósito {attempt}") };
        desk.send(sign_in("ana", &password).from(attempt))
    });
    let answers = futures::future::join_all(asking).await;
    let tried = answers.iter().filter(|answer| answer.status != 429).count();
    assert_eq!((tried, answers[15].status), (5, 429));
}

#[tokio::test]
async fn a_login_nobody_has_is_answered_like_a_wrong_password() {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    let wrong = desk.send(sign_in("ana", "errada de propósito")).await;
    for login in ["ninguem", "", "gilberto", "ana' OR '1'='1"] {
        // The manager has no password yet.
        assert_eq!(desk.send(sign_in(login, "errada de propósito")).await.refusal(), wrong.refusal(), "{login}");
    }
}

#[tokio::test]
async fn one_place_is_slowed_down_whatever_logins_it_tries() {
    let desk = Desk::with(Vec::new(), api::Options::default()).await;
    let mut answers = Vec::new();
    for attempt in 0..25 {
        answers.push(desk.send(sign_in(&format!("login-{attempt}"), "qualquer senha")).await);
    }
    let slowed: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(!slowed.is_empty() && answers[..20].iter().all(|answer| answer.status == 401));
    assert_eq!(code(slowed[0]).1, "too_many_attempts");
    assert!(slowed[0].header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));
    // A neighbour is not, nor does saying so make one another: there is no proxy in front.
    desk.send(sign_in("outro", "qualquer senha").from(9)).await.expect(401);
    let mut disguised = Vec::new();
    for _ in 0..3 {
        let ask = sign_in("outro", "qualquer senha").header("x-forwarded-for", "203.0.113.7");
        disguised.push(desk.send(ask).await.status);
    }
    assert!(disguised.contains(&429), "{disguised:?}");
}

#[tokio::test]
async fn behind_a_proxy_the_last_address_counts_which_the_proxy_wrote() {
    let options = api::Options { is_behind_proxy: true, ..api::Options::default() };
    let desk = Desk::with(Vec::new(), options).await;
    let mut statuses = Vec::new();
    for attempt in 0..25 {
        let claimed = format!("203.0.113.{attempt}, 198.51.100.7");
        let ask = sign_in("x", "qualquer senha").header("x-forwarded-for", &claimed).from(attempt);
        statuses.push(desk.send(ask).await.status);
    }
    assert!(statuses.contains(&429), "{statuses:?}");
}

/// Asking for one's password again is another place to guess it.
#[tokio::test]
async fn a_stolen_session_does_not_let_guess_the_password() {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    let change = |current: &str| {
        Ask::of("PUT", "/session/password").json(json!({ "current": current, "new": "outra senha comprida" }))
    };
    for _ in 0..5 {
        desk.send(change("errada de propósito").by(&people.ana)).await.expect(422);
    }
    assert_eq!(code(&desk.send(change(PASSWORD).by(&people.ana)).await), (429, "too_many_attempts".to_owned()));
}
