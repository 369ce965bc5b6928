//! What was found out about a panel's columns, so that it need not be again: the values of those that have
//! few, and the orders of rows.
//!
//! A panel with people's corrections shares it with the one without, and with the next: of all columns a
//! change touches a few, and of those a few rows.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use datafusion::arrow::array::{ArrayRef, AsArray};

use crate::distinct::Distinct;
use crate::metrics::Unit;
use crate::order::{By, Sorted};

/// How many orders are kept: one is four bytes a row.
const KEPT_ORDERS: usize = 24;

/// What was found of columns.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    distinct: Mutex<Vec<KeptDistinct>>,
    orders: Mutex<Vec<KeptOrder>>,
}

/// Of a column its values; `None` within where they are many.
#[derive(Debug)]
struct KeptDistinct {
    name: String,
    column: ArrayRef,
    found: Arc<OnceLock<Option<Arc<Distinct>>>>,
}

#[derive(Debug)]
struct KeptOrder {
    name: String,
    descending: bool,
    column: ArrayRef,
    found: Arc<OnceLock<Arc<Vec<u32>>>>,
}

impl Columns {
    /// The values of a column of texts; `None` where they are many.
    pub(crate) fn distinct(&self, name: &str, column: &ArrayRef) -> Option<Arc<Distinct>> {
        let cell = {
            let mut kept = self.distinct.lock().unwrap_or_else(PoisonError::into_inner);
            match kept.iter().position(|kept| kept.name == name) {
                Some(place) if Arc::ptr_eq(&kept[place].column, column) => Arc::clone(&kept[place].found),
                place => {
                    place.map(|place| kept.swap_remove(place));
                    let found = Arc::default();
                    kept.push(KeptDistinct { name: name.to_owned(), column: Arc::clone(column), found });
                    kept.last().map(|kept| Arc::clone(&kept.found)).unwrap_or_default()
                }
            }
        };
        // Whoever asks for the same meanwhile waits for it; others do not.
        cell.get_or_init(|| column.as_string_opt::<i32>().and_then(Distinct::of).map(Arc::new)).clone()
    }

    /// The rows in the order of a column; `None` where its values have no order.
    pub(crate) fn order(&self, name: &str, column: &ArrayRef, unit: Unit, descending: bool) -> Option<Arc<Vec<u32>>> {
        let by = By { column: Sorted::of(column, unit)?, descending };
        let (cell, before) = self.kept_order(name, column, descending);
        let found = || {
            let patched = before.and_then(|(column, order)| by.patched(&Sorted::of(&column, unit)?, &order));
            let distinct = || matches!(unit, Unit::Text | Unit::Word(_)).then(|| self.distinct(name, column)).flatten();
            Arc::new(patched.unwrap_or_else(|| by.order(distinct().as_deref())))
        };
        Some(Arc::clone(cell.get_or_init(found)))
    }

    /// Where an order is or will be kept, and what was known before the column changed.
    #[expect(clippy::type_complexity, reason = "a cell, and a column with its order")]
    fn kept_order(
        &self,
        name: &str,
        column: &ArrayRef,
        descending: bool,
    ) -> (Arc<OnceLock<Arc<Vec<u32>>>>, Option<(ArrayRef, Arc<Vec<u32>>)>) {
        let mut kept = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|kept| kept.name == name && kept.descending == descending);
        let known = place.map(|place| kept.remove(place));
        let (known, before) = match known {
            Some(known) if Arc::ptr_eq(&known.column, column) => (Some(known), None),
            Some(old) => (None, old.found.get().cloned().map(|order| (old.column, order))),
            None => (None, None),
        };
        let known = known.unwrap_or_else(|| KeptOrder {
            name: name.to_owned(),
            descending,
            column: Arc::clone(column),
            found: Arc::default(),
        });
        let cell = Arc::clone(&known.found);
        if kept.len() >= KEPT_ORDERS {
            kept.remove(0);
        }
        // The one asked for last stands last, and goes last.
        kept.push(known);
        (cell, before)
    }
}
