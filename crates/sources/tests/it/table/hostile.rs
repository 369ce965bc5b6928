//! What a hostile tester's sheets lost or counted twice. The sums were added up by hand.

use domain::Cents;
use domain::facts::SaleRow;
use domain::record::IgnoreReason;
use rstest::rstest;
use sources::table::{Field, Kind, Map, Rows, Table, is_source_name};

use super::{read, read_bytes};

fn sales(table: &Table) -> Vec<&SaleRow> {
    let Rows::Sales(rows) = &table.rows else { panic!("sales, not {:?}", table.kind) };
    rows.iter().map(|(_, row)| row).collect()
}

/// What was sold less what came back.
fn revenue(table: &Table) -> i64 {
    sales(table).iter().map(|row| if row.returned { -row.revenue.0 } else { row.revenue.0 }).sum()
}

#[test]
fn what_looks_like_sales_is_drafted_as_sales() {
    let options = sources::table::Options { kind: None, source: None, map: None, today: super::today() };
    let draft =
        sources::table::Reader::new(options).draft(b"Cliente;CNPJ;Quando;Quanto\nA;44555666000181;02/03/2026;1,00\n");
    assert!(draft.unwrap().contains("kind = \"sales\""));
}

fn error(text: &str) -> String {
    read_bytes(text.as_bytes(), None, None).expect_err("a refusal")
}

fn ignored(table: &Table) -> Vec<(IgnoreReason, u64)> {
    table.ignored.iter().map(|(reason, ignored)| (*reason, ignored.count)).collect()
}

fn field(table: &Table, header: &str) -> Option<Field> {
    table.columns.iter().find(|column| column.header == header).and_then(|column| column.field)
}

const CNPJ: &str = "44555666000181";

#[rstest]
#[case("CPF/CNPJ;Razão Social;Data Emissão;Nº NF;Vl. Total", "44555666000181;ALFA;02/03/2026;7;1.234,56")]
#[case("CPF/CNPJ;Razão Social;Data Emissão;Nº NF;Vlr. Total", "44555666000181;ALFA;02/03/2026;7;1.234,56")]
#[case("CPF/CNPJ;Razão Social;Data Emissão;Nº NF;Vl. Total NF", "44555666000181;ALFA;02/03/2026;7;1.234,56")]
#[case("Cliente;CNPJ;Dt. Venda;Pedido;Total", "ALFA;44555666000181;02/03/2026;7;1.234,56")]
#[case("Cliente;CNPJ;Dia;Faturamento", "ALFA;44555666000181;02/03/2026;1.234,56")]
#[case("Cliente;CNPJ;Mês;Valor", "ALFA;44555666000181;03/2026;1.234,56")]
#[case("Cliente;CNPJ;Mês;Valor", "ALFA;44555666000181;mar/26;1.234,56")]
fn sales_by_other_names(#[case] header: &str, #[case] row: &str) {
    let table = read(&format!("{header}\n{row}\n"));
    assert_eq!((table.kind, revenue(&table), table.rejects.len()), (Kind::Sales, 123_456, 0));
    assert_eq!(sales(&table)[0].day.iso().get(..7), Some("2026-03"));
}

#[rstest]
#[case("Cliente;CNPJ;Quando;Quanto", "ALFA;44555666000181;02/03/2026;1.234,56", r#""Quando" e "Quanto""#)]
#[case("Cliente;CNPJ;Emitida;Valor xyz", "ALFA;44555666000181;2026-03-02;1234", r#""Emitida" e "Valor xyz""#)]
#[case("Cliente;CNPJ;2024;2025", "ALFA;44555666000181;10,00;20,5", r#""2024" e "2025""#)]
#[case("Cliente;CNPJ;Jan;Fev;Mar", "ALFA;44555666000181;10;20,5;30", r#""Jan" e "Fev""#)]
fn what_looks_like_sales_is_no_customer_list(#[case] header: &str, #[case] row: &str, #[case] columns: &str) {
    let error = error(&format!("{header}\n{row}\n"));
    assert!(error.contains(&format!("as colunas {columns} parecem a data e o valor de vendas")), "{error}");
    assert!(error.starts_with("entendi \"Cliente\" como nome do cliente"), "{error}");
    assert!(error.contains("--kind sales") && error.contains("--map"), "{error}");
    let said = read_bytes(format!("{header}\n{row}\n").as_bytes(), Some(Kind::Customers), None).unwrap();
    assert_eq!(said.tables[0].rows.len(), 1);
}

