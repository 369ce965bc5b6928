//! Why a number is what it is.

use std::sync::Arc;

use axum::extract::State;
use export::text;
use panel::metrics::Column;
use panel::settings::Setting;
use panel::{Explanation, FactDocument};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::customers::customer_of;
use crate::app::{App, When};
use crate::dto::{Date, LevelName, MetricView};
use crate::extract::{Json, Path, Query};
use crate::masks::Mask;
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// Explanations.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(explain))
}

/// Why a metric of a customer has its value.
#[derive(Serialize, ToSchema)]
#[schema(as = Explanation)]
struct ExplanationView {
    /// The metric.
    metric: MetricView,
    /// The customer's key.
    customer: String,
    /// Its name.
    name: Option<String>,
    /// What it is of.
    level: LevelName,
    /// The date.
    as_of: Date,
    /// The value.
    value: Value,
    /// The settings that take part.
    settings: Vec<SettingInForce>,
    /// What it was computed from.
    inputs: Vec<Input>,
    /// The documents behind it, by date.
    documents: Vec<DocumentView>,
    /// What they add up to, in cents.
    documents_total_cents: i64,
    /// When a person put the value in place of what documents say, RFC 3339.
    corrected_at: Option<String>,
}

/// A setting that takes part.
#[derive(Serialize, ToSchema)]
struct SettingInForce {
    /// `status.risk_days`
    name: String,
    /// Its name in Portuguese.
    label: String,
    /// Its value.
    value: Value,
}

/// What a value was computed from.
#[derive(Serialize, ToSchema)]
struct Input {
    /// The column.
    name: &'static str,
    /// Its name in Portuguese.
    label: &'static str,
    /// What its values are.
    unit: &'static str,
    /// Its value.
    value: Value,
}

/// A document behind a number, and how much of the number it brings.
#[derive(Serialize, ToSchema)]
#[schema(as = Document)]
pub struct DocumentView {
    /// Its access key, or as tables name it.
    key: String,
    /// Its date; of a title, the day it is due.
    on: Date,
    /// What it is to the customer.
    kind: String,
    /// In Portuguese.
    kind_label: String,
    /// What it adds, in cents.
    amount_cents: i64,
    /// How many of its lines do.
    lines: i64,
    /// What of it: the product, the seller, the title's number.
    detail: Option<String>,
}

/// Why a metric of a customer has its value: formula, settings, inputs, documents.
#[utoipa::path(get, path = "/customers/{customer}/explain/{metric}", tag = "customers", params(("customer" = String, Path, description = "Its key"), ("metric" = String, Path, description = "The metric"), When), responses((status = 200, body = ExplanationView)))]
async fn explain(
    State(app): State<Arc<App>>,
    who: Who,
    Path((customer, metric)): Path<(String, String)>,
    Query(when): Query<When>,
) -> Result<Json<ExplanationView>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (key, found) = customer_of(&app, &who, &customer, &when).await?;
    let level = when.level.unwrap_or(found.level.into());
    let asked = app.asked(&who, &When { level: Some(level), ..when }).await?;
    let portfolio = &asked.now.portfolio;
    let found = portfolio.explain(&key, &metric, asked.level, asked.day, &asked.visible).await?;
    let mask = Mask::of(&who, portfolio.identity());
    let Explanation { metric, customer, name, level, as_of, value, settings, inputs, documents, corrected_at } = found;
    let value = match value.as_str() {
        Some(text) => mask.field_of(&customer, metric.column.name, text).into(),
        None => value,
    };
    let setting = |(name, value): (String, Value)| SettingInForce {
        label: Setting::named(&name).map_or_else(|| name.clone(), |setting| setting.label.to_owned()),
        name,
        value,
    };
    let input =
        |(Column { name, label, unit }, value): (Column, Value)| Input { name, label, unit: unit.as_str(), value };
    Ok(Json(ExplanationView {
        metric: metric.into(),
        customer: mask.key(&customer),
        name,
        level: level.into(),
        as_of: Date(as_of),
        value,
        settings: settings.into_iter().map(setting).collect(),
        inputs: inputs.into_iter().map(input).collect(),
        documents_total_cents: documents.iter().map(|document| document.amount_cents).sum(),
        documents: documents.into_iter().map(DocumentView::from).collect(),
        corrected_at,
    }))
}

impl From<FactDocument> for DocumentView {
    fn from(document: FactDocument) -> Self {
        let FactDocument { key, on, kind, amount_cents, lines, detail } = document;
        let kind_label = text::movement_kind(&kind).to_owned();
        Self { key, on: Date(on), kind, kind_label, amount_cents, lines, detail }
    }
}
