//! Rows as values, one by one.

use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Date32Type, Float64Type, Int64Type};
use datafusion::parquet::arrow::ArrowWriter;
use domain::Day;
use serde_json::Value;

use crate::PanelError;

/// Rows of a panel, in columns.
pub type Rows = RecordBatch;

/// The names of the columns, in order.
pub fn column_names(rows: &Rows) -> Vec<String> {
    rows.schema().fields().iter().map(|field| field.name().clone()).collect()
}

/// The value of a column in a row, as JSON: amounts in cents, dates in ISO form, nothing as null.
pub fn value_at(rows: &RecordBatch, column: &str, row: usize) -> Value {
    let Some(column) = rows.column_by_name(column).filter(|column| column.is_valid(row)) else { return Value::Null };
    match column.data_type() {
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into(),
        DataType::Boolean => column.as_boolean().value(row).into(),
        DataType::Date32 => Day::from_epoch_days(column.as_primitive::<Date32Type>().value(row)).iso().into(),
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        _ => match cast(&column.slice(row, 1), &DataType::Utf8) {
            Ok(text) => text.as_string::<i32>().value(0).into(),
            Err(_) => Value::Null,
        },
    }
}

/// Rows as a Parquet file.
///
/// # Errors
/// The rows cannot be encoded.
pub fn parquet(rows: &RecordBatch) -> Result<Vec<u8>, PanelError> {
    let mut writer = ArrowWriter::try_new(Vec::new(), rows.schema(), None).map_err(encoding)?;
    writer.write(rows).map_err(encoding)?;
    writer.into_inner().map_err(encoding)
}

fn encoding(error: datafusion::parquet::errors::ParquetError) -> PanelError {
    PanelError::Query(datafusion::error::DataFusionError::from(error))
}
