//! A workspace as one file, and a workspace from such a file, whatever databases are behind.
//!
//! A backup is a zip archive: `manifest.json`, the settings, each table of the catalogue as lines of
//! JSON, and the files of the lake as they are.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use futures::future::BoxFuture;
use sea_orm::{ActiveModelTrait, ActiveValue, ConnectionTrait, EntityTrait, IntoActiveModel};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::catalogue::Catalogue;
use crate::catalogue::entities::{batches, edits, files, goals, members, parties, segments, state};
use crate::error::StoreError;
use crate::seal;
use crate::settings::Settings;
use crate::snapshot::listed;
use crate::workspace::{NewWorkspace, Workspace};

/// Version of the archive's layout.
const FORMAT: u32 = 1;

/// What is said of a file that something else wrote, or that was cut short.
const NO_BACKUP: &str = "não é um backup do Carteira, ou está cortado";

/// Rows of one statement.
const ROWS_PER_INSERT: usize = 2000;

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
        let mut archive = Archive { zip: ZipWriter::new(Whole::new(created)), path: file.to_owned() };
        let transaction = self.catalogue.begin_write().await?;
        if !seal::holds(&transaction).await? {
            return Err(StoreError::Unsealed);
        }
        let state = Catalogue::state(&transaction).await?;
        let listed = listed(&transaction, None).await?;
        let batches = batches::Entity::find().all(&transaction).await?;
        let edits = edits::Entity::find().all(&transaction).await?;
        let segments = segments::Entity::find().all(&transaction).await?;
        let members = members::Entity::find().all(&transaction).await?;
        let goals = goals::Entity::find().all(&transaction).await?;
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
        archive.table("edits", &edits)?;
        archive.table("segments", &segments)?;
        archive.table("group_members", &members)?;
        archive.table("goals", &goals)?;
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
        archive.finish()?;
        Ok(size)
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
            let opened = File::open(backup).map_err(|error| StoreError::io(backup, error))?;
            let zip = ZipArchive::new(opened).map_err(|error| unreadable(backup, error))?;
            let mut archive = Backup { zip, path: backup.to_owned() };
            let manifest = serde_json::from_slice(&archive.entry("manifest.json")?);
            let manifest: Manifest = manifest.map_err(|_| broken(backup, NO_BACKUP.to_owned()))?;
            if manifest.format != FORMAT {
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
            return Err(broken(&archive.path, "está incompleto".to_owned()));
        }
        let mut size = BackupSize::default();
        for file in &listed {
            let bytes = archive.entry(&format!("lake/{}", file.path))?;
            if !file.is_of(&bytes) {
                return Err(broken(&archive.path, format!("{} está danificado", file.path)));
            }
            size.files += 1;
            size.bytes += bytes.len() as u64;
            self.lake.put(&file.path, bytes.into()).await?;
        }
        let state: Vec<state::Model> = archive.table("state")?;
        let parties: Vec<parties::Model> = archive.table("parties")?;
        let batches: Vec<batches::Model> = archive.table("batches")?;
        let edits: Vec<edits::Model> = archive.table("edits")?;
        let segments: Vec<segments::Model> = archive.table("segments")?;
        let members: Vec<members::Model> = archive.table("group_members")?;
        let goals: Vec<goals::Model> = archive.table("goals")?;
        let transaction = self.catalogue.begin_write().await?;
        insert_all::<parties::ActiveModel>(&transaction, rows(parties)).await?;
        insert_all::<batches::ActiveModel>(&transaction, rows(batches)).await?;
        insert_all::<segments::ActiveModel>(&transaction, rows(segments)).await?;
        insert_all::<members::ActiveModel>(&transaction, rows(members)).await?;
        insert_all::<goals::ActiveModel>(&transaction, rows(goals)).await?;
        // These the database numbers itself, in the order they come.
        let edits = rows(edits).into_iter().map(|row| edits::ActiveModel { id: ActiveValue::NotSet, ..row });
        insert_all(&transaction, edits.collect()).await?;
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

/// A backup being written.
struct Archive {
    zip: ZipWriter<Whole>,
    path: PathBuf,
}

/// A file that is of no use once a write to it failed. What is written to it then goes nowhere, for an
/// archive given up would still write its end, and complain on the terminal that it cannot.
struct Whole {
    file: File,
    given_up: bool,
}

impl Whole {
    fn new(file: File) -> Self {
        Self { file, given_up: false }
    }

    fn unless_given_up<T>(&mut self, or: T, act: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
        if self.given_up {
            return Ok(or);
        }
        let done = act(&mut self.file);
        self.given_up = done.is_err();
        done
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_given_up(bytes.len(), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_given_up((), Write::flush)
    }
}

impl Seek for Whole {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.unless_given_up(0, |file| file.seek(to))
    }
}

impl Archive {
    fn entry(&mut self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        // Files of facts are compressed already.
        let method = if name.starts_with("lake/") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method).large_file(true);
        self.zip.start_file(name, options).map_err(|error| StoreError::io(&self.path, error.into()))?;
        self.zip.write_all(bytes).map_err(|error| StoreError::io(&self.path, error))
    }

    fn table<M: Serialize>(&mut self, name: &str, rows: &[M]) -> Result<(), StoreError> {
        let mut lines = Vec::new();
        for row in rows {
            serde_json::to_writer(&mut lines, row)?;
            lines.push(b'\n');
        }
        self.entry(&format!("tables/{name}.jsonl"), &lines)
    }

    fn finish(self) -> Result<(), StoreError> {
        let whole = self.zip.finish().map_err(|error| StoreError::io(&self.path, error.into()))?;
        whole.file.sync_all().map_err(|error| StoreError::io(&self.path, error))
    }
}

/// A backup being read.
struct Backup {
    zip: ZipArchive<File>,
    path: PathBuf,
}

impl Backup {
    fn entry(&mut self, name: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.path.clone();
        let mut bytes = Vec::new();
        let mut entry =
            self.zip.by_name(name).map_err(|_| broken(&path, format!("não é um backup inteiro: falta {name}")))?;
        entry.read_to_end(&mut bytes).map_err(|_| broken(&path, format!("{name} está danificado")))?;
        Ok(bytes)
    }

    fn table<M: DeserializeOwned>(&mut self, name: &str) -> Result<Vec<M>, StoreError> {
        let bytes = self.entry(&format!("tables/{name}.jsonl"))?;
        bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).map_err(|_| broken(&self.path, format!("{name} está danificado"))))
            .collect()
    }
}

fn partial_path(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".parcial");
    PathBuf::from(name)
}

/// Why an archive cannot be opened.
fn unreadable(path: &Path, error: ZipError) -> StoreError {
    match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => StoreError::io(path, error),
        _ => broken(path, NO_BACKUP.to_owned()),
    }
}

fn broken(path: &Path, detail: String) -> StoreError {
    StoreError::Backup { path: path.to_owned(), detail }
}
