//! Customers: who they are, how often they buy, how much and what.

use std::collections::HashSet;

use domain::Day;

use crate::calendar::working_day;
use crate::cast::{self, HOMES};
use crate::identities::{Identities, establishment};
use crate::names::{self, Business};
use crate::note::{Party, PartyId};
use crate::places::{Address, places};
use crate::products::{Category, products};
use crate::random::{Random, exp};

/// A customer: one company with all its branches, or a person.
#[derive(Clone, Debug)]
pub struct Customer {
    /// The establishments that buy, the head office first.
    pub buyers: Vec<Buyer>,
    /// Its seller, a place in [`names::SELLERS`].
    pub seller: usize,
    /// Which of our establishments serves it.
    pub home: PartyId,
    /// When it pays, in days after the invoice; at once where there are none.
    pub after_days: &'static [i32],
    /// How it pays (`tPag`).
    pub method: &'static str,
    /// The products it buys, the most wanted first.
    pub basket: Vec<usize>,
    /// Its prices, in hundredths of a percent of the list.
    pub price_level: i64,
    /// How many lines its orders have.
    pub mean_lines: f64,
    /// Whether it gives order numbers.
    pub gives_orders: bool,
    /// When it buys.
    pub life: Life,
}

/// An establishment that buys.
#[derive(Clone, Copy, Debug)]
pub struct Buyer {
    /// Its place in the cast.
    pub party: PartyId,
    /// Days from one purchase to the next.
    pub cycle_days: f64,
    /// What it buys each time, at the start, in cents.
    pub ticket_cents: f64,
}

/// From when to when a customer buys.
#[derive(Clone, Copy, Debug)]
pub struct Life {
    /// Its first possible day.
    pub arrives: Day,
    /// Whether it was a customer before the first note.
    pub is_old: bool,
    /// The day after which it buys no more.
    pub leaves: Option<Day>,
    /// The day from which it buys less often.
    pub slows: Option<Day>,
    /// The only months in which it buys, if it is seasonal.
    pub months: Option<[i8; 3]>,
}

/// The days a sample covers.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
}

const TERMS: [(&[i32], u64); 13] = [
    (&[], 12),
    (&[7], 8),
    (&[14], 8),
    (&[21], 8),
    (&[28], 14),
    (&[30], 12),
    (&[14, 28], 6),
    (&[28, 35, 42], 8),
    (&[30, 45, 60], 4),
    (&[30, 60], 8),
    (&[28, 56], 4),
    (&[30, 60, 90], 6),
    (&[30, 60, 90, 120], 2),
];

/// Invents customers, adding their establishments to the cast. Those that arrive from July 2026 on
/// may have alphanumeric numbers.
pub fn customers(
    seed: u64,
    count: usize,
    span: Span,
    identities: &mut Identities,
    cast: &mut Vec<Party>,
) -> Vec<Customer> {
    let mut names = HashSet::new();
    (0..count)
        .map(|place| {
            let mut random = Random::fork(seed, 1_000_000 + place as u64);
            let is_person = random.chance(0.08);
            let life = Life::drawn(span, &mut random);
            if is_person {
                let party = cast::person(identities.person(&mut random), &mut random);
                return customer(Business::Person, vec![party], life, cast, &mut random);
            }
            let business = Business::COMPANIES[random.weighted(Business::COMPANIES.iter().map(|(_, share)| *share))].0;
            let establishments = establishments(business, life, identities, &mut names, &mut random);
            customer(business, establishments, life, cast, &mut random)
        })
        .collect()
}

impl Life {
    fn drawn(span: Span, random: &mut Random) -> Self {
        let days = span.end.days_since(span.start);
        let is_old = random.chance(0.70);
        let arrives =
            if is_old { span.start } else { span.start.plus_days(random.between(5, i64::from(days) - 3) as i32) };
        let later = |random: &mut Random| {
            let left = i64::from(span.end.days_since(arrives));
            (left > 130).then(|| arrives.plus_days(random.between(100, left - 20) as i32))
        };
        let fate = random.unit();
        let is_seasonal = is_old && random.chance(0.02);
        Self {
            arrives,
            is_old,
            leaves: if fate < 0.22 && !is_seasonal { later(random) } else { None },
            slows: if (0.22..0.32).contains(&fate) && !is_seasonal { later(random) } else { None },
            months: is_seasonal.then(|| *random.pick(&[[10, 11, 12], [11, 12, 1], [1, 2, 3]])),
        }
    }

