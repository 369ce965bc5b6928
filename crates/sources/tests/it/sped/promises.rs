//! What the reader of books promises whatever the bytes. Shared with the fuzz target, and therefore without
//! anything of the tests.

use domain::facts::Body;
use domain::record::Record;
use domain::{Cents, CnpjRoot};
use sources::sped::read;

/// Reads bytes and asserts all that must hold of what comes out.
pub fn check(roots: &[CnpjRoot], bytes: &[u8]) {
    let all = || {
        let mut records = Vec::new();
        read(roots, bytes, |record| records.push(record));
        records
    };
    let records = all();
    records.iter().for_each(record_holds);
    assert_eq!(records, all(), "the same bytes are the same records");
}

fn record_holds(record: &Record) {
    match record {
        Record::Document { document, .. } => {
            assert!((1..=400).contains(&document.label.chars().count()));
            if let Body::Note(note) = &document.body {
                let billed = Cents::checked_sum(note.items.iter().map(|item| item.amounts.billed));
                let accounted = billed.and_then(|billed| billed.checked_add(note.difference));
                assert_eq!(accounted, Some(note.total), "items and difference make up the total");
            }
        }
        Record::Ignored { label, .. } => assert!(label.chars().count() <= 400),
        Record::Reject(reject) => {
            assert!(!reject.cause.to_string().is_empty() && reject.line.is_some_and(|line| line > 0));
            let quotes = [&reject.record, &reject.value].into_iter().flatten();
            quotes.for_each(|quote| assert!(quote.chars().count() <= 60, "{quote}"));
        }
    }
}
