//! What people see and correct: the panel, a customer, why a number is what it is.

use serde_json::json;

use crate::{Company, fixtures};

fn company_with_notes() -> Company {
    let company = Company::new();
    company.import(["nfe", "nfce", "eventos"].map(fixtures));
    company
}

#[test]
fn explained_amounts_are_the_sum_of_their_documents() {
    let company = company_with_notes();
    for metric in ["revenue_total_cents", "billed_total_cents", "revenue_12m_cents", "returns_12m_cents"] {
        let explained = company.json(["explain", "44.555.666", metric, "--as-of", "latest"]);
        let documents = explained["documents"].as_array().unwrap();
        let sum: i64 = documents.iter().map(|document| document["amount_cents"].as_i64().unwrap()).sum();
        assert_eq!(explained["value"], sum, "{metric}");
        assert!(!explained["formula"].as_str().unwrap().is_empty());
    }
    let returns = company.json(["explain", "44555666", "returns_12m_cents", "--as-of", "latest"]);
    let keys: Vec<&str> =
        returns["documents"].as_array().unwrap().iter().map(|found| found["key"].as_str().unwrap()).collect();
    assert_eq!(
        keys,
        [
            "35260311222333000181550010000000081000000087",
            "35260344555666000181550010000005011000005018",
            "35260811222333000181550010000000091000000090",
        ]
    );
}

#[test]
fn a_full_cnpj_stands_for_its_company_at_root_level() {
    let company = company_with_notes();
    let by_branch = company.json(["explain", "44.555.666/0002-62", "revenue_total_cents", "--as-of", "latest"]);
    let by_root = company.json(["explain", "44555666", "revenue_total_cents", "--as-of", "latest"]);
    assert_eq!(by_branch, by_root);
    let establishment = company.json([
        "explain",
        "44555666000262",
        "revenue_total_cents",
        "--as-of",
        "latest",
        "--level",
        "establishment",
    ]);
    assert_eq!((&establishment["customer"], &establishment["value"]), (&json!("44555666000262"), &json!(12_346)));
}

#[test]
fn conditions_columns_order_and_limit() {
    let company = company_with_notes();
    let rows = company.json_lines([
        "panel",
        "--as-of",
        "latest",
        "--where",
        "revenue_total_cents > reais(100) AND uf <> 'EX'",
        "--columns",
        "name,revenue_total_cents",
        "--sort",
        "-revenue_total_cents",
        "--limit",
        "2",
    ]);
    let expected = [
        json!({ "customer": "44555666", "as_of": "2026-08-20", "name": "CLIENTE ALFA COMERCIO LTDA", "revenue_total_cents": 272_179 }),
        json!({ "customer": "52998224725", "as_of": "2026-08-20", "name": "JOSÉ DA CONCEIÇÃO", "revenue_total_cents": 25_000 }),
    ];
    assert_eq!(rows, expected);
    let totals = company.json(["totals", "--as-of", "latest", "--where", "customer_kind = 'foreign'"]);
    assert_eq!((&totals["customers"], &totals["revenue_total_cents"]), (&json!(1), &json!(500_000)));
}

