//! A tax id: the CNPJ of a company or the CPF of a person.

use std::fmt;
use std::str::FromStr;

use crate::{Cnpj, Cpf};

/// Who someone is to the tax authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaxId {
    /// A company's establishment.
    Cnpj(Cnpj),
    /// A person.
    Cpf(Cpf),
}

/// Why a text is not a tax id. Positions count characters from 0 and are shown from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaxIdError {
    /// Too short or too long.
    #[error("o {kind} {value} tem {found} caracteres em vez de {expected}")]
    Length { kind: &'static str, value: String, expected: usize, found: usize },
    /// A character that cannot stand at its place.
    #[error("o {kind} {value} tem o caractere {found:?} na posição {}, que não cabe ali", position + 1)]
    Character { kind: &'static str, value: String, position: usize, found: char },
    /// One character repeated: the check digits follow, but nobody has such a number.
    #[error("o {kind} {value} é um número repetido, que não existe")]
    Repeated { kind: &'static str, value: String },
    /// The check digits do not follow from the rest.
    #[error("o {kind} {value} tem dígitos verificadores errados: deveriam ser {expected}")]
    CheckDigits { kind: &'static str, value: String, expected: String },
    /// Neither 11 nor 14 characters.
    #[error("{value} não é CNPJ (14 caracteres) nem CPF (11 dígitos)")]
    Neither { value: String },
}

impl TaxId {
    /// The characters without mask.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Cnpj(cnpj) => cnpj.as_str(),
            Self::Cpf(cpf) => cpf.as_str(),
        }
    }
}

impl FromStr for TaxId {
    type Err = TaxIdError;

    fn from_str(text: &str) -> Result<Self, TaxIdError> {
        let plain = unmasked(text);
        match plain.chars().count() {
            14 => Cnpj::from_plain(&plain).map(Self::Cnpj),
            11 => Cpf::from_plain(&plain).map(Self::Cpf),
            _ => Err(TaxIdError::Neither { value: text.to_owned() }),
        }
    }
}

impl fmt::Display for TaxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cnpj(cnpj) => cnpj.fmt(f),
            Self::Cpf(cpf) => cpf.fmt(f),
        }
    }
}

/// The text in upper case without the punctuation of masks (`.`, `/`, `-`) and spaces.
pub(crate) fn unmasked(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '.' | '/' | '-') && !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// The text as `N` ASCII characters, each of which fits its place.
pub(crate) fn exactly<const N: usize>(
    kind: &'static str,
    text: &str,
    fits: impl Fn(usize, char) -> bool,
) -> Result<[u8; N], TaxIdError> {
    let found = text.chars().count();
    if found != N {
        return Err(TaxIdError::Length { kind, value: text.to_owned(), expected: N, found });
    }
    if let Some((position, found)) = text.chars().enumerate().find(|&(position, c)| !fits(position, c)) {
        return Err(TaxIdError::Character { kind, value: text.to_owned(), position, found });
    }
    Ok(std::array::from_fn(|place| text.as_bytes()[place]))
}

/// The check digit, as ASCII, of characters paired with weights: modulo 11 of the sum of
/// (ASCII − 48) × weight; a remainder below 2 gives 0, another 11 less it.
pub(crate) fn modulo_11<'a>(weighted: impl Iterator<Item = (&'a u8, &'a u32)>) -> u8 {
    let sum: u32 = weighted.map(|(&byte, &weight)| u32::from(byte.saturating_sub(b'0')) * weight).sum();
    match sum % 11 {
        0 | 1 => b'0',
        remainder => b'0' + (11 - remainder) as u8,
    }
}
