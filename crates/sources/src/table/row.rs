//! One row of any table, wherever it comes from.

use std::borrow::Cow;

use domain::record::CellError;

/// More columns than any spreadsheet has.
pub(super) const MAX_COLUMNS: usize = 16_384;

/// What a cell's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As a person wrote it.
    Text,
    /// A workbook's number, with a decimal point.
    Number,
    /// A workbook's date, `aaaa-mm-dd`.
    Date,
    /// A workbook's error, such as `#N/A`.
    Error,
    /// A workbook's formula whose result was never saved.
    Unsaved,
}

/// One cell.
#[derive(Clone, Debug)]
pub(super) struct Cell<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) form: Form,
    /// Whether the value stands in a row above, in a cell merged over both.
    pub(super) merged: bool,
}

/// One row.
#[derive(Debug, Default)]
pub(super) struct Row<'a> {
    /// Its line in the file, from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<Cell<'a>>,
    /// What is wrong with it as a whole.
    pub(super) fault: Option<CellError>,
}

impl<'a> Cell<'a> {
    pub(super) fn text(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), form: Form::Text, merged: false }
    }

    pub(super) fn of(text: Cow<'a, str>, form: Form) -> Self {
        Self { text, form, merged: false }
    }
}

impl Row<'_> {
    /// How many cells have something, up to the last.
    pub(super) fn width(&self) -> usize {
        self.cells.iter().rposition(|cell| !is_blank(&cell.text)).map_or(0, |last| last + 1)
    }

    /// The cells that have something.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        self.cells
            .iter()
            .enumerate()
            .map(|(column, cell)| (column, cell.text.trim()))
            .filter(|(_, text)| !is_blank(text))
    }
}

/// Whether a text says nothing.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ')
        || text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty()
}
