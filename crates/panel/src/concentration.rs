//! How concentrated the portfolio is: how much of it hangs on how few.

use std::collections::BTreeMap;

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::datatypes::Int64Type;
use domain::Day;
use futures::future::BoxFuture;
use serde::Serialize;

use crate::metrics::{Metric, Unit};
use crate::order::text_at;
use crate::{Panel, PanelError, Query, Visible};

/// The name by which concentration over the customers themselves is asked for.
pub const BY_CUSTOMER: &str = "customer";

/// The share of the largest above which it deserves attention, and above which it is critical.
const ATTENTION: [(f64, Alarm); 2] = [(0.25, Alarm::Critical), (0.10, Alarm::Attention)];

/// How an amount is spread over the values of a metric.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Concentration {
    /// The metric whose values share the amount; `customer` for the customers themselves.
    pub by: String,
    /// The metric that is shared, in cents.
    pub weight: &'static str,
    /// The panel's date.
    #[serde(serialize_with = "iso")]
    pub as_of: Day,
    /// What the shares are of, in cents: the sum of the positive amounts.
    pub total_cents: i64,
    /// Amounts of zero or less, which have no share, in cents.
    pub ignored_cents: i64,
    /// Herfindahl-Hirschman index: the sum of the squared shares, times 10 000.
    pub hhi: f64,
    /// 10 000 ÷ HHI: how many of equal size would be as concentrated.
    pub effective: f64,
    /// The share of the largest, of the five and of the ten largest.
    pub cr1: f64,
    /// The five largest.
    pub cr5: f64,
    /// The ten largest.
    pub cr10: f64,
    /// Gini coefficient of the positive amounts: 0 all equal, towards 1 all in one.
    pub gini: f64,
    /// What the largest's share calls for.
    pub alarm: Alarm,
    /// What is left without the largest.
    pub without_largest: WithoutLargest,
    /// Every value with a positive amount, the largest first.
    pub shares: Vec<Share>,
}

/// What is left of an amount without the largest that shares it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct WithoutLargest {
    /// What is left, in cents.
    pub total_cents: i64,
    /// The index of what is left.
    pub hhi: f64,
}

/// What a value has of the amount.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The value; none for customers without one.
    pub value: Option<String>,
    /// The customer's name, where the values are customers.
    pub name: Option<String>,
    /// Customers that have the value.
    pub customers: u64,
    /// In cents.
    pub amount_cents: i64,
    /// Of the total.
    pub share: f64,
}

/// What the largest's share calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// Nothing.
    None,
    /// More than 10 %.
    Attention,
    /// More than 25 %.
    Critical,
}

fn iso<S: serde::Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&day.iso())
}

impl Panel {
    /// How an amount of the customers a query asks for is spread over the values of a text metric.
    ///
    /// # Errors
    /// No such metric, one that is no text or no amount, or whoever asks does not see everyone: shares
    /// reveal the company's totals.
    pub fn concentration<'a>(
        &'a self,
        by: &'a str,
        weight: &'a str,
        query: &'a Query,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Concentration, PanelError>> {
        Box::pin(async move {
            if !visible.is_everything() {
                return Err(PanelError::Hidden { name: by.to_owned() });
            }
            check_by(by)?;
            let weight = amount(weight)?;
            let amounts = amounts_by_value(self, &self.selection(query, visible)?, by, weight)?;
            Ok(spread(by, weight, self.as_of(), amounts))
        })
    }
}

fn check_by(by: &str) -> Result<(), PanelError> {
    if by == BY_CUSTOMER {
        return Ok(());
    }
    match Metric::named(by).map(|metric| metric.column.unit) {
        Some(Unit::Text | Unit::Word(_)) => Ok(()),
        Some(_) => Err(PanelError::NoText { name: by.to_owned() }),
        None => Err(PanelError::unknown_metric(by)),
    }
}

fn amount(weight: &str) -> Result<&'static str, PanelError> {
    match Metric::named(weight) {
        Some(metric) if metric.column.unit == Unit::Cents => Ok(metric.column.name),
        Some(_) => Err(PanelError::NoAmount { name: weight.to_owned() }),
        None => Err(PanelError::unknown_metric(weight)),
    }
}

/// A value's customers and amount, before shares are known.
#[derive(Debug, Default)]
struct Amount {
    name: Option<String>,
    customers: u64,
    cents: i64,
}

fn amounts_by_value(
    panel: &Panel,
    rows: &BooleanBuffer,
    by: &str,
    weight: &str,
) -> Result<BTreeMap<Option<String>, Amount>, PanelError> {
    let missing = || PanelError::Inconsistent { detail: "falta uma coluna na carteira" };
    let text = |name: &str| panel.column(name)?.as_string_opt::<i32>().ok_or_else(missing);
    let (values, names) = (text(by)?, text("name")?);
    let cents = panel.column(weight)?.as_primitive_opt::<Int64Type>().ok_or_else(missing)?;
    let mut amounts: BTreeMap<Option<&str>, Amount> = BTreeMap::new();
    for row in rows.set_indices() {
        let amount = amounts.entry(text_at(values, row)).or_default();
        amount.customers += 1;
        amount.cents += if cents.is_valid(row) { cents.value(row) } else { 0 };
        if by == BY_CUSTOMER {
            amount.name = text_at(names, row).map(str::to_owned);
        }
    }
    Ok(amounts.into_iter().map(|(value, amount)| (value.map(str::to_owned), amount)).collect())
}

