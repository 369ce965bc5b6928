//! How concentrated the portfolio is.

use std::sync::Arc;

use axum::extract::State;
use panel::{Alarm, BY_CUSTOMER, Concentration, Share};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::dto::Date;
use crate::extract::{Json, Query};
use crate::listing::{Listed, Listing, listed};
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// Shares sent; what more there are is counted.
const SHARES: usize = 500;

/// Concentration.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(show))
}

/// By what, and of what.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Spread {
    /// The metric whose values share the amount: `uf`, `owner`; `customer` for the customers themselves.
    by: Option<String>,
    /// The metric that is shared: `revenue_12m_cents` where absent.
    weight: Option<String>,
}

/// How an amount is spread over values.
#[derive(Serialize, ToSchema)]
#[schema(as = Concentration)]
struct ConcentrationView {
    /// The metric whose values share the amount.
    by: String,
    /// The metric that is shared.
    weight: &'static str,
    /// The date.
    as_of: Date,
    /// What the shares are of, in cents.
    total_cents: i64,
    /// Amounts of zero or less, which have no share, in cents.
    ignored_cents: i64,
    /// Herfindahl-Hirschman index, 0 to 10 000.
    hhi: f64,
    /// How many of equal size would be as concentrated.
    effective: f64,
    /// The share of the largest.
    cr1: f64,
    /// The share of the five largest.
    cr5: f64,
    /// The share of the ten largest.
    cr10: f64,
    /// Gini coefficient: 0 all equal, towards 1 all in one.
    gini: f64,
    /// `none`, `attention`, `critical`: what the largest's share calls for.
    alarm: &'static str,
    /// What is left without the largest.
    without_largest: WithoutLargestView,
    /// The values with a positive amount, the largest first.
    shares: Vec<ShareView>,
    /// Values beyond those sent.
    more: usize,
}

/// What is left of an amount without the largest that shares it.
#[derive(Serialize, ToSchema)]
#[schema(as = WithoutLargest)]
struct WithoutLargestView {
    /// In cents.
    total_cents: i64,
    /// The index of what is left.
    hhi: f64,
}

/// What a value has of the amount.
#[derive(Serialize, ToSchema)]
#[schema(as = Share)]
struct ShareView {
    /// The value; none for customers without one.
    value: Option<String>,
    /// The customer's name, where the values are customers.
    name: Option<String>,
    /// Customers that have the value.
    customers: u64,
    /// In cents.
    amount_cents: i64,
    /// Of the total.
    share: f64,
}

/// How an amount is spread over the values of a metric.
#[utoipa::path(get, path = "/concentration", tag = "portfolio", params(Spread, Listing), responses((status = 200, body = ConcentrationView)))]
async fn show(
    State(app): State<Arc<App>>,
    who: Who,
    Query(Spread { by, weight }): Query<Spread>,
    Query(listing): Query<Listing>,
) -> Result<Json<ConcentrationView>, Problem> {
    who.needs(Right::ViewCustomers)?;
    who.needs_everyone()?;
    let Listed { asked, query, panel } = listed(&app, &who, &listing).await?;
    let (by, weight) = (by.as_deref().unwrap_or(BY_CUSTOMER), weight.as_deref().unwrap_or("revenue_12m_cents"));
    let found = panel.concentration(by, weight, &query, &asked.visible).await?;
    let mask = crate::masks::Mask::of(&who, asked.now.portfolio.identity());
    let Concentration {
        by,
        weight,
        as_of,
        total_cents,
        ignored_cents,
        hhi,
        effective,
        cr1,
        cr5,
        cr10,
        gini,
        alarm,
        without_largest,
        shares,
    } = found;
    let more = shares.len().saturating_sub(SHARES);
    let share = |Share { value, name, customers, amount_cents, share }: Share| ShareView {
        value: value.map(|value| if by == BY_CUSTOMER { mask.key(&value) } else { mask.field_of("", &by, &value) }),
        name,
        customers,
        amount_cents,
        share,
    };
    Ok(Json(ConcentrationView {
        weight,
        as_of: Date(as_of),
        total_cents,
        ignored_cents,
        hhi,
        effective,
        cr1,
        cr5,
        cr10,
        gini,
        alarm: match alarm {
            Alarm::None => "none",
            Alarm::Attention => "attention",
            Alarm::Critical => "critical",
        },
        without_largest: WithoutLargestView { total_cents: without_largest.total_cents, hhi: without_largest.hhi },
        shares: shares.into_iter().take(SHARES).map(share).collect(),
        more,
        by,
    }))
}
