//! A document as the books have it: `C100` or `A100`, and what hangs on it.

use domain::quantity::Quantity;
use domain::record::{Reject, RejectCause};
use domain::{AccessKey, Cents, Cfop, Day};

use super::Kind;
use super::lines::{Line, Read};
use crate::nfe::raw::{MOST, Text};

/// A document as written.
pub(super) struct RawDocument<'a> {
    /// The line of its register.
    pub line: u64,
    /// `A100`, of services.
    pub is_service: bool,
    /// `IND_OPER`: 1 goes out.
    pub direction: String,
    /// `IND_EMIT`: 0 is ours.
    pub issuer: String,
    pub participant: Text<'a>,
    /// `COD_MOD`; services have none.
    pub model: String,
    pub situation: String,
    pub series: String,
    pub number: String,
    /// `CHV_NFE`, `CHV_NFSE`
    pub key: Text<'a>,
    /// `DT_DOC`, which cancelled documents leave out.
    pub day: Option<Day>,
    pub total: Cents,
    /// `VL_FRT`, `VL_SEG`, `VL_OUT_DA`: in the total, and in no product.
    pub charges: Cents,
    /// `VL_ISS`
    pub iss: Cents,
    /// `C170`, `A170`
    pub products: Vec<RawItem<'a>>,
    /// `C190`, `C175`
    pub sums: Vec<RawItem<'a>>,
    /// `C113/CHV_DOCe`
    pub references: Vec<AccessKey>,
    /// What could not be read of it.
    pub wrong: Option<Box<Reject>>,
}

/// A product, or the sum of a CFOP.
#[derive(Default)]
pub(super) struct RawItem<'a> {
    pub cfop: Option<Cfop>,
    pub product: Text<'a>,
    pub complement: Text<'a>,
    pub unit: Text<'a>,
    pub quantity: Quantity,
    /// Product: price. Sum: all that the customer pays.
    pub value: Cents,
    pub discount: Cents,
    pub icms: Cents,
    pub icms_st: Cents,
    pub ipi: Cents,
    pub pis: Cents,
    pub cofins: Cents,
}

impl<'a> RawDocument<'a> {
    /// Reads a `C100` or `A100`; what is wrong with it is kept with it.
    pub fn read(line: &Line<'a>) -> Self {
        let is_service = line.register() == b"A100";
        let mut document = if is_service { Self::service(line) } else { Self::goods(line) };
        document.day = match line.filled(10) {
            None => None,
            Some(_) => document.keep(line.day(10, "DT_DOC")),
        };
        document.total = document.keep(line.amount(12, "VL_DOC")).unwrap_or_default();
        document
    }

    fn goods(line: &Line<'a>) -> Self {
        let mut document = Self {
            model: line.code(5),
            situation: line.code(6),
            series: line.code(7),
            number: line.code(8),
            key: line.text(9),
            ..Self::new(line, false)
        };
        for (field, name) in [(18, "VL_FRT"), (19, "VL_SEG"), (20, "VL_OUT_DA")] {
            let amount = document.keep(line.amount(field, name)).unwrap_or_default();
            match document.charges.checked_add(amount) {
                Some(sum) => document.charges = sum,
                None => document.fail(line.reject(name, None, RejectCause::Overflow)),
            }
        }
        document
    }

    fn service(line: &Line<'a>) -> Self {
        let mut document = Self {
            situation: line.code(5),
            series: line.code(6),
            number: line.code(8),
            key: line.text(9),
            ..Self::new(line, true)
        };
        document.iss = document.keep(line.amount(21, "VL_ISS")).unwrap_or_default();
        document
    }

    fn new(line: &Line<'a>, is_service: bool) -> Self {
        Self {
            line: line.number,
            is_service,
            direction: line.code(2),
            issuer: line.code(3),
            participant: line.text(4),
            model: String::new(),
            situation: String::new(),
            series: String::new(),
            number: String::new(),
            key: Text::default(),
            day: None,
            total: Cents::ZERO,
            charges: Cents::ZERO,
            iss: Cents::ZERO,
            products: Vec::new(),
            sums: Vec::new(),
            references: Vec::new(),
            wrong: None,
        }
    }

