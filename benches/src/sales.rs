//! Generated sales of tables: monthly files of millions of lines, the workspaces that importing them
//! leaves, and one large file.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::measure::measured;
use crate::place::{Place, remove, source};
use crate::workspace::Workspace;
use crate::{Outcome, say};

/// Whose sales they are.
const COMPANY: &str = "11222333000181";

/// The workspace's files of facts, made when it was.
#[derive(Serialize, Deserialize)]
struct Made {
    rows: u64,
    program: String,
}

/// Three years of sales in 36 monthly files.
pub struct Months {
    name: String,
    /// Lines.
    pub rows: u64,
    /// Parquet files, as the rival reads them.
    pub parquet: PathBuf,
    /// The same as an ERP exports them.
    csv: PathBuf,
}

impl Months {
    /// The files of so many lines to so many customers, generated where they are not there yet.
    ///
    /// # Errors
    /// They cannot be generated.
    pub fn of(place: &Place, python: &Path, rows: u64, customers: u64) -> Outcome<Self> {
        let name = format!("sales-{rows}-{customers}");
        let months = Self { rows, parquet: place.kept(&name), csv: place.kept(&format!("{name}-csv")), name };
        if !months.csv.exists() {
            say(&format!("generating {rows} lines of sales"));
            let (parquet, unfinished) = (months.parquet.display().to_string(), months.csv.with_extension("tmp"));
            remove(&unfinished)?;
            let (rows, parties) = (rows.to_string(), customers.to_string());
            measured(python, &[script("gen_sales.py").as_str(), &parquet, &rows, &parties])?;
            measured(python, &[script("sales_csv.py").as_str(), &parquet, &unfinished.display().to_string()])?;
            std::fs::rename(&unfinished, &months.csv).map_err(|error| error.to_string())?;
        }
        Ok(months)
    }

    /// The workspace that one import for each month leaves; one that this build left before is taken.
    ///
    /// # Errors
    /// An import fails, or loses lines.
    pub fn imported(&self, place: &Place) -> Outcome<Workspace> {
        let name = format!("{}-workspace", self.name);
        let told = place.kept(&format!("{name}.json"));
        let program = stamp(&place.program("carteira"))?;
        let known = std::fs::read(&told).ok().and_then(|bytes| serde_json::from_slice::<Made>(&bytes).ok());
        if known.is_some_and(|made| made.rows == self.rows && made.program == program) {
            return Ok(Workspace::at(place, &name));
        }
        say(&format!("importing {} lines of sales, month by month", self.rows));
        let workspace = Workspace::empty(place, &name, COMPANY)?;
        let mut files: Vec<PathBuf> = std::fs::read_dir(&self.csv)
            .map_err(|error| error.to_string())?
            .flatten()
            .map(|entry| entry.path())
            .collect();
        files.sort_unstable();
        let mut rows = 0;
        for file in files {
            rows += workspace.import_table(&file)?.1;
        }
        if rows != self.rows {
            return Err(format!("of {} lines {rows} were taken in", self.rows));
        }
        let made = serde_json::to_string(&Made { rows, program }).map_err(|error| error.to_string())?;
        std::fs::write(&told, made).map_err(|error| error.to_string())?;
        Ok(workspace)
    }
}

/// One large file of sales.
#[derive(Deserialize)]
pub struct Rows {
    /// Lines.
    pub rows: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// Customers that have some.
    pub customers: u64,
    /// What they come to.
    pub revenue_cents: i64,
}

/// Generates a file of so many lines to so many customers.
///
/// # Errors
/// It cannot be generated.
pub fn file(place: &Place, python: &Path, rows: u64, customers: u64) -> Outcome<(PathBuf, Rows)> {
    let path = place.kept(&format!("sales-{rows}-{customers}.csv"));
    let arguments = [script("sales_rows.py"), path.display().to_string(), rows.to_string(), customers.to_string()];
    let described: Rows = measured(python, &arguments)?.json()?;
    Ok((path, described))
}

/// A script of the rivals.
pub fn script(name: &str) -> String {
    source("peers").join(name).display().to_string()
}

/// What tells one build of a program from another.
///
/// # Errors
/// There is no such program.
pub fn stamp(program: &Path) -> Outcome<String> {
    let found = program.metadata().map_err(|error| format!("{}: {error}", program.display()))?;
    let modified = found.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    Ok(format!("{} {}", found.len(), modified.map_or(0, |since| since.as_millis())))
}
