//! From a document of the books to a note as seen from the company.

use domain::cfop::ReturnIssuer;
use domain::facts::{
    Body, Document, Event, EventKind, Item, ItemAmounts, ItemClass, Note, ObservationRole, Purpose, Reference, Side,
    Standing, VoidedNumbers,
};
use domain::identity::ContentHasher;
use domain::party::Party;
use domain::record::{IgnoreReason, Record, Reject, RejectCause, Warning};
use domain::{AccessKey, Cents, Cfop, CnpjRoot, DocumentKey, NoteKey, Quantity, ServiceKey};

use super::Kind;
use super::books::Books;
use super::document::{RawDocument, RawItem};
use super::lines::Read;
use crate::nfe::classify::{Direction, item_class, side};
use crate::nfe::events::month_of_key;
use crate::nfe::parties::{GOODS, feed, identify, observe};
use crate::nfe::raw::RawParty;

/// How much of a text is kept, in characters.
const TEXT: usize = 200;

/// What the books say became of a document (`COD_SIT`).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Situation {
    Regular,
    Complementary,
    Cancelled,
    Denied,
    Voided,
}

impl<'a> Books<'_, 'a> {
    /// The record that a document comes to.
    pub fn record(&mut self, raw: RawDocument<'a>) -> Read<Record> {
        if let Some(wrong) = raw.wrong {
            return Err(wrong);
        }
        let situation = situation(&raw)?;
        if situation == Situation::Voided {
            return self.voided(&raw);
        }
        let ignored = |label, reason| Ok(Record::Ignored { label, reason, trace: None });
        if !raw.is_service && raw.key.is_empty() {
            return ignored(raw.name(), IgnoreReason::WithoutKey);
        }
        let is_exit = !flag(&raw, &raw.direction, "IND_OPER")?;
        // Whoever issued the note of a service, who renders it is its provider.
        let by_us = if raw.is_service { is_exit } else { flag(&raw, &raw.issuer, "IND_EMIT")? };
        let party = Some(&raw.participant).filter(|code| !code.is_empty()).map(|code| self.participant(code));
        let known = party.flatten();
        let key = self.key(&raw, by_us, known)?;
        match situation {
            Situation::Cancelled => return Ok(self.happened(&raw, key, EventKind::Cancellation)),
            Situation::Denied => {
                let (label, reason) = (key.to_string(), IgnoreReason::Denied);
                let trace = by_us.then(|| self.trace(&raw, key));
                return Ok(Record::Ignored { label, reason, trace });
            }
            Situation::Regular | Situation::Complementary | Situation::Voided => {}
        }
        if !by_us && is_exit {
            return ignored(key.to_string(), IgnoreReason::NotOurs);
        }
        if !by_us && self.are_of(CnpjRoot::of_unchecked(key.issuer())) {
            return ignored(key.to_string(), IgnoreReason::BookedByRecipient);
        }
        let seen = Seen { key, by_us, is_exit, complementary: situation == Situation::Complementary };
        let (note, mut warnings) = self.note(&raw, seen, known)?;
        if party.is_some() && known.is_none() {
            let code = raw.participant.chars().take(60).collect();
            warnings.push(Warning::UnknownParticipant { code });
        }
        if by_us {
            self.declare(&note, is_exit);
        }
        let document = Document {
            key: DocumentKey::of_note(&note.key),
            label: note.key.to_string(),
            standing: self.standing(),
            body: Body::Note(Box::new(note)),
        };
        Ok(Record::Document { document, warnings })
    }

    /// Books of contributions name products: they say more than those of ICMS.
    fn standing(&self) -> Standing {
        match (self.header.kind, self.header.replaces) {
            (Kind::IcmsIpi, false) => Standing::Declared,
            (Kind::IcmsIpi, true) => Standing::DeclaredAgain,
            (Kind::Contributions, false) => Standing::DeclaredByItem,
            (Kind::Contributions, true) => Standing::DeclaredByItemAgain,
        }
    }

    /// A service's key is the national one, or is made of provider, city and number as ABRASF's.
    fn key(&self, raw: &RawDocument<'a>, by_us: bool, other: Option<&RawParty<'a>>) -> Read<NoteKey> {
        if !raw.is_service {
            let key = raw.key.parse::<AccessKey>();
            return key.map(NoteKey::from).map_err(|cause| reject(raw, "CHV_NFE", Some(&raw.key), cause.into()));
        }
        if let Ok(key) = raw.key.parse::<ServiceKey>() {
            return Ok(key.into());
        }
        let provider = if by_us { Some(self.establishment.as_str()) } else { other.map(RawParty::tax_id) };
        let city = if by_us { Some(self.city()) } else { other.and_then(|other| other.city_code.as_deref()) };
        ServiceKey::municipal(provider.unwrap_or(""), city.unwrap_or(""), &raw.number)
            .map(NoteKey::from)
            .map_err(|cause| reject(raw, "NUM_DOC", Some(&raw.number), cause.into()))
    }

    /// Something that the books say happened to a note.
    fn happened(&self, raw: &RawDocument<'a>, key: NoteKey, kind: EventKind) -> Record {
        let event = if raw.is_service { "cancelamento" } else { "110111" };
        let on = raw.day.unwrap_or_else(|| self.month_of(&key));
        let document = Document {
            key: DocumentKey::of_event(&key, event, "1"),
            label: format!("{key}-{event}-1"),
            standing: self.standing(),
            body: Body::Event(Event { kind, target: key, on, protocol: None }),
        };
        Record::Document { document, warnings: Vec::new() }
    }

    /// A denied note still shows that its number was used.
    fn trace(&self, raw: &RawDocument<'a>, key: NoteKey) -> Document {
        let kind = EventKind::Denial;
        let on = raw.day.unwrap_or_else(|| self.month_of(&key));
        Document {
            key: DocumentKey::of("trace", &[key.as_str(), kind.as_str()]),
            label: key.to_string(),
            standing: self.standing(),
            body: Body::Event(Event { kind, target: key, on, protocol: None }),
        }
    }

    fn month_of(&self, key: &NoteKey) -> domain::Day {
        if key.year_month().is_some() { month_of_key(key) } else { self.header.from }
    }

    fn voided(&self, raw: &RawDocument<'a>) -> Read<Record> {
        let wrong = |name, value: &str| {
            let cause = RejectCause::Code { value: value.chars().take(20).collect() };
            reject(raw, name, Some(value), cause)
        };
        let number = raw.number.parse().map_err(|_| wrong("NUM_DOC", &raw.number))?;
        let numbers = VoidedNumbers {
            issuer: self.establishment.clone(),
            model: raw.model.parse().map_err(|_| wrong("COD_MOD", &raw.model))?,
            series: if raw.series.is_empty() {
                0
            } else {
                raw.series.parse().map_err(|_| wrong("SER", &raw.series))?
            },
            first: number,
            last: number,
            on: raw.day.unwrap_or(self.header.from),
        };
        let series = numbers.series.to_string();
        let parts = [&numbers.issuer, &raw.model, &series, &raw.number, &raw.number].map(String::as_str);
        let document = Document {
            key: DocumentKey::of("voiding", &parts),
            label: format!(
                "inutilização {} modelo {} série {series} números {number} a {number}",
                numbers.issuer, raw.model
            ),
            standing: self.standing(),
            body: Body::Voided(numbers),
        };
        Ok(Record::Document { document, warnings: Vec::new() })
    }

    fn note(&self, raw: &RawDocument<'a>, seen: Seen, other: Option<&RawParty<'a>>) -> Read<(Note, Vec<Warning>)> {
        let day = raw.day.ok_or_else(|| reject(raw, "DT_DOC", None, RejectCause::Missing))?;
        let direction = Direction {
            issued_by_us: seen.by_us,
            addressed_to_us: !seen.by_us || self.are_of(other.and_then(RawParty::root)),
            is_exit: seen.is_exit,
        };
        let purpose = if seen.complementary { Purpose::Complementary } else { Purpose::Normal };
        let class = |cfop: Option<Cfop>| match cfop {
            Some(cfop) if seen.by_us => item_class(direction, purpose, cfop).unwrap_or(ItemClass::Other),
            // Booked with our own entry's CFOP, whatever the supplier wrote.
            Some(cfop) if cfop.is_sales_return(ReturnIssuer::Own, false) => ItemClass::Return,
            Some(_) => ItemClass::Purchase,
            None => service_class(direction),
        };
        let items = self.items(raw, class).ok_or_else(|| reject(raw, "VL_DOC", None, RejectCause::Overflow))?;
        let billed = Cents::checked_sum(items.iter().map(|item| item.amounts.billed));
        let difference = billed.and_then(|billed| raw.total.checked_sub(billed));
        let difference = difference.ok_or_else(|| reject(raw, "VL_DOC", None, RejectCause::Overflow))?;
        let side = match items.is_empty() {
            true if seen.by_us && seen.is_exit => Side::Sale,
            true => Side::Purchase,
            false => side(items.iter().map(|item| item.class)),
        };
        let (party, warning) = self.party(direction, side, other);
        let mut warnings: Vec<Warning> = warning.into_iter().collect();
        if difference != Cents::ZERO && side == Side::Sale {
            let items = raw.total.checked_sub(difference).unwrap_or_default();
            warnings.push(Warning::TotalMismatch { items, total: raw.total });
        }
        let described = other.filter(|_| side != Side::Own && party.is_some());
        let mut hasher = ContentHasher::new("participant");
        feed(&mut hasher, other);
        let note = Note {
            key: seen.key,
            own: self.establishment.clone(),
            side,
            party,
            day,
            purpose,
            total: raw.total,
            total_with_outside_taxes: None,
            difference,
            seller: None,
            order_number: None,
            items,
            receivables: Vec::new(),
            references: raw
                .references
                .iter()
                .map(|&target| Reference { line: None, target, target_line: None })
                .collect(),
            observations: described
                .and_then(|other| observe(other, ObservationRole::Registration))
                .into_iter()
                .collect(),
            events: Vec::new(),
            as_written: hasher.finish(),
        };
        Ok((note, warnings))
    }

    fn party(
        &self,
        direction: Direction,
        side: Side,
        other: Option<&RawParty<'a>>,
    ) -> (Option<Party>, Option<Warning>) {
        let ours = direction.issued_by_us && direction.addressed_to_us;
        match other.filter(|_| !ours && side != Side::Own) {
            Some(other) => identify(other, GOODS),
            None => (None, None),
        }
    }

    /// Its lines, by products where it has them. `None` where a sum overflows.
    fn items(&self, raw: &RawDocument<'a>, class: impl Fn(Option<Cfop>) -> ItemClass) -> Option<Vec<Item>> {
        if raw.is_service && raw.products.is_empty() {
            let whole = RawItem { value: raw.total, quantity: Quantity(10_000), ..RawItem::default() };
            return Some(vec![self.item(raw, &whole, 1, class(None), Cents::ZERO)?]);
        }
        let by_product = !raw.products.is_empty();
        let lines = if by_product { &raw.products } else { &raw.sums };
        let charges = if by_product { shares(raw.charges, lines)? } else { vec![Cents::ZERO; lines.len()] };
        let line = |(place, (item, charge)): (usize, (&RawItem<'a>, Cents))| {
            self.item(raw, item, place as u16 + 1, class(item.cfop), charge)
        };
        lines.iter().zip(charges).enumerate().map(line).collect()
    }

    fn item(
        &self,
        raw: &RawDocument<'a>,
        item: &RawItem<'a>,
        line: u16,
        class: ItemClass,
        charges: Cents,
    ) -> Option<Item> {
        let price = item.value.checked_sub(item.discount)?.checked_add(charges)?;
        let on_top = item.icms_st.checked_add(item.ipi)?;
        // The sum of a CFOP in the books of ICMS has taxes on top in it, the price of a product has not.
        let is_sum = raw.products.is_empty() && item.cfop.is_some();
        let (revenue, billed) =
            if is_sum { (price.checked_sub(on_top)?, price) } else { (price, price.checked_add(on_top)?) };
        let cut = |text: &str| -> String { text.chars().take(TEXT).collect() };
        let known = self.product(&item.product);
        let (product, description) = match item.cfop.filter(|_| is_sum) {
            Some(cfop) => (format!("CFOP {cfop}"), format!("Total do CFOP {cfop} na escrituração")),
            None => {
                let description = known.map_or(item.complement.as_ref(), |known| known.description.as_ref());
                (cut(&item.product), cut(description))
            }
        };
        Some(Item {
            line,
            class,
            cfop: item.cfop,
            product,
            description,
            ncm: known.and_then(|known| known.ncm),
            unit: if is_sum { "UN".to_owned() } else { cut(&item.unit) },
            quantity: if is_sum { Quantity(10_000) } else { item.quantity },
            amounts: ItemAmounts {
                revenue,
                billed,
                icms: item.icms,
                icms_st: item.icms_st,
                ipi: item.ipi,
                iss: if line == 1 { raw.iss } else { Cents::ZERO },
                pis: item.pis,
                cofins: item.cofins,
                ..ItemAmounts::default()
            },
        })
    }
}

