//! The tables of facts. `document` is the version of the document that states the row: the batch
//! that brought it in the upper 32 bits, its place within the batch below. A version is live or
//! hidden as a whole.

use domain::{Cents, Day, Quantity};

use super::column::{Text, UniqueText, table};

table! {
    /// One document as a whole: a note, or a sale, a title or a registration of a table.
    Documents of DocumentRow {
        /// The version.
        document: i64,
        /// Access key, or the key of a service note; `source:number` for documents of tables.
        key: UniqueText,
        /// The file it was read from, archives included.
        file: UniqueText,
        /// `sale`, `purchase`, `own`; `title` and `registration` for tables that tell of no sale.
        side: Text,
        /// Our establishment's tax id.
        own: Text,
        /// The other party; nobody for a consumer without identification.
        party: Option<i64>,
        /// The local date written in it.
        day: Day,
        /// 55 or 65; 0 for service notes and documents of tables.
        model: i16,
        /// Whether a protocol proves it; a table needs none.
        proven: bool,
        /// Whether only the company's tax books tell of it.
        declared: bool,
        /// `vNF`.
        total_cents: Cents,
        /// `vNFTot`.
        total_with_outside_taxes_cents: Option<Cents>,
        /// `vNF` less what the items are billed at.
        difference_cents: Cents,
        /// Who sold, by the note's free text.
        seller: Option<Text>,
        /// Order number.
        order_number: Option<UniqueText>,
    }
}

table! {
    /// One line of a note. `revenue_cents` and `billed_cents` are what it is worth if its class counts.
    Items of ItemRow {
        /// The version.
        document: i64,
        /// `nItem`.
        line: i32,
        /// The other party of its note.
        party: Option<i64>,
        /// The note's day.
        day: Day,
        /// What the line is for the portfolio.
        class: Text,
        /// CFOP; 0 for services, which have none.
        cfop: i16,
        /// `cProd`.
        product: Text,
        /// `xProd`.
        description: Text,
        /// NCM.
        ncm: Option<Text>,
        /// `uCom`.
        unit: Text,
        /// `qCom`.
        quantity: Quantity,
        /// Without the taxes collected on top.
        revenue_cents: Cents,
        /// The line's share of `vNF`.
        billed_cents: Cents,
        /// ICMS.
        icms_cents: Cents,
        /// FCP.
        fcp_cents: Cents,
        /// ICMS-ST and FCP-ST.
        icms_st_cents: Cents,
        /// IPI.
        ipi_cents: Cents,
        /// ISS.
        iss_cents: Cents,
        /// PIS.
        pis_cents: Cents,
        /// COFINS.
        cofins_cents: Cents,
        /// IBS.
        ibs_cents: Cents,
        /// CBS.
        cbs_cents: Cents,
        /// Category of the product, where the line of a table names it.
        category: Option<Text>,
        /// What the goods cost, where the line of a table says it.
        cost_cents: Option<Cents>,
    }
}

table! {
    /// A document that a note, or one of its lines, refers to.
    References of ReferenceRow {
        /// The version that refers.
        document: i64,
        /// The line that refers; none for the note as a whole.
        line: Option<i32>,
        /// Access key referred to.
        target: UniqueText,
        /// Line referred to.
        target_line: Option<i32>,
    }
}

table! {
    /// An amount due.
    Receivables of ReceivableRow {
        /// The version.
        document: i64,
        /// Who owes it.
        party: Option<i64>,
        /// The note's day.
        day: Day,
        /// Its place among the note's, from 1.
        ordinal: i32,
        /// `nDup`.
        number: Text,
        /// `dVenc`.
        due_on: Day,
        /// `vDup`.
        amount_cents: Cents,
    }
}

table! {
    /// A payment reported to the tax authority (ECONF).
    Settlements of SettlementRow {
        /// The version.
        document: i64,
        /// Access key of the note that was paid.
        target: UniqueText,
        /// Its place among the event's payments, from 1.
        ordinal: i32,
        /// `dPag`.
        paid_on: Day,
        /// `vPag`.
        amount_cents: Cents,
        /// `tPag`.
        method: Text,
        /// The event's protocol, by which it can be taken back.
        protocol: Option<UniqueText>,
    }
}

