//! What goes out to a customer, by its CFOP: `cfop_out_classes.tsv`.

use domain::facts::{ItemClass, Side};
use rstest::rstest;

use crate::support::draft::{Draft, Line};
use crate::support::{CUSTOMER, bytes_of, classes, note_of, party_text, repository};

const TABLE: &str = include_str!("../../../../domain/data/cfop_out_classes.tsv");

#[rstest]
#[case("5102", ItemClass::Sale)]
#[case("6107", ItemClass::Sale)]
#[case("6108", ItemClass::Sale)]
#[case("5124", ItemClass::Sale)]
#[case("5125", ItemClass::Sale)]
#[case("5933", ItemClass::Sale)]
#[case("7101", ItemClass::Sale)]
#[case("7102", ItemClass::Sale)]
#[case("5922", ItemClass::AdvanceBilling)]
#[case("6922", ItemClass::AdvanceBilling)]
#[case("5116", ItemClass::DeliveryOfAdvanceBilling)]
#[case("6117", ItemClass::DeliveryOfAdvanceBilling)]
#[case("5929", ItemClass::CouponDuplicate)]
#[case("6929", ItemClass::CouponDuplicate)]
#[case("5551", ItemClass::FixedAssetSale)]
#[case("6551", ItemClass::FixedAssetSale)]
#[case("5910", ItemClass::Bonus)]
#[case("6911", ItemClass::Bonus)]
#[case("5901", ItemClass::Shipment)]
#[case("5917", ItemClass::Shipment)]
#[case("5949", ItemClass::Other)]
#[case("6999", ItemClass::Other)]
fn what_goes_out_is_what_its_cfop_says(#[case] cfop: &str, #[case] class: ItemClass) {
    let note = note_of(Draft::sale().cfop(cfop).xml());
    assert_eq!((note.side, classes(&note)), (Side::Sale, vec![class]));
    assert_eq!(party_text(&note).as_deref(), Some(CUSTOMER));
}

/// The class of a line by the name the reference's table gives it.
fn class_named(name: &str) -> ItemClass {
    let named = |class: &ItemClass| class.as_str() == name;
    ItemClass::ALL.into_iter().find(named).unwrap_or_else(|| panic!("{name} is a class"))
}

#[test]
fn every_row_of_the_table_holds_within_and_out_of_the_state() {
    let mut rows = 0;
    for row in TABLE.lines().skip(1).filter(|row| !row.is_empty()) {
        let (suffix, name) = row.split_once('\t').expect("a suffix and a class");
        for place in ["5", "6"] {
            let note = note_of(Draft::sale().cfop(&format!("{place}{suffix}")).xml());
            assert_eq!(classes(&note), [class_named(name)], "{place}{suffix}");
        }
        rows += 1;
    }
    assert_eq!(rows, 127);
}

/// The project's table is the reference's, where the reference is at hand.
#[test]
fn the_table_is_the_references() {
    let reference = repository().join("../shared/reference/tables/cfop_out_classes.tsv");
    if reference.exists() {
        let reference = String::from_utf8(bytes_of(&reference)).expect("a table in UTF-8");
        assert!(TABLE.lines().eq(reference.lines()));
    }
}

/// As one sample does: two sales and a bonus in one note.
#[test]
fn a_note_may_mix() {
    let lines = [Line::of("6107", "70.00"), Line::of("6108", "20.00"), Line::of("6910", "10.00")];
    let note = note_of(Draft::sale().lines(lines).xml());
    assert_eq!(classes(&note), [ItemClass::Sale, ItemClass::Sale, ItemClass::Bonus]);
    assert_eq!((note.side, note.total.0, note.difference.0), (Side::Sale, 10_000, 0));
}