/// A note as the books place it.
#[derive(Clone, Copy)]
struct Seen {
    key: NoteKey,
    by_us: bool,
    is_exit: bool,
    complementary: bool,
}

fn service_class(direction: Direction) -> ItemClass {
    match (direction.issued_by_us, direction.addressed_to_us) {
        (true, true) => ItemClass::Intercompany,
        (true, false) if direction.is_exit => ItemClass::Sale,
        _ => ItemClass::Purchase,
    }
}

/// An amount shared among products by their prices, the shares adding up to it.
fn shares(amount: Cents, items: &[RawItem<'_>]) -> Option<Vec<Cents>> {
    let whole = Cents::checked_sum(items.iter().map(|item| item.value))?.0;
    if amount == Cents::ZERO || whole <= 0 {
        return Some(vec![Cents::ZERO; items.len()]);
    }
    let (mut seen, mut given) = (0_i64, 0_i64);
    let share = |item: &RawItem<'_>| {
        seen = seen.checked_add(item.value.0)?;
        let so_far = i128::from(amount.0) * i128::from(seen) / i128::from(whole);
        let so_far = i64::try_from(so_far).ok()?;
        let share = so_far.checked_sub(given)?;
        given = so_far;
        Some(Cents(share))
    };
    items.iter().map(share).collect()
}

