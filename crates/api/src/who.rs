//! Who asks: the person behind a session's cookie or an API token, what their role allows, and which customers
//! are theirs to see.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use cookie::Cookie;
use panel::{PanelError, Scope};
use store::{Access, Author, Role, User};

use crate::app::App;
use crate::clock;
use crate::passwords::{fingerprint, same};
use crate::problem::{Code, Problem};
use crate::rights::{Right, rights};

/// The header that shows that a request comes from our pages.
const CSRF: &str = "x-csrf-token";

/// Where the cookie's name begins when it may only travel encrypted; browsers hold it to this host.
const HOST_PREFIX: &str = "__Host-";

/// The session's cookie.
const COOKIE: &str = "carteira_session";

/// What API tokens begin with, so that they are found where they were left lying.
pub const TOKEN_PREFIX: &str = "crt_";

/// A session that nobody used for so long is over.
pub const IDLE_SECONDS: i64 = 12 * 3600;

/// A session is over after so long, used or not.
pub const SESSION_SECONDS: i64 = 30 * 24 * 3600;

/// The person who asks.
#[derive(Clone, Debug)]
pub struct Who {
    /// The user.
    pub user: User,
    /// By what they were recognised.
    pub credential: Credential,
}

/// By what someone was recognised.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A session's cookie.
    Session { hash: String, csrf: String },
    /// An API token.
    Token { hash: String },
}

impl Who {
    /// Whether the role allows something.
    pub fn can(&self, right: Right) -> bool {
        rights(self.user.role).contains(&right)
    }

    /// Goes on only where the role allows something.
    ///
    /// # Errors
    /// It does not.
    pub fn needs(&self, right: Right) -> Result<(), Problem> {
        if self.can(right) {
            return Ok(());
        }
        let detail = format!("Para {}, peça a um administrador um papel que o permita.", crate::rights::label(right));
        Err(Problem::new(Code::NotAllowed, detail))
    }

    /// Goes on only for whoever sees all customers and whose role allows something that is of all of them:
    /// imports, and what was refused of them.
    ///
    /// # Errors
    /// They do not, or it does not.
    pub fn needs_of_everyone(&self, right: Right) -> Result<(), Problem> {
        self.needs(right)?;
        self.needs_everyone()
    }

    /// Goes on only for whoever sees all customers: the answer reveals the company's totals.
    ///
    /// # Errors
    /// They do not.
    pub fn needs_everyone(&self) -> Result<(), Problem> {
        if self.sees_everyone() {
            return Ok(());
        }
        Err(Problem::new(Code::NotAllowed, "Isto é da empresa inteira, e só cabe a quem vê todos os clientes."))
    }

    /// Whether all customers may be seen.
    pub fn sees_everyone(&self) -> bool {
        self.user.role != Role::Seller && self.user.scope.is_none()
    }

    /// Which customers may be seen. A seller sees their own, of those only the ones of a scope they may have;
    /// one without a name among the sellers sees none.
    ///
    /// # Errors
    /// The scope no longer fits the catalogue.
    pub fn scope(&self) -> Result<Scope, Problem> {
        scope_of(&self.user)
    }

    /// Whether they may still ask what they might when they came, as the same.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn is_still(&self, app: &App) -> Result<bool, Problem> {
        let user = match &self.credential {
            Credential::Session { hash, .. } => {
                app.workspace.session(hash, &clock::now(), IDLE_SECONDS).await?.map(|(_, user)| user)
            }
            Credential::Token { hash } => app.workspace.token(hash, clock::today()).await?.map(|(_, user)| user),
        };
        Ok(user.is_some_and(|user| user.version == self.user.version))
    }

    /// What a limit of requests is held against: one browser, or one program.
    pub fn asks_as(&self) -> &str {
        match &self.credential {
            Credential::Session { hash, .. } | Credential::Token { hash } => hash,
        }
    }

    /// As the author of a change.
    pub fn author(&self) -> Author {
        Author::user(&self.user, &clock::now())
    }

    /// The session someone signed in with, which tokens have none of.
    ///
    /// # Errors
    /// It is a token.
    pub fn session(&self) -> Result<(&str, &str), Problem> {
        match &self.credential {
            Credential::Session { hash, csrf } => Ok((hash, csrf)),
            Credential::Token { .. } => Err(Problem::new(
                Code::NotAllowed,
                "Isto se faz na página, com a pessoa presente, e não com um token de API.",
            )),
        }
    }
}

/// Which customers a user may see: see [`Who::scope`].
///
/// # Errors
/// The scope no longer fits the catalogue.
pub fn scope_of(User { role, seller, scope, .. }: &User) -> Result<Scope, Problem> {
    let seller = (*role == Role::Seller).then(|| seller.as_deref().unwrap_or_default());
    Ok(Scope::of(seller, scope.as_deref()).map_err(PanelError::from)?)
}

