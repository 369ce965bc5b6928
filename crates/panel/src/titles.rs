//! What a customer owes and paid, title by title.

use datafusion::arrow::array::RecordBatch;
use domain::{CustomerKey, Day};
use futures::future::BoxFuture;
use serde_json::Value;

use crate::contacts::text;
use crate::purchases::{day, whole};
use crate::rows::value_at;
use crate::{PanelError, Portfolio, Visible};

/// The titles of a customer at a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titles {
    /// Those due last first.
    pub items: Vec<Title>,
    /// What is open less credits, in cents: the metric `open_cents`.
    pub open_cents: i64,
    /// What is overdue, in cents: the metric `overdue_cents`.
    pub overdue_cents: i64,
}

/// A title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Its number.
    pub number: String,
    /// The day it was issued, where it is known.
    pub issued_on: Option<Day>,
    /// The day it is due.
    pub due_on: Day,
    /// What it is over, in cents; of a credit what was not used of it.
    pub amount_cents: i64,
    /// What of it is open.
    pub open_cents: i64,
    /// The day of the last payment, once all is settled.
    pub settled_on: Option<Day>,
    /// Days late: of what is open to the date, else of the latest payment; `None` where nobody knows.
    pub days_late: Option<i64>,
    /// How it stands.
    pub state: TitleState,
}

/// How a title stands at a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleState {
    /// To be paid, and not due yet.
    Open,
    /// To be paid since a day before.
    Overdue,
    /// Paid, or written off.
    Settled,
    /// In the customer's favour.
    Credit,
}

impl TitleState {
    /// The state as programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Settled => "settled",
            Self::Credit => "credit",
        }
    }
}

const TITLES: &str = "
SELECT number, min(issued_on) AS issued_on, day AS due_on, kind = 'credit' AS is_credit,
    sum(abs(amount_cents)) AS amount_cents,
    coalesce(sum(amount_cents) FILTER (WHERE kind = 'open_title'), 0) AS open_cents,
    max(paid_on) AS paid_on,
    max(days_late) FILTER (WHERE kind = 'settled_title') AS settled_late,
    max(days_late) FILTER (WHERE kind = 'open_title') AS open_late
FROM title_parts
WHERE party BETWEEN $first_party AND $last_party
GROUP BY document, number, day, kind = 'credit'
ORDER BY day DESC, number, document, is_credit";

impl Portfolio {
    /// The titles of a customer at a date.
    ///
    /// # Errors
    /// No such customer, or one that may not be seen; the facts cannot be read.
    pub fn titles<'a>(
        &'a self,
        customer: &'a CustomerKey,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Titles, PanelError>> {
        Box::pin(async move {
            let seen = self.seen(customer, as_of, visible).await?;
            let rows = self.ask(&seen, TITLES, as_of).await?;
            let amount = |name: &str| seen.value(name).as_i64().unwrap_or(0);
            Ok(Titles {
                items: (0..rows.num_rows()).filter_map(|row| title(&rows, row, as_of)).collect(),
                open_cents: amount("open_cents"),
                overdue_cents: amount("overdue_cents"),
            })
        })
    }
}

fn title(rows: &RecordBatch, row: usize, as_of: Day) -> Option<Title> {
    let (due_on, open_cents) = (day(rows, "due_on", row)?, whole(rows, "open_cents", row));
    let is_credit = value_at(rows, "is_credit", row) == Value::Bool(true);
    let state = match (is_credit, open_cents > 0) {
        (true, _) => TitleState::Credit,
        (false, false) => TitleState::Settled,
        (false, true) if due_on < as_of => TitleState::Overdue,
        (false, true) => TitleState::Open,
    };
    let late = if open_cents > 0 { "open_late" } else { "settled_late" };
    Some(Title {
        number: text(rows, "number", row)?,
        issued_on: day(rows, "issued_on", row),
        due_on,
        amount_cents: whole(rows, "amount_cents", row),
        open_cents,
        settled_on: day(rows, "paid_on", row).filter(|_| state == TitleState::Settled),
        days_late: value_at(rows, late, row).as_i64(),
        state,
    })
}
