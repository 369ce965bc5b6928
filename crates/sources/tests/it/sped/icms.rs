//! EFD ICMS/IPI.

use domain::facts::{Body, EventKind, ItemClass, Side, Standing};
use domain::record::{IgnoreReason, Record, RejectCause, Warning};
use domain::{CityCode, DocumentKey, NoteKey};
use rstest::rstest;

use super::{SALE, c100, fixture, icms_books, read_all, read_as};
use crate::support::{
    Fate, accepted, accepted_event, accepted_note, classes, day, fates, key, only, party_text, read, rejected,
};

const C190: &str = "|C190|000|5102|18,00|1165,20|1000,00|180,00|1000,00|115,20|0,00|50,00||";

fn first(records: Vec<Record>) -> Record {
    records.into_iter().next().expect("a record")
}

/// The generator's parameters: one sale of 1000,99 by two CFOPs, one cancelled.
#[test]
fn the_fixture_is_a_sale_and_a_cancellation() {
    let (records, declaration) = read_all(&fixture());
    assert_eq!(fates(&records), [Fate::Accepted(Standing::Declared); 2]);
    let mut records = records.into_iter();
    let (note, warnings) = accepted_note(records.next().expect("the sale"));
    assert_eq!((note.key.as_str(), note.total.0, note.difference.0, warnings), (SALE, 100_099, 0, vec![]));
    assert_eq!((note.day, note.own.as_str()), (day("2026-03-02"), "11222333000181"));
    let lines: Vec<_> = note.items.iter().map(|item| (item.product.as_str(), item.amounts.revenue.0)).collect();
    assert_eq!(lines, [("CFOP 5102", 99_999), ("CFOP 5405", 100)]);
    let event = accepted_event(records.next().expect("the cancellation"));
    assert_eq!(event.kind, EventKind::Cancellation);
    assert_eq!(event.target.as_str(), "35260311222333000181550010000000161000000160");
    let declaration = declaration.expect("our books");
    assert_eq!((declaration.from, declaration.to), (day("2026-03-01"), day("2026-03-31")));
    let [declared] = &declaration.documents[..] else { panic!("one live document") };
    let by_cfop: Vec<_> = declared.by_cfop.iter().map(|(cfop, sum)| (cfop.code(), sum.0)).collect();
    assert_eq!((declared.key.as_str(), declared.total.0, by_cfop), (SALE, 100_099, vec![(5102, 99_999), (5405, 100)]));
}

/// The same note in XML is the same document, and stands above.
#[test]
fn the_note_itself_counts_over_what_the_books_say_of_it() {
    let declared = accepted(first(read_all(&fixture()).0)).0;
    let xml = accepted(only(read(crate::support::fixture("nfe/01_venda_3dup.xml")))).0;
    assert_eq!((declared.key, declared.label), (xml.key, xml.label));
    assert!(declared.standing < xml.standing && declared.standing > Standing::Unproven);
}

#[test]
fn a_cancellation_is_the_same_document_as_the_event_itself() {
    let declared = accepted(read_all(&fixture()).0.into_iter().nth(1).expect("two records")).0;
    let target = NoteKey::from(key("35260311222333000181550010000000161000000160"));
    assert_eq!(declared.key, DocumentKey::of_event(&target, "110111", "1"));
}

#[test]
fn taxes_on_top_are_billed_and_no_revenue() {
    let (records, _) = read_all(&icms_books(&[&c100("1", "0", "CLI1", "00", SALE, "1165,20"), C190]));
    let (note, warnings) = accepted_note(only(records));
    let amounts = note.items[0].amounts;
    assert_eq!((amounts.revenue.0, amounts.billed.0), (100_000, 116_520));
    assert_eq!((amounts.icms.0, amounts.icms_st.0, amounts.ipi.0), (18_000, 11_520, 5_000));
    assert_eq!((note.side, classes(&note), warnings), (Side::Sale, vec![ItemClass::Sale], vec![]));
    assert_eq!(party_text(&note).as_deref(), Some("44555666000181"));
    let [seen] = &note.observations[..] else { panic!("one observation") };
    assert_eq!((seen.name.as_deref(), seen.street.as_deref()), (Some("CLIENTE ALFA SÃO JOÃO"), Some("AV. BRASIL")));
    assert_eq!((seen.city_code.map(CityCode::code), seen.uf.map(|uf| uf.as_str())), (Some(3_106_200), Some("MG")));
    assert!(note.receivables.is_empty());
}

