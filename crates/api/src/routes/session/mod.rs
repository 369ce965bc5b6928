//! Signing in and out, and what someone may do.

mod invitation;
mod mine;
mod oidc;
mod second_factor;

pub use oidc::Pending;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use store::{Author, NewSession, User};
use tokio::sync::OwnedMutexGuard;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock;
use crate::dto::Date;
use crate::extract::Json;
use crate::origin::Origin;
use crate::passwords::{fingerprint, matches, secret};
use crate::problem::{Code, Problem};
use crate::rights::{Right, rights};
use crate::who::{Credential, SESSION_SECONDS, Who, from_our_pages, no_cookie, session_cookie};

/// Wrong passwords of one login in a row before it must wait.
const ATTEMPTS: u32 = 5;

/// The first wait after them.
const FIRST_WAIT_SECONDS: i64 = 30;

/// The longest wait after wrong passwords.
const LONGEST_WAIT_SECONDS: i64 = 900;

/// Signing in.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(show, sign_in, sign_out))
        .routes(routes!(methods))
        .merge(invitation::router())
        .merge(mine::router())
        .merge(oidc::router())
        .merge(second_factor::router())
}

/// Someone's login and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// The login.
    login: String,
    /// The password.
    password: String,
    /// The code of the second factor, or a recovery code, where the user has one.
    code: Option<String>,
}

/// Who is signed in, and what they may do.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
    /// The person.
    user: Person,
    /// What requests that change something must bring in `x-csrf-token`.
    csrf: String,
    /// What the role allows.
    rights: &'static [Right],
    /// Whether all customers may be seen.
    sees_everyone: bool,
    /// The company.
    workspace: Company,
    /// The date that lists are of where none is asked for.
    as_of: Date,
    /// Today, where the server stands.
    today: Date,
    /// The program's version.
    version: &'static str,
}

/// The person signed in.
#[derive(Serialize, ToSchema)]
struct Person {
    /// Its number.
    id: i64,
    /// The login.
    login: String,
    /// The name.
    name: String,
    /// The role.
    role: &'static str,
    /// As whom sales and lists know a seller.
    seller: Option<String>,
    /// Whether it has a second factor.
    totp: bool,
}

/// The company whose portfolio it is.
#[derive(Serialize, ToSchema)]
struct Company {
    /// Its name.
    name: Option<String>,
    /// Its CNPJs.
    companies: Vec<String>,
}

/// How people may sign in.
#[derive(Serialize, ToSchema)]
struct Methods {
    /// By login and password.
    password: bool,
    /// Whether passwords of a directory (LDAP) serve too.
    ldap: bool,
    /// By an outside provider.
    oidc: Option<Provider>,
    /// Whether nobody has an account yet.
    first_run: bool,
}

/// An outside provider of identities.
#[derive(Serialize, ToSchema)]
struct Provider {
    /// What it is called.
    name: String,
    /// Where signing in begins.
    start: &'static str,
}

/// Who is signed in.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = 200, body = SessionView)))]
async fn show(State(app): State<Arc<App>>, who: Who) -> Result<Json<SessionView>, Problem> {
    let csrf = match &who.credential {
        Credential::Session { csrf, .. } => csrf.clone(),
        Credential::Token { .. } => String::new(),
    };
    Ok(Json(view(&app, &who, csrf).await?))
}

/// Signs in.
#[utoipa::path(post, path = "/session", tag = "session", request_body = Credentials, responses((status = 200, body = SessionView)))]
async fn sign_in(
    State(app): State<Arc<App>>,
    Origin(origin): Origin,
    headers: HeaderMap,
    Json(credentials): Json<Credentials>,
) -> Result<Response, Problem> {
    from_our_pages(&headers)?;
    slow_down(&app, origin)?;
    let user = recognised(&app, credentials).await?;
    begin(&app, user, &headers).await
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204)))]
async fn sign_out(State(app): State<Arc<App>>, who: Who) -> Result<Response, Problem> {
    let (hash, _) = who.session()?;
    app.workspace.end_session(hash, &who.author()).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, no_cookie(app.options.is_secure()))]).into_response())
}

/// How people may sign in.
#[utoipa::path(get, path = "/session/methods", tag = "session", security(()), responses((status = 200, body = Methods)))]
async fn methods(State(app): State<Arc<App>>) -> Result<Json<Methods>, Problem> {
    let oidc = app.directories.provider_name();
    Ok(Json(Methods {
        password: true,
        ldap: app.directories.has_ldap(),
        oidc: oidc.map(|name| Provider { name: name.to_owned(), start: "/api/v1/session/oidc" }),
        first_run: app.workspace.count_users().await? == 0,
    }))
}

