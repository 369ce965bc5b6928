//! The 28 synthetic files of `tests/fixtures/nfe`, written by their generator for the company
//! 11.222.333/0001-81 and its branch 0002. Expected values come from the generator's parameters and
//! from `expected.json`.

mod events;
mod notes;
mod parties;
mod receivables;

use domain::facts::Standing;
use domain::record::IgnoreReason;
use rstest::rstest;

use crate::support::{Fate, fate, fixture, fixtures, names_in, only, read};
use Fate::{Accepted, Ignored};

#[rstest]
#[case("nfe/01_venda_3dup.xml", Accepted(Standing::Proven))]
#[case("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml", Accepted(Standing::Proven))]
#[case("nfe/03_venda_cpf_interestadual_6108_latin1.xml", Accepted(Standing::Proven))]
#[case("nfe/04_exportacao_idestrangeiro.xml", Accepted(Standing::Proven))]
#[case("nfe/05_cnpj_alfanumerico.xml", Accepted(Standing::Proven))]
#[case("nfe/06_bonificacao_5910.xml", Accepted(Standing::Proven))]
#[case("nfe/07_transferencia_5152_para_filial.xml", Accepted(Standing::Proven))]
#[case("nfe/08_devolucao_propria_nfref.xml", Accepted(Standing::Proven))]
#[case("nfe/09_devolucao_propria_dfereferenciado.xml", Accepted(Standing::Proven))]
#[case("nfe/10_devolucao_emitida_pelo_cliente.xml", Accepted(Standing::Proven))]
#[case("nfe/11_complementar_fin2.xml", Accepted(Standing::Proven))]
#[case("nfe/12_nota_debito_fin6_multa_juros.xml", Accepted(Standing::Proven))]
#[case("nfe/13_simples_faturamento_5922_entrega_futura.xml", Accepted(Standing::Proven))]
#[case("nfe/14_remessa_entrega_futura_5117.xml", Accepted(Standing::Proven))]
#[case("nfe/15_cupom_5929_duplica_nfce.xml", Accepted(Standing::Proven))]
#[case("nfe/16_venda_cancelada.xml", Accepted(Standing::Proven))]
#[case("nfe/17_denegada_302.xml", Ignored(IgnoreReason::Denied))]
#[case("nfe/18_homologacao_tpamb2.xml", Ignored(IgnoreReason::TestEnvironment))]
#[case("nfe/19_sem_protocolo.xml", Accepted(Standing::Unproven))]
#[case("nfe/20_venda_mista_com_bonificacao_frete_desconto.xml", Accepted(Standing::Proven))]
#[case("nfe/21_compra_recebida.xml", Accepted(Standing::Proven))]
#[case("nfe/22_venda_com_ipi_e_st.xml", Accepted(Standing::Proven))]
#[case("nfce/nfce_901_sem_dest.xml", Accepted(Standing::Proven))]
#[case("nfce/nfce_902_cpf.xml", Accepted(Standing::Proven))]
#[case("eventos/cancelamento_16.xml", Accepted(Standing::Proven))]
#[case("eventos/cancelamento_rejeitado_1.xml", Ignored(IgnoreReason::RefusedEvent))]
#[case("eventos/cce_2.xml", Ignored(IgnoreReason::CorrectionLetter))]
#[case("eventos/inutilizacao.xml", Accepted(Standing::Proven))]
fn each_file_is_one_record(#[case] file: &str, #[case] expected: Fate) {
    assert_eq!(fate(&only(read(fixture(file)))), expected);
}

/// The paths of all XML fixtures within `tests/fixtures/nfe`, in order.
pub fn every_file() -> Vec<String> {
    let of_folder = |folder: &str| {
        let names = names_in(&fixtures().join(folder)).into_iter();
        names.map(|name| format!("{folder}/{name}")).collect::<Vec<_>>()
    };
    ["eventos", "nfce", "nfe"].into_iter().flat_map(of_folder).collect()
}

#[test]
fn the_table_names_every_file() {
    assert_eq!(every_file().len(), 28);
}
