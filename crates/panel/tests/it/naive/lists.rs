//! What lists say of customers, by formulas.md, "Exactly", and decision 8: whose they are, what they are to
//! the company, and what is known of them.

use domain::facts::{Body, Document, Observation, Side};
use domain::party::PartyKey;
use domain::text::normalised_name;
use panel::Level;
use serde_json::{Value, json};

use super::books::{Books, party};
use super::company::SELLERS;
use super::ledger::Part;
use super::rows::{Customer, key_of};
use crate::base::Row;

/// The lines of lists of customers.
fn lines(documents: &[Document]) -> impl Iterator<Item = &domain::facts::RegistrationRow> {
    let rows = documents.iter().filter_map(|document| match &document.body {
        Body::Registration(stated) => Some(&stated.rows),
        _ => None,
    });
    rows.flatten()
}

/// Whom a list names.
pub fn listed(documents: &[Document]) -> Vec<PartyKey> {
    lines(documents).map(|row| row.customer.party().key.clone()).collect()
}

pub fn described(customer: &Customer, row: &Row, parts: &[Part], books: &Books<'_>, level: Level) -> Row {
    let is_own = |party: &PartyKey| key_of(party, level) == customer.key;
    let said = lines(books.documents).filter(|line| is_own(&line.customer.party().key));
    let newest = said.filter(|line| line.owner.is_some()).max_by_key(|line| (line.observed_on, line.owner.clone()));
    let owner = newest.and_then(|line| line.owner.as_deref());
    // A code goes before a name, and of what lists say without a team nothing is taken.
    let team = owner.and_then(|owner| {
        let is = |text: &str| normalised_name(text) == normalised_name(owner);
        let with_team = SELLERS.iter().filter(|(.., team)| team.is_some());
        let by_code = with_team.clone().find(|(code, ..)| is(code));
        let by_name = || with_team.clone().find(|(_, name, _)| name.is_some_and(is));
        by_code.or_else(by_name).and_then(|(.., team)| *team)
    });
    let is_supplier =
        books.counted().any(|note| note.side == Side::Purchase && party(note).as_ref().is_some_and(is_own));
    let owes = parts.iter().any(|part| part.cents > 0 && is_own(&part.party));
    let mut roles = vec![if customer.movements.is_empty() && !owes { "prospect" } else { "customer" }];
    roles.extend(is_supplier.then_some("supplier"));
    let missing = missing(customer, row, books, owner);
    Row::from_iter([
        ("owner".to_owned(), json!(owner)),
        ("team".to_owned(), json!(team)),
        ("tags".to_owned(), Value::Null),
        ("roles".to_owned(), json!(roles.join(";"))),
        ("registration_completeness".to_owned(), json!((10 - missing.len()) as f64 / 10.0)),
        ("registration_missing".to_owned(), json!(missing.join(";"))),
    ])
}

fn missing(customer: &Customer, row: &Row, books: &Books<'_>, owner: Option<&str>) -> Vec<&'static str> {
    let of_face = |key: &PartyKey| *key == customer.face;
    let of_notes = books.counted().filter(|note| note.side != Side::Own && party(note).as_ref().is_some_and(of_face));
    let by_notes = of_notes.flat_map(|note| &note.observations);
    let of_lists = lines(books.documents).filter(|line| of_face(&line.customer.party().key));
    let observations: Vec<&Observation> =
        by_notes.chain(of_lists.filter_map(|line| line.customer.observation())).collect();
    let said = |of: &dyn Fn(&Observation) -> bool| observations.iter().any(|observation| of(observation));
    let known = [
        ("tax_id", row["tax_id"] != Value::Null),
        ("name", row["name"] != Value::Null),
        ("street", said(&|observation| observation.street.is_some())),
        ("cep", said(&|observation| observation.cep.is_some())),
        ("city", row["city"] != Value::Null),
        ("uf", row["uf"] != Value::Null),
        ("emails", said(&|observation| observation.emails.is_some())),
        ("phone", said(&|observation| observation.phone.is_some())),
        ("contact", false),
        ("owner", owner.is_some()),
    ];
    known.into_iter().filter(|(_, is_known)| !is_known).map(|(field, _)| field).collect()
}
