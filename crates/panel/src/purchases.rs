//! What a customer bought: when, what of which product, and what is to be expected.

use std::collections::HashMap;

use datafusion::arrow::array::RecordBatch;
use domain::{Cents, CustomerKey, Day};
use futures::future::BoxFuture;
use serde_json::Value;

use crate::contacts::text;
use crate::rows::value_at;
use crate::seen::Seen;
use crate::summary::{Buying, sentence};
use crate::{FactDocument, Month, PanelError, Portfolio, Visible};

/// What a customer bought by a date.
#[derive(Clone, Debug, PartialEq)]
pub struct Purchases {
    /// Each month with movement, the earliest first.
    pub months: Vec<PurchaseMonth>,
    /// Each purchase day, the earliest first.
    pub days: Vec<PurchaseDay>,
    /// The newest documents that move revenue, the newest first.
    pub documents: Vec<FactDocument>,
    /// Products, those of greatest revenue in 12 months first.
    pub items: Vec<BoughtItem>,
    /// When the next purchase is expected.
    pub expected_on: Option<Day>,
    /// The customer's own purchase cycle, in days.
    pub cycle_days: Option<f64>,
}

/// What a customer bought in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurchaseMonth {
    /// The month.
    pub month: Month,
    /// Revenue, net of returns, in cents.
    pub revenue_cents: i64,
    /// Sale documents.
    pub documents: i64,
}

/// What a customer bought on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurchaseDay {
    /// The day.
    pub on: Day,
    /// In cents.
    pub revenue_cents: i64,
}

/// A product that a customer bought.
#[derive(Clone, Debug, PartialEq)]
pub struct BoughtItem {
    /// Its code.
    pub product: String,
    /// What it is, by its newest line.
    pub description: Option<String>,
    /// The last day it was bought.
    pub last_on: Day,
    /// On how many days it was.
    pub times: i64,
    /// Median days from one to the next, where there are three or more.
    pub median_gap_days: Option<f64>,
    /// What a unit cost on the last of them, in cents; `None` where no line says how many.
    pub last_price_cents: Option<i64>,
    /// Revenue of 12 months, net of returns, in cents.
    pub revenue_12m_cents: i64,
    /// Whether it is no longer bought: see the metric `stopped_items`.
    pub stopped: bool,
}

/// How many documents are shown.
const NEWEST_DOCUMENTS: usize = 200;

const MONTHS: &str = "
SELECT substr(CAST(day AS VARCHAR), 1, 7) AS month, sum(revenue_cents) AS revenue_cents,
    count(DISTINCT document) FILTER (WHERE kind = 'sale') AS documents
FROM movements
WHERE party BETWEEN $first_party AND $last_party
GROUP BY substr(CAST(day AS VARCHAR), 1, 7)
ORDER BY month";

const DAYS: &str = "
SELECT day, sum(revenue_cents) AS revenue_cents
FROM movements
WHERE is_purchase AND party BETWEEN $first_party AND $last_party
GROUP BY day
ORDER BY day";

/// Of each product its purchase days, and what was paid for how many (in ten-thousandths) on the last.
const ITEMS: &str = "
WITH bought AS (
    SELECT CAST(product AS VARCHAR) AS product, day, is_purchase, revenue_cents, quantity
    FROM movements
    WHERE party BETWEEN $first_party AND $last_party
),
products AS (
    SELECT product, purchase_rhythm(dates) AS rhythm, revenue_12m_cents
    FROM (
        SELECT product, purchase_dates(day) FILTER (WHERE is_purchase) AS dates,
            coalesce(sum(revenue_cents) FILTER (WHERE day > $from_12m), 0) AS revenue_12m_cents
        FROM bought
        GROUP BY product
    )
),
paid AS (
    SELECT product, day, sum(revenue_cents) AS revenue_cents, sum(quantity) AS quantity
    FROM bought
    WHERE is_purchase AND quantity > 0
    GROUP BY product, day
)
SELECT p.product, p.rhythm['last_on'] AS last_on, p.rhythm['days'] AS times, p.rhythm['median'] AS median_gap_days,
    l.revenue_cents AS paid_cents, TRY_CAST(l.quantity * 10000 AS BIGINT) AS ten_thousandths, p.revenue_12m_cents,
    coalesce(
        p.rhythm['days'] >= $stopped_days
            AND CAST($as_of AS INT) - CAST(p.rhythm['last_on'] AS INT) >= $stopped_factor * p.rhythm['median'],
        false
    ) AS stopped
FROM products p
LEFT JOIN paid l ON l.product = p.product AND l.day = p.rhythm['last_on']
WHERE p.rhythm['days'] > 0
ORDER BY p.revenue_12m_cents DESC, last_on DESC, p.product";

