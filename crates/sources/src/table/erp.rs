//! The exports of known ERPs, recognised by their headers.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::field::{Columns, Field, Kind};
use super::synonyms::header_key;

/// Columns that must agree before a header is taken for an ERP's.
const ENOUGH: usize = 5;

/// One export of one ERP.
pub(super) struct Layout {
    pub(super) name: String,
    pub(super) source: String,
    pub(super) kind: Kind,
    /// Each header made comparable, and what its column is.
    columns: Vec<(String, Option<Field>)>,
}

#[derive(Deserialize)]
struct Written {
    layout: Vec<WrittenLayout>,
}

#[derive(Deserialize)]
struct WrittenLayout {
    name: String,
    source: String,
    kind: Kind,
    columns: Vec<(String, String)>,
}

static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    let written = toml::from_str::<Written>(include_str!("erp.toml")).map(|written| written.layout);
    let layout = |WrittenLayout { name, source, kind, columns }: WrittenLayout| {
        let columns = columns.iter().map(|(header, field)| (header_key(header), Field::named(field))).collect();
        Layout { name, source, kind, columns }
    };
    written.unwrap_or_default().into_iter().map(layout).collect()
});

/// Headers that only one ERP's exports have, and no table of anybody's hand.
static TELLING: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut sources: HashMap<&str, HashSet<&str>> = HashMap::new();
    for layout in LAYOUTS.iter() {
        for (key, _) in &layout.columns {
            sources.entry(key).or_default().insert(&layout.source);
        }
    }
    let only = sources.into_iter().filter_map(|(key, sources)| match sources.len() {
        1 => sources.into_iter().next().map(|source| (key, source)),
        _ => None,
    });
    only.collect()
});

/// The export that a header is, if it is a known one: at least five of its columns, most of the
/// header, and some that no other ERP has.
pub(super) fn recognise(keys: &[String], hint: Option<Kind>) -> Option<&'static Layout> {
    let named: HashSet<&str> = keys.iter().map(String::as_str).filter(|key| !key.is_empty()).collect();
    let telling = |layout: &Layout| {
        let own = |key: &&str| TELLING.get(*key).is_some_and(|source| *source == layout.source);
        layout.columns.iter().filter(|(key, _)| named.contains(key.as_str()) && own(&key.as_str())).count()
    };
    let agreeing = |layout: &Layout| layout.columns.iter().filter(|(key, _)| named.contains(key.as_str())).count();
    LAYOUTS
        .iter()
        .filter(|layout| hint.is_none_or(|kind| kind == layout.kind))
        .map(|layout| (agreeing(layout), layout))
        .filter(|(agree, layout)| {
            // Where nearly a whole long header agrees, one telling column is enough.
            let tells = if *agree >= 2 * ENOUGH && agree * 10 >= named.len() * 9 { 1 } else { 2 };
            let most = *agree >= ENOUGH && agree * 10 >= named.len() * 7;
            most && (telling(layout) >= tells || *agree == layout.columns.len())
        })
        .max_by_key(|(agree, layout)| (*agree, std::cmp::Reverse(layout.columns.len())))
        .map(|(_, layout)| layout)
}

impl Layout {
    /// What the columns of a header are in this export.
    pub(super) fn assign(&self, keys: &[String]) -> Columns {
        let mut columns = Columns::none();
        for (key, field) in &self.columns {
            if let Some(field) = field
                && !columns.has(*field)
                && let Some(column) = keys.iter().position(|other| other == key)
            {
                columns.set(*field, column);
            }
        }
        columns
    }
}

/// Whether a header, made comparable, is a column of any known export.
pub(super) fn is_known(key: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&'static str>> =
        LazyLock::new(|| LAYOUTS.iter().flat_map(|layout| &layout.columns).map(|(key, _)| key.as_str()).collect());
    KNOWN.contains(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_a_field_of_its_kind() {
        let written: Written = toml::from_str(include_str!("erp.toml")).unwrap();
        for layout in written.layout {
            for (header, field) in &layout.columns {
                let known =
                    field.is_empty() || Field::named(field).is_some_and(|field| layout.kind.fields().contains(&field));
                assert!(known, "{} {header} {field}", layout.name);
            }
        }
    }
}