#[test]
fn who_has_not_bought_appears_when_asked_for_and_suppliers_never_do() {
    let company = Company::new();
    company.import([
        fixtures("nfe/06_bonificacao_5910.xml"),
        fixtures("nfe/21_compra_recebida.xml"),
        fixtures("nfe/05_cnpj_alfanumerico.xml"),
    ]);
    let keys = |arguments: &[&str]| -> Vec<String> {
        let rows = company.json_lines(arguments.iter().copied());
        rows.iter().map(|row| row["customer"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(keys(&["panel", "--as-of", "latest"]), ["12ABC345"]);
    assert_eq!(keys(&["panel", "--as-of", "latest", "--with-prospects"]), ["12ABC345", "44555666"]);
    let prospect =
        &company.json_lines(["panel", "--as-of", "latest", "--with-prospects", "--where", "status = 'sem_compra'"])[0];
    assert_eq!((&prospect["purchase_days"], &prospect["revenue_total_cents"]), (&json!(0), &json!(0)));
}

#[test]
fn a_correction_outranks_every_note_and_survives_undo() {
    let company = company_with_notes();
    assert_eq!(company.run(["customer", "set", "44555666", "name", "Alfa Atacado"]).code, 0);
    assert_eq!(company.run(["customer", "set", "44555666000181", "uf", "mg"]).code, 0);
    let row = || company.json_lines(["panel", "--as-of", "latest", "--where", "tax_id = '44555666'"]).remove(0);
    assert_eq!((&row()["name"], &row()["uf"]), (&json!("Alfa Atacado"), &json!("MG")));
    company.import([fixtures("nfe")]);
    company.run(["imports", "undo", "1"]);
    assert_eq!(row()["name"], "Alfa Atacado");
    let history = company.json_lines(["customer", "history", "44555666"]);
    let corrected: Vec<_> = history.iter().filter(|change| change["corrected_at"].is_string()).collect();
    assert_eq!((&corrected[0]["party"], &corrected[0]["value"]), (&json!("44555666"), &json!("Alfa Atacado")));
    assert_eq!((&corrected[1]["party"], &corrected[1]["value"]), (&json!("44555666000181"), &json!("MG")));
    assert_eq!(company.run(["customer", "set", "44555666", "name", ""]).code, 0);
    assert_eq!(row()["name"], "CLIENTE ALFA COMERCIO LTDA");
}

#[test]
fn a_customer_shows_where_each_field_is_from() {
    let company = company_with_notes();
    let shown = company.json(["customer", "show", "44555666000181"]);
    let field = |name: &str| {
        let fields = shown["fields"].as_array().unwrap();
        fields.iter().find(|field| field["field"] == name).unwrap_or_else(|| panic!("{name}")).clone()
    };
    assert_eq!(field("phone")["value"], "+551133334444");
    assert_eq!(field("emails")["value"], "financeiro@alfa.example");
    assert_eq!(field("emails")["document"], "35260811222333000181550010000000091000000090");
    assert_eq!(shown["last_seller"], "7 - Fulano & Cia");
    assert_eq!(shown["undelivered_cents"], 0, "note 14 delivered what note 13 billed");
}

#[test]
fn the_first_few_are_those_worth_most_in_every_format() {
    let company = company_with_notes();
    let panel = ["panel", "--as-of", "latest", "--columns", "name, revenue_12m_cents", "--limit", "1"];
    let by_program = company.json_lines(panel);
    let all = company.json_lines(["panel", "--as-of", "latest"]);
    let most = all.iter().map(|row| row["revenue_12m_cents"].as_i64().unwrap()).max();
    assert_eq!(by_program[0]["revenue_12m_cents"].as_i64(), most);
    let by_person = company.run(panel);
    let key = by_program[0]["customer"].as_str().unwrap();
    assert!(by_person.out.contains(key), "{}", by_person.out);
}

#[test]
fn large_products_are_large_and_not_negative() {
    let company = company_with_notes();
    let found = |condition: &str| {
        let rows = company.json_lines(["panel", "--as-of", "latest", "--where", condition, "--columns", "name"]);
        rows.iter().map(|row| row["customer"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let with_revenue = found("revenue_12m_cents > 0");
    assert!(!with_revenue.is_empty());
    assert_eq!(found("revenue_12m_cents * 9999999999999999 > 0"), with_revenue);
    assert_eq!(found("-revenue_12m_cents < 0"), with_revenue);
    assert_eq!(company.run(["panel", "--where", "-revenue_12m_cents < 0", "--limit", "1"]).code, 0);
}

#[test]
fn a_corrected_value_says_that_a_person_corrected_it() {
    let company = company_with_notes();
    let explained = || company.json(["explain", "44555666", "name", "--as-of", "latest"]);
    assert_eq!(explained()["corrected_at"], json!(null));
    company.run(["customer", "set", "44555666", "name", "Alfa Atacado"]);
    assert!(explained()["corrected_at"].is_string());
    assert_eq!(explained()["documents"][0]["kind"], "mention");
    let told = company.run(["explain", "44555666", "name", "--as-of", "latest"]);
    assert!(told.out.contains("Corrigido por uma pessoa em "), "{}", told.out);
    let control = company.run(["customer", "set", "44555666", "name", "Alfa\u{1b}[2J"]);
    assert_eq!(control.code, 1);
}

#[test]
fn hostile_names_cannot_command_a_terminal_or_a_spreadsheet() {
    let company = Company::new();
    let note = std::fs::read_to_string(fixtures("nfe/01_venda_3dup.xml")).unwrap();
    let hostile = note.replace("CLIENTE ALFA COMERCIO LTDA", "=HYPERLINK(&quot;x&quot;)&#27;[2J");
    company.import([company.write("nota.xml", hostile)]);
    let table = company.run(["panel", "--as-of", "latest"]);
    assert!(!table.out.contains('\u{1b}'), "{}", table.out);
    let explained = company.run(["explain", "44555666", "name", "--as-of", "latest"]);
    assert!(!explained.out.contains('\u{1b}'), "{}", explained.out);
    let csv = company.run(["panel", "--as-of", "latest", "--columns", "name", "--format", "csv"]);
    let row = csv.out.lines().nth(1).unwrap();
    assert!(row.contains("\"'=HYPERLINK"), "{row}");
}
