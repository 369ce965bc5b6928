//! Which versions of documents do not count though their rows lie in listed files: superseded ones,
//! which count again when what superseded them is undone, and dead ones, which nobody claims.
//!
//! There is one current list, written anew and whole whenever it changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{AsArray, BooleanArray, Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};

use crate::error::StoreError;
use crate::files::{Written, properties, read, write};
use crate::lake::Lake;
use crate::snapshot::listed;
use crate::workspace::Workspace;

/// The kind of file hidden versions lie in.
pub(crate) const KIND: &str = "hides";

/// Hidden versions, and whether each is dead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hides(BTreeMap<i64, bool>);

/// The columns of the list: the version, and whether it is dead.
pub(crate) fn schema() -> SchemaRef {
    Schema::new(vec![Field::new("document", DataType::Int64, false), Field::new("dead", DataType::Boolean, false)])
        .into()
}

impl Hides {
    /// The current list.
    pub async fn current(workspace: &Workspace) -> Result<Self, StoreError> {
        let mut hides = Self::default();
        for file in listed(workspace.catalogue.connection(), Some(KIND)).await? {
            for batch in read(&workspace.lake, &file.path).await? {
                let (versions, dead) = (batch.column(0).as_primitive::<Int64Type>(), batch.column(1).as_boolean());
                hides.0.extend(versions.values().iter().copied().zip(dead.values().iter()));
            }
        }
        Ok(hides)
    }

    /// Hides versions that were superseded.
    pub fn hide(&mut self, versions: impl IntoIterator<Item = i64>) {
        for version in versions {
            self.0.entry(version).or_insert(false);
        }
    }

    /// Hides versions that nobody claims any more.
    pub fn bury(&mut self, versions: impl IntoIterator<Item = i64>) {
        self.0.extend(versions.into_iter().map(|version| (version, true)));
    }

    /// Lets versions count again.
    pub fn show(&mut self, versions: impl IntoIterator<Item = i64>) {
        for version in versions {
            self.0.remove(&version);
        }
    }

    /// Forgets the versions an import brought, once no listed file holds them.
    pub fn forget_born_in(&mut self, batch: i64) {
        self.0.retain(|version, _| version >> 32 != batch);
    }

    /// Whether a version does not count.
    pub fn hides(&self, version: i64) -> bool {
        self.0.contains_key(&version)
    }

    /// Whether a version is dead.
    pub fn is_dead(&self, version: i64) -> bool {
        self.0.get(&version) == Some(&true)
    }

    /// Writes the list, whole.
    pub async fn write(self, lake: &Lake, path: String) -> Result<Written, StoreError> {
        let versions = Int64Array::from_iter_values(self.0.keys().copied());
        let dead = BooleanArray::from_iter(self.0.values().map(|dead| Some(*dead)));
        let batch = RecordBatch::try_new(schema(), vec![Arc::new(versions), Arc::new(dead)])?;
        write(lake, KIND, path, schema(), vec![batch], properties().build()).await
    }
}
