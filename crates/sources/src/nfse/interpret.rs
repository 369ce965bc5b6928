//! From a service note as written to a note as seen from the company.

use domain::facts::{
    Body, Document, Event, EventKind, Item, ItemAmounts, ItemClass, Note, ObservationRole, Purpose, Receivable, Side,
    Standing,
};
use domain::identity::ContentHasher;
use domain::note_key::ServiceKeyError;
use domain::record::{IgnoreReason, Record, Reject, RejectCause, Warning};
use domain::{Cents, CnpjRoot, ContentHash, Day, DocumentKey, NoteKey, Quantity, ServiceKey};

use super::raw::RawService;
use super::{Contents, SOURCE, TERM_DAYS, national_key};
use crate::nfe::interpret::Books;
use crate::nfe::parties::{feed, identify, observe};
use crate::nfe::raw::RawParty;

/// How much of what a service is described as is kept, in characters.
const DESCRIPTION: usize = 200;

/// How much of a code is kept.
const CODE: usize = 60;

impl Contents<'_> {
    /// The records of what was found.
    pub fn records(self, books: &Books<'_>) -> Vec<Record> {
        let is_ours = |issuer: &str| books.are_of(CnpjRoot::of_unchecked(issuer));
        let notes = self.notes.into_iter().map(|note| note.record(books));
        let mut records: Vec<Record> = notes.collect();
        records.extend(self.events.into_iter().map(|event| event.record(&is_ours)));
        records.extend(self.cancellations.into_iter().map(|cancellation| cancellation.record()));
        records.extend(self.requests.into_iter().map(|request| request.request()));
        let provisional = |label| Record::Ignored { label, reason: IgnoreReason::ProvisionalReceipt, trace: None };
        records.extend(self.provisional.into_iter().map(provisional));
        records
    }
}

impl<'a> RawService<'a> {
    fn record(self, books: &Books<'_>) -> Record {
        self.judged(books).unwrap_or_else(Record::Reject)
    }

    fn judged(&self, books: &Books<'_>) -> Result<Record, Reject> {
        let key = self.key()?;
        let by_us = books.are_of(self.provider().root());
        let to_us = books.are_of(self.taker.as_ref().and_then(RawParty::root));
        let ignored = |reason| Ok(Record::Ignored { label: key.to_string(), reason, trace: None });
        if self.is_test {
            return ignored(IgnoreReason::TestEnvironment);
        }
        let class = match (by_us, to_us) {
            (true, false) => ItemClass::Sale,
            (false, true) => ItemClass::Purchase,
            (true, true) => ItemClass::Intercompany,
            (false, false) => return ignored(IgnoreReason::NotOurs),
        };
        let (note, warnings) = self.note(key.into(), class, books)?;
        let document = Document {
            key: DocumentKey::of_note(&note.key),
            label: key.to_string(),
            standing: if self.cancellation.is_some() { Standing::Cancelled } else { Standing::Proven },
            body: Body::Note(Box::new(note)),
        };
        Ok(Record::Document { document, warnings })
    }

    fn note(&self, key: NoteKey, class: ItemClass, books: &Books<'_>) -> Result<(Note, Vec<Warning>), Reject> {
        let day = self.issued_on.or(self.processed_on).ok_or_else(|| self.missing(self.path_of("dhEmi")))?;
        let price = self.price.ok_or_else(|| self.missing(self.path_of("vServ")))?;
        let overflow = || self.reject(self.path_of("vServ"), None, RejectCause::Overflow);
        let total = price.checked_sub(self.discount).ok_or_else(overflow)?;
        let side = match class {
            ItemClass::Purchase => Side::Purchase,
            ItemClass::Intercompany => Side::Own,
            _ => Side::Sale,
        };
        let other = match side {
            Side::Sale => self.taker.as_ref(),
            Side::Purchase => Some(self.described_provider()),
            Side::Own => None,
        };
        let (party, party_warning) = other.map_or((None, None), |other| identify(other, SOURCE));
        let own = match (side, &self.taker) {
            (Side::Purchase, Some(taker)) => taker.tax_id(),
            _ => self.provider().tax_id(),
        };
        let free_text = self.free_text.as_deref().unwrap_or("");
        let note = Note {
            own: own.to_owned(),
            side,
            party,
            day,
            purpose: Purpose::Normal,
            total,
            total_with_outside_taxes: None,
            difference: Cents::ZERO,
            seller: books.hints.seller(free_text),
            order_number: self.order_number.as_deref().map(str::to_owned).or(books.hints.order_number(free_text)),
            items: vec![self.item(class, total)],
            receivables: if side == Side::Sale { self.receivables(day, total) } else { Vec::new() },
            references: Vec::new(),
            observations: other.and_then(|other| observe(other, ObservationRole::Registration)).into_iter().collect(),
            events: self.events(key, day),
            as_written: self.as_written(),
            key,
        };
        let mut warnings: Vec<Warning> = self.key_warning(&key).into_iter().collect();
        warnings.extend(party_warning);
        Ok((note, warnings))
    }

