//! The access key (*chave de acesso*) of an electronic fiscal document.

use std::fmt;
use std::str::FromStr;

use crate::tax_id::modulo_11;

/// 44 characters, `[0-9]{6}[0-9A-Z]{12}[0-9]{26}` (leiaute PL_010 V1.30): state 2, year and month 4,
/// issuer 14, model 2, series 3, number 9, emission type 1, random code 8, check digit 1.
///
/// A wrong check digit does not make it another key: [`AccessKey::check_digit_holds`] tells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessKey([u8; 44]);

/// Why a text is not an access key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessKeyError {
    /// Not 44 characters.
    #[error("a chave de acesso {value:?} tem {found} caracteres em vez de 44")]
    Length { value: String, found: usize },
    /// A character that cannot stand at its place.
    #[error("a chave de acesso {value} tem o caractere {found:?} na posição {}, que não cabe ali", position + 1)]
    Character { value: String, position: usize, found: char },
}

impl AccessKey {
    /// The 44 characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("checked to be ASCII when it was parsed")
    }

    /// Whether the last digit follows from the others (modulo 11, weights 2 to 9 from the right).
    pub fn check_digit_holds(&self) -> bool {
        const WEIGHTS: [u32; 8] = [2, 3, 4, 5, 6, 7, 8, 9];
        self.0[43] == modulo_11(self.0[..43].iter().rev().zip(WEIGHTS.iter().cycle()))
    }

    /// The issuer's 14 characters: a CNPJ, or a CPF after `000` (series 920 to 969).
    pub fn issuer(&self) -> &str {
        &self.as_str()[6..20]
    }

    /// Year and month of issue, `AAMM`.
    pub fn year_month(&self) -> &str {
        &self.as_str()[2..6]
    }

    /// 55 for NF-e, 65 for NFC-e, 57 for CT-e, ...
    pub fn model(&self) -> u8 {
        self.number_at(20, 22) as u8
    }

    /// The series, 0 to 999.
    pub fn series(&self) -> u16 {
        self.number_at(22, 25) as u16
    }

    /// The document's number within its series, 1 to 999 999 999.
    pub fn number(&self) -> u32 {
        self.number_at(25, 34) as u32
    }

    fn number_at(&self, from: usize, to: usize) -> u64 {
        self.0[from..to].iter().fold(0, |number, byte| number * 10 + u64::from(byte - b'0'))
    }
}

impl FromStr for AccessKey {
    type Err = AccessKeyError;

    fn from_str(text: &str) -> Result<Self, AccessKeyError> {
        let bytes: [u8; 44] = text.as_bytes().try_into().map_err(|_| AccessKeyError::Length {
            value: text.chars().take(60).collect(),
            found: text.chars().count(),
        })?;
        let misplaced = text
            .char_indices()
            .find(|&(position, c)| !(c.is_ascii_digit() || (6..18).contains(&position) && c.is_ascii_uppercase()));
        match misplaced {
            Some((position, found)) => Err(AccessKeyError::Character { value: text.to_owned(), position, found }),
            None => Ok(Self(bytes)),
        }
    }
}

impl fmt::Display for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessKey({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "35260311222333000181550010000000011000000019";

    #[test]
    fn reads_its_parts() {
        let key: AccessKey = KEY.parse().unwrap();
        assert_eq!(key.issuer(), "11222333000181");
        assert_eq!(key.year_month(), "2603");
        assert_eq!((key.model(), key.series(), key.number()), (55, 1, 1));
        assert!(key.check_digit_holds());
    }

    #[test]
    fn letters_may_stand_in_the_issuer_only() {
        assert!("35260812ABC34501DE35550010000000011000000010".parse::<AccessKey>().is_ok());
        assert_eq!(
            "A5260311222333000181550010000000011000000019".parse::<AccessKey>(),
            Err(AccessKeyError::Character {
                value: "A5260311222333000181550010000000011000000019".to_owned(),
                position: 0,
                found: 'A'
            })
        );
    }

    #[test]
    fn a_wrong_check_digit_is_seen_but_the_key_stands() {
        let key: AccessKey = "35260311222333000181550010000000011000000018".parse().unwrap();
        assert!(!key.check_digit_holds());
    }

    #[test]
    fn forty_three_characters_are_no_key() {
        assert_eq!(
            KEY[..43].parse::<AccessKey>(),
            Err(AccessKeyError::Length { value: KEY[..43].to_owned(), found: 43 })
        );
    }
}
