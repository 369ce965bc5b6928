//! Signing in by a provider that speaks OpenID Connect: the code flow, with PKCE.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, Client, ClientId,
    ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken,
    IdTokenFields, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, Scope, SignatureVerificationError, StandardErrorResponse, StandardTokenResponse,
    SubjectIdentifier, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use subtle::ConstantTimeEq;
use tokio::sync::Mutex;

use super::settings::{OidcSettings, Roles, Secret, secret};
use super::{DirectoryError, Identity, tls};

const SECTION: &str = "oidc";

/// Where the provider sends people back to.
const CALLBACK: &str = "/api/v1/session/oidc/callback";

/// The time for each question.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long what a provider says of itself is believed.
const BELIEVED: Duration = Duration::from_secs(3600);

/// The claim that says whether an e-mail is known to be the person's.
const EMAIL: &str = "email";
const EMAIL_VERIFIED: &str = "email_verified";

/// Signatures that are believed: those that only the provider can make.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// A sign-in that was begun: kept until the person comes back, and used once.
#[derive(Clone, Serialize, Deserialize)]
pub struct PendingState {
    /// By which the answer is known to belong to it.
    state: String,
    nonce: String,
    verifier: String,
}

impl fmt::Debug for PendingState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingState")
    }
}

/// A provider of identities.
#[derive(Debug)]
pub struct Oidc {
    settings: OidcSettings,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    secret: Option<Secret>,
    roles: Roles,
    http: reqwest::Client,
    known: Mutex<Option<Known>>,
}

/// What the provider said of itself, and when.
#[derive(Clone, Debug)]
struct Known {
    metadata: Arc<CoreProviderMetadata>,
    at: Instant,
}

/// Claims that the standard does not know.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct OtherClaims(Map<String, Value>);

impl AdditionalClaims for OtherClaims {}

type Token = IdToken<OtherClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

type Fields = IdTokenFields<
    OtherClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

type Answer = StandardTokenResponse<Fields, CoreTokenType>;

