//! `import-csv`: a million lines of sales, from a file to committed and visible.

use serde::Deserialize;

use crate::figures::{Figure, RUNS, bar, megabytes, number};
use crate::measure::measured;
use crate::place::Place;
use crate::results::{Report, Table};
use crate::sales::{Months, file, script};
use crate::workspace::Workspace;
use crate::{Outcome, peer, say};

const ROWS: u64 = 1_000_000;
const CUSTOMERS: u64 = 100_000;

/// Lines that are there already, in the larger workspace.
const BEFORE: u64 = 20_000_000;

/// What the rival says: seconds, without what Python takes to start.
#[derive(Deserialize)]
struct Told {
    seconds: f64,
}

/// One command, and the seconds it may take.
struct Timed {
    name: &'static str,
    most: f64,
    seconds: Figure,
    peak_mb: Figure,
}

/// The import, the same again, and its undo.
fn timed() -> [Timed; 3] {
    [("first", 5.0), ("again, all known", 3.0), ("undo", 1.0)].map(|(name, most)| Timed {
        name,
        most,
        seconds: Figure::default(),
        peak_mb: Figure::default(),
    })
}

/// Measures.
pub fn run(place: &Place) -> Outcome<Report> {
    let python = peer::python(place)?;
    let (path, described) = file(place, &python, ROWS, CUSTOMERS)?;
    let full = Months::of(place, &python, BEFORE, BEFORE / 40)?.imported(place)?.copy(place, "import-csv-full")?;
    let parquet = place.kept("import-csv.parquet").display().to_string();
    let (mut into_nothing, mut into_full, mut there) = (timed(), timed(), Figure::default());
    for round in 1..=RUNS {
        say(&format!("import-csv: round {round} of {RUNS}"));
        let empty = Workspace::empty(place, "import-csv", "11222333000181")?;
        course(&empty, &path, &mut into_nothing)?;
        if round == 1 {
            empty.import_table(&path)?;
            let found = empty.revenue_cents()?;
            if found != described.revenue_cents {
                return Err(format!("{found} where the file comes to {}", described.revenue_cents));
            }
        }
        empty.remove()?;
        course(&full, &path, &mut into_full)?;
        let read = measured(&python, &[&script("csv_duckdb.py"), &path.display().to_string(), &parquet])?;
        there.add(read.json::<Told>()?.seconds);
    }
    full.remove()?;
    let rows = |name: &str, timed: &[Timed; 3]| timed.iter().map(|timed| timed.row(name)).collect::<Vec<_>>();
    let mut table = rows("an empty workspace", &into_nothing);
    table.extend(rows("one of 20 million lines", &into_full));
    table.push(vec![
        "DuckDB, CSV to Parquet alone".to_owned(),
        String::new(),
        there.shown(2),
        String::new(),
        String::new(),
    ]);
    Ok(Report {
        about: format!(
            "{} lines of {} bytes on average, {} customers, two lines a document: the whole command `carteira import`, \
             `import` of the same file again (no facts), and `imports undo` of both, each a process of its own.",
            number(described.rows as f64, 0),
            described.bytes / described.rows,
            number(described.customers as f64, 0),
        ),
        tables: vec![Table { columns: vec!["into", "", "seconds", "bar", "peak MB"], rows: table }],
    })
}

/// Imports the file twice and undoes both.
fn course(workspace: &Workspace, path: &std::path::Path, timed: &mut [Timed; 3]) -> Outcome<()> {
    let [first, again, undo] = timed;
    for (facts, timed) in [(ROWS, first), (0, again)] {
        let (run, found) = workspace.import_table(path)?;
        if found != facts {
            return Err(format!("{found} facts where {facts} were to be"));
        }
        timed.seconds.add(run.seconds);
        timed.peak_mb.add(megabytes(run.peak_bytes));
    }
    let listed = workspace.run(&["imports", "list", "--format", "json"])?;
    let batch = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?.get("batch")?.as_i64();
    let mut batches: Vec<i64> = listed.output.lines().filter_map(batch).collect();
    batches.sort_unstable();
    for batch in batches.iter().rev().take(2) {
        let run = workspace.run(&["imports", "undo", &batch.to_string()])?;
        undo.seconds.add(run.seconds);
        undo.peak_mb.add(megabytes(run.peak_bytes));
    }
    Ok(())
}

impl Timed {
    fn row(&self, into: &str) -> Vec<String> {
        let held = bar(&format!("< {}", self.most), self.seconds.median() < self.most);
        vec![into.to_owned(), self.name.to_owned(), self.seconds.shown(2), held, self.peak_mb.shown(0)]
    }
}
