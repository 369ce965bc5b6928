//! Sales, written in every way that people write them.

use domain::facts::SaleRow;
use domain::party::PartyKind;
use domain::record::IgnoreReason;
use domain::{Cents, Quantity};
use rstest::rstest;
use sources::table::{DateOrder, DecimalStyle, Kind, Rows, Separator, Table};

use super::{read, read_bytes};

fn rows(table: &Table) -> Vec<&SaleRow> {
    let Rows::Sales(rows) = &table.rows else { panic!("sales, not {:?}", table.kind) };
    rows.iter().map(|(_, row)| row).collect()
}

fn days(table: &Table) -> Vec<String> {
    rows(table).iter().map(|row| row.day.iso()).collect()
}

#[test]
fn an_item_a_line() {
    let table = read(
        "Relatório de vendas;;;;;;;;\n\
         Empresa Modelo, período 03/2026;;;;;;;;\n\
         Nota Fiscal;Data;CNPJ;Cliente;Produto;Categoria;Qtde;Valor total;Vendedor\n\
         77;02/03/2026;44.555.666/0001-81;CLIENTE ALFA;Parafuso;Fixação;2,5;R$ 1.333,66;Ana\n\
         77;02/03/2026;44.555.666/0001-81;CLIENTE ALFA;Porca;Fixação;10;100,00;Ana\n\
         78;03/03/2026;529.982.247-25;José;Porca;Fixação;-1;(10,00);Rui\n\
         ;;;;;;;;\n\
         Total geral;;;;;;11,5;R$ 1.423,66;\n",
    );
    assert_eq!((table.kind, &*table.source, table.header_line), (Kind::Sales, "tabela", Some(3)));
    assert_eq!(table.rejects, []);
    let [first, second, third] = rows(&table)[..] else { panic!("three rows") };
    assert_eq!(first.number.as_deref(), Some("77"));
    assert_eq!(first.day.iso(), "2026-03-02");
    let customer = first.customer.as_ref().unwrap();
    assert_eq!(customer.party().key.to_string(), "44555666000181");
    assert_eq!(customer.observation().unwrap().name.as_deref(), Some("CLIENTE ALFA"));
    assert_eq!(first.product.as_ref().unwrap().description(), Some("Parafuso"));
    assert_eq!(first.product.as_ref().unwrap().category(), Some("Fixação"));
    assert_eq!((first.quantity, first.revenue), (Some(Quantity(25_000)), Cents(133_366)));
    assert_eq!(first.seller.as_deref(), Some("Ana"));
    assert_eq!(second.revenue, Cents(10_000));
    assert_eq!(third.customer.as_ref().unwrap().party().kind, PartyKind::Person);
    assert_eq!((third.returned, third.quantity, third.revenue), (true, Some(Quantity(10_000)), Cents(1_000)));
    let ignored = |reason| table.ignored.get(&reason).map(|ignored| (ignored.count, ignored.first_line));
    assert_eq!(ignored(IgnoreReason::TitleRow), Some((2, 1)));
    assert_eq!(ignored(IgnoreReason::BlankRow), Some((1, 7)));
    assert_eq!(ignored(IgnoreReason::TotalRow), Some((1, 8)));
    assert_eq!(table.records(), 7);
}

#[test]
fn a_document_a_line_by_code_with_and_without_number() {
    let table = read("Código cliente|Data|Valor\n001|2026-03-02|10,00\n002|2026-03-02|1.234,5\n");
    assert_eq!(table.separator, Some(Separator::Byte(b'|')));
    let keys: Vec<String> =
        rows(&table).iter().map(|row| row.customer.as_ref().unwrap().party().key.to_string()).collect();
    assert_eq!(keys, ["tabela:001", "tabela:002"]);
    assert_eq!(rows(&table)[1].revenue, Cents(123_450));
    assert!(rows(&table).iter().all(|row| row.number.is_none()));
}

#[test]
fn a_name_alone_is_the_party_of_that_name() {
    let table = read("Cliente;Data;Valor\nJosé  da Conceição & Cia;02/03/2026;1\n");
    assert_eq!(rows(&table)[0].customer.as_ref().unwrap().party().key.to_string(), "tabela:nome:JOSE DA CONCEICAO CIA");
}

