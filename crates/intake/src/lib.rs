//! One import: walks files, folders and archives, recognises by content, reads, commits, reports.
//! The only crate that knows both sources and store.

mod archive;
mod bytes;
mod declarations;
pub mod folders;
mod import;
mod read;
mod readers;
mod report;
mod tables;
mod walk;

pub use declarations::{Declarations, declarations};
pub use import::{Import, ImportError, Progress};
pub use report::Report;
pub use tables::TableReport;
