//! What an import, a second one, and an undo do.

use rstest::rstest;
use store::{ImportState, StoreError, Table};
use support::{Backend, Home, cancellation, key, note};

use crate::{NOW, by_hand, import, live_versions};

const ALFA: &str = "44555666000181";

#[rstest]
#[tokio::test]
async fn a_document_imported_twice_is_one(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let documents = || vec![note(1).to(ALFA).sale("P1", 100).document(), cancellation(key(55, 9), "2026-03-03")];
    let (_, first) = import(&workspace, documents()).await;
    let (_, second) = import(&workspace, documents()).await;
    assert!(first.iter().all(|fate| fate.accepted));
    assert!(second.iter().all(|fate| !fate.accepted && !fate.conflicting));
    assert_eq!(live_versions(&workspace, Table::Documents).await.len(), 1);
    assert_eq!(live_versions(&workspace, Table::Events).await.len(), 1);
}

#[rstest]
#[tokio::test]
async fn the_copy_with_protocol_wins_in_any_order_and_gives_way_when_undone(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values(false, true)] proven_first: bool,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let proven = || note(1).to(ALFA).sale("P1", 100).document();
    let unproven = || note(1).to(ALFA).sale("P1", 100).unproven().document();
    let (first, second) = if proven_first { (proven(), unproven()) } else { (unproven(), proven()) };
    let (first_batch, _) = import(&workspace, vec![first]).await;
    let (second_batch, fates) = import(&workspace, vec![second]).await;
    assert_eq!(fates[0].accepted, !proven_first, "a worse copy of what is there is a duplicate");
    let with_protocol = if proven_first { first_batch } else { second_batch };
    let without = if proven_first { second_batch } else { first_batch };
    assert_eq!(live_versions(&workspace, Table::Documents).await, [with_protocol << 32]);
    workspace.undo(with_protocol, &by_hand(), |_| {}).await.unwrap();
    assert_eq!(live_versions(&workspace, Table::Documents).await, [without << 32]);
    workspace.undo(without, &by_hand(), |_| {}).await.unwrap();
    assert_eq!(live_versions(&workspace, Table::Documents).await, [] as [i64; 0]);
}

#[rstest]
#[tokio::test]
async fn a_document_two_imports_brought_stays_until_both_are_undone(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values(false, true)] compacting: bool,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let (first, _) = import(&workspace, vec![note(1).sale("P", 1).document(), note(2).sale("P", 1).document()]).await;
    let (second, _) = import(&workspace, vec![note(2).sale("P", 1).document(), note(3).sale("P", 1).document()]).await;
    if compacting {
        workspace.compact(NOW, |_| {}).await.unwrap();
    }
    let undone = workspace.undo(first, &by_hand(), |_| {}).await.unwrap();
    assert_eq!((undone.documents, undone.kept), (1, 1));
    assert_eq!(live_versions(&workspace, Table::Documents).await.len(), 2);
    let undone = workspace.undo(second, &by_hand(), |_| {}).await.unwrap();
    assert_eq!((undone.documents, undone.kept), (2, 0));
    assert_eq!(live_versions(&workspace, Table::Documents).await.len(), 0);
    let (_, again) = import(&workspace, vec![note(2).sale("P", 1).document()]).await;
    assert!(again[0].accepted, "what was undone is new again");
    assert!(workspace.verify().await.unwrap().problems.is_empty());
}

#[tokio::test]
async fn copies_of_equal_standing_that_differ_are_told_and_one_wins_in_any_order() {
    let one = || note(1).to(ALFA).sale("P1", 100).document();
    let other = || note(1).to(ALFA).sale("P1", 999).document();
    let mut winners = Vec::new();
    for documents in [vec![one(), other()], vec![other(), one()]] {
        let home = Home::on_sqlite().await;
        let workspace = home.create().await;
        let order: Vec<_> = documents.iter().map(domain::facts::Document::content).collect();
        let (_, fates) = import(&workspace, documents).await;
        assert_eq!(fates.iter().filter(|fate| fate.conflicting).count(), 1);
        assert_eq!(
            fates.iter().filter(|fate| fate.accepted).count(),
            1,
            "two copies of one document are one record accepted"
        );
        let live = live_versions(&workspace, Table::Documents).await;
        winners.push(order[(live[0] & 0xFFFF) as usize]);
    }
    assert_eq!(winners[0], winners[1]);
}

