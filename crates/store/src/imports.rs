//! The imports of a workspace, as people look back on them.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::catalogue::entities::{batches, files};
use crate::error::StoreError;
use crate::files::read;
use crate::notices::{self, Notice};
use crate::turn;
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
    /// Who brought it, as they were called then.
    pub by: Option<String>,
}

/// What has become of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// Still being written.
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
        let mut imports: Vec<Import> = rows.into_iter().map(Import::from).collect();
        self.tell_the_dead(&mut imports).await?;
        Ok(imports)
    }

    /// One import.
    ///
    /// # Errors
    /// No such import, or the database cannot be read.
    pub async fn import(&self, batch: i64) -> Result<Import, StoreError> {
        let row = batches::Entity::find_by_id(batch).one(self.catalogue.connection()).await?;
        let mut import = row.map(Import::from).ok_or(StoreError::UnknownBatch { batch })?;
        self.tell_the_dead(std::slice::from_mut(&mut import)).await?;
        Ok(import)
    }

    /// An import that was begun and that nobody is writing any more is dead, though no later import has
    /// marked it yet.
    async fn tell_the_dead(&self, imports: &mut [Import]) -> Result<(), StoreError> {
        let mut writing: Vec<&mut Import> =
            imports.iter_mut().filter(|import| import.state == ImportState::Writing).collect();
        if !writing.is_empty() && !turn::is_taken(&self.catalogue, self.folder()).await? {
            writing.iter_mut().for_each(|import| import.state = ImportState::Dead);
        }
        Ok(())
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
            by: row.made_by,
        }
    }
}
