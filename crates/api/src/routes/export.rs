//! Any list as a file, as it is seen.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use export::csv::{self, Reader};
use export::text;
use export::workbook::{Seen, of_list};
use panel::{Level, Rows};
use serde::Deserialize;
use serde_json::json;
use store::Action;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::Query;
use crate::listing::{Listed, Listing, aside, listed};
use crate::problem::{Code, Problem};
use crate::rights::Right;
use crate::who::Who;

/// Exports.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(export))
}

/// The kind of file.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Kind {
    /// The kind of file; a workbook where absent.
    #[param(inline)]
    format: Option<FormatName>,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FormatName {
    /// A workbook for people.
    Xlsx,
    /// Text for programs: amounts in cents, dates in ISO form.
    Csv,
    /// Columns for programs.
    Parquet,
}

/// The customers that may be seen, as asked, in a file.
#[utoipa::path(get, path = "/export", tag = "customers", params(Kind, Listing), responses((status = 200, content(
    (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (String = "text/csv"),
    (Vec<u8> = "application/vnd.apache.parquet"),
))))]
async fn export(
    State(app): State<Arc<App>>,
    who: Who,
    Query(Kind { format }): Query<Kind>,
    Query(listing): Query<Listing>,
) -> Result<Response, Problem> {
    who.needs(Right::Export)?;
    // Whoever may not see people's data has no file of it either.
    who.needs(Right::PersonalData)?;
    let format = format.unwrap_or(FormatName::Xlsx);
    let Listed { asked, query, panel } = listed(&app, &who, &listing).await?;
    let rows = panel.list(&query, &asked.visible).await?;
    let (day, level) = (asked.day, asked.level);
    let detail = json!({
        "format": format.suffix(), "customers": rows.num_rows(), "as_of": day.iso(), "level": level.as_str(),
        "where": listing.predicate, "segment": listing.segment, "columns": query.columns,
    });
    app.workspace.audit(&who.author(), Action::Exported, "carteira", &detail).await?;
    let selection = selection(&listing);
    let body = match format {
        FormatName::Xlsx => Body::from(workbook(rows, level, day, selection).await?),
        FormatName::Parquet => Body::from(aside(move || panel::parquet(&rows)).await?),
        FormatName::Csv => {
            let pieces = csv::pieces(rows, day, Reader::Program).map(Ok::<_, std::convert::Infallible>);
            Body::from_stream(futures::stream::iter(pieces))
        }
    };
    let name = format!("attachment; filename=\"carteira-{}.{}\"", day.iso(), format.suffix());
    Ok(([(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, name)], body)
        .into_response())
}

async fn workbook(rows: Rows, level: Level, as_of: domain::Day, selection: String) -> Result<Vec<u8>, Problem> {
    let written = tokio::task::spawn_blocking(move || {
        of_list(&Seen { as_of, level: text::level(level), selection, rows: &rows })
    });
    let written = written.await.map_err(|error| Problem::internal(&error))?;
    written.map_err(|error| Problem::new(Code::Invalid, error.to_string()))
}

/// What was asked for, in words.
fn selection(listing: &Listing) -> String {
    let segment = listing.segment.as_ref().map(|name| format!("segmentação {name}"));
    let predicate = listing.predicate.clone().filter(|text| !text.trim().is_empty());
    let parts: Vec<String> = segment.into_iter().chain(predicate).collect();
    if parts.is_empty() { "todos os clientes".to_owned() } else { parts.join("; ") }
}

impl FormatName {
    fn suffix(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}
