//! Who may see which customers. Every read takes a [`Visible`]; there is no way to read without one.

use std::cmp::Ordering;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, StringArray};
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::compute::filter;

use crate::PanelError;
use crate::order::{place_from, text_at};

/// The customers that whoever asks may see.
#[derive(Clone, PartialEq, Eq)]
pub struct Visible {
    /// Those at the level that they were asked for; `None` for all.
    only: Option<Arc<Only>>,
}

/// Some customers and no others.
struct Only {
    /// Their keys, in order.
    keys: StringArray,
    /// Which rows of panels these are, of the panels last read: a list is asked for again and again.
    rows: Mutex<Vec<(Weak<dyn Array>, BooleanBuffer)>>,
}

/// Of how many panels the rows are kept.
const KEPT: usize = 8;

/// Where the keys are fewer than one of so many rows, each is looked for by itself.
const FEW: usize = 32;

impl Visible {
    /// All customers, and what the company's totals reveal. For the command line, whose user holds the
    /// files anyway, and for people whose role sees everyone.
    pub fn everything() -> Self {
        Self { only: None }
    }

    /// These customers and no others.
    pub fn customers(keys: impl IntoIterator<Item = String>) -> Self {
        let mut keys: Vec<String> = keys.into_iter().collect();
        keys.sort_unstable();
        keys.dedup();
        Self::of(StringArray::from_iter_values(keys), Vec::new())
    }

    /// The customers of some rows of a panel and no others.
    pub(crate) fn rows_of(customers: &ArrayRef, rows: BooleanBuffer) -> Result<Self, PanelError> {
        let keys = filter(customers, &BooleanArray::new(rows.clone(), None))?;
        let keys = keys.as_string_opt::<i32>().filter(|keys| keys.null_count() == 0).cloned();
        let keys = keys.ok_or(PanelError::Inconsistent { detail: "um cliente sem chave seria visto" })?;
        Ok(Self::of(keys, vec![(Arc::downgrade(customers), rows)]))
    }

    fn of(keys: StringArray, rows: Vec<(Weak<dyn Array>, BooleanBuffer)>) -> Self {
        Self { only: Some(Arc::new(Only { keys, rows: Mutex::new(rows) })) }
    }

    /// Whether all customers may be seen.
    pub fn is_everything(&self) -> bool {
        self.only.is_none()
    }

    /// How many may be seen; `None` where all may.
    pub fn count(&self) -> Option<usize> {
        self.only.as_ref().map(|only| only.keys.len())
    }

    /// Whether a customer may be seen.
    pub fn sees(&self, customer: &str) -> bool {
        self.only.as_ref().is_none_or(|only| text_at(&only.keys, place_from(&only.keys, customer)) == Some(customer))
    }

    /// The rows that may be seen, of customers in order; `None` for all.
    pub(crate) fn rows(&self, customers: &ArrayRef) -> Option<BooleanBuffer> {
        let only = self.only.as_ref()?;
        let column = Arc::downgrade(customers);
        let mut kept = only.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, rows)) = kept.iter().find(|(known, _)| known.ptr_eq(&column)) {
            return Some(rows.clone());
        }
        let rows = rows_with(customers.as_string::<i32>(), &only.keys);
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((column, rows.clone()));
        Some(rows)
    }
}

impl PartialEq for Only {
    fn eq(&self, other: &Self) -> bool {
        self.keys == other.keys
    }
}

impl Eq for Only {}

impl fmt::Debug for Visible {
    /// How many, not who: keys are personal data where customers are people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count() {
            None => write!(f, "Visible(everything)"),
            Some(count) => write!(f, "Visible({count} customers)"),
        }
    }
}

/// The rows of customers, in order, that have one of some keys, in order.
fn rows_with(customers: &StringArray, keys: &StringArray) -> BooleanBuffer {
    let mut rows = vec![false; customers.len()];
    if keys.len() < customers.len() / FEW {
        for key in keys.iter().flatten() {
            let row = place_from(customers, key);
            if text_at(customers, row) == Some(key) {
                rows[row] = true;
            }
        }
        return BooleanBuffer::from(rows);
    }
    let mut place = 0;
    for (row, sees) in rows.iter_mut().enumerate() {
        let Some(customer) = text_at(customers, row) else { continue };
        while place < keys.len() {
            match keys.value(place).cmp(customer) {
                Ordering::Less => place += 1,
                Ordering::Equal => {
                    *sees = true;
                    break;
                }
                Ordering::Greater => break,
            }
        }
    }
    BooleanBuffer::from(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_those_of_the_keys(
            customers in prop::collection::btree_set("[a-d]{1,3}", 0..80),
            keys in prop::collection::vec("[a-d]{1,3}", 0..80),
            nobody in any::<bool>(),
        ) {
            // Among the first rows may be one without customer.
            let all = nobody.then_some(None).into_iter().chain(customers.iter().map(|key| Some(key.as_str())));
            let column: ArrayRef = Arc::new(StringArray::from_iter(all.clone()));
            let visible = Visible::customers(keys.clone());
            let rows = visible.rows(&column).expect("not all");
            let expected: Vec<bool> = all.map(|key| key.is_some_and(|key| keys.iter().any(|k| k == key))).collect();
            prop_assert_eq!(rows.iter().collect::<Vec<_>>(), expected);
            prop_assert_eq!(visible.rows(&column), Some(rows.clone()));
            let seen: Vec<&String> = customers.iter().filter(|key| keys.contains(key)).collect();
            prop_assert!(customers.iter().all(|key| visible.sees(key) == seen.contains(&key)));
            let same = Visible::rows_of(&column, rows).expect("keys");
            prop_assert_eq!(same, Visible::customers(seen.into_iter().cloned()));
        }
    }

    #[test]
    fn what_is_logged_names_nobody() {
        let shown = format!("{:?}", Visible::customers(["52998224725".to_owned()]));
        assert_eq!(shown, "Visible(1 customers)");
    }
}
