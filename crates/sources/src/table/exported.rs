//! The workbook that `carteira export` writes, coming back with what people changed in it.
//!
//! It is known by a hidden sheet that keeps what the columns open to change held when it was written.
//! Of its other sheets one alone is read; of that one, the cells that say something else now. What a
//! person wrote there stands above what documents say, as a correction does, and goes with its import.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::record::{CellError, IgnoreReason, RejectCause, TableError};

use super::field::{Columns, Field, Kind};
use super::header::Guess;
use super::row::{Cell, Form, Row};
use super::rows::{Nothing, Reading, Rows, fault};
use super::workbook::Sheet;
use super::{DateOrder, DecimalStyle, Lines, Options, Styles, Table, columns_of, counted, rejected, sample};

/// The sheet that people change.
pub const CONTROL_SHEET: &str = "Controle de clientes";

/// The hidden sheet that keeps what was exported.
pub const ORIGINALS_SHEET: &str = "_carteira";

/// What stands in its first cell; beside it the export's own name.
pub const MARK: &str = "carteira export 1";

/// The header of the column that names the customer, on both sheets.
pub const KEY_HEADER: &str = "Chave";

/// The header of the column that names a customer whom the portfolio does not have yet.
pub const NAME_HEADER: &str = "Cliente";

/// The headers of the columns open to change, on both sheets, and what they are.
pub static OPEN_COLUMNS: [(&str, Field); 4] = [
    ("Nome fantasia", Field::TradeName),
    ("E-mail", Field::Email),
    ("Telefone", Field::Phone),
    ("Vendedor responsável", Field::Seller),
];

/// The text as a cell holds it: what a spreadsheet would take for a formula, were the sheet saved as
/// text and opened again, gets an apostrophe before it.
pub fn guarded(text: &str) -> String {
    let guard = if text.starts_with(FORMULA_STARTS) { "'" } else { "" };
    format!("{guard}{text}")
}

/// What a spreadsheet takes for the start of a formula; those of East Asia in their wide forms too.
const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// The text that [`guarded`] made a cell of.
fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA_STARTS)).unwrap_or(text)
}

/// What was exported.
pub(super) struct Originals {
    /// The export's name, as the source of what comes back.
    source: Arc<str>,
    /// By key, the texts of the columns open to change.
    texts: HashMap<String, [String; OPEN_COLUMNS.len()]>,
}

impl Originals {
    /// What a workbook's hidden sheet keeps; `None` where the workbook is none of ours.
    pub(super) fn of(sheets: &[Sheet]) -> Option<Self> {
        let sheet = sheets.iter().find(|sheet| sheet.name == ORIGINALS_SHEET)?;
        let mut rows = sheet.rows();
        let mut row = Row::default();
        let cell = |row: &Row<'_>, at: usize| row.cells.get(at).map(|cell| cell.text.trim().to_owned());
        let marked = rows.next_row(&mut row) && cell(&row, 0).as_deref() == Some(MARK);
        let source = cell(&row, 1).filter(|source| marked && !source.is_empty())?;
        let mut texts = HashMap::new();
        while rows.next_row(&mut row) {
            let originals = std::array::from_fn(|place| cell(&row, place + 1).unwrap_or_default());
            texts.extend(cell(&row, 0).map(|key| (key, originals)));
        }
        Some(Self { source: source.into(), texts })
    }

