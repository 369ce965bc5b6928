//! Two processes on one workspace: writers take turns and say whose turn it is, readers see what was
//! there before or the whole.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use rstest::rstest;
use serde_json::Value;
use support::Backend;

use crate::notes::Notes;
use crate::workspace::{Company, fixtures};

/// How long anything that is sure to happen may take to happen.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a paused process is left in peace by one who may be waiting for it.
const PAUSE: Duration = Duration::from_secs(3);

/// A process that another waits for or reads beside; killed when dropped.
struct Running {
    child: Child,
    talk: BufReader<ChildStderr>,
}

impl Running {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary can be run");
        let talk = BufReader::new(child.stderr.take().expect("its talk is piped"));
        Self { child, talk }
    }

    fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Lets it do nothing until it may go on.
    fn pause(&self) {
        self.signal("STOP");
    }

    fn go_on(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.pid())]).status();
        assert!(sent.is_ok_and(|status| status.success()), "the process can be signalled");
    }

    fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("it was started").is_none()
    }

    /// What it says next.
    fn says(&mut self) -> String {
        let mut line = String::new();
        self.talk.read_line(&mut line).expect("text");
        line
    }

    /// Waits for its end; its exit code, and the object it prints.
    fn ended(mut self) -> (Option<i32>, Value) {
        let out = self.child.stdout.take().expect("its output is piped");
        let printed = serde_json::from_reader(out).unwrap_or_default();
        (self.child.wait().expect("it was started").code(), printed)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The totals, read beside a paused import, which goes on in the end or when it seems to be waited for:
/// it may have been paused in the middle of its commit.
fn totals_beside(import: &Running, company: &Company) -> Value {
    let mut reader = Running::start(&mut company.command(["totals", "--as-of", "latest", "--format", "json"]));
    let began = Instant::now();
    while reader.is_running() && began.elapsed() < PAUSE {
        std::thread::sleep(Duration::from_millis(5));
    }
    import.go_on();
    let (code, totals) = reader.ended();
    assert_eq!(code, Some(0));
    totals
}

/// An import of these notes, paused once it has begun.
fn paused_import(company: &Company, notes: &Notes) -> Running {
    let begun = company.json_lines(["imports", "list"]).len();
    let import = Running::start(&mut company.command(notes.import()));
    let mine = import.pid().to_string();
    until(|| std::fs::read_to_string(company.folder().join("import.lock")).is_ok_and(|lock| lock.starts_with(&mine)));
    until(|| {
        import.go_on();
        std::thread::sleep(Duration::from_millis(2));
        import.pause();
        company.json_lines(["imports", "list"]).len() > begun
    });
    let imports = company.json_lines(["imports", "list"]);
    assert_eq!(imports[0]["state"], "writing", "it was too quick to be paused");
    import
}

fn until(mut happened: impl FnMut() -> bool) {
    let began = Instant::now();
    while !happened() {
        assert!(began.elapsed() < PATIENCE, "it never happened");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[rstest]
fn an_import_waits_for_another_and_says_whose_turn_it_is(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(company) = Company::on(backend) else { return };
    let notes = Notes::new(3_000, 2);
    let first = paused_import(&company, &notes);
    let mut second = Running::start(&mut company.command(notes.import()));
    let said = second.says();
    assert!(said.starts_with(&format!("Outra importação está em andamento (processo {}, ", first.pid())), "{said}");
    assert!(said.ends_with("Aguardando a vez...\n"), "{said}");
    assert!(second.is_running());
    assert_eq!(company.totals()["documents"], 0, "nobody is done yet");
    first.go_on();
    let ((code, report), (second_code, second_report)) = (first.ended(), second.ended());
    assert_eq!((code, &report["accepted"]), (Some(0), &notes.records().into()));
    assert_eq!((second_code, &second_report["accepted"]), (Some(0), &0.into()));
    assert_eq!(second_report["duplicates"], notes.records());
    notes.expect(&company.totals());
}

#[rstest]
fn a_dead_writer_is_not_waited_for(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(company) = Company::on(backend) else { return };
    let notes = Notes::new(3_000, 2);
    let first = paused_import(&company, &notes);
    let mut second = Running::start(&mut company.command(notes.import()));
    assert!(second.says().contains("Aguardando a vez"));
    // What it might have been in the middle of.
    for half_written in ["batches/00000001/items-0001.parquet#1", "compacted/00000001-items-0001.parquet", "undone/x"] {
        company.write(&format!("carteira-data/lake/{half_written}"), "PAR1");
    }
    drop(first);
    let (code, report) = second.ended();
    assert_eq!((code, &report["accepted"]), (Some(0), &notes.records().into()));
    notes.expect(&company.totals());
    let states = company.json_lines(["imports", "list"]);
    let states: Vec<&str> = states.iter().filter_map(|import| import["state"].as_str()).collect();
    assert_eq!(states, ["live", "dead"]);
    company.expect_tidy();
}

#[rstest]
fn an_undo_waits_for_an_import(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(company) = Company::on(backend) else { return };
    company.import([fixtures("nfe")]);
    let notes = Notes::new(3_000, 2);
    let import = paused_import(&company, &notes);
    let mut undo = Running::start(&mut company.command(["imports", "undo", "1"]));
    assert!(undo.says().contains("Aguardando a vez"));
    assert!(undo.is_running());
    import.go_on();
    assert_eq!((import.ended().0, undo.ended().0), (Some(0), Some(0)));
    notes.expect(&company.totals());
}

#[rstest]
fn who_reads_during_an_import_sees_before_or_after(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(company) = Company::on(backend) else { return };
    company.import([fixtures("nfe")]);
    let before = company.totals();
    let notes = Notes::new(3_000, 2);
    let mut import = paused_import(&company, &notes);
    let mut seen = Vec::new();
    while import.is_running() {
        seen.push(totals_beside(&import, &company));
        std::thread::sleep(Duration::from_millis(20));
        import.pause();
    }
    assert_eq!(import.ended().0, Some(0));
    let after = company.totals();
    assert_ne!(before, after);
    assert!(seen.len() > 2, "the import was read beside {} times", seen.len());
    let turned = seen.iter().position(|totals| *totals != before).unwrap_or(seen.len());
    assert!(seen[turned..].iter().all(|totals| *totals == after), "{seen:#?}");
}

#[test]
fn who_stops_reading_or_listening_is_not_an_error() {
    let company = Company::new();
    company.import([fixtures("nfe")]);
    let mut panel = Running::start(&mut company.command(["panel", "--format", "json"]));
    drop(panel.child.stdout.take());
    let mut said = String::new();
    panel.talk.read_to_string(&mut said).expect("text");
    assert_eq!((panel.child.wait().expect("it was started").code(), said.contains("erro")), (Some(0), false), "{said}");
    let mut undo =
        company.command(["imports", "undo", "1"]).stderr(Stdio::piped()).spawn().expect("the binary can be run");
    drop(undo.stderr.take());
    assert_eq!(undo.wait().expect("it was started").code(), Some(0));
}
