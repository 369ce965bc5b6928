//! What happens to notes after they are issued.

use domain::DocumentKey;
use domain::facts::{Body, Event, EventKind, Standing};
use domain::record::IgnoreReason;
use rstest::rstest;

use crate::support::draft::{Draft, access_key};
use crate::support::event::{EventDraft, PROTOCOL};
use crate::support::{
    CUSTOMER, Fate, HEAD_OFFICE, STRANGER, SUPPLIER, accepted, accepted_event, day, fates, key, only, read,
};
use Fate::{Accepted, Ignored};

/// A note of ours.
fn ours() -> String {
    Draft::sale().key()
}

/// A note a supplier issued.
fn bought() -> String {
    access_key(SUPPLIER, 55, 9)
}

#[rstest]
#[case::cancelled("135", Accepted(Standing::Proven))]
#[case::cancelled_before_the_note_came("136", Accepted(Standing::Proven))]
#[case::cancelled_late("155", Accepted(Standing::Proven))]
#[case::refused("501", Ignored(IgnoreReason::RefusedEvent))]
#[case::duplicate("573", Ignored(IgnoreReason::RefusedEvent))]
#[case::not_an_answer_to_an_event("101", Ignored(IgnoreReason::RefusedEvent))]
#[case::empty("", Ignored(IgnoreReason::EventWithoutAnswer))]
fn a_cancellation_counts_once_registered(
    #[case] status: &str,
    #[case] expected: Fate,
    #[values("110111", "110112")] kind: &str,
) {
    assert_eq!(fates(&read(EventDraft::of(kind, &ours()).status(status).xml())), [expected]);
}

#[test]
fn a_cancellation_asked_for_is_none() {
    let unanswered = EventDraft::of("110111", &ours()).unanswered();
    assert_eq!(fates(&read(unanswered.xml())), [Ignored(IgnoreReason::EventWithoutAnswer)]);
    assert_eq!(fates(&read(unanswered.request())), [Ignored(IgnoreReason::EventWithoutAnswer)]);
}

/// The event's day is its own, not the day of the answer.
#[test]
fn a_cancellation_names_its_note_day_and_protocol() {
    let (document, _) = accepted(only(read(EventDraft::of("110112", &ours()).xml())));
    let expected = Event {
        kind: EventKind::Cancellation,
        target: key(&ours()).into(),
        on: day("2026-04-10"),
        protocol: Some(PROTOCOL.to_owned()),
    };
    assert_eq!(document.body, Body::Event(expected));
    assert_eq!(document.key, DocumentKey::of_event(&key(&ours()).into(), "110112", "1"));
}

/// Suppliers cancel what we bought, and events arrive before their notes.
#[test]
fn a_cancellation_of_any_note_is_kept() {
    let event = accepted_event(only(read(EventDraft::of("110111", &bought()).by(SUPPLIER).xml())));
    assert_eq!((event.kind, event.target), (EventKind::Cancellation, key(&bought()).into()));
}

#[rstest]
#[case::correction_letter("110110", IgnoreReason::CorrectionLetter)]
#[case::contingency("110140", IgnoreReason::EventWithoutEffect)]
#[case::delivered("110130", IgnoreReason::EventWithoutEffect)]
#[case::delivery_failed("110192", IgnoreReason::EventWithoutEffect)]
#[case::confirmed("210200", IgnoreReason::EventWithoutEffect)]
#[case::known("210210", IgnoreReason::EventWithoutEffect)]
fn other_events_change_nothing(#[case] kind: &str, #[case] reason: IgnoreReason) {
    assert_eq!(fates(&read(EventDraft::of(kind, &ours()).xml())), [Ignored(reason)]);
}

#[rstest]
#[case("110111")]
#[case("110110")]
#[case("110750")]
#[case("210240")]
fn events_of_the_test_environment_never_happened(#[case] kind: &str) {
    let draft = EventDraft::of(kind, &ours()).in_test_environment();
    assert_eq!(fates(&read(draft.xml())), [Ignored(IgnoreReason::TestEnvironment)]);
}

