//! The portfolio added up.

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
            let mut rows = self.selection(query, visible)?;
            let customers = self.positive("sale_documents", &rows)?;
            let mut unidentified_revenue_cents = 0;
            if query.predicate.is_none() && visible.is_everything() {
                let unidentified = self.unidentified()?;
                unidentified_revenue_cents = self.added("revenue_total_cents", &unidentified)?;
                rows = &rows | &unidentified;
            }
            Ok(Totals {
                as_of: DayOf(self.as_of()),
                customers,
                documents: self.added("sale_documents", &rows)? as u64,
                revenue_total_cents: self.added("revenue_total_cents", &rows)?,
                billed_total_cents: self.added("billed_total_cents", &rows)?,
                unidentified_revenue_cents,
                returns_total_cents: self.added("returns_total_cents", &rows)?,
                revenue_12m_cents: self.added("revenue_12m_cents", &rows)?,
            })
        })
    }
}
