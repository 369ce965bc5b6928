//! One's API tokens: for programs that ask in one's name.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use store::{Access, ApiToken, NewToken};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock;
use crate::dto::{Date, Items};
use crate::extract::{Json, Path};
use crate::passwords::{fingerprint, secret};
use crate::people::checked_name;
use crate::problem::Problem;
use crate::who::{TOKEN_PREFIX, Who};

/// Days a token serves at most.
const LONGEST_DAYS: i32 = 366;

/// Tokens.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(revoke))
}

/// A token, without its secret.
#[derive(Serialize, ToSchema)]
#[schema(as = Token)]
struct TokenView {
    /// Its number.
    id: i64,
    /// What it is for.
    name: String,
    /// `read` or `write`.
    access: &'static str,
    /// The last day it serves.
    expires_on: String,
    /// When it was made, RFC 3339.
    created_at: String,
    /// When it was last used.
    last_used_at: Option<String>,
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TokenAddition {
    /// What it is for.
    name: String,
    /// What it may do.
    access: AccessName,
    /// The last day it serves: at most a year from now.
    expires_on: Date,
}

/// What a token may do: what its user may, or only the part that reads.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AccessName {
    Read,
    Write,
}

/// A new token.
#[derive(Serialize, ToSchema)]
struct NewSecret {
    /// The secret, shown this once: `Authorization: Bearer crt_...`.
    token: String,
    /// The token.
    item: TokenView,
}

/// One's tokens.
#[utoipa::path(get, path = "/tokens", tag = "session", responses((status = 200, body = Items<TokenView>)))]
async fn list(State(app): State<Arc<App>>, who: Who) -> Result<Json<Items<TokenView>>, Problem> {
    let tokens = app.workspace.tokens(who.user.id).await?;
    Ok(Json(Items::all(tokens.into_iter().map(TokenView::from).collect())))
}

/// Makes a token.
#[utoipa::path(post, path = "/tokens", tag = "session", request_body = TokenAddition, responses((status = 201, body = NewSecret)))]
async fn add(State(app): State<Arc<App>>, who: Who, Json(addition): Json<TokenAddition>) -> Result<Response, Problem> {
    who.session()?;
    let TokenAddition { name, access, expires_on: Date(last) } = addition;
    let days = last.days_since(clock::today());
    if !(0..=LONGEST_DAYS).contains(&days) {
        return Err(Problem::invalid("expires_on", "O último dia precisa ser de hoje até daqui a um ano."));
    }
    let token = format!("{TOKEN_PREFIX}{}", secret()?);
    let new = NewToken {
        user: who.user.id,
        name: checked_name(&name)?,
        hash: fingerprint(&token),
        access: match access {
            AccessName::Read => Access::Read,
            AccessName::Write => Access::Write,
        },
        expires_on: last,
    };
    let item = app.workspace.add_token(new, &who.author()).await?;
    Ok((StatusCode::CREATED, Json(NewSecret { token, item: item.into() })).into_response())
}

/// Revokes a token.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "session", params(("id" = i64, Path, description = "Its number")), responses((status = 204)))]
async fn revoke(State(app): State<Arc<App>>, who: Who, Path(id): Path<i64>) -> Result<StatusCode, Problem> {
    who.session()?;
    match app.workspace.revoke_token(who.user.id, id, &who.author()).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found("Este token não existe.")),
    }
}

impl From<ApiToken> for TokenView {
    fn from(token: ApiToken) -> Self {
        let ApiToken { id, name, access, expires_on, created_at, last_used_at, .. } = token;
        Self { id, name, access: access.as_str(), expires_on, created_at, last_used_at }
    }
}
