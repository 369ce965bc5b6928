//! Segments: predicates with a name, how many they hold, and who came and went.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use domain::text::printable;
use panel::{Move, PanelError, Predicate, Segment, segment, segments};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, Asked, When};
use crate::dto::{Date, Items, LevelName};
use crate::extract::{Json, Path, Query};
use crate::listing::aside;
use crate::masks::Mask;
use crate::problem::{Code, Problem};
use crate::rights::Right;
use crate::who::Who;

/// Characters of a name at most, and of a predicate.
const LONGEST_NAME: usize = 80;
const LONGEST_PREDICATE: usize = 4000;

/// Segments.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(check))
        .routes(routes!(show, save, remove))
        .routes(routes!(moves))
}

/// A segment.
#[derive(Serialize, ToSchema)]
#[schema(as = Segment)]
struct SegmentView {
    /// Its name.
    name: String,
    /// Its predicate.
    predicate: String,
    /// Whether it is one of the start, unchanged.
    starter: bool,
    /// How many customers it holds of those that may be seen; nothing where its predicate asks about what
    /// may not.
    count: Option<u64>,
}

/// A predicate.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PredicateText {
    /// `status = 'inativo' AND abc = 'A'`
    predicate: String,
    /// What a row is.
    level: Option<LevelName>,
}

/// How many customers a predicate holds.
#[derive(Serialize, ToSchema)]
struct HowMany {
    /// Of those that may be seen.
    count: u64,
}

/// Two dates.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Between {
    /// The first.
    from: Date,
    /// The second.
    to: Date,
    /// What a row is.
    level: Option<LevelName>,
}

/// A customer that is on one side of two dates only.
#[derive(Serialize, ToSchema)]
#[schema(as = Move)]
struct MoveView {
    /// Its key.
    customer: String,
    /// Its name.
    name: Option<String>,
    /// Whether it entered; else it left.
    entered: bool,
}

/// All segments, with how many customers each holds.
#[utoipa::path(get, path = "/segments", tag = "portfolio", params(When), responses((status = 200, body = Items<SegmentView>)))]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Query(when): Query<When>,
) -> Result<Json<Items<SegmentView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let asked = app.asked(&who, &when).await?;
    let mut items = Vec::new();
    for segment in segments(&app.workspace).await? {
        items.push(viewed(segment, &asked).await?);
    }
    Ok(Json(Items::all(items)))
}

/// A segment.
#[utoipa::path(get, path = "/segments/{name}", tag = "portfolio", params(("name" = String, Path, description = "Its name"), When), responses((status = 200, body = SegmentView)))]
async fn show(
    State(app): State<Arc<App>>,
    who: Who,
    Path(name): Path<String>,
    Query(when): Query<When>,
) -> Result<Json<SegmentView>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let asked = app.asked(&who, &when).await?;
    Ok(Json(viewed(segment(&app.workspace, &name).await?, &asked).await?))
}

/// Saves a segment, in place of one of the same name.
#[utoipa::path(put, path = "/segments/{name}", tag = "portfolio", params(("name" = String, Path, description = "Its name")), request_body = PredicateText, responses((status = 200, body = SegmentView)))]
async fn save(
    State(app): State<Arc<App>>,
    who: Who,
    Path(name): Path<String>,
    Json(PredicateText { predicate, level }): Json<PredicateText>,
) -> Result<Json<SegmentView>, Problem> {
    who.needs(Right::ManageSegments)?;
    let name = checked_name(&name)?;
    parsed(&predicate)?;
    app.workspace.save_segment(&name, predicate.trim(), &who.author()).await?;
    let asked = app.asked(&who, &When { as_of: None, level }).await?;
    Ok(Json(viewed(segment(&app.workspace, &name).await?, &asked).await?))
}

