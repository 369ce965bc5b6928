//! Imports: what came of them, and undoing them.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use export::text;
use intake::Report;
use panel::Visible;
use serde::{Deserialize, Serialize};
use store::{Import, ImportState, Notice, NoticeKind};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::dto::{Items, NoticeView, ReportView};
use crate::events::Event;
use crate::extract::{Json, Path, Query};
use crate::pages::{PageOf, page_of};
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// Imports.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(gaps))
        .routes(routes!(show))
        .routes(routes!(rejects))
        .routes(routes!(warnings))
        .routes(routes!(ignored))
        .routes(routes!(undo))
}

/// An import.
#[derive(Serialize, ToSchema)]
#[schema(as = Import)]
struct ImportView {
    /// Its number, from 1.
    import: i64,
    /// What has become of it.
    state: StateName,
    /// In Portuguese.
    state_label: &'static str,
    /// When it began, RFC 3339.
    started_at: String,
    /// When it was committed.
    committed_at: Option<String>,
    /// When it was undone.
    undone_at: Option<String>,
    /// Who imported.
    by: Option<String>,
    /// What it came to.
    report: Option<ReportView>,
}

/// What has become of an import.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum StateName {
    /// Still being written.
    Writing,
    /// Its documents count.
    Live,
    /// It was undone.
    Undone,
    /// Its writer died: nothing of it remains.
    Dead,
}

/// What an undo took away.
#[derive(Serialize, ToSchema)]
struct Undone {
    /// Documents that no longer count.
    documents: u64,
    /// Documents of which an earlier version counts again.
    restored: u64,
    /// Documents that another import brought too, and that stay.
    kept: u64,
}

/// What is missing among what was imported.
#[derive(Serialize, ToSchema)]
struct Gaps {
    /// Numbers of notes that are missing between the first and the last of a series.
    missing_numbers: Vec<MissingNumbers>,
    /// Months with notes and without a single cancellation.
    months_without_cancellations: Vec<MonthWithout>,
}

/// Numbers missing in a row.
#[derive(Serialize, ToSchema)]
struct MissingNumbers {
    /// The establishment that issues.
    issuer: String,
    /// 55 NF-e, 65 NFC-e.
    model: u32,
    /// The series.
    series: u32,
    /// The first missing.
    first: u32,
    /// The last missing.
    last: u32,
}

/// A month without cancellations.
#[derive(Serialize, ToSchema)]
struct MonthWithout {
    /// `2026-11`.
    month: String,
    /// Its notes.
    notes: u64,
}

/// Which notices.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct NoticePage {
    /// How many at most: 100 where absent, 1000 at most.
    limit: Option<u32>,
    /// Where to begin, as the last answer said.
    after: Option<String>,
    /// `csv` for all of them as a file.
    #[param(inline)]
    format: Option<NoticeFormat>,
}

/// How notices are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum NoticeFormat {
    /// Page by page.
    Json,
    /// All, as a file.
    Csv,
}

/// Imports, the newest first.
#[utoipa::path(get, path = "/imports", tag = "imports", params(PageOf), responses((status = 200, body = Items<ImportView>)))]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Query(page): Query<PageOf>,
) -> Result<Json<Items<ImportView>>, Problem> {
    who.needs_of_everyone(Right::SeeImports)?;
    let imports = app.workspace.imports().await?;
    Ok(Json(page_of(imports, &page)?.map(ImportView::from)))
}

/// An import.
#[utoipa::path(get, path = "/imports/{import}", tag = "imports", params(("import" = i64, Path, description = "Its number")), responses((status = 200, body = ImportView)))]
async fn show(State(app): State<Arc<App>>, who: Who, Path(import): Path<i64>) -> Result<Json<ImportView>, Problem> {
    who.needs_of_everyone(Right::SeeImports)?;
    Ok(Json(app.workspace.import(import).await?.into()))
}

/// Records that could not be read.
#[utoipa::path(get, path = "/imports/{import}/rejects", tag = "imports", params(("import" = i64, Path, description = "Its number"), NoticePage), responses((status = 200, content((Items<NoticeView> = "application/json"), (String = "text/csv")))))]
async fn rejects(
    State(app): State<Arc<App>>,
    who: Who,
    Path(import): Path<i64>,
    Query(page): Query<NoticePage>,
) -> Result<Response, Problem> {
    notices(&app, &who, import, &page, NoticeKind::Reject).await
}

