//! Workbooks, written by a library that is not the one that reads them.

use domain::facts::SaleRow;
use domain::record::IgnoreReason;
use domain::{Cents, Quantity};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sources::table::{Kind, Outcome, Rows, Table};

use super::read_bytes;

fn sales(table: &Table) -> Vec<&SaleRow> {
    let Rows::Sales(rows) = &table.rows else { panic!("sales, not {:?}", table.kind) };
    rows.iter().map(|(_, row)| row).collect()
}

fn read(mut book: Workbook) -> Result<Outcome, String> {
    read_bytes(&book.save_to_buffer().expect("a workbook"), None, None)
}

fn date(text: &str) -> ExcelDateTime {
    ExcelDateTime::parse_from_str(text).expect("a date")
}

#[test]
fn cells_keep_their_types() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Vendas").unwrap();
    let dates = Format::new().set_num_format("dd/mm/yyyy");
    sheet.merge_range(0, 0, 0, 5, "Relatório de vendas", &Format::new()).unwrap();
    for (column, name) in
        ["Nota", "Data", "CNPJ", "Qtde", "Preço unitário", "Valor total do item"].into_iter().enumerate()
    {
        sheet.write(2, column as u16, name).unwrap();
    }
    sheet.write(3, 0, 77).unwrap();
    sheet.write_with_format(3, 1, date("2026-03-02"), &dates).unwrap();
    sheet.write(3, 2, 44_555_666_000_181_f64).unwrap();
    sheet.write(3, 3, 2.5).unwrap();
    sheet.write(3, 4, 133.464).unwrap();
    sheet.write(3, 5, Formula::new("D4*E4").set_result("333.66")).unwrap();
    sheet.write(4, 0, 78).unwrap();
    sheet.write(4, 1, 46_084).unwrap();
    sheet.write(4, 2, "529.982.247-25").unwrap();
    sheet.write(4, 5, "1.234,56").unwrap();
    sheet.write(5, 0, "Total").unwrap();
    sheet.write(5, 5, 1568.22).unwrap();
    let outcome = read(book).unwrap();
    let table = &outcome.tables[0];
    assert_eq!((table.sheet.as_deref(), table.kind, table.header_line), (Some("Vendas"), Kind::Sales, Some(3)));
    assert_eq!(table.rejects, []);
    let [first, second] = sales(table)[..] else { panic!("two rows") };
    assert_eq!((first.number.as_deref(), first.day.iso().as_str()), (Some("77"), "2026-03-02"));
    assert_eq!(first.customer.as_ref().unwrap().party().key.to_string(), "44555666000181");
    assert_eq!((first.quantity, first.revenue), (Some(Quantity(25_000)), Cents(33_366)));
    assert_eq!((second.day.iso().as_str(), second.revenue), ("2026-03-03", Cents(123_456)));
    let ignored: Vec<_> = table.ignored.iter().map(|(reason, ignored)| (*reason, ignored.count)).collect();
    assert_eq!(ignored, [(IgnoreReason::TitleRow, 1), (IgnoreReason::TotalRow, 1)]);
}

#[test]
fn each_sheet_is_a_table_and_what_is_none_is_said_so() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Clientes").unwrap();
    sheet.write_row_matrix(0, 0, [["CNPJ", "Razão Social", "Cidade"], ["44555666000181", "ALFA", "Campinas"]]).unwrap();
    let sheet = book.add_worksheet().set_name("Leia-me").unwrap();
    sheet.write(0, 0, "Planilha gerada em 20/11/2026").unwrap();
    book.add_worksheet().set_name("Vazia").unwrap();
    let sheet = book.add_worksheet().set_name("Vendas").unwrap();
    sheet.write_row_matrix(0, 0, [["Cliente", "Data", "Valor"], ["ALFA", "02/03/2026", "10,00"]]).unwrap();
    let sheet = book.add_worksheet().set_name("Pedidos").unwrap();
    sheet.write_row_matrix(0, 0, [["Pedido", "Data", "Valor"], ["1", "02/03/2026", "10,00"]]).unwrap();
    let outcome = read(book).unwrap();
    let kinds: Vec<_> = outcome.tables.iter().map(|table| (table.sheet.as_deref().unwrap(), table.kind)).collect();
    assert_eq!(kinds, [("Clientes", Kind::Customers), ("Vendas", Kind::Sales)]);
    let ignored: Vec<_> = outcome.ignored.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(ignored, ["Leia-me", "Vazia"]);
    assert_eq!(outcome.rejects.len(), 1);
    assert_eq!(outcome.rejects[0].record.as_deref(), Some("Pedidos"));
}

