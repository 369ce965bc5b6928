//! The facts of a note, decided before any XML is written. Amounts are integer cents, rates
//! hundredths of a percent, quantities and unit prices ten-thousandths.

use domain::{Day, TaxId};

use crate::places::Address;
use crate::taxes::Taxes;

/// Someone on a note: ourselves, a customer's establishment, a supplier, a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// CNPJ or CPF.
    pub tax_id: TaxId,
    /// Legal name; empty for a consumer who only gave a CPF.
    pub name: String,
    /// Trade name, written where the party issues.
    pub trade_name: Option<String>,
    /// Where it is; `None` for a consumer who only gave a CPF.
    pub address: Option<Address>,
    /// Its standing with the state.
    pub registration: Registration,
    /// `email`
    pub email: Option<String>,
    /// `fone`: area code and number, digits only.
    pub phone: Option<String>,
    /// How it is taxed when it issues.
    pub regime: Regime,
}

/// A party's registration with its state (`indIEDest`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registration {
    /// 1: a taxpayer of ICMS, with its number.
    Taxpayer(String),
    /// 2: exempt.
    Exempt,
    /// 9: no taxpayer.
    None,
}

/// How an issuer is taxed (`CRT`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// 1: Simples Nacional.
    Simples,
    /// 3: the normal regime.
    Normal,
}

/// The place of a party in the cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyId(pub usize);

/// A local date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// Seconds since midnight.
    pub second: u32,
}

impl Moment {
    /// Some seconds later, but never after the same day's last minute.
    pub fn later(self, seconds: u32) -> Self {
        Self { second: (self.second + seconds).min(86_340), ..self }
    }
}

/// What a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// We sell.
    Sale,
    /// We bill now and deliver later (5922).
    AdvanceBilling,
    /// We deliver what was billed before (5117).
    Delivery,
    /// We add to the price of an earlier note.
    Complement,
    /// We give away.
    Bonus,
    /// A customer's goods come back, by our own entry note.
    OwnReturn,
    /// A customer's goods come back, by the customer's note.
    CustomerReturn,
    /// We buy.
    Purchase,
    /// We move goods between our establishments.
    Transfer,
    /// We sell over the counter (NFC-e).
    Coupon,
}

/// What a line adds to the sums that the importer is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Revenue and billing, on a document of sale.
    Sale,
    /// Revenue and billing, on a note that is no document of sale.
    Complement,
    /// Taken back from revenue and billing.
    Return,
    /// Only its ICMS-ST, to billing.
    CoveredDelivery,
    /// Nothing.
    Nothing,
}

/// One line of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it adds.
    pub counts: Counts,
    /// The product's place in the catalogue.
    pub product: usize,
    /// Its CFOP.
    pub cfop: u16,
    /// `qCom`, in ten-thousandths.
    pub quantity: i64,
    /// `vUnCom`, in ten-thousandths of a real.
    pub unit_price: i64,
    /// The amounts before taxes.
    pub amounts: Amounts,
    /// The taxes.
    pub taxes: Taxes,
    /// The line of the note referred to, where the reference is by line.
    pub refers_to_line: Option<u16>,
}

/// The amounts of a line before taxes, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// `vProd`
    pub value: i64,
    /// `vDesc`
    pub discount: i64,
    /// `vFrete`
    pub freight: i64,
    /// `vSeg`
    pub insurance: i64,
    /// `vOutro`
    pub other: i64,
}

impl Amounts {
    /// `vProd − vDesc + vFrete + vSeg + vOutro`
    pub fn net(&self) -> i64 {
        self.value - self.discount + self.freight + self.insurance + self.other
    }
}

impl Line {
    /// Revenue if it counts, in cents.
    pub fn revenue(&self) -> i64 {
        self.amounts.net()
    }

    /// Its share of the note's total, in cents.
    pub fn billed(&self) -> i64 {
        self.amounts.net() + self.taxes.ipi_amount() + self.taxes.icms_st_amount()
    }
}

/// How a note is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// `tPag`; `90` where nothing is paid.
    pub method: &'static str,
    /// Amounts due; none where it is paid at once or not at all.
    pub instalments: Vec<Instalment>,
}

