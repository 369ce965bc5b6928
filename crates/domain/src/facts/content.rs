//! The hash of what a copy says. Every struct is taken apart field by field, so that a new field
//! cannot be forgotten; what follows from settings (side, party, class, seller, and whose address and
//! instalments are kept) is named and left out.

use crate::facts::{Body, Document, Event, Item, ItemAmounts, Note, Observation, Reference, Settlement, VoidedNumbers};
use crate::identity::ContentHasher;
use crate::party::PartyKey;
use crate::{Cents, ContentHash};

pub(super) fn hash(document: &Document) -> ContentHash {
    let Document { key, label: _, standing, body } = document;
    let mut hasher = ContentHasher::new("document");
    hasher.bytes(&key.0);
    hasher.number(*standing as i64);
    match body {
        Body::Note(note) => feed_note(&mut hasher, note),
        Body::Event(event) => feed_event(&mut hasher, event),
        Body::Settlements(settlements) => settlements.iter().for_each(|one| feed_settlement(&mut hasher, one)),
        Body::Voided(numbers) => feed_voided(&mut hasher, numbers),
        Body::Sale(stated) => stated.feed(&mut hasher),
        Body::Title(stated) => stated.feed(&mut hasher),
        Body::Registration(stated) => stated.feed(&mut hasher),
        Body::Product(stated) => stated.feed(&mut hasher),
        Body::Seller(stated) => stated.feed(&mut hasher),
    }
    hasher.finish()
}

fn feed_note(hasher: &mut ContentHasher, note: &Note) {
    let Note {
        key: _,
        own: _,
        side: _,
        party: _,
        day,
        purpose,
        total,
        total_with_outside_taxes,
        difference: _,
        seller: _,
        order_number: _,
        items,
        receivables: _,
        references,
        observations: _,
        events,
        as_written,
    } = note;
    hasher.number(i64::from(day.epoch_days()));
    hasher.number(*purpose as i64);
    hasher.number(total.0);
    hasher.number(total_with_outside_taxes.map_or(-1, |total| total.0));
    items.iter().for_each(|item| feed_item(hasher, item));
    references.iter().for_each(|reference| feed_reference(hasher, reference));
    events.iter().for_each(|event| feed_event(hasher, event));
    hasher.bytes(&as_written.0);
}

fn feed_item(hasher: &mut ContentHasher, item: &Item) {
    let Item { line, class: _, cfop, product, description, ncm, unit, quantity, amounts } = item;
    let ItemAmounts { revenue, billed, icms, fcp, icms_st, ipi, iss, pis, cofins, ibs, cbs } = amounts;
    hasher.number(i64::from(*line));
    hasher.number(cfop.map_or(0, |cfop| i64::from(cfop.code())));
    hasher.text(product);
    hasher.text(description);
    hasher.optional(ncm.as_ref().map(|ncm| ncm.as_str()));
    hasher.text(unit);
    hasher.number(quantity.0);
    for Cents(amount) in [revenue, billed, icms, fcp, icms_st, ipi, iss, pis, cofins, ibs, cbs] {
        hasher.number(*amount);
    }
}

fn feed_reference(hasher: &mut ContentHasher, reference: &Reference) {
    let Reference { line, target, target_line } = reference;
    hasher.number(line.map_or(-1, i64::from));
    hasher.text(target.as_str());
    hasher.number(target_line.map_or(-1, i64::from));
}

fn feed_event(hasher: &mut ContentHasher, event: &Event) {
    let Event { kind, target, on, protocol } = event;
    hasher.text(kind.as_str());
    hasher.text(target.as_str());
    hasher.number(i64::from(on.epoch_days()));
    hasher.optional(protocol.as_deref());
}

fn feed_settlement(hasher: &mut ContentHasher, settlement: &Settlement) {
    let Settlement { ordinal, target, paid_on, amount, method, protocol } = settlement;
    hasher.number(i64::from(*ordinal));
    hasher.text(target.as_str());
    hasher.number(i64::from(paid_on.epoch_days()));
    hasher.number(amount.0);
    hasher.text(method);
    hasher.optional(protocol.as_deref());
}

fn feed_voided(hasher: &mut ContentHasher, numbers: &VoidedNumbers) {
    let VoidedNumbers { issuer, model, series, first, last, on } = numbers;
    hasher.text(issuer);
    for number in [i64::from(*model), i64::from(*series), i64::from(*first), i64::from(*last)] {
        hasher.number(number);
    }
    hasher.number(i64::from(on.epoch_days()));
}

pub(super) fn feed_party_key(hasher: &mut ContentHasher, key: &PartyKey) {
    hasher.text(key.scheme());
    hasher.text(key.code());
}

pub(super) fn feed_observation(hasher: &mut ContentHasher, observation: &Observation) {
    let Observation {
        role,
        rank,
        name,
        trade_name,
        state_registration,
        emails,
        phone,
        street,
        number,
        complement,
        district,
        city_code,
        city,
        uf,
        cep,
        country,
    } = observation;
    hasher.text(role.as_str());
    hasher.number(*rank as i64);
    let texts =
        [name, trade_name, state_registration, emails, phone, street, number, complement, district, city, cep, country];
    texts.into_iter().for_each(|text| hasher.optional(text.as_deref()));
    hasher.number(city_code.map_or(-1, |city| i64::from(city.code())));
    hasher.optional(uf.map(|uf| uf.as_str()));
}