    /// Reads what was changed on the sheet that people change.
    pub(super) fn read(&self, sheet: &Sheet, options: &Options) -> Result<Table, RejectCause> {
        let lines = Lines::Sheet(sheet.rows());
        let sample = sample(&lines)?;
        let guess = guess(&sample)?;
        let styles = Styles { dates: [DateOrder::DayFirst; Field::ALL.len()], decimals: DecimalStyle::Comma };
        let mut reading = Reading::new(&guess.columns, &guess.names, self.source.clone(), options.today, styles);
        let key_column = guess.names.iter().position(|name| name == KEY_HEADER).unwrap_or(0);
        let (mut rows, mut ignored, mut rejects) = (Vec::new(), BTreeMap::new(), Vec::new());
        let mut lines = sheet.rows();
        let mut row = Row::default();
        while lines.next_row(&mut row) {
            if Some(row.line) == guess.header_line || row.cells.is_empty() {
                continue;
            }
            let changed = match guess.header_line.is_some_and(|header| row.line < header) {
                true => Err(Nothing::Ignored(IgnoreReason::TitleRow)),
                false => self.changed(&mut row, key_column, &guess.columns),
            };
            match changed.and_then(|()| reading.changed_registration(&row, key_column)) {
                Ok(registration) => rows.push((row.line, registration)),
                Err(Nothing::Ignored(reason)) => counted(&mut ignored, reason, row.line),
                Err(Nothing::Fault(fault)) => rejects.push(rejected(&guess.columns, &guess.names, row.line, *fault)),
            }
        }
        Ok(Table {
            sheet: Some(sheet.name.clone()),
            kind: guess.kind,
            source: self.source.clone(),
            layout: None,
            header_line: guess.header_line,
            columns: columns_of(&guess, &sample),
            encoding: None,
            separator: None,
            dates: DateOrder::DayFirst,
            decimals: DecimalStyle::Comma,
            rows: Rows::Customers(rows),
            ignored,
            rejects,
        })
    }

    /// Leaves in a row only the key and what was changed; what it is called, where it is new.
    fn changed(&self, row: &mut Row<'_>, key_column: usize, columns: &Columns) -> Result<(), Nothing> {
        if row.width() == 0 {
            return Err(Nothing::Ignored(IgnoreReason::BlankRow));
        }
        let originals = row.cells.get(key_column).and_then(|key| self.texts.get(key.text.trim()));
        let mut changes = false;
        for (place, (_, field)) in OPEN_COLUMNS.iter().enumerate() {
            let Some(cell) = columns.get(*field).and_then(|column| row.cells.get_mut(column)) else { continue };
            let same = originals.is_some_and(|texts| texts.get(place).is_some_and(|text| text == cell.text.trim()));
            if same {
                *cell = Cell::text("");
            } else if cell.form != Form::Error {
                *cell = Cell::of(unguarded(cell.text.trim()).to_owned().into(), Form::Text);
            }
            changes |= !cell.text.trim().is_empty();
        }
        if !changes {
            return Err(Nothing::Ignored(IgnoreReason::UnchangedRow));
        }
        if let (Some(_), Some(name)) =
            (originals, columns.get(Field::Name).and_then(|column| row.cells.get_mut(column)))
        {
            *name = Cell::text("");
        }
        Ok(())
    }
}

/// Where the header is and what its columns are.
fn guess(sample: &[Row<'_>]) -> Result<Guess, TableError> {
    let named = |row: &&Row<'_>| row.cells.iter().any(|cell| cell.text.trim() == KEY_HEADER);
    let header = sample.iter().find(named).ok_or(TableError::NoTable)?;
    let names: Vec<String> = header.cells.iter().map(|cell| cell.text.trim().to_owned()).collect();
    let mut columns = Columns::none();
    for (header, field) in OPEN_COLUMNS.into_iter().chain([(NAME_HEADER, Field::Name)]) {
        if let Some(column) = names.iter().position(|name| name == header) {
            columns.set(field, column);
        }
    }
    let header_line = Some(header.line);
    Ok(Guess { kind: Kind::Customers, source: None, layout: None, header_line, names, columns })
}

/// A key that names no customer.
pub(super) fn wrong_key(text: &str) -> Nothing {
    fault(Field::Code, text, CellError::CustomerKey)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guard_comes_off_again() {
        for text in ["=1+1", "+5511", "-", "@a", "\t=x", "\u{FF1D}1", "Alfa", "'Alfa", "", "a=b"] {
            assert_eq!(unguarded(&guarded(text)), text);
        }
        assert_eq!(guarded("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
    }
}
