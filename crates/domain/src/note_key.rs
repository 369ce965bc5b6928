//! What names a note: the access key of a note of goods, or the key of a note of services.

use std::fmt;
use std::str::FromStr;

use crate::AccessKey;

/// How long a service note's key may be.
const LONGEST: usize = 50;

/// The key of a note, by which events and other notes speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKey {
    /// NF-e, NFC-e: 44 characters.
    Goods(AccessKey),
    /// NFS-e.
    Service(ServiceKey),
}

/// The key of a service note (NFS-e), in one of two forms.
///
/// National (ADN): 50 characters, `[0-9]{9}[0-9A-Z]{14}[0-9]{27}`: municipality 7, issuing environment 1,
/// kind of tax id 1, issuer 14, number 13, year and month 4, code 9, check digit 1.
///
/// Municipal (ABRASF), where the note has no key: `nfse:<issuer>:<municipality>:<number>`, with the
/// issuer's tax id as written, the municipality's IBGE code (empty where unknown) and the number
/// without leading zeros.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceKey {
    text: [u8; LONGEST],
    length: u8,
}

/// Why a text is not the key of a service note.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceKeyError {
    /// Neither form.
    #[error("{value:?} não é uma chave de NFS-e: são 50 caracteres, com letras só no CNPJ")]
    National { value: String },
    /// Parts that cannot name a municipal note.
    #[error("o prestador {issuer:?} e o número {number:?} não identificam uma NFS-e municipal")]
    Municipal { issuer: String, number: String },
}

impl NoteKey {
    /// The key as it is written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Goods(key) => key.as_str(),
            Self::Service(key) => key.as_str(),
        }
    }

    /// The access key of a note of goods.
    pub fn goods(&self) -> Option<AccessKey> {
        match self {
            Self::Goods(key) => Some(*key),
            Self::Service(_) => None,
        }
    }

    /// The fiscal model: 55, 65, ...; 0 for a service note, which has none.
    pub fn model(&self) -> u8 {
        self.goods().map_or(0, |key| key.model())
    }

    /// The issuer's tax id as the key has it: for a note of goods and a national service note 14
    /// characters, a CPF after zeros.
    pub fn issuer(&self) -> &str {
        match self {
            Self::Goods(key) => key.issuer(),
            Self::Service(key) => key.issuer(),
        }
    }

    /// Year and month of issue, `AAMM`, where the key tells.
    pub fn year_month(&self) -> Option<&str> {
        match self {
            Self::Goods(key) => Some(key.year_month()),
            Self::Service(key) => key.as_str().get(36..40).filter(|_| key.is_national()),
        }
    }
}

impl ServiceKey {
    /// The key of a municipal note. The municipality may be empty: it is in some old files.
    ///
    /// # Errors
    /// The issuer is not 11 to 14 letters and digits, the municipality not 0 to 7 digits, or the number
    /// not 1 to 15 digits that are not all zeros.
    pub fn municipal(issuer: &str, municipality: &str, number: &str) -> Result<Self, ServiceKeyError> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let plain = number.trim_start_matches('0');
        let issuer_holds = matches!(issuer.len(), 11..=14)
            && issuer.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        let city_holds = municipality.len() <= 7 && digits(municipality);
        if !issuer_holds || !city_holds || !matches!(plain.len(), 1..=15) || !digits(plain) {
            let short = |text: &str| text.chars().take(20).collect();
            return Err(ServiceKeyError::Municipal { issuer: short(issuer), number: short(number) });
        }
        Ok(Self::of(&format!("nfse:{issuer}:{municipality}:{plain}")))
    }

    /// The key as it is written.
    pub fn as_str(&self) -> &str {
        self.text.get(..usize::from(self.length)).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or("")
    }

    /// Whether it is a key of the national environment.
    pub fn is_national(&self) -> bool {
        usize::from(self.length) == LONGEST
    }

    /// The issuer's tax id: 14 characters in a national key, as written in a municipal one.
    pub fn issuer(&self) -> &str {
        match self.is_national() {
            true => self.as_str().get(9..23).unwrap_or(""),
            false => self.as_str().split(':').nth(1).unwrap_or(""),
        }
    }

    /// A checked text of at most 50 ASCII characters.
    fn of(checked: &str) -> Self {
        let mut text = [0; LONGEST];
        let length = checked.len().min(LONGEST);
        text.iter_mut().zip(checked.bytes()).for_each(|(place, byte)| *place = byte);
        Self { text, length: length as u8 }
    }
}

