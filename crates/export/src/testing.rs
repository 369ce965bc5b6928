//! Rows to be written in tests.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use panel::Rows;

/// Two customers, the second of a name that would command a spreadsheet.
pub(crate) fn rows() -> Rows {
    let text = |values: [Option<&'static str>; 2]| Arc::new(StringArray::from_iter(values)) as ArrayRef;
    let columns = [
        ("customer", text([Some("01222333"), Some("omie:7")])),
        ("name", text([Some("Alfa; Ltda"), Some("=1+1")])),
        ("tax_id", text([Some("01222333000128"), None])),
        ("status", text([Some("ex_cliente"), Some("ativo")])),
        ("revenue_12m_cents", Arc::new(Int64Array::from(vec![123_456, -50]))),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}
