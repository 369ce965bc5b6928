//! Who buys: with a tax id, with a wrong one, from abroad, by name only, without identification.

use domain::facts::{ItemClass, Side};
use domain::party::PartyKind;
use domain::record::Warning;
use rstest::rstest;

use crate::support::draft::{Draft, company, foreigner, person};
use crate::support::{PERSON, accepted_note, classes, note_of, only, party_text, read};

fn named(name: &str) -> String {
    format!("<dest><xNome>{name}</xNome></dest>")
}

#[rstest]
#[case::word(foreigner("EXTERIOR", "Acme Overseas, Inc.", "2496", "ESTADOS UNIDOS"), "nfe:ACME OVERSEAS INC/2496")]
#[case::empty(foreigner("", "Acme Overseas, Inc.", "2496", "ESTADOS UNIDOS"), "nfe:ACME OVERSEAS INC/2496")]
#[case::passport(foreigner("PASS1", "Acme Overseas, Inc.", "2496", "ESTADOS UNIDOS"), "nfe:ACME OVERSEAS INC/2496")]
#[case::elsewhere(foreigner("EXTERIOR", "Acme Overseas, Inc.", "5860", "PARAGUAI"), "nfe:ACME OVERSEAS INC/5860")]
fn a_foreign_buyer_is_a_name_in_a_country(#[case] recipient: String, #[case] key: &str) {
    let (note, warnings) = accepted_note(only(read(Draft::sale().to(&recipient).cfop("7102").xml())));
    assert_eq!((note.side, classes(&note), warnings), (Side::Sale, vec![ItemClass::Sale], vec![]));
    assert_eq!(party_text(&note).as_deref(), Some(key));
    assert_eq!(note.party.map(|party| party.kind), Some(PartyKind::Foreign));
}

/// The id as written, with a warning that says what is wrong.
#[rstest]
#[case(company("44555666000182"), "o CNPJ 44555666000182 tem dígitos verificadores errados: deveriam ser 81")]
#[case(person("52998224724"), "o CPF 52998224724 tem dígitos verificadores errados: deveriam ser 25")]
#[case(person("00000000000"), "o CPF 00000000000 é um número repetido, que não existe")]
#[case(person("000052998224725"), "o CPF 000052998224725 tem 15 caracteres em vez de 11")]
#[case(company("4455566600018"), "o CNPJ 4455566600018 tem 13 caracteres em vez de 14")]
fn a_wrong_tax_id_is_known_as_written(#[case] recipient: String, #[case] warning: &str) {
    let (note, warnings) = accepted_note(only(read(Draft::sale().to(&recipient).xml())));
    let written = recipient.split(['>', '<']).nth(4).expect("the id");
    assert_eq!(party_text(&note), Some(format!("nfe:{written}")));
    let [Warning::PartyTaxId(error)] = &warnings[..] else { panic!("{warnings:?}") };
    assert_eq!(error.to_string(), warning);
    assert_eq!((note.side, note.items[0].amounts.revenue.0), (Side::Sale, 10_000));
}

#[rstest]
#[case::nobody("", None, None)]
#[case::only_a_cpf(&format!("<dest><CPF>{PERSON}</CPF><indIEDest>9</indIEDest></dest>"), Some(PERSON), None)]
#[case::cpf_and_name(&person(PERSON), Some(PERSON), Some("MARIA DA SILVA"))]
#[case::only_a_name(&named("José da Silva &amp; Filhos"), Some("nfe:nome:JOSE DA SILVA FILHOS"), Some("José da Silva & Filhos"))]
#[case::empty_elements("<dest><CPF/><xNome></xNome></dest>", None, None)]
fn an_nfce_knows_its_consumer_or_not(#[case] recipient: &str, #[case] party: Option<&str>, #[case] name: Option<&str>) {
    let (note, warnings) = accepted_note(only(read(Draft::sale().nfce().to(recipient).xml())));
    assert_eq!((note.side, classes(&note), warnings), (Side::Sale, vec![ItemClass::Sale], vec![]));
    assert_eq!(party_text(&note).as_deref(), party);
    let said: Vec<_> = note.observations.iter().filter_map(|one| one.name.as_deref()).collect();
    assert_eq!(said, name.into_iter().collect::<Vec<_>>());
}

fn contact(elements: &str) -> String {
    format!("<dest><CNPJ>44555666000181</CNPJ><xNome>ALFA</xNome>{elements}</dest>")
}

#[rstest]
#[case("<email>a@alfa.example</email>", Some("a@alfa.example"))]
#[case("<email>a@alfa.example;b@alfa.example</email>", Some("a@alfa.example;b@alfa.example"))]
#[case("<email>a@alfa.example, b@alfa.example</email>", Some("a@alfa.example;b@alfa.example"))]
#[case("<email>null</email>", None)]
#[case("<email></email>", None)]
#[case("", None)]
fn emails_are_addresses(#[case] elements: &str, #[case] expected: Option<&str>) {
    let note = note_of(Draft::sale().to(&contact(elements)).xml());
    assert_eq!(note.observations[0].emails.as_deref(), expected);
}

#[rstest]
#[case("11987654321", "+5511987654321")]
#[case("1133334444", "+551133334444")]
#[case("33334444", "33334444")]
#[case("16", "16")]
fn a_telephone_is_kept_as_written_where_it_is_none(#[case] written: &str, #[case] expected: &str) {
    let address = format!("<enderDest><xLgr>Rua A</xLgr><fone>{written}</fone></enderDest>");
    let note = note_of(Draft::sale().to(&contact(&address)).xml());
    assert_eq!(note.observations[0].phone.as_deref(), Some(expected));
}

/// Goods delivered elsewhere say so beside the registration.
#[test]
fn a_place_of_delivery_is_another_observation() {
    use domain::facts::ObservationRole::{Delivery, Registration};
    let place =
        "<entrega><CNPJ>44555666000262</CNPJ><xLgr>Rua B</xLgr><nro>9</nro><cMun>3106200</cMun><UF>MG</UF></entrega>";
    let note = note_of(Draft::sale().to(&format!("{}{place}", contact(""))).xml());
    let said: Vec<_> = note.observations.iter().map(|one| (one.role, one.street.as_deref())).collect();
    assert_eq!(said, [(Registration, None), (Delivery, Some("Rua B"))]);
}
