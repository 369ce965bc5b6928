//! The archive a backup is: written entry by entry, read by name.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::error::StoreError;

/// What is said of a file that something else wrote, or that was cut short.
pub(super) const NO_BACKUP: &str = "não é um backup do Carteira, ou está cortado";

/// A backup being written.
pub(super) struct Archive {
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
    /// An archive in a new file, which people know by another name than it has meanwhile.
    pub fn new(created: File, path: &Path) -> Self {
        Self { zip: ZipWriter::new(Whole::new(created)), path: path.to_owned() }
    }

    pub fn entry(&mut self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        // Files of facts are compressed already.
        let method = if name.starts_with("lake/") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method).large_file(true);
        self.zip.start_file(name, options).map_err(|error| StoreError::io(&self.path, error.into()))?;
        self.zip.write_all(bytes).map_err(|error| StoreError::io(&self.path, error))
    }

    pub fn table<M: Serialize>(&mut self, name: &str, rows: &[M]) -> Result<(), StoreError> {
        let mut lines = Vec::new();
        for row in rows {
            serde_json::to_writer(&mut lines, row)?;
            lines.push(b'\n');
        }
        self.entry(&format!("tables/{name}.jsonl"), &lines)
    }

    pub fn finish(self) -> Result<(), StoreError> {
        let whole = self.zip.finish().map_err(|error| StoreError::io(&self.path, error.into()))?;
        whole.file.sync_all().map_err(|error| StoreError::io(&self.path, error))
    }
}

/// A backup being read.
pub(super) struct Backup {
    zip: ZipArchive<File>,
    path: PathBuf,
}

impl Backup {
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let opened = File::open(path).map_err(|error| StoreError::io(path, error))?;
        let zip = ZipArchive::new(opened).map_err(|error| unreadable(path, error))?;
        Ok(Self { zip, path: path.to_owned() })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn entry(&mut self, name: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.path.clone();
        let mut bytes = Vec::new();
        let mut entry =
            self.zip.by_name(name).map_err(|_| broken(&path, format!("não é um backup inteiro: falta {name}")))?;
        entry.read_to_end(&mut bytes).map_err(|_| broken(&path, format!("{name} está danificado")))?;
        Ok(bytes)
    }

    pub fn table<M: DeserializeOwned>(&mut self, name: &str) -> Result<Vec<M>, StoreError> {
        let bytes = self.entry(&format!("tables/{name}.jsonl"))?;
        bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).map_err(|_| broken(&self.path, format!("{name} está danificado"))))
            .collect()
    }
}

/// Why an archive cannot be opened.
fn unreadable(path: &Path, error: ZipError) -> StoreError {
    match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => StoreError::io(path, error),
        _ => broken(path, NO_BACKUP.to_owned()),
    }
}

pub(super) fn broken(path: &Path, detail: String) -> StoreError {
    StoreError::Backup { path: path.to_owned(), detail }
}
