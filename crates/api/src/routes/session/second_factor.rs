//! The second factor: codes of a telephone (TOTP, RFC 6238), and recovery codes for when it is lost.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::{Deserialize, Serialize};
use store::{TotpChange, User};
use totp_rs::{Algorithm, Builder, Secret, Totp};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock;
use crate::extract::Json;
use crate::passwords::{fingerprint, matches, secret};
use crate::problem::{Code, Problem};
use crate::who::Who;

/// Recovery codes given at once.
const RECOVERY_CODES: usize = 10;

/// The second factor of one's account.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(begin, confirm, remove))
}

/// A second factor about to be set up.
#[derive(Serialize, ToSchema)]
struct Enrolment {
    /// The secret, to be typed where the picture cannot be read.
    secret: String,
    /// The same as an address.
    uri: String,
    /// The same as a picture, in SVG.
    svg: String,
}

/// A code that shows that the telephone has the secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Confirmation {
    /// Six digits.
    code: String,
}

/// Codes for when the telephone is lost; each serves once.
#[derive(Serialize, ToSchema)]
struct RecoveryCodes {
    /// The codes, shown this once.
    recovery_codes: Vec<String>,
}

/// A password, asked for again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Password {
    /// The password.
    password: String,
}

/// Begins to set up a second factor; it counts once a code confirms it.
#[utoipa::path(post, path = "/session/totp", tag = "session", responses((status = 200, body = Enrolment)))]
async fn begin(State(app): State<Arc<App>>, who: Who) -> Result<Json<Enrolment>, Problem> {
    who.session()?;
    if who.user.totp_confirmed {
        return Err(Problem::new(
            Code::Conflict,
            "Sua conta já tem segundo fator: remova-o antes de configurar outro.",
        ));
    }
    let secret = new_secret()?;
    let totp = totp(&secret, &who.user.login)?;
    let uri = totp.to_url().map_err(|error| Problem::internal(&error))?;
    let code = QrCode::new(uri.as_bytes()).map_err(|error| Problem::internal(&error))?;
    let svg = code.render::<svg::Color>().min_dimensions(220, 220).build();
    app.workspace.set_totp(who.user.id, TotpChange::Begin { secret: secret.clone() }, &who.author()).await?;
    Ok(Json(Enrolment { secret, uri, svg }))
}

/// Confirms a second factor by a code of it.
#[utoipa::path(put, path = "/session/totp", tag = "session", request_body = Confirmation, responses((status = 200, body = RecoveryCodes)))]
async fn confirm(
    State(app): State<Arc<App>>,
    who: Who,
    Json(Confirmation { code }): Json<Confirmation>,
) -> Result<Json<RecoveryCodes>, Problem> {
    who.session()?;
    let (_turn, user) = super::turn_of(&app, &who.user).await?;
    let Some(secret_kept) = user.totp_secret.as_deref().filter(|_| !user.totp_confirmed) else {
        return Err(Problem::new(Code::Conflict, "Não há segundo fator por confirmar: comece pela configuração."));
    };
    let step = totp(secret_kept, &user.login)?.check(&code, clock::epoch_seconds());
    let Some(step) = step else {
        super::count_failure(&app, &user).await?;
        return Err(Problem::invalid(
            "code",
            "O código não confere: veja se a hora do celular está certa e digite o código novo.",
        ));
    };
    let codes =
        (0..RECOVERY_CODES).map(|_| Ok(secret()?.chars().filter(char::is_ascii_alphanumeric).take(12).collect()));
    let codes = codes.collect::<Result<Vec<String>, Problem>>()?;
    let recovery_hashes = codes.iter().map(|code| fingerprint(code)).collect();
    let confirmed = TotpChange::Confirm { step: numbered(step), recovery_hashes };
    app.workspace.set_totp(who.user.id, confirmed, &who.author()).await?;
    Ok(Json(RecoveryCodes { recovery_codes: codes }))
}

/// Removes one's second factor.
#[utoipa::path(delete, path = "/session/totp", tag = "session", request_body = Password, responses((status = 204)))]
async fn remove(
    State(app): State<Arc<App>>,
    who: Who,
    Json(Password { password }): Json<Password>,
) -> Result<StatusCode, Problem> {
    who.session()?;
    let (_turn, user) = super::turn_of(&app, &who.user).await?;
    if !matches(password, user.password_hash.clone()).await {
        super::count_failure(&app, &user).await?;
        return Err(Problem::invalid("password", "A senha não confere."));
    }
    app.workspace.set_totp(who.user.id, TotpChange::Remove, &who.author()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Goes on where the user has no second factor, or the code is one of it that did not serve yet, or a recovery
/// code.
pub(super) async fn check(app: &App, user: &User, code: Option<&str>) -> Result<(), Problem> {
    let Some(kept) = user.totp_secret.as_deref().filter(|_| user.totp_confirmed) else { return Ok(()) };
    let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else {
        return Err(Problem::new(Code::SecondFactorNeeded, "Digite o código de seis dígitos do seu celular."));
    };
    if let Some(step) = totp(kept, &user.login)?.check(code, clock::epoch_seconds())
        && app.workspace.touch_totp_step(user.id, numbered(step)).await?
    {
        return Ok(());
    }
    if app.workspace.use_recovery_code(user.id, &fingerprint(code), &clock::now()).await? {
        return Ok(());
    }
    super::count_failure(app, user).await?;
    Err(Problem::new(Code::SecondFactorNeeded, "O código não confere ou já foi usado: digite o próximo."))
}

/// A secret of 160 bits (RFC 4226, 4), as telephones take it.
fn new_secret() -> Result<String, Problem> {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).map_err(|error| Problem::internal(&error))?;
    Ok(Secret::from(bytes.to_vec()).to_base32())
}

/// A step of 30 seconds, as it is kept.
fn numbered(step: u64) -> i64 {
    i64::try_from(step).unwrap_or(i64::MAX)
}

fn totp(secret: &str, login: &str) -> Result<Totp, Problem> {
    let wrong = |error: totp_rs::TotpError| Problem::internal(&error);
    let secret = Secret::try_from_base32(secret).map_err(|error| Problem::internal(&error))?;
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_secret(secret)
        .with_issuer(Some("Carteira"))
        .with_account_name(login)
        .build()
        .map_err(wrong)
}