/// Records that count, with something odd about them.
#[utoipa::path(get, path = "/imports/{import}/warnings", tag = "imports", params(("import" = i64, Path, description = "Its number"), NoticePage), responses((status = 200, content((Items<NoticeView> = "application/json"), (String = "text/csv")))))]
async fn warnings(
    State(app): State<Arc<App>>,
    who: Who,
    Path(import): Path<i64>,
    Query(page): Query<NoticePage>,
) -> Result<Response, Problem> {
    notices(&app, &who, import, &page, NoticeKind::Warning).await
}

/// Records of no use.
#[utoipa::path(get, path = "/imports/{import}/ignored", tag = "imports", params(("import" = i64, Path, description = "Its number"), NoticePage), responses((status = 200, content((Items<NoticeView> = "application/json"), (String = "text/csv")))))]
async fn ignored(
    State(app): State<Arc<App>>,
    who: Who,
    Path(import): Path<i64>,
    Query(page): Query<NoticePage>,
) -> Result<Response, Problem> {
    notices(&app, &who, import, &page, NoticeKind::Ignored).await
}

/// Undoes an import.
#[utoipa::path(post, path = "/imports/{import}/undo", tag = "imports", params(("import" = i64, Path, description = "Its number")), responses((status = 200, body = Undone)))]
async fn undo(State(app): State<Arc<App>>, who: Who, Path(import): Path<i64>) -> Result<Json<Undone>, Problem> {
    who.needs_of_everyone(Right::Import)?;
    let undone = app.workspace.undo(import, &who.author(), |_| ()).await?;
    app.current.refresh().await?;
    // Nobody may be listening.
    let _ = app.events.send(Event::Changed { what: "imports" });
    let store::Undone { documents, restored, kept } = undone;
    Ok(Json(Undone { documents, restored, kept }))
}

/// What is missing among what was imported.
#[utoipa::path(get, path = "/imports/gaps", tag = "imports", responses((status = 200, body = Gaps)))]
async fn gaps(State(app): State<Arc<App>>, who: Who) -> Result<Json<Gaps>, Problem> {
    who.needs_of_everyone(Right::SeeImports)?;
    let now = app.current.get().await?;
    let found = now.portfolio.completeness(&Visible::everything()).await?;
    let missing = found.gaps.into_iter().map(|gap| MissingNumbers {
        issuer: gap.issuer,
        model: gap.model as u32,
        series: gap.series as u32,
        first: gap.first as u32,
        last: gap.last as u32,
    });
    let months = found.months.into_iter().map(|month| MonthWithout { month: month.month, notes: month.notes as u64 });
    Ok(Json(Gaps { missing_numbers: missing.collect(), months_without_cancellations: months.collect() }))
}

async fn notices(app: &App, who: &Who, import: i64, page: &NoticePage, kind: NoticeKind) -> Result<Response, Problem> {
    who.needs_of_everyone(Right::SeeImports)?;
    let mut notices = app.workspace.notices(import).await?;
    notices.retain(|notice| notice.kind == kind);
    match page.format {
        Some(NoticeFormat::Csv) => as_file(import, kind, &notices),
        _ => {
            let page = PageOf { limit: page.limit, after: page.after.clone() };
            Ok(Json(page_of(notices, &page)?.map(NoticeView::from)).into_response())
        }
    }
}

fn as_file(import: i64, kind: NoticeKind, notices: &[Notice]) -> Result<Response, Problem> {
    let bytes: String = export::notices::csv_lines(notices).map(|line| line + "\n").collect();
    let name = format!("attachment; filename=\"importacao-{import}-{}.csv\"", kind.as_str());
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, bytes).into_response())
}

impl From<Import> for ImportView {
    fn from(import: Import) -> Self {
        let report = import.report.as_deref().and_then(|report| serde_json::from_str::<Report>(report).ok());
        let state = match import.state {
            ImportState::Writing => StateName::Writing,
            ImportState::Live => StateName::Live,
            ImportState::Undone => StateName::Undone,
            ImportState::Dead => StateName::Dead,
        };
        Self {
            import: import.batch,
            state,
            state_label: text::import_state(import.state),
            started_at: import.started_at,
            committed_at: import.committed_at,
            undone_at: import.undone_at,
            by: import.by,
            report: report.as_ref().map(ReportView::from),
        }
    }
}
