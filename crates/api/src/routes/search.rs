//! Finding a customer by what people type.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::State;
use panel::{Found, Level, Matched};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, When};
use crate::extract::{Json, Query};
use crate::listing::aside;
use crate::masks::Mask;
use crate::problem::{Code, Problem};
use crate::rights::Right;
use crate::who::Who;

/// Customers found where nobody says how many, and at most.
const USUAL: usize = 10;
const MOST: usize = 50;

/// Characters of a question at most.
const LONGEST: usize = 200;

/// Search.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(search))
}

/// What is looked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Question {
    /// A name, trade name, tax id, code or city, or part of one; mistyped letters are forgiven.
    q: String,
    /// How many at most: 10 where absent, 50 at most.
    limit: Option<u32>,
}

/// What was found.
#[derive(Serialize, ToSchema)]
struct SearchResult {
    /// Those that fit best first.
    items: Vec<FoundView>,
    /// How long it took, in milliseconds.
    took_ms: f64,
}

/// A customer that fits.
#[derive(Serialize, ToSchema)]
#[schema(as = Found)]
struct FoundView {
    /// Its key.
    customer: String,
    /// Its name.
    name: Option<String>,
    /// Its trade name.
    trade_name: Option<String>,
    /// Its tax id, or the one that fits.
    tax_id: Option<String>,
    /// The code that fits.
    code: Option<String>,
    /// Where it is.
    city: Option<String>,
    /// Its state.
    uf: Option<String>,
    /// `name`, `trade_name`, `tax_id`, `code`, `city`: what fits.
    matched: &'static str,
}

/// The customers that fit, of those that may be seen.
#[utoipa::path(get, path = "/search", tag = "customers", params(Question), responses((status = 200, body = SearchResult)))]
async fn search(
    State(app): State<Arc<App>>,
    who: Who,
    Query(Question { q, limit }): Query<Question>,
) -> Result<Json<SearchResult>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let limit = limit.map_or(USUAL, |limit| limit as usize);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::new(Code::BadRequest, "limit precisa ser de 1 a 50.").about("limit", "de 1 a 50"));
    }
    let began = Instant::now();
    let question: String = q.chars().take(LONGEST).collect();
    let asked = app.asked(&who, &When { as_of: None, level: Some(Level::Root.into()) }).await?;
    let index = app.current.search(&asked.now).await?;
    let visible = asked.visible.clone();
    let mask = Mask::of(&who, asked.now.portfolio.identity());
    let mut found = aside(move || Ok(index.find(&question, limit, &visible))).await?;
    // Who finds people by their CPF finds it out, digit by digit.
    found.retain(|found| found.matched != Matched::TaxId || !mask.hides(&found.customer));
    let took_ms = (began.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
    Ok(Json(SearchResult { items: found.into_iter().map(|found| viewed(found, &mask)).collect(), took_ms }))
}

fn viewed(found: Found, mask: &Mask<'_>) -> FoundView {
    let Found { customer, name, trade_name, tax_id, code, city, uf, matched } = found;
    FoundView {
        tax_id: tax_id.map(|tax_id| mask.field_of(&customer, "tax_id", &tax_id)),
        customer: mask.key(&customer),
        name,
        trade_name,
        code,
        city,
        uf,
        matched: match matched {
            Matched::Name => "name",
            Matched::TradeName => "trade_name",
            Matched::TaxId => "tax_id",
            Matched::Code => "code",
            Matched::City => "city",
        },
    }
}
