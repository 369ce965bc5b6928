//! Receivables, customers, products and sellers.

use domain::Cents;
use domain::facts::{RegistrationRow, SourceRank, TitleRow};
use domain::party::PartyKind;
use rstest::rstest;
use sources::table::{Kind, Rows, Table};

use super::{read, read_bytes, today};

fn titles(table: &Table) -> Vec<&TitleRow> {
    let Rows::Receivables(rows) = &table.rows else { panic!("receivables, not {:?}", table.kind) };
    rows.iter().map(|(_, row)| row).collect()
}

fn customers(table: &Table) -> Vec<&RegistrationRow> {
    let Rows::Customers(rows) = &table.rows else { panic!("customers, not {:?}", table.kind) };
    rows.iter().map(|(_, row)| row).collect()
}

#[test]
fn receivables_with_settlements() {
    let table = read(
        "Número documento;Parcela;CNPJ/CPF;Emissão;Vencimento;Valor;Data pagamento;Valor pago;Saldo\n\
         77;1/2;44555666000181;02/03/2026;01/04/2026;333,66;02/04/2026;333,66;0,00\n\
         77;2/2;44555666000181;02/03/2026;01/05/2026;333,66;;;333,66\n\
         78;1;44555666000181;02/03/2026;01/05/2026;100,00;00/00/0000;40,00;60,00\n",
    );
    assert_eq!(table.rejects, []);
    let [paid, open, partly] = titles(&table)[..] else { panic!("three rows") };
    assert_eq!((paid.number.as_deref(), paid.parcel.as_deref()), (Some("77"), Some("1/2")));
    assert_eq!(paid.due_on.iso(), "2026-04-01");
    assert_eq!(paid.issued_on.map(|day| day.iso()).as_deref(), Some("2026-03-02"));
    assert_eq!(paid.paid_on.map(|day| day.iso()).as_deref(), Some("2026-04-02"));
    assert_eq!((paid.amount, paid.paid_amount, paid.open), (Cents(33_366), Some(Cents(33_366)), Some(Cents::ZERO)));
    assert_eq!((open.paid_on, open.paid_amount, open.open), (None, None, Some(Cents(33_366))));
    assert_eq!((partly.paid_on, partly.paid_amount, partly.open), (None, Some(Cents(4_000)), Some(Cents(6_000))));
}

#[test]
fn a_day_of_payment_alone_pays_all_that_is_not_open() {
    let table = read(
        "Cliente;Vencimento;Valor;Pagamento;Saldo\nAlfa;01/04/2026;100;02/04/2026;30\nAlfa;01/04/2026;100;02/04/2026;\n",
    );
    let paid: Vec<_> = titles(&table).iter().map(|row| row.paid_amount).collect();
    assert_eq!(paid, [Some(Cents(7_000)), Some(Cents(10_000))]);
}

#[rstest]
#[case::described(
    "Cliente;Descrição;Data;Vencimento;Valor\nAlfa;Mensalidade;01/03/2026;01/04/2026;10\n",
    Kind::Receivables
)]
#[case::total("Cliente;Vencimento;Total\nAlfa;01/04/2026;10\n", Kind::Receivables)]
#[case::items("Cliente;Produto;Qtde;Data;Vencimento;Valor\nAlfa;P;1;01/03/2026;01/04/2026;10\n", Kind::Sales)]
#[case::documents("Cliente;Data;Total\nAlfa;01/03/2026;10\n", Kind::Sales)]
fn what_is_due_is_a_receivable_unless_it_is_goods(#[case] text: &str, #[case] kind: Kind) {
    let table = read(text);
    assert_eq!((table.kind, table.rows.len()), (kind, 1));
}

#[test]
fn credits_are_credits_and_payables_are_not_ours() {
    let table = read(
        "E1_PREFIXO;E1_NUM;E1_TIPO;E1_CLIENTE;E1_LOJA;E1_VENCTO;E1_VALOR\n\
         UNI;000077;NF;000001;01;20260401;100,00\n\
         UNI;000078;NCC;000001;01;20260401;30,00\n",
    );
    let [note, credit] = titles(&table)[..] else { panic!("two rows") };
    assert_eq!((note.credit, credit.credit, credit.amount), (false, true, Cents(3_000)));
    assert_eq!(note.number.as_deref(), Some("UNI/000077"));
    assert_eq!(note.customer.party().key.to_string(), "protheus:000001/01");
    let table =
        read("Cliente;Vencimento;Valor;Receita/Despesa\nAlfa;01/04/2026;100;Receita\nBeta;01/04/2026;50;Despesa\n");
    assert_eq!(titles(&table).len(), 1);
    assert_eq!(table.ignored.keys().map(|reason| reason.code()).collect::<Vec<_>>(), ["payable_row"]);
}