const DESCRIBED: &str = "
SELECT CAST(product AS VARCHAR) AS product,
    last_value(CAST(description AS VARCHAR) ORDER BY day, description) AS description
FROM items
WHERE party BETWEEN $first_party AND $last_party AND description <> '' AND day <= $as_of
GROUP BY CAST(product AS VARCHAR)";

impl Portfolio {
    /// What a customer bought by a date.
    ///
    /// # Errors
    /// No such customer, or one that may not be seen; the facts cannot be read.
    pub fn purchases<'a>(
        &'a self,
        customer: &'a CustomerKey,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Purchases, PanelError>> {
        Box::pin(async move {
            let seen = self.seen(customer, as_of, visible).await?;
            let months = self.ask(&seen, MONTHS, as_of).await?;
            let items = self.ask(&seen, ITEMS, as_of).await?;
            let described = self.ask(&seen, DESCRIBED, as_of).await?;
            let described: HashMap<String, String> = (0..described.num_rows())
                .filter_map(|row| Some((text(&described, "product", row)?, text(&described, "description", row)?)))
                .collect();
            let newest = format!(
                "SELECT d.key, m.day, m.kind, sum(m.revenue_cents) AS amount_cents, count(*) AS lines, '' AS detail \
                 FROM movements m JOIN documents d ON d.document = m.document \
                 WHERE m.party BETWEEN $first_party AND $last_party \
                 GROUP BY d.key, m.day, m.kind ORDER BY m.day DESC, d.key DESC, m.kind LIMIT {NEWEST_DOCUMENTS}"
            );
            Ok(Purchases {
                months: (0..months.num_rows()).filter_map(|row| month(&months, row)).collect(),
                days: self.purchase_days(&seen, as_of).await?,
                documents: self.documents_by(&newest, customer, seen.level, as_of).await?,
                items: (0..items.num_rows()).filter_map(|row| item(&items, row, &described)).collect(),
                expected_on: seen.day("next_purchase_on"),
                cycle_days: seen.value("purchase_cycle_days").as_f64(),
            })
        })
    }

    /// How a customer buys, said in one sentence.
    ///
    /// # Errors
    /// As [`Portfolio::purchases`].
    pub fn summary<'a>(
        &'a self,
        customer: &'a CustomerKey,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<String, PanelError>> {
        Box::pin(async move {
            let seen = self.seen(customer, as_of, visible).await?;
            let days = self.purchase_days(&seen, as_of).await?;
            let days: Vec<(Day, i64)> = days.into_iter().map(|day| (day.on, day.revenue_cents)).collect();
            Ok(sentence(&Buying {
                as_of,
                days: &days,
                cycle_days: seen.value("purchase_cycle_days").as_f64(),
                average: seen.value("average_ticket_cents").as_i64().map(Cents),
                next_on: seen.day("next_purchase_on"),
            }))
        })
    }

    async fn purchase_days(&self, seen: &Seen, as_of: Day) -> Result<Vec<PurchaseDay>, PanelError> {
        let days = self.ask(seen, DAYS, as_of).await?;
        let day = |row: usize| {
            Some(PurchaseDay { on: day(&days, "day", row)?, revenue_cents: whole(&days, "revenue_cents", row) })
        };
        Ok((0..days.num_rows()).filter_map(day).collect())
    }
}

fn month(rows: &RecordBatch, row: usize) -> Option<PurchaseMonth> {
    Some(PurchaseMonth {
        month: text(rows, "month", row)?.parse().ok()?,
        revenue_cents: whole(rows, "revenue_cents", row),
        documents: whole(rows, "documents", row),
    })
}

fn item(rows: &RecordBatch, row: usize, described: &HashMap<String, String>) -> Option<BoughtItem> {
    let product = text(rows, "product", row)?;
    let paid = value_at(rows, "paid_cents", row).as_i64().zip(value_at(rows, "ten_thousandths", row).as_i64());
    let price = paid.and_then(|(cents, count)| Cents(cents.checked_mul(10_000)?).divided_by(count));
    Some(BoughtItem {
        description: described.get(&product).cloned(),
        product,
        last_on: day(rows, "last_on", row)?,
        times: whole(rows, "times", row),
        median_gap_days: value_at(rows, "median_gap_days", row).as_f64(),
        last_price_cents: price.map(|cents| cents.0),
        revenue_12m_cents: whole(rows, "revenue_12m_cents", row),
        stopped: value_at(rows, "stopped", row) == Value::Bool(true),
    })
}

/// A whole number of a row, 0 where there is none.
pub(crate) fn whole(rows: &RecordBatch, column: &str, row: usize) -> i64 {
    value_at(rows, column, row).as_i64().unwrap_or(0)
}

/// A date of a row.
pub(crate) fn day(rows: &RecordBatch, column: &str, row: usize) -> Option<Day> {
    text(rows, column, row)?.parse().ok()
}