#[tokio::test]
async fn an_import_given_up_leaves_nothing_and_is_remembered() {
    let home = Home::on_sqlite().await;
    let workspace = home.create().await;
    let mut importer = workspace.begin_import(&by_hand(), |_| {}).await.unwrap();
    importer.add(&[support::incoming(note(1).sale("P", 1).document())]).await.unwrap();
    importer.abandon().await;
    assert_eq!(workspace.imports().await.unwrap()[0].state, ImportState::Dead);
    assert_eq!(live_versions(&workspace, Table::Documents).await.len(), 0);
    assert!(!home.folder().join("lake/batches/00000001").exists() || folder_is_empty(&home, "lake/batches/00000001"));
}

#[tokio::test]
async fn only_a_live_import_can_be_undone() {
    let home = Home::on_sqlite().await;
    let workspace = home.create().await;
    let (batch, _) = import(&workspace, vec![note(1).sale("P", 1).document()]).await;
    workspace.undo(batch, &by_hand(), |_| {}).await.unwrap();
    let again = workspace.undo(batch, &by_hand(), |_| {}).await.unwrap_err();
    assert_eq!(again.to_string(), "a importação 1 não pode ser desfeita: já foi desfeita");
    let unknown = workspace.undo(7, &by_hand(), |_| {}).await.unwrap_err();
    assert!(matches!(unknown, StoreError::UnknownBatch { batch: 7 }));
}

#[tokio::test]
async fn what_an_undone_import_alone_wrote_is_deleted_once_nobody_reads_it() {
    let home = Home::on_sqlite().await;
    let workspace = home.create().await;
    let (batch, _) = import(&workspace, vec![note(1).sale("P", 1).document()]).await;
    let reader = workspace.snapshot().await.unwrap();
    let file = reader.files(Table::Documents)[0].path.to_string();
    let exists = || home.folder().join("lake").join(&file).exists();
    workspace.undo(batch, &by_hand(), |_| {}).await.unwrap();
    import(&workspace, vec![note(2).sale("P", 1).document()]).await;
    assert!(exists(), "a reader still reads it");
    reader.release().await.unwrap();
    import(&workspace, vec![note(3).sale("P", 1).document()]).await;
    assert!(!exists());
}

#[tokio::test]
async fn many_small_imports_are_compacted_and_count_the_same() {
    let home = Home::on_sqlite().await;
    let workspace = home.create().await;
    for number in 1..=30 {
        import(&workspace, vec![note(number).to(ALFA).sale("P", 1).document()]).await;
    }
    let snapshot = workspace.snapshot().await.unwrap();
    assert!(snapshot.files(Table::Documents).len() < 10, "files were merged on the way");
    snapshot.release().await.unwrap();
    assert_eq!(live_versions(&workspace, Table::Documents).await.len(), 30);
    workspace.undo(3, &by_hand(), |_| {}).await.unwrap();
    assert_eq!(live_versions(&workspace, Table::Documents).await.len(), 29);
    assert!(workspace.verify().await.unwrap().problems.is_empty());
}

#[rstest]
#[tokio::test]
async fn establishments_of_one_company_get_neighbouring_numbers(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    import(
        &workspace,
        vec![note(1).to(ALFA).sale("P", 1).document(), note(2).to("52998224725").sale("P", 1).document()],
    )
    .await;
    import(&workspace, vec![note(3).to("44555666000262").sale("P", 1).document()]).await;
    let root = "44555666".parse().unwrap();
    let parties = workspace.parties_of(&domain::CustomerKey::Root(root)).await.unwrap();
    let customers: Vec<i64> = parties.iter().map(|party| party.number >> store::BRANCH_BITS).collect();
    assert_eq!(parties.len(), 2);
    assert_eq!(customers[0], customers[1]);
    assert_ne!(parties[0].number, parties[1].number);
    let person = workspace.parties_of(&"52998224725".parse().unwrap()).await.unwrap();
    assert_ne!(person[0].number >> store::BRANCH_BITS, customers[0]);
}

fn folder_is_empty(home: &Home, name: &str) -> bool {
    std::fs::read_dir(home.folder().join(name)).is_ok_and(|mut entries| entries.next().is_none())
}

/// So many that all keys of the files are read in place of looking for each.
#[tokio::test]
async fn a_great_many_known_documents_are_all_known() {
    let home = Home::on_sqlite().await;
    let workspace = home.create().await;
    let notes = |numbers: std::ops::Range<u32>| numbers.map(|number| note(number).sale("P", 1).document()).collect();
    let (_, fates) = import(&workspace, notes(1..70_001)).await;
    assert!(fates.iter().all(|fate| fate.accepted));
    let (_, fates) = import(&workspace, notes(35_001..105_001)).await;
    let known = fates.iter().filter(|fate| !fate.accepted).count();
    assert_eq!((known, fates.iter().filter(|fate| fate.conflicting).count()), (35_000, 0));
    assert!(fates[..35_000].iter().all(|fate| !fate.accepted));
}