    /// The days on which a buyer of this customer buys.
    pub fn purchase_days(&self, cycle_days: f64, span: Span, random: &mut Random) -> Vec<Day> {
        let last = self.leaves.map_or(span.end, |leaves| leaves.min(span.end));
        let wait = if self.is_old { (random.unit() * cycle_days) as i32 } else { 0 };
        let mut day = self.arrives.plus_days(wait);
        let mut days: Vec<Day> = Vec::new();
        while day <= last {
            if self.months.is_some_and(|months| !months.contains(&day.ymd().1)) {
                day = day.plus_days(random.between(5, 14) as i32);
                continue;
            }
            let bought = working_day(day);
            if bought <= span.end && days.last().is_none_or(|last| *last < bought) {
                days.push(bought);
            }
            let slower = if self.slows.is_some_and(|slows| slows <= day) { 2.4 } else { 1.0 };
            let month = match day.ymd().1 {
                1 | 2 => 1.15,
                11 | 12 => 0.9,
                _ => 1.0,
            };
            day = day.plus_days((random.lognormal(cycle_days, 0.28) * slower * month).max(1.0) as i32);
        }
        days
    }
}

fn establishments(
    business: Business,
    life: Life,
    identities: &mut Identities,
    names: &mut HashSet<String>,
    random: &mut Random,
) -> Vec<Party> {
    let has_letters = life.arrives.ymd() >= (2026, 7, 6) && random.chance(0.13);
    let root = if has_letters { identities.alphanumeric_root(random) } else { identities.root(random) };
    let mut name = names::company(business, random);
    if random.chance(0.02) && !has_letters {
        name = cast::entrepreneur_name(&root, random);
    }
    while !names.insert(name.clone()) {
        name = names::company(business, random);
    }
    let address = Address::anywhere(random);
    let place = address.place;
    let branches = if random.chance(0.06) { random.between(2, 5) as usize } else { 1 };
    let mut parties = vec![cast::company(business, &name, establishment(&root, 1), address, random)];
    for branch in 2..=branches {
        let near: Vec<_> = places().iter().filter(|other| other.uf == place.uf).collect();
        let place = if random.chance(0.5) { place } else { random.pick(&near) };
        let address = Address::within(place, random);
        parties.push(cast::company(business, &name, establishment(&root, branch), address, random));
    }
    // All branches are written the same way.
    let written = parties[0].name.clone();
    for party in &mut parties {
        party.name.clone_from(&written);
    }
    parties
}

/// How a customer buys: its value is lognormal, so that a fifth of the customers bring about four
/// fifths of revenue, and the larger buy more often.
fn customer(
    business: Business,
    parties: Vec<Party>,
    life: Life,
    cast: &mut Vec<Party>,
    random: &mut Random,
) -> Customer {
    let is_person = business == Business::Person;
    let size = if is_person { random.normal() * 0.4 - 1.5 } else { random.normal().clamp(-2.6, 2.7) };
    let cycle_days = match life.months {
        Some(_) => random.lognormal(14.0, 0.3).clamp(7.0, 30.0),
        None => (84.0 * exp(-0.40 * size + 0.42 * random.normal())).clamp(7.0, 120.0),
    };
    let yearly_cents = 1_150_000.0 * exp(1.55 * size);
    let ticket_cents = yearly_cents * cycle_days / 365.0;
    let address = parties[0].address.clone();
    let place = address.as_ref().map(|address| address.place);
    let first = cast.len();
    let buyers = (0..parties.len()).map(|branch| Buyer {
        party: PartyId(first + branch),
        cycle_days: if branch == 0 { cycle_days } else { (cycle_days * (1.0 + random.unit())).clamp(7.0, 120.0) },
        ticket_cents: if branch == 0 { ticket_cents } else { ticket_cents * (0.4 + 0.5 * random.unit()) },
    });
    let buyers = buyers.collect();
    let (uf, area_code) = place.map_or(("SP", 19), |place| (place.uf.as_str(), place.area_code));
    let (after_days, method) = terms(is_person, random);
    let customer = Customer {
        buyers,
        seller: seller(uf, random),
        home: home(uf, area_code),
        after_days,
        method,
        basket: basket(business, size, random),
        price_level: if size > 1.0 { random.between(9_200, 9_800) } else { random.between(9_700, 10_300) },
        mean_lines: (4.0 * exp(0.15 * size)).clamp(1.5, 9.0),
        gives_orders: random.chance(0.15),
        life,
    };
    cast.extend(parties);
    customer
}

fn terms(is_person: bool, random: &mut Random) -> (&'static [i32], &'static str) {
    if is_person {
        return (&[], random.word(&["17", "03", "04", "01"]));
    }
    let terms = TERMS[random.weighted(TERMS.iter().map(|(_, share)| *share))].0;
    let method = if terms.is_empty() {
        random.word(&["17", "17", "01", "16"])
    } else {
        random.word(&["15", "15", "15", "15", "14", "99"])
    };
    (terms, method)
}

/// The seller of a region, the state of São Paulo being shared by three.
fn seller(uf: &str, random: &mut Random) -> usize {
    match uf {
        "SP" => random.place(3),
        "MG" => 3,
        "RJ" | "ES" => 4,
        "PR" | "SC" | "RS" => 5,
        "BA" | "PE" | "CE" | "RN" | "PB" | "AL" | "SE" | "PI" | "MA" => 6,
        _ => 7,
    }
}

