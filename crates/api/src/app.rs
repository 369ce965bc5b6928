//! What all handlers share.

use std::net::IpAddr;
use std::sync::Arc;

use panel::Level;
use serde::Deserialize;
use store::Workspace;
use tokio::sync::{broadcast, watch};
use utoipa::IntoParams;

use crate::background::Background;
use crate::current::{Current, Now};
use crate::directory::Directories;
use crate::dto::LevelName;
use crate::events::{Event, Listeners};
use crate::jobs::Jobs;
use crate::problem::Problem;
use crate::routes::Pending;
use crate::throttle::Throttle;
use crate::traffic::Traffic;
use crate::turns::Turns;
use crate::uploads::Uploads;
use crate::who::Who;

/// Events kept for a page that listens slowly; one that misses some asks again.
const EVENTS_KEPT: usize = 256;

/// How the server is run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where people reach it, if not at the address it listens on: `https://carteira.example.com.br`.
    pub public_url: Option<String>,
    /// Whether a proxy in front says who asks (`X-Forwarded-For`) and that the way there is encrypted.
    pub is_behind_proxy: bool,
    /// Whether it speaks TLS itself.
    pub has_tls: bool,
}

/// What all handlers share.
pub struct App {
    /// The workspace.
    pub workspace: Workspace,
    /// The portfolio as it is now.
    pub current: Arc<Current>,
    /// Imports under way.
    pub jobs: Arc<Jobs>,
    /// Threads for what nobody stands waiting for.
    pub background: Arc<Background>,
    /// Files on their way in.
    pub uploads: Uploads,
    /// Whether the server is about to end.
    pub ending: watch::Sender<bool>,
    /// What happens.
    pub events: broadcast::Sender<Event>,
    /// How the server is run.
    pub options: Options,
    /// Directories of people outside.
    pub directories: Directories,
    /// People who are away signing in there.
    pub pending: Pending,
    /// Whose password or code is being checked, by login.
    pub attempts: Turns,
    /// Open streams of events, by user.
    pub listeners: Listeners,
    /// Sign-ins by address.
    pub sign_ins: Throttle<IpAddr>,
    /// Requests by who asks.
    pub requests: Throttle<String>,
    /// What was asked and how long it took.
    pub traffic: Traffic,
}

/// The date and level that a question is of.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct When {
    /// The date, `2026-11-30`; where absent, today, or the newest document's date where that is old.
    pub as_of: Option<crate::dto::Date>,
    /// What a row is.
    pub level: Option<LevelName>,
}

/// A question that has its portfolio, date, level and who sees what.
pub struct Asked {
    /// The portfolio.
    pub now: Arc<Now>,
    /// The date.
    pub day: domain::Day,
    /// The level.
    pub level: Level,
    /// The customers that may be seen.
    pub visible: panel::Visible,
}

impl Options {
    /// Whether people's browsers reach it encrypted.
    pub fn is_secure(&self) -> bool {
        self.has_tls || self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

impl App {
    /// Opens what the server needs of a workspace.
    ///
    /// # Errors
    /// The workspace or its settings cannot be read.
    pub async fn open(workspace: Workspace, options: Options) -> Result<Arc<Self>, Problem> {
        let (events, _) = broadcast::channel(EVENTS_KEPT);
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        let background = Arc::new(Background::new()?);
        let current = Current::open(workspace.clone(), threads, Arc::clone(&background), events.clone()).await?;
        Ok(Arc::new(Self {
            current: Arc::new(current),
            jobs: Arc::new(Jobs::new(Arc::clone(&background), events.clone())),
            background,
            uploads: Uploads::of(workspace.folder()),
            directories: Directories::of(&workspace)?,
            pending: Pending::default(),
            workspace,
            events,
            ending: watch::Sender::new(false),
            options,
            attempts: Turns::default(),
            listeners: Listeners::default(),
            sign_ins: Throttle::new(20, 0.5),
            requests: Throttle::new(400, 100.0),
            traffic: Traffic::default(),
        }))
    }

    /// The portfolio that a question is asked of, and what may be seen of it.
    ///
    /// # Errors
    /// The workspace cannot be read.
    pub async fn asked(&self, who: &Who, when: &When) -> Result<Asked, Problem> {
        let now = self.current.get().await?;
        let level = when.level.map_or(Level::Root, Level::from);
        let visible = now.visible(&who.scope()?, level).await?;
        let day = when.as_of.map_or(now.day, |date| date.0);
        Ok(Asked { now, day, level, visible })
    }
}
