//! NFS-e nacional: who, how much, when.

use domain::facts::{ItemClass, Side, Standing};
use domain::party::PartyKind;
use domain::record::{IgnoreReason, RejectCause, Warning};
use domain::{CityCode, DocumentKey};
use rstest::rstest;

use super::{KEY, fixture, fixture_text, service_with};
use crate::public::{read_as, sample};
use crate::support::{
    CUSTOMER, Fate, HEAD_OFFICE, accepted, accepted_note, classes, day, fates, note_of, only, party_text, read,
    reader_of, rejected, warnings_of,
};

/// `expected.json`: vServ and vLiq of each file.
#[rstest]
#[case("01_servico_cnpj.xml", 150_000, 150_000, Some("44555666000181"))]
#[case("02_servico_retencao.xml", 1_000_000, 938_500, Some("44555666000181"))]
#[case("03_servico_exterior_nif.xml", 200_000, 200_000, Some("nfse:ACME OVERSEAS INC/EX"))]
fn revenue_is_the_price_and_the_receivable_is_net(
    #[case] file: &str,
    #[case] price: i64,
    #[case] net: i64,
    #[case] customer: Option<&str>,
) {
    let (note, warnings) = accepted_note(only(read(fixture(file))));
    assert_eq!((note.side, classes(&note), warnings), (Side::Sale, vec![ItemClass::Sale], vec![]));
    assert_eq!((note.total.0, note.difference.0, party_text(&note).as_deref()), (price, 0, customer));
    let [item] = &note.items[..] else { panic!("one item") };
    assert_eq!((item.amounts.revenue.0, item.amounts.billed.0, item.cfop), (price, price, None));
    assert_eq!((item.product.as_str(), item.description.as_str()), ("010701", "Mensalidade de suporte"));
    let [due] = &note.receivables[..] else { panic!("one receivable") };
    // 2026-04-10 and 30 days, for nothing says when.
    assert_eq!((due.amount.0, due.due_on, note.day), (net, day("2026-05-10"), day("2026-04-10")));
}

#[test]
fn the_document_is_its_key() {
    let (document, _) = accepted(only(read(fixture("01_servico_cnpj.xml"))));
    let note = note_of(fixture("01_servico_cnpj.xml"));
    assert_eq!((document.label.as_str(), note.key.as_str(), note.own.as_str()), (KEY, KEY, HEAD_OFFICE));
    assert_eq!((document.key, document.standing), (DocumentKey::of_note(&note.key), Standing::Proven));
}

#[test]
fn discounts_and_taxes_are_as_given() {
    let file = service_with(
        "<vServ>1500.00</vServ></vServPrest><trib><tribMun><tribISSQN>1</tribISSQN><tpRetISSQN>1</tpRetISSQN></tribMun>",
        "<vServ>1500.00</vServ></vServPrest><vDescCondIncond><vDescIncond>100.01</vDescIncond><vDescCond>50.00</vDescCond>\
         </vDescCondIncond><trib><tribMun/><tribFed><piscofins><vPis>9.75</vPis><vCofins>45.00</vCofins></piscofins>\
         <vRetIRRF>22.50</vRetIRRF></tribFed>",
    );
    let file = file.replace("<vLiq>1500.00</vLiq>", "<vISSQN>70.00</vISSQN><vLiq>1377.49</vLiq>");
    let note = note_of(file);
    let amounts = note.items[0].amounts;
    // 1500,00 less 100,01; the conditional discount depends on what the customer does.
    assert_eq!((note.total.0, amounts.revenue.0, amounts.billed.0), (139_999, 139_999, 139_999));
    assert_eq!((amounts.iss.0, amounts.pis.0, amounts.cofins.0), (7_000, 975, 4_500));
    assert_eq!(note.receivables[0].amount.0, 137_749);
}

