//! One import: walks files, folders and archives, recognises by content, reads, commits, reports.
//! The only crate that knows both sources and store.

mod archive;
mod bytes;
mod import;
mod read;
mod report;
mod walk;

pub use import::{Import, ImportError, Progress};
pub use report::Report;
