//! Registers: lines of fields between bars, in Latin-1.

use std::borrow::Cow;

use domain::calendar::DayError;
use domain::money::CentsError;
use domain::quantity::Quantity;
use domain::record::{Reject, RejectCause};
use domain::{Cents, Day};
use encoding_rs::WINDOWS_1252;

/// No register has as many fields.
const FIELDS: usize = 64;

/// How much of a value a message quotes.
const QUOTED: usize = 60;

pub(super) type Read<T> = Result<T, Box<Reject>>;

/// The lines of a file up to its signature.
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    number: u64,
}

/// One register.
pub(super) struct Line<'a> {
    /// From 1.
    pub number: u64,
    fields: Vec<&'a [u8]>,
}

/// What comes next.
pub(super) enum Next<'a> {
    Line(Line<'a>),
    /// Register 9999, at this line.
    End(u64),
    /// The file ends, or what follows is no register, at this line.
    Cut(u64),
}

/// The reject of a file that ends too early.
pub(super) fn cut(line: u64) -> Reject {
    Reject { record: None, line: Some(line), path: None, value: None, cause: RejectCause::BooksWithoutEnd }
}

impl<'a> Lines<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), number: 0 }
    }

    pub fn next_line(&mut self) -> Next<'a> {
        loop {
            if self.rest.is_empty() {
                return Next::Cut(self.number.max(1));
            }
            let end = memchr::memchr(b'\n', self.rest).unwrap_or(self.rest.len());
            let line = self.rest.get(..end).unwrap_or_default();
            self.rest = self.rest.get(end + 1..).unwrap_or_default();
            self.number += 1;
            let line = line.trim_ascii();
            if line.is_empty() {
                continue;
            }
            if line.first() != Some(&b'|') {
                return Next::Cut(self.number);
            }
            let fields: Vec<&[u8]> = line.split(|byte| *byte == b'|').take(FIELDS).collect();
            return match fields.get(1) {
                Some(&b"9999") => Next::End(self.number),
                _ => Next::Line(Line { number: self.number, fields }),
            };
        }
    }
}

impl<'a> Line<'a> {
    /// The register's name.
    pub fn register(&self) -> &'a [u8] {
        self.fields.get(1).copied().unwrap_or_default()
    }

    /// A field as text, empty where it is absent. Books are in Latin-1 by rule; some programs write UTF-8.
    pub fn text(&self, field: usize) -> Cow<'a, str> {
        let bytes = self.fields.get(field).copied().unwrap_or_default().trim_ascii();
        match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        }
    }

    /// A field that may be absent.
    pub fn filled(&self, field: usize) -> Option<Cow<'a, str>> {
        Some(self.text(field)).filter(|text| !text.is_empty())
    }

    /// A code without leading zeros; zero itself is `0`.
    pub fn code(&self, field: usize) -> String {
        let text = self.text(field);
        let plain = text.trim_start_matches('0');
        let plain = if plain.is_empty() && !text.is_empty() { "0" } else { plain };
        plain.chars().take(QUOTED).collect()
    }

    /// A code with its zeros, cut short.
    pub fn code_as_written(&self, field: usize) -> String {
        self.text(field).chars().take(QUOTED).collect()
    }

    /// An amount, zero where it is absent: `1375,43`, `0`.
    pub fn amount(&self, field: usize, name: &'static str) -> Read<Cents> {
        let text = self.text(field);
        if text.is_empty() {
            return Ok(Cents::ZERO);
        }
        Cents::from_decimal(&text.replace(',', ".")).map_err(|error| {
            let value = text.chars().take(QUOTED).collect();
            let cause = match error {
                CentsError::Decimal { .. } => CentsError::Form { value },
                CentsError::Fraction { .. } => CentsError::Fraction { value },
                CentsError::Overflow { .. } => CentsError::Overflow { value },
                form @ CentsError::Form { .. } => form,
            };
            self.reject(name, Some(&text), cause.into())
        })
    }

    /// A quantity: of its five or six decimals four are kept.
    pub fn quantity(&self, field: usize, name: &'static str) -> Read<Quantity> {
        let text = self.text(field).replace(',', ".");
        let kept = text.find('.').map_or(text.as_str(), |point| text.get(..point + 5).unwrap_or(&text));
        match kept {
            "" => Ok(Quantity::default()),
            kept => kept
                .parse()
                .map_err(|error: domain::quantity::QuantityError| self.reject(name, Some(&text), error.into())),
        }
    }

    /// A day that must be there: `02032026`.
    pub fn day(&self, field: usize, name: &'static str) -> Read<Day> {
        let text = self.text(field);
        if text.is_empty() {
            return Err(self.reject(name, None, RejectCause::Missing));
        }
        day(&text).ok_or_else(|| {
            let value = text.chars().take(QUOTED).collect();
            self.reject(name, Some(&text), DayError { value, form: "ddmmaaaa" }.into())
        })
    }

    /// A reject at a field of this register.
    pub fn reject(&self, name: &str, value: Option<&str>, cause: RejectCause) -> Box<Reject> {
        let register: String = String::from_utf8_lossy(self.register()).chars().take(QUOTED).collect();
        Box::new(Reject {
            record: None,
            line: Some(self.number),
            path: Some(format!("{register}/{name}")),
            value: value.map(|value| value.chars().take(QUOTED).collect()),
            cause,
        })
    }
}

