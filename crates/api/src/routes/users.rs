//! Users: who may sign in, as what, and whom they see.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use store::{NewUser, Role, TotpChange, User, UserChange};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock;
use crate::dto::Items;
use crate::extract::{IfMatch, Json, Path, Versioned};
use crate::passwords::{fingerprint, secret};
use crate::people::{checked_login, checked_name, checked_scope};
use crate::problem::{Code, Problem};
use crate::rights::Right;
use crate::who::Who;

/// How long an invitation serves.
const INVITATION_SECONDS: i64 = 7 * 24 * 3600;

/// Users.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(show, change, remove))
        .routes(routes!(invite))
        .routes(routes!(sign_out_everywhere))
        .routes(routes!(remove_second_factor))
}

/// A user.
#[derive(Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserView {
    /// Its number.
    id: i64,
    /// The login.
    login: String,
    /// The name.
    name: String,
    /// `administrator`, `manager`, `seller`, `credit`, `query`.
    role: &'static str,
    /// As whom sales and lists know a seller.
    seller: Option<String>,
    /// A predicate that tells the customers it may see; none for all.
    scope: Option<String>,
    /// Whether it may not sign in.
    disabled: bool,
    /// Whether it has a second factor.
    totp: bool,
    /// Whether it has a password here; else that of a directory, or none yet.
    password: bool,
    /// When it was last seen, RFC 3339.
    last_seen_at: Option<String>,
    /// The version, as the ETag has it.
    version: i64,
}

/// A user to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UserAddition {
    /// The login: an e-mail, for example.
    login: String,
    /// The name.
    name: String,
    /// The role.
    role: RoleName,
    /// As whom sales and lists know a seller.
    seller: Option<String>,
    /// A predicate that tells the customers it may see.
    scope: Option<String>,
}

/// What changes of a user; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UserPatch {
    /// The name.
    name: Option<String>,
    /// The role.
    role: Option<RoleName>,
    /// As whom sales and lists know a seller; empty for none.
    seller: Option<String>,
    /// A predicate that tells the customers it may see; empty for all.
    scope: Option<String>,
    /// Whether it may not sign in.
    disabled: Option<bool>,
}

/// A role.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum RoleName {
    Administrator,
    Manager,
    Seller,
    Credit,
    Query,
}

/// A user and the link by which they set a password.
#[derive(Serialize, ToSchema)]
struct Invited {
    /// The user.
    user: UserView,
    /// The link, good for seven days and one use.
    link: String,
}

/// A link.
#[derive(Serialize, ToSchema)]
struct InvitationLink {
    /// The link, good for seven days and one use.
    link: String,
}

/// All users.
#[utoipa::path(get, path = "/users", tag = "users", responses((status = 200, body = Items<UserView>)))]
async fn list(State(app): State<Arc<App>>, who: Who) -> Result<Json<Items<UserView>>, Problem> {
    who.needs(Right::SeeUsers)?;
    Ok(Json(Items::all(app.workspace.users().await?.into_iter().map(UserView::from).collect())))
}

/// Adds a user, who sets a password by the link.
#[utoipa::path(post, path = "/users", tag = "users", request_body = UserAddition, responses((status = 201, body = Invited)))]
async fn add(State(app): State<Arc<App>>, who: Who, Json(addition): Json<UserAddition>) -> Result<Response, Problem> {
    who.needs(Right::ManageUsers)?;
    let UserAddition { login, name, role, seller, scope } = addition;
    let new = NewUser {
        login: checked_login(&login)?,
        name: checked_name(&name)?,
        role: role.into(),
        seller: named(seller),
        scope: checked_scope(scope)?,
        external: None,
    };
    let user = app.workspace.add_user(&new, &who.author()).await?;
    let link = invitation(&app, &who, user.id).await?;
    let version = user.version;
    let body = Versioned(version, Invited { user: UserView::from(user), link });
    Ok((StatusCode::CREATED, body).into_response())
}

/// A user.
#[utoipa::path(get, path = "/users/{id}", tag = "users", params(("id" = i64, Path, description = "Its number")), responses((status = 200, body = UserView)))]
async fn show(State(app): State<Arc<App>>, who: Who, Path(id): Path<i64>) -> Result<Versioned<UserView>, Problem> {
    who.needs(Right::SeeUsers)?;
    let user = user(&app, id).await?;
    Ok(Versioned(user.version, user.into()))
}

