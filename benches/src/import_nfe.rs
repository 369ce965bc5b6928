//! `import-nfe`: the whole command `carteira import` into an empty workspace on SQLite, from the files
//! to facts that are committed and visible.

use std::path::Path;

use serde::Deserialize;

use crate::figures::{Figure, RUNS, bar, megabytes, number};
use crate::files::{Bulk, Notes, notes};
use crate::measure::{Run, measured};
use crate::peer;
use crate::place::{Place, source};
use crate::results::{Report, Table};
use crate::workspace::Workspace;
use crate::{Outcome, say};

const ZIPPED: Bulk = Bulk { count: 200_000, customers: None, zips: Some(40) };
const LOOSE: Bulk = Bulk { count: 20_000, customers: None, zips: None };

/// For memory alone: imported once, beside [`ZIPPED`].
const OTHER_SIZES: [Bulk; 3] = [
    Bulk { count: 50_000, customers: None, zips: Some(10) },
    Bulk { count: 500_000, customers: None, zips: Some(100) },
    Bulk { count: 1_000_000, customers: None, zips: Some(200) },
];

/// Notes for the rival, which parses some 50 a second.
const PEER_NOTES: u64 = 300;

const NOTES_A_SECOND: f64 = 10_000.0;
const PEAK_MB: f64 = 300.0;

/// Figures of one way to bring notes in.
#[derive(Default)]
struct Speed {
    notes: Figure,
    megabytes: Figure,
    seconds: Figure,
    processor_seconds: Figure,
    peak_mb: Figure,
}

/// What the rival says.
#[derive(Deserialize)]
struct Parsed {
    notes: u64,
    seconds: f64,
}

/// Measures.
pub fn run(place: &Place) -> Outcome<Report> {
    let (zipped, loose) = (notes(place, ZIPPED)?, notes(place, LOOSE)?);
    let python = peer::python(place);
    let (mut from_zips, mut from_files) = (Speed::default(), Speed::default());
    let mut rival = Speed::default();
    for round in 1..=RUNS {
        say(&format!("import-nfe: round {round} of {RUNS}"));
        from_zips.add(&zipped, &import(place, &zipped)?);
        if let Ok(python) = &python {
            rival.add_rival(python, &zipped)?;
        }
        from_files.add(&loose, &import(place, &loose)?);
    }
    let mut peaks = vec![(zipped.notes, from_zips.peak_mb.clone())];
    for size in OTHER_SIZES {
        let notes = notes(place, size)?;
        say(&format!("import-nfe: {} notes, for memory", notes.notes));
        let mut peak = Figure::default();
        peak.add(megabytes(import(place, &notes)?.peak_bytes));
        peaks.push((notes.notes, peak));
    }
    peaks.sort_by_key(|(count, _)| *count);
    let speeds = vec![
        from_zips.row("`carteira import`, zips", Some(NOTES_A_SECOND)),
        from_files.row("`carteira import`, loose files", None),
        match python {
            Ok(_) => rival.row("nfelib 3.2, parsing alone, one core", None),
            Err(problem) => unmeasured(&format!("nfelib: not measured ({problem})")),
        },
    ];
    let average = zipped.bytes / (zipped.notes + zipped.events);
    Ok(Report {
        about: format!(
            "{} notes and {} cancellations in 40 zips, {} notes in loose files; {} kB of XML a file on average, one to \
             twenty items (mean four). Each import is a process of its own into an empty workspace, files in the \
             system's cache, and its portfolio adds up to what the generator expects. nfelib parses {PEER_NOTES} of \
             the same notes into objects and does nothing else, in the same round. MB are of unpacked XML.",
            number(zipped.notes as f64, 0),
            number(zipped.events as f64, 0),
            number(loose.notes as f64, 0),
            number(average as f64 / 1e3, 1),
        ),
        tables: vec![
            Table {
                columns: vec!["", "notes/s", "bar", "MB/s", "seconds", "processor seconds", "peak MB"],
                rows: speeds,
            },
            Table { columns: vec!["notes imported", "peak MB", "bar"], rows: peaks.iter().map(peak_row).collect() },
        ],
    })
}

fn import(place: &Place, notes: &Notes) -> Outcome<Run> {
    let workspace = Workspace::empty(place, "import", &notes.company)?;
    let run = workspace.import(notes)?;
    workspace.check(notes)?;
    workspace.remove()?;
    Ok(run)
}

impl Speed {
    fn add(&mut self, notes: &Notes, run: &Run) {
        self.notes.add(notes.notes as f64 / run.seconds);
        self.megabytes.add(megabytes(notes.bytes) / run.seconds);
        self.seconds.add(run.seconds);
        self.processor_seconds.add(run.processor_seconds);
        self.peak_mb.add(megabytes(run.peak_bytes));
    }

    /// What the rival takes to parse, without what Python takes to start.
    fn add_rival(&mut self, python: &Path, notes: &Notes) -> Outcome<()> {
        let script = source("peers/nfelib_parse.py");
        let archive = notes.path.join("notas-0001.zip");
        let run = measured(python, &[script.as_os_str(), archive.as_os_str(), PEER_NOTES.to_string().as_ref()])?;
        let parsed: Parsed = run.json()?;
        let bytes = notes.bytes as f64 / notes.notes as f64 * parsed.notes as f64;
        self.notes.add(parsed.notes as f64 / parsed.seconds);
        self.megabytes.add(bytes / 1e6 / parsed.seconds);
        self.seconds.add(parsed.seconds);
        self.processor_seconds.add(run.processor_seconds);
        self.peak_mb.add(megabytes(run.peak_bytes));
        Ok(())
    }

    fn row(&self, name: &str, least: Option<f64>) -> Vec<String> {
        let bar = least.map(|least| bar(&format!("≥ {}", number(least, 0)), self.notes.median() >= least));
        vec![
            name.to_owned(),
            self.notes.shown(0),
            bar.unwrap_or_default(),
            self.megabytes.shown(1),
            self.seconds.shown(2),
            self.processor_seconds.shown(2),
            self.peak_mb.shown(0),
        ]
    }
}

fn unmeasured(why: &str) -> Vec<String> {
    std::iter::once(why.to_owned()).chain((0..6).map(|_| String::new())).collect()
}

fn peak_row((count, peak): &(u64, Figure)) -> Vec<String> {
    let held = peak.median() < PEAK_MB;
    vec![number(*count as f64, 0), peak.shown(0), bar(&format!("< {}", number(PEAK_MB, 0)), held)]
}
