//! What people decide about customers, put over what documents say.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::Float64Type;
use domain::text::normalised_name;
use domain::{CustomerKey, Day};
use store::Edit;

use crate::fields::{OWNER, PANEL_FIELDS, TAGS};
use crate::order::{place_from, text_at};
use crate::{Level, Panel, PanelError};

/// Fields that make a registration complete.
const COMPLETE: f64 = 10.0;

/// What is decided of a company counts for its establishments too, but for one of which something else was.
const OF_COMPANIES: [&str; 2] = [OWNER, TAGS];

/// Teams by the names and codes of sellers, as [`normalised_name`] writes them.
pub(crate) type Teams = HashMap<String, String>;

/// The keys of one customer, under the first of which a correction counts.
pub(crate) type Keys<'k> = [Option<Cow<'k, str>>; 3];

/// What people say of one key, by field.
type Said<'e> = HashMap<&'e str, &'e str>;

/// Of all edits ever made, the oldest first, those that count at a date, the one that counts most last: what
/// was to count from some day on stands until something counts at once.
pub(crate) fn in_force(edits: &[Edit], as_of: Day) -> Vec<Edit> {
    let as_of = as_of.iso();
    let mut counting: Vec<&Edit> = Vec::with_capacity(edits.len());
    let mut since: HashMap<(&str, &str), Vec<(&str, usize)>> = HashMap::new();
    for (place, edit) in edits.iter().enumerate() {
        let of = (edit.customer.as_str(), edit.field.as_str());
        match edit.effective_on.as_deref() {
            None => {
                since.remove(&of);
                counting.push(edit);
            }
            Some(on) if on <= as_of.as_str() => since.entry(of).or_default().push((on, place)),
            Some(_) => {}
        }
    }
    let mut since: Vec<(&str, usize)> = since.into_values().flatten().collect();
    since.sort_unstable();
    counting.extend(since.into_iter().map(|(_, place)| &edits[place]));
    counting.into_iter().cloned().collect()
}

/// The corrections in force, by the key they are made under.
pub(crate) struct Corrections<'e> {
    latest: HashMap<&'e str, Said<'e>>,
}

impl<'e> Corrections<'e> {
    /// Of all edits ever made, the oldest first.
    pub(crate) fn of(edits: &'e [Edit]) -> Self {
        let mut latest: HashMap<&str, Said<'_>> = HashMap::new();
        for edit in edits {
            let said = latest.entry(&edit.customer).or_default();
            match &edit.value {
                Some(value) => said.insert(&edit.field, value),
                None => said.remove(edit.field.as_str()),
            };
        }
        latest.retain(|_, said| !said.is_empty());
        Self { latest }
    }

    /// What people say of a field under the first of a customer's keys under which they say any.
    pub(crate) fn value(&self, keys: &Keys<'_>, field: &str) -> Option<&'e str> {
        keys.iter().flatten().find_map(|key| self.latest.get(key.as_ref())?.get(field).copied())
    }

    /// The keys under which people say a field, with what they say.
    pub(crate) fn said<'c>(&'c self, field: &'c str) -> impl Iterator<Item = (&'e str, &'e str)> + 'c {
        self.latest.iter().filter_map(move |(key, said)| Some((*key, *said.get(field)?)))
    }

    /// What people say of a field of a row.
    fn of_row(&self, level: Level, customer: Option<&str>, face: Option<&str>, field: &str) -> Option<&'e str> {
        let said = self.value(&keys(level, customer, face), field);
        if level != Level::Establishment || !OF_COMPANIES.contains(&field) {
            return said;
        }
        said.or_else(|| self.latest.get(company_of(customer?)?.as_str())?.get(field).copied())
    }

