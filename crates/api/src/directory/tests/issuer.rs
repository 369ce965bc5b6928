//! A provider of identities of a few lines, whose tokens can be made wrong.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Map, Value, json};

use crate::clock;

pub const CLIENT: &str = "carteira";
pub const CLIENT_SECRET: &str = "segredo do cliente";

/// What the provider does.
pub struct Conduct {
    /// Claims put over the right ones; null takes one away.
    pub claims: Map<String, Value>,
    /// What the userinfo endpoint tells, if there is one.
    pub userinfo: Option<Value>,
    /// What stands in the token's header as its algorithm.
    pub algorithm: &'static str,
    /// Whether the token is signed by a key that is not the provider's, under the name of one that is.
    pub is_forged: bool,
    /// The name of the key it signs with, as it says it first and as it says it later.
    pub keys: Vec<&'static str>,
    /// The code it takes.
    pub code: &'static str,
    /// Whether it answers at all.
    pub is_up: bool,
}

impl Default for Conduct {
    fn default() -> Self {
        Self {
            claims: Map::new(),
            userinfo: None,
            algorithm: "EdDSA",
            is_forged: false,
            keys: vec!["chave"],
            code: "código",
            is_up: true,
        }
    }
}

struct Issuer {
    address: String,
    conduct: Conduct,
    /// What people were sent with, that the token must answer.
    nonce: Mutex<String>,
    /// How often it was asked for its keys.
    asked: Mutex<usize>,
    /// The body by which it was asked for a token.
    request: Mutex<String>,
}

/// A provider that runs until it is dropped.
pub struct Running {
    issuer: Arc<Issuer>,
    served: tokio::task::JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.served.abort();
    }
}

impl Running {
    pub async fn with(conduct: Conduct) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (nonce, asked, request) = (Mutex::default(), Mutex::default(), Mutex::default());
        let issuer = Arc::new(Issuer { address, conduct, nonce, asked, request });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(Arc::clone(&issuer));
        let served = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { issuer, served }
    }

    pub fn address(&self) -> &str {
        &self.issuer.address
    }

    /// Sends a person with an address back with the code: the state it came with.
    pub fn send_back(&self, url: &str) -> (String, String) {
        let url = url::Url::parse(url).unwrap();
        let asked = |name: &str| url.query_pairs().find(|(known, _)| known == name).unwrap().1.into_owned();
        assert_eq!(asked("client_id"), CLIENT);
        assert_eq!(asked("response_type"), "code");
        assert_eq!(asked("code_challenge_method"), "S256");
        assert!(asked("scope").starts_with("openid "), "{}", asked("scope"));
        assert_eq!(asked("redirect_uri"), "https://carteira.example.com.br/api/v1/session/oidc/callback");
        *self.issuer.nonce.lock().unwrap() = asked("nonce");
        ("código".to_owned(), asked("state"))
    }

    /// The body by which the token was asked for.
    pub fn request(&self) -> String {
        self.issuer.request.lock().unwrap().clone()
    }
}

async fn discovery(State(issuer): State<Arc<Issuer>>) -> Response {
    if !issuer.conduct.is_up {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let at = |path: &str| format!("{}/{path}", issuer.address);
    let mut found = json!({
        "issuer": issuer.address,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "jwks_uri": at("keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "RS256", "HS256", "none"],
    });
    if issuer.conduct.userinfo.is_some() {
        found["userinfo_endpoint"] = at("userinfo").into();
    }
    Json(found).into_response()
}

async fn keys(State(issuer): State<Arc<Issuer>>) -> Json<Value> {
    let mut asked = issuer.asked.lock().unwrap();
    let names = &issuer.conduct.keys;
    let name = names[(*asked).min(names.len() - 1)];
    *asked += 1;
    let key = serde_json::to_value(signing_key(name, false).as_verification_key()).unwrap();
    Json(json!({ "keys": [key] }))
}

async fn token(State(issuer): State<Arc<Issuer>>, headers: HeaderMap, body: String) -> Response {
    issuer.request.lock().unwrap().clone_from(&body);
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    // The secret is encoded before it is put in the header (RFC 6749, 2.3.1).
    let expected = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{}", CLIENT_SECRET.replace(' ', "+"))));
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    if headers.get("authorization").map(|header| header.to_str().unwrap().to_owned()) != Some(expected) {
        return refused("invalid_client");
    }
    if field("code") != Some(issuer.conduct.code) || field("code_verifier").is_none_or(|verifier| verifier.len() < 43) {
        return refused("invalid_grant");
    }
    let answer = json!({ "access_token": "acesso", "token_type": "Bearer", "id_token": issuer.id_token() });
    Json(answer).into_response()
}

async fn userinfo(State(issuer): State<Arc<Issuer>>, headers: HeaderMap) -> Response {
    assert_eq!(headers.get("authorization").unwrap(), "Bearer acesso");
    Json(issuer.conduct.userinfo.clone().unwrap()).into_response()
}

impl Issuer {
    fn id_token(&self) -> String {
        let Conduct { claims, algorithm, is_forged, keys, .. } = &self.conduct;
        let name = keys[keys.len() - 1];
        let now = clock::epoch_seconds();
        let mut told = json!({
            "iss": self.address, "aud": CLIENT, "sub": "4711", "iat": now, "exp": now + 300,
            "nonce": *self.nonce.lock().unwrap(),
            "email": "Ana@Empresa.example", "email_verified": true, "name": "Ana Lima",
            "preferred_username": "ana", "groups": ["Vendas"],
        });
        let told = told.as_object_mut().unwrap();
        told.extend(claims.clone());
        told.retain(|_, value| !value.is_null());
        let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = json!({ "alg": algorithm, "kid": name, "typ": "JWT" });
        let signed = format!("{}.{}", encoded(&header), encoded(&Value::Object(told.clone())));
        let signature = match *algorithm {
            "none" => Vec::new(),
            "HS256" => hmac(CLIENT_SECRET.as_bytes(), signed.as_bytes()),
            _ => signing_key(name, *is_forged).sign(&CoreJwsSigningAlgorithm::EdDsa, signed.as_bytes()).unwrap(),
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A key that follows from its name; another where it is forged.
fn signing_key(name: &str, is_forged: bool) -> CoreEdDsaPrivateSigningKey {
    let secret = blake3::hash(format!("{name} {is_forged}").as_bytes());
    // PKCS #8 of an Ed25519 key (RFC 8410, 7).
    let mut der = vec![0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    der.extend(secret.as_bytes());
    let (begin, end) = ("-----BEGIN PRIVATE ", "-----END PRIVATE ");
    let pem = format!("{begin}KEY-----\n{}\n{end}KEY-----\n", STANDARD.encode(der));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(name.to_owned()))).unwrap()
}

fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    use hmac::{Hmac, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}
