//! The CPF, number of a person.

use std::fmt;
use std::str::FromStr;

use crate::tax_id::{TaxIdError, exactly, modulo_11, unmasked};

const WEIGHTS: [u32; 10] = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2];

/// A CPF whose two check digits are right: 11 digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpf([u8; 11]);

impl Cpf {
    /// Reads exactly 11 digits, without mask.
    ///
    /// # Errors
    /// Wrong length, a character that is not a digit, check digits that do not follow, or the same
    /// digit eleven times (`00000000000` stands in many files for "no CPF").
    pub fn from_plain(text: &str) -> Result<Self, TaxIdError> {
        let bytes: [u8; 11] = exactly("CPF", text, |_, c| c.is_ascii_digit())?;
        if bytes.iter().all(|&byte| byte == bytes[0]) {
            return Err(TaxIdError::Repeated { kind: "CPF", value: text.to_owned() });
        }
        let expected = check_digits(&bytes);
        if bytes[9..] != expected {
            return Err(TaxIdError::CheckDigits {
                kind: "CPF",
                value: text.to_owned(),
                expected: String::from_utf8_lossy(&expected).into_owned(),
            });
        }
        Ok(Self(bytes))
    }

    /// The CPF whose first nine digits are given, check digits computed.
    ///
    /// # Errors
    /// Anything but nine digits.
    pub fn with_check_digits(first_nine: &str) -> Result<Self, TaxIdError> {
        let given: [u8; 9] = exactly("CPF", first_nine, |_, c| c.is_ascii_digit())?;
        let mut bytes = [b'0'; 11];
        bytes[..9].copy_from_slice(&given);
        let digits = check_digits(&bytes);
        bytes[9..].copy_from_slice(&digits);
        Self::from_plain(&String::from_utf8_lossy(&bytes))
    }

    /// The 11 digits, without mask.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("checked to be digits when it was parsed")
    }
}

impl FromStr for Cpf {
    type Err = TaxIdError;

    /// Reads a CPF as people type it, with or without mask.
    fn from_str(text: &str) -> Result<Self, TaxIdError> {
        Self::from_plain(&unmasked(text))
    }
}

impl fmt::Display for Cpf {
    /// `529.982.247-25`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.as_str();
        write!(f, "{}.{}.{}-{}", &s[..3], &s[3..6], &s[6..9], &s[9..])
    }
}

impl fmt::Debug for Cpf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cpf({})", self.as_str())
    }
}

fn check_digits(bytes: &[u8; 11]) -> [u8; 2] {
    let first = modulo_11(bytes[..9].iter().zip(&WEIGHTS[1..]));
    let second = modulo_11(bytes[..9].iter().chain([&first]).zip(&WEIGHTS));
    [first, second]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        let cpf: Cpf = "529.982.247-25".parse().unwrap();
        assert_eq!(cpf.as_str(), "52998224725");
        assert_eq!(cpf.to_string(), "529.982.247-25");
        assert_eq!(Cpf::with_check_digits("111444777").unwrap().as_str(), "11144477735");
    }

    #[test]
    fn says_exactly_what_is_wrong() {
        let error = |text: &str| text.parse::<Cpf>().unwrap_err().to_string();
        insta::assert_snapshot!(error("52998224724"), @"o CPF 52998224724 tem dígitos verificadores errados: deveriam ser 25");
        insta::assert_snapshot!(error("5299822472A"), @"o CPF 5299822472A tem o caractere 'A' na posição 11, que não cabe ali");
        insta::assert_snapshot!(error("11111111111"), @"o CPF 11111111111 é um número repetido, que não existe");
        insta::assert_snapshot!(error("000123456789012"), @"o CPF 000123456789012 tem 15 caracteres em vez de 11");
    }
}