#[test]
fn what_it_says_of_the_taker_is_observed() {
    let file = service_with(
        "<xNome>CLIENTE ALFA COMERCIO LTDA</xNome></toma>",
        "<xNome>CLIENTE ALFA</xNome><end><endNac><cMun>3106200</cMun><CEP>30110000</CEP></endNac><xLgr>AV. BRASIL</xLgr>\
         <nro>10</nro><xCpl>SALA 2</xCpl><xBairro>CENTRO</xBairro></end><fone>3133334444</fone>\
         <email>fin@alfa.com.br; null</email></toma>",
    );
    let note = note_of(file);
    let [seen] = &note.observations[..] else { panic!("one observation") };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    assert_eq!([text(&seen.name), text(&seen.street), text(&seen.number)], ["CLIENTE ALFA", "AV. BRASIL", "10"]);
    assert_eq!([text(&seen.complement), text(&seen.district), text(&seen.cep)], ["SALA 2", "CENTRO", "30110000"]);
    assert_eq!([text(&seen.emails), text(&seen.phone)], ["fin@alfa.com.br", "+553133334444"]);
    assert_eq!((seen.city_code.map(CityCode::code), seen.uf.map(|uf| uf.as_str())), (Some(3_106_200), Some("MG")));
}

const TAKER: &str = "<toma><CNPJ>44555666000181</CNPJ><xNome>CLIENTE ALFA COMERCIO LTDA</xNome></toma>";

#[test]
fn a_foreign_taker_is_known_by_name_and_country() {
    let abroad = "<toma><NIF>X1</NIF><xNome>Acmé Overseas, Inc.</xNome><end><endExt><cPais>US</cPais><cEndPost>10001\
                  </cEndPost><xCidade>NEW YORK</xCidade></endExt><xLgr>5TH AV</xLgr></end></toma>";
    let note = note_of(service_with(TAKER, abroad));
    assert_eq!(party_text(&note).as_deref(), Some("nfse:ACME OVERSEAS INC/US"));
    assert_eq!(note.party.map(|party| party.kind), Some(PartyKind::Foreign));
    let [seen] = &note.observations[..] else { panic!("one observation") };
    assert_eq!((seen.city.as_deref(), seen.country.as_deref()), (Some("NEW YORK"), Some("US")));
}

#[rstest]
#[case::nobody("", None)]
#[case::zeros("<toma><CPF>00000000000</CPF></toma>", None)]
#[case::a_person("<toma><CPF>52998224725</CPF><xNome>Maria</xNome></toma>", Some("52998224725"))]
#[case::letters("<toma><CNPJ>12ABC34501DE35</CNPJ></toma>", Some("12ABC34501DE35"))]
#[case::wrong_digits("<toma><CNPJ>44555666000182</CNPJ></toma>", Some("nfse:44555666000182"))]
fn the_taker_is_the_customer(#[case] taker: &str, #[case] customer: Option<&str>) {
    let note = note_of(service_with(TAKER, taker));
    assert_eq!((party_text(&note).as_deref(), note.side), (customer, Side::Sale));
}

#[test]
fn a_service_taken_is_a_purchase() {
    let text = fixture_text("01_servico_cnpj.xml");
    let (note, _) = accepted_note(only(reader_of(&["44555666"]).read(text.as_bytes())));
    assert_eq!((note.side, classes(&note), note.receivables.len()), (Side::Purchase, vec![ItemClass::Purchase], 0));
    assert_eq!((party_text(&note).as_deref(), note.own.as_str()), (Some(HEAD_OFFICE), CUSTOMER));
    assert_eq!(note.observations[0].name.as_deref(), Some("EMPRESA MODELO LTDA"));
}

#[test]
fn a_service_among_ourselves_is_no_sale() {
    let (note, _) = accepted_note(only(reader_of(&["11222333", "44555666"]).read(&fixture("01_servico_cnpj.xml"))));
    assert_eq!((note.side, classes(&note), note.party), (Side::Own, vec![ItemClass::Intercompany], None));
    assert!(note.receivables.is_empty() && note.observations.is_empty());
}

#[test]
fn a_service_between_others_is_not_ours() {
    let records = reader_of(&["77888999"]).read(&fixture("01_servico_cnpj.xml"));
    assert_eq!(fates(&records), [Fate::Ignored(IgnoreReason::NotOurs)]);
}

#[rstest]
fn every_status_of_an_issued_note_is_live(#[values("100", "101", "102", "103")] status: &str) {
    let file = service_with("<cStat>100</cStat>", &format!("<cStat>{status}</cStat>"));
    assert_eq!(fates(&read(file)), [Fate::Accepted(Standing::Proven)]);
}