type Provider = Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Answer,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Oidc {
    /// A provider by its settings. Nothing is asked of it until someone signs in, so that the server starts
    /// without it.
    ///
    /// # Errors
    /// Settings that do not go together.
    pub fn new(settings: OidcSettings) -> Result<Self, DirectoryError> {
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|error| fault(&format!("issuer: {error}")))?;
        require_encryption("issuer", issuer.url())?;
        let back = format!("{}{CALLBACK}", settings.public_url.trim_end_matches('/'));
        let redirect = RedirectUrl::new(back).map_err(|error| fault(&format!("public_url: {error}")))?;
        require_encryption("public_url", redirect.url())?;
        if settings.client_id.is_empty() {
            return Err(fault("client_id está vazio"));
        }
        let secret = secret(SECTION, settings.client_secret.as_ref(), settings.client_secret_file.as_deref())?;
        let roles = Roles::of(&settings.role_by_group, settings.default_role);
        // Following where a provider redirects to would let it ask our own network.
        let http = reqwest::Client::builder()
            .use_preconfigured_tls(tls::config(SECTION, settings.ca_file.as_deref())?)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()
            .map_err(|error| fault(&error.to_string()))?;
        Ok(Self { settings, issuer, redirect, secret, roles, http, known: Mutex::default() })
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Whether whoever is not yet a user becomes one.
    pub fn auto_create(&self) -> bool {
        self.settings.auto_create
    }

    /// Begins a sign-in: where to send the person, and what to keep until it comes back.
    ///
    /// # Errors
    /// The provider does not answer.
    pub async fn start(&self) -> Result<(String, PendingState), DirectoryError> {
        let provider = self.provider(&*self.metadata(false).await?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let scopes = self.settings.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new);
        let request = provider.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        let (url, state, nonce) = request.add_scopes(scopes).set_pkce_challenge(challenge).url();
        let pending = PendingState {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        };
        Ok((url.into(), pending))
    }

    /// Ends a sign-in with what the provider sent the person back with.
    ///
    /// # Errors
    /// It is not the answer to what was begun, the person has no role, or the provider's word does not hold.
    pub async fn finish(&self, pending: PendingState, code: String, state: &str) -> Result<Identity, DirectoryError> {
        let PendingState { state: expected, nonce, verifier } = pending;
        if !bool::from(expected.as_bytes().ct_eq(state.as_bytes())) {
            return Err(DirectoryError::NotBegunHere);
        }
        let metadata = self.metadata(false).await?;
        let answer = self.exchange(&self.provider(&metadata), code, verifier).await?;
        let token = answer.id_token().ok_or_else(|| nonsense("falta o token de identidade"))?;
        let nonce = Nonce::new(nonce);
        let provider = match verified(&self.provider(&metadata), token, &answer, &nonce) {
            // Providers change their keys from time to time.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                self.provider(&*self.metadata(true).await?)
            }
            _ => self.provider(&metadata),
        };
        let claims = verified(&provider, token, &answer, &nonce).map_err(|error| nonsense(&error.to_string()))?;
        let claims = self.completed(&provider, &answer, claims).await?;
        self.identity(&claims)
    }

    async fn exchange(&self, provider: &Provider, code: String, verifier: String) -> Result<Answer, DirectoryError> {
        let request = provider.exchange_code(AuthorizationCode::new(code)).map_err(|_| nonsense("não dá tokens"))?;
        let asked = request.set_pkce_verifier(PkceCodeVerifier::new(verifier)).request_async(&self.http).await;
        asked.map_err(|error| match error {
            RequestTokenError::ServerResponse(said) => match said.error() {
                CoreErrorResponseType::InvalidGrant => DirectoryError::NotBegunHere,
                CoreErrorResponseType::InvalidClient | CoreErrorResponseType::UnauthorizedClient => {
                    fault("client_id e o seu segredo não foram aceitos")
                }
                other => nonsense(other.as_ref()),
            },
            RequestTokenError::Request(error) => unreachable(&error),
            RequestTokenError::Parse(error, _) => nonsense(&format!("campo {}", error.path())),
            RequestTokenError::Other(detail) => nonsense(&detail),
        })
    }

    /// The claims, with those that the provider only tells when asked by the token.
    async fn completed(
        &self,
        provider: &Provider,
        answer: &Answer,
        claims: Map<String, Value>,
    ) -> Result<Map<String, Value>, DirectoryError> {
        let OidcSettings { login_claim, groups_claim, role_by_group, .. } = &self.settings;
        let lacks_groups = !role_by_group.is_empty() && !claims.contains_key(groups_claim);
        let lacks = text(&claims, login_claim).is_none() || lacks_groups;
        let subject = text(&claims, "sub").map(|subject| SubjectIdentifier::new(subject.to_owned()));
        let Some(request) = provider.user_info(answer.access_token().clone(), subject).ok().filter(|_| lacks) else {
            return Ok(claims);
        };
        let told: UserInfoClaims<OtherClaims, CoreGenderClaim> =
            request.request_async(&self.http).await.map_err(|error| nonsense(&format!("userinfo: {error}")))?;
        let mut completed = as_map(&told)?;
        // What is signed counts; but what says that an e-mail is verified stays with the e-mail it is said of.
        if claims.contains_key(EMAIL) {
            completed.remove(EMAIL_VERIFIED);
        }
        completed.extend(claims);
        Ok(completed)
    }

    fn identity(&self, claims: &Map<String, Value>) -> Result<Identity, DirectoryError> {
        let OidcSettings { login_claim, name_claim, groups_claim, .. } = &self.settings;
        let missing = |claim: &str| fault(&format!("a conta não traz {claim}: veja scopes e login_claim"));
        let login = text(claims, login_claim).ok_or_else(|| missing(login_claim))?;
        let verified = claims.get(EMAIL_VERIFIED).and_then(Value::as_bool).unwrap_or(false);
        if login_claim == EMAIL && !verified {
            return Err(DirectoryError::UnverifiedEmail);
        }
        let subject = text(claims, "sub").ok_or_else(|| missing("sub"))?;
        let groups = match claims.get(groups_claim) {
            Some(Value::Array(groups)) => groups.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::String(group)) => vec![group.clone()],
            _ => Vec::new(),
        };
        Ok(Identity {
            subject: format!("oidc:{}#{subject}", self.issuer.as_str()),
            login: login.to_owned(),
            name: text(claims, name_claim).unwrap_or(login).to_owned(),
            role: self.roles.decide(&groups)?,
        })
    }

    /// What the provider says of itself, asked for once an hour, or where what is known no longer serves.
    async fn metadata(&self, afresh: bool) -> Result<Arc<CoreProviderMetadata>, DirectoryError> {
        let mut known = self.known.lock().await;
        if let Some(known) = known.as_ref().filter(|known| !afresh && known.at.elapsed() < BELIEVED) {
            return Ok(Arc::clone(&known.metadata));
        }
        use openidconnect::DiscoveryError::{Parse, Request, Response, UrlParse};
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
        let metadata = Arc::new(found.map_err(|error| match error {
            Request(error) => unreachable(&error),
            Response(status, ..) => nonsense(&format!("descoberta: HTTP {status}")),
            Parse(error) => nonsense(&format!("descoberta: campo {}", error.path())),
            UrlParse(error) => fault(&format!("issuer: {error}")),
            other => nonsense(&format!("descoberta: {other}")),
        })?);
        *known = Some(Known { metadata: Arc::clone(&metadata), at: Instant::now() });
        Ok(metadata)
    }

    fn provider(&self, metadata: &CoreProviderMetadata) -> Provider {
        let secret = self.secret.as_ref().map(|secret| ClientSecret::new(secret.0.clone()));
        let client_id = ClientId::new(self.settings.client_id.clone());
        let provider = Client::from_provider_metadata(metadata.clone(), client_id, secret);
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes = |method| methods.is_some_and(|methods| methods.contains(&method));
        // In the header by default, in the body where only that is taken.
        let in_body = takes(CoreClientAuthMethod::ClientSecretPost) && !takes(CoreClientAuthMethod::ClientSecretBasic);
        let auth_type = if in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        provider.set_redirect_uri(self.redirect.clone()).set_auth_type(auth_type)
    }
}

