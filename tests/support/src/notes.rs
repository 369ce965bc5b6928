//! Documents in the words of the domain, as a reader would give them.

use domain::facts::{
    Body, Document, Event, EventKind, Item, ItemAmounts, ItemClass, Note, Observation, ObservationRole, Purpose,
    Receivable, Reference, Settlement, Side, SourceRank, Standing, VoidedNumbers,
};
use domain::identity::ContentHasher;
use domain::party::{Party, PartyKey, PartyKind};
use domain::{AccessKey, Cents, ContentHash, CustomerKey, Day, DocumentKey, NoteKey, Quantity};
use store::Incoming;

use crate::home::COMPANY;

/// The access key of our NF-e (model 55) or NFC-e (65) of a number.
pub fn key(model: u8, number: u32) -> AccessKey {
    key_of(COMPANY, model, number)
}

/// The access key of someone's NF-e (model 55) or NFC-e (65) of a number.
pub fn key_of(issuer: &str, model: u8, number: u32) -> AccessKey {
    let key = format!("352603{issuer}{model:02}001{number:09}1{number:08}0");
    key.parse().expect("the issuer is a tax id, and the rest digits")
}

/// A sale of ours to be filled in: NF-e, proven, of 2026-03-02, to nobody, without lines.
pub fn note(number: u32) -> NoteBuilder {
    NoteBuilder {
        standing: Standing::Proven,
        note: Note {
            key: key(55, number).into(),
            own: COMPANY.to_owned(),
            side: Side::Sale,
            party: None,
            day: "2026-03-02".parse().expect("a date"),
            purpose: Purpose::Normal,
            total: Cents::ZERO,
            total_with_outside_taxes: None,
            difference: Cents::ZERO,
            seller: None,
            order_number: None,
            items: Vec::new(),
            receivables: Vec::new(),
            references: Vec::new(),
            observations: Vec::new(),
            events: Vec::new(),
            as_written: ContentHasher::new("test").finish(),
        },
    }
}

/// A cancellation of a note.
pub fn cancellation(target: AccessKey, on: &str) -> Document {
    event(EventKind::Cancellation, target, on)
}

/// Something that happened to a note, told apart from it.
pub fn event(kind: EventKind, target: AccessKey, on: &str) -> Document {
    let on: Day = on.parse().expect("a date");
    let target = NoteKey::from(target);
    Document {
        key: DocumentKey::of_event(&target, kind.as_str(), "1"),
        label: format!("{target}-{}-1", kind.as_str()),
        standing: Standing::Proven,
        body: Body::Event(Event { kind, target, on, protocol: None }),
    }
}

/// Payments of a note of ours (ECONF): when and how much of each. `sequence` tells reports of one note
/// apart.
pub fn settlement(target: AccessKey, sequence: u32, payments: &[(Day, i64)]) -> Document {
    let settlement = |(ordinal, (paid_on, cents)): (u16, &(Day, i64))| Settlement {
        ordinal,
        target,
        paid_on: *paid_on,
        amount: Cents(*cents),
        method: "15".to_owned(),
        protocol: Some(format!("1359{sequence:011}")),
    };
    Document {
        key: DocumentKey::of_event(&target.into(), "110750", &sequence.to_string()),
        label: format!("{target}-110750-{sequence}"),
        standing: Standing::Proven,
        body: Body::Settlements((1..).zip(payments).map(settlement).collect()),
    }
}

/// A report of payments taken back.
pub fn settlement_cancellation(target: AccessKey, sequence: u32, on: &str) -> Document {
    let mut document = event(EventKind::SettlementCancellation, target, on);
    document.key = DocumentKey::of_event(&target.into(), "110751", &sequence.to_string());
    if let Body::Event(event) = &mut document.body {
        event.protocol = Some(format!("1359{sequence:011}"));
    }
    document
}

/// Numbers of our NF-e (model 55) or NFC-e (65) declared unused.
pub fn voided(model: u8, first: u32, last: u32, on: &str) -> Document {
    let numbers =
        VoidedNumbers { issuer: COMPANY.to_owned(), model, series: 1, first, last, on: on.parse().expect("a date") };
    let parts = [numbers.issuer.clone(), model.to_string(), first.to_string(), last.to_string()];
    let parts = parts.each_ref().map(String::as_str);
    Document {
        key: DocumentKey::of("voiding", &parts),
        label: format!("inutilização {first} a {last}"),
        standing: Standing::Proven,
        body: Body::Voided(numbers),
    }
}

/// A document as it comes in from a file.
pub fn incoming(document: Document) -> Incoming {
    Incoming::new("nota.xml".into(), document, 1)
}

/// A note being filled in.
#[derive(Clone, Debug)]
pub struct NoteBuilder {
    standing: Standing,
    note: Note,
}

impl NoteBuilder {
    /// An NFC-e instead.
    pub fn coupon(mut self) -> Self {
        self.note.key = key(65, self.key().number()).into();
        self
    }

    /// Issued by someone else, under a number of theirs.
    pub fn issued_by(mut self, issuer: &str) -> Self {
        self.note.key = key_of(issuer, self.note.key.model(), self.key().number()).into();
        self
    }

    /// Its date.
    pub fn on(mut self, day: &str) -> Self {
        self.note.day = day.parse().expect("a date");
        self
    }

    /// Its date, as a value.
    pub fn on_day(mut self, day: Day) -> Self {
        self.note.day = day;
        self
    }

