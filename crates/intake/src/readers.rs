//! The readers of one import, made once and shared by its threads.

use domain::CnpjRoot;
use sources::{nfe, table};

/// What reads each kind of file.
pub(crate) struct Readers {
    /// Notes and their events.
    pub nfe: nfe::Reader,
    /// Spreadsheets.
    pub table: table::Reader,
}

impl Readers {
    /// Readers for the company of these roots.
    ///
    /// # Errors
    /// A pattern of the settings is no regular expression.
    pub fn new(roots: Vec<CnpjRoot>, nfe: &nfe::Settings, tables: table::Options) -> Result<Self, nfe::PatternError> {
        Ok(Self { nfe: nfe::Reader::new(roots, nfe)?, table: table::Reader::new(tables) })
    }
}
