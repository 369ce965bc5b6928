//! The panel at one date and level, and what can be asked of it.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
};
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::compute::{cast, filter_record_batch};
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, Float64Type, Int64Type, Schema};
use datafusion::arrow::ipc::reader::FileReader;
use datafusion::arrow::ipc::writer::FileWriter;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::prelude::{DataFrame, SessionConfig, SessionContext, col};
use domain::{CustomerKey, Day};
use engine::collect;
use futures::future::BoxFuture;

use crate::columns::Columns;
use crate::identities::key_at;
use crate::metrics::{METRICS, Metric, Unit};
use crate::order::{place_from, text_at};
use crate::predicate::{Predicate, data_type};
use crate::rows::value_at;
use crate::selection::Selections;
use crate::{Level, PanelError, Visible, functions};

/// One row per customer at a date, the metrics of the catalogue and what they were computed from.
///
/// Rows are ordered by customer. A row without customer, if there is one, is the consumers nobody
/// identified.
#[derive(Clone, Debug)]
pub struct Panel {
    pub(crate) rows: RecordBatch,
    level: Level,
    as_of: Day,
    /// What was found out about columns, this panel's and those of others made from it.
    pub(crate) columns: Arc<Columns>,
    /// The rows that predicates found in this panel.
    pub(crate) selections: Arc<Selections>,
}

/// What is asked of a panel.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Only customers of which this is true.
    pub predicate: Option<Predicate>,
    /// Also customers who have not bought.
    pub with_prospects: bool,
    /// The metrics wanted, in this order; empty for all.
    pub columns: Vec<String>,
    /// In which order; by customer where nothing is said.
    pub sort: Option<Sort>,
    /// No more than so many.
    pub limit: Option<usize>,
}

/// An order of customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The metric.
    pub column: String,
    /// From the greatest down. Customers without value come last either way.
    pub descending: bool,
}

/// The columns of a list as people see it, where they name none.
pub const LISTED: [&str; 9] = [
    "name",
    "tax_id",
    "uf",
    "status",
    "days_since_purchase",
    "purchase_cycle_days",
    "next_purchase_on",
    "abc",
    "revenue_12m_cents",
];

/// Columns by which a panel knows its rows.
const ROWS: [&str; 3] = ["customer", "face", "has_moved"];

impl Query {
    /// The columns of a panel that can answer it; `None` where it asks for all.
    pub(crate) fn needs(&self) -> Option<BTreeSet<String>> {
        if self.columns.is_empty() {
            return None;
        }
        let sorted = self.sort.iter().map(|sort| sort.column.clone());
        let named = self.columns.iter().cloned().chain(sorted);
        let asked = self.predicate.iter().flat_map(Predicate::columns);
        let mut needs: BTreeSet<String> = named.chain(asked).filter(|name| Metric::named(name).is_some()).collect();
        if needs.contains("registration_completeness") {
            needs.insert("registration_missing".to_owned());
        }
        needs.extend(ROWS.map(str::to_owned));
        Some(needs)
    }
}

impl Panel {
    /// A panel of computed rows.
    pub(crate) fn new(rows: &RecordBatch, level: Level, as_of: Day) -> Result<Self, PanelError> {
        let rows = plain(rows)?;
        let unidentified = rows.column_by_name("customer").map_or(0, |customers| customers.null_count());
        if unidentified > 1 {
            return Err(PanelError::Inconsistent { detail: "um cliente com movimento ficou sem cadastro" });
        }
        Ok(Self::of(rows, level, as_of))
    }

    fn of(rows: RecordBatch, level: Level, as_of: Day) -> Self {
        Self { rows, level, as_of, columns: Arc::default(), selections: Arc::default() }
    }

    /// The panel with other rows of the same customers.
    pub(crate) fn with(&self, rows: RecordBatch) -> Self {
        Self {
            rows,
            level: self.level,
            as_of: self.as_of,
            columns: Arc::clone(&self.columns),
            selections: Arc::default(),
        }
    }

