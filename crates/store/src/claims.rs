//! Claims: which import met which version of which document.
//!
//! A document is live while a live import claims it; of its claimed versions the one of greatest
//! (standing, content) counts. Claims lie in files sorted by key beside the facts, never in a SQL
//! table: millions are looked up in a few reads.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::{AsArray, FixedSizeBinaryArray, RecordBatch};
use arrow::array::{FixedSizeBinaryBuilder, Int64Array, UInt8Array, UInt32Array};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef, UInt8Type, UInt32Type};
use domain::facts::Standing;
use domain::{ContentHash, DocumentKey};
use futures::StreamExt;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, RowSelection};
use parquet::arrow::{ParquetRecordBatchStreamBuilder, ProjectionMask};
use parquet::bloom_filter::Sbbf;
use parquet::file::metadata::PageIndexPolicy;
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use parquet::schema::types::ColumnPath;

use crate::error::StoreError;
use crate::files::{Written, properties, write};
use crate::lake::{Lake, LakeFile};

/// The kind of file claims lie in.
pub(crate) const KIND: &str = "claims";

/// Claims of one file at most, which are held in memory until it is written.
pub(crate) const FILE_ROWS: usize = 128 * 1024;

/// Rows of a page: what one lookup reads.
const PAGE_ROWS: usize = 4096;

/// How often a filter takes a key for one that its file holds, which costs a page: there may be hundreds
/// of files.
const FALSE_ALARMS: f64 = 0.001;

/// From so many keys on, all keys of a file are read and none is looked for.
const MANY: usize = 16 * PAGE_ROWS;

/// One import's claim of one version of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Claim {
    pub key: DocumentKey,
    pub version: i64,
    pub standing: u8,
    pub content: ContentHash,
    pub batch: i64,
    /// How many facts of the business the version states.
    pub facts: u32,
}

impl Claim {
    /// The import that brought the version, which may be an earlier one than claims it here.
    pub fn born_in(&self) -> i64 {
        self.version >> 32
    }

    /// What decides between versions of one document: the greatest counts. Versions of a document that
    /// only tables state are of equal worth: the one that was brought last counts.
    pub fn rank(&self) -> Rank {
        match self.standing == Standing::Stated as u8 {
            true => (self.standing, u128::from(self.batch.unsigned_abs())),
            false => (self.standing, u128::from_be_bytes(self.content.0)),
        }
    }

    /// Whether it claims a version that says just this.
    pub fn says(&self, standing: u8, content: ContentHash) -> bool {
        (self.standing, self.content) == (standing, content)
    }
}

/// What versions of one document are compared by.
pub(crate) type Rank = (u8, u128);

fn schema() -> SchemaRef {
    Schema::new(vec![
        Field::new("key", DataType::FixedSizeBinary(16), false),
        Field::new("version", DataType::Int64, false),
        Field::new("standing", DataType::UInt8, false),
        Field::new("content", DataType::FixedSizeBinary(16), false),
        Field::new("batch", DataType::Int64, false),
        Field::new("facts", DataType::UInt32, false),
    ])
    .into()
}

/// Writes claims, sorted by key, to a file.
pub(crate) async fn write_claims(lake: &Lake, path: String, mut claims: Vec<Claim>) -> Result<Written, StoreError> {
    claims.sort_unstable();
    let mut keys = FixedSizeBinaryBuilder::with_capacity(claims.len(), 16);
    let mut contents = FixedSizeBinaryBuilder::with_capacity(claims.len(), 16);
    for claim in &claims {
        keys.append_value(claim.key.0)?;
        contents.append_value(claim.content.0)?;
    }
    let batch = RecordBatch::try_new(
        schema(),
        vec![
            Arc::new(keys.finish()),
            Arc::new(Int64Array::from_iter_values(claims.iter().map(|claim| claim.version))),
            Arc::new(UInt8Array::from_iter_values(claims.iter().map(|claim| claim.standing))),
            Arc::new(contents.finish()),
            Arc::new(Int64Array::from_iter_values(claims.iter().map(|claim| claim.batch))),
            Arc::new(UInt32Array::from_iter_values(claims.iter().map(|claim| claim.facts))),
        ],
    )?;
    let key = ColumnPath::from("key");
    let properties = properties()
        .set_max_row_group_row_count(Some(claims.len().max(1)))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_write_batch_size(PAGE_ROWS)
        .set_column_dictionary_enabled(key.clone(), false)
        .set_column_dictionary_enabled(ColumnPath::from("content"), false)
        .set_column_bloom_filter_enabled(key.clone(), true)
        .set_column_bloom_filter_fpp(key.clone(), FALSE_ALARMS)
        .set_column_bloom_filter_max_ndv(key, claims.len().max(1) as u64)
        .build();
    write(lake, KIND, path, schema(), vec![batch], properties).await
}

/// The claims of live imports, ready to be looked up.
pub(crate) struct Claims {
    lake: Lake,
    files: Vec<ClaimFile>,
    /// Imports whose claims no longer count, though a compacted file may still hold them.
    undone: HashSet<i64>,
}

struct ClaimFile {
    file: LakeFile,
    metadata: ArrowReaderMetadata,
    filters: Vec<Option<Sbbf>>,
}

impl Claims {
    /// Opens claim files, given by path and size, reading what tells which keys they may hold.
    pub async fn open(lake: &Lake, files: Vec<(String, u64)>, undone: HashSet<i64>) -> Result<Self, StoreError> {
        let mut claims = Self { lake: lake.clone(), files: Vec::with_capacity(files.len()), undone };
        for (path, bytes) in files {
            claims.add(&path, bytes).await?;
        }
        Ok(claims)
    }

