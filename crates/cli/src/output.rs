//! Writing to people and programs: data on stdout, talk on stderr.

use std::io::{self, IsTerminal, Write};

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};
use domain::text::printable;

/// A line under the headings and no other.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Characters of a cell that a terminal shows whole.
const LONGEST_PIECE: usize = 24;

/// Characters of a line of a cell that may be broken into several.
const NARROWEST: u16 = 18;

/// Says something to the person at the terminal, if there is one who listens.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Writes a line of data.
pub fn line(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

/// A table for people. Columns named in `right` are aligned to the right.
pub fn table(headers: &[&str], right: &[usize], rows: impl IntoIterator<Item = Vec<String>>) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
    if !io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Disabled);
    }
    table.set_header(headers);
    // What has no spaces, an amount, a date, a tax id, is of no use in pieces.
    let mut in_one_piece = vec![true; headers.len()];
    for row in rows {
        for (whole, cell) in in_one_piece.iter_mut().zip(&row) {
            *whole &= cell.chars().count() <= LONGEST_PIECE && !cell.trim_start_matches("R$ ").contains(' ');
        }
        table.add_row(row.iter().map(|cell| printable(cell)));
    }
    for (place, whole) in in_one_piece.into_iter().enumerate() {
        let constraint = match whole {
            true => ColumnConstraint::ContentWidth,
            // A name of a few letters a line is no name: rather let the table be wider than the screen.
            false => ColumnConstraint::LowerBoundary(Width::Fixed(NARROWEST)),
        };
        if let Some(column) = table.column_mut(place) {
            column.set_constraint(constraint);
        }
    }
    for column in right {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    line(&table.to_string())
}
