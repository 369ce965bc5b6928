//! One note in everything it may come wrapped in: what it says is the same.

use domain::ContentHash;
use domain::facts::{Document, EventKind, Standing};
use domain::record::{Record, Warning};
use rstest::rstest;
use sources::encoding::decode_xml;

use crate::support::event::EventDraft;
use crate::support::{Fate, accepted, accepted_event, fates, fixture_text, note_of, only, read};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
const KEY: &str = "35260311222333000181550010000000011000000019";
const PROVEN: Fate = Fate::Accepted(Standing::Proven);
const UNPROVEN: Fate = Fate::Accepted(Standing::Unproven);

/// The synthetic sale 01, with an accent in the customer's name.
fn sale() -> String {
    fixture_text("nfe/01_venda_3dup.xml").replace("COMERCIO", "COMÉRCIO")
}

/// One element of the sale, from its start to its end.
fn part(name: &str) -> String {
    let text = sale();
    let from = text.find(&format!("<{name} ")).expect("the element begins");
    let end = format!("</{name}>");
    let to = text.find(&end).expect("the element ends") + end.len();
    text[from..to].to_owned()
}

fn nfe() -> String {
    part("NFe")
}

fn prot_nfe() -> String {
    part("protNFe")
}

/// What a copy says, whether or not it is proven.
fn said(document: &Document) -> ContentHash {
    Document { standing: Standing::Proven, ..document.clone() }.content()
}

fn said_by_the_sale() -> ContentHash {
    said(&accepted(only(read(sale()))).0)
}

fn prefixed(text: &str) -> String {
    let mut prefixed = String::new();
    for (place, piece) in text.split('<').enumerate() {
        match piece.strip_prefix('/') {
            Some(name) => prefixed.push_str(&format!("</nfe:{name}")),
            None if place == 0 || piece.starts_with('?') => {
                prefixed.push_str(&format!("{}{piece}", if place == 0 { "" } else { "<" }));
            }
            None => prefixed.push_str(&format!("<nfe:{piece}")),
        }
    }
    prefixed.replace("xmlns=", "xmlns:nfe=")
}

fn without_namespaces(text: &str) -> String {
    text.replace(" xmlns=\"http://www.portalfiscal.inf.br/nfe\"", "")
}

fn soap(inside: &str) -> String {
    format!(
        "<soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\"><soap:Header/><soap:Body>\
         <nfeDadosMsg xmlns=\"http://www.portalfiscal.inf.br/nfe/wsdl/NFeAutorizacao4\">{inside}</nfeDadosMsg>\
         </soap:Body></soap:Envelope>"
    )
}

#[rstest]
#[case::as_written(sale(), PROVEN)]
#[case::bare_note(nfe(), UNPROVEN)]
#[case::bare_note_declared(format!("{DECLARATION}{}", nfe()), UNPROVEN)]
#[case::envelope(soap(&nfe()), UNPROVEN)]
#[case::envelope_with_protocol(soap(&format!("<nfeProc>{}{}</nfeProc>", nfe(), prot_nfe())), PROVEN)]
#[case::protocol_before_note(format!("<nfeProc>{}{}</nfeProc>", prot_nfe(), nfe()), PROVEN)]
#[case::prefixes(prefixed(&sale()), PROVEN)]
#[case::namespace_only_on_the_note(format!("<nfeProc versao=\"4.00\">{}{}</nfeProc>", nfe(), prot_nfe()), PROVEN)]
#[case::namespace_only_outside(sale().replacen("<NFe xmlns=\"http://www.portalfiscal.inf.br/nfe\">", "<NFe>", 1), PROVEN)]
#[case::no_namespace(without_namespaces(&sale()), PROVEN)]
#[case::lines_between_elements(sale().replace("><", ">\r\n\t<"), PROVEN)]
#[case::comments_and_instructions(sale().replace("<emit>", "<!-- <emit/> --><?erp v1?><emit>"), PROVEN)]
#[case::blank_lines_before(format!("\r\n\r\n{}", sale()), PROVEN)]
#[case::blank_lines_after(format!("{}\r\n\r\n", sale()), PROVEN)]
#[case::cdata(sale().replace("ALFA COMÉRCIO", "<![CDATA[ALFA COMÉRCIO]]>"), PROVEN)]
#[case::decimal_references(sale().replace('É', "&#201;"), PROVEN)]
#[case::hexadecimal_references(sale().replace('É', "&#xC9;"), PROVEN)]
#[case::single_quotes(sale().replace('"', "'"), PROVEN)]
fn says_the_same_however_wrapped(#[case] file: String, #[case] expected: Fate) {
    let record = only(read(file));
    assert_eq!(fates(std::slice::from_ref(&record)), [expected]);
    let (document, warnings) = accepted(record);
    assert_eq!(document.label, KEY);
    assert_eq!(said(&document), said_by_the_sale());
    assert_eq!(warnings.contains(&Warning::Unproven), expected == UNPROVEN);
}

#[test]
fn a_lot_is_its_notes() {
    let other = fixture_text("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml");
    let from = other.find("<NFe ").expect("a note");
    let other = &other[from..other.find("</NFe>").expect("its end") + "</NFe>".len()];
    let lot = format!("<enviNFe versao=\"4.00\"><idLote>1</idLote><indSinc>0</indSinc>{}{other}</enviNFe>", nfe());
    for file in [lot.clone(), soap(&lot)] {
        let records = read(file);
        assert_eq!(fates(&records), [UNPROVEN, UNPROVEN]);
        let (first, _) = accepted(records.into_iter().next().expect("two records"));
        assert_eq!(said(&first), said_by_the_sale());
    }
}

