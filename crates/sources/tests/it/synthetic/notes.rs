//! Direction, purpose, day, amounts, seller and oddities of each note.

use domain::facts::{ItemClass, Purpose, Side};
use domain::record::Warning;
use rstest::rstest;

use crate::support::{accepted_note, day, fixture, note_of, only, read};
use ItemClass::{
    AdvanceBilling, Bonus, Complement, CouponDuplicate, DebitNote, DeliveryOfAdvanceBilling, Purchase, Return, Sale,
    Transfer,
};
use Side::{Own, Purchase as Bought, Sale as Sold};

#[rstest]
#[case("nfe/01_venda_3dup.xml", Sold, Purpose::Normal, "2026-03-02")]
#[case("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml", Sold, Purpose::Normal, "2026-03-05")]
#[case("nfe/03_venda_cpf_interestadual_6108_latin1.xml", Sold, Purpose::Normal, "2026-03-06")]
#[case("nfe/04_exportacao_idestrangeiro.xml", Sold, Purpose::Normal, "2026-03-07")]
#[case("nfe/05_cnpj_alfanumerico.xml", Sold, Purpose::Normal, "2026-08-10")]
#[case("nfe/06_bonificacao_5910.xml", Sold, Purpose::Normal, "2026-03-08")]
#[case("nfe/07_transferencia_5152_para_filial.xml", Own, Purpose::Normal, "2026-03-08")]
#[case("nfe/08_devolucao_propria_nfref.xml", Sold, Purpose::Return, "2026-03-20")]
#[case("nfe/09_devolucao_propria_dfereferenciado.xml", Sold, Purpose::Return, "2026-08-20")]
#[case("nfe/10_devolucao_emitida_pelo_cliente.xml", Sold, Purpose::Return, "2026-03-21")]
#[case("nfe/11_complementar_fin2.xml", Sold, Purpose::Complementary, "2026-03-22")]
#[case("nfe/12_nota_debito_fin6_multa_juros.xml", Sold, Purpose::Debit, "2026-06-10")]
#[case("nfe/13_simples_faturamento_5922_entrega_futura.xml", Sold, Purpose::Normal, "2026-03-25")]
#[case("nfe/14_remessa_entrega_futura_5117.xml", Sold, Purpose::Normal, "2026-04-15")]
#[case("nfe/15_cupom_5929_duplica_nfce.xml", Sold, Purpose::Normal, "2026-03-26")]
#[case("nfe/16_venda_cancelada.xml", Sold, Purpose::Normal, "2026-03-27")]
#[case("nfe/19_sem_protocolo.xml", Sold, Purpose::Normal, "2026-03-29")]
#[case("nfe/20_venda_mista_com_bonificacao_frete_desconto.xml", Sold, Purpose::Normal, "2026-03-30")]
#[case("nfe/21_compra_recebida.xml", Bought, Purpose::Normal, "2026-03-30")]
#[case("nfe/22_venda_com_ipi_e_st.xml", Sold, Purpose::Normal, "2026-03-31")]
#[case("nfce/nfce_901_sem_dest.xml", Sold, Purpose::Normal, "2026-03-26")]
#[case("nfce/nfce_902_cpf.xml", Sold, Purpose::Normal, "2026-03-26")]
fn stands_on_a_side_for_a_purpose_on_a_day(
    #[case] file: &str,
    #[case] side: Side,
    #[case] purpose: Purpose,
    #[case] issued_on: &str,
) {
    let note = note_of(fixture(file));
    assert_eq!((note.side, note.purpose, note.day), (side, purpose, day(issued_on)));
}

