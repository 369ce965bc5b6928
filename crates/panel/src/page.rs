//! A list page by page, with what all of it adds up to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use datafusion::arrow::array::{AsArray, RecordBatch, UInt32Array};
use datafusion::arrow::compute::take_record_batch;
use serde::{Deserialize, Serialize};

use crate::metrics::Metric;
use crate::order::{By, Key, Sorted, place_after, text_at};
use crate::panel::wanted;
use crate::{Panel, PanelError, Query, Rows, Sort, Visible};

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// Column `customer`, then the metrics wanted.
    pub rows: Rows,
    /// How many customers the whole list has.
    pub count: u64,
    /// What each metric wanted comes to over the whole list, of those that add up.
    pub totals: Vec<(&'static str, i64)>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<Cursor>,
}

/// A place in a list, after a customer: it stays where it is while customers come, go and change around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The order of the list; none by customer.
    #[serde(rename = "s")]
    sort: Option<(String, bool)>,
    /// What the customer had there.
    #[serde(rename = "v")]
    value: Option<Key>,
    /// Its key.
    #[serde(rename = "c")]
    customer: String,
}

impl Cursor {
    /// A cursor that an address carried.
    ///
    /// # Errors
    /// It is none of ours.
    pub fn parse(text: &str) -> Result<Self, PanelError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or(PanelError::Cursor)
    }

    /// The key of the customer that it stands after.
    pub fn customer(&self) -> &str {
        &self.customer
    }

    /// The same place, with the customer's key written in another way.
    pub fn with_customer(self, customer: String) -> Self {
        Self { customer, ..self }
    }
}

impl std::fmt::Display for Cursor {
    /// The cursor as an address carries it; what it says is nobody's business.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let json = serde_json::to_vec(self).map_err(|_| std::fmt::Error)?;
        f.write_str(&URL_SAFE_NO_PAD.encode(json))
    }
}

impl Panel {
    /// A page of the customers that a query asks for, among those that may be seen: at most `limit` of them,
    /// from the beginning or after a place that an earlier page gave. A limit of the query itself is not
    /// looked at.
    ///
    /// # Errors
    /// A metric does not exist, or reveals what may not be seen; the cursor is of another order.
    pub fn page(
        &self,
        query: &Query,
        visible: &Visible,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, PanelError> {
        let columns = wanted(&query.columns, visible)?;
        if let Some(sort) = &query.sort {
            wanted(std::slice::from_ref(&sort.column), visible)?;
        }
        let selected = self.selection(query, visible)?;
        let listing = Listing::of(self, query.sort.as_ref())?;
        let from = listing.place(after)?;
        // One more than fit tells whether there is a next page.
        let mut rows = listing.rows(from, |row| selected.value(row as usize), limit.saturating_add(1));
        let is_last = rows.len() <= limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| !is_last).and_then(|row| listing.cursor(*row));
        let totals = columns.iter().filter_map(|name| Metric::named(name)).filter(|metric| metric.is_summable());
        let totals = totals.map(|metric| Ok((metric.column.name, self.added(metric.column.name, &selected)?)));
        Ok(Page {
            count: selected.count_set_bits() as u64,
            totals: totals.collect::<Result<_, PanelError>>()?,
            rows: self.taken(&columns, rows)?,
            next,
        })
    }

    /// How many customers a query asks for, among those that may be seen.
    ///
    /// # Errors
    /// The predicate asks about what may not be seen.
    pub fn count(&self, query: &Query, visible: &Visible) -> Result<u64, PanelError> {
        Ok(self.selection(query, visible)?.count_set_bits() as u64)
    }

    /// Finds out now what lists in the order of some metrics need, so that the first need not wait for it.
    ///
    /// # Errors
    /// There is no such metric.
    pub fn prepare(&self, sorts: &[Sort]) -> Result<(), PanelError> {
        for sort in sorts {
            Listing::of(self, Some(sort))?;
        }
        Ok(())
    }

    /// Columns of some rows, after that of their customers.
    fn taken(&self, columns: &[&str], rows: Vec<u32>) -> Result<RecordBatch, PanelError> {
        let names = std::iter::once("customer").chain(columns.iter().copied());
        let places = names.map(|name| self.rows.schema().index_of(name)).collect::<Result<Vec<_>, _>>()?;
        Ok(take_record_batch(&self.rows.project(&places)?, &UInt32Array::from(rows))?)
    }
}

/// The rows of a panel in the order of a list.
struct Listing<'p> {
    panel: &'p Panel,
    sorted: Option<SortedBy<'p>>,
}

struct SortedBy<'p> {
    sort: &'p Sort,
    by: By<'p>,
    order: std::sync::Arc<Vec<u32>>,
}

impl<'p> Listing<'p> {
    fn of(panel: &'p Panel, sort: Option<&'p Sort>) -> Result<Self, PanelError> {
        let Some(sort) = sort else { return Ok(Self { panel, sorted: None }) };
        let metric = Metric::named(&sort.column).ok_or_else(|| PanelError::unknown_metric(&sort.column))?;
        let column = Sorted::of(panel.column(metric.column.name)?, metric.column.unit);
        let column = column.ok_or(PanelError::Inconsistent { detail: "um indicador não tem ordem" })?;
        let order = panel.order(metric, sort.descending)?;
        Ok(Self { panel, sorted: Some(SortedBy { sort, by: By { column, descending: sort.descending }, order }) })
    }

    /// The place in the order after a cursor.
    fn place(&self, after: Option<&Cursor>) -> Result<usize, PanelError> {
        let Some(cursor) = after else { return Ok(0) };
        let sort = self.sorted.as_ref().map(|sorted| (sorted.sort.column.clone(), sorted.sort.descending));
        if cursor.sort != sort {
            return Err(PanelError::Cursor);
        }
        let row = place_after(self.panel.customers()?.as_string::<i32>(), &cursor.customer);
        Ok(match &self.sorted {
            None => row,
            Some(sorted) => sorted.by.place_after(&sorted.order, cursor.value.clone(), row as u32),
        })
    }

    /// The next rows from a place that are wanted.
    fn rows(&self, from: usize, is_wanted: impl Fn(u32) -> bool, limit: usize) -> Vec<u32> {
        match &self.sorted {
            None => {
                (from as u32..self.panel.rows.num_rows() as u32).filter(|row| is_wanted(*row)).take(limit).collect()
            }
            Some(sorted) => sorted.order[from..].iter().copied().filter(|row| is_wanted(*row)).take(limit).collect(),
        }
    }

    /// The cursor after a row.
    fn cursor(&self, row: u32) -> Option<Cursor> {
        let customers = self.panel.customers().ok()?.as_string::<i32>();
        let sorted = self.sorted.as_ref();
        Some(Cursor {
            sort: sorted.map(|sorted| (sorted.sort.column.clone(), sorted.sort.descending)),
            value: sorted.and_then(|sorted| sorted.by.key(row as usize)),
            customer: text_at(customers, row as usize)?.to_owned(),
        })
    }
}
