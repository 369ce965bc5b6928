//! A customer that whoever asks may see, found.

use datafusion::arrow::array::RecordBatch;
use domain::{CustomerKey, Day};
use engine::Parameters;
use serde_json::Value;

use crate::rows::value_at;
use crate::{Level, PanelError, Portfolio, Visible};

/// A customer of a panel.
pub(crate) struct Seen {
    /// Its key at the level.
    pub key: String,
    /// Its key as a customer's: that of the tax id where a code was asked for that is one.
    pub customer: CustomerKey,
    /// The level that the key asked for is of.
    pub level: Level,
    /// Its row of the panel.
    row: RecordBatch,
    /// The parameters of the steps, and the range of numbers that its parties have.
    pub parameters: Parameters,
}

impl Seen {
    /// A value of its row.
    pub(crate) fn value(&self, name: &str) -> Value {
        value_at(&self.row, name, 0)
    }

    /// A date of its row.
    pub(crate) fn day(&self, name: &str) -> Option<Day> {
        self.value(name).as_str().and_then(|day| day.parse().ok())
    }
}

impl Portfolio {
    /// A customer at a date.
    ///
    /// # Errors
    /// There is none, or it may not be seen, which is the same to whoever asks.
    pub(crate) async fn seen(&self, asked: &CustomerKey, as_of: Day, visible: &Visible) -> Result<Seen, PanelError> {
        let level = Level::of(asked);
        let panel = self.panel(level, as_of).await?;
        let unknown = || panel.unknown(asked, visible);
        let found = self.resolve(asked, level).await?.ok_or_else(unknown)?;
        let row = panel.row(&found.key, visible).ok_or_else(unknown)?;
        let parameters = self.asking_of(asked, level, as_of).await?.ok_or_else(unknown)?;
        Ok(Seen { key: found.key, customer: found.customer, level, row, parameters })
    }

    /// The rows of a query about a customer's parties.
    pub(crate) async fn ask(&self, seen: &Seen, sql: &str, as_of: Day) -> Result<RecordBatch, PanelError> {
        let movements = self.movements(seen.level, as_of).await?;
        Ok(movements.session.query(sql, &seen.parameters).await?)
    }
}
