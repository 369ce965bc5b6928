//! One's own account: the password and the sessions that are open.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock;
use crate::dto::Items;
use crate::extract::{Json, Path};
use crate::passwords::{hashed, matches};
use crate::problem::{Code, Problem};
use crate::who::{IDLE_SECONDS, Who};

/// One's own account.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(change_password)).routes(routes!(list)).routes(routes!(end))
}

/// A change of password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordChange {
    /// The password so far.
    current: String,
    /// The password from now on.
    new: String,
}

/// A session that is open.
#[derive(Serialize, ToSchema)]
struct OpenSession {
    /// What it is called here.
    id: String,
    /// When it began, RFC 3339.
    created_at: String,
    /// When it was last used.
    seen_at: String,
    /// The browser, as it calls itself.
    agent: String,
    /// Whether it is the one that asks.
    current: bool,
}

/// Letters of a session's fingerprint that name it.
const NAMED: usize = 16;

/// Changes one's password; all other sessions end.
#[utoipa::path(put, path = "/session/password", tag = "session", request_body = PasswordChange, responses((status = 204)))]
async fn change_password(
    State(app): State<Arc<App>>,
    who: Who,
    Json(PasswordChange { current, new }): Json<PasswordChange>,
) -> Result<StatusCode, Problem> {
    let (session, _) = who.session()?;
    if who.user.password_hash.is_none() {
        return Err(Problem::new(Code::Conflict, "Sua senha é a do diretório da empresa: mude-a lá."));
    }
    let (_turn, user) = super::turn_of(&app, &who.user).await?;
    if !matches(current, user.password_hash.clone()).await {
        super::count_failure(&app, &user).await?;
        return Err(Problem::invalid("current", "A senha atual não confere."));
    }
    let hash = hashed(new).await?;
    app.workspace.set_password(who.user.id, &hash, &who.author()).await?;
    app.workspace.end_sessions(who.user.id, Some(session), &who.author()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's open sessions.
#[utoipa::path(get, path = "/session/list", tag = "session", responses((status = 200, body = Items<OpenSession>)))]
async fn list(State(app): State<Arc<App>>, who: Who) -> Result<Json<Items<OpenSession>>, Problem> {
    let (current, _) = who.session()?;
    let sessions = app.workspace.sessions(who.user.id, &clock::now(), IDLE_SECONDS).await?;
    let open = sessions.into_iter().map(|session| OpenSession {
        id: session.hash.chars().take(NAMED).collect(),
        current: session.hash == current,
        created_at: session.created_at,
        seen_at: session.seen_at,
        agent: session.agent,
    });
    Ok(Json(Items::all(open.collect())))
}

/// Ends one of one's sessions.
#[utoipa::path(delete, path = "/session/list/{id}", tag = "session", params(("id" = String, Path, description = "As the list calls it")), responses((status = 204)))]
async fn end(State(app): State<Arc<App>>, who: Who, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    who.session()?;
    let sessions = app.workspace.sessions(who.user.id, &clock::now(), IDLE_SECONDS).await?;
    let named = sessions.into_iter().find(|session| id.len() == NAMED && session.hash.starts_with(&id));
    let session = named.ok_or_else(|| Problem::not_found("Esta sessão já acabou."))?;
    app.workspace.end_session(&session.hash, &who.author()).await?;
    Ok(StatusCode::NO_CONTENT)
}
