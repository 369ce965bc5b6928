//! What the reader of tables promises. The expected values were counted by hand or with other tools,
//! never taken from the reader's own output.

mod erps;
mod gathering;
mod hostile;
mod lists;
mod promises;
mod public;
mod random;
mod refusals;
mod sales;
mod workbooks;

use domain::Day;
use sources::table::{Kind, Map, Options, Outcome, Reader, Table};

/// The day on which these tables are imported.
pub fn today() -> Day {
    "2026-11-20".parse().expect("a day")
}

/// Reads bytes as a kind, or whatever they are.
pub fn read_bytes(bytes: &[u8], kind: Option<Kind>, map: Option<&str>) -> Result<Outcome, String> {
    let map = map.map(|map| Map::from_toml(map).expect("a map"));
    let options = Options { kind, source: None, map, today: today() };
    Reader::new(options).read(bytes).map_err(|reject| reject.cause.to_string())
}

/// The one table of a text.
pub fn read(text: &str) -> Table {
    read_bytes(text.as_bytes(), None, None).expect("a table").tables.remove(0)
}
