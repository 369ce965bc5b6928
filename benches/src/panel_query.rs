//! `panel-query`: what is asked of a million customers by a program that has their panel in memory.

use serde::Deserialize;

use crate::figures::{bar, number};
use crate::measure::measured;
use crate::place::Place;
use crate::results::{Report, Table};
use crate::sales::Months;
use crate::{Outcome, peer, say};

const CUSTOMERS: u64 = 1_000_000;
const LINES: u64 = 10_000_000;

/// Milliseconds, the ones in the middle and those that 95 of 100 do not pass.
#[derive(Deserialize)]
pub struct Spread {
    /// The one in the middle.
    pub median_ms: f64,
    /// The 95th of a hundred.
    pub p95_ms: f64,
    /// How many were measured.
    pub count: usize,
}

#[derive(Deserialize)]
struct Said {
    customers: u64,
    lists: Spread,
    explanations: Spread,
    owners: Spread,
}

/// Measures.
pub fn run(place: &Place) -> Outcome<Report> {
    let python = peer::python(place)?;
    let workspace = Months::of(place, &python, LINES, CUSTOMERS)?.imported(place)?;
    say("panel-query: asking");
    let folder = workspace.folder().display().to_string();
    let run = measured(&place.program("benches"), &["inside", "query", &folder])?;
    let Said { customers, lists, explanations, owners } = run.json()?;
    let row = |name: &str, spread: &Spread, most: f64| {
        vec![
            name.to_owned(),
            number(spread.median_ms, 1),
            number(spread.p95_ms, 1),
            bar(&format!("p95 < {most}"), spread.p95_ms < most),
            spread.count.to_string(),
        ]
    };
    Ok(Report {
        about: format!(
            "{} customers of 10 million lines, their panel in memory; each figure is of one call in the same process, on two threads. Peak \
             memory of the process: {} MB.",
            number(customers as f64, 0),
            number(run.peak_bytes as f64 / 1e6, 0)
        ),
        tables: vec![Table {
            columns: vec!["", "median ms", "p95 ms", "bar", "calls"],
            rows: vec![
                row("filter, sort, first 50", &lists, 50.0),
                row("`explain` of one number", &explanations, 50.0),
                row("owner of 10 000 customers changed, to the list that shows it", &owners, 200.0),
            ],
        }],
    })
}
