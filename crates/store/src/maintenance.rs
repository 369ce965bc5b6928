//! Clearing away what nobody needs: what dead writers left, what was replaced and is no longer read.

use std::collections::HashSet;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::catalogue::Catalogue;
use crate::catalogue::entities::{batches, files, leases};
use crate::compaction;
use crate::error::StoreError;
use crate::import::batch_folder;
use crate::undo;
use crate::workspace::Workspace;

/// The state of an import that is being written, or whose writer has died.
const WRITING: &str = "writing";

impl Workspace {
    /// Clears away; only in one's turn to write, when whoever was writing is known to be dead.
    pub(crate) async fn sweep(&self) -> Result<(), StoreError> {
        let connection = self.catalogue.connection();
        let writing = batches::Entity::find().filter(batches::Column::State.eq(WRITING)).all(connection).await?;
        for batch in writing {
            self.bury(batch.id).await?;
        }
        self.delete_unlisted().await?;
        self.delete_unpublished().await?;
        self.sweep_attachments().await
    }

    /// Marks an import that was never committed as dead and removes its files.
    pub(crate) async fn bury(&self, batch: i64) -> Result<(), StoreError> {
        let folder = batch_folder(batch);
        match self.mark_dead(batch).await {
            Ok(false) => Ok(()),
            Ok(true) => self.lake.remove_unknown(&folder, &HashSet::new()).await,
            Err(refused @ (StoreError::DiskFull { .. } | StoreError::DiskRefused { .. })) => {
                let row = batches::Entity::find_by_id(batch).one(self.catalogue.connection()).await?;
                if row.is_none_or(|row| row.state != WRITING) {
                    return Err(refused);
                }
                // No room even for the mark: what the files take up is room enough.
                self.lake.remove_unknown(&folder, &HashSet::new()).await?;
                self.mark_dead(batch).await.map(drop)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether there was such an import to mark.
    async fn mark_dead(&self, batch: i64) -> Result<bool, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let marked = batches::Entity::update_many()
            .col_expr(batches::Column::State, Expr::value("dead"))
            .filter(batches::Column::Id.eq(batch))
            .filter(batches::Column::State.eq(WRITING))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(marked.rows_affected == 1)
    }

    /// Deletes files taken off the list before the oldest snapshot still being read.
    async fn delete_unlisted(&self) -> Result<(), StoreError> {
        let connection = self.catalogue.connection();
        let now = Catalogue::now(connection).await?;
        leases::Entity::delete_many().filter(leases::Column::ExpiresAt.lt(now)).exec(connection).await?;
        let oldest = leases::Entity::find().all(connection).await?.into_iter().map(|lease| lease.sequence).min();
        let oldest = match oldest {
            Some(oldest) => oldest,
            None => Catalogue::state(connection).await?.sequence,
        };
        let unread = files::Entity::find().filter(files::Column::UnlistedAt.lte(oldest)).all(connection).await?;
        for file in unread {
            self.lake.delete(&file.path).await?;
            files::Entity::delete_by_id(file.id).exec(connection).await?;
        }
        Ok(())
    }

    /// Deletes what a compaction or an undo that was never published wrote.
    async fn delete_unpublished(&self) -> Result<(), StoreError> {
        let known = files::Entity::find().all(self.catalogue.connection()).await?;
        let known: HashSet<String> = known.into_iter().map(|file| file.path).collect();
        self.lake.remove_unknown(compaction::FOLDER, &known).await?;
        self.lake.remove_unknown(undo::FOLDER, &known).await
    }
}
