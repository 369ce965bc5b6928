//! Measures: pure functions over one customer's ordered facts, and what makes the engine run them for
//! all customers at once.

mod rhythm;
mod rhythm_aggregate;

pub use rhythm::{Rhythm, purchase_rhythm};

use datafusion::logical_expr::AggregateUDF;
use rhythm_aggregate::PurchaseRhythm;

/// Every measure, under the name that the SQL steps call it by.
pub(crate) fn aggregates() -> Vec<AggregateUDF> {
    vec![AggregateUDF::from(PurchaseRhythm::default())]
}
