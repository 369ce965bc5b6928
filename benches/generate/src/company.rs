//! The files of the sample company, as a new user would have them: a zip of notes and events for each
//! month, and a folder of odd files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::Day;
use serde_json::{Value, json};

use crate::Error;
use crate::archive::Archive;
use crate::calendar::year_month;
use crate::cast::HOMES;
use crate::odd::odd_files;
use crate::plan::{Plan, Settings, plan};
use crate::tally::Tally;
use crate::xml::{Issue, cancellation, correction, issue, voiding};

const DEFLATE_LEVEL: i64 = 6;

/// What was written.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The CNPJ of the company's first establishment.
    pub company: String,
    /// Where the files are.
    pub dir: PathBuf,
    /// Notes in the archives, whoever issued them and whatever became of them.
    pub notes: usize,
    /// Cancellations, correction letters and voidings in the archives.
    pub events: usize,
    /// Archives.
    pub archives: usize,
    /// Bytes of XML in the archives, unpacked.
    pub xml_bytes: u64,
    /// The number that is missing without a word, as `CNPJ/series/number`.
    pub missing_number: String,
    /// What the importer must come to.
    pub expected: Tally,
}

/// One file of an archive, not yet written.
enum Entry {
    Note(usize),
    Cancellation(usize),
    Correction(usize),
    Voiding(usize),
}

/// Writes a sample company's files into a folder, which must be empty or new.
///
/// # Errors
/// The folder is not empty, or cannot be written to.
pub fn write_company(dir: &Path, settings: &Settings) -> Result<Summary, Error> {
    crate::claim_folder(dir)?;
    let plan = plan(settings);
    let months = months(&plan);
    let xml_bytes = write_archives(dir, &plan, &months)?;
    let loose = dir.join("avulsos");
    crate::claim_folder(&loose)?;
    for file in odd_files(&plan) {
        crate::write(&loose.join(&file.name), &file.content)?;
    }
    let missing = plan.missing;
    Ok(Summary {
        company: plan.party(HOMES[0]).tax_id.as_str().to_owned(),
        dir: dir.to_owned(),
        notes: plan.notes.len(),
        events: months.values().flatten().filter(|(_, entry)| !matches!(entry, Entry::Note(_))).count(),
        archives: months.len(),
        xml_bytes,
        missing_number: format!("{}/{}/{}", plan.party(missing.issuer).tax_id.as_str(), missing.series, missing.number),
        expected: plan.tally(),
    })
}

impl Summary {
    /// The summary as one JSON object.
    pub fn to_json(&self) -> Value {
        let mut value = json!({
            "company": self.company,
            "dir": self.dir,
            "notes": self.notes,
            "events": self.events,
            "archives": self.archives,
            "xml_bytes": self.xml_bytes,
            "missing_number": self.missing_number,
        });
        crate::merge(&mut value, self.expected.to_json());
        value
    }
}

/// What belongs into each month's archive: notes by the day they were issued, events by the day they
/// were registered.
fn months(plan: &Plan) -> BTreeMap<String, Vec<(Day, Entry)>> {
    let mut months: BTreeMap<String, Vec<(Day, Entry)>> = BTreeMap::new();
    let mut put = |day: Day, entry: Entry| months.entry(year_month(day)).or_default().push((day, entry));
    for (place, note) in plan.notes.iter().enumerate() {
        put(note.issued.day, Entry::Note(place));
        if let Some(cancelled) = note.cancelled {
            put(cancelled.day, Entry::Cancellation(place));
        }
    }
    for (place, correction) in plan.corrections.iter().enumerate() {
        put(correction.registered.day, Entry::Correction(place));
    }
    for (place, (_, voiding)) in plan.voidings.iter().enumerate() {
        put(voiding.registered.day, Entry::Voiding(place));
    }
    months
}

/// Writes the archives, on all cores, and says how many bytes of XML are in them.
fn write_archives(dir: &Path, plan: &Plan, months: &BTreeMap<String, Vec<(Day, Entry)>>) -> Result<u64, Error> {
    let months: Vec<(&String, &Vec<(Day, Entry)>)> = months.iter().collect();
    let next = AtomicUsize::new(0);
    let work = || -> Result<u64, Error> {
        let mut bytes = 0;
        while let Some((month, entries)) = months.get(next.fetch_add(1, Ordering::Relaxed)) {
            bytes += write_archive(&dir.join(format!("notas-{month}.zip")), plan, entries)?;
        }
        Ok(bytes)
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        handles.into_iter().map(|handle| handle.join().expect("a worker only fails by returning an error")).sum()
    })
}

fn write_archive(path: &Path, plan: &Plan, entries: &[(Day, Entry)]) -> Result<u64, Error> {
    let mut archive = Archive::new(DEFLATE_LEVEL);
    let mut bytes = 0;
    for (day, entry) in entries {
        let (name, text) = written(plan, entry);
        bytes += text.len() as u64;
        archive.add(&name, text.as_bytes(), *day)?;
    }
    archive.write_to(path)?;
    Ok(bytes)
}

/// The name and text of a file.
fn written(plan: &Plan, entry: &Entry) -> (String, String) {
    match *entry {
        Entry::Note(place) => {
            let note = &plan.notes[place];
            let recipient = note.recipient.map(|recipient| plan.party(recipient));
            let text = issue(&Issue { note, issuer: plan.party(note.issuer), recipient, with_protocol: true });
            (format!("{}-procNFe.xml", note.key), text)
        }
        Entry::Cancellation(place) => {
            let note = &plan.notes[place];
            let registered = note.cancelled.expect("only cancelled notes have this entry");
            (
                format!("110111-{}-01-procEventoNFe.xml", note.key),
                cancellation(note, plan.party(note.issuer), registered),
            )
        }
        Entry::Correction(place) => {
            let letter = &plan.corrections[place];
            let note = &plan.notes[letter.note];
            (format!("110110-{}-01-procEventoNFe.xml", note.key), correction(letter, note, plan.party(note.issuer)))
        }
        Entry::Voiding(place) => {
            let (issuer, range) = &plan.voidings[place];
            let issuer = plan.party(*issuer);
            let name = format!("{}-{}-{}-procInutNFe.xml", issuer.tax_id.as_str(), range.first, range.last);
            (name, voiding(range, issuer))
        }
    }
}

#[cfg(test)]
mod tests;
