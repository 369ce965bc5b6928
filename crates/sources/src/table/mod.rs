//! Spreadsheets and the text files they export: customers, sales, receivables, products, sellers.
//!
//! A file is decoded, its separator and header are found, its columns recognised by what they are
//! called (or by a [`Map`]), and its rows read one by one; a bad row is rejected and the rest goes on.
//! How dates and decimals are written is decided over whole columns before anything is kept.

mod cells;
mod erp;
pub mod exported;
mod field;
mod gathering;
mod header;
mod map;
mod map_faults;
mod merged;
mod row;
mod rows;
mod settle;
mod suspicion;
mod synonyms;
mod text;
mod workbook;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Day;
use domain::party::PartyKey;
use domain::record::{CellError, IgnoreReason, Reject, RejectCause, TableError};

pub use cells::{DateOrder, DecimalStyle};
pub use field::{Field, Kind};
pub use gathering::{Gathered, Gathering};
pub use map::{HeaderAt, Map, Place};
pub use rows::{Described, Rows};
pub use text::{Separator, sniff};
pub use workbook::sniff as sniff_workbook;

use field::Columns;
use header::{Guess, SAMPLE_ROWS};
use row::{MAX_COLUMNS, Row};
use rows::{Nothing, Reading, Styles};
use text::Splitter;
use workbook::{Sheet, SheetRows};

/// The source of tables of nobody's ERP.
pub const SOURCE: &str = "tabela";

/// Rejected rows after which a table of almost nothing else is given up.
const MAX_REJECTS: usize = 100_000;

/// Rows read first, to learn how dates and decimals are written.
const TRIAL_ROWS: usize = 1_000;

/// How tables are to be read.
#[derive(Clone, Debug)]
pub struct Options {
    /// What they are about; found out where absent.
    pub kind: Option<Kind>,
    /// The source of their rows; the ERP recognised, else [`SOURCE`], where absent.
    pub source: Option<String>,
    /// What a person says about their columns.
    pub map: Option<Map>,
    /// The day of the import, for lists that bear no date.
    pub today: Day,
}

/// Reads tables.
pub struct Reader {
    options: Options,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its tables: one of a text file, one a sheet of a workbook.
    pub tables: Vec<Table>,
    /// Sheets that are no tables, by name.
    pub ignored: Vec<(String, IgnoreReason)>,
    /// Sheets that are tables but could not be understood, and why.
    pub rejects: Vec<Reject>,
}

/// One table, read. Each row below the header, and each line above it, is one record:
/// `records = rows + ignored + rejects`.
#[derive(Clone, Debug)]
pub struct Table {
    /// The sheet's name, in a workbook.
    pub sheet: Option<String>,
    /// What it is about.
    pub kind: Kind,
    /// The source of its rows.
    pub source: Arc<str>,
    /// The ERP's export that its header is, where it is a known one.
    pub layout: Option<&'static str>,
    /// The header's line, from 1; `None` where there is none.
    pub header_line: Option<u64>,
    /// Its columns and what each was understood as.
    pub columns: Vec<Column>,
    /// The text's encoding; `None` of a workbook.
    pub encoding: Option<&'static str>,
    /// The text's separator; `None` of a workbook.
    pub separator: Option<Separator>,
    /// In which order its dates were read; of the first date column, where they differ.
    pub dates: DateOrder,
    /// How its decimals were read where they could be read two ways.
    pub decimals: DecimalStyle,
    /// The facts, each with its line.
    pub rows: Rows,
    /// What is nothing for the portfolio, by reason: how many, and the first line.
    pub ignored: BTreeMap<IgnoreReason, Ignored>,
    /// What could not be read.
    pub rejects: Vec<Reject>,
}

/// Records of one reason to be ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// How many.
    pub count: u64,
    /// The line of the first.
    pub first_line: u64,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its header, as written; empty where it has none.
    pub header: String,
    /// What it was understood as; `None` where it is of no use.
    pub field: Option<Field>,
    /// Its first few values.
    pub samples: Vec<String>,
}

/// Whether tables may call their source so: letters, digits, `-` and `_`, and not the name under which
/// documents know their parties, for then their codes would be those of others.
pub fn is_source_name(name: &str) -> bool {
    const OF_DOCUMENTS: [&str; 5] = ["nfe", "nfse", "sped", "cnpj", "cpf"];
    let word = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let taken = OF_DOCUMENTS.contains(&name.to_lowercase().as_str());
    word && !taken && PartyKey::coded(name, "1").is_some()
}

