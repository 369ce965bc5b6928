//! The CEP, a postal code.

use std::fmt;
use std::str::FromStr;

/// A CEP: 8 digits, kept with their leading zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cep(u32);

/// Why a text is not a CEP.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} não é um CEP: são 8 dígitos, como 01310-100")]
pub struct CepError {
    /// What was written.
    pub value: String,
}

impl Cep {
    /// The 8 digits, without mask.
    pub fn plain(self) -> String {
        format!("{:08}", self.0)
    }
}

impl FromStr for Cep {
    type Err = CepError;

    /// Reads 8 digits, or the 7 left when a spreadsheet dropped the leading zero; all zeros is none.
    fn from_str(text: &str) -> Result<Self, CepError> {
        let plain: String = text.chars().filter(|c| !matches!(c, '-' | '.' | ' ')).collect();
        let well_formed = matches!(plain.len(), 7 | 8) && plain.bytes().all(|byte| byte.is_ascii_digit());
        plain
            .parse()
            .ok()
            .filter(|code| well_formed && *code > 0)
            .map(Self)
            .ok_or_else(|| CepError { value: text.chars().take(20).collect() })
    }
}

impl fmt::Display for Cep {
    /// `01310-100`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}-{:03}", self.0 / 1000, self.0 % 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        assert_eq!("01310-100".parse::<Cep>().unwrap().to_string(), "01310-100");
        assert_eq!("1310100".parse::<Cep>().unwrap().plain(), "01310100");
        for text in ["00000000", "0131010", "131", "0131010A"] {
            assert_eq!(text.parse::<Cep>().is_err(), text != "0131010", "{text}");
        }
    }
}
