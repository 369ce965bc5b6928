//! Measures: pure functions over one customer's ordered facts, and what makes the engine run them for
//! all customers at once.

mod dates_aggregate;
mod months;
mod months_aggregate;
mod reactivation;
mod rhythm;
mod scalars;
mod season;

pub(crate) use months::first_of_month;
pub use months::{Months, peak_month, revenue_trend};
pub use reactivation::{ReactivationRules, reactivated_on};
pub use rhythm::{Rhythm, purchase_rhythm};
pub use season::{Season, SeasonRules, purchase_season};

use datafusion::logical_expr::{AggregateUDF, ScalarUDF};
use dates_aggregate::PurchaseDates;
use domain::Day;
use months_aggregate::MonthlyRevenue;

use crate::Settings;

/// Measures that gather facts, under the names that the SQL steps call them by.
pub(crate) fn aggregates(as_of: Day) -> Vec<AggregateUDF> {
    vec![
        AggregateUDF::from(PurchaseDates::default()),
        AggregateUDF::from(MonthlyRevenue::new(Months::complete_by(as_of))),
    ]
}

/// Measures of what was gathered, under the names that the SQL steps call them by.
pub(crate) fn scalars(settings: &Settings, as_of: Day) -> Vec<ScalarUDF> {
    scalars::all(settings, as_of)
}
