//! Segments, economic groups and concentration, as people keep and ask for them.

use serde_json::{Value, json};

use crate::{Company, fixtures};

/// Three customers of two companies and a person: by the sums of the rows, 60, 30 and 10 % of 1 000,00.
const SALES: &str = "Pedido;Data;CNPJ;Cliente;UF;Valor Total\n\
                     1;05/03/2026;44.555.666/0001-81;Alfa;SP;400,00\n\
                     2;20/06/2026;44.555.666/0002-62;Alfa;SP;200,00\n\
                     3;06/04/2026;55.666.777/0001-81;Beta;RJ;300,00\n\
                     4;07/06/2026;529.982.247-25;Ana;RJ;100,00\n";

fn company() -> Company {
    let company = Company::new();
    let (code, report) = company.import([company.write("vendas.csv", SALES)]);
    assert_eq!((code, &report["facts"]), (0, &json!(4)));
    company
}

fn customers(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["customer"].as_str().unwrap()).collect()
}

#[test]
fn a_segment_is_kept_counted_listed_and_removed() {
    let company = company();
    let condition = "revenue_total_cents >= reais(300)";
    assert_eq!(company.run(["segment", "add", "maiores", condition]).code, 0);
    let listed = company.json_lines(["segment", "list", "--as-of", "2026-06-30"]);
    let count = |name: &str| listed.iter().find(|segment| segment["name"] == name).map(|segment| &segment["customers"]);
    assert_eq!((count("maiores"), count("sem compra")), (Some(&json!(2)), Some(&json!(0))));
    let shown = company.json_lines(["segment", "show", "Maiores", "--as-of", "2026-06-30"]);
    assert_eq!(customers(&shown), ["44555666", "55666777"]);
    // At the end of April ALFA had bought for 400 and BETA for 300; Ana never enters.
    let moves = company.json_lines(["segment", "moves", "maiores", "--from", "2026-03-31", "--to", "2026-04-30"]);
    assert_eq!(moves, [json!({ "customer": "55666777", "name": "Beta", "move": "entered" })]);
    let back = company.json_lines(["segment", "moves", "maiores", "--from", "2026-04-30", "--to", "2026-03-31"]);
    assert_eq!(back, [json!({ "customer": "55666777", "name": "Beta", "move": "left" })]);
    assert_eq!(company.run(["segment", "remove", "maiores"]).code, 0);
    let gone = company.run(["segment", "show", "maiores"]);
    assert_eq!(gone.code, 1);
    assert!(gone.err.contains("não existe a segmentação maiores"), "{}", gone.err);
}

#[test]
fn a_segment_of_the_start_can_be_replaced_and_not_removed() {
    let company = company();
    // ALFA bought again after 107 days of silence, more than three times the 30 that are assumed.
    let from_start = company.json_lines(["segment", "show", "reativados", "--as-of", "2026-06-30"]);
    assert_eq!(customers(&from_start), ["44555666"]);
    assert_eq!(company.run(["segment", "remove", "reativados"]).code, 1);
    assert_eq!(company.run(["segment", "add", "reativados", "uf = 'RJ'"]).code, 0);
    let shown = company.json_lines(["segment", "show", "reativados", "--as-of", "2026-06-30"]);
    assert_eq!(customers(&shown), ["52998224725", "55666777"]);
    assert_eq!(company.run(["segment", "remove", "reativados"]).code, 0);
    assert_eq!(company.json_lines(["segment", "show", "reativados", "--as-of", "2026-06-30"]), from_start);
}

#[test]
fn a_wrong_condition_or_name_is_no_segment() {
    let company = company();
    for arguments in [["segment", "add", "x", "abc = 'Z'"], ["segment", "add", " ", "abc = 'A'"]] {
        assert_eq!(company.run(arguments).code, 1, "{arguments:?}");
    }
}

