//! Lists as files for people: values as people read them, CSV, XLSX and Parquet, and what codes are
//! called in Portuguese.

pub mod csv;
mod error;
pub mod notices;
#[cfg(test)]
mod testing;
pub mod text;
pub mod value;
pub mod workbook;

pub use error::ExportError;
pub use panel::parquet;
