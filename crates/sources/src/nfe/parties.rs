//! Who the other party of a note is, and what the note says about it.

use domain::facts::{Observation, ObservationRole, SourceRank};
use domain::identity::ContentHasher;
use domain::party::{Party, PartyKey, PartyKind};
use domain::record::Warning;
use domain::tax_id::TaxIdError;
use domain::text::normalised_name;
use domain::{Cep, Cnpj, CnpjRoot, ContentHash, Cpf, Phone, TaxId};

use super::raw::{RawId, RawNote, RawParty};

/// The source under which parties without a valid tax id are known by notes of goods.
pub(crate) const GOODS: &str = "nfe";

impl RawParty<'_> {
    /// The company this party belongs to, check digits unlooked at.
    pub(crate) fn root(&self) -> Option<CnpjRoot> {
        match &self.id {
            RawId::Cnpj(cnpj) if cnpj.len() == 14 => CnpjRoot::of_unchecked(cnpj),
            _ => None,
        }
    }

    /// The tax id as written.
    pub(crate) fn tax_id(&self) -> &str {
        match &self.id {
            RawId::Cnpj(id) | RawId::Cpf(id) => id,
            RawId::None | RawId::Foreign => "",
        }
    }
}

/// The party, `None` for a consumer without identification; a warning where its tax id is wrong.
///
/// A wrong tax id makes a party known by the id as written; a foreign one, whose identification may
/// be empty or any word, is known by name and country. Both are known to `source`.
pub(crate) fn identify(raw: &RawParty<'_>, source: &str) -> (Option<Party>, Option<Warning>) {
    match &raw.id {
        RawId::Cnpj(id) if !id.is_empty() => by_tax_id(id, Cnpj::from_plain(id).map(TaxId::Cnpj), source),
        RawId::Cpf(id) if !id.is_empty() => by_tax_id(id, Cpf::from_plain(id).map(TaxId::Cpf), source),
        _ => (by_name(raw, source), None),
    }
}

fn by_tax_id(id: &str, tax_id: Result<TaxId, TaxIdError>, source: &str) -> (Option<Party>, Option<Warning>) {
    match tax_id {
        Ok(tax_id) => {
            let kind = if matches!(tax_id, TaxId::Cnpj(_)) { PartyKind::Company } else { PartyKind::Person };
            (Some(Party { key: tax_id.into(), kind }), None)
        }
        Err(error) => {
            // Whichever field it stood in, one id as written is one party of one kind.
            let kind = if id.len() > 11 { PartyKind::Company } else { PartyKind::Person };
            let party = PartyKey::coded(source, id).map(|key| Party { key, kind });
            (party, Some(Warning::PartyTaxId(error)))
        }
    }
}

fn by_name(raw: &RawParty<'_>, source: &str) -> Option<Party> {
    let name = normalised_name(raw.name.as_deref()?);
    let abroad = raw.uf.as_deref() == Some("EX") || matches!(raw.id, RawId::Foreign);
    let (code, kind) = if abroad {
        let country = raw.country_code.as_deref().or(raw.country.as_deref()).unwrap_or("EX");
        (format!("{name}/{country}"), PartyKind::Foreign)
    } else {
        (format!("nome:{name}"), PartyKind::Person)
    };
    (!name.is_empty()).then(|| PartyKey::coded(source, &code).map(|key| Party { key, kind }))?
}

/// What a note says about a party; `None` where it says nothing.
pub(crate) fn observe(raw: &RawParty<'_>, role: ObservationRole) -> Option<Observation> {
    let text = |value: &Option<std::borrow::Cow<'_, str>>| value.as_ref().map(|value| value.clone().into_owned());
    let observation = Observation {
        role,
        rank: SourceRank::FiscalDocument,
        name: text(&raw.name),
        trade_name: text(&raw.trade_name),
        state_registration: raw.state_registration.as_deref().filter(|ie| *ie != "ISENTO").map(str::to_owned),
        emails: raw.email.as_deref().and_then(emails),
        phone: raw.phone.as_deref().map(|phone| phone.parse::<Phone>().map_or(phone.to_owned(), Phone::e164)),
        street: text(&raw.street),
        number: text(&raw.number),
        complement: text(&raw.complement),
        district: text(&raw.district),
        city_code: raw.city_code.as_deref().and_then(|code| code.parse().ok()),
        city: text(&raw.city),
        uf: raw.uf.as_deref().and_then(|uf| uf.parse().ok()),
        cep: raw.cep.as_deref().map(|cep| cep.parse::<Cep>().map_or(cep.to_owned(), Cep::plain)),
        country: raw.country.as_deref().filter(|_| raw.uf.as_deref() == Some("EX")).map(str::to_owned),
    };
    (!observation.is_empty()).then_some(observation)
}

