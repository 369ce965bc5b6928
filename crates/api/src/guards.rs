//! What every request passes: limits of rate and time, security headers, the log, repeated writes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use store::{Answer, Begun};
use tracing::Instrument;

use crate::app::App;
use crate::clock;
use crate::origin::Origin;
use crate::problem::{Code, Problem};
use crate::who::Who;

/// How long an answer may take; what takes longer is a job.
const LONGEST: Duration = Duration::from_secs(120);

/// Bytes of a body at most where no part of a file is taken.
pub const BODY_BYTES: usize = 1 << 20;

/// Letters of an idempotency key at most.
const LONGEST_KEY: usize = 200;

/// Bytes of an answer that is kept to be given again.
const KEPT_BYTES: usize = 1 << 20;

/// What browsers may load and from where: all of it from here, and no script within a page.
const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Refuses whoever asks too often.
pub async fn limit_rate(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    // Whoever it is that asks is kept with the request; what nobody vouches for is told apart by where it is from.
    let key = match Who::from_request_parts(&mut parts, &app).await {
        Ok(who) => who.asks_as().to_owned(),
        Err(_) => Origin::of(&parts.headers, &parts.extensions, &app).0.to_string(),
    };
    let request = Request::from_parts(parts, body);
    match app.requests.take(key, Instant::now()) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let detail = "Houve pedidos demais em pouco tempo. Espere um pouco e repita.";
            Problem::new(Code::TooManyRequests, detail).after(wait.as_secs() + 1).into_response()
        }
    }
}

/// Ends what takes too long.
pub async fn limit_time(request: Request, next: Next) -> Response {
    // A stream of events is meant to last.
    if request.uri().path().ends_with("/events") {
        return next.run(request).await;
    }
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            Problem::new(Code::TimedOut, "O pedido passou de dois minutos e foi interrompido. Peça menos de cada vez.")
                .into_response()
        }
    }
}

/// Says which host is asked for where only the address does, as in HTTP/2: what else reads headers finds it there.
pub async fn name_host(mut request: Request, next: Next) -> Response {
    if !request.headers().contains_key(header::HOST)
        && let Some(host) = request.uri().authority()
        && let Ok(host) = HeaderValue::from_str(host.as_str())
    {
        request.headers_mut().insert(header::HOST, host);
    }
    next.run(request).await
}

/// Puts on every answer what keeps browsers from doing what we never mean.
pub async fn secure(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let put = |headers: &mut HeaderMap, name: &'static str, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(headers, "content-security-policy", CONTENT_POLICY);
    put(headers, "x-content-type-options", "nosniff");
    put(headers, "x-frame-options", "DENY");
    put(headers, "referrer-policy", "same-origin");
    put(headers, "permissions-policy", "camera=(), microphone=(), geolocation=()");
    put(headers, "cross-origin-opener-policy", "same-origin");
    put(headers, "cross-origin-resource-policy", "same-origin");
    if is_api {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if app.options.is_secure() {
        put(headers, "strict-transport-security", "max-age=31536000");
    }
    response
}

/// Logs what was asked, by route and not by address: addresses name customers.
pub async fn log(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let id = uuid::Uuid::new_v4().simple().to_string();
    let span = tracing::info_span!("request", id);
    let mut response = next.run(request).instrument(span).await;
    let took = began.elapsed();
    let status = response.status();
    app.traffic.count(&method, &route, status, took);
    let ms = took.as_secs_f64() * 1000.0;
    if status.is_server_error() {
        tracing::warn!(%method, route, id, status = status.as_u16(), ms, "answered");
    } else {
        tracing::info!(%method, route, id, status = status.as_u16(), ms, "answered");
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

/// Does a write once, however often it is sent under the same `Idempotency-Key`.
pub async fn once(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    match key {
        Some(key) if !request.method().is_safe() && takes_keys(&request) => {
            // Whoever asked may go away before the answer, and ask again: what was begun is finished.
            let doing = tokio::spawn(async move { kept(&app, key, request, next).await });
            let done = doing.await.unwrap_or_else(|error| Err(Problem::internal(&error)));
            done.unwrap_or_else(IntoResponse::into_response)
        }
        _ => next.run(request).await,
    }
}

/// Parts of files come in order by themselves, who signs in is not to be known by a key, and of the secrets
/// that tokens and invitations tell once none is kept.
fn takes_keys(request: &Request) -> bool {
    let path = request.uri().path();
    let is_told_once = ["/parts", "/attachments", "/tokens", "/users", "/invitation"];
    !path.contains("/session") && !is_told_once.iter().any(|end| path.ends_with(end))
}

async fn kept(app: &Arc<App>, key: String, request: Request, next: Next) -> Result<Response, Problem> {
    if key.is_empty() || key.len() > LONGEST_KEY {
        return Err(Problem::new(Code::BadRequest, "Idempotency-Key precisa de 1 a 200 letras."));
    }
    let (mut parts, body) = request.into_parts();
    let who = Who::from_request_parts(&mut parts, app).await?;
    let body = to_bytes(body, BODY_BYTES)
        .await
        .map_err(|_| Problem::new(Code::TooLarge, "O conteúdo do pedido é grande demais."))?;
    let hash = request_hash(&parts.method, &parts.uri.to_string(), &body);
    match app.workspace.begin_answer(who.user.id, &key, &hash, &clock::now()).await? {
        Begun::New => {}
        Begun::Answered(answer) => return Ok(again(answer)),
        Begun::InProgress => {
            return Err(
                Problem::new(Code::Conflict, "Este pedido já está sendo atendido: espere o resultado.").after(1)
            );
        }
        Begun::Mismatch => {
            return Err(Problem::new(Code::KeyReused, "A chave de idempotência já serviu a outro pedido: use outra."));
        }
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    if response.status().is_server_error() {
        app.workspace.abandon_answer(who.user.id, &key).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = body.collect().await.map_err(|error| Problem::internal(&error))?.to_bytes();
    if body.len() <= KEPT_BYTES {
        let answer = Answer { status: parts.status.as_u16(), headers: written(&parts.headers), body: body.to_vec() };
        app.workspace.finish_answer(who.user.id, &key, answer).await?;
    } else {
        app.workspace.abandon_answer(who.user.id, &key).await?;
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn request_hash(method: &Method, uri: &str, body: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [method.as_str().as_bytes(), uri.as_bytes(), body] {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    hasher.finalize().to_hex().to_string()
}

/// The headers that an answer has of its own.
fn written(headers: &HeaderMap) -> String {
    let own = [header::CONTENT_TYPE, header::ETAG, header::LOCATION];
    let line = |name: &header::HeaderName| Some(format!("{name}: {}\n", headers.get(name)?.to_str().ok()?));
    own.iter().filter_map(line).collect()
}

fn again(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    for (name, value) in answer.headers.lines().filter_map(|line| line.split_once(": ")) {
        if let (Ok(name), Ok(value)) = (name.parse::<header::HeaderName>(), value.parse()) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert("idempotent-replay", HeaderValue::from_static("true"));
    response
}
