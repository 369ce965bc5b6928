//! Changes to many customers at once: who is responsible for them, tags. Each can be undone.

use std::sync::Arc;

use axum::extract::State;
use domain::{CustomerKey, Day};
use panel::{Level, Panel, Predicate, Visible, checked_value, value_at};
use serde::{Deserialize, Serialize};
use store::{Change, ChangeKind, Changed, Known, Terms};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::customers::customer_of;
use crate::app::{App, When};
use crate::dto::{Date, Items, LevelName};
use crate::events::Event;
use crate::extract::{Json, Path, Query};
use crate::masks::Mask;
use crate::pages::PageOf;
use crate::problem::{Code, Problem};
use crate::rights::Right;
use crate::who::Who;

/// Customers named one by one, at most.
const MOST_NAMED: usize = 10_000;

/// Characters of a reason at most.
const LONGEST_REASON: usize = 500;

/// Changes.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(undo)).routes(routes!(owners))
}

/// A change to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeOrder {
    /// What changes.
    what: What,
    /// The customers, by key; where absent, those of the predicate.
    customers: Option<Vec<String>>,
    /// The predicate of the customers.
    #[serde(rename = "where")]
    predicate: Option<String>,
    /// What a customer is.
    level: Option<LevelName>,
    /// The seller; or tags, `;` between. Nothing, of an owner, leaves it to what lists say.
    value: Option<String>,
    /// Why.
    reason: Option<String>,
    /// The day from which an owner counts; today where absent.
    on: Option<Date>,
}

/// What changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum What {
    Owner,
    AddTags,
    RemoveTags,
}

/// What a change came to.
#[derive(Serialize, ToSchema)]
struct Made {
    /// The change, by which it can be undone.
    change: i64,
    /// Customers it changed.
    customers: u64,
    /// Customers it left as they were: they are so already, or were changed again since.
    left_alone: u64,
}

/// A change.
#[derive(Serialize, ToSchema)]
#[schema(as = Change)]
struct ChangeView {
    /// Its number.
    change: i64,
    /// When, RFC 3339.
    at: String,
    /// Who made it.
    by: String,
    /// `owner`, `add_tags`, `remove_tags`, `field`.
    what: &'static str,
    /// What became of the customers.
    value: Option<String>,
    /// How many customers.
    customers: u64,
    /// Why.
    reason: Option<String>,
    /// The day from which it counts, where not at once.
    on: Option<String>,
    /// The change it undoes.
    undoes: Option<i64>,
    /// The change that undid it.
    undone_by: Option<i64>,
}

/// Someone who was made responsible for a customer.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnerChange)]
struct OwnerView {
    /// Who; nothing leaves it to what lists say.
    owner: Option<String>,
    /// When it was decided, RFC 3339.
    at: String,
    /// The day from which it counts, where not at once.
    from: Option<String>,
    /// Who decided.
    by: Option<String>,
    /// Why.
    reason: Option<String>,
    /// The change it was part of.
    change: Option<i64>,
}

/// Changes, the newest first.
#[utoipa::path(get, path = "/changes", tag = "customers", params(PageOf), responses((status = 200, body = Items<ChangeView>)))]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Query(page): Query<PageOf>,
) -> Result<Json<Items<ChangeView>>, Problem> {
    who.needs_of_everyone(Right::AssignOwners)?;
    let limit = page.limit()?;
    let found = app.workspace.changes(page.after_number()?, limit as u64 + 1).await?;
    let next = (found.len() > limit).then(|| found[limit - 1].id.to_string());
    Ok(Json(Items { items: found.into_iter().take(limit).map(ChangeView::from).collect(), next }))
}

