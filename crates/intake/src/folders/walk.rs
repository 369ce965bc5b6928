//! The files below a watched folder that are there to be brought in.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::away::{DONE, REFUSED};
use super::{State, Trouble, Watched};
use crate::walk::is_system_name;

/// How the names of files end that a program is still writing.
const UNFINISHED: [&str; 10] =
    ["part", "partial", "parcial", "filepart", "tmp", "temp", "crdownload", "download", "swp", "lock"];

/// The files of a folder, those below it too. Links are not followed; files that are hidden, being written or
/// put away already are passed over.
pub(super) fn files(folder: &Path, workspace: &Path, troubles: &mut BTreeSet<Trouble>) -> Vec<Watched> {
    let entries = WalkDir::new(folder).follow_links(false).sort_by_file_name().into_iter();
    let mut files = Vec::new();
    for entry in entries.filter_entry(|entry| is_wanted(entry, workspace)) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => match entry.metadata() {
                Ok(metadata) => {
                    let state = State::of(&metadata);
                    files.push(Watched { folder: folder.to_owned(), path: entry.into_path(), state });
                }
                Err(error) => tell(folder, &error, troubles),
            },
            Ok(_) => {}
            Err(error) => tell(folder, &error, troubles),
        }
    }
    files
}

/// A path without links, where it exists.
pub(super) fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn is_wanted(entry: &DirEntry, workspace: &Path) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    let name = entry.file_name().to_string_lossy();
    if is_system_name(&name) {
        return false;
    }
    if !entry.file_type().is_dir() {
        return !is_unfinished(&name);
    }
    let put_away = entry.depth() == 1 && [DONE, REFUSED].iter().any(|known| name.eq_ignore_ascii_case(known));
    !put_away && real(entry.path()) != workspace
}

/// Whether a name is one that programs give to what they have not finished.
fn is_unfinished(name: &str) -> bool {
    let extension = Path::new(name).extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| UNFINISHED.contains(&extension.as_str()))
}

fn tell(folder: &Path, error: &walkdir::Error, troubles: &mut BTreeSet<Trouble>) {
    let path = error.path().unwrap_or(folder);
    let trouble = match error.io_error() {
        // What is gone since it was listed is nobody's trouble.
        Some(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        Some(error) => Trouble::folder(path, error),
        None => Trouble::Folder { path: path.to_owned(), detail: error.to_string() },
    };
    troubles.insert(trouble);
}
