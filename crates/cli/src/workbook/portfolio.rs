//! All customers with all metrics.

use panel::metrics::{Metric, Unit};
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Exported;
use super::sheet::{Formats, Header, finish_list, result, write_text, write_value};

/// The tab.
pub const NAME: &str = "Carteira";

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, exported: &Exported<'_>) -> Result<(), XlsxError> {
    let formats = Formats::default();
    let count = exported.rows.num_rows();
    for (row, line) in (0..count).zip(1..) {
        write_text(sheet, (line, 0), &exported.text("customer", row), formats.of(Unit::Text))?;
        for (metric, column) in exported.metrics.iter().zip(1..) {
            let value = panel::value_at(exported.rows, metric.column.name, row);
            write_value(sheet, (line, column), &value, metric.column.unit, &formats)?;
        }
    }
    let mut headers = vec![Header::new("Chave", 17.0)];
    headers.extend(exported.metrics.iter().map(|metric| header(metric, exported)));
    finish_list(sheet, &headers, count, &formats)
}

fn header(metric: &'static Metric, exported: &Exported<'_>) -> Header<'static> {
    let column = metric.column;
    let width = match (column.name, column.unit) {
        ("name", _) => 38.0,
        (_, Unit::Text) => 18.0,
        (_, Unit::Cents) => 16.0,
        _ => 13.0,
    };
    let sum = || -> i64 { (0..exported.rows.num_rows()).map(|row| exported.number(column.name, row)).sum() };
    let total = match column.unit {
        Unit::Cents if adds_up(column.name) => Some((result(sum()), column.unit)),
        Unit::Count if adds_up(column.name) => Some((sum().to_string(), column.unit)),
        _ => None,
    };
    Header { total, ..Header::new(column.label, width) }
}

/// Whether the sum of a metric over customers says something: not of averages, slopes and marks.
fn adds_up(name: &str) -> bool {
    !(name.starts_with("average_") || name.ends_with("_slope") || name.starts_with("rfm_") || name.starts_with("mix_"))
}
