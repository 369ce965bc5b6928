//! Facts written as fiscal XML: NF-e and NFC-e of layout 4.00, events, voided numbers.

mod event;
mod item;
mod note;
mod party;
mod signature;

pub use event::{Correction, Voiding, cancellation, correction, voiding};
pub use note::{Issue, issue};

use crate::note::Moment;

/// The namespace of everything here but signatures.
pub const NAMESPACE: &str = "http://www.portalfiscal.inf.br/nfe";

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

/// XML being written.
#[derive(Debug, Default)]
pub(crate) struct Xml {
    text: String,
}

impl Xml {
    pub fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes) }
    }

    pub fn finish(self) -> String {
        self.text
    }

    /// Text that is XML already.
    pub fn raw(&mut self, xml: &str) {
        self.text.push_str(xml);
    }

    pub fn open(&mut self, tag: &str) {
        self.text.push('<');
        self.text.push_str(tag);
        self.text.push('>');
    }

    pub fn close(&mut self, tag: &str) {
        self.text.push_str("</");
        self.text.push_str(tag);
        self.text.push('>');
    }

    /// An element of free text.
    pub fn text(&mut self, tag: &str, value: &str) {
        self.open(tag);
        let mut rest = value;
        while let Some(at) = rest.find(['&', '<', '>', '"']) {
            self.text.push_str(&rest[..at]);
            self.text.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        self.text.push_str(rest);
        self.close(tag);
    }

    /// An element of a code, which needs no escaping.
    pub fn code(&mut self, tag: &str, value: &str) {
        self.open(tag);
        self.text.push_str(value);
        self.close(tag);
    }

    /// An element of a whole number.
    pub fn number(&mut self, tag: &str, value: u64) {
        self.padded(tag, value, 1);
    }

    /// An element of a whole number of at least some digits.
    pub fn padded(&mut self, tag: &str, value: u64, digits: usize) {
        self.open(tag);
        self.digits(value, digits);
        self.close(tag);
    }

    /// An element of an amount in cents.
    pub fn cents(&mut self, tag: &str, cents: i64) {
        self.decimal(tag, cents, 2);
    }

    /// An element of cents, only where they are not 0.
    pub fn cents_if_any(&mut self, tag: &str, cents: i64) {
        if cents != 0 {
            self.cents(tag, cents);
        }
    }

    /// An element of a rate in hundredths of a percent, written with four decimals.
    pub fn rate(&mut self, tag: &str, hundredths: i64) {
        self.decimal(tag, hundredths * 100, 4);
    }

    /// An element of a decimal number given in units of its last decimal.
    pub fn decimal(&mut self, tag: &str, value: i64, decimals: u32) {
        self.open(tag);
        if value < 0 {
            self.text.push('-');
        }
        let scale = 10_u64.pow(decimals);
        self.digits(value.unsigned_abs() / scale, 1);
        self.text.push('.');
        self.digits(value.unsigned_abs() % scale, decimals as usize);
        self.close(tag);
    }

    /// An element of a local date and time, three hours behind Greenwich.
    pub fn moment(&mut self, tag: &str, moment: Moment) {
        self.open(tag);
        self.text.push_str(&moment.day.iso());
        for (place, part) in [moment.second / 3_600, moment.second / 60 % 60, moment.second % 60].iter().enumerate() {
            self.text.push(if place == 0 { 'T' } else { ':' });
            self.digits(u64::from(*part), 2);
        }
        self.text.push_str("-03:00");
        self.close(tag);
    }

    fn digits(&mut self, mut value: u64, at_least: usize) {
        let mut digits = [b'0'; 20];
        let mut from = digits.len();
        while value > 0 || digits.len() - from < at_least {
            from -= 1;
            digits[from] = b'0' + (value % 10) as u8;
            value /= 10;
        }
        self.text.push_str(std::str::from_utf8(&digits[from..]).expect("digits are ASCII"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_values() {
        let mut xml = Xml::default();
        xml.text("a", "Silva & \"Filhos\" <1>");
        xml.cents("b", 5);
        xml.cents("c", -123_456);
        xml.padded("d", 42, 8);
        xml.rate("e", 1_800);
        xml.number("f", 0);
        assert_eq!(
            xml.finish(),
            "<a>Silva &amp; &quot;Filhos&quot; &lt;1&gt;</a><b>0.05</b><c>-1234.56</c><d>00000042</d><e>18.0000</e><f>0</f>"
        );
    }
}
