//! Amounts, quantities, dates and tax ids, as people write them in cells.

use std::borrow::Cow;

use domain::record::CellError;
use domain::tax_id::TaxIdError;
use domain::text::normalised_name;
use domain::{Cents, Cnpj, Cpf, Day, Quantity, TaxId};
use serde::{Deserialize, Serialize};

use super::row::Form;

/// What separates whole from fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalStyle {
    /// `1.234,56`
    Comma,
    /// `1,234.56`
    Point,
}

/// In which order dates with bars are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `31/12/2026`
    DayFirst,
    /// `12/31/2026`
    MonthFirst,
}

impl DateOrder {
    /// The order as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::DayFirst => "dia/mês/ano",
            Self::MonthFirst => "mês/dia/ano",
        }
    }
}

/// A decimal number: `digits` × 10^−`scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    digits: i64,
    scale: u32,
    /// The style its separators prove; `None` where they prove none.
    pub(super) proves: Option<DecimalStyle>,
}

/// Decimals that are kept; those beyond are beneath notice.
const MAX_SCALE: u32 = 9;

/// No line of any table is worth more, in reais or units: a hundred thousand millions. What is larger
/// is a code in the column of another.
const MAX_WHOLE: i64 = 100_000_000_000;

/// What stands before or after amounts that are not in reais.
const FOREIGN: [&str; 9] = ["US$", "USD", "U$", "€", "EUR", "£", "GBP", "AR$", "ARS"];

/// Whether a text names another currency than ours.
pub(super) fn is_foreign(text: &str) -> bool {
    let text = text.to_uppercase();
    FOREIGN.iter().any(|currency| text.contains(currency))
}

/// Reads a number in any form people give it: `R$ 1.234,56`, `(1,234.56)`, `1.234,56-`, `12.5`.
pub(super) fn number(text: &str, form: Form, style: DecimalStyle) -> Result<Number, CellError> {
    let (body, negative) = unsigned(text);
    if body.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()) && is_foreign(text) {
        return Err(CellError::Currency);
    }
    let body = &*ungrouped(body);
    let (decimal, proves) = match form {
        Form::Number => (b'.', None),
        _ => decimal_mark(body.as_bytes(), style)?,
    };
    let mut digits: i64 = 0;
    let mut scale = 0;
    let mut in_fraction = false;
    let mut seen = false;
    for &byte in body.as_bytes() {
        match byte {
            b'0'..=b'9' => {
                seen = true;
                if in_fraction && scale == MAX_SCALE {
                    continue;
                }
                let longer = digits.checked_mul(10).and_then(|digits| digits.checked_add(i64::from(byte - b'0')));
                match longer {
                    Some(longer) => (digits, scale) = (longer, scale + u32::from(in_fraction)),
                    None if in_fraction => continue,
                    None => return Err(CellError::AmountOverflow),
                }
            }
            _ if byte == decimal && !in_fraction => in_fraction = true,
            b'.' | b',' if !in_fraction => {}
            _ => return Err(CellError::Amount),
        }
    }
    if !seen {
        return Err(CellError::Amount);
    }
    Ok(Number { digits: if negative { -digits } else { digits }, scale, proves })
}

/// The text without sign and currency, and whether it was negative.
fn unsigned(text: &str) -> (&str, bool) {
    let blank = |c: char| c.is_whitespace();
    let mut body = text.trim();
    if body.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) {
        return (body, false);
    }
    let mut negative = false;
    if let Some(inner) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (body, negative) = (inner.trim(), true);
    }
    for _ in 0..2 {
        for minus in ['-', '\u{2212}'] {
            if let Some(rest) = body.strip_prefix(minus).or_else(|| body.strip_suffix(minus)).filter(|_| !negative) {
                (body, negative) = (rest.trim_matches(blank), true);
            }
        }
        for currency in ["R$", "BRL", "$", "+"] {
            if let Some(rest) = body.strip_prefix(currency).or_else(|| body.strip_suffix(currency)) {
                body = rest.trim_matches(blank);
            }
        }
    }
    (body, negative)
}

