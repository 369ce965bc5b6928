//! ABRASF, layouts 1 and 2.

use domain::CityCode;
use domain::facts::{ItemClass, Side, Standing};
use domain::record::{IgnoreReason, Record};
use rstest::rstest;

use super::{municipal, taker};
use crate::support::{Fate, accepted, accepted_note, classes, day, fates, note_of, only, party_text, read, reader_of};

const PROVIDER: &str = "11222333000181";

fn company() -> String {
    taker("<Cnpj>44555666000181</Cnpj>")
}

/// The same note in layout 2.
fn layout_2() -> String {
    let parties = company().replace("TomadorServico", "Tomador");
    format!(
        "<CompNfse><Nfse versao=\"2.02\"><InfNfse><Numero>00015</Numero><DataEmissao>2024-05-06</DataEmissao>\
         <OutrasInformacoes>Vendedor: Ana; Pedido 77</OutrasInformacoes>\
         <ValoresNfse><BaseCalculo>1170.00</BaseCalculo><ValorIss>58.50</ValorIss>\
         <ValorLiquidoNfse>1111.50</ValorLiquidoNfse></ValoresNfse><PrestadorServico>\
         <RazaoSocial>PRESTADORA LTDA</RazaoSocial><Endereco><Endereco>RUA P</Endereco><Numero>1</Numero>\
         <CodigoMunicipio>3550308</CodigoMunicipio><Uf>SP</Uf></Endereco></PrestadorServico>\
         <OrgaoGerador><CodigoMunicipio>3550308</CodigoMunicipio><Uf>SP</Uf></OrgaoGerador>\
         <DeclaracaoPrestacaoServico><InfDeclaracaoPrestacaoServico><Rps><IdentificacaoRps><Numero>7</Numero>\
         </IdentificacaoRps><DataEmissao>2024-05-01</DataEmissao></Rps><Servico><Valores>\
         <ValorServicos>1200.00</ValorServicos><ValorPis>7.80</ValorPis><ValorCofins>36.00</ValorCofins>\
         <DescontoIncondicionado>30.00</DescontoIncondicionado></Valores><ItemListaServico>1.07</ItemListaServico>\
         <Discriminacao>Manutenção mensal</Discriminacao></Servico><Prestador><CpfCnpj><Cnpj>{PROVIDER}</Cnpj></CpfCnpj>\
         </Prestador>{parties}</InfDeclaracaoPrestacaoServico></DeclaracaoPrestacaoServico></InfNfse></Nfse></CompNfse>"
    )
}

#[rstest]
#[case::layout_1(municipal(PROVIDER, "15", &company(), ""))]
#[case::layout_2(layout_2())]
fn both_layouts_say_the_same(#[case] file: String) {
    let (document, warnings) = accepted(only(read(&file)));
    assert_eq!((document.label.as_str(), warnings), ("nfse:11222333000181:3550308:15", vec![]));
    assert_eq!(document.standing, Standing::Proven);
    let note = note_of(file);
    assert_eq!((note.side, classes(&note), note.own.as_str()), (Side::Sale, vec![ItemClass::Sale], PROVIDER));
    assert_eq!((party_text(&note).as_deref(), note.day), (Some("44555666000181"), day("2024-05-06")));
    // 1200,00 less 30,00; net as written.
    assert_eq!((note.total.0, note.receivables[0].amount.0), (117_000, 111_150));
    let item = &note.items[0];
    assert_eq!((item.product.as_str(), item.description.as_str()), ("1.07", "Manutenção mensal"));
    assert_eq!((item.amounts.iss.0, item.amounts.pis.0, item.amounts.cofins.0), (5_850, 780, 3_600));
    assert_eq!((note.seller.as_deref(), note.order_number.as_deref()), (Some("Ana"), Some("77")));
    let [seen] = &note.observations[..] else { panic!("one observation") };
    assert_eq!((seen.street.as_deref(), seen.number.as_deref()), (Some("AV. BRASIL"), Some("10")));
    assert_eq!(
        (seen.city_code.map(CityCode::code), seen.emails.as_deref()),
        (Some(3_106_200), Some("fin@alfa.com.br"))
    );
}

