//! What people decide about customers, put over what documents say.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::Float64Type;
use domain::text::normalised_name;
use store::Edit;

use crate::fields::{OWNER, PANEL_FIELDS};
use crate::{Level, Panel, PanelError};

/// A CNPJ and the root it begins with, as keys are written.
const CNPJ_CHARACTERS: usize = 14;
const ROOT_CHARACTERS: usize = 8;

/// Fields that make a registration complete.
const COMPLETE: f64 = 10.0;

/// Teams by the names and codes of sellers, as [`normalised_name`] writes them.
pub(crate) type Teams = HashMap<String, String>;

/// What people say of one key, by field.
type Said<'e> = HashMap<&'e str, &'e str>;

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
    pub(crate) fn value(&self, keys: [Option<&str>; 3], field: &str) -> Option<&'e str> {
        keys.into_iter().flatten().find_map(|key| self.latest.get(key)?.get(field).copied())
    }

    /// The rows of a panel, in order, that people say something of. Few are corrected of many: those found
    /// among the customers, which are in order, are not looked for among the establishments.
    fn rows(&self, level: Level, customers: &StringArray, faces: &StringArray) -> Vec<usize> {
        let (mut rows, mut of_faces) = (Vec::new(), HashSet::new());
        for &key in self.latest.keys() {
            match place_of(customers, key) {
                Some(row) => rows.push(row),
                None => drop(of_faces.insert(key)),
            }
        }
        if !of_faces.is_empty() {
            let is_said = |row: &usize| {
                keys(level, None, text_at(faces, *row)).into_iter().flatten().any(|key| of_faces.contains(key))
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
            corrections.value(keys(self.level(), text_at(customers, row), text_at(faces, row)), field)
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
        self.rows = RecordBatch::try_new(schema, columns)?;
        Ok(())
    }
}

/// The keys under which people correct a customer, in the order they count: its own; of a group, the company
/// it has its name from; the establishment it has its name from.
pub(crate) fn keys<'k>(level: Level, customer: Option<&'k str>, face: Option<&'k str>) -> [Option<&'k str>; 3] {
    let is_cnpj = |face: &&str| face.len() == CNPJ_CHARACTERS && !face.contains(':');
    let company = face.filter(|_| level == Level::Group).filter(is_cnpj).and_then(|cnpj| cnpj.get(..ROOT_CHARACTERS));
    [customer, company, face]
}

/// The row of a customer in a panel, whose rows are in order, one without key first.
fn place_of(customers: &StringArray, key: &str) -> Option<usize> {
    let (mut from, mut to) = (0, customers.len());
    while from < to {
        let middle = from + (to - from) / 2;
        match text_at(customers, middle).cmp(&Some(key)) {
            std::cmp::Ordering::Less => from = middle + 1,
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Greater => to = middle,
        }
    }
    None
}

fn text_at(texts: &StringArray, row: usize) -> Option<&str> {
    texts.is_valid(row).then(|| texts.value(row))
}
