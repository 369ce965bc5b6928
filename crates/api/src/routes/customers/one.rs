//! One customer: registration with its sources, the row of the portfolio, and corrections.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use domain::CustomerKey;
use panel::{Change, CustomerRecord, FieldValue, Level, Origin, checked_value};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, Asked, When};
use crate::dto::{Date, Items, LevelName};
use crate::extract::{IfMatch, Json, Path, Query, Versioned};
use crate::masks::Mask;
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// One customer.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(show, correct)).routes(routes!(changes))
}

/// All that is known of a customer's registration, and its row of the portfolio.
#[derive(Serialize, ToSchema)]
#[schema(as = Customer)]
struct CustomerView {
    /// Its key at the level.
    customer: String,
    /// What it is of.
    level: LevelName,
    /// The date.
    as_of: Date,
    /// Its name.
    name: Option<String>,
    /// Its establishments in the base.
    establishments: Vec<String>,
    /// Each metric by its name.
    values: BTreeMap<&'static str, Value>,
    /// The fields known, each with where it is from.
    fields: Vec<FieldView>,
    /// Advance billing not delivered yet, in cents of revenue.
    undelivered_cents: i64,
    /// Who sold to it last.
    last_seller: Option<String>,
    /// What its purchases come to, in a few sentences.
    summary: String,
}

/// A field and where its value is from.
#[derive(Serialize, ToSchema)]
#[schema(as = Field)]
struct FieldView {
    /// The field.
    field: &'static str,
    /// Its name in Portuguese.
    label: &'static str,
    /// Its value.
    value: String,
    /// Where it is from.
    origin: OriginView,
}

/// Where a value is from.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = Origin)]
enum OriginView {
    /// A document of a day.
    Document { document: String, on: Date },
    /// A person, at a moment.
    Person { at: String },
}

/// A field that took a value.
#[derive(Serialize, ToSchema)]
struct RegistrationChange {
    /// The establishment it was seen on, or the customer a person corrected.
    party: String,
    /// The field and its value from then on; an empty value is a correction taken back.
    #[serde(flatten)]
    field: FieldView,
}

/// Corrections of a customer: a value for each field, nothing to take a correction back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Corrections {
    /// Each field's value.
    fields: BTreeMap<String, Option<String>>,
}

/// A customer.
#[utoipa::path(get, path = "/customers/{customer}", tag = "customers", params(("customer" = String, Path, description = "Its key"), When), responses((status = 200, body = CustomerView)))]
async fn show(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
) -> Result<Versioned<CustomerView>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (key, asked) = customer_of(&app, &who, &customer, &when).await?;
    viewed(&app, &who, &key, asked).await
}

/// Corrects a customer's registration.
#[utoipa::path(patch, path = "/customers/{customer}", tag = "customers", params(("customer" = String, Path, description = "Its key"), When, ("if-match" = Option<String>, Header, description = "The ETag")), request_body = Corrections, responses((status = 200, body = CustomerView)))]
async fn correct(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
    version: Option<IfMatch>,
    Json(Corrections { fields }): Json<Corrections>,
) -> Result<Versioned<CustomerView>, Problem> {
    who.needs(Right::EditCustomers)?;
    let (key, _) = customer_of(&app, &who, &customer, &when).await?;
    let mut checked = Vec::new();
    for (field, value) in &fields {
        // Who sees whom hangs on these two: they change as portfolios do, with a reason.
        if matches!(field.as_str(), "owner" | "tags") {
            return Err(Problem::invalid(field, "Vendedor responsável e etiquetas mudam em /changes, com motivo."));
        }
        let kept = checked_value(field, value.as_deref().unwrap_or_default());
        checked.push((field.as_str(), kept.map_err(|error| Problem::invalid(field, error.to_string()))?));
    }
    let corrections: Vec<(&str, Option<&str>)> =
        checked.iter().map(|(field, value)| (*field, value.as_deref())).collect();
    app.workspace.edit_fields(&key, &corrections, version.map(|IfMatch(version)| version), &who.author()).await?;
    let (key, asked) = customer_of(&app, &who, &customer, &when).await?;
    viewed(&app, &who, &key, asked).await
}

