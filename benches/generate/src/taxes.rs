//! The taxes of a line, by the rules of a wholesaler in São Paulo, simplified: what matters is that
//! amounts are plausible, rounded to the cent once, and add up.

use domain::Uf;

use crate::note::{Amounts, Regime};
use crate::products::{Product, Taxation};

/// Rates in hundredths of a percent.
const FULL_RATE: i64 = 1_800;
const BASIC_RATE: i64 = 700;
const ST_MARGIN: i64 = 4_000;
const PIS_RATE: i64 = 165;
const COFINS_RATE: i64 = 760;
/// The test rates of 2026: IBS 0.1 %, CBS 0.9 %.
pub const IBS_RATE: i64 = 10;
/// See [`IBS_RATE`].
pub const CBS_RATE: i64 = 90;

/// Under what terms a line is taxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The issuer's state.
    pub origin: Uf,
    /// The recipient's state.
    pub destination: Uf,
    /// Whether the recipient is a taxpayer of ICMS.
    pub to_taxpayer: bool,
    /// How the issuer is taxed.
    pub regime: Regime,
    /// The year, for IBS and CBS.
    pub year: i16,
}

/// The ICMS of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icms {
    /// CST 00.
    Full { base: i64, rate: i64, amount: i64 },
    /// CST 10: and ICMS-ST collected on top.
    Substitution { base: i64, rate: i64, amount: i64, st_base: i64, st_amount: i64 },
    /// CST 60: ICMS-ST was withheld before.
    Withheld { st_base: i64, st_amount: i64 },
    /// CST 40 or 41.
    None,
}

/// A tax of a base and a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tax {
    /// `vBC`
    pub base: i64,
    /// In hundredths of a percent.
    pub rate: i64,
    /// The amount.
    pub amount: i64,
}

/// IBS and CBS, which stand outside the note's total in 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reform {
    /// `vBC`
    pub base: i64,
    /// `vIBS`
    pub ibs: i64,
    /// `vCBS`
    pub cbs: i64,
}

/// The taxes of a line, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taxes {
    /// ICMS and ICMS-ST.
    pub icms: Icms,
    /// IPI on top of the price.
    pub ipi: Option<Tax>,
    /// PIS within the price; `None` where the rate is zero.
    pub pis: Option<Tax>,
    /// COFINS within the price; `None` where the rate is zero.
    pub cofins: Option<Tax>,
    /// IBS and CBS.
    pub reform: Option<Reform>,
}

impl Taxes {
    /// No tax at all: advance billing, transfers.
    pub const NONE: Self = Self { icms: Icms::None, ipi: None, pis: None, cofins: None, reform: None };

    /// The taxes of an ordinary line.
    pub fn of(product: &Product, amounts: &Amounts, terms: &Terms) -> Self {
        if terms.regime == Regime::Simples {
            return Self::NONE;
        }
        let net = amounts.net();
        let ipi = (product.ipi_rate > 0).then(|| Tax::of(net, product.ipi_rate));
        let icms = icms(product, net, ipi.map_or(0, |ipi| ipi.amount), terms);
        let contributes = !matches!(product.taxation, Taxation::Basic | Taxation::Exempt);
        let base = net - own_icms(&icms);
        let pis = contributes.then(|| Tax::of(base, PIS_RATE));
        let cofins = contributes.then(|| Tax::of(base, COFINS_RATE));
        Self { icms, ipi, pis, cofins, reform: None }.in_year(amounts, terms.year)
    }

    /// The same taxes on a note of some year: with IBS and CBS from 2026 on.
    pub fn in_year(self, amounts: &Amounts, year: i16) -> Self {
        let base = amounts.net() - self.icms_amount() - self.pis_amount() - self.cofins_amount();
        let reform = Reform { base, ibs: share(base, IBS_RATE), cbs: share(base, CBS_RATE) };
        Self { reform: (year >= 2026).then_some(reform), ..self }
    }

    /// `vBC`
    pub fn icms_base(&self) -> i64 {
        match self.icms {
            Icms::Full { base, .. } | Icms::Substitution { base, .. } => base,
            Icms::Withheld { .. } | Icms::None => 0,
        }
    }

    /// `vBCST`
    pub fn icms_st_base(&self) -> i64 {
        match self.icms {
            Icms::Substitution { st_base, .. } => st_base,
            _ => 0,
        }
    }

    /// `vICMS`
    pub fn icms_amount(&self) -> i64 {
        own_icms(&self.icms)
    }

    /// `vICMSST`: what is collected on top of the price, not what was withheld before.
    pub fn icms_st_amount(&self) -> i64 {
        match self.icms {
            Icms::Substitution { st_amount, .. } => st_amount,
            _ => 0,
        }
    }

    /// `vIPI`, or `vIPIDevol` where it goes back.
    pub fn ipi_amount(&self) -> i64 {
        self.ipi.map_or(0, |ipi| ipi.amount)
    }

