//! How documents of tables become rows.

use std::collections::HashSet;

use domain::facts::{ItemClass, ProductRow, RegistrationRow, RowParty, SaleRow, SellerRow, Side, Stated, TitleRow};
use domain::{Cents, Day, Quantity};

use super::tables::{
    DocumentRow, ItemRow, LinkRow, OwnerRow, ProductRow as ProductColumns, SellerRow as SellerColumns,
    TitleRow as TitleColumns,
};
use super::{Said, Segment, Source};

/// What `side` says of documents that tell of no sale.
const TITLE: &str = "title";
const REGISTRATION: &str = "registration";

impl Segment {
    /// A sale: its lines are items like those of a note.
    pub(super) fn push_sale(&mut self, source: &Source<'_>, stated: &Stated<SaleRow>) {
        let Some(first) = stated.rows.first() else { return };
        let day = stated.rows.iter().map(|row| row.day).min().unwrap_or(first.day);
        let worth = |row: &SaleRow| {
            let billed = row.billed.unwrap_or(row.revenue).0;
            if row.returned { -billed } else { billed }
        };
        let total = stated.rows.iter().map(worth).fold(0_i64, i64::saturating_add);
        let party = first.customer.as_ref().and_then(|customer| (source.numbers)(&customer.party().key));
        let seller = stated.rows.iter().find_map(|row| row.seller.as_deref());
        self.push_document(source, Side::Sale.as_str(), party, day, Cents(total), seller);
        for (row, line) in stated.rows.iter().zip(1..) {
            self.push_sale_line(source, line, row);
        }
        let customers = stated.rows.iter().filter_map(|row| Some((row.customer.as_deref()?, row.day)));
        self.push_customers(source, customers, false);
    }

    fn push_sale_line(&mut self, source: &Source<'_>, line: i32, row: &SaleRow) {
        let product = row.product.as_deref();
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let description = text(product.and_then(|product| product.description()));
        // Where a table has no codes, what the product is called tells it from others.
        let code = product.and_then(|product| product.code().or(product.description()));
        let class = if row.returned { ItemClass::Return } else { ItemClass::Sale };
        self.items.push(ItemRow {
            document: source.version,
            line,
            party: row.customer.as_ref().and_then(|customer| (source.numbers)(&customer.party().key)),
            day: row.day,
            class: class.as_str(),
            cfop: 0,
            product: code.unwrap_or_default(),
            description: &description,
            ncm: None,
            unit: product.and_then(|product| product.unit()).unwrap_or_default(),
            quantity: row.quantity.unwrap_or(Quantity(0)),
            revenue_cents: row.revenue,
            billed_cents: row.billed.unwrap_or(row.revenue),
            icms_cents: Cents(0),
            fcp_cents: Cents(0),
            icms_st_cents: Cents(0),
            ipi_cents: Cents(0),
            iss_cents: Cents(0),
            pis_cents: Cents(0),
            cofins_cents: Cents(0),
            ibs_cents: Cents(0),
            cbs_cents: Cents(0),
            category: product.and_then(|product| product.category()),
            cost_cents: row.cost,
        });
    }

    /// Receivables, with what was paid.
    pub(super) fn push_titles(&mut self, source: &Source<'_>, stated: &Stated<TitleRow>) {
        let Some(first) = stated.rows.first() else { return };
        let day = |row: &TitleRow| row.issued_on.unwrap_or(row.due_on);
        let total = stated.rows.iter().map(|row| row.amount.0).fold(0_i64, i64::saturating_add);
        let party = (source.numbers)(&first.customer.party().key);
        let seller = stated.rows.iter().find_map(|row| row.seller.as_deref());
        self.push_document(source, TITLE, party, day(first), Cents(total), seller);
        for row in &stated.rows {
            let Some(party) = (source.numbers)(&row.customer.party().key) else { continue };
            let named = [row.number.as_deref(), row.parcel.as_deref()].into_iter().flatten().collect::<Vec<_>>();
            let number = named.join("/");
            self.titles.push(TitleColumns {
                document: source.version,
                party,
                number: (!number.is_empty()).then_some(number.as_str()),
                issued_on: row.issued_on,
                due_on: row.due_on,
                credit: row.credit,
                amount_cents: row.amount,
                paid_on: row.paid_on,
                paid_cents: row.paid_amount,
                open_cents: row.open,
            });
        }
        let customers = stated.rows.iter().map(|row| (&*row.customer, day(row)));
        self.push_customers(source, customers, false);
    }

    /// What a list says about customers.
    pub(super) fn push_registration(&mut self, source: &Source<'_>, stated: &Stated<RegistrationRow>) {
        for row in &stated.rows {
            let party = (source.numbers)(&row.customer.party().key);
            self.push_document(source, REGISTRATION, party, row.observed_on, Cents(0), None);
            if let (Some(party), Some(owner)) = (party, row.owner.as_deref()) {
                let observed_on = row.observed_on;
                self.owners.push(OwnerRow { document: source.version, party, observed_on, owner });
            }
        }
        let customers = stated.rows.iter().map(|row| (&*row.customer, row.observed_on));
        self.push_customers(source, customers, true);
    }

    /// What a list says about products.
    pub(super) fn push_products(&mut self, source: &Source<'_>, stated: &Stated<ProductRow>) {
        for row in &stated.rows {
            self.products.push(ProductColumns {
                document: source.version,
                product: &row.code,
                description: row.description.as_deref(),
                category: row.category.as_deref(),
                brand: row.brand.as_deref(),
                unit: row.unit.as_deref(),
                cost_cents: row.cost,
            });
        }
    }

    /// What a list says about sellers.
    pub(super) fn push_sellers(&mut self, source: &Source<'_>, stated: &Stated<SellerRow>) {
        for row in &stated.rows {
            self.sellers.push(SellerColumns {
                document: source.version,
                seller: &row.code,
                name: row.name.as_deref(),
                team: row.team.as_deref(),
                manager: row.manager.as_deref(),
            });
        }
    }

    fn push_document(
        &mut self,
        source: &Source<'_>,
        side: &str,
        party: Option<i64>,
        day: Day,
        total: Cents,
        seller: Option<&str>,
    ) {
        self.documents.push(DocumentRow {
            document: source.version,
            key: &source.document.label,
            file: source.file,
            side,
            own: "",
            party,
            day,
            model: 0,
            proven: true,
            declared: false,
            total_cents: total,
            total_with_outside_taxes_cents: None,
            difference_cents: Cents(0),
            seller,
            order_number: None,
        });
    }

    /// What rows say about their customers: each thing once, however many rows repeat it.
    fn push_customers<'r>(
        &mut self,
        source: &Source<'_>,
        customers: impl Iterator<Item = (&'r RowParty, Day)>,
        undated: bool,
    ) {
        let mut said = HashSet::new();
        let tie = source.tie();
        for (customer, on) in customers {
            if !said.insert(customer.content()) {
                continue;
            }
            let Some(party) = (source.numbers)(&customer.party().key) else { continue };
            if let Some(observation) = customer.observation() {
                self.push_observation(&Said { version: source.version, party, on, undated, tie }, observation);
            }
            let coded = customer.linked().and_then(|key| (source.numbers)(key));
            if let Some(coded) = coded {
                self.links.push(LinkRow { document: source.version, party: coded, same_as: party, observed_on: on });
            }
        }
    }
}
