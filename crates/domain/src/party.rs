//! Who stands on the other side of a document.

use std::fmt;
use std::str::FromStr;

use crate::tax_id::unmasked;
use crate::{Cnpj, CnpjRoot, Cpf, TaxId};

/// The key of a party at the level of establishments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyKey {
    /// A company's establishment.
    Cnpj(Cnpj),
    /// A person.
    Cpf(Cpf),
    /// Whom only one source knows, by its own code: a foreign buyer, an ERP's customer without tax
    /// id, a tax id whose check digits fail.
    Coded {
        /// The source: `nfe`, `omie`, `tabela`, ...
        source: String,
        /// The code within the source, never empty.
        code: String,
    },
}

/// What a party is, before one knows how it buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyKind {
    /// A legal person.
    Company,
    /// A natural person.
    Person,
    /// Someone abroad.
    Foreign,
}

/// A party as a document names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its key.
    pub key: PartyKey,
    /// What it is.
    pub kind: PartyKind,
}

/// What a person types to name a customer: a party, or a company with all its establishments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CustomerKey {
    /// All establishments of a company.
    Root(CnpjRoot),
    /// One party.
    Party(PartyKey),
}

/// Why a text names no customer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CustomerKeyError {
    /// 8, 11 or 14 characters that are no root, CPF or CNPJ.
    #[error(transparent)]
    TaxId(#[from] crate::tax_id::TaxIdError),
    /// Nothing that looks like a key.
    #[error("{value:?} não identifica um cliente: use o CNPJ, o CPF, a raiz do CNPJ (8 caracteres) ou fonte:código")]
    Form { value: String },
}

impl PartyKey {
    /// A party known only to `source` by `code`; `None` where either is empty, or the source has the
    /// name of a kind of tax id.
    pub fn coded(source: &str, code: &str) -> Option<Self> {
        let reserved = source.is_empty() || source.contains(':') || matches!(source, "cnpj" | "cpf");
        let named = !reserved && !code.trim().is_empty();
        named.then(|| Self::Coded { source: source.to_owned(), code: code.trim().to_owned() })
    }

    /// The company it belongs to, if it is a company's establishment.
    pub fn root(&self) -> Option<CnpjRoot> {
        match self {
            Self::Cnpj(cnpj) => Some(cnpj.root()),
            Self::Cpf(_) | Self::Coded { .. } => None,
        }
    }

    /// The catalogue's name of the kind of key: `cnpj`, `cpf`, or the source.
    pub fn scheme(&self) -> &str {
        match self {
            Self::Cnpj(_) => "cnpj",
            Self::Cpf(_) => "cpf",
            Self::Coded { source, .. } => source,
        }
    }

    /// The key within its scheme, without mask.
    pub fn code(&self) -> &str {
        match self {
            Self::Cnpj(cnpj) => cnpj.as_str(),
            Self::Cpf(cpf) => cpf.as_str(),
            Self::Coded { code, .. } => code,
        }
    }

    /// The key that [`PartyKey::scheme`] and [`PartyKey::code`] were taken from.
    pub fn from_parts(scheme: &str, code: &str) -> Option<Self> {
        match scheme {
            "cnpj" => Cnpj::from_plain(code).ok().map(Self::Cnpj),
            "cpf" => Cpf::from_plain(code).ok().map(Self::Cpf),
            source => Self::coded(source, code),
        }
    }

    /// The key as people read it, with mask.
    pub fn formatted(&self) -> String {
        match self {
            Self::Cnpj(cnpj) => cnpj.to_string(),
            Self::Cpf(cpf) => cpf.to_string(),
            Self::Coded { .. } => self.to_string(),
        }
    }
}

impl From<TaxId> for PartyKey {
    fn from(tax_id: TaxId) -> Self {
        match tax_id {
            TaxId::Cnpj(cnpj) => Self::Cnpj(cnpj),
            TaxId::Cpf(cpf) => Self::Cpf(cpf),
        }
    }
}

impl fmt::Display for PartyKey {
    /// The key as it is typed: plain tax id, or `source:code`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cnpj(cnpj) => f.write_str(cnpj.as_str()),
            Self::Cpf(cpf) => f.write_str(cpf.as_str()),
            Self::Coded { source, code } => write!(f, "{source}:{code}"),
        }
    }
}

impl PartyKind {
    /// `company`, `person`, `foreign`
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Person => "person",
            Self::Foreign => "foreign",
        }
    }
}

impl CustomerKey {
    /// The company, where the key is one of its establishments or the root itself.
    pub fn root(&self) -> Option<CnpjRoot> {
        match self {
            Self::Root(root) => Some(*root),
            Self::Party(party) => party.root(),
        }
    }
}

impl FromStr for CustomerKey {
    type Err = CustomerKeyError;

    /// Reads a CNPJ or CPF in any mask, an 8-character root, or `source:code`.
    fn from_str(text: &str) -> Result<Self, CustomerKeyError> {
        let form = || CustomerKeyError::Form { value: text.chars().take(60).collect() };
        if let Some((source, code)) = text.split_once(':') {
            return PartyKey::coded(source.trim(), code).map(Self::Party).ok_or_else(form);
        }
        match unmasked(text).chars().count() {
            8 => Ok(Self::Root(text.parse()?)),
            11 | 14 => Ok(Self::Party(text.parse::<TaxId>()?.into())),
            _ => Err(form()),
        }
    }
}

impl fmt::Display for CustomerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(root) => f.write_str(root.as_str()),
            Self::Party(party) => party.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        let key = |text: &str| text.parse::<CustomerKey>().unwrap().to_string();
        assert_eq!(key("44.555.666/0001-81"), "44555666000181");
        assert_eq!(key("44.555.666"), "44555666");
        assert_eq!(key("529.982.247-25"), "52998224725");
        assert_eq!(key("omie: 251 "), "omie:251");
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text: &str| text.parse::<CustomerKey>().unwrap_err().to_string();
        insta::assert_snapshot!(error("Alfa"), @r#""Alfa" não identifica um cliente: use o CNPJ, o CPF, a raiz do CNPJ (8 caracteres) ou fonte:código"#);
        insta::assert_snapshot!(error("44555666000182"), @"o CNPJ 44555666000182 tem dígitos verificadores errados: deveriam ser 81");
        insta::assert_snapshot!(error(":1"), @r#"":1" não identifica um cliente: use o CNPJ, o CPF, a raiz do CNPJ (8 caracteres) ou fonte:código"#);
    }

    #[test]
    fn a_key_survives_its_parts() {
        for key in ["44555666000181", "52998224725", "nfe:ACME/2496"] {
            let CustomerKey::Party(party) = key.parse().unwrap() else { panic!("{key} is a party") };
            assert_eq!(PartyKey::from_parts(party.scheme(), party.code()), Some(party));
        }
    }
}
