//! Cells of a workbook: what they hold, how they look.

use domain::Day;
use domain::text::printable;
use panel::metrics::Unit;
use panel::words;
use rust_xlsxwriter::{
    ColNum, Color, Format, FormatAlign, FormatBorder, Formula, RowNum, Table, TableColumn, TableFunction, TableStyle,
    Worksheet, XlsxError,
};
use serde_json::Value;
use sources::table::exported::guarded;

/// Characters that a cell holds.
const LONGEST_TEXT: usize = 32_767;

/// Rows beyond which a table, which remembers each of its cells, costs more than it gives.
const MOST_TABLE_ROWS: u32 = 50_000;

/// How the cells of each unit look.
pub struct Formats {
    money: Format,
    date: Format,
    share: Format,
    whole: Format,
    decimal: Format,
    text: Format,
    header: Format,
    open_header: Format,
    open: Format,
    bold: Format,
}

impl Default for Formats {
    fn default() -> Self {
        let number = |code: &str| Format::new().set_num_format(code);
        let header = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        let open = Format::new().set_num_format("@").set_background_color(Color::RGB(0x00FF_F2CC));
        Self {
            money: number("#,##0.00"),
            date: number("dd/mm/yyyy"),
            share: number("0.0%"),
            whole: number("#,##0"),
            decimal: number("#,##0.0"),
            // What is text stays text, whatever it looks like and whoever edits it.
            text: number("@"),
            header: header.clone().set_background_color(Color::RGB(0x00D9_E2EC)).set_border_bottom(FormatBorder::Thin),
            open_header: header.set_background_color(Color::RGB(0x00FF_D966)).set_border_bottom(FormatBorder::Thin),
            open: open.set_border(FormatBorder::Hair),
            bold: Format::new().set_bold(),
        }
    }
}

impl Formats {
    /// Of a unit.
    pub fn of(&self, unit: Unit) -> &Format {
        match unit {
            Unit::Cents => &self.money,
            Unit::Date => &self.date,
            Unit::Share => &self.share,
            Unit::Days => &self.decimal,
            Unit::WholeDays | Unit::Count => &self.whole,
            Unit::Text | Unit::Word(_) => &self.text,
        }
    }

    /// Of headers.
    pub fn header(&self) -> &Format {
        &self.header
    }

    /// Of headers of columns that people may change.
    pub fn open_header(&self) -> &Format {
        &self.open_header
    }

    /// Of cells that people may change.
    pub fn open(&self) -> &Format {
        &self.open
    }

    /// Of what stands out.
    pub fn bold(&self) -> &Format {
        &self.bold
    }
}

/// A text as a cell holds it: it commands neither a spreadsheet nor whatever the sheet is saved as.
pub fn text(text: &str) -> String {
    let whole = guarded(&printable(text));
    if whole.chars().count() <= LONGEST_TEXT { whole } else { whole.chars().take(LONGEST_TEXT).collect() }
}

/// Writes a text; nothing where there is none.
pub fn write_text(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    content: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if content.is_empty() {
        sheet.write_blank(row, column, format)?;
    } else {
        sheet.write_string_with_format(row, column, text(content), format)?;
    }
    Ok(())
}

/// Writes a value of the panel as what it is; nothing for none.
pub fn write_value(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    value: &Value,
    unit: Unit,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let format = formats.of(unit);
    match (unit, value) {
        (_, Value::Null) => {}
        (Unit::Cents, value) => {
            let cents = value.as_i64().unwrap_or(0);
            sheet.write_number_with_format(row, column, reais(cents), format)?;
        }
        (Unit::Date, value) => {
            if let Some(day) = value.as_str().and_then(|day| day.parse::<Day>().ok()) {
                write_day(sheet, (row, column), day, formats)?;
            }
        }
        (Unit::Text, value) => write_text(sheet, (row, column), value.as_str().unwrap_or_default(), format)?,
        (Unit::Word(known), value) => {
            let word = words::label(known, value.as_str().unwrap_or_default());
            write_text(sheet, (row, column), &word, format)?;
        }
        (Unit::Share | Unit::Days | Unit::WholeDays | Unit::Count, value) => {
            sheet.write_number_with_format(row, column, value.as_f64().unwrap_or(0.0), format)?;
        }
    }
    Ok(())
}

