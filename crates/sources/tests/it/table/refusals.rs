//! What is wrong with a row or a file is said with line, column, value and what to do.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rstest::rstest;
use sources::recognise::recognise;
use sources::table::{Kind, Map, Options, Reader, Rows};

use super::{read, read_bytes, today};

/// The one reject of a table: line, column, value, reason.
fn refusal(text: &str) -> String {
    let table = read(text);
    let [reject] = &table.rejects[..] else { panic!("one reject, not {:?}", table.rejects) };
    let (line, column, value) = (reject.line.unwrap_or(0), reject.path.as_deref(), reject.value.as_deref());
    format!("{line} | {} | {} | {}", column.unwrap_or(""), value.unwrap_or(""), reject.cause)
}

#[rstest]
#[case::date("Alfa;31/02/2026;1", "2 | Data | 31/02/2026 | não é uma data: escreva como 31/12/2026")]
#[case::word("Alfa;ontem;1", "2 | Data | ontem | não é uma data: escreva como 31/12/2026")]
#[case::amount("Alfa;02/03/2026;dez", "2 | Valor | dez | não é um valor em reais: escreva como 1.234,56")]
#[case::two_commas("Alfa;02/03/2026;1,2,3", "2 | Valor | 1,2,3 | não é um valor em reais: escreva como 1.234,56")]
#[case::overflow(
    "Alfa;02/03/2026;99999999999999999999",
    "2 | Valor | 99999999999999999999 | o valor é grande demais: confira se não é um código no lugar de um valor"
)]
#[case::no_date(
    "Alfa;;1",
    "2 | Data |  | falta data da venda ou emissão: preencha a célula, ou apague a linha se ela não é um lançamento"
)]
#[case::no_amount(
    "Alfa;02/03/2026;",
    "2 | Valor |  | falta valor do documento: preencha a célula, ou apague a linha se ela não é um lançamento"
)]
#[case::shifted(
    "Alfa; Ltda;02/03/2026;1",
    "2 |  | Alfa | a linha tem 4 células e o cabeçalho tem 3 colunas: ponha entre aspas o texto que contém o separador"
)]
#[case::quote(
    "\"Alfa;02/03/2026;1",
    "2 |  | \"Alfa;02/03/2026;1 | aspas abertas que não se fecham: feche-as, ou apague-as, na linha indicada"
)]
fn a_bad_cell_of_sales(#[case] row: &str, #[case] expected: &str) {
    assert_eq!(refusal(&format!("Cliente;Data;Valor\n{row}\nBeta;03/03/2026;2\n")), expected);
    assert_eq!(read(&format!("Cliente;Data;Valor\n{row}\nBeta;03/03/2026;2\n")).rows.len(), 1);
}

#[rstest]
#[case::scientific(
    "4,45557E+13",
    "2 | CNPJ | 4,45557E+13 | o CNPJ ou CPF está em notação científica e perdeu dígitos: no Excel, formate a coluna como \
     Número sem casas decimais (ou Texto) e exporte de novo"
)]
#[case::digits(
    "44555666000182",
    "2 | CNPJ | 44555666000182 | o CNPJ 44555666000182 tem dígitos verificadores errados: deveriam ser 81: corrija-o na \
     planilha e importe-a de novo"
)]
#[case::length(
    "445",
    "2 | CNPJ | 445 | 445 não é CNPJ (14 caracteres) nem CPF (11 dígitos): corrija-o na planilha e importe-a de novo"
)]
fn a_bad_tax_id(#[case] written: &str, #[case] expected: &str) {
    assert_eq!(refusal(&format!("CNPJ;Razão Social;Cidade\n{written};Alfa;Campinas\n")), expected);
}

#[test]
fn a_date_in_the_other_order_than_its_column() {
    assert_eq!(
        refusal("Cliente;Data;Valor\nA;31/12/2026;1\nA;30/12/2026;1\nA;12/31/2026;1\n"),
        "4 | Data | 12/31/2026 | não é uma data na ordem dia/mês/ano, que o resto da coluna usa: escreva todas na mesma ordem"
    );
}

#[test]
fn a_bad_quantity_and_a_text_too_long() {
    assert_eq!(
        refusal("Cliente;Data;Produto;Qtde;Preço\nA;02/03/2026;P;duas;1\n"),
        "2 | Qtde | duas | não é uma quantidade: escreva como 1,5 ou 1.234"
    );
    let long = "x".repeat(40_000);
    let told = refusal(&format!("Cliente;Data;Valor\n{long};02/03/2026;1\n"));
    assert!(told.ends_with("a célula tem mais de 32767 caracteres: abrevie o texto"), "{told}");
    assert!(told.len() < 200);
}

fn error(text: &str, kind: Option<Kind>) -> String {
    read_bytes(text.as_bytes(), kind, None).expect_err("a refusal")
}