    /// The date.
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// What a row is.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Bytes that [`Panel::from_bytes`] reads back; equal panels give equal bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PanelError> {
        let mut writer = FileWriter::try_new(Vec::new(), &self.rows.schema())?;
        writer.write(&self.rows)?;
        Ok(writer.into_inner()?)
    }

    /// The panel that bytes were written from; `None` where they are no longer whole.
    pub(crate) fn from_bytes(bytes: Vec<u8>, level: Level, as_of: Day) -> Option<Self> {
        let mut batches = FileReader::try_new(Cursor::new(bytes), None).ok()?;
        let rows = batches.next()?.ok()?;
        Some(Self::of(rows, level, as_of))
    }

    /// The customers that a query asks for, among those that may be seen: column `customer`, then the
    /// metrics wanted. Without columns named, all that whoever asks may see.
    ///
    /// # Errors
    /// A metric does not exist, or reveals what may not be seen.
    pub fn list<'a>(
        &'a self,
        query: &'a Query,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<RecordBatch, PanelError>> {
        Box::pin(async move {
            let columns = wanted(&query.columns, visible)?;
            if let Some(sort) = &query.sort {
                wanted(std::slice::from_ref(&sort.column), visible)?;
            }
            let mut found = self.selected(query, visible)?;
            if let Some(sort) = &query.sort {
                let by = match Metric::named(&sort.column).map(|metric| metric.column.unit) {
                    Some(Unit::Text) => functions::collated(col(&sort.column)),
                    _ => col(&sort.column),
                };
                found = found.sort(vec![by.sort(!sort.descending, false), col("customer").sort(true, false)])?;
            }
            let found = found.limit(0, query.limit)?;
            let names: Vec<&str> = std::iter::once("customer").chain(columns).collect();
            Ok(collect(found.select_columns(&names)?).await?)
        })
    }

    /// The row of a customer; `None` where there is none that may be seen.
    pub(crate) fn row(&self, customer: &str, visible: &Visible) -> Option<RecordBatch> {
        Some(self.rows.slice(self.place(customer, visible)?, 1))
    }

    /// Where the row of a customer is.
    pub(crate) fn place(&self, customer: &str, visible: &Visible) -> Option<usize> {
        let customers = self.text("customer").ok()?;
        let place = place_from(customers, customer);
        (text_at(customers, place) == Some(customer) && visible.sees(customer)).then_some(place)
    }

    /// What a metric of a customer is; `None` where there is none that may be seen.
    pub fn value_of(&self, customer: &str, metric: &str, visible: &Visible) -> Option<serde_json::Value> {
        Some(value_at(&self.row(customer, visible)?, metric, 0))
    }

    /// The row of the consumers nobody identified, if there is one.
    pub(crate) fn unidentified(&self) -> Result<BooleanBuffer, PanelError> {
        let customers = self.text("customer")?;
        Ok(BooleanBuffer::collect_bool(customers.len(), |row| customers.is_null(row)))
    }

    /// That a customer is not here, in the words of whoever asked: that a code is some tax id, or that a
    /// company is of a group, is not theirs to know either.
    pub(crate) fn unknown(&self, customer: &CustomerKey, visible: &Visible) -> PanelError {
        let key = key_at(customer, self.level);
        PanelError::UnknownCustomer { near: self.keys_like(&key, visible), key }
    }

    /// The keys of customers that begin like a key.
    fn keys_like(&self, key: &str, visible: &Visible) -> Vec<String> {
        let Ok(customers) = self.text("customer") else { return Vec::new() };
        let start: String = key.chars().take(8).collect();
        let known = (place_from(customers, &start)..customers.len()).map_while(|row| text_at(customers, row));
        let alike = known.take_while(|known| known.starts_with(&start)).filter(|known| visible.sees(known));
        alike.take(3).map(str::to_owned).collect()
    }

    /// The customers that a query asks for, as the engine finds them.
    fn selected(&self, query: &Query, visible: &Visible) -> Result<DataFrame, PanelError> {
        let context = self.context();
        let customers = col("customer").is_not_null();
        let customers = if query.with_prospects { customers } else { customers.and(col("has_moved")) };
        let mut found = context.read_batch(self.seen(query, visible)?)?.filter(customers)?;
        if let Some(predicate) = &query.predicate {
            let condition = found.parse_sql_expr(predicate.as_sql())?;
            // Asking whether a share is above a number, again and again, finds it out.
            let asked: Vec<String> = condition.column_refs().into_iter().map(|column| column.name.clone()).collect();
            asked.iter().try_for_each(|name| wanted(std::slice::from_ref(name), visible).map(drop))?;
            found = found.filter(functions::computable(condition)?)?;
        }
        Ok(found)
    }

    /// A session that knows the functions of predicates and no others.
    pub(crate) fn context(&self) -> SessionContext {
        let config =
            SessionConfig::new().with_target_partitions(1).set_bool("datafusion.sql_parser.collect_spans", true);
        let functions = functions::scalars(self.as_of);
        let state = SessionStateBuilder::new().with_config(config).with_scalar_functions(functions).build();
        SessionContext::new_with_state(state)
    }

    /// The rows that may be seen, in the columns that a query needs.
    fn seen(&self, query: &Query, visible: &Visible) -> Result<RecordBatch, PanelError> {
        let Some(seen) = visible.rows(self.customers()?) else { return Ok(self.rows.clone()) };
        let schema = self.rows.schema();
        let places =
            |names: BTreeSet<String>| names.iter().filter_map(|name| schema.index_of(name).ok()).collect::<Vec<_>>();
        let rows = match query.needs() {
            None => self.rows.clone(),
            Some(names) => self.rows.project(&places(names))?,
        };
        Ok(filter_record_batch(&rows, &BooleanArray::new(seen, None))?)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.rows.column_by_name(name).is_some()
    }

    pub(crate) fn text(&self, name: &'static str) -> Result<&StringArray, PanelError> {
        let column = self.rows.column_by_name(name);
        let column = column.and_then(|column| column.as_string_opt::<i32>());
        column.ok_or(PanelError::Inconsistent { detail: "falta uma coluna na carteira" })
    }
}

