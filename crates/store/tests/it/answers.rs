//! A write that is sent twice is done once.

use rstest::rstest;
use store::{Answer, Begun};
use support::{Backend, Home};

use crate::NOW;

#[rstest]
#[tokio::test]
async fn a_write_sent_again_is_answered_as_before(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let begin =
        async |user: i64, request: &str, now: &str| workspace.begin_answer(user, "k", request, now).await.unwrap();
    assert_eq!(begin(1, "pedido", NOW).await, Begun::New);
    assert_eq!(begin(1, "pedido", NOW).await, Begun::InProgress);
    assert_eq!(begin(1, "outro", NOW).await, Begun::Mismatch);
    assert_eq!(begin(2, "outro", NOW).await, Begun::New, "another's keys are another's");
    let answer = Answer { status: 201, headers: "etag: \"1\"".to_owned(), body: vec![0, 159, 146, 150] };
    workspace.finish_answer(1, "k", answer.clone()).await.unwrap();
    assert_eq!(begin(1, "pedido", "2026-11-23T09:59:59Z").await, Begun::Answered(answer));
    assert_eq!(begin(1, "outro", NOW).await, Begun::Mismatch);
    workspace.abandon_answer(2, "k").await.unwrap();
    assert_eq!(begin(2, "terceiro", NOW).await, Begun::New, "what failed is tried again");
    // Its process died: nobody will answer it any more.
    assert_eq!(begin(2, "terceiro", "2026-11-22T10:10:00Z").await, Begun::InProgress);
    assert_eq!(begin(2, "terceiro", "2026-11-22T10:10:01Z").await, Begun::New);
    workspace.forget_expired("2026-11-23T10:00:01Z", 3600).await.unwrap();
    assert_eq!(begin(1, "quarto", NOW).await, Begun::New, "after a day it is forgotten");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_send_the_same_one_does_it(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let workspace = workspace.clone();
        senders.spawn(async move { workspace.begin_answer(1, "k", "pedido", NOW).await.unwrap() });
    }
    let begun = senders.join_all().await;
    assert_eq!(begun.iter().filter(|begun| **begun == Begun::New).count(), 1);
    assert!(begun.iter().all(|begun| matches!(begun, Begun::New | Begun::InProgress)));
}
