//! The sample company of the demo, smaller: two years of notes with everything that happens to notes,
//! imported as any user's files. What they must come to was added up while they were written.

use std::collections::BTreeSet;

use domain::Day;
use generate::company::{Summary, write_company};
use generate::plan::Settings;
use serde_json::{Value, json};

use crate::workspace::Company;

/// Metrics that are sums of what their documents bring.
const AMOUNTS: [&str; 4] = ["revenue_total_cents", "billed_total_cents", "revenue_12m_cents", "returns_12m_cents"];

/// Customers whose numbers are explained.
const SAMPLE: usize = 20;

/// Explanations asked for at once.
const AT_ONCE: usize = 4;

/// A company with the sample's files beside its workspace.
fn sample() -> (Company, Summary) {
    let company = Company::new();
    let end = Day::from_ymd(2026, 11, 20).unwrap();
    let settings = Settings { seed: 3, end, customers: 300 };
    let summary = write_company(&company.beside("arquivos"), &settings).unwrap();
    (company, summary)
}

fn number(value: &Value, name: &str) -> i64 {
    value[name].as_i64().unwrap_or_else(|| panic!("no number {name} in {value}"))
}

#[test]
fn the_sample_comes_to_what_it_was_written_with() {
    let (company, summary) = sample();
    let (code, report) = company.import([company.beside("arquivos")]);
    let (notes, events) = (summary.notes as i64, summary.events as i64);
    // In the archives one note was denied, one is of the test environment, one event is a letter of
    // correction. Beside them lie 8 files: 4 broken, 2 copies, a PDF and a note between others.
    let counts = ["records", "accepted", "duplicates", "ignored", "rejects"].map(|name| number(&report, name));
    assert_eq!((code, counts), (3, [notes + events + 8, notes - 2 + events - 1, 2, 5, 4]));
    assert_eq!(
        report["ignored_by_reason"],
        json!({ "correction_letter": 1, "denied": 1, "not_ours": 1, "pdf": 1, "test_environment": 1 })
    );
    let totals = company.totals();
    for (name, sum) in summary.expected.to_json().as_object().unwrap() {
        assert_eq!(&totals[name], sum, "{name}");
    }
    assert_eq!(company.json(["imports", "gaps"])["missing_numbers"], json!([missing(&summary)]));
    let rejects = company.json_lines(["imports", "rejects", "1"]);
    let told: Vec<String> = rejects.iter().map(told).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    nota_chave_curta.xml, nfeProc/NFe/infNFe/@Id: a chave de acesso VALOR tem 43 caracteres em vez de 44: peça o arquivo original da nota
    nota_com_virgula.xml, nfeProc/NFe/infNFe/det/prod/vProd: VALOR não é um valor: em documentos escreve-se 1234.56
    nota_cortada.xml, nfeProc/NFe/Signature/SignedInfo: o XML está malformado ou cortado (uma marca não foi fechada): exporte ou baixe o arquivo de novo
    vazio.xml, : arquivo vazio
    ");
}

/// A reject by its file, its field and its reason.
fn told(reject: &Value) -> String {
    let text = |name: &str| reject[name].as_str().unwrap_or_default();
    let file = text("file").rsplit('/').next().unwrap_or_default();
    let reason = text("reason").replace(&format!("{:?}", text("value")), "VALOR");
    format!("{file}, {}: {reason}", text("field"))
}

/// The number that no note of the sample has, as `imports gaps` says it.
fn missing(summary: &Summary) -> Value {
    let [issuer, series, number] = summary.missing_number.split('/').collect::<Vec<_>>()[..] else {
        panic!("no issuer, series and number in {}", summary.missing_number)
    };
    let [series, number] = [series, number].map(|digits| digits.parse::<u32>().unwrap());
    json!({ "issuer": issuer, "model": 55, "series": series, "first": number, "last": number })
}

#[test]
fn the_sample_imported_twice_counts_once_and_undone_leaves_nothing() {
    let (company, summary) = sample();
    let (_, first) = company.import([company.beside("arquivos")]);
    let (totals, panel) = (company.totals(), company.panel());
    let (code, second) = company.import([company.beside("arquivos")]);
    assert_eq!((code, number(&second, "accepted"), number(&second, "facts")), (3, 0, 0));
    assert_eq!(number(&second, "duplicates"), number(&first, "accepted") + number(&first, "duplicates"));
    assert_eq!(["records", "ignored", "rejects"].map(|name| second[name] == first[name]), [true; 3]);
    assert_eq!((company.totals(), company.panel()), (totals.clone(), panel));
    assert_eq!(company.run(["imports", "undo", "1"]).code, 0);
    assert_eq!(company.totals(), totals, "the second import still claims everything");
    assert_eq!(company.run(["imports", "undo", "2"]).code, 0);
    assert_eq!(company.panel(), "");
    let nothing = company.totals();
    for name in summary.expected.to_json().as_object().unwrap().keys() {
        assert_eq!(nothing[name], 0, "{name}");
    }
    company.expect_whole();
}

