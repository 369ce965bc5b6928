//! Imports and rehearsals under way: they go on when whoever started them leaves the page.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use intake::{Import, Progress, Report, TableReport};
use serde::Serialize;
use sources::table::Options;
use store::{Author, Notice, Workspace, Writer};
use tokio::sync::broadcast;
use utoipa::ToSchema;

use crate::background::Background;
use crate::clock;
use crate::dto::{NoticeView, ReportView, TableView};
use crate::events::Event;
use crate::problem::{Problem, ProblemBody};

/// Jobs remembered after they ended.
const REMEMBERED: usize = 50;

/// Records that could not be read, shown with a job; an import keeps them all.
const SHOWN_REJECTS: usize = 20;

/// How often a job tells how it goes.
const TOLD_EVERY: Duration = Duration::from_millis(250);

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Says what an import would do.
    Rehearsal,
    /// Imports.
    Import,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Another import has the turn.
    Waiting,
    /// It goes on.
    Running,
    /// It is done.
    Done,
    /// It failed; nothing was imported.
    Failed,
}

/// A job, as it is shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobView {
    /// Its number, from 1, as long as the server runs.
    pub id: u64,
    /// What it does.
    pub kind: JobKind,
    /// How far it is.
    pub state: JobState,
    /// Who started it.
    pub by: String,
    /// When, RFC 3339.
    pub started_at: String,
    /// Bytes to go through.
    pub bytes: u64,
    /// Bytes gone through.
    pub bytes_done: u64,
    /// Records found so far.
    pub records: u64,
    /// Of them, those that could not be read.
    pub rejects: u64,
    /// How long it has taken.
    pub seconds: f64,
    /// Records a second.
    pub rate: f64,
    /// How long it will take still, at this rate.
    pub left_seconds: Option<f64>,
    /// Whose turn it waits for.
    pub waiting_for: Option<String>,
    /// Why it failed.
    pub problem: Option<ProblemBody>,
    /// The import's number, once done.
    pub import: Option<i64>,
    /// What it came to.
    pub report: Option<ReportView>,
    /// How tables were understood.
    pub tables: Vec<TableView>,
    /// The first records that could not be read.
    pub rejects_shown: Vec<NoticeView>,
}

/// The jobs of this process.
pub struct Jobs {
    jobs: Mutex<BTreeMap<u64, JobView>>,
    background: Arc<Background>,
    events: broadcast::Sender<Event>,
}

/// What is to be imported, by whom and how.
pub struct Order {
    /// The files and folders.
    pub paths: Vec<PathBuf>,
    /// The folder that files are named from; `None` names them as the system does.
    pub named_from: Option<PathBuf>,
    /// Only to say what would happen.
    pub kind: JobKind,
    /// How tables are to be read.
    pub tables: Options,
    /// Who asks.
    pub author: Author,
}

impl Jobs {
    /// None yet.
    pub fn new(background: Arc<Background>, events: broadcast::Sender<Event>) -> Self {
        Self { jobs: Mutex::default(), background, events }
    }

    /// A job, to whoever may see it.
    pub fn get(&self, id: u64) -> Option<JobView> {
        self.locked().get(&id).cloned()
    }

    /// All jobs remembered, the newest first.
    pub fn list(&self) -> Vec<JobView> {
        self.locked().values().rev().cloned().collect()
    }

    /// Begins a job, which goes on by itself. `then` is run once it came to something, before it is said to be done.
    pub fn begin<F>(
        self: &Arc<Self>,
        workspace: &Workspace,
        order: Order,
        then: impl FnOnce() -> F + Send + 'static,
    ) -> JobView
    where
        F: Future<Output = Result<(), Problem>> + Send,
    {
        let view = self.admit(&order);
        let (jobs, workspace, id) = (Arc::clone(self), workspace.clone(), view.id);
        self.background.spawn(async move {
            let ended = run(&jobs, &workspace, id, order).await;
            // What was imported is in, whatever comes of it afterwards.
            if ended.is_ok()
                && let Err(problem) = then().await
            {
                tracing::error!(detail = problem.detail(), "what follows an import failed");
            }
            jobs.end(id, ended);
        });
        view
    }

    /// Runs a job to its end.
    ///
    /// # Errors
    /// The workspace cannot be written; nothing was imported then.
    pub async fn run(self: &Arc<Self>, workspace: &Workspace, order: Order) -> Result<Report, Problem> {
        let id = self.admit(&order).id;
        let ended = run(self, workspace, id, order).await;
        let came_to = ended.as_ref().map(|(report, _)| report.clone()).map_err(Clone::clone);
        self.end(id, ended);
        came_to
    }