/// The metrics of names that may be seen, all where none is named.
pub(crate) fn wanted<'q>(names: &'q [String], visible: &Visible) -> Result<Vec<&'q str>, PanelError> {
    if names.is_empty() {
        let seen = METRICS.iter().filter(|metric| visible.is_everything() || !metric.reveals_total);
        return Ok(seen.map(|metric| metric.column.name).collect());
    }
    if let Some(twice) = names.iter().enumerate().find(|(place, name)| names[..*place].contains(name)) {
        return Err(PanelError::NamedTwice { name: twice.1.clone() });
    }
    let check = |name: &'q String| match Metric::named(name) {
        None => Err(PanelError::unknown_metric(name)),
        Some(metric) if metric.reveals_total && !visible.is_everything() => {
            Err(PanelError::Hidden { name: name.clone() })
        }
        Some(_) => Ok(name.as_str()),
    };
    names.iter().map(check).collect()
}

/// The same values laid out in the one way there is: what lies under a null differs from one way of
/// computing to another, and equal panels must give equal bytes.
fn canonical(column: &ArrayRef) -> ArrayRef {
    match column.data_type() {
        DataType::Utf8 => Arc::new(StringArray::from_iter(column.as_string::<i32>().iter())),
        DataType::Boolean => Arc::new(BooleanArray::from_iter(column.as_boolean().iter())),
        DataType::Int64 => Arc::new(Int64Array::from_iter(column.as_primitive::<Int64Type>().iter())),
        DataType::Float64 => Arc::new(Float64Array::from_iter(column.as_primitive::<Float64Type>().iter())),
        DataType::Date32 => Arc::new(Date32Array::from_iter(column.as_primitive::<Date32Type>().iter())),
        _ => Arc::clone(column),
    }
}

/// The rows with each column of the one type it always has, whatever the engine computed it as.
fn plain(rows: &RecordBatch) -> Result<RecordBatch, PanelError> {
    let mut fields = Vec::with_capacity(rows.num_columns());
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(rows.num_columns());
    for (field, column) in rows.schema().fields().iter().zip(rows.columns()) {
        let data_type = match (crate::metrics::column(field.name()), field.name().as_str()) {
            (Some(known), _) => data_type(known.unit),
            (None, "has_moved") => DataType::Boolean,
            (None, _) => DataType::Utf8,
        };
        columns.push(canonical(&cast(column, &data_type)?));
        fields.push(Field::new(field.name(), data_type, true));
    }
    Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)?)
}
