//! Municipalities by their IBGE code.

use std::fmt;
use std::str::FromStr;

use crate::Uf;

/// The 7-digit IBGE code of a municipality, whose first two digits are its state; `9999999` abroad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CityCode(u32);

/// Why a text is not a municipality's code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} não é um código de município do IBGE: são 7 dígitos que começam pelo código da UF")]
pub struct CityCodeError {
    /// What was written.
    pub value: String,
}

impl CityCode {
    /// The 7 digits as a number.
    pub fn code(self) -> u32 {
        self.0
    }

    /// The state it lies in.
    pub fn uf(self) -> Uf {
        Uf::from_ibge((self.0 / 100_000) as u8).expect("checked when it was parsed")
    }
}

impl FromStr for CityCode {
    type Err = CityCodeError;

    fn from_str(text: &str) -> Result<Self, CityCodeError> {
        let seven_digits = text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>()
            .ok()
            .filter(|code| seven_digits && Uf::from_ibge((code / 100_000) as u8).is_some())
            .map(Self)
            .ok_or_else(|| CityCodeError { value: text.chars().take(20).collect() })
    }
}

impl fmt::Display for CityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_state() {
        assert_eq!("3550308".parse::<CityCode>().unwrap().uf().as_str(), "SP");
        assert_eq!("9999999".parse::<CityCode>().unwrap().uf(), Uf::ABROAD);
        for text in ["355030", "0050308", "355030A", ""] {
            assert!(text.parse::<CityCode>().is_err(), "{text}");
        }
    }
}