#[rstest]
#[case::person("1", "0", "CLI2", "5102", Side::Sale, ItemClass::Sale, Some("52998224725"))]
#[case::nobody("1", "0", "", "5102", Side::Sale, ItemClass::Sale, None)]
#[case::abroad("1", "0", "EXT1", "7102", Side::Sale, ItemClass::Sale, Some("nfe:ACME OVERSEAS INC/2496"))]
#[case::bonus("1", "0", "CLI1", "5910", Side::Sale, ItemClass::Bonus, Some("44555666000181"))]
#[case::coupon_duplicate("1", "0", "CLI1", "5929", Side::Sale, ItemClass::CouponDuplicate, Some("44555666000181"))]
#[case::own_return("0", "0", "CLI1", "1202", Side::Sale, ItemClass::Return, Some("44555666000181"))]
#[case::own_purchase("0", "0", "CLI2", "1102", Side::Purchase, ItemClass::Purchase, Some("52998224725"))]
#[case::transfer("1", "0", "FIL2", "5152", Side::Own, ItemClass::Transfer, None)]
#[case::sent_back("1", "0", "FOR1", "5202", Side::Purchase, ItemClass::PurchaseReturn, Some("99888777000100"))]
fn what_we_issue_is_what_its_cfop_says(
    #[case] direction: &str,
    #[case] issuer: &str,
    #[case] participant: &str,
    #[case] cfop: &str,
    #[case] side: Side,
    #[case] class: ItemClass,
    #[case] party: Option<&str>,
) {
    let sum = format!("|C190|000|{cfop}|0|10,00|0|0|0|0|0|0||");
    let (records, _) = read_all(&icms_books(&[&c100(direction, issuer, participant, "00", SALE, "10"), &sum]));
    let (note, warnings) = accepted_note(only(records));
    assert_eq!((note.side, classes(&note), warnings), (side, vec![class], vec![]));
    assert_eq!(party_text(&note).as_deref(), party);
}

/// The customer's own return note is booked with our CFOP of entry.
#[rstest]
#[case("1202", Side::Sale, ItemClass::Return)]
#[case("1102", Side::Purchase, ItemClass::Purchase)]
#[case("1556", Side::Purchase, ItemClass::Purchase)]
fn what_others_issue_is_what_we_book_it_as(#[case] cfop: &str, #[case] side: Side, #[case] class: ItemClass) {
    let theirs = SALE.replace("11222333000181", "44555666000181");
    let sum = format!("|C190|000|{cfop}|0|10,00|0|0|0|0|0|0||");
    let (records, declaration) = read_all(&icms_books(&[&c100("0", "1", "CLI1", "00", &theirs, "10"), &sum]));
    let (note, _) = accepted_note(only(records));
    assert_eq!((note.side, classes(&note)), (side, vec![class]));
    assert_eq!(party_text(&note).as_deref(), Some("44555666000181"));
    assert_eq!(declaration.expect("our books").documents, [], "only our own notes are declared");
}

#[test]
fn our_note_in_the_books_of_the_branch_that_received_it_is_one_note() {
    let by_the_branch = SALE.replace("11222333000181", "11222333000262");
    let (records, _) = read_all(&icms_books(&[&c100("0", "1", "FIL2", "00", &by_the_branch, "10")]));
    assert_eq!(fates(&records), [Fate::Ignored(IgnoreReason::BookedByRecipient)]);
}

