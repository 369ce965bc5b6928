//! What the reader promises whatever the bytes. Shared with the fuzz target, and therefore without
//! anything of the tests.

use domain::facts::{Body, Document, Event, EventKind, Note, Side, Standing};
use domain::record::{Record, Reject, Warning};
use domain::{AccessKey, Cents, DocumentKey, NoteKey, ServiceKey};
use sources::nfe::Reader;

/// How many characters of a file a reject quotes at most.
const QUOTED: usize = 60;

/// How many characters the name of a record has at most.
const LABEL: usize = 400;

/// Reads bytes and asserts all that must hold of what comes out.
pub fn check(reader: &Reader, bytes: &[u8]) {
    let records = reader.read(bytes);
    assert!(!records.is_empty(), "every file is accounted for");
    for record in &records {
        match record {
            Record::Document { document, warnings } => {
                document_holds(document);
                let unproven = warnings.contains(&Warning::Unproven);
                assert_eq!(unproven, document.standing == Standing::Unproven);
                warnings.iter().for_each(|warning| assert!(!warning.to_string().is_empty()));
            }
            Record::Ignored { label, trace, reason } => {
                assert!(!reason.to_string().is_empty() && label.chars().count() <= LABEL);
                if let Some(trace) = trace {
                    assert!(matches!(trace.body, Body::Event(_)));
                    document_holds(trace);
                }
            }
            Record::Reject(reject) => reject_holds(reject),
        }
    }
    assert_eq!(records, reader.read(bytes), "the same bytes are the same records");
}

fn reject_holds(reject: &Reject) {
    assert!(!reject.cause.to_string().is_empty());
    assert!(reject.line.is_none_or(|line| line > 0), "lines are counted from 1");
    let quotes = [&reject.record, &reject.value].into_iter().flatten();
    quotes.for_each(|quote| assert!(quote.chars().count() <= QUOTED, "{quote}"));
}

fn document_holds(document: &Document) {
    assert!((1..=LABEL).contains(&document.label.chars().count()));
    assert_eq!(document.content(), document.clone().content());
    match &document.body {
        Body::Note(note) => {
            assert_eq!(document.key, DocumentKey::of_note(&note.key));
            assert_eq!(document.label, note.key.to_string());
            let cancels_itself = |event: &Event| event.kind == EventKind::Cancellation && event.target == note.key;
            let cancelled = note.events.iter().any(cancels_itself);
            assert_eq!(cancelled, document.standing == Standing::Cancelled);
            note_holds(note);
        }
        Body::Event(event) => key_holds(&event.target),
        Body::Settlements(payments) => {
            assert!(payments.iter().enumerate().all(|(place, payment)| usize::from(payment.ordinal) == place + 1));
            payments.iter().for_each(|payment| key_holds(&payment.target.into()));
        }
        Body::Voided(numbers) => assert!(numbers.first <= numbers.last),
        tables => panic!("a fiscal document is no row of a table: {tables:?}"),
    }
}

fn note_holds(note: &Note) {
    key_holds(&note.key);
    let billed = Cents::checked_sum(note.items.iter().map(|item| item.amounts.billed));
    let accounted = billed.and_then(|billed| billed.checked_add(note.difference));
    assert_eq!(accounted, Some(note.total), "items and difference make up the total");
    assert!(Cents::checked_sum(note.items.iter().map(|item| item.amounts.revenue)).is_some());
    note.events.iter().for_each(|event| key_holds(&event.target));
    let of_others = note.events.iter().filter(|event| event.target != note.key);
    assert!(of_others.count() == 0 || note.key.goods().is_none(), "only a service note replaces another");
    assert!(note.receivables.iter().enumerate().all(|(place, due)| usize::from(due.ordinal) == place + 1));
    if note.side != Side::Sale {
        assert!(note.receivables.is_empty(), "only who sells is owed");
    }
    if note.side == Side::Own {
        assert!(note.party.is_none() && note.observations.is_empty(), "among ourselves there is nobody else");
    }
    assert!(note.observations.iter().all(|observation| !observation.is_empty()));
}

/// A key is read back from what it is written as.
fn key_holds(key: &NoteKey) {
    match key {
        NoteKey::Goods(key) => {
            assert_eq!(key.as_str().parse::<AccessKey>().as_ref(), Ok(key));
            assert!(matches!(key.number(), 0..=999_999_999));
        }
        NoteKey::Service(key) => assert_eq!(key.as_str().parse::<ServiceKey>().as_ref(), Ok(key)),
    }
}
