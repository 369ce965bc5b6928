//! Imports and rehearsals under way.

use std::sync::Arc;

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::dto::Items;
use crate::extract::{Json, Path};
use crate::jobs::JobView;
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// Jobs.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show))
}

/// Imports and rehearsals under way and lately ended, the newest first.
#[utoipa::path(get, path = "/jobs", tag = "imports", responses((status = 200, body = Items<JobView>)))]
async fn list(State(app): State<Arc<App>>, who: Who) -> Result<Json<Items<JobView>>, Problem> {
    who.needs_of_everyone(Right::SeeImports)?;
    Ok(Json(Items::all(app.jobs.list())))
}

/// An import or rehearsal.
#[utoipa::path(get, path = "/jobs/{id}", tag = "imports", params(("id" = u64, Path, description = "Its number")), responses((status = 200, body = JobView)))]
async fn show(State(app): State<Arc<App>>, who: Who, Path(id): Path<u64>) -> Result<Json<JobView>, Problem> {
    who.needs_of_everyone(Right::SeeImports)?;
    app.jobs.get(id).map(Json).ok_or_else(|| Problem::not_found("Este trabalho não existe, ou acabou há tempo demais."))
}
