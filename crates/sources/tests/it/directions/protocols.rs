//! What the authority's answer makes of a note.

use domain::facts::{Body, Event, EventKind, Standing};
use domain::record::{IgnoreReason, Record, Warning};
use rstest::rstest;

use crate::support::draft::Draft;
use crate::support::{
    CUSTOMER, Fate, HEAD_OFFICE, STRANGER, SUPPLIER, accepted, accepted_note, day, fate, fates, key, only, read,
};

#[rstest]
#[case::authorised("100", Fate::Accepted(Standing::Proven))]
#[case::authorised_late("150", Fate::Accepted(Standing::Proven))]
#[case::cancelled("101", Fate::Accepted(Standing::Cancelled))]
#[case::cancelled_late("151", Fate::Accepted(Standing::Cancelled))]
#[case::cancelled_late_by_event("155", Fate::Accepted(Standing::Cancelled))]
#[case::denied("110", Fate::Ignored(IgnoreReason::Denied))]
#[case::denied_for_the_issuer("301", Fate::Ignored(IgnoreReason::Denied))]
#[case::denied_for_the_recipient("302", Fate::Ignored(IgnoreReason::Denied))]
#[case::denied_for_the_state("303", Fate::Ignored(IgnoreReason::Denied))]
#[case::refused_as_a_duplicate("204", Fate::Ignored(IgnoreReason::RefusedNote))]
#[case::refused("539", Fate::Ignored(IgnoreReason::RefusedNote))]
#[case::empty("", Fate::Accepted(Standing::Unproven))]
fn a_note_is_worth_what_its_protocol_says(#[case] status: &str, #[case] expected: Fate) {
    let records = read(Draft::sale().status(status).xml());
    assert_eq!(fates(&records), [expected]);
}

#[rstest]
#[case::sale(Draft::sale().without_protocol())]
#[case::purchase(Draft::between(SUPPLIER, HEAD_OFFICE).without_protocol())]
#[case::empty_status(Draft::sale().status(""))]
fn a_note_without_protocol_is_kept_with_a_warning(#[case] draft: Draft) {
    let (document, warnings) = accepted(only(read(draft.xml())));
    assert_eq!((document.standing, warnings), (Standing::Unproven, vec![Warning::Unproven]));
}

#[rstest]
#[case("101")]
#[case("151")]
#[case("155")]
fn a_cancelled_note_says_so_itself(#[case] status: &str) {
    let draft = Draft::sale().status(status);
    let (note, warnings) = accepted_note(only(read(draft.xml())));
    let expected = Event {
        kind: EventKind::Cancellation,
        target: key(&draft.key()).into(),
        on: day("2026-03-02"),
        protocol: Some("135000000000007".to_owned()),
    };
    assert_eq!((note.events, warnings), (vec![expected], vec![]));
}

/// What the ignored note leaves: our numbers are used, whoever else's are nothing to us.
fn trace(draft: &Draft) -> Option<(EventKind, String)> {
    match only(read(draft.xml())) {
        Record::Ignored { trace: Some(trace), .. } => match trace.body {
            Body::Event(event) => Some((event.kind, event.target.to_string())),
            other => panic!("{other:?}"),
        },
        Record::Ignored { .. } => None,
        other => panic!("not ignored: {other:?}"),
    }
}

fn test_note(draft: Draft) -> Draft {
    Draft { environment: 2, ..draft }
}

#[rstest]
#[case::denied(Draft::sale().status("302"), Some(EventKind::Denial))]
#[case::in_the_test_environment(test_note(Draft::sale()), Some(EventKind::Test))]
#[case::refused(Draft::sale().status("204"), None)]
#[case::denied_to_a_supplier(Draft::between(SUPPLIER, HEAD_OFFICE).status("301"), None)]
#[case::test_of_a_supplier(test_note(Draft::between(SUPPLIER, HEAD_OFFICE)), None)]
#[case::between_others(Draft::between(STRANGER, CUSTOMER), None)]
fn only_our_numbers_leave_a_trace(#[case] draft: Draft, #[case] kind: Option<EventKind>) {
    assert_eq!(trace(&draft), kind.map(|kind| (kind, draft.key())));
}

#[rstest]
#[case::by_environment(test_note(Draft::sale()))]
#[case::by_environment_unproven(test_note(Draft::sale()).without_protocol())]
#[case::by_name(Draft::sale().to(&format!(
    "<dest><CNPJ>{CUSTOMER}</CNPJ><xNome>NF-E EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL</xNome></dest>"
)))]
fn a_note_of_the_test_environment_is_ignored(#[case] draft: Draft) {
    assert_eq!(fate(&only(read(draft.xml()))), Fate::Ignored(IgnoreReason::TestEnvironment));
}

/// A key whose digit fails or that names another issuer is the note's key nevertheless.
#[test]
fn an_odd_key_is_a_warning() {
    let draft = Draft::sale();
    let wrong_digit = format!("{}{}", &draft.key()[..43], (draft.key().as_bytes()[43] - b'0' + 1) % 10);
    let (note, warnings) = accepted_note(only(read(draft.xml().replace(&draft.key(), &wrong_digit))));
    assert_eq!((note.key.as_str(), warnings), (wrong_digit.as_str(), vec![Warning::KeyCheckDigit]));

    let of_another = Draft::between(SUPPLIER, CUSTOMER).key();
    let (_, warnings) = accepted_note(only(read(draft.xml().replace(&draft.key(), &of_another))));
    let expected = Warning::KeyIssuer { in_key: SUPPLIER.to_owned(), in_note: HEAD_OFFICE.to_owned() };
    assert_eq!(warnings, [expected]);
}
