//! Where a table's header is, what its columns are, and what the table is about.

use domain::TaxId;
use domain::record::TableError;

use super::cells::tax_id;
use super::field::{Columns, Field, Kind};
use super::map::{HeaderAt, Map, Place};
use super::row::Row;
use super::{erp, settle, suspicion, synonyms};

/// Rows among which the header is looked for.
pub(super) const SAMPLE_ROWS: usize = 300;

/// Rows above the header, at most.
const MAX_TITLE_ROWS: usize = 60;

/// What is understood of a table before its rows are read.
pub(super) struct Guess {
    pub(super) kind: Kind,
    pub(super) source: Option<String>,
    pub(super) layout: Option<&'static str>,
    /// The header's line; `None` where the table has none.
    pub(super) header_line: Option<u64>,
    /// The columns' names as written, by position.
    pub(super) names: Vec<String>,
    pub(super) columns: Columns,
}

/// Understands a table from its first rows, as a map says or by its header's words.
pub(super) fn guess(sample: &[Row<'_>], kind: Option<Kind>, map: Option<&Map>) -> Result<Guess, TableError> {
    match map {
        Some(map) => mapped(sample, map),
        None => recognised(sample, kind),
    }
}

fn recognised(sample: &[Row<'_>], hint: Option<Kind>) -> Result<Guess, TableError> {
    let guess = nearest(sample, hint).ok_or_else(|| no_header(sample))?;
    suspicion::refuse(&guess, below(&guess, sample), hint)?;
    match guess.columns.missing(guess.kind) {
        missing if missing.is_empty() => Ok(guess),
        missing => Err(incomplete(guess.kind, &guess.names, &guess.columns, &missing)),
    }
}

/// The rows below a header.
fn below<'s, 'a>(guess: &Guess, sample: &'s [Row<'a>]) -> &'s [Row<'a>] {
    let header = sample.iter().position(|row| guess.header_line == Some(row.line));
    sample.get(header.map_or(0, |at| at + 1)..).unwrap_or(&[])
}