/// `02032026`
pub(super) fn day(text: &str) -> Option<Day> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (day, month, year) = (text.get(..2)?, text.get(2..4)?, text.get(4..)?);
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(bytes: &[u8]) -> Line<'_> {
        match Lines::new(bytes).next_line() {
            Next::Line(line) => line,
            Next::End(_) | Next::Cut(_) => panic!("a line"),
        }
    }

    #[test]
    fn reads_fields() {
        let line = only(b"\r\n|C190|041| 5102 |1375,43|02032026|1,00000|S\xe3o|007|000||");
        assert_eq!((line.number, line.register(), line.text(3).as_ref()), (2, &b"C190"[..], "5102"));
        assert_eq!((line.amount(4, "A").unwrap(), line.amount(10, "A").unwrap()), (Cents(137_543), Cents(0)));
        assert_eq!(line.day(5, "D").unwrap().iso(), "2026-03-02");
        assert_eq!(line.quantity(6, "Q").unwrap(), Quantity(10_000));
        assert_eq!((line.text(7).as_ref(), line.code(8).as_str(), line.code(9).as_str()), ("São", "7", "0"));
        assert_eq!((line.filled(10), line.filled(99)), (None, None));
    }

    #[test]
    fn says_where_a_value_is_wrong() {
        let line = only(b"|C100|1.375,43|31022026|");
        let reject = line.amount(2, "VL_DOC").unwrap_err();
        assert_eq!((reject.line, reject.path.as_deref()), (Some(1), Some("C100/VL_DOC")));
        insta::assert_snapshot!(reject.cause, @r#""1.375,43" não é um valor em reais: escreva como 1.234,56"#);
        insta::assert_snapshot!(line.day(3, "DT_DOC").unwrap_err().cause, @r#""31022026" não é uma data: escreva ddmmaaaa"#);
    }

    #[test]
    fn ends_at_the_last_register_or_where_it_is_cut() {
        let mut lines = Lines::new(b"|0000|1|\n|9999|2|\nSBRCAAEPDR0\0\xff");
        assert!(matches!(lines.next_line(), Next::Line(_)));
        assert!(matches!(lines.next_line(), Next::End(2)));
        assert!(matches!(Lines::new(b"").next_line(), Next::Cut(1)));
        assert!(matches!(Lines::new(b"\n\nlixo").next_line(), Next::Cut(3)));
    }
}
