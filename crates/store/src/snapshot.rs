//! What a reader sees: the files listed at one moment, kept from deletion while it reads.

use std::collections::HashSet;

use futures::future::BoxFuture;
use object_store::path::Path;
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::catalogue::Catalogue;
use crate::catalogue::entities::{batches, files, leases};
use crate::claims::{self, Claims};
use crate::error::StoreError;
use crate::facts::Table;
use crate::hides;
use crate::saved_settings::saved;
use crate::workspace::Workspace;

/// How long a reader that gives no sign is taken to be reading.
const LEASE_SECONDS: i64 = 3600;

/// A file of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactFile {
    /// Where it lies in the lake.
    pub path: Path,
    /// Bytes.
    pub bytes: u64,
    /// Rows.
    pub rows: u64,
}

/// The facts at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    workspace: Workspace,
    lease: String,
    files: Vec<(Table, FactFile)>,
    hides: Option<FactFile>,
    facts_sequence: i64,
    desk_sequence: i64,
    identity: String,
}

impl Workspace {
    /// The facts as they are now. Imports may go on: this reader sees none of it.
    ///
    /// # Errors
    /// The database cannot be read, or not written (a reader says that it reads).
    pub fn snapshot(&self) -> BoxFuture<'_, Result<Snapshot, StoreError>> {
        Box::pin(async move {
            let transaction = self.catalogue.begin_write().await?;
            let state = Catalogue::state(&transaction).await?;
            let lease = uuid::Uuid::new_v4().to_string();
            let expires_at = Catalogue::now(&transaction).await? + LEASE_SECONDS;
            let row = leases::ActiveModel {
                id: Set(lease.clone()),
                sequence: Set(state.sequence),
                expires_at: Set(expires_at),
            };
            leases::Entity::insert(row).exec_without_returning(&transaction).await?;
            let rows = listed(&transaction, None).await?;
            let workspace = self.with_settings(&saved(&transaction).await?.values)?;
            transaction.commit().await?;
            let table_of = |file: &files::Model| Table::ALL.into_iter().find(|table| table.name() == file.kind);
            let files = rows.iter().filter_map(|file| Some((table_of(file)?, FactFile::from(file)))).collect();
            Ok(Snapshot {
                workspace,
                lease,
                files,
                hides: rows.iter().find(|file| file.kind == hides::KIND).map(FactFile::from),
                facts_sequence: state.facts_sequence,
                desk_sequence: state.desk_sequence,
                identity: state.workspace,
            })
        })
    }
}

impl Snapshot {
    /// The workspace whose facts these are, with the settings that people had saved by then.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The files of a table.
    pub fn files(&self, table: Table) -> Vec<FactFile> {
        self.files.iter().filter(|(of, _)| *of == table).map(|(_, file)| file.clone()).collect()
    }

    /// The list of versions that do not count, with columns `document` and `dead`.
    pub fn hides(&self) -> Option<&FactFile> {
        self.hides.as_ref()
    }

    /// Names the state of the facts: equal names, equal facts.
    pub fn facts_version(&self) -> String {
        format!("{}-{}", self.identity, self.facts_sequence)
    }

    /// Names the workspace, whatever its facts.
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// Counts people's edits so far.
    pub fn desk_version(&self) -> i64 {
        self.desk_sequence
    }

    /// Says that the reader is done. A snapshot that is only dropped keeps its files for an hour.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn release(self) -> Result<(), StoreError> {
        leases::Entity::delete_by_id(self.lease).exec(self.workspace.catalogue.connection()).await?;
        Ok(())
    }
}

impl From<&files::Model> for FactFile {
    fn from(file: &files::Model) -> Self {
        Self { path: Path::from(file.path.as_str()), bytes: file.bytes as u64, rows: file.rows as u64 }
    }
}

/// The files listed now, of one kind or all.
pub(crate) async fn listed(
    connection: &impl ConnectionTrait,
    kind: Option<&str>,
) -> Result<Vec<files::Model>, StoreError> {
    let mut query = files::Entity::find().filter(files::Column::UnlistedAt.is_null());
    if let Some(kind) = kind {
        query = query.filter(files::Column::Kind.eq(kind));
    }
    Ok(query.order_by_asc(files::Column::Id).all(connection).await?)
}

/// Takes listed files off the list, for readers from `sequence` on.
pub(crate) async fn unlist(
    connection: &impl ConnectionTrait,
    which: impl IntoCondition,
    sequence: i64,
) -> Result<(), StoreError> {
    files::Entity::update_many()
        .col_expr(files::Column::UnlistedAt, Expr::value(sequence))
        .filter(files::Column::UnlistedAt.is_null())
        .filter(which)
        .exec(connection)
        .await?;
    Ok(())
}

/// The claims of live imports, but for one that is being undone.
pub(crate) async fn live_claims(workspace: &Workspace, without: Option<i64>) -> Result<Claims, StoreError> {
    let connection = workspace.catalogue.connection();
    let not_live = batches::Entity::find().filter(batches::Column::State.ne("live")).all(connection).await?;
    let not_live: HashSet<i64> = not_live.into_iter().map(|batch| batch.id).chain(without).collect();
    let files = listed(connection, Some(claims::KIND)).await?;
    let files = files.into_iter().filter(|file| !not_live.contains(&file.batch));
    let files = files.map(|file| (file.path, file.bytes as u64)).collect();
    Claims::open(&workspace.lake, files, not_live).await
}
