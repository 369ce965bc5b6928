//! Of which rows of a panel a predicate is true.
//!
//! The predicate is computed over the resident columns, and only over those it reads. What it asks of a text
//! that has few values (a status, a state, a seller) is asked once of each value.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, BooleanBufferBuilder, RecordBatch, RecordBatchOptions,
};
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, Result};
use datafusion::execution::context::SessionState;
use datafusion::logical_expr::simplify::SimplifyContext;
use datafusion::logical_expr::{Expr, ExprSchemable, col};
use datafusion::optimizer::simplify_expressions::ExprSimplifier;
use datafusion::physical_plan::PhysicalExpr;

use crate::distinct::Distinct;
use crate::{Panel, PanelError, Predicate, functions};

/// How many rows are computed at a time: as many as the processor's own memory holds the columns of.
const ROWS_AT_A_TIME: usize = 1 << 15;

/// The rows of a panel of which a predicate is true; where it is unknown, it is not.
pub(crate) fn rows_where(panel: &Panel, predicate: &Predicate) -> core::result::Result<BooleanBuffer, PanelError> {
    let state = panel.context().state();
    let schema = DFSchema::try_from(panel.rows.schema())?;
    let condition = functions::computable(state.create_logical_expr(predicate.as_sql(), &schema)?)?;
    let mut evaluation = Evaluation { panel, state: &state, schema: &schema, asked: Vec::new() };
    let condition = evaluation.ask_values(condition)?;
    Ok(evaluation.rows(condition)?)
}

struct Evaluation<'p> {
    panel: &'p Panel,
    state: &'p SessionState,
    schema: &'p DFSchema,
    /// Conditions on one text each, computed, under the names that stand for them.
    asked: Vec<(String, ArrayRef)>,
}

impl Evaluation<'_> {
    /// The condition with each part that asks of one text only, if it has few values, already answered.
    fn ask_values(&mut self, condition: Expr) -> Result<Expr> {
        let answered = |part: Expr| match self.answered(&part)? {
            Some(answer) => Ok(Transformed::new(answer, true, TreeNodeRecursion::Jump)),
            None => Ok(Transformed::no(part)),
        };
        Ok(condition.transform_down(answered)?.data)
    }

    fn answered(&mut self, part: &Expr) -> Result<Option<Expr>> {
        let columns = part.column_refs();
        let mut names = columns.iter().map(|column| column.name.as_str());
        let (Some(name), None) = (names.next(), names.next()) else { return Ok(None) };
        if matches!(part, Expr::Column(_)) || part.get_type(self.schema)? != DataType::Boolean {
            return Ok(None);
        }
        let Some(distinct) = self.panel.distinct(name) else { return Ok(None) };
        let found = self.of_values(part, name, &distinct)?;
        let stands_for = format!("{name} #{}", self.asked.len());
        self.asked.push((stands_for.clone(), Arc::new(distinct.spread(&found))));
        Ok(Some(col(datafusion::common::Column::new_unqualified(stands_for))))
    }

    fn of_values(&self, part: &Expr, name: &str, distinct: &Distinct) -> Result<BooleanArray> {
        let schema = Arc::new(Schema::new(vec![Field::new(name, DataType::Utf8, true)]));
        let values = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(distinct.values.clone())])?;
        let computed = self.computed(part.clone(), &DFSchema::try_from(schema)?)?;
        truth(computed.evaluate(&values)?.into_array(values.num_rows())?)
    }

    /// The rows of which a condition is true.
    fn rows(&self, condition: Expr) -> Result<BooleanBuffer> {
        let columns = self.read_by(&condition)?;
        let schema = DFSchema::try_from(columns.schema())?;
        let computed = self.computed(condition, &schema)?;
        let all = columns.num_rows();
        let mut rows = BooleanBufferBuilder::new(all);
        for from in (0..all).step_by(ROWS_AT_A_TIME) {
            let part = columns.slice(from, ROWS_AT_A_TIME.min(all - from));
            let found = truth(computed.evaluate(&part)?.into_array(part.num_rows())?)?;
            rows.append_buffer(&known_true(&found));
        }
        Ok(rows.finish())
    }

    /// A condition as it is computed; some functions are only another way to write what is.
    fn computed(&self, condition: Expr, schema: &DFSchema) -> Result<Arc<dyn PhysicalExpr>> {
        let simplifier = ExprSimplifier::new(SimplifyContext::builder().with_schema(Arc::new(schema.clone())).build());
        let condition = simplifier.simplify(simplifier.coerce(condition, schema)?)?;
        self.state.create_physical_expr(condition, schema)
    }

    /// The columns that a condition reads.
    fn read_by(&self, condition: &Expr) -> Result<RecordBatch> {
        let mut fields = Vec::new();
        let mut columns = Vec::new();
        for name in condition.column_refs().into_iter().map(|column| column.name.as_str()) {
            let asked = self.asked.iter().find(|(stands_for, _)| stands_for == name);
            let column = match asked {
                Some((_, column)) => Arc::clone(column),
                None => Arc::clone(self.panel.rows.column(self.panel.rows.schema().index_of(name)?)),
            };
            fields.push(Field::new(name, column.data_type().clone(), true));
            columns.push(column);
        }
        let options = RecordBatchOptions::new().with_row_count(Some(self.panel.rows.num_rows()));
        Ok(RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)?)
    }
}

/// A computed truth; `NULL` alone has a type of its own, and is true of nobody.
fn truth(computed: ArrayRef) -> Result<BooleanArray> {
    match computed.as_boolean_opt() {
        Some(truth) => Ok(truth.clone()),
        None => Ok(BooleanArray::new_null(computed.len())),
    }
}

fn known_true(found: &BooleanArray) -> BooleanBuffer {
    match found.nulls() {
        Some(known) => found.values() & known.inner(),
        None => found.values().clone(),
    }
}