/// Ribeirão Preto serves the north of the state and the states beyond it, Campinas all others.
fn home(uf: &str, area_code: u8) -> PartyId {
    let is_north = matches!(uf, "MG" | "GO" | "DF" | "MT" | "MS" | "TO") || matches!(area_code, 16..=18);
    HOMES[usize::from(is_north)]
}

fn basket(business: Business, size: f64, random: &mut Random) -> Vec<usize> {
    let wanted = random.between(6, 14) as usize + (4.0 * (size + 2.6)) as usize;
    let weights: Vec<u64> = products().iter().map(|product| appetite(business, product.category)).collect();
    let mut basket: Vec<usize> = Vec::with_capacity(wanted);
    let mut seen = HashSet::new();
    for _ in 0..wanted * 3 {
        let product = random.weighted(weights.iter().copied());
        if basket.len() < wanted && seen.insert(product) {
            basket.push(product);
        }
    }
    basket
}

/// How much a line of business wants of a category, in no unit.
fn appetite(business: Business, category: Category) -> u64 {
    use Category::{Chilled, Cleaning, Disposables, Drinks, Grocery, Household, Hygiene, Pet, Produce};
    let wants: &[(Category, u64)] = match business {
        Business::Market => {
            &[(Grocery, 10), (Drinks, 8), (Chilled, 5), (Cleaning, 6), (Hygiene, 6), (Household, 3), (Pet, 2)]
        }
        Business::Bakery => &[(Grocery, 10), (Drinks, 6), (Chilled, 12), (Produce, 4), (Disposables, 4), (Cleaning, 1)],
        Business::Restaurant => {
            &[(Grocery, 9), (Drinks, 7), (Chilled, 8), (Produce, 8), (Disposables, 5), (Cleaning, 3)]
        }
        Business::Pharmacy => &[(Hygiene, 14), (Drinks, 1), (Cleaning, 1)],
        Business::Wholesaler => &[(Grocery, 8), (Drinks, 8), (Cleaning, 8), (Hygiene, 6), (Disposables, 4), (Pet, 2)],
        Business::Hotel => &[(Grocery, 5), (Drinks, 4), (Chilled, 5), (Cleaning, 5), (Hygiene, 7), (Disposables, 1)],
        Business::School => &[(Grocery, 7), (Chilled, 3), (Produce, 4), (Cleaning, 5), (Hygiene, 3), (Disposables, 3)],
        Business::Cleaning => &[(Cleaning, 14), (Hygiene, 5), (Disposables, 2)],
        Business::Bazaar => &[(Disposables, 8), (Household, 12), (Cleaning, 4), (Hygiene, 1)],
        Business::PetShop => &[(Pet, 30), (Cleaning, 2)],
        Business::Person => &[(Grocery, 6), (Drinks, 5), (Chilled, 3), (Cleaning, 2), (Hygiene, 2), (Household, 1)],
    };
    wants.iter().find(|(wanted, _)| *wanted == category).map_or(0, |(_, appetite)| *appetite)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::TaxId;

    fn invented() -> (Vec<Customer>, Vec<Party>) {
        let span = Span { start: "2024-11-01".parse().unwrap(), end: "2026-11-20".parse().unwrap() };
        let mut cast = cast::homes();
        let customers = customers(1, 1_500, span, &mut Identities::default(), &mut cast);
        (customers, cast)
    }

    #[test]
    fn they_are_as_many_and_as_various_as_asked() {
        let (customers, cast) = invented();
        let share = |count: usize| count as f64 / customers.len() as f64;
        let branched = customers.iter().filter(|customer| customer.buyers.len() > 1).count();
        assert!((0.04..0.08).contains(&share(branched)), "{branched}");
        let persons = cast.iter().filter(|party| matches!(party.tax_id, TaxId::Cpf(_))).count();
        assert!((0.06..0.10).contains(&share(persons)), "{persons}");
        let leaving = customers.iter().filter(|customer| customer.life.leaves.is_some()).count();
        assert!((0.15..0.25).contains(&share(leaving)), "{leaving}");
        let letters = |party: &&Party| party.tax_id.as_str().starts_with('Z');
        assert!((3..20).contains(&cast.iter().filter(letters).count()));
        assert!(customers.iter().all(|customer| !customer.basket.is_empty()));
        for buyer in customers.iter().flat_map(|customer| &customer.buyers) {
            assert!((7.0..=120.0).contains(&buyer.cycle_days), "{}", buyer.cycle_days);
        }
    }

    #[test]
    fn letters_are_only_issued_from_july_2026_on() {
        let (customers, cast) = invented();
        for customer in &customers {
            for buyer in &customer.buyers {
                let letters = cast[buyer.party.0].tax_id.as_str().starts_with('Z');
                assert!(!letters || customer.life.arrives.ymd() >= (2026, 7, 6));
            }
        }
    }
}
