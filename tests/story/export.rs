//! The portfolio as a workbook: what it holds, and what comes back of it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use calamine::{Data, Range, Reader, Xlsx};
use serde_json::{Value, json};

use crate::{Company, fixtures};

/// On 30/06/2026: Alfa bought 117 days ago, Beta 71, Delta 20 and Caio 10; a cycle of 30 days is assumed
/// of each. Of 1 000,00 they brought 60, 30, 2 and 8 %.
const SALES: &str = "Pedido;Data;CNPJ;Cliente;Vendedor;Valor Total\n\
                     1;05/03/2026;44.555.666/0001-81;Alfa;Ana;600,00\n\
                     2;20/04/2026;55.666.777/0001-81;=1+1 Beta;Ana;300,00\n\
                     3;10/06/2026;11.444.777/0001-61;Delta;Bruno;20,00\n\
                     4;20/06/2026;529.982.247-25;Caio;Bruno;80,00\n";

const DATE: [&str; 2] = ["--as-of", "2026-06-30"];

fn company() -> Company {
    let company = Company::new();
    let (code, report) = company.import([company.write("vendas.csv", SALES)]);
    assert_eq!((code, &report["facts"]), (0, &json!(4)));
    company
}

/// Exports to a new file, and gives its path.
fn export(company: &Company, name: &str, arguments: &[&str]) -> PathBuf {
    let file = company.beside(name);
    let mut command = company.command(["export"]);
    let run = crate::workspace::run(command.arg(&file).args(arguments));
    assert_eq!(run.code, 0, "{}", run.err);
    file
}

/// A sheet's cells by row and column, from 0.
struct Sheet(Range<Data>);

impl Sheet {
    fn of(file: &Path, name: &str) -> Self {
        let mut book: Xlsx<_> = calamine::open_workbook(file).unwrap();
        Self(book.worksheet_range(name).unwrap())
    }

    fn data(&self, row: u32, column: u32) -> Data {
        self.0.get_value((row, column)).cloned().unwrap_or(Data::Empty)
    }

    fn text(&self, row: u32, column: u32) -> String {
        self.data(row, column).to_string()
    }

    fn number(&self, row: u32, column: u32) -> f64 {
        match self.data(row, column) {
            Data::Float(number) => number,
            Data::Int(number) => number as f64,
            Data::DateTime(date) => date.as_f64(),
            other => panic!("{row} {column} is {other:?}"),
        }
    }

    fn column(&self, header: &str) -> u32 {
        (0..200).find(|column| self.text(0, *column) == header).unwrap_or_else(|| panic!("no column {header}"))
    }

    fn row(&self, key: &str) -> u32 {
        (1..200).find(|row| self.text(*row, 0) == key).unwrap_or_else(|| panic!("no row {key}"))
    }

    /// The texts of a row's first cells.
    fn texts(&self, row: u32, count: u32) -> Vec<String> {
        (0..count).map(|column| self.text(row, column)).collect()
    }
}

/// Days since 1899-12-30, as spreadsheets count.
fn serial(day: &str) -> f64 {
    let day: domain::Day = day.parse().unwrap();
    f64::from(day.epoch_days() + 25_569)
}

/// Writes a workbook of the same cells, but for those that are changed: sheet, key, header, text.
fn changed(file: &Path, changes: &[(&str, &str, &str)]) {
    const CONTROL: &str = "Controle de clientes";
    let mut book: Xlsx<_> = calamine::open_workbook(file).unwrap();
    let mut copy = rust_xlsxwriter::Workbook::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let sheet = copy.add_worksheet().set_name(&name).unwrap();
        let (top, left) = range.start().unwrap();
        for (row, column, value) in range.used_cells() {
            let (row, column) = (row as u32 + top, (column as u32 + left) as u16);
            match value {
                Data::Float(number) => sheet.write_number(row, column, *number).unwrap(),
                Data::DateTime(date) => sheet.write_number(row, column, date.as_f64()).unwrap(),
                other => sheet.write_string(row, column, other.to_string()).unwrap(),
            };
        }
        if name == CONTROL {
            let cells = Sheet(range);
            for (key, header, text) in changes {
                let column = u16::try_from(cells.column(header)).unwrap();
                sheet.write_string(cells.row(key), column, *text).unwrap();
            }
        }
    }
    copy.save(file).unwrap();
}

