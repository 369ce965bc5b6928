//! *Positivação*: how much of each seller's portfolio bought in a month.

use std::collections::BTreeMap;

use domain::Day;
use domain::text::normalised_name;
use futures::future::BoxFuture;
use serde::Serialize;

use crate::rows::value_at;
use crate::{Level, Month, PanelError, Portfolio, Query, Visible};

/// By what a portfolio is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PositivationBy {
    /// By the seller responsible for the customer; where there is none, who sold to it last.
    Seller,
    /// By the team of that seller.
    Team,
}

/// How much of a portfolio bought in a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Positivation {
    /// The seller or team; `None` of customers that have none.
    pub name: Option<String>,
    /// The month, `2026-11`.
    pub month: String,
    /// The date by which customers are judged: the month's last, or the date asked for.
    pub as_of: String,
    /// Customers at the date, without those who never bought and former customers.
    pub customers: u64,
    /// Those of them with a purchase day in the month, up to the date.
    pub buyers: u64,
    /// Buyers ÷ customers; `None` without customers.
    pub share: Option<f64>,
}

impl Portfolio {
    /// How much of each portfolio bought in a month, by name; that of customers without one comes last.
    ///
    /// # Errors
    /// The month begins after the date; the facts cannot be read.
    pub fn positivation<'a>(
        &'a self,
        by: PositivationBy,
        month: Month,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Vec<Positivation>, PanelError>> {
        Box::pin(async move {
            if as_of < month.first() {
                return Err(PanelError::FutureMonth { month: month.to_string(), as_of });
            }
            let day = as_of.min(month.last());
            let columns = ["status", "last_purchase_on", "owner", "last_seller"].map(str::to_owned).to_vec();
            let panel = self.panel(Level::Root, day).await?;
            let rows = panel.list(&Query { columns, ..Query::default() }, visible).await?;
            let directory = self.directory().await?;
            let mut counted: BTreeMap<(bool, String), (Option<String>, u64, u64)> = BTreeMap::new();
            for row in 0..rows.num_rows() {
                let text = |column: &str| value_at(&rows, column, row).as_str().map(str::to_owned);
                if matches!(text("status").as_deref(), None | Some("sem_compra" | "ex_cliente")) {
                    continue;
                }
                // Whose the customer is: whoever is responsible, else who sold to it last.
                let seller = text("owner").or_else(|| text("last_seller"));
                let name = seller.and_then(|seller| match by {
                    PositivationBy::Seller => Some(directory.name_of(&seller)),
                    PositivationBy::Team => directory.team_of(&seller),
                });
                let bought = text("last_purchase_on").and_then(|on| on.parse::<Day>().ok());
                let key = (name.is_none(), name.as_deref().map(normalised_name).unwrap_or_default());
                let (_, customers, buyers) = counted.entry(key).or_insert((name, 0, 0));
                *customers += 1;
                // The panel ends at the date: whoever bought last in the month bought in it.
                *buyers += u64::from(bought.is_some_and(|on| on >= month.first()));
            }
            Ok(counted.into_values().map(|counts| positivation(counts, month, day)).collect())
        })
    }
}

fn positivation((name, customers, buyers): (Option<String>, u64, u64), month: Month, day: Day) -> Positivation {
    let share = (customers > 0).then(|| buyers as f64 / customers as f64);
    Positivation { name, month: month.iso(), as_of: day.iso(), customers, buyers, share }
}
