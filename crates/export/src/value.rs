//! Values of the panel, as people read them.

use domain::party::CustomerKey;
use domain::{Cents, Day};
use panel::metrics::Unit;
use panel::words;
use serde_json::Value;

use crate::text;

/// A value as people read it: `R$ 1.234,56`, `30/11/2026`, `12,5 %`; nothing for none.
pub fn shown(value: &Value, unit: Unit) -> String {
    match (unit, value) {
        (_, Value::Null) => String::new(),
        (Unit::Cents, value) => value.as_i64().map_or_else(String::new, |cents| Cents(cents).to_string()),
        (Unit::Date, value) => day(value).map_or_else(String::new, |day| day.to_string()),
        (Unit::Share, value) => format!("{} %", decimal(value.as_f64().unwrap_or(0.0) * 100.0, 2)),
        (Unit::Days, value) => decimal(value.as_f64().unwrap_or(0.0), 2),
        (Unit::Word(known), value) => words::label(known, value.as_str().unwrap_or("")),
        (Unit::WholeDays | Unit::Count, value) => whole(value.as_i64().unwrap_or(0)),
        (Unit::Text, value) => value.as_str().unwrap_or("").to_owned(),
    }
}

/// A customer's key with its mask: `44.555.666/0001-81`, `44.555.666`.
pub fn customer(key: &CustomerKey) -> String {
    match key {
        CustomerKey::Root(root) => root.to_string(),
        CustomerKey::Party(party) => party.formatted(),
    }
}

/// A key or tax id of the panel, with its mask where a spreadsheet would take it for a number and drop the zeros
/// before it. One with letters stays as it is: it may be a group's name.
pub(crate) fn masked(key: &str) -> String {
    let digits = key.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = digits.then(|| key.parse().ok()).flatten();
    parsed.map_or_else(|| key.to_owned(), |parsed| customer(&parsed))
}

/// A date of the panel.
pub(crate) fn day(value: &Value) -> Option<Day> {
    value.as_str()?.parse().ok()
}

/// A number with a decimal comma and only the decimals that matter.
pub fn decimal(number: f64, decimals: usize) -> String {
    let fixed = format!("{number:.decimals$}");
    let short = if decimals > 0 { fixed.trim_end_matches('0').trim_end_matches('.') } else { &fixed };
    short.replace('.', ",")
}

fn whole(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", text::count(number.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!(123_456), Unit::Cents, "R$ 1.234,56")]
    #[case(json!(-5), Unit::Cents, "-R$ 0,05")]
    #[case(json!("2026-11-30"), Unit::Date, "30/11/2026")]
    #[case(json!(0.125), Unit::Share, "12,5 %")]
    #[case(json!(31.0), Unit::Days, "31")]
    #[case(json!(1_234), Unit::Count, "1.234")]
    #[case(json!(-3), Unit::WholeDays, "-3")]
    #[case(json!("ex_cliente"), Unit::Word(&words::STATUSES), "ex-cliente")]
    #[case(json!("=1+1"), Unit::Text, "=1+1")]
    #[case(Value::Null, Unit::Cents, "")]
    fn people_read_values_so(#[case] value: Value, #[case] unit: Unit, #[case] text: &str) {
        assert_eq!(shown(&value, unit), text);
    }

    #[rstest]
    #[case("00000000000191", "00.000.000/0001-91")]
    #[case("01222333", "01.222.333")]
    #[case("52998224725", "529.982.247-25")]
    #[case("ALFABETA", "ALFABETA")]
    #[case("omie:251", "omie:251")]
    #[case("", "")]
    fn what_looks_like_a_number_gets_its_mask(#[case] key: &str, #[case] shown: &str) {
        assert_eq!(masked(key), shown);
    }
}
