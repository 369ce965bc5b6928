//! The facts of a snapshot as tables of a session.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use domain::Day;
use engine::{Parameters, Session};
use store::{Snapshot, Table};

use crate::identities::{Identities, Seen};
use crate::{PanelError, Settings, functions, kept, measures};

/// A session over a snapshot: a table for each table of facts, without the versions that do not
/// count, each party under the number it is read by, and one of our own parties.
pub(crate) async fn session(
    snapshot: &Snapshot,
    threads: usize,
    identities: &Identities,
) -> Result<Session, PanelError> {
    let session = Session::embedded(snapshot.workspace().lake().files(), threads)?;
    let hidden =
        Schema::new(vec![Field::new("document", DataType::Int64, false), Field::new("dead", DataType::Boolean, false)]);
    let paths: Vec<_> = snapshot.hides().iter().map(|file| file.path.clone()).collect();
    session.files("hidden", Arc::new(hidden), &paths).await?;
    if !identities.is_empty() {
        session.rows("identities", identities.rows()?)?;
    }
    for table in Table::ALL {
        let paths: Vec<_> = snapshot.files(table).into_iter().map(|file| file.path).collect();
        let renumbered = !identities.is_empty() && table.schema().column_with_name("party").is_some();
        if snapshot.hides().is_none() && !renumbered {
            session.files(table.name(), table.schema(), &paths).await?;
            continue;
        }
        let all = format!("all_{}", table.name());
        session.files(&all, table.schema(), &paths).await?;
        let live = live(table, &all, snapshot.hides().is_some(), renumbered);
        session.view(table.name(), &live, &Parameters::new()).await?;
    }
    session.context().register_udf(functions::collation());
    session.rows("own_parties", own_parties(snapshot).await?)?;
    Ok(session)
}

/// The query of a table's rows that count, their parties renumbered.
fn live(table: Table, all: &str, hides: bool, renumbered: bool) -> String {
    let schema = table.schema();
    let column = |name: &String| match name.as_str() {
        "party" if renumbered => "coalesce(i.into_party, a.party) AS party".to_owned(),
        name => format!("a.{name}"),
    };
    let columns: Vec<String> = schema.fields().iter().map(|field| column(field.name())).collect();
    let identities = if renumbered { "LEFT JOIN identities i ON i.party = a.party" } else { "" };
    let hidden = if hides { "LEFT ANTI JOIN hidden h ON h.document = a.document" } else { "" };
    format!("SELECT {} FROM {all} a {identities} {hidden}", columns.join(", "))
}

/// All parties, as kept or read: who is in the catalogue stays there, so that as many are the same.
pub(crate) async fn parties(snapshot: &Snapshot, identities: &Identities) -> Result<RecordBatch, PanelError> {
    if !identities.is_empty() {
        return named(snapshot, identities).await;
    }
    let workspace = snapshot.workspace();
    let name = format!("parties-{}-{}.arrow", snapshot.identity(), workspace.count_parties().await?);
    let kept = workspace.cached(&name).await.and_then(|bytes| kept::from_bytes(&bytes, 1)?.pop());
    if let Some(kept) = kept {
        return Ok(kept);
    }
    let parties = named(snapshot, identities).await?;
    workspace.keep_cached(&name, kept::to_bytes(std::slice::from_ref(&parties))?).await;
    Ok(parties)
}

/// All parties: columns `party`, `code`, `root` (the group's name of one in a group), `shown_key`,
/// `kind`, `is_tax_id`.
async fn named(snapshot: &Snapshot, identities: &Identities) -> Result<RecordBatch, PanelError> {
    let parties = snapshot.workspace().parties().await?;
    let seen = || identities.seen(&parties);
    let root = |seen: Seen<'_>| match seen.group {
        Some(group) => Some(group.to_owned()),
        None => seen.party.key.root().map(|root| root.as_str().to_owned()),
    };
    // A group has no tax id of its own.
    let is_tax_id = |seen: Seen<'_>| Some(seen.party.is_tax_id() && seen.group.is_none());
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("party", Arc::new(Int64Array::from_iter_values(seen().map(|seen| seen.number)))),
        ("code", Arc::new(StringArray::from_iter_values(seen().map(|seen| seen.party.key.code())))),
        ("root", Arc::new(StringArray::from_iter(seen().map(root)))),
        ("shown_key", Arc::new(StringArray::from_iter_values(seen().map(|seen| seen.party.key.to_string())))),
        ("kind", Arc::new(StringArray::from_iter_values(seen().map(|seen| seen.party.kind.as_str())))),
        ("is_tax_id", Arc::new(BooleanArray::from_iter(seen().map(is_tax_id)))),
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
