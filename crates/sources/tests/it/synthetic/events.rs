//! The event files, the voided range, and what ignored notes leave behind.

use domain::DocumentKey;
use domain::facts::{Body, Event, EventKind, VoidedNumbers};
use domain::record::Record;
use rstest::rstest;

use crate::support::{HEAD_OFFICE, accepted, day, fixture, key, only, read};

const CANCELLED: &str = "35260311222333000181550010000000161000000160";
const DENIED: &str = "35260311222333000181550010000000171000000175";
const TEST: &str = "35260311222333000181550010000000181000000180";

#[test]
fn a_registered_cancellation_names_its_note() {
    let (document, warnings) = accepted(only(read(fixture("eventos/cancelamento_16.xml"))));
    let expected = Event {
        kind: EventKind::Cancellation,
        target: key(CANCELLED).into(),
        on: day("2026-03-27"),
        protocol: Some("135000000000001".to_owned()),
    };
    assert_eq!(document.body, Body::Event(expected));
    assert_eq!(document.key, DocumentKey::of_event(&key(CANCELLED).into(), "110111", "1"));
    assert_eq!(warnings, []);
}

#[test]
fn a_voided_range_is_kept() {
    let (document, _) = accepted(only(read(fixture("eventos/inutilizacao.xml"))));
    let expected = VoidedNumbers {
        issuer: HEAD_OFFICE.to_owned(),
        model: 55,
        series: 1,
        first: 21,
        last: 21,
        on: day("2026-04-02"),
    };
    assert_eq!(document.body, Body::Voided(expected));
}

#[rstest]
#[case("nfe/17_denegada_302.xml", EventKind::Denial, DENIED)]
#[case("nfe/18_homologacao_tpamb2.xml", EventKind::Test, TEST)]
fn an_ignored_note_proves_that_its_number_was_used(#[case] file: &str, #[case] kind: EventKind, #[case] note: &str) {
    let Record::Ignored { trace: Some(trace), .. } = only(read(fixture(file))) else { panic!("ignored with a trace") };
    let Body::Event(event) = trace.body else { panic!("an event") };
    assert_eq!((event.kind, event.target, event.on), (kind, key(note).into(), day("2026-03-28")));
}
