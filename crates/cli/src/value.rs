//! Values of the panel, for people and for files.

use domain::{Cents, Day};
use panel::metrics::Unit;
use panel::words;
use serde_json::Value;

/// A value as people read it: `R$ 1.234,56`, `30/11/2026`, `12,5 %`; nothing for none.
pub fn shown(value: &Value, unit: Unit) -> String {
    match (unit, value) {
        (_, Value::Null) => String::new(),
        (Unit::Cents, value) => value.as_i64().map_or_else(String::new, |cents| Cents(cents).to_string()),
        (Unit::Date, value) => date(value).map_or_else(String::new, |day| day.to_string()),
        (Unit::Share, value) => format!("{} %", decimal(value.as_f64().unwrap_or(0.0) * 100.0, 2)),
        (Unit::Days, value) => decimal(value.as_f64().unwrap_or(0.0), 2),
        (Unit::Word(known), value) => words::label(known, value.as_str().unwrap_or("")),
        (Unit::WholeDays | Unit::Count, value) => crate::text::count(value.as_i64().unwrap_or(0).unsigned_abs()),
        (Unit::Text, value) => value.as_str().unwrap_or("").to_owned(),
    }
}

/// A value of a CSV file for spreadsheets: amounts in cents, dates in ISO form, a decimal comma.
pub fn in_csv(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => crate::output::csv_cell(text),
        Value::Number(number) if number.is_f64() => number.to_string().replace('.', ","),
        other => other.to_string(),
    }
}

fn date(value: &Value) -> Option<Day> {
    value.as_str()?.parse().ok()
}

/// A number with a decimal comma and only the decimals that matter.
pub fn decimal(number: f64, decimals: usize) -> String {
    let fixed = format!("{number:.decimals$}");
    let short = if decimals > 0 { fixed.trim_end_matches('0').trim_end_matches('.') } else { &fixed };
    short.replace('.', ",")
}
