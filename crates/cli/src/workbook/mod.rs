//! The portfolio as a workbook that people filter, change and send on.

mod control;
mod lists;
mod portfolio;
mod sheet;
mod summary;

use std::collections::HashMap;

use domain::Day;
use panel::metrics::Metric;
use panel::{Contact, Rows, Totals, Worsened};
use rust_xlsxwriter::{Workbook, XlsxError};

/// Rows that a sheet holds under its header, a totals row left out.
pub const MOST_ROWS: usize = 1_048_574;

/// Everything that the workbook shows.
pub struct Exported<'a> {
    /// The date.
    pub as_of: Day,
    /// What a row is, in words.
    pub level: &'static str,
    /// What was asked for, in words.
    pub selection: String,
    /// The customers, all metrics, those of greatest revenue first.
    pub rows: &'a Rows,
    /// The metrics, in the order of the columns.
    pub metrics: Vec<&'static Metric>,
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
        let place = self.metrics.iter().position(|metric| metric.column.name == name)?;
        u16::try_from(place + 1).ok()
    }
}

/// The bytes of the workbook.
///
/// # Errors
/// A sheet does not take what is written to it: a defect.
pub fn bytes(exported: &Exported<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The sheets in the order of their tabs; the first is shown when the workbook opens.
    for name in [summary::NAME, portfolio::NAME, control::NAME, lists::WORSENED, lists::OFFERS] {
        book.add_worksheet().set_name(name)?;
    }
    portfolio::write(book.worksheet_from_name(portfolio::NAME)?, exported)?;
    control::write(book.worksheet_from_name(control::NAME)?, exported)?;
    lists::worsened(book.worksheet_from_name(lists::WORSENED)?, exported)?;
    lists::offers(book.worksheet_from_name(lists::OFFERS)?, exported)?;
    summary::write(book.worksheet_from_name(summary::NAME)?, exported)?;
    control::write_originals(book.add_worksheet(), exported)?;
    book.save_to_buffer()
}