/// Class, CFOP, revenue and billed of each line, in order.
#[rstest]
#[case("nfe/01_venda_3dup.xml", &[(Sale, 5102, 99_999, 99_999), (Sale, 5405, 100, 100)])]
#[case("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml", &[(Sale, 5101, 12_346, 12_346)])]
#[case("nfe/03_venda_cpf_interestadual_6108_latin1.xml", &[(Sale, 6108, 25_000, 25_000)])]
#[case("nfe/04_exportacao_idestrangeiro.xml", &[(Sale, 7101, 500_000, 500_000)])]
#[case("nfe/05_cnpj_alfanumerico.xml", &[(Sale, 5102, 9_999, 9_999)])]
#[case("nfe/06_bonificacao_5910.xml", &[(Bonus, 5910, 8_000, 8_000)])]
#[case("nfe/07_transferencia_5152_para_filial.xml", &[(Transfer, 5152, 20_000, 20_000)])]
#[case("nfe/08_devolucao_propria_nfref.xml", &[(Return, 1202, 33_333, 33_333)])]
#[case("nfe/09_devolucao_propria_dfereferenciado.xml", &[(Return, 1411, 100, 100)])]
#[case("nfe/10_devolucao_emitida_pelo_cliente.xml", &[(Return, 5202, 33_333, 33_333)])]
#[case("nfe/11_complementar_fin2.xml", &[(Complement, 5102, 1_000, 1_000)])]
#[case("nfe/12_nota_debito_fin6_multa_juros.xml", &[(DebitNote, 5949, 667, 667)])]
#[case("nfe/13_simples_faturamento_5922_entrega_futura.xml", &[(AdvanceBilling, 5922, 100_000, 100_000)])]
#[case("nfe/14_remessa_entrega_futura_5117.xml", &[(DeliveryOfAdvanceBilling, 5117, 100_000, 100_000)])]
#[case("nfe/15_cupom_5929_duplica_nfce.xml", &[(CouponDuplicate, 5929, 4_500, 4_500)])]
#[case("nfe/16_venda_cancelada.xml", &[(Sale, 5102, 70_000, 70_000)])]
#[case("nfe/19_sem_protocolo.xml", &[(Sale, 5102, 7_000, 7_000)])]
// 200,00 and freight 20,00 less discount 10,00; the bonus of 30,00 beside it.
#[case(
    "nfe/20_venda_mista_com_bonificacao_frete_desconto.xml",
    &[(Sale, 6101, 21_000, 21_000), (Bonus, 6910, 3_000, 3_000)]
)]
#[case("nfe/21_compra_recebida.xml", &[(Purchase, 5102, 90_000, 90_000)])]
// IPI 50,00 and ICMS-ST 115,20 are billed and are not revenue.
#[case("nfe/22_venda_com_ipi_e_st.xml", &[(Sale, 5401, 100_000, 116_520)])]
#[case("nfce/nfce_901_sem_dest.xml", &[(Sale, 5102, 4_500, 4_500)])]
#[case("nfce/nfce_902_cpf.xml", &[(Sale, 5405, 2_970, 2_970)])]
fn each_line_has_a_class_and_its_amounts(#[case] file: &str, #[case] expected: &[(ItemClass, u16, i64, i64)]) {
    let note = note_of(fixture(file));
    let lines: Vec<_> = note
        .items
        .iter()
        .map(|item| {
            (item.class, item.cfop.map_or(0, |cfop| cfop.code()), item.amounts.revenue.0, item.amounts.billed.0)
        })
        .collect();
    assert_eq!(lines, expected);
    assert_eq!(note.difference.0, 0);
}

#[test]
fn a_line_says_what_was_sold() {
    let note = note_of(fixture("nfe/01_venda_3dup.xml"));
    let [_, second] = &note.items[..] else { panic!("two lines") };
    assert_eq!(second.line, 2);
    assert_eq!((second.product.as_str(), second.description.as_str()), ("P2", "Produto \"dois\" <azul>"));
    assert_eq!(second.ncm.map(|ncm| ncm.as_str().to_owned()).as_deref(), Some("84713012"));
    assert_eq!((second.unit.as_str(), second.quantity.0), ("UN", 20_000));
}

#[test]
fn taxes_of_a_line_are_kept_apart() {
    let note = note_of(fixture("nfe/22_venda_com_ipi_e_st.xml"));
    let taxes = note.items[0].amounts;
    assert_eq!((taxes.icms.0, taxes.icms_st.0, taxes.ipi.0), (18_000, 11_520, 5_000));
    assert_eq!([taxes.fcp.0, taxes.iss.0, taxes.pis.0, taxes.cofins.0, taxes.ibs.0, taxes.cbs.0], [0; 6]);
}

#[rstest]
#[case("nfe/01_venda_3dup.xml", Some(100_099))]
#[case("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml", None)]
fn the_total_with_outside_taxes_is_kept_where_given(#[case] file: &str, #[case] expected: Option<i64>) {
    assert_eq!(note_of(fixture(file)).total_with_outside_taxes.map(|total| total.0), expected);
}

/// Every note says `Vendedor: 7 - Fulano & Cia`.
#[test]
fn every_note_of_ours_names_its_seller() {
    let others = ["nfe/10_", "nfe/17_", "nfe/18_", "nfe/21_", "eventos/"];
    let ours = super::every_file().into_iter().filter(|file| !others.iter().any(|other| file.starts_with(other)));
    let mut count = 0;
    for file in ours {
        assert_eq!(note_of(fixture(&file)).seller.as_deref(), Some("7 - Fulano & Cia"), "{file}");
        count += 1;
    }
    assert_eq!(count, 20);
}

#[test]
fn nothing_is_odd_but_the_missing_protocol() {
    for file in super::every_file().into_iter().filter(|file| !file.starts_with("eventos/")) {
        let record = only(read(fixture(&file)));
        if file.contains("/17_") || file.contains("/18_") {
            continue;
        }
        let expected = if file.contains("/19_") { vec![Warning::Unproven] } else { vec![] };
        assert_eq!(accepted_note(record).1, expected, "{file}");
    }
}