/// Changes customers that may be seen, all or none of them.
#[utoipa::path(post, path = "/changes", tag = "customers", request_body = ChangeOrder, responses((status = 200, body = Made)))]
async fn make(State(app): State<Arc<App>>, who: Who, Json(order): Json<ChangeOrder>) -> Result<Json<Made>, Problem> {
    who.needs(if order.what == What::Owner { Right::AssignOwners } else { Right::EditCustomers })?;
    let ChangeOrder { what, customers, predicate, level, value, reason, on } = order;
    let reason = checked_reason(reason)?;
    let field = if what == What::Owner { "owner" } else { "tags" };
    let kept = checked_value(field, value.as_deref().unwrap_or_default());
    let kept = kept.map_err(|error| Problem::invalid("value", error.to_string()))?;
    let named = Named { customers, predicate };
    let known = named.known(&app, &who, level, field).await?;
    if known.is_empty() {
        return Err(Problem::invalid("customers", "Nenhum dos clientes dados está na carteira."));
    }
    let author = who.author();
    let reason = reason.as_deref();
    let needs_tag = || Problem::invalid("value", "Diga a etiqueta.");
    let changed = match what {
        What::Owner => {
            let effective_on = match on {
                Some(Date(day)) => counting_from(day, app.current.get().await?.day)?,
                None => None,
            };
            app.workspace.change_owner(&known, kept.as_deref(), Terms { reason, effective_on }, &author).await?
        }
        What::AddTags => {
            let tags = kept.ok_or_else(needs_tag)?;
            let joined = |tags: &str| checked_value("tags", tags).ok().flatten();
            app.workspace.add_tags(&known, &tags, reason, joined, &author).await?
        }
        What::RemoveTags => {
            let tags = kept.ok_or_else(needs_tag)?;
            app.workspace.remove_tags(&known, &tags, reason, &author).await?
        }
    };
    Ok(Json(made(&app, changed)))
}

/// Undoes a change, but for customers that were changed again since.
#[utoipa::path(post, path = "/changes/{change}/undo", tag = "customers", params(("change" = i64, Path, description = "Its number")), responses((status = 200, body = Made)))]
async fn undo(State(app): State<Arc<App>>, who: Who, Path(change): Path<i64>) -> Result<Json<Made>, Problem> {
    let none = || Problem::not_found("Esta alteração não existe.");
    let found = app.workspace.change(change).await?.ok_or_else(none)?;
    let is_own = found.user == Some(who.user.id) && who.can(Right::EditCustomers);
    let may = who.can(Right::AssignOwners) || is_own && found.what != ChangeKind::Owner;
    match may && sees_all_of(&app, &who, change).await? {
        true => Ok(Json(made(&app, app.workspace.undo_change(change, &who.author()).await?))),
        false => Err(none()),
    }
}

/// Whether all customers of a change may be seen: some may have gone to somebody else since.
async fn sees_all_of(app: &App, who: &Who, change: i64) -> Result<bool, Problem> {
    if who.sees_everyone() {
        return Ok(true);
    }
    let of = |level: Level| When { as_of: None, level: Some(level.into()) };
    let companies = app.asked(who, &of(Level::Root)).await?.visible;
    let establishments = app.asked(who, &of(Level::Establishment)).await?.visible;
    let sees = |key: &String| match key.parse::<CustomerKey>().map(|customer| Level::of(&customer)) {
        Ok(Level::Root) => companies.sees(key),
        Ok(_) => establishments.sees(key),
        Err(_) => false,
    };
    Ok(app.workspace.customers_of_change(change).await?.iter().all(sees))
}

/// Who was responsible for a customer, the oldest first.
#[utoipa::path(get, path = "/customers/{customer}/owners", tag = "customers", params(("customer" = String, Path, description = "Its key"), When), responses((status = 200, body = Items<OwnerView>)))]
async fn owners(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
) -> Result<Json<Items<OwnerView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (key, _) = customer_of(&app, &who, &customer, &when).await?;
    let history = app.workspace.owner_history(&key).await?;
    let view = |change: store::OwnerChange| OwnerView {
        owner: change.owner,
        at: change.at,
        from: change.effective_on,
        by: change.by,
        reason: change.reason,
        change: change.change,
    };
    Ok(Json(Items::all(history.into_iter().map(view).collect())))
}

/// Customers as a request names them.
pub struct Named {
    /// By key.
    pub customers: Option<Vec<String>>,
    /// By a predicate.
    pub predicate: Option<String>,
}