    /// Takes a register that hangs on the document. `C175` is of vehicles in the books of ICMS.
    pub fn take_part(&mut self, line: &Line<'a>, kind: Kind) {
        if self.wrong.is_some() {
            return;
        }
        let full = self.products.len().max(self.sums.len()).max(self.references.len()) >= MOST;
        if full {
            let cause = RejectCause::TooMany { what: "itens", limit: MOST };
            return self.fail(line.reject("NUM_ITEM", None, cause));
        }
        match (line.register(), kind) {
            (b"C113", _) => self.references.extend(line.text(10).parse::<AccessKey>().ok()),
            (b"C170", _) => {
                let item = self.keep(product(line));
                self.products.extend(item);
            }
            (b"A170", _) => {
                let item = self.keep(service(line));
                self.products.extend(item);
            }
            (b"C190", Kind::IcmsIpi) => {
                let item = self.keep(sum_of_icms(line));
                self.sums.extend(item);
            }
            (b"C175", Kind::Contributions) => {
                let item = self.keep(sum_of_contributions(line));
                self.sums.extend(item);
            }
            _ => {}
        }
    }

    /// The value read, or nothing and the reason kept.
    fn keep<T>(&mut self, read: Read<T>) -> Option<T> {
        read.map_err(|reject| self.fail(reject)).ok()
    }

    fn fail(&mut self, mut reject: Box<Reject>) {
        reject.record = Some(self.name().chars().take(60).collect());
        self.wrong.get_or_insert(reject);
    }

    /// What people know it by.
    pub fn name(&self) -> String {
        if !self.key.is_empty() {
            return self.key.chars().take(60).collect();
        }
        let kind = if self.is_service { "NFS-e".to_owned() } else { format!("modelo {}", self.model) };
        format!("{kind} série {} número {}", self.series, self.number)
    }
}

fn cfop(line: &Line<'_>, field: usize) -> Read<Option<Cfop>> {
    let text = line.text(field);
    match text.parse() {
        Ok(cfop) => Ok(Some(cfop)),
        Err(error) => Err(line.reject("CFOP", Some(&text), RejectCause::Cfop(error))),
    }
}

/// `C170`
fn product<'a>(line: &Line<'a>) -> Read<RawItem<'a>> {
    Ok(RawItem {
        cfop: cfop(line, 11)?,
        product: line.text(3),
        complement: line.text(4),
        unit: line.text(6),
        quantity: line.quantity(5, "QTD")?,
        value: line.amount(7, "VL_ITEM")?,
        discount: line.amount(8, "VL_DESC")?,
        icms: line.amount(15, "VL_ICMS")?,
        icms_st: line.amount(18, "VL_ICMS_ST")?,
        ipi: line.amount(24, "VL_IPI")?,
        pis: line.amount(30, "VL_PIS")?,
        cofins: line.amount(36, "VL_COFINS")?,
    })
}

/// `A170`
fn service<'a>(line: &Line<'a>) -> Read<RawItem<'a>> {
    Ok(RawItem {
        product: line.text(3),
        complement: line.text(4),
        unit: Text::Borrowed("UN"),
        quantity: Quantity(10_000),
        value: line.amount(5, "VL_ITEM")?,
        discount: line.amount(6, "VL_DESC")?,
        pis: line.amount(12, "VL_PIS")?,
        cofins: line.amount(16, "VL_COFINS")?,
        ..RawItem::default()
    })
}

/// `C190`: `VL_OPR` has all charges and taxes on top in it.
fn sum_of_icms<'a>(line: &Line<'a>) -> Read<RawItem<'a>> {
    Ok(RawItem {
        cfop: cfop(line, 3)?,
        value: line.amount(5, "VL_OPR")?,
        icms: line.amount(7, "VL_ICMS")?,
        icms_st: line.amount(9, "VL_ICMS_ST")?,
        ipi: line.amount(11, "VL_IPI")?,
        ..RawItem::default()
    })
}

/// `C175`
fn sum_of_contributions<'a>(line: &Line<'a>) -> Read<RawItem<'a>> {
    Ok(RawItem {
        cfop: cfop(line, 2)?,
        value: line.amount(3, "VL_OPR")?,
        discount: line.amount(4, "VL_DESC")?,
        pis: line.amount(10, "VL_PIS")?,
        cofins: line.amount(16, "VL_COFINS")?,
        ..RawItem::default()
    })
}
