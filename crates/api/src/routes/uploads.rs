//! Files sent part by part, then rehearsed and imported.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use sources::table::{Kind, Map, Options, is_source_name};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock;
use crate::extract::{Json, Path, Query};
use crate::jobs::{JobKind, JobView, Order};
use crate::problem::{Code, Problem};
use crate::rights::Right;
use crate::uploads::{PART_BYTES, Upload};
use crate::who::Who;

/// Files of an upload that are listed; the bytes are of all.
const LISTED: usize = 1000;

/// Uploads.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(show, remove))
        .routes(routes!(take))
        .routes(routes!(rehearse))
        .routes(routes!(import))
}

/// An upload begun.
#[derive(Serialize, ToSchema)]
struct Begun {
    /// Its name.
    upload: String,
    /// Bytes of a part at most.
    part_bytes: usize,
}

/// An upload so far.
#[derive(Serialize, ToSchema)]
#[schema(as = Upload)]
struct UploadView {
    /// The first 1000 of its files.
    files: Vec<FileView>,
    /// How many there are.
    count: usize,
    /// Bytes so far, of all files.
    bytes: u64,
}

/// A file so far.
#[derive(Serialize, ToSchema)]
#[schema(as = UploadedFile)]
struct FileView {
    /// Its path, as whoever sent it has it.
    path: String,
    /// Bytes so far.
    bytes: u64,
}

/// Which part of which file.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PartPlace {
    /// The file's path, folders included.
    path: String,
    /// Where the part begins, in bytes.
    offset: u64,
}

/// How spreadsheets are to be read; what is absent is found out.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reading {
    /// What they are about: `customers`, `sales`, `receivables`, `products`, `sellers`.
    kind: Option<String>,
    /// The name of their source.
    source: Option<String>,
    /// Which column is which field, as TOML.
    map: Option<String>,
}

/// Begins an upload.
#[utoipa::path(post, path = "/uploads", tag = "imports", responses((status = 201, body = Begun)))]
async fn begin(State(app): State<Arc<App>>, who: Who) -> Result<Response, Problem> {
    who.needs_of_everyone(Right::Import)?;
    let upload = app.uploads.begin(who.user.id).await?;
    Ok((StatusCode::CREATED, Json(Begun { upload, part_bytes: PART_BYTES })).into_response())
}

/// An upload so far.
#[utoipa::path(get, path = "/uploads/{upload}", tag = "imports", params(("upload" = String, Path, description = "Its name")), responses((status = 200, body = UploadView)))]
async fn show(State(app): State<Arc<App>>, who: Who, Path(upload): Path<String>) -> Result<Json<UploadView>, Problem> {
    let files = upload_of(&app, &who, &upload).await?.files().await?;
    let (count, bytes) = (files.len(), files.iter().map(|file| file.bytes).sum());
    let view = |file: crate::uploads::UploadedFile| FileView { path: file.path, bytes: file.bytes };
    Ok(Json(UploadView { files: files.into_iter().take(LISTED).map(view).collect(), count, bytes }))
}

/// Throws an upload away.
#[utoipa::path(delete, path = "/uploads/{upload}", tag = "imports", params(("upload" = String, Path, description = "Its name")), responses((status = 204)))]
async fn remove(State(app): State<Arc<App>>, who: Who, Path(upload): Path<String>) -> Result<StatusCode, Problem> {
    upload_of(&app, &who, &upload).await?.remove().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a part of a file. The same part twice is no harm; one that leaves a gap is refused.
#[utoipa::path(put, path = "/uploads/{upload}/parts", tag = "imports", params(("upload" = String, Path, description = "Its name"), PartPlace), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 204)))]
async fn take(
    State(app): State<Arc<App>>,
    who: Who,
    Path(upload): Path<String>,
    Query(PartPlace { path, offset }): Query<PartPlace>,
    body: Body,
) -> Result<StatusCode, Problem> {
    let upload = upload_of(&app, &who, &upload).await?;
    let part = axum::body::to_bytes(body, PART_BYTES).await.map_err(|_| {
        Problem::new(Code::TooLarge, "A parte não chegou inteira, ou passa de 8 MB: envie o arquivo em partes menores.")
    })?;
    upload.take(&path, offset, part).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says what importing an upload would do.
#[utoipa::path(post, path = "/uploads/{upload}/rehearsal", tag = "imports", params(("upload" = String, Path, description = "Its name")), request_body = Reading, responses((status = 202, body = JobView)))]
async fn rehearse(
    State(app): State<Arc<App>>,
    who: Who,
    Path(upload): Path<String>,
    Json(reading): Json<Reading>,
) -> Result<Response, Problem> {
    start(&app, &who, &upload, reading, JobKind::Rehearsal).await
}

/// Imports an upload.
#[utoipa::path(post, path = "/uploads/{upload}/import", tag = "imports", params(("upload" = String, Path, description = "Its name")), request_body = Reading, responses((status = 202, body = JobView)))]
async fn import(
    State(app): State<Arc<App>>,
    who: Who,
    Path(upload): Path<String>,
    Json(reading): Json<Reading>,
) -> Result<Response, Problem> {
    start(&app, &who, &upload, reading, JobKind::Import).await
}

async fn start(app: &Arc<App>, who: &Who, upload: &str, reading: Reading, kind: JobKind) -> Result<Response, Problem> {
    let upload = upload_of(app, who, upload).await?;
    let folder = upload.files_folder();
    let (tables, author) = (options(reading)?, who.author());
    let order = Order { paths: vec![folder.clone()], named_from: Some(folder), kind, tables, author };
    let (current, kept) = (Arc::clone(&app.current), app.uploads.keep(&upload));
    let job = app.jobs.begin(&app.workspace, order, move || async move {
        let _kept = kept;
        if kind == JobKind::Rehearsal {
            return Ok(());
        }
        current.refresh().await?;
        upload.remove().await
    });
    Ok((StatusCode::ACCEPTED, Json(job)).into_response())
}

fn options(reading: Reading) -> Result<Options, Problem> {
    let Reading { kind, source, map } = reading;
    let kind = kind.map(|kind| {
        Kind::named(&kind).ok_or_else(|| {
            Problem::invalid(
                "kind",
                format!(
                    "Não existe o tipo de planilha {kind:?}: use customers, sales, receivables, products ou sellers."
                ),
            )
        })
    });
    if let Some(name) = source.as_ref().filter(|name| !is_source_name(name)) {
        return Err(Problem::invalid(
            "source",
            format!("{name:?} não serve como nome de fonte: use letras, números e hífen, como meu-erp."),
        ));
    }
    let map = map.map(|map| Map::from_toml(&map).map_err(|error| Problem::invalid("map", error.to_string())));
    Ok(Options { kind: kind.transpose()?, source, map: map.transpose()?, today: clock::today() })
}

async fn upload_of(app: &App, who: &Who, name: &str) -> Result<Upload, Problem> {
    who.needs_of_everyone(Right::Import)?;
    app.uploads.of_user(name, who.user.id).await
}
