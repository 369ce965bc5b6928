//! The portfolio as it is now, kept in memory: what people change shows on the next request; what an import
//! or a new day changes is computed beside what is shown, and takes its place when it is ready.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use domain::Day;
use panel::{AsOf, Level, Portfolio, Scope, Search, Sort, Visible};
use store::{Versions, Workspace};
use tokio::sync::{Mutex, broadcast};

use crate::background::Background;
use crate::clock;
use crate::events::Event;
use crate::listing::aside;
use crate::problem::Problem;
use crate::who::scope_of;

/// The portfolio at one state of the workspace.
pub struct Now {
    /// The portfolio.
    pub portfolio: Portfolio,
    /// The state it is of.
    versions: Versions,
    /// The date lists are of where none is asked for.
    pub day: Day,
    /// The day it was opened on.
    today: Day,
}

/// Holds the portfolio, and changes it for a newer one.
pub struct Current {
    workspace: Workspace,
    threads: usize,
    now: ArcSwap<Now>,
    /// What finds customers, and the state it is of.
    index: Mutex<Option<(Versions, Arc<Search>)>>,
    renewing: Mutex<()>,
    is_computing: AtomicBool,
    is_finding: AtomicBool,
    retired: Mutex<Vec<Arc<Now>>>,
    background: Arc<Background>,
    events: broadcast::Sender<Event>,
}

impl Now {
    async fn of(portfolio: Portfolio, versions: Versions) -> Result<Self, Problem> {
        let today = clock::today();
        let day = portfolio.date(AsOf::Recent, today).await?;
        Ok(Self { portfolio, versions, day, today })
    }

    /// The customers of a level that a scope lets someone see: by what people have decided by today.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub async fn visible(&self, scope: &Scope, level: Level) -> Result<Visible, Problem> {
        Ok(self.portfolio.visible(scope, level, self.today).await?)
    }

    /// Computes the list and the orders that people begin with, and which customers each of them sees: of old files
    /// that is asked of another date than the list.
    ///
    /// # Errors
    /// The facts cannot be read.
    async fn warm(&self, scopes: &[Scope]) -> Result<(), Problem> {
        let panel = self.portfolio.panel(Level::Root, self.day).await?;
        aside(move || panel.prepare(&orders())).await?;
        for scope in scopes {
            self.visible(scope, Level::Root).await?;
        }
        // Before more is computed, and once more when all of it is.
        allocator::give_back_what_is_free();
        Ok(())
    }
}

/// The orders in which lists are asked for most.
fn orders() -> Vec<Sort> {
    let by = |column: &str, descending| Sort { column: column.to_owned(), descending };
    vec![
        by("revenue_12m_cents", true),
        by("name", false),
        by("days_since_purchase", true),
        by("next_purchase_on", false),
    ]
}

impl Current {
    /// Opens a workspace's portfolio.
    ///
    /// # Errors
    /// The workspace cannot be read.
    pub async fn open(
        workspace: Workspace,
        threads: usize,
        background: Arc<Background>,
        events: broadcast::Sender<Event>,
    ) -> Result<Self, Problem> {
        let versions = workspace.versions().await?;
        let portfolio = Portfolio::open(&workspace, threads).await?;
        let now = Now::of(portfolio, versions).await?;
        Ok(Self {
            workspace,
            threads,
            now: ArcSwap::from_pointee(now),
            index: Mutex::default(),
            renewing: Mutex::default(),
            is_computing: AtomicBool::new(false),
            is_finding: AtomicBool::new(false),
            retired: Mutex::default(),
            background,
            events,
        })
    }

    /// The portfolio to answer with: of the newest edits, and of the newest facts that are computed.
    ///
    /// # Errors
    /// The workspace cannot be read.
    pub async fn get(self: &Arc<Self>) -> Result<Arc<Now>, Problem> {
        let versions = self.workspace.versions().await?;
        let now = self.now.load_full();
        if now.versions.facts != versions.facts || now.today != clock::today() {
            self.compute_behind();
            return Ok(now);
        }
        if now.versions.desk == versions.desk {
            return Ok(now);
        }
        let _turn = self.renewing.lock().await;
        let now = self.now.load_full();
        if now.versions.desk >= versions.desk {
            return Ok(now);
        }
        self.replace(Now::of(now.portfolio.renewed().await?, versions).await?).await;
        Ok(self.now.load_full())
    }

