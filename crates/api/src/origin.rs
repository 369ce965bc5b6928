//! From where a request comes.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::app::App;

/// The address of whoever asks; of a proxy in front, what it says of whom it asks for.
#[derive(Clone, Copy, Debug)]
pub struct Origin(pub IpAddr);

impl Origin {
    /// That of a request with these headers.
    pub fn of(headers: &HeaderMap, extensions: &Extensions, app: &App) -> Self {
        let forwarded = app.options.is_behind_proxy.then(|| forwarded(headers)).flatten();
        let direct = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        Self(forwarded.or(direct).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
    }
}

impl FromRequestParts<Arc<App>> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers, &parts.extensions, app))
    }
}

/// The last address of the list, which the proxy itself put there; the others anyone may have written.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).next_back()?.trim().parse().ok()
}