/// The hash of what a note says of issuer, recipient, place of delivery and instalments.
pub(super) fn as_written(note: &RawNote<'_>) -> ContentHash {
    let mut hasher = ContentHasher::new("parties");
    feed(&mut hasher, Some(&note.emit));
    feed(&mut hasher, note.dest.as_ref());
    feed(&mut hasher, note.delivery.as_ref());
    for dup in &note.dups {
        hasher.text(&dup.number);
        hasher.number(dup.due_on.map_or(i64::MIN, |day| i64::from(day.epoch_days())));
        hasher.number(dup.amount.0);
    }
    hasher.finish()
}

pub(crate) fn feed(hasher: &mut ContentHasher, party: Option<&RawParty<'_>>) {
    hasher.number(i64::from(party.is_some()));
    let Some(party) = party else { return };
    let RawParty {
        id,
        name,
        trade_name,
        state_registration,
        email,
        phone,
        street,
        number,
        complement,
        district,
        city_code,
        city,
        uf,
        cep,
        country_code,
        country,
    } = party;
    hasher.text(match id {
        RawId::None => "",
        RawId::Cnpj(_) => "CNPJ",
        RawId::Cpf(_) => "CPF",
        RawId::Foreign => "idEstrangeiro",
    });
    hasher.text(party.tax_id());
    let texts = [
        name,
        trade_name,
        state_registration,
        email,
        phone,
        street,
        number,
        complement,
        district,
        city_code,
        city,
        uf,
        cep,
        country_code,
        country,
    ];
    texts.into_iter().for_each(|text| hasher.optional(text.as_deref()));
}

/// The addresses of an e-mail field, which may hold several, or the word `null`.
pub(crate) fn emails(text: &str) -> Option<String> {
    let addresses: Vec<&str> = text
        .split(|c: char| matches!(c, ';' | ',') || c.is_whitespace())
        .filter(|address| address.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.')))
        .collect();
    (!addresses.is_empty()).then(|| addresses.join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named<'a>(id: RawId<'a>, name: &'a str) -> RawParty<'a> {
        RawParty { id, name: Some(name.into()), ..RawParty::default() }
    }

    fn key(raw: &RawParty<'_>) -> Option<String> {
        identify(raw, GOODS).0.map(|party| party.key.to_string())
    }

    #[test]
    fn a_valid_tax_id_is_the_key() {
        assert_eq!(key(&named(RawId::Cnpj("12ABC34501DE35".into()), "A")).as_deref(), Some("12ABC34501DE35"));
        assert_eq!(key(&named(RawId::Cpf("52998224725".into()), "A")).as_deref(), Some("52998224725"));
    }

    #[test]
    fn a_wrong_tax_id_is_known_as_written_with_a_warning() {
        let (party, warning) = identify(&named(RawId::Cpf("000012345678901".into()), "A"), GOODS);
        assert_eq!(party.unwrap().key.to_string(), "nfe:000012345678901");
        assert!(matches!(warning, Some(Warning::PartyTaxId(TaxIdError::Length { found: 15, .. }))));
    }

    #[test]
    fn a_foreign_buyer_is_known_by_name_and_country() {
        let mut buyer = named(RawId::Foreign, "Acmé Overseas, Inc.");
        buyer.uf = Some("EX".into());
        buyer.country_code = Some("2496".into());
        assert_eq!(key(&buyer).as_deref(), Some("nfe:ACME OVERSEAS INC/2496"));
        buyer.id = RawId::Cnpj("".into());
        assert_eq!(key(&buyer).as_deref(), Some("nfe:ACME OVERSEAS INC/2496"));
    }

    #[test]
    fn a_name_alone_is_better_than_nobody_and_nothing_is_nobody() {
        assert_eq!(key(&named(RawId::None, "José da Silva")).as_deref(), Some("nfe:nome:JOSE DA SILVA"));
        assert_eq!(key(&RawParty::default()), None);
    }

    #[test]
    fn several_addresses_are_kept_and_null_is_none() {
        assert_eq!(emails("a@b.com; c@d.com.br").as_deref(), Some("a@b.com;c@d.com.br"));
        assert_eq!(emails("null"), None);
    }
}
