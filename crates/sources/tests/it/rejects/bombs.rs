//! Files made to hurt: refused quickly, without exhausting stack or memory.

use std::fmt::Write;
use std::time::{Duration, Instant};

use domain::record::{Record, RejectCause};
use rstest::rstest;

use super::reject_of;
use crate::support::draft::Draft;
use crate::support::{HEAD_OFFICE, note_of, read};

/// Far above what a busy machine needs, far below what work that grows with the square would take.
const QUICKLY: Duration = Duration::from_secs(3);

#[expect(clippy::disallowed_methods, reason = "a test that measures time reads the clock; the crate does not")]
fn within_time<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    let elapsed = start.elapsed();
    assert!(elapsed < QUICKLY, "took {elapsed:?}");
    result
}

/// Each entity is ten of the one before: 10^9 laughs.
fn billion_laughs() -> String {
    let mut entities = "<!ENTITY l0 \"ha\">".to_owned();
    for level in 1..10 {
        let of_the_one_before = format!("&l{};", level - 1).repeat(10);
        write!(entities, "<!ENTITY l{level} \"{of_the_one_before}\">").expect("a text takes text");
    }
    format!("<?xml version=\"1.0\"?><!DOCTYPE nfeProc [{entities}]><nfeProc>&l9;</nfeProc>")
}

#[test]
fn laughs_are_refused_before_the_first() {
    let reject = within_time(|| reject_of(billion_laughs()));
    assert_eq!(reject.cause, RejectCause::DocumentType);
}

#[test]
fn an_entity_of_a_file_is_not_looked_at() {
    let file = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><nfeProc>&x;</nfeProc>";
    assert_eq!(reject_of(file).cause, RejectCause::DocumentType);
}

#[rstest]
#[case::of_nothing("<a>".repeat(100_000))]
#[case::of_nothing_well_formed("<a>".repeat(100_000) + &"</a>".repeat(100_000))]
#[case::within_a_note(format!("<NFe><infNFe><ide>{}", "<NFref>".repeat(100_000)))]
#[case::within_taxes(format!("<NFe><infNFe><det><imposto>{}", "<ICMS>".repeat(100_000)))]
#[case::within_a_text(format!("<NFe><infNFe><ide><finNFe>{}", "<b>".repeat(100_000)))]
#[case::within_a_signature(format!("<NFe><Signature>{}", "<a>".repeat(100_000)))]
fn depth_is_refused(#[case] file: String) {
    let reject = within_time(|| reject_of(file));
    assert!(matches!(reject.cause, RejectCause::Malformed { .. }), "{reject:?}");
}

#[test]
fn a_name_or_attribute_of_megabytes_is_no_trouble() {
    let long = "a".repeat(4_000_000);
    for file in [format!("<{long}/>"), format!("<a b=\"{long}\"/>"), format!("<NFe><infNFe Id=\"{long}\"/></NFe>")] {
        let records = within_time(|| read(file));
        assert!(matches!(records[..], [Record::Reject(_)]));
    }
}

#[test]
fn the_texts_about_a_bomb_are_short() {
    let long = "a".repeat(1_000_000);
    let files = [
        format!("<{long}/>"),
        format!("<NFe><infNFe Id=\"{long}\"><ide><tpNF>1</tpNF></ide></infNFe></NFe>"),
        format!("<NFe><infNFe><ide><tpNF>{long}</tpNF></ide></infNFe></NFe>"),
        format!("<NFe><infNFe><ide><tpNF>1</{long}></ide></infNFe></NFe>"),
        format!("<NFe><infNFe><ide><finNFe>&{long};</finNFe></ide></infNFe></NFe>"),
        format!("<{long}><infNFe><ide><tpNF>9</tpNF></ide></infNFe></{long}>"),
        format!(
            "<retInutNFe><infInut><cStat>102</cStat><CNPJ>{HEAD_OFFICE}</CNPJ><mod>{long}</mod><serie>1</serie>\
             <nNFIni>1</nNFIni><nNFFin>1</nNFFin></infInut></retInutNFe>"
        ),
    ];
    for file in files {
        let shape = file.replace(&long, "aaa");
        let reject = reject_of(file);
        let path = reject.path.as_deref().unwrap_or("").len();
        let value = reject.value.as_deref().unwrap_or("").len();
        let words = reject.cause.to_string().len();
        assert!(path < 1_000 && value <= 60 && words < 1_000, "{shape}: path {path}, value {value}, words {words}");
    }
}

#[test]
fn the_names_of_what_is_ignored_are_short() {
    use crate::support::event::EventDraft;
    let long = "9".repeat(1_000_000);
    let voiding = format!("<inutNFe><infInut><CNPJ>{HEAD_OFFICE}</CNPJ><mod>{long}</mod></infInut></inutNFe>");
    for file in [EventDraft::of(&long, &Draft::sale().key()).xml(), voiding] {
        let records = read(file);
        let [Record::Ignored { label, .. }] = &records[..] else { panic!("{} records", records.len()) };
        assert!(label.len() < 500, "{} bytes", label.len());
    }
}

