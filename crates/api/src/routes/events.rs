//! What happens, as a stream (server-sent events).

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event as Sent, KeepAlive};
use futures::stream::{self, Stream};
use tokio::sync::broadcast::error::RecvError;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::events::Event;
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// How often something is sent, so that nobody on the way takes the connection for a dead one.
const ALIVE_EVERY: Duration = Duration::from_secs(20);

/// Events.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(listen))
}

/// `job` when an import goes on, `changed` when the portfolio is another.
#[utoipa::path(get, path = "/events", tag = "imports", responses((status = 200, body = String, content_type = "text/event-stream")))]
async fn listen(
    State(app): State<Arc<App>>,
    who: Who,
) -> Result<Sse<impl Stream<Item = Result<Sent, Infallible>>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let sees_jobs = who.can(Right::SeeImports) && who.sees_everyone();
    let events = stream::unfold(app.events.subscribe(), move |mut events| async move {
        loop {
            match events.recv().await {
                Ok(Event::Job(_)) if !sees_jobs => {}
                Ok(event) => return Some((Ok(sent(&event)), events)),
                // Whoever missed some hears the next; pages ask again when they hear anything.
                Err(RecvError::Lagged(_)) => return Some((Ok(sent(&Event::Changed { what: "missed" })), events)),
                Err(RecvError::Closed) => return None,
            }
        }
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE_EVERY)))
}

fn sent(event: &Event) -> Sent {
    let named = Sent::default().event(event.name());
    named.json_data(event).unwrap_or_else(|_| Sent::default().comment("unwritable"))
}