table! {
    /// What happened to a note.
    Events of EventRow {
        /// The version of the event, or of the note whose protocol tells it.
        document: i64,
        /// What happened: `cancellation`, `authorisation`, `denial`, ...
        kind: Text,
        /// Access key of the note.
        target: UniqueText,
        /// The day it happened.
        happened_on: Day,
        /// The authority's protocol.
        protocol: Option<UniqueText>,
    }
}

table! {
    /// Numbers declared unused.
    Voided of VoidedRow {
        /// The version.
        document: i64,
        /// Our establishment's tax id.
        own: Text,
        /// 55 or 65.
        model: i16,
        /// Series.
        series: i32,
        /// First number.
        first_number: i64,
        /// Last number.
        last_number: i64,
        /// The day the authority recorded it.
        happened_on: Day,
    }
}

table! {
    /// What a document says about a party.
    Observations of ObservationRow {
        /// The version.
        document: i64,
        /// About whom.
        party: i64,
        /// The document's day.
        observed_on: Day,
        /// `registration` or `delivery`.
        role: Text,
        /// Whether `observed_on` is only the day of the import: what is said bears no date of its own.
        undated: bool,
        /// What the source's word is worth: 3 registry, 2 fiscal document, 1 table.
        rank: i16,
        /// The head of the content's hash: decides between observations of one day.
        tie: i64,
        /// Legal name.
        name: Option<Text>,
        /// Trade name.
        trade_name: Option<Text>,
        /// State registration.
        state_registration: Option<Text>,
        /// E-mail addresses, `;` between.
        emails: Option<Text>,
        /// Telephone.
        phone: Option<Text>,
        /// Street.
        street: Option<Text>,
        /// House number.
        number: Option<Text>,
        /// Complement.
        complement: Option<Text>,
        /// District.
        district: Option<Text>,
        /// City's IBGE code.
        city_code: Option<i32>,
        /// City.
        city: Option<Text>,
        /// State.
        uf: Option<Text>,
        /// Postal code.
        cep: Option<Text>,
        /// Country, where abroad.
        country: Option<Text>,
    }
}

table! {
    /// A receivable of a table, or one parcel of it, with what was paid.
    Titles of TitleRow {
        /// The version.
        document: i64,
        /// Who owes it.
        party: i64,
        /// Number and parcel, as people know it.
        number: Option<UniqueText>,
        /// When it was issued.
        issued_on: Option<Day>,
        /// When it is due.
        due_on: Day,
        /// Whether it is a credit of the customer's.
        credit: bool,
        /// Amount due.
        amount_cents: Cents,
        /// When it was last paid.
        paid_on: Option<Day>,
        /// Paid or written off in all.
        paid_cents: Option<Cents>,
        /// Still open, where the table says it.
        open_cents: Option<Cents>,
    }
}

table! {
    /// That two keys are of one customer: a code of a source, and a tax id.
    Links of LinkRow {
        /// The version.
        document: i64,
        /// The party known by code.
        party: i64,
        /// The party known by tax id.
        same_as: i64,
        /// The day it was said.
        observed_on: Day,
    }
}

table! {
    /// Who is responsible for a customer, by a list.
    Owners of OwnerRow {
        /// The version.
        document: i64,
        /// The customer's party.
        party: i64,
        /// The day it was said.
        observed_on: Day,
        /// The seller.
        owner: Text,
    }
}

table! {
    /// What a list says of a product.
    Products of ProductRow {
        /// The version.
        document: i64,
        /// Our code.
        product: UniqueText,
        /// What it is.
        description: Option<UniqueText>,
        /// Its category.
        category: Option<Text>,
        /// Its brand.
        brand: Option<Text>,
        /// The unit it is sold by.
        unit: Option<Text>,
        /// What one unit costs.
        cost_cents: Option<Cents>,
    }
}

table! {
    /// What a list says of a seller.
    Sellers of SellerRow {
        /// The version.
        document: i64,
        /// The seller's code, or name.
        seller: UniqueText,
        /// The name.
        name: Option<UniqueText>,
        /// The team.
        team: Option<Text>,
        /// Who leads them.
        manager: Option<Text>,
    }
}
