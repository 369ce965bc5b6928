//! From the cells of one row to the fact it states.

mod customers;
mod described;
mod party;
mod products;
mod sales;
mod sellers;
mod titles;

pub use described::Described;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::facts::{ProductRow, RegistrationRow, RowParty, RowProduct, SaleRow, SellerRow, TitleRow};
use domain::record::{CellError, IgnoreReason};
use domain::text::normalised_name;
use domain::{Cents, Day};

use super::cells::{DateOrder, DecimalStyle, Number, date, month, number, shown};
use super::field::{Columns, Field, Kind};
use super::row::{Form, Row, is_blank};
use super::settle::{has_word, of_document};

/// The longest text of a cell, as long as spreadsheets allow.
const MAX_TEXT: usize = 32_767;

/// The facts of a table, each with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Sales.
    Sales(Vec<(u64, SaleRow)>),
    /// Receivables.
    Receivables(Vec<(u64, TitleRow)>),
    /// Customers.
    Customers(Vec<(u64, RegistrationRow)>),
    /// Products.
    Products(Vec<(u64, ProductRow)>),
    /// Sellers.
    Sellers(Vec<(u64, SellerRow)>),
}

/// What is wrong with a row: the field, what stood there, why.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) field: Option<Field>,
    pub(super) value: Option<String>,
    pub(super) cause: CellError,
}

/// Why a row states nothing.
pub(super) enum Nothing {
    Ignored(IgnoreReason),
    Fault(Box<Fault>),
}

/// A value of a row, or why the row states nothing.
pub(super) type Read<T> = Result<T, Nothing>;

/// What the values of the columns prove about how they are written.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub(super) dates: [DateEvidence; Field::ALL.len()],
    pub(super) comma: u64,
    pub(super) point: u64,
}

/// What the values of one column prove about the order of its dates.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DateEvidence {
    pub(super) day_first: u64,
    pub(super) month_first: u64,
}

/// How the values of a table are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Styles {
    pub(super) dates: [DateOrder; Field::ALL.len()],
    pub(super) decimals: DecimalStyle,
}

/// Reads the rows of one table.
pub(super) struct Reading<'t> {
    pub(super) columns: &'t Columns,
    pub(super) names: &'t [String],
    pub(super) source: Arc<str>,
    pub(super) today: Day,
    pub(super) styles: Styles,
    pub(super) evidence: Evidence,
    texts: HashSet<Arc<str>>,
    parties: HashMap<String, Option<Arc<RowParty>>>,
    products: HashMap<String, Option<Arc<RowProduct>>>,
    key: String,
    last_number: Option<Arc<str>>,
    traits: Traits,
    /// The amounts of documents that some row gave already.
    document_amounts: HashSet<sales::DocumentAmount>,
}

/// What the names of a table's columns say about all of its rows.
#[derive(Clone, Copy, Debug)]
struct Traits {
    /// The document's amount stands in each of its rows, and counts once.
    whole: bool,
    /// So does the billed amount.
    whole_billed: bool,
    /// The amount is without discounts.
    gross: bool,
    /// The documents are notes, not orders.
    of_notes: bool,
}

impl Traits {
    fn of(columns: &Columns, names: &[String]) -> Self {
        let name = |field: Field| columns.get(field).and_then(|column| names.get(column)).map_or("", String::as_str);
        let amount = if columns.has(Field::ItemTotal) { Field::ItemTotal } else { Field::DocumentTotal };
        let priced = columns.has(Field::Quantity) && columns.has(Field::Price);
        Self {
            whole: of_document(name(Field::DocumentTotal)) || priced,
            whole_billed: of_document(name(Field::Billed)),
            gross: has_word(name(amount), &["BRUTO", "BRUTA", "GROSS"]),
            of_notes: has_word(name(Field::Number), &["NOTA", "NF", "NFE", "FISCAL", "CUPOM", "INVOICE"]),
        }
    }
}

