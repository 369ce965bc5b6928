//! Columns whose names leave it open what they are, settled by the columns beside them and by their
//! values.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::text::normalised_name;

use super::cells::{DecimalStyle, number};
use super::field::{Columns, Field, Kind};
use super::row::{Row, is_blank};
use super::synonyms;

/// Whether a header names the amount of a whole document rather than of one line: `Valor da Nota`.
pub(super) fn of_document(header: &str) -> bool {
    const WORDS: [&str; 11] =
        ["NOTA", "NOTAS", "NF", "NFE", "PEDIDO", "DOCUMENTO", "DOC", "DOCTO", "DOCTOTAL", "ORDER", "INVOICE"];
    has_word(header, &WORDS)
}

/// Whether a header has one of some words.
pub(super) fn has_word(header: &str, words: &[&str]) -> bool {
    normalised_name(header).split(' ').any(|word| words.contains(&word))
}

/// Whether the lines of a table are items of documents.
pub(super) fn has_items(columns: &Columns) -> bool {
    columns.has_any(&[Field::Product, Field::Description, Field::Quantity, Field::Price])
}

/// Settles what the names of a table's columns leave open.
pub(super) fn settle(kind: Kind, names: &[String], keys: &[String], values: &[Row<'_>], columns: &mut Columns) {
    if let Some(column) = columns.get(Field::TaxId)
        && columns.has(Field::Cpf)
        && keys.get(column).is_some_and(|key| key == "DOCUMENTO")
    {
        // Beside a CPF, what is called document is another one.
        columns.clear(Field::TaxId);
    }
    if kind == Kind::Sales {
        for field in [Field::ItemDiscount, Field::Freight, Field::Charges] {
            // `Frete` may say who pays for it: CIF, FOB.
            if columns.get(field).is_some_and(|column| !holds_numbers(column, values)) {
                columns.clear(field);
            }
        }
        if has_items(columns) {
            settle_item_amount(names, keys, values, columns);
        }
        settle_customer_code(keys, values, columns);
    }
}

/// Where lines are items, `Valor Total` and `Valor` are of the item, unless they repeat in all lines
/// of a document and something else says what the item is worth.
fn settle_item_amount(names: &[String], keys: &[String], values: &[Row<'_>], columns: &mut Columns) {
    let priced = columns.has(Field::Quantity) && columns.has(Field::Price);
    let whole = |column: usize| names.get(column).is_some_and(|name| of_document(name));
    let repeats = |column: usize, columns: &Columns| {
        columns.get(Field::Number).is_some_and(|number| repeats_in_documents(number, column, values))
    };
    if let Some(column) = columns.get(Field::ItemTotal) {
        const OPEN: [&str; 4] = ["TOTAL", "VLTOTAL", "VLRTOTAL", "VLTTOTAL"];
        let open = keys.get(column).is_some_and(|key| OPEN.contains(&key.as_str()));
        if open && priced && repeats(column, columns) {
            columns.clear(Field::ItemTotal);
            if !columns.has(Field::DocumentTotal) {
                columns.set(Field::DocumentTotal, column);
            }
        }
        return;
    }
    let taken: HashSet<usize> = columns.assigned().into_iter().map(|(column, _)| column).collect();
    let total = columns.get(Field::DocumentTotal);
    let candidates = synonyms::names(Kind::Sales, Field::DocumentTotal);
    let mut open: Vec<usize> = candidates
        .filter_map(|name| keys.iter().position(|key| key == name))
        .filter(|column| !whole(*column) && (!taken.contains(column) || total == Some(*column)))
        .collect();
    if columns.has(Field::ItemDiscount) {
        // What is left after the discount says most.
        open.sort_by_key(|column| keys.get(*column).is_some_and(|key| !key.contains("LIQUID")));
    }
    let varying = open.iter().copied().find(|column| !repeats(*column, columns));
    let Some(column) = varying.or_else(|| open.first().copied().filter(|_| !priced)) else { return };
    columns.set(Field::ItemTotal, column);
    if total == Some(column) {
        columns.clear(Field::DocumentTotal);
    }
}

fn holds_numbers(column: usize, values: &[Row<'_>]) -> bool {
    let cells = values.iter().filter_map(|row| row.cells.get(column)).filter(|cell| !is_blank(&cell.text));
    let read = cells.map(|cell| number(&cell.text, cell.form, DecimalStyle::Comma).is_ok());
    let (yes, no) = read.fold((0, 0), |(yes, no), read| if read { (yes + 1, no) } else { (yes, no + 1) });
    yes >= no
}

/// Whether a column says the same in all rows of each document, where some has several rows.
fn repeats_in_documents(number: usize, column: usize, values: &[Row<'_>]) -> bool {
    let cell =
        |row: &'_ Row<'_>, at: usize| row.cells.get(at).map_or(String::new(), |cell| cell.text.trim().to_owned());
    let mut documents: HashMap<String, (String, u32)> = HashMap::new();
    for row in values {
        let (number, value) = (cell(row, number), cell(row, column));
        if number.is_empty() || value.is_empty() {
            continue;
        }
        let (first, rows) = documents.entry(number).or_insert_with(|| (value.clone(), 0));
        if *first != value {
            return false;
        }
        *rows += 1;
    }
    documents.values().any(|(_, rows)| *rows > 1)
}

/// A column called just `Código` is the customer's where each customer has one and each code one
/// customer, and some customer is there on two days or in two documents.
fn settle_customer_code(keys: &[String], values: &[Row<'_>], columns: &mut Columns) {
    let Some(number) = columns.get(Field::Number) else { return };
    let customer = [Field::TaxId, Field::Name].into_iter().find_map(|field| columns.get(field));
    let called = |key: &String| matches!(key.as_str(), "CODIGO" | "COD");
    let mut codes = keys.iter().enumerate().filter(|(_, key)| called(key)).map(|(column, _)| column);
    let (Some(customer), Some(code), None) = (customer, codes.next(), codes.next()) else { return };
    if columns.has_any(&[Field::Code, Field::Product]) || columns.assigned().iter().any(|(column, _)| *column == code) {
        return;
    }
    let cell =
        |row: &'_ Row<'_>, at: usize| row.cells.get(at).map_or(String::new(), |cell| cell.text.trim().to_owned());
    let mut of_code: BTreeMap<String, String> = BTreeMap::new();
    let mut of_customer: BTreeMap<String, String> = BTreeMap::new();
    let mut documents: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in values {
        let (whom, code, number) = (cell(row, customer), cell(row, code), cell(row, number));
        if whom.is_empty() || code.is_empty() || number.is_empty() {
            continue;
        }
        let agrees = *of_code.entry(code.clone()).or_insert_with(|| whom.clone()) == whom
            && *of_customer.entry(whom).or_insert_with(|| code.clone()) == code;
        if !agrees {
            return;
        }
        documents.entry(code).or_default().insert(number);
    }
    if documents.values().any(|numbers| numbers.len() > 1) {
        columns.set(Field::Code, code);
    }
}
