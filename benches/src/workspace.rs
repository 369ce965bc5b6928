//! A workspace that `carteira` makes and fills, each command a process as a user runs it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::Outcome;
use crate::files::{Notes, Sums};
use crate::measure::{Run, measured};
use crate::place::{Place, remove};

/// A workspace under the target directory.
pub struct Workspace {
    carteira: PathBuf,
    folder: PathBuf,
}

/// What an import says of itself.
#[derive(Deserialize)]
struct Imported {
    records: u64,
    accepted: u64,
    documents: u64,
}

/// What an import of a table says of itself.
#[derive(Deserialize)]
struct Table {
    records: u64,
    accepted: u64,
    duplicates: u64,
    facts: u64,
}

impl Workspace {
    /// An empty workspace, in place of one of the same name.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn empty(place: &Place, name: &str, company: &str) -> Outcome<Self> {
        let workspace = Self { carteira: place.program("carteira"), folder: place.fresh(name)? };
        measured(&workspace.carteira, &["init", &workspace.folder.display().to_string(), "--company", company])?;
        Ok(workspace)
    }

    /// A workspace that was made before.
    pub fn at(place: &Place, name: &str) -> Self {
        Self { carteira: place.program("carteira"), folder: place.kept(name) }
    }

    /// A copy under another name, to be changed.
    ///
    /// # Errors
    /// It cannot be copied.
    pub fn copy(&self, place: &Place, name: &str) -> Outcome<Self> {
        let folder = place.fresh(name)?;
        let copied = Command::new("cp").arg("-r").arg(&self.folder).arg(&folder).status();
        if !copied.is_ok_and(|status| status.success()) {
            return Err(format!("{} cannot be copied", self.folder.display()));
        }
        Ok(Self { carteira: self.carteira.clone(), folder })
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Imports a table of sales, every line of which must be accepted or known, and gives how many facts
    /// it brought.
    ///
    /// # Errors
    /// The import fails, or lines are refused.
    pub fn import_table(&self, file: &Path) -> Outcome<(Run, u64)> {
        let file = file.display().to_string();
        let run = self.run(&["import", "--kind", "sales", "--source", "bench", "--format", "json", &file])?;
        let Table { records, accepted, duplicates, facts } = run.json()?;
        match records == accepted + duplicates {
            true => Ok((run, facts)),
            false => Err(format!("of {records} records {accepted} were accepted and {duplicates} known")),
        }
    }

    /// Imports a list of so many customers, every line of which must be accepted.
    ///
    /// # Errors
    /// The import fails, or lines are refused.
    pub fn import_customers(&self, file: &Path, customers: u64) -> Outcome<()> {
        let file = file.display().to_string();
        let run = self.run(&["import", "--kind", "customers", "--source", "bench", "--format", "json", &file])?;
        let Table { records, accepted, .. } = run.json()?;
        match (records, accepted) == (customers, customers) {
            true => Ok(()),
            false => Err(format!("of {records} customers {accepted} were accepted")),
        }
    }

    /// Runs a command to its end.
    ///
    /// # Errors
    /// It fails.
    pub fn run(&self, command: &[&str]) -> Outcome<Run> {
        let folder = self.folder.display().to_string();
        let arguments: Vec<&str> = ["--workspace", &folder].into_iter().chain(command.iter().copied()).collect();
        measured(&self.carteira, &arguments)
    }

    /// Imports notes, every one of which must be accepted.
    ///
    /// # Errors
    /// The import fails, or comes to something else.
    pub fn import(&self, notes: &Notes) -> Outcome<Run> {
        let run = self.run(&["import", "--format", "json", &notes.path.display().to_string()])?;
        let Imported { records, accepted, documents } = run.json()?;
        let wanted = notes.notes + notes.events;
        match (records, accepted, documents) == (wanted, wanted, notes.notes) {
            true => Ok(run),
            false => Err(format!("of {wanted} records {accepted} were accepted, {documents} of them notes")),
        }
    }

    /// What all its customers brought in.
    ///
    /// # Errors
    /// They cannot be added up.
    pub fn revenue_cents(&self) -> Outcome<i64> {
        let totals: serde_json::Value = self.run(&["totals", "--as-of", "latest", "--format", "json"])?.json()?;
        totals["revenue_total_cents"].as_i64().ok_or_else(|| format!("no revenue in {totals}"))
    }

    /// Makes sure that the portfolio adds up to what the notes must come to.
    ///
    /// # Errors
    /// It adds up to something else.
    pub fn check(&self, notes: &Notes) -> Outcome<Run> {
        let run = self.run(&["totals", "--as-of", "latest", "--format", "json"])?;
        let found: Sums = run.json()?;
        match found == notes.expected {
            true => Ok(run),
            false => Err(format!("expected {:?}\nfound {found:?}", notes.expected)),
        }
    }

    /// Makes it forget what it has computed.
    ///
    /// # Errors
    /// The folder cannot be removed.
    pub fn forget(&self) -> Outcome<()> {
        remove(&self.folder.join("cache"))
    }

    /// Removes it.
    ///
    /// # Errors
    /// The folder cannot be removed.
    pub fn remove(self) -> Outcome<()> {
        remove(&self.folder)
    }
}