/// Removes a segment; one of the start comes back as it was.
#[utoipa::path(delete, path = "/segments/{name}", tag = "portfolio", params(("name" = String, Path, description = "Its name")), responses((status = 204)))]
async fn remove(State(app): State<Arc<App>>, who: Who, Path(name): Path<String>) -> Result<StatusCode, Problem> {
    who.needs(Right::ManageSegments)?;
    let found = segment(&app.workspace, &name).await?;
    if found.is_starter {
        let detail = format!(
            "{} é uma segmentação de fábrica: não se apaga, mas pode ser trocada por outra de mesmo nome.",
            found.name
        );
        return Err(Problem::new(Code::Conflict, detail));
    }
    app.workspace.remove_segment(&found.name, &who.author()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says how many customers a predicate holds, or what is wrong with it and where.
#[utoipa::path(post, path = "/segments/check", tag = "portfolio", request_body = PredicateText, responses((status = 200, body = HowMany)))]
async fn check(
    State(app): State<Arc<App>>,
    who: Who,
    Json(PredicateText { predicate, level }): Json<PredicateText>,
) -> Result<Json<HowMany>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let predicate = parsed(&predicate)?;
    Mask::may_ask(&who, predicate.columns().iter().map(String::as_str))?;
    let asked = app.asked(&who, &When { as_of: None, level }).await?;
    Ok(Json(HowMany { count: held(predicate, &asked).await? }))
}

/// Who entered a segment and who left it between two dates.
#[utoipa::path(get, path = "/segments/{name}/moves", tag = "portfolio", params(("name" = String, Path, description = "Its name"), Between), responses((status = 200, body = Items<MoveView>)))]
async fn moves(
    State(app): State<Arc<App>>,
    who: Who,
    Path(name): Path<String>,
    Query(Between { from: Date(from), to: Date(to), level }): Query<Between>,
) -> Result<Json<Items<MoveView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    if from > to {
        return Err(Problem::invalid("from", "A primeira data vem depois da segunda."));
    }
    let asked = app.asked(&who, &When { as_of: None, level }).await?;
    let segment = segment(&app.workspace, &name).await?;
    let portfolio = &asked.now.portfolio;
    let mask = Mask::of(&who, portfolio.identity());
    let found = portfolio.moves(&segment, asked.level, (from, to), &asked.visible).await?;
    let view = |Move { customer, name, entered }: Move| MoveView { customer: mask.key(&customer), name, entered };
    Ok(Json(Items::all(found.into_iter().map(view).collect())))
}

async fn viewed(segment: Segment, asked: &Asked) -> Result<SegmentView, Problem> {
    let counted = match Predicate::parse(&segment.predicate) {
        Ok(predicate) => held(predicate, asked).await,
        // The catalogue changed since it was saved; it can be mended where it is seen.
        Err(_) => Ok(0),
    };
    let count = match counted {
        Ok(count) => Some(count),
        Err(problem) if problem.code() == Code::HiddenMetric => None,
        Err(problem) => return Err(problem),
    };
    let Segment { name, predicate, is_starter } = segment;
    Ok(SegmentView { name, predicate, starter: is_starter, count })
}

/// How many customers a predicate holds, of those that may be seen.
async fn held(predicate: Predicate, asked: &Asked) -> Result<u64, Problem> {
    let panel = asked.now.portfolio.panel(asked.level, asked.day).await?;
    let visible = asked.visible.clone();
    aside(move || {
        let query = panel::Query { predicate: Some(predicate), with_prospects: true, ..panel::Query::default() };
        panel.count(&query, &visible)
    })
    .await
}

fn parsed(predicate: &str) -> Result<Predicate, Problem> {
    if predicate.len() > LONGEST_PREDICATE {
        return Err(Problem::invalid("predicate", "A condição passa de 4000 caracteres."));
    }
    Ok(Predicate::parse(predicate).map_err(PanelError::from)?)
}

fn checked_name(name: &str) -> Result<String, Problem> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count()) && printable(&name) == name;
    if fits { Ok(name) } else { Err(Problem::invalid("name", "O nome precisa de 1 a 80 letras.")) }
}