/// An amount due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// `dVenc`
    pub due: Day,
    /// `vDup`
    pub cents: i64,
}

impl Payment {
    /// Nothing is paid.
    pub const NONE: Self = Self { method: "90", instalments: Vec::new() };

    /// An amount in equal parts some days after a day, the last taking the odd cents; at once where
    /// there are no days.
    pub fn in_parts(method: &'static str, cents: i64, from: Day, after_days: &[i32]) -> Self {
        let parts = after_days.len() as i64;
        let instalment = |(place, days): (usize, &i32)| {
            let part = cents / parts;
            let last = place + 1 == after_days.len();
            Instalment { due: from.plus_days(*days), cents: if last { cents - part * (parts - 1) } else { part } }
        };
        Self { method, instalments: after_days.iter().enumerate().map(instalment).collect() }
    }
}

/// Which earlier note a note refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its place among the notes.
    pub note: usize,
    /// Its access key, once notes are numbered.
    pub key: String,
}

/// What the tax authority made of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 100: authorised.
    Authorised,
    /// 302: denied, for the recipient's irregular registration.
    Denied,
    /// Authorised in the test environment.
    Test,
}

/// A note, whoever issued it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is.
    pub operation: Operation,
    /// Who issued it.
    pub issuer: PartyId,
    /// Whom it is for; nobody on a coupon without identification.
    pub recipient: Option<PartyId>,
    /// When it was issued.
    pub issued: Moment,
    /// Its series.
    pub series: u16,
    /// Its number; 0 until notes are numbered.
    pub number: u32,
    /// `cNF`, the random part of the key.
    pub code: u32,
    /// Its access key; empty until notes are numbered.
    pub key: String,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The note it refers to.
    pub refers_to: Option<Reference>,
    /// How it is paid.
    pub payment: Payment,
    /// The buyer's order number.
    pub order: Option<String>,
    /// `infCpl`
    pub free_text: String,
    /// What the tax authority made of it.
    pub standing: Standing,
    /// When it was cancelled, if it was.
    pub cancelled: Option<Moment>,
}

impl Note {
    /// Whether goods leave the issuer.
    pub fn is_exit(&self) -> bool {
        self.operation != Operation::OwnReturn
    }

    /// 55 for NF-e, 65 for NFC-e.
    pub fn model(&self) -> u8 {
        if self.operation == Operation::Coupon { 65 } else { 55 }
    }

    /// `finNFe`
    pub fn purpose(&self) -> u8 {
        match self.operation {
            Operation::Complement => 2,
            Operation::OwnReturn | Operation::CustomerReturn => 4,
            _ => 1,
        }
    }

    /// The 15 digits of the protocol of authorisation, once the note is numbered.
    pub fn protocol(&self) -> String {
        let serial = (u64::from(self.number) * 7_919 + u64::from(self.code)) % 1_000_000_000;
        format!("1{}{}0{serial:09}", &self.key[..2], &self.key[2..4])
    }

    /// Its total (`vNF`), in cents.
    pub fn total(&self) -> i64 {
        self.lines.iter().map(Line::billed).sum()
    }

    /// What the recipient owes for it, in cents: the total less what is given away in the same note.
    pub fn charged(&self) -> i64 {
        let given_away = |line: &&Line| line.cfop % 1_000 == 910;
        self.total() - self.lines.iter().filter(given_away).map(Line::billed).sum::<i64>()
    }

    /// Whether it counts at all: authorised in earnest, and not cancelled.
    pub fn is_live(&self) -> bool {
        self.standing == Standing::Authorised && self.cancelled.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instalments_add_up() {
        let from = Day::from_epoch_days(20_000);
        let payment = Payment::in_parts("15", 10_000, from, &[30, 60, 90]);
        let cents: Vec<i64> = payment.instalments.iter().map(|instalment| instalment.cents).collect();
        assert_eq!(cents, [3_333, 3_333, 3_334]);
        assert_eq!(payment.instalments[1].due, from.plus_days(60));
        assert!(Payment::in_parts("17", 10_000, from, &[]).instalments.is_empty());
    }
}
