//! Every metric of every customer, by formulas.md, "Exactly", the slow way: from movements in lists of
//! integers, with one division at the end.

use std::collections::BTreeMap;

use domain::facts::Side;
use domain::party::PartyKey;
use domain::{Day, NoteKey};
use panel::Level;
use serde_json::{Value, json};

use super::books::{Books, Kind, Movement, Paper, party};
use super::{ledger, lists, margin, more};
use crate::base::Row;

/// Customers by key, and the sums of all movements, nobody's too.
pub struct Naive {
    pub rows: BTreeMap<String, Row>,
    /// Those with any movement.
    pub moved: Vec<String>,
    pub revenue: i64,
    pub billed: i64,
    pub returns: i64,
    pub unidentified: i64,
    pub revenue_12m: i64,
    pub documents: usize,
}

/// One customer on the way to its row.
pub(super) struct Customer {
    pub(super) key: String,
    pub(super) movements: Vec<Movement>,
    pub(super) purchase_days: Vec<Day>,
    pub(super) is_consumer: bool,
    pub(super) face: PartyKey,
    pub(super) revenue_12m: i64,
}

pub fn rows(books: &Books<'_>, level: Level, as_of: Day) -> Naive {
    let movements = books.movements();
    let seen: Vec<Paper<'_>> = books.notes.iter().filter(|paper| is_seen(paper, as_of)).copied().collect();
    let mut listed = ledger::owing(books.documents, as_of);
    listed.extend(lists::listed(books.documents));
    let mut customers = customers(&movements, &seen, &listed, level, as_of);
    customers.sort_by(|one, other| one.key.cmp(&other.key));
    let curve = curve(&customers);
    let classes: Vec<Option<char>> = customers.iter().map(|customer| class(customer, &curve)).collect();
    let base_first = movements.iter().filter(|movement| movement.kind == Kind::Sale).map(|movement| movement.day).min();
    let establishments = (level == Level::Root).then(|| rows(books, Level::Establishment, as_of).rows);
    let parts = ledger::parts(books, as_of);
    let margins: Vec<Option<i64>> = customers.iter().map(|customer| margin::margin(customer, as_of)).collect();
    let mut rows = BTreeMap::new();
    for (place, customer) in customers.iter().enumerate() {
        let mut row = own_row(customer, as_of);
        row.extend(registration(customer, &seen, books, level));
        row.extend(rank_row(customer, &customers, &classes, place, base_first, as_of));
        row.extend(shares(customer, &curve));
        row.insert("abc".to_owned(), json!(classes[place].map(String::from)));
        row.extend(more::own(customer, books, level, as_of));
        row.extend(more::rank(customer, &customers, as_of));
        row.extend(lists::described(customer, &row, &parts, books, level));
        row.extend(ledger::balances(customer, &parts, level, as_of));
        row.extend(margin::row(&customers, &margins, place));
        row.extend(more::branches(customer, &row, establishments.as_ref()));
        rows.insert(customer.key.clone(), row);
    }
    let sum = |of: fn(&Movement) -> i64| movements.iter().map(of).sum();
    Naive {
        rows,
        moved: customers.iter().filter(|customer| !customer.movements.is_empty()).map(|one| one.key.clone()).collect(),
        revenue: sum(|movement| movement.revenue),
        billed: sum(|movement| movement.billed),
        returns: sum(|movement| if movement.kind == Kind::Return { -movement.revenue } else { 0 }),
        unidentified: sum(|movement| if movement.party.is_none() { movement.revenue } else { 0 }),
        revenue_12m: movements.iter().filter(|one| one.day > as_of.minus_months(12)).map(|one| one.revenue).sum(),
        documents: distinct(movements.iter().filter(|one| one.kind == Kind::Sale).map(|one| one.key)).len(),
    }
}

/// Whether a note makes its other side someone we know: a customer or a prospect.
fn is_seen(paper: &Paper<'_>, as_of: Day) -> bool {
    paper.note.side == Side::Sale && !paper.void && paper.note.day <= as_of && paper.note.party.is_some()
}

