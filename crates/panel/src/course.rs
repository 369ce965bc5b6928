//! The course of steps to a panel: each is run in no more columns than are read of it, and one of which
//! nothing is read is not run.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::{SortOptions, sort_to_indices, take_record_batch};
use datafusion::arrow::datatypes::{Schema, SchemaRef};
use engine::{EngineError, Parameters, Session};

use crate::steps::Step;

/// Steps in order, and what is read of each.
pub(crate) struct Course<'s> {
    session: &'s Session,
    parameters: &'s Parameters,
    steps: Vec<Planned>,
    /// The columns read of each table, steps and others.
    read: HashMap<String, BTreeSet<String>>,
    /// The step that reads each table last, by its place.
    last_readers: HashMap<String, usize>,
}

struct Planned {
    step: &'static Step,
    schema: SchemaRef,
}

impl<'s> Course<'s> {
    /// The course to some columns of the last of the steps, all where none are named, in a session that
    /// holds whatever else they read. Its tables need no rows yet.
    pub(crate) async fn plan(
        session: &'s Session,
        parameters: &'s Parameters,
        steps: &[&'static Step],
        wanted: Option<&BTreeSet<String>>,
    ) -> Result<Self, EngineError> {
        let mut course =
            Self { session, parameters, steps: Vec::new(), read: HashMap::new(), last_readers: HashMap::new() };
        for &step in steps {
            let schema = session.schema_of(step.sql, parameters).await?;
            session.planned(step.name, SchemaRef::clone(&schema), step.key)?;
            course.steps.push(Planned { step, schema });
        }
        let Some(last) = course.steps.last() else { return Ok(course) };
        let all = || last.schema.fields().iter().map(|field| field.name().clone()).collect();
        course.read.insert(last.step.name.to_owned(), wanted.cloned().unwrap_or_else(all));
        for place in (0..course.steps.len()).rev() {
            let Some(query) = course.query(&course.steps[place]) else { continue };
            for (table, columns) in session.read_by(&query, parameters).await? {
                course.last_readers.entry(table.clone()).or_insert(place);
                course.also_read(&table, columns);
            }
        }
        Ok(course)
    }

    /// Whether anything of a table is read.
    pub(crate) fn reads(&self, table: &str) -> bool {
        self.read.contains_key(table)
    }

    /// Makes steps of this course, which have not run yet, known to a session for another to be planned in.
    pub(crate) fn show(&self, steps: &[Step], session: &Session) -> Result<(), EngineError> {
        self.of(steps)
            .try_for_each(|planned| session.planned(planned.step.name, planned.schema.clone(), planned.step.key))
    }

    /// Takes over what another course reads of steps of this one, which have not run yet.
    pub(crate) fn serve(&mut self, steps: &[Step], other: &Course<'_>) {
        for step in steps {
            if let Some(columns) = other.read.get(step.name) {
                self.also_read(step.name, columns.iter().cloned());
            }
        }
    }

    fn also_read(&mut self, table: &str, columns: impl IntoIterator<Item = String>) {
        self.read.entry(table.to_owned()).or_default().extend(columns);
    }

    fn of<'a>(&'a self, steps: &'a [Step]) -> impl Iterator<Item = &'a Planned> {
        self.steps.iter().filter(|planned| steps.contains(planned.step))
    }

    /// Says that a step has no rows.
    pub(crate) fn pass_over(&mut self, step: &Step) {
        self.read.remove(step.name);
    }

    /// Runs steps as [`Self::run`] does, range by range of their keys, and leaves their rows in other sessions too.
    pub(crate) async fn run_in_ranges(
        &self,
        steps: &[Step],
        cuts: &[i64],
        others: &[&Session],
    ) -> Result<(), EngineError> {
        let planned: Vec<&Planned> = self.of(steps).collect();
        for planned in planned {
            let rows = match (self.query(planned), planned.step.key) {
                (Some(query), Some(key)) => self.session.query_in_ranges(&query, self.parameters, key, cuts).await?,
                (Some(query), None) => self.session.query(&query, self.parameters).await?,
                (None, _) => RecordBatch::new_empty(SchemaRef::clone(&planned.schema)),
            };
            self.leave(planned, rows, others)?;
            self.let_go(planned.step)?;
        }
        Ok(())
    }

    /// Lets go of the rows of steps that nothing reads any more once a step has run: of many customers they are the
    /// most of what is held.
    fn let_go(&self, ran: &Step) -> Result<(), EngineError> {
        let place = self.steps.iter().position(|planned| planned.step == ran);
        let is_over = |Planned { step, .. }: &&Planned| self.last_readers.get(step.name).copied() == place;
        self.steps.iter().filter(is_over).try_for_each(|Planned { step, schema }| {
            self.session.planned(step.name, SchemaRef::clone(schema), step.key)
        })
    }

    /// Runs some of the steps, which follow those that have run, and leaves their rows in the session.
    pub(crate) async fn run(&self, steps: &[Step]) -> Result<(), EngineError> {
        self.run_in_ranges(steps, &[], &[]).await
    }

    /// Leaves the rows of a step in the session, and in others that ask for them.
    fn leave(
        &self,
        Planned { step, schema }: &Planned,
        rows: RecordBatch,
        others: &[&Session],
    ) -> Result<(), EngineError> {
        let sessions = others.iter().chain([&self.session]);
        sessions.into_iter().try_for_each(|session| session.part_of(step.name, schema, rows.clone(), step.key))
    }

    /// The rows of the last step, by its key.
    pub(crate) async fn rows(&self) -> Result<RecordBatch, EngineError> {
        let last = self.steps.last();
        let Some((last, columns)) = last.and_then(|last| Some((last, self.columns(last)?))) else {
            return Ok(RecordBatch::new_empty(Arc::new(Schema::empty())));
        };
        let query = format!("SELECT {columns} FROM {}", last.step.name);
        let rows = self.session.query(&query, self.parameters).await?;
        match last.step.key {
            Some(key) => in_order(&rows, key),
            None => Ok(rows),
        }
    }

    /// The query of what is read of a step.
    fn query(&self, planned: &Planned) -> Option<String> {
        let columns = self.columns(planned)?;
        Some(format!("SELECT {columns} FROM (\n{}\n)", planned.step.sql))
    }

    /// The columns read of a step and its key, as in a query; `None` where it is not read.
    fn columns(&self, Planned { step, schema }: &Planned) -> Option<String> {
        let read = self.read.get(step.name)?;
        let names = schema.fields().iter().map(|field| field.name().as_str());
        let columns: Vec<&str> = names.filter(|name| read.contains(*name) || Some(*name) == step.key).collect();
        // Whoever only counts rows reads no column.
        Some(if columns.is_empty() { "*".to_owned() } else { columns.join(", ") })
    }
}

/// Rows in the order of a column, those without value first: each is moved once, however many columns it has.
fn in_order(rows: &RecordBatch, column: &str) -> Result<RecordBatch, EngineError> {
    let order = sort_to_indices(rows.column(rows.schema().index_of(column)?), Some(SortOptions::default()), None)?;
    Ok(take_record_batch(rows, &order)?)
}
