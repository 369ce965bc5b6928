//! Workbooks: XLSX, XLS and ODS, each sheet as rows of cells.

mod ods;
mod xls;

use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xls, XlsError, Xlsx};
use domain::record::{RejectCause, TableError};
use memchr::memmem;

use super::row::{Cell, Form, Row};
use super::text::without_controls;

/// Cells that a workbook may have, blanks between them included.
const MAX_CELLS: usize = 50_000_000;

/// How many times its own size a workbook may expand; the same as archives.
const MAX_RATIO: u64 = 200;

/// What may expand to this size is harmless, whatever its ratio.
const HARMLESS_BYTES: u64 = 64 << 20;

/// What no workbook may expand to.
const MAX_BYTES: u64 = 2 << 30;

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const ZIP: &[u8] = b"PK\x03\x04";

/// One sheet, its cells in the order of rows.
pub(super) struct Sheet {
    pub(super) name: String,
    text: String,
    cells: Vec<SheetCell>,
}

#[derive(Clone, Copy)]
struct SheetCell {
    row: u32,
    column: u16,
    form: Form,
    merged: bool,
    from: u32,
    to: u32,
}

/// The rows of a sheet, blank ones left out.
#[derive(Clone)]
pub(super) struct SheetRows<'a> {
    sheet: &'a Sheet,
    at: usize,
}

/// Whether the head of a file is that of a workbook: a zip that begins as XLSX and ODS do, or the
/// container of Office 97–2003.
pub fn sniff(head: &[u8]) -> bool {
    if head.starts_with(OLE) {
        return true;
    }
    let Some(name) = head.strip_prefix(ZIP).and_then(|rest| rest.get(26..)) else { return false };
    let office = [&b"[Content_Types].xml"[..], b"_rels/", b"xl/", b"docProps/"];
    office.iter().any(|start| name.starts_with(start))
        || name.starts_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
}

/// Whether a file that is said to be a table is one of the containers of workbooks.
pub(super) fn is_container(bytes: &[u8]) -> bool {
    bytes.starts_with(OLE) || bytes.starts_with(ZIP)
}

/// The sheets of a workbook.
pub(super) fn open(bytes: &[u8]) -> Result<Vec<Sheet>, RejectCause> {
    // The libraries that read these formats have met fewer hostile files than we may.
    let opened = catch_unwind(AssertUnwindSafe(|| match bytes.starts_with(OLE) {
        true => open_xls(bytes),
        false => open_zip(bytes),
    }));
    opened.unwrap_or_else(|_| Err(corrupt("conteúdo impossível")))
}

/// A workbook that its library cannot read, in words of ours: theirs are English, about their code.
fn corrupt(detail: &str) -> RejectCause {
    TableError::CorruptWorkbook { detail: detail.to_owned() }.into()
}

fn open_zip(bytes: &[u8]) -> Result<Vec<Sheet>, RejectCause> {
    let names = expand(bytes)?;
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has("xl/workbook.xml") {
        open_xlsx(bytes)
    } else if has("content.xml") {
        ods::open(bytes)
    } else {
        Err(TableError::NoTable.into())
    }
}

/// The names of the members, after seeing that all together do not expand into something enormous.
fn expand(bytes: &[u8]) -> Result<Vec<String>, RejectCause> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| corrupt("o arquivo está cortado"))?;
    let limit = (bytes.len() as u64).saturating_mul(MAX_RATIO).clamp(HARMLESS_BYTES, MAX_BYTES);
    let mut expanded = 0;
    let mut names = Vec::new();
    for index in 0..zip.len() {
        let member = zip.by_index(index).map_err(|_| corrupt("parte ilegível"))?;
        names.push(member.name().map_err(|_| corrupt("nome ilegível"))?.into_owned());
        let read = std::io::copy(&mut member.take(limit - expanded + 1), &mut std::io::sink());
        expanded += read.map_err(|_| corrupt("parte cortada"))?;
        if expanded > limit {
            return Err(RejectCause::Bomb { limit: MAX_RATIO });
        }
    }
    Ok(names)
}

fn open_xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, RejectCause> {
    let corrupt = |_| corrupt("partes da planilha ilegíveis");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(corrupt)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut sheet = Sheet::new(name.clone());
        // A sheet that holds a chart and no cells cannot be read as one.
        if let Ok(mut cells) = book.worksheet_cells_reader(&name) {
            while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(corrupt)? {
                let (row, column) = cell.pos;
                match (&cell.value, cell.formula) {
                    (DataRef::Empty, Some(_)) => sheet.push_text(row, column, "=", Form::Unsaved)?,
                    (value, _) => sheet.push(row, column, value)?,
                }
            }
        }
        sheet.settle()?;
        for region in merged.iter().filter(|region| region.start.0 < region.end.0).take(10_000) {
            sheet.fill_down(region.start, region.end.0);
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn open_xls(bytes: &[u8]) -> Result<Vec<Sheet>, RejectCause> {
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memmem::find(bytes, &encrypted).is_some() {
        return Err(TableError::EncryptedWorkbook.into());
    }
    xls::check(bytes)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => TableError::EncryptedWorkbook.into(),
        _ => corrupt("não é uma planilha do Excel 97-2003, ou está ilegível"),
    })?;
    let sheets = book.worksheets();
    sheets.into_iter().map(|(name, range)| Sheet::of_range(name, &range)).collect()
}

impl Sheet {
    fn new(name: String) -> Self {
        Self { name, text: String::new(), cells: Vec::new() }
    }

