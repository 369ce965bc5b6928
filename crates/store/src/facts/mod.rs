//! Facts as columns: which tables there are, and how a document becomes rows.

pub(crate) mod column;
mod stated;
pub mod tables;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use domain::facts::{Body, Document, Event, Note, Observation, Settlement, Standing, VoidedNumbers};
use domain::party::PartyKey;
use domain::{ContentHash, Day};
use tables::{
    DocumentRow, Documents, EventRow, Events, ItemRow, Items, Links, ObservationRow, Observations, Owners, Products,
    ReceivableRow, Receivables, ReferenceRow, References, Sellers, SettlementRow, Settlements, Titles, Voided,
    VoidedRow,
};

/// A table of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Notes as a whole.
    Documents,
    /// Lines of notes.
    Items,
    /// What notes refer to.
    References,
    /// Amounts due.
    Receivables,
    /// Payments.
    Settlements,
    /// What happened to notes.
    Events,
    /// Numbers declared unused.
    Voided,
    /// What documents say about parties.
    Observations,
    /// Receivables of tables.
    Titles,
    /// Which keys are of one customer.
    Links,
    /// Who is responsible for customers.
    Owners,
    /// Products.
    Products,
    /// Sellers.
    Sellers,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 13] = [
        Self::Documents,
        Self::Items,
        Self::References,
        Self::Receivables,
        Self::Settlements,
        Self::Events,
        Self::Voided,
        Self::Observations,
        Self::Titles,
        Self::Links,
        Self::Owners,
        Self::Products,
        Self::Sellers,
    ];

    /// The name of the table, of its files and of the view that queries see.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Items => "items",
            Self::References => "document_references",
            Self::Receivables => "receivables",
            Self::Settlements => "settlements",
            Self::Events => "events",
            Self::Voided => "voided_numbers",
            Self::Observations => "observations",
            Self::Titles => "titles",
            Self::Links => "links_stated",
            Self::Owners => "owners",
            Self::Products => "products",
            Self::Sellers => "sellers",
        }
    }

    /// The table's columns.
    pub fn schema(self) -> SchemaRef {
        match self {
            Self::Documents => Documents::schema(),
            Self::Items => Items::schema(),
            Self::References => References::schema(),
            Self::Receivables => Receivables::schema(),
            Self::Settlements => Settlements::schema(),
            Self::Events => Events::schema(),
            Self::Voided => Voided::schema(),
            Self::Observations => Observations::schema(),
            Self::Titles => Titles::schema(),
            Self::Links => Links::schema(),
            Self::Owners => Owners::schema(),
            Self::Products => Products::schema(),
            Self::Sellers => Sellers::schema(),
        }
    }

    /// The columns that rows of a file are sorted by, so that one customer's rows lie together.
    pub fn sort_columns(self) -> &'static [&'static str] {
        match self {
            Self::Documents | Self::Items | Self::Receivables => &["party", "day", "document"],
            Self::Observations | Self::Links | Self::Owners => &["party", "observed_on", "document"],
            Self::Titles => &["party", "due_on", "document"],
            Self::Products => &["product", "document"],
            Self::Sellers => &["seller", "document"],
            Self::References | Self::Settlements | Self::Events | Self::Voided => &["document"],
        }
    }
}

/// Rows waiting to be written, of every table.
#[derive(Default)]
pub(crate) struct Segment {
    documents: Documents,
    items: Items,
    references: References,
    receivables: Receivables,
    settlements: Settlements,
    events: Events,
    voided: Voided,
    observations: Observations,
    titles: Titles,
    links: Links,
    owners: Owners,
    products: Products,
    sellers: Sellers,
}

/// What the rows of one version of a document have in common.
pub(crate) struct Source<'a> {
    /// The version.
    pub version: i64,
    /// The file it was read from.
    pub file: &'a str,
    /// The document.
    pub document: &'a Document,
    /// What it says.
    pub content: ContentHash,
    /// The number of each party it names.
    pub numbers: &'a dyn Fn(&PartyKey) -> Option<i64>,
}

impl Source<'_> {
    /// The head of the content's hash: decides between observations of one day.
    fn tie(&self) -> i64 {
        let ContentHash(content) = self.content;
        i64::from_be_bytes(std::array::from_fn(|place| content[place]))
    }
}

/// Who says something about a party, and when.
struct Said {
    version: i64,
    party: i64,
    on: Day,
    /// Whether `on` is only the day of the import.
    undated: bool,
    tie: i64,
}

/// How many facts a document states: items, receivables, events, payments, voided ranges. What it
/// says about parties, products and sellers, and what it refers to, is not a fact of the business.
pub(crate) fn business_facts(document: &Document) -> u64 {
    let count = match &document.body {
        Body::Note(note) => note.items.len() + note.receivables.len() + note.events.len(),
        Body::Event(_) | Body::Voided(_) => 1,
        Body::Settlements(settlements) => settlements.len(),
        Body::Sale(stated) => stated.rows.len(),
        Body::Title(stated) => stated.rows.len(),
        Body::Registration(_) | Body::Product(_) | Body::Seller(_) => 0,
    };
    count as u64
}

impl Segment {
    /// Adds the rows of one version of a document.
    pub fn push(&mut self, source: &Source<'_>) {
        let version = source.version;
        match &source.document.body {
            Body::Note(note) => self.push_note(source, note),
            Body::Event(event) => self.push_event(version, event),
            Body::Settlements(settlements) => settlements.iter().for_each(|one| self.push_settlement(version, one)),
            Body::Voided(numbers) => self.push_voided(version, numbers),
            Body::Sale(stated) => self.push_sale(source, stated),
            Body::Title(stated) => self.push_titles(source, stated),
            Body::Registration(stated) => self.push_registration(source, stated),
            Body::Product(stated) => self.push_products(source, stated),
            Body::Seller(stated) => self.push_sellers(source, stated),
        }
    }