    fn key(&self) -> Result<ServiceKey, Reject> {
        let rejected =
            |written: &str, path: &str, cause: ServiceKeyError| self.reject(path, Some(written), cause.into());
        match self.id.as_deref() {
            Some("") => Err(self.missing("@Id")),
            Some(id) => national_key(id).map_err(|cause| rejected(id, "@Id", cause)),
            None => self.municipal_key(&self.number).map_err(|cause| rejected(&self.number, "Numero", cause)),
        }
    }

    /// The key of a note of the same provider and city.
    fn municipal_key(&self, number: &str) -> Result<ServiceKey, ServiceKeyError> {
        let of_provider = || self.described_provider().city_code.as_deref().unwrap_or("");
        let city = if self.city.is_empty() { of_provider() } else { &self.city };
        ServiceKey::municipal(self.provider().tax_id(), city, number)
    }

    /// Who renders the service, by tax id.
    fn provider(&self) -> &RawParty<'a> {
        if self.provider.tax_id().is_empty() { &self.emit } else { &self.provider }
    }

    /// Who renders the service, by name and address: the issuer where they are one.
    fn described_provider(&self) -> &RawParty<'a> {
        let is_issuer = [self.emit.tax_id(), ""].contains(&self.provider.tax_id());
        if is_issuer { &self.emit } else { &self.provider }
    }

    fn item(&self, class: ItemClass, total: Cents) -> Item {
        let product = if self.service_code.is_empty() { &self.city_service_code } else { &self.service_code };
        Item {
            line: 1,
            class,
            cfop: None,
            product: product.chars().take(CODE).collect(),
            description: self.description.chars().take(DESCRIPTION).collect(),
            ncm: None,
            unit: "UN".to_owned(),
            quantity: Quantity(10_000),
            amounts: ItemAmounts {
                revenue: total,
                billed: total,
                iss: self.iss,
                pis: self.pis,
                cofins: self.cofins,
                ibs: self.ibs,
                cbs: self.cbs,
                ..ItemAmounts::default()
            },
        }
    }

    fn receivables(&self, day: Day, total: Cents) -> Vec<Receivable> {
        let amount = self.net.unwrap_or(total);
        let number = self.number.trim_start_matches('0').chars().take(CODE).collect();
        let due = Receivable { ordinal: 1, number, due_on: day.plus_days(TERM_DAYS), amount };
        Some(due).filter(|due| due.amount > Cents::ZERO).into_iter().collect()
    }

    /// Its own cancellation, and that of the note it replaces.
    fn events(&self, key: NoteKey, day: Day) -> Vec<Event> {
        let cancelled = |target, on| Event { kind: EventKind::Cancellation, target, on, protocol: None };
        let own = self.cancellation.as_ref().map(|cancellation| cancelled(key, cancellation.on.unwrap_or(day)));
        let replaced = match self.id {
            Some(_) => national_key(&self.replaces).ok(),
            None => self.municipal_key(&self.replaces).ok(),
        };
        let replaced = replaced.map(NoteKey::from).filter(|replaced| *replaced != key);
        own.into_iter().chain(replaced.map(|replaced| cancelled(replaced, day))).collect()
    }

    fn key_warning(&self, key: &NoteKey) -> Option<Warning> {
        let in_note = self.emit.tax_id();
        let in_key = key.issuer();
        let agrees = in_key == in_note || in_note.len() == 11 && in_key.strip_prefix("000") == Some(in_note);
        let told = self.id.is_some() && !in_note.is_empty() && !agrees;
        told.then(|| Warning::KeyIssuer { in_key: in_key.to_owned(), in_note: in_note.to_owned() })
    }

    fn as_written(&self) -> ContentHash {
        let mut hasher = ContentHasher::new("service parties");
        feed(&mut hasher, Some(&self.emit));
        feed(&mut hasher, Some(&self.provider));
        feed(&mut hasher, self.taker.as_ref());
        hasher.number(self.net.map_or(-1, |net| net.0));
        hasher.finish()
    }

    /// Where a field stands, by its national name, in the note's own layout.
    fn path_of(&self, field: &str) -> &'static str {
        match (field, self.id.is_some()) {
            ("dhEmi", true) => "DPS/infDPS/dhEmi",
            ("dhEmi", false) => "DataEmissao",
            (_, true) => "DPS/infDPS/valores/vServPrest/vServ",
            (_, false) => "Servico/Valores/ValorServicos",
        }
    }

    fn missing(&self, path: &str) -> Reject {
        self.reject(path, None, RejectCause::Missing)
    }

    /// A reject of the note, at a path below its `infNFSe` or `InfNfse`.
    fn reject(&self, path: &str, value: Option<&str>, cause: RejectCause) -> Reject {
        let short = |text: &str| text.chars().take(CODE).collect();
        let (place, line) = &self.place;
        let name = self.id.as_deref().filter(|id| !id.is_empty()).unwrap_or(&self.number);
        Reject {
            record: Some(name).filter(|name| !name.is_empty()).map(short),
            line: Some(*line),
            path: Some(format!("{place}/{path}")),
            value: value.map(short),
            cause,
        }
    }
}
