//! Computing a panel from facts.

use std::collections::BTreeSet;
use std::sync::Arc;

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use domain::Day;
use engine::{EngineError, Session};

use crate::course::Course;
use crate::portfolio::Movements;
use crate::steps::{DESCRIBING, ESTABLISHMENTS, JUDGING, LINE_COSTS, PANEL, Step};
use crate::{Level, Panel, PanelError, Portfolio, facts, ncm_chapters};

/// A row where the cost of anything is known: where none is, no line is looked at for it.
const ANY_COST: &str = "
(SELECT document FROM products WHERE cost_cents IS NOT NULL LIMIT 1)
UNION ALL
(SELECT document FROM items WHERE cost_cents IS NOT NULL LIMIT 1)";

/// From so many parties on, ranges of them are worth the effort.
const MANY_PARTIES: usize = 20_000;

/// What each establishment would be in a panel of establishments.
const BRANCHES: &str = "establishment_statuses";

impl Portfolio {
    /// Computes some columns of a panel, all where none are named.
    pub(crate) async fn compute(
        &self,
        level: Level,
        as_of: Day,
        columns: Option<&BTreeSet<String>>,
    ) -> Result<Panel, PanelError> {
        let movements = self.movements(level, as_of).await?;
        let Movements { session, parameters } = movements.as_ref();
        let identities = self.identities(level).await?;
        let parties = facts::parties(self.snapshot(), &identities).await?;
        // Files are sorted by the numbers that parties had when they were written.
        let cuts = if identities.is_empty() { cuts(&parties, self.threads()) } else { Vec::new() };
        session.keyed_rows("parties", parties.clone(), Some("party"))?;
        session.rows("ncm_chapters", ncm_chapters::rows()?)?;
        session.planned(BRANCHES, branches_schema(), Some("customer"))?;
        let steps = ESTABLISHMENTS.iter().chain(&JUDGING).chain(&DESCRIBING).chain(&PANEL);
        let steps: Vec<&'static Step> = steps.collect();
        let mut course = Course::plan(session, parameters, &steps, columns).await?;
        if course.reads(LINE_COSTS.name) && session.query(ANY_COST, parameters).await?.num_rows() == 0 {
            course.pass_over(&LINE_COSTS);
        }
        match course.reads(BRANCHES) && level != Level::Establishment {
            true => {
                let statuses = self.run_with_branches(&mut course, parties, &cuts, as_of).await?;
                session.keyed_rows(BRANCHES, statuses, Some("customer"))?;
            }
            false => {
                session.rows(BRANCHES, RecordBatch::new_empty(branches_schema()))?;
                course.run_in_ranges(&ESTABLISHMENTS, &cuts, &[]).await?;
            }
        }
        for steps in [&JUDGING[..], &DESCRIBING, &PANEL] {
            course.run(steps).await?;
        }
        let rows = course.rows().await?;
        // What follows is asked of the movements: the rows on the way here need not be held.
        for step in steps {
            session.context().deregister_table(step.name).map_err(EngineError::from)?;
        }
        Panel::new(&rows, level, as_of)
    }

    /// Runs the steps to establishments, and from there, in a session of its own, judges each establishment
    /// by itself.
    async fn run_with_branches(
        &self,
        course: &mut Course<'_>,
        parties: RecordBatch,
        cuts: &[i64],
        as_of: Day,
    ) -> Result<RecordBatch, PanelError> {
        let session = Session::embedded(self.workspace().lake().files(), self.threads())?;
        facts::measure(&session, self.settings(), as_of);
        let parameters = self.settings().parameters(Level::Establishment, as_of);
        session.keyed_rows("parties", parties, Some("party"))?;
        course.show(&ESTABLISHMENTS, &session)?;
        let status = BTreeSet::from(["status".to_owned()]);
        let judging = Course::plan(&session, &parameters, &JUDGING.each_ref(), Some(&status)).await?;
        course.serve(&ESTABLISHMENTS, &judging);
        course.run_in_ranges(&ESTABLISHMENTS, cuts, &[&session]).await?;
        judging.run(&JUDGING).await?;
        Ok(judging.rows().await?)
    }
}

/// Numbers that part all parties into ranges of as many, one a thread, for each range opens every file; none
/// where they are few.
pub(crate) fn cuts(parties: &RecordBatch, ranges: usize) -> Vec<i64> {
    let mut numbers = match parties.column_by_name("party").and_then(|numbers| numbers.as_primitive_opt::<Int64Type>())
    {
        Some(numbers) if numbers.len() >= MANY_PARTIES => numbers.values().to_vec(),
        _ => return Vec::new(),
    };
    numbers.sort_unstable();
    (1..ranges).map(|range| numbers[numbers.len() * range / ranges]).collect()
}

fn branches_schema() -> SchemaRef {
    let column = |name| Field::new(name, DataType::Utf8, true);
    Arc::new(Schema::new(vec![column("customer"), column("status")]))
}
