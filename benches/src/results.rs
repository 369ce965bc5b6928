//! Writing what was measured to `benches/results`.

use std::path::PathBuf;

use crate::Outcome;
use crate::figures::RUNS;
use crate::place::source;

/// What a benchmark has to say.
pub struct Report {
    /// What was measured, and how.
    pub about: String,
    /// The figures.
    pub tables: Vec<Table>,
}

/// Figures.
pub struct Table {
    /// What each column is.
    pub columns: Vec<&'static str>,
    /// The rows, as wide as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// Writes a report, in place of the one before, and says where.
///
/// # Errors
/// It cannot be written.
pub fn write(name: &str, machine: &str, report: &Report) -> Outcome<PathBuf> {
    let folder = source("results");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let path = folder.join(format!("{name}.md"));
    let tables = tables(report);
    // As figures of several runs are written.
    let of_runs = match tables.contains("** (") {
        true => format!("\nFigures in bold are medians of {RUNS} runs, with the least and the greatest.\n"),
        false => String::new(),
    };
    let text = format!(
        "# {name}\n\nWritten by `cargo xtask bench {name}`. Measured {machine}\n\n{}\n{of_runs}{tables}",
        report.about,
    );
    std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

/// The tables of a report.
pub fn tables(report: &Report) -> String {
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let table = |table: &Table| {
        let head: Vec<String> = table.columns.iter().map(|&column| column.to_owned()).collect();
        let line: Vec<String> =
            (0..head.len()).map(|place| if place == 0 { "---" } else { "--:" }.to_owned()).collect();
        let rows = table.rows.iter().map(|cells| row(cells)).collect::<String>();
        format!("\n{}{}{rows}", row(&head), row(&line))
    };
    report.tables.iter().map(table).collect()
}