    /// The rows of every table that has at least so many, and any; they wait no longer.
    pub fn take(&mut self, at_least: usize) -> Result<Vec<(Table, RecordBatch)>, ArrowError> {
        let mut taken = Vec::new();
        macro_rules! take {
            ($($table:ident $rows:ident),+) => {$(
                if self.$rows.rows() >= at_least.max(1) {
                    taken.push((Table::$table, self.$rows.finish()?));
                }
            )+};
        }
        take!(
            Documents documents, Items items, References references, Receivables receivables, Settlements settlements,
            Events events, Voided voided, Observations observations, Titles titles, Links links, Owners owners,
            Products products, Sellers sellers
        );
        Ok(taken)
    }

    fn push_note(&mut self, source: &Source<'_>, note: &Note) {
        let Source { version, file, document, content: _, numbers } = *source;
        let party = note.party.as_ref().and_then(|party| numbers(&party.key));
        let key = note.key.as_str();
        self.documents.push(DocumentRow {
            document: version,
            key,
            file,
            side: note.side.as_str(),
            own: &note.own,
            party,
            day: note.day,
            model: i16::from(note.key.model()),
            proven: document.standing > Standing::Unproven,
            declared: (Standing::Declared..Standing::Proven).contains(&document.standing),
            total_cents: note.total,
            total_with_outside_taxes_cents: note.total_with_outside_taxes,
            difference_cents: note.difference,
            seller: note.seller.as_deref(),
            order_number: note.order_number.as_deref(),
        });
        self.push_items(version, party, note);
        for reference in &note.references {
            self.references.push(ReferenceRow {
                document: version,
                line: reference.line.map(i32::from),
                target: reference.target.as_str(),
                target_line: reference.target_line.map(i32::from),
            });
        }
        for receivable in &note.receivables {
            self.receivables.push(ReceivableRow {
                document: version,
                party,
                day: note.day,
                ordinal: i32::from(receivable.ordinal),
                number: &receivable.number,
                due_on: receivable.due_on,
                amount_cents: receivable.amount,
            });
        }
        note.events.iter().for_each(|event| self.push_event(version, event));
        if let Some(party) = party {
            let said = Said { version, party, on: note.day, undated: false, tie: source.tie() };
            note.observations.iter().for_each(|observation| self.push_observation(&said, observation));
        }
    }

    fn push_items(&mut self, version: i64, party: Option<i64>, note: &Note) {
        for item in &note.items {
            let amounts = &item.amounts;
            self.items.push(ItemRow {
                document: version,
                line: i32::from(item.line),
                party,
                day: note.day,
                class: item.class.as_str(),
                cfop: item.cfop.map_or(0, |cfop| cfop.code() as i16),
                product: &item.product,
                description: &item.description,
                ncm: item.ncm.as_ref().map(|ncm| ncm.as_str()),
                unit: &item.unit,
                quantity: item.quantity,
                revenue_cents: amounts.revenue,
                billed_cents: amounts.billed,
                icms_cents: amounts.icms,
                fcp_cents: amounts.fcp,
                icms_st_cents: amounts.icms_st,
                ipi_cents: amounts.ipi,
                iss_cents: amounts.iss,
                pis_cents: amounts.pis,
                cofins_cents: amounts.cofins,
                ibs_cents: amounts.ibs,
                cbs_cents: amounts.cbs,
                category: None,
                cost_cents: None,
            });
        }
    }

    fn push_observation(&mut self, said: &Said, observation: &Observation) {
        self.observations.push(ObservationRow {
            document: said.version,
            party: said.party,
            observed_on: said.on,
            role: observation.role.as_str(),
            undated: said.undated,
            rank: observation.rank as i16,
            tie: said.tie,
            name: observation.name.as_deref(),
            trade_name: observation.trade_name.as_deref(),
            state_registration: observation.state_registration.as_deref(),
            emails: observation.emails.as_deref(),
            phone: observation.phone.as_deref(),
            street: observation.street.as_deref(),
            number: observation.number.as_deref(),
            complement: observation.complement.as_deref(),
            district: observation.district.as_deref(),
            city_code: observation.city_code.map(|code| code.code() as i32),
            city: observation.city.as_deref(),
            uf: observation.uf.map(|uf| uf.as_str()),
            cep: observation.cep.as_deref(),
            country: observation.country.as_deref(),
        });
    }

    fn push_event(&mut self, version: i64, event: &Event) {
        self.events.push(EventRow {
            document: version,
            kind: event.kind.as_str(),
            target: event.target.as_str(),
            happened_on: event.on,
            protocol: event.protocol.as_deref(),
        });
    }

    fn push_settlement(&mut self, version: i64, settlement: &Settlement) {
        self.settlements.push(SettlementRow {
            document: version,
            target: settlement.target.as_str(),
            ordinal: i32::from(settlement.ordinal),
            paid_on: settlement.paid_on,
            amount_cents: settlement.amount,
            method: &settlement.method,
            protocol: settlement.protocol.as_deref(),
        });
    }

    fn push_voided(&mut self, version: i64, numbers: &VoidedNumbers) {
        self.voided.push(VoidedRow {
            document: version,
            own: &numbers.issuer,
            model: i16::from(numbers.model),
            series: i32::from(numbers.series),
            first_number: i64::from(numbers.first),
            last_number: i64::from(numbers.last),
            happened_on: numbers.on,
        });
    }
}
