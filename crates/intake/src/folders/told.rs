//! What can be wrong with watched folders, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use super::walk::real;
use crate::walk::in_portuguese;

/// Why folders cannot be watched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FolderError {
    /// The workspace's own folder.
    #[error("[intake]: {} é a pasta do próprio workspace: observe uma pasta só de arquivos a importar", .path.display())]
    Workspace { path: PathBuf },
    /// A folder in a folder.
    #[error("[intake]: {} está dentro de {}, que já é observada: deixe uma das duas", .inner.display(), .outer.display())]
    Nested { inner: PathBuf, outer: PathBuf },
}

/// Something wrong that does not stop the rest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Trouble {
    /// A folder cannot be looked at.
    #[error("a pasta {} não pôde ser vista: {detail}", .path.display())]
    Folder { path: PathBuf, detail: String },
    /// A file cannot be read; it stays where it is.
    #[error("{} ainda não pôde ser lido: {detail}", .path.display())]
    File { path: PathBuf, detail: String },
    /// A file was imported and could not be moved; it is not imported again.
    #[error("{} foi importado, mas não pôde ser guardado: {detail}", .path.display())]
    NotMoved { path: PathBuf, detail: String },
}

impl Trouble {
    pub(super) fn folder(path: &Path, error: &io::Error) -> Self {
        Self::Folder { path: path.to_owned(), detail: in_portuguese(error) }
    }

    pub(super) fn file(path: &Path, error: &io::Error) -> Self {
        Self::File { path: path.to_owned(), detail: in_portuguese(error) }
    }
}

/// Refuses folders that would bring the workspace into itself, or a file in twice.
pub(super) fn check(folders: &[PathBuf], workspace: &Path) -> Result<(), FolderError> {
    let workspace = real(workspace);
    for (place, folder) in folders.iter().enumerate() {
        let inner = real(folder);
        if inner == workspace {
            return Err(FolderError::Workspace { path: folder.clone() });
        }
        let others = folders.iter().enumerate().filter(|(other, _)| *other != place);
        if let Some((_, outer)) = others.into_iter().find(|(_, outer)| inner.starts_with(real(outer))) {
            return Err(FolderError::Nested { inner: folder.clone(), outer: outer.clone() });
        }
    }
    Ok(())
}
