//! Whom a row is about.

use std::sync::Arc;

use domain::facts::{Observation, ObservationRole, RowParty, RowProduct, SourceRank};
use domain::party::{Party, PartyKey, PartyKind};
use domain::text::normalised_name;
use domain::{Cep, Phone, TaxId};

use super::{Field, Read, Reading, fault};
use crate::nfe::emails;
use crate::table::cells::{Person, tax_id};
use crate::table::row::Row;

/// Everything a row can say about its customer.
const FIELDS: [Field; 20] = [
    Field::TaxId,
    Field::Cpf,
    Field::Code,
    Field::Store,
    Field::Name,
    Field::TradeName,
    Field::StateRegistration,
    Field::Email,
    Field::PhoneArea,
    Field::Phone,
    Field::Street,
    Field::StreetNumber,
    Field::Complement,
    Field::District,
    Field::CityCode,
    Field::City,
    Field::State,
    Field::Zip,
    Field::Country,
    Field::PersonType,
];

impl Reading<'_> {
    /// The row's customer; `None` where the row names nobody. By tax id, else by code, else by name;
    /// rows that say the same share one.
    pub(super) fn customer(&mut self, row: &Row<'_>) -> Read<Option<Arc<RowParty>>> {
        let key = self.key_of(row, &FIELDS)?;
        let known = self.parties.get(&key).cloned();
        let party = match known {
            Some(party) => Ok(party),
            None => self.new_customer(row).inspect(|party| {
                self.parties.insert(key.clone(), party.clone());
            }),
        };
        self.key = key;
        party
    }

    /// The row's product; rows that say the same share one.
    pub(super) fn product(&mut self, row: &Row<'_>) -> Read<Option<Arc<RowProduct>>> {
        const FIELDS: [Field; 4] = [Field::Product, Field::Description, Field::Category, Field::Unit];
        let key = self.key_of(row, &FIELDS)?;
        if let Some(product) = self.products.get(&key).cloned() {
            self.key = key;
            return Ok(product);
        }
        let [code, description, category, unit] = FIELDS.map(|field| self.owned(row, field));
        let product = RowProduct::new(code?, description?, category?, unit?).map(Arc::new);
        self.products.insert(key.clone(), product.clone());
        self.key = key;
        Ok(product)
    }

    /// The cells of some fields as one text, in a buffer that the caller gives back.
    fn key_of(&mut self, row: &Row<'_>, fields: &[Field]) -> Read<String> {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        for &field in fields.iter().filter(|field| self.columns.has(**field)) {
            key.push_str(self.text(row, field)?.unwrap_or(""));
            key.push('\u{1f}');
        }
        Ok(key)
    }

    fn new_customer(&self, row: &Row<'_>) -> Read<Option<Arc<RowParty>>> {
        let person = self.text(row, Field::PersonType)?.and_then(person);
        let mut tax = None;
        for field in [Field::TaxId, Field::Cpf] {
            if let (None, Some(text)) = (tax, self.text(row, field)?) {
                let person = if field == Field::Cpf { Some(Person::Natural) } else { person };
                tax = tax_id(text, person).map_err(|cause| fault(field, text, cause))?;
            }
        }
        let observation = self.observation(row)?;
        let code = self.text(row, Field::Code)?.map(|code| match code.strip_suffix(".0") {
            Some(whole) if whole.bytes().all(|byte| byte.is_ascii_digit()) => whole,
            _ => code,
        });
        let store = self.text(row, Field::Store)?;
        let code = code.map(|code| store.map_or_else(|| code.to_owned(), |store| format!("{code}/{store}")));
        let coded = code.and_then(|code| PartyKey::coded(&self.source, &code));
        let name = observation.name.as_deref().or(observation.trade_name.as_deref()).map(normalised_name);
        let named = || {
            let name = name.as_deref().filter(|name| !name.is_empty())?;
            PartyKey::coded(&self.source, &format!("nome:{name}"))
        };
        let abroad = observation.country.is_some();
        let kind = match (&tax, person) {
            (Some(TaxId::Cnpj(_)), _) => PartyKind::Company,
            (Some(TaxId::Cpf(_)), _) | (None, Some(Person::Natural)) => PartyKind::Person,
            (None, _) if abroad => PartyKind::Foreign,
            (None, _) => PartyKind::Company,
        };
        let (key, linked) = match tax {
            Some(tax) => (Some(PartyKey::from(tax)), coded),
            None => (coded.or_else(named), None),
        };
        let observation = (!observation.is_empty()).then_some(observation);
        Ok(key.map(|key| Arc::new(RowParty::new(Party { key, kind }, linked, observation))))
    }

    pub(super) fn observation(&self, row: &Row<'_>) -> Read<Observation> {
        let mut said = Observation::new(ObservationRole::Registration, SourceRank::Table);
        said.name = self.owned(row, Field::Name)?;
        said.trade_name = self.owned(row, Field::TradeName)?;
        said.state_registration = self
            .text(row, Field::StateRegistration)?
            .filter(|ie| !ie.eq_ignore_ascii_case("isento"))
            .map(str::to_owned);
        said.emails = self.text(row, Field::Email)?.and_then(emails);
        let area = self.text(row, Field::PhoneArea)?;
        said.phone = self.text(row, Field::Phone)?.map(|phone| {
            let whole = area.map_or_else(|| phone.to_owned(), |area| format!("{area}{phone}"));
            let parsed = phone.parse::<Phone>().or_else(|_| whole.parse::<Phone>());
            parsed.map_or(whole, Phone::e164)
        });
        said.street = self.owned(row, Field::Street)?;
        said.number = self.owned(row, Field::StreetNumber)?;
        said.complement = self.owned(row, Field::Complement)?;
        said.district = self.owned(row, Field::District)?;
        said.city_code = self.text(row, Field::CityCode)?.and_then(|code| code.parse().ok());
        said.city = self.owned(row, Field::City)?;
        let state = self.text(row, Field::State)?;
        said.uf = state.and_then(|uf| uf.to_uppercase().parse().ok().or_else(|| state_named(uf)));
        said.cep = self.text(row, Field::Zip)?.map(|cep| cep.parse::<Cep>().map_or(cep.to_owned(), Cep::plain));
        let home =
            |country: &&str| matches!(normalised_name(country).as_str(), "BRASIL" | "BRAZIL" | "BR" | "BRA" | "1058");
        said.country = self.text(row, Field::Country)?.filter(|country| !home(country)).map(str::to_owned);
        Ok(said)
    }
}

fn state_named(name: &str) -> Option<domain::Uf> {
    let name = normalised_name(name);
    domain::Uf::all().find(|uf| normalised_name(uf.name()) == name)
}

fn person(text: &str) -> Option<Person> {
    match normalised_name(text).split(' ').next_back()?.chars().next()? {
        'F' => Some(Person::Natural),
        'J' => Some(Person::Legal),
        _ => None,
    }
}