impl Named {
    /// The customers that may be seen, each with what a field of it is now.
    ///
    /// # Errors
    /// Neither keys nor predicate, too many keys, or one that may not be seen.
    pub async fn known(
        &self,
        app: &App,
        who: &Who,
        level: Option<LevelName>,
        field: &'static str,
    ) -> Result<Vec<Known>, Problem> {
        let asked = app.asked(who, &When { as_of: None, level }).await?;
        let panel = asked.now.portfolio.panel(asked.level, asked.day).await?;
        let mask = Mask::of(who, asked.now.portfolio.identity());
        match (&self.customers, self.predicate.as_deref().map(str::trim).filter(|text| !text.is_empty())) {
            (Some(keys), None) if keys.len() <= MOST_NAMED => {
                let mut named = Vec::with_capacity(keys.len());
                for key in keys {
                    named.push(mask.uncovered(key, &panel, &asked.visible).await?);
                }
                values_of(&named, &panel, &asked.visible, field)
            }
            (Some(_), None) => {
                Err(Problem::invalid("customers", "São clientes demais de uma vez: dê uma condição em `where`."))
            }
            (None, Some(predicate)) => {
                let predicate = Predicate::parse(predicate).map_err(panel::PanelError::from)?;
                all_of(predicate, &panel, &asked.visible, field).await
            }
            _ => Err(Problem::invalid("customers", "Dê os clientes, ou uma condição em `where`, e não os dois.")),
        }
    }
}

fn values_of(keys: &[CustomerKey], panel: &Panel, visible: &Visible, field: &str) -> Result<Vec<Known>, Problem> {
    let value = |key: &CustomerKey| {
        let row = panel.value_of(&key.to_string(), field, visible);
        let row = row.ok_or_else(|| Problem::not_found(format!("O cliente {key} não está na carteira.")))?;
        Ok((key.clone(), row.as_str().map(str::to_owned)))
    };
    keys.iter().map(value).collect()
}

async fn all_of(predicate: Predicate, panel: &Panel, visible: &Visible, field: &str) -> Result<Vec<Known>, Problem> {
    let query = panel::Query {
        predicate: Some(predicate),
        with_prospects: true,
        columns: vec![field.to_owned()],
        ..panel::Query::default()
    };
    let rows = panel.list(&query, visible).await?;
    let known = |row| {
        let key = value_at(&rows, "customer", row).as_str()?.parse().ok()?;
        Some((key, value_at(&rows, field, row).as_str().map(str::to_owned)))
    };
    Ok((0..rows.num_rows()).filter_map(known).collect())
}

fn made(app: &App, changed: Changed) -> Made {
    // Nobody may be listening.
    let _ = app.events.send(Event::Changed { what: "desk" });
    let Changed { change, customers, left_alone } = changed;
    Made { change, customers, left_alone }
}

fn checked_reason(reason: Option<String>) -> Result<Option<String>, Problem> {
    let reason = reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    match &reason {
        Some(long) if long.chars().count() > LONGEST_REASON => {
            Err(Problem::invalid("reason", "O motivo passa de 500 caracteres."))
        }
        _ => Ok(reason),
    }
}

/// From when a transfer counts; `None` where it counts at once, whatever the date that is looked at: of files so old
/// that lists are of an earlier day, one of today would show nowhere.
fn counting_from(day: Day, of_lists: Day) -> Result<Option<Day>, Problem> {
    let today = crate::clock::today();
    if day < today {
        return Err(Problem::new(
            Code::Invalid,
            "A data de início já passou: uma transferência conta de hoje em diante.",
        )
        .about("on", "já passou"));
    }
    Ok(Some(day).filter(|day| *day > today || of_lists >= today))
}

impl From<Change> for ChangeView {
    fn from(change: Change) -> Self {
        let Change { id, what, value, reason, effective_on, by, at, customers, undoes, undone_by, .. } = change;
        Self { change: id, at, by, what: what.as_str(), value, customers, reason, on: effective_on, undoes, undone_by }
    }
}
