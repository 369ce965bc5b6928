//! What people write about customers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use store::Note;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::customers::{customer_of, seen};
use crate::app::{App, When};
use crate::dto::Items;
use crate::extract::{IfMatch, Json, Path, Query, Versioned};
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// Notes.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(change, remove))
}

/// A note.
#[derive(Serialize, ToSchema)]
#[schema(as = Note)]
struct NoteView {
    /// Its number.
    id: i64,
    /// The text.
    text: String,
    /// Who wrote it.
    by: String,
    /// Whether it is of whoever asks.
    own: bool,
    /// When, RFC 3339.
    created_at: String,
    /// When it was last changed.
    changed_at: Option<String>,
    /// The version, as the ETag has it.
    version: i64,
}

/// The text of a note.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoteText {
    /// At most 10 000 characters.
    text: String,
}

/// A customer's notes, the newest first.
#[utoipa::path(get, path = "/customers/{customer}/notes", tag = "customers", params(("customer" = String, Path, description = "Its key"), When), responses((status = 200, body = Items<NoteView>)))]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
) -> Result<Json<Items<NoteView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (key, _) = customer_of(&app, &who, &customer, &when).await?;
    let notes = app.workspace.notes(&key).await?;
    Ok(Json(Items::all(notes.into_iter().map(|note| viewed(note, &who)).collect())))
}

/// Writes a note.
#[utoipa::path(post, path = "/customers/{customer}/notes", tag = "customers", params(("customer" = String, Path, description = "Its key"), When), request_body = NoteText, responses((status = 201, body = NoteView)))]
async fn add(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
    Json(NoteText { text }): Json<NoteText>,
) -> Result<Response, Problem> {
    who.needs(Right::EditCustomers)?;
    let (key, _) = customer_of(&app, &who, &customer, &when).await?;
    let note = app.workspace.add_note(&key, checked(&text)?, &who.author()).await?;
    Ok((StatusCode::CREATED, Versioned(note.version, viewed(note, &who))).into_response())
}

/// Rewrites one of one's notes.
#[utoipa::path(patch, path = "/notes/{id}", tag = "customers", params(("id" = i64, Path, description = "Its number"), ("if-match" = String, Header, description = "The ETag")), request_body = NoteText, responses((status = 200, body = NoteView)))]
async fn change(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<i64>,
    IfMatch(version): IfMatch,
    Json(NoteText { text }): Json<NoteText>,
) -> Result<Versioned<NoteView>, Problem> {
    who.needs(Right::EditCustomers)?;
    own(&app, &who, id).await?;
    let note = app.workspace.change_note(id, version, checked(&text)?, &who.author()).await?;
    Ok(Versioned(note.version, viewed(note, &who)))
}

/// Removes one of one's notes.
#[utoipa::path(delete, path = "/notes/{id}", tag = "customers", params(("id" = i64, Path, description = "Its number")), responses((status = 204)))]
async fn remove(State(app): State<Arc<App>>, who: Who, Path(id): Path<i64>) -> Result<StatusCode, Problem> {
    who.needs(Right::EditCustomers)?;
    let note = own(&app, &who, id).await?;
    app.workspace.remove_note(id, note.version, &who.author()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A note that whoever asks wrote, or any for whoever administrates users, of a customer that may be seen.
async fn own(app: &App, who: &Who, id: i64) -> Result<Note, Problem> {
    let none = || Problem::not_found("Esta anotação não existe.");
    let note = app.workspace.note(id).await?.ok_or_else(none)?;
    if !seen(app, who, &note.customer).await? {
        return Err(none());
    }
    match note.user == Some(who.user.id) || who.can(Right::ManageUsers) {
        true => Ok(note),
        false => Err(Problem::new(crate::problem::Code::NotAllowed, "Só quem escreveu a anotação a muda ou apaga.")),
    }
}

fn checked(text: &str) -> Result<&str, Problem> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Problem::invalid("text", "A anotação está vazia.")),
        1..=10_000 => Ok(text),
        _ => Err(Problem::invalid("text", "A anotação passa de 10.000 caracteres.")),
    }
}

fn viewed(note: Note, who: &Who) -> NoteView {
    let own = note.user == Some(who.user.id);
    let Note { id, text, by, created_at, changed_at, version, .. } = note;
    NoteView { id, text, by, own, created_at, changed_at, version }
}
