//! A workspace as one file, and back, on either database; and what a check finds.

use rstest::rstest;
use store::{Problem, Table, Workspace};
use support::{Backend, Home, note};

use crate::{NOW, import, live_versions};

const ALFA: &str = "44555666000181";

#[rstest]
#[tokio::test]
async fn a_backup_restores_on_either_database(
    #[values(Backend::Sqlite, Backend::Postgres)] from: Backend,
    #[values(Backend::Sqlite, Backend::Postgres)] to: Backend,
) {
    let (Some(from), Some(to)) = (Home::on(from).await, Home::on(to).await) else { return };
    let workspace = from.create().await;
    import(&workspace, vec![note(1).to(ALFA).sale("P", 1).document(), note(2).sale("P", 1).document()]).await;
    let (undone, _) = import(&workspace, vec![note(2).sale("P", 1).document(), note(3).sale("P", 1).document()]).await;
    workspace.undo(undone, NOW, |_| {}).await.unwrap();
    workspace.edit(&ALFA.parse().unwrap(), "name", Some("Alfa"), NOW).await.unwrap();
    let file = from.beside("backup.zip");
    workspace.backup(&file, NOW).await.unwrap();
    Workspace::restore(&file, &to.folder(), (to.database(), None), &[]).await.unwrap();
    let restored = to.open().await;
    for table in Table::ALL {
        assert_eq!(live_versions(&restored, table).await, live_versions(&workspace, table).await, "{table:?}");
    }
    assert_eq!(restored.imports().await.unwrap(), workspace.imports().await.unwrap());
    assert_eq!(restored.edits(None).await.unwrap(), workspace.edits(None).await.unwrap());
    assert_eq!(
        restored.parties_of(&ALFA.parse().unwrap()).await.unwrap(),
        workspace.parties_of(&ALFA.parse().unwrap()).await.unwrap()
    );
    assert!(restored.verify().await.unwrap().problems.is_empty());
    let (_, again) =
        import(&restored, vec![note(1).to(ALFA).sale("P", 1).document(), note(3).sale("P", 1).document()]).await;
    assert_eq!(again.iter().map(|fate| fate.accepted).collect::<Vec<_>>(), [false, true]);
}

#[tokio::test]
async fn a_backup_that_is_not_whole_makes_no_workspace() {
    let home = Home::on_sqlite().await;
    let workspace = home.create().await;
    import(&workspace, vec![note(1).to(ALFA).sale("P", 1).document()]).await;
    let file = home.beside("backup.zip");
    workspace.backup(&file, NOW).await.unwrap();
    let whole = std::fs::read(&file).unwrap();
    let broken = home.beside("broken.zip");
    std::fs::write(&broken, &whole[..whole.len() / 2]).unwrap();
    let target = home.beside("restored");
    assert!(Workspace::restore(&broken, &target, (None, None), &[]).await.is_err());
    assert!(Workspace::open(&target, &[]).await.is_err());
    // A byte of a file of facts changed: the archive opens, the file is not what was written.
    let place = whole.windows(4).position(|window| window == b"PAR1").unwrap() + 8;
    let mut changed = whole.clone();
    changed[place] ^= 0xFF;
    std::fs::write(&broken, &changed).unwrap();
    assert!(Workspace::restore(&broken, &target, (None, None), &[]).await.is_err());
    assert!(Workspace::open(&target, &[]).await.is_err());
    Workspace::restore(&file, &target, (None, None), &[]).await.unwrap();
    let existing = workspace.backup(&file, NOW).await.unwrap_err().to_string();
    assert!(existing.ends_with("já existe: escolha outro nome"), "{existing}");
}

#[tokio::test]
async fn a_check_finds_files_that_are_gone_or_changed() {
    let home = Home::on_sqlite().await;
    let workspace = home.create().await;
    import(&workspace, vec![note(1).to(ALFA).sale("P", 1).document()]).await;
    let snapshot = workspace.snapshot().await.unwrap();
    let path = |table| home.folder().join("lake").join(snapshot.files(table)[0].path.to_string());
    let (items, documents) = (path(Table::Items), path(Table::Documents));
    std::fs::remove_file(&items).unwrap();
    let mut bytes = std::fs::read(&documents).unwrap();
    let last = bytes.len() - 20;
    bytes[last] ^= 1;
    std::fs::write(&documents, bytes).unwrap();
    let problems = workspace.verify().await.unwrap().problems;
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems.iter().any(|problem| matches!(problem, Problem::Missing { path, .. } if path.contains("items"))));
    assert!(problems.iter().any(|problem| matches!(problem, Problem::Changed { path } if path.contains("documents"))));
}