#[rstest]
#[case("Cliente;CNPJ;Data de cadastro;Limite de crédito", "ALFA;44555666000181;02/03/2026;1.234,56")]
#[case("Cliente;CNPJ;Nascimento;Saldo", "ALFA;44555666000181;02/03/1976;1.234,56")]
#[case("Cliente;CNPJ;Última compra;Valor da última compra", "ALFA;44555666000181;02/03/2026;1.234,56")]
#[case("Cliente;CNPJ;Observação;Nota do vendedor", "ALFA;44555666000181;desde 2020;10")]
fn a_customer_list_with_days_and_amounts_of_its_own(#[case] header: &str, #[case] row: &str) {
    let table = read(&format!("{header}\n{row}\n"));
    assert_eq!((table.kind, table.rows.len()), (Kind::Customers, 1));
}

#[rstest]
#[case::item_total("Produto;Valor;Valor Total;Valor da Nota", "A;10,00;12,00;44,00", "B;30,00;32,00;44,00", 4_400)]
#[case::item_amount("Produto;Valor;Valor da Nota", "A;12,00;44,00", "B;32,00;44,00", 4_400)]
#[case::document_alone("Produto;Valor da Nota", "A;44,00", "B;44,00", 4_400)]
#[case::document_by_name("CST;Valor da Nota", "0;44,00", "60;44,00", 4_400)]
#[case::price("Produto;Qtde;Preço;Valor Total", "A;1;12,00;44,00", "B;2;16,00;44,00", 4_400)]
#[case::price_and_total("Produto;Qtde;Preço;Total", "A;1;12,00;44,00", "B;2;16,00;44,00", 4_400)]
#[case::equal_items("Produto;Valor", "A;22,00", "B;22,00", 4_400)]
fn a_documents_total_counts_once(#[case] header: &str, #[case] one: &str, #[case] other: &str, #[case] cents: i64) {
    let start = format!("{CNPJ};ALFA;02/03/2026;1");
    let table = read(&format!("CNPJ;Cliente;Data;Documento;{header}\n{start};{one}\n{start};{other}\n"));
    assert_eq!((revenue(&table), sales(&table).len(), table.rejects.len()), (cents, 2, 0));
}

#[rstest]
#[case("7891234567895")]
#[case("100.000.000.000,01")]
#[case("-7891234567895")]
fn a_code_in_the_place_of_an_amount(#[case] written: &str) {
    let table = read(&format!("Cliente;Data;Valor\nA;02/03/2026;{written}\nA;02/03/2026;100.000.000.000,00\n"));
    assert_eq!((table.rows.len(), table.rejects.len()), (1, 1));
    let cause = table.rejects[0].cause.to_string();
    assert_eq!(cause, "o valor é grande demais: confira se não é um código no lugar de um valor");
}

#[test]
fn the_cfop_tells_sales_from_what_is_none() {
    let table = read(
        "Cliente;Data;Documento;CFOP;Valor\n\
         A;02/03/2026;1;5102;100,00\n\
         A;02/03/2026;2;6.108;10,00\n\
         A;02/03/2026;3;5910;1,00\n\
         A;02/03/2026;4;5.915 - Remessa para conserto;2,00\n\
         A;02/03/2026;5;5152;4,00\n\
         A;02/03/2026;6;1202;30,00\n\
         A;02/03/2026;7;1102;8,00\n\
         A;02/03/2026;8;;1,50\n\
         A;02/03/2026;9;venda;16,00\n",
    );
    // 100 + 10 + 1,50 sold, 30 came back.
    assert_eq!(revenue(&table), 8_150);
    assert_eq!(ignored(&table), [(IgnoreReason::NotSaleRow, 4)]);
    assert_eq!(table.rejects.len(), 1);
    assert!(table.rejects[0].cause.to_string().starts_with("não é um CFOP"));
}

