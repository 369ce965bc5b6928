//! The audit log: who changed and took away what, in a chain that shows where it was tampered with.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Action, AuditEntry, AuditFilter};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::actions::label;
use crate::app::App;
use crate::dto::Items;
use crate::extract::{Json, Query};
use crate::pages::PageOf;
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// The audit log.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(verify)).routes(routes!(actions))
}

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only of this user, by number.
    user: Option<i64>,
    /// Only this action.
    action: Option<String>,
}

/// An entry.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditEntry)]
struct EntryView {
    /// Its number, from 1, without gaps.
    number: i64,
    /// When, RFC 3339.
    at: String,
    /// Who, by the name of then.
    by: String,
    /// The user's number, where it was one.
    user: Option<i64>,
    /// What was done.
    action: String,
    /// In Portuguese.
    label: String,
    /// To what.
    subject: String,
    /// What more there is to know.
    #[schema(value_type = Object)]
    detail: Value,
    /// What the next entry is chained to.
    hash: String,
}

/// Something that can be done.
#[derive(Serialize, ToSchema)]
struct ActionView {
    /// As programs know it.
    action: &'static str,
    /// In Portuguese.
    label: &'static str,
}

/// Whether the chain is whole.
#[derive(Serialize, ToSchema)]
struct Verification {
    /// Entries there are.
    entries: u64,
    /// Whether each follows the one before.
    whole: bool,
    /// The first that does not.
    broken_at: Option<i64>,
}

/// Entries, the newest first.
#[utoipa::path(get, path = "/audit", tag = "audit", params(Filter, PageOf), responses((status = 200, body = Items<EntryView>)))]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Query(Filter { user, action }): Query<Filter>,
    Query(page): Query<PageOf>,
) -> Result<Json<Items<EntryView>>, Problem> {
    who.needs(Right::Audit)?;
    let action = action.map(|action| action.parse::<Action>()).transpose();
    let action = action.map_err(|error| Problem::invalid("action", error.to_string()))?;
    let limit = page.limit()?;
    let found =
        app.workspace.audit_entries(AuditFilter { user, action }, page.after_number()?, limit as u64 + 1).await?;
    let next = (found.len() > limit).then(|| found[limit - 1].number.to_string());
    Ok(Json(Items { items: found.into_iter().take(limit).map(EntryView::from).collect(), next }))
}

/// What can be done, and so be found in the log.
#[utoipa::path(get, path = "/audit/actions", tag = "audit", responses((status = 200, body = Items<ActionView>)))]
async fn actions(who: Who) -> Result<Json<Items<ActionView>>, Problem> {
    who.needs(Right::Audit)?;
    let view = |action: &Action| ActionView { action: action.as_str(), label: label(*action) };
    Ok(Json(Items::all(Action::ALL.iter().map(view).collect())))
}

/// Whether each entry follows the one before.
#[utoipa::path(get, path = "/audit/verification", tag = "audit", responses((status = 200, body = Verification)))]
async fn verify(State(app): State<Arc<App>>, who: Who) -> Result<Json<Verification>, Problem> {
    who.needs(Right::Audit)?;
    let found = app.workspace.verify_audit().await?;
    Ok(Json(Verification { entries: found.entries, whole: found.broken_at.is_none(), broken_at: found.broken_at }))
}

impl From<AuditEntry> for EntryView {
    fn from(entry: AuditEntry) -> Self {
        let AuditEntry { number, at, user, by, action, subject, detail, previous_hash: _, hash } = entry;
        let known = action.parse::<Action>().ok();
        let label = known.map_or_else(|| action.clone(), |action| label(action).to_owned());
        let detail = serde_json::from_str(&detail).unwrap_or(Value::Null);
        Self { number, at, by, user, action, label, subject, detail, hash }
    }
}
