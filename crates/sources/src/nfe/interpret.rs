//! From a note as written to a note as seen from the company.

use std::borrow::Cow;

use domain::facts::{
    Body, Document, Event, EventKind, Item, Note, ObservationRole, Purpose, Receivable, Reference, Side, Standing,
};
use domain::party::Party;
use domain::record::{IgnoreReason, Record, Reject, RejectCause, Warning};
use domain::{AccessKey, Cents, CnpjRoot, DocumentKey, NoteKey};

use super::amounts::amounts;
use super::classify::{Direction, item_class, side};
use super::events::{Protocol, Verdict};
use super::hints::Hints;
use super::parties::{GOODS, as_written, identify, observe};
use super::raw::{RawNote, RawParty};

/// What the name of the recipient says in notes of the test environment.
const TEST_RECIPIENT: &str = "NF-E EMITIDA EM AMBIENTE DE HOMOLOGACAO";

/// Whose notes are read, and what is looked for in their free text.
pub(crate) struct Books<'r> {
    pub roots: &'r [CnpjRoot],
    pub hints: &'r Hints,
}

impl Books<'_> {
    pub fn are_of(&self, root: Option<CnpjRoot>) -> bool {
        root.is_some_and(|root| self.roots.contains(&root))
    }

    /// The record a note comes to, given the protocol found with it.
    pub(super) fn record(&self, raw: RawNote<'_>, protocol: Option<&Protocol>) -> Record {
        self.judged(raw, protocol).unwrap_or_else(Record::Reject)
    }

    fn judged(&self, raw: RawNote<'_>, protocol: Option<&Protocol>) -> Result<Record, Reject> {
        let key = key_of(&raw, protocol)?;
        let direction = Direction {
            issued_by_us: self.are_of(raw.emit.root()),
            addressed_to_us: self.are_of(raw.dest.as_ref().and_then(RawParty::root)),
            is_exit: raw.ide.is_exit.ok_or_else(|| missing(&raw, "ide/tpNF"))?,
        };
        let ignored = |reason, kind: Option<EventKind>| Record::Ignored {
            label: key.to_string(),
            reason,
            trace: kind.filter(|_| direction.issued_by_us).map(|kind| trace(key, kind, &raw)),
        };
        let verdict = protocol.map_or(Verdict::Pending, Protocol::verdict);
        if raw.ide.is_test || is_test_recipient(&raw) {
            return Ok(ignored(IgnoreReason::TestEnvironment, Some(EventKind::Test)));
        }
        if !direction.issued_by_us && !direction.addressed_to_us {
            return Ok(ignored(IgnoreReason::NotOurs, None));
        }
        match verdict {
            Verdict::Denied => return Ok(ignored(IgnoreReason::Denied, Some(EventKind::Denial))),
            Verdict::Refused => return Ok(ignored(IgnoreReason::RefusedNote, None)),
            Verdict::Authorised | Verdict::Cancelled | Verdict::Pending => {}
        }
        let (note, mut warnings) = self.note(&raw, key, direction)?;
        let mut note = note;
        if verdict == Verdict::Cancelled {
            let on = protocol.and_then(|protocol| protocol.on).unwrap_or(note.day);
            let number = protocol.and_then(|protocol| protocol.number.clone());
            note.events.push(Event { kind: EventKind::Cancellation, target: note.key, on, protocol: number });
        }
        let standing = match verdict {
            Verdict::Authorised => Standing::Proven,
            Verdict::Cancelled => Standing::Cancelled,
            Verdict::Pending | Verdict::Denied | Verdict::Refused => Standing::Unproven,
        };
        if standing == Standing::Unproven {
            warnings.push(Warning::Unproven);
        }
        let document_key = DocumentKey::of_note(&note.key);
        let body = Body::Note(Box::new(note));
        let document = Document { key: document_key, label: key.to_string(), standing, body };
        Ok(Record::Document { document, warnings })
    }

    fn note(&self, raw: &RawNote<'_>, key: AccessKey, direction: Direction) -> Result<(Note, Vec<Warning>), Reject> {
        let day = raw.ide.issued_on.ok_or_else(|| missing(raw, "ide/dhEmi"))?;
        let total = raw.total.ok_or_else(|| missing(raw, "total/ICMSTot/vNF"))?;
        let purpose = purpose(raw)?;
        let overflow = || reject(raw, "det", None, RejectCause::Overflow);
        let (amounts, difference) = amounts(&raw.items, total).ok_or_else(overflow)?;
        let items: Vec<Item> = raw
            .items
            .iter()
            .zip(amounts)
            .filter_map(|(item, amounts)| {
                let cfop = item.cfop?;
                Some(Item {
                    line: item.line,
                    class: item_class(direction, purpose, cfop)?,
                    cfop: Some(cfop),
                    product: item.product.clone().into_owned(),
                    description: item.description.clone().into_owned(),
                    ncm: item.ncm,
                    unit: item.unit.clone().into_owned(),
                    quantity: item.quantity,
                    amounts,
                })
            })
            .collect();
        let side = side(items.iter().map(|item| item.class));
        let (party, party_warning) = self.other_party(raw, direction, side);
        let mut warnings = key_warnings(&key, &raw.emit);
        warnings.extend(party_warning);
        if difference != Cents::ZERO && side == Side::Sale {
            let items = total.checked_sub(difference).unwrap_or_default();
            warnings.push(Warning::TotalMismatch { items, total });
        }
        let free_text = raw.free_text.as_deref().unwrap_or("");
        let note = Note {
            key: key.into(),
            own: own_establishment(raw, direction).to_owned(),
            side,
            party,
            day,
            purpose,
            total,
            total_with_outside_taxes: raw.total_with_outside_taxes,
            difference,
            seller: self.hints.seller(free_text),
            order_number: order_number(raw).or_else(|| self.hints.order_number(free_text)),
            receivables: if side == Side::Sale && direction.issued_by_us && direction.is_exit {
                receivables(raw, day)
            } else {
                Vec::new()
            },
            references: references(raw),
            observations: observations(raw, direction, side),
            events: Vec::new(),
            as_written: as_written(raw),
            items,
        };
        Ok((note, warnings))
    }

    /// The other party; nobody where goods stay among ourselves, or where a consumer's return names
    /// us on both sides.
    fn other_party(&self, raw: &RawNote<'_>, direction: Direction, side: Side) -> (Option<Party>, Option<Warning>) {
        match counterparty(raw, direction) {
            Some(_) if side == Side::Own => (None, None),
            Some(party) if self.are_of(party.root()) => (None, None),
            Some(party) => identify(party, GOODS),
            None => (None, None),
        }
    }
}

