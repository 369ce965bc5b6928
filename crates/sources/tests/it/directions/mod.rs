//! Small notes, one rule each: who stands on the other side, and what each line is for the
//! portfolio.

mod books;
mod cfops;
mod credits;
mod events;
mod parties;
mod protocols;
mod returns;

use domain::facts::{ItemClass, Side};
use rstest::rstest;

use crate::support::draft::{Draft, company, foreigner, person};
use crate::support::{
    BRANCH, CUSTOMER, Fate, HEAD_OFFICE, PERSON, SISTER, STRANGER, SUPPLIER, classes, fates, note_of, party_text, read,
};
use domain::record::{IgnoreReason, Record};

#[rstest]
#[case::sale(Draft::sale(), Side::Sale, CUSTOMER, ItemClass::Sale)]
#[case::sale_to_a_person(Draft::sale().to(&person(PERSON)), Side::Sale, PERSON, ItemClass::Sale)]
#[case::sale_by_the_branch(Draft::sale().from(BRANCH), Side::Sale, CUSTOMER, ItemClass::Sale)]
#[case::purchase(Draft::between(SUPPLIER, HEAD_OFFICE), Side::Purchase, SUPPLIER, ItemClass::Purchase)]
#[case::purchase_for_the_branch(Draft::between(SUPPLIER, BRANCH), Side::Purchase, SUPPLIER, ItemClass::Purchase)]
#[case::purchase_complemented(
    Draft::between(SUPPLIER, HEAD_OFFICE).purpose("2"), Side::Purchase, SUPPLIER, ItemClass::Purchase
)]
#[case::purchase_from_an_individual(
    Draft::own_entry(&person(PERSON)).cfop("1102"), Side::Purchase, PERSON, ItemClass::Purchase
)]
#[case::import(
    Draft::own_entry(&foreigner("", "Acme Overseas, Inc.", "2496", "ESTADOS UNIDOS")).cfop("3102"),
    Side::Purchase, "nfe:ACME OVERSEAS INC/2496", ItemClass::Purchase
)]
#[case::return_to_a_supplier(
    Draft::sale().to(&company(SUPPLIER)).purpose("4").cfop("5202"), Side::Purchase, SUPPLIER, ItemClass::PurchaseReturn
)]
fn each_note_stands_on_its_side(
    #[case] draft: Draft,
    #[case] side: Side,
    #[case] party: &str,
    #[case] class: ItemClass,
) {
    let note = note_of(draft.xml());
    assert_eq!((note.side, classes(&note)), (side, vec![class]));
    assert_eq!(party_text(&note).as_deref(), Some(party));
    assert_eq!(note.observations.len(), 1);
}

/// Both parties ours: nobody stands on the other side.
#[rstest]
#[case::transfer(Draft::between(HEAD_OFFICE, BRANCH).cfop("5152"), ItemClass::Transfer)]
#[case::transfer_to_another_state(Draft::between(BRANCH, HEAD_OFFICE).cfop("6151"), ItemClass::Transfer)]
#[case::transfer_under_substitution(Draft::between(HEAD_OFFICE, BRANCH).cfop("5409"), ItemClass::Transfer)]
#[case::transfer_of_an_asset(Draft::between(HEAD_OFFICE, BRANCH).cfop("5552"), ItemClass::Transfer)]
#[case::transfer_undone(Draft::between(BRANCH, HEAD_OFFICE).purpose("4").cfop("5209"), ItemClass::TransferReturn)]
#[case::sale_to_the_sister(Draft::between(HEAD_OFFICE, SISTER).cfop("5102"), ItemClass::Intercompany)]
#[case::sale_by_the_sister(Draft::between(SISTER, BRANCH).cfop("6101"), ItemClass::Intercompany)]
fn what_stays_among_ourselves_has_no_other_party(#[case] draft: Draft, #[case] class: ItemClass) {
    let note = note_of(draft.xml());
    assert_eq!((note.side, classes(&note)), (Side::Own, vec![class]));
    assert_eq!((note.party, note.observations, note.receivables), (None, vec![], vec![]));
}

/// Whatever the operation, nothing among ourselves is revenue.
#[rstest]
#[case("5101")]
#[case("5910")]
#[case("5922")]
#[case("5117")]
#[case("5929")]
#[case("5551")]
#[case("5901")]
#[case("5949")]
fn nothing_among_ourselves_counts(#[case] cfop: &str) {
    let note = note_of(Draft::between(HEAD_OFFICE, BRANCH).cfop(cfop).xml());
    assert_eq!((note.side, note.party), (Side::Own, None));
    let counted = [ItemClass::Sale, ItemClass::AdvanceBilling, ItemClass::DeliveryOfAdvanceBilling];
    assert!(!counted.contains(&note.items[0].class), "{:?}", note.items[0].class);
}

#[rstest]
#[case::sale(Draft::between(STRANGER, CUSTOMER))]
#[case::sale_without_recipient(Draft::between(STRANGER, CUSTOMER).nfce().to(""))]
#[case::return_among_others(Draft::between(CUSTOMER, STRANGER).purpose("4").cfop("5202"))]
fn a_note_between_others_is_not_ours(#[case] draft: Draft) {
    let records = read(draft.xml());
    assert_eq!(fates(&records), [Fate::Ignored(IgnoreReason::NotOurs)]);
    let [Record::Ignored { label, trace, .. }] = &records[..] else { panic!("one record") };
    assert_eq!((label, trace), (&draft.key(), &None));
}

/// The sister's notes are ours only where the sister is of the company.
#[test]
fn a_company_is_the_roots_it_was_given() {
    let sister = Draft::between(SISTER, CUSTOMER).xml();
    let alone = crate::support::reader_of(&[crate::support::ROOT]);
    assert_eq!(fates(&alone.read(sister.as_bytes())), [Fate::Ignored(IgnoreReason::NotOurs)]);
    assert_eq!(note_of(sister).own, SISTER);
}

#[rstest]
#[case::ours(Draft::sale(), HEAD_OFFICE)]
#[case::by_the_branch(Draft::between(BRANCH, CUSTOMER), BRANCH)]
#[case::bought_for_the_branch(Draft::between(SUPPLIER, BRANCH), BRANCH)]
#[case::returned_to_the_branch(Draft::between(CUSTOMER, BRANCH).purpose("4").cfop("5202"), BRANCH)]
fn our_establishment_is_the_one_named(#[case] draft: Draft, #[case] own: &str) {
    assert_eq!(note_of(draft.xml()).own, own);
}

#[test]
fn an_individual_issuer_is_a_supplier() {
    let producer = Draft::between(SUPPLIER, HEAD_OFFICE).cfop("5101");
    let text = producer.xml().replace(&format!("<CNPJ>{SUPPLIER}</CNPJ>"), &format!("<CPF>{PERSON}</CPF>"));
    // A producer's key holds the CPF after three zeros.
    let text = text.replace(&producer.key(), &crate::support::draft::access_key(&format!("000{PERSON}"), 55, 7));
    let (note, warnings) = crate::support::accepted_note(crate::support::only(read(text)));
    assert_eq!((note.side, party_text(&note).as_deref()), (Side::Purchase, Some(PERSON)));
    assert_eq!(warnings, []);
}