#[test]
fn a_table_that_is_not_understood() {
    insta::assert_snapshot!(error("", None), @"arquivo vazio");
    insta::assert_snapshot!(error("00004;0001;19970101\n", None), @"não encontrei a linha de cabeçalho (nomes como Cliente, CNPJ, Data, Valor); a primeira linha é: 00004 | 0001 | 19970101. Se o arquivo não tem cabeçalho, diga num mapa o que é cada coluna");
    insta::assert_snapshot!(error("Cliente;Data;Obs\nA;02/03/2026;x\n", None), @r#"entendi "Cliente" como nome do cliente, "Data" como data da venda ou emissão; para ler como vendas falta a coluna de valor (ou quantidade e preço). Se ela está no arquivo com outro nome, diga qual é num mapa"#);
    insta::assert_snapshot!(error("CNPJ;Cidade\n44555666000181;Campinas\n", Some(Kind::Receivables)), @r#"entendi "CNPJ" como CNPJ ou CPF do cliente, "Cidade" como cidade do cliente; para ler como títulos a receber falta a coluna de vencimento e a de valor do título. Se ela está no arquivo com outro nome, diga qual é num mapa"#);
}

#[test]
fn wide_tables() {
    let mut header: Vec<String> = (0..300).map(|column| format!("Campo {column}")).collect();
    header[250] = "Cliente".to_owned();
    header[251] = "Data".to_owned();
    header[299] = "Valor".to_owned();
    let mut row = vec![""; 300];
    (row[250], row[251], row[299]) = ("Alfa", "02/03/2026", "1");
    assert_eq!(read(&format!("{}\n{}\n", header.join(";"), row.join(";"))).rows.len(), 1);
    insta::assert_snapshot!(error(&"Cliente;".repeat(1_000_000), None), @"a linha 1 tem mais de 16384 colunas: confira o separador ou divida o arquivo");
}

#[rstest]
#[case::toml("source = \"a\"\nkind = ", "linha 2: escreva chave = valor, com os textos entre aspas")]
#[case::repeated("kind = \"sales\"\nkind = \"sales\"\n[columns]\n", "linha 2: chave repetida: deixe uma só")]
#[case::kind(
    "kind = \"vendas\"\n[columns]\n",
    "linha 1: kind: escreva kind = \"sales\" (vendas), \"receivables\" (títulos a receber), \"customers\" (clientes), \
     \"products\" (produtos), \"sellers\" (vendedores)"
)]
#[case::no_kind("[columns]\n", "falta a chave kind: escreva kind = \"sales\"")]
#[case::no_columns("kind = \"sales\"\n", "falta a seção [columns]")]
#[case::field(
    "kind = \"sales\"\n[columns]\n\"cliente\" = 1\n",
    "linha 3: \"cliente\" não é um campo de vendas; os campos são: "
)]
#[case::place(
    "kind = \"sales\"\n[columns]\n\"customer.code\" = 0\n",
    "linha 3: customer.code: as colunas contam a partir de 1"
)]
#[case::truth(
    "kind = \"sales\"\n[columns]\n\"customer.code\" = true\n",
    "linha 3: customer.code: escreva o nome da coluna entre aspas"
)]
#[case::unquoted("kind = \"sales\"\n[columns]\ncustomer.code = 1\n", "linha 3: customer: escreva o campo entre aspas")]
#[case::separator("kind = \"sales\"\nseparator = \"ab\"\n[columns]\n", "linha 2: separator = \"ab\": escreva")]
#[case::encoding(
    "kind = \"sales\"\nencoding = \"klingon\"\n[columns]\n",
    "linha 2: encoding = \"klingon\" não é uma codificação"
)]
#[case::header(
    "kind = \"sales\"\nheader = \"talvez\"\n[columns]\n",
    "linha 2: header = \"talvez\": escreva o número da linha"
)]
#[case::header_type(
    "kind = \"sales\"\nheader = true\n[columns]\n",
    "linha 2: header: escreva o número da linha do cabeçalho"
)]
#[case::dates(
    "kind = \"sales\"\ndates = \"dmy\"\n[columns]\n",
    "linha 2: dates: escreva \"day_first\" ou \"month_first\""
)]
#[case::source("kind = \"sales\"\nsource = 1\n[columns]\n", "linha 2: source: escreva um texto entre aspas")]
#[case::key(
    "kind = \"sales\"\nsheets = 1\n[columns]\n",
    "linha 2: não há a chave \"sheets\"; as chaves são: kind, source"
)]
fn a_map_that_says_nothing_usable(#[case] map: &str, #[case] why: &str) {
    let error = Map::from_toml(map).unwrap_err().to_string();
    assert!(error.starts_with(&format!("o mapa não pôde ser lido: {why}")), "{error}");
}

#[test]
fn a_map_of_another_file() {
    let map = "kind = \"sales\"\nheader = 1\n[columns]\n\"customer.legal_name\" = \"Freguês\"\n\"invoice.issue_date\" = 2\n\"invoice.total\" = 3\n";
    let error = read_bytes(b"Nome;Dia;Quanto\nA;02/03/2026;1\n", None, Some(map)).unwrap_err();
    assert_eq!(
        error,
        "o mapa diz que nome do cliente está na coluna \"Freguês\", que o arquivo não tem; ele tem: Nome | Dia | Quanto"
    );
}

