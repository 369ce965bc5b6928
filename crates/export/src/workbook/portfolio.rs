//! Customers with metrics, one row each.

use panel::Rows;
use panel::metrics::{Metric, Unit};
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::sheet::{Formats, Header, finish_list, result, write_value};

/// The tab of the whole portfolio.
pub const NAME: &str = "Carteira";

/// Writes rows: the customer's key, then the metrics.
pub fn write(sheet: &mut Worksheet, rows: &Rows, metrics: &[&'static Metric]) -> Result<(), XlsxError> {
    let formats = Formats::default();
    let count = rows.num_rows();
    for (row, line) in (0..count).zip(1..) {
        let key = panel::value_at(rows, "customer", row);
        write_value(sheet, (line, 0), &key, Unit::Text, &formats)?;
        for (metric, column) in metrics.iter().zip(1..) {
            let value = panel::value_at(rows, metric.column.name, row);
            write_value(sheet, (line, column), &value, metric.column.unit, &formats)?;
        }
    }
    let mut headers = vec![Header::new("Chave", 17.0)];
    headers.extend(metrics.iter().map(|metric| header(metric, rows)));
    finish_list(sheet, &headers, count, &formats)
}

fn header(metric: &'static Metric, rows: &Rows) -> Header<'static> {
    let column = metric.column;
    let width = match (column.name, column.unit) {
        ("name", _) => 38.0,
        (_, Unit::Text) => 18.0,
        (_, Unit::Cents) => 16.0,
        _ => 13.0,
    };
    let number = |row: usize| panel::value_at(rows, column.name, row).as_i64().unwrap_or(0);
    let sum = || -> i64 { (0..rows.num_rows()).map(number).sum() };
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
