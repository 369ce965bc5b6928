//! Access keys.

/// What an access key is made of.
#[derive(Clone, Copy, Debug)]
pub struct KeyParts<'a> {
    /// IBGE code of the issuer's state.
    pub state: u8,
    /// The last two digits of the year, and the month.
    pub year_month: (u8, u8),
    /// The issuer's CNPJ.
    pub issuer: &'a str,
    /// 55 or 65.
    pub model: u8,
    /// The series.
    pub series: u16,
    /// The number.
    pub number: u32,
    /// The random code.
    pub code: u32,
}

impl KeyParts<'_> {
    /// The 44 characters, emission type 1 (normal), with their check digit.
    pub fn key(&self) -> String {
        let (year, month) = self.year_month;
        let mut key = format!(
            "{:02}{year:02}{month:02}{}{:02}{:03}{:09}1{:08}",
            self.state, self.issuer, self.model, self.series, self.number, self.code
        );
        key.push(check_digit(&key));
        key
    }
}

/// Modulo 11 of ASCII − 48, weights 2 to 9 from the right.
fn check_digit(characters: &str) -> char {
    let weighted = |(place, byte): (usize, u8)| u32::from(byte - b'0') * (2 + place as u32 % 8);
    let sum: u32 = characters.bytes().rev().enumerate().map(weighted).sum();
    match sum % 11 {
        0 | 1 => '0',
        remainder => char::from(b'0' + (11 - remainder) as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_as_the_reference_implementation_makes_it() {
        let parts = KeyParts {
            state: 35,
            year_month: (26, 3),
            issuer: "11222333000181",
            model: 55,
            series: 1,
            number: 1,
            code: 1,
        };
        assert_eq!(parts.key(), "35260311222333000181550010000000011000000019");
    }

    #[test]
    fn check_digits_hold_for_letters_too() {
        for (code, issuer) in [(7, "12ABC34501DE35"), (99_999_999, "11222333000262"), (0, "ZZ9Z00010001AB")] {
            let parts =
                KeyParts { state: 31, year_month: (26, 8), issuer, model: 55, series: 920, number: 123_456_789, code };
            if let Ok(key) = parts.key().parse::<domain::AccessKey>() {
                assert!(key.check_digit_holds(), "{key}");
            }
        }
    }
}
