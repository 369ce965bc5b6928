//! What handlers take from a request, refused as problems where it does not fit.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::problem::{Code, Problem};

/// The query of an address.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let refused = |error: QueryRejection| {
            let text = error.body_text();
            let said = in_portuguese(text.split_once(": ").map_or(&*text, |(_, said)| said));
            Problem::new(Code::BadRequest, format!("O endereço tem um parâmetro que não serve: {said}."))
        };
        axum::extract::Query::try_from_uri(&parts.uri).map(|axum::extract::Query(query)| Self(query)).map_err(refused)
    }
}

/// The named parts of an address.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let found: Result<_, PathRejection> =
            <axum::extract::Path<T> as FromRequestParts<S>>::from_request_parts(parts, state).await;
        // An address whose parts have another form leads nowhere.
        found
            .map(|axum::extract::Path(path)| Self(path))
            .map_err(|_| Problem::not_found("Este endereço não leva a nada."))
    }
}

/// A JSON body: read from a request, or sent.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !says_json(request.headers()) {
            let detail = "Envie JSON, com o cabeçalho Content-Type: application/json.";
            return Err(Problem::new(Code::UnsupportedMediaType, detail));
        }
        let too_large =
            |_| Problem::new(Code::TooLarge, "O conteúdo do pedido é grande demais, ou não chegou inteiro.");
        let body = Bytes::from_request(request, state).await.map_err(too_large)?;
        // A list would be taken for the fields of an object in their order.
        let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
        if first == Some(&b'[') {
            return Err(Problem::new(Code::Invalid, "O pedido é uma lista; esperava-se um objeto."));
        }
        serde_json::from_slice(&body).map(Self).map_err(|error| {
            let said = in_portuguese(&error.to_string());
            match error.classify() {
                Category::Data => Problem::new(Code::Invalid, format!("O pedido tem um valor que não serve: {said}.")),
                _ => Problem::new(Code::BadRequest, format!("O pedido não é JSON bem escrito: {said}.")),
            }
        })
    }
}

fn says_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || kind.starts_with("application/") && kind.ends_with("+json")
}

/// What a reader found wrong, in the reader's language: serde speaks English, in a few set forms.
fn in_portuguese(message: &str) -> String {
    let (what, place) = match message.split_once(" at line ") {
        Some((what, place)) => (what, format!(" (linha {})", place.replace(" column ", ", coluna "))),
        None => (message, String::new()),
    };
    let (field, what) = match what.split_once(": ") {
        Some((field, what)) if !field.contains(' ') => (format!("{field}: "), what),
        _ => (String::new(), what),
    };
    let (found, expected) = what.split_once(", expected ").unwrap_or((what, ""));
    let known = expected.trim_start_matches("one of ").replace(" or ", ", ").replace('`', "");
    let said = if let Some(name) = found.strip_prefix("missing field ") {
        format!("falta o campo {}", name.replace('`', ""))
    } else if let Some(name) = found.strip_prefix("unknown field ") {
        format!("não existe o campo {}; existem {known}", name.replace('`', ""))
    } else if let Some(name) = found.strip_prefix("unknown variant ") {
        format!("{} não serve; servem {known}", name.replace('`', ""))
    } else if found.starts_with("invalid type") || found.starts_with("invalid value") {
        format!("há um valor de outro tipo; esperava-se {}", kind_of_value(expected))
    } else if found.contains("invalid digit") || found.contains("number too") || found.contains("cannot parse integer")
    {
        "esperava-se um número inteiro".to_owned()
    } else if found.contains("não é") {
        found.to_owned()
    } else {
        "não está bem escrito".to_owned()
    };
    format!("{field}{said}{place}")
}

fn kind_of_value(expected: &str) -> &'static str {
    match expected {
        "a string" | "a borrowed string" => "um texto",
        "a boolean" => "true ou false",
        "a sequence" => "uma lista",
        _ if expected.starts_with(['i', 'u', 'f']) => "um número",
        _ => "um objeto",
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// The version that a write says it changes: `If-Match: "7"`.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub i64);

impl IfMatch {
    fn of(parts: &Parts) -> Option<Result<Self, Problem>> {
        let written = parts.headers.get(header::IF_MATCH)?;
        let version = written.to_str().ok().map(|text| text.trim().trim_start_matches("W/").trim_matches('"'));
        let version = version.and_then(|version| version.parse().ok());
        Some(
            version
                .map(Self)
                .ok_or_else(|| Problem::new(Code::BadRequest, "If-Match não traz uma versão dada por este servidor.")),
        )
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(parts).unwrap_or_else(|| {
            Err(Problem::new(Code::VersionNeeded, "Mande em If-Match o ETag que veio com o que está mudando."))
        })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Problem> {
        Self::of(parts).transpose()
    }
}

/// A body with the version it is of, as its ETag.
#[derive(Debug)]
pub struct Versioned<T>(pub i64, pub T);

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        ([(header::ETAG, format!("\"{}\"", self.0))], axum::Json(self.1)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("missing field `text` at line 1 column 2", "falta o campo text (linha 1, coluna 2)")]
    #[case(
        "unknown field `texto`, expected `text` at line 1 column 8",
        "não existe o campo texto; existem text (linha 1, coluna 8)"
    )]
    #[case(
        "level: unknown variant `filial`, expected one of `root`, `group`",
        "level: filial não serve; servem root, group"
    )]
    #[case("limit: invalid digit found in string", "limit: esperava-se um número inteiro")]
    #[case(
        "invalid type: integer `7`, expected a string at line 1 column 9",
        "há um valor de outro tipo; esperava-se um texto (linha 1, coluna 9)"
    )]
    #[case("as_of: \"ontem\" não é uma data como 2026-11-30", "as_of: \"ontem\" não é uma data como 2026-11-30")]
    #[case("EOF while parsing a value at line 1 column 0", "não está bem escrito (linha 1, coluna 0)")]
    fn what_is_wrong_is_said_in_portuguese(#[case] message: &str, #[case] said: &str) {
        assert_eq!(in_portuguese(message), said);
    }
}