/// `ambGer` 2 is the national environment; only `tpAmb` 2 is a test.
#[test]
fn the_test_environment_is_told_by_one_field() {
    let file = service_with("<tpAmb>1</tpAmb>", "<tpAmb>2</tpAmb>");
    assert_eq!(fates(&read(file)), [Fate::Ignored(IgnoreReason::TestEnvironment)]);
}

#[test]
fn a_key_of_another_issuer_is_told() {
    let file = service_with(KEY, &KEY.replace("11222333000181", "11222333000262"));
    let warning = Warning::KeyIssuer { in_key: "11222333000262".into(), in_note: "11222333000181".into() };
    assert_eq!(warnings_of(file), [warning]);
}

#[test]
fn a_long_description_is_cut() {
    let note = note_of(service_with("Mensalidade de suporte", &"ç".repeat(2_000)));
    assert_eq!(note.items[0].description.chars().count(), 200);
}

#[test]
fn a_receipt_that_is_not_yet_a_note_is_none() {
    let text = fixture_text("01_servico_cnpj.xml");
    let from = text.find("<DPS ").expect("a DPS");
    let dps = &text[from..text.find("</DPS>").expect("its end") + "</DPS>".len()];
    assert_eq!(fates(&read(dps)), [Fate::Ignored(IgnoreReason::ProvisionalReceipt)]);
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let reject = rejected(only(read(service_with("<vServ>1500.00</vServ>", ""))));
    assert_eq!(reject.cause, RejectCause::Missing);
    assert_eq!(reject.path.as_deref(), Some("NFSe/infNFSe/DPS/infDPS/valores/vServPrest/vServ"));
    let reject = rejected(only(read(service_with("<vServ>1500.00</vServ>", "<vServ>mil</vServ>"))));
    assert_eq!(reject.value.as_deref(), Some("mil"));
    assert_eq!(reject.record, Some(format!("NFS{KEY}")));
    let reject = rejected(only(read(service_with(KEY, "123"))));
    assert_eq!(
        reject.cause.to_string(),
        "\"123\" não é uma chave de NFS-e: são 50 caracteres, com letras só no CNPJ: peça o arquivo original da nota"
    );
}

/// Third-party samples, by hand: root, price, net, customer.
#[rstest]
#[case("nfse/nfse_nacional_minima_sem_tomador.xml", "90449244", 100_000, 100_000, None)]
#[case("nfse/nfse_nacional_nfelib.xml", "01761135", 99_000_000_000, 98_999_996_104, None)]
fn samples_are_read(
    #[case] file: &str,
    #[case] root: &str,
    #[case] total: i64,
    #[case] net: i64,
    #[case] customer: Option<&str>,
) {
    let Some(text) = sample(file) else { return };
    let text = text.replace("<tpAmb>2</tpAmb>", "<tpAmb>1</tpAmb>");
    let (note, _) = accepted_note(only(read_as(root, &text)));
    assert_eq!((note.total.0, note.receivables[0].amount.0), (total, net));
    assert_eq!(party_text(&note).as_deref(), customer);
}

/// Issuer and tables of the others are anonymised; each is one record, whoever reads it.
#[rstest]
#[case("nfse/nfse_nacional_cnpj_alfanumerico.xml")]
#[case("nfse/nfse_nacional_eficaz.xml")]
#[case("nfse/nfse_nacional_homologacao.xml")]
#[case("nfse/nfse_nacional_intermediario.xml")]
fn samples_are_one_record(#[case] file: &str) {
    let Some(text) = sample(file) else { return };
    // The anonymised key of one of them is a character short.
    let text = text.replace("06010200049010\"", "060102000490100\"").replace("<tpAmb>2</tpAmb>", "<tpAmb>1</tpAmb>");
    let from = text.find("<prest>").expect("a provider");
    let root: String = text[from..].split("<CNPJ>").nth(1).expect("a CNPJ").chars().take(8).collect();
    let (note, _) = accepted_note(only(read_as(&root, &text)));
    let written = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>")).unwrap_or_default();
        rest.split('<').next().unwrap_or("").replace('.', "")
    };
    let discount: i64 = written("vDescIncond").parse().unwrap_or(0);
    assert_eq!(note.total.0, written("vServ").parse::<i64>().expect("a price") - discount);
    assert_eq!(note.receivables[0].amount.0.to_string(), written("vLiq"));
}