#[test]
fn the_portfolio_is_written_as_what_it_is() {
    let company = company();
    let file = export(&company, "carteira.xlsx", &DATE);
    let book: Xlsx<_> = calamine::open_workbook(&file).unwrap();
    let tabs =
        ["Resumo", "Carteira", "Controle de clientes", "Piora no perfil de risco", "Ofertas e prazos", "_carteira"];
    assert_eq!(book.sheet_names(), tabs);
    let sheet = Sheet::of(&file, "Carteira");
    let panel = company.json_lines([&["panel"][..], &DATE[..]].concat());
    let labels: HashMap<String, Value> = company
        .json_lines(["metrics"])
        .into_iter()
        .map(|metric| (metric["metric"].as_str().unwrap().to_owned(), metric["label"].clone()))
        .collect();
    for customer in &panel {
        let row = sheet.row(customer["customer"].as_str().unwrap());
        for (name, value) in customer.as_object().unwrap().iter().filter(|(name, _)| labels.contains_key(*name)) {
            let column = sheet.column(labels[name].as_str().unwrap());
            match value {
                Value::Null => assert_eq!(sheet.data(row, column), Data::Empty, "{name}"),
                Value::Number(number) => {
                    let unit = if name.ends_with("_cents") || name.ends_with("_slope") { 100.0 } else { 1.0 };
                    let difference = sheet.number(row, column) - number.as_f64().unwrap() / unit;
                    assert!(difference.abs() < 1e-9, "{name}: {difference}");
                }
                Value::String(text) if name.ends_with("_on") => {
                    assert!((sheet.number(row, column) - serial(text)).abs() < 1e-9, "{name}");
                }
                Value::String(text) if name == "name" => {
                    assert_eq!(sheet.text(row, column).trim_start_matches('\''), text);
                }
                other => assert_eq!(sheet.text(row, column).is_empty(), other == "", "{name}"),
            }
        }
    }
    let (last, revenue) = (panel.len() as u32 + 1, sheet.column("Receita em 12 meses"));
    assert_eq!((sheet.text(last, 0), sheet.number(last, revenue)), ("Total".to_owned(), 1_000.0));
    assert_eq!(sheet.text(1, 0), "44555666", "the greatest first");
    // What a spreadsheet would take for a formula is text, even where the sheet is saved as text.
    assert_eq!(sheet.text(sheet.row("55666777"), sheet.column("Cliente")), "'=1+1 Beta");
}

#[test]
fn the_state_stands_on_one_page() {
    let company = company();
    let file = export(&company, "carteira.xlsx", &DATE);
    let sheet = Sheet::of(&file, "Resumo");
    assert_eq!(sheet.text(0, 0), "Carteira de clientes em 30/06/2026");
    assert_eq!(
        sheet.text(3, 0),
        "2 clientes novos ou ativos; 1 passou a risco de perda desde 31/05/2026, com R$ 300,00 em 12 meses."
    );
    let sums = |row: u32| (sheet.text(row, 0), [1, 2].map(|column| sheet.number(row, column)));
    let expected = [
        ("novo", [2.0, 100.0]),
        ("ativo", [0.0, 0.0]),
        ("risco de perda", [1.0, 300.0]),
        ("inativo", [1.0, 600.0]),
        ("ex-cliente", [0.0, 0.0]),
        ("sem compra", [0.0, 0.0]),
        ("Total", [4.0, 1_000.0]),
    ];
    for (row, (name, numbers)) in (6..).zip(expected) {
        assert_eq!(sums(row), (name.to_owned(), numbers));
    }
    // 60 % come before the second, 90 before the third, 98 before the fourth.
    for (row, (name, numbers)) in (15..).zip([("A", [2.0, 900.0]), ("B", [1.0, 80.0]), ("C", [1.0, 20.0])]) {
        assert_eq!(sums(row), (name.to_owned(), numbers));
    }
    let mut book: Xlsx<_> = calamine::open_workbook(&file).unwrap();
    let formulas = book.worksheet_formula("Resumo").unwrap();
    let formula = formulas.get_value((8, 2)).unwrap();
    assert!(formula.starts_with("SUMIF(Carteira!$"), "{formula}");
}

