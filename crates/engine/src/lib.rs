//! Where a query runs: DataFusion, in this process. The only crate that knows which engine it is and
//! where; others hand it tables and SQL and get rows.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::ScalarValue;
use datafusion::datasource::MemTable;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::AggregateUDF;
use datafusion::prelude::{DataFrame, SessionConfig, SessionContext};
use object_store::ObjectStore;
use object_store::path::Path;
use url::Url;

/// The address under which the files of a session lie.
const LAKE: &str = "lake://facts";

/// A query that failed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The engine refused or broke off.
    #[error("a consulta falhou: {0}")]
    Query(#[from] DataFusionError),
    /// Rows could not be put together.
    #[error("a consulta falhou: {0}")]
    Columns(#[from] datafusion::arrow::error::ArrowError),
}

/// Values for a query's named parameters.
pub type Parameters = Vec<(&'static str, ScalarValue)>;

/// Tables, and queries over them.
#[derive(Clone)]
pub struct Session {
    context: SessionContext,
}

impl Session {
    /// A session in this process, over files of one lake, on as many threads as it is given.
    pub fn embedded(lake: Arc<dyn ObjectStore>, threads: usize) -> Result<Self, EngineError> {
        let config = SessionConfig::new()
            .with_information_schema(false)
            .with_target_partitions(threads.max(1))
            .set_bool("datafusion.execution.parquet.pushdown_filters", true)
            .set_bool("datafusion.execution.parquet.reorder_filters", true)
            .set_bool("datafusion.sql_parser.collect_spans", true);
        let context = SessionContext::new_with_config(config);
        let url = Url::parse(LAKE).map_err(|error| DataFusionError::External(Box::new(error)))?;
        context.register_object_store(&url, lake);
        Ok(Self { context })
    }

    /// The engine itself, for whoever parses expressions.
    pub fn context(&self) -> &SessionContext {
        &self.context
    }

    /// Makes a function of rows known by its name.
    pub fn aggregate(&self, function: AggregateUDF) {
        self.context.register_udaf(function);
    }

    /// A table whose rows lie in Parquet files of the lake.
    ///
    /// # Errors
    /// A path is no path, or the name is taken.
    pub fn files(&self, name: &str, schema: SchemaRef, files: &[Path]) -> Result<(), EngineError> {
        if files.is_empty() {
            return self.rows(name, RecordBatch::new_empty(schema));
        }
        let urls = files.iter().map(|path| ListingTableUrl::parse(format!("{LAKE}/{path}")));
        let urls = urls.collect::<Result<Vec<_>, _>>()?;
        let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension("parquet");
        let config = ListingTableConfig::new_with_multi_paths(urls).with_listing_options(options).with_schema(schema);
        self.context.register_table(name, Arc::new(ListingTable::try_new(config)?))?;
        Ok(())
    }

    /// A table of rows held in memory.
    ///
    /// # Errors
    /// The name is taken.
    pub fn rows(&self, name: &str, rows: RecordBatch) -> Result<(), EngineError> {
        let table = MemTable::try_new(rows.schema(), vec![vec![rows]])?;
        self.context.register_table(name, Arc::new(table))?;
        Ok(())
    }

    /// A table that is a query, run anew by every query that reads it.
    ///
    /// # Errors
    /// The query cannot be planned, or the name is taken.
    pub async fn view(&self, name: &str, sql: &str, parameters: &Parameters) -> Result<(), EngineError> {
        let view = self.plan(sql, parameters).await?.into_view();
        self.context.register_table(name, view)?;
        Ok(())
    }

    /// A query's rows, in one piece.
    ///
    /// # Errors
    /// The query cannot be planned or run.
    pub async fn query(&self, sql: &str, parameters: &Parameters) -> Result<RecordBatch, EngineError> {
        collect(self.plan(sql, parameters).await?).await
    }

    /// A table as something to be queried piece by piece.
    ///
    /// # Errors
    /// There is no such table.
    pub async fn table(&self, name: &str) -> Result<DataFrame, EngineError> {
        Ok(self.context.table(name).await?)
    }

    async fn plan(&self, sql: &str, parameters: &Parameters) -> Result<DataFrame, EngineError> {
        let plan = self.context.sql(sql).await?;
        Ok(plan.with_param_values(parameters.clone())?)
    }
}

/// The rows of a query, in one piece.
///
/// # Errors
/// The query cannot be run.
pub async fn collect(query: DataFrame) -> Result<RecordBatch, EngineError> {
    let schema: SchemaRef = Arc::new(query.schema().as_arrow().clone());
    let batches = query.collect().await?;
    let schema = batches.first().map_or(schema, RecordBatch::schema);
    Ok(concat_batches(&schema, &batches)?)
}