impl Rows {
    /// No rows of a kind.
    pub(super) fn none(kind: Kind) -> Self {
        match kind {
            Kind::Sales => Self::Sales(Vec::new()),
            Kind::Receivables => Self::Receivables(Vec::new()),
            Kind::Customers => Self::Customers(Vec::new()),
            Kind::Products => Self::Products(Vec::new()),
            Kind::Sellers => Self::Sellers(Vec::new()),
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::Sales(rows) => rows.len(),
            Self::Receivables(rows) => rows.len(),
            Self::Customers(rows) => rows.len(),
            Self::Products(rows) => rows.len(),
            Self::Sellers(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads one row more.
    pub(super) fn read(&mut self, reading: &mut Reading<'_>, row: &Row<'_>) -> Read<()> {
        match self {
            Self::Sales(rows) => rows.push((row.line, reading.sale(row)?)),
            Self::Receivables(rows) => rows.push((row.line, reading.title(row)?)),
            Self::Customers(rows) => rows.push((row.line, reading.registration(row)?)),
            Self::Products(rows) => rows.push((row.line, reading.product_row(row)?)),
            Self::Sellers(rows) => rows.push((row.line, reading.seller_row(row)?)),
        }
        Ok(())
    }
}

impl<'t> Reading<'t> {
    pub(super) fn new(columns: &'t Columns, names: &'t [String], source: Arc<str>, today: Day, styles: Styles) -> Self {
        let evidence = Evidence { dates: [DateEvidence::default(); Field::ALL.len()], comma: 0, point: 0 };
        Self {
            columns,
            names,
            source,
            today,
            styles,
            evidence,
            texts: HashSet::new(),
            parties: HashMap::new(),
            products: HashMap::new(),
            key: String::new(),
            last_number: None,
            traits: Traits::of(columns, names),
            document_amounts: HashSet::new(),
        }
    }

    /// The text of a field's cell, without spaces around; `None` where it says nothing.
    fn text<'r>(&self, row: &'r Row<'_>, field: Field) -> Read<Option<&'r str>> {
        let Some(cell) = self.columns.get(field).and_then(|column| row.cells.get(column)) else { return Ok(None) };
        let text = cell.text.trim();
        if cell.form == Form::Error {
            return Err(fault(field, text, CellError::FormulaError));
        }
        if cell.form == Form::Unsaved {
            return Err(fault(field, text, CellError::UnsavedFormula));
        }
        if text.len() > MAX_TEXT {
            return Err(fault(field, text, CellError::TooLong { limit: MAX_TEXT }));
        }
        Ok((!is_blank(text) && !matches!(text, "-" | "NULL" | "null" | "N/A" | "n/a")).then_some(text))
    }

    /// The same as an own text.
    fn owned(&self, row: &Row<'_>, field: Field) -> Read<Option<String>> {
        Ok(self.text(row, field)?.map(str::to_owned))
    }

    /// The same as a text shared with the rows that have it too.
    fn shared(&mut self, row: &Row<'_>, field: Field) -> Read<Option<Arc<str>>> {
        Ok(self.text(row, field)?.map(|text| self.share(text)))
    }

    fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(shared) = self.texts.get(text) {
            return shared.clone();
        }
        let shared: Arc<str> = text.into();
        self.texts.insert(shared.clone());
        shared
    }

    fn number(&mut self, row: &Row<'_>, field: Field, wrong: CellError) -> Read<Option<Number>> {
        let Some(text) = self.text(row, field)? else { return Ok(None) };
        let form =
            self.columns.get(field).and_then(|column| row.cells.get(column)).map_or(Form::Text, |cell| cell.form);
        let number = number(text, form, self.styles.decimals)
            .map_err(|cause| fault(field, text, if cause == CellError::Amount { wrong } else { cause }))?;
        match number.proves {
            Some(DecimalStyle::Comma) => self.evidence.comma += 1,
            Some(DecimalStyle::Point) => self.evidence.point += 1,
            None => {}
        }
        Ok(Some(number))
    }

    fn amount(&mut self, row: &Row<'_>, field: Field) -> Read<Option<Cents>> {
        let Some(number) = self.number(row, field, CellError::Amount)? else { return Ok(None) };
        if self.is_merged(row, field) {
            return Ok(Some(Cents::ZERO));
        }
        number.cents().map(Some).map_err(|cause| self.fault_at(row, field, cause))
    }

    /// Whether a field's value is the row's above, in one cell merged over both: an amount counts there.
    fn is_merged(&self, row: &Row<'_>, field: Field) -> bool {
        self.columns.get(field).and_then(|column| row.cells.get(column)).is_some_and(|cell| cell.merged)
    }

    fn day(&mut self, row: &Row<'_>, field: Field) -> Read<Option<Day>> {
        let Some(text) = self.text(row, field)? else { return Ok(None) };
        if matches!(text.as_bytes().first(), Some(b'0' | b'/')) && !text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
        {
            // `00/00/0000`, `0`, `  /  /  `: what systems write for no date.
            return Ok(None);
        }
        let place = field as usize;
        let dated = date(text, self.styles.dates[place]);
        let evidence = &mut self.evidence.dates[place];
        match dated.proves {
            Some(DateOrder::DayFirst) => evidence.day_first += 1,
            Some(DateOrder::MonthFirst) => evidence.month_first += 1,
            None => {}
        }
        let of_month = || (field == Field::IssueDate).then(|| month(text))?;
        dated.day.or_else(|cause| of_month().ok_or(cause)).map(Some).map_err(|cause| fault(field, text, cause))
    }

    fn needed<T>(&self, value: Option<T>, field: Field) -> Read<T> {
        value.ok_or_else(|| missing(field))
    }

    fn fault_at(&self, row: &Row<'_>, field: Field, cause: CellError) -> Nothing {
        let text = self.columns.get(field).and_then(|column| row.cells.get(column)).map_or("", |cell| cell.text.trim());
        fault(field, text, cause)
    }

    /// The document's number, with branch and series where the table has them.
    fn document_number(&mut self, row: &Row<'_>) -> Read<Option<Arc<str>>> {
        let Some(number) = self.text(row, Field::Number)? else { return Ok(None) };
        let number = number.strip_suffix(".0").unwrap_or(number);
        if !number.bytes().any(|byte| byte.is_ascii_digit()) {
            // `NF-e`, `avulso`: a word is no number, and would make one document of a whole table.
            return Ok(None);
        }
        if self.columns.has_any(&[Field::Branch, Field::Series]) {
            return self.qualified_number(row, number).map(Some);
        }
        // The lines of a document mostly follow one another.
        match &self.last_number {
            Some(last) if **last == *number => {}
            _ => self.last_number = Some(number.into()),
        }
        Ok(self.last_number.clone())
    }

    /// The number with branch and series before it, where the row has them.
    fn qualified_number(&self, row: &Row<'_>, number: &str) -> Read<Arc<str>> {
        let parts = [self.text(row, Field::Branch)?, self.text(row, Field::Series)?, Some(number)];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        Ok(parts.join("/").into())
    }

    /// Whether the row's status says that it never came to be.
    fn refuse_cancelled(&self, row: &Row<'_>) -> Read<()> {
        if let Some(status) = self.text(row, Field::Status)? {
            let status = status.to_lowercase();
            if !status.starts_with("não")
                && ["cancelad", "cancelled", "canceled", "denegad", "inutiliz", "excluíd", "excluid", "estornad"]
                    .iter()
                    .any(|word| status.contains(word))
            {
                return Err(Nothing::Ignored(IgnoreReason::CancelledRow));
            }
        }
        if let Some(direction) = self.text(row, Field::Direction)? {
            let word = normalised_name(direction);
            if direction == "-1" || matches!(word.as_str(), "DESPESA" | "D" | "PAGAR" | "A PAGAR" | "ENTRADA") {
                return Err(Nothing::Ignored(IgnoreReason::PayableRow));
            }
        }
        Ok(())
    }

    /// Whether the row's amounts are in another currency.
    fn refuse_foreign(&self, row: &Row<'_>) -> Read<()> {
        const OURS: [&str; 12] =
            ["R", "RS", "BRL", "REAL", "REAIS", "986", "790", "1", "01", "REAL BRASILEIRO", "BRAZILIAN REAL", "R BRL"];
        let Some(text) = self.text(row, Field::Currency)? else { return Ok(()) };
        let ours = OURS.contains(&normalised_name(text).as_str());
        if ours { Ok(()) } else { Err(fault(Field::Currency, text, CellError::Currency)) }
    }

    /// Why a row states nothing although nothing is wrong with it, if so.
    pub(super) fn idle(&self, row: &Row<'_>) -> Option<IgnoreReason> {
        let filled: Vec<(usize, &str)> = row.filled().take(self.names.len().max(8)).collect();
        let Some(&(_, first)) = filled.first() else { return Some(IgnoreReason::BlankRow) };
        if !self.names.is_empty()
            && filled.iter().all(|(column, text)| self.names.get(*column).is_some_and(|name| name == text))
        {
            return Some(IgnoreReason::RepeatedHeader);
        }
        let key = normalised_name(first);
        let word = key.split(' ').next().unwrap_or("");
        let mut totals = matches!(word, "TOTAL" | "TOTAIS" | "SUBTOTAL" | "SUBTOTAIS" | "SOMA");
        if !self.columns.has_any(&[Field::IssueDate, Field::DueDate]) {
            // In a list, `Total Distribuidora` is somebody's name.
            totals &=
                key == word || key.split(' ').nth(1).is_some_and(|next| matches!(next, "GERAL" | "DE" | "DO" | "DA"));
        }
        let cell = |field: Field| {
            self.columns.get(field).and_then(|column| row.cells.get(column)).filter(|cell| !is_blank(&cell.text))
        };
        let named = [Field::TaxId, Field::Cpf, Field::Code, Field::Number, Field::Product]
            .into_iter()
            .any(|field| cell(field).is_some_and(|cell| cell.text.trim() != first));
        if totals && !named {
            return Some(IgnoreReason::TotalRow);
        }
        let is_text = |text: &str| text.bytes().any(|byte| byte.is_ascii_alphabetic());
        if filled.len() == 1 && self.columns.assigned().len() > 2 && is_text(first) {
            return Some(IgnoreReason::TitleRow);
        }
        let money = [
            Field::Amount,
            Field::PaidAmount,
            Field::OpenAmount,
            Field::ItemTotal,
            Field::DocumentTotal,
            Field::Billed,
        ];
        // What has a number is a document, wherever the number stands.
        let named = named || cell(Field::Number).is_some();
        let only_sums = filled.iter().all(|(_, text)| !is_text(text) || text.starts_with("R$"));
        let has_sum = money.into_iter().any(|field| cell(field).is_some());
        let dated = [Field::IssueDate, Field::DueDate].into_iter().any(|field| cell(field).is_some());
        let whom = [Field::Name, Field::TradeName].into_iter().any(|field| cell(field).is_some());
        (only_sums && has_sum && !named && !dated && !whom).then_some(IgnoreReason::TotalRow)
    }
}

pub(super) fn fault(field: Field, text: &str, cause: CellError) -> Nothing {
    Nothing::Fault(Box::new(Fault { field: Some(field), value: Some(shown(text)), cause }))
}

fn missing(field: Field) -> Nothing {
    Nothing::Fault(Box::new(Fault {
        field: Some(field),
        value: None,
        cause: CellError::Missing { field: field.label() },
    }))
}
