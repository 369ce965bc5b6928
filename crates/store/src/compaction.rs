//! Many small files into few, so that reading does not slow down with the number of imports. What
//! rows count does not change; rows of dead versions are dropped.

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::Int64Type;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::catalogue::Catalogue;
use crate::catalogue::entities::{batches, files, state};
use crate::claims::{self, Claim};
use crate::error::StoreError;
use crate::facts::Table;
use crate::files::{Written, fact_properties, joined, read, sorted, write};
use crate::hides::Hides;
use crate::import::FILE_ROWS;
use crate::seal::seal;
use crate::snapshot::{listed, unlist};
use crate::turn::{Turn, Writer};
use crate::workspace::Workspace;

/// A file with fewer rows is small: one that an import wrote because it was full is not.
const SMALL_ROWS: i64 = FILE_ROWS as i64 * 2 / 3;

/// So many small files of a kind are worth the work.
const WORTHWHILE_FILES: usize = 24;

/// Rows of a compacted file, which are sorted in memory.
const COMPACTED_ROWS: i64 = 256 * 1024;

/// The folder of the lake that compacted files go to.
pub(crate) const FOLDER: &str = "compacted";

/// How much is compacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compaction {
    /// Small files, where they have become many.
    WhereWorthwhile,
    /// All files.
    Everything,
}

/// Files that become one.
struct Merge {
    kind: &'static str,
    from: Vec<files::Model>,
    into: Written,
}

impl Workspace {
    /// Compacts all files, however few they are. `now` is RFC 3339.
    ///
    /// # Errors
    /// The database or lake cannot be read or written.
    pub async fn compact(&self, now: &str, waiting: impl FnMut(Option<&Writer>)) -> Result<(), StoreError> {
        let turn = Turn::take(&self.catalogue, self.folder(), now, waiting).await?;
        let result = async {
            self.sweep().await?;
            self.compact_in_turn(&turn, Compaction::Everything).await
        };
        let result = result.await;
        turn.end(&self.catalogue).await;
        result
    }

    pub(crate) async fn compact_in_turn(&self, turn: &Turn, extent: Compaction) -> Result<(), StoreError> {
        let sequence = Catalogue::state(self.catalogue.connection()).await?.sequence + 1;
        let hides = Hides::current(self).await?;
        let mut merges = Vec::new();
        for kind in Table::ALL.map(Table::name).into_iter().chain([claims::KIND]) {
            let files = listed(self.catalogue.connection(), Some(kind)).await?;
            for from in groups(files, extent) {
                let path = format!("{FOLDER}/{sequence:08}-{kind}-{:04}.parquet", merges.len() + 1);
                let into = match Table::ALL.into_iter().find(|table| table.name() == kind) {
                    Some(table) => self.merge_facts(table, &from, &hides, path).await?,
                    None => self.merge_claims(&from, path).await?,
                };
                merges.push(Merge { kind, from, into });
            }
        }
        if merges.is_empty() { Ok(()) } else { self.publish_compaction(turn, sequence, merges).await }
    }

    async fn merge_facts(
        &self,
        table: Table,
        from: &[files::Model],
        hides: &Hides,
        path: String,
    ) -> Result<Written, StoreError> {
        let mut batches = Vec::new();
        for file in from {
            for batch in read(&self.lake, &file.path).await? {
                batches.push(without_dead(&batch, hides)?);
            }
        }
        let rows = joined(&table.schema(), &batches)?;
        drop(batches);
        let rows = sorted(rows, table.sort_columns())?;
        write(&self.lake, table.name(), path, table.schema(), vec![rows], fact_properties(&table.schema())).await
    }

    async fn merge_claims(&self, from: &[files::Model], path: String) -> Result<Written, StoreError> {
        let live = batches::Entity::find().filter(batches::Column::State.eq("live"));
        let live: std::collections::HashSet<i64> =
            live.all(self.catalogue.connection()).await?.into_iter().map(|batch| batch.id).collect();
        let mut merged: Vec<Claim> = Vec::new();
        for file in from {
            for batch in read(&self.lake, &file.path).await? {
                merged.extend(claims::rows(&batch).filter(|claim| live.contains(&claim.batch)));
            }
        }
        claims::write_claims(&self.lake, path, merged).await
    }

    async fn publish_compaction(&self, turn: &Turn, sequence: i64, merges: Vec<Merge>) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let unmoved = Catalogue::state(&transaction).await?.sequence + 1 == sequence;
        if !unmoved || !turn.still_mine(&transaction).await? {
            return Ok(());
        }
        for Merge { kind, from, into } in merges {
            let ids: Vec<i64> = from.iter().map(|file| file.id).collect();
            let sources: Vec<i64> = from.iter().map(|file| file.batch).collect();
            unlist(&transaction, files::Column::Id.is_in(ids), sequence).await?;
            if kind != claims::KIND {
                batches::Entity::update_many()
                    .col_expr(batches::Column::Compacted, Expr::value(true))
                    .filter(batches::Column::Id.is_in(sources))
                    .exec(&transaction)
                    .await?;
            }
            files::Entity::insert(into.listed(0, sequence)).exec_without_returning(&transaction).await?;
        }
        state::Entity::update_many()
            .col_expr(state::Column::Sequence, Expr::value(sequence))
            .exec(&transaction)
            .await?;
        seal(&transaction).await?;
        Ok(transaction.commit().await?)
    }
}

/// The files to be merged, in groups that fit into memory.
fn groups(files: Vec<files::Model>, extent: Compaction) -> Vec<Vec<files::Model>> {
    let (files, enough) = match extent {
        Compaction::Everything => (files, 1),
        Compaction::WhereWorthwhile => {
            (files.into_iter().filter(|file| file.rows < SMALL_ROWS).collect(), WORTHWHILE_FILES)
        }
    };
    if files.len() < enough {
        return Vec::new();
    }
    let mut groups: Vec<Vec<files::Model>> = Vec::new();
    let mut rows = 0;
    for file in files {
        rows += file.rows;
        match groups.last_mut().filter(|_| rows <= COMPACTED_ROWS) {
            Some(group) => group.push(file),
            None => {
                rows = file.rows;
                groups.push(vec![file]);
            }
        }
    }
    groups
}

fn without_dead(batch: &RecordBatch, hides: &Hides) -> Result<RecordBatch, StoreError> {
    let versions = batch.column(0).as_primitive::<Int64Type>().values();
    let alive = BooleanArray::from_iter(versions.iter().map(|version| Some(!hides.is_dead(*version))));
    Ok(filter_record_batch(batch, &alive)?)
}