#[rstest]
#[case::as_query_answer("<ConsultarNfseResposta><ListaNfse>", "</ListaNfse></ConsultarNfseResposta>")]
#[case::as_generated("<GerarNfseResposta><ListaNfse>", "</ListaNfse></GerarNfseResposta>")]
#[case::as_lot(
    "<ns2:ConsultarLoteRpsResposta xmlns:ns2=\"http://www.abrasf.org.br/nfse.xsd\">",
    "</ns2:ConsultarLoteRpsResposta>"
)]
#[case::in_an_envelope("<s:Envelope xmlns:s=\"x\"><s:Body>", "</s:Body></s:Envelope>")]
fn notes_are_found_in_lists(#[case] before: &str, #[case] after: &str) {
    let notes: String = (1..=3).map(|number| municipal(PROVIDER, &number.to_string(), &company(), "")).collect();
    let records = read(format!("{before}{notes}{after}"));
    assert_eq!(fates(&records), [Fate::Accepted(Standing::Proven); 3]);
}

#[test]
fn latin_1_and_masks_and_commas_are_read() {
    let file = municipal(PROVIDER, "15", &company(), "")
        .replace("<Cnpj>44555666000181", "<Cnpj>44.555.666/0001-81")
        .replace("<ValorServicos>1200.00", "<ValorServicos>1.200,00");
    let file = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{file}");
    let latin: Vec<u8> = file.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let note = note_of(latin);
    assert_eq!((party_text(&note).as_deref(), note.total.0), (Some("44555666000181"), 117_000));
    assert_eq!(note.items[0].description, "Manutenção mensal");
}

#[test]
fn a_taker_without_id_is_nobody_we_know() {
    let nobody = note_of(municipal(PROVIDER, "15", "", ""));
    assert_eq!((nobody.party, nobody.observations), (None, vec![]));
    let zeros = taker("<Cnpj>00000000000000</Cnpj>").replace("<RazaoSocial>CLIENTE ALFA LTDA</RazaoSocial>", "");
    assert_eq!(note_of(municipal(PROVIDER, "15", &zeros, "")).party, None);
}

#[test]
fn a_service_taken_is_a_purchase() {
    let file = municipal(PROVIDER, "15", &company(), "");
    let (note, _) = accepted_note(only(reader_of(&["44555666"]).read(file.as_bytes())));
    assert_eq!((note.side, party_text(&note).as_deref()), (Side::Purchase, Some(PROVIDER)));
    assert_eq!(note.observations[0].name.as_deref(), Some("PRESTADORA LTDA"));
}

#[test]
fn receipts_sent_to_the_city_are_not_notes() {
    let rps = |number: u32| {
        format!("<Rps><InfRps><IdentificacaoRps><Numero>{number}</Numero></IdentificacaoRps></InfRps></Rps>")
    };
    let lot = format!(
        "<EnviarLoteRpsEnvio><LoteRps><ListaRps>{}{}</ListaRps></LoteRps></EnviarLoteRpsEnvio>",
        rps(1),
        rps(2)
    );
    let records = read(lot);
    assert_eq!(fates(&records), [Fate::Ignored(IgnoreReason::ProvisionalReceipt); 2]);
    let labels: Vec<&str> = records
        .iter()
        .filter_map(|record| match record {
            Record::Ignored { label, .. } => Some(label.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(labels, ["1", "2"]);
}

#[test]
fn a_note_without_number_is_refused_with_its_place() {
    let records = read(municipal(PROVIDER, "", &company(), ""));
    let [Record::Reject(reject)] = &records[..] else { panic!("a reject") };
    assert_eq!(reject.path.as_deref(), Some("CompNfse/Nfse/InfNfse/Numero"));
    assert_eq!(
        reject.cause.to_string(),
        "o prestador \"11222333000181\" e o número \"\" não identificam uma NFS-e municipal: peça o arquivo original da nota"
    );
}
