//! The files of an upload, by their paths.

use std::io;
use std::path::{Path, PathBuf};

use super::UploadedFile;

/// The files below a folder, in the order of their paths.
pub(super) fn files_below(folder: &Path) -> io::Result<Vec<UploadedFile>> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in std::fs::read_dir(&inner)? {
            let entry = entry?;
            let metadata = entry.metadata()?;
            if metadata.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let path = entry.path();
            let path = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
            found.push(UploadedFile { path, bytes: metadata.len() });
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}
