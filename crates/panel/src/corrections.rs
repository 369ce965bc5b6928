//! What people decide about customers, put over what documents say.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, Float64Array, RecordBatch, StringArray};
use domain::text::normalised_name;
use store::Edit;

use crate::fields::{OWNER, PANEL_FIELDS};
use crate::{Panel, PanelError};

/// Fields that make a registration complete.
const COMPLETE: f64 = 10.0;

/// Teams by the names and codes of sellers, as [`normalised_name`] writes them.
pub(crate) type Teams = HashMap<String, String>;

/// The corrections in force, by customer and field.
pub(crate) struct Corrections<'e> {
    latest: HashMap<(&'e str, &'e str), &'e str>,
    fields: HashSet<&'e str>,
}

impl<'e> Corrections<'e> {
    /// Of all edits ever made, the oldest first.
    pub(crate) fn of(edits: &'e [Edit]) -> Self {
        let mut latest = HashMap::new();
        for edit in edits {
            let key = (edit.customer.as_str(), edit.field.as_str());
            match &edit.value {
                Some(value) => latest.insert(key, value.as_str()),
                None => latest.remove(&key),
            };
        }
        let fields = latest.keys().map(|(_, field)| *field).collect();
        Self { latest, fields }
    }

    /// What people say of a field: of the customer itself, else of the establishment it has its name from.
    pub(crate) fn value(&self, [customer, face]: [Option<&str>; 2], field: &str) -> Option<&'e str> {
        let of = |key: Option<&str>| self.latest.get(&(key?, field)).copied();
        of(customer).or_else(|| of(face))
    }
}

impl Panel {
    /// Puts people's corrections over what documents say: those of the customer itself, else those of
    /// the establishment it has its name from.
    pub(crate) fn corrected(mut self, edits: &[Edit], teams: &Teams) -> Result<Self, PanelError> {
        let corrections = Corrections::of(edits);
        if corrections.fields.is_empty() {
            return Ok(self);
        }
        let keys = Keys { customers: self.text("customer")?.clone(), faces: self.text("face")?.clone() };
        let said_of = |field: &&str| corrections.fields.contains(field) && self.has(field);
        let fields: Vec<&str> = PANEL_FIELDS.into_iter().filter(said_of).collect();
        for field in fields {
            let said = self.text(field)?;
            let corrected: StringArray = (0..said.len())
                .map(|row| corrections.value(keys.of(row), field).or_else(|| text_at(said, row)))
                .collect();
            self.put(field, Arc::new(corrected))?;
        }
        if corrections.fields.contains(OWNER) && self.has("team") {
            let said = self.text("team")?;
            let of_team = |row| match corrections.value(keys.of(row), OWNER) {
                Some(owner) => teams.get(&normalised_name(owner)).map(String::as_str),
                None => text_at(said, row),
            };
            let corrected: StringArray = (0..said.len()).map(of_team).collect();
            self.put("team", Arc::new(corrected))?;
        }
        if self.has("registration_missing") {
            self.complete(&corrections, &keys)?;
        }
        Ok(self)
    }

    /// What people said is no longer missing.
    fn complete(&mut self, corrections: &Corrections<'_>, keys: &Keys) -> Result<(), PanelError> {
        let said = self.text("registration_missing")?;
        let missing: StringArray = (0..said.len())
            .map(|row| {
                let fields = text_at(said, row)?.split(';');
                let still: Vec<&str> =
                    fields.filter(|field| corrections.value(keys.of(row), field).is_none()).collect();
                Some(still.join(";"))
            })
            .collect();
        let share =
            |missing: &str| (COMPLETE - missing.split(';').filter(|field| !field.is_empty()).count() as f64) / COMPLETE;
        let shares: Float64Array = missing.iter().map(|missing| missing.map(share)).collect();
        self.put("registration_missing", Arc::new(missing))?;
        match self.has("registration_completeness") {
            true => self.put("registration_completeness", Arc::new(shares)),
            false => Ok(()),
        }
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

/// The keys that corrections are made under, by row.
struct Keys {
    customers: StringArray,
    faces: StringArray,
}

impl Keys {
    fn of(&self, row: usize) -> [Option<&str>; 2] {
        [text_at(&self.customers, row), text_at(&self.faces, row)]
    }
}

fn text_at(texts: &StringArray, row: usize) -> Option<&str> {
    texts.is_valid(row).then(|| texts.value(row))
}
