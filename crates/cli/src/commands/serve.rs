//! `carteira serve`

use std::net::SocketAddr;

use api::{Listening, Options, Server};
use store::Workspace;
use tracing_subscriber::EnvFilter;

use super::{Failure, Outcome};
use crate::arguments::{LogFormat, Serve};
use crate::output::{line, say};

/// What is logged where nobody says otherwise.
const LOGGED: &str = "info,sqlx=warn,hyper=warn,rustls=warn";

/// Serves the pages and the API until it is told to end.
pub async fn run(workspace: Workspace, arguments: Serve) -> Result<Outcome, Failure> {
    let Serve { bind, tls_cert, tls_key, public_url, behind_proxy, log } = arguments;
    log_to_stderr(log);
    let tls = tls_cert.zip(tls_key);
    let scheme = if tls.is_some() { "https" } else { "http" };
    let options = Options { public_url: public_url.clone(), is_behind_proxy: behind_proxy, has_tls: tls.is_some() };
    let server = Server::open(workspace, Listening { address: bind, tls }, options).await?;
    let address = server.address()?;
    let url = public_url.unwrap_or_else(|| format!("{scheme}://{}", reached_at(address)));
    let url = url.trim_end_matches('/');
    line(&format!("Carteira em {url}"))?;
    if let Some(link) = server.first_link().await? {
        line(&format!(
            "Ninguém tem acesso ainda. Crie o administrador aqui (vale por 24 horas, uma vez): {url}{link}"
        ))?;
    }
    if !address.ip().is_loopback() && scheme == "http" && !url.starts_with("https://") {
        say(
            "Aviso: outros computadores chegam a este endereço sem criptografia. Use --tls-cert e --tls-key, ou um proxy com --public-url https://...",
        );
    }
    server.run(told_to_end()).await?;
    Ok(Outcome::Done)
}

/// Where a browser on this machine finds an address.
fn reached_at(address: SocketAddr) -> String {
    if address.ip().is_unspecified() { format!("localhost:{}", address.port()) } else { address.to_string() }
}

fn log_to_stderr(format: LogFormat) {
    let filter = EnvFilter::try_from_env("CARTEIRA_LOG").unwrap_or_else(|_| EnvFilter::new(LOGGED));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    match format {
        LogFormat::Text => log.with_ansi(false).init(),
        LogFormat::Json => log.json().init(),
    }
}

/// Ends at Ctrl+C, or when the system asks.
async fn told_to_end() {
    #[cfg(unix)]
    {
        let terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminated) = terminated {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without signals, the only way to end is to be killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
