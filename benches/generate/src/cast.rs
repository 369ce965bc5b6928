//! The parties that stand on notes, invented.

use domain::TaxId;

use crate::identities::{Identities, establishment};
use crate::names::{self, Business, SUPPLIERS};
use crate::note::{Party, PartyId, Regime, Registration};
use crate::places::{Address, place};
use crate::random::Random;

/// Campinas and Ribeirão Preto, where the company's two establishments are.
const HOME_CODES: [u32; 2] = [3_509_502, 3_543_402];

/// The company's root.
pub const COMPANY_ROOT: &str = "11222333";

/// The company's name.
pub const COMPANY_NAME: &str = "Distribuidora Exemplo Ltda";

/// The company's establishments: the first two parties of every cast.
pub const HOMES: [PartyId; 2] = [PartyId(0), PartyId(1)];

/// The company's two establishments.
pub fn homes() -> Vec<Party> {
    let streets = [("Rodovia Anhanguera", "km 98", "13065"), ("Avenida das Indústrias", "1450", "14075")];
    let home = |(branch, code): (usize, &u32)| {
        let (street, number, cep_prefix) = streets[branch];
        let address = Address {
            street: street.to_owned(),
            number: number.to_owned(),
            complement: None,
            district: "Distrito Industrial",
            place: place(*code),
            cep: format!("{cep_prefix}900"),
        };
        Party {
            tax_id: establishment(COMPANY_ROOT, branch + 1),
            name: COMPANY_NAME.to_owned(),
            trade_name: Some("Exemplo Atacado".to_owned()),
            phone: Some(format!("{}30001000", address.place.area_code)),
            registration: Registration::Taxpayer(format!("2440012340{branch:02}")),
            email: Some("fiscal@distribuidoraexemplo.example".to_owned()),
            regime: Regime::Normal,
            address: Some(address),
        }
    };
    HOME_CODES.iter().enumerate().map(home).collect()
}

/// The suppliers.
pub fn suppliers(identities: &mut Identities, random: &mut Random) -> Vec<Party> {
    let supplier = |name: &&str| {
        let address = Address::anywhere(random);
        let tax_id = establishment(&identities.root(random), 1);
        let regime = if random.chance(0.25) { Regime::Simples } else { Regime::Normal };
        Party {
            tax_id,
            name: (*name).to_owned(),
            trade_name: None,
            registration: Registration::Taxpayer(state_registration(&address, random)),
            email: Some(format!("comercial@{}", names::domain(name))),
            phone: Some(landline(&address, random)),
            regime,
            address: Some(address),
        }
    };
    SUPPLIERS.iter().map(supplier).collect()
}

/// An establishment of a company that buys.
pub fn company(business: Business, name: &str, tax_id: TaxId, address: Address, random: &mut Random) -> Party {
    let registration = match random.below(20) {
        _ if name.contains("Condomínio") => Registration::None,
        0 => Registration::Exempt,
        1 if matches!(business, Business::School | Business::Cleaning) => Registration::None,
        _ => Registration::Taxpayer(state_registration(&address, random)),
    };
    let mailbox = random.word(&["compras", "financeiro", "contato", "nfe", "adm"]);
    let phone = if random.chance(0.6) { landline(&address, random) } else { mobile(&address, random) };
    Party {
        tax_id,
        name: if random.chance(0.7) { names::plain_capitals(name) } else { name.to_owned() },
        trade_name: None,
        registration,
        email: random.chance(0.85).then(|| format!("{mailbox}@{}", names::domain(name))),
        phone: random.chance(0.9).then_some(phone),
        regime: if random.chance(0.75) { Regime::Simples } else { Regime::Normal },
        address: Some(address),
    }
}

/// A person who buys with an invoice.
pub fn person(tax_id: TaxId, random: &mut Random) -> Party {
    let name = names::person(random);
    let address = Address::anywhere(random);
    Party {
        tax_id,
        email: random.chance(0.6).then(|| format!("contato@{}", names::domain(&name))),
        phone: Some(mobile(&address, random)),
        name: names::plain_capitals(&name),
        trade_name: None,
        registration: Registration::None,
        regime: Regime::Simples,
        address: Some(address),
    }
}

/// A consumer of whom only the CPF is known.
pub fn consumer(tax_id: TaxId) -> Party {
    Party {
        tax_id,
        name: String::new(),
        trade_name: None,
        address: None,
        registration: Registration::None,
        email: None,
        phone: None,
        regime: Regime::Simples,
    }
}

/// The number some individual entrepreneurs have as part of their name: `99.123.456 JOSE LIMA`.
pub fn entrepreneur_name(root: &str, random: &mut Random) -> String {
    format!("{}.{}.{} {}", &root[..2], &root[2..5], &root[5..], names::person(random))
}

/// A number of the length the state gives, without its check digits.
fn state_registration(address: &Address, random: &mut Random) -> String {
    let digits = match address.place.uf.as_str() {
        "SP" => 12,
        "MG" | "DF" => 13,
        "RJ" => 8,
        "PR" | "RS" => 10,
        "MT" | "TO" => 11,
        _ => 9,
    };
    (0..digits).map(|place| char::from(b'0' + random.between(i64::from(place == 0), 9) as u8)).collect()
}

fn landline(address: &Address, random: &mut Random) -> String {
    format!("{}3000{:04}", address.place.area_code, random.below(10_000))
}

fn mobile(address: &Address, random: &mut Random) -> String {
    format!("{}90000{:04}", address.place.area_code, random.below(10_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_company_has_two_establishments_of_one_root() {
        let homes = homes();
        assert_eq!(homes[0].tax_id.as_str(), "11222333000181");
        assert_eq!(homes[1].tax_id.as_str(), "11222333000262");
    }

    #[test]
    fn telephones_are_telephones() {
        let mut random = Random::new(2);
        for _ in 0..300 {
            let party = person(establishment("99000000", 1), &mut random);
            assert!(party.phone.unwrap().parse::<domain::Phone>().is_ok());
        }
    }
}