#[test]
fn a_value_merged_over_rows_is_the_value_of_each() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["Cliente", "Data", "Valor"]).unwrap();
    sheet.merge_range(1, 0, 3, 0, "ALFA", &Format::new()).unwrap();
    for row in 1..=4 {
        sheet.write(row, 1, "02/03/2026").unwrap();
        sheet.write(row, 2, 10).unwrap();
    }
    sheet.write(4, 0, "BETA").unwrap();
    let outcome = read(book).unwrap();
    let customers: Vec<_> = sales(&outcome.tables[0])
        .iter()
        .map(|row| row.customer.as_ref().unwrap().party().key.code().to_owned())
        .collect();
    assert_eq!(customers, ["nome:ALFA", "nome:ALFA", "nome:ALFA", "nome:BETA"]);
}

#[test]
fn an_amount_merged_over_rows_counts_once() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["Nota", "Cliente", "Data", "Produto", "Valor"]).unwrap();
    for row in 1..=2 {
        sheet.write_row(row, 0, ["1", "ALFA", "02/03/2026", "P"]).unwrap();
    }
    sheet.merge_range(1, 4, 2, 4, "", &Format::new()).unwrap();
    sheet.write(1, 4, 44).unwrap();
    let outcome = read(book).unwrap();
    let amounts: Vec<i64> = sales(&outcome.tables[0]).iter().map(|row| row.revenue.0).collect();
    assert_eq!(amounts, [4_400, 0]);
}

#[test]
fn a_formula_that_fails_rejects_its_row() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["Cliente", "Data", "Valor"]).unwrap();
    sheet.write_row(1, 0, ["ALFA", "02/03/2026"]).unwrap();
    sheet.write(1, 2, Formula::new("VLOOKUP(A2,X:Y,2,0)").set_result("#N/A")).unwrap();
    let outcome = read(book).unwrap();
    let reject = &outcome.tables[0].rejects[0];
    assert_eq!(reject.record.as_deref(), Some("Sheet1"));
    assert_eq!((reject.line, reject.path.as_deref(), reject.value.as_deref()), (Some(2), Some("Valor"), Some("#N/A")));
    assert!(reject.cause.to_string().contains("erro de fórmula"));
}

#[test]
fn a_formula_never_calculated_says_what_to_do() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row_matrix(0, 0, [["Cliente", "Data", "Valor"], ["ALFA", "02/03/2026", ""]]).unwrap();
    sheet.write(1, 2, Formula::new("1+1")).unwrap();
    let saved = book.save_to_buffer().unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&saved[..])).unwrap();
    let mut members = Vec::new();
    for index in 0..zip.len() {
        let mut member = zip.by_index(index).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut member, &mut text).unwrap();
        members.push((member.name().unwrap().into_owned(), text.replace("<f>1+1</f><v>0</v>", "<f>1+1</f>")));
    }
    let members: Vec<(&str, &str)> = members.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let outcome = read_bytes(&zipped(&members), None, None).unwrap();
    let reject = &outcome.tables[0].rejects[0];
    assert_eq!((reject.line, reject.path.as_deref()), (Some(2), Some("Valor")));
    assert!(reject.cause.to_string().ends_with("abra a planilha e salve-a de novo"), "{}", reject.cause);
}

#[test]
fn what_is_cut_or_something_else_is_said_so() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .write_row_matrix(0, 0, [["Cliente", "Data", "Valor"], ["ALFA", "02/03/2026", "10,00"]])
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();
    for length in [40, 100, bytes.len() / 2, bytes.len() - 30] {
        let error = read_bytes(&bytes[..length], None, None).unwrap_err();
        assert!(error.starts_with("a planilha está corrompida ou cortada"), "{length}: {error}");
    }
    let error = read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nada", None, None).unwrap_err();
    assert!(error.starts_with("a planilha está corrompida ou cortada"), "{error}");
    let mut empty = Workbook::new();
    empty.add_worksheet();
    let error = read_bytes(&empty.save_to_buffer().unwrap(), None, None).unwrap_err();
    assert_eq!(error, "a planilha está vazia: nenhuma célula diz nada");
}

#[test]
fn two_cells_at_the_corners_are_two_cells() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row_matrix(0, 0, [["Cliente", "Data", "Valor"], ["ALFA", "02/03/2026", "10,00"]]).unwrap();
    sheet.write(1_048_575, 16_383, "x").unwrap();
    let outcome = read(book).unwrap();
    assert_eq!(outcome.tables[0].rows.len(), 1);
}

fn titles(table: &Table) -> Vec<(Option<String>, String, i64, Option<String>)> {
    let Rows::Receivables(rows) = &table.rows else { panic!("receivables, not {:?}", table.kind) };
    let number = |row: &domain::facts::TitleRow| row.number.as_deref().map(str::to_owned);
    let rows =
        rows.iter().map(|(_, row)| (number(row), row.due_on.iso(), row.amount.0, row.paid_on.map(|day| day.iso())));
    rows.collect()
}

