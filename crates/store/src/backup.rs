//! A workspace as one file, and a workspace from such a file, whatever databases are behind.
//!
//! A backup is a zip archive: `manifest.json`, the settings, each table of the catalogue as lines of
//! JSON, and the files of the lake as they are.

mod archive;
mod desk;

use std::fs::File;
use std::path::{Path, PathBuf};

use futures::future::BoxFuture;
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::{Deserialize, Serialize};

use crate::attachments::path_of;
use crate::catalogue::Catalogue;
use crate::catalogue::entities::{attachments, batches, files, parties, state};
use crate::error::StoreError;
use crate::seal;
use crate::settings::Settings;
use crate::snapshot::listed;
use crate::workspace::{NewWorkspace, Workspace};
use archive::{Archive, Backup, NO_BACKUP, broken};
use desk::Desk;

/// Version of the archive's layout.
const FORMAT: u32 = 2;

/// The first layout, which knew neither people nor what they keep of customers.
const WITHOUT_PEOPLE: u32 = 1;

/// Rows of one statement: of the widest table as many values as SQLite takes in one.
const ROWS_PER_INSERT: usize = 1500;

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    workspace: String,
    made_at: String,
    files: u64,
}

/// What a backup or restore went through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackupSize {
    /// Files of the lake.
    pub files: u64,
    /// Bytes of them.
    pub bytes: u64,
}

