//! Quantities of goods, with the four decimals fiscal documents carry.

use std::fmt;
use std::str::FromStr;

/// A quantity in ten-thousandths of its unit (`qCom` has at most 4 decimals).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(pub i64);

/// Why a text is not a quantity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Not a decimal number.
    #[error("{value:?} não é uma quantidade")]
    Form { value: String },
    /// More than four decimals that matter.
    #[error("a quantidade {value} tem mais de 4 casas decimais")]
    Precision { value: String },
    /// Beyond 64 bits.
    #[error("a quantidade {value} é grande demais")]
    Overflow { value: String },
}

impl FromStr for Quantity {
    type Err = QuantityError;

    /// Reads the decimal of an XML document: `3.0000`.
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let value = || text.chars().take(40).collect();
        scaled(text, 4).map(Self).map_err(|error| match error {
            ScaledError::Form => QuantityError::Form { value: value() },
            ScaledError::Precision => QuantityError::Precision { value: value() },
            ScaledError::Overflow => QuantityError::Overflow { value: value() },
        })
    }
}

impl fmt::Display for Quantity {
    /// `1234,5`: a comma, and only the decimals that matter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 10_000, self.0.unsigned_abs() % 10_000);
        let decimals = format!("{rest:04}");
        match decimals.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            decimals => write!(f, "{sign}{whole},{decimals}"),
        }
    }
}

pub(crate) enum ScaledError {
    Form,
    Precision,
    Overflow,
}

/// A plain decimal (`-12.5`, point only, no exponent) as an integer of 10^-`decimals`.
pub(crate) fn scaled(text: &str, decimals: usize) -> Result<i64, ScaledError> {
    let (unsigned, negative) = match text.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !digits(whole) || !digits(fraction) {
        return Err(ScaledError::Form);
    }
    let (kept, dropped) = fraction.split_at(fraction.len().min(decimals));
    if dropped.bytes().any(|byte| byte != b'0') {
        return Err(ScaledError::Precision);
    }
    let zeros = std::iter::repeat_n(b'0', decimals - kept.len());
    whole
        .bytes()
        .chain(kept.bytes())
        .chain(zeros)
        .try_fold(0_i64, |number, byte| number.checked_mul(10)?.checked_add(i64::from(byte - b'0')))
        .map(|number| if negative { -number } else { number })
        .ok_or(ScaledError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        assert_eq!("3.0000".parse(), Ok(Quantity(30_000)));
        assert_eq!("0.3333".parse(), Ok(Quantity(3_333)));
        assert_eq!("12".parse(), Ok(Quantity(120_000)));
        assert_eq!(Quantity(30_000).to_string(), "3");
        assert_eq!(Quantity(-12_500).to_string(), "-1,25");
    }

    #[test]
    fn refuses_what_it_cannot_hold() {
        assert!(matches!("1,5".parse::<Quantity>(), Err(QuantityError::Form { .. })));
        assert!(matches!("".parse::<Quantity>(), Err(QuantityError::Form { .. })));
        assert!(matches!("0.00001".parse::<Quantity>(), Err(QuantityError::Precision { .. })));
        assert!(matches!("999999999999999999".parse::<Quantity>(), Err(QuantityError::Overflow { .. })));
    }
}
