//! One bad note does not cost the others.

use domain::facts::Standing;
use domain::record::{IgnoreReason, Record, RejectCause};

use crate::support::draft::Draft;
use crate::support::event::EventDraft;
use crate::support::{Fate, accepted_note, fates, read};

const PROVEN: Fate = Fate::Accepted(Standing::Proven);

fn lot(notes: &[String]) -> String {
    format!("<enviNFe versao=\"4.00\"><idLote>1</idLote>{}</enviNFe>", notes.concat())
}

/// Notes and protocols of each, by their numbers.
fn note(number: u32) -> Draft {
    Draft::sale().numbered(number)
}

fn sorted(records: &[Record]) -> Vec<Fate> {
    let mut fates = fates(records);
    fates.sort_by_key(|fate| format!("{fate:?}"));
    fates
}

fn numbers(records: Vec<Record>) -> Vec<u32> {
    let notes = records.into_iter().filter(|record| matches!(record, Record::Document { .. }));
    notes.filter_map(|record| accepted_note(record).0.key.goods()).map(|key| key.number()).collect()
}

#[test]
fn the_second_of_three_is_bad() {
    for (written, instead) in [
        ("<vProd>100.00</vProd>", "<vProd>100,00</vProd>"),
        ("<CFOP>5102</CFOP>", ""),
        ("<finNFe>1</finNFe>", "<finNFe>9</finNFe>"),
        ("<vNF>100.00</vNF>", ""),
        (" Id=\"NFe3", " Id=\"NFe"),
    ] {
        let bad = note(2).nfe().replace(written, instead);
        let records = read(lot(&[note(1).nfe(), bad, note(3).nfe()]));
        let unproven = Fate::Accepted(Standing::Unproven);
        assert_eq!(sorted(&records), [unproven, unproven, Fate::Rejected], "{instead}");
        assert_eq!(numbers(records), [1, 3], "{instead}");
    }
}

/// What was authorised could not be read: one reject, and nothing accepted.
#[test]
fn the_protocol_of_a_bad_note_is_no_record_of_its_own() {
    for (written, instead) in [("<vProd>100.00</vProd>", "<vProd>100,00</vProd>"), ("<vNF>100.00</vNF>", "")] {
        let (bad, good) = (note(1).xml().replace(written, instead), note(2));
        assert_eq!(fates(&read(&bad)), [Fate::Rejected], "{instead}");
        let nameless = bad.replace(&format!(" Id=\"NFe{}\"", note(1).key()), "");
        assert_eq!(fates(&read(nameless)), [Fate::Rejected], "{instead}");
        let file = lot(&[bad, good.nfe(), good.protocol()]);
        assert_eq!(sorted(&read(file)), [PROVEN, Fate::Rejected], "{instead}");
    }
}

#[test]
fn each_note_of_a_lot_finds_its_own_protocol() {
    let (first, second) = (note(1), note(2).status("302"));
    let file = lot(&[first.nfe(), second.nfe(), second.protocol(), first.protocol()]);
    assert_eq!(fates(&read(file)), [PROVEN, Fate::Ignored(IgnoreReason::Denied)]);
}

/// The key may be missing from the note where its protocol gives it.
#[test]
fn a_note_without_key_has_its_protocols() {
    let draft = note(1);
    let file = draft.xml().replace(&format!(" Id=\"NFe{}\"", draft.key()), "");
    assert_eq!(numbers(read(file)), [1]);
}

/// Only where there is no doubt: another note's protocol is not taken.
#[test]
fn a_note_without_key_does_not_take_another_notes_protocol() {
    let (nameless, named) = (note(1), note(2));
    let without_key = nameless.nfe().replace(&format!(" Id=\"NFe{}\"", nameless.key()), "");
    let records = read(lot(&[without_key, named.nfe(), named.protocol()]));
    assert_eq!(sorted(&records), [PROVEN, Fate::Rejected]);
}

#[test]
fn a_bad_event_does_not_cost_its_note() {
    let draft = note(1);
    let event = EventDraft::of("110111", "123");
    let file = draft.xml().replace("</nfeProc>", &format!("{}{}</nfeProc>", event.request(), event.answer()));
    let records = read(file);
    assert_eq!(sorted(&records), [PROVEN, Fate::Rejected]);
    let reject = records.into_iter().find_map(|record| match record {
        Record::Reject(reject) => Some(reject),
        _ => None,
    });
    let reject = reject.expect("a reject");
    assert!(matches!(reject.cause, RejectCause::AccessKey(_)));
    assert_eq!(reject.value.as_deref(), Some("123"));
}

/// What is not well-formed is one reject, and nothing of the file is kept.
#[test]
fn a_broken_file_is_refused_whole() {
    let file = lot(&[note(1).nfe(), note(2).nfe()]);
    assert_eq!(fates(&read(&file[..file.len() - 20])), [Fate::Rejected]);
}

#[test]
fn an_empty_file_is_one_reject() {
    for nothing in ["", " \r\n", "\u{feff}", "nota"] {
        assert_eq!(fates(&read(nothing)), [Fate::Rejected], "{nothing:?}");
    }
}
