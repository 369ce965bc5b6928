//! The portfolio added up.

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::compute::sum;
use datafusion::arrow::datatypes::Int64Type;
use domain::Day;
use futures::future::BoxFuture;
use serde::Serialize;

use crate::{Panel, PanelError, Query, Visible};

/// The sums of a selection of customers; of all, the consumers nobody identified included. Amounts in
/// cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// The panel's date.
    #[serde(serialize_with = "iso")]
    pub as_of: DayOf,
    /// Customers with at least one sale by the date.
    pub customers: u64,
    /// Live sale documents.
    pub documents: u64,
    /// Revenue, net of returns and cancellations.
    pub revenue_total_cents: i64,
    /// Billed, net of returns and cancellations.
    pub billed_total_cents: i64,
    /// The part of revenue that consumers without identification brought.
    pub unidentified_revenue_cents: i64,
    /// Returns, as a positive amount.
    pub returns_total_cents: i64,
    /// Revenue of 12 months.
    pub revenue_12m_cents: i64,
}

/// A day with a default, for totals of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOf(pub Day);

impl Default for DayOf {
    fn default() -> Self {
        Self(Day::from_epoch_days(0))
    }
}

fn iso<S: serde::Serializer>(day: &DayOf, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&day.0.iso())
}

impl Panel {
    /// Adds up the customers a query asks for. Where it asks for all, and whoever asks sees all, the
    /// consumers nobody identified are added.
    ///
    /// # Errors
    /// The rows cannot be read.
    pub fn totals<'a>(&'a self, query: &'a Query, visible: &'a Visible) -> BoxFuture<'a, Result<Totals, PanelError>> {
        Box::pin(async move {
            let everyone =
                Query { predicate: query.predicate.clone(), with_prospects: query.with_prospects, ..Query::default() };
            let mut totals = Totals { as_of: DayOf(self.as_of()), ..Totals::default() };
            let selected = self.select(&everyone, visible).await?;
            totals.customers = buyers(&selected);
            totals.add(&selected);
            if query.predicate.is_none() && visible.is_everything() {
                let unidentified = self.unidentified()?;
                totals.unidentified_revenue_cents = added(&unidentified, "revenue_total_cents");
                totals.add(&unidentified);
            }
            Ok(totals)
        })
    }
}

impl Totals {
    fn add(&mut self, rows: &RecordBatch) {
        self.documents += added(rows, "sale_documents") as u64;
        self.revenue_total_cents += added(rows, "revenue_total_cents");
        self.billed_total_cents += added(rows, "billed_total_cents");
        self.returns_total_cents += added(rows, "returns_total_cents");
        self.revenue_12m_cents += added(rows, "revenue_12m_cents");
    }
}

fn buyers(rows: &RecordBatch) -> u64 {
    let documents = rows.column_by_name("sale_documents").map(|column| column.as_primitive::<Int64Type>());
    documents.map_or(0, |documents| documents.iter().flatten().filter(|documents| *documents > 0).count() as u64)
}

fn added(rows: &RecordBatch, column: &str) -> i64 {
    rows.column_by_name(column).and_then(|column| sum(column.as_primitive::<Int64Type>())).unwrap_or(0)
}
