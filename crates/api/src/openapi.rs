//! The contract: OpenAPI made of the code. `crates/api/openapi.json` is its snapshot; a test tells when they part.

use std::sync::Arc;

use axum::Router;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa::{OpenApi as _, PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::problem::{FieldProblem, ProblemBody};
use crate::routes;

/// Where the resources are.
pub const BASE: &str = "/api/v1";

#[derive(utoipa::OpenApi)]
#[openapi(info(
    title = "Carteira",
    description = "The customer portfolio of a Brazilian company. Amounts are whole cents, dates `2026-11-30`, \
        moments RFC 3339 in UTC. Errors are `application/problem+json` with a stable `code`; texts for readers are \
        in Brazilian Portuguese."
))]
struct Description;

/// The resources and what describes them.
pub fn described() -> (Router<Arc<App>>, OpenApi) {
    let described = OpenApiRouter::with_openapi(Description::openapi()).nest(BASE, routes::router());
    let (router, mut api) = described.split_for_parts();
    name_operations(&mut api);
    declare_problems(&mut api);
    declare_credentials(&mut api);
    (router, api)
}

/// Handlers are called `list` and `show` again and again; in the contract each operation has a name of its own.
fn name_operations(api: &mut OpenApi) {
    for (path, item) in &mut api.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
            ("patch", &mut item.patch),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(named(method, path));
            }
        }
    }
}

/// `get_customers_customer` of `GET /api/v1/customers/{customer}`.
fn named(method: &str, path: &str) -> String {
    let words = path.trim_start_matches(BASE).split(['/', '{', '}']).filter(|word| !word.is_empty());
    words.fold(method.to_owned(), |name, word| name + "_" + word)
}

/// Every operation may answer with a problem.
fn declare_problems(api: &mut OpenApi) {
    let components = api.components.get_or_insert_default();
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    components.schemas.insert(FieldProblem::name().into_owned(), FieldProblem::schema());
    let body = ContentBuilder::new().schema(Some(Ref::from_schema_name(ProblemBody::name()))).build();
    let problem = ResponseBuilder::new()
        .description("What went wrong, with a code that never changes its meaning")
        .content("application/problem+json", body)
        .build();
    for path in api.paths.paths.values_mut() {
        let operations = [&mut path.get, &mut path.put, &mut path.post, &mut path.delete, &mut path.patch];
        for operation in operations.into_iter().flatten() {
            operation.responses.responses.insert("default".to_owned(), RefOr::T(problem.clone()));
        }
    }
}

/// Whoever asks shows a session's cookie or an API token.
fn declare_credentials(api: &mut OpenApi) {
    let components = api.components.get_or_insert_default();
    let cookie = ApiKeyValue::with_description(
        "carteira_session",
        "Of whoever signed in; what changes something also brings `x-csrf-token`",
    );
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("An API token: `crt_...`")).build();
    components.add_security_scheme("token", SecurityScheme::Http(bearer));
    let none: [String; 0] = [];
    api.security =
        Some(vec![SecurityRequirement::new("session", none.clone()), SecurityRequirement::new("token", none)]);
}