/// What can be understood of a table that may lack something, even its header.
pub(super) fn draft(sample: &[Row<'_>], hint: Option<Kind>) -> Guess {
    let guess = match nearest(sample, hint) {
        // What looks like sales is best corrected as sales.
        Some(guess) if suspicion::refuse(&guess, below(&guess, sample), hint).is_err() => {
            nearest(sample, hint.or(Some(Kind::Sales)))
        }
        guess => guess,
    };
    guess.unwrap_or_else(|| Guess {
        kind: hint.unwrap_or(Kind::Sales),
        source: None,
        layout: None,
        header_line: None,
        names: Vec::new(),
        columns: Columns::none(),
    })
}

/// The best understanding of a table with a header, complete or not.
fn nearest(sample: &[Row<'_>], hint: Option<Kind>) -> Option<Guess> {
    let header = find_header(sample)?;
    let row = sample.get(header)?;
    let names = names_of(row);
    let keys: Vec<String> = names.iter().map(|name| synonyms::header_key(name)).collect();
    let values = sample.get(header + 1..)?;
    let header_line = Some(row.line);
    if let Some(layout) = erp::recognise(&keys, hint) {
        let mut columns = layout.assign(&keys);
        if !columns.missing(layout.kind).is_empty() {
            synonyms::assign(layout.kind, &keys, &mut columns);
            columns = by_content(columns, values);
        }
        let (source, name) = (Some(layout.source.clone()), Some(layout.name.as_str()));
        return Some(Guess { kind: layout.kind, source, layout: name, header_line, names, columns });
    }
    let columns_for = |kind: Kind| {
        let mut columns = Columns::none();
        synonyms::assign(kind, &keys, &mut columns);
        let mut columns = by_content(columns, values);
        settle::settle(kind, &names, &keys, values, &mut columns);
        (kind, columns)
    };
    let candidates: Vec<(Kind, Columns)> = match hint {
        Some(kind) => vec![columns_for(kind)],
        None => Kind::ALL.into_iter().map(columns_for).collect(),
    };
    let lacks_least = || {
        let lack = |(kind, columns): &&(Kind, Columns)| {
            (columns.missing(*kind).len(), std::cmp::Reverse(columns.assigned().len()))
        };
        candidates.iter().min_by_key(lack).cloned()
    };
    let (kind, columns) = choose(&candidates).or_else(lacks_least)?;
    Some(Guess { kind, source: None, layout: None, header_line, names, columns })
}

/// The kind that lacks nothing and that the columns speak for most.
fn choose(candidates: &[(Kind, Columns)]) -> Option<(Kind, Columns)> {
    use Field::*;
    let complete = |wanted: Kind, speaks: &dyn Fn(&Columns) -> bool| {
        candidates
            .iter()
            .find(|(kind, columns)| *kind == wanted && columns.missing(wanted).is_empty() && speaks(columns))
    };
    let customer_of_sales =
        candidates.iter().any(|(kind, columns)| *kind == Kind::Customers && columns.has_any(&[TaxId, Cpf]));
    let due = complete(Kind::Receivables, &|_| true).is_some();
    // What is due may have a description and a total too; only goods have a code, a quantity or a price.
    let of_goods: &[Field] =
        if due { &[Product, Quantity, Price] } else { &[Product, Description, Quantity, Price, ItemTotal] };
    complete(Kind::Sales, &|columns| columns.has_any(of_goods))
        .or_else(|| complete(Kind::Receivables, &|_| true))
        .or_else(|| complete(Kind::Sales, &|_| true))
        .or_else(|| complete(Kind::Sellers, &|columns| !customer_of_sales && columns.has_any(&[Team, Manager])))
        .or_else(|| {
            complete(Kind::Products, &|columns| !customer_of_sales && columns.has_any(&[Category, Brand, UnitCost]))
        })
        .or_else(|| complete(Kind::Customers, &|_| true))
        .or_else(|| complete(Kind::Products, &|_| true))
        .or_else(|| complete(Kind::Sellers, &|_| true))
        .cloned()
}

/// The row, among the first, most of whose cells are names of columns.
fn find_header(sample: &[Row<'_>]) -> Option<usize> {
    let known = |text: &str| {
        let key = synonyms::header_key(text);
        !key.is_empty() && (synonyms::is_known(&key) || erp::is_known(&key))
    };
    let score = |row: &Row<'_>| row.filled().filter(|(_, text)| text.len() < 80 && known(text)).count();
    let scored = sample.iter().take(MAX_TITLE_ROWS).enumerate().map(|(at, row)| (score(row), std::cmp::Reverse(at)));
    scored.max().filter(|(score, _)| *score >= 2).map(|(_, at)| at.0)
}

fn mapped(sample: &[Row<'_>], map: &Map) -> Result<Guess, TableError> {
    let header = match &map.header {
        Some(HeaderAt::Line(line)) => {
            let at = sample.iter().position(|row| row.line == *line);
            Some(at.ok_or_else(|| no_header(sample))?)
        }
        Some(HeaderAt::Word(_)) => None,
        None => header_with(sample, map).or_else(|| map.names().next().is_none().then(|| find_header(sample))?),
    };
    let names = header.map(|at| names_of(&sample[at])).unwrap_or_default();
    let keys: Vec<String> = names.iter().map(|name| synonyms::header_key(name)).collect();
    let mut columns = Columns::none();
    for (field, place) in map.places()? {
        let column = match place {
            Place::Position(position) => position.checked_sub(1),
            Place::Name(name) => {
                let exact = names.iter().position(|other| other.trim() == name.trim());
                exact.or_else(|| keys.iter().position(|key| *key == synonyms::header_key(name)))
            }
        };
        let Some(column) = column.filter(|column| *column < super::row::MAX_COLUMNS) else {
            return Err(TableError::MapColumn {
                field: field.label(),
                column: place.to_string(),
                found: if names.is_empty() { "colunas sem nome".to_owned() } else { listed(&names) },
            });
        };
        columns.set(field, column);
    }
    suspicion::refuse_units(&names, &columns)?;
    match columns.missing(map.kind) {
        missing if missing.is_empty() => Ok(Guess {
            kind: map.kind,
            source: map.source.clone(),
            layout: None,
            header_line: header.map(|at| sample[at].line),
            names,
            columns,
        }),
        missing => Err(incomplete(map.kind, &names, &columns, &missing)),
    }
}

/// The first row that has every name the map gives.
fn header_with(sample: &[Row<'_>], map: &Map) -> Option<usize> {
    let wanted: Vec<String> = map.names().map(synonyms::header_key).collect();
    let all = |row: &Row<'_>| {
        let keys: Vec<String> = row.filled().map(|(_, text)| synonyms::header_key(text)).collect();
        wanted.iter().all(|name| keys.contains(name))
    };
    if wanted.is_empty() { None } else { sample.iter().take(MAX_TITLE_ROWS).position(all) }
}

/// Moves a column called "customer" or "document" to what its values are: tax ids or codes.
fn by_content(mut columns: Columns, values: &[Row<'_>]) -> Columns {
    let all = |column: usize, is: &dyn Fn(&str) -> bool| {
        let mut cells = values.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.text.trim());
        let mut some = false;
        cells.by_ref().filter(|text| !text.is_empty()).take(100).all(|text| {
            some = true;
            is(text)
        }) && some
    };
    let has_tax_id = columns.has_any(&[Field::TaxId, Field::Cpf]);
    if let Some(column) = columns.get(Field::Name) {
        if !has_tax_id && all(column, &is_tax_id) {
            columns.clear(Field::Name);
            columns.set(Field::TaxId, column);
        } else if !columns.has(Field::Code) && all(column, &is_code) {
            columns.clear(Field::Name);
            columns.set(Field::Code, column);
        }
    }
    if let Some(column) = columns.get(Field::Code)
        && !columns.has(Field::Name)
        && all(column, &|text| text.contains(' ') && !text.bytes().any(|byte| byte.is_ascii_digit()))
    {
        columns.clear(Field::Code);
        columns.set(Field::Name, column);
    }
    if let Some(column) = columns.get(Field::Number)
        && !columns.has_any(&[Field::TaxId, Field::Cpf])
        && all(column, &is_tax_id)
    {
        columns.clear(Field::Number);
        columns.set(Field::TaxId, column);
    }
    columns
}

fn is_tax_id(text: &str) -> bool {
    text.len() >= 11 && matches!(tax_id(text, None), Ok(Some(TaxId::Cnpj(_) | TaxId::Cpf(_))))
}

fn is_code(text: &str) -> bool {
    text.len() <= 20 && !text.contains(' ') && text.bytes().any(|byte| byte.is_ascii_digit())
}

fn names_of(row: &Row<'_>) -> Vec<String> {
    row.cells.iter().map(|cell| cell.text.trim().chars().take(200).collect()).collect()
}

fn no_header(sample: &[Row<'_>]) -> TableError {
    let first = sample.iter().find(|row| row.width() > 0);
    match first.map(|row| row.filled().map(|(_, text)| text.to_owned()).collect::<Vec<_>>()) {
        Some(cells) => TableError::NoHeader { first: listed(&cells) },
        None => TableError::Blank,
    }
}

fn incomplete(kind: Kind, names: &[String], columns: &Columns, missing: &[&str]) -> TableError {
    let understood = understood(names, columns);
    TableError::Incomplete { kind: kind.label(), understood, missing: missing.join(" e a de ") }
}

/// What was understood of a header, as the start of a sentence.
pub(super) fn understood(names: &[String], columns: &Columns) -> String {
    let understood: Vec<String> = columns
        .assigned()
        .into_iter()
        .take(12)
        .map(|(column, field)| match names.get(column).filter(|name| !name.is_empty()) {
            Some(name) => format!("{name:?} como {}", field.label()),
            None => format!("a coluna {} como {}", column + 1, field.label()),
        })
        .collect();
    match understood.is_empty() {
        true => "não entendi nenhuma coluna".to_owned(),
        false => format!("entendi {}", understood.join(", ")),
    }
}

/// The first names of a list, short enough for a message.
fn listed(names: &[String]) -> String {
    let short = |name: &String| name.chars().take(30).collect::<String>();
    let named: Vec<String> = names.iter().filter(|name| !name.trim().is_empty()).take(12).map(short).collect();
    named.join(" | ")
}