fn key_of(raw: &RawNote<'_>, protocol: Option<&Protocol>) -> Result<AccessKey, Reject> {
    let written = raw.id.as_deref().filter(|id| !id.is_empty()).or(protocol.map(|protocol| protocol.key.as_str()));
    let written = written.ok_or_else(|| missing(raw, "@Id"))?;
    written.parse().map_err(|error: domain::access_key::AccessKeyError| reject(raw, "@Id", Some(written), error.into()))
}

fn key_warnings(key: &AccessKey, emit: &RawParty<'_>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if !key.check_digit_holds() {
        warnings.push(Warning::KeyCheckDigit);
    }
    let in_note = emit.tax_id();
    let agrees = key.issuer() == in_note || in_note.len() == 11 && key.issuer().strip_prefix("000") == Some(in_note);
    if !agrees {
        warnings.push(Warning::KeyIssuer { in_key: key.issuer().to_owned(), in_note: in_note.to_owned() });
    }
    warnings
}

/// A note that never existed still shows that its number was used.
fn trace(key: AccessKey, kind: EventKind, raw: &RawNote<'_>) -> Document {
    let on = raw.ide.issued_on.unwrap_or(super::events::month_of(&key));
    Document {
        key: DocumentKey::of("trace", &[key.as_str(), kind.as_str()]),
        label: key.to_string(),
        standing: Standing::Proven,
        body: Body::Event(Event { kind, target: NoteKey::from(key), on, protocol: None }),
    }
}