    /// Adds a file written since.
    pub async fn add(&mut self, path: &str, bytes: u64) -> Result<(), StoreError> {
        let mut file = LakeFile::new(&self.lake, path, bytes);
        let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
        let metadata = ArrowReaderMetadata::load_async(&mut file, options).await?;
        let mut builder = ParquetRecordBatchStreamBuilder::new_with_metadata(file.clone(), metadata.clone());
        let mut filters = Vec::new();
        for group in 0..metadata.metadata().num_row_groups() {
            filters.push(builder.get_row_group_column_bloom_filter(group, 0).await?);
        }
        self.files.push(ClaimFile { file, metadata, filters });
        Ok(())
    }

    /// All claims of these keys, which are sorted and without repetition; the claims are sorted too.
    pub async fn find(&self, keys: &[DocumentKey]) -> Result<Vec<Claim>, StoreError> {
        let mut found = Vec::new();
        for file in &self.files {
            for group in 0..file.filters.len() {
                let candidates = match keys.len() < MANY {
                    true => file.candidates(group, keys),
                    false => file.held(group, keys).await?,
                };
                if !candidates.is_empty() {
                    found.extend(file.read(group, &candidates).await?);
                }
            }
        }
        found.retain(|claim| !self.undone.contains(&claim.batch));
        found.sort_unstable();
        Ok(found)
    }
}

impl ClaimFile {
    /// The keys that a group of rows may hold.
    fn candidates(&self, group: usize, keys: &[DocumentKey]) -> Vec<DocumentKey> {
        match &self.filters[group] {
            Some(filter) => keys.iter().copied().filter(|key| filter.check(&key.0[..])).collect(),
            None => keys.to_vec(),
        }
    }

    /// The keys that a group of rows holds.
    async fn held(&self, group: usize, keys: &[DocumentKey]) -> Result<Vec<DocumentKey>, StoreError> {
        let mut builder = ParquetRecordBatchStreamBuilder::new_with_metadata(self.file.clone(), self.metadata.clone());
        let only_keys = ProjectionMask::leaves(builder.parquet_schema(), [0]);
        builder = builder.with_row_groups(vec![group]).with_projection(only_keys).with_batch_size(FILE_ROWS);
        let mut batches = builder.build()?;
        let mut held = Vec::new();
        let mut from = 0;
        while let Some(batch) = batches.next().await {
            let batch = batch?;
            // Both are in order: neither is gone through twice.
            for key in batch.column(0).as_fixed_size_binary().iter().flatten() {
                from += keys[from..].iter().take_while(|wanted| wanted.0[..] < *key).count();
                held.extend(keys.get(from).filter(|wanted| wanted.0[..] == *key));
            }
        }
        held.dedup();
        Ok(held)
    }

    async fn read(&self, group: usize, keys: &[DocumentKey]) -> Result<Vec<Claim>, StoreError> {
        let mut builder = ParquetRecordBatchStreamBuilder::new_with_metadata(self.file.clone(), self.metadata.clone())
            .with_row_groups(vec![group])
            .with_batch_size(64 * 1024);
        if let Some(pages) = self.pages_of(group, keys) {
            builder = builder.with_row_selection(pages);
        }
        let mut batches = builder.build()?;
        let mut found = Vec::new();
        while let Some(batch) = batches.next().await {
            let batch = batch?;
            let wanted = |claim: &Claim| keys.binary_search(&claim.key).is_ok();
            found.extend(rows(&batch).filter(wanted));
        }
        Ok(found)
    }

    /// The pages whose range of keys holds any of these; `None` where the file does not say.
    fn pages_of(&self, group: usize, keys: &[DocumentKey]) -> Option<RowSelection> {
        let metadata = self.metadata.metadata();
        let ColumnIndexMetaData::FIXED_LEN_BYTE_ARRAY(index) = metadata.column_index()?.get(group)?.first()? else {
            return None;
        };
        let starts = metadata.offset_index()?.get(group)?.first()?.page_locations();
        let rows = metadata.row_group(group).num_rows() as usize;
        let mut ranges = Vec::new();
        for (page, location) in starts.iter().enumerate() {
            let (low, high) = (index.min_value(page)?, index.max_value(page)?);
            let first_not_below = keys.partition_point(|key| key.0[..] < *low);
            if keys.get(first_not_below).is_some_and(|key| key.0[..] <= *high) {
                let end = starts.get(page + 1).map_or(rows, |next| next.first_row_index as usize);
                ranges.push(location.first_row_index as usize..end);
            }
        }
        Some(RowSelection::from_consecutive_ranges(ranges.into_iter(), rows))
    }
}

/// The claims of a record batch of a claim file.
pub(crate) fn rows(batch: &RecordBatch) -> impl Iterator<Item = Claim> + '_ {
    let keys: &FixedSizeBinaryArray = batch.column(0).as_fixed_size_binary();
    let versions = batch.column(1).as_primitive::<Int64Type>();
    let standings = batch.column(2).as_primitive::<UInt8Type>();
    let contents: &FixedSizeBinaryArray = batch.column(3).as_fixed_size_binary();
    let batches = batch.column(4).as_primitive::<Int64Type>();
    let facts = batch.column(5).as_primitive::<UInt32Type>();
    (0..batch.num_rows()).map(move |row| Claim {
        key: DocumentKey(sixteen(keys.value(row))),
        version: versions.value(row),
        standing: standings.value(row),
        content: ContentHash(sixteen(contents.value(row))),
        batch: batches.value(row),
        facts: facts.value(row),
    })
}

fn sixteen(bytes: &[u8]) -> [u8; 16] {
    std::array::from_fn(|place| bytes.get(place).copied().unwrap_or(0))
}