#[test]
fn code_and_tax_id_in_one_row_are_linked() {
    let table = read("Código do cliente;CNPJ;Data;Valor\n251;44555666000181;02/03/2026;1\n251;;03/03/2026;2\n");
    let linked = |at: usize| {
        let customer = rows(&table)[at].customer.clone().unwrap();
        (customer.party().key.to_string(), customer.linked().map(ToString::to_string))
    };
    assert_eq!(linked(0), ("44555666000181".into(), Some("tabela:251".into())));
    assert_eq!(linked(1), ("tabela:251".into(), None));
}

#[rstest]
#[case::undecided_is_day_first(&["01/02/2026", "03/04/2026"], DateOrder::DayFirst, "2026-02-01")]
#[case::day_first(&["01/02/2026", "31/01/2026"], DateOrder::DayFirst, "2026-02-01")]
#[case::month_first(&["01/02/2026", "01/31/2026"], DateOrder::MonthFirst, "2026-01-02")]
#[case::two_digits(&["1/2/26", "28/2/26"], DateOrder::DayFirst, "2026-02-01")]
#[case::with_time(&["01/02/2026 08:23", "01/31/2026 23:59:59"], DateOrder::MonthFirst, "2026-01-02")]
#[case::iso(&["2026-02-01", "2026-12-31T10:00:00-03:00"], DateOrder::DayFirst, "2026-02-01")]
#[case::plain(&["20260201", "20261231"], DateOrder::DayFirst, "2026-02-01")]
#[case::serial(&["46054", "46022,5"], DateOrder::DayFirst, "2026-02-01")]
#[case::named(&["1-fev-26", "31/dez/2026"], DateOrder::DayFirst, "2026-02-01")]
#[case::named_in_english(&["01-Feb-2026", "31-Dec-2026"], DateOrder::DayFirst, "2026-02-01")]
fn dates(#[case] written: &[&str], #[case] order: DateOrder, #[case] first: &str) {
    let lines: String = written.iter().map(|date| format!("Alfa;{date};1,00\n")).collect();
    let table = read(&format!("Cliente;Data;Valor\n{lines}"));
    assert_eq!(table.rejects, []);
    assert_eq!(table.dates, order);
    assert_eq!(days(&table)[0], first);
}

#[test]
fn the_order_of_dates_is_decided_over_the_whole_column() {
    let mut text = "Cliente;Data;Valor\n".to_owned();
    text.push_str(&"Alfa;01/02/2026;1\n".repeat(5_000));
    text.push_str("Alfa;02/28/2026;1\n");
    let table = read(&text);
    assert_eq!((table.dates, table.rejects.len()), (DateOrder::MonthFirst, 0));
    assert_eq!(days(&table)[0], "2026-01-02");
}

#[rstest]
#[case("1.234,56", 123_456)]
#[case("1,234.56", 123_456)]
#[case("1234.56", 123_456)]
#[case("R$ 1.234,5", 123_450)]
#[case("R$1.234.567,89", 123_456_789)]
#[case("1234", 123_400)]
#[case("$ 12.345", 1_234_500)]
#[case("0,005", 1)]
#[case("0.125", 13)]
#[case("1 ", 100)]
fn amounts(#[case] written: &str, #[case] cents: i64) {
    let table = read(&format!("Cliente;Data;Valor\nAlfa;02/03/2026;{written}\nAlfa;02/03/2026;7,50\n"));
    assert_eq!(table.rejects, []);
    assert_eq!(rows(&table)[0].revenue, Cents(cents));
}

#[rstest]
#[case("-1,00")]
#[case("(1,00)")]
#[case("R$ -1,00")]
#[case("-R$ 1,00")]
#[case("1,00-")]
#[case("\u{2212}1,00")]
fn negative_amounts_are_returns(#[case] written: &str) {
    let table = read(&format!("Cliente;Data;Valor\nAlfa;02/03/2026;{written}\n"));
    assert_eq!((rows(&table)[0].returned, rows(&table)[0].revenue), (true, Cents(100)));
}

#[test]
fn the_decimal_style_is_decided_over_the_whole_column() {
    let text = format!("Cliente;Data;Valor\n{}Alfa;02/03/2026;0.5\n", "Alfa;02/03/2026;1.234\n".repeat(3_000));
    let table = read(&text);
    assert_eq!(table.decimals, DecimalStyle::Point);
    assert_eq!(rows(&table)[0].revenue, Cents(123));
    let table = read(&text.replace("0.5", "0,5"));
    assert_eq!(table.decimals, DecimalStyle::Comma);
    assert_eq!(rows(&table)[0].revenue, Cents(123_400));
}

