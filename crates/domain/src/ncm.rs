//! The NCM, Mercosur's classification of goods.

use std::fmt;
use std::str::FromStr;

/// An NCM: 8 digits, or the 2 of its chapter where a document gives no more (`00` for services).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ncm {
    digits: [u8; 8],
    length: u8,
}

/// Why a text is not an NCM.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} não é um NCM: são 8 dígitos, ou 2 do capítulo")]
pub struct NcmError {
    /// What was written.
    pub value: String,
}

impl Ncm {
    /// The digits.
    pub fn as_str(&self) -> &str {
        let digits = &self.digits[..usize::from(self.length)];
        std::str::from_utf8(digits).expect("checked to be digits when it was parsed")
    }

    /// The chapter, its first two digits.
    pub fn chapter(&self) -> &str {
        &self.as_str()[..2]
    }
}

impl FromStr for Ncm {
    type Err = NcmError;

    fn from_str(text: &str) -> Result<Self, NcmError> {
        let plain: String = text.chars().filter(|c| *c != '.').collect();
        if !matches!(plain.len(), 2 | 8) || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NcmError { value: text.chars().take(20).collect() });
        }
        let mut digits = [b'0'; 8];
        digits[..plain.len()].copy_from_slice(plain.as_bytes());
        Ok(Self { digits, length: plain.len() as u8 })
    }
}

impl fmt::Display for Ncm {
    /// `8471.30.12`, or the chapter alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            s if s.len() == 8 => write!(f, "{}.{}.{}", &s[..4], &s[4..6], &s[6..]),
            chapter => f.write_str(chapter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        let ncm: Ncm = "8471.30.12".parse().unwrap();
        assert_eq!((ncm.as_str(), ncm.chapter()), ("84713012", "84"));
        assert_eq!(ncm.to_string(), "8471.30.12");
        assert_eq!("00".parse::<Ncm>().unwrap().to_string(), "00");
        assert!("8471301".parse::<Ncm>().is_err());
        assert!("8471301A".parse::<Ncm>().is_err());
    }
}