#[test]
fn who_grew_worse_and_whom_to_reach_are_listed() {
    let company = company();
    let file = export(&company, "carteira.xlsx", &DATE);
    let worsened = Sheet::of(&file, "Piora no perfil de risco");
    // 90 days without buying were over on 03/06; Beta was new for 60 days, till 19/06.
    let row = |row: u32| (worsened.texts(row, 4), worsened.number(row, 4), worsened.number(row, 5));
    let texts = |texts: [&str; 4]| texts.map(str::to_owned).to_vec();
    assert_eq!(worsened.text(0, 2), "Situação em 31/05/2026");
    assert_eq!(row(1), (texts(["44555666", "Alfa", "risco de perda", "inativo"]), serial("2026-06-04"), 600.0));
    assert_eq!(row(2), (texts(["55666777", "'=1+1 Beta", "novo", "risco de perda"]), serial("2026-06-20"), 300.0));
    assert_eq!((worsened.text(3, 0), worsened.number(3, 5)), ("Total".to_owned(), 900.0));
    // Beta is at risk and overdue: today. Delta is expected on 10/07; Caio only on 20/07.
    let offers = Sheet::of(&file, "Ofertas e prazos");
    let row = |row: u32| (offers.text(row, 0), offers.number(row, 4), offers.number(row, 9));
    assert_eq!(row(1), ("55666777".to_owned(), serial("2026-06-30"), 300.0));
    assert_eq!(row(2), ("11444777".to_owned(), serial("2026-07-10"), 20.0));
    assert_eq!(offers.text(3, 0), "");
    assert_eq!(offers.text(0, 11), "Combinado");
}

/// The note is of 02/03/2026, its instalments due on 01/04, 01/05 and 31/05.
#[test]
fn the_usual_terms_are_those_of_the_newest_note() {
    let company = Company::new();
    company.import([fixtures("nfe/01_venda_3dup.xml")]);
    let file = export(&company, "carteira.xlsx", &["--as-of", "2026-05-01", "--level", "establishment"]);
    let control = Sheet::of(&file, "Controle de clientes");
    assert_eq!(control.text(1, 0), "44555666000181");
    assert_eq!(control.text(1, control.column("Telefone")), "(11) 3333-4444");
    let offers = Sheet::of(&file, "Ofertas e prazos");
    let column = |header: &str| offers.text(1, offers.column(header));
    assert_eq!(
        (column("Situação comercial"), column("Prazo habitual (dias)")),
        ("risco de perda".into(), "30/60/90".into())
    );
    assert!(column("Produto principal").contains(" – "), "{}", column("Produto principal"));
}

#[test]
fn an_untouched_workbook_changes_nothing() {
    let company = company();
    company.import([fixtures("nfe"), fixtures("nfce")]);
    company.run(["customer", "set", "44555666", "name", "Alfa Atacado"]);
    let before = company.panel();
    for (name, level) in [("raiz.xlsx", "root"), ("estabelecimento.xlsx", "establishment")] {
        let file = export(&company, name, &["--as-of", "latest", "--with-prospects", "--level", level]);
        let (code, report) = company.import([file]);
        assert_eq!((code, &report["accepted"], &report["rejects"]), (0, &json!(0), &json!(0)), "{report}");
        assert_eq!(report["ignored_by_reason"]["no_table"], 5);
        assert_eq!(company.panel(), before);
    }
}

fn field(company: &Company, customer: &str, name: &str) -> Option<String> {
    let shown = company.json(["customer", "show", customer]);
    let fields = shown["fields"].as_array().unwrap();
    fields.iter().find(|field| field["field"] == name).map(|field| field["value"].as_str().unwrap().to_owned())
}

#[test]
fn what_a_person_changes_comes_back_and_goes_with_its_import() {
    let company = company();
    company.import([fixtures("nfe")]);
    let latest = ["--as-of", "latest", "--with-prospects"];
    let phone = || field(&company, "44555666000181", "phone").unwrap();
    let at_first = phone();
    let file = export(&company, "carteira.xlsx", &latest);
    changed(
        &file,
        &[
            ("44555666000181", "Telefone", "(11) 98765-4321"),
            ("44555666000181", "E-mail", "compras@alfa.example; nota@alfa.example"),
            ("11444777000161", "Vendedor responsável", "Carla"),
            ("52998224725", "Nome fantasia", "=Caio"),
        ],
    );
    let (code, report) = company.import([&file]);
    assert_eq!((code, &report["accepted"], &report["rejects"]), (0, &json!(3), &json!(0)), "{report}");
    assert_eq!(phone(), "+5511987654321");
    assert_eq!(field(&company, "44555666000181", "emails").unwrap(), "compras@alfa.example;nota@alfa.example");
    assert_eq!(field(&company, "52998224725", "trade_name").unwrap(), "=Caio");
    let owner = |file: &Path| {
        let control = Sheet::of(file, "Controle de clientes");
        control.text(control.row("11444777000161"), control.column("Vendedor responsável"))
    };
    let again = export(&company, "de-novo.xlsx", &latest);
    assert_eq!(owner(&again), "Carla");
    // The same cells changed once more on the same day: what came last counts; then the first again.
    changed(&again, &[("44555666000181", "Telefone", "(21) 2222-3333")]);
    company.import([&again]);
    assert_eq!(phone(), "+552122223333");
    let third = export(&company, "terceira.xlsx", &latest);
    changed(&third, &[("44555666000181", "Telefone", "(11) 98765-4321")]);
    company.import([&third]);
    assert_eq!(phone(), "+5511987654321");
    for batch in ["3", "4", "5"] {
        assert_eq!(company.run(["imports", "undo", batch]).code, 0);
    }
    assert_eq!(phone(), at_first);
    assert_eq!(owner(&export(&company, "depois.xlsx", &latest)), "");
    company.expect_whole();
}

