//! One writer at a time, readers beside it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rstest::rstest;
use store::{Author, ImportState, Table};
use support::{Backend, Home, incoming, note};

use crate::{NOW, by_hand, import, live_versions};

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_second_importer_waits_and_is_told_whose_turn_it_is(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let mut first = workspace.begin_import(&Author::command_line("2026-11-22T09:00:00Z"), |_| {}).await.unwrap();
    let told = Arc::new(AtomicBool::new(false));
    let second = {
        let (workspace, told) = (home.open().await, Arc::clone(&told));
        tokio::spawn(async move {
            let waiting = |writer: Option<&store::Writer>| {
                let writer = writer.expect("the lock names its holder");
                assert_eq!(
                    (writer.pid, writer.since.as_str()),
                    (i64::from(std::process::id()), "2026-11-22T09:00:00Z")
                );
                told.store(true, Ordering::SeqCst);
            };
            let mut second = workspace.begin_import(&by_hand(), waiting).await.unwrap();
            let fates = second.add(&[incoming(note(1).sale("P", 1).document())]).await.unwrap();
            second.commit(NOW, "{}").await.unwrap();
            fates[0]
        })
    };
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert!(told.load(Ordering::SeqCst));
    first.add(&[incoming(note(1).sale("P", 1).document())]).await.unwrap();
    first.commit(NOW, "{}").await.unwrap();
    let fate = tokio::time::timeout(Duration::from_secs(20), second).await.unwrap().unwrap();
    assert!(!fate.accepted, "the second sees what the first committed while it waited");
}

#[rstest]
#[tokio::test]
async fn a_reader_sees_nothing_of_an_import_until_its_commit(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    import(&workspace, vec![note(1).sale("P", 1).document()]).await;
    let mut importer = workspace.begin_import(&by_hand(), |_| {}).await.unwrap();
    importer.add(&[incoming(note(2).sale("P", 1).document())]).await.unwrap();
    let reader = home.open().await;
    assert_eq!(live_versions(&reader, Table::Documents).await.len(), 1);
    importer.commit(NOW, "{}").await.unwrap();
    assert_eq!(live_versions(&reader, Table::Documents).await.len(), 2);
}

#[rstest]
#[tokio::test]
async fn what_a_dead_writer_left_is_swept_by_the_next(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let mut importer = workspace.begin_import(&by_hand(), |_| {}).await.unwrap();
    importer.add(&[incoming(note(1).sale("P", 1).document())]).await.unwrap();
    assert_eq!(workspace.imports().await.unwrap()[0].state, ImportState::Writing);
    // As good as killed: neither committed nor abandoned, the folder's lock let go.
    drop(importer);
    assert_eq!(workspace.imports().await.unwrap()[0].state, ImportState::Dead);
    let (batch, fates) = import(&workspace, vec![note(1).sale("P", 1).document()]).await;
    assert_eq!((batch, fates[0].accepted), (2, true));
    let states: Vec<ImportState> = workspace.imports().await.unwrap().iter().map(|import| import.state).collect();
    assert_eq!(states, [ImportState::Live, ImportState::Dead]);
}