/// The number without the spaces between its groups of three digits: `1 234 567,89`.
fn ungrouped(body: &str) -> Cow<'_, str> {
    if !body.contains(char::is_whitespace) {
        return Cow::Borrowed(body);
    }
    let whole = body.split(['.', ',']).next().unwrap_or("");
    let groups: Vec<&str> = whole.split(char::is_whitespace).collect();
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let three = groups.iter().skip(1).all(|group| group.len() == 3 && digits(group));
    let first = groups.first().is_some_and(|group| (1..=3).contains(&group.len()) && digits(group));
    if groups.len() < 2 || !three || !first {
        return Cow::Borrowed(body);
    }
    Cow::Owned(groups.concat() + body.get(whole.len()..).unwrap_or(""))
}

/// Which of the text's separators is the decimal one.
fn decimal_mark(text: &[u8], style: DecimalStyle) -> Result<(u8, Option<DecimalStyle>), CellError> {
    use DecimalStyle::{Comma, Point};
    let mark = |style| if style == Comma { b',' } else { b'.' };
    let last = text.iter().rposition(|byte| matches!(byte, b'.' | b','));
    let Some(last) = last else { return Ok((mark(style), None)) };
    let separator = text[last];
    let (own, other) = if separator == b',' { (Comma, Point) } else { (Point, Comma) };
    let before = &text[..last];
    let both = before.iter().any(|&byte| byte == mark(other));
    let repeated = before.contains(&separator);
    let three_follow = text.len() - last == 4;
    if repeated {
        // Thousands and nothing else: `1.234.567`; mixed with the other, it is no number.
        return if both || !grouped(text, separator) { Err(CellError::Amount) } else { Ok((mark(other), Some(other))) };
    }
    if both {
        return if grouped(before, mark(other)) { Ok((separator, Some(own))) } else { Err(CellError::Amount) };
    }
    let could_be_thousands = three_follow && (1..=3).contains(&last) && text[0] != b'0';
    if could_be_thousands { Ok((mark(style), None)) } else { Ok((separator, Some(own))) }
}

/// Whether separators stand between groups of three digits.
fn grouped(text: &[u8], separator: u8) -> bool {
    text.split(|&byte| byte == separator)
        .enumerate()
        .all(|(place, group)| if place == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 })
}

impl Number {
    /// The number in units of 10^−`decimals`, rounded half away from zero; `None` beyond [`MAX_WHOLE`].
    fn scaled(digits: i128, scale: u32, decimals: u32) -> Option<i64> {
        let scaled = if scale <= decimals {
            digits.checked_mul(10_i128.checked_pow(decimals - scale)?)?
        } else {
            let unit = 10_i128.checked_pow(scale - decimals)?;
            (digits.abs() + unit / 2) / unit * digits.signum()
        };
        let limit = i128::from(MAX_WHOLE).checked_mul(10_i128.checked_pow(decimals)?)?;
        i64::try_from(scaled).ok().filter(|_| scaled.abs() <= limit)
    }

    /// As an amount, rounded half away from zero to the cent.
    pub(super) fn cents(self) -> Result<Cents, CellError> {
        Self::scaled(i128::from(self.digits), self.scale, 2).map(Cents).ok_or(CellError::AmountOverflow)
    }

    /// As a quantity, rounded half away from zero to the ten-thousandth.
    pub(super) fn quantity(self) -> Result<Quantity, CellError> {
        Self::scaled(i128::from(self.digits), self.scale, 4).map(Quantity).ok_or(CellError::AmountOverflow)
    }

    /// The product of both, rounded half away from zero to the cent.
    pub(super) fn times(self, other: Self) -> Result<Cents, CellError> {
        let product = i128::from(self.digits) * i128::from(other.digits);
        Self::scaled(product, self.scale + other.scale, 2).map(Cents).ok_or(CellError::AmountOverflow)
    }
}

/// A date read, or why not, and which order its parts prove.
pub(super) struct Dated {
    pub(super) day: Result<Day, CellError>,
    pub(super) proves: Option<DateOrder>,
}

/// The first day of a month: `03/2026`, `2026-03`, `mar/26`, `março de 2026`.
pub(super) fn month(text: &str) -> Option<Day> {
    let text = text.trim();
    let spaced = || text.split_once(' ').filter(|(_, year)| year.len() == 4);
    let (first, second) = text.split_once(" de ").or_else(|| text.split_once(['/', '-', '.'])).or_else(spaced)?;
    let (first, second) = (first.trim(), all_digits(second).filter(|second| !second.is_empty())?);
    match all_digits(first) {
        Some(first) if first.len() == 4 && second.len() <= 2 => ymd(value(first), value(second), 1),
        Some(first) if second.len() == 4 && first.len() <= 2 => ymd(value(second), value(first), 1),
        Some(_) => None,
        None => ymd(year(second)?, month_called(&normalised_name(first))?, 1),
    }
}