#[test]
fn companies_of_a_group_are_one_customer_at_its_level_alone() {
    let company = company();
    company.import([fixtures("nfe/01_venda_3dup.xml")]);
    let totals = |level: &str| company.json(["totals", "--as-of", "2026-06-30", "--level", level]);
    let before = totals("root");
    assert_eq!(company.run(["group", "add", "Grupo Alfa", "44.555.666", "55666777000181"]).code, 0);
    assert_eq!((&totals("root"), &totals("group")["revenue_total_cents"]), (&before, &before["revenue_total_cents"]));
    let rows = company.json_lines(["panel", "--as-of", "2026-06-30", "--level", "group"]);
    assert_eq!(customers(&rows), ["52998224725", "Grupo Alfa"]);
    let by_root = company.json_lines(["panel", "--as-of", "2026-06-30"]);
    let revenue = |row: &Value| row["revenue_total_cents"].as_i64().unwrap();
    assert_eq!(revenue(&rows[1]), revenue(&by_root[0]) + revenue(&by_root[2]));
    assert_eq!((&rows[1]["tax_id"], &rows[1]["purchase_days"]), (&json!(null), &json!(4)));
    let explained =
        company.json(["explain", "55666777", "revenue_total_cents", "--level", "group", "--as-of", "2026-06-30"]);
    let documents = explained["documents"].as_array().unwrap();
    let sum: i64 = documents.iter().map(|document| document["amount_cents"].as_i64().unwrap()).sum();
    assert_eq!((&explained["customer"], sum), (&json!("Grupo Alfa"), revenue(&rows[1])));
    let by_name =
        company.json(["explain", "grupo alfa", "revenue_total_cents", "--level", "group", "--as-of", "2026-06-30"]);
    assert_eq!(by_name, explained);
    assert_eq!(company.run(["group", "remove", "Grupo Alfa", "55666777000181"]).code, 0);
    let parted = company.json_lines(["panel", "--as-of", "2026-06-30", "--level", "group"]);
    assert_eq!(customers(&parted), ["52998224725", "55666777", "Grupo Alfa"]);
    assert_eq!(company.run(["group", "remove", "Grupo Beta"]).code, 1);
    assert_eq!(company.run(["group", "add", "Grupo Beta", "99.888.777"]).code, 1);
}

#[test]
fn concentration_is_what_a_hand_counts() {
    let company = company();
    let by = |by: &str| company.json(["concentration", "--by", by, "--as-of", "2026-06-30"]);
    let customers = by("customer");
    // Shares of 60, 30 and 10 %: 3 600 + 900 + 100.
    let near = |found: &Value, expected: f64| (found.as_f64().unwrap() - expected).abs() < 1e-9;
    assert!(near(&customers["hhi"], 4_600.0) && near(&customers["cr1"], 0.6) && near(&customers["cr5"], 1.0));
    assert_eq!((&customers["total_cents"], &customers["alarm"]), (&json!(100_000), &json!("critical")));
    assert_eq!(customers["without_largest"]["total_cents"], 40_000);
    assert_eq!(customers["shares"][0]["name"], "Alfa");
    let states = by("uf");
    // SP 60, RJ 40 %.
    assert!(near(&states["hhi"], 5_200.0));
    assert_eq!((&states["shares"][1]["value"], &states["shares"][1]["customers"]), (&json!("RJ"), &json!(2)));
    let refused = company.run(["concentration", "--by", "purchase_days"]);
    assert!(refused.code == 1 && refused.err.contains("não é um texto"), "{}", refused.err);
}

#[test]
fn what_people_decide_is_in_the_backup() {
    let company = company();
    company.run(["segment", "add", "do Rio", "uf = 'RJ'"]);
    company.run(["group", "add", "Grupo Alfa", "44555666", "55666777"]);
    let file = company.beside("backup.zip");
    assert_eq!(company.run(["backup", &file.to_string_lossy()]).code, 0);
    let into = company.beside("outro");
    let mut restore = company.command(["restore", &file.to_string_lossy()]);
    assert_eq!(crate::workspace::run(restore.arg("--workspace").arg(&into)).code, 0);
    let asked = |arguments: &[&str]| {
        let mut command = company.command(arguments);
        crate::workspace::run(command.arg("--workspace").arg(&into)).out
    };
    assert!(asked(&["segment", "list", "--as-of", "2026-06-30"]).contains("do Rio"));
    assert!(asked(&["group", "list"]).contains("Grupo Alfa"));
}
