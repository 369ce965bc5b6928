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
use futures::future::{BoxFuture, try_join_all};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use url::Url;

/// The address under which the files of a session lie.
const LAKE: &str = "lake://facts";

/// A query that failed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The engine refused or broke off.
    #[error("a consulta falhou: {0}")]
    Query(#[from] DataFusionError),
    /// A file of the lake is missing, or cannot be reached.
    #[error("um arquivo de lançamentos não pode ser lido (`carteira verify` confere todos): {0}")]
    File(#[from] object_store::Error),
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
    lake: Arc<dyn ObjectStore>,
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
        context.register_object_store(&url, Arc::clone(&lake));
        Ok(Self { context, lake })
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
    /// A file is missing, a path is no path, or the name is taken.
    pub fn files<'a>(
        &'a self,
        name: &'a str,
        schema: SchemaRef,
        files: &'a [Path],
    ) -> BoxFuture<'a, Result<(), EngineError>> {
        Box::pin(async move {
            if files.is_empty() {
                return self.rows(name, RecordBatch::new_empty(schema));
            }
            // The engine takes a missing file for an empty folder, and would go on without its rows.
            try_join_all(files.iter().map(|path| self.lake.head(path))).await?;
            let urls = files.iter().map(|path| ListingTableUrl::parse(format!("{LAKE}/{path}")));
            let config = ListingTableConfig::new_with_multi_paths(urls.collect::<Result<Vec<_>, _>>()?);
            let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension("parquet");
            let table = ListingTable::try_new(config.with_listing_options(options).with_schema(schema))?;
            self.context.register_table(name, Arc::new(table))?;
            Ok(())
        })
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
    pub fn view<'a>(
        &'a self,
        name: &'a str,
        sql: &'a str,
        parameters: &'a Parameters,
    ) -> BoxFuture<'a, Result<(), EngineError>> {
        Box::pin(async move {
            let view = self.plan(sql, parameters).await?.into_view();
            self.context.register_table(name, view)?;
            Ok(())
        })
    }

    /// A query's rows, in one piece.
    ///
    /// # Errors
    /// The query cannot be planned or run.
    pub fn query<'a>(
        &'a self,
        sql: &'a str,
        parameters: &'a Parameters,
    ) -> BoxFuture<'a, Result<RecordBatch, EngineError>> {
        Box::pin(async move { collect(self.plan(sql, parameters).await?).await })
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
pub fn collect(query: DataFrame) -> BoxFuture<'static, Result<RecordBatch, EngineError>> {
    Box::pin(async move {
        let schema: SchemaRef = Arc::new(query.schema().as_arrow().clone());
        let batches = query.collect().await?;
        let schema = batches.first().map_or(schema, RecordBatch::schema);
        Ok(concat_batches(&schema, &batches)?)
    })
}
