//! Writing columns to files of the lake, and what the catalogue remembers of each.

use arrow::array::RecordBatch;
use arrow::compute::{SortColumn, concat_batches, lexsort_to_indices, take_record_batch};
use arrow::datatypes::{DataType, Schema, SchemaRef};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;
use sea_orm::{ActiveValue, Set};

use crate::catalogue::entities::files;
use crate::error::StoreError;
use crate::lake::{Lake, run_blocking};

/// Columns whose values follow one another.
const NUMBERS: [&str; 2] = ["document", "party"];

/// A dictionary that outgrows this is given up for the pages that follow.
const DICTIONARY_BYTES: usize = 64 * 1024;

/// Version of the files' layout, written into each.
pub(crate) const FORMAT: &str = "1";

/// Rows of a page of facts: who reads a range of customers reads little more than theirs.
const PAGE_ROWS: usize = 4096;

/// Rows of a group: large enough to scan fast, small enough to skip.
const ROW_GROUP: usize = 256 * 1024;

/// A file that lies in the lake and is not listed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub kind: &'static str,
    pub path: String,
    pub rows: i64,
    pub bytes: i64,
    pub hash: String,
}

impl Written {
    /// The file's row in the catalogue, listed for readers from `sequence` on.
    pub fn listed(self, batch: i64, sequence: i64) -> files::ActiveModel {
        files::ActiveModel {
            id: ActiveValue::NotSet,
            batch: Set(batch),
            kind: Set(self.kind.to_owned()),
            path: Set(self.path),
            rows: Set(self.rows),
            bytes: Set(self.bytes),
            hash: Set(self.hash),
            listed_at: Set(sequence),
            unlisted_at: Set(None),
        }
    }
}

impl files::Model {
    /// Whether these are the bytes that were written.
    pub fn is_of(&self, bytes: &[u8]) -> bool {
        blake3::hash(bytes).to_hex().as_str() == self.hash
    }
}

/// The properties every file has.
pub(crate) fn properties() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_created_by("carteira".to_owned())
        .set_key_value_metadata(Some(vec![KeyValue::new("carteira.format".to_owned(), FORMAT.to_owned())]))
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP))
}

/// The properties of a file of facts. Versions and parties follow one another, and amounts are of many kinds:
/// what they have in common is their difference, which another encoding than a dictionary finds. A dictionary,
/// where one is of use, is small: whoever reads a page reads it too.
pub(crate) fn fact_properties(schema: &Schema) -> WriterProperties {
    let mut properties = properties()
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_write_batch_size(PAGE_ROWS)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES);
    for field in schema.fields() {
        let column = ColumnPath::from(field.name().as_str());
        if NUMBERS.contains(&field.name().as_str()) {
            properties = properties.set_column_dictionary_enabled(column.clone(), false);
        }
        if field.data_type() == &DataType::Int64 {
            properties = properties.set_column_encoding(column.clone(), Encoding::DELTA_BINARY_PACKED);
        }
        // Numbers are packed already, and names that repeat: little more would come of what costs more to undo.
        if field.data_type() != &DataType::Utf8 {
            properties = properties.set_column_compression(column, Compression::LZ4_RAW);
        }
    }
    properties.build()
}

/// Encodes batches of one schema as a file and writes it to the lake, off the caller's thread.
pub(crate) async fn write(
    lake: &Lake,
    kind: &'static str,
    path: String,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    properties: WriterProperties,
) -> Result<Written, StoreError> {
    let (bytes, hash, rows) = run_blocking(move || {
        let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties))?;
        for batch in &batches {
            writer.write(batch)?;
        }
        let bytes = writer.into_inner()?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        Ok((Bytes::from(bytes), hash, rows))
    })
    .await?;
    let written = Written { kind, path, rows: rows as i64, bytes: bytes.len() as i64, hash };
    lake.put(&written.path, bytes).await?;
    Ok(written)
}

/// All rows of a file.
pub(crate) async fn read(lake: &Lake, path: &str) -> Result<Vec<RecordBatch>, StoreError> {
    let bytes = lake.get(path).await?;
    let damaged = |detail: String| StoreError::Damaged { path: path.to_owned(), detail };
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes)
        .and_then(|builder| builder.with_batch_size(64 * 1024).build())
        .map_err(|error| damaged(error.to_string()))?;
    reader.collect::<Result<_, _>>().map_err(|error| damaged(error.to_string()))
}

/// The batch's rows in the order of some of its columns, rows without value first. It takes the batch,
/// so that memory holds one copy once it is done.
pub(crate) fn sorted(batch: RecordBatch, columns: &[&str]) -> Result<RecordBatch, StoreError> {
    let sort_columns: Vec<SortColumn> = columns
        .iter()
        .filter_map(|name| batch.column_by_name(name))
        .map(|values| SortColumn { values: values.clone(), options: None })
        .collect();
    let order = lexsort_to_indices(&sort_columns, None)?;
    Ok(take_record_batch(&batch, &order)?)
}

/// Several batches of one schema as one.
pub(crate) fn joined(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<RecordBatch, StoreError> {
    Ok(concat_batches(schema, batches)?)
}