#[test]
fn customers_add_up_to_the_company_at_every_level() {
    let (company, _) = sample();
    company.import([company.beside("arquivos")]);
    let company_wide = company.totals();
    for level in ["root", "establishment"] {
        let at = ["--as-of", "latest", "--level", level];
        let totals = company.json(["totals"].iter().chain(&at));
        let rows = company.json_lines(["panel"].iter().chain(&at));
        let sum = |name: &str| rows.iter().map(|row| number(row, name)).sum::<i64>();
        let unidentified = number(&totals, "unidentified_revenue_cents");
        assert_eq!(sum("revenue_total_cents") + unidentified, number(&totals, "revenue_total_cents"), "{level}");
        let buyers = rows.iter().filter(|row| number(row, "sale_documents") > 0).count();
        assert_eq!(buyers as i64, number(&totals, "customers"), "{level}");
        for name in ["revenue_total_cents", "billed_total_cents", "documents", "revenue_12m_cents"] {
            assert_eq!(totals[name], company_wide[name], "{name} is the company's at any level");
        }
        let keys: BTreeSet<&str> = rows.iter().map(|row| row["customer"].as_str().unwrap()).collect();
        assert_eq!(keys.len(), rows.len(), "one row a customer");
    }
}

#[test]
fn numbers_of_the_sample_explain_themselves() {
    let (company, _) = sample();
    company.import([company.beside("arquivos")]);
    let rows = company.json_lines(["panel", "--as-of", "latest", "--sort", "-revenue_total_cents"]);
    let step = rows.len() / SAMPLE;
    let sample: Vec<&Value> = rows.iter().step_by(step).take(SAMPLE).collect();
    assert_eq!(sample.len(), SAMPLE);
    std::thread::scope(|scope| {
        for rows in sample.chunks(SAMPLE.div_ceil(AT_ONCE)) {
            let company = &company;
            scope.spawn(move || rows.iter().for_each(|row| expect_explained(company, row)));
        }
    });
}

/// Asserts that the numbers of a customer's row follow from the documents behind them.
fn expect_explained(company: &Company, row: &Value) {
    let customer = row["customer"].as_str().unwrap();
    let explained = |metric: &str| {
        let explained = company.json(["explain", customer, metric, "--as-of", "latest"]);
        assert_eq!(explained["value"], row[metric], "{customer} {metric}");
        explained
    };
    let documents = |explained: &Value| explained["documents"].as_array().unwrap().clone();
    let sum = |explained: &Value| documents(explained).iter().map(|found| number(found, "amount_cents")).sum::<i64>();
    for metric in AMOUNTS {
        let explained = explained(metric);
        assert_eq!(sum(&explained), number(row, metric), "{customer} {metric}");
    }
    let sales = explained("sale_documents");
    let keys: BTreeSet<String> = documents(&sales).iter().map(|found| found["key"].to_string()).collect();
    assert_eq!(keys.len() as i64, number(row, "sale_documents"), "{customer}");
    let purchases = explained("purchase_days");
    let days: BTreeSet<Day> =
        documents(&purchases).iter().map(|found| found["on"].as_str().unwrap().parse().unwrap()).collect();
    assert_eq!(days.len() as i64, number(row, "purchase_days"), "{customer}");
    let iso = |day: Option<&Day>| day.map_or(Value::Null, |day| day.iso().into());
    assert_eq!((&row["first_purchase_on"], &row["last_purchase_on"]), (&iso(days.first()), &iso(days.last())));
    assert_eq!(row["purchase_cycle_days"].as_f64(), median_gap(&days), "{customer}");
    let ticket = explained("average_ticket_cents");
    let (gross, notes) = (sum(&ticket), number(row, "sale_documents"));
    assert_eq!(ticket["inputs"]["gross_revenue_total_cents"], gross, "{customer}");
    if notes > 0 {
        assert_eq!(number(row, "average_ticket_cents"), (2 * gross + notes).div_euclid(2 * notes), "{customer}");
    }
}

/// The median gap between days, from three days on.
fn median_gap(days: &BTreeSet<Day>) -> Option<f64> {
    let days: Vec<Day> = days.iter().copied().collect();
    let mut gaps: Vec<i32> = days.windows(2).map(|pair| pair[1].days_since(pair[0])).collect();
    gaps.sort_unstable();
    let (low, high) = (gaps.get((gaps.len().max(1) - 1) / 2), gaps.get(gaps.len() / 2));
    low.zip(high).filter(|_| gaps.len() >= 2).map(|(low, high)| f64::from(low + high) / 2.0)
}
