//! The catalogue of metrics, and the manual's chapter that comes from it.

use std::path::{Path, PathBuf};

use panel::metrics::{INPUTS, METRICS, Unit, chapter};
use panel::{Settings, steps};
use rstest::rstest;
use serde_json::Value;

/// The measures, by the names that steps call them by.
const MEASURES: [&str; 5] = ["purchase_rhythm", "purchase_season", "reactivated_on", "revenue_trend", "peak_month"];

fn place() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/manual/indicadores.md")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the manual is a file, and who changes the catalogue says so by a variable"
)]
#[test]
fn the_manual_s_chapter_is_that_of_the_catalogue() {
    let chapter = chapter();
    if std::env::var("CARTEIRA_UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(place(), &chapter).unwrap();
    }
    let written = std::fs::read_to_string(place()).unwrap_or_default();
    assert!(
        written == chapter,
        "docs/manual/indicadores.md is not what the catalogue says: run this test with CARTEIRA_UPDATE=1"
    );
}

#[test]
fn every_metric_is_described() {
    for metric in &METRICS {
        let name = metric.column.name;
        for text in [metric.column.label, metric.english, metric.formula, metric.source, metric.computed_by] {
            assert!(!text.trim().is_empty(), "{name}");
        }
        assert!(metric.formula.ends_with('.'), "the formula of {name} is a sentence");
    }
    let named = |name: &str| METRICS.iter().filter(|metric| metric.column.name == name).count();
    assert!(METRICS.iter().all(|metric| named(metric.column.name) == 1), "names are names of one metric");
    let labels = METRICS.iter().map(|metric| metric.column.label).chain(INPUTS.iter().map(|input| input.label));
    let mut labels: Vec<&str> = labels.collect();
    labels.sort_unstable();
    let all = labels.len();
    labels.dedup();
    assert_eq!(labels.len(), all, "labels tell columns apart");
}

#[test]
fn every_metric_is_computed_by_a_step_or_measure_that_gives_it() {
    let numbered: Vec<(String, &str)> =
        (1..).zip(steps()).map(|(number, step)| (format!("{number:02}_{}", step.name), step.sql)).collect();
    for metric in &METRICS {
        let (name, by) = (metric.column.name, metric.computed_by);
        if MEASURES.contains(&by) {
            assert!(numbered.iter().any(|(_, sql)| sql.contains(&format!("{by}("))), "no step calls {by}");
            continue;
        }
        let (_, sql) = numbered.iter().find(|(step, _)| step == by).unwrap_or_else(|| panic!("{name}: no step {by}"));
        assert!(sql.contains(name), "{by} does not give {name}");
    }
}

#[test]
fn every_input_is_a_column() {
    let known = |name: &str| {
        METRICS.iter().any(|metric| metric.column.name == name) || INPUTS.iter().any(|input| input.name == name)
    };
    for metric in &METRICS {
        for input in metric.inputs {
            assert!(known(input), "{} depends on {input}, which is no column", metric.column.name);
            assert_ne!(*input, metric.column.name);
        }
    }
    for input in &INPUTS {
        assert!(METRICS.iter().any(|metric| metric.inputs.contains(&input.name)), "nothing depends on {}", input.name);
    }
}

#[test]
fn every_setting_exists_and_every_threshold_is_named() {
    let settings = serde_json::to_value(Settings::default()).unwrap();
    let mut named: Vec<&str> = METRICS.iter().flat_map(|metric| metric.settings).copied().collect();
    named.sort_unstable();
    named.dedup();
    let mut existing: Vec<String> = Vec::new();
    for (section, values) in settings.as_object().unwrap() {
        existing.extend(values.as_object().unwrap().keys().map(|name| format!("{section}.{name}")));
    }
    existing.sort_unstable();
    assert_eq!(named, existing);
}

#[rstest]
#[case::words("status", "`ex_cliente` (ex-cliente)")]
#[case::inputs("next_purchase_on", "- Depende de: `last_purchase_on`, `purchase_cycle_days`, `assumed_cycle_days`")]
#[case::settings("abc", "- Ajustes: `abc.a_percent`, `abc.b_percent`")]
#[case::hidden("revenue_share", "- Só aparece para quem vê todos os clientes")]
fn a_page_says(#[case] name: &str, #[case] line: &str) {
    let metric = panel::metrics::Metric::named(name).unwrap();
    let page = panel::metrics::page(metric);
    assert!(page.contains(line), "{page}");
    assert!(chapter().contains(&page));
}

#[test]
fn words_are_for_programs_and_labels_for_people() {
    for metric in &METRICS {
        if let Unit::Word(words) = metric.column.unit {
            assert!(!words.is_empty());
            for word in words {
                assert!(word.code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{}", word.code);
                assert_eq!(panel::words::label(words, word.code), word.label);
            }
        }
    }
    assert_eq!(serde_json::to_value(Settings::default()).unwrap()["status"]["new_days"], Value::from(60));
}
