//! Signing in by the company's own provider (OpenID Connect).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::Cookie;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{slow_down, start};
use crate::app::App;
use crate::directory::PendingState;
use crate::extract::Query;
use crate::origin::Origin;
use crate::passwords::{fingerprint, secret};
use crate::problem::{Code, Problem};

/// The cookie by which the browser that comes back is known to be the one that was sent.
const COOKIE: &str = "carteira_oidc";

/// How long someone may be away with the provider.
const AWAY: Duration = Duration::from_secs(600);

/// Sign-ins under way, at most; the oldest give way.
const MOST: usize = 1000;

/// Sign-ins under way, by the fingerprint of their cookie.
#[derive(Default)]
pub struct Pending {
    begun: Mutex<HashMap<String, (PendingState, Instant)>>,
}

impl Pending {
    fn put(&self, key: String, pending: PendingState) {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.retain(|_, (_, at)| at.elapsed() < AWAY);
        if begun.len() >= MOST
            && let Some(oldest) = begun.iter().min_by_key(|(_, (_, at))| *at).map(|(key, _)| key.clone())
        {
            begun.remove(&oldest);
        }
        begun.insert(key, (pending, Instant::now()));
    }

    /// Each serves once.
    fn take(&self, key: &str) -> Option<PendingState> {
        let (pending, at) = self.begun.lock().unwrap_or_else(PoisonError::into_inner).remove(key)?;
        (at.elapsed() < AWAY).then_some(pending)
    }
}

/// The provider.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(begin)).routes(routes!(come_back))
}

/// What the provider sends people back with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Answer {
    /// What the provider's word is fetched by.
    code: Option<String>,
    /// What was sent along.
    state: Option<String>,
}

/// Sends the browser to the provider.
#[utoipa::path(get, path = "/session/oidc", tag = "session", security(()), responses((status = 303)))]
async fn begin(State(app): State<Arc<App>>, Origin(origin): Origin) -> Result<Response, Problem> {
    slow_down(&app, origin)?;
    let (url, pending) = app.directories.start().await?;
    let key = secret()?;
    app.pending.put(fingerprint(&key), pending);
    let cookie = written(key, app.options.is_secure());
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&url)).into_response())
}

/// Where the provider sends the browser back to; signs in.
#[utoipa::path(get, path = "/session/oidc/callback", tag = "session", security(()), params(Answer), responses((status = 303)))]
async fn come_back(
    State(app): State<Arc<App>>,
    Origin(origin): Origin,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> Result<Response, Problem> {
    slow_down(&app, origin)?;
    match signed_in(&app, &headers, answer).await {
        Ok(cookie) => Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()),
        // People are here in a browser: the page tells them, by the code.
        Err(problem) => Ok(Redirect::to(&format!("/entrar?problema={}", problem.code().as_str())).into_response()),
    }
}

async fn signed_in(app: &App, headers: &HeaderMap, Answer { code, state }: Answer) -> Result<String, Problem> {
    let unknown = || {
        Problem::new(Code::WrongCredentials, "Esta entrada não foi começada aqui, ou demorou demais: tente de novo.")
    };
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(Cookie::split_parse).filter_map(Result::ok);
    let key = cookies.find(|cookie| cookie.name() == COOKIE).map(|cookie| fingerprint(cookie.value()));
    let pending = key.and_then(|key| app.pending.take(&key)).ok_or_else(unknown)?;
    let (code, state) = code.zip(state).ok_or_else(unknown)?;
    let user = app.directories.finish(app, pending, code, &state).await?;
    Ok(start(app, &user, headers).await?.header)
}

fn written(key: String, is_secure: bool) -> String {
    Cookie::build((COOKIE, key))
        .path("/api/v1/session/oidc")
        .http_only(true)
        .same_site(cookie::SameSite::Lax)
        .secure(is_secure)
        .max_age(cookie::time::Duration::seconds(600))
        .build()
        .to_string()
}
