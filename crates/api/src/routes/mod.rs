//! One file a resource; the addresses are those of the files.

mod attachments;
mod audit;
mod changes;
mod concentration;
mod contacts;
mod customers;
mod events;
mod explain;
mod export;
mod goals;
mod health;
mod imports;
mod jobs;
mod metrics;
mod notes;
mod overview;
mod search;
mod segments;
mod session;
mod settings;
mod tokens;
mod transfers;
mod uploads;
mod users;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

pub use session::Pending;

use crate::app::App;

/// All resources.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(attachments::router())
        .merge(audit::router())
        .merge(changes::router())
        .merge(concentration::router())
        .merge(contacts::router())
        .merge(customers::router())
        .merge(events::router())
        .merge(explain::router())
        .merge(export::router())
        .merge(goals::router())
        .merge(health::router())
        .merge(imports::router())
        .merge(jobs::router())
        .merge(metrics::router())
        .merge(notes::router())
        .merge(overview::router())
        .merge(search::router())
        .merge(segments::router())
        .merge(session::router())
        .merge(settings::router())
        .merge(tokens::router())
        .merge(transfers::router())
        .merge(uploads::router())
        .merge(users::router())
}