    /// Waits until no job runs, or for so long.
    pub async fn settle(&self, longest: Duration) {
        let until = Instant::now() + longest;
        let runs = |job: &JobView| job.state == JobState::Running;
        while Instant::now() < until && self.locked().values().any(runs) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    fn admit(&self, order: &Order) -> JobView {
        let mut jobs = self.locked();
        let id = jobs.last_key_value().map_or(1, |(id, _)| id + 1);
        let view = JobView {
            id,
            kind: order.kind,
            state: JobState::Running,
            by: order.author.name.clone(),
            started_at: clock::now(),
            bytes: 0,
            bytes_done: 0,
            records: 0,
            rejects: 0,
            seconds: 0.0,
            rate: 0.0,
            left_seconds: None,
            waiting_for: None,
            problem: None,
            import: None,
            report: None,
            tables: Vec::new(),
            rejects_shown: Vec::new(),
        };
        jobs.insert(id, view.clone());
        forget(&mut jobs);
        view
    }

    fn end(&self, id: u64, ended: Result<(Report, Vec<TableReport>), Problem>) {
        self.change(id, |job| match ended {
            Ok((report, tables)) => {
                job.state = JobState::Done;
                job.import = Some(report.batch).filter(|batch| *batch > 0);
                job.left_seconds = None;
                job.records = report.records;
                job.report = Some(ReportView::from(&report));
                job.tables = tables.into_iter().map(TableView::from).collect();
            }
            Err(problem) => {
                job.state = JobState::Failed;
                job.left_seconds = None;
                job.problem = Some(problem.body());
            }
        });
        self.tell(id);
    }

    fn change(&self, id: u64, change: impl FnOnce(&mut JobView)) {
        if let Some(job) = self.locked().get_mut(&id) {
            change(job);
        }
    }

    fn tell(&self, id: u64) {
        if let Some(job) = self.get(id) {
            // Nobody may be listening.
            let _ = self.events.send(Event::Job(Box::new(job)));
        }
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, JobView>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets the oldest jobs that ended.
fn forget(jobs: &mut BTreeMap<u64, JobView>) {
    while jobs.len() > REMEMBERED {
        let ended = jobs.values().find(|job| matches!(job.state, JobState::Done | JobState::Failed));
        let Some(oldest) = ended.map(|job| job.id) else { return };
        jobs.remove(&oldest);
    }
}

async fn run(
    jobs: &Arc<Jobs>,
    workspace: &Workspace,
    id: u64,
    order: Order,
) -> Result<(Report, Vec<TableReport>), Problem> {
    let began = Instant::now();
    let mut progress = Teller { jobs: Arc::clone(jobs), id, began, told: began };
    let import = Import {
        workspace,
        paths: order.paths,
        dry_run: order.kind == JobKind::Rehearsal,
        readers: std::thread::available_parallelism().map_or(2, usize::from),
        tables: order.tables,
        author: order.author,
        named_from: order.named_from,
    };
    Ok(import.run(&mut progress).await?)
}

/// Tells how a job goes.
struct Teller {
    jobs: Arc<Jobs>,
    id: u64,
    began: Instant,
    told: Instant,
}

impl Progress for Teller {
    fn waiting(&mut self, writer: Option<&Writer>) {
        let place = writer.map_or_else(|| "outra importação".to_owned(), |writer| writer.place.clone());
        self.jobs.change(self.id, |job| {
            job.state = JobState::Waiting;
            job.waiting_for = Some(place);
        });
        self.jobs.tell(self.id);
    }

    fn begins(&mut self, _files: u64, bytes: u64) {
        self.began = Instant::now();
        self.jobs.change(self.id, |job| {
            job.state = JobState::Running;
            job.waiting_for = None;
            job.bytes = bytes;
        });
        self.jobs.tell(self.id);
    }

    fn advances(&mut self, bytes: u64, records: u64) {
        let seconds = self.seconds();
        self.jobs.change(self.id, |job| {
            job.bytes_done = (job.bytes_done + bytes).min(job.bytes);
            job.records += records;
            job.seconds = seconds;
            if seconds > 0.0 {
                job.rate = job.records as f64 / seconds;
            }
            job.left_seconds =
                (job.bytes_done > 0).then(|| seconds * (job.bytes - job.bytes_done) as f64 / job.bytes_done as f64);
        });
        if self.told.elapsed() >= TOLD_EVERY {
            self.told = Instant::now();
            self.jobs.tell(self.id);
        }
    }

    fn rejected(&mut self, notice: &Notice) {
        self.jobs.change(self.id, |job| {
            job.rejects += 1;
            if job.rejects_shown.len() < SHOWN_REJECTS {
                job.rejects_shown.push(NoticeView::from(notice.clone()));
            }
        });
    }

    fn now(&self) -> String {
        clock::now()
    }

    fn seconds(&self) -> f64 {
        (self.began.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
    }
}