pub(super) fn key_of(party: &PartyKey, level: Level) -> String {
    match (level, party.root()) {
        (Level::Root, Some(root)) => root.as_str().to_owned(),
        _ => party.to_string(),
    }
}

pub(super) fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort();
    values.dedup();
    values
}

fn customers(
    movements: &[Movement],
    seen: &[Paper<'_>],
    listed: &[PartyKey],
    level: Level,
    as_of: Day,
) -> Vec<Customer> {
    let parties = distinct(seen.iter().filter_map(|paper| party(paper.note)).chain(listed.iter().cloned()));
    let keys = distinct(parties.iter().map(|party| key_of(party, level)));
    let revenue_12m = |of: &dyn Fn(&PartyKey) -> bool| -> i64 {
        let counted = movements.iter().filter(|movement| movement.party.as_ref().is_some_and(of));
        counted.filter(|movement| movement.day > as_of.minus_months(12)).map(|movement| movement.revenue).sum()
    };
    let customer = |key: String| {
        let mut parties: Vec<PartyKey> = parties.iter().filter(|party| key_of(party, level) == key).cloned().collect();
        let movements: Vec<Movement> = movements
            .iter()
            .filter(|movement| movement.party.as_ref().is_some_and(|party| parties.contains(party)))
            .cloned()
            .collect();
        // Greatest revenue first, ties by key.
        parties.sort_by_key(|party| (-revenue_12m(&|other| other == party), party.to_string()));
        let purchases = movements.iter().filter(|movement| movement.is_purchase);
        let only_on_coupons = seen
            .iter()
            .filter(|paper| party(paper.note).is_some_and(|party| parties.contains(&party)))
            .all(|paper| paper.note.key.model() == 65);
        Customer {
            purchase_days: distinct(purchases.map(|movement| movement.day)),
            is_consumer: matches!(parties[0], PartyKey::Cpf(_))
                && only_on_coupons
                && !listed.iter().any(|party| parties.contains(party)),
            face: parties[0].clone(),
            revenue_12m: revenue_12m(&|other| parties.contains(other)),
            key,
            movements,
        }
    };
    keys.into_iter().map(customer).collect()
}

/// Who the customer is, by the newest documents that name its greatest establishment.
pub(super) fn registration(customer: &Customer, seen: &[Paper<'_>], books: &Books<'_>, level: Level) -> Row {
    let counted: Vec<NoteKey> = books.counted().map(|note| note.key).collect();
    let mut papers: Vec<&Paper<'_>> = seen
        .iter()
        .filter(|paper| party(paper.note).as_ref() == Some(&customer.face) && counted.contains(&paper.note.key))
        .collect();
    papers.sort_by_key(|paper| (paper.note.day, paper.tie));
    let observations: Vec<_> = papers.iter().flat_map(|paper| &paper.note.observations).collect();
    let newest = |of: &dyn Fn(&domain::facts::Observation) -> Option<String>| -> Value {
        json!(observations.iter().rev().find_map(|observation| of(observation)))
    };
    let kind = match &customer.face {
        PartyKey::Cnpj(_) => "company",
        PartyKey::Cpf(_) if customer.is_consumer => "consumer",
        PartyKey::Cpf(_) => "person",
        PartyKey::Coded { source, .. } if source == "nfe" => "foreign",
        PartyKey::Coded { .. } => "company",
    };
    let tax_id = match &customer.face {
        PartyKey::Coded { .. } => Value::Null,
        party => json!(key_of(party, level)),
    };
    Row::from_iter([
        ("customer".to_owned(), json!(customer.key)),
        ("name".to_owned(), newest(&|observation| observation.name.clone())),
        ("city".to_owned(), newest(&|observation| observation.city.clone())),
        ("uf".to_owned(), newest(&|observation| observation.uf.map(|uf| uf.as_str().to_owned()))),
        ("tax_id".to_owned(), tax_id),
        ("customer_kind".to_owned(), json!(kind)),
    ])
}

/// What follows from the customer's own movements.
fn own_row(customer: &Customer, as_of: Day) -> Row {
    let of = |kinds: &'static [Kind]| customer.movements.iter().filter(|movement| kinds.contains(&movement.kind));
    let in_12_months = |movement: &&Movement| movement.day > as_of.minus_months(12);
    let documents = distinct(of(&[Kind::Sale]).map(|movement| movement.key)).len() as i64;
    let gross: i64 = of(&[Kind::Sale, Kind::Complement]).map(|movement| movement.revenue).sum();
    // Half away from zero, on a gross that is never negative.
    let ticket = (documents > 0).then(|| gross / documents + i64::from(gross % documents * 2 >= documents));
    let gaps = gaps(&customer.purchase_days);
    let has_cycle = customer.purchase_days.len() >= 3;
    let first = customer.purchase_days.first();
    let last = customer.purchase_days.last();
    Row::from_iter([
        ("first_purchase_on".to_owned(), json!(first.map(|day| day.iso()))),
        ("last_purchase_on".to_owned(), json!(last.map(|day| day.iso()))),
        ("days_since_purchase".to_owned(), json!(last.map(|day| as_of.days_since(*day)))),
        ("purchase_days".to_owned(), json!(customer.purchase_days.len())),
        ("sale_documents".to_owned(), json!(documents)),
        (
            "revenue_total_cents".to_owned(),
            json!(customer.movements.iter().map(|movement| movement.revenue).sum::<i64>()),
        ),
        (
            "billed_total_cents".to_owned(),
            json!(customer.movements.iter().map(|movement| movement.billed).sum::<i64>()),
        ),
        ("revenue_12m_cents".to_owned(), json!(customer.revenue_12m)),
        (
            "returns_12m_cents".to_owned(),
            json!(of(&[Kind::Return]).filter(in_12_months).map(|movement| -movement.revenue).sum::<i64>()),
        ),
        ("average_ticket_cents".to_owned(), json!(ticket)),
        ("purchase_cycle_days".to_owned(), json!(has_cycle.then(|| quantile(&gaps, 2)))),
        ("purchase_cycle_p75_days".to_owned(), json!(has_cycle.then(|| quantile(&gaps, 3)))),
    ])
}

/// The gaps between days, sorted.
pub(super) fn gaps(days: &[Day]) -> Vec<i64> {
    let mut gaps: Vec<i64> = days.windows(2).map(|pair| i64::from(pair[1].days_since(pair[0]))).collect();
    gaps.sort_unstable();
    gaps
}

/// Rank p (n − 1), linear, p in quarters: quarters of days counted one by one, and one division.
pub(super) fn quantile(sorted: &[i64], quarters: usize) -> f64 {
    let rank = quarters * (sorted.len() - 1);
    let mut in_quarters = sorted[rank / 4] * 4;
    for _ in 0..rank % 4 {
        in_quarters += sorted[rank / 4 + 1] - sorted[rank / 4];
    }
    in_quarters as f64 / 4.0
}

/// The middle, or half way between the two in the middle.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

fn cycle(customer: &Customer) -> Option<f64> {
    (customer.purchase_days.len() >= 3).then(|| quantile(&gaps(&customer.purchase_days), 2))
}

/// What follows from the customer beside all others: assumed cycle, status, next purchase.
fn rank_row(
    customer: &Customer,
    customers: &[Customer],
    classes: &[Option<char>],
    place: usize,
    base_first: Option<Day>,
    as_of: Day,
) -> Row {
    let class = classes[place];
    let of_class = customers.iter().zip(classes).filter(|(_, other)| class.is_some() && **other == class);
    let typical = median(of_class.filter_map(|(other, _)| cycle(other)).collect())
        .or_else(|| median(customers.iter().filter_map(cycle).collect()))
        .unwrap_or(30.0);
    let own_gap = gaps(&customer.purchase_days).first().copied();
    let assumed = cycle(customer).is_none().then(|| own_gap.map_or(typical, |gap| typical.max(gap as f64)));
    let last = customer.purchase_days.last();
    let expected_after = cycle(customer).or(assumed).map(|cycle| (cycle + 0.5).floor() as i32);
    let next = last.zip(expected_after).map(|(last, days)| last.plus_days(days).iso());
    let p75 = assumed.is_none().then(|| quantile(&gaps(&customer.purchase_days), 3));
    let status = status(&customer.purchase_days, p75, assumed, base_first, as_of);
    let days = last.map(|last| f64::from(as_of.days_since(*last)));
    let reactivated = more::reactivated_on(&customer.purchase_days, typical, base_first, as_of);
    Row::from_iter([
        ("cycle_ratio".to_owned(), json!(days.zip(p75.or(assumed)).map(|(days, cycle)| days / cycle))),
        ("reactivated_on".to_owned(), json!(reactivated.map(|day| day.iso()))),
        ("assumed_cycle_days".to_owned(), json!(assumed)),
        ("next_purchase_on".to_owned(), json!(next)),
        ("status".to_owned(), json!(status)),
    ])
}

/// What a customer of these purchase days is.
pub(super) fn status(
    purchase_days: &[Day],
    p75: Option<f64>,
    assumed: Option<f64>,
    base_first: Option<Day>,
    as_of: Day,
) -> &'static str {
    let (Some(first), Some(last)) = (purchase_days.first(), purchase_days.last()) else {
        return "sem_compra";
    };
    let base_is_older = base_first.is_some_and(|base| as_of.days_since(base) > 60);
    if as_of.days_since(*first) <= 60 && base_is_older {
        return "novo";
    }
    if more::seasonal_buyer(purchase_days, as_of).is_some() {
        return "ativo";
    }
    let days = f64::from(as_of.days_since(*last));
    let cycle = p75.or(assumed).unwrap_or_default();
    if days <= 30.0 || days <= 1.5 * cycle {
        "ativo"
    } else if days <= 90.0 || days <= 3.0 * cycle {
        "risco_de_perda"
    } else if days <= 365.0 || days <= 6.0 * cycle || (assumed.is_some() && *last > as_of.minus_months(18)) {
        "inativo"
    } else {
        "ex_cliente"
    }
}

/// The customers of the ABC curve in its order, with what each is worth.
fn curve(customers: &[Customer]) -> Vec<(String, i64)> {
    let ranked = customers.iter().filter(|customer| !customer.is_consumer && customer.revenue_12m > 0);
    let mut curve: Vec<(String, i64)> = ranked.map(|customer| (customer.key.clone(), customer.revenue_12m)).collect();
    curve.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    curve
}

/// What stands before a customer in the curve, what it is worth, and the whole.
fn standing(customer: &Customer, curve: &[(String, i64)]) -> Option<(i64, i64, i64)> {
    let place = curve.iter().position(|(key, _)| *key == customer.key)?;
    let sum = |part: &[(String, i64)]| part.iter().map(|(_, cents)| cents).sum();
    Some((sum(&curve[..place]), curve[place].1, sum(curve)))
}

fn class(customer: &Customer, curve: &[(String, i64)]) -> Option<char> {
    let (before, _, whole) = standing(customer, curve)?;
    Some(match before * 100 {
        share if share < whole * 80 => 'A',
        share if share < whole * 95 => 'B',
        _ => 'C',
    })
}

fn shares(customer: &Customer, curve: &[(String, i64)]) -> Row {
    let standing = standing(customer, curve);
    let share = standing.map(|(_, own, whole)| own as f64 / whole as f64);
    let cumulative = standing.map(|(before, own, whole)| (before + own) as f64 / whole as f64);
    Row::from_iter([("revenue_share".to_owned(), json!(share)), ("cumulative_share".to_owned(), json!(cumulative))])
}