    /// The rows of a panel, in order, that people say something of. Few are corrected of many: those found
    /// among the customers, which are in order, are not looked for among the establishments.
    fn rows(&self, level: Level, customers: &StringArray, faces: &StringArray) -> Vec<usize> {
        let (mut rows, mut of_faces) = (Vec::new(), HashSet::new());
        for &key in self.latest.keys() {
            let row = place_from(customers, key);
            match text_at(customers, row) == Some(key) {
                true => rows.push(row),
                // A company's establishments stand together, after where it would stand itself.
                false if level == Level::Establishment => {
                    let is_of = |row: &usize| text_at(customers, *row).and_then(company_of).as_deref() == Some(key);
                    rows.extend((row..customers.len()).take_while(is_of));
                }
                false => drop(of_faces.insert(key)),
            }
        }
        if !of_faces.is_empty() {
            let is_said = |row: &usize| {
                keys(level, None, text_at(faces, *row)).iter().flatten().any(|key| of_faces.contains(key.as_ref()))
            };
            rows.extend((0..faces.len()).filter(is_said));
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

impl Panel {
    /// The panel with people's corrections over what documents say.
    pub(crate) fn corrected(&self, edits: &[Edit], teams: &Teams) -> Result<Self, PanelError> {
        let mut panel = self.clone();
        let corrections = Corrections::of(edits);
        let (customers, faces) = (self.text("customer")?, self.text("face")?);
        let rows = corrections.rows(self.level(), customers, faces);
        let value = |row: usize, field: &str| {
            corrections.of_row(self.level(), text_at(customers, row), text_at(faces, row), field)
        };
        for field in PANEL_FIELDS {
            panel.correct(field, &rows, |row, _| Some(Some(value(row, field)?.to_owned())))?;
        }
        // Who has another seller is in that one's team, or in none.
        panel.correct("team", &rows, |row, _| Some(teams.get(&normalised_name(value(row, OWNER)?)).cloned()))?;
        panel.correct("registration_missing", &rows, |row, said| {
            let still: Vec<&str> = said?.split(';').filter(|field| value(row, field).is_none()).collect();
            Some(Some(still.join(";")))
        })?;
        if panel.has("registration_completeness") {
            let share = |missing: &str| {
                (COMPLETE - missing.split(';').filter(|field| !field.is_empty()).count() as f64) / COMPLETE
            };
            let missing = panel.text("registration_missing")?;
            let known = panel.rows.column_by_name("registration_completeness");
            let known = known.and_then(|known| known.as_primitive_opt::<Float64Type>());
            let mut shares: Vec<Option<f64>> = known.into_iter().flatten().collect();
            shares.resize(missing.len(), None);
            rows.iter().for_each(|&row| shares[row] = text_at(missing, row).map(share));
            panel.put("registration_completeness", Arc::new(Float64Array::from(shares)))?;
        }
        Ok(panel)
    }

    /// Changes a text of some rows, where the panel has it, to what is said of each; `None` leaves it.
    fn correct(
        &mut self,
        name: &'static str,
        rows: &[usize],
        said: impl Fn(usize, Option<&str>) -> Option<Option<String>>,
    ) -> Result<(), PanelError> {
        if !self.has(name) {
            return Ok(());
        }
        let texts = self.text(name)?;
        let changed: Vec<(usize, Option<String>)> =
            rows.iter().filter_map(|&row| Some((row, said(row, text_at(texts, row))?))).collect();
        if changed.is_empty() {
            return Ok(());
        }
        let mut corrected: Vec<Option<&str>> = texts.iter().collect();
        changed.iter().for_each(|(row, text)| corrected[*row] = text.as_deref());
        self.put(name, Arc::new(StringArray::from(corrected)))
    }

    fn put(&mut self, name: &str, column: ArrayRef) -> Result<(), PanelError> {
        let schema = self.rows.schema();
        let mut columns = self.rows.columns().to_vec();
        if let Some(place) = columns.get_mut(schema.index_of(name)?) {
            *place = column;
        }
        *self = self.with(RecordBatch::try_new(schema, columns)?);
        Ok(())
    }
}

/// The keys under which people correct a customer, in the order they count: its own; of a group, the company
/// it has its name from; the establishment it has its name from.
pub(crate) fn keys<'k>(level: Level, customer: Option<&'k str>, face: Option<&'k str>) -> Keys<'k> {
    let company = face.filter(|_| level == Level::Group).and_then(company_of);
    [customer.map(Cow::Borrowed), company.map(Cow::Owned), face.map(Cow::Borrowed)]
}

/// The company of an establishment, by their keys.
fn company_of(establishment: &str) -> Option<String> {
    match establishment.parse().ok()? {
        CustomerKey::Party(party) => party.root().map(|root| root.as_str().to_owned()),
        CustomerKey::Root(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn edit(value: Option<&str>, effective_on: Option<&str>) -> Edit {
        Edit {
            customer: "44555666".to_owned(),
            field: OWNER.to_owned(),
            value: value.map(str::to_owned),
            made_at: "2026-11-20T10:00:00Z".to_owned(),
            by: None,
            change: None,
            effective_on: effective_on.map(str::to_owned),
        }
    }

    /// Values and from when they count, in the order they were said; what counts before and from 2026-12-01.
    #[rstest]
    #[case::at_once(&[(Some("Ana"), None)], Some("Ana"), Some("Ana"))]
    #[case::from_a_day(&[(Some("Ana"), None), (Some("Bia"), Some("2026-12-01"))], Some("Ana"), Some("Bia"))]
    #[case::overtaken(&[(Some("Bia"), Some("2026-12-01")), (Some("Caio"), None)], Some("Caio"), Some("Caio"))]
    #[case::the_later_day(
        &[(Some("Bia"), Some("2026-12-01")), (Some("Caio"), Some("2026-11-25"))], Some("Caio"), Some("Bia")
    )]
    #[case::the_later_said_of_one_day(
        &[(Some("Bia"), Some("2026-12-01")), (Some("Caio"), Some("2026-12-01"))], None, Some("Caio")
    )]
    #[case::taken_back_from_a_day(&[(Some("Ana"), None), (None, Some("2026-12-01"))], Some("Ana"), None)]
    fn what_is_to_count_from_a_day_counts_from_it(
        #[case] said: &[(Option<&str>, Option<&str>)],
        #[case] before: Option<&str>,
        #[case] from: Option<&str>,
    ) {
        let edits: Vec<Edit> = said.iter().map(|(value, on)| edit(*value, *on)).collect();
        let counts = |day: &str| {
            let edits = in_force(&edits, day.parse().unwrap());
            let value = Corrections::of(&edits).value(&keys(Level::Root, Some("44555666"), None), OWNER);
            value.map(str::to_owned)
        };
        assert_eq!(counts("2026-11-30").as_deref(), before);
        assert_eq!(counts("2026-12-01").as_deref(), from);
    }
}