    /// `vPIS`
    pub fn pis_amount(&self) -> i64 {
        self.pis.map_or(0, |pis| pis.amount)
    }

    /// `vCOFINS`
    pub fn cofins_amount(&self) -> i64 {
        self.cofins.map_or(0, |cofins| cofins.amount)
    }

    /// What the price contains of taxes (`vTotTrib`).
    pub fn within_price(&self) -> i64 {
        self.icms_amount() + self.pis_amount() + self.cofins_amount()
    }
}

impl Tax {
    fn of(base: i64, rate: i64) -> Self {
        Self { base, rate, amount: share(base, rate) }
    }
}

/// The CFOP of goods bought and sold again.
pub fn sale_cfop(product: &Product, terms: &Terms) -> u16 {
    let within_state = terms.origin == terms.destination;
    let suffix = match (product.taxation, within_state, terms.to_taxpayer) {
        (Taxation::Substitution, _, true) => 403,
        (Taxation::Withheld, true, _) => 405,
        (Taxation::Withheld, false, true) => 404,
        (_, false, false) => 108,
        _ => 102,
    };
    suffix + if within_state { 5_000 } else { 6_000 }
}

/// Amounts in cents times a rate in hundredths of a percent, rounded half up.
pub fn share(cents: i64, rate: i64) -> i64 {
    (cents * rate + 5_000).div_euclid(10_000)
}

/// The rate of ICMS between two states: within one, the full rate; to the South and Southeast except
/// Espírito Santo 12 %, elsewhere 7 % (Resolução do Senado 22/1989, for goods from São Paulo).
pub fn icms_rate(taxation: Taxation, terms: &Terms) -> i64 {
    let rate = if terms.origin == terms.destination {
        FULL_RATE
    } else if ["SP", "MG", "RJ", "PR", "SC", "RS"].contains(&terms.destination.as_str()) {
        1_200
    } else {
        700
    };
    if taxation == Taxation::Basic { rate.min(BASIC_RATE) } else { rate }
}

fn icms(product: &Product, net: i64, ipi: i64, terms: &Terms) -> Icms {
    let rate = icms_rate(product.taxation, terms);
    let amount = share(net, rate);
    let with_margin = share(net + ipi, 10_000 + ST_MARGIN);
    match product.taxation {
        Taxation::Exempt => Icms::None,
        Taxation::Substitution if terms.to_taxpayer => {
            let st_amount = (share(with_margin, FULL_RATE) - amount).max(0);
            Icms::Substitution { base: net, rate, amount, st_base: with_margin, st_amount }
        }
        Taxation::Withheld if terms.to_taxpayer || terms.origin == terms.destination => {
            Icms::Withheld { st_base: with_margin, st_amount: share(with_margin, FULL_RATE) }
        }
        _ => Icms::Full { base: net, rate, amount },
    }
}

fn own_icms(icms: &Icms) -> i64 {
    match icms {
        Icms::Full { amount, .. } | Icms::Substitution { amount, .. } => *amount,
        Icms::Withheld { .. } | Icms::None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::products::products;

    fn terms(destination: &str) -> Terms {
        Terms {
            origin: "SP".parse().unwrap(),
            destination: destination.parse().unwrap(),
            to_taxpayer: true,
            regime: Regime::Normal,
            year: 2026,
        }
    }

    #[test]
    fn substitution_and_ipi_go_on_top_of_the_price() {
        let product = products()
            .iter()
            .find(|product| product.taxation == Taxation::Substitution && product.ipi_rate == 0)
            .unwrap();
        let amounts = Amounts { value: 100_000, ..Amounts::default() };
        let taxes = Taxes::of(product, &amounts, &terms("SP"));
        assert_eq!(taxes.icms_amount(), 18_000);
        assert_eq!(taxes.icms_st_amount(), 7_200);
        assert_eq!(taxes.pis_amount(), 1_353);
        let reform = taxes.reform.unwrap();
        assert_eq!((reform.ibs, reform.cbs), (share(reform.base, 10), share(reform.base, 90)));
        assert_eq!(Taxes::of(product, &amounts, &Terms { year: 2025, ..terms("SP") }).reform, None);
    }

    #[test]
    fn the_operation_code_follows_taxation_and_destination() {
        let of = |taxation: Taxation| products().iter().find(|product| product.taxation == taxation).unwrap();
        let consumer = Terms { to_taxpayer: false, ..terms("BA") };
        assert_eq!(sale_cfop(of(Taxation::Normal), &terms("SP")), 5_102);
        assert_eq!(sale_cfop(of(Taxation::Substitution), &terms("MG")), 6_403);
        assert_eq!(sale_cfop(of(Taxation::Withheld), &terms("SP")), 5_405);
        assert_eq!(sale_cfop(of(Taxation::Basic), &consumer), 6_108);
        assert_eq!(icms_rate(Taxation::Normal, &consumer), 700);
        assert_eq!(icms_rate(Taxation::Normal, &terms("PR")), 1_200);
    }
}
