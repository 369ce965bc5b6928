//! Days without time of day or zone: the local date written in a document.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// A day, counted from 1970-01-01 (negative before), as columnar files count them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Why a text is not a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} não é uma data: escreva {form}")]
pub struct DayError {
    /// What was written.
    pub value: String,
    /// How dates are written where this stood.
    pub form: &'static str,
}

/// Dates as documents and programs write them.
const ISO: &str = "aaaa-mm-dd";

/// Dates as people write them too.
const ISO_OR_LOCAL: &str = "aaaa-mm-dd ou dd/mm/aaaa";

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// The day a number of days after 1970-01-01.
    pub const fn from_epoch_days(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// A calendar date, if there is such a date.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::of)
    }

    /// Year, month (1–12) and day of the month.
    pub fn ymd(self) -> (i16, i8, i8) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// The same day of the month some months earlier, or that month's last day where it has no such
    /// day: windows are calendar months, 12 m to D being (D − 12 months, D].
    pub fn minus_months(self, months: i32) -> Self {
        let span: Span = months.months();
        Self::of(self.date().saturating_sub(span))
    }

    /// The day some days later (earlier where negative).
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from another day to this one.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Reads the date at the start of an ISO 8601 date or date and time (`2026-03-02T10:00:00-03:00`):
    /// the local date as written, whatever the offset.
    ///
    /// # Errors
    /// No date stands there.
    pub fn from_iso_prefix(text: &str) -> Result<Self, DayError> {
        let error = || DayError { value: text.chars().take(40).collect(), form: ISO };
        let digits = |range: std::ops::Range<usize>| -> Option<i16> {
            let part = text.get(range)?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
        };
        let separators = text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
        let ends = matches!(text.as_bytes().get(10), None | Some(b'T' | b' '));
        let (Some(year), Some(month), Some(day), true, true) =
            (digits(0..4), digits(5..7), digits(8..10), separators, ends)
        else {
            return Err(error());
        };
        Self::from_ymd(year, month as i8, day as i8).ok_or_else(error)
    }

    /// `2026-11-30`
    pub fn iso(self) -> String {
        self.date().to_string()
    }

    fn of(date: Date) -> Self {
        Self((date - EPOCH).get_days())
    }

    fn date(self) -> Date {
        EPOCH.saturating_add(self.0.days())
    }
}

impl FromStr for Day {
    type Err = DayError;

    /// Reads `2026-11-30` or `30/11/2026`.
    fn from_str(text: &str) -> Result<Self, DayError> {
        let error = || DayError { value: text.chars().take(40).collect(), form: ISO_OR_LOCAL };
        let parts: Vec<&str> = text.trim().split('/').collect();
        if let [day, month, year] = parts[..] {
            let shape = day.len() == 2 && month.len() == 2 && year.len() == 4;
            let number = |part: &str| part.parse::<i16>().ok().filter(|_| shape).ok_or_else(error);
            let (day, month, year) = (number(day)? as i8, number(month)? as i8, number(year)?);
            return Self::from_ymd(year, month, day).ok_or_else(error);
        }
        if text.trim().len() != 10 {
            return Err(error());
        }
        Self::from_iso_prefix(text.trim()).map_err(|_| error())
    }
}

impl fmt::Display for Day {
    /// `30/11/2026`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{day:02}/{month:02}/{year:04}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn counts_from_1970() {
        assert_eq!(day("1970-01-01").epoch_days(), 0);
        assert_eq!(day("2000-03-01").epoch_days(), 11_017);
        assert_eq!(day("1969-12-31").epoch_days(), -1);
    }

    #[test]
    fn keeps_the_local_date_whatever_the_offset() {
        assert_eq!(Day::from_iso_prefix("2026-03-31T23:59:59-03:00"), Ok(day("31/03/2026")));
        assert_eq!(Day::from_iso_prefix("2026-03-31T00:00:00+05:00"), Ok(day("2026-03-31")));
    }

    #[test]
    fn a_month_earlier_stays_inside_its_month() {
        assert_eq!(day("2026-03-31").minus_months(1), day("2026-02-28"));
        assert_eq!(day("2024-02-29").minus_months(12), day("2023-02-28"));
        assert_eq!(day("2026-11-22").minus_months(12), day("2025-11-22"));
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in ["2026-02-30", "31/02/2026", "2026-3-1", "1/3/2026", "", "2026-03-01x", "ontem", "20260301"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }
}