    fn of_range(name: String, range: &calamine::Range<Data>) -> Result<Self, RejectCause> {
        let mut sheet = Self::new(name);
        let (row, column) = range.start().unwrap_or((0, 0));
        for (at, across, value) in range.used_cells() {
            sheet.push(row.saturating_add(at as u32), column.saturating_add(across as u32), &borrowed(value))?;
        }
        sheet.settle()?;
        Ok(sheet)
    }

    /// Whether no cell has anything.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub(super) fn rows(&self) -> SheetRows<'_> {
        SheetRows { sheet: self, at: 0 }
    }

    fn push(&mut self, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), TableError> {
        let (text, form) = written(value);
        self.push_text(row, column, &without_controls(text), form)
    }

    fn push_text(&mut self, row: u32, column: u32, text: &str, form: Form) -> Result<(), TableError> {
        if text.is_empty() {
            return Ok(());
        }
        let too_many = TableError::TooManyCells { limit: MAX_CELLS };
        let column = u16::try_from(column).ok().filter(|column| usize::from(*column) < super::row::MAX_COLUMNS);
        let (Some(column), true) = (column, self.cells.len() < MAX_CELLS) else { return Err(too_many) };
        let from = self.text.len();
        self.text.push_str(text);
        let (Ok(from), Ok(to)) = (u32::try_from(from), u32::try_from(self.text.len())) else { return Err(too_many) };
        self.cells.push(SheetCell { row, column, form, merged: false, from, to });
        Ok(())
    }

    /// Puts the cells in order, whatever the file's, and sees that their rows are not too wide.
    fn settle(&mut self) -> Result<(), TableError> {
        if !self.cells.is_sorted_by_key(|cell| (cell.row, cell.column)) {
            self.cells.sort_by_key(|cell| (cell.row, cell.column));
        }
        let rows = self.cells.chunk_by(|one, other| one.row == other.row);
        let with_blanks: usize = rows.filter_map(<[SheetCell]>::last).map(|cell| usize::from(cell.column) + 1).sum();
        if with_blanks > MAX_CELLS { Err(TableError::TooManyCells { limit: MAX_CELLS }) } else { Ok(()) }
    }

    /// Gives the rows of a merged region the value that stands in its first.
    fn fill_down(&mut self, (row, column): (u32, u32), last_row: u32) {
        let Ok(column) = u16::try_from(column) else { return };
        let place = |cell: &SheetCell| (cell.row, cell.column);
        let Ok(at) = self.cells.binary_search_by_key(&(row, column), place) else { return };
        let Some(value) = self.cells.get(at).copied() else { return };
        let after = self.cells.partition_point(|cell| cell.row <= row);
        let until = self.cells.partition_point(|cell| cell.row <= last_row);
        let rows: Vec<u32> =
            self.cells[after..until].chunk_by(|one, other| one.row == other.row).map(|run| run[0].row).collect();
        let mut filled = Vec::new();
        for row in rows {
            if self.cells.binary_search_by_key(&(row, column), place).is_err() {
                filled.push(SheetCell { row, merged: true, ..value });
            }
        }
        // Merged regions are few; one sort of an almost sorted list each is cheap.
        if !filled.is_empty() {
            self.cells.extend(filled);
            self.cells.sort_by_key(place);
        }
    }
}

impl<'a> SheetRows<'a> {
    pub(super) fn next_row(&mut self, row: &mut Row<'a>) -> bool {
        row.cells.clear();
        row.fault = None;
        let Some(first) = self.sheet.cells.get(self.at) else { return false };
        row.line = u64::from(first.row) + 1;
        while let Some(cell) = self.sheet.cells.get(self.at).filter(|cell| cell.row == first.row) {
            let column = usize::from(cell.column);
            while row.cells.len() < column {
                row.cells.push(Cell::text(""));
            }
            let text = self.sheet.text.get(cell.from as usize..cell.to as usize).unwrap_or("");
            let cell = Cell { text: Cow::Borrowed(text), form: cell.form, merged: cell.merged };
            match row.cells.get_mut(column) {
                Some(place) => *place = cell,
                None => row.cells.push(cell),
            }
            self.at += 1;
        }
        true
    }
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// A value as text: numbers with a decimal point and the fifteen digits that spreadsheets keep, dates
/// as `aaaa-mm-dd`.
fn written<'a>(value: &'a DataRef<'_>) -> (Cow<'a, str>, Form) {
    match value {
        DataRef::Empty => (Cow::Borrowed(""), Form::Text),
        DataRef::Int(number) => (number.to_string().into(), Form::Number),
        DataRef::Float(number) => (decimal(*number).into(), Form::Number),
        DataRef::String(text) => (Cow::Borrowed(text), Form::Text),
        DataRef::SharedString(text) => (Cow::Borrowed(*text), Form::Text),
        DataRef::Bool(true) => (Cow::Borrowed("sim"), Form::Text),
        DataRef::Bool(false) => (Cow::Borrowed("não"), Form::Text),
        DataRef::DateTime(date) => dated(date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (Cow::Borrowed(text), Form::Date),
        DataRef::Error(error) => (error.to_string().into(), Form::Error),
    }
}

fn dated(date: &ExcelDateTime) -> (Cow<'static, str>, Form) {
    // Below one day it is a time of day, whatever its format says.
    if !date.is_datetime() || date.as_f64() < 1.0 {
        return (decimal(date.as_f64()).into(), Form::Number);
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    (format!("{year:04}-{month:02}-{day:02}").into(), Form::Date)
}

fn decimal(number: f64) -> String {
    let shortest = number.to_string();
    if shortest.len() <= 16 {
        return shortest;
    }
    let fifteen: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    fifteen.to_string()
}
