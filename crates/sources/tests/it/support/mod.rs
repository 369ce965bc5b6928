//! What the tests share: readers of known companies, the fixtures, and what a record comes to.

pub mod draft;
pub mod event;

use std::path::{Path, PathBuf};

use domain::facts::{Body, Document, Event, Item, ItemClass, Note, Standing};
use domain::record::{IgnoreReason, Record, Reject, Warning};
use domain::{AccessKey, CnpjRoot, Day};
use sources::nfe::{Reader, Settings};

/// The company of the fixtures and of the drafts.
pub const ROOT: &str = "11222333";
/// Another company of the same owner, read together with the first.
pub const SISTER_ROOT: &str = "55666777";
pub const HEAD_OFFICE: &str = "11222333000181";
pub const BRANCH: &str = "11222333000262";
pub const SISTER: &str = "55666777000181";
pub const CUSTOMER: &str = "44555666000181";
pub const SUPPLIER: &str = "99888777000100";
pub const STRANGER: &str = "77888999000181";
pub const PERSON: &str = "52998224725";

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Accepted(Standing),
    Ignored(IgnoreReason),
    Rejected,
}

pub fn reader_of(roots: &[&str]) -> Reader {
    let roots = roots.iter().map(|root| root.parse::<CnpjRoot>().expect("a root of 8 characters")).collect();
    Reader::new(roots, &Settings::default()).expect("the default patterns are regular expressions")
}

/// The records of a file brought by the company and its sister.
pub fn read(file: impl AsRef<[u8]>) -> Vec<Record> {
    reader_of(&[ROOT, SISTER_ROOT]).read(file.as_ref())
}

/// The repository's root.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file's bytes.
#[expect(clippy::disallowed_methods, reason = "tests read their fixtures; the crate reads no file")]
pub fn bytes_of(place: &Path) -> Vec<u8> {
    std::fs::read(place).unwrap_or_else(|error| panic!("{}: {error}", place.display()))
}

/// The names of a folder's files, in order.
#[expect(clippy::disallowed_methods, reason = "tests look for their fixtures; the crate reads no folder")]
pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry of the folder").file_name();
    let mut names: Vec<String> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The folder of the fixtures.
pub fn fixtures() -> PathBuf {
    repository().join("tests/fixtures/nfe")
}

/// A fixture, by its path within `tests/fixtures/nfe`.
pub fn fixture(path: &str) -> Vec<u8> {
    bytes_of(&fixtures().join(path))
}

pub fn fixture_text(path: &str) -> String {
    String::from_utf8(fixture(path)).expect("a fixture in UTF-8")
}

pub fn fate(record: &Record) -> Fate {
    match record {
        Record::Document { document, .. } => Fate::Accepted(document.standing),
        Record::Ignored { reason, .. } => Fate::Ignored(*reason),
        Record::Reject(_) => Fate::Rejected,
    }
}

pub fn fates(records: &[Record]) -> Vec<Fate> {
    records.iter().map(fate).collect()
}

/// The one record of a file that holds one.
pub fn only(records: Vec<Record>) -> Record {
    let [record] = <[Record; 1]>::try_from(records).unwrap_or_else(|records| panic!("not one record: {records:#?}"));
    record
}

/// What a record accepted states.
pub fn accepted(record: Record) -> (Document, Vec<Warning>) {
    match record {
        Record::Document { document, warnings } => (document, warnings),
        other => panic!("not accepted: {other:#?}"),
    }
}

pub fn accepted_note(record: Record) -> (Note, Vec<Warning>) {
    let (document, warnings) = accepted(record);
    match document.body {
        Body::Note(note) => (*note, warnings),
        other => panic!("not a note: {other:#?}"),
    }
}

pub fn accepted_event(record: Record) -> Event {
    match accepted(record).0.body {
        Body::Event(event) => event,
        other => panic!("not an event: {other:#?}"),
    }
}

pub fn rejected(record: Record) -> Reject {
    match record {
        Record::Reject(reject) => reject,
        other => panic!("not rejected: {other:#?}"),
    }
}

/// The note of a file that holds one note and nothing else.
pub fn note_of(file: impl AsRef<[u8]>) -> Note {
    accepted_note(only(read(file))).0
}

/// The warnings of a file that holds one note and nothing else.
pub fn warnings_of(file: impl AsRef<[u8]>) -> Vec<Warning> {
    accepted_note(only(read(file))).1
}

pub fn day(iso: &str) -> Day {
    iso.parse().unwrap_or_else(|error| panic!("{error}"))
}

pub fn key(text: &str) -> AccessKey {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// The other party's key as it is typed.
pub fn party_text(note: &Note) -> Option<String> {
    note.party.as_ref().map(|party| party.key.to_string())
}

pub fn classes(note: &Note) -> Vec<ItemClass> {
    note.items.iter().map(|item| item.class).collect()
}

pub fn revenue_cents(items: &[Item]) -> i64 {
    items.iter().map(|item| item.amounts.revenue.0).sum()
}

pub fn billed_cents(items: &[Item]) -> i64 {
    items.iter().map(|item| item.amounts.billed.0).sum()
}
