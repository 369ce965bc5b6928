//! Generated notes: made once, kept under the target directory, used again.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::measure::measured;
use crate::place::{Place, remove};
use crate::{Outcome, say};

const SEED: u64 = 1;

/// Notes that are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Bulk {
    /// How many.
    pub count: u64,
    /// To how many customers; by default one for every ten notes.
    pub customers: Option<u64>,
    /// In how many zip files; none for loose files.
    pub zips: Option<u64>,
}

/// Notes that lie there, and what an import of them must come to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notes {
    /// Where they lie.
    pub path: PathBuf,
    /// Whose they are.
    pub company: String,
    /// Notes.
    pub notes: u64,
    /// Cancellations.
    pub events: u64,
    /// Bytes of XML, unpacked.
    pub bytes: u64,
    /// What the portfolio must add up to.
    #[serde(flatten)]
    pub expected: Sums,
}

/// The sums of a portfolio, as the generator expects them and `totals` prints them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    pub customers: u64,
    pub documents: u64,
    pub revenue_total_cents: i64,
    pub billed_total_cents: i64,
    pub returns_total_cents: i64,
    pub unidentified_revenue_cents: i64,
}

/// The notes of a kind, generated where they are not there yet.
///
/// # Errors
/// They cannot be generated.
pub fn notes(place: &Place, bulk: Bulk) -> Outcome<Notes> {
    let name = name(bulk);
    let told = place.kept(&format!("{name}.json"));
    if let Some(notes) = read(&told) {
        return Ok(notes);
    }
    say(&format!("generating {name}"));
    let folder = place.kept(&name);
    remove(&folder)?;
    let mut arguments = vec!["notes".to_owned(), folder.display().to_string()];
    let mut option = |name: &str, value: u64| arguments.extend([name.to_owned(), value.to_string()]);
    option("--seed", SEED);
    option("--count", bulk.count);
    bulk.customers.into_iter().for_each(|customers| option("--customers", customers));
    bulk.zips.into_iter().for_each(|zips| option("--zips", zips));
    if bulk.zips.is_none() {
        arguments.push("--loose".to_owned());
    }
    let notes: Notes = measured(&place.program("generate"), &arguments)?.json()?;
    let text = serde_json::to_string(&notes).map_err(|error| error.to_string())?;
    // Written last: notes that are told of are whole.
    std::fs::write(&told, text).map_err(|error| format!("{}: {error}", told.display()))?;
    Ok(notes)
}

fn name(Bulk { count, customers, zips }: Bulk) -> String {
    let customers = customers.map(|customers| format!("-{customers}-customers")).unwrap_or_default();
    let packing = zips.map_or("loose".to_owned(), |zips| format!("{zips}-zips"));
    format!("notes-seed-{SEED}-{count}{customers}-{packing}")
}

fn read(told: &Path) -> Option<Notes> {
    let notes: Notes = serde_json::from_str(&std::fs::read_to_string(told).ok()?).ok()?;
    notes.path.exists().then_some(notes)
}