/// How a customer's registration changed, the newest first.
#[utoipa::path(get, path = "/customers/{customer}/changes", tag = "customers", params(("customer" = String, Path, description = "Its key"), When), responses((status = 200, body = Items<RegistrationChange>)))]
async fn changes(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
) -> Result<Json<Items<RegistrationChange>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (key, asked) = customer_of(&app, &who, &customer, &when).await?;
    let mask = Mask::of(&who, asked.now.portfolio.identity());
    let mut changes = asked.now.portfolio.customer_history(&key, asked.day, &asked.visible).await?;
    changes.reverse();
    let view = |Change { party, field }: Change| RegistrationChange {
        field: field_view(&mask, &party, field),
        party: mask.key(&party),
    };
    Ok(Json(Items::all(changes.into_iter().map(view).collect())))
}

/// The key of a customer that an address names and that may be seen, with what it is asked of.
///
/// # Errors
/// There is none, or none that may be seen.
pub async fn customer_of(app: &App, who: &Who, written: &str, when: &When) -> Result<(CustomerKey, Asked), Problem> {
    let nobody = || Problem::not_found("Este cliente não está na carteira.");
    let level = Some(level_of(written).ok_or_else(nobody)?.into());
    let asked = app.asked(who, &When { level, ..when.clone() }).await?;
    let panel = asked.now.portfolio.panel(asked.level, asked.day).await?;
    let mask = Mask::of(who, asked.now.portfolio.identity());
    let key = mask.uncovered(written, &panel, &asked.visible).await?;
    // One that may not be seen is as one that is not there.
    match asked.now.portfolio.seen_key(&key, asked.level, asked.day, &asked.visible).await? {
        Some(_) => Ok((key, asked)),
        None => Err(nobody()),
    }
}

/// Whether a customer may be seen today, by its key.
///
/// # Errors
/// The facts cannot be read.
pub async fn seen(app: &App, who: &Who, key: &str) -> Result<bool, Problem> {
    let Ok(customer) = key.parse::<CustomerKey>() else { return Ok(false) };
    let asked = app.asked(who, &When { as_of: None, level: Some(Level::of(&customer).into()) }).await?;
    let found = asked.now.portfolio.seen_key(&customer, asked.level, asked.day, &asked.visible).await?;
    Ok(found.is_some())
}

/// What the customer of a key is; people, whose keys are covered, are one establishment.
fn level_of(written: &str) -> Option<Level> {
    if Mask::covers(written) {
        return Some(Level::Establishment);
    }
    written.parse().ok().map(|key| Level::of(&key))
}

async fn viewed(app: &App, who: &Who, key: &CustomerKey, asked: Asked) -> Result<Versioned<CustomerView>, Problem> {
    let Asked { now, day, level, visible } = asked;
    let mask = Mask::of(who, now.portfolio.identity());
    let record = now.portfolio.customer(key, day, &visible).await?;
    let summary = now.portfolio.summary(key, day, &visible).await?;
    let version = app.workspace.customer_version(key).await?;
    let CustomerRecord { customer, establishments, metrics, fields, undelivered_cents, last_seller } = record;
    let shown = |(name, value): (&'static str, Value)| match value.as_str() {
        Some(text) => (name, mask.field_of(&customer, name, text).into()),
        None => (name, value),
    };
    let values: BTreeMap<&'static str, Value> = metrics.into_iter().map(shown).collect();
    let name = values.get("name").and_then(Value::as_str).map(str::to_owned);
    let fields = fields.into_iter().map(|field| field_view(&mask, &customer, field)).collect();
    let customer = mask.key(&customer);
    let view = CustomerView {
        customer,
        level: level.into(),
        as_of: Date(day),
        name,
        establishments: establishments.iter().map(|key| mask.key(key)).collect(),
        values,
        fields,
        undelivered_cents,
        last_seller,
        summary,
    };
    Ok(Versioned(version, view))
}

fn field_view(mask: &Mask<'_>, customer: &str, FieldValue { field, label, value, origin }: FieldValue) -> FieldView {
    let origin = match origin {
        Origin::Document { key, on } => OriginView::Document { document: key, on: Date(on) },
        Origin::Person { at } => OriginView::Person { at },
    };
    FieldView { field, label, value: mask.field_of(customer, field, &value), origin }
}
