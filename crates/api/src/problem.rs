//! What goes wrong, as `application/problem+json` (RFC 9457): one table of codes, each with its status and
//! title; the detail is in Portuguese, for the reader.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use intake::ImportError;
use panel::{FieldError, PanelError};
use serde::Serialize;
use store::StoreError;
use utoipa::ToSchema;

macro_rules! problems {
    ($($(#[$meta:meta])* $name:ident $status:literal $code:literal $title:literal,)+) => {
        /// Every problem there is. A code never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code {
            $($(#[$meta])* $name,)+
        }

        impl Code {
            /// All codes, in the order of their statuses.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The code as programs know it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The HTTP status.
            pub fn status(self) -> StatusCode {
                let status: u16 = match self { $(Self::$name => $status,)+ };
                StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }

            /// What the code means, in Portuguese.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }
        }
    };
}

problems! {
    /// The request cannot be read.
    BadRequest 400 "bad_request" "O pedido não pôde ser entendido",
    /// A cursor that this server did not give.
    BadCursor 400 "bad_cursor" "O marcador de página não serve",
    /// Nobody is signed in.
    NotSignedIn 401 "not_signed_in" "Entre para continuar",
    /// Login and password do not go together.
    WrongCredentials 401 "wrong_credentials" "Usuário ou senha não conferem",
    /// The second factor is missing or wrong.
    SecondFactorNeeded 401 "second_factor_needed" "Falta o código do segundo fator",
    /// The person's role lacks the right.
    NotAllowed 403 "not_allowed" "Seu papel não permite isto",
    /// A request of a browser that did not come from our pages.
    ForeignRequest 403 "foreign_request" "O pedido não veio das páginas do Carteira",
    /// A metric that reveals the company's totals.
    HiddenMetric 403 "hidden_metric" "O indicador revela totais da empresa",
    /// No such thing, or none that may be seen.
    NotFound 404 "not_found" "Não encontrado",
    /// Not that way.
    MethodNotAllowed 405 "method_not_allowed" "Este endereço não aceita este método",
    /// The state does not allow it.
    Conflict 409 "conflict" "O estado atual não permite isto",
    /// A part that does not follow the last one.
    PartOutOfOrder 409 "part_out_of_order" "Falta a parte anterior do arquivo",
    /// Another request under the same idempotency key.
    KeyReused 409 "key_reused" "A chave de idempotência já serviu a outro pedido",
    /// Somebody changed it in between.
    ChangedMeanwhile 412 "changed_meanwhile" "Outra pessoa mudou isto enquanto você editava",
    /// More bytes than are taken.
    TooLarge 413 "too_large" "O conteúdo é grande demais",
    /// A media type that is not taken.
    UnsupportedMediaType 415 "unsupported_media_type" "Este tipo de conteúdo não é aceito",
    /// A value that does not fit.
    Invalid 422 "invalid" "Há valores que não servem",
    /// A predicate that does not hold together.
    BadPredicate 422 "bad_predicate" "A condição não pôde ser entendida",
    /// A write that must say which version it changes.
    VersionNeeded 428 "version_needed" "Diga qual versão está mudando (If-Match)",
    /// Too many requests.
    TooManyRequests 429 "too_many_requests" "Pedidos demais",
    /// Too many wrong passwords.
    TooManyAttempts 429 "too_many_attempts" "Tentativas demais",
    /// A defect.
    Internal 500 "internal" "Algo falhou no servidor",
    /// The database is taken.
    Busy 503 "busy" "O servidor está ocupado",
    /// A directory or another outside service does not answer.
    Unreachable 503 "unreachable" "Um serviço de fora não respondeu",
    /// It took too long.
    TimedOut 503 "timed_out" "O pedido demorou demais",
    /// No room.
    DiskFull 507 "disk_full" "Falta espaço em disco",
}

/// A problem, as it is sent.
#[derive(Clone, Debug)]
pub struct Problem {
    code: Code,
    detail: String,
    errors: Vec<FieldProblem>,
    retry_after: Option<u64>,
}

/// What is wrong with one field of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field, by its path.
    pub field: String,
    /// What is wrong, in Portuguese.
    pub detail: String,
    /// The line of a text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The column of the line, from 1; absent where the text ends too early.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
}

/// The body of a problem.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Where the code is explained.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the code means, in Portuguese.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What happened and what to do, in Portuguese.
    pub detail: String,
    /// The code, which never changes its meaning.
    pub code: &'static str,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

impl Problem {
    /// A problem with what to tell the reader.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), errors: Vec::new(), retry_after: None }
    }

    /// A value that does not fit a field.
    pub fn invalid(field: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self::new(Code::Invalid, detail.clone()).about(field, detail)
    }

    /// No such thing, or none that may be seen.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(Code::NotFound, detail)
    }

    /// The same, pointing to a field.
    pub fn about(mut self, field: &str, detail: impl Into<String>) -> Self {
        self.errors.push(FieldProblem { field: field.to_owned(), detail: detail.into(), line: None, column: None });
        self
    }

    /// The same, to be tried again after so many seconds.
    pub fn after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// What kind of problem it is.
    pub fn code(&self) -> Code {
        self.code
    }

    /// What to tell the reader.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// A defect, or a fault of the machine: the reader is told to ask, the log is told what.
    pub fn internal(error: &dyn std::error::Error) -> Self {
        tracing::error!(%error, "a request failed");
        Self::new(
            Code::Internal,
            "Algo falhou no servidor; o registro do servidor diz o quê. Tente de novo e, se continuar, avise o administrador.",
        )
    }

    /// The body.
    pub fn body(&self) -> ProblemBody {
        ProblemBody {
            kind: format!("/manual/api#{}", self.code.as_str()),
            title: self.code.title(),
            status: self.code.status().as_u16(),
            detail: self.detail.clone(),
            code: self.code.as_str(),
            errors: self.errors.clone(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.code.status(), Json(self.body())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::UnknownBatch { .. } | StoreError::Unknown { .. } => Code::NotFound,
            StoreError::ChangedMeanwhile => Code::ChangedMeanwhile,
            StoreError::NotLive { .. }
            | StoreError::LastAdministrator
            | StoreError::LoginTaken { .. }
            | StoreError::IdentityTaken { .. }
            | StoreError::TotpInForce
            | StoreError::TotpNotBegun
            | StoreError::ChangeUndone { .. } => Code::Conflict,
            StoreError::TooLong { .. } => Code::Invalid,
            StoreError::Busy | StoreError::LostLease { .. } => Code::Busy,
            StoreError::DiskFull { .. } | StoreError::DiskRefused { .. } => Code::DiskFull,
            _ => return Self::internal(&error),
        };
        Self::new(code, error.to_string())
    }
}

impl From<PanelError> for Problem {
    fn from(error: PanelError) -> Self {
        match error {
            PanelError::Store(error) => error.into(),
            PanelError::Predicate(error) => {
                let (line, column) = error.position();
                let detail = error.to_string();
                let place = FieldProblem { field: "where".to_owned(), detail: error.reason().to_owned(), line, column };
                Self { errors: vec![place], ..Self::new(Code::BadPredicate, detail) }
            }
            PanelError::Hidden { .. } => Self::new(Code::HiddenMetric, error.to_string()),
            PanelError::Cursor => Self::new(Code::BadCursor, error.to_string()),
            PanelError::UnknownCustomer { .. } | PanelError::UnknownSegment { .. } => {
                Self::not_found(error.to_string())
            }
            PanelError::UnknownMetric { .. }
            | PanelError::NamedTwice { .. }
            | PanelError::NoText { .. }
            | PanelError::NoAmount { .. } => Self::invalid("columns", error.to_string()),
            PanelError::FutureMonth { .. } => Self::invalid("month", error.to_string()),
            other => Self::internal(&other),
        }
    }
}

impl From<FieldError> for Problem {
    fn from(error: FieldError) -> Self {
        Self::invalid("value", error.to_string())
    }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Store(error) => error.into(),
            other => Self::new(Code::Invalid, other.to_string()),
        }
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Self::new(Code::DiskFull, "Não há espaço em disco no servidor: libere espaço e repita.")
            }
            _ => Self::internal(&error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_distinct_and_in_the_order_of_their_statuses() {
        let codes: HashSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
        assert!(Code::ALL.is_sorted_by_key(|code| code.status()));
    }
}