/// More lines than the layout allows (990), more than a `u16` counts.
#[rstest]
#[case::lines("<det><prod><CFOP>5102</CFOP><vProd>1.00</vProd></prod></det>", "<total>", "")]
#[case::receivables("<dup/>", "</infNFe>", "cobr")]
fn more_than_a_note_may_have_is_no_panic(#[case] element: &str, #[case] before: &str, #[case] within: &str) {
    let many = element.repeat(70_000);
    let many = if within.is_empty() { many } else { format!("<{within}>{many}</{within}>") };
    let file = Draft::sale().xml().replacen(before, &format!("{many}{before}"), 1);
    let records = within_time(|| read(file));
    assert!(!records.is_empty());
}

#[test]
fn more_payments_than_an_event_may_have_is_no_panic() {
    use crate::support::event::EventDraft;
    let event = EventDraft::of("110750", &Draft::sale().key()).detailed(&"<detPag/>".repeat(70_000));
    assert!(!within_time(|| read(event.xml())).is_empty());
}

/// The work grows with the file, not with its square.
#[rstest]
#[case::bad_notes("<NFe><infNFe><ide><tpNF>9</tpNF></ide></infNFe></NFe>")]
#[case::protocols("<protNFe><infProt><chNFe>1</chNFe></infProt></protNFe>")]
#[case::unanswered_events("<evento><infEvento><chNFe>1</chNFe></infEvento></evento>")]
#[case::answers_alone("<retEvento><infEvento><chNFe>1</chNFe></infEvento></retEvento>")]
fn many_small_records_take_little_time(#[case] element: &str) {
    let file = format!("<x>{}</x>", element.repeat(50_000));
    assert_eq!(within_time(|| read(file)).len(), 50_000);
}

#[test]
fn many_requests_and_answers_take_little_time() {
    let mut file = "<x>".to_owned();
    for number in 0..50_000 {
        write!(file, "<evento><infEvento><chNFe>{number}</chNFe></infEvento></evento>").expect("a text takes text");
    }
    for number in (0..50_000).rev() {
        write!(file, "<retEvento><infEvento><chNFe>{number}</chNFe></infEvento></retEvento>")
            .expect("a text takes text");
    }
    assert_eq!(within_time(|| read(file + "</x>")).len(), 50_000);
}

/// All of one note, and no answer to any request; then each answer to the first request left.
#[rstest]
#[case("2", 100_000)]
#[case("1", 50_000)]
fn many_events_of_one_note_take_little_time(#[case] answered: &str, #[case] records: usize) {
    let of_kind = |kind: &str| format!("<infEvento><chNFe>1</chNFe><tpEvento>{kind}</tpEvento></infEvento>");
    let requests = format!("<evento>{}</evento>", of_kind("1")).repeat(50_000);
    let answers = format!("<retEvento>{}</retEvento>", of_kind(answered)).repeat(50_000);
    assert_eq!(within_time(|| read(format!("<x>{requests}{answers}</x>"))).len(), records);
}

#[test]
fn many_attributes_take_little_time() {
    let attributes: Vec<String> = (0..200_000).map(|number| format!("a{number}=\"\"")).collect();
    let file = format!("<NFe><infNFe {}/></NFe>", attributes.join(" "));
    assert!(matches!(within_time(|| read(file))[..], [Record::Reject(_)]));
}

#[test]
fn many_notes_and_protocols_take_little_time() {
    let mut file = "<x>".to_owned();
    for number in 0..50_000 {
        write!(file, "<infNFe Id=\"{number}\"><ide><tpNF>1</tpNF></ide></infNFe>").expect("a text takes text");
    }
    for number in (0..50_000).rev() {
        write!(file, "<protNFe><infProt><chNFe>{number}</chNFe></infProt></protNFe>").expect("a text takes text");
    }
    assert_eq!(within_time(|| read(file + "</x>")).len(), 50_000);
}

/// A text as long as a book in `infCpl` is looked through in time that grows with its length.
#[rstest]
#[case("Vendedor: a")]
#[case("Vendedor: ")]
#[case("Pedido ")]
#[case("pedidos(s) do cliente n ")]
fn a_free_text_of_megabytes_is_no_trouble(#[case] words: &str) {
    let text = words.repeat(2_000_000 / words.len());
    let draft = Draft::sale().then(&format!("<infAdic><infCpl>{text}</infCpl></infAdic>"));
    let note = within_time(|| note_of(draft.xml()));
    assert!(note.seller.is_none_or(|seller| seller.chars().count() <= 80));
}