#[rstest]
#[case::price("Qtde;Preço unitário;Desconto;Frete;Outras despesas", "2;50,00;10,00;5,00;1,00", 9_600)]
#[case::gross("Qtde;Preço unitário;Valor Total;Desconto", "2;50,00;100,00;10,00", 9_000)]
#[case::net("Qtde;Preço unitário;Valor Total;Desconto", "2;50,00;90,00;10,00", 9_000)]
#[case::net_and_freight("Qtde;Preço unitário;Valor Total;Desconto;Frete", "2;50,00;90,00;10,00;5,00", 9_500)]
#[case::all_in("Qtde;Preço unitário;Valor Total;Desconto;Frete", "2;50,00;95,00;10,00;5,00", 9_500)]
#[case::unknown("Qtde;Preço unitário;Valor Total;Desconto", "2;50,00;93,00;10,00", 9_300)]
#[case::gross_by_name("Valor bruto;Desconto", "100,00;10,00", 9_000)]
#[case::net_by_name("Valor Total;Desconto;Valor líquido", "100,00;10,00;90,00", 9_000)]
#[case::shortened("Qtd;Vl. Unit.;Desc.", "2;50,00;10,00", 9_000)]
#[case::negative_discount("Qtde;Preço unitário;Desconto", "2;50,00;-10,00", 9_000)]
#[case::returned("Qtde;Preço unitário;Desconto", "-2;50,00;10,00", -9_000)]
fn discounts_and_charges(#[case] header: &str, #[case] values: &str, #[case] cents: i64) {
    let table = read(&format!("Cliente;Data;Produto;{header}\nA;02/03/2026;P;{values}\n"));
    assert_eq!((revenue(&table), table.rejects.len()), (cents, 0));
}

#[test]
fn freight_in_words_is_no_amount() {
    let table = read("Cliente;Data;Produto;Qtde;Preço;Frete\nA;02/03/2026;P;2;10,00;CIF\nA;02/03/2026;P;1;10,00;FOB\n");
    assert_eq!((revenue(&table), table.rejects.len(), field(&table, "Frete")), (3_000, 0, None));
}

#[test]
fn a_discount_beyond_the_amount_is_no_return() {
    let table = read("Cliente;Data;Produto;Qtde;Preço;Desconto\nA;02/03/2026;P;1;10,00;12,00\n");
    assert_eq!((table.rows.len(), table.rejects.len()), (0, 1));
    assert!(table.rejects[0].cause.to_string().starts_with("o desconto é maior que o valor"));
}

#[rstest]
#[case("US$ 100,00", "")]
#[case("USD 100.00", "")]
#[case("€ 100,00", "")]
#[case("EUR 100,00", "")]
#[case("100,00", "USD")]
#[case("100,00", "Dólar")]
fn another_currency_is_refused(#[case] amount: &str, #[case] currency: &str) {
    let rows =
        format!("A;02/03/2026;{amount};{currency}\nB;02/03/2026;R$ 7,00;R$\nC;02/03/2026;8;Real\nD;02/03/2026;9;BRL\n");
    let table = read(&format!("Cliente;Data;Valor;Moeda\n{rows}"));
    assert_eq!((revenue(&table), table.rejects.len()), (2_400, 1));
    assert!(table.rejects[0].cause.to_string().starts_with("está em moeda estrangeira"));
}

#[test]
fn a_document_is_no_tax_id_beside_one() {
    let table = read(&format!("CNPJ;Nome;Documento;Cidade\n{CNPJ};ALFA;123;Santos\n"));
    assert_eq!((table.kind, table.rows.len(), table.rejects.len()), (Kind::Customers, 1, 0));
    assert_eq!((field(&table, "CNPJ"), field(&table, "Documento")), (Some(Field::TaxId), None));
    let table = read(&format!("Nome;Documento;Cidade\nALFA;{CNPJ};Santos\n"));
    assert_eq!(field(&table, "Documento"), Some(Field::TaxId));
    let table = read(&format!("Cliente;CNPJ;Data;Documento;Valor\nALFA;{CNPJ};02/03/2026;7;1,00\n"));
    assert_eq!(field(&table, "Documento"), Some(Field::Number));
}