impl Workspace {
    /// Writes the workspace as it is now to a new file. Imports may go on meanwhile. `now` is RFC 3339.
    ///
    /// # Errors
    /// The file exists or cannot be written, or the workspace cannot be read.
    pub fn backup<'a>(&'a self, file: &'a Path, now: &'a str) -> BoxFuture<'a, Result<BackupSize, StoreError>> {
        Box::pin(async move {
            if file.exists() {
                return Err(broken(file, "já existe: escolha outro nome".to_owned()));
            }
            let snapshot = self.snapshot().await?;
            let partial = partial_path(file);
            let written = self.write_backup(file, &partial, now).await;
            snapshot.release().await?;
            let finished = written.and_then(|size| {
                std::fs::rename(&partial, file).map_err(|error| StoreError::io(file, error))?;
                Ok(size)
            });
            if finished.is_err() {
                // A part of a backup is of no use to anyone.
                let _ = std::fs::remove_file(&partial);
            }
            finished
        })
    }

    async fn write_backup(&self, file: &Path, partial: &Path, now: &str) -> Result<BackupSize, StoreError> {
        let created = File::create_new(partial).map_err(|error| StoreError::io(file, error))?;
        let mut archive = Archive::new(created, file);
        let transaction = self.catalogue.begin_write().await?;
        if !seal::holds(&transaction).await? {
            return Err(StoreError::Unsealed);
        }
        let state = Catalogue::state(&transaction).await?;
        let listed = listed(&transaction, None).await?;
        let batches = batches::Entity::find().all(&transaction).await?;
        let desk = Desk::read(&transaction).await?;
        transaction.rollback().await?;
        // Parties are only ever added: those of imports committed since do no harm.
        let parties = parties::Entity::find().all(self.catalogue.connection()).await?;
        let manifest = Manifest {
            format: FORMAT,
            workspace: state.workspace.clone(),
            made_at: now.to_owned(),
            files: listed.len() as u64,
        };
        archive.entry("manifest.json", &serde_json::to_vec_pretty(&manifest)?)?;
        let portable = Settings { database: None, lake: None, ..self.settings().clone() };
        let settings = toml::to_string(&portable).map_err(|error| broken(file, error.to_string()))?;
        archive.entry("carteira.toml", settings.as_bytes())?;
        archive.table("state", &[state])?;
        archive.table("batches", &batches)?;
        archive.table("parties", &parties)?;
        archive.table("files", &listed)?;
        let mut size = BackupSize::default();
        for listed in &listed {
            let bytes = self.lake.get(&listed.path).await?;
            if !listed.is_of(&bytes) {
                let detail = "foi alterado depois de gravado".to_owned();
                return Err(StoreError::Damaged { path: listed.path.clone(), detail });
            }
            archive.entry(&format!("lake/{}", listed.path), &bytes)?;
            size.files += 1;
            size.bytes += listed.bytes as u64;
        }
        self.back_up_desk(&mut archive, desk, &mut size).await?;
        archive.finish()?;
        Ok(size)
    }

    /// Writes what people decided, and the files they attached. One that was removed since is as if it had
    /// been removed before.
    async fn back_up_desk(
        &self,
        archive: &mut Archive,
        mut desk: Desk,
        size: &mut BackupSize,
    ) -> Result<(), StoreError> {
        for file in desk.attached() {
            let path = path_of(&file.hash);
            match self.lake.get_if_there(&path).await? {
                Some(bytes) if file.is_of(&bytes) => {
                    archive.entry(&format!("lake/{path}"), &bytes)?;
                    size.files += 1;
                    size.bytes += bytes.len() as u64;
                }
                None if !is_attached(self.catalogue.connection(), &file.hash).await? => desk.forget(&file.hash),
                Some(_) | None => {
                    let detail = "foi alterado ou removido depois de gravado".to_owned();
                    return Err(StoreError::Damaged { path, detail });
                }
            }
        }
        desk.write(archive)
    }

    /// Makes a new workspace of a backup, in an empty or new folder, on a database and lake of choice.
    ///
    /// # Errors
    /// The backup cannot be read or is not whole, or the workspace cannot be made.
    pub fn restore<'a>(
        backup: &'a Path,
        folder: &'a Path,
        place: (Option<String>, Option<String>),
        lake_options: &'a [(String, String)],
    ) -> BoxFuture<'a, Result<BackupSize, StoreError>> {
        Box::pin(async move {
            let mut archive = Backup::open(backup)?;
            let manifest = serde_json::from_slice(&archive.entry("manifest.json")?);
            let manifest: Manifest = manifest.map_err(|_| broken(backup, NO_BACKUP.to_owned()))?;
            if !(WITHOUT_PEOPLE..=FORMAT).contains(&manifest.format) {
                return Err(broken(backup, "foi feito por uma versão mais nova do Carteira".to_owned()));
            }
            let settings = String::from_utf8_lossy(&archive.entry("carteira.toml")?).into_owned();
            let settings: Settings = toml::from_str(&settings).map_err(|error| broken(backup, error.to_string()))?;
            let companies = settings.companies.iter().filter_map(|company| company.parse().ok()).collect();
            let (database, lake) = place;
            let new = NewWorkspace { companies, name: settings.name.clone(), database, lake };
            let workspace = Self::create_with(folder, new, settings.sections.clone(), lake_options).await?;
            match workspace.fill(&mut archive, &manifest).await {
                Ok(size) => {
                    workspace.close().await?;
                    Ok(size)
                }
                Err(error) => {
                    // Half a workspace is worse than none.
                    workspace.demolish().await;
                    Err(error)
                }
            }
        })
    }

    async fn fill(&self, archive: &mut Backup, manifest: &Manifest) -> Result<BackupSize, StoreError> {
        let listed: Vec<files::Model> = archive.table("files")?;
        if listed.len() as u64 != manifest.files {
            return Err(broken(archive.path(), "está incompleto".to_owned()));
        }
        let mut size = BackupSize::default();
        for file in &listed {
            let bytes = archive.entry(&format!("lake/{}", file.path))?;
            if !file.is_of(&bytes) {
                return Err(broken(archive.path(), format!("{} está danificado", file.path)));
            }
            size.files += 1;
            size.bytes += bytes.len() as u64;
            self.lake.put(&file.path, bytes.into()).await?;
        }
        let state: Vec<state::Model> = archive.table("state")?;
        let parties: Vec<parties::Model> = archive.table("parties")?;
        let batches: Vec<batches::Model> = archive.table("batches")?;
        let desk = Desk::of(archive, manifest.format)?;
        for file in desk.attached() {
            let path = path_of(&file.hash);
            let bytes = archive.entry(&format!("lake/{path}"))?;
            if !file.is_of(&bytes) {
                return Err(broken(archive.path(), format!("{path} está danificado")));
            }
            size.files += 1;
            size.bytes += bytes.len() as u64;
            self.lake.put(&path, bytes.into()).await?;
        }
        let transaction = self.catalogue.begin_write().await?;
        insert_all::<parties::ActiveModel>(&transaction, rows(parties)).await?;
        insert_all::<batches::ActiveModel>(&transaction, rows(batches)).await?;
        desk.insert(&transaction).await?;
        // These the database numbers itself, in the order they come.
        let listed = rows(listed).into_iter().map(|row| files::ActiveModel { id: ActiveValue::NotSet, ..row });
        insert_all(&transaction, listed.collect()).await?;
        if let Some(state) = state.first() {
            Catalogue::resume(&transaction, state).await?;
        }
        seal::seal(&transaction).await?;
        transaction.commit().await?;
        Ok(size)
    }
}

/// Inserts rows as they were.
async fn insert_all<A>(connection: &impl ConnectionTrait, rows: Vec<A>) -> Result<(), StoreError>
where
    A: ActiveModelTrait + Send,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<A> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        A::Entity::insert_many(some).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Rows as they are inserted anew, their values all set.
fn rows<M, A>(models: Vec<M>) -> Vec<A>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    models.into_iter().map(|model| model.into_active_model().reset_all()).collect()
}

fn partial_path(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".parcial");
    PathBuf::from(name)
}

/// Whether something is still attached by a hash.
async fn is_attached(connection: &impl ConnectionTrait, hash: &str) -> Result<bool, StoreError> {
    let query = attachments::Entity::find().filter(attachments::Column::Hash.eq(hash));
    Ok(query.filter(attachments::Column::RemovedAt.is_null()).one(connection).await?.is_some())
}
