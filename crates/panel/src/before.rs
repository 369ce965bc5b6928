//! What the customers of a panel were at earlier dates.

use std::cmp::Ordering;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use domain::Day;

use crate::measures::first_of_month;
use crate::order::text_at;
use crate::words::{STATUSES, Word};
use crate::{Panel, PanelError, Portfolio, Query};

/// The place of a word among those of its metric; [`NO_WORD`] for none.
pub(crate) type WordPlace = u8;

/// No word at all.
pub(crate) const NO_WORD: WordPlace = WordPlace::MAX;

/// The statuses that the customers of a panel had, row by row; whoever was not known yet had none bought.
pub(crate) struct Before {
    /// The day before the panel's.
    pub yesterday: Vec<WordPlace>,
    /// The last day before the panel's month.
    pub last_month: Vec<WordPlace>,
}

impl Portfolio {
    /// What the customers of a panel were on the day before and at the end of the month before.
    pub(crate) async fn before(&self, panel: &Panel) -> Result<Arc<Before>, PanelError> {
        let (level, as_of) = (panel.level(), panel.as_of());
        let name = self.cache_name("before", level, as_of)?;
        let found = async {
            let (yesterday, last_month) = (as_of.plus_days(-1), first_of_month(as_of).plus_days(-1));
            let of_yesterday = self.statuses_at(panel, yesterday).await?;
            let of_last_month = match last_month == yesterday {
                true => of_yesterday.clone(),
                false => self.statuses_at(panel, last_month).await?,
            };
            Ok(Arc::new(Before { yesterday: of_yesterday, last_month: of_last_month }))
        };
        self.computed().befores.get(name, found).await
    }

    /// The status that each row of a panel had at another date.
    async fn statuses_at(&self, panel: &Panel, day: Day) -> Result<Vec<WordPlace>, PanelError> {
        let query = Query { columns: vec!["status".to_owned()], ..Query::default() };
        let before = self.panel_for(panel.level(), day, &query).await?;
        let statuses = before.words("status", &STATUSES)?;
        let without_purchase = (STATUSES.len() - 1) as WordPlace;
        let rows = rows_before(panel.customers()?, before.customers()?);
        Ok(rows.into_iter().map(|row| row.map_or(without_purchase, |row| statuses[row as usize])).collect())
    }
}

impl Panel {
    /// The place of each row's word among those of its metric.
    pub(crate) fn words(&self, name: &str, words: &[Word]) -> Result<Vec<WordPlace>, PanelError> {
        let distinct =
            self.distinct(name).ok_or(PanelError::Inconsistent { detail: "falta uma coluna de palavras" })?;
        let place = |code: Option<&str>| words.iter().position(|word| Some(word.code) == code);
        let places: Vec<WordPlace> =
            distinct.values.iter().map(|code| place(code).map_or(NO_WORD, |place| place as WordPlace)).collect();
        Ok(distinct.places.iter().map(|value| places[usize::from(*value)]).collect())
    }
}

/// The row that each customer, in order, has among others in order.
pub(crate) fn rows_before(customers: &ArrayRef, others: &ArrayRef) -> Vec<Option<u32>> {
    if Arc::ptr_eq(customers, others) {
        return (0..customers.len() as u32).map(Some).collect();
    }
    let (customers, others) = (customers.as_string::<i32>(), others.as_string::<i32>());
    let mut other = 0;
    let row = |row: usize| {
        while other < others.len() {
            match text_at(others, other).cmp(&text_at(customers, row)) {
                Ordering::Less => other += 1,
                Ordering::Equal => return Some(other as u32),
                Ordering::Greater => return None,
            }
        }
        None
    };
    (0..customers.len()).map(row).collect()
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::array::StringArray;

    use super::*;

    #[test]
    fn rows_are_found_by_customer() {
        let column = |keys: &[Option<&str>]| Arc::new(StringArray::from(keys.to_vec())) as ArrayRef;
        let now = column(&[None, Some("a"), Some("b"), Some("d")]);
        let then = column(&[Some("a"), Some("c"), Some("d")]);
        assert_eq!(rows_before(&now, &then), [None, Some(0), None, Some(2)]);
        assert_eq!(rows_before(&then, &now), [Some(1), None, Some(3)]);
        assert_eq!(rows_before(&now, &now), [Some(0), Some(1), Some(2), Some(3)]);
    }
}
