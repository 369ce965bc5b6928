//! The readers of one import, made once and shared by its threads.

use std::path::{Path, PathBuf};

use domain::CnpjRoot;
use sources::{nfe, table};

/// What reads each kind of file.
pub(crate) struct Readers {
    /// Notes and their events.
    pub nfe: nfe::Reader,
    /// Spreadsheets.
    pub table: table::Reader,
    /// The folder that files are named from; `None` names them as the system does.
    pub named_from: Option<PathBuf>,
}

impl Readers {
    /// Readers for the company of these roots.
    ///
    /// # Errors
    /// A pattern of the settings is no regular expression.
    pub fn new(roots: Vec<CnpjRoot>, nfe: &nfe::Settings, tables: table::Options) -> Result<Self, nfe::PatternError> {
        Ok(Self { nfe: nfe::Reader::new(roots, nfe)?, table: table::Reader::new(tables), named_from: None })
    }

    /// What a file is called, in notices and reports.
    pub fn name_of(&self, path: &Path) -> String {
        let from = self.named_from.as_deref().and_then(|from| path.strip_prefix(from).ok());
        from.unwrap_or(path).display().to_string()
    }
}
