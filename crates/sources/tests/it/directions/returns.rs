//! Which notes bring back what was sold: `cfop_in_sales_returns.txt`.

use domain::facts::{ItemClass, Note, Purpose, Side};
use rstest::rstest;

use crate::support::draft::{Draft, Line, company};
use crate::support::{BRANCH, CUSTOMER, HEAD_OFFICE, SUPPLIER, classes, note_of, party_text};

const OWN_ENTRY_SUFFIXES: [&str; 15] =
    ["201", "202", "203", "204", "212", "214", "215", "216", "410", "411", "503", "504", "660", "661", "662"];
const CUSTOMERS_SUFFIXES: [&str; 14] =
    ["201", "202", "210", "410", "411", "412", "413", "503", "553", "555", "556", "660", "661", "662"];
/// Returns of transfers, of a fixed asset, of consignments, of packaging.
const NOT_OF_SALES: [&str; 6] = ["208", "209", "553", "918", "919", "921"];

fn own_entry(cfop: &str, fin_nfe: &str) -> Note {
    note_of(Draft::own_entry(&company(CUSTOMER)).purpose(fin_nfe).cfop(cfop).xml())
}

fn customers_note(cfop: &str, fin_nfe: &str) -> Note {
    note_of(Draft::between(CUSTOMER, HEAD_OFFICE).purpose(fin_nfe).cfop(cfop).xml())
}

#[test]
fn our_own_entry_brings_goods_back() {
    for suffix in OWN_ENTRY_SUFFIXES {
        for place in ["1", "2", "3"] {
            let note = own_entry(&format!("{place}{suffix}"), "4");
            assert_eq!((note.side, classes(&note)), (Side::Sale, vec![ItemClass::Return]), "{place}{suffix}");
            assert_eq!((note.purpose, party_text(&note).as_deref()), (Purpose::Return, Some(CUSTOMER)));
        }
    }
}

#[test]
fn the_customers_own_note_brings_goods_back() {
    for suffix in CUSTOMERS_SUFFIXES {
        for place in ["5", "6"] {
            let note = customers_note(&format!("{place}{suffix}"), "4");
            assert_eq!((note.side, classes(&note)), (Side::Sale, vec![ItemClass::Return]), "{place}{suffix}");
            assert_eq!((note.own.as_str(), party_text(&note).as_deref()), (HEAD_OFFICE, Some(CUSTOMER)));
        }
    }
}

#[rstest]
#[case("1949", "4", ItemClass::Return)]
#[case("2949", "4", ItemClass::Return)]
#[case("1949", "1", ItemClass::Purchase)]
fn an_unnamed_entry_is_a_return_only_by_its_purpose(
    #[case] cfop: &str,
    #[case] fin_nfe: &str,
    #[case] class: ItemClass,
) {
    assert_eq!(classes(&own_entry(cfop, fin_nfe)), [class]);
}

#[test]
fn other_goods_that_come_back_are_no_return_of_sales() {
    for suffix in NOT_OF_SALES {
        assert_eq!(classes(&own_entry(&format!("1{suffix}"), "4")), [ItemClass::OtherReturn], "1{suffix}");
    }
    for suffix in ["208", "209", "918", "919", "921", "949"] {
        assert_eq!(classes(&customers_note(&format!("5{suffix}"), "4")), [ItemClass::OtherReturn], "5{suffix}");
    }
}

/// A supplier sells by the CFOPs by which a customer would not return.
#[rstest]
#[case("5102")]
#[case("6101")]
#[case("5405")]
#[case("5910")]
#[case("5949")]
#[case("5918")]
fn what_a_supplier_sends_is_bought(#[case] cfop: &str) {
    let note = note_of(Draft::between(SUPPLIER, HEAD_OFFICE).cfop(cfop).xml());
    assert_eq!((note.side, classes(&note)), (Side::Purchase, vec![ItemClass::Purchase]));
}

/// A consumer's return without identification names ourselves on both sides.
#[rstest]
#[case::by_the_same_establishment(HEAD_OFFICE, "1202", "4")]
#[case::by_another_branch(BRANCH, "1411", "4")]
#[case::by_purpose_alone(HEAD_OFFICE, "1949", "4")]
#[case::by_cfop_alone(HEAD_OFFICE, "1202", "1")]
fn a_consumers_return_may_name_us_on_both_sides(#[case] recipient: &str, #[case] cfop: &str, #[case] fin_nfe: &str) {
    let note = note_of(Draft::own_entry(&company(recipient)).purpose(fin_nfe).cfop(cfop).xml());
    assert_eq!((note.side, classes(&note)), (Side::Sale, vec![ItemClass::Return]));
    assert_eq!((note.party, note.observations), (None, vec![]));
}

/// The purpose of a credit note says return as finNFe 4 does.
#[rstest]
#[case("03")]
#[case("06")]
fn a_consumers_refusal_by_credit_note_may_name_us_on_both_sides(#[case] kind: &str) {
    let note = note_of(Draft::own_entry(&company(HEAD_OFFICE)).credit(kind).cfop("1949").xml());
    assert_eq!((note.side, classes(&note), note.party), (Side::Sale, vec![ItemClass::Return], None));
}

/// Each line by its own CFOP: returned goods beside a returned consignment.
#[test]
fn a_return_may_mix() {
    let lines = [Line::of("1202", "70.00"), Line::of("1918", "30.00")];
    let note = note_of(Draft::own_entry(&company(CUSTOMER)).purpose("4").lines(lines).xml());
    assert_eq!(classes(&note), [ItemClass::Return, ItemClass::OtherReturn]);
    let revenue: Vec<i64> = note.items.iter().map(|item| item.amounts.revenue.0).collect();
    assert_eq!((note.side, revenue), (Side::Sale, vec![7_000, 3_000]));
}

#[test]
fn a_return_is_nothing_to_receive() {
    let cobr = "<cobr><fat><nFat>7</nFat><vLiq>100.00</vLiq></fat><dup><nDup>001</nDup><dVenc>2026-04-01</dVenc>\
                <vDup>100.00</vDup></dup></cobr>";
    let sold = note_of(Draft::sale().then(cobr).xml());
    let returned = note_of(Draft::own_entry(&company(CUSTOMER)).purpose("4").cfop("1202").then(cobr).xml());
    assert_eq!((sold.receivables.len(), returned.receivables.len()), (1, 0));
}

/// One document by the note, one by the item; what is no access key refers to nothing.
#[test]
fn a_return_names_what_comes_back() {
    let sale = Draft::sale().key();
    let of_item = format!(
        "<DFeReferenciado><chaveAcesso>{sale}</chaveAcesso><nItem>3</nItem></DFeReferenciado>\
         <infAdProd>x</infAdProd>"
    );
    let draft = Draft::own_entry(&company(CUSTOMER)).purpose("4").numbered(8).refers_to(&sale).refers_to("123");
    let note = note_of(draft.line(Line::of("1202", "10.00").followed_by(&of_item)).xml());
    let found: Vec<_> = note.references.iter().map(|one| (one.line, one.target.as_str(), one.target_line)).collect();
    assert_eq!(found, [(None, sale.as_str(), None), (Some(1), sale.as_str(), Some(3))]);
}
