//! Customers: the list, and one with all that is known of it.

mod list;
mod one;
mod parts;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

pub use one::{customer_of, seen};

use crate::app::App;

/// Customers.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().merge(list::router()).merge(one::router()).merge(parts::router())
}
