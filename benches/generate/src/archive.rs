//! Zip files, the same bytes for the same contents.

use std::io::{Cursor, Write};
use std::path::Path;

use domain::Day;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::Error;

/// A zip file being put together in memory.
pub struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    level: i64,
}

impl Archive {
    /// An empty archive whose members are deflated at a level from 1 to 9.
    pub fn new(level: i64) -> Self {
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())), level }
    }

    /// Adds a file dated on a day.
    ///
    /// # Errors
    /// The name is there already.
    pub fn add(&mut self, name: &str, content: &[u8], day: Day) -> Result<(), Error> {
        let (year, month, day) = day.ymd();
        let time = DateTime::from_date_and_time(year.unsigned_abs(), month as u8, day as u8, 12, 0, 0);
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(self.level))
            .last_modified_time(time.unwrap_or_default())
            .unix_permissions(0o644);
        self.zip.start_file(name, options)?;
        self.zip.write_all(content).map_err(|source| Error::Write { path: name.to_owned(), source })
    }

    /// Finishes the archive and writes it to a file.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_to(self, path: &Path) -> Result<(), Error> {
        let bytes = self.zip.finish()?.into_inner();
        crate::write(path, &bytes)
    }
}
