//! What is earned of customers, by formulas.md, "Exactly", and decision 8, the slow way.

use domain::Day;
use serde_json::json;

use super::books::Kind;
use super::company::COSTS;
use super::rows::Customer;
use crate::base::Row;

/// Revenue of 12 months less what its goods cost; `None` where one cost is not known.
pub fn margin(customer: &Customer, as_of: Day) -> Option<i64> {
    let mut margin = 0;
    for movement in customer.movements.iter().filter(|movement| movement.day > as_of.minus_months(12)) {
        margin += movement.revenue;
        if movement.revenue == 0 || !matches!(movement.kind, Kind::Sale | Kind::Return) {
            continue;
        }
        let unit = COSTS.iter().find(|(product, _)| *product == movement.product).and_then(|(_, cost)| *cost)?;
        if movement.quantity == 0 {
            return None;
        }
        let in_ten_thousandths = unit * movement.quantity;
        let cost = in_ten_thousandths / 10_000 + i64::from(in_ten_thousandths % 10_000 >= 5_000);
        margin += if movement.kind == Kind::Sale { -cost } else { cost };
    }
    Some(margin)
}

/// The margin, and its class beside those of all others.
pub fn row(customers: &[Customer], margins: &[Option<i64>], place: usize) -> Row {
    let worth = |place: usize| margins[place].filter(|cents| *cents > 0 && !customers[place].is_consumer);
    let whole: i64 = (0..customers.len()).filter_map(worth).sum();
    let class = worth(place).map(|own| {
        let is_before = |other: &usize| {
            worth(*other)
                .is_some_and(|cents| cents > own || cents == own && customers[*other].key < customers[place].key)
        };
        let before: i64 = (0..customers.len()).filter(is_before).filter_map(worth).sum();
        match before * 100 {
            share if share < whole * 80 => "A",
            share if share < whole * 95 => "B",
            _ => "C",
        }
    });
    Row::from_iter([("margin_12m_cents".to_owned(), json!(margins[place])), ("abc_margin".to_owned(), json!(class))])
}