/// The person of a login and password, second factor included.
async fn recognised(app: &App, credentials: Credentials) -> Result<User, Problem> {
    let Credentials { login, password, code } = credentials;
    // Many at once would all be checked before the first wrong one is counted.
    let _turn = app.attempts.take(&login.trim().to_lowercase()).await;
    let known = app.workspace.user_by_login(&login).await?.filter(|user| !user.disabled);
    if let Some(user) = &known {
        may_try(user)?;
    }
    let hash = known.as_ref().and_then(|user| user.password_hash.clone());
    let found = if hash.is_none() && app.directories.has_ldap() {
        app.directories.sign_in(app, &login, &password).await
    } else {
        let fits = matches(password, hash).await;
        known.clone().filter(|_| fits).ok_or_else(wrong_credentials)
    };
    match (found, known) {
        (Ok(user), _) => {
            second_factor::check(app, &user, code.as_deref()).await?;
            if user.failed_attempts > 0 {
                app.workspace.clear_failed_attempts(user.id, &Author::user(&user, &clock::now())).await?;
            }
            Ok(user)
        }
        (Err(problem), known) => {
            if let Some(user) = known.filter(|_| problem.code() == Code::WrongCredentials) {
                count_failure(app, &user).await?;
            }
            Err(problem)
        }
    }
}

fn wrong_credentials() -> Problem {
    Problem::new(Code::WrongCredentials, "Usuário ou senha não conferem.")
}

/// Goes on once no other password or code of the user is being checked, unless too many were wrong: what ends
/// their turn, and the user as it is then.
pub(super) async fn turn_of(app: &App, user: &User) -> Result<(OwnedMutexGuard<()>, User), Problem> {
    let turn = app.attempts.take(&user.login.to_lowercase()).await;
    let gone = || Problem::new(Code::NotSignedIn, "Este usuário não existe mais.");
    let user = app.workspace.user(user.id).await?.ok_or_else(gone)?;
    may_try(&user)?;
    Ok((turn, user))
}

/// Goes on unless too many passwords of the user were wrong.
fn may_try(user: &User) -> Result<(), Problem> {
    match &user.locked_until {
        Some(until) if *until > clock::now() => Err(Problem::new(
            Code::TooManyAttempts,
            "Houve senhas erradas demais para este usuário. Espere alguns minutos e tente de novo.",
        )
        .after(60)),
        _ => Ok(()),
    }
}

/// Counts a wrong password or code; from the fifth on, each doubles the wait.
pub(super) async fn count_failure(app: &App, user: &User) -> Result<(), Problem> {
    let locked_until = |failed: u32| {
        let doubled = failed.checked_sub(ATTEMPTS)?.min(10);
        Some(clock::after((FIRST_WAIT_SECONDS << doubled).min(LONGEST_WAIT_SECONDS)))
    };
    app.workspace.record_failed_attempt(user.id, &clock::now(), locked_until).await?;
    Ok(())
}

/// Goes on unless too many sign-ins were tried from the same place.
pub(super) fn slow_down(app: &App, origin: IpAddr) -> Result<(), Problem> {
    app.sign_ins.take(origin, Instant::now()).map_err(|wait| {
        let detail = "Houve tentativas demais deste endereço. Espere um pouco e tente de novo.";
        Problem::new(Code::TooManyAttempts, detail).after(wait.as_secs() + 1)
    })
}

/// Begins a session, always a new one.
pub(super) async fn begin(app: &App, user: User, headers: &HeaderMap) -> Result<Response, Problem> {
    let cookie = start(app, &user, headers).await?;
    let who = Who { user, credential: Credential::Session { hash: cookie.hash, csrf: cookie.csrf.clone() } };
    let body = view(app, &who, cookie.csrf).await?;
    Ok(([(header::SET_COOKIE, cookie.header)], Json(body)).into_response())
}

/// A session begun: its cookie, and what it is known by.
pub(super) struct Started {
    pub header: String,
    hash: String,
    csrf: String,
}

pub(super) async fn start(app: &App, user: &User, headers: &HeaderMap) -> Result<Started, Problem> {
    let (secret, csrf) = (secret()?, secret()?);
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or("");
    let hash = fingerprint(&secret);
    let new = NewSession {
        hash: hash.clone(),
        user: user.id,
        csrf: csrf.clone(),
        agent: agent.chars().take(200).collect(),
        expires_at: clock::after(SESSION_SECONDS),
    };
    app.workspace.start_session(new, &clock::now()).await?;
    Ok(Started { header: session_cookie(&secret, app.options.is_secure()), hash, csrf })
}

async fn view(app: &App, who: &Who, csrf: String) -> Result<SessionView, Problem> {
    let User { id, login, name, role, seller, totp_confirmed, .. } = who.user.clone();
    let settings = app.workspace.settings();
    let now = app.current.get().await?;
    Ok(SessionView {
        user: Person { id, login, name, role: role.as_str(), seller, totp: totp_confirmed },
        csrf,
        rights: rights(role),
        sees_everyone: who.sees_everyone(),
        workspace: Company { name: settings.name.clone(), companies: settings.companies.clone() },
        as_of: Date(now.day),
        today: Date(clock::today()),
        version: env!("CARGO_PKG_VERSION"),
    })
}
