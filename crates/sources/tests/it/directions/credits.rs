//! Credit notes, debit notes, complements and adjustments.

use domain::facts::{ItemClass, Purpose, Side};
use rstest::rstest;

use crate::support::draft::Draft;
use crate::support::{CUSTOMER, classes, note_of, party_text};

#[rstest]
#[case("03", Purpose::CreditReturn, ItemClass::Return)]
#[case("06", Purpose::CreditReturn, ItemClass::Return)]
#[case("04", Purpose::CreditReduction, ItemClass::PriceReduction)]
#[case("01", Purpose::CreditOther, ItemClass::Adjustment)]
#[case("02", Purpose::CreditOther, ItemClass::Adjustment)]
#[case("05", Purpose::CreditOther, ItemClass::Adjustment)]
fn a_credit_note_is_what_its_kind_says(
    #[case] kind: &str,
    #[case] purpose: Purpose,
    #[case] class: ItemClass,
    #[values(("0", "1949"), ("1", "5949"), ("0", "1202"), ("1", "5102"))] way: (&str, &str),
) {
    let (direction, cfop) = way;
    let note = note_of(Draft::sale().credit(kind).direction(direction).cfop(cfop).xml());
    assert_eq!((note.side, note.purpose, classes(&note)), (Side::Sale, purpose, vec![class]));
    assert_eq!(party_text(&note).as_deref(), Some(CUSTOMER));
}

#[test]
fn a_credit_note_without_kind_is_neither_return_nor_reduction() {
    let note = note_of(Draft::sale().purpose("5").cfop("5949").xml());
    assert_eq!((note.purpose, classes(&note)), (Purpose::CreditOther, vec![ItemClass::Adjustment]));
}

/// 04 is interest and fines, 06 an advance: never revenue, whatever the CFOP.
#[rstest]
fn a_debit_note_is_never_a_sale(
    #[values("01", "04", "06", "07")] kind: &str,
    #[values("5949", "5102", "6108")] cfop: &str,
) {
    let note = note_of(Draft::sale().debit(kind).cfop(cfop).xml());
    assert_eq!((note.side, note.purpose, classes(&note)), (Side::Sale, Purpose::Debit, vec![ItemClass::DebitNote]));
}

#[rstest]
#[case("5102", ItemClass::Complement)]
#[case("6108", ItemClass::Complement)]
#[case("7101", ItemClass::Complement)]
#[case("5910", ItemClass::Bonus)]
#[case("5901", ItemClass::Shipment)]
fn a_complement_adds_to_what_its_cfop_says(#[case] cfop: &str, #[case] class: ItemClass) {
    let note = note_of(Draft::sale().purpose("2").cfop(cfop).xml());
    assert_eq!((note.purpose, classes(&note)), (Purpose::Complementary, vec![class]));
}

#[rstest]
#[case("5102")]
#[case("5949")]
#[case("5922")]
fn an_adjustment_adds_nothing(#[case] cfop: &str) {
    let note = note_of(Draft::sale().purpose("3").cfop(cfop).xml());
    assert_eq!((note.purpose, classes(&note)), (Purpose::Adjustment, vec![ItemClass::Adjustment]));
}