#[rstest]
#[case("Valor (R$ mil)", "milhares de reais")]
#[case("Valor em milhares", "milhares de reais")]
#[case("Valor (US$)", "moeda estrangeira")]
#[case("Total (€)", "moeda estrangeira")]
fn amounts_in_another_unit_are_refused(#[case] header: &str, #[case] unit: &str) {
    let text = format!("Cliente;CNPJ;Data;Documento;{header}\nALFA;{CNPJ};02/03/2026;7;1,00\n");
    let expected =
        format!("a coluna {header:?} está em {unit}: escreva os valores em reais, por inteiro, e importe de novo");
    assert_eq!(error(&text), expected);
    let map = format!(
        "kind = \"sales\"\n[columns]\n\"customer.tax_id\" = 2\n\"invoice.issue_date\" = 3\n\"invoice.total\" = {header:?}\n"
    );
    assert_eq!(read_bytes(text.as_bytes(), None, Some(&map)).unwrap_err(), expected);
}

#[rstest]
#[case("Cancelado", 0, Some(IgnoreReason::CancelledRow))]
#[case("Estornado", 0, Some(IgnoreReason::CancelledRow))]
#[case("Orçamento", 0, Some(IgnoreReason::QuoteRow))]
#[case("Em aberto", 0, Some(IgnoreReason::QuoteRow))]
#[case("Devolvido", -1_000, None)]
#[case("Faturado", 1_000, None)]
#[case("", 1_000, None)]
fn a_status_says_whether_it_was_sold(#[case] status: &str, #[case] cents: i64, #[case] reason: Option<IgnoreReason>) {
    let table = read(&format!("Cliente;Data;Pedido;Valor;Situação\nA;02/03/2026;1;10,00;{status}\n"));
    assert_eq!((revenue(&table), table.rejects.len()), (cents, 0));
    assert_eq!(ignored(&table), reason.map(|reason| (reason, 1)).into_iter().collect::<Vec<_>>());
}

#[test]
fn a_note_whose_payment_is_open_was_sold() {
    let table = read("Cliente;Data;Nota Fiscal;Valor;Situação\nA;02/03/2026;1;10,00;Em aberto\n");
    assert_eq!(revenue(&table), 1_000);
}

#[rstest]
#[case("Fornecedor;CNPJ;Data;Documento;Valor", "BETA;44555666000181;02/03/2026;7;1,00")]
#[case("Fornecedor;CNPJ;Vencimento;Documento;Valor", "BETA;44555666000181;02/03/2026;7;1,00")]
#[case("Fornecedor;CNPJ;Cidade", "BETA;44555666000181;Santos")]
fn purchases_are_no_sales(#[case] header: &str, #[case] row: &str) {
    let error = error(&format!("{header}\n{row}\n"));
    assert!(error.starts_with("a coluna \"Fornecedor\" mostra que a planilha é de compras"), "{error}");
}

#[test]
fn the_supplier_of_goods_sold_is_no_purchase() {
    let table = read("Cliente;Data;Produto;Fornecedor;Valor\nA;02/03/2026;P;BETA;10,00\n");
    assert_eq!(revenue(&table), 1_000);
}

#[test]
fn rows_of_merged_cells_are_of_the_document_above() {
    let table = read(
        "Documento;Cliente;Data;Produto;Valor\n\
         1;ALFA;02/03/2026;P;10,00\n\
         1;;;Q;20,00\n\
         ;;;R;5,00\n\
         2;;;P;7,00\n\
         ;;;Q;9,00\n\
         3;BETA;03/03/2026;P;1,00\n\
         ;;;;43,00\n",
    );
    let rows: Vec<_> = sales(&table)
        .iter()
        .map(|row| {
            let customer = row.customer.as_ref().unwrap().party().key.code().to_owned();
            (row.number.clone().unwrap().to_string(), customer, row.revenue.0)
        })
        .collect();
    let row = |number: &str, customer: &str, cents| (number.to_owned(), format!("nome:{customer}"), cents);
    assert_eq!(rows, [row("1", "ALFA", 1_000), row("1", "ALFA", 2_000), row("1", "ALFA", 500), row("3", "BETA", 100)]);
    // Document 2 has no customer and no day of its own: it is not the first's, and no total either.
    let lines: Vec<_> = table.rejects.iter().map(|reject| reject.line).collect();
    assert_eq!(lines, [Some(5), Some(6)]);
    assert_eq!(ignored(&table), [(IgnoreReason::TotalRow, 1)]);
}

