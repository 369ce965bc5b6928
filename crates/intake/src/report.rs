//! What an import came to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The report of one import. `records = accepted + duplicates + ignored + rejects`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The import's number; 0 where it was only rehearsed, or there was nothing to import.
    pub batch: i64,
    /// Records found: documents, events, unreadable files.
    pub records: u64,
    /// New, or better copies than what was there.
    pub accepted: u64,
    /// Known already.
    pub duplicates: u64,
    /// Of no use.
    pub ignored: u64,
    /// That could not be read.
    pub rejects: u64,
    /// Facts of the business that the accepted records state.
    pub facts: u64,
    /// Notes among the accepted records.
    pub documents: u64,
    /// Oddities of records that count.
    pub warnings: u64,
    /// How long it took.
    pub seconds: f64,
    /// Ignored records by reason.
    pub ignored_by_reason: BTreeMap<String, u64>,
    /// Warnings by kind.
    pub warnings_by_kind: BTreeMap<String, u64>,
    /// Items of accepted notes by class.
    pub items_by_class: BTreeMap<String, u64>,
}