/// The same text in an encoding, and whether the file is in the encoding it declares.
fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a character of Latin-1")).collect()
}

fn declared(encoding: &str) -> String {
    sale().replace("UTF-8", encoding)
}

fn wide(text: &str, mark: bool, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = mark.then_some(0xFEFF_u16);
    mark.into_iter().chain(text.encode_utf16()).flat_map(order).collect()
}

#[rstest]
#[case::utf_8(sale().into_bytes(), true)]
#[case::with_mark(format!("\u{feff}{}", sale()).into_bytes(), true)]
#[case::undeclared_utf_8(sale().replace(DECLARATION, "").into_bytes(), true)]
#[case::latin_1(latin_1(&declared("ISO-8859-1")), true)]
#[case::latin_1_in_lower_case(latin_1(&declared("iso-8859-1")), true)]
#[case::windows_1252(latin_1(&declared("windows-1252")), true)]
#[case::utf_16_little_endian(wide(&declared("UTF-16"), true, u16::to_le_bytes), true)]
#[case::utf_16_big_endian(wide(&declared("UTF-16"), true, u16::to_be_bytes), true)]
#[case::utf_16_without_mark(wide(&declared("UTF-16"), false, u16::to_le_bytes), true)]
#[case::latin_1_that_says_utf_8(latin_1(&sale()), false)]
#[case::latin_1_undeclared(latin_1(&sale().replace(DECLARATION, "")), false)]
// What .NET writes when a text built in memory is saved: it says UTF-16 and is UTF-8.
#[case::utf_8_that_says_utf_16(declared("utf-16").into_bytes(), false)]
#[case::utf_8_that_says_utf_16_one_byte_longer(format!("{}\n", declared("utf-16")).into_bytes(), false)]
fn says_the_same_in_any_encoding(#[case] file: Vec<u8>, #[case] is_as_declared: bool) {
    let (document, warnings) = accepted(only(read(&file)));
    assert_eq!(document.content(), said_by_the_sale());
    let expected = if is_as_declared { vec![] } else { vec![Warning::Encoding] };
    assert_eq!(warnings, expected);
    assert_eq!(decode_xml(&file).as_declared, is_as_declared);
}

#[test]
fn marks_of_markup_in_a_name_are_text() {
    let name = |written: &str| {
        let note = note_of(sale().replace("CLIENTE ALFA COMÉRCIO LTDA", written));
        note.observations.into_iter().next().and_then(|one| one.name)
    };
    for written in ["ALFA &amp; CIA &lt;SP&gt;", "<![CDATA[ALFA & CIA <SP>]]>", "ALFA &#38; CIA &#x3C;SP&#62;"] {
        assert_eq!(name(written).as_deref(), Some("ALFA & CIA <SP>"));
    }
}

/// As sped-nfe stores a cancellation: inside the note's own file.
#[test]
fn a_cancellation_appended_to_its_note_is_an_event_beside_it() {
    let answer = EventDraft::of("110111", KEY).answer();
    let records = read(sale().replace("</nfeProc>", &format!("{answer}</nfeProc>")));
    assert_eq!(fates(&records), [PROVEN, PROVEN]);
    let [note, event] = <[Record; 2]>::try_from(records).expect("two records");
    assert_eq!(accepted(note).0.content(), said_by_the_sale());
    let event = accepted_event(event);
    assert_eq!((event.kind, event.target.as_str()), (EventKind::Cancellation, KEY));
}

/// The event in the note's file and the event in its own file are one document.
#[test]
fn an_appended_event_is_the_same_document_as_its_own_file() {
    let draft = EventDraft::of("110111", KEY);
    let appended = read(sale().replace("</nfeProc>", &format!("{}</nfeProc>", draft.answer())));
    let appended = accepted(appended.into_iter().nth(1).expect("two records")).0;
    assert_eq!(appended.key, accepted(only(read(draft.xml()))).0.key);
}

#[test]
fn a_protocol_alone_says_that_its_note_was_authorised() {
    let record = only(read(format!("{DECLARATION}{}", prot_nfe())));
    assert_eq!(fates(std::slice::from_ref(&record)), [PROVEN]);
    let event = accepted_event(record);
    assert_eq!((event.kind, event.target.as_str()), (EventKind::Authorisation, KEY));
    assert_eq!((event.on.iso(), event.protocol.as_deref()), ("2026-03-02".to_owned(), Some("135000000000001")));
}

#[test]
fn an_answer_to_a_query_is_a_protocol_and_its_events() {
    let cancellation = EventDraft::of("110111", KEY).xml();
    let answer = format!(
        "<retConsSitNFe versao=\"4.00\"><tpAmb>1</tpAmb><cStat>101</cStat><xMotivo>Cancelamento homologado</xMotivo>\
         <cUF>35</cUF><chNFe>{KEY}</chNFe>{}{cancellation}</retConsSitNFe>",
        prot_nfe()
    );
    let mut kinds = Vec::new();
    for record in read(answer) {
        let event = accepted_event(record);
        assert_eq!(event.target.as_str(), KEY);
        kinds.push(event.kind);
    }
    assert_eq!(kinds, [EventKind::Authorisation, EventKind::Cancellation]);
}

/// A protocol of the test environment proves nothing about a note of production.
#[test]
fn a_protocol_of_the_test_environment_alone_authorises_nothing() {
    let records = read(prot_nfe().replace("<tpAmb>1</tpAmb>", "<tpAmb>2</tpAmb>"));
    assert_eq!(fates(&records), [Fate::Ignored(domain::record::IgnoreReason::TestEnvironment)]);
}