fn all_digits(text: &str) -> Option<&[u8]> {
    let text = text.trim().as_bytes();
    text.iter().all(u8::is_ascii_digit).then_some(text)
}

/// The month with a name, or with the first letters of one, in capitals.
fn month_called(name: &str) -> Option<u16> {
    const MONTHS: [[&str; 2]; 12] = [
        ["JANEIRO", "JANUARY"],
        ["FEVEREIRO", "FEBRUARY"],
        ["MARCO", "MARCH"],
        ["ABRIL", "APRIL"],
        ["MAIO", "MAY"],
        ["JUNHO", "JUNE"],
        ["JULHO", "JULY"],
        ["AGOSTO", "AUGUST"],
        ["SETEMBRO", "SEPTEMBER"],
        ["OUTUBRO", "OCTOBER"],
        ["NOVEMBRO", "NOVEMBER"],
        ["DEZEMBRO", "DECEMBER"],
    ];
    let called = |names: &[&str; 2]| names.iter().any(|month| month.starts_with(name));
    (name.len() >= 3).then(|| MONTHS.iter().position(called).map(|month| month as u16 + 1))?
}

/// Reads a date, with or without a time: `31/12/2026`, `31-12-26`, `2026-12-31T10:00`, `20261231`,
/// `31/dez/2026`, or a spreadsheet's serial number (46387).
pub(super) fn date(text: &str, order: DateOrder) -> Dated {
    let certain = |day: Option<Day>| Dated { day: day.ok_or(CellError::Date), proves: None };
    let bytes = text.trim().as_bytes();
    let (first, rest) = digits(bytes);
    let Some((&separator, rest)) = rest.split_first() else { return certain(from_digits(first)) };
    if matches!(separator, b'.' | b',') && first.len() == 5 && rest.iter().all(u8::is_ascii_digit) {
        return certain(from_digits(first));
    }
    if !matches!(separator, b'/' | b'-' | b'.' | b' ') || !matches!(first.len(), 1 | 2 | 4) {
        return certain(None);
    }
    let (second, named, rest) = match digits(rest) {
        ([], rest) => {
            (&[][..], month_named(rest), rest.iter().position(|&b| b == separator).map_or(&[][..], |at| &rest[at..]))
        }
        (second, rest) => (second, None, rest),
    };
    let Some((_, rest)) = rest.split_first().filter(|(byte, _)| **byte == separator) else { return certain(None) };
    let (third, rest) = digits(rest);
    let timed = rest.is_empty()
        || matches!(rest[0], b' ' | b'T') && rest.iter().all(|b| b.is_ascii_alphanumeric() || b" :.,+-".contains(b));
    if !timed || second.len() > 2 {
        return certain(None);
    }
    if first.len() == 4 {
        return certain(ymd(value(first), named.unwrap_or(value(second)), value(third)));
    }
    let Some(year) = year(third) else { return certain(None) };
    match named {
        Some(month) => certain(ymd(year, month, value(first))),
        None => by_order(value(first), value(second), year, order),
    }
}

fn by_order(first: u16, second: u16, year: u16, order: DateOrder) -> Dated {
    use DateOrder::{DayFirst, MonthFirst};
    let day_first = ymd(year, second, first);
    let month_first = ymd(year, first, second);
    let proves = match (day_first, month_first) {
        (Some(_), None) => Some(DayFirst),
        (None, Some(_)) => Some(MonthFirst),
        _ => None,
    };
    let (own, other) = if order == DayFirst { (day_first, month_first) } else { (month_first, day_first) };
    let fault = if other.is_some() { CellError::DateOrder { order: order.label() } } else { CellError::Date };
    Dated { day: own.ok_or(fault), proves }
}

