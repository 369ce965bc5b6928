//! A customer's registration: each field with its source, and how it changed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use datafusion::arrow::array::{AsArray, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema};
use domain::{CustomerKey, Day};
use futures::future::BoxFuture;
use serde_json::Value;
use store::{Edit, KnownParty};

use crate::fields::{EDITABLE, OWNER};
use crate::rows::value_at;
use crate::{Level, PanelError, Portfolio, Visible};

/// What is known of a customer.
#[derive(Clone, Debug)]
pub struct CustomerRecord {
    /// The key at the level asked for.
    pub customer: String,
    /// The establishments it has in the base.
    pub establishments: Vec<String>,
    /// The row of the panel, by metric.
    pub metrics: Vec<(&'static str, Value)>,
    /// The fields known, each with where it is from.
    pub fields: Vec<FieldValue>,
    /// Advance billing not delivered yet, in cents of revenue.
    pub undelivered_cents: i64,
    /// Sellers of its newest sale, by the notes.
    pub last_seller: Option<String>,
}

/// A field and where its value is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldValue {
    /// The field.
    pub field: &'static str,
    /// Its name in Portuguese.
    pub label: &'static str,
    /// Its value.
    pub value: String,
    /// Where it is from.
    pub origin: Origin,
}

/// Where a value is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A document of a day.
    Document { key: String, on: Day },
    /// A person, at a moment (RFC 3339).
    Person { at: String },
}

/// A field that took a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The establishment it was seen on, or the customer a person corrected.
    pub party: String,
    /// The field and its value from then on; an empty value is a correction taken back.
    pub field: FieldValue,
}

const OBSERVATIONS: &str = "
SELECT o.party, d.key, o.observed_on, o.name, o.trade_name, o.state_registration, o.emails, o.phone,
    o.street, o.number, o.complement, o.district, o.city, o.uf, o.cep
FROM observations o
JOIN documents d ON d.document = o.document
LEFT ANTI JOIN excluded x ON x.document = o.document
WHERE o.party BETWEEN $first_party AND $last_party AND o.role = 'registration' AND (o.observed_on <= $as_of OR o.undated)
ORDER BY o.rank, o.observed_on, o.tie";

const OWNERS: &str = "
SELECT o.party, d.key, o.observed_on, CAST(o.owner AS VARCHAR) AS owner
FROM owners o
JOIN documents d ON d.document = o.document
WHERE o.party BETWEEN $first_party AND $last_party
ORDER BY o.observed_on, o.document >> 32, owner";

const UNDELIVERED: &str = "
SELECT coalesce(sum(CASE WHEN c.class = 'advance_billing' THEN c.revenue_cents ELSE -c.revenue_cents END), 0) AS cents
FROM conditional c
LEFT JOIN (SELECT DISTINCT document, line FROM covered_deliveries) b ON b.document = c.document AND b.line = c.line
WHERE c.party BETWEEN $first_party AND $last_party
    AND (c.class = 'advance_billing' OR c.class = 'delivery_of_advance_billing' AND b.document IS NOT NULL)";

const LAST_SELLER: &str = "
SELECT d.seller
FROM documents d
JOIN (SELECT DISTINCT document FROM movements WHERE kind = 'sale' AND party BETWEEN $first_party AND $last_party) m
    ON m.document = d.document
WHERE d.seller IS NOT NULL
ORDER BY d.day DESC, d.key DESC
LIMIT 1";

impl Portfolio {
    /// What is known of a customer at a date.
    ///
    /// # Errors
    /// No such customer, or one that may not be seen; the facts cannot be read.
    pub fn customer<'a>(
        &'a self,
        customer: &'a CustomerKey,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<CustomerRecord, PanelError>> {
        Box::pin(async move {
            let seen = self.seen(customer, as_of, visible).await?;
            let (level, customer, parameters) = (seen.level, &seen.customer, &seen.parameters);
            let shown = |metric: &&crate::metrics::Metric| visible.is_everything() || !metric.reveals_total;
            let metrics = crate::metrics::METRICS.iter().filter(shown);
            let metrics = metrics.map(|metric| (metric.column.name, seen.value(metric.column.name))).collect();
            let face = seen.value("face");
            let movements = self.movements(level, as_of).await?;
            let session = &movements.session;
            let establishments = self.workspace().parties_of(customer).await?;
            let observations = by_key(&session.query(OBSERVATIONS, parameters).await?, &establishments)?;
            let owners = session.query(OWNERS, parameters).await?;
            let corrections = self.corrections(customer, face.as_str(), as_of).await?;
            let first =
                |rows: RecordBatch, column: &str| if rows.num_rows() > 0 { value(&rows, column) } else { Value::Null };
            let undelivered = first(session.query(UNDELIVERED, parameters).await?, "cents");
            let seller = first(session.query(LAST_SELLER, parameters).await?, "seller");
            Ok(CustomerRecord {
                establishments: establishments.into_iter().map(|party| party.key.to_string()).collect(),
                metrics,
                fields: current_fields(&observations, &owners, face.as_str(), &corrections),
                undelivered_cents: undelivered.as_i64().unwrap_or(0),
                last_seller: seller.as_str().map(str::to_owned),
                customer: seen.key,
            })
        })
    }

    /// The key of a customer in a panel of a level; `None` where there is none that may be seen.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub async fn seen_key(
        &self,
        customer: &CustomerKey,
        level: Level,
        as_of: Day,
        visible: &Visible,
    ) -> Result<Option<String>, PanelError> {
        let key = self.key_of(customer, level).await?;
        let panel = self.panel(level, as_of).await?;
        Ok(panel.row(&key, visible).map(|_| key))
    }

    /// How the fields of a customer changed, the oldest first.
    ///
    /// # Errors
    /// As [`Portfolio::customer`].
    pub fn customer_history<'a>(
        &'a self,
        customer: &'a CustomerKey,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Vec<Change>, PanelError>> {
        Box::pin(async move {
            let seen = self.seen(customer, as_of, visible).await?;
            let (level, customer, parameters) = (seen.level, &seen.customer, &seen.parameters);
            let movements = self.movements(level, as_of).await?;
            let establishments = self.workspace().parties_of(customer).await?;
            let observations = by_key(&movements.session.query(OBSERVATIONS, parameters).await?, &establishments)?;
            let mut changes = observed_changes(&observations);
            let owners = by_key(&movements.session.query(OWNERS, parameters).await?, &establishments)?;
            changes.extend(observed_changes(&owners));
            let keys = establishments.iter().map(|party| party.key.to_string());
            let keys: HashSet<String> = keys.chain([customer.to_string()]).collect();
            for edit in self.edits(as_of).await?.iter().filter(|edit| keys.contains(&edit.customer)) {
                changes.extend(correction(edit).map(|field| Change { party: edit.customer.clone(), field }));
            }
            Ok(changes)
        })
    }

    /// People's corrections of a customer, and those of the establishment it has its name from, which
    /// stand behind them.
    async fn corrections(
        &self,
        customer: &CustomerKey,
        face: Option<&str>,
        as_of: Day,
    ) -> Result<[Vec<Edit>; 2], PanelError> {
        let edits = self.edits(as_of).await?;
        let of = |key: &str| edits.iter().filter(|edit| edit.customer == key).cloned().collect::<Vec<Edit>>();
        let customer = customer.to_string();
        let of_face = face.filter(|face| *face != customer).map(&of).unwrap_or_default();
        Ok([of(&customer), of_face])
    }
}

