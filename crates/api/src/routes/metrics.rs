//! The catalogue of metrics.

use std::sync::Arc;

use panel::PanelError;
use panel::metrics::{METRICS, Metric, near_metrics};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::dto::{Items, MetricView};
use crate::extract::{Json, Path};
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// Metrics.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show))
}

/// The metrics that whoever asks may see.
#[utoipa::path(get, path = "/metrics", tag = "portfolio", responses((status = 200, body = Items<MetricView>)))]
async fn list(who: Who) -> Result<Json<Items<MetricView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let seen = METRICS.iter().filter(|metric| who.sees_everyone() || !metric.reveals_total);
    Ok(Json(Items::all(seen.map(MetricView::from).collect())))
}

/// A metric.
#[utoipa::path(get, path = "/metrics/{name}", tag = "portfolio", params(("name" = String, Path, description = "The column")), responses((status = 200, body = MetricView)))]
async fn show(who: Who, Path(name): Path<String>) -> Result<Json<MetricView>, Problem> {
    who.needs(Right::ViewCustomers)?;
    match Metric::named(&name) {
        Some(metric) if metric.reveals_total && !who.sees_everyone() => Err(PanelError::Hidden { name }.into()),
        Some(metric) => Ok(Json(metric.into())),
        None => {
            let near = near_metrics(&name);
            Err(Problem::not_found(PanelError::UnknownMetric { name, near }.to_string()))
        }
    }
}
