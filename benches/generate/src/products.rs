//! The catalogue of goods: invented descriptions without brands, real NCM codes, plausible prices.

use std::sync::LazyLock;

use domain::Day;

/// How a product is taxed, simplified from the rules of the state of São Paulo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taxation {
    /// The full rate.
    Normal,
    /// Basic food: 7 %, no PIS and COFINS.
    Basic,
    /// Neither ICMS nor PIS and COFINS.
    Exempt,
    /// The seller collects ICMS-ST on top of the price.
    Substitution,
    /// ICMS-ST was withheld when the seller bought it.
    Withheld,
}

/// What kind of goods a product is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Dry food.
    Grocery,
    /// Drinks.
    Drinks,
    /// Cold and frozen food.
    Chilled,
    /// Fruit, vegetables, eggs.
    Produce,
    /// Cleaning.
    Cleaning,
    /// Hygiene.
    Hygiene,
    /// Throwaway tableware and packaging.
    Disposables,
    /// Household goods.
    Household,
    /// Pet food.
    Pet,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Our code.
    pub code: String,
    /// `cEAN`: a number of the range for use within a company, or `SEM GTIN`.
    pub gtin: String,
    /// Its description.
    pub name: &'static str,
    /// Its NCM, 8 digits.
    pub ncm: &'static str,
    /// Its CEST, where ICMS-ST applies.
    pub cest: Option<&'static str>,
    /// `uCom`
    pub unit: &'static str,
    /// List price at the start, in cents.
    pub price_cents: i64,
    /// How it is taxed.
    pub taxation: Taxation,
    /// Rate of IPI, in hundredths of a percent.
    pub ipi_rate: i64,
    /// What kind of goods it is.
    pub category: Category,
    /// The day it entered the catalogue, if it was not always there.
    pub since: Option<Day>,
}

static PRODUCTS: LazyLock<Vec<Product>> = LazyLock::new(|| {
    include_str!("../data/products.tsv")
        .lines()
        .skip(1)
        .enumerate()
        .map(|(place, line)| product(place, &line.split('\t').collect::<Vec<_>>()))
        .collect()
});

/// All products of the catalogue.
pub fn products() -> &'static [Product] {
    &PRODUCTS
}

impl Product {
    /// Whether it is sold by weight, in fractions.
    pub fn is_weighed(&self) -> bool {
        self.unit == "KG"
    }

    /// About what a unit weighs: dear goods weigh less for their price.
    pub fn grams(&self) -> i64 {
        if self.is_weighed() { 1_000 } else { (self.price_cents * 9 / 10).clamp(200, 26_000) }
    }

    /// Whether it is in the catalogue on a day.
    pub fn is_sold_on(&self, day: Day) -> bool {
        self.since.is_none_or(|since| since <= day)
    }
}

fn product(place: usize, fields: &[&'static str]) -> Product {
    let number = |text: &str| text.parse::<i64>().expect("data/products.tsv holds numbers there, which a test reads");
    let taxation = match fields[5] {
        "N" => Taxation::Normal,
        "B" => Taxation::Basic,
        "I" => Taxation::Exempt,
        "S" => Taxation::Substitution,
        "R" => Taxation::Withheld,
        other => unreachable!("data/products.tsv names known kinds, which a test reads: {other}"),
    };
    let category = category(fields[0]);
    let substituted = matches!(taxation, Taxation::Substitution | Taxation::Withheld);
    Product {
        code: format!("{}", 10_000 + 17 * place),
        gtin: if place % 4 == 3 { "SEM GTIN".to_owned() } else { internal_gtin(place as u64) },
        name: fields[1],
        ncm: fields[2],
        cest: substituted.then(|| cest(category)),
        unit: fields[3],
        price_cents: number(fields[4]),
        taxation,
        ipi_rate: number(fields[6]),
        category,
        since: Day::from_iso_prefix(&format!("{}-01", fields[7])).ok(),
    }
}

fn category(name: &str) -> Category {
    match name {
        "mercearia" => Category::Grocery,
        "bebidas" => Category::Drinks,
        "frios" => Category::Chilled,
        "hortifruti" => Category::Produce,
        "limpeza" => Category::Cleaning,
        "higiene" => Category::Hygiene,
        "descartaveis" => Category::Disposables,
        "utilidades" => Category::Household,
        "pet" => Category::Pet,
        other => unreachable!("data/products.tsv names known categories, which a test reads: {other}"),
    }
}

fn cest(category: Category) -> &'static str {
    match category {
        Category::Grocery | Category::Chilled | Category::Produce => "1709600",
        Category::Drinks => "0300700",
        Category::Cleaning => "1100400",
        Category::Hygiene => "2004800",
        Category::Disposables | Category::Household => "1001300",
        Category::Pet => "2200100",
    }
}

/// A 13-digit number that begins with 2, the range GS1 leaves for use within a company.
fn internal_gtin(place: u64) -> String {
    let twelve = format!("{:012}", 200_000_000_000 + 7_919 * (place + 1));
    let weighted = |(place, digit): (usize, u8)| u32::from(digit - b'0') * if place % 2 == 0 { 1 } else { 3 };
    let sum: u32 = twelve.bytes().enumerate().map(weighted).sum();
    format!("{twelve}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_whole() {
        assert!(products().len() >= 200);
        for product in products() {
            assert!(product.ncm.parse::<domain::Ncm>().is_ok(), "{}", product.name);
            assert!(product.price_cents > 0 && product.name.len() <= 120, "{}", product.name);
            assert!(product.gtin == "SEM GTIN" || product.gtin.len() == 13);
        }
        assert!(products().iter().filter(|product| product.since.is_some()).count() >= 5);
    }

    #[test]
    fn a_gtin_has_its_check_digit() {
        assert_eq!(internal_gtin(0), "2000000079196");
    }
}
