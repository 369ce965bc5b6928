//! `panel`: one row per customer out of millions of lines of sales, with nothing computed before, beside
//! DuckDB over the same rows in the same round.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::figures::{Figure, RUNS, bar, megabytes, number};
use crate::measure::{Run, measured};
use crate::place::Place;
use crate::results::{Report, Table};
use crate::sales::{Months, script};
use crate::workspace::Workspace;
use crate::{Outcome, peer, say};

/// Lines of sales; the bars are for the most.
const SIZES: [u64; 3] = [1_000_000, 5_000_000, LARGEST];
const LARGEST: u64 = 20_000_000;

/// A customer for so many lines.
const LINES_EACH: u64 = 40;

const OF_RIVAL: f64 = 0.5;
const PEAK_MB: f64 = 1_000.0;
const NEW_DAY_SECONDS: f64 = 3.0;
const TOUCHED_MS: f64 = 500.0;

/// Customers of the small import that follows.
const TOUCHED: u64 = 1_000;

/// What one computing took, here or there.
#[derive(Default)]
struct Taken {
    seconds: Figure,
    peak_mb: Figure,
}

/// What either side says.
#[derive(Deserialize)]
struct Said {
    seconds: f64,
    sums: BTreeMap<String, f64>,
}

impl Taken {
    fn add(&mut self, run: &Run, said: &Said) {
        self.seconds.add(said.seconds);
        self.peak_mb.add(megabytes(run.peak_bytes));
    }
}

/// The two sides over one set of files.
#[derive(Default)]
struct Pair {
    ours: Taken,
    rival: Taken,
}

/// Measures.
pub fn run(place: &Place) -> Outcome<Report> {
    let python = peer::python(place)?;
    let (mut rows, mut changed) = (Vec::new(), Vec::new());
    for size in SIZES {
        let months = Months::of(place, &python, size, size / LINES_EACH)?;
        let workspace = months.imported(place)?;
        say(&format!("panel: {size} lines"));
        let mut whole = Taken::default();
        let mut pair = Pair::default();
        for round in 1..=RUNS {
            say(&format!("panel: round {round} of {RUNS}"));
            pair.round(place, &python, &workspace, &months.parquet)?;
            let run = inside(place, "whole", &workspace)?;
            whole.add(&run, &run.json()?);
        }
        let last = size == LARGEST;
        rows.extend(pair.rows(size, "36 monthly imports", last));
        rows.push(whole.row(size, "all metrics", None));
        if last {
            rows.extend(compacted(place, &python, &workspace, size)?);
            changed = changes(place, &workspace)?;
        }
    }
    Ok(Report {
        about: format!(
            "Sales of three years in 36 monthly files, a customer for every 40 lines (rank r is drawn with weight \
             r^-0.8, a fifth stop for good), sorted by customer and day within each month. *Subset* is days since the \
             last purchase, purchase days, revenue in all and of 12 months, exact median purchase cycle, RFM scores and \
             ABC of each customer at 2026-01-01, fetched; DuckDB {} computes it by the same definitions over the \
             generator's files, on as many threads (2), and both must add up to the same. Carteira reads what importing \
             one file a month leaves and has computed nothing before but the columnar copy of its customers' keys; its \
             time is from opening the workspace. Peak memory is of the whole process. After a new day or an import all \
             that a list needs is computed anew; of all metrics that takes what *all metrics* takes.",
            duckdb()?,
        ),
        tables: vec![
            Table { columns: vec!["lines", "", "seconds", "bar", "peak MB", "bar"], rows },
            Table {
                columns: vec!["20 million lines, the list as `carteira panel` shows it", "seconds", "bar"],
                rows: changed,
            },
        ],
    })
}

impl Pair {
    fn round(&mut self, place: &Place, python: &Path, workspace: &Workspace, files: &Path) -> Outcome<()> {
        let ours = inside(place, "subset", workspace)?;
        let theirs = measured(python, &[&script("panel_duckdb.py"), &files.display().to_string()])?;
        let (said, other): (Said, Said) = (ours.json()?, theirs.json()?);
        if said.sums != other.sums {
            return Err(format!("here {:?}\nthere {:?}", said.sums, other.sums));
        }
        self.ours.add(&ours, &said);
        self.rival.add(&theirs, &other);
        Ok(())
    }

