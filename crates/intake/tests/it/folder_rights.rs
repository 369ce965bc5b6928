//! Watched folders whose files may not be read or moved, as one for whom permissions hold.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::inbox::{GOOD, Inbox, at};

/// Takes rights from a file or folder and gives them back when dropped, for the folder must be removed.
struct Without<'p>(&'p Path, u32);

impl<'p> Without<'p> {
    fn rights(path: &'p Path, left: u32) -> Self {
        let mode = path.metadata().unwrap().permissions().mode();
        std::fs::set_permissions(path, PermissionsExt::from_mode(left)).unwrap();
        Self(path, mode)
    }
}

impl Drop for Without<'_> {
    fn drop(&mut self) {
        let _ = std::fs::set_permissions(self.0, PermissionsExt::from_mode(self.1));
    }
}

/// Whether permissions hold for this process. Where they do not, for it is root's, the test of a name is run
/// in another for which they do.
fn holds_or_runs(test: &str) -> bool {
    let file = tempfile::NamedTempFile::new().unwrap();
    let _rights = Without::rights(file.path(), 0o000);
    if std::fs::File::open(file.path()).is_err() {
        return true;
    }
    let mut plain = Command::new("setpriv");
    plain.args(["--bounding-set", "-dac_override,-dac_read_search", "--"]);
    let run = plain.arg(std::env::current_exe().unwrap()).args(["--exact", test, "--nocapture"]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    false
}

#[tokio::test]
async fn a_file_that_may_not_be_read_stays_and_is_told_once() {
    if !holds_or_runs("folder_rights::a_file_that_may_not_be_read_stays_and_is_told_once") {
        return;
    }
    let mut inbox = Inbox::new().await;
    let path = inbox.write("fechado.csv", GOOD);
    let rights = Without::rights(&path, 0o000);
    let (report, troubles) = inbox.bring_in(at("10:00:00"), at("10:01:00")).await;
    assert!(report.is_none());
    let told: Vec<String> = troubles.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("fechado.csv ainda não pôde ser lido: sem permissão"), "{told:?}");
    assert!(inbox.bring_in(at("10:02:00"), at("10:03:00")).await.1.is_empty());
    drop(rights);
    assert_eq!(inbox.bring_in(at("10:04:00"), at("10:05:00")).await.0.unwrap().accepted, 1);
}

#[tokio::test]
async fn a_file_that_cannot_be_moved_is_not_imported_again_and_moved_when_it_can_be() {
    if !holds_or_runs("folder_rights::a_file_that_cannot_be_moved_is_not_imported_again_and_moved_when_it_can_be") {
        return;
    }
    let mut inbox = Inbox::new().await;
    inbox.write("vendas.csv", GOOD);
    let folder = inbox.path("");
    let rights = Without::rights(&folder, 0o555);
    let (report, troubles) = inbox.bring_in(at("10:00:00"), at("10:01:00")).await;
    assert_eq!(report.unwrap().accepted, 1);
    assert!(troubles[0].to_string().contains("foi importado, mas não pôde ser guardado: sem permissão"));
    let (report, troubles) = inbox.bring_in(at("10:02:00"), at("10:03:00")).await;
    assert!(report.is_none() && troubles.is_empty());
    drop(rights);
    assert!(inbox.bring_in(at("10:04:00"), at("10:05:00")).await.0.is_none());
    assert_eq!(inbox.files(""), ["feito/2026-11-30/vendas.csv"]);
}
