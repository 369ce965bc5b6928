//! What tax books declare of the company's own notes, for comparing with the base. Nothing is imported.

use std::path::PathBuf;

use domain::record::{Record, Reject, RejectCause};
use sources::recognise::{Format, HEAD, recognise};
use sources::sped::{self, Declaration};
use store::{Notice, Workspace};

use crate::read::MAX_BOOKS;
use crate::walk::{Found, in_portuguese, walk};

/// What the books among some files declare, and what could not be read of them.
#[derive(Debug, Default)]
pub struct Declarations {
    /// Of each file of books, what it declares.
    pub found: Vec<(String, Declaration)>,
    /// Documents of the books, or whole files, that could not be read.
    pub rejects: Vec<Notice>,
    /// Files that are no books.
    pub others: u64,
}

/// Reads the books among files and folders.
pub fn declarations(workspace: &Workspace, paths: &[PathBuf]) -> Declarations {
    let mut declarations = Declarations::default();
    for found in walk(paths, workspace.folder()) {
        match found {
            Found::File { path, bytes } => declarations.read(workspace, &path.display().to_string(), bytes),
            Found::Ignored { .. } => declarations.others += 1,
            Found::Unreadable { path, detail } => {
                let reject = Reject::of_file(RejectCause::Unreadable { detail });
                declarations.rejects.push(Notice::reject(&path.display().to_string(), &reject));
            }
        }
    }
    declarations
}

impl Declarations {
    fn read(&mut self, workspace: &Workspace, file: &str, bytes: u64) {
        let refuse = |cause| Notice::reject(file, &Reject::of_file(cause));
        if bytes > MAX_BOOKS {
            let cause = RejectCause::TooLarge { found_mb: bytes >> 20, limit_mb: MAX_BOOKS >> 20 };
            return self.rejects.push(refuse(cause));
        }
        let bytes = match std::fs::read(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                return self.rejects.push(refuse(RejectCause::Unreadable { detail: in_portuguese(&error) }));
            }
        };
        if recognise(&bytes[..bytes.len().min(HEAD)]) != Format::Sped {
            self.others += 1;
            return;
        }
        let rejects = &mut self.rejects;
        let declared = sped::read(workspace.roots(), &bytes, |record| {
            if let Record::Reject(reject) = record {
                rejects.push(Notice::reject(file, &reject));
            }
        });
        match declared {
            Some(declaration) => self.found.push((file.to_owned(), declaration)),
            None => self.others += 1,
        }
    }
}
