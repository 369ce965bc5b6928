//! Who stands on the other side of each note, and what the note says about them.

use domain::facts::{Observation, ObservationRole, SourceRank};
use domain::party::PartyKind;
use rstest::rstest;

use crate::support::{BRANCH, HEAD_OFFICE, fixture, note_of, party_text};

#[rstest]
#[case("nfe/01_venda_3dup.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml", "44555666000262", PartyKind::Company)]
#[case("nfe/03_venda_cpf_interestadual_6108_latin1.xml", "52998224725", PartyKind::Person)]
#[case("nfe/04_exportacao_idestrangeiro.xml", "nfe:ACME OVERSEAS INC/1058", PartyKind::Foreign)]
#[case("nfe/05_cnpj_alfanumerico.xml", "12ABC34501DE35", PartyKind::Company)]
#[case("nfe/06_bonificacao_5910.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/08_devolucao_propria_nfref.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/09_devolucao_propria_dfereferenciado.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/10_devolucao_emitida_pelo_cliente.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/11_complementar_fin2.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/12_nota_debito_fin6_multa_juros.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/13_simples_faturamento_5922_entrega_futura.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/14_remessa_entrega_futura_5117.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/15_cupom_5929_duplica_nfce.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/16_venda_cancelada.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/19_sem_protocolo.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/20_venda_mista_com_bonificacao_frete_desconto.xml", "44555666000181", PartyKind::Company)]
#[case("nfe/21_compra_recebida.xml", "99888777000100", PartyKind::Company)]
#[case("nfe/22_venda_com_ipi_e_st.xml", "44555666000181", PartyKind::Company)]
#[case("nfce/nfce_902_cpf.xml", "11144477735", PartyKind::Person)]
fn the_other_party_is_known_by_its_tax_id(#[case] file: &str, #[case] key: &str, #[case] kind: PartyKind) {
    let note = note_of(fixture(file));
    assert_eq!(party_text(&note).as_deref(), Some(key));
    assert_eq!(note.party.map(|party| party.kind), Some(kind));
    assert_eq!(note.own, HEAD_OFFICE);
}

#[rstest]
#[case::transfer_to_our_own_branch("nfe/07_transferencia_5152_para_filial.xml", &[HEAD_OFFICE, BRANCH])]
#[case::consumer_without_identification("nfce/nfce_901_sem_dest.xml", &[HEAD_OFFICE])]
fn there_may_be_no_other_party(#[case] file: &str, #[case] own: &[&str]) {
    let note = note_of(fixture(file));
    assert_eq!((note.party, note.observations), (None, vec![]));
    assert!(own.contains(&note.own.as_str()));
}

/// What every party of the generator says about itself in Brazil, before e-mail.
fn registration(name: &str) -> Observation {
    Observation {
        name: Some(name.to_owned()),
        state_registration: Some("110042490114".to_owned()),
        phone: Some("+551133334444".to_owned()),
        street: Some("Rua de Teste".to_owned()),
        number: Some("100".to_owned()),
        district: Some("Centro".to_owned()),
        city_code: "3550308".parse().ok(),
        city: Some("Sao Paulo".to_owned()),
        uf: "SP".parse().ok(),
        cep: Some("01310100".to_owned()),
        ..Observation::new(ObservationRole::Registration, SourceRank::FiscalDocument)
    }
}

fn alfa() -> Observation {
    Observation { emails: Some("financeiro@alfa.example".to_owned()), ..registration("CLIENTE ALFA COMERCIO LTDA") }
}

fn jose_of_minas() -> Observation {
    Observation {
        state_registration: None,
        city_code: "3106200".parse().ok(),
        city: Some("Belo Horizonte".to_owned()),
        uf: "MG".parse().ok(),
        cep: Some("30000000".to_owned()),
        ..registration("JOSÉ DA CONCEIÇÃO")
    }
}

#[rstest]
#[case("nfe/01_venda_3dup.xml", alfa())]
#[case("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml", registration("CLIENTE ALFA COMERCIO LTDA - FILIAL"))]
#[case("nfe/03_venda_cpf_interestadual_6108_latin1.xml", jose_of_minas())]
#[case("nfe/05_cnpj_alfanumerico.xml", registration("CLIENTE ALFANUMERICO LTDA"))]
#[case("nfe/08_devolucao_propria_nfref.xml", alfa())]
#[case("nfe/10_devolucao_emitida_pelo_cliente.xml", registration("CLIENTE ALFA COMERCIO LTDA"))]
#[case("nfe/20_venda_mista_com_bonificacao_frete_desconto.xml", alfa())]
#[case("nfe/21_compra_recebida.xml", registration("FORNECEDOR BETA SA"))]
fn says_about_the_other_party_what_is_written(#[case] file: &str, #[case] expected: Observation) {
    assert_eq!(note_of(fixture(file)).observations, [expected]);
}

#[test]
fn a_foreign_buyer_lies_abroad() {
    let note = note_of(fixture("nfe/04_exportacao_idestrangeiro.xml"));
    let [observation] = &note.observations[..] else { panic!("one observation") };
    assert_eq!(observation.name.as_deref(), Some("ACME OVERSEAS INC"));
    assert_eq!(observation.city_code.map(|city| city.code()), Some(9_999_999));
    assert_eq!(observation.uf.map(|uf| uf.as_str()), Some("EX"));
    assert_eq!((observation.country.as_deref(), observation.state_registration.as_deref()), (Some("BRASIL"), None));
}

/// A CPF alone says nothing but whose purchase it is.
#[test]
fn an_nfce_with_only_a_cpf_says_nothing_about_the_person() {
    assert_eq!(note_of(fixture("nfce/nfce_902_cpf.xml")).observations, []);
}
