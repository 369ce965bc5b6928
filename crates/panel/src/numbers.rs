//! Which row of a panel each number is of by which the steps know customers.

use datafusion::arrow::array::{Array, AsArray, StringArray};
use datafusion::arrow::datatypes::Int64Type;
use store::BRANCH_BITS;

use crate::order::{place_from, text_at};
use crate::{Level, Panel, PanelError, Portfolio, facts};

/// Rows by the numbers of customers, in order of the numbers.
pub(crate) struct Numbers {
    level: Level,
    rows: Vec<(i64, u32)>,
}

impl Numbers {
    /// The row of the customer that a party is of.
    pub(crate) fn row_of_party(&self, party: i64) -> Option<u32> {
        self.row(if self.level == Level::Establishment { party } else { party >> BRANCH_BITS })
    }

    /// The row of a customer.
    pub(crate) fn row(&self, number: i64) -> Option<u32> {
        let place = self.rows.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        Some(self.rows[place].1)
    }
}

impl Portfolio {
    /// The rows of a panel by the numbers of its customers.
    pub(crate) async fn numbers(&self, panel: &Panel) -> Result<Numbers, PanelError> {
        let level = panel.level();
        let identities = self.identities(level).await?;
        let parties = facts::parties(self.snapshot(), &identities).await?;
        let customers = panel.customers()?.as_string::<i32>();
        let text = |name: &str| parties.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let (Some(roots), Some(keys)) = (text("root"), text("shown_key")) else {
            return Err(PanelError::Inconsistent { detail: "falta uma coluna nas partes" });
        };
        let bits = if level == Level::Establishment { 0 } else { BRANCH_BITS };
        let numbers = parties.column(0).as_primitive::<Int64Type>().values();
        let key = |row: usize| text_at(roots, row).filter(|_| bits > 0).or_else(|| text_at(keys, row));
        let mut rows: Vec<(i64, u32)> = Vec::with_capacity(customers.len());
        for (row, party) in numbers.iter().enumerate() {
            let number = party >> bits;
            // The establishments of a company follow one another, and have one row.
            if rows.last().is_some_and(|(last, _)| *last == number) {
                continue;
            }
            rows.extend(key(row).and_then(|key| row_of(customers, key)).map(|row| (number, row)));
        }
        rows.sort_unstable();
        rows.dedup_by_key(|(number, _)| *number);
        Ok(Numbers { level, rows })
    }
}

/// The row of a customer's key.
pub(crate) fn row_of(customers: &StringArray, key: &str) -> Option<u32> {
    let row = place_from(customers, key);
    (text_at(customers, row) == Some(key)).then_some(row as u32)
}
