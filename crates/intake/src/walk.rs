//! From the paths a person gives to the files below them, in the order of their names.

use std::io;
use std::path::{Path, PathBuf};

use domain::record::IgnoreReason;
use walkdir::{DirEntry, WalkDir};

/// Something found on the way.
pub(crate) enum Found {
    /// A file to read, with its size.
    File { path: PathBuf, bytes: u64 },
    /// Something that is no document.
    Ignored { path: PathBuf, reason: IgnoreReason },
    /// Something the system would not show.
    Unreadable { path: PathBuf, detail: String },
}

/// Files below the paths. The workspace's own folder is passed over, and links are not followed but
/// where a person names one.
pub(crate) fn walk<'a>(paths: &'a [PathBuf], workspace: &'a Path) -> impl Iterator<Item = Found> + 'a {
    paths.iter().flat_map(move |path| {
        let mut entries = WalkDir::new(path).sort_by_file_name().follow_root_links(true).into_iter();
        std::iter::from_fn(move || {
            loop {
                match entries.next()? {
                    Ok(entry) if entry.file_type().is_dir() => {
                        if is_same(entry.path(), workspace) {
                            entries.skip_current_dir();
                            let path = entry.into_path();
                            return Some(Found::Ignored { path, reason: IgnoreReason::WorkspaceFile });
                        }
                    }
                    Ok(entry) => return Some(found(entry)),
                    Err(error) => {
                        let path = error.path().map_or_else(|| path.clone(), Path::to_owned);
                        return Some(Found::Unreadable { path, detail: plain(&error) });
                    }
                }
            }
        })
    })
}

/// Whether a file is of the kind systems and programs leave in folders, by its name.
pub(crate) fn is_system_name(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let known = ["Thumbs.db", "ehthumbs.db", "desktop.ini"].iter().any(|known| file.eq_ignore_ascii_case(known));
    known || file.starts_with('.') || file.starts_with("~$") || name.split('/').any(|part| part == "__MACOSX")
}

fn found(entry: DirEntry) -> Found {
    let is_link = entry.file_type().is_symlink() && entry.depth() > 0;
    let metadata = match entry.path().metadata() {
        Ok(metadata) if !is_link => metadata,
        Ok(_) => {
            return Found::Ignored { path: entry.into_path(), reason: IgnoreReason::SpecialFile };
        }
        Err(_) if is_link => {
            return Found::Ignored { path: entry.into_path(), reason: IgnoreReason::SpecialFile };
        }
        Err(error) => {
            return Found::Unreadable { path: entry.into_path(), detail: in_portuguese(&error) };
        }
    };
    if !metadata.is_file() {
        return Found::Ignored { path: entry.into_path(), reason: IgnoreReason::SpecialFile };
    }
    if entry.depth() > 0 && entry.file_name().to_str().is_some_and(is_system_name) {
        return Found::Ignored { path: entry.into_path(), reason: IgnoreReason::SystemFile };
    }
    Found::File { path: entry.into_path(), bytes: metadata.len() }
}

fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| one == other)
}

fn plain(error: &walkdir::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), in_portuguese)
}

/// Why the system would not give a file, with what to do where that is known.
pub(crate) fn in_portuguese(error: &io::Error) -> String {
    let said = match error.kind() {
        io::ErrorKind::PermissionDenied => "sem permissão (dê acesso a quem executa o Carteira e importe de novo)",
        io::ErrorKind::NotFound => "não existe mais",
        io::ErrorKind::StorageFull => "não há espaço na pasta temporária (libere espaço e importe de novo)",
        _ => return error.to_string(),
    };
    said.to_owned()
}