#[test]
fn products_are_read_where_the_books_have_them() {
    let theirs = SALE.replace("11222333000181", "99888777000100");
    let entry = c100("0", "1", "FOR1", "00", &theirs, "113,00").replacen("|9|0,00|", "|9|10,00|", 1);
    let products = [
        "|C170|1|P1|PARAFUSO|10,00000|CX|60,00|3,00|0|000|1102|||||||||||||6,00|||||||||||||||",
        "|C170|2|P9|PORCA|2,12345|UN|40,00|0|0|000|1102|||||||||||||0|||||||||||||||",
    ];
    let (records, _) = read_all(&icms_books(&[&entry, products[0], products[1], "|C190|000|1102|0|113|0|0|0|0|0|6||"]));
    let (note, _) = accepted_note(only(records));
    // Freight of 10,00 by prices of 60 and 40: 6,00 and 4,00.
    let lines: Vec<_> = note.items.iter().map(|item| (item.amounts.revenue.0, item.amounts.billed.0)).collect();
    assert_eq!((lines, note.difference.0), (vec![(6_300, 6_900), (4_400, 4_400)], 0));
    let [first, second] = &note.items[..] else { panic!("two items") };
    assert_eq!(
        (first.description.as_str(), first.ncm.map(|ncm| ncm.to_string())),
        ("PARAFUSO M6", Some("7318.15.00".to_owned()))
    );
    assert_eq!((second.description.as_str(), second.quantity.0), ("PORCA", 21_234));
    assert_eq!((first.unit.as_str(), first.quantity.0), ("CX", 100_000));
}

#[test]
fn a_return_refers_to_its_sale() {
    let back = SALE.replace("1000000019", "1000000021");
    let reference = format!("|C113|1|0|CLI1|55|001||1|02032026|{SALE}|");
    let books = icms_books(&[&c100("0", "0", "CLI1", "00", &back, "10"), "|C110|1||", &reference]);
    let (note, _) = accepted_note(only(read_all(&books).0));
    let targets: Vec<_> = note.references.iter().map(|reference| reference.target.as_str()).collect();
    assert_eq!(targets, [SALE]);
}

#[rstest]
#[case::complement("06", Fate::Accepted(Standing::Declared))]
#[case::late("01", Fate::Accepted(Standing::Declared))]
#[case::special("08", Fate::Accepted(Standing::Declared))]
#[case::cancelled("02", Fate::Accepted(Standing::Declared))]
#[case::cancelled_late("03", Fate::Accepted(Standing::Declared))]
#[case::denied("04", Fate::Ignored(IgnoreReason::Denied))]
#[case::voided("05", Fate::Accepted(Standing::Declared))]
#[case::unknown("77", Fate::Rejected)]
fn the_situation_decides(#[case] situation: &str, #[case] expected: Fate) {
    let books = icms_books(&[&c100("1", "0", "", situation, SALE, "10"), "|C190|000|5102|0|10,00|0|0|0|0|0|0||"]);
    let (records, declaration) = read_all(&books);
    assert_eq!(fates(&records), [expected]);
    let live = matches!(situation, "01" | "06" | "08");
    assert_eq!(declaration.map(|declaration| declaration.documents.len()), Some(usize::from(live)));
    match &records[0] {
        Record::Document { document, .. } => match &document.body {
            Body::Note(note) if situation == "06" => assert_eq!(classes(note), [ItemClass::Complement]),
            Body::Note(_) => assert!(live),
            Body::Event(event) => assert_eq!(event.kind, EventKind::Cancellation),
            Body::Voided(numbers) => {
                assert_eq!((numbers.model, numbers.series, numbers.first, numbers.last), (55, 1, 1, 1))
            }
            other => panic!("no payments and no tables, but {other:?}"),
        },
        Record::Ignored { trace, .. } => assert!(trace.is_some(), "its number was used"),
        Record::Reject(reject) => assert_eq!(reject.path.as_deref(), Some("C100/COD_SIT")),
    }
}

/// The number alone, as in the answer to `inutNFe`.
#[test]
fn a_voided_number_is_the_same_document_as_the_authoritys_answer() {
    let books = icms_books(&[&c100("1", "0", "", "05", "", "")]);
    let document = accepted(only(read_all(&books).0)).0;
    assert_eq!(document.key, DocumentKey::of("voiding", &["11222333000181", "55", "1", "1", "1"]));
}

#[test]
fn paper_has_no_key() {
    let paper = "|C100|1|0|CLI1|01|00|1|77||02032026|02032026|10,00|1|||10,00|9|||||||||||||";
    let (records, _) = read_all(&icms_books(&[paper]));
    let Record::Ignored { label, reason, .. } = &records[0] else { panic!("ignored") };
    assert_eq!((label.as_str(), *reason), ("modelo 1 série 1 número 77", IgnoreReason::WithoutKey));
}

