//! Telephone numbers.

use std::fmt;
use std::str::FromStr;

/// A Brazilian telephone number: area code and 8 or 9 digits; E.164 inside (`+5511987654321`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone {
    area: u8,
    number: u32,
}

/// Why a text is not a telephone number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} não é um telefone brasileiro com DDD, como (11) 98765-4321")]
pub struct PhoneError {
    /// What was written.
    pub value: String,
}

impl Phone {
    /// `+5511987654321`
    pub fn e164(self) -> String {
        format!("+55{}{}", self.area, self.number)
    }

    /// Whether it is a mobile number: nine digits, the first a 9.
    pub fn is_mobile(self) -> bool {
        self.number >= 900_000_000
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    /// Reads a number with area code, in any punctuation, with or without `+55` and the trunk's `0`.
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let error = || PhoneError { value: text.chars().take(30).collect() };
        let punctuation = |c: char| matches!(c, '(' | ')' | '-' | '.' | '+' | '/') || c.is_whitespace();
        let digits: String = text.chars().filter(|&c| !punctuation(c)).collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(error());
        }
        let national = match digits.strip_prefix("55") {
            Some(rest) if matches!(rest.len(), 10 | 11) => rest,
            _ => digits.trim_start_matches('0'),
        };
        let (Some(area), Some(number)) = (national.get(..2), national.get(2..)) else {
            return Err(error());
        };
        let (area, parsed): (u8, u32) = (area.parse().map_err(|_| error())?, number.parse().map_err(|_| error())?);
        let plausible = match number.len() {
            9 => number.starts_with('9'),
            8 => (20_000_000..=99_999_999).contains(&parsed),
            _ => false,
        };
        if plausible && area >= 11 && area % 10 != 0 { Ok(Self { area, number: parsed }) } else { Err(error()) }
    }
}

impl fmt::Display for Phone {
    /// `(11) 98765-4321`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}) {}-{:04}", self.area, self.number / 10_000, self.number % 10_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("(11) 98765-4321", "+5511987654321", "(11) 98765-4321")]
    #[case("1133334444", "+551133334444", "(11) 3333-4444")]
    #[case("+55 31 99999-9999", "+5531999999999", "(31) 99999-9999")]
    #[case("011 3333 4444", "+551133334444", "(11) 3333-4444")]
    #[case("5533334444", "+555533334444", "(55) 3333-4444")]
    fn reads_any_punctuation(#[case] text: &str, #[case] e164: &str, #[case] shown: &str) {
        let phone: Phone = text.parse().unwrap();
        assert_eq!((phone.e164().as_str(), phone.to_string().as_str()), (e164, shown));
    }

    #[rstest]
    #[case("33334444")]
    #[case("(10) 3333-4444")]
    #[case("(20) 3333-4444")]
    #[case("11 8765-432")]
    #[case("11 87654-3210")]
    #[case("ramal 12")]
    #[case("")]
    fn refuses_what_cannot_be_dialled(#[case] text: &str) {
        assert!(text.parse::<Phone>().is_err());
    }
}