fn situation(raw: &RawDocument<'_>) -> Read<Situation> {
    Ok(match raw.situation.as_str() {
        "0" | "1" | "8" => Situation::Regular,
        "6" | "7" => Situation::Complementary,
        "2" | "3" => Situation::Cancelled,
        "4" => Situation::Denied,
        "5" => Situation::Voided,
        code => return Err(reject(raw, "COD_SIT", Some(code), unknown(code))),
    })
}

/// Whether an indicator is 0; anything but 0 and 1 means nothing.
fn flag(raw: &RawDocument<'_>, code: &str, name: &str) -> Read<bool> {
    match code {
        "0" => Ok(true),
        "1" => Ok(false),
        code => Err(reject(raw, name, Some(code), unknown(code))),
    }
}

fn unknown(code: &str) -> RejectCause {
    RejectCause::Code { value: code.chars().take(20).collect() }
}

/// A reject at a field of the document's own register.
fn reject(raw: &RawDocument<'_>, field: &str, value: Option<&str>, cause: RejectCause) -> Box<Reject> {
    let register = if raw.is_service { "A100" } else { "C100" };
    let short = |text: &str| text.chars().take(60).collect();
    Box::new(Reject {
        record: Some(short(&raw.name())),
        line: Some(raw.line),
        path: Some(format!("{register}/{field}")),
        value: value.map(short),
        cause,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up() {
        let items = [100, 100, 100].map(|value| RawItem { value: Cents(value), ..RawItem::default() });
        assert_eq!(shares(Cents(100), &items), Some(vec![Cents(33), Cents(33), Cents(34)]));
        assert_eq!(shares(Cents(0), &items), Some(vec![Cents(0); 3]));
        assert_eq!(shares(Cents(5), &[]), Some(vec![]));
    }
}