/// The rows of a table, wherever they come from.
#[derive(Clone)]
enum Lines<'a> {
    Text(Splitter<'a>),
    Sheet(SheetRows<'a>),
}

/// What one pass over the rows gives.
struct Pass {
    rows: Rows,
    ignored: BTreeMap<IgnoreReason, Ignored>,
    rejects: Vec<Reject>,
    evidence: rows::Evidence,
}

impl<'a> Lines<'a> {
    fn next_row(&mut self, row: &mut Row<'a>) -> bool {
        match self {
            Self::Text(rows) => rows.next_row(row),
            Self::Sheet(rows) => rows.next_row(row),
        }
    }
}

impl Table {
    /// How many records it holds.
    pub fn records(&self) -> u64 {
        let ignored: u64 = self.ignored.values().map(|ignored| ignored.count).sum();
        self.rows.len() as u64 + ignored + self.rejects.len() as u64
    }
}

impl Reader {
    /// A reader of tables.
    pub fn new(options: Options) -> Self {
        Self { options }
    }

    /// Reads a text file of cells or a workbook (XLSX, XLS, ODS).
    ///
    /// # Errors
    /// The file as a whole cannot be read: nothing in it, a corrupt workbook, a header that is not
    /// there or does not name what its kind needs. What is wrong with one row is in the outcome.
    pub fn read(&self, bytes: &[u8]) -> Result<Outcome, Reject> {
        if workbook::is_container(bytes) {
            self.read_workbook(bytes)
        } else {
            let table = self.read_text(bytes).map_err(Reject::of_file)?;
            Ok(Outcome { tables: vec![table], ignored: Vec::new(), rejects: Vec::new() })
        }
    }

    /// The file in which a person says how to read a table: what was understood of it, complete or
    /// not, and its columns with their first values. Of a workbook, the first sheet that has any.
    ///
    /// # Errors
    /// The file cannot be read at all.
    pub fn draft(&self, bytes: &[u8]) -> Result<String, Reject> {
        if workbook::is_container(bytes) {
            let sheets = workbook::open(bytes).map_err(Reject::of_file)?;
            let sheet = sheets.iter().find(|sheet| !sheet.is_empty());
            let sheet = sheet.ok_or_else(|| Reject::of_file(TableError::NoTable.into()))?;
            let table = self.draft_table(&Lines::Sheet(sheet.rows())).map_err(|error| Reject::of_file(error.into()))?;
            return Ok(Map::file_of(&Table { sheet: Some(sheet.name.clone()), ..table }));
        }
        let table = self.with_text(bytes, |lines, separator, encoding| {
            let table = self.draft_table(lines)?;
            Ok(Table { separator: Some(separator), encoding: Some(encoding), ..table })
        });
        table.map(|table| Map::file_of(&table)).map_err(Reject::of_file)
    }

    fn draft_table(&self, lines: &Lines<'_>) -> Result<Table, TableError> {
        let sample = sample(lines)?;
        let guess = header::draft(&sample, self.options.kind);
        Ok(Table {
            sheet: None,
            kind: guess.kind,
            source: self.source_of(&guess)?,
            layout: guess.layout,
            header_line: guess.header_line,
            columns: columns_of(&guess, &sample),
            encoding: None,
            separator: None,
            dates: DateOrder::DayFirst,
            decimals: DecimalStyle::Comma,
            rows: Rows::none(guess.kind),
            ignored: BTreeMap::new(),
            rejects: Vec::new(),
        })
    }

    fn source_of(&self, guess: &Guess) -> Result<Arc<str>, TableError> {
        let source = self.options.source.as_deref().or(guess.source.as_deref()).unwrap_or(SOURCE);
        match is_source_name(source) {
            true => Ok(source.into()),
            false => Err(TableError::Source { value: cells::shown(source) }),
        }
    }

    fn read_text(&self, bytes: &[u8]) -> Result<Table, RejectCause> {
        self.with_text(bytes, |lines, separator, encoding| {
            let table = self.read_table(lines, Some(separator))?;
            Ok(Table { separator: Some(separator), encoding: Some(encoding), ..table })
        })
    }

    /// Decodes a text, finds its separator, and hands its lines over.
    fn with_text(
        &self,
        bytes: &[u8],
        read: impl FnOnce(&Lines<'_>, Separator, &'static str) -> Result<Table, RejectCause>,
    ) -> Result<Table, RejectCause> {
        let map = self.options.map.as_ref();
        let said = map.map_or(Ok(None), Map::text_encoding)?;
        let (text, encoding) = text::decode(bytes, said);
        if text.trim().is_empty() {
            return Err(RejectCause::Empty);
        }
        if text::is_binary(&text) {
            return Err(RejectCause::UnknownFile { kind: "conteúdo binário desconhecido" });
        }
        let text = text::without_controls(text);
        let separator = match map.map_or(Ok(None), Map::text_separator)? {
            Some(separator) => separator,
            None => declared_separator(&text).unwrap_or_else(|| text::separator(&text)),
        };
        read(&Lines::Text(Splitter::new(&text, separator)), separator, encoding)
    }

    fn read_workbook(&self, bytes: &[u8]) -> Result<Outcome, Reject> {
        let sheets = workbook::open(bytes).map_err(Reject::of_file)?;
        if let (None, Some(originals)) = (&self.options.map, exported::Originals::of(&sheets)) {
            return self.read_exported(&sheets, &originals);
        }
        let wanted = self.options.map.as_ref().and_then(|map| map.sheet.as_deref());
        let mut outcome = Outcome { tables: Vec::new(), ignored: Vec::new(), rejects: Vec::new() };
        let several = sheets.len() > 1;
        for sheet in &sheets {
            if wanted.is_some_and(|wanted| wanted != sheet.name) {
                outcome.ignored.push((sheet.name.clone(), IgnoreReason::NoTable));
                continue;
            }
            match self.read_table(&Lines::Sheet(sheet.rows()), None) {
                Ok(mut table) => {
                    table.rejects.iter_mut().for_each(|reject| reject.record = Some(sheet.name.clone()));
                    outcome.tables.push(Table { sheet: Some(sheet.name.clone()), ..table });
                }
                Err(cause) if several && is_no_table(&cause, sheet) => {
                    outcome.ignored.push((sheet.name.clone(), IgnoreReason::NoTable));
                }
                Err(cause) => {
                    let reject = Reject { record: Some(sheet.name.clone()), ..Reject::of_file(cause) };
                    outcome.rejects.push(reject);
                }
            }
        }
        match (outcome.tables.is_empty(), outcome.rejects.len()) {
            (true, 0) => Err(Reject::of_file(TableError::NoTable.into())),
            (true, 1) => Err(outcome.rejects.remove(0)),
            _ => Ok(outcome),
        }
    }

    /// Reads what people changed in a workbook that was exported; its other sheets are no tables.
    fn read_exported(&self, sheets: &[Sheet], originals: &exported::Originals) -> Result<Outcome, Reject> {
        let (control, others): (Vec<&Sheet>, Vec<&Sheet>) =
            sheets.iter().partition(|sheet| sheet.name == exported::CONTROL_SHEET);
        let of_sheet = |sheet: &Sheet, cause| Reject { record: Some(sheet.name.clone()), ..Reject::of_file(cause) };
        let table = control.first().map(|sheet| {
            let table = originals.read(sheet, &self.options).map_err(|cause| of_sheet(sheet, cause));
            table.map(|mut table| {
                table.rejects.iter_mut().for_each(|reject| reject.record = Some(sheet.name.clone()));
                table
            })
        });
        let table = table.unwrap_or_else(|| Err(Reject::of_file(TableError::NoTable.into())))?;
        let ignored = others.into_iter().map(|sheet| (sheet.name.clone(), IgnoreReason::NoTable)).collect();
        Ok(Outcome { tables: vec![table], ignored, rejects: Vec::new() })
    }

    fn read_table(&self, lines: &Lines<'_>, separator: Option<Separator>) -> Result<Table, RejectCause> {
        let map = self.options.map.as_ref();
        let sample = sample(lines)?;
        let guess = header::guess(&sample, self.options.kind, map)?;
        if guess.header_line.is_some() && sample.last().map(|row| row.line) == guess.header_line {
            return Err(TableError::NoRows.into());
        }
        let source = self.source_of(&guess)?;
        let point_first = separator == Some(Separator::Byte(b','));
        let styles = Styles {
            dates: [map.and_then(|map| map.dates).unwrap_or(DateOrder::DayFirst); Field::ALL.len()],
            decimals: map.and_then(|map| map.decimals).unwrap_or(if point_first {
                DecimalStyle::Point
            } else {
                DecimalStyle::Comma
            }),
        };
        // A trial teaches how things are written; the whole teaches whether the trial was right.
        let trial = self.pass(lines, &guess, &source, &styles, TRIAL_ROWS)?;
        let learnt = self.learn(&trial, &styles);
        let mut pass = self.pass(lines, &guess, &source, &learnt, usize::MAX)?;
        let decided = self.learn(&pass, &styles);
        if decided != learnt {
            pass = self.pass(lines, &guess, &source, &decided, usize::MAX)?;
        }
        let Pass { rows, ignored, rejects, evidence: _ } = pass;
        let dates =
            [Field::IssueDate, Field::DueDate, Field::PaidOn].into_iter().find(|field| guess.columns.has(*field));
        Ok(Table {
            sheet: None,
            kind: guess.kind,
            source,
            layout: guess.layout,
            header_line: guess.header_line,
            columns: columns_of(&guess, &sample),
            encoding: None,
            separator: None,
            dates: decided.dates[dates.unwrap_or(Field::IssueDate) as usize],
            decimals: decided.decimals,
            rows,
            ignored,
            rejects,
        })
    }

    /// How dates and decimals are written, by what a pass found; as `default` says where nothing
    /// speaks either way.
    fn learn(&self, pass: &Pass, default: &Styles) -> Styles {
        let map = self.options.map.as_ref();
        let mut styles = default.clone();
        if map.is_none_or(|map| map.decimals.is_none()) {
            let (comma, point) = (pass.evidence.comma, pass.evidence.point);
            if comma != point {
                styles.decimals = if comma > point { DecimalStyle::Comma } else { DecimalStyle::Point };
            }
        }
        if map.is_some_and(|map| map.dates.is_some()) {
            return styles;
        }
        let order = |day_first: u64, month_first: u64| match day_first.cmp(&month_first) {
            std::cmp::Ordering::Greater => Some(DateOrder::DayFirst),
            std::cmp::Ordering::Less => Some(DateOrder::MonthFirst),
            std::cmp::Ordering::Equal => None,
        };
        // A column that proves nothing by itself is written as the table's other columns are.
        let dates = &pass.evidence.dates;
        let in_all = order(dates.iter().map(|one| one.day_first).sum(), dates.iter().map(|one| one.month_first).sum());
        for (place, evidence) in dates.iter().enumerate() {
            if let Some(order) = order(evidence.day_first, evidence.month_first).or(in_all) {
                styles.dates[place] = order;
            }
        }
        styles
    }

    fn pass(
        &self,
        lines: &Lines<'_>,
        guess: &Guess,
        source: &Arc<str>,
        styles: &Styles,
        limit: usize,
    ) -> Result<Pass, TableError> {
        let mut reading =
            Reading::new(&guess.columns, &guess.names, source.clone(), self.options.today, styles.clone());
        let mut rows = Rows::none(guess.kind);
        let mut ignored = BTreeMap::new();
        let mut rejects = Vec::new();
        let mut lines = lines.clone();
        let mut row = Row::default();
        let mut above = Row::default();
        let mut read = 0;
        while read < limit && lines.next_row(&mut row) {
            if guess.header_line == Some(row.line) || row.cells.is_empty() {
                continue;
            }
            read += 1;
            let stated = match guess.header_line {
                Some(header) if row.line < header => {
                    let blank = row.width() == 0;
                    Err(Nothing::Ignored(if blank { IgnoreReason::BlankRow } else { IgnoreReason::TitleRow }))
                }
                _ => {
                    merged::fill_down(guess.kind, &guess.columns, &above, &mut row);
                    read_row(&mut rows, &mut reading, &row)
                }
            };
            let line = row.line;
            if is_line(&stated) {
                std::mem::swap(&mut above, &mut row);
            } else {
                above.cells.clear();
            }
            match stated {
                Ok(()) => {}
                Err(Nothing::Ignored(reason)) => {
                    counted(&mut ignored, reason, line);
                }
                Err(Nothing::Fault(fault)) => rejects.push(rejected(&guess.columns, &guess.names, line, *fault)),
            }
            if rejects.len() > MAX_REJECTS && rejects.len() > rows.len() {
                return Err(TableError::TooManyRejects { kind: guess.kind.label(), limit: MAX_REJECTS });
            }
        }
        Ok(Pass { rows, ignored, rejects, evidence: reading.evidence })
    }
}

/// Whether a row was a line of the table, whatever became of it, so that the next may go on with it.
fn is_line(stated: &Result<(), Nothing>) -> bool {
    use IgnoreReason::{CancelledRow, NotSaleRow, PayableRow, QuoteRow};
    match stated {
        Ok(()) => true,
        Err(Nothing::Ignored(reason)) => matches!(reason, CancelledRow | NotSaleRow | PayableRow | QuoteRow),
        Err(Nothing::Fault(_)) => false,
    }
}

/// Reads a row below the header. A row in which something is wrong may be none: a total, a title.
fn read_row(rows: &mut Rows, reading: &mut Reading<'_>, row: &Row<'_>) -> Result<(), Nothing> {
    let fault = |cause| {
        let value = row.filled().next().map(|(_, text)| cells::shown(text));
        Nothing::Fault(Box::new(rows::Fault { field: None, value, cause }))
    };
    if let Some(cause) = &row.fault {
        return Err(fault(cause.clone()));
    }
    let expected = reading.names.len();
    if expected > 0 && row.cells.len() > expected && row.width() > expected {
        return Err(fault(CellError::TooManyCells { found: row.width(), expected }));
    }
    match rows.read(reading, row) {
        Err(Nothing::Fault(fault)) => match reading.idle(row) {
            Some(reason) => Err(Nothing::Ignored(reason)),
            None => Err(Nothing::Fault(fault)),
        },
        other => other,
    }
}

/// Counts a record to be ignored.
fn counted(ignored: &mut BTreeMap<IgnoreReason, Ignored>, reason: IgnoreReason, line: u64) {
    ignored.entry(reason).or_insert(Ignored { count: 0, first_line: line }).count += 1;
}

fn rejected(columns: &Columns, names: &[String], line: u64, fault: rows::Fault) -> Reject {
    let column = fault.field.and_then(|field| {
        let column = columns.get(field)?;
        let name = names.get(column).filter(|name| !name.is_empty());
        Some(name.cloned().unwrap_or_else(|| format!("coluna {}", column + 1)))
    });
    Reject { record: None, line: Some(line), path: column, value: fault.value, cause: fault.cause.into() }
}

/// The first rows of a table, blank ones left out.
fn sample<'a>(lines: &Lines<'a>) -> Result<Vec<Row<'a>>, TableError> {
    let mut lines = lines.clone();
    let mut sample = Vec::new();
    let mut row = Row::default();
    let mut seen = 0;
    while sample.len() < SAMPLE_ROWS && seen < SAMPLE_ROWS * 10 && lines.next_row(&mut row) {
        seen += 1;
        if row.cells.len() > MAX_COLUMNS {
            return Err(TableError::TooManyColumns { line: row.line, limit: MAX_COLUMNS });
        }
        if row.width() > 0 {
            sample.push(std::mem::take(&mut row));
        }
    }
    Ok(sample)
}