impl FromRequestParts<Arc<App>> for Who {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        if let Some(who) = parts.extensions.get::<Self>() {
            return Ok(who.clone());
        }
        let who = match bearer(&parts.headers) {
            Some(token) => of_token(app, token, &parts.method).await?,
            None => of_cookie(app, parts).await?,
        };
        parts.extensions.insert(who.clone());
        Ok(who)
    }
}

async fn of_token(app: &App, token: &str, method: &Method) -> Result<Who, Problem> {
    let unknown = || Problem::new(Code::NotSignedIn, "O token não existe, venceu ou foi revogado.");
    let hash = fingerprint(token);
    let found = app.workspace.token(&hash, clock::today()).await?;
    let (token, user) = found.ok_or_else(unknown)?;
    app.workspace.touch_token(&token, &clock::now()).await?;
    if !method.is_safe() && token.access != Access::Write {
        return Err(Problem::new(Code::NotAllowed, "Este token só lê."));
    }
    Ok(Who { user, credential: Credential::Token { hash } })
}

async fn of_cookie(app: &App, parts: &Parts) -> Result<Who, Problem> {
    let not_signed_in = || Problem::new(Code::NotSignedIn, "Entre com seu usuário e senha.");
    let secret = cookie(&parts.headers, app.options.is_secure()).ok_or_else(not_signed_in)?;
    let hash = fingerprint(&secret);
    let found = app.workspace.session(&hash, &clock::now(), IDLE_SECONDS).await?;
    let (session, user) = found.ok_or_else(|| Problem::new(Code::NotSignedIn, "Sua sessão acabou: entre de novo."))?;
    app.workspace.touch_session(&session, &clock::now()).await?;
    if !parts.method.is_safe() {
        from_our_pages(&parts.headers)?;
        let shown = parts.headers.get(CSRF).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !same(shown, &session.csrf) {
            return Err(Problem::new(
                Code::ForeignRequest,
                "O pedido não traz a prova de que veio das páginas do Carteira (X-CSRF-Token): recarregue a página.",
            ));
        }
    }
    Ok(Who { user, credential: Credential::Session { hash, csrf: session.csrf } })
}

/// Goes on unless the browser says that the request comes from another site.
///
/// # Errors
/// It does.
pub fn from_our_pages(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let by_fetch = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let by_origin = match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, place)| place.eq_ignore_ascii_case(host))
        }
        _ => true,
    };
    match by_fetch && by_origin {
        true => Ok(()),
        false => Err(Problem::new(Code::ForeignRequest, "O pedido veio de outro site.")),
    }
}

/// The cookie of a new session; it goes when the browser closes it or the session ends.
pub fn session_cookie(secret: &str, is_secure: bool) -> String {
    written(secret.to_owned(), is_secure, cookie::time::Duration::seconds(SESSION_SECONDS))
}

/// What takes the cookie away.
pub fn no_cookie(is_secure: bool) -> String {
    written(String::new(), is_secure, cookie::time::Duration::ZERO)
}

fn written(value: String, is_secure: bool, age: cookie::time::Duration) -> String {
    Cookie::build((name(is_secure), value))
        .path("/")
        .http_only(true)
        .same_site(cookie::SameSite::Lax)
        .secure(is_secure)
        .max_age(age)
        .build()
        .to_string()
}

fn name(is_secure: bool) -> String {
    if is_secure { format!("{HOST_PREFIX}{COOKIE}") } else { COOKIE.to_owned() }
}

fn cookie(headers: &HeaderMap, is_secure: bool) -> Option<String> {
    let name = name(is_secure);
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(Cookie::split_parse).filter_map(Result::ok);
    cookies
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
        .filter(|value| !value.is_empty())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&[("origin", "http://carteira.local:8080"), ("host", "carteira.local:8080")], true)]
    #[case(&[("host", "carteira.local")], true)]
    #[case(&[("sec-fetch-site", "same-origin"), ("host", "carteira.local")], true)]
    #[case(&[("sec-fetch-site", "cross-site"), ("host", "carteira.local")], false)]
    #[case(&[("sec-fetch-site", "same-site"), ("host", "carteira.local")], false)]
    #[case(&[("origin", "https://outro.example"), ("host", "carteira.local")], false)]
    #[case(&[("origin", "null"), ("host", "carteira.local")], false)]
    fn requests_of_other_sites_are_told(#[case] sent: &[(&'static str, &'static str)], #[case] ours: bool) {
        let headers: HeaderMap = sent
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect::<Vec<(axum::http::HeaderName, axum::http::HeaderValue)>>()
            .into_iter()
            .collect();
        assert_eq!(from_our_pages(&headers).is_ok(), ours);
    }

    #[test]
    fn a_secure_cookie_is_held_to_the_host() {
        let cookie = session_cookie("x", true);
        for part in ["__Host-carteira_session=x", "HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(cookie.contains(part), "{cookie} lacks {part}");
        }
        assert!(!session_cookie("x", false).contains("Secure"));
    }
}
