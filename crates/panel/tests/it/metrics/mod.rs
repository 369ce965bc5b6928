//! Each metric at the edges of its definition, by formulas.md, "Exactly".

mod abc;
mod corrections;
mod cycles;
mod items;
mod margin;
mod owners;
mod receivables;
mod registration;
mod revenue;
mod rfm;
mod season;
mod status;
mod windows;

use domain::Day;
use domain::facts::Document;
use support::note;

use crate::base::day;

/// Sales to a customer on days, numbered on from `first`, each worth so much.
fn sales(first: u32, customer: &str, days: &[Day], cents: i64) -> Vec<Document> {
    let numbers = first..;
    numbers.zip(days).map(|(number, on)| note(number).to(customer).on_day(*on).sale("P1", cents).document()).collect()
}

/// The days that gaps give, from a first one on.
fn days(first: &str, gaps: &[i32]) -> Vec<Day> {
    let mut days = vec![day(first)];
    for gap in gaps {
        days.push(days[days.len() - 1].plus_days(*gap));
    }
    days
}
