//! What the importer must come to, added up from the facts while they are generated, apart from how
//! they are written.

use std::collections::HashSet;

use domain::{CnpjRoot, Cpf, TaxId};
use serde_json::{Value, json};

use crate::note::{Counts, Note, Party};

/// A customer as the portfolio counts them: a company with all its branches, or a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Customer {
    /// A company.
    Company(CnpjRoot),
    /// A person.
    Person(Cpf),
}

/// The sums over a set of notes, at a date on which all of them have been issued.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Revenue of what was sold, complements included, less what came back. In cents, as all sums.
    pub revenue_total_cents: i64,
    /// Revenue and the IPI and ICMS-ST on top of it, less those of what came back.
    pub billed_total_cents: i64,
    /// Revenue of what came back.
    pub returns_total_cents: i64,
    /// The part of revenue whose buyer is not known.
    pub unidentified_revenue_cents: i64,
    /// Live documents of sale.
    pub documents: u64,
    customers: HashSet<Customer>,
}

impl Tally {
    /// Adds a note.
    pub fn add(&mut self, note: &Note, recipient: Option<&Party>) {
        if !note.is_live() {
            return;
        }
        let identified = recipient.is_some();
        let mut is_document = false;
        for line in &note.lines {
            match line.counts {
                Counts::Sale | Counts::Complement => {
                    is_document |= line.counts == Counts::Sale;
                    self.revenue_total_cents += line.revenue();
                    self.billed_total_cents += line.billed();
                    if !identified {
                        self.unidentified_revenue_cents += line.revenue();
                    }
                }
                Counts::Return => {
                    self.revenue_total_cents -= line.revenue();
                    self.billed_total_cents -= line.billed();
                    self.returns_total_cents += line.revenue();
                }
                Counts::CoveredDelivery => self.billed_total_cents += line.taxes.icms_st_amount(),
                Counts::Nothing => {}
            }
        }
        if is_document {
            self.documents += 1;
            self.customers.extend(recipient.map(|recipient| Customer::of(&recipient.tax_id)));
        }
    }

    /// Customers with at least one live document of sale.
    pub fn customers(&self) -> u64 {
        self.customers.len() as u64
    }

    /// The sums by name.
    pub fn to_json(&self) -> Value {
        json!({
            "revenue_total_cents": self.revenue_total_cents,
            "billed_total_cents": self.billed_total_cents,
            "returns_total_cents": self.returns_total_cents,
            "documents": self.documents,
            "customers": self.customers(),
            "unidentified_revenue_cents": self.unidentified_revenue_cents,
        })
    }
}

impl Customer {
    /// The customer a tax id belongs to.
    pub fn of(tax_id: &TaxId) -> Self {
        match tax_id {
            TaxId::Cnpj(cnpj) => Self::Company(cnpj.root()),
            TaxId::Cpf(cpf) => Self::Person(*cpf),
        }
    }
}
