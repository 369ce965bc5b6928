//! What customers owe and how late they pay, by formulas.md, "Receivables", and decision 8, the slow way:
//! title by title, payment by payment.

use domain::Day;
use domain::facts::{Body, Document, EventKind, Note, Side, TitleRow};
use domain::party::PartyKey;
use panel::Level;
use serde_json::json;

use super::books::{Books, party};
use super::rows::{Customer, key_of};
use crate::base::Row;

/// A part of a title: paid at one time, or open.
pub struct Part {
    pub party: PartyKey,
    pub due_on: Day,
    pub cents: i64,
    /// What the whole title is of.
    of_cents: i64,
    is_of_note: bool,
    pub is_open: bool,
    pub is_credit: bool,
    /// `None` where nobody knows.
    pub days_late: Option<i32>,
}

fn stated(documents: &[Document], as_of: Day) -> impl Iterator<Item = &TitleRow> {
    let rows = documents.iter().filter_map(|document| match &document.body {
        Body::Title(stated) => Some(&stated.rows),
        _ => None,
    });
    rows.flatten().filter(move |row| row.issued_on.is_none_or(|issued| issued <= as_of))
}

/// Whom a table says to owe.
pub fn owing(documents: &[Document], as_of: Day) -> Vec<PartyKey> {
    stated(documents, as_of).map(|row| row.customer.party().key.clone()).collect()
}

/// Every title at the date.
pub fn parts(books: &Books<'_>, as_of: Day) -> Vec<Part> {
    let of_both = parts_apart(books, as_of).into_iter();
    of_both.filter(|part| !part.is_of_note || !is_stated(part, books.documents, as_of)).collect()
}

/// The same with titles that notes and tables both tell of twice.
pub fn parts_apart(books: &Books<'_>, as_of: Day) -> Vec<Part> {
    let of_tables = stated(books.documents, as_of).flat_map(|row| parts_of_row(row, as_of));
    let sales = books.counted().filter(|note| note.side == Side::Sale);
    let of_notes = sales.flat_map(|note| parts_of_note(note, books.documents, as_of));
    of_tables.chain(of_notes).collect()
}

/// Whether a table tells of the title that a part is of.
fn is_stated(part: &Part, documents: &[Document], as_of: Day) -> bool {
    stated(documents, as_of).any(|row| {
        let same_company = key_of(&row.customer.party().key, Level::Root) == key_of(&part.party, Level::Root);
        same_company && !row.credit && row.due_on == part.due_on && row.amount.0 == part.of_cents
    })
}

fn late(due_on: Day, on: Day) -> i32 {
    on.days_since(due_on).max(0)
}

fn parts_of_row(row: &TitleRow, as_of: Day) -> Vec<Part> {
    let part = |cents, is_open, days_late| Part {
        party: row.customer.party().key.clone(),
        due_on: row.due_on,
        cents,
        of_cents: row.amount.0,
        is_of_note: false,
        is_open,
        is_credit: row.credit,
        days_late,
    };
    // What was settled, if anything, and on which day, if one is given.
    let amount = row.amount.0;
    let all_but_open = row.open.map(|open| amount - open.0.min(amount));
    let settled = match (row.paid_amount, all_but_open, row.paid_on) {
        (None, None, None) => 0,
        (None, None, Some(_)) => amount,
        (Some(paid), None, _) => paid.0,
        (None, Some(not_open), _) => not_open,
        (Some(paid), Some(not_open), _) => paid.0.max(not_open),
    };
    let settled = if row.paid_on.is_some_and(|on| on > as_of) { 0 } else { settled.min(amount) };
    let when = row.paid_on.map(|on| late(row.due_on, on));
    vec![part(settled, false, when), part(amount - settled, true, Some(late(row.due_on, as_of)))]
}

fn parts_of_note(note: &Note, documents: &[Document], as_of: Day) -> Vec<Part> {
    let Some(debtor) = party(note) else { return Vec::new() };
    let mut payments: Vec<(Day, i64)> = Vec::new();
    for document in documents {
        let Body::Settlements(reported) = &document.body else { continue };
        for payment in reported.iter().filter(|payment| note.key.goods() == Some(payment.target)) {
            let is_taken_back = documents.iter().any(|other| match &other.body {
                Body::Event(event) => {
                    event.kind == EventKind::SettlementCancellation
                        && event.target == note.key
                        && event.protocol.is_some()
                        && event.protocol == payment.protocol
                }
                _ => false,
            });
            if !is_taken_back && payment.paid_on <= as_of {
                payments.push((payment.paid_on, payment.amount.0));
            }
        }
    }
    payments.sort();
    let mut instalments = note.receivables.clone();
    instalments.sort_by_key(|instalment| (instalment.due_on, instalment.ordinal));
    let mut parts = Vec::new();
    for instalment in &instalments {
        let part = |cents, is_open, days_late| Part {
            party: debtor.clone(),
            due_on: instalment.due_on,
            cents,
            of_cents: instalment.amount.0,
            is_of_note: true,
            is_open,
            is_credit: false,
            days_late: Some(days_late),
        };
        let mut open = instalment.amount.0;
        for (on, left) in &mut payments {
            let taken = open.min(*left);
            open -= taken;
            *left -= taken;
            parts.push(part(taken, false, late(instalment.due_on, *on)));
        }
        parts.push(part(open, true, late(instalment.due_on, as_of)));
    }
    parts
}

/// What titles come to for a customer.
pub fn balances(customer: &Customer, parts: &[Part], level: Level, as_of: Day) -> Row {
    let own = || parts.iter().filter(|part| part.cents > 0 && key_of(&part.party, level) == customer.key);
    let (mut open, mut overdue, mut days_max) = (0, 0, 0);
    for part in own().filter(|part| part.is_open) {
        open += if part.is_credit { -part.cents } else { part.cents };
        if !part.is_credit && part.due_on < as_of && part.due_on > as_of.minus_months(12) {
            overdue += part.cents;
            days_max = days_max.max(as_of.days_since(part.due_on));
        }
    }
    let due: Vec<(i64, i64)> = own()
        .filter(|part| !part.is_credit && part.due_on <= as_of && part.due_on > as_of.minus_months(12))
        .filter_map(|part| Some((part.cents, i64::from(part.days_late?))))
        .collect();
    let whole: i64 = due.iter().map(|(cents, _)| cents).sum();
    let weighted: i64 = due.iter().map(|(cents, days)| cents * days).sum();
    Row::from_iter([
        ("open_cents".to_owned(), json!(open)),
        ("overdue_cents".to_owned(), json!(overdue)),
        ("overdue_days_max".to_owned(), json!(days_max)),
        ("average_delay_days".to_owned(), json!((whole > 0).then(|| weighted as f64 / whole as f64))),
    ])
}
