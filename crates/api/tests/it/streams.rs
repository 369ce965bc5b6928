//! The stream of events: who hears what, and for how long.

use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt;
use serde_json::json;
use store::Role;
use tower::ServiceExt;

use crate::client::{Ask, Person, delete, get, patch};
use crate::desk::Desk;

/// Someone's stream.
async fn stream(desk: &Desk, person: &Person) -> Body {
    let answer = desk.router().oneshot(get("/events").by(person).request()).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.into_body()
}

/// Whether a stream ends within seconds.
async fn ends(mut stream: Body) -> bool {
    let ended = async { while stream.frame().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), ended).await.is_ok()
}

#[tokio::test]
async fn a_stream_ends_with_the_right_to_hear_it() {
    let (desk, people) = Desk::staffed().await;
    let administrator = &people.administrator;
    let user = desk.user("saida", Role::Manager, None, None).await;
    let path = format!("/users/{}", user.id);
    let demoted = patch(&path, json!({ "role": "query" })).version(&format!("\"{}\"", user.version));
    let ways: [(&str, Ask); 3] = [
        ("signed out everywhere", delete(&format!("{path}/sessions"))),
        ("demoted", demoted),
        ("removed", delete(&path)),
    ];
    for (how, way) in ways {
        let stream = stream(&desk, &desk.signed_in(&user).await).await;
        let answer = desk.send(way.by(administrator)).await;
        assert!(answer.status < 300, "{how}: {answer:?}");
        assert!(ends(stream).await, "{how}");
    }
    let stays = stream(&desk, &people.manager).await;
    assert!(tokio::time::timeout(Duration::from_secs(3), ends(stays)).await.is_err(), "whoever stays hears on");
}

#[tokio::test]
async fn streams_end_with_the_server() {
    let (desk, people) = Desk::staffed().await;
    let stream = stream(&desk, &people.manager).await;
    desk.app.ending.send_replace(true);
    assert!(ends(stream).await);
}

#[tokio::test]
async fn one_user_has_so_many_streams_and_no_more() {
    let (desk, people) = Desk::staffed().await;
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(stream(&desk, &people.ana).await);
    }
    assert_eq!(desk.read(&people.ana, "/events").await.problem(), (429, "too_many_requests".to_owned()));
    drop(stream(&desk, &people.manager).await);
    streams.pop();
    drop(stream(&desk, &people.ana).await);
}