#[test]
fn books_that_replace_others_stand_above_them() {
    let books = icms_books(&[&c100("1", "0", "CLI1", "00", SALE, "1165,20"), C190]);
    let text = String::from_utf8_lossy(&books).replace("|0000|020|0|", "|0000|020|1|");
    let (records, declaration) = read_all(text.as_bytes());
    assert_eq!(fates(&records), [Fate::Accepted(Standing::DeclaredAgain)]);
    assert!(declaration.is_some_and(|declaration| declaration.replaces));
}

#[test]
fn books_of_another_company_are_one_record() {
    let (records, declaration) = read_as(&["77888999"], &fixture());
    let [Record::Ignored { label, reason, .. }] = &records[..] else { panic!("one record") };
    assert_eq!((label.as_str(), *reason), ("EFD ICMS/IPI de 11222333000181 de 03/2026", IgnoreReason::NotOurs));
    assert_eq!(declaration, None);
}

#[test]
fn a_participant_nobody_described_is_told() {
    let (records, _) = read_all(&icms_books(&[&c100("1", "0", "NINGUEM", "00", SALE, "1165,20"), C190]));
    let (note, warnings) = accepted_note(only(records));
    assert_eq!((note.party, warnings), (None, vec![Warning::UnknownParticipant { code: "NINGUEM".to_owned() }]));
}

#[test]
fn sums_that_do_not_add_up_are_told() {
    let (records, _) = read_all(&icms_books(&[&c100("1", "0", "CLI1", "00", SALE, "1200,00"), C190]));
    let (note, warnings) = accepted_note(only(records));
    assert_eq!((note.difference.0, warnings.len()), (3_480, 1));
}

#[test]
fn a_bad_field_rejects_its_document_only() {
    let other = SALE.replace("1000000019", "1000000021");
    let books = icms_books(&[
        &c100("1", "0", "CLI1", "00", SALE, "1165,20"),
        "|C190|000|4102|18,00|1165,20|0|0|0|0|0|0||",
        &c100("1", "0", "CLI1", "00", &other, "1165,20"),
        C190,
    ]);
    let (records, _) = read_all(&books);
    assert_eq!(fates(&records), [Fate::Rejected, Fate::Accepted(Standing::Declared)]);
    let reject = rejected(first(records));
    assert_eq!((reject.record.as_deref(), reject.line), (Some(SALE), Some(9)));
    assert_eq!((reject.path.as_deref(), reject.value.as_deref()), (Some("C190/CFOP"), Some("4102")));
    for (written, instead, path) in [
        ("|1165,20|", "|mil|", "C100/VL_DOC"),
        ("|02032026|", "|32032026|", "C100/DT_DOC"),
        ("|02032026|", "||", "C100/DT_DOC"),
        (SALE, "123", "C100/CHV_NFE"),
        ("|C100|1|", "|C100|9|", "C100/IND_OPER"),
    ] {
        let bad = c100("1", "0", "CLI1", "00", SALE, "1165,20").replacen(written, instead, 1);
        let reject = rejected(only(read_all(&icms_books(&[&bad, C190])).0));
        assert_eq!(reject.path.as_deref(), Some(path));
    }
}

#[test]
fn books_cut_short_keep_what_was_read_and_say_so() {
    let books = icms_books(&[&c100("1", "0", "CLI1", "00", SALE, "1165,20"), C190]);
    let end = books.windows(6).position(|bytes| bytes == b"|9999|").expect("the last register");
    let (records, _) = read_all(&books[..end]);
    assert_eq!(fates(&records), [Fate::Accepted(Standing::Declared), Fate::Rejected]);
    let reject = rejected(records.into_iter().nth(1).expect("a reject"));
    assert_eq!((reject.line, reject.cause), (Some(9), RejectCause::BooksWithoutEnd));
}

#[rstest]
#[case("", RejectCause::BooksWithoutEnd)]
#[case("lixo", RejectCause::BooksWithoutEnd)]
#[case("|0000|LECD|01012025|31122025|X|", RejectCause::OtherBooks)]
#[case("|C100|1|", RejectCause::OtherBooks)]
fn what_are_no_books_is_one_reject(#[case] file: &str, #[case] cause: RejectCause) {
    let (records, declaration) = read_all(file.as_bytes());
    assert_eq!((rejected(only(records)).cause, declaration), (cause, None));
}
