//! What lines of documents come to, by formulas.md, "Amounts" and "Exactly", and decision 8.

mod advances;
mod cancellations;
mod classes;
mod coupons;
mod own;
mod returns;
mod wholly_returned;

use domain::facts::{Document, ItemClass, Purpose};
use panel::{Level, Query, Visible};
use support::{NoteBuilder, note};

use crate::base::{ALFA, ALFA_ROOT, Base, day, everyone, whole};

/// A date after everything that happens in these tests.
const LATER: &str = "2026-06-30";

/// What a customer's row adds up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    revenue: i64,
    billed: i64,
    returns: i64,
    documents: i64,
    purchase_days: i64,
}

/// One sale, on one day, of which so much came back.
fn sold(revenue: i64, billed: i64, returns: i64) -> Sums {
    Sums { revenue, billed, returns, documents: 1, purchase_days: 1 }
}

/// What moved revenue without being a sale.
fn moved(revenue: i64, billed: i64, returns: i64) -> Sums {
    Sums { revenue, billed, returns, ..Sums::default() }
}

impl Sums {
    fn documents(self, documents: i64) -> Self {
        Self { documents, ..self }
    }

    fn purchase_days(self, purchase_days: i64) -> Self {
        Self { purchase_days, ..self }
    }
}

/// A customer's sums at a date, nothing where it is not in the panel; the returns are all there are.
async fn sums_of(base: &Base, customer: &str, on: &str) -> Sums {
    let portfolio = base.portfolio().await;
    let panel = portfolio.panel(Level::Root, day(on)).await.expect("a panel can be computed");
    let Some(row) = everyone(&panel).await.remove(customer) else { return Sums::default() };
    let totals = panel.totals(&Query::default(), &Visible::everything()).await.expect("and added up");
    Sums {
        revenue: whole(&row, "revenue_total_cents"),
        billed: whole(&row, "billed_total_cents"),
        returns: totals.returns_total_cents,
        documents: whole(&row, "sale_documents"),
        purchase_days: whole(&row, "purchase_days"),
    }
}

/// ALFA's sums, in a base of nothing but these documents.
async fn sums(documents: Vec<Document>, on: &str) -> Sums {
    sums_of(&Base::of(documents).await, ALFA_ROOT, on).await
}

/// A note of ours that takes a sale to ALFA back, on 2026-04-10.
fn return_note(number: u32) -> NoteBuilder {
    note(number).to(ALFA).on("2026-04-10").purpose(Purpose::Return)
}

/// A note that takes back what a line of a class and product was worth.
fn returning(number: u32, class: ItemClass, product: &str, revenue_cents: i64) -> NoteBuilder {
    return_note(number).line(class, product, revenue_cents)
}
