//! The CNPJ, number of a company's establishment, alphanumeric since July 2026.

use std::fmt;
use std::str::FromStr;

use crate::tax_id::{TaxIdError, exactly, modulo_11, unmasked};

const WEIGHTS: [u32; 13] = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

/// A CNPJ whose two check digits are right: 12 characters of `[0-9A-Z]` and 2 digits.
///
/// The value of a character is its ASCII code less 48 (`A` = 17), modulo 11
/// (IN RFB 2.229/2024). It is text: never an integer, never stripped to digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cnpj([u8; 14]);

/// The first 8 characters of a CNPJ, shared by all establishments of one company.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CnpjRoot([u8; 8]);

impl Cnpj {
    /// Reads exactly 14 characters, as fiscal documents and the registry write them: upper case,
    /// without mask.
    ///
    /// # Errors
    /// Wrong length, a character that cannot stand there, check digits that do not follow.
    pub fn from_plain(text: &str) -> Result<Self, TaxIdError> {
        let bytes: [u8; 14] =
            exactly("CNPJ", text, |position, c| c.is_ascii_digit() || position < 12 && c.is_ascii_uppercase())?;
        if bytes.iter().all(|&byte| byte == bytes[0]) {
            return Err(TaxIdError::Repeated { kind: "CNPJ", value: text.to_owned() });
        }
        let expected = check_digits(&bytes);
        if bytes[12..] != expected {
            return Err(TaxIdError::CheckDigits {
                kind: "CNPJ",
                value: text.to_owned(),
                expected: String::from_utf8_lossy(&expected).into_owned(),
            });
        }
        Ok(Self(bytes))
    }

    /// The CNPJ of an establishment given its root and its 4-character order, check digits computed.
    ///
    /// # Errors
    /// A character outside `[0-9A-Z]` or a length other than 12.
    pub fn with_check_digits(first_twelve: &str) -> Result<Self, TaxIdError> {
        let given: [u8; 12] = exactly("CNPJ", first_twelve, |_, c| c.is_ascii_digit() || c.is_ascii_uppercase())?;
        let mut bytes = [b'0'; 14];
        bytes[..12].copy_from_slice(&given);
        let digits = check_digits(&bytes);
        bytes[12..].copy_from_slice(&digits);
        Self::from_plain(&String::from_utf8_lossy(&bytes))
    }

    /// The 14 characters, without mask.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }

    /// The company this establishment belongs to.
    pub fn root(&self) -> CnpjRoot {
        let mut root = [0; 8];
        root.copy_from_slice(&self.0[..8]);
        CnpjRoot(root)
    }

    /// The 4 characters that tell this establishment from the others of its root. `0001` is often,
    /// not always, the head office: only the registry knows.
    pub fn branch(&self) -> &str {
        ascii(&self.0[8..12])
    }
}

impl CnpjRoot {
    /// The 8 characters.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }

    /// The root of a plain 14-character CNPJ whose check digits may be wrong, as some issuers'
    /// numbers in old files are.
    pub fn of_unchecked(cnpj: &str) -> Option<Self> {
        cnpj.get(..8).and_then(|root| root.parse().ok())
    }
}

impl FromStr for Cnpj {
    type Err = TaxIdError;

    /// Reads a CNPJ as people type it: with or without mask, in either case.
    fn from_str(text: &str) -> Result<Self, TaxIdError> {
        Self::from_plain(&unmasked(text))
    }
}

impl FromStr for CnpjRoot {
    type Err = TaxIdError;

    fn from_str(text: &str) -> Result<Self, TaxIdError> {
        let root = exactly("raiz de CNPJ", &unmasked(text), |_, c| c.is_ascii_digit() || c.is_ascii_uppercase())?;
        Ok(Self(root))
    }
}

impl fmt::Display for Cnpj {
    /// `12.ABC.345/01DE-35`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.as_str();
        write!(f, "{}.{}.{}/{}-{}", &s[..2], &s[2..5], &s[5..8], &s[8..12], &s[12..])
    }
}

impl fmt::Display for CnpjRoot {
    /// `12.ABC.345`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.as_str();
        write!(f, "{}.{}.{}", &s[..2], &s[2..5], &s[5..])
    }
}

impl fmt::Debug for Cnpj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cnpj({})", self.as_str())
    }
}

impl fmt::Debug for CnpjRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CnpjRoot({})", self.as_str())
    }
}

/// The two check digits that follow from the first twelve characters.
fn check_digits(bytes: &[u8; 14]) -> [u8; 2] {
    let first = modulo_11(bytes[..12].iter().zip(&WEIGHTS[1..]));
    let second = modulo_11(bytes[..12].iter().chain([&first]).zip(&WEIGHTS));
    [first, second]
}

fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("checked to be ASCII when it was parsed")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors computed apart and cross-checked with published values: the registry's manual, the
    /// first alphanumeric number issued, the simulator of the Receita Federal.
    #[test]
    fn agrees_with_every_published_vector() {
        let vectors = include_str!("../data/cnpj_dv_vectors.csv");
        for line in vectors.lines().skip(1) {
            let mut fields = line.splitn(3, ',');
            let (cnpj, valid) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
            assert_eq!(Cnpj::from_plain(cnpj).is_ok(), valid == "true", "{line}");
        }
    }

    #[test]
    fn reads_any_mask_and_case_and_writes_the_official_mask() {
        let cnpj: Cnpj = " 12.abc.345/01de-35 ".parse().unwrap();
        assert_eq!(cnpj.as_str(), "12ABC34501DE35");
        assert_eq!(cnpj.to_string(), "12.ABC.345/01DE-35");
        assert_eq!(cnpj.root().as_str(), "12ABC345");
        assert_eq!(cnpj.root().to_string(), "12.ABC.345");
        assert_eq!(cnpj.branch(), "01DE");
    }

    #[test]
    fn says_exactly_what_is_wrong() {
        let error = |text: &str| text.parse::<Cnpj>().unwrap_err().to_string();
        insta::assert_snapshot!(error("11222333000182"), @"o CNPJ 11222333000182 tem dígitos verificadores errados: deveriam ser 81");
        insta::assert_snapshot!(error("1122233300018"), @"o CNPJ 1122233300018 tem 13 caracteres em vez de 14");
        insta::assert_snapshot!(error("11222333@00181"), @"o CNPJ 11222333@00181 tem o caractere '@' na posição 9, que não cabe ali");
        insta::assert_snapshot!(error("00000000000000"), @"o CNPJ 00000000000000 é um número repetido, que não existe");
        insta::assert_snapshot!(error("1122233ç000181"), @"o CNPJ 1122233Ç000181 tem o caractere 'Ç' na posição 8, que não cabe ali");
    }
}
