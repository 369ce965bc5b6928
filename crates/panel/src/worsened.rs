//! Whose commercial status grew worse between two dates.

use std::collections::HashMap;

use datafusion::arrow::array::RecordBatch;
use domain::Day;
use futures::future::BoxFuture;

use crate::contacts::text;
use crate::rows::value_at;
use crate::settings::Status;
use crate::{Level, PanelError, Portfolio, Query, Visible};

/// A customer whose status grew worse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worsened {
    /// Its key.
    pub customer: String,
    /// Its name.
    pub name: Option<String>,
    /// The status at the earlier date, as programs know it.
    pub before: String,
    /// The status at the later.
    pub after: String,
    /// From which day on it has the later status, by the cycle it has now.
    pub since: Day,
    /// Revenue of 12 months to the later date.
    pub revenue_12m_cents: i64,
}

/// The metrics that are looked at.
const COLUMNS: [&str; 7] = [
    "name",
    "status",
    "first_purchase_on",
    "last_purchase_on",
    "purchase_cycle_p75_days",
    "assumed_cycle_days",
    "revenue_12m_cents",
];

impl Portfolio {
    /// Whose status grew worse from one date to another, of those a query asks for at the later; those
    /// of greatest revenue first.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn worsened<'a>(
        &'a self,
        level: Level,
        (from, to): (Day, Day),
        query: &'a Query,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Vec<Worsened>, PanelError>> {
        Box::pin(async move {
            let all = Query { columns: vec!["status".to_owned()], ..Query::default() };
            let earlier = self.panel(level, from).await?.list(&all, visible).await?;
            let before: HashMap<String, String> = (0..earlier.num_rows())
                .filter_map(|row| Some((text(&earlier, "customer", row)?, text(&earlier, "status", row)?)))
                .collect();
            let query = Query { predicate: query.predicate.clone(), ..Query::default() };
            let query = Query { columns: COLUMNS.map(str::to_owned).to_vec(), ..query };
            let rows = self.panel(level, to).await?.list(&query, visible).await?;
            let worse = |row: usize| {
                let (customer, after) = (text(&rows, "customer", row)?, text(&rows, "status", row)?);
                let before = before.get(&customer)?.clone();
                (badness(&before)? < badness(&after)?).then_some(())?;
                let since = began(&rows, row, &after, &self.settings().status)?;
                Some(Worsened {
                    name: text(&rows, "name", row),
                    since: since.clamp(from.plus_days(1), to),
                    revenue_12m_cents: value_at(&rows, "revenue_12m_cents", row).as_i64().unwrap_or(0),
                    customer,
                    before,
                    after,
                })
            };
            let mut worse: Vec<Worsened> = (0..rows.num_rows()).filter_map(worse).collect();
            worse.sort_by(|one, other| {
                (other.revenue_12m_cents, &one.customer).cmp(&(one.revenue_12m_cents, &other.customer))
            });
            Ok(worse)
        })
    }
}

/// How far gone a customer of a status is; `None` for whoever never bought.
fn badness(status: &str) -> Option<u8> {
    match status {
        "novo" | "ativo" => Some(0),
        "risco_de_perda" => Some(1),
        "inativo" => Some(2),
        "ex_cliente" => Some(3),
        _ => None,
    }
}

/// The first day of a status, if nothing is bought and the cycle stays as it is.
fn began(rows: &RecordBatch, row: usize, status: &str, settings: &Status) -> Option<Day> {
    let day = |column: &str| text(rows, column, row)?.parse::<Day>().ok();
    let days = |column: &str| value_at(rows, column, row).as_f64();
    let last = day("last_purchase_on")?;
    let own = days("purchase_cycle_p75_days");
    let cycle = own.or_else(|| days("assumed_cycle_days"))?;
    let after = |factor: f64, least: u16| last.plus_days((factor * cycle).max(f64::from(least)).floor() as i32 + 1);
    Some(match status {
        "risco_de_perda" => {
            let no_longer_new = day("first_purchase_on")?.plus_days(i32::from(settings.new_days) + 1);
            let no_longer_active = after(settings.active_factor, settings.active_days);
            // Whoever was new and is at risk was never active.
            no_longer_active.max(no_longer_new)
        }
        "inativo" => after(settings.risk_factor, settings.risk_days),
        _ => {
            let silent = after(settings.inactive_factor, settings.inactive_days);
            let assumed = last.minus_months(-i32::from(settings.former_assumed_months));
            if own.is_some() { silent } else { silent.max(assumed) }
        }
    })
}