/// Changes a user.
#[utoipa::path(patch, path = "/users/{id}", tag = "users", params(("id" = i64, Path, description = "Its number"), ("if-match" = String, Header, description = "The ETag")), request_body = UserPatch, responses((status = 200, body = UserView)))]
async fn change(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<i64>,
    IfMatch(version): IfMatch,
    Json(patch): Json<UserPatch>,
) -> Result<Versioned<UserView>, Problem> {
    who.needs(Right::ManageUsers)?;
    let before = user(&app, id).await?;
    let UserPatch { name, role, seller, scope, disabled } = patch;
    let change = UserChange {
        name: name.as_deref().map(checked_name).transpose()?.unwrap_or(before.name),
        role: role.map_or(before.role, Role::from),
        seller: seller.map_or(before.seller, |seller| named(Some(seller))),
        scope: scope.map_or(Ok(before.scope), |scope| checked_scope(Some(scope)))?,
        disabled: disabled.unwrap_or(before.disabled),
        external: before.external,
    };
    let user = app.workspace.change_user(id, version, &change, &who.author()).await?;
    if user.disabled {
        app.workspace.end_sessions(id, None, &who.author()).await?;
    }
    Ok(Versioned(user.version, user.into()))
}

/// Removes a user; what they did stays theirs.
#[utoipa::path(delete, path = "/users/{id}", tag = "users", params(("id" = i64, Path, description = "Its number")), responses((status = 204)))]
async fn remove(State(app): State<Arc<App>>, who: Who, Path(id): Path<i64>) -> Result<StatusCode, Problem> {
    who.needs(Right::ManageUsers)?;
    let user = user(&app, id).await?;
    app.workspace.remove_user(id, user.version, &who.author()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a user a new link to set a password by.
#[utoipa::path(post, path = "/users/{id}/invitation", tag = "users", params(("id" = i64, Path, description = "Its number")), responses((status = 200, body = InvitationLink)))]
async fn invite(State(app): State<Arc<App>>, who: Who, Path(id): Path<i64>) -> Result<Json<InvitationLink>, Problem> {
    who.needs(Right::ManageUsers)?;
    user(&app, id).await?;
    Ok(Json(InvitationLink { link: invitation(&app, &who, id).await? }))
}

/// Ends all sessions of a user.
#[utoipa::path(delete, path = "/users/{id}/sessions", tag = "users", params(("id" = i64, Path, description = "Its number")), responses((status = 204)))]
async fn sign_out_everywhere(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    who.needs(Right::ManageUsers)?;
    user(&app, id).await?;
    app.workspace.end_sessions(id, None, &who.author()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a user's second factor, of which they lost the telephone and the recovery codes.
#[utoipa::path(delete, path = "/users/{id}/totp", tag = "users", params(("id" = i64, Path, description = "Its number")), responses((status = 204)))]
async fn remove_second_factor(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    who.needs(Right::ManageUsers)?;
    user(&app, id).await?;
    app.workspace.set_totp(id, TotpChange::Remove, &who.author()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn invitation(app: &App, who: &Who, user: i64) -> Result<String, Problem> {
    let token = secret()?;
    let expires_at = clock::after(INVITATION_SECONDS);
    app.workspace.invite_user(user, &fingerprint(&token), &expires_at, &who.author()).await?;
    Ok(format!("/convite#{token}"))
}

async fn user(app: &App, id: i64) -> Result<User, Problem> {
    app.workspace.user(id).await?.ok_or_else(|| Problem::new(Code::NotFound, "Este usuário não existe."))
}

/// A name that was typed, if anything was.
fn named(name: Option<String>) -> Option<String> {
    name.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
}

impl From<RoleName> for Role {
    fn from(role: RoleName) -> Self {
        match role {
            RoleName::Administrator => Self::Administrator,
            RoleName::Manager => Self::Manager,
            RoleName::Seller => Self::Seller,
            RoleName::Credit => Self::Credit,
            RoleName::Query => Self::Query,
        }
    }
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            login: user.login,
            name: user.name,
            role: user.role.as_str(),
            seller: user.seller,
            scope: user.scope,
            disabled: user.disabled,
            totp: user.totp_confirmed,
            password: user.password_hash.is_some(),
            last_seen_at: user.last_seen_at,
            version: user.version,
        }
    }
}