#[test]
fn the_map_written_from_a_guess_reads_the_same() {
    let text = "Nota;Data;Cliente;Valor;Obs\n1;01/31/2026;Alfa;1,234.56;x\n";
    let table = read(text);
    let written = Map::from_guess(&table).to_toml();
    assert!(
        written.contains(
            "# A ordem das datas: day_first (31/12/2026) ou month_first (12/31/2026).\ndates = \"month_first\""
        )
    );
    let again = read_bytes(text.as_bytes(), None, Some(&written)).unwrap().tables.remove(0);
    assert_eq!((again.rows, again.columns, again.source), (table.rows, table.columns, table.source));
    assert_eq!(Map::from_toml(&written).unwrap(), Map::from_guess(&read(text)));
}

#[rstest]
#[case::incomplete("Cliente;Data;Quanto\nAlfa;31/12/2026;1,00\n", "\"invoice.total\" = \"Quanto\"\n")]
#[case::without_header(
    "Alfa;31/12/2026;1,00\nBeta;31/12/2026;2,00\n",
    "\"customer.legal_name\" = 1\n\"invoice.issue_date\" = 2\n\"invoice.total\" = 3\n"
)]
fn a_draft_is_a_map_that_lacks_what_was_not_understood(#[case] text: &str, #[case] added: &str) {
    let options = Options { kind: Some(Kind::Sales), source: None, map: None, today: today() };
    let draft = Reader::new(options).draft(text.as_bytes()).unwrap();
    assert!(draft.contains("(31/12/2026"), "{draft}");
    let map = draft.replacen("[columns]\n", &format!("[columns]\n{added}"), 1);
    let table = read_bytes(text.as_bytes(), None, Some(&map)).unwrap().tables.remove(0);
    assert_eq!((table.rows.len() as u64, table.rejects.len()), (table.records(), 0));
}

#[test]
fn a_source_must_be_able_to_name_a_party() {
    let options = Options { kind: None, source: Some("cnpj".to_owned()), map: None, today: today() };
    let error = Reader::new(options).read(b"Cliente;Data;Valor\nA;31/12/2026;1\n").unwrap_err().cause.to_string();
    assert!(error.starts_with("\"cnpj\" não serve como fonte"), "{error}");
}

#[test]
fn gifts_are_no_sales_and_a_word_is_no_number() {
    let table = read(
        "Documento;Data;Cliente;Valor;Tipo de operação\nNF-e;31/12/2026;A;1;Venda\nNF-e;31/12/2026;A;1;Bonificação\n",
    );
    let Rows::Sales(rows) = &table.rows else { panic!("sales") };
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].1.number, None);
    assert_eq!(table.ignored.keys().map(|reason| reason.code()).collect::<Vec<_>>(), ["not_sale_row"]);
}

/// Pieces that mean something to a reader of tables.
const PIECES: [&str; 24] = [
    ";",
    ",",
    "\t",
    "|",
    "\n",
    "\r\n",
    "\"",
    "\"\"",
    " ",
    "Cliente",
    "Data",
    "Valor",
    "CNPJ",
    "Vencimento",
    "Total",
    "1,5",
    "(1.234,56)",
    "02/03/2026",
    "46000",
    "44555666000181",
    "4E+13",
    "\u{feff}",
    "sep=;",
    "\0",
];

fn answers(bytes: &[u8]) {
    let _ = recognise(bytes);
    for kind in [None, Some(Kind::Sales), Some(Kind::Customers)] {
        if let Ok(outcome) = read_bytes(bytes, kind, None) {
            for table in outcome.tables {
                let _ = Map::from_guess(&table).to_toml();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_bytes_are_answered(bytes in vec(any::<u8>(), 0..2_000)) {
        answers(&bytes);
    }

    #[test]
    fn anything_that_looks_like_a_table_is_answered(pieces in vec(select(PIECES.to_vec()), 0..80)) {
        answers(format!("Cliente;Data;Valor\n{}", pieces.concat()).as_bytes());
        answers(pieces.concat().as_bytes());
    }

    #[test]
    fn any_cell_is_answered(cell in "\\PC{0,20}") {
        answers(format!("CNPJ;Data;Valor;Qtde\n{cell};{cell};{cell};{cell}\n44555666000181;02/03/2026;{cell};1\n").as_bytes());
    }

    #[test]
    fn every_row_is_accounted_for(rows in vec((select(vec!["Alfa", "", "Total"]), select(vec!["02/03/2026", "x", ""]), select(vec!["1,00", "y", ""])), 1..40)) {
        prop_assume!(rows.iter().any(|(a, b, c)| !(a.is_empty() && b.is_empty() && c.is_empty())));
        let lines: String = rows.iter().map(|(a, b, c)| format!("{a};{b};{c}\n")).collect();
        let table = read(&format!("Cliente;Data;Valor\n{lines}"));
        prop_assert_eq!(table.records(), rows.len() as u64);
    }
}
