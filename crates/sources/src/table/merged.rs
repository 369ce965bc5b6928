//! Cells merged over the rows of a document: only the first row has them, and the others mean the same.

use super::field::{Columns, Field, Kind};
use super::row::{Row, is_blank};

/// Who bought: at least one of them says so in the first row.
const WHOM: [Field; 5] = [Field::TaxId, Field::Cpf, Field::Code, Field::Name, Field::TradeName];

/// What else stands once for all rows of a document.
const HEAD: [Field; 12] = [
    Field::Store,
    Field::Branch,
    Field::Series,
    Field::Number,
    Field::IssueDate,
    Field::Seller,
    Field::Status,
    Field::DocumentType,
    Field::City,
    Field::State,
    Field::Currency,
    Field::Direction,
];

/// What only a line of its own has.
const OF_LINE: [Field; 4] = [Field::Product, Field::Description, Field::Quantity, Field::DueDate];

const AMOUNTS: [Field; 6] =
    [Field::ItemTotal, Field::DocumentTotal, Field::Billed, Field::Price, Field::Amount, Field::OpenAmount];

/// Gives a row what the row above says for both, where the row is of the same document: it repeats the
/// number, or it has neither number, customer nor day and is a line of goods.
pub(super) fn fill_down<'a>(kind: Kind, columns: &Columns, above: &Row<'a>, row: &mut Row<'a>) {
    if !matches!(kind, Kind::Sales | Kind::Receivables) || row.fault.is_some() || above.cells.is_empty() {
        return;
    }
    let text = |row: &Row<'a>, field: Field| -> Option<String> {
        let cell = columns.get(field).and_then(|column| row.cells.get(column))?;
        (!is_blank(&cell.text)).then(|| cell.text.trim().to_owned())
    };
    let blank =
        |field: &Field| columns.get(*field).and_then(|at| row.cells.get(at)).is_none_or(|cell| is_blank(&cell.text));
    let nobody = WHOM.iter().all(blank);
    let undated = !columns.has(Field::IssueDate) || blank(&Field::IssueDate);
    if !nobody && (!undated || kind == Kind::Receivables) || AMOUNTS.iter().all(blank) {
        return;
    }
    let same = match text(row, Field::Number) {
        Some(number) => {
            let agrees =
                |field| text(row, field).is_none_or(|here| text(above, field).is_some_and(|there| here == there));
            text(above, Field::Number).is_some_and(|above| above == number)
                && agrees(Field::Series)
                && agrees(Field::Branch)
                && agrees(Field::IssueDate)
        }
        None => kind == Kind::Sales && nobody && blank(&Field::IssueDate) && OF_LINE.iter().any(|field| !blank(field)),
    };
    if !same {
        return;
    }
    let whom: &[Field] = if nobody { &WHOM } else { &[] };
    for column in whom.iter().chain(&HEAD).filter_map(|field| columns.get(*field)) {
        let Some(cell) = above.cells.get(column) else { continue };
        match row.cells.get_mut(column) {
            Some(own) if is_blank(&own.text) => *own = cell.clone(),
            Some(_) => {}
            None => {
                row.cells.resize_with(column, || super::row::Cell::text(""));
                row.cells.push(cell.clone());
            }
        }
    }
}
