//! Lines of notes: goods at a price, taxed.

use crate::note::{Amounts, Counts, Line, Party, Registration};
use crate::products::products;
use crate::taxes::{Taxes, Terms, sale_cfop, share};

/// Goods at a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goods {
    /// The product's place in the catalogue.
    pub product: usize,
    /// In ten-thousandths of its unit.
    pub quantity: i64,
    /// In ten-thousandths of a real.
    pub unit_price: i64,
}

/// What is added to or taken off the price, in hundredths of a percent of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Discount.
    pub discount: i64,
    /// Freight.
    pub freight: i64,
    /// Insurance.
    pub insurance: i64,
    /// Other charges.
    pub other: i64,
}

impl Goods {
    /// So much of a product as comes nearest to an amount in cents, at a price in cents; at least one
    /// unit, or half a unit where it is weighed.
    pub fn worth(product: usize, cents: f64, price_cents: i64) -> Self {
        let units = cents / price_cents as f64;
        let quantity = if products()[product].is_weighed() {
            ((units * 1_000.0) as i64).max(500) * 10
        } else {
            ((units + 0.5) as i64).max(1) * 10_000
        };
        Self { product, quantity, unit_price: price_cents * 100 }
    }

    /// `vProd`: quantity times unit price, in cents, rounded half up.
    pub fn value(&self) -> i64 {
        (self.quantity * self.unit_price + 500_000) / 1_000_000
    }

    /// The amounts of these goods with extras.
    pub fn amounts(&self, extras: &Extras) -> Amounts {
        let value = self.value();
        Amounts {
            value,
            discount: share(value, extras.discount),
            freight: share(value, extras.freight),
            insurance: share(value, extras.insurance),
            other: share(value, extras.other),
        }
    }
}

/// An ordinary line of sale.
pub fn sale(goods: Goods, extras: &Extras, terms: &Terms) -> Line {
    let cfop = sale_cfop(&products()[goods.product], terms);
    line(goods, extras, terms, cfop, Counts::Sale)
}

/// A line of some CFOP, taxed in the ordinary way.
pub fn line(goods: Goods, extras: &Extras, terms: &Terms, cfop: u16, counts: Counts) -> Line {
    let amounts = goods.amounts(extras);
    let taxes = Taxes::of(&products()[goods.product], &amounts, terms);
    Line {
        counts,
        product: goods.product,
        cfop,
        quantity: goods.quantity,
        unit_price: goods.unit_price,
        amounts,
        taxes,
        refers_to_line: None,
    }
}

/// A line without taxes.
pub fn untaxed(goods: Goods, cfop: u16, counts: Counts) -> Line {
    Line {
        counts,
        product: goods.product,
        cfop,
        quantity: goods.quantity,
        unit_price: goods.unit_price,
        amounts: goods.amounts(&Extras::default()),
        taxes: Taxes::NONE,
        refers_to_line: None,
    }
}

/// The terms of a note from one party to another in a year; a consumer without address is in the
/// issuer's state.
pub fn terms(issuer: &Party, recipient: Option<&Party>, year: i16) -> Terms {
    let uf = |party: &Party| party.address.as_ref().map(|address| address.place.uf);
    let origin = uf(issuer).expect("whoever issues a note has an address");
    Terms {
        origin,
        destination: recipient.and_then(uf).unwrap_or(origin),
        to_taxpayer: recipient.is_some_and(|party| party.registration != Registration::None),
        regime: issuer.regime,
        year,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_come_near_an_amount() {
        let goods = Goods::worth(0, 100_000.0, 14_890);
        assert_eq!((goods.quantity, goods.value()), (70_000, 104_230));
        assert_eq!(Goods::worth(0, 1.0, 14_890).quantity, 10_000);
        let weighed = products().iter().position(|product| product.is_weighed()).unwrap();
        let goods = Goods::worth(weighed, 10_000.0, 3_490);
        assert_eq!((goods.quantity, goods.value()), (28_650, 9_999));
    }
}