    fn rows(&self, size: u64, over: &str, barred: bool) -> Vec<Vec<String>> {
        let most = barred.then(|| self.rival.seconds.median() * OF_RIVAL);
        vec![
            self.ours.row(size, &format!("subset, over {over}"), most),
            self.rival.row(size, "the same in DuckDB", None),
        ]
    }
}

impl Taken {
    fn row(&self, size: u64, name: &str, most: Option<f64>) -> Vec<String> {
        let time = most.map(|most| {
            let ratio = self.seconds.median() / most * OF_RIVAL;
            bar(&format!("≤ 0.5 × DuckDB: {ratio:.2} ×"), self.seconds.median() <= most)
        });
        let memory = most.map(|_| bar(&format!("< {}", number(PEAK_MB, 0)), self.peak_mb.median() < PEAK_MB));
        vec![
            number(size as f64, 0),
            name.to_owned(),
            self.seconds.shown(2),
            time.unwrap_or_default(),
            self.peak_mb.shown(0),
            memory.unwrap_or_default(),
        ]
    }
}

/// The same over the files that compaction leaves, on both sides.
fn compacted(place: &Place, python: &Path, workspace: &Workspace, size: u64) -> Outcome<Vec<Vec<String>>> {
    say("panel: compacting");
    let compacted = workspace.copy(place, "panel-compacted")?;
    let list = place.kept("panel-compacted.txt");
    std::fs::write(&list, inside(place, "compact", &compacted)?.json::<Vec<String>>()?.join("\n"))
        .map_err(|error| error.to_string())?;
    let mut pair = Pair::default();
    for _ in 0..RUNS {
        pair.round(place, python, &compacted, &list)?;
    }
    compacted.remove()?;
    Ok(pair.rows(size, "the compacted files, which DuckDB reads too", true))
}

/// The next day, and an import that touches few customers, to the list as people see it.
fn changes(place: &Place, workspace: &Workspace) -> Outcome<Vec<Vec<String>>> {
    say("panel: a new day, and a small import");
    let changed = workspace.copy(place, "panel-changed")?;
    let (mut day, mut import) = (Figure::default(), Figure::default());
    for round in 1..=RUNS as u64 {
        day.add(inside(place, "list-new-day", &changed)?.json::<f64>()?);
        let file = place.kept("panel-touched.csv");
        std::fs::write(&file, touched(round)).map_err(|error| error.to_string())?;
        let imported = changed.import_table(&file)?.0.seconds;
        import.add(imported + inside(place, "list-again", &changed)?.json::<f64>()?);
    }
    changed.remove()?;
    Ok(vec![
        vec!["a new day".to_owned(), day.shown(2), bar("< 3", day.median() < NEW_DAY_SECONDS)],
        vec![
            "an import of 1 000 customers, and the list that shows it".to_owned(),
            import.shown(2),
            bar("< 0.5", import.median() * 1e3 < TOUCHED_MS),
        ],
    ])
}

fn touched(round: u64) -> String {
    let head = "codigo_cliente;documento;data;produto;quantidade;valor_total\n".to_owned();
    (1..=TOUCHED)
        .fold(head, |text, customer| text + &format!("C{customer};novo-{round}-{customer};31/12/2025;P1;1;10,00\n"))
}

/// Runs this program on a workspace in a process of its own.
fn inside(place: &Place, what: &str, workspace: &Workspace) -> Outcome<Run> {
    let folder = workspace.folder().display().to_string();
    measured(&place.program("benches"), &["inside", what, &folder])
}

/// The rival's version.
fn duckdb() -> Outcome<String> {
    let wanted = std::fs::read_to_string(script("requirements.txt")).map_err(|error| error.to_string())?;
    let line = wanted.lines().find_map(|line| line.strip_prefix("duckdb=="));
    Ok(line.unwrap_or_default().to_owned())
}