#[test]
fn a_row_with_a_number_is_no_total() {
    let table = read("Documento;Cliente;Data;Valor\n1;A;02/03/2026;10,00\n2;;;20,00\nTotal;;;30,00\n");
    assert_eq!((table.rows.len(), table.rejects.len()), (1, 1));
    assert_eq!(ignored(&table), [(IgnoreReason::TotalRow, 1)]);
}

#[test]
fn a_code_is_the_customers_where_it_goes_with_the_customer() {
    let rows = |codes: [u32; 3]| {
        let [a, b, c] = codes;
        format!("{a};ALFA;02/03/2026;1;1,00\n{b};ALFA;03/03/2026;2;1,00\n{c};BETA;03/03/2026;3;1,00\n")
    };
    let header = "Código;Cliente;Data;Documento;Valor\n";
    assert_eq!(field(&read(&format!("{header}{}", rows([7, 7, 8]))), "Código"), Some(Field::Code));
    assert_eq!(field(&read(&format!("{header}{}", rows([7, 8, 9]))), "Código"), None);
    assert_eq!(field(&read(&format!("{header}{}", rows([7, 7, 7]))), "Código"), None);
}

#[test]
fn names_of_sources() {
    for name in ["omie", "loja_2", "filial-sp", "ação"] {
        assert!(is_source_name(name), "{name}");
    }
    for name in ["nfe", "NFe", "nfse", "sped", "cnpj", "cpf", "", "a b", "a:b", "\u{1b}[2J"] {
        assert!(!is_source_name(name), "{name}");
    }
}

#[rstest]
#[case('\u{1b}')]
#[case('\u{b}')]
#[case('\u{7}')]
#[case('\u{9b}')]
#[case('\u{202e}')]
#[case('\0')]
fn a_stray_control_character_is_a_space(#[case] stray: char) {
    let text = format!("Cliente;Data;Valor\nAL{stray}FA;02/03/2026;10,00\n{}", "BETA;02/03/2026;1,00\n".repeat(30));
    let head = &text.as_bytes()[..text.len().min(512)];
    assert_eq!(sources::recognise::recognise(head), sources::recognise::Format::Table);
    let table = read(&text);
    let name = sales(&table)[0].customer.as_ref().unwrap().observation().unwrap().name.clone();
    assert_eq!((name.as_deref(), table.rejects.len()), (Some("AL FA"), 0));
}

#[test]
fn a_header_and_nothing_below() {
    assert_eq!(
        error("Cliente;Data;Valor\n"),
        "a planilha tem cabeçalho e nenhuma linha: exporte-a de novo com os dados"
    );
    assert_eq!(error("\n;;;\n"), "a planilha está vazia: nenhuma célula diz nada");
}

#[rstest]
#[case("1 000,00", 100_000)]
#[case("R$ 1\u{a0}234\u{a0}567,89", 123_456_789)]
#[case("12\u{202f}345", 1_234_500)]
fn spaces_between_thousands(#[case] written: &str, #[case] cents: i64) {
    let table = read(&format!("Cliente;Data;Valor\nA;02/03/2026;{written}\nA;02/03/2026;1 00,00\n"));
    assert_eq!((revenue(&table), table.rejects.len()), (cents, 1));
}

#[test]
fn nothing_understood_is_said_so() {
    let error = read_bytes(b"Cliente;Data;Valor\nA;02/03/2026;1\n", Some(Kind::Products), None).unwrap_err();
    assert!(error.starts_with("não entendi nenhuma coluna; para ler como produtos falta"), "{error}");
}

#[test]
fn amounts_stay_cents() {
    assert_eq!(sales(&read("Cliente;Data;Valor\nA;02/03/2026;0,10\n"))[0].revenue, Cents(10));
    assert!(Map::from_toml("kind = \"sales\"\n[columns]\n").is_ok());
}
