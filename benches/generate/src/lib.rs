//! Invented files of a Brazilian company, the same for the same seed: a sample company as a new user
//! would bring it ([`company`]), and notes in bulk for measuring imports ([`bulk`]).
//!
//! What happens is decided first, as facts ([`note`], [`plan`]); the sums the importer must come to
//! are added up from the facts ([`tally`]); XML is written from them last ([`xml`]). Nobody real stands
//! in any of it. This crate knows nothing of the engine, the store or the importer.

pub mod bulk;
pub mod calendar;
pub mod cast;
pub mod company;
pub mod customers;
pub mod identities;
pub mod keys;
pub mod lines;
pub mod names;
pub mod note;
pub mod odd;
pub mod places;
pub mod plan;
pub mod products;
pub mod random;
pub mod tally;
pub mod taxes;
pub mod xml;

mod archive;
#[cfg(test)]
mod recount;
mod words;

use std::path::Path;

use serde_json::Value;

/// Why files could not be generated.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A folder that must be empty or new is not.
    #[error("{path} is not empty: give a new folder, or empty it")]
    NotEmpty { path: String },
    /// A file or folder cannot be written.
    #[error("cannot write {path}: {source}")]
    Write { path: String, source: std::io::Error },
    /// A zip file cannot be put together.
    #[error("cannot put a zip file together: {0}")]
    Zip(#[from] zip::result::ZipError),
}

/// Makes sure that a folder exists and is empty.
fn claim_folder(dir: &Path) -> Result<(), Error> {
    let cannot = |source| Error::Write { path: dir.display().to_string(), source };
    std::fs::create_dir_all(dir).map_err(cannot)?;
    match std::fs::read_dir(dir).map_err(cannot)?.next() {
        Some(_) => Err(Error::NotEmpty { path: dir.display().to_string() }),
        None => Ok(()),
    }
}

fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    std::fs::write(path, content).map_err(|source| Error::Write { path: path.display().to_string(), source })
}

/// Adds the members of one JSON object to another.
fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}
