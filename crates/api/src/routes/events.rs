//! What happens, as a stream (server-sent events).

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event as Sent, KeepAlive};
use futures::stream::{self, Stream};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::events::{Event, Listening};
use crate::problem::{Code, Problem};
use crate::rights::Right;
use crate::who::Who;

/// How often something is sent, so that nobody on the way takes the connection for a dead one.
const ALIVE_EVERY: Duration = Duration::from_secs(20);

/// How often it is checked whether whoever listens may still.
const CHECKED_EVERY: Duration = Duration::from_secs(1);

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
    let too_many = || Problem::new(Code::TooManyRequests, "Há páginas demais abertas por este usuário: feche algumas.");
    let listening = app.listeners.admit(who.user.id).ok_or_else(|| too_many().after(60))?;
    let hearing = Hearing {
        sees_jobs: who.can(Right::SeeImports) && who.sees_everyone(),
        events: app.events.subscribe(),
        ending: app.ending.subscribe(),
        checked: Instant::now(),
        who,
        app,
        _listening: listening,
    };
    let events = stream::unfold(hearing, |mut hearing| async move {
        let event = hearing.next().await?;
        Some((Ok(sent(&event)), hearing))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE_EVERY)))
}

/// Someone who listens.
struct Hearing {
    app: Arc<App>,
    who: Who,
    sees_jobs: bool,
    events: broadcast::Receiver<Event>,
    ending: watch::Receiver<bool>,
    checked: Instant,
    _listening: Listening,
}

impl Hearing {
    /// What they hear next; nothing more once the server ends, or they may no longer listen.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let event = tokio::select! {
                event = self.events.recv() => match event {
                    Ok(event) => Some(event),
                    // Whoever missed some hears the next; pages ask again when they hear anything.
                    Err(RecvError::Lagged(_)) => Some(Event::Changed { what: "missed" }),
                    Err(RecvError::Closed) => return None,
                },
                _ = self.ending.changed() => return None,
                () = tokio::time::sleep(CHECKED_EVERY) => None,
            };
            if self.checked.elapsed() >= CHECKED_EVERY {
                if !self.who.is_still(&self.app).await.unwrap_or(false) {
                    return None;
                }
                self.checked = Instant::now();
            }
            match event {
                Some(Event::Job(_)) if !self.sees_jobs => {}
                Some(event) => return Some(event),
                None => {}
            }
        }
    }
}

fn sent(event: &Event) -> Sent {
    let named = Sent::default().event(event.name());
    named.json_data(event).unwrap_or_else(|_| Sent::default().comment("unwritable"))
}
