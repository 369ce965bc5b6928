//! The facts of a snapshot as tables of a session.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use domain::Day;
use engine::{Parameters, Session};
use store::{Snapshot, Table};

use crate::measures;
use crate::{PanelError, Settings};

/// A session over a snapshot: a table for each table of facts, without the versions that do not
/// count, and one of our own parties.
pub(crate) async fn session(snapshot: &Snapshot, threads: usize) -> Result<Session, PanelError> {
    let session = Session::embedded(snapshot.workspace().lake().files(), threads)?;
    let hidden =
        Schema::new(vec![Field::new("document", DataType::Int64, false), Field::new("dead", DataType::Boolean, false)]);
    let paths: Vec<_> = snapshot.hides().iter().map(|file| file.path.clone()).collect();
    session.files("hidden", Arc::new(hidden), &paths).await?;
    for table in Table::ALL {
        let paths: Vec<_> = snapshot.files(table).into_iter().map(|file| file.path).collect();
        if snapshot.hides().is_none() {
            session.files(table.name(), table.schema(), &paths).await?;
            continue;
        }
        let all = format!("all_{}", table.name());
        session.files(&all, table.schema(), &paths).await?;
        let live = format!("SELECT a.* FROM {all} a LEFT ANTI JOIN hidden h ON h.document = a.document");
        session.view(table.name(), &live, &Parameters::new()).await?;
    }
    session.rows("own_parties", own_parties(snapshot).await?)?;
    Ok(session)
}

/// All parties: columns `party`, `code`, `root`, `shown_key`, `kind`, `is_tax_id`.
pub(crate) async fn parties(snapshot: &Snapshot) -> Result<RecordBatch, PanelError> {
    let parties = snapshot.workspace().parties().await?;
    let shown = parties.iter().map(|party| party.key.to_string());
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("party", Arc::new(Int64Array::from_iter_values(parties.iter().map(|party| party.number)))),
        ("code", Arc::new(StringArray::from_iter_values(parties.iter().map(|party| party.key.code())))),
        (
            "root",
            Arc::new(StringArray::from_iter(
                parties.iter().map(|party| party.key.root().map(|root| root.as_str().to_owned())),
            )),
        ),
        ("shown_key", Arc::new(StringArray::from_iter_values(shown))),
        ("kind", Arc::new(StringArray::from_iter_values(parties.iter().map(|party| party.kind.as_str())))),
        ("is_tax_id", Arc::new(BooleanArray::from_iter(parties.iter().map(|party| Some(party.is_tax_id()))))),
    ];
    let fields: Vec<Field> =
        columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), *name == "root")).collect();
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)?)
}

/// Column `party`: parties that are establishments of the company itself.
async fn own_parties(snapshot: &Snapshot) -> Result<RecordBatch, PanelError> {
    let own = snapshot.workspace().own_parties().await?;
    let schema = Schema::new(vec![Field::new("party", DataType::Int64, false)]);
    Ok(RecordBatch::try_new(Arc::new(schema), vec![Arc::new(Int64Array::from(own))])?)
}

/// Makes the measures of a date known to a session.
pub(crate) fn measure(session: &Session, settings: &Settings, as_of: Day) {
    measures::aggregates(as_of).into_iter().for_each(|measure| session.aggregate(measure));
    measures::scalars(settings, as_of).into_iter().for_each(|measure| session.context().register_udf(measure));
}
