//! What an import has to say about single records: rejects, ignored ones, warnings.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int32Type, Int64Type};
use domain::record::{IgnoreReason, Reject, Warning};

use crate::facts::column::{Text, UniqueText, table};

/// The kind of file notices lie in.
pub(crate) const KIND: &str = "notices";

table! {
    /// One notice.
    Notices of NoticeRow {
        /// `reject`, `ignored`, `warning`.
        kind: Text,
        /// The file, archives included.
        file: UniqueText,
        /// The record, as people know it: an access key.
        record: Option<UniqueText>,
        /// The line, from 1.
        line: Option<i64>,
        /// The field, by its path.
        field: Option<Text>,
        /// The value as written.
        value: Option<UniqueText>,
        /// The reason as programs know it.
        code: Option<Text>,
        /// The reason and what to do, in Portuguese.
        reason: Text,
    }
}

/// One notice about one record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// The file, archives included.
    pub file: String,
    /// What kind of notice it is.
    pub kind: NoticeKind,
    /// The record, as people know it.
    pub record: Option<String>,
    /// The line, from 1.
    pub line: Option<u64>,
    /// The field, by its path.
    pub field: Option<String>,
    /// The value as written.
    pub value: Option<String>,
    /// The reason as programs know it; rejects have none.
    pub code: Option<String>,
    /// The reason and what to do, in Portuguese.
    pub reason: String,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// A record that could not be read.
    Reject,
    /// A record of no use.
    Ignored,
    /// Something odd about a record that counts.
    Warning,
}

impl NoticeKind {
    /// The kind as files write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reject => "reject",
            Self::Ignored => "ignored",
            Self::Warning => "warning",
        }
    }
}

impl Notice {
    /// A record that could not be read.
    pub fn reject(file: &str, reject: &Reject) -> Self {
        Self {
            file: file.to_owned(),
            kind: NoticeKind::Reject,
            record: reject.record.clone(),
            line: reject.line,
            field: reject.path.clone(),
            value: reject.value.clone(),
            code: None,
            reason: reject.cause.to_string(),
        }
    }

    /// A record of no use.
    pub fn ignored(file: &str, record: &str, reason: IgnoreReason) -> Self {
        Self::about(file, record, NoticeKind::Ignored, reason.code(), reason.to_string())
    }

    /// Something odd about a record that counts.
    pub fn warning(file: &str, record: &str, warning: &Warning) -> Self {
        Self::about(file, record, NoticeKind::Warning, warning.code(), warning.to_string())
    }

    fn about(file: &str, record: &str, kind: NoticeKind, code: &str, reason: String) -> Self {
        Self {
            file: file.to_owned(),
            kind,
            record: Some(record.to_owned()),
            line: None,
            field: None,
            value: None,
            code: Some(code.to_owned()),
            reason,
        }
    }

    pub(crate) fn row(&self) -> NoticeRow<'_> {
        NoticeRow {
            kind: self.kind.as_str(),
            file: &self.file,
            record: self.record.as_deref(),
            line: self.line.map(|line| line as i64),
            field: self.field.as_deref(),
            value: self.value.as_deref(),
            code: self.code.as_deref(),
            reason: &self.reason,
        }
    }
}

/// The notices of a record batch of a notices file.
pub(crate) fn rows(batch: &RecordBatch) -> Vec<Notice> {
    let dictionary = |name: &str, row: usize| -> Option<String> {
        let column = batch.column_by_name(name)?.as_dictionary::<Int32Type>();
        let key = column.key(row)?;
        Some(column.values().as_string::<i32>().value(key).to_owned())
    };
    let text = |name: &str, row: usize| -> Option<String> {
        let column = batch.column_by_name(name)?.as_string::<i32>();
        column.is_valid(row).then(|| column.value(row).to_owned())
    };
    let line = |row: usize| -> Option<u64> {
        let column = batch.column_by_name("line")?.as_primitive::<Int64Type>();
        column.is_valid(row).then(|| column.value(row) as u64)
    };
    let kind = |row: usize| match dictionary("kind", row).as_deref() {
        Some("reject") => NoticeKind::Reject,
        Some("ignored") => NoticeKind::Ignored,
        _ => NoticeKind::Warning,
    };
    (0..batch.num_rows())
        .map(|row| Notice {
            file: text("file", row).unwrap_or_default(),
            kind: kind(row),
            record: text("record", row),
            line: line(row),
            field: dictionary("field", row),
            value: text("value", row),
            code: dictionary("code", row),
            reason: dictionary("reason", row).unwrap_or_default(),
        })
        .collect()
}