fn digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_at(bytes.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

/// At most nine digits as a number.
fn value(digits: &[u8]) -> u16 {
    digits.iter().take(4).fold(0, |number, digit| number * 10 + u16::from(digit - b'0'))
}

fn year(digits: &[u8]) -> Option<u16> {
    match (digits.len(), value(digits)) {
        (4, year) => Some(year),
        (2, year) => Some(if year < 70 { 2_000 + year } else { 1_900 + year }),
        _ => None,
    }
}

fn ymd(year: u16, month: u16, day: u16) -> Option<Day> {
    let plausible = (1_900..=2_199).contains(&year) && month <= 12 && day <= 31;
    plausible.then(|| Day::from_ymd(year as i16, month as i8, day as i8))?
}

/// `20261231`, `31122026` or a serial number.
fn from_digits(digits: &[u8]) -> Option<Day> {
    match digits.len() {
        8 => ymd(value(&digits[..4]), value(&digits[4..6]), value(&digits[6..]))
            .or_else(|| ymd(value(&digits[4..]), value(&digits[2..4]), value(&digits[..2]))),
        5 => std::str::from_utf8(digits).ok()?.parse().ok().and_then(serial),
        _ => None,
    }
}

/// The day of a spreadsheet's serial number in the system that counts from 1900.
fn serial(number: i32) -> Option<Day> {
    // 61 is 1900-03-01, the first after a day that spreadsheets invented; 109 574 is in 2199.
    (61..109_575).contains(&number).then(|| Day::from_epoch_days(number - 25_569))
}

fn month_named(rest: &[u8]) -> Option<u16> {
    const MONTHS: [[&[u8]; 2]; 12] = [
        [b"jan", b"jan"],
        [b"fev", b"feb"],
        [b"mar", b"mar"],
        [b"abr", b"apr"],
        [b"mai", b"may"],
        [b"jun", b"jun"],
        [b"jul", b"jul"],
        [b"ago", b"aug"],
        [b"set", b"sep"],
        [b"out", b"oct"],
        [b"nov", b"nov"],
        [b"dez", b"dec"],
    ];
    let named = rest.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|names| names.contains(&&named[..])).map(|month| month as u16 + 1)
}

/// What a row says of the sort of person that has a tax id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Person {
    Natural,
    Legal,
}

/// Reads a tax id, giving back the zeros that a spreadsheet took away; `None` for the many ways of
/// writing that there is none.
pub(super) fn tax_id(text: &str, person: Option<Person>) -> Result<Option<TaxId>, CellError> {
    let text = text.trim();
    if is_scientific(text) {
        return Err(CellError::ScientificTaxId);
    }
    let text = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
    let mut plain = [0_u8; 14];
    let mut length = 0;
    for c in text.chars().filter(|c| !matches!(c, '.' | '/' | '-' | '\'') && !c.is_whitespace()) {
        if length == 14 || !c.is_ascii_alphanumeric() {
            return if text.contains('*') {
                Ok(None)
            } else {
                Err(CellError::TaxId(TaxIdError::Neither { value: shown(text) }))
            };
        }
        plain[length] = c.to_ascii_uppercase() as u8;
        length += 1;
    }
    let written = &plain[..length];
    if written.iter().all(|&byte| byte == b'0') || !written.iter().any(u8::is_ascii_digit) && length < 12 {
        return Ok(None);
    }
    restored(written, text, person).map(Some)
}

fn restored(written: &[u8], text: &str, person: Option<Person>) -> Result<TaxId, CellError> {
    let padded = |length: usize| {
        let zeros = std::iter::repeat_n(b'0', length.saturating_sub(written.len()));
        zeros.chain(written.iter().copied()).map(char::from).collect::<String>()
    };
    let numeric = written.iter().all(u8::is_ascii_digit);
    let cpf = || Cpf::from_plain(&padded(11)).map(TaxId::Cpf);
    let cnpj = || Cnpj::from_plain(&padded(14)).map(TaxId::Cnpj);
    let read = match (written.len(), person) {
        (14, _) => cnpj(),
        (12 | 13, _) if numeric => cnpj(),
        (8..=11, Some(Person::Legal)) if numeric => cnpj(),
        (8..=11, Some(Person::Natural)) if numeric => cpf(),
        (11, None) if numeric => cpf().or_else(|error| cnpj().map_err(|_| error)),
        (8..=10, None) if numeric => cpf().or_else(|error| cnpj().map_err(|_| error)),
        _ => Err(TaxIdError::Neither { value: shown(text) }),
    };
    read.map_err(CellError::TaxId)
}

/// `4,45557E+13`
fn is_scientific(text: &str) -> bool {
    let Some((number, exponent)) = text.split_once(['E', 'e']) else { return false };
    let exponent = exponent.strip_prefix('+').unwrap_or("");
    !exponent.is_empty()
        && exponent.len() <= 3
        && exponent.bytes().all(|byte| byte.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
}

/// A value short enough to be quoted.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}