/// What both files below state.
fn the_two_titles() -> Vec<(Option<String>, String, i64, Option<String>)> {
    let title = |number: &str, due: &str, cents, paid: Option<&str>| {
        (Some(number.to_owned()), due.to_owned(), cents, paid.map(str::to_owned))
    };
    vec![title("77", "2026-04-01", 33_366, Some("2026-04-02")), title("78", "2026-05-01", 100_000, None)]
}

#[test]
fn a_workbook_of_office_97() {
    let outcome = read_bytes(include_bytes!("fixtures/contas_a_receber.xls"), None, None).unwrap();
    assert_eq!(outcome.ignored, [("Vazia".to_owned(), IgnoreReason::NoTable)]);
    let table = &outcome.tables[0];
    assert_eq!((table.sheet.as_deref(), table.header_line), (Some("Títulos"), Some(3)));
    assert_eq!(table.rejects, []);
    assert_eq!(titles(table), the_two_titles());
}

#[test]
fn a_workbook_of_the_open_format() {
    let cell = |kind: &str, value: &str, text: &str| {
        format!("<table:table-cell office:value-type=\"{kind}\" {value}><text:p>{text}</text:p></table:table-cell>")
    };
    let words = |texts: &[&str]| texts.iter().map(|text| cell("string", "", text)).collect::<String>();
    let date = |iso: &str| cell("date", &format!("office:date-value=\"{iso}\""), "x");
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let first = words(&["77", "ALFA"])
        + &date("2026-04-01")
        + &cell("float", "office:value=\"333.66\"", "x")
        + &date("2026-04-02T10:30:00");
    let second = words(&["78", "BETA &amp; CIA"]) + &date("2026-05-01") + &words(&["R$ 1.000,00"]);
    let rows = row(words(&["Documento", "Cliente", "Vencimento", "Valor", "Data baixa"])) + &row(first) + &row(second);
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Títulos\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let bytes = zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", &content),
    ]);
    let outcome = read_bytes(&bytes, None, None).unwrap();
    assert_eq!(outcome.tables[0].rejects, []);
    assert_eq!(titles(&outcome.tables[0]), the_two_titles());
    assert_eq!(sources::recognise::recognise(&bytes[..bytes.len().min(512)]), sources::recognise::Format::Workbook);
}

#[test]
fn a_cell_repeated_a_million_times_is_a_decoration() {
    let cell =
        "<table:table-cell table:number-columns-repeated=\"1000000\"><text:p>x</text:p></table:table-cell>".repeat(50);
    let row = format!("<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>").repeat(2_000);
    let content = format!("<office:body><table:table table:name=\"a\">{row}</table:table></office:body>");
    let mimetype = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    let error = read_bytes(&zipped(&[mimetype, ("content.xml", &content)]), None, None).unwrap_err();
    assert!(error.starts_with("a planilha tem mais de 50000000 células"), "{error}");
}

#[test]
fn a_bomb_is_not_let_off() {
    let zeros = "0".repeat(80 << 20);
    let bytes = zipped(&[("[Content_Types].xml", ""), ("xl/workbook.xml", ""), ("xl/sharedStrings.xml", &zeros)]);
    let error = read_bytes(&bytes, None, None).unwrap_err();
    assert!(error.starts_with("o compactado expande mais de 200 vezes"), "{error}");
}

/// Bytes of a workbook, some of them changed.
fn damaged() -> impl proptest::strategy::Strategy<Value = Vec<u8>> {
    use proptest::prelude::*;
    let mut book = Workbook::new();
    book.add_worksheet()
        .write_row_matrix(0, 0, [["Cliente", "Data", "Valor"], ["ALFA", "02/03/2026", "10,00"]])
        .expect("cells");
    let files =
        vec![include_bytes!("fixtures/contas_a_receber.xls").to_vec(), book.save_to_buffer().expect("a workbook")];
    let damage = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12);
    (prop::sample::select(files), damage).prop_map(|(mut bytes, damage)| {
        let length = bytes.len();
        damage.iter().for_each(|(at, byte)| bytes[at.index(length)] = *byte);
        bytes
    })
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::with_cases(512) })]

    #[test]
    fn damaged_workbooks_are_answered(bytes in damaged()) {
        let _ = read_bytes(&bytes, None, None);
    }
}

fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        let method =
            if *name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        zip.start_file(*name, zip::write::SimpleFileOptions::default().compression_method(method)).expect("a member");
        zip.write_all(content.as_bytes()).expect("room");
    }
    zip.finish().expect("an archive").into_inner()
}
