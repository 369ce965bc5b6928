//! Municipalities: codes and names of the IBGE, area codes, the beginnings of their postal codes, and
//! how many of the sample company's customers live there.

use std::sync::LazyLock;

use domain::Uf;

use crate::random::Random;
use crate::words::WORDS;

/// A municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// IBGE code, 7 digits.
    pub code: u32,
    /// Its name.
    pub name: &'static str,
    /// Its state.
    pub uf: Uf,
    /// Telephone area code.
    pub area_code: u8,
    /// The first five digits of a postal code of its centre.
    pub cep_prefix: u32,
    /// Its share of customers, in no unit.
    pub weight: u64,
}

/// A street address. Streets, numbers and districts are invented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// `xLgr`
    pub street: String,
    /// `nro`
    pub number: String,
    /// `xCpl`
    pub complement: Option<String>,
    /// `xBairro`
    pub district: &'static str,
    /// The municipality.
    pub place: &'static Place,
    /// The 8 digits of the postal code.
    pub cep: String,
}

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let number = |text: &str| text.parse::<u64>().expect("data/places.tsv holds numbers there, which a test reads");
    include_str!("../data/places.tsv")
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|fields| Place {
            code: number(fields[0]) as u32,
            name: fields[1],
            uf: fields[2].parse().expect("data/places.tsv holds states there, which a test reads"),
            area_code: number(fields[3]) as u8,
            cep_prefix: number(fields[4]) as u32,
            weight: number(fields[5]),
        })
        .collect()
});

/// All municipalities of the table.
pub fn places() -> &'static [Place] {
    &PLACES
}

/// The municipality with an IBGE code.
///
/// # Panics
/// The table does not have it: codes are asked for by name in this crate only.
pub fn place(code: u32) -> &'static Place {
    PLACES.iter().find(|place| place.code == code).expect("only codes of data/places.tsv are asked for")
}

impl Address {
    /// An invented address in a municipality drawn by weight.
    pub fn anywhere(random: &mut Random) -> Self {
        let place = &PLACES[random.weighted(PLACES.iter().map(|place| place.weight))];
        Self::within(place, random)
    }

    /// An invented address in a municipality.
    pub fn within(place: &'static Place, random: &mut Random) -> Self {
        let complement = match random.below(12) {
            0 => Some(format!("Loja {}", random.between(1, 40))),
            1 => Some(format!("Sala {}", random.between(11, 90))),
            2 => Some("Galpão".to_owned()),
            3 => Some("Fundos".to_owned()),
            _ => None,
        };
        let number = if random.chance(0.03) { "S/N".to_owned() } else { random.between(1, 4_800).to_string() };
        let cep = format!("{:05}{:03}", place.cep_prefix, random.below(980));
        let street = random.word(&WORDS.streets).to_owned();
        Self { street, number, complement, district: random.word(&WORDS.districts), place, cep }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert!(places().len() >= 120);
        for place in places() {
            let code: domain::CityCode = place.code.to_string().parse().unwrap();
            assert_eq!(code.uf(), place.uf, "{}", place.name);
            assert!((11..=99).contains(&place.area_code) && place.weight > 0, "{}", place.name);
        }
        let mut codes: Vec<u32> = places().iter().map(|place| place.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), places().len());
    }

    #[test]
    fn an_address_has_a_postal_code() {
        let mut random = Random::new(1);
        for _ in 0..200 {
            let address = Address::anywhere(&mut random);
            assert!(address.cep.parse::<domain::Cep>().is_ok(), "{}", address.cep);
        }
    }
}