    /// What finds customers by what people type. Only facts are waited for: what people changed of a few
    /// customers since is found shortly after.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub async fn search(self: &Arc<Self>, now: &Arc<Now>) -> Result<Arc<Search>, Problem> {
        let mut index = self.index.lock().await;
        if let Some((versions, search)) = index.as_ref()
            && versions.facts == now.versions.facts
        {
            let search = Arc::clone(search);
            if versions.desk != now.versions.desk {
                self.find_behind();
            }
            return Ok(search);
        }
        let of = Arc::clone(now);
        let search = self.background.run(async move { Ok(Arc::new(of.portfolio.search(of.day).await?)) }).await?;
        *index = Some((now.versions, Arc::clone(&search)));
        Ok(search)
    }

    /// Brings the portfolio up to date and waits for it.
    ///
    /// # Errors
    /// The workspace cannot be read.
    pub async fn refresh(self: &Arc<Self>) -> Result<(), Problem> {
        let current = Arc::clone(self);
        self.background.run(async move { current.bring_up_to_date(true).await }).await
    }

    /// Computes the portfolio anew; unless it must be, only where somebody else has not done it meanwhile.
    async fn bring_up_to_date(self: &Arc<Self>, must_be: bool) -> Result<(), Problem> {
        let _turn = self.renewing.lock().await;
        let versions = self.workspace.versions().await?;
        let shown = self.now.load_full();
        if !must_be && shown.versions.facts == versions.facts && shown.today == clock::today() {
            return Ok(());
        }
        // What is shown must be nobody's any more when another takes its place.
        drop(shown);
        let now = Now::of(Portfolio::open(&self.workspace, self.threads).await?, versions).await?;
        now.warm(&self.scopes().await?).await?;
        self.replace(now).await;
        self.find_behind();
        // Whoever listens asks again; nobody may be listening.
        let _ = self.events.send(Event::Changed { what: "facts" });
        Ok(())
    }

    /// Keeps the snapshot from being taken for a dead reader's, and lets go of those nobody reads any more.
    pub async fn tend(&self) {
        let mut retired = self.retired.lock().await;
        let (idle, read): (Vec<_>, Vec<_>) = retired.drain(..).partition(|now| Arc::strong_count(now) == 1);
        *retired = read;
        drop(retired);
        for now in idle.into_iter().filter_map(Arc::into_inner) {
            if let Err(error) = now.portfolio.close().await {
                tracing::warn!(%error, "a snapshot could not be let go; its files are kept for an hour");
            }
        }
    }

    /// Takes a new snapshot of what is shown, before the lease of the old one ends.
    ///
    /// # Errors
    /// The workspace cannot be read.
    pub async fn renew_lease(&self) -> Result<(), Problem> {
        let _turn = self.renewing.lock().await;
        let now = self.now.load_full();
        self.replace(Now::of(now.portfolio.renewed().await?, now.versions).await?).await;
        Ok(())
    }

    /// Makes ready what the first to ask would wait for.
    pub fn warm_behind(self: &Arc<Self>) {
        let current = Arc::clone(self);
        self.background.spawn(async move {
            let warmed = async { current.now.load_full().warm(&current.scopes().await?).await };
            if let Err(problem) = warmed.await {
                tracing::error!(detail = problem.detail(), "the portfolio could not be computed");
            }
            current.find_behind();
        });
    }

    /// Makes the index of searches without keeping anyone waiting.
    fn find_behind(self: &Arc<Self>) {
        if self.is_finding.swap(true, Ordering::AcqRel) {
            return;
        }
        let current = Arc::clone(self);
        self.background.spawn(async move {
            let now = current.now.load_full();
            match now.portfolio.search(now.day).await {
                Ok(search) => *current.index.lock().await = Some((now.versions, Arc::new(search))),
                Err(error) => tracing::error!(%error, "the index of searches could not be made"),
            }
            current.is_finding.store(false, Ordering::Release);
            allocator::give_back_what_is_free();
        });
    }

    /// Computes what is new without keeping anyone waiting.
    fn compute_behind(self: &Arc<Self>) {
        if self.is_computing.swap(true, Ordering::AcqRel) {
            return;
        }
        let current = Arc::clone(self);
        self.background.spawn(async move {
            if let Err(problem) = current.bring_up_to_date(false).await {
                tracing::error!(detail = problem.detail(), "the portfolio could not be brought up to date");
            }
            current.is_computing.store(false, Ordering::Release);
        });
    }

    /// Who sees what, each once.
    async fn scopes(&self) -> Result<Vec<Scope>, Problem> {
        let users = self.workspace.users().await?;
        let mut scopes: Vec<Scope> = Vec::new();
        // A scope that no longer fits is said to whoever has it, when they ask.
        for scope in users.iter().filter(|user| !user.disabled).filter_map(|user| scope_of(user).ok()) {
            if !scope.is_everyone() && !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        Ok(scopes)
    }

    async fn replace(&self, now: Now) {
        let old = self.now.swap(Arc::new(now));
        self.retired.lock().await.push(old);
    }
}