fn value(row: &RecordBatch, name: &str) -> Value {
    value_at(row, name, 0)
}

/// The observations with the keys of establishments in place of their numbers.
fn by_key(observations: &RecordBatch, establishments: &[KnownParty]) -> Result<RecordBatch, PanelError> {
    let keys: HashMap<i64, String> = establishments.iter().map(|party| (party.number, party.key.to_string())).collect();
    let numbers = observations.column(0).as_primitive::<Int64Type>();
    let parties = StringArray::from_iter(numbers.iter().map(|number| keys.get(&number?)));
    let mut fields = observations.schema().fields().to_vec();
    fields[0] = Arc::new(Field::new("party", DataType::Utf8, true));
    let mut columns = observations.columns().to_vec();
    columns[0] = Arc::new(parties);
    Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)?)
}

/// Of each field the newest observation of the establishment the customer has its name from, and of who
/// is responsible the newest list, under people's corrections, of which the first that has one counts.
fn current_fields(
    observations: &RecordBatch,
    owners: &RecordBatch,
    face: Option<&str>,
    corrections: &[Vec<Edit>],
) -> Vec<FieldValue> {
    let in_force = |edits: &Vec<Edit>, field: &str| {
        edits.iter().rev().find(|edit| edit.field == field).filter(|edit| edit.value.is_some()).cloned()
    };
    let mut fields = Vec::new();
    for (field, label) in &EDITABLE {
        if let Some(edit) = corrections.iter().find_map(|edits| in_force(edits, field)) {
            fields.extend(correction(&edit));
            continue;
        }
        if *field == OWNER {
            let newest = owners.num_rows().checked_sub(1).map(|row| owners.slice(row, 1));
            fields.extend(newest.and_then(|row| observed(&row, field, label)));
            continue;
        }
        let newest = (0..observations.num_rows())
            .rev()
            .map(|row| observations.slice(row, 1))
            .find(|row| value(row, "party").as_str() == face && !value(row, field).is_null());
        fields.extend(newest.and_then(|row| observed(&row, field, label)));
    }
    fields
}

fn observed_changes(observations: &RecordBatch) -> Vec<Change> {
    let mut known = HashMap::new();
    let mut changes = Vec::new();
    for row in (0..observations.num_rows()).map(|row| observations.slice(row, 1)) {
        let party = value(&row, "party").as_str().unwrap_or_default().to_owned();
        for (field, label) in &EDITABLE {
            let Some(seen) = observed(&row, field, label) else { continue };
            let before = known.insert((party.clone(), *field), seen.value.clone());
            if before.as_ref() != Some(&seen.value) {
                changes.push(Change { party: party.clone(), field: seen });
            }
        }
    }
    changes
}

fn observed(row: &RecordBatch, field: &'static str, label: &'static str) -> Option<FieldValue> {
    let text = value(row, field).as_str()?.to_owned();
    let key = value(row, "key").as_str().unwrap_or_default().to_owned();
    let on = value(row, "observed_on").as_str().and_then(|day| day.parse().ok())?;
    Some(FieldValue { field, label, value: text, origin: Origin::Document { key, on } })
}

fn correction(edit: &Edit) -> Option<FieldValue> {
    let (field, label) = EDITABLE.iter().find(|(field, _)| *field == edit.field)?;
    let origin = Origin::Person { at: edit.made_at.clone() };
    Some(FieldValue { field, label, value: edit.value.clone().unwrap_or_default(), origin })
}
