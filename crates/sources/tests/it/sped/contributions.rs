//! EFD-Contribuições.

use domain::facts::{ItemClass, Side, Standing};
use domain::record::Record;
use rstest::rstest;
use sources::sped::Kind;

use super::{SALE, c100, contributions_books, read_all};
use crate::support::{Fate, accepted_event, accepted_note, classes, day, fates, only, party_text};

const BRANCH_SALE: &str = "31260311222333000262550010000000011000000018";
const PRODUCT: &str = "|C170|1|P1|PARAFUSO|10,00000|UN|100,00|5,00|0|000|5102||95,00|18,00|17,10||||0||||||01|95,00|1,65|||1,57|01|95,00|7,60|||7,22|1|";

#[test]
fn products_come_with_their_contributions() {
    let books =
        contributions_books(&["|C010|11222333000181|2|", &c100("1", "0", "CLI1", "00", SALE, "95,00"), PRODUCT]);
    let (records, declaration) = read_all(&books);
    assert_eq!(fates(&records), [Fate::Accepted(Standing::DeclaredByItem)]);
    let (note, warnings) = accepted_note(only(records));
    assert_eq!((note.difference.0, warnings), (0, vec![]));
    let item = &note.items[0];
    assert_eq!((item.product.as_str(), item.description.as_str()), ("P1", "PARAFUSO M6"));
    let amounts = item.amounts;
    assert_eq!((amounts.revenue.0, amounts.icms.0, amounts.pis.0, amounts.cofins.0), (9_500, 1_710, 157, 722));
    assert_eq!(declaration.map(|declaration| declaration.kind), Some(Kind::Contributions));
}

/// Establishments may use one code for different participants.
#[test]
fn participants_are_each_establishments_own() {
    let books = contributions_books(&[
        "|C010|11222333000181|2|",
        &c100("1", "0", "CLI1", "00", SALE, "95,00"),
        PRODUCT,
        "|C010|11222333000262|2|",
        &c100("1", "0", "CLI1", "00", BRANCH_SALE, "95,00"),
        PRODUCT,
    ]);
    let parties: Vec<_> = read_all(&books)
        .0
        .into_iter()
        .map(|record| {
            let note = accepted_note(record).0;
            (note.own.clone(), party_text(&note).unwrap_or_default())
        })
        .collect();
    let expected = [("11222333000181", "44555666000181"), ("11222333000262", "77888999000181")];
    assert_eq!(parties, expected.map(|(own, party)| (own.to_owned(), party.to_owned())));
}

#[test]
fn coupons_come_by_cfop() {
    let coupon = SALE.replace("55001", "65001");
    let sum = "|C175|5102|100,00|10,00|01|90,00|1,65|||1,49|01|90,00|7,60|||6,84|1||";
    let books = contributions_books(&["|C010|11222333000181|2|", &c100("1", "0", "", "00", &coupon, "90,00"), sum]);
    let (note, warnings) = accepted_note(only(read_all(&books).0));
    let amounts = note.items[0].amounts;
    assert_eq!((amounts.revenue.0, amounts.billed.0, amounts.pis.0, amounts.cofins.0), (9_000, 9_000, 149, 684));
    assert_eq!((note.party, note.difference.0, warnings), (None, 0, vec![]));
}

fn a100(direction: &str, situation: &str, key: &str) -> String {
    let day = if situation == "02" { "" } else { "10032026" };
    format!(
        "|A100|{direction}|0|CLI1|{situation}|1||000123|{key}|{day}|{day}|500,00|1|0,00|500,00|8,25|500,00|38,00|0|0|25,00|"
    )
}

const SERVICE: &str = "|A170|1|S1||500,00|0,00||0|01|500,00|1,65|8,25|01|500,00|7,60|38,00|1||";

/// Without a national key the note is named as a municipal one is.
#[rstest]
#[case("", "nfse:11222333000181:3550308:123")]
#[case("ABCD-1234", "nfse:11222333000181:3550308:123")]
#[case("35503082211222333000181000000000012326030000000010", "35503082211222333000181000000000012326030000000010")]
fn a_service_is_a_note(#[case] written: &str, #[case] key: &str) {
    let books = contributions_books(&["|A010|11222333000181|", &a100("1", "00", written), SERVICE]);
    let (records, declaration) = read_all(&books);
    let (note, warnings) = accepted_note(only(records));
    assert_eq!((note.key.as_str(), note.side, classes(&note)), (key, Side::Sale, vec![ItemClass::Sale]));
    assert_eq!((party_text(&note).as_deref(), note.day, warnings), (Some("44555666000181"), day("2026-03-10"), vec![]));
    let item = &note.items[0];
    assert_eq!((item.description.as_str(), item.cfop), ("SUPORTE MENSAL", None));
    let amounts = item.amounts;
    assert_eq!((amounts.revenue.0, amounts.iss.0, amounts.pis.0, amounts.cofins.0), (50_000, 2_500, 825, 3_800));
    let declared = declaration.expect("our books").documents;
    assert_eq!((declared.len(), declared[0].total.0, declared[0].by_cfop.len()), (1, 50_000, 0));
}

#[test]
fn a_service_without_items_is_worth_its_total() {
    let books = contributions_books(&["|A010|11222333000181|", &a100("1", "00", "")]);
    let (note, _) = accepted_note(only(read_all(&books).0));
    assert_eq!((note.items.len(), note.items[0].amounts.revenue.0, note.difference.0), (1, 50_000, 0));
}

#[test]
fn a_service_taken_is_a_purchase_and_a_cancelled_one_an_event() {
    let books = contributions_books(&["|A010|11222333000181|", &a100("0", "00", ""), &a100("1", "02", "")]);
    let mut records = read_all(&books).0.into_iter();
    let (note, _) = accepted_note(records.next().expect("a purchase"));
    assert_eq!((note.key.as_str(), note.side), ("nfse:44555666000181:3106200:123", Side::Purchase));
    let event = accepted_event(records.next().expect("an event"));
    assert_eq!((event.target.as_str(), event.on), ("nfse:11222333000181:3550308:123", day("2026-03-01")));
}

#[test]
fn books_of_contributions_replace_their_own() {
    let books = contributions_books(&["|A010|11222333000181|", &a100("1", "00", "")]);
    let text = String::from_utf8_lossy(&books).replace("|0000|006|0|", "|0000|006|1|");
    let records: Vec<Record> = read_all(text.as_bytes()).0;
    assert_eq!(fates(&records), [Fate::Accepted(Standing::DeclaredByItemAgain)]);
}
