//! Where a query runs: DataFusion, in this process. The only crate that knows which engine it is and
//! where; others hand it tables and SQL and get rows.

mod compute;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::datatypes::{FieldRef, SchemaRef};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Constraint, Constraints, DFSchema, ScalarValue};
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::datasource::{MemTable, ViewTable};
use datafusion::error::DataFusionError;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::{AggregateUDF, EmptyRelation, Expr, LogicalPlan, col, lit};
use datafusion::prelude::{DataFrame, SessionConfig, SessionContext};
use futures::future::{BoxFuture, try_join_all};
use futures::stream::{self, StreamExt};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use url::Url;

use compute::compute;

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
    /// The system gives no threads to compute on.
    #[error("a consulta não pôde rodar: {detail}")]
    Threads {
        /// What the system says.
        detail: String,
    },
}

/// Values for a query's named parameters.
pub type Parameters = Vec<(&'static str, ScalarValue)>;

/// Tables, and queries over them.
#[derive(Clone)]
pub struct Session {
    context: SessionContext,
    lake: Arc<dyn ObjectStore>,
    threads: usize,
}

impl Session {
    /// A session in this process, over files of one lake, on as many threads as it is given.
    pub fn embedded(lake: Arc<dyn ObjectStore>, threads: usize) -> Result<Self, EngineError> {
        let config = SessionConfig::new()
            .with_information_schema(false)
            .with_target_partitions(threads.max(1))
            .set_bool("datafusion.execution.parquet.pushdown_filters", true)
            .set_bool("datafusion.execution.parquet.reorder_filters", true)
            // It names columns twice where it meets a table without rows.
            .set_bool("datafusion.optimizer.enable_leaf_expression_pushdown", false)
            .set_bool("datafusion.sql_parser.collect_spans", true);
        let context = SessionContext::new_with_config(config);
        let url = Url::parse(LAKE).map_err(|error| DataFusionError::External(Box::new(error)))?;
        context.register_object_store(&url, Arc::clone(&lake));
        Ok(Self { context, lake, threads: threads.max(1) })
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

    /// A table of rows held in memory, in place of one of the same name. One without rows is known to
    /// the engine as such, which leaves out what would be joined with it.
    ///
    /// # Errors
    /// The rows cannot become a table.
    pub fn rows(&self, name: &str, rows: RecordBatch) -> Result<(), EngineError> {
        self.keyed_rows(name, rows, None)
    }

    /// A table of rows held in memory, no two of which have the same value in a column: what is joined
    /// by it and then not read is left out.
    ///
    /// # Errors
    /// There is no such column.
    pub fn keyed_rows(&self, name: &str, rows: RecordBatch, key: Option<&str>) -> Result<(), EngineError> {
        self.context.deregister_table(name)?;
        if rows.num_rows() == 0 {
            let schema = Arc::new(DFSchema::try_from(rows.schema())?);
            let none = LogicalPlan::EmptyRelation(EmptyRelation { produce_one_row: false, schema });
            self.context.register_table(name, Arc::new(ViewTable::new(none, None)))?;
            return Ok(());
        }
        self.context.register_table(name, Arc::new(memory(rows.schema(), vec![rows], key)?))?;
        Ok(())
    }

    /// A table of a schema of which some columns are held in memory: the others are null.
    ///
    /// # Errors
    /// The rows have columns that the schema does not have.
    pub fn part_of(
        &self,
        name: &str,
        schema: &SchemaRef,
        rows: RecordBatch,
        key: Option<&str>,
    ) -> Result<(), EngineError> {
        if rows.num_columns() == schema.fields().len() || rows.num_rows() == 0 {
            let rows = if rows.num_rows() == 0 { RecordBatch::new_empty(Arc::clone(schema)) } else { rows };
            return self.keyed_rows(name, rows, key);
        }
        let held = self.context.read_table(Arc::new(memory(rows.schema(), vec![rows.clone()], key)?))?;
        let column = |field: &FieldRef| match rows.column_by_name(field.name()) {
            Some(_) => Ok(col(field.name())),
            None => Ok(lit(ScalarValue::try_from(field.data_type())?).alias(field.name())),
        };
        let columns: Vec<Expr> = schema.fields().iter().map(column).collect::<Result<_, DataFusionError>>()?;
        self.context.deregister_table(name)?;
        self.context.register_table(name, held.select(columns)?.into_view())?;
        Ok(())
    }

    /// A table whose rows are not known yet, for queries to be planned over, in place of one of the same name.
    ///
    /// # Errors
    /// There is no such column.
    pub fn planned(&self, name: &str, schema: SchemaRef, key: Option<&str>) -> Result<(), EngineError> {
        self.context.deregister_table(name)?;
        self.context.register_table(name, Arc::new(memory(schema, Vec::new(), key)?))?;
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

    /// A query's rows, in one piece, computed range by range of one of its columns: as many ranges at once
    /// as there are threads, each on its own. Ranges are cut at the values given; rows without one are in the first.
    /// Where files are sorted by that column, each range reads its part of each and needs memory for no more.
    ///
    /// # Errors
    /// The query cannot be planned or run.
    pub async fn query_in_ranges(
        &self,
        sql: &str,
        parameters: &Parameters,
        column: &str,
        cuts: &[i64],
    ) -> Result<RecordBatch, EngineError> {
        if cuts.is_empty() {
            return self.query(sql, parameters).await;
        }
        let alone = self.on_one_thread();
        let mut ranges = Vec::with_capacity(cuts.len() + 1);
        for place in 0..=cuts.len() {
            let from = place.checked_sub(1).and_then(|before| cuts.get(before));
            let condition = match (from, cuts.get(place)) {
                (Some(from), Some(to)) => col(column).gt_eq(lit(*from)).and(col(column).lt(lit(*to))),
                (None, Some(to)) => col(column).is_null().or(col(column).lt(lit(*to))),
                (Some(from), None) => col(column).gt_eq(lit(*from)),
                (None, None) => lit(true),
            };
            ranges.push(alone.plan(sql, parameters).await?.filter(condition)?);
        }
        let schema: SchemaRef = Arc::clone(ranges[0].schema().inner());
        let running = ranges.into_iter().map(|range| compute(range.collect()));
        let done: Vec<_> = stream::iter(running).buffered(self.threads).collect().await;
        let mut rows = Vec::new();
        for range in done {
            rows.extend(range??);
        }
        let schema = rows.first().map_or(schema, RecordBatch::schema);
        Ok(concat_batches(&schema, &rows)?)
    }

    /// The same tables and functions, for queries that run on one thread.
    fn on_one_thread(&self) -> Self {
        let state = self.context.state();
        let config = state.config().clone().with_target_partitions(1).with_create_default_catalog_and_schema(false);
        let state = SessionStateBuilder::new_from_existing(state).with_config(config).build();
        Self { context: SessionContext::new_with_state(state), lake: Arc::clone(&self.lake), threads: 1 }
    }

    /// The columns a query gives.
    ///
    /// # Errors
    /// The query cannot be planned.
    pub async fn schema_of(&self, sql: &str, parameters: &Parameters) -> Result<SchemaRef, EngineError> {
        Ok(Arc::clone(self.plan(sql, parameters).await?.schema().inner()))
    }

    /// Which columns of which tables a query reads, once all that does not matter is left out.
    ///
    /// # Errors
    /// The query cannot be planned.
    pub async fn read_by(
        &self,
        sql: &str,
        parameters: &Parameters,
    ) -> Result<HashMap<String, BTreeSet<String>>, EngineError> {
        let plan = self.plan(sql, parameters).await?.into_optimized_plan()?;
        let mut read: HashMap<String, BTreeSet<String>> = HashMap::new();
        plan.apply_with_subqueries(|node| {
            if let LogicalPlan::TableScan(scan) = node {
                let names = scan.projected_schema.fields().iter().map(|field| field.name().clone());
                read.entry(scan.table_name.table().to_owned()).or_default().extend(names);
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(read)
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

/// Rows in memory, no two of which have the same key.
fn memory(schema: SchemaRef, rows: Vec<RecordBatch>, key: Option<&str>) -> Result<MemTable, EngineError> {
    let unique = key.map(|key| schema.index_of(key)).transpose()?.map(|place| Constraint::Unique(vec![place]));
    let constraints = Constraints::new_unverified(unique.into_iter().collect());
    Ok(MemTable::try_new(schema, vec![rows])?.with_constraints(constraints))
}

/// The rows of a query, in one piece.
///
/// # Errors
/// The query cannot be run.
pub fn collect(query: DataFrame) -> BoxFuture<'static, Result<RecordBatch, EngineError>> {
    Box::pin(async move {
        let schema: SchemaRef = Arc::new(query.schema().as_arrow().clone());
        let batches = compute(query.collect()).await??;
        let schema = batches.first().map_or(schema, RecordBatch::schema);
        Ok(concat_batches(&schema, &batches)?)
    })
}
