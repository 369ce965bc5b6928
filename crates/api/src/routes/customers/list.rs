//! The list of customers: filtered, sorted, page by page, with what all of it adds up to.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use panel::{CustomerLine, LINE_MONTHS, Page, Panel, Totals, column_names, value_at};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, Asked};
use crate::dto::{Date, Items, LevelName, objects};
use crate::extract::{Json, Query};
use crate::listing::{Listed, Listing, aside, cursor, listed};
use crate::masks::Mask;
use crate::pages::PageOf;
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// The list.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(months)).routes(routes!(totals))
}

/// A page of the list.
#[derive(Serialize, ToSchema)]
struct CustomerPage {
    /// The date.
    as_of: Date,
    /// What a row is.
    level: LevelName,
    /// The metrics, in order.
    columns: Vec<String>,
    /// The customers: `customer`, its key, and each metric by its name.
    #[schema(value_type = Vec<BTreeMap<String, Value>>)]
    rows: Vec<Map<String, Value>>,
    /// How many customers the whole list has.
    count: u64,
    /// What each metric that adds up comes to over the whole list, in cents.
    totals: BTreeMap<&'static str, i64>,
    /// Where the next page begins.
    next: Option<String>,
}

/// A customer's last 12 months.
#[derive(Serialize, ToSchema)]
#[schema(as = CustomerLine)]
struct LineView {
    /// Its key.
    customer: String,
    /// Revenue of each month, net of returns, in cents; the month of the date last.
    revenue_cents: [i64; LINE_MONTHS],
}

/// Sums over customers, in cents where not counts.
#[derive(Serialize, ToSchema)]
#[schema(as = Totals)]
struct TotalsView {
    /// The date.
    as_of: Date,
    /// Customers with at least one sale by the date.
    customers: u64,
    /// Live sale documents.
    documents: u64,
    /// Revenue, net of returns and cancellations.
    revenue_total_cents: i64,
    /// Billed, net of returns and cancellations.
    billed_total_cents: i64,
    /// Returns, as a positive amount.
    returns_total_cents: i64,
    /// Revenue of 12 months.
    revenue_12m_cents: i64,
    /// The part of revenue that consumers without identification brought; nothing where not all is seen.
    unidentified_revenue_cents: i64,
}

/// The customers that may be seen, as asked.
#[utoipa::path(get, path = "/customers", tag = "customers", params(Listing, PageOf), responses((status = 200, body = CustomerPage)))]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Query(listing): Query<Listing>,
    Query(page_of): Query<PageOf>,
) -> Result<Json<CustomerPage>, Problem> {
    let Turned { asked, page, .. } = turned(&app, &who, &listing, &page_of).await?;
    let mask = Mask::of(&who, asked.now.portfolio.identity());
    let Page { rows, count, totals, next } = page;
    Ok(Json(CustomerPage {
        as_of: Date(asked.day),
        level: asked.level.into(),
        columns: column_names(&rows).into_iter().skip(1).collect(),
        rows: mask.rows(objects(&rows)),
        count,
        totals: totals.into_iter().collect(),
        next: next.map(|cursor| mask.place(cursor).to_string()),
    }))
}

/// What the customers of a page of the list brought in each of the last 12 months.
#[utoipa::path(get, path = "/customers/months", tag = "customers", params(Listing, PageOf), responses((status = 200, body = Items<LineView>)))]
async fn months(
    State(app): State<Arc<App>>,
    who: Who,
    Query(listing): Query<Listing>,
    Query(page_of): Query<PageOf>,
) -> Result<Json<Items<LineView>>, Problem> {
    let listing = Listing { columns: Some("name".to_owned()), ..listing };
    let Turned { asked, panel, page } = turned(&app, &who, &listing, &page_of).await?;
    let portfolio = &asked.now.portfolio;
    let key = |row| Some(value_at(&page.rows, "customer", row).as_str()?.to_owned());
    let customers: Vec<String> = (0..page.rows.num_rows()).filter_map(key).collect();
    let lines = portfolio.lines(&panel, &customers, &asked.visible).await?;
    let mask = Mask::of(&who, portfolio.identity());
    let view = |CustomerLine { customer, revenue_cents }| LineView { customer: mask.key(&customer), revenue_cents };
    Ok(Json(Items::all(lines.into_iter().map(view).collect())))
}

/// A page of a list, turned to.
struct Turned {
    asked: Asked,
    panel: Arc<Panel>,
    page: Page,
}

async fn turned(app: &App, who: &Who, listing: &Listing, page_of: &PageOf) -> Result<Turned, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (mut after, limit) = (cursor(page_of)?, page_of.limit()?);
    let Listed { asked, query, panel } = listed(app, who, listing).await?;
    if let Some(place) = after {
        let mask = Mask::of(who, asked.now.portfolio.identity());
        after = Some(mask.place_after(place, &panel, &asked.visible).await?);
    }
    let (of, visible) = (Arc::clone(&panel), asked.visible.clone());
    let page = aside(move || of.page(&query, &visible, after.as_ref(), limit)).await?;
    Ok(Turned { asked, panel, page })
}

/// What customers add up to.
#[utoipa::path(get, path = "/totals", tag = "portfolio", params(Listing), responses((status = 200, body = TotalsView)))]
async fn totals(
    State(app): State<Arc<App>>,
    who: Who,
    Query(listing): Query<Listing>,
) -> Result<Json<TotalsView>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let Listed { asked, query, panel } = listed(&app, &who, &listing).await?;
    let found = panel.totals(&query, &asked.visible).await?;
    Ok(Json(found.into()))
}

impl From<Totals> for TotalsView {
    fn from(totals: Totals) -> Self {
        Self {
            as_of: Date(totals.as_of.0),
            customers: totals.customers,
            documents: totals.documents,
            revenue_total_cents: totals.revenue_total_cents,
            billed_total_cents: totals.billed_total_cents,
            returns_total_cents: totals.returns_total_cents,
            revenue_12m_cents: totals.revenue_12m_cents,
            unidentified_revenue_cents: totals.unidentified_revenue_cents,
        }
    }
}