/// The claims of a token whose signature, issuer, audience, nonce and time hold, and that belongs to the access
/// token it came with.
fn verified(
    provider: &Provider,
    token: &Token,
    answer: &Answer,
    nonce: &Nonce,
) -> Result<Map<String, Value>, ClaimsVerificationError> {
    let verifier = provider.id_token_verifier().set_allowed_algs(SIGNATURES);
    let claims = token.claims(&verifier, nonce)?;
    if let Some(expected) = claims.access_token_hash() {
        let (algorithm, key) = (token.signing_alg(), token.signing_key(&verifier));
        let (algorithm, key) = (
            algorithm.map_err(ClaimsVerificationError::SignatureVerification)?,
            key.map_err(ClaimsVerificationError::SignatureVerification)?,
        );
        let other = |error: &dyn fmt::Display| ClaimsVerificationError::Other(error.to_string());
        let hash = AccessTokenHash::from_token(answer.access_token(), algorithm, key).map_err(|error| other(&error))?;
        if hash != *expected {
            return Err(ClaimsVerificationError::Other("at_hash".to_owned()));
        }
    }
    as_map(claims).map_err(|error| ClaimsVerificationError::Other(error.to_string()))
}

fn as_map(claims: &impl Serialize) -> Result<Map<String, Value>, DirectoryError> {
    match serde_json::to_value(claims) {
        Ok(Value::Object(claims)) => Ok(claims),
        _ => Err(nonsense("as declarações não são um objeto")),
    }
}

fn text<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c str> {
    claims.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

fn require_encryption(setting: &str, url: &url::Url) -> Result<(), DirectoryError> {
    match url.scheme() {
        "https" => Ok(()),
        "http" if url.host_str().is_some_and(tls::is_loopback) => Ok(()),
        _ => Err(fault(&format!("{setting}: use https://"))),
    }
}

fn fault(detail: &str) -> DirectoryError {
    DirectoryError::Settings { section: SECTION, detail: detail.to_owned() }
}

fn nonsense(detail: &str) -> DirectoryError {
    DirectoryError::Answer { section: SECTION, detail: detail.to_owned() }
}

fn unreachable(error: &dyn std::error::Error) -> DirectoryError {
    let mut detail = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        detail = format!("{detail}: {error}");
        cause = error.source();
    }
    DirectoryError::Unreachable { section: SECTION, detail }
}
