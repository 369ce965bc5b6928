//! Which rows of a panel a query asks for, and what they add up to, without a row being moved.

use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch};
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::compute::filter_record_batch;
use datafusion::arrow::datatypes::Int64Type;

use crate::distinct::Distinct;
use crate::metrics::Metric;
use crate::panel::wanted;
use crate::{Panel, PanelError, Predicate, Query, Visible, condition};

/// How many predicates' rows are kept: one is a bit a row.
const KEPT: usize = 32;

/// The rows of which predicates last asked are true.
#[derive(Debug, Default)]
pub(crate) struct Selections {
    kept: Mutex<Vec<(String, BooleanBuffer)>>,
}

impl Selections {
    fn get(&self, predicate: &str) -> Option<BooleanBuffer> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|(known, _)| known == predicate)?;
        // The one asked for last stands last, and goes last.
        let found = kept.remove(place);
        let rows = found.1.clone();
        kept.push(found);
        Some(rows)
    }

    fn keep(&self, predicate: &str, rows: &BooleanBuffer) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((predicate.to_owned(), rows.clone()));
    }
}

impl Panel {
    /// The rows of customers that a query asks for, among those that may be seen.
    ///
    /// # Errors
    /// The predicate asks about a metric that reveals what may not be seen, or cannot be computed.
    pub(crate) fn selection(&self, query: &Query, visible: &Visible) -> Result<BooleanBuffer, PanelError> {
        let mut rows = match query.with_prospects {
            true => self.identified()?,
            false => &self.identified()? & self.moved()?,
        };
        if let Some(seen) = visible.rows(self.customers()?) {
            rows = &rows & &seen;
        }
        if let Some(predicate) = &query.predicate {
            // Asking whether a share is above a number, again and again, finds it out.
            let asked = predicate.columns();
            asked.iter().try_for_each(|name| wanted(std::slice::from_ref(name), visible).map(drop))?;
            rows = &rows & &self.rows_where(predicate)?;
        }
        Ok(rows)
    }

    /// The rows of which a predicate is true, whoever may see them.
    fn rows_where(&self, predicate: &Predicate) -> Result<BooleanBuffer, PanelError> {
        if let Some(rows) = self.selections.get(predicate.as_sql()) {
            return Ok(rows);
        }
        let rows = condition::rows_where(self, predicate)?;
        self.selections.keep(predicate.as_sql(), &rows);
        Ok(rows)
    }

    /// The rows of customers: all but that of the consumers nobody identified.
    fn identified(&self) -> Result<BooleanBuffer, PanelError> {
        let customers = self.customers()?;
        Ok(customers.nulls().map_or_else(|| BooleanBuffer::new_set(customers.len()), |nulls| nulls.inner().clone()))
    }

    /// The rows of those who have bought.
    fn moved(&self) -> Result<&BooleanBuffer, PanelError> {
        let moved = self.rows.column_by_name("has_moved").and_then(|column| column.as_boolean_opt());
        moved.map(|moved| moved.values()).ok_or(PanelError::Inconsistent { detail: "falta uma coluna na carteira" })
    }

    /// The column of the customers' keys.
    pub(crate) fn customers(&self) -> Result<&ArrayRef, PanelError> {
        self.column("customer")
    }

    /// A column.
    pub(crate) fn column(&self, name: &str) -> Result<&ArrayRef, PanelError> {
        let column = self.rows.column_by_name(name);
        column.ok_or(PanelError::Inconsistent { detail: "falta uma coluna na carteira" })
    }

    /// The values of a text that has few; `None` of other columns.
    pub(crate) fn distinct(&self, name: &str) -> Option<Arc<Distinct>> {
        self.columns.distinct(name, self.rows.column_by_name(name)?)
    }

    /// Some columns of some rows.
    pub(crate) fn rows_in(&self, names: &[&str], rows: &BooleanBuffer) -> Result<RecordBatch, PanelError> {
        let schema = self.rows.schema();
        let places = names.iter().map(|name| schema.index_of(name)).collect::<Result<Vec<_>, _>>()?;
        Ok(filter_record_batch(&self.rows.project(&places)?, &BooleanArray::new(rows.clone(), None))?)
    }

    /// The rows in the order of a metric.
    pub(crate) fn order(&self, metric: &Metric, descending: bool) -> Result<Arc<Vec<u32>>, PanelError> {
        let column = metric.column;
        let order = self.columns.order(column.name, self.column(column.name)?, column.unit, descending);
        order.ok_or(PanelError::Inconsistent { detail: "um indicador não tem ordem" })
    }

    /// What whole numbers of some rows add up to.
    pub(crate) fn added(&self, name: &str, rows: &BooleanBuffer) -> Result<i64, PanelError> {
        let column = self.column(name)?.as_primitive_opt::<Int64Type>();
        let column = column.ok_or(PanelError::Inconsistent { detail: "um indicador somado não é inteiro" })?;
        let (values, known) = (column.values(), column.nulls());
        let rows = known.map_or_else(|| rows.clone(), |known| rows & known.inner());
        // In steps of runs: a selection of everyone is one long run.
        let total: i128 = rows.set_slices().map(|(from, to)| sum(&values[from..to])).sum();
        // Beyond 64 bits there are 92 quadrillion reais.
        Ok(i64::try_from(total).unwrap_or(if total > 0 { i64::MAX } else { i64::MIN }))
    }

    /// How many of some rows have a whole number above zero.
    pub(crate) fn positive(&self, name: &str, rows: &BooleanBuffer) -> Result<u64, PanelError> {
        let column = self.column(name)?.as_primitive_opt::<Int64Type>();
        let column = column.ok_or(PanelError::Inconsistent { detail: "um indicador contado não é inteiro" })?;
        Ok(rows.set_indices().filter(|row| column.is_valid(*row) && column.value(*row) > 0).count() as u64)
    }
}

fn sum(values: &[i64]) -> i128 {
    // Parts of a few thousand amounts that each fit 2^51 cents fit 64 bits, which add up faster.
    values.iter().map(|value| i128::from(*value)).sum()
}
