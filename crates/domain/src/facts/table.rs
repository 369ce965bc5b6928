//! What the rows of spreadsheets state: sales, receivables, registrations, products, sellers.
//!
//! Texts that repeat from row to row (a customer's data, a product's) are shared, not copied: a table
//! may have millions of rows and a few thousand customers.

use std::sync::Arc;

use crate::facts::content::{feed_observation, feed_party_key};
use crate::facts::{Observation, Standing};
use crate::identity::ContentHasher;
use crate::party::{Party, PartyKey};
use crate::{Cents, ContentHash, Day, DocumentKey, Quantity};

/// The rows that one import holds of one document of a table, all files together: the multiset of
/// rows that bear its number in one year, or one row where the table numbers nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<R> {
    /// The source: the ERP recognised, `tabela`, or the name its bringer gave.
    pub source: Arc<str>,
    /// The document's number within kind, source and year; `None` where the table has none.
    pub number: Option<Arc<str>>,
    /// Its rows, in an order that does not depend on the files' or the rows' order.
    pub rows: Vec<R>,
    /// What each row says, in the same order.
    contents: Vec<ContentHash>,
}

/// Whom a row is about, as the row says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowParty {
    party: Party,
    linked: Option<PartyKey>,
    observation: Option<Observation>,
    content: ContentHash,
}

/// What a row of sales says about the product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProduct {
    code: Option<String>,
    description: Option<String>,
    category: Option<String>,
    unit: Option<String>,
    content: ContentHash,
}

/// A line of sales: an item, or a whole document where the table has one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleRow {
    /// The document's number, with its series and branch where given.
    pub number: Option<Arc<str>>,
    /// The day of the sale.
    pub day: Day,
    /// The customer; `None` for a consumer without identification.
    pub customer: Option<Arc<RowParty>>,
    /// The product, where the line is an item.
    pub product: Option<Arc<RowProduct>>,
    /// Whether it takes revenue away: the table says so by a negative amount or a type of document.
    /// The amounts below are then of what came back.
    pub returned: bool,
    /// How much was sold, never negative; `None` where not given.
    pub quantity: Option<Quantity>,
    /// What the line is worth, never negative.
    pub revenue: Cents,
    /// With the taxes collected on top, where the table gives that too.
    pub billed: Option<Cents>,
    /// What the goods cost, where given.
    pub cost: Option<Cents>,
    /// The seller.
    pub seller: Option<Arc<str>>,
}

/// A receivable, or one parcel of it, with what was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleRow {
    /// The document's number, with its series and branch where given.
    pub number: Option<Arc<str>>,
    /// Which parcel, as written.
    pub parcel: Option<Arc<str>>,
    /// Who owes.
    pub customer: Arc<RowParty>,
    /// When it was issued.
    pub issued_on: Option<Day>,
    /// When it is due.
    pub due_on: Day,
    /// Whether it is a credit of the customer's (a credit note, an advance).
    pub credit: bool,
    /// The amount due, never negative.
    pub amount: Cents,
    /// When it was last paid.
    pub paid_on: Option<Day>,
    /// How much was paid or written off in all.
    pub paid_amount: Option<Cents>,
    /// What is still open.
    pub open: Option<Cents>,
    /// How it is paid.
    pub method: Option<Arc<str>>,
    /// The bank's number of its slip (*nosso número*).
    pub bank_number: Option<Arc<str>>,
    /// The seller.
    pub seller: Option<Arc<str>>,
}

/// A line of a customer list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationRow {
    /// The customer, what is said about it, and which other key it goes by.
    pub customer: Arc<RowParty>,
    /// The seller responsible for it.
    pub owner: Option<Arc<str>>,
    /// The day it was said: the import's, for lists bear no date. Outside the content: the same list
    /// brought again says nothing new.
    pub observed_on: Day,
}

/// A line of a product list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductRow {
    /// Our code; the description where the list has no codes.
    pub code: Arc<str>,
    /// What it is.
    pub description: Option<String>,
    /// Its category.
    pub category: Option<Arc<str>>,
    /// Its brand.
    pub brand: Option<Arc<str>>,
    /// The unit it is sold by.
    pub unit: Option<Arc<str>>,
    /// What one unit costs.
    pub cost: Option<Cents>,
}

/// A line of a list of sellers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SellerRow {
    /// The seller's code; the name where the list has no codes.
    pub code: Arc<str>,
    /// The name.
    pub name: Option<String>,
    /// The team.
    pub team: Option<Arc<str>>,
    /// Who leads them.
    pub manager: Option<Arc<str>>,
}

