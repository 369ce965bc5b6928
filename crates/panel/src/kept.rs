//! Rows of several queries as bytes, to be kept: one Arrow stream after the other.

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::ipc::reader::StreamReader;
use datafusion::arrow::ipc::writer::StreamWriter;

/// The rows as bytes.
pub(crate) fn to_bytes(queries: &[RecordBatch]) -> Result<Vec<u8>, ArrowError> {
    let mut bytes = Vec::new();
    for rows in queries {
        let mut writer = StreamWriter::try_new(&mut bytes, &rows.schema())?;
        writer.write(rows)?;
        writer.finish()?;
    }
    Ok(bytes)
}

/// The rows of so many queries; `None` where the bytes are no longer whole.
pub(crate) fn from_bytes(mut bytes: &[u8], queries: usize) -> Option<Vec<RecordBatch>> {
    let mut next = || {
        let mut stream = StreamReader::try_new(&mut bytes, None).ok()?;
        let rows = stream.next()?.ok()?;
        stream.next().is_none().then_some(rows)
    };
    (0..queries).map(|_| next()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use datafusion::arrow::array::{ArrayRef, DictionaryArray, Int64Array};
    use datafusion::arrow::datatypes::Int32Type;

    use super::*;

    #[test]
    fn brings_back_what_was_kept_whole_and_nothing_else() {
        let words: DictionaryArray<Int32Type> = ["sale", "return", "sale"].into_iter().collect();
        let batch = |columns: Vec<(&str, ArrayRef)>| RecordBatch::try_from_iter(columns).unwrap();
        let kept = vec![
            batch(vec![("document", Arc::new(Int64Array::from(vec![1, 2, 3]))), ("class", Arc::new(words))]),
            batch(vec![("document", Arc::new(Int64Array::from(Vec::<i64>::new())))]),
        ];
        let bytes = to_bytes(&kept).unwrap();
        assert_eq!(from_bytes(&bytes, 2), Some(kept));
        for cut in 0..bytes.len() {
            // The end of the last stream may be missing: all rows are there.
            assert!(from_bytes(&bytes[..cut], 2).is_none() || bytes.len() - cut <= 8, "{cut} of {}", bytes.len());
        }
    }
}
