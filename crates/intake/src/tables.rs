//! The tables of one import: their rows gathered into documents once all are read.

use std::collections::HashSet;
use std::sync::Arc;

use domain::ContentHash;
use domain::facts::Body;
use domain::record::Warning;
use serde::{Deserialize, Serialize};
use sources::table::{Gathered, Gathering, Map, Table};
use store::{Incoming, Notice};

use crate::read::FileOfTables;

/// Rows shown of a table as they were understood.
const SHOWN_ROWS: usize = 3;

/// A table as it was understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableReport {
    /// The file.
    pub file: String,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// What it is about: `sales`, `customers`, ...
    pub kind: String,
    /// The source of its rows.
    pub source: String,
    /// The ERP's export it was recognised as.
    pub layout: Option<String>,
    /// The header's line.
    pub header_line: Option<u64>,
    /// Its columns.
    pub columns: Vec<ColumnReport>,
    /// Rows that state facts.
    pub rows: u64,
    /// Rows that state nothing.
    pub ignored: u64,
    /// Rows that could not be read.
    pub rejects: u64,
    /// The first rows as understood: of each, the fields in words.
    pub first_rows: Vec<Vec<(String, String)>>,
    /// The map by which it was read, as TOML.
    pub map: String,
}

/// A column and what it was understood as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnReport {
    /// Its header.
    pub header: String,
    /// The field; none where it is of no use.
    pub field: Option<String>,
    /// The first values.
    pub samples: Vec<String>,
}

/// Tables on their way to documents.
#[derive(Default)]
pub(crate) struct Tables {
    gathering: Gathering,
    files: Vec<Arc<str>>,
    /// The bytes of the files taken so far: a file brought twice in one import is there once.
    met: HashSet<ContentHash>,
    reports: Vec<TableReport>,
}

/// What a table had to say about single rows.
pub(crate) struct Said {
    /// Rows of a copy of a file that this import has met already.
    pub repeated: u64,
    /// Rejects.
    pub rejects: Vec<Notice>,
    /// Ignored rows: one notice a reason, and how many rows it stands for.
    pub ignored: Vec<(Notice, u64)>,
}

impl Tables {
    /// Takes a file's tables.
    pub fn take(&mut self, file: FileOfTables) -> Vec<Said> {
        let FileOfTables { file, bytes, tables } = file;
        let is_copy = !self.met.insert(bytes);
        tables.into_iter().map(|table| self.take_table(&file, table, is_copy)).collect()
    }

    fn take_table(&mut self, file: &str, table: Table, is_copy: bool) -> Said {
        let place = table.sheet.as_ref().map_or_else(|| file.to_owned(), |sheet| format!("{file}/{sheet}"));
        let rejects = table.rejects.iter().map(|reject| Notice::reject(&place, reject)).collect();
        let ignored = table.ignored.iter().map(|(reason, ignored)| {
            let notice = Notice::ignored(&place, &format!("linhas: {}", ignored.count), *reason);
            (Notice { line: Some(ignored.first_line), ..notice }, ignored.count)
        });
        let repeated = if is_copy { table.rows.len() as u64 } else { 0 };
        let said = Said { repeated, rejects, ignored: ignored.collect() };
        if is_copy {
            return said;
        }
        self.reports.push(report(file, &table));
        let number = self.files.len() as u32;
        self.files.push(place.into());
        self.gathering.push(number, &table.source, table.rows);
        said
    }

    /// The documents that the rows make up, each with what is odd about it, and what the tables were understood as.
    pub fn finish(self) -> (impl Iterator<Item = (Incoming, Vec<Notice>)>, Vec<TableReport>) {
        let Self { gathering, files, reports, met: _ } = self;
        let documents = gathering.finish().map(move |gathered| {
            let Gathered { document, content, rows, file, line: _, is_repeated } = gathered;
            let file = files.get(file as usize).cloned().unwrap_or_default();
            let adds = matches!(document.body, Body::Sale(_) | Body::Title(_));
            let repeated =
                (is_repeated && adds).then(|| Notice::warning(&file, &document.label, &Warning::StatedTwice));
            (Incoming { file, document, content, records: rows }, repeated.into_iter().collect())
        });
        (documents, reports)
    }
}

fn report(file: &str, table: &Table) -> TableReport {
    let columns = table.columns.iter().map(|column| ColumnReport {
        header: column.header.clone(),
        field: column.field.map(|field| field.label().to_owned()),
        samples: column.samples.clone(),
    });
    TableReport {
        file: file.to_owned(),
        sheet: table.sheet.clone(),
        kind: table.kind.as_str().to_owned(),
        source: table.source.to_string(),
        layout: table.layout.map(str::to_owned),
        header_line: table.header_line,
        columns: columns.collect(),
        rows: table.rows.len() as u64,
        ignored: table.ignored.values().map(|ignored| ignored.count).sum(),
        rejects: table.rejects.len() as u64,
        first_rows: table.rows.described(SHOWN_ROWS),
        map: Map::from_guess(table).to_toml(),
    }
}