fn spread(by: &str, weight: &'static str, as_of: Day, amounts: BTreeMap<Option<String>, Amount>) -> Concentration {
    let ignored_cents = amounts.values().map(|amount| amount.cents).filter(|cents| *cents <= 0).sum();
    let mut positive: Vec<(Option<String>, Amount)> =
        amounts.into_iter().filter(|(_, amount)| amount.cents > 0).collect();
    // Values come in order, and stay so among equals.
    positive.sort_by_key(|(_, amount)| std::cmp::Reverse(amount.cents));
    let cents: Vec<i128> = positive.iter().map(|(_, amount)| i128::from(amount.cents)).collect();
    let total: i128 = cents.iter().sum();
    let part = |of: i128| ratio(of, total);
    let largest = |count: usize| part(cents.iter().take(count).sum());
    let shares = positive.into_iter().map(|(value, amount)| Share {
        value,
        name: amount.name,
        customers: amount.customers,
        amount_cents: amount.cents,
        share: part(i128::from(amount.cents)),
    });
    let rest = cents.get(1..).unwrap_or_default();
    let cr1 = largest(1);
    Concentration {
        by: by.to_owned(),
        weight,
        as_of,
        total_cents: total as i64,
        ignored_cents,
        hhi: hhi(&cents),
        effective: ratio(total * total, squares(&cents)),
        cr1,
        cr5: largest(5),
        cr10: largest(10),
        gini: gini(&cents),
        alarm: ATTENTION.iter().find(|(above, _)| cr1 > *above).map_or(Alarm::None, |(_, alarm)| *alarm),
        without_largest: WithoutLargest { total_cents: rest.iter().sum::<i128>() as i64, hhi: hhi(rest) },
        shares: shares.collect(),
    }
}

fn squares(cents: &[i128]) -> i128 {
    cents.iter().map(|cents| cents * cents).sum()
}

fn hhi(cents: &[i128]) -> f64 {
    let total: i128 = cents.iter().sum();
    10_000.0 * ratio(squares(cents), total * total)
}

/// Of amounts from the greatest down: twice the sum of rank times amount, from the smallest, over
/// number times total, less (number + 1) over number.
fn gini(cents: &[i128]) -> f64 {
    let number = cents.len() as i128;
    let total: i128 = cents.iter().sum();
    let ranked: i128 = cents.iter().rev().zip(1..).map(|(cents, rank): (&i128, i128)| cents * rank).sum();
    ratio(2 * ranked - (number + 1) * total, number * total)
}

/// One division of exact integers; 0 of nothing.
fn ratio(part: i128, whole: i128) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cents: &[i64]) -> Concentration {
        let amounts = cents.iter().enumerate();
        let amounts = amounts
            .map(|(place, cents)| (Some(format!("{place:02}")), Amount { name: None, customers: 1, cents: *cents }));
        spread("uf", "revenue_12m_cents", Day::from_epoch_days(0), amounts.collect())
    }

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    /// By hand: shares 50, 30, 20 %: 2 500 + 900 + 400.
    #[test]
    fn three_of_known_shares() {
        let found = of(&[3_000, 5_000, 2_000]);
        assert!(near(found.hhi, 3_800.0) && near(found.effective, 10_000.0 / 3_800.0));
        assert!(near(found.cr1, 0.5) && near(found.cr5, 1.0) && near(found.cr10, 1.0));
        // Mean absolute difference: 2 × (1 + 2 + 3) thousand over 9 pairs; over twice the mean of 10 000 ÷ 3.
        assert!(near(found.gini, (12_000.0 / 9.0) / (2.0 * 10_000.0 / 3.0)));
        assert_eq!(found.alarm, Alarm::Critical);
        // 3 000 and 2 000: 60 and 40 %.
        assert_eq!(found.without_largest.total_cents, 5_000);
        assert!(near(found.without_largest.hhi, 3_600.0 + 1_600.0));
        let order: Vec<&str> = found.shares.iter().filter_map(|share| share.value.as_deref()).collect();
        assert_eq!(order, ["01", "00", "02"]);
    }

    /// The reference's own example: one customer at 38 % alone scores 1 444.
    #[test]
    fn one_large_among_many_small() {
        let mut cents = vec![38_000];
        cents.extend([1; 62_000].map(i64::from));
        let found = of(&cents);
        assert!((found.hhi - 1_444.0).abs() < 0.1, "{}", found.hhi);
    }

    #[test]
    fn equals_are_spread_evenly() {
        let found = of(&[100; 20]);
        assert!(near(found.hhi, 500.0) && near(found.effective, 20.0) && near(found.gini, 0.0));
        assert_eq!(found.alarm, Alarm::None);
    }

    #[test]
    fn what_is_not_positive_has_no_share() {
        let found = of(&[1_000, -400, 0]);
        assert_eq!((found.total_cents, found.ignored_cents, found.shares.len()), (1_000, -400, 1));
        assert!(near(found.gini, 0.0) && near(found.without_largest.hhi, 0.0));
        assert_eq!(of(&[]).shares, []);
    }
}