/// One row of any table that states facts.
pub trait TableRow: Clone + Send {
    /// The kind of document its rows make up, part of the document's key.
    const KIND: &'static str;

    /// The document's number, for kinds whose documents have one.
    fn number(&self) -> Option<&Arc<str>>;

    /// The year within which its number names one document: numbers begin again. `None` for kinds
    /// whose numbers do not, and where the row does not say.
    fn year(&self) -> Option<i16> {
        None
    }

    /// Feeds everything the row says.
    fn feed(&self, hasher: &mut ContentHasher);

    /// The document's body.
    fn body(stated: Stated<Self>) -> crate::facts::Body;

    /// What the row says.
    fn content(&self) -> ContentHash {
        let mut hasher = ContentHasher::new(Self::KIND);
        self.feed(&mut hasher);
        hasher.finish()
    }
}

impl<R: TableRow> Stated<R> {
    /// The rows of one document, in the order of what they say.
    pub fn new(source: Arc<str>, number: Option<Arc<str>>, rows: Vec<R>) -> Self {
        let contents: Vec<ContentHash> = rows.iter().map(R::content).collect();
        if contents.is_sorted() {
            return Self { source, number, rows, contents };
        }
        let mut said: Vec<(ContentHash, R)> = contents.into_iter().zip(rows).collect();
        said.sort_unstable_by_key(|(content, _)| *content);
        let (contents, rows) = said.into_iter().unzip();
        Self { source, number, rows, contents }
    }

    /// The document that these rows make up. `ordinal` tells apart rows of one import that say the
    /// same, where no number does.
    pub fn into_document(self, ordinal: i64) -> crate::facts::Document {
        let mut hasher = ContentHasher::new(R::KIND);
        hasher.text(&self.source);
        hasher.optional(self.number.as_deref());
        if let (Some(_), Some(year)) = (&self.number, self.rows.first().and_then(R::year)) {
            hasher.number(i64::from(year));
        }
        if let (None, Some(content)) = (&self.number, self.contents.first()) {
            hasher.bytes(&content.0);
            hasher.number(ordinal);
        }
        let key = DocumentKey(hasher.finish().0);
        let label = match &self.number {
            Some(number) => format!("{}:{number}", self.source),
            None => format!("{}: linha sem número", self.source),
        };
        crate::facts::Document { key, label, standing: Standing::Stated, body: R::body(self) }
    }

    /// Feeds source, number and the multiset of rows.
    pub(super) fn feed(&self, hasher: &mut ContentHasher) {
        let Self { source, number, rows: _, contents } = self;
        hasher.text(source);
        hasher.optional(number.as_deref());
        contents.iter().for_each(|content| hasher.bytes(&content.0));
    }
}

impl RowParty {
    /// A party, another key that the row gives the same customer (its code beside its tax id), and
    /// what the row says about it.
    pub fn new(party: Party, linked: Option<PartyKey>, observation: Option<Observation>) -> Self {
        let mut hasher = ContentHasher::new("row_party");
        feed_party_key(&mut hasher, &party.key);
        hasher.text(party.kind.as_str());
        hasher.number(i64::from(linked.is_some()));
        linked.iter().for_each(|key| feed_party_key(&mut hasher, key));
        hasher.number(i64::from(observation.is_some()));
        observation.iter().for_each(|one| feed_observation(&mut hasher, one));
        let content = hasher.finish();
        Self { party, linked, observation, content }
    }

    /// The party the row's facts belong to.
    pub fn party(&self) -> &Party {
        &self.party
    }

    /// The other key of the same customer.
    pub fn linked(&self) -> Option<&PartyKey> {
        self.linked.as_ref()
    }

    /// The hash of what the row says about it, keys included.
    pub fn content(&self) -> ContentHash {
        self.content
    }

    /// What the row says about it.
    pub fn observation(&self) -> Option<&Observation> {
        self.observation.as_ref()
    }
}

impl RowProduct {
    /// A product by code, description, category and unit; `None` where the row gives none of these.
    pub fn new(
        code: Option<String>,
        description: Option<String>,
        category: Option<String>,
        unit: Option<String>,
    ) -> Option<Self> {
        let texts = [&code, &description, &category, &unit];
        if texts.iter().all(|text| text.is_none()) {
            return None;
        }
        let mut hasher = ContentHasher::new("row_product");
        texts.into_iter().for_each(|text| hasher.optional(text.as_deref()));
        let content = hasher.finish();
        Some(Self { code, description, category, unit, content })
    }

    /// Our code.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// What it is.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// Its category.
    pub fn category(&self) -> Option<&str> {
        self.category.as_deref()
    }

