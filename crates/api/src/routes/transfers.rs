//! What handing customers from one seller to another would come to, before it is done.

use std::sync::Arc;

use axum::extract::State;
use panel::{Balance, PanelError, Predicate, SellerBalance, Transfer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::overview::PartView;
use crate::app::{App, When};
use crate::dto::LevelName;
use crate::extract::Json;
use crate::people::checked_name;
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// Transfers.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(simulate))
}

/// Customers to go to another seller: those of whom everything said here is true.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TransferPlan {
    /// They are this seller's.
    from: Option<String>,
    /// Who gets them.
    to: String,
    /// This is true of them.
    #[serde(rename = "where")]
    predicate: Option<String>,
    /// They are among these, by key.
    customers: Option<Vec<String>>,
    /// What a customer is.
    level: Option<LevelName>,
}

/// What a transfer would come to.
#[derive(Serialize, ToSchema)]
struct TransferBalance {
    /// The customers that would go to another.
    moved: PartView,
    /// Every seller, by name, customers without one last.
    sellers: Vec<SellerView>,
}

/// What a seller has before and after.
#[derive(Serialize, ToSchema)]
#[schema(as = SellerBalance)]
struct SellerView {
    /// The seller; none of customers without one.
    seller: Option<String>,
    /// How many before.
    customers_before: u64,
    /// How many after.
    customers_after: u64,
    /// Their revenue of 12 months before, in cents.
    revenue_before_cents: i64,
    /// After.
    revenue_after_cents: i64,
}

/// What every seller would have after a transfer. Nothing is changed: that is for `/changes`.
#[utoipa::path(post, path = "/transfers/simulation", tag = "customers", request_body = TransferPlan, responses((status = 200, body = TransferBalance)))]
async fn simulate(
    State(app): State<Arc<App>>,
    who: Who,
    Json(plan): Json<TransferPlan>,
) -> Result<Json<TransferBalance>, Problem> {
    who.needs(Right::AssignOwners)?;
    let TransferPlan { from, to, predicate, customers, level } = plan;
    let asked = app.asked(&who, &When { as_of: None, level }).await?;
    let predicate = predicate.filter(|text| !text.trim().is_empty());
    let predicate = predicate.as_deref().map(Predicate::parse).transpose().map_err(PanelError::from)?;
    let transfer = Transfer { from, predicate, customers, to: checked_name(&to)? };
    let found = asked.now.portfolio.balance(&transfer, asked.level, asked.day, &asked.visible).await?;
    let Balance { moved, sellers } = found;
    let view = |SellerBalance { seller, before, after }: SellerBalance| SellerView {
        seller,
        customers_before: before.customers,
        customers_after: after.customers,
        revenue_before_cents: before.revenue_12m_cents,
        revenue_after_cents: after.revenue_12m_cents,
    };
    Ok(Json(TransferBalance { moved: moved.into(), sellers: sellers.into_iter().map(view).collect() }))
}