#[rstest]
#[case("210220", EventKind::Disowned)]
#[case("210240", EventKind::Refused)]
fn a_customer_may_disown_or_refuse_our_note(#[case] kind: &str, #[case] expected: EventKind) {
    let event = accepted_event(only(read(EventDraft::of(kind, &ours()).by(CUSTOMER).xml())));
    assert_eq!((event.kind, event.target), (expected, key(&ours()).into()));
    let refused = EventDraft::of(kind, &ours()).by(CUSTOMER).status("650");
    assert_eq!(fates(&read(refused.xml())), [Ignored(IgnoreReason::RefusedEvent)]);
}

/// What we say of a purchase is no risk of a customer's.
#[rstest]
#[case("210220")]
#[case("210240")]
fn what_we_say_of_a_purchase_is_ignored(#[case] kind: &str) {
    let found = fates(&read(EventDraft::of(kind, &bought()).by(HEAD_OFFICE).xml()));
    assert!(matches!(found[..], [Ignored(IgnoreReason::NotOurs | IgnoreReason::EventWithoutEffect)]), "{found:?}");
}

const PAYMENTS: &str = "<descEvento>ECONF</descEvento><verAplic>1</verAplic>\
    <detPag><indPag>0</indPag><tPag>20</tPag><vPag>60.00</vPag><dPag>2026-04-08</dPag></detPag>\
    <detPag><indPag>1</indPag><tPag>15</tPag><vPag>40.00</vPag></detPag>";

#[test]
fn a_settlement_is_its_payments() {
    let (document, _) = accepted(only(read(EventDraft::of("110750", &ours()).detailed(PAYMENTS).xml())));
    let Body::Settlements(settlements) = document.body else { panic!("settlements") };
    let found: Vec<_> = settlements
        .iter()
        .map(|one| (one.ordinal, one.paid_on.iso(), one.amount.0, one.method.as_str(), one.protocol.as_deref()))
        .collect();
    // Where the payment gives no day, the event's.
    let expected = [
        (1, "2026-04-08".to_owned(), 6_000, "20", Some(PROTOCOL)),
        (2, "2026-04-10".to_owned(), 4_000, "15", Some(PROTOCOL)),
    ];
    assert_eq!(found, expected);
    assert!(settlements.iter().all(|one| one.target == key(&ours())));
}

/// It names the settlement it takes back by that event's protocol.
#[test]
fn a_settlement_may_be_taken_back() {
    let details = "<descEvento>Cancelamento</descEvento><nProtEvento>135000000000055</nProtEvento>";
    let event = accepted_event(only(read(EventDraft::of("110751", &ours()).detailed(details).xml())));
    assert_eq!(event.kind, EventKind::SettlementCancellation);
    assert_eq!(event.protocol.as_deref(), Some("135000000000055"));
}

#[rstest]
#[case("110750")]
#[case("110751")]
fn settlements_of_others_are_ignored(#[case] kind: &str) {
    let draft = EventDraft::of(kind, &access_key(STRANGER, 55, 1)).detailed(PAYMENTS);
    assert!(matches!(fates(&read(draft.xml()))[..], [Ignored(_)]));
}

/// As the authority answers a lot (`retEnvEvento`): what happened is all in the answer.
#[test]
fn an_answer_alone_counts() {
    let answer = EventDraft::of("110111", &ours()).answer();
    let lot = format!("<retEnvEvento><idLote>1</idLote><tpAmb>1</tpAmb><cStat>128</cStat>{answer}</retEnvEvento>");
    let event = accepted_event(only(read(lot)));
    assert_eq!((event.kind, event.target, event.on), (EventKind::Cancellation, key(&ours()).into(), day("2026-04-11")));
}

#[test]
fn a_sequence_is_a_number() {
    let file = EventDraft::of("110111", &ours()).xml();
    let padded = file.replace("<nSeqEvento>1</nSeqEvento>", "<nSeqEvento>01</nSeqEvento>");
    assert_eq!(accepted(only(read(file))).0.key, accepted(only(read(padded))).0.key);
}

