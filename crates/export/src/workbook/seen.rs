//! A list as someone sees it: the columns and the order asked for, and what was asked.

use domain::Day;
use panel::Rows;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{checked, metrics, portfolio};
use crate::ExportError;
use crate::text::counted;
use crate::workbook::sheet::{Formats, write_text};

/// The tab of the rows.
const NAME: &str = "Lista";

/// The tab that says what the list is.
const ABOUT: &str = "Sobre a lista";

/// A list of customers as someone sees it.
pub struct Seen<'a> {
    /// The date.
    pub as_of: Day,
    /// What a row is, in words.
    pub level: &'static str,
    /// What was asked for, in words.
    pub selection: String,
    /// The customers, in the columns and the order asked for.
    pub rows: &'a Rows,
}

/// The bytes of a workbook of one list.
///
/// # Errors
/// There is nobody on it, or too many for a sheet.
pub fn of_list(seen: &Seen<'_>) -> Result<Vec<u8>, ExportError> {
    checked(seen.rows)?;
    let mut book = Workbook::new();
    portfolio::write(book.add_worksheet().set_name(NAME)?, seen.rows, &metrics(seen.rows))?;
    write_about(book.add_worksheet().set_name(ABOUT)?, seen)?;
    Ok(book.save_to_buffer()?)
}

fn write_about(sheet: &mut Worksheet, seen: &Seen<'_>) -> Result<(), XlsxError> {
    let formats = Formats::default();
    let customers = counted(seen.rows.num_rows() as u64, "cliente", "clientes");
    let lines = [
        ("Data da carteira", seen.as_of.to_string()),
        ("Cada linha é", seen.level.to_owned()),
        ("Seleção", seen.selection.clone()),
        ("Quantos", customers),
    ];
    sheet.set_column_width(0, 20)?.set_column_width(1, 80)?;
    for ((name, content), row) in lines.iter().zip(0..) {
        sheet.write_string_with_format(row, 0, *name, formats.bold())?;
        write_text(sheet, (row, 1), content, &Format::new())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn a_list_is_its_columns_in_their_order_and_their_totals() {
        let rows = crate::testing::rows();
        let rows = rows.project(&[0, 4, 1]).unwrap();
        let seen = Seen {
            as_of: Day::from_ymd(2026, 11, 30).unwrap(),
            level: "empresa inteira",
            selection: "=status".to_owned(),
            rows: &rows,
        };
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(of_list(&seen).unwrap())).unwrap();
        let text = |text: &str| Data::String(text.to_owned());
        let range = book.worksheet_range(NAME).unwrap();
        let found: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
        assert_eq!(found[0], [text("Chave"), text("Receita em 12 meses"), text("Cliente")]);
        assert_eq!(found[1], [text("01222333"), Data::Float(1_234.56), text("Alfa; Ltda")]);
        assert_eq!(found[2], [text("omie:7"), Data::Float(-0.5), text("'=1+1")]);
        assert_eq!(found[3][..2], [text("Total"), Data::Float(1_234.06)]);
        let formulas = book.worksheet_formula(NAME).unwrap();
        assert_eq!(formulas.get_value((3, 1)).map(String::as_str), Some("SUBTOTAL(109,B2:B3)"));
        let about = book.worksheet_range(ABOUT).unwrap();
        let lines: Vec<String> = about.rows().map(|row| format!("{}: {}", row[0], row[1])).collect();
        let expected = [
            "Data da carteira: 30/11/2026",
            "Cada linha é: empresa inteira",
            "Seleção: '=status",
            "Quantos: 2 clientes",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn nobody_makes_no_sheet() {
        let rows = crate::testing::rows().slice(0, 0);
        let seen =
            Seen { as_of: Day::from_epoch_days(0), level: "empresa inteira", selection: String::new(), rows: &rows };
        assert!(matches!(of_list(&seen), Err(ExportError::Nothing)));
    }
}
