//! Files that people attach to customers.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::text::printable;
use serde::{Deserialize, Serialize};
use store::Attachment;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::customers::{customer_of, seen};
use crate::app::{App, When};
use crate::dto::Items;
use crate::extract::{Json, Path, Query};
use crate::problem::{Code, Problem};
use crate::rights::Right;
use crate::who::Who;

/// Bytes of a file at most.
const MOST_BYTES: usize = 25 << 20;

/// Characters of a name at most.
const LONGEST_NAME: usize = 200;

/// Attachments.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(download, remove))
}

/// An attached file.
#[derive(Serialize, ToSchema)]
#[schema(as = Attachment)]
struct AttachmentView {
    /// Its number.
    id: i64,
    /// Its name.
    name: String,
    /// Its media type, as whoever attached it said.
    media_type: String,
    /// Bytes.
    bytes: u64,
    /// Who attached it.
    by: String,
    /// When, RFC 3339.
    created_at: String,
}

/// What a file is called.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Named {
    /// Its name.
    name: String,
}

/// A customer's files, the newest first.
#[utoipa::path(get, path = "/customers/{customer}/attachments", tag = "customers", params(("customer" = String, Path, description = "Its key"), When), responses((status = 200, body = Items<AttachmentView>)))]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
) -> Result<Json<Items<AttachmentView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (key, _) = customer_of(&app, &who, &customer, &when).await?;
    let attachments = app.workspace.attachments(&key).await?;
    Ok(Json(Items::all(attachments.into_iter().map(AttachmentView::from).collect())))
}

/// Attaches a file of at most 25 MB.
#[utoipa::path(post, path = "/customers/{customer}/attachments", tag = "customers", params(("customer" = String, Path, description = "Its key"), Named), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = AttachmentView)))]
async fn add(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(Named { name }): Query<Named>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    who.needs(Right::EditCustomers)?;
    let (key, _) = customer_of(&app, &who, &customer, &When::default()).await?;
    let name = checked_name(&name)?;
    let media_type =
        headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("application/octet-stream");
    let bytes = to_bytes(body, MOST_BYTES).await;
    let bytes = bytes.map_err(|_| Problem::new(Code::TooLarge, "O arquivo não chegou inteiro, ou passa de 25 MB."))?;
    if bytes.is_empty() {
        return Err(Problem::invalid("name", "O arquivo está vazio."));
    }
    let attachment = app.workspace.add_attachment(&key, &name, media_type, bytes, &who.author()).await?;
    Ok((StatusCode::CREATED, Json(AttachmentView::from(attachment))).into_response())
}

/// A file, always to be saved and never opened among our pages.
#[utoipa::path(get, path = "/attachments/{id}", tag = "customers", params(("id" = i64, Path, description = "Its number")), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn download(State(app): State<Arc<App>>, who: Who, Path(id): Path<i64>) -> Result<Response, Problem> {
    who.needs(Right::ViewCustomers)?;
    let attachment = found(&app, &who, id).await?;
    let bytes = app.workspace.attachment_bytes(&attachment).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&attachment.name)),
    ];
    Ok((headers, bytes).into_response())
}

/// Removes a file.
#[utoipa::path(delete, path = "/attachments/{id}", tag = "customers", params(("id" = i64, Path, description = "Its number")), responses((status = 204)))]
async fn remove(State(app): State<Arc<App>>, who: Who, Path(id): Path<i64>) -> Result<StatusCode, Problem> {
    who.needs(Right::EditCustomers)?;
    found(&app, &who, id).await?;
    app.workspace.remove_attachment(id, &who.author()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn found(app: &App, who: &Who, id: i64) -> Result<Attachment, Problem> {
    let none = || Problem::not_found("Este anexo não existe.");
    let attachment = app.workspace.attachment(id).await?.ok_or_else(none)?;
    if seen(app, who, &attachment.customer).await? { Ok(attachment) } else { Err(none()) }
}

/// A file's name, without the folders some browsers put before it.
fn checked_name(name: &str) -> Result<String, Problem> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let fits =
        (1..=LONGEST_NAME).contains(&name.chars().count()) && printable(name) == name && name != ".." && name != ".";
    if fits {
        Ok(name.to_owned())
    } else {
        Err(Problem::invalid("name", "O nome do arquivo está vazio ou é longo demais."))
    }
}

/// How a file is to be saved (RFC 6266).
pub fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() || " ._-".contains(character) { character } else { '_' })
        .collect();
    let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encoded.replace('+', "%20"))
}

impl From<Attachment> for AttachmentView {
    fn from(attachment: Attachment) -> Self {
        let Attachment { id, name, media_type, bytes, by, created_at, .. } = attachment;
        Self { id, name, media_type, bytes, by, created_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_itself_in_a_header_whatever_is_in_it() {
        assert_eq!(
            disposition("nota é \"1\"\r\n.pdf"),
            "attachment; filename=\"nota _ _1___.pdf\"; filename*=UTF-8''nota%20%C3%A9%20%221%22%0D%0A.pdf"
        );
        assert_eq!(checked_name("C:\\notas\\a.pdf").unwrap(), "a.pdf");
        assert!(checked_name("pasta/..").is_err());
    }
}
