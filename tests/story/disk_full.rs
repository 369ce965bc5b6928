//! A disk without room: said clearly, nothing half-visible, and the import works once there is room.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Backend, Home};

use crate::notes::Notes;
use crate::workspace::{Company, Run, run, wait_for};

/// A small disk in memory, unmounted when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// A disk mounted on a folder; `None`, with a word on stderr, where that is not allowed.
    fn mount(folder: &Path, megabytes: u32) -> Option<Self> {
        std::fs::create_dir_all(folder).expect("folders can be made");
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "carteira"]).arg(folder).output();
        if !mounted.is_ok_and(|mounted| mounted.status.success()) {
            tell("mounting a small disk is not allowed here: only the size of files was limited");
            return None;
        }
        tell("a small disk in memory was mounted");
        Some(Self(folder.to_owned()))
    }

    /// Fills the disk but for so many bytes.
    fn leave(&self, bytes: usize) {
        let ballast = self.0.join("lastro");
        let _ = std::fs::remove_file(&ballast);
        // What a full disk took of it stays.
        let _ = std::fs::write(&ballast, vec![1_u8; 64 << 20]);
        let taken = ballast.metadata().expect("it was written").len() as usize;
        let file = std::fs::File::options().write(true).open(&ballast).expect("it was written");
        file.set_len(taken.saturating_sub(bytes) as u64).expect("files can be cut");
    }

    fn leave_all(&self) {
        std::fs::remove_file(self.0.join("lastro")).expect("it was written");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[expect(clippy::print_stderr, reason = "who runs the test wants to know which way was used")]
fn tell(what: &str) {
    eprintln!("{what}");
}

/// Imports with ever more room until it succeeds. What is refused must say what to do, and nothing of
/// it may become visible.
fn import_with_ever_more_room(company: &Company, notes: &Notes, import: impl Fn(usize) -> Run) {
    let before = company.totals();
    let mut refused = 0;
    for room in (0..14).map(|step| (16 << 10) << step) {
        let run = import(room);
        if run.code == 0 {
            break;
        }
        refused += 1;
        let said = run.err.lines().last().unwrap_or_default();
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(said.starts_with("erro: não ") && said.contains("libere espaço"), "{}", run.err);
        assert_eq!(company.totals(), before, "with room for {room} bytes");
        company.expect_whole();
    }
    tell(&format!("refused {refused} times"));
    assert!(refused > 0, "there was always room");
    notes.expect(&company.totals());
    company.expect_whole();
    company.expect_tidy();
}

/// A company whose workspace lies on a small disk.
fn on_small_disk() -> Option<(Company, SmallDisk)> {
    let home = wait_for(Home::on_sqlite());
    let disk = SmallDisk::mount(&home.folder(), 12)?;
    Some((Company::at(home), disk))
}

fn import_on(company: &Company, disk: &SmallDisk, notes: &Notes, room: usize) -> Run {
    disk.leave(room);
    let run = company.run(notes.import());
    disk.leave_all();
    run
}

#[test]
fn a_disk_too_small_for_an_import_is_said() {
    let Some((company, disk)) = on_small_disk() else { return };
    let notes = Notes::new(2_000, 2);
    import_with_ever_more_room(&company, &notes, |room| import_on(&company, &disk, &notes, room));
}

#[test]
fn a_disk_too_small_for_the_database_alone_is_said() {
    let Some((company, disk)) = on_small_disk() else { return };
    let lake = company.beside("lago");
    run(Command::new("mv").arg(company.folder().join("lake")).arg(&lake));
    std::os::unix::fs::symlink(&lake, company.folder().join("lake")).unwrap();
    let notes = Notes::new(2_000, 2);
    import_with_ever_more_room(&company, &notes, |room| import_on(&company, &disk, &notes, room));
}

#[test]
fn files_that_may_not_grow_are_said() {
    let company = Company::new();
    let notes = Notes::new(2_000, 2);
    import_with_ever_more_room(&company, &notes, |room| {
        let import = company.command(notes.import());
        let mut limited = Command::new("sh");
        // A limit in blocks of 512 bytes; one who passes it is told so by the system instead of ended.
        limited.args(["-c", &format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", room / 512), "sh"]);
        run(limited.arg(import.get_program()).args(import.get_args()))
    });
}

#[test]
fn a_server_without_room_is_said() {
    let Some(company) = Company::on(Backend::Postgres) else { return };
    let notes = Notes::new(500, 1);
    company.run_sql(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
         CREATE TRIGGER no_room BEFORE INSERT ON files EXECUTE FUNCTION no_room();",
    );
    let before = company.totals();
    let refused = company.run(notes.import());
    assert_eq!(refused.code, 1);
    insta::assert_snapshot!(refused.err, @"erro: não há espaço em disco para gravar o banco de dados: libere espaço e repita, nada ficou pela metade");
    assert_eq!(company.totals(), before);
    company.run_sql("DROP TRIGGER no_room ON files");
    assert_eq!(company.run(notes.import()).code, 0);
    notes.expect(&company.totals());
    company.expect_whole();
    company.expect_tidy();
}

#[test]
fn a_full_disk_can_hold_no_new_workspace() {
    let Some((company, disk)) = on_small_disk() else { return };
    disk.leave(0);
    let folder = company.folder().join("outro");
    let refused = company.run(["init", &folder.to_string_lossy(), "--company", "11222333000181"]);
    assert_eq!(refused.code, 1);
    insta::assert_snapshot!(refused.err.replace(&company.folder().display().to_string(), "PASTA"), @"erro: não há espaço em disco para gravar PASTA/outro/carteira.db: libere espaço e repita, nada ficou pela metade");
}
