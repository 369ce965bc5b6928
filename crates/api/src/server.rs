//! The server: what listens, what every request passes, and how it ends.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::TokioTimer;
use panel::{Level, Query, Visible};
use store::Workspace;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa_swagger_ui::SwaggerUi;

use crate::app::{App, Options};
use crate::clock;
use crate::connections::Limited;
use crate::guards::{self, BODY_BYTES};
use crate::inbox::Inbox;
use crate::openapi;
use crate::passwords::{fingerprint, secret};
use crate::problem::{Code, Problem};
use crate::site;
use crate::who::{IDLE_SECONDS, Who};

/// How long answers under way may take when the server is asked to end.
const LAST_ANSWERS: Duration = Duration::from_secs(20);

/// How long a request may take to say what it asks for.
const HEADERS_WITHIN: Duration = Duration::from_secs(15);

/// How long the first administrator's link serves.
const FIRST_LINK_SECONDS: i64 = 24 * 3600;

/// How often what is old is thrown away.
const TENDED_EVERY: Duration = Duration::from_secs(60);

/// Rounds of tending after which a new snapshot is taken: within half an hour, half of a lease.
const RENEWED_EVERY: u64 = 30;

/// Where and how a server listens.
#[derive(Clone, Debug)]
pub struct Listening {
    /// The address.
    pub address: SocketAddr,
    /// Certificate and key, in PEM, to speak TLS by.
    pub tls: Option<(PathBuf, PathBuf)>,
}

/// Why a server did not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken, or not ours.
    #[error("não foi possível escutar em {address} ({source}): escolha outro endereço com --bind")]
    Bind { address: SocketAddr, source: io::Error },
    /// The certificate or key cannot be used.
    #[error("o certificado {} ou a chave {} não serve ({source}): precisam estar em PEM", .certificate.display(), .key.display())]
    Certificate { certificate: PathBuf, key: PathBuf, source: io::Error },
    /// The workspace or its settings cannot be used.
    #[error("{detail}")]
    Workspace { detail: String },
    /// The system stopped it.
    #[error("o servidor parou: {0}")]
    Stopped(io::Error),
}

impl From<Problem> for ServeError {
    fn from(problem: Problem) -> Self {
        Self::Workspace { detail: problem.detail().to_owned() }
    }
}

/// A server that listens, and is yet to be run.
pub struct Server {
    app: Arc<App>,
    listener: std::net::TcpListener,
    tls: Option<RustlsConfig>,
}

