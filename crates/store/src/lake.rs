//! Where the files of a workspace lie: a folder, or a bucket. Files are written once, whole, and
//! durable before anyone is told of them.

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path as FolderPath, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures::future::BoxFuture;
use futures::{FutureExt, TryFutureExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use parquet::arrow::arrow_reader::ArrowReaderOptions;
use parquet::arrow::async_reader::AsyncFileReader;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use url::Url;

use crate::error::StoreError;

/// The files of one workspace.
#[derive(Clone, Debug)]
pub struct Lake {
    files: Arc<dyn ObjectStore>,
    /// The folder, on a local disk.
    folder: Option<PathBuf>,
    /// What people are shown.
    address: String,
}

impl Lake {
    /// The lake at `address`: a folder, absolute or relative to `base`, or the URL of a bucket with
    /// its options (`aws_endpoint`, `aws_region`, ...).
    pub(crate) fn open(
        address: &str,
        base: &FolderPath,
        options: &[(String, String)],
        create: bool,
    ) -> Result<Self, StoreError> {
        let lake_url = |detail: String| StoreError::LakeUrl { url: address.to_owned(), detail };
        if address.contains("://") && !address.starts_with("file://") {
            let url = Url::parse(address).map_err(|error| lake_url(error.to_string()))?;
            let (files, prefix) = object_store::parse_url_opts(&url, options.iter().cloned())
                .map_err(|error| lake_url(error.to_string()))?;
            let files: Arc<dyn ObjectStore> = Arc::new(PrefixStore::new(files, prefix));
            return Ok(Self { files, folder: None, address: address.to_owned() });
        }
        let folder = base.join(address.strip_prefix("file://").unwrap_or(address));
        if create {
            std::fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, error))?;
        }
        let folder = folder.canonicalize().map_err(|error| StoreError::io(&folder, error))?;
        let files = Arc::new(LocalFileSystem::new_with_prefix(&folder)?);
        Ok(Self { files, address: folder.display().to_string(), folder: Some(folder) })
    }

    /// The object store, for whoever runs queries over the files.
    pub fn files(&self) -> Arc<dyn ObjectStore> {
        Arc::clone(&self.files)
    }

    /// Where it is, as people know it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Writes a file whole; when this returns it will survive a power cut.
    pub(crate) async fn put(&self, path: &str, bytes: Bytes) -> Result<(), StoreError> {
        let location = Path::from(path);
        self.files.put(&location, PutPayload::from(bytes)).await?;
        if let Some(folder) = self.folder.clone() {
            let file = folder.join(path);
            let sync = move || sync_with_parents(&file, &folder).map_err(|error| StoreError::io(&file, error));
            run_blocking(sync).await?;
        }
        Ok(())
    }

    /// A file's bytes.
    pub(crate) async fn get(&self, path: &str) -> Result<Bytes, StoreError> {
        match self.files.get(&Path::from(path)).await {
            Ok(found) => Ok(found.bytes().await?),
            Err(object_store::Error::NotFound { .. }) => {
                Err(StoreError::Damaged { path: path.to_owned(), detail: "não existe".to_owned() })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// A file's bytes, `None` where there is no such file.
    pub(crate) async fn get_if_there(&self, path: &str) -> Result<Option<Bytes>, StoreError> {
        match self.files.get(&Path::from(path)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether there is such a file.
    pub(crate) async fn has(&self, path: &str) -> Result<bool, StoreError> {
        match self.files.head(&Path::from(path)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file; one that is gone already is fine.
    pub(crate) async fn delete(&self, path: &str) -> Result<(), StoreError> {
        match self.files.delete(&Path::from(path)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes the files of a folder of the lake that are not among the known ones.
    pub(crate) async fn remove_unknown(&self, prefix: &str, known: &HashSet<String>) -> Result<(), StoreError> {
        for path in self.list(prefix).await?.into_iter().filter(|path| !known.contains(path)) {
            self.delete(&path).await?;
        }
        match self.folder.as_ref().map(|folder| folder.join(prefix)) {
            Some(folder) => run_blocking(move || remove_half_written(&folder, None)).await,
            None => Ok(()),
        }
    }

    /// Removes what writers that must be dead left of files of a folder: those last written to before a
    /// moment, in seconds since 1970.
    pub(crate) async fn remove_half_written_before(&self, prefix: &str, moment: i64) -> Result<(), StoreError> {
        let before = SystemTime::UNIX_EPOCH + Duration::from_secs(moment.unsigned_abs());
        match self.folder.as_ref().map(|folder| folder.join(prefix)) {
            Some(folder) => run_blocking(move || remove_half_written(&folder, Some(before))).await,
            None => Ok(()),
        }
    }

    /// The paths of all files below a folder of the lake.
    pub(crate) async fn list(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let prefix = (!prefix.is_empty()).then(|| Path::from(prefix));
        let found: Vec<_> = self.files.list(prefix.as_ref()).try_collect().await?;
        Ok(found.into_iter().map(|file| file.location.to_string()).collect())
    }
}

/// A Parquet file of the lake, of which parts are read.
#[derive(Clone, Debug)]
pub(crate) struct LakeFile {
    files: Arc<dyn ObjectStore>,
    path: Path,
    bytes: u64,
}

impl LakeFile {
    /// The file at a path, of a known size.
    pub fn new(lake: &Lake, path: &str, bytes: u64) -> Self {
        Self { files: lake.files(), path: Path::from(path), bytes }
    }
}

impl AsyncFileReader for LakeFile {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, Result<Bytes, ParquetError>> {
        self.files.get_range(&self.path, range).map_err(|error| ParquetError::External(Box::new(error))).boxed()
    }

    fn get_byte_ranges(&mut self, ranges: Vec<Range<u64>>) -> BoxFuture<'_, Result<Vec<Bytes>, ParquetError>> {
        async move {
            let read = self.files.get_ranges(&self.path, &ranges).await;
            read.map_err(|error| ParquetError::External(Box::new(error)))
        }
        .boxed()
    }

    fn get_metadata<'a>(
        &'a mut self,
        options: Option<&'a ArrowReaderOptions>,
    ) -> BoxFuture<'a, Result<Arc<ParquetMetaData>, ParquetError>> {
        let bytes = self.bytes;
        async move {
            let reader = ParquetMetaDataReader::new().with_arrow_reader_options(options);
            Ok(Arc::new(reader.load_and_finish(self, bytes).await?))
        }
        .boxed()
    }
}

/// Runs what waits for a disk or a processor away from the threads that serve others.
pub(crate) async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}

/// Removes what a writer that died left of files not yet whole, which by their names (`x.parquet#1`) the
/// object store lists to nobody, and the folder if nothing else is in it. Where a moment is given, those that
/// were written to since stay.
fn remove_half_written(folder: &FolderPath, before: Option<SystemTime>) -> Result<(), StoreError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io(folder, error)),
    };
    let written_at = |path: &FolderPath| path.metadata().and_then(|file| file.modified()).ok();
    let is_dead = |path: &FolderPath| before.is_none_or(|before| written_at(path).is_some_and(|at| at < before));
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_half_written = path.file_name().is_some_and(|name| name.to_string_lossy().contains('#'));
        if is_half_written && is_dead(&path) {
            std::fs::remove_file(&path).map_err(|error| StoreError::io(&path, error))?;
        }
    }
    // It stays where files are left.
    let _ = std::fs::remove_dir(folder);
    Ok(())
}

/// Flushes a file and the folders between it and the lake's root to the disk.
fn sync_with_parents(file: &FolderPath, root: &FolderPath) -> std::io::Result<()> {
    std::fs::File::open(file)?.sync_all()?;
    let parents = file.ancestors().skip(1).take_while(|folder| folder.starts_with(root));
    for folder in parents {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}
