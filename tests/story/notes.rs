//! Notes in bulk, with the sums they were written with.

use std::ffi::OsString;
use std::path::PathBuf;

use domain::Day;
use generate::bulk::{Packing, Settings, Summary, write_notes};
use serde_json::Value;
use tempfile::TempDir;

/// A folder of archives of notes.
pub struct Notes {
    folder: TempDir,
    summary: Summary,
}

impl Notes {
    /// So many notes in so many archives.
    pub fn new(count: u64, archives: u64) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let end = Day::from_ymd(2026, 11, 20).expect("a day of the calendar");
        let settings = Settings { seed: 7, count, customers: None, end, packing: Packing::Archives(Some(archives)) };
        let summary = write_notes(&folder.path().join("notas"), &settings).expect("notes can be written");
        Self { folder, summary }
    }

    /// The folder of them all.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("notas")
    }

    /// The archives, in order.
    pub fn archives(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.folder()).expect("the folder can be read");
        let mut archives: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry of the folder").path()).collect();
        archives.sort();
        archives
    }

    /// The command that imports them all.
    pub fn import(&self) -> [OsString; 4] {
        ["import".into(), self.folder().into(), "--format".into(), "json".into()]
    }

    /// Notes and events.
    pub fn records(&self) -> u64 {
        self.summary.notes + self.summary.events
    }

    /// Asserts that totals are the sums the notes were written with.
    pub fn expect(&self, totals: &Value) {
        let expected = self.summary.expected.to_json();
        for (name, sum) in expected.as_object().expect("sums by name") {
            assert_eq!(&totals[name], sum, "{name}");
        }
    }
}
