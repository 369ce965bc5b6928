//! Money in integer cents.

use std::fmt;
use std::str::FromStr;

/// An amount in cents of real. Arithmetic is checked: an overflow is never a wrong number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i64);

/// Why a text is not an amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CentsError {
    /// Not a number in the form asked for.
    #[error("{value:?} não é um valor em reais: escreva como 1.234,56")]
    Form { value: String },
    /// Not a number in the form of documents.
    #[error("{value:?} não é um valor: em documentos escreve-se 1234.56")]
    Decimal { value: String },
    /// More decimals than cents, and not zeros.
    #[error("o valor {value} tem frações de centavo")]
    Fraction { value: String },
    /// Beyond what 64 bits of cents hold (about 92 quadrillion reais).
    #[error("o valor {value} é grande demais")]
    Overflow { value: String },
}

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Reads the decimal of an XML document or an API: `1234.56`, up to two decimals that matter.
    ///
    /// # Errors
    /// Not a decimal number, fractions of a cent, or too large.
    pub fn from_decimal(text: &str) -> Result<Self, CentsError> {
        match crate::quantity::scaled(text, 2) {
            Ok(cents) => Ok(Self(cents)),
            Err(crate::quantity::ScaledError::Form) => Err(CentsError::Decimal { value: shown(text) }),
            Err(crate::quantity::ScaledError::Precision) => Err(CentsError::Fraction { value: shown(text) }),
            Err(crate::quantity::ScaledError::Overflow) => Err(CentsError::Overflow { value: shown(text) }),
        }
    }

    /// The sum, unless it overflows.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, unless it overflows.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The sum of many, unless it overflows.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// The amount divided into equal parts, rounded half away from zero; `None` by zero.
    pub fn divided_by(self, parts: i64) -> Option<Self> {
        if parts == 0 {
            return None;
        }
        let (amount, parts) = (i128::from(self.0), i128::from(parts));
        let half = parts.abs() / 2 + parts.abs() % 2;
        let quotient =
            amount.abs() / parts.abs() + i128::from(amount.abs() % parts.abs() >= half && amount % parts != 0);
        i64::try_from(quotient * amount.signum() * parts.signum()).ok().map(Self)
    }

    /// The amount as people read it without the currency: `1.234,56`.
    pub fn plain(self) -> String {
        let reais = (self.0.unsigned_abs() / 100).to_string();
        let mut grouped = String::with_capacity(reais.len() * 4 / 3 + 4);
        if self.0 < 0 {
            grouped.push('-');
        }
        for (place, digit) in reais.chars().enumerate() {
            if place > 0 && (reais.len() - place).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        grouped + &format!(",{:02}", self.0.unsigned_abs() % 100)
    }
}

impl FromStr for Cents {
    type Err = CentsError;

    /// Reads an amount as Brazilians write it: `R$ 1.234,56`, `-1234,5`, `(1.234,56)` for a negative;
    /// also `1234.56`, a point before one or two last digits being a decimal point.
    fn from_str(text: &str) -> Result<Self, CentsError> {
        let form = || CentsError::Form { value: shown(text) };
        let trimmed = text.trim();
        let (inner, parenthesised) = match trimmed.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            Some(inner) => (inner.trim(), true),
            None => (trimmed, false),
        };
        let (inner, minus) = match inner.strip_prefix('-') {
            Some(rest) => (rest.trim_start(), true),
            None => (inner, false),
        };
        let inner = inner.strip_prefix("R$").unwrap_or(inner).trim_start();
        let (inner, minus) = match inner.strip_prefix('-') {
            Some(rest) if !minus => (rest.trim_start(), true),
            _ => (inner, minus),
        };
        if parenthesised && minus {
            return Err(form());
        }
        let decimal = decimal_of(inner).ok_or_else(form)?;
        let amount = Self::from_decimal(&decimal).map_err(|error| match error {
            CentsError::Decimal { .. } => form(),
            other => other,
        })?;
        Ok(Self(if parenthesised || minus { -amount.0 } else { amount.0 }))
    }
}