#[test]
fn two_sequences_of_one_kind_are_two_documents() {
    let first = EventDraft::of("110750", &ours()).detailed(PAYMENTS);
    let second = EventDraft { sequence: 2, ..first.clone() };
    let key = |draft: &EventDraft| accepted(only(read(draft.xml()))).0.key;
    assert_ne!(key(&first), key(&second));
}

/// Before events, cancellations were `procCancNFe`: 101, or 151 past the deadline.
#[rstest]
#[case("101", Accepted(Standing::Proven))]
#[case("151", Accepted(Standing::Proven))]
#[case("155", Accepted(Standing::Proven))]
#[case("218", Ignored(IgnoreReason::RefusedEvent))]
fn an_old_cancellation_counts_alike(#[case] status: &str, #[case] expected: Fate) {
    let note = ours();
    let file = format!(
        "<procCancNFe versao=\"2.00\"><cancNFe versao=\"2.00\"><infCanc Id=\"ID{note}\"><tpAmb>1</tpAmb>\
         <xServ>CANCELAR</xServ><chNFe>{note}</chNFe><nProt>135000000000007</nProt><xJust>Erro de digitacao</xJust>\
         </infCanc></cancNFe><retCancNFe versao=\"2.00\"><infCanc><tpAmb>1</tpAmb><cStat>{status}</cStat>\
         <cUF>35</cUF><chNFe>{note}</chNFe><dhRecbto>2026-03-05T08:00:00</dhRecbto><nProt>135000000000070</nProt>\
         </infCanc></retCancNFe></procCancNFe>"
    );
    let records = read(file);
    assert_eq!(fates(&records), [expected]);
    if expected == Accepted(Standing::Proven) {
        let event = accepted_event(only(records));
        assert_eq!(
            (event.kind, event.target, event.on),
            (EventKind::Cancellation, key(&note).into(), day("2026-03-05"))
        );
    }
}

/// An answer and its request in one file are one record, in any order; several are as many.
#[test]
fn requests_meet_their_answers() {
    let first = EventDraft::of("110111", &ours());
    let second = EventDraft::of("110111", &access_key(HEAD_OFFICE, 55, 8)).status("501");
    let lot = format!("<x>{}{}{}{}</x>", second.answer(), first.request(), first.answer(), second.request());
    let mut found = fates(&read(lot));
    found.sort_by_key(|fate| format!("{fate:?}"));
    assert_eq!(found, [Accepted(Standing::Proven), Ignored(IgnoreReason::RefusedEvent)]);
}

#[rstest]
#[case::recorded("102", 55, HEAD_OFFICE, Accepted(Standing::Proven))]
#[case::refused("241", 55, HEAD_OFFICE, Ignored(IgnoreReason::RefusedVoiding))]
#[case::of_a_consumer_series("102", 65, HEAD_OFFICE, Accepted(Standing::Proven))]
#[case::of_others("102", 55, STRANGER, Ignored(IgnoreReason::NotOurs))]
fn a_voided_range_counts_once_recorded(
    #[case] status: &str,
    #[case] model: u8,
    #[case] issuer: &str,
    #[case] expected: Fate,
) {
    let range =
        format!("<CNPJ>{issuer}</CNPJ><mod>{model}</mod><serie>1</serie><nNFIni>21</nNFIni><nNFFin>25</nNFFin>");
    let file = format!(
        "<ProcInutNFe><inutNFe><infInut><tpAmb>1</tpAmb>{range}<xJust>Salto</xJust></infInut></inutNFe><retInutNFe>\
         <infInut><tpAmb>1</tpAmb><cStat>{status}</cStat>{range}<dhRecbto>2026-04-02T10:00:00-03:00</dhRecbto></infInut>\
         </retInutNFe></ProcInutNFe>"
    );
    assert_eq!(fates(&read(file)), [expected]);
}