    /// The unit of the quantity.
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }
}

impl TableRow for SaleRow {
    const KIND: &'static str = "table_sale";

    fn number(&self) -> Option<&Arc<str>> {
        self.number.as_ref()
    }

    fn year(&self) -> Option<i16> {
        Some(self.day.ymd().0)
    }

    fn feed(&self, hasher: &mut ContentHasher) {
        let Self { number, day, customer, product, returned, quantity, revenue, billed, cost, seller } = self;
        hasher.optional(number.as_deref());
        hasher.number(i64::from(day.epoch_days()));
        feed_shared(hasher, customer.as_ref().map(|customer| &customer.content));
        feed_shared(hasher, product.as_ref().map(|product| &product.content));
        hasher.number(i64::from(*returned));
        feed_amount(hasher, quantity.map(|quantity| quantity.0));
        hasher.number(revenue.0);
        feed_amount(hasher, billed.map(|billed| billed.0));
        feed_amount(hasher, cost.map(|cost| cost.0));
        hasher.optional(seller.as_deref());
    }

    fn body(stated: Stated<Self>) -> crate::facts::Body {
        crate::facts::Body::Sale(Box::new(stated))
    }
}

impl TableRow for TitleRow {
    const KIND: &'static str = "table_title";

    fn number(&self) -> Option<&Arc<str>> {
        self.number.as_ref()
    }

    fn year(&self) -> Option<i16> {
        self.issued_on.map(|day| day.ymd().0)
    }

    fn feed(&self, hasher: &mut ContentHasher) {
        let Self {
            number,
            parcel,
            customer,
            issued_on,
            due_on,
            credit,
            amount,
            paid_on,
            paid_amount,
            open,
            method,
            bank_number,
            seller,
        } = self;
        for text in [number, parcel, method, bank_number, seller] {
            hasher.optional(text.as_deref());
        }
        hasher.bytes(&customer.content.0);
        hasher.number(i64::from(due_on.epoch_days()));
        hasher.number(i64::from(*credit));
        hasher.number(amount.0);
        for day in [issued_on, paid_on] {
            feed_amount(hasher, day.map(|day| i64::from(day.epoch_days())));
        }
        for cents in [paid_amount, open] {
            feed_amount(hasher, cents.map(|cents| cents.0));
        }
    }

    fn body(stated: Stated<Self>) -> crate::facts::Body {
        crate::facts::Body::Title(Box::new(stated))
    }
}

impl TableRow for RegistrationRow {
    const KIND: &'static str = "table_registration";

    /// None: what one list said stays in the history beside what a later one says.
    fn number(&self) -> Option<&Arc<str>> {
        None
    }

    fn feed(&self, hasher: &mut ContentHasher) {
        let Self { customer, owner, observed_on: _ } = self;
        hasher.bytes(&customer.content.0);
        hasher.optional(owner.as_deref());
    }

    fn body(stated: Stated<Self>) -> crate::facts::Body {
        crate::facts::Body::Registration(Box::new(stated))
    }
}

impl TableRow for ProductRow {
    const KIND: &'static str = "table_product";

    fn number(&self) -> Option<&Arc<str>> {
        Some(&self.code)
    }

    fn feed(&self, hasher: &mut ContentHasher) {
        let Self { code, description, category, brand, unit, cost } = self;
        hasher.text(code);
        hasher.optional(description.as_deref());
        for text in [category, brand, unit] {
            hasher.optional(text.as_deref());
        }
        feed_amount(hasher, cost.map(|cost| cost.0));
    }

    fn body(stated: Stated<Self>) -> crate::facts::Body {
        crate::facts::Body::Product(Box::new(stated))
    }
}

impl TableRow for SellerRow {
    const KIND: &'static str = "table_seller";

    fn number(&self) -> Option<&Arc<str>> {
        Some(&self.code)
    }

    fn feed(&self, hasher: &mut ContentHasher) {
        let Self { code, name, team, manager } = self;
        hasher.text(code);
        hasher.optional(name.as_deref());
        for text in [team, manager] {
            hasher.optional(text.as_deref());
        }
    }

    fn body(stated: Stated<Self>) -> crate::facts::Body {
        crate::facts::Body::Seller(Box::new(stated))
    }
}

fn feed_shared(hasher: &mut ContentHasher, content: Option<&ContentHash>) {
    hasher.bytes(&content.map_or([0; 16], |content| content.0));
}

fn feed_amount(hasher: &mut ContentHasher, amount: Option<i64>) {
    hasher.number(i64::from(amount.is_some()));
    hasher.number(amount.unwrap_or(0));
}
