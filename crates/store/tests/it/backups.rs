//! A workspace as one file, and back, on either database; and what a check finds.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use rstest::rstest;
use store::{
    Access, AuditFilter, Author, Begun, ContactDetails, Department, NewSession, NewToken, Problem, Role, StoreError,
    Table, Terms, Workspace,
};
use support::{Backend, Home, note};

use crate::people::user;
use crate::{NOW, by_hand, import, live_versions};

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
    workspace.undo(undone, &by_hand(), |_| {}).await.unwrap();
    workspace.edit(&ALFA.parse().unwrap(), "name", Some("Alfa"), &by_hand()).await.unwrap();
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

/// What a restored workspace must have of people, and what not.
async fn assert_same_people(restored: &Workspace, workspace: &Workspace) -> Result<(), StoreError> {
    assert_eq!(restored.users().await?, workspace.users().await?);
    let all = AuditFilter::default();
    let log = restored.audit_entries(all, None, 100).await?;
    assert_eq!(log, workspace.audit_entries(all, None, 100).await?);
    let whole = restored.verify_audit().await?;
    assert_eq!((whole.entries, whole.broken_at), (log.len() as u64, None));
    assert_eq!(restored.changes(None, 10).await?, workspace.changes(None, 10).await?);
    assert_eq!(restored.saved_settings().await?, workspace.saved_settings().await?);
    let alfa = ALFA.parse().expect("a CNPJ is a key");
    assert_eq!(restored.notes(&alfa).await?, workspace.notes(&alfa).await?);
    assert_eq!(restored.contacts(&alfa).await?, workspace.contacts(&alfa).await?);
    assert_eq!(restored.owner_history(&alfa).await?, workspace.owner_history(&alfa).await?);
    assert_eq!(restored.edits(None).await?, workspace.edits(None).await?);
    let attached = restored.attachments(&alfa).await?;
    assert_eq!(attached, workspace.attachments(&alfa).await?);
    assert_eq!(restored.attachment_bytes(&attached[0]).await?, &b"contrato"[..]);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn people_and_what_they_keep_are_in_a_backup_but_not_who_is_signed_in(
    #[values(Backend::Sqlite, Backend::Postgres)] from: Backend,
    #[values(Backend::Sqlite, Backend::Postgres)] to: Backend,
) {
    let (Some(from), Some(to)) = (Home::on(from).await, Home::on(to).await) else { return };
    let workspace = from.create().await;
    let ana = user(&workspace, "ana", Role::Administrator).await;
    user(&workspace, "bia", Role::Seller).await;
    let (alfa, author) = (ALFA.parse().unwrap(), Author::user(&ana, NOW));
    workspace.start_session(signed_in(ana.id), NOW).await.unwrap();
    workspace.invite_user(ana.id, "elo", "2026-12-01T10:00:00Z", &author).await.unwrap();
    workspace.begin_answer(ana.id, "k", "pedido", NOW).await.unwrap();
    workspace.add_token(key_of(ana.id), &author).await.unwrap();
    workspace.add_note(&alfa, "Prefere às terças.", &author).await.unwrap();
    workspace.add_contact(&alfa, buyer(), &author).await.unwrap();
    let known = [(alfa.clone(), None)];
    let made = workspace.change_owner(&known, Some("ANA"), Terms::default(), &author).await.unwrap();
    workspace.undo_change(made.change, &author).await.unwrap();
    let wanted = BTreeMap::from([("status.risk_days".to_owned(), Some(serde_json::json!(80)))]);
    workspace.save_settings(&wanted, 0, &author).await.unwrap();
    let gone = workspace.add_attachment(&alfa, "a.txt", "text/plain", "antigo".into(), &author).await.unwrap();
    workspace.add_attachment(&alfa, "b.txt", "text/plain", "contrato".into(), &author).await.unwrap();
    workspace.remove_attachment(gone.id, &author).await.unwrap();
    let file = from.beside("backup.zip");
    let size = workspace.backup(&file, NOW).await.unwrap();
    assert_eq!((size.files, size.bytes), (1, 8));
    assert_eq!(Workspace::restore(&file, &to.folder(), (to.database(), None), &[]).await.unwrap(), size);
    let restored = to.open().await;
    assert_same_people(&restored, &workspace).await.unwrap();
    assert!(restored.verify().await.unwrap().problems.is_empty());
    let today = "2026-11-22".parse().unwrap();
    assert!(restored.token("chave", today).await.unwrap().is_some());
    assert!(restored.session("cookie", NOW, 3600).await.unwrap().is_none());
    assert!(restored.invitation("elo", NOW).await.unwrap().is_none());
    assert_eq!(restored.begin_answer(ana.id, "k", "pedido", NOW).await.unwrap(), Begun::New);
    // What comes next is numbered after what there was.
    let note = restored.add_note(&alfa, "De volta.", &author).await.unwrap();
    let caio = user(&restored, "caio", Role::Query).await;
    let next = restored.change_owner(&known, Some("BIA"), Terms::default(), &author).await.unwrap();
    assert_eq!((note.id, caio.id, next.change), (2, 3, 3));
}

fn signed_in(user: i64) -> NewSession {
    let [hash, csrf, agent] = ["cookie", "csrf", "Navegador"].map(str::to_owned);
    NewSession { hash, user, csrf, agent, expires_at: "2026-12-01T10:00:00Z".to_owned() }
}

fn key_of(user: i64) -> NewToken {
    let [name, hash] = ["ERP", "chave"].map(str::to_owned);
    NewToken { user, name, hash, access: Access::Read, expires_on: "2026-12-31".parse().expect("a day") }
}

fn buyer() -> ContactDetails {
    ContactDetails {
        department: Department::Purchasing,
        name: "Zoé".to_owned(),
        role: None,
        emails: None,
        phone: Some("+5511987654321".to_owned()),
        whatsapp: true,
        note: None,
    }
}

#[tokio::test]
async fn a_log_cut_short_before_a_backup_is_found_after_it() {
    let home = Home::on_sqlite().await;
    let workspace = home.create().await;
    user(&workspace, "ana", Role::Administrator).await;
    user(&workspace, "bia", Role::Seller).await;
    home.run_sql("DELETE FROM audit WHERE number = 2").await;
    let file = home.beside("backup.zip");
    workspace.backup(&file, NOW).await.unwrap();
    let target = home.beside("restored");
    Workspace::restore(&file, &target, (None, None), &[]).await.unwrap();
    let restored = Workspace::open(&target, &[]).await.unwrap();
    assert_eq!(restored.verify_audit().await.unwrap().broken_at, Some(2));
}

/// As the version before people wrote them: without their tables.
#[tokio::test]
async fn a_backup_of_before_people_can_still_be_restored() {
    let home = Home::on_sqlite().await;
    let workspace = home.create().await;
    import(&workspace, vec![note(1).to(ALFA).sale("P", 1).document()]).await;
    workspace.edit(&ALFA.parse().unwrap(), "name", Some("Alfa"), &by_hand()).await.unwrap();
    let file = home.beside("backup.zip");
    workspace.backup(&file, NOW).await.unwrap();
    let earlier = home.beside("earlier.zip");
    let mut from = zip::ZipArchive::new(std::fs::File::open(&file).unwrap()).unwrap();
    let mut into = zip::ZipWriter::new(std::fs::File::create(&earlier).unwrap());
    let tables_then = ["state", "batches", "edits", "segments", "group_members", "goals", "parties", "files"];
    for place in 0..from.len() {
        let mut entry = from.by_index(place).unwrap();
        let name = entry.name().unwrap().into_owned();
        let table = name.strip_prefix("tables/").and_then(|name| name.strip_suffix(".jsonl"));
        if table.is_some_and(|table| !tables_then.contains(&table)) {
            continue;
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == "manifest.json" {
            bytes = String::from_utf8(bytes).unwrap().replace("\"format\": 2", "\"format\": 1").into_bytes();
        }
        if name == "tables/edits.jsonl" {
            let text = String::from_utf8(bytes).unwrap();
            let then = text.find(",\"made_by\"").expect("the columns added since come last");
            bytes = format!("{}}}\n", &text[..then]).into_bytes();
        }
        into.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        into.write_all(&bytes).unwrap();
    }
    into.finish().unwrap();
    let target = home.beside("restored");
    Workspace::restore(&earlier, &target, (None, None), &[]).await.unwrap();
    let restored = Workspace::open(&target, &[]).await.unwrap();
    let edits = restored.edits(None).await.unwrap();
    assert_eq!((edits.len(), edits[0].value.as_deref(), &edits[0].by), (1, Some("Alfa"), &None));
    assert_eq!(restored.verify_audit().await.unwrap().entries, 0);
    assert!(restored.verify().await.unwrap().problems.is_empty());
}
