//! Calendar months, as goals and reports name them.

use std::fmt;
use std::str::FromStr;

use domain::Day;

use crate::measures::first_of_month;

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: Day,
}

/// Why a text names no month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} não é um mês: escreva aaaa-mm, como 2026-11")]
pub struct MonthError {
    /// What was written.
    pub value: String,
}

impl Month {
    /// The month that a day is in.
    pub fn of(day: Day) -> Self {
        Self { first: first_of_month(day) }
    }

    /// Its first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Day {
        first_of_month(self.first.plus_days(31)).plus_days(-1)
    }

    /// How many days it has.
    pub fn days(self) -> i64 {
        i64::from(self.last().days_since(self.first)) + 1
    }

    /// How many of its days have begun by a date, that date's own counted.
    pub fn elapsed(self, by: Day) -> i64 {
        (i64::from(by.days_since(self.first)) + 1).clamp(0, self.days())
    }

    /// `2026-11`
    pub fn iso(self) -> String {
        let (year, month, _) = self.first.ymd();
        format!("{year:04}-{month:02}")
    }
}

impl FromStr for Month {
    type Err = MonthError;

    /// Reads `2026-11` or `11/2026`.
    fn from_str(text: &str) -> Result<Self, MonthError> {
        let error = || MonthError { value: text.chars().take(20).collect() };
        let text = text.trim();
        let (year, month) = match text.split_once('/') {
            Some((month, year)) => (year, month),
            None => text.split_once('-').ok_or_else(error)?,
        };
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(error());
        }
        let (year, month) = (year.parse().map_err(|_| error())?, month.parse().map_err(|_| error())?);
        Day::from_ymd(year, month, 1).map(|first| Self { first }).ok_or_else(error)
    }
}

impl fmt::Display for Month {
    /// `11/2026`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, _) = self.first.ymd();
        write!(f, "{month:02}/{year:04}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-11", "2026-11-01", "2026-11-30", 30)]
    #[case("02/2028", "2028-02-01", "2028-02-29", 29)]
    #[case("2026-12", "2026-12-01", "2026-12-31", 31)]
    fn has_days(#[case] text: &str, #[case] first: &str, #[case] last: &str, #[case] days: i64) {
        let month: Month = text.parse().unwrap();
        assert_eq!((month.first().iso(), month.last().iso(), month.days()), (first.to_owned(), last.to_owned(), days));
    }

    #[test]
    fn days_begin_one_by_one() {
        let month: Month = "2026-11".parse().unwrap();
        let elapsed = |day: &str| month.elapsed(day.parse().unwrap());
        assert_eq!(["2026-10-31", "2026-11-01", "2026-11-10", "2026-12-25"].map(elapsed), [0, 1, 10, 30]);
    }

    #[rstest]
    #[case("2026")]
    #[case("2026-13")]
    #[case("2026-1")]
    #[case("+026-01")]
    #[case("novembro")]
    fn is_refused(#[case] text: &str) {
        assert!(text.parse::<Month>().is_err());
    }
}
