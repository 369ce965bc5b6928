//! One-time links: the first administrator's, printed when the server starts on a workspace without users, and
//! those by which people set their password.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use store::{Invitation, NewUser, Purpose, Role};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{begin, second_factor, slow_down, turn_of};
use crate::app::App;
use crate::clock;
use crate::extract::{Json, Query};
use crate::origin::Origin;
use crate::passwords::{fingerprint, hashed};
use crate::people::{checked_login, checked_name};
use crate::problem::{Code, Problem};
use crate::who::from_our_pages;

/// Links.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(show, accept))
}

/// A link's secret.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Link {
    /// What stands after `/convite#` in the link.
    token: String,
}

/// What a link is for.
#[derive(Serialize, ToSchema)]
#[schema(as = Invitation)]
struct InvitationView {
    /// `first_run` or `invitation`.
    purpose: &'static str,
    /// Whom it is for.
    login: Option<String>,
    /// Their name.
    name: Option<String>,
}

/// What someone who was invited says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Acceptance {
    /// The link's secret.
    token: String,
    /// The password from now on.
    password: String,
    /// The first administrator's login.
    login: Option<String>,
    /// The first administrator's name.
    name: Option<String>,
    /// The code of the second factor, or a recovery code, where the user has one.
    code: Option<String>,
}

/// What a link is for.
#[utoipa::path(get, path = "/session/invitation", tag = "session", security(()), params(Link), responses((status = 200, body = InvitationView)))]
async fn show(
    State(app): State<Arc<App>>,
    Origin(origin): Origin,
    Query(Link { token }): Query<Link>,
) -> Result<Json<InvitationView>, Problem> {
    slow_down(&app, origin)?;
    let invitation = found(&app, &token).await?;
    Ok(Json(InvitationView {
        purpose: invitation.purpose.as_str(),
        login: invitation.user.as_ref().map(|user| user.login.clone()),
        name: invitation.user.map(|user| user.name),
    }))
}

/// Sets the password of whoever was invited and signs them in; of the first run, makes the administrator.
#[utoipa::path(post, path = "/session/invitation", tag = "session", security(()), request_body = Acceptance, responses((status = 200, body = super::SessionView)))]
async fn accept(
    State(app): State<Arc<App>>,
    Origin(origin): Origin,
    headers: HeaderMap,
    Json(acceptance): Json<Acceptance>,
) -> Result<Response, Problem> {
    from_our_pages(&headers)?;
    slow_down(&app, origin)?;
    let invitation = found(&app, &acceptance.token).await?;
    if let Some(user) = &invitation.user {
        // A link stands for the password and for nothing else.
        let (_turn, user) = turn_of(&app, user).await?;
        second_factor::check(&app, &user, acceptance.code.as_deref()).await?;
    }
    let hash = hashed(acceptance.password.clone()).await?;
    let key = fingerprint(&acceptance.token);
    let user = match invitation.purpose {
        Purpose::FirstRun => {
            app.workspace.accept_first_run(&key, &administrator(&acceptance)?, &hash, &clock::now()).await?
        }
        Purpose::Invitation => app.workspace.accept_invitation(&key, &hash, &clock::now()).await?,
    };
    begin(&app, user.ok_or_else(gone)?, &headers).await
}

fn administrator(acceptance: &Acceptance) -> Result<NewUser, Problem> {
    Ok(NewUser {
        login: checked_login(acceptance.login.as_deref().unwrap_or_default())?,
        name: checked_name(acceptance.name.as_deref().unwrap_or_default())?,
        role: Role::Administrator,
        seller: None,
        scope: None,
        external: None,
    })
}

async fn found(app: &App, token: &str) -> Result<Invitation, Problem> {
    app.workspace.invitation(&fingerprint(token), &clock::now()).await?.ok_or_else(gone)
}

fn gone() -> Problem {
    Problem::new(Code::NotFound, "Este link não existe, venceu ou já foi usado: peça outro ao administrador.")
}
