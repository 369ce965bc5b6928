//! The imports of a workspace, as people look back on them.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::catalogue::entities::{batches, files};
use crate::error::StoreError;
use crate::files::read;
use crate::notices::{self, Notice};
use crate::workspace::Workspace;

/// One import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its number, from 1.
    pub batch: i64,
    /// What has become of it.
    pub state: ImportState,
    /// When it began, RFC 3339.
    pub started_at: String,
    /// When it was committed.
    pub committed_at: Option<String>,
    /// When it was undone.
    pub undone_at: Option<String>,
    /// Its report, as JSON.
    pub report: Option<String>,
}

/// What has become of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// Still being written, or its writer has died and nobody has cleared it away yet.
    Writing,
    /// Its documents count.
    Live,
    /// It was undone.
    Undone,
    /// Its writer died: nothing of it remains.
    Dead,
}

impl Workspace {
    /// All imports, the newest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn imports(&self) -> Result<Vec<Import>, StoreError> {
        let rows = batches::Entity::find().order_by_desc(batches::Column::Id).all(self.catalogue.connection()).await?;
        Ok(rows.into_iter().map(Import::from).collect())
    }

    /// One import.
    ///
    /// # Errors
    /// No such import, or the database cannot be read.
    pub async fn import(&self, batch: i64) -> Result<Import, StoreError> {
        let row = batches::Entity::find_by_id(batch).one(self.catalogue.connection()).await?;
        row.map(Import::from).ok_or(StoreError::UnknownBatch { batch })
    }

    /// What an import had to say about single records, sorted by file.
    ///
    /// # Errors
    /// No such import, or its notices cannot be read.
    pub async fn notices(&self, batch: i64) -> Result<Vec<Notice>, StoreError> {
        self.import(batch).await?;
        let files = files::Entity::find()
            .filter(files::Column::Batch.eq(batch))
            .filter(files::Column::Kind.eq(notices::KIND))
            .all(self.catalogue.connection())
            .await?;
        let mut found = Vec::new();
        for file in files {
            found.extend(read(&self.lake, &file.path).await?.iter().flat_map(notices::rows));
        }
        found.sort();
        Ok(found)
    }
}

impl From<batches::Model> for Import {
    fn from(row: batches::Model) -> Self {
        let state = match row.state.as_str() {
            "live" => ImportState::Live,
            "undone" => ImportState::Undone,
            "writing" => ImportState::Writing,
            _ => ImportState::Dead,
        };
        Self {
            batch: row.id,
            state,
            started_at: row.started_at,
            committed_at: row.committed_at,
            undone_at: row.undone_at,
            report: row.report,
        }
    }
}