/// Writes a date.
pub fn write_day(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    day: Day,
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.write_number_with_format(row, column, serial(day), formats.of(Unit::Date))?;
    Ok(())
}

/// Cents as the number that a spreadsheet keeps: the nearest to the amount in reais.
pub fn reais(cents: i64) -> f64 {
    cents as f64 / 100.0
}

/// An amount as a formula's result.
pub fn result(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}

/// A day as spreadsheets count them, from 1900; 25 569 is 1970-01-01.
fn serial(day: Day) -> f64 {
    f64::from(day.epoch_days()) + 25_569.0
}

/// A column of a list: its header, its width, and its sum, which is only known where it is of amounts
/// or counts.
pub struct Header<'a> {
    pub label: &'a str,
    pub width: f64,
    pub total: Option<(String, Unit)>,
    pub open: bool,
}

impl<'a> Header<'a> {
    pub fn new(label: &'a str, width: f64) -> Self {
        Self { label, width, total: None, open: false }
    }
}

/// Makes a list of the cells already written under the first row: headers that stay in sight and
/// filter, and totals of what the filter lets through.
pub fn finish_list(
    sheet: &mut Worksheet,
    headers: &[Header<'_>],
    rows: usize,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    let last_column = u16::try_from(headers.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for (column, header) in (0..).zip(headers) {
        sheet.set_column_width(column, header.width)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    let has_totals = rows > 0 && headers.iter().any(|header| header.total.is_some());
    if rows == 0 || rows > MOST_TABLE_ROWS {
        for (column, header) in (0..).zip(headers) {
            let format = if header.open { formats.open_header() } else { formats.header() };
            sheet.write_string_with_format(0, column, header.label, format)?;
            if let Some((total, unit)) = header.total.as_ref().filter(|_| has_totals) {
                let formula = subtotal(column, rows).set_result(total);
                sheet.write_formula_with_format(rows + 1, column, formula, formats.of(*unit))?;
            }
        }
        sheet.autofilter(0, 0, rows.max(1), last_column)?;
        return Ok(());
    }
    let columns: Vec<TableColumn> =
        (0..).zip(headers).map(|(column, header)| table_column(column, header, (rows, has_totals), formats)).collect();
    let table = Table::new().set_columns(&columns).set_style(TableStyle::Light1).set_total_row(has_totals);
    sheet.add_table(0, 0, rows + u32::from(has_totals), last_column, &table)?;
    for (column, header) in (0..).zip(headers).filter(|_| has_totals) {
        if let Some((total, unit)) = &header.total {
            let formula = subtotal(column, rows).set_result(total);
            sheet.write_formula_with_format(rows + 1, column, formula, formats.of(*unit))?;
        }
    }
    Ok(())
}

fn table_column(
    column: ColNum,
    header: &Header<'_>,
    (rows, has_totals): (u32, bool),
    formats: &Formats,
) -> TableColumn {
    let format = if header.open { formats.open_header() } else { formats.header() };
    let table = TableColumn::new().set_header(header.label).set_header_format(format);
    match &header.total {
        Some(_) => table.set_total_function(TableFunction::Custom(subtotal(column, rows))),
        None if column == 0 && has_totals => table.set_total_label("Total"),
        None => table,
    }
}

/// The sum of the rows that a filter lets through.
fn subtotal(column: ColNum, rows: u32) -> Formula {
    let letters = rust_xlsxwriter::utility::column_number_to_name(column);
    Formula::new(format!("SUBTOTAL(109,{letters}2:{letters}{})", rows + 1))
}
