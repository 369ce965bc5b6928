//! What people may correct on a customer, and which values fit.

use std::collections::BTreeMap;

use domain::text::folded;
use domain::{Cep, Phone, Uf};

use crate::metrics::near_names;

/// Fields of a customer's registration, as documents give and people correct them.
pub static EDITABLE: [(&str, &str); 14] = [
    ("name", "nome"),
    ("trade_name", "nome fantasia"),
    ("state_registration", "inscrição estadual"),
    ("emails", "e-mails"),
    ("phone", "telefone"),
    ("street", "logradouro"),
    ("number", "número"),
    ("complement", "complemento"),
    ("district", "bairro"),
    ("city", "cidade"),
    ("uf", "UF"),
    ("cep", "CEP"),
    (OWNER, "vendedor responsável"),
    (TAGS, "etiquetas"),
];

/// Characters of a value at most.
const LONGEST: usize = 200;

/// Those that are columns of the panel.
pub(crate) const PANEL_FIELDS: [&str; 5] = ["name", "uf", "city", OWNER, TAGS];

/// Who is responsible for the customer, on whom its team depends.
pub(crate) const OWNER: &str = "owner";

/// What ends a tag.
pub(crate) const TAG_ENDS: [char; 2] = [';', ','];

/// Words that people put on the customer, which no document knows.
pub(crate) const TAGS: &str = "tags";

/// Why a correction does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// No such field.
    #[error("não existe o campo {field}{}; os campos são {}", meant(.near), known())]
    Unknown { field: String, near: Vec<&'static str> },
    /// Not a state.
    #[error(transparent)]
    Uf(#[from] domain::uf::UfError),
    /// Not a postal code.
    #[error(transparent)]
    Cep(#[from] domain::cep::CepError),
    /// Not a telephone number.
    #[error(transparent)]
    Phone(#[from] domain::phone::PhoneError),
    /// Longer than any register keeps it.
    #[error("o valor tem {found} caracteres; cabem {LONGEST}")]
    Long { found: usize },
    /// A line break, a tabulation or another character that shows nothing.
    #[error("o valor tem quebras de linha ou caracteres de controle: escreva-o em uma linha")]
    Control,
    /// Not an e-mail address.
    #[error("{value:?} não é um e-mail; separe vários com ponto e vírgula")]
    Email { value: String },
}

/// The value as it is kept, if it fits the field; an empty one takes the correction back.
///
/// # Errors
/// No such field, or a value that does not fit it.
pub fn checked_value(field: &str, value: &str) -> Result<Option<String>, FieldError> {
    let Some((known, _)) = EDITABLE.iter().find(|(name, _)| *name == field) else {
        let near = near_names(field, EDITABLE.iter().map(|(name, _)| *name));
        return Err(FieldError::Unknown { field: field.to_owned(), near });
    };
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    if domain::text::printable(value) != value {
        return Err(FieldError::Control);
    }
    let found = value.chars().count();
    if found > LONGEST {
        return Err(FieldError::Long { found });
    }
    let kept = match *known {
        TAGS => tags(value),
        "uf" => value.parse::<Uf>()?.to_string(),
        "cep" => value.parse::<Cep>()?.plain(),
        "phone" => value.parse::<Phone>()?.e164(),
        "emails" => {
            let addresses: Vec<&str> = value.split(';').map(str::trim).collect();
            let wrong =
                addresses.iter().find(|address| !address.contains('@') || address.contains(char::is_whitespace));
            match wrong {
                Some(wrong) => return Err(FieldError::Email { value: (*wrong).to_owned() }),
                None => addresses.join(";"),
            }
        }
        _ => value.to_owned(),
    };
    Ok(Some(kept).filter(|kept| !kept.is_empty()))
}

/// Tags once each and in order, as people look them up, with a semicolon between one and the next.
fn tags(value: &str) -> String {
    let tags = value.split(TAG_ENDS).map(str::trim).map(|tag| (folded(tag), tag));
    let tags: BTreeMap<String, &str> = tags.filter(|(looked_up, _)| !looked_up.is_empty()).collect();
    tags.into_values().collect::<Vec<_>>().join(";")
}

fn meant(near: &[&'static str]) -> String {
    if near.is_empty() { String::new() } else { format!(" (você quis dizer {}?)", near.join(", ")) }
}

fn known() -> String {
    EDITABLE.map(|(name, _)| name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_fits() {
        assert_eq!(checked_value("uf", "sp"), Ok(Some("SP".to_owned())));
        assert_eq!(checked_value("phone", "(11) 98765-4321"), Ok(Some("+5511987654321".to_owned())));
        assert_eq!(checked_value("emails", "a@b.com; c@d.com"), Ok(Some("a@b.com;c@d.com".to_owned())));
        assert_eq!(checked_value("name", "  "), Ok(None));
        assert_eq!(checked_value("tags", "vip, Litoral;; Ação,VIP"), Ok(Some("Ação;Litoral;VIP".to_owned())));
        assert_eq!(checked_value("tags", " ;, "), Ok(None));
    }

    #[test]
    fn refuses_what_does_not() {
        let error = |field: &str, value: &str| checked_value(field, value).unwrap_err().to_string();
        insta::assert_snapshot!(error("nome", "x"), @"não existe o campo nome (você quis dizer name, number?); os campos são name, trade_name, state_registration, emails, phone, street, number, complement, district, city, uf, cep, owner, tags");
        insta::assert_snapshot!(error("name", "Alfa\u{1b}[2J"), @"o valor tem quebras de linha ou caracteres de controle: escreva-o em uma linha");
        insta::assert_snapshot!(error("name", &"a".repeat(201)), @"o valor tem 201 caracteres; cabem 200");
        insta::assert_snapshot!(error("uf", "XX"), @r#""XX" não é uma UF"#);
        insta::assert_snapshot!(error("emails", "a b@c"), @r#""a b@c" não é um e-mail; separe vários com ponto e vírgula"#);
        insta::assert_snapshot!(error("cep", "123"), @r#""123" não é um CEP: são 8 dígitos, como 01310-100"#);
    }
}
