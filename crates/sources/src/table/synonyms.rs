//! What columns are called.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use domain::text::normalised_name;

use super::field::{Columns, Field, Kind};

/// Each field of a kind with its names, made comparable.
type NamesOfFields = Vec<(Field, Vec<String>)>;

/// The names of each field for each kind, the kind's own before those of any.
static NAMES: LazyLock<HashMap<Kind, NamesOfFields>> = LazyLock::new(|| {
    type Sections = BTreeMap<String, BTreeMap<String, Vec<String>>>;
    let sections: Sections = toml::from_str(include_str!("synonyms.toml")).unwrap_or_default();
    let names = |section: &str, field: Field| sections.get(section).and_then(|fields| fields.get(field.as_str()));
    let of_kind = |kind: Kind| {
        let of_field = |&field: &Field| {
            let names = [names(kind.as_str(), field), names("any", field)].into_iter().flatten().flatten();
            (field, names.map(|name| header_key(name)).collect())
        };
        (kind, kind.fields().iter().map(of_field).collect())
    };
    Kind::ALL.into_iter().map(of_kind).collect()
});

/// Every name of every field.
static KNOWN: LazyLock<HashMap<&'static str, ()>> =
    LazyLock::new(|| NAMES.values().flatten().flat_map(|(_, names)| names).map(|name| (name.as_str(), ())).collect());

/// A header made comparable: `CNPJ / CPF`, `cnpj_cpf` and `CnpjCpf` are `CNPJCPF`; `Valor (R$)` is `VALOR`.
pub(super) fn header_key(header: &str) -> String {
    let named = [("R$", ""), ("r$", ""), ("%", "perc"), ("€", "eur"), ("£", "gbp")];
    let plain = named.iter().fold(header.to_owned(), |header, (sign, word)| header.replace(sign, word));
    normalised_name(&plain).replace(' ', "")
}

/// Whether a header, made comparable, names any field.
pub(super) fn is_known(key: &str) -> bool {
    KNOWN.contains_key(key)
}

/// The names of a field for a kind, made comparable, the first that wins first.
pub(super) fn names(kind: Kind, field: Field) -> impl Iterator<Item = &'static str> {
    let fields = NAMES.get(&kind).into_iter().flatten();
    fields.filter(move |(other, _)| *other == field).flat_map(|(_, names)| names).map(String::as_str)
}

/// What the columns of a header are for a kind, where its names say so; columns already taken stay.
pub(super) fn assign(kind: Kind, keys: &[String], columns: &mut Columns) {
    let mut free: HashMap<&str, usize> = HashMap::new();
    let taken: Vec<usize> = columns.assigned().into_iter().map(|(column, _)| column).collect();
    for (column, key) in keys.iter().enumerate().rev().filter(|(column, _)| !taken.contains(column)) {
        free.insert(key, column);
    }
    for (field, names) in NAMES.get(&kind).into_iter().flatten() {
        if !columns.has(*field)
            && let Some(column) = names.iter().find_map(|name| free.remove(name.as_str()))
        {
            columns.set(*field, column);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_belongs_to_a_field_that_exists() {
        let sections: BTreeMap<String, BTreeMap<String, Vec<String>>> =
            toml::from_str(include_str!("synonyms.toml")).unwrap();
        for (section, fields) in &sections {
            let kind = Kind::named(section);
            assert!(section == "any" || kind.is_some(), "{section}");
            for field in fields.keys() {
                let named = Field::named(field).unwrap_or_else(|| panic!("{field}"));
                assert!(kind.is_none_or(|kind| kind.fields().contains(&named)), "{section} {field}");
            }
        }
    }

    #[test]
    fn headers_are_compared_without_case_accents_and_punctuation() {
        assert_eq!(header_key("CNPJ / CPF"), header_key("cnpj_cpf"));
        assert_eq!(header_key("Valor (R$)"), "VALOR");
        assert_eq!(header_key("InvoiceNo"), header_key("invoice no"));
    }
}
