//! Goals of sellers, and how much of each portfolio bought in a month.

use std::sync::Arc;

use axum::extract::State;
use domain::Cents;
use panel::{GoalProgress, Level, Month, Positivation, PositivationBy};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, When};
use crate::dto::{Date, Items};
use crate::extract::{Json, Path, Query};
use crate::people::checked_name;
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// Goals.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(set)).routes(routes!(positivation))
}

/// Which month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OfMonth {
    /// `2026-11`; where absent, all that have goals.
    month: Option<String>,
    /// The date.
    as_of: Option<Date>,
}

/// Which month, and divided by what.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Divided {
    /// `2026-11`; where absent, that of the date.
    month: Option<String>,
    /// The date.
    as_of: Option<Date>,
    /// By seller or by team.
    #[param(inline)]
    by: Option<ByName>,
}

/// By what portfolios are divided.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ByName {
    Seller,
    Team,
}

/// What a seller sold in a month, beside what was to be.
#[derive(Serialize, ToSchema)]
#[schema(as = GoalProgress)]
struct GoalView {
    /// The seller; none of sales without one.
    seller: Option<String>,
    /// `2026-11`
    month: String,
    /// Revenue to reach, in cents.
    goal_cents: Option<i64>,
    /// Revenue so far, in cents.
    attained_cents: i64,
    /// Attained ÷ goal.
    attained_share: Option<f64>,
    /// What the month comes to if its other days are as those so far, in cents.
    projected_cents: Option<i64>,
}

/// A goal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GoalAmount {
    /// Revenue to reach, in cents; nothing takes the goal back.
    revenue_cents: Option<i64>,
}

/// How much of a portfolio bought in a month.
#[derive(Serialize, ToSchema)]
#[schema(as = Positivation)]
struct PositivationView {
    /// The seller or team; none of customers without one.
    name: Option<String>,
    /// `2026-11`
    month: String,
    /// The date by which customers are judged.
    as_of: String,
    /// Customers at the date.
    customers: u64,
    /// Those of them that bought in the month.
    buyers: u64,
    /// Buyers ÷ customers.
    share: Option<f64>,
}

/// Goals and what was sold beside them; of sellers, their own.
#[utoipa::path(get, path = "/goals", tag = "portfolio", params(OfMonth), responses((status = 200, body = Items<GoalView>)))]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Query(OfMonth { month, as_of }): Query<OfMonth>,
) -> Result<Json<Items<GoalView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let month = month.as_deref().map(parsed).transpose()?;
    let asked = app.asked(&who, &When { as_of, level: Some(Level::Root.into()) }).await?;
    let portfolio = &asked.now.portfolio;
    let found = portfolio.goals(month, asked.day, &asked.visible).await?;
    // What others are to sell is theirs and their manager's to know.
    let own = (!who.sees_everyone()).then(|| who.user.seller.clone().unwrap_or_default());
    let mut items = Vec::new();
    for progress in found {
        let is_own = match (&own, &progress.seller) {
            (None, _) => true,
            (Some(own), Some(seller)) => portfolio.is_same_seller(own, seller).await?,
            (Some(_), None) => false,
        };
        if is_own {
            items.push(GoalView::from(progress));
        }
    }
    Ok(Json(Items::all(items)))
}

/// Sets a seller's goal of a month.
#[utoipa::path(put, path = "/goals/{month}/{seller}", tag = "portfolio", params(("month" = String, Path, description = "`2026-11`"), ("seller" = String, Path, description = "The seller")), request_body = GoalAmount, responses((status = 204)))]
async fn set(
    State(app): State<Arc<App>>,
    who: Who,
    Path((month, seller)): Path<(String, String)>,
    Json(GoalAmount { revenue_cents }): Json<GoalAmount>,
) -> Result<axum::http::StatusCode, Problem> {
    who.needs_of_everyone(Right::ManageGoals)?;
    let month = parsed(&month)?;
    let seller = checked_name(&seller)?;
    if revenue_cents.is_some_and(i64::is_negative) {
        return Err(Problem::invalid(
            "revenue_cents",
            "Uma meta não pode ser negativa; para retirá-la, não mande valor.",
        ));
    }
    app.workspace.set_goal(&seller, &month.iso(), revenue_cents.map(Cents), &who.author()).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// How much of each portfolio bought in a month.
#[utoipa::path(get, path = "/positivacao", tag = "portfolio", params(Divided), responses((status = 200, body = Items<PositivationView>)))]
async fn positivation(
    State(app): State<Arc<App>>,
    who: Who,
    Query(Divided { month, as_of, by }): Query<Divided>,
) -> Result<Json<Items<PositivationView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let asked = app.asked(&who, &When { as_of, level: Some(Level::Root.into()) }).await?;
    let month = month.as_deref().map(parsed).transpose()?.unwrap_or(Month::of(asked.day));
    let by = match by {
        Some(ByName::Team) => PositivationBy::Team,
        _ => PositivationBy::Seller,
    };
    let found = asked.now.portfolio.positivation(by, month, asked.day, &asked.visible).await?;
    Ok(Json(Items::all(found.into_iter().map(PositivationView::from).collect())))
}

fn parsed(month: &str) -> Result<Month, Problem> {
    month.parse().map_err(|error: panel::MonthError| Problem::invalid("month", error.to_string()))
}

impl From<GoalProgress> for GoalView {
    fn from(progress: GoalProgress) -> Self {
        let GoalProgress { seller, month, goal_cents, attained_cents, attained_share, projected_cents, .. } = progress;
        Self { seller, month, goal_cents, attained_cents, attained_share, projected_cents }
    }
}

impl From<Positivation> for PositivationView {
    fn from(found: Positivation) -> Self {
        let Positivation { name, month, as_of, customers, buyers, share } = found;
        Self { name, month, as_of, customers, buyers, share }
    }
}
