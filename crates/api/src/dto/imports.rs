//! Reports of imports, as they are sent.

use std::collections::BTreeMap;

use export::text;
use intake::{Report, TableReport};
use serde::Serialize;
use sources::table::Kind;
use store::Notice;
use utoipa::ToSchema;

/// How many of a kind there are.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Count)]
pub struct CountView {
    /// The kind as programs know it.
    pub code: String,
    /// In Portuguese.
    pub label: String,
    /// How many.
    pub count: u64,
}

/// What an import came to: `records = accepted + duplicates + ignored + rejects`.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Report)]
pub struct ReportView {
    /// Records found.
    pub records: u64,
    /// New, or better copies than what was there.
    pub accepted: u64,
    /// Known already.
    pub duplicates: u64,
    /// Of no use.
    pub ignored: u64,
    /// That could not be read.
    pub rejects: u64,
    /// Facts that the accepted records state.
    pub facts: u64,
    /// Notes among the accepted records.
    pub documents: u64,
    /// Oddities of records that count.
    pub warnings: u64,
    /// How long it took.
    pub seconds: f64,
    /// Ignored records by reason.
    pub ignored_by_reason: Vec<CountView>,
    /// Warnings by kind.
    pub warnings_by_kind: Vec<CountView>,
    /// Items of accepted notes by class.
    pub items_by_class: Vec<CountView>,
}

/// What an import had to say about one record.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Notice)]
pub struct NoticeView {
    /// The file, archives included.
    pub file: String,
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

/// How a table was understood.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Table)]
pub struct TableView {
    /// The file.
    pub file: String,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// What it is about: `sales`, `customers`, ...
    pub kind: String,
    /// In Portuguese.
    pub kind_label: String,
    /// The source of its rows.
    pub source: String,
    /// The ERP's export it was recognised as.
    pub layout: Option<String>,
    /// Its columns.
    pub columns: Vec<TableColumnView>,
    /// Rows that state facts.
    pub rows: u64,
    /// Rows that state nothing.
    pub ignored: u64,
    /// Rows that could not be read.
    pub rejects: u64,
    /// The map by which it was read, as TOML.
    pub map: String,
    /// The fields that its columns may be.
    pub fields: Vec<TableFieldView>,
}

/// A column of a table and what it was understood as.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TableColumn)]
pub struct TableColumnView {
    /// Its header.
    pub header: String,
    /// The field; none where it is of no use.
    pub field: Option<String>,
    /// The first values.
    pub samples: Vec<String>,
}

/// A field that a column may be.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TableField)]
pub struct TableFieldView {
    /// As maps know it.
    pub field: &'static str,
    /// In Portuguese.
    pub label: &'static str,
}

impl From<&Report> for ReportView {
    fn from(report: &Report) -> Self {
        Self {
            records: report.records,
            accepted: report.accepted,
            duplicates: report.duplicates,
            ignored: report.ignored,
            rejects: report.rejects,
            facts: report.facts,
            documents: report.documents,
            warnings: report.warnings,
            seconds: report.seconds,
            ignored_by_reason: counts(&report.ignored_by_reason, text::ignore_reason),
            warnings_by_kind: counts(&report.warnings_by_kind, text::warning_kind),
            items_by_class: counts(&report.items_by_class, text::item_class),
        }
    }
}

fn counts(counted: &BTreeMap<String, u64>, label: fn(&str) -> &str) -> Vec<CountView> {
    let view =
        |(code, count): (&String, &u64)| CountView { code: code.clone(), label: label(code).to_owned(), count: *count };
    counted.iter().map(view).collect()
}

impl From<Notice> for NoticeView {
    fn from(notice: Notice) -> Self {
        let Notice { file, kind: _, record, line, field, value, code, reason } = notice;
        Self { file, record, line, field, value, code, reason }
    }
}

impl From<TableReport> for TableView {
    fn from(table: TableReport) -> Self {
        let kind = Kind::named(&table.kind);
        let fields = kind.map(Kind::fields).unwrap_or_default();
        Self {
            kind_label: kind.map_or_else(|| table.kind.clone(), |kind| kind.label().to_owned()),
            file: table.file,
            sheet: table.sheet,
            kind: table.kind,
            source: table.source,
            layout: table.layout,
            columns: table
                .columns
                .into_iter()
                .map(|column| TableColumnView { header: column.header, field: column.field, samples: column.samples })
                .collect(),
            rows: table.rows,
            ignored: table.ignored,
            rejects: table.rejects,
            map: table.map,
            fields: fields.iter().map(|field| TableFieldView { field: field.as_str(), label: field.label() }).collect(),
        }
    }
}