impl FromStr for ServiceKey {
    type Err = ServiceKeyError;

    /// Reads a national key, or a municipal one as [`ServiceKey::as_str`] writes it.
    fn from_str(text: &str) -> Result<Self, ServiceKeyError> {
        if let Some(parts) = text.strip_prefix("nfse:") {
            let mut parts = parts.splitn(3, ':');
            let mut next = || parts.next().unwrap_or("");
            return Self::municipal(next(), next(), next());
        }
        let fits =
            |(place, byte): (usize, u8)| byte.is_ascii_digit() || (9..21).contains(&place) && byte.is_ascii_uppercase();
        match text.len() == LONGEST && text.bytes().enumerate().all(fits) {
            true => Ok(Self::of(text)),
            false => Err(ServiceKeyError::National { value: text.chars().take(60).collect() }),
        }
    }
}

impl From<AccessKey> for NoteKey {
    fn from(key: AccessKey) -> Self {
        Self::Goods(key)
    }
}

impl From<ServiceKey> for NoteKey {
    fn from(key: ServiceKey) -> Self {
        Self::Service(key)
    }
}

impl PartialEq<AccessKey> for NoteKey {
    fn eq(&self, other: &AccessKey) -> bool {
        self.goods() == Some(*other)
    }
}

impl PartialEq<NoteKey> for AccessKey {
    fn eq(&self, other: &NoteKey) -> bool {
        other == self
    }
}

impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for ServiceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ServiceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServiceKey({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const NATIONAL: &str = "35503082211222333000181000000000000126040000000010";

    #[test]
    fn a_national_key_tells_issuer_and_month() {
        let key = NoteKey::from(NATIONAL.parse::<ServiceKey>().unwrap());
        assert_eq!((key.as_str(), key.issuer(), key.year_month()), (NATIONAL, "11222333000181", Some("2604")));
        assert_eq!((key.model(), key.goods()), (0, None));
    }

    #[test]
    fn letters_may_stand_in_the_issuer_only() {
        let with_letters = NATIONAL.replace("11222333000181", "12ABC34501DE35");
        assert_eq!(with_letters.parse::<ServiceKey>().unwrap().issuer(), "12ABC34501DE35");
        assert!(NATIONAL.replace("3550308", "355030A").parse::<ServiceKey>().is_err());
        assert!(NATIONAL[1..].parse::<ServiceKey>().is_err());
        assert!("ç".repeat(25).parse::<ServiceKey>().is_err());
    }

    #[rstest]
    #[case("11222333000181", "3550308", "00012", Some("nfse:11222333000181:3550308:12"))]
    #[case("12ABC34501DE35", "", "202600000000123", Some("nfse:12ABC34501DE35::202600000000123"))]
    #[case("52998224725", "3550308", "1", Some("nfse:52998224725:3550308:1"))]
    #[case("", "3550308", "1", None)]
    #[case("11222333000181", "São Paulo", "1", None)]
    #[case("11222333000181", "3550308", "000", None)]
    #[case("11222333000181", "3550308", "1/2", None)]
    fn a_municipal_note_is_named_by_issuer_city_and_number(
        #[case] issuer: &str,
        #[case] city: &str,
        #[case] number: &str,
        #[case] key: Option<&str>,
    ) {
        let made = ServiceKey::municipal(issuer, city, number).ok();
        assert_eq!(made.as_ref().map(ServiceKey::as_str), key);
        if let Some(made) = made {
            assert_eq!((made.as_str().parse(), made.issuer()), (Ok(made), issuer));
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let error = "123".parse::<ServiceKey>().unwrap_err().to_string();
        insta::assert_snapshot!(error, @r#""123" não é uma chave de NFS-e: são 50 caracteres, com letras só no CNPJ"#);
        let error = ServiceKey::municipal("1", "", "x").unwrap_err().to_string();
        insta::assert_snapshot!(error, @r#"o prestador "1" e o número "x" não identificam uma NFS-e municipal"#);
    }

    #[test]
    fn an_access_key_is_the_key_of_a_note_of_goods() {
        let access: AccessKey = "35260311222333000181550010000000011000000019".parse().unwrap();
        let key = NoteKey::from(access);
        assert_eq!(key, access);
        assert_eq!(access, key);
        assert_eq!((key.as_str(), key.model(), key.issuer()), (access.as_str(), 55, "11222333000181"));
    }
}