    /// The other party: a CNPJ, a CPF or `source:code`.
    pub fn to(mut self, customer: &str) -> Self {
        let Ok(CustomerKey::Party(key)) = customer.parse() else { panic!("{customer} is no party") };
        let kind = match &key {
            PartyKey::Cnpj(_) => PartyKind::Company,
            PartyKey::Cpf(_) => PartyKind::Person,
            PartyKey::Coded { .. } => PartyKind::Foreign,
        };
        self.note.party = Some(Party { key, kind });
        self
    }

    /// Which side of the books it stands on.
    pub fn side(mut self, side: Side) -> Self {
        self.note.side = side;
        self
    }

    /// What it was issued for.
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.note.purpose = purpose;
        self
    }

    /// Without protocol.
    pub fn unproven(mut self) -> Self {
        self.standing = Standing::Unproven;
        self
    }

    /// Its own protocol says that it was cancelled on a day.
    pub fn cancelled(mut self, on: &str) -> Self {
        let on = on.parse().expect("a date");
        self.standing = Standing::Cancelled;
        self.note.events.push(Event { kind: EventKind::Cancellation, target: self.note.key, on, protocol: None });
        self
    }

    /// Who sold, by its free text.
    pub fn sold_by(mut self, seller: &str) -> Self {
        self.note.seller = Some(seller.to_owned());
        self
    }

    /// A line of a class, worth so much, billed at the same.
    pub fn line(self, class: ItemClass, product: &str, revenue_cents: i64) -> Self {
        self.taxed_line(class, product, revenue_cents, 0)
    }

    /// A line with ICMS-ST on top.
    pub fn taxed_line(mut self, class: ItemClass, product: &str, revenue_cents: i64, icms_st_cents: i64) -> Self {
        let billed = Cents(revenue_cents + icms_st_cents);
        let amounts = ItemAmounts {
            revenue: Cents(revenue_cents),
            billed,
            icms_st: Cents(icms_st_cents),
            ..ItemAmounts::default()
        };
        self.note.items.push(Item {
            line: self.note.items.len() as u16 + 1,
            class,
            cfop: "5102".parse().ok(),
            product: product.to_owned(),
            description: format!("Produto {product}"),
            ncm: None,
            unit: "UN".to_owned(),
            quantity: Quantity(10_000),
            amounts,
        });
        self.note.total = Cents(self.note.total.0 + billed.0);
        self
    }

    /// A line sold.
    pub fn sale(self, product: &str, revenue_cents: i64) -> Self {
        self.line(ItemClass::Sale, product, revenue_cents)
    }

    /// It refers to another note as a whole.
    pub fn refers_to(mut self, target: AccessKey) -> Self {
        self.note.references.push(Reference { line: None, target, target_line: None });
        self
    }

    /// One of its lines refers to a line of another note.
    pub fn line_refers_to(mut self, line: u16, target: AccessKey, target_line: u16) -> Self {
        self.note.references.push(Reference { line: Some(line), target, target_line: Some(target_line) });
        self
    }

    /// One of its lines refers to another note, without saying to which of its lines.
    pub fn line_refers_to_note(mut self, line: u16, target: AccessKey) -> Self {
        self.note.references.push(Reference { line: Some(line), target, target_line: None });
        self
    }

    /// What it says the other party is called, and nothing else of it.
    pub fn naming(mut self, name: &str) -> Self {
        let mut observation = Observation::new(ObservationRole::Registration, SourceRank::FiscalDocument);
        observation.name = Some(name.to_owned());
        self.note.observations.push(observation);
        self
    }

    /// What it says of the other party.
    pub fn saying(mut self, name: &str, city: &str, uf: &str) -> Self {
        let mut observation = Observation::new(ObservationRole::Registration, SourceRank::FiscalDocument);
        observation.name = Some(name.to_owned());
        observation.city = Some(city.to_owned());
        observation.uf = Some(uf.parse().expect("a state"));
        self.note.observations.push(observation);
        self
    }

    /// What it says of how to reach the other party, beside an address.
    pub fn reachable(mut self, street: &str, cep: &str, emails: &str, phone: &str) -> Self {
        let mut observation = Observation::new(ObservationRole::Registration, SourceRank::FiscalDocument);
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        observation.street = said(street);
        observation.cep = said(cep);
        observation.emails = said(emails);
        observation.phone = said(phone);
        self.note.observations.push(observation);
        self
    }

    /// An amount due.
    pub fn due(mut self, on: &str, amount_cents: i64) -> Self {
        self.note.receivables.push(Receivable {
            ordinal: self.note.receivables.len() as u16 + 1,
            number: format!("{:03}", self.note.receivables.len() + 1),
            due_on: on.parse().expect("a date"),
            amount: Cents(amount_cents),
        });
        self
    }

    /// The note's key.
    pub fn key(&self) -> AccessKey {
        self.note.key.goods().expect("a note of goods")
    }

    /// The document.
    pub fn document(mut self) -> Document {
        let key = self.note.key;
        self.note.as_written = as_written(&self.note);
        let body = Body::Note(Box::new(self.note));
        Document { key: DocumentKey::of_note(&key), label: key.to_string(), standing: self.standing, body }
    }
}

/// Stands for what a reader hashes of issuer, recipient and instalments.
fn as_written(note: &Note) -> ContentHash {
    let mut hasher = ContentHasher::new("test");
    hasher.text(&format!("{:?}{:?}{:?}", note.party, note.observations, note.receivables));
    hasher.finish()
}
