//! Workbooks that people filter, change and send on: the portfolio, and any list of it.

mod control;
mod lists;
mod portfolio;
mod seen;
mod sheet;
mod summary;

use std::collections::HashMap;

use domain::Day;
use panel::metrics::Metric;
use panel::{Contact, Rows, Totals, Worsened};
use rust_xlsxwriter::Workbook;

use crate::ExportError;
pub use seen::{Seen, of_list};

/// Rows that a sheet holds under its header, a totals row left out.
pub const MOST_ROWS: usize = 1_048_574;

/// Everything that the portfolio's workbook shows.
pub struct Exported<'a> {
    /// The date.
    pub as_of: Day,
    /// What a row is, in words.
    pub level: &'static str,
    /// What was asked for, in words.
    pub selection: String,
    /// The customers, all metrics, those of greatest revenue first.
    pub rows: &'a Rows,
    /// How to reach them, by key.
    pub contacts: &'a HashMap<String, Contact>,
    /// Their sums.
    pub totals: Totals,
    /// Whose status grew worse.
    pub worsened: &'a [Worsened],
    /// The date that it was compared with.
    pub compared_with: Day,
    /// What the export is called where it comes back.
    pub source: String,
}

impl Exported<'_> {
    /// A text of a customer.
    fn text(&self, column: &str, row: usize) -> String {
        panel::value_at(self.rows, column, row).as_str().unwrap_or_default().to_owned()
    }

    /// A number of a customer.
    fn number(&self, column: &str, row: usize) -> i64 {
        panel::value_at(self.rows, column, row).as_i64().unwrap_or(0)
    }

    /// A date of a customer.
    fn day(&self, column: &str, row: usize) -> Option<Day> {
        panel::value_at(self.rows, column, row).as_str()?.parse().ok()
    }

    /// The customer's place on the portfolio's sheet: the metric's column.
    fn column(&self, name: &str) -> Option<u16> {
        let place = metrics(self.rows).iter().position(|metric| metric.column.name == name)?;
        u16::try_from(place + 1).ok()
    }
}

/// The bytes of the portfolio's workbook.
///
/// # Errors
/// There is nobody in it, or too many for a sheet.
pub fn of_portfolio(exported: &Exported<'_>) -> Result<Vec<u8>, ExportError> {
    checked(exported.rows)?;
    let mut book = Workbook::new();
    // The sheets in the order of their tabs; the first is shown when the workbook opens.
    for name in [summary::NAME, portfolio::NAME, control::NAME, lists::WORSENED, lists::OFFERS] {
        book.add_worksheet().set_name(name)?;
    }
    portfolio::write(book.worksheet_from_name(portfolio::NAME)?, exported.rows, &metrics(exported.rows))?;
    control::write(book.worksheet_from_name(control::NAME)?, exported)?;
    lists::worsened(book.worksheet_from_name(lists::WORSENED)?, exported)?;
    lists::offers(book.worksheet_from_name(lists::OFFERS)?, exported)?;
    summary::write(book.worksheet_from_name(summary::NAME)?, exported)?;
    control::write_originals(book.add_worksheet(), exported)?;
    Ok(book.save_to_buffer()?)
}

/// The metrics of rows, in the order of the columns.
fn metrics(rows: &Rows) -> Vec<&'static Metric> {
    panel::column_names(rows).iter().filter_map(|name| Metric::named(name)).collect()
}

/// Refuses rows that make no sheet.
fn checked(rows: &Rows) -> Result<(), ExportError> {
    match rows.num_rows() {
        0 => Err(ExportError::Nothing),
        customers if customers > MOST_ROWS => Err(ExportError::TooMany { customers: customers as u64 }),
        _ => Ok(()),
    }
}