impl fmt::Display for Cents {
    /// `R$ 1.234,56`, `-R$ 1.234,56`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.plain();
        match plain.strip_prefix('-') {
            Some(rest) => f.pad(&format!("-R$ {rest}")),
            None => f.pad(&format!("R$ {plain}")),
        }
    }
}

/// `1.234,56` as `1234.56`; `None` where points and comma do not make a number.
fn decimal_of(text: &str) -> Option<String> {
    let (whole, decimals) = match text.split_once(',') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => match text.rsplit_once('.') {
            Some((whole, tail)) if tail.len() <= 2 && !whole.contains('.') => (whole, Some(tail)),
            _ => (text, None),
        },
    };
    let groups: Vec<&str> = whole.split('.').collect();
    let grouped = groups.len() == 1 || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let well_formed = grouped && groups.iter().all(|group| all_digits(group)) && decimals.is_none_or(all_digits);
    well_formed.then(|| format!("{}.{}", groups.concat(), decimals.unwrap_or("0")))
}

/// A value short enough to be quoted in a message.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("R$ 1.234,56", 123_456)]
    #[case("1234,5", 123_450)]
    #[case("(1.234,56)", -123_456)]
    #[case("-R$ 0,01", -1)]
    #[case("R$ -0,01", -1)]
    #[case("1.234", 123_400)]
    #[case("1.5", 150)]
    #[case("1234.56", 123_456)]
    #[case("1.234.567,00", 123_456_700)]
    #[case("12,340", 1_234)]
    #[case(" 7 ", 700)]
    fn reads_what_brazilians_write(#[case] text: &str, #[case] cents: i64) {
        assert_eq!(text.parse(), Ok(Cents(cents)));
    }

    #[rstest]
    #[case("")]
    #[case("R$")]
    #[case("abc")]
    #[case("1,2,3")]
    #[case("12.34,56")]
    #[case("1.2.3")]
    #[case("--1")]
    #[case("(-1)")]
    #[case("1e5")]
    #[case("NaN")]
    fn refuses_what_is_no_amount(#[case] text: &str) {
        assert_eq!(text.parse::<Cents>(), Err(CentsError::Form { value: text.to_owned() }));
    }

    #[rstest]
    #[case("1234.56", Ok(Cents(123_456)))]
    #[case("1234", Ok(Cents(123_400)))]
    #[case("1234.5600", Ok(Cents(123_456)))]
    #[case("-0.01", Ok(Cents(-1)))]
    #[case("0.005", Err(CentsError::Fraction { value: "0.005".into() }))]
    #[case("1.234,56", Err(CentsError::Decimal { value: "1.234,56".into() }))]
    #[case("92233720368547758.08", Err(CentsError::Overflow { value: "92233720368547758.08".into() }))]
    fn reads_decimals_of_documents(#[case] text: &str, #[case] expected: Result<Cents, CentsError>) {
        assert_eq!(Cents::from_decimal(text), expected);
    }

    #[rstest]
    #[case(100, 3, 33)]
    #[case(200, 3, 67)]
    #[case(5, 2, 3)]
    #[case(-5, 2, -3)]
    #[case(5, -2, -3)]
    #[case(1, 3, 0)]
    #[case(i64::MAX, 1, i64::MAX)]
    fn divides_half_away_from_zero(#[case] cents: i64, #[case] parts: i64, #[case] each: i64) {
        assert_eq!(Cents(cents).divided_by(parts), Some(Cents(each)));
        assert_eq!(Cents(cents).divided_by(0), None);
    }

    #[test]
    fn never_wraps() {
        assert_eq!(Cents(i64::MAX).checked_add(Cents(1)), None);
        assert_eq!(Cents::checked_sum([Cents(i64::MAX), Cents(1), Cents(-1)]), None);
        assert_eq!(Cents(i64::MIN).plain(), "-92.233.720.368.547.758,08");
    }

    proptest! {
        #[test]
        fn what_it_writes_it_reads(cents in -i64::MAX..i64::MAX) {
            prop_assert_eq!(Cents(cents).to_string().parse::<Cents>(), Ok(Cents(cents)));
            prop_assert_eq!(Cents(cents).plain().parse::<Cents>(), Ok(Cents(cents)));
        }
    }
}
