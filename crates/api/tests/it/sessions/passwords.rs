//! Changing one's password.

use rstest::rstest;
use serde_json::json;

use super::{alive, sign_in};
use crate::client::Ask;
use crate::desk::{Desk, PASSWORD};

const NEW: &str = "outra senha comprida";

fn change(current: &str, new: &str) -> Ask {
    Ask::of("PUT", "/session/password").json(json!({ "current": current, "new": new }))
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions() {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    let other = desk.signed_in(&people.ana.user).await;
    desk.send(change(PASSWORD, NEW).by(&people.ana)).await.expect(204);
    assert_eq!((alive(&desk, &people.ana).await, alive(&desk, &other).await), (200, 401));
    assert_eq!(alive(&desk, &people.query).await, 200);
    desk.send(sign_in("ana", PASSWORD)).await.expect(401);
    desk.send(sign_in("ana", NEW)).await.expect(200);
}

#[rstest]
#[case::the_wrong_one("errada de propósito", NEW, "current")]
#[case::a_short_one(PASSWORD, "curta", "password")]
#[case::one_letter_again_and_again(PASSWORD, "aaaaaaaaaaaaaaaa", "password")]
#[case::an_endless_one(PASSWORD, &"x1".repeat(200), "password")]
#[tokio::test]
async fn a_password_that_will_not_do_changes_nothing(#[case] current: &str, #[case] new: &str, #[case] field: &str) {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    let refused = desk.send(change(current, new).by(&people.ana)).await;
    assert_eq!(refused.problem(), (422, "invalid".to_owned()));
    assert_eq!(refused.json()["errors"][0]["field"], field);
    desk.send(sign_in("ana", PASSWORD)).await.expect(200);
}

/// A link by which a password is set anew ends what the old one began.
#[tokio::test]
async fn a_link_sets_a_password_once_and_ends_all_sessions() {
    let (desk, people) = Desk::staffed().await;
    let path = format!("/users/{}/invitation", people.ana.user.id);
    let make = async || {
        let link = desk.send(Ask::of("POST", &path).by(&people.administrator)).await.expect(200).json();
        let link = crate::client::text(&link["link"]);
        link.strip_prefix("/convite#").expect("the secret is not sent to servers").to_owned()
    };
    let earlier = make().await;
    let token = make().await;
    let accept = |token: &str| crate::client::post("/session/invitation", json!({ "token": token, "password": NEW }));
    desk.send(accept(&earlier)).await.expect(404);
    desk.send(accept(&token)).await.expect(200);
    assert_eq!(alive(&desk, &people.ana).await, 401);
    desk.send(accept(&token)).await.expect(404);
    desk.send(sign_in("ana", NEW)).await.expect(200);
}
