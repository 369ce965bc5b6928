//! The CFOP, code of a fiscal operation, and what it means for the portfolio.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A CFOP: 4 digits, the first telling the direction (1, 2, 3 in; 5, 6, 7 out) and where the other
/// party is (same state, another state, abroad).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cfop(u16);

/// What an operation is, by the last three digits of an outgoing CFOP (Convênio SINIEF s/n 1970).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperationClass {
    /// Goods or services sold.
    Sale,
    /// 5922: billed now, delivered later.
    AdvanceBilling,
    /// 5116, 5117: goods of an earlier advance billing delivered.
    DeliveryOfAdvanceBilling,
    /// 5929: a note for a sale already in a coupon or NFC-e.
    CouponDuplicate,
    /// 5910, 5911: given away, free of charge.
    Bonus,
    /// Moved between establishments.
    Transfer,
    /// What was moved between establishments, moved back.
    TransferReturn,
    /// Sent without sale: repair, demonstration, consignment, storage.
    Shipment,
    /// 5551: a fixed asset sold.
    FixedAssetSale,
    /// Goods bought, sent back to the supplier.
    PurchaseReturn,
    /// Anything else.
    Other,
}

/// Who issued the note by which sold goods come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReturnIssuer {
    /// We did, an own entry note (CFOP 1, 2, 3.xxx).
    Own,
    /// The customer did (CFOP 5, 6.xxx).
    Customer,
}

/// Why a text is not a CFOP.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} não é um CFOP: são 4 dígitos, o primeiro de 1 a 3 (entrada) ou de 5 a 7 (saída)")]
pub struct CfopError {
    /// What was written.
    pub value: String,
}

impl Cfop {
    /// The four digits as a number.
    pub fn code(self) -> u16 {
        self.0
    }

    /// The last three digits, which the operation's class depends on.
    pub fn suffix(self) -> u16 {
        self.0 % 1000
    }

    /// Whether goods come in (1, 2, 3) rather than go out.
    pub fn is_entry(self) -> bool {
        self.0 < 4000
    }

    /// What an outgoing operation is. A suffix the table does not know is [`OperationClass::Other`].
    pub fn operation(self) -> OperationClass {
        OPERATIONS[usize::from(self.suffix())]
    }

    /// Whether this CFOP alone says that goods we sold come back, on a note issued by `issuer` whose
    /// purpose is (`finNFe` 4) or is not a return.
    pub fn is_sales_return(self, issuer: ReturnIssuer, purpose_is_return: bool) -> bool {
        self.is_entry() == (issuer == ReturnIssuer::Own)
            && SALES_RETURNS.iter().any(|rule| {
                rule.issuer == issuer && rule.suffix == self.suffix() && (purpose_is_return || !rule.needs_purpose)
            })
    }
}

impl FromStr for Cfop {
    type Err = CfopError;

    fn from_str(text: &str) -> Result<Self, CfopError> {
        let well_formed = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let code = text.parse().ok().filter(|code| well_formed && matches!(code / 1000, 1..=3 | 5..=7));
        code.map(Self).ok_or_else(|| CfopError { value: text.chars().take(20).collect() })
    }
}

impl fmt::Display for Cfop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

struct SalesReturn {
    issuer: ReturnIssuer,
    suffix: u16,
    needs_purpose: bool,
}

static OPERATIONS: LazyLock<[OperationClass; 1000]> = LazyLock::new(|| {
    let mut classes = [OperationClass::Other; 1000];
    for row in table(include_str!("../data/cfop_out_classes.tsv")) {
        classes[usize::from(suffix(row[0]))] = operation_named(row[1]);
    }
    classes
});

static SALES_RETURNS: LazyLock<Vec<SalesReturn>> = LazyLock::new(|| {
    table(include_str!("../data/cfop_sales_returns.tsv"))
        .map(|row| SalesReturn {
            issuer: if row[0] == "own" { ReturnIssuer::Own } else { ReturnIssuer::Customer },
            suffix: suffix(row[1]),
            needs_purpose: row[2] == "yes",
        })
        .collect()
});

fn table(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).filter(|line| !line.is_empty()).map(|line| line.split('\t').collect())
}

fn suffix(text: &str) -> u16 {
    text.parse().expect("the tables in data/ hold three digits, which a test reads through")
}

fn operation_named(name: &str) -> OperationClass {
    match name {
        "sale" => OperationClass::Sale,
        "advance_billing" => OperationClass::AdvanceBilling,
        "delivery_of_advance_billing" => OperationClass::DeliveryOfAdvanceBilling,
        "coupon_duplicate" => OperationClass::CouponDuplicate,
        "bonus" => OperationClass::Bonus,
        "transfer" => OperationClass::Transfer,
        "transfer_return" => OperationClass::TransferReturn,
        "shipment" => OperationClass::Shipment,
        "fixed_asset_sale" => OperationClass::FixedAssetSale,
        "purchase_return" => OperationClass::PurchaseReturn,
        "other" => OperationClass::Other,
        unknown => unreachable!("the tables in data/ name known classes, which a test reads through: {unknown}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("5102", OperationClass::Sale)]
    #[case("6108", OperationClass::Sale)]
    #[case("7101", OperationClass::Sale)]
    #[case("5124", OperationClass::Sale)]
    #[case("5933", OperationClass::Sale)]
    #[case("5922", OperationClass::AdvanceBilling)]
    #[case("6117", OperationClass::DeliveryOfAdvanceBilling)]
    #[case("6929", OperationClass::CouponDuplicate)]
    #[case("5910", OperationClass::Bonus)]
    #[case("5152", OperationClass::Transfer)]
    #[case("5551", OperationClass::FixedAssetSale)]
    #[case("5202", OperationClass::PurchaseReturn)]
    #[case("5917", OperationClass::Shipment)]
    #[case("5949", OperationClass::Other)]
    #[case("5999", OperationClass::Other)]
    fn classifies_what_goes_out(#[case] cfop: Cfop, #[case] class: OperationClass) {
        assert_eq!(cfop.operation(), class);
    }

    #[rstest]
    #[case("1202", ReturnIssuer::Own, true, true)]
    #[case("2411", ReturnIssuer::Own, true, true)]
    #[case("1949", ReturnIssuer::Own, true, true)]
    #[case("1949", ReturnIssuer::Own, false, false)]
    #[case("1208", ReturnIssuer::Own, true, false)]
    #[case("1553", ReturnIssuer::Own, true, false)]
    #[case("1918", ReturnIssuer::Own, true, false)]
    #[case("5202", ReturnIssuer::Own, true, false)]
    #[case("5202", ReturnIssuer::Customer, true, true)]
    #[case("6556", ReturnIssuer::Customer, true, true)]
    #[case("5949", ReturnIssuer::Customer, true, false)]
    #[case("1202", ReturnIssuer::Customer, true, false)]
    fn tells_returns_of_sales(
        #[case] cfop: Cfop,
        #[case] issuer: ReturnIssuer,
        #[case] purpose_is_return: bool,
        #[case] expected: bool,
    ) {
        assert_eq!(cfop.is_sales_return(issuer, purpose_is_return), expected);
    }

    #[test]
    fn refuses_what_is_no_cfop() {
        for text in ["4102", "8102", "0102", "510", "51022", "5A02", ""] {
            assert_eq!(text.parse::<Cfop>(), Err(CfopError { value: text.to_owned() }));
        }
    }
}