#[test]
fn quantity_times_price_is_rounded_half_away_from_zero_by_line() {
    let table = read(
        "Customer,Invoice Date,Quantity,Unit Price\nA,2026-03-02,3,0.125\nB,2026-03-02,3,0.335\nC,2026-03-02,1,0.005\n",
    );
    let cents: Vec<i64> = rows(&table).iter().map(|row| row.revenue.0).collect();
    // 0,375; 1,005; 0,005.
    assert_eq!(cents, [38, 101, 1]);
}

#[test]
fn quotes_hold_separators_lines_and_quotes() {
    let table =
        read("Cliente;Data;Valor\n\"Alfa; \"\"a boa\"\"\nLtda\";02/03/2026;1\nBeta \"B\" 5\" Ltda;02/03/2026;2\n");
    let names: Vec<String> = rows(&table)
        .iter()
        .map(|row| row.customer.as_ref().unwrap().observation().unwrap().name.clone().unwrap())
        .collect();
    assert_eq!(names, ["Alfa; \"a boa\"\nLtda", "Beta \"B\" 5\" Ltda"]);
    let Rows::Sales(lines) = &table.rows else { panic!() };
    assert_eq!(lines.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4]);
}

#[rstest]
#[case::semicolon(";", Separator::Byte(b';'))]
#[case::comma(",", Separator::Byte(b','))]
#[case::tab("\t", Separator::Byte(b'\t'))]
#[case::bar("|", Separator::Byte(b'|'))]
fn separators(#[case] written: &str, #[case] separator: Separator) {
    let text = "Cliente;Data;Valor\r\nAlfa;02/03/2026;10\r\nBeta;03/03/2026;20\r\n".replace(';', written);
    let table = read(&text);
    assert_eq!(table.separator, Some(separator));
    assert_eq!(rows(&table).len(), 2);
}

#[test]
fn a_declared_separator_is_believed() {
    let table = read("sep=;\nCliente;Data;Valor\nA,B;02/03/2026;1,00\n");
    assert_eq!((table.separator, rows(&table).len()), (Some(Separator::Byte(b';')), 1));
}

#[rstest]
#[case::utf_8(encoding_rs::UTF_8)]
#[case::windows(encoding_rs::WINDOWS_1252)]
fn encodings(#[case] encoding: &'static encoding_rs::Encoding) {
    let text = "Razão Social;Emissão;Valor\nJOSÉ DA CONCEIÇÃO;02/03/2026;1\nAÇÚCAR UNIÃO;02/03/2026;1\n";
    let bytes = encoding.encode(text).0;
    let table = read_bytes(&bytes, None, None).unwrap().tables.remove(0);
    assert_eq!(table.encoding, Some(encoding.name()));
    let name = rows(&table)[0].customer.as_ref().unwrap().observation().unwrap().name.clone();
    assert_eq!(name.as_deref(), Some("JOSÉ DA CONCEIÇÃO"));
}

#[rstest]
#[case::little_endian_with_mark(true)]
#[case::little_endian_without(false)]
fn two_byte_characters(#[case] mark: bool) {
    let text = format!("{}Razão Social\tEmissão\tValor\nJOSÉ\t02/03/2026\t1\n", if mark { "\u{feff}" } else { "" });
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let table = read_bytes(&bytes, None, None).unwrap().tables.remove(0);
    assert_eq!(rows(&table).len(), 1);
}

#[test]
fn cancelled_rows_repeated_headers_and_group_titles_are_no_sales() {
    let table = read(
        "Cliente;Data;Valor;Situação\n\
         Loja Centro;;;\n\
         Alfa;02/03/2026;1;Autorizada\n\
         Cliente;Data;Valor;Situação\n\
         Alfa;02/03/2026;1;Cancelada\n\
         Subtotal;;1;\n",
    );
    assert_eq!(rows(&table).len(), 1);
    assert_eq!(table.rejects, []);
    let counts: Vec<_> = table.ignored.iter().map(|(reason, ignored)| (reason.code(), ignored.count)).collect();
    assert_eq!(counts, [("title_row", 1), ("repeated_header", 1), ("total_row", 1), ("cancelled_row", 1)]);
    assert_eq!(table.records(), 5);
}

#[test]
fn a_sale_to_nobody_is_a_sale() {
    let table = read("Cupom;Data;CPF;Valor\n1;02/03/2026;;10,00\n2;02/03/2026;52998224725;20,00\n");
    assert!(rows(&table)[0].customer.is_none());
    assert!(rows(&table)[1].customer.is_some());
}