impl Server {
    /// Opens what the server needs and takes its address.
    ///
    /// # Errors
    /// The address is taken, the certificate is none, or the workspace cannot be read.
    pub async fn open(workspace: Workspace, listening: Listening, mut options: Options) -> Result<Self, ServeError> {
        let Listening { address, tls } = listening;
        options.has_tls = tls.is_some();
        let listener = std::net::TcpListener::bind(address).map_err(|source| ServeError::Bind { address, source })?;
        listener.set_nonblocking(true).map_err(ServeError::Stopped)?;
        let tls = match tls {
            None => None,
            Some((certificate, key)) => Some(certified(certificate, key).await?),
        };
        Ok(Self { app: App::open(workspace, options).await?, listener, tls })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// The system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// What all handlers share.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// A link by which the first administrator makes an account, where nobody has one; it serves once and for
    /// a day.
    ///
    /// # Errors
    /// The workspace cannot be written.
    pub async fn first_link(&self) -> Result<Option<String>, ServeError> {
        let first = async {
            if self.app.workspace.count_users().await? > 0 {
                return Ok(None);
            }
            let token = secret()?;
            self.app.workspace.begin_first_run(&fingerprint(&token), &clock::after(FIRST_LINK_SECONDS)).await?;
            Ok::<_, Problem>(Some(format!("/convite#{token}")))
        };
        Ok(first.await?)
    }

    /// Answers until the future ends, then finishes what is under way.
    ///
    /// # Errors
    /// The system stopped it.
    pub async fn run(self, until: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeError> {
        let Self { app, listener, tls } = self;
        let handle = Handle::new();
        let stopping = handle.clone();
        let ending = Arc::clone(&app);
        tokio::spawn(async move {
            until.await;
            // Streams last until they are told; all else ends by itself.
            ending.ending.send_replace(true);
            stopping.graceful_shutdown(Some(LAST_ANSWERS));
        });
        app.current.warm_behind();
        let tending = tokio::spawn(tend(Arc::clone(&app)));
        let inbox = Inbox::of(&app)?.map(|inbox| app.background.spawn(inbox.watch()));
        let service = router(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
        let is_behind_proxy = app.options.is_behind_proxy;
        let mut server = axum_server::from_tcp(listener).map_err(ServeError::Stopped)?.handle(handle);
        server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN);
        server.http_builder().http2().timer(TokioTimer::new()).keep_alive_interval(HEADERS_WITHIN);
        let ended = match tls {
            // Browsers speak HTTP/2 only where it is encrypted, and a connection that says nothing is none of either.
            None => server.map(|inner| Limited::new(inner, is_behind_proxy)).http1_only().serve(service).await,
            Some(tls) => {
                let encrypted = |inner| Limited::new(RustlsAcceptor::new(tls).acceptor(inner), is_behind_proxy);
                server.map(encrypted).serve(service).await
            }
        };
        // What is imported comes to its end, or to nothing.
        app.jobs.settle(LAST_ANSWERS).await;
        tending.abort();
        if let Some(inbox) = inbox {
            inbox.abort();
        }
        ended.map_err(ServeError::Stopped)
    }
}

async fn certified(certificate: PathBuf, key: PathBuf) -> Result<RustlsConfig, ServeError> {
    // Another part of the program may have chosen it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = RustlsConfig::from_pem_file(&certificate, &key).await;
    config.map_err(|source| ServeError::Certificate { certificate, key, source })
}

/// All there is to ask, with what every request passes.
pub fn router(app: Arc<App>) -> Router {
    let (resources, api) = openapi::described();
    let resources = resources
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn_with_state(Arc::clone(&app), guards::once))
        .layer(from_fn(guards::limit_time))
        .layer(from_fn_with_state(Arc::clone(&app), guards::limit_rate))
        .method_not_allowed_fallback(|| async {
            Problem::new(Code::MethodNotAllowed, "Este endereço existe, mas não aceita este método.")
        });
    Router::new()
        .merge(resources)
        .merge(SwaggerUi::new("/api/docs").url("/api/v1/openapi.json", api))
        .route("/metrics", get(metrics))
        .merge(site::router())
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|_| panicked()))
        .layer(from_fn_with_state(Arc::clone(&app), guards::secure))
        .layer(from_fn_with_state(Arc::clone(&app), guards::log))
        .layer(from_fn(guards::name_host))
        .with_state(app)
}

/// What was asked of the server, for Prometheus: to this machine, or to whoever shows an administrator's token.
async fn metrics(
    State(app): State<Arc<App>>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    who: Result<Who, Problem>,
) -> Response {
    if let Ok(count) = customers(&app).await {
        app.traffic.customers(count);
    }
    let is_proxied = app.options.is_behind_proxy || app.options.public_url.is_some();
    let is_near = address.ip().is_loopback() && !is_proxied && !headers.contains_key("x-forwarded-for");
    let may_see = who.is_ok_and(|who| who.can(crate::rights::Right::Audit));
    if !is_near && !may_see {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], app.traffic.text())
        .into_response()
}

async fn customers(app: &App) -> Result<u64, Problem> {
    let now = app.current.get().await?;
    let panel = now.portfolio.panel(Level::Root, now.day).await?;
    Ok(panel.count(&Query::default(), &Visible::everything())?)
}

fn panicked() -> Response {
    tracing::error!("a request ran into a defect");
    Problem::new(Code::Internal, "Algo falhou no servidor; o registro do servidor diz o quê.").into_response()
}

/// Throws away what is old, as long as the server runs.
async fn tend(app: Arc<App>) {
    let mut rounds: u64 = 0;
    loop {
        tokio::time::sleep(TENDED_EVERY).await;
        rounds += 1;
        if let Err(problem) = tended(&app, rounds.is_multiple_of(RENEWED_EVERY)).await {
            tracing::warn!(detail = problem.detail(), "what is old could not be thrown away");
        }
    }
}

async fn tended(app: &App, renews: bool) -> Result<(), Problem> {
    let now = clock::now();
    app.workspace.forget_expired(&now, IDLE_SECONDS).await?;
    app.uploads.sweep(SystemTime::now()).await?;
    if renews {
        app.current.renew_lease().await?;
    }
    app.current.tend().await;
    Ok(())
}