fn columns_of(guess: &Guess, sample: &[Row<'_>]) -> Vec<Column> {
    let assigned = guess.columns.assigned();
    let unnamed = sample.first().filter(|_| guess.names.is_empty()).map_or(0, |row| row.cells.len());
    let width = assigned.last().map_or(0, |(column, _)| column + 1).max(guess.names.len()).max(unnamed);
    let values: Vec<&Row<'_>> = sample.iter().filter(|row| Some(row.line) > guess.header_line).take(50).collect();
    let column = |at: usize| {
        let cells = values.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.text.trim());
        Column {
            header: guess.names.get(at).cloned().unwrap_or_default(),
            field: assigned.iter().find(|(column, _)| *column == at).map(|(_, field)| *field),
            samples: cells.filter(|text| !text.is_empty()).take(3).map(cells::shown).collect(),
        }
    };
    (0..width).map(column).collect()
}

/// The separator in the line `sep=;` with which spreadsheets mark their files.
fn declared_separator(text: &str) -> Option<Separator> {
    let line = text.lines().next()?.trim();
    let declared =
        line.trim_matches('"').strip_prefix("sep=").or_else(|| line.trim_matches('"').strip_prefix("SEP="))?;
    Separator::from_text(declared)
}

/// Whether a sheet is not one of the tables of its workbook, rather than a table not understood.
fn is_no_table(cause: &RejectCause, sheet: &Sheet) -> bool {
    sheet.is_empty() || matches!(cause, RejectCause::Table(error) if matches!(**error, TableError::NoHeader { .. }))
}