#[test]
fn what_cannot_be_is_refused_row_by_row() {
    let company = company();
    let file = export(&company, "carteira.xlsx", &DATE);
    changed(
        &file,
        &[
            ("11444777000161", "E-mail", "fale com Ana"),
            ("52998224725", "Telefone", "(11) 98765-4321"),
            ("52998224725", "Chave", "Caio"),
            ("55666777000181", "Telefone", "(21) 2222-3333"),
        ],
    );
    let (code, report) = company.import([&file]);
    assert_eq!((code, &report["rejects"], &report["accepted"]), (3, &json!(2), &json!(1)), "{report}");
    let rejects = company.json_lines(["imports", "rejects", "2"]);
    let shown: Vec<String> = rejects.iter().map(|reject| format!("{} {}", reject["value"], reject["reason"])).collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    "Caio" "não é a chave de um cliente: não mude a coluna Chave; para um cliente novo, escreva o CNPJ ou CPF inteiro"
    "fale com Ana" "não é um e-mail: escreva como nome@empresa.com.br; vários, com ponto e vírgula"
    "#);
}

#[test]
fn a_customer_written_on_a_new_line_is_a_prospect() {
    let company = company();
    let file = export(&company, "carteira.xlsx", &DATE);
    // The key of a line is written over, and what stands on it said of someone new.
    changed(&file, &[("52998224725", "Telefone", "(11) 98765-4321"), ("52998224725", "Chave", "88.999.111/0001-02")]);
    let (code, report) = company.import([&file]);
    assert_eq!((code, &report["accepted"]), (0, &json!(1)), "{report}");
    let found =
        company.json_lines(["panel", "--with-prospects", "--where", "status = 'sem_compra'", "--as-of", DATE[1]]);
    assert_eq!((&found[0]["customer"], &found[0]["name"]), (&json!("88999111"), &json!("Caio")));
}

#[test]
fn a_file_is_not_replaced_unasked_nor_written_in_part() {
    let company = company();
    let refused = |arguments: &[&str]| {
        let run = company.run([&["export"], arguments, &DATE].concat());
        assert_eq!(run.code, 1, "{}", run.out);
        run.err.lines().last().unwrap_or_default().to_owned()
    };
    let csv = company.beside("carteira.csv");
    assert!(refused(&[&csv.to_string_lossy()]).contains("é um arquivo .xlsx"));
    let file = company.write("carteira.xlsx", "de outra pessoa");
    let path = file.to_string_lossy().into_owned();
    assert!(refused(&[&path]).contains("já existe: escolha outro nome, ou use --force"));
    assert_eq!(std::fs::read(&file).unwrap(), b"de outra pessoa");
    assert!(refused(&[&path, "--force", "--where", "uf = 'AC'"]).contains("não há o que exportar"));
    assert!(refused(&["/dev/full/carteira.xlsx"]).starts_with("erro: "));
    let run = company.run([&["export", &path, "--force"][..], &DATE[..]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("4 clientes"), "{}", run.err);
    Sheet::of(&file, "Carteira");
    let limited = company.command([&["export", &path, "--force"][..], &DATE[..]].concat());
    let before = std::fs::read(&file).unwrap();
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh"]);
    let run = crate::workspace::run(command.arg(limited.get_program()).args(limited.get_args()));
    assert_eq!(run.code, 1);
    assert!(run.err.contains("libere espaço"), "{}", run.err);
    assert_eq!(std::fs::read(&file).unwrap(), before);
}