#[test]
fn the_fixtures_are_read_as_their_erps_meant() {
    let omie = read_bytes(include_bytes!("fixtures/omie_contas_a_receber.csv"), None, None).unwrap().tables.remove(0);
    assert_eq!((&*omie.source, omie.header_line), ("omie", Some(3)));
    // The first two lines are a title and a blank, the last a total.
    assert_eq!(omie.rejects, []);
    let amounts: Vec<_> = titles(&omie).iter().map(|row| (row.amount.0, row.open.map(|open| open.0))).collect();
    assert_eq!(amounts[..2], [(33_366, Some(0)), (133_366, Some(133_366))]);
    let sankhya = read_bytes(include_bytes!("fixtures/sankhya_titulos.csv"), None, None).unwrap().tables.remove(0);
    assert_eq!(&*sankhya.source, "sankhya");
    let first = titles(&sankhya)[0];
    assert_eq!((first.due_on.iso().as_str(), first.amount), ("2026-04-01", Cents(33_366)));
    assert_eq!(first.customer.linked().map(ToString::to_string).as_deref(), Some("sankhya:251"));
    let tiny = read_bytes(include_bytes!("fixtures/tiny_contatos_latin1.csv"), None, None).unwrap().tables.remove(0);
    assert_eq!((&*tiny.source, tiny.kind, tiny.encoding), ("tiny", Kind::Customers, Some("windows-1252")));
    let first = customers(&tiny)[0];
    let said = first.customer.observation().unwrap();
    assert_eq!(said.name.as_deref(), Some("CLIENTE ALFA COMÉRCIO LTDA"));
    assert_eq!(said.phone.as_deref(), Some("+551133334444"));
    assert_eq!(said.cep.as_deref(), Some("01310100"));
    assert_eq!(said.uf.map(|uf| uf.as_str()), Some("SP"));
    assert_eq!(said.rank, SourceRank::Table);
    assert_eq!((first.owner.as_deref(), first.observed_on), (Some("Fulano"), today()));
    assert_eq!(customers(&tiny)[1].customer.party().kind, PartyKind::Person);
}

#[rstest]
#[case::whole("44555666000181", "44555666000181")]
#[case::masked("44.555.666/0001-81", "44555666000181")]
#[case::alphanumeric("12.abc.345/01de-35", "12ABC34501DE35")]
#[case::lost_one_zero("4602519000109", "04602519000109")]
#[case::cpf("529.982.247-25", "52998224725")]
#[case::cpf_that_lost_two_zeros("123456797", "00123456797")]
#[case::as_a_number("44555666000181.0", "44555666000181")]
#[case::after_an_apostrophe("'44555666000181", "44555666000181")]
fn tax_ids_get_their_zeros_back(#[case] written: &str, #[case] key: &str) {
    let table = read(&format!("CNPJ/CPF;Razão Social;Cidade\n{written};Alfa;Campinas\n"));
    assert_eq!(table.rejects, []);
    assert_eq!(customers(&table)[0].customer.party().key.to_string(), key);
}

#[rstest]
#[case("ISENTO")]
#[case("00.000.000/0000-00")]
#[case("-")]
#[case("***.982.247-**")]
#[case("")]
fn no_tax_id_is_none(#[case] written: &str) {
    let table = read(&format!("CNPJ/CPF;Razão Social;Cidade\n{written};Alfa;Campinas\n"));
    assert_eq!(customers(&table)[0].customer.party().key.to_string(), "tabela:nome:ALFA");
}

#[test]
fn owners_of_customers_are_a_customer_list() {
    let table = read("CNPJ;Vendedor\n44555666000181;Ana\n");
    assert_eq!(customers(&table)[0].owner.as_deref(), Some("Ana"));
    let table = read("Código;Nome;Vendedor\n251;Total Distribuidora;Ana\n");
    assert_eq!(customers(&table)[0].customer.party().key.to_string(), "tabela:251");
}

#[test]
fn products_and_sellers() {
    let table = read("Código;Descrição;Categoria;Marca;Unidade;Custo\nP1;Parafuso;Fixação;Aço Bom;CX;1,25\n");
    let Rows::Products(rows) = &table.rows else { panic!("products, not {:?}", table.kind) };
    let product = &rows[0].1;
    assert_eq!((&*product.code, product.description.as_deref()), ("P1", Some("Parafuso")));
    assert_eq!((product.category.as_deref(), product.brand.as_deref()), (Some("Fixação"), Some("Aço Bom")));
    assert_eq!((product.unit.as_deref(), product.cost), (Some("CX"), Some(Cents(125))));
    let table = read("Código;Vendedor;Equipe;Gerente\n7;Ana;Sul;Rui\n");
    let Rows::Sellers(rows) = &table.rows else { panic!("sellers, not {:?}", table.kind) };
    let seller = &rows[0].1;
    assert_eq!((&*seller.code, seller.name.as_deref()), ("7", Some("Ana")));
    assert_eq!((seller.team.as_deref(), seller.manager.as_deref()), (Some("Sul"), Some("Rui")));
}