fn is_test_recipient(raw: &RawNote<'_>) -> bool {
    let name = raw.dest.as_ref().and_then(|dest| dest.name.as_deref()).unwrap_or("");
    name.to_uppercase().starts_with(TEST_RECIPIENT)
}

fn purpose(raw: &RawNote<'_>) -> Result<Purpose, Reject> {
    let ide = &raw.ide;
    Ok(match (ide.purpose.as_ref(), ide.credit_kind.trim_start_matches('0')) {
        ("1" | "", _) => Purpose::Normal,
        ("2", _) => Purpose::Complementary,
        ("3", _) => Purpose::Adjustment,
        ("4", _) => Purpose::Return,
        ("5", "3" | "6") => Purpose::CreditReturn,
        ("5", "4") => Purpose::CreditReduction,
        ("5", _) => Purpose::CreditOther,
        ("6", _) => Purpose::Debit,
        (code, _) => {
            let value = code.chars().take(20).collect();
            return Err(reject(raw, "ide/finNFe", Some(code), RejectCause::Code { value }));
        }
    })
}

fn own_establishment<'r>(raw: &'r RawNote<'_>, direction: Direction) -> &'r str {
    match (&raw.dest, direction.issued_by_us) {
        (Some(dest), false) => dest.tax_id(),
        _ => raw.emit.tax_id(),
    }
}

fn counterparty<'r, 'a>(raw: &'r RawNote<'a>, direction: Direction) -> Option<&'r RawParty<'a>> {
    if direction.issued_by_us { raw.dest.as_ref() } else { Some(&raw.emit) }
}

fn receivables(raw: &RawNote<'_>, day: domain::Day) -> Vec<Receivable> {
    let receivable = |(place, dup): (usize, &super::raw::RawDup<'_>)| Receivable {
        ordinal: place as u16 + 1,
        number: dup.number.clone().into_owned(),
        due_on: dup.due_on.unwrap_or(day),
        amount: dup.amount,
    };
    raw.dups.iter().enumerate().map(receivable).collect()
}

fn references(raw: &RawNote<'_>) -> Vec<Reference> {
    let of_note = raw.ide.references.iter().map(|&target| Reference { line: None, target, target_line: None });
    let of_items = raw.items.iter().filter_map(|item| {
        let (target, target_line) = item.reference?;
        Some(Reference { line: Some(item.line), target, target_line })
    });
    of_note.chain(of_items).collect()
}

fn observations(raw: &RawNote<'_>, direction: Direction, side: Side) -> Vec<domain::facts::Observation> {
    if side == Side::Own || direction.issued_by_us && direction.addressed_to_us {
        return Vec::new();
    }
    let registration = counterparty(raw, direction).and_then(|party| observe(party, ObservationRole::Registration));
    let delivery = raw.delivery.as_ref().filter(|_| direction.issued_by_us);
    let delivery = delivery.and_then(|place| observe(place, ObservationRole::Delivery));
    registration.into_iter().chain(delivery).collect()
}

fn order_number(raw: &RawNote<'_>) -> Option<String> {
    let of_items = raw.items.iter().find_map(|item| item.order_number.as_ref());
    raw.order_number.as_ref().or(of_items).map(|number: &Cow<'_, str>| number.clone().into_owned())
}

fn missing(raw: &RawNote<'_>, path: &str) -> Reject {
    reject(raw, path, None, RejectCause::Missing)
}

/// A reject of a note, at a path below its `infNFe`.
fn reject(raw: &RawNote<'_>, path: &str, value: Option<&str>, cause: RejectCause) -> Reject {
    let short = |text: &str| text.chars().take(60).collect();
    let (place, line) = &raw.place;
    Reject {
        record: raw.id.as_deref().filter(|id| !id.is_empty()).map(short),
        line: Some(*line),
        path: Some(format!("{place}/{path}")),
        value: value.map(short),
        cause,
    }
}
