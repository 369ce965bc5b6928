//! Spreadsheets: real ones, with numbers counted by other programs, and what people do with them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::Company;

/// A file of the real samples, which are not part of the repository; `None`, with a word on stderr,
/// where they are not there.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn sample(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there", path.display());
    None
}

fn import(company: &Company, path: &Path, options: &[&str]) -> Value {
    let mut command = company.command(["import", "--format", "json"]);
    let run = crate::workspace::run(command.args(options).arg(path));
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// What the file's own documentation and a count in another program say.
#[test]
fn a_year_of_a_foreign_shop_needs_no_map() {
    let Some(file) = sample("retail/online_retail.csv.gz") else { return };
    let company = Company::new();
    let report = import(&company, &file, &["--kind", "sales"]);
    assert_eq!((&report["facts"], &report["rejects"]), (&json!(397_884), &json!(0)));
    let totals = company.totals();
    assert_eq!((&totals["customers"], &totals["revenue_total_cents"]), (&json!(4_338), &json!(891_140_790)));
    let rows = company.json_lines([
        "panel",
        "--as-of",
        "latest",
        "--sort",
        "-revenue_total_cents",
        "--columns",
        "revenue_total_cents,purchase_days,sale_documents",
    ]);
    let purchase_days: i64 = rows.iter().map(|row| row["purchase_days"].as_i64().unwrap()).sum();
    assert_eq!(purchase_days, 16_763);
    let largest = ["revenue_total_cents", "purchase_days", "sale_documents"].map(|name| rows[0][name].as_i64());
    assert_eq!(largest, [28_020_602, 45, 73].map(Some));
    let again = import(&company, &file, &["--kind", "sales"]);
    assert_eq!((&again["facts"], &again["duplicates"]), (&json!(0), &json!(397_884)));
    for batch in ["1", "2"] {
        assert_eq!(company.run(["imports", "undo", batch]).code, 0);
    }
    assert_eq!((&company.totals()["customers"], &company.totals()["revenue_total_cents"]), (&json!(0), &json!(0)));
}

const CDNOW: &str = r#"
kind = "sales"
source = "cdnow"
header = "none"
separator = "spaces"
[columns]
"customer.code" = 1
"invoice.issue_date" = 3
"item.quantity" = 4
"item.total" = 5
"#;

#[test]
fn a_table_without_header_is_read_by_a_saved_map() {
    let Some(file) = sample("cdnow/CDNOW_sample.txt") else { return };
    let company = Company::new();
    let map = company.write("cdnow.toml", CDNOW);
    let report = import(&company, &file, &["--map", &map.to_string_lossy()]);
    assert_eq!((&report["facts"], &report["rejects"]), (&json!(6_919), &json!(0)));
    let totals = company.totals();
    // awk '{ sum += $5 }'
    assert_eq!((&totals["customers"], &totals["revenue_total_cents"]), (&json!(2_357), &json!(24_409_194)));
}

#[test]
fn a_master_file_is_read_by_another_map() {
    let Some(file) = sample("cdnow/CDNOW_master.txt.gz") else { return };
    let company = Company::new();
    let map = CDNOW.replace("header = \"none\"", "header = 1").replace("= 3", "= 2").replace("= 4", "= 3");
    let map = company.write("cdnow.toml", map.replace("= 5", "= 4"));
    let report = import(&company, &file, &["--map", &map.to_string_lossy()]);
    assert_eq!(report["facts"], 69_659);
    assert_eq!(
        (&company.totals()["customers"], &company.totals()["revenue_total_cents"]),
        (&json!(23_570), &json!(250_031_563))
    );
}

#[test]
fn receivables_are_recognised_by_their_header() {
    let Some(file) = sample("receivables/ar_ibm_late_payment.csv") else { return };
    let company = Company::new();
    let report = import(&company, &file, &[]);
    assert_eq!((&report["facts"], &report["records"]), (&json!(2_466), &json!(2_466)));
}

/// A day as the file writes it, month first, and as a number of days.
fn us_day(text: &str) -> ((i64, i64, i64), i64) {
    let parts: Vec<i64> = text.split('/').map(|part| part.parse().unwrap()).collect();
    let (year, month, day) = (parts[2], parts[0], parts[1]);
    let lengths = [31, if year % 4 == 0 { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before: i64 = lengths[..month as usize - 1].iter().sum();
    // From 2001 to 2099 every fourth year is a leap year.
    ((year, month, day), (year - 2001) * 365 + (year - 2001) / 4 + before + day)
}

/// Of each customer what is open, what is overdue, and the cents due in 12 months with those times the days
/// late, counted line by line.
fn counted(text: &str, as_of: &str) -> BTreeMap<String, [i64; 4]> {
    let ((year, month, day), today) = us_day(as_of);
    let mut customers: BTreeMap<String, [i64; 4]> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let (issued, (due, due_day), settled) = (us_day(fields[4]).1, us_day(fields[5]), us_day(fields[8]).1);
        if issued > today {
            continue;
        }
        let cents = (fields[6].parse::<f64>().unwrap() * 100.0).round() as i64;
        let is_open = settled > today;
        let is_recent = due > (year - 1, month, day) && due_day <= today;
        let late = (settled.min(today) - due_day).max(0);
        let of_customer = customers.entry(fields[1].to_owned()).or_default();
        of_customer[0] += if is_open { cents } else { 0 };
        of_customer[1] += if is_open && is_recent && due_day < today { cents } else { 0 };
        of_customer[2] += if is_recent { cents } else { 0 };
        of_customer[3] += if is_recent { cents * late } else { 0 };
    }
    customers
}

#[test]
fn open_overdue_and_delay_are_what_a_count_of_the_file_gives() {
    let Some(file) = sample("receivables/ar_ibm_late_payment.csv") else { return };
    let company = Company::new();
    import(&company, &file, &[]);
    let text = std::fs::read_to_string(&file).unwrap();
    for (as_of, written) in [("2012-09-15", "9/15/2012"), ("2013-03-31", "3/31/2013"), ("2013-06-15", "6/15/2013")] {
        let columns = "open_cents,overdue_cents,average_delay_days";
        let rows = company.json_lines(["panel", "--as-of", as_of, "--with-prospects", "--columns", columns]);
        let customers = counted(&text, written);
        assert_eq!(rows.len(), customers.len(), "{as_of}");
        assert!(customers.values().any(|counts| counts[1] > 0), "something is overdue: {customers:?}");
        for row in &rows {
            let key = row["customer"].as_str().unwrap();
            let [open, overdue, due, weighted] = customers[key.split_once(':').unwrap().1];
            assert_eq!([&row["open_cents"], &row["overdue_cents"]], [open, overdue], "{key} at {as_of}");
            // A quotient read back from text may be off by its last bit.
            let found = row["average_delay_days"].as_f64().map(|days| (days * due as f64).round() as i64);
            assert_eq!(found, (due > 0).then_some(weighted), "{key} at {as_of}");
        }
    }
}

const SALES: &str = "Nº Pedido;Data;Código do Cliente;Cliente;Produto;Quantidade;Valor Total\n\
                     10;05/03/2026;123;Alfa Comércio;P1;2;1.234,56\n\
                     10;05/03/2026;123;Alfa Comércio;P2;1;100,00\n\
                     11;06/04/2026;123;Alfa Comércio;P1;1;617,28\n\
                     12;06/04/2026;77;Beta Serviços;P2;3;300,00\n";

fn revenues(company: &Company) -> Vec<(String, i64)> {
    let rows = company.json_lines(["panel", "--as-of", "2026-06-30", "--columns", "revenue_total_cents"]);
    let row =
        |row: &Value| (row["customer"].as_str().unwrap().to_owned(), row["revenue_total_cents"].as_i64().unwrap());
    rows.iter().map(row).collect()
}

fn named(rows: &[(&str, i64)]) -> Vec<(String, i64)> {
    rows.iter().map(|(key, cents)| ((*key).to_owned(), *cents)).collect()
}

#[test]
fn a_rehearsal_shows_how_a_table_was_understood_and_a_map_settles_it() {
    let company = Company::new();
    let file = company.write("vendas.csv", SALES);
    let map = company.beside("mapa.toml");
    let (file, map) = (file.to_string_lossy(), map.to_string_lossy());
    let shown = company.run(["import", "--dry-run", "--write-map", &map, &file]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    for part in ["vendas, fonte tabela", "Código do Cliente", "código do cliente", "R$ 1.234,56", "4 linhas entendidas"]
    {
        assert!(shown.out.contains(part), "{part} in {}", shown.out);
    }
    assert_eq!(revenues(&company), []);
    // A person corrects the map: the products are the customers.
    let text = std::fs::read_to_string(&*map).unwrap();
    let corrected =
        text.replace("\"Código do Cliente\"", "\"Produto\"").replace("source = \"tabela\"", "source = \"erp\"");
    std::fs::write(&*map, corrected.replace("\"item.product\" = \"Produto\"", "")).unwrap();
    assert_eq!(company.run(["import", "--map", &map, &file]).code, 0);
    assert_eq!(revenues(&company), named(&[("erp:P1", 185_184), ("erp:P2", 40_000)]));
}

#[test]
fn a_code_that_is_a_cnpj_joins_its_customer_and_parts_from_it_by_undo() {
    let company = Company::new();
    company.import([crate::fixtures("nfe/01_venda_3dup.xml")]);
    let by_note = revenues(&company)[0].1;
    company.import([company.write("vendas.csv", SALES)]);
    let apart = [("44555666", by_note), ("tabela:123", 195_184), ("tabela:77", 30_000)];
    assert_eq!(revenues(&company), named(&apart));
    let customers = "Código;Razão Social;CNPJ;UF\n123;Alfa Comércio Ltda;44.555.666/0001-81;SP\n";
    company.import([company.write("clientes.csv", customers)]);
    let joined = [("44555666", by_note + 195_184), ("tabela:77", 30_000)];
    assert_eq!(revenues(&company), named(&joined));
    // Whoever asks by the code is told of the customer, and the documents of both add up.
    let explained = company.json(["explain", "tabela:123", "revenue_total_cents", "--as-of", "2026-06-30"]);
    let sum: i64 =
        explained["documents"].as_array().unwrap().iter().map(|found| found["amount_cents"].as_i64().unwrap()).sum();
    assert_eq!((&explained["customer"], sum), (&json!("44555666"), by_note + 195_184));
    assert_eq!(company.json(["customer", "show", "tabela:123"])["customer"], "44555666000181");
    assert_eq!(company.run(["imports", "undo", "3"]).code, 0);
    assert_eq!(revenues(&company), named(&apart));
    company.expect_whole();
}

#[test]
fn a_later_table_takes_the_place_of_an_earlier_and_says_so() {
    let company = Company::new();
    company.import([company.write("marco.csv", SALES)]);
    let corrected = SALES.replace("1.234,56", "1.000,00");
    let (_, report) = company.import([company.write("marco-corrigido.csv", corrected)]);
    // Document 10 has two rows; 11 and 12 are known.
    let counts = ["accepted", "duplicates", "warnings"].map(|name| report[name].as_u64());
    assert_eq!(counts, [2, 2, 1].map(Some));
    assert_eq!(company.json_lines(["imports", "warnings", "2"])[0]["code"], "restated");
    assert_eq!(revenues(&company), named(&[("tabela:123", 171_728), ("tabela:77", 30_000)]));
    company.run(["imports", "undo", "2"]);
    assert_eq!(revenues(&company), named(&[("tabela:123", 195_184), ("tabela:77", 30_000)]));
}

#[test]
fn who_is_only_in_a_list_is_a_prospect_at_every_date() {
    let company = Company::new();
    let customers = "CNPJ;Razão Social;UF\n55.666.777/0001-81;Beta Ltda;RJ\n";
    company.import([company.write("clientes.csv", customers), crate::fixtures("nfe/01_venda_3dup.xml")]);
    let found = company.json_lines(["panel", "--as-of", "2026-03-31", "--with-prospects", "--where", "uf = 'RJ'"]);
    assert_eq!(
        (&found[0]["customer"], &found[0]["name"], &found[0]["status"]),
        (&json!("55666777"), &json!("Beta Ltda"), &json!("sem_compra"))
    );
}

#[test]
fn a_bad_cell_is_a_reject_with_line_column_value_and_advice() {
    let company = Company::new();
    let sales = "Data;CNPJ;Valor Total\n31/02/2026;44.555.666/0001-81;10,00\n05/03/2026;4,45557E+13;10,00\n\
                 05/03/2026;44.555.666/0001-81;dez\n05/03/2026;44.555.666/0001-81;10,00\n";
    let (code, report) = company.import([company.write("vendas.csv", sales)]);
    assert_eq!((code, &report["accepted"], &report["rejects"]), (3, &json!(1), &json!(3)));
    let rejects = company.json_lines(["imports", "rejects", "1"]);
    let shown: Vec<String> = rejects
        .iter()
        .map(|reject| format!("{} {} {} {}", reject["line"], reject["field"], reject["value"], reject["reason"]))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    2 "Data" "31/02/2026" "não é uma data: escreva como 31/12/2026"
    3 "CNPJ" "4,45557E+13" "o CNPJ ou CPF está em notação científica e perdeu dígitos: no Excel, formate a coluna como Número sem casas decimais (ou Texto) e exporte de novo"
    4 "Valor Total" "dez" "não é um valor em reais: escreva como 1.234,56"
    "#);
}

#[test]
fn tax_books_are_compared_with_the_base_month_by_month() {
    let company = Company::new();
    let books = crate::fixtures("").join("../sped/efd_icms_ipi.txt");
    // The books declare note 1 of March, and number 16 as cancelled.
    company.import(["nfe/01_venda_3dup.xml", "nfe/16_venda_cancelada.xml", "eventos"].map(crate::fixtures));
    let compared = |books: &Path| company.json([std::ffi::OsStr::new("reconcile"), books.as_os_str()]);
    let same = compared(&books);
    let march = json!({ "month": "2026-03", "declared_notes": 1, "declared_cents": 100_099, "base_notes": 1, "base_cents": 100_099 });
    assert_eq!((&same["months"], &same["differences"]), (&json!([march]), &json!([])));
    company.import([crate::fixtures("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml")]);
    let text = std::fs::read_to_string(&books).unwrap();
    let other = company.write("efd.txt", text.replace("1000,99|1|0,00", "1000,00|1|0,00"));
    let kinds: Vec<Value> = compared(&other)["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| json!([found["kind"], found["declared_cents"], found["base_cents"]]))
        .collect();
    assert_eq!(kinds, [json!(["total", 100_000, 100_099]), json!(["only_in_base", null, 12_346])]);
    // What only the books tell of is no note of the base, though it counts.
    company.import([other.clone()]);
    company.run(["imports", "undo", "1"]);
    assert_eq!(compared(&other)["differences"][0]["kind"], "only_declared");
    let none = company.run(["reconcile".into(), crate::fixtures("nfe").display().to_string()]);
    assert!(none.code == 1 && none.err.contains("não há SPED"), "{}", none.err);
}

#[test]
fn a_file_brought_twice_in_one_import_is_there_once() {
    let company = Company::new();
    let file = company.write("planilhas/a.csv", SALES);
    company.write("planilhas/copia/a (1).csv", SALES);
    let (code, report) = company.import([file.clone(), company.beside("planilhas"), file]);
    let counts = ["records", "accepted", "duplicates", "facts"].map(|name| report[name].as_u64());
    assert_eq!((code, counts), (0, [16, 4, 12, 4].map(Some)));
    assert_eq!(revenues(&company), named(&[("tabela:123", 195_184), ("tabela:77", 30_000)]));
}

#[test]
fn a_correction_of_a_code_stands_when_the_code_becomes_a_cnpj() {
    let company = Company::new();
    company.import([company.write("vendas.csv", SALES)]);
    assert_eq!(company.run(["customer", "set", "tabela:123", "city", "Corrigida"]).code, 0);
    let customers = "Código;Razão Social;CNPJ;Cidade;UF\n123;Alfa Comércio Ltda;44.555.666/0001-81;Santos;SP\n";
    company.import([company.write("clientes.csv", customers)]);
    let city = |level: &str| {
        let rows = company.json_lines(["panel", "--as-of", "2026-06-30", "--level", level, "--where", "uf = 'SP'"]);
        rows[0]["city"].clone()
    };
    assert_eq!(["root", "establishment", "group"].map(city), ["Corrigida"; 3].map(Value::from));
}

#[test]
fn the_last_seller_is_the_table_s_too() {
    let company = Company::new();
    let sales = "Pedido;Data;CNPJ;Valor Total;Vendedor\n1;05/03/2026;44.555.666/0001-81;10,00;Bia\n\
                 2;06/03/2026;44.555.666/0001-81;10,00;Caio\n";
    company.import([company.write("vendas.csv", sales)]);
    let rows = company.json_lines(["panel", "--as-of", "2026-06-30", "--columns", "last_seller"]);
    assert_eq!(rows[0]["last_seller"], "Caio");
}

#[test]
fn each_line_of_a_number_is_its_own_customer_s() {
    let company = Company::new();
    // None of these customers is known from anything else.
    let sales = "Número;Data;CNPJ;Cliente;Produto;Quantidade;Valor Unitário;Valor Total\n\
                 1;01/05/2026;44.555.666/0001-81;Um;P;1;10,00;10,00\n\
                 1;01/05/2026;55.666.777/0001-81;Dois;P;1;50,00;50,00\n\
                 1;01/05/2026;66.777.888/0001-81;Tres;P;1;70,00;70,00\n";
    let (code, report) = company.import([company.write("carga.csv", sales)]);
    assert_eq!((code, &report["facts"]), (0, &json!(3)));
    assert_eq!(revenues(&company), named(&[("44555666", 1_000), ("55666777", 5_000), ("66777888", 7_000)]));
    let branches = company.json_lines(["panel", "--as-of", "2026-06-30", "--level", "establishment"]);
    assert_eq!(branches.len(), 3);
    let second = company.json_lines(["panel", "--as-of", "2026-06-30", "--where", "name = 'Dois'"]);
    assert_eq!(second[0]["last_purchase_on"], "2026-05-01");
    let explained = company.json(["explain", "55666777", "revenue_total_cents", "--as-of", "2026-06-30"]);
    assert_eq!(explained["value"], 5_000, "{explained}");
}

#[test]
fn a_document_that_two_files_bring_with_the_same_lines_is_warned_of() {
    let header = "Pedido;Data;CNPJ;Produto;Valor Total\n";
    let may = "5;05/05/2026;44.555.666/0001-81;A;10,00\n5;05/05/2026;44.555.666/0001-81;B;20,00\n";
    let company = Company::new();
    let first = company.write("jan-mai.csv", format!("{header}4;05/04/2026;44.555.666/0001-81;A;1,00\n{may}"));
    let second = company.write("mai-dez.csv", format!("{header}{may}6;05/06/2026;44.555.666/0001-81;A;2,00\n"));
    let (_, report) = company.import([first.clone(), second.clone()]);
    assert_eq!(report["warnings_by_kind"], json!({ "stated_twice": 1 }));
    assert_eq!(revenues(&company), named(&[("44555666", 6_300)]));
    company.run(["imports", "undo", "1"]);
    company.import([first]);
    let (_, report) = company.import([second]);
    assert_eq!((&report["duplicates"], &report["warnings_by_kind"]), (&json!(2), &json!({})));
    assert_eq!(revenues(&company), named(&[("44555666", 3_300)]));
}
