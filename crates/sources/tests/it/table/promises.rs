//! What the reader of tables promises whatever the bytes. Shared with the fuzz target, and therefore
//! without anything of the tests.

use domain::record::Reject;
use domain::{Cents, Day};
use sources::table::{Gathering, Options, Outcome, Reader, Rows, Table};

/// Reads bytes and asserts all that must hold of what comes out.
pub fn check(bytes: &[u8]) {
    let today = Day::from_ymd(2026, 11, 22).expect("a date");
    let reader = Reader::new(Options { kind: None, source: None, map: None, today });
    match (reader.read(bytes), reader.read(bytes)) {
        (Ok(outcome), Ok(again)) => {
            outcome_holds(&outcome);
            let rows = |outcome: &Outcome| outcome.tables.iter().map(|table| table.rows.clone()).collect::<Vec<_>>();
            assert_eq!(rows(&outcome), rows(&again), "the same bytes are the same rows");
            gathered_holds(outcome);
        }
        (Err(reject), Err(again)) => {
            reject_holds(&reject);
            assert_eq!(reject, again);
        }
        _ => panic!("the same bytes are read once and refused once"),
    }
    // A draft is of whatever was understood, or a refusal; never more than that.
    let _ = reader.draft(bytes);
}

fn outcome_holds(outcome: &Outcome) {
    outcome.rejects.iter().for_each(reject_holds);
    for table in &outcome.tables {
        table_holds(table);
    }
}

fn table_holds(table: &Table) {
    table.rejects.iter().for_each(reject_holds);
    assert!(table.rejects.iter().all(|reject| reject.line.is_some_and(|line| line > 0)), "every row has its line");
    assert!(table.ignored.values().all(|ignored| ignored.count > 0 && ignored.first_line > 0));
    if let Rows::Sales(rows) = &table.rows {
        assert!(rows.iter().all(|(line, row)| *line > 0 && row.revenue >= Cents(0)), "what came back is marked so");
    }
}

/// Every row is in one document, and no two documents have one key.
fn gathered_holds(outcome: Outcome) {
    let mut gathering = Gathering::default();
    let mut rows = 0;
    for (file, table) in outcome.tables.into_iter().enumerate() {
        rows += table.rows.len() as u64;
        gathering.push(file as u32, &table.source, table.rows);
    }
    let documents: Vec<_> = gathering.finish().collect();
    assert_eq!(documents.iter().map(|gathered| gathered.rows).sum::<u64>(), rows);
    let mut keys: Vec<_> = documents.iter().map(|gathered| gathered.document.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), documents.len(), "a document has one key of its own");
}

fn reject_holds(reject: &Reject) {
    assert!(!reject.cause.to_string().is_empty());
    let quotes = [&reject.record, &reject.value].into_iter().flatten();
    quotes.for_each(|quote| assert!(quote.chars().count() <= 100, "{quote}"));
}
