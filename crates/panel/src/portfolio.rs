//! A workspace's facts at one moment, ready to be asked.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use domain::{CustomerKey, Day};
use engine::{EngineError, Parameters, Session};
use futures::future::BoxFuture;
use store::{Edit, GroupMember, Snapshot, Workspace};
use tokio::sync::Mutex;

use crate::corrections::Teams;
use crate::fields::OWNER;
use crate::identities::{Identities, Resolved};
use crate::rows::value_at;
use crate::steps::{DESCRIBING, ESTABLISHMENTS, JUDGING, LINE_COSTS, LINES, PANEL, PARTS, SETTLING, TEAMS};
use crate::{Level, Panel, PanelError, Settings, facts, kept, ncm_chapters, steps};

/// Documents older than this many days make the newest of them the date of a panel, not today.
const STALE_DAYS: i32 = 45;

/// The day of the newest document that tells of something that happened; lists bear the day they were
/// brought.
const NEWEST: &str = "SELECT max(day) AS day FROM documents WHERE side <> 'registration'";

/// A row where the cost of anything is known: where none is, no line is looked at for it.
const ANY_COST: &str = "
(SELECT document FROM products WHERE cost_cents IS NOT NULL LIMIT 1)
UNION ALL
(SELECT document FROM items WHERE cost_cents IS NOT NULL LIMIT 1)";

/// The date a panel is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AsOf {
    /// Today, unless the newest document is old; then its date.
    #[default]
    Recent,
    /// Today.
    Today,
    /// The newest document's date.
    Latest,
    /// A date.
    Day(Day),
}

/// A workspace's facts at one moment.
pub struct Portfolio {
    snapshot: Snapshot,
    settings: Settings,
    threads: usize,
    /// The movements at the dates and levels asked for so far: questions come in bunches.
    movements: Mutex<HashMap<(Level, Day), Arc<Movements>>>,
    /// The panels at the dates and levels asked for so far.
    panels: Mutex<HashMap<(Level, Day), Arc<Panel>>>,
    /// Who is whom, by level.
    identities: Mutex<HashMap<Level, Arc<Identities>>>,
    /// The economic groups when this was opened.
    groups: Vec<GroupMember>,
}

/// A session that holds the facts and the movements they come to.
pub(crate) struct Movements {
    /// The session.
    pub session: Session,
    /// The parameters of its steps.
    pub parameters: Parameters,
}

impl Portfolio {
    /// Takes a snapshot of a workspace, to be asked on as many threads as are given.
    ///
    /// # Errors
    /// The workspace cannot be read.
    pub fn open(workspace: &Workspace, threads: usize) -> BoxFuture<'_, Result<Self, PanelError>> {
        Box::pin(async move {
            let settings = Settings::of(workspace)?;
            let snapshot = workspace.snapshot().await?;
            let groups = workspace.group_members().await?;
            Ok(Self {
                snapshot,
                settings,
                threads,
                movements: Mutex::default(),
                panels: Mutex::default(),
                identities: Mutex::default(),
                groups,
            })
        })
    }

    /// Lets the snapshot go.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn close(self) -> Result<(), PanelError> {
        Ok(self.snapshot.release().await?)
    }

    /// The thresholds in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    pub(crate) fn workspace(&self) -> &Workspace {
        self.snapshot.workspace()
    }

    /// The date that is meant, given what day it is.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn date(&self, as_of: AsOf, today: Day) -> BoxFuture<'_, Result<Day, PanelError>> {
        Box::pin(async move {
            Ok(match as_of {
                AsOf::Day(day) => day,
                AsOf::Today => today,
                AsOf::Latest => self.newest_document().await?.unwrap_or(today),
                AsOf::Recent => match self.newest_document().await? {
                    Some(newest) if today.days_since(newest) > STALE_DAYS => newest,
                    _ => today,
                },
            })
        })
    }

    /// The panel at a date and level, people's corrections included.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn panel(&self, level: Level, as_of: Day) -> BoxFuture<'_, Result<Arc<Panel>, PanelError>> {
        Box::pin(async move {
            let mut panels = self.panels.lock().await;
            if let Some(panel) = panels.get(&(level, as_of)) {
                return Ok(Arc::clone(panel));
            }
            let name = self.cache_name("panel", level, as_of)?;
            let cached = self.workspace().cached(&name).await;
            let panel = match cached.and_then(|bytes| Panel::from_bytes(bytes, level, as_of)) {
                Some(panel) => panel,
                None => {
                    let panel = self.compute(level, as_of).await?;
                    self.workspace().keep_cached(&name, panel.to_bytes()?).await;
                    panel
                }
            };
            let edits = self.edits().await?;
            let teams = match edits.iter().any(|edit| edit.field == OWNER) {
                true => self.teams().await?,
                false => Teams::new(),
            };
            let panel = Arc::new(panel.corrected(&edits, &teams)?);
            panels.insert((level, as_of), Arc::clone(&panel));
            Ok(panel)
        })
    }

    /// The movements at a date and level.
    pub(crate) async fn movements(&self, level: Level, as_of: Day) -> Result<Arc<Movements>, PanelError> {
        let mut known = self.movements.lock().await;
        if let Some(movements) = known.get(&(level, as_of)) {
            return Ok(Arc::clone(movements));
        }
        let identities = self.identities(level).await?;
        let session = facts::session(&self.snapshot, self.threads, &identities).await?;
        facts::measure(&session, &self.settings, as_of);
        let parameters = self.settings.parameters(level, as_of);
        self.settle(&session, &parameters, level, as_of).await?;
        for step in LINES.iter().chain(&PARTS) {
            step.view(&session, &parameters).await?;
        }
        let movements = Arc::new(Movements { session, parameters });
        known.insert((level, as_of), Arc::clone(&movements));
        Ok(movements)
    }

    /// A session that holds the facts alone.
    pub(crate) async fn facts(&self) -> Result<Session, PanelError> {
        facts::session(&self.snapshot, self.threads, &Identities::default()).await
    }

    /// Sellers and their teams, by the lists.
    async fn teams(&self) -> Result<Teams, PanelError> {
        let rows = self.facts().await?.query(TEAMS.sql, &Parameters::new()).await?;
        let text = |name: &str, row: usize| value_at(&rows, name, row).as_str().map(str::to_owned);
        Ok((0..rows.num_rows()).filter_map(|row| Some((text("seller", row)?, text("team", row)?))).collect())
    }

    /// Who is whom in a panel of a level.
    pub(crate) async fn identities(&self, level: Level) -> Result<Arc<Identities>, PanelError> {
        let mut known = self.identities.lock().await;
        if let Some(identities) = known.get(&level) {
            return Ok(Arc::clone(identities));
        }
        let identities = Arc::new(Identities::of(&self.snapshot, self.threads, level, &self.groups).await?);
        known.insert(level, Arc::clone(&identities));
        Ok(identities)
    }

    /// All corrections ever made, the oldest first, those of a code that is a tax id as that tax id's.
    pub(crate) async fn edits(&self) -> Result<Vec<Edit>, PanelError> {
        let mut edits = self.workspace().edits(None).await?;
        let identities = self.identities(Level::Establishment).await?;
        if identities.is_empty() {
            return Ok(edits);
        }
        for edit in edits.iter_mut().filter(|edit| edit.customer.contains(':')) {
            let Ok(customer) = edit.customer.parse() else { continue };
            if let Some(found) = self.resolve(&customer, Level::Establishment).await? {
                edit.customer = found.customer.to_string();
            }
        }
        Ok(edits)
    }

    /// The customer that a key names in a panel of a level; `None` where no party has it.
    pub(crate) async fn resolve(&self, customer: &CustomerKey, level: Level) -> Result<Option<Resolved>, PanelError> {
        self.identities(level).await?.resolve(self.workspace(), customer, level).await
    }

    /// Puts the rows of the settling steps into a session, as kept or computed.
    async fn settle(
        &self,
        session: &Session,
        parameters: &Parameters,
        level: Level,
        as_of: Day,
    ) -> Result<(), PanelError> {
        let name = self.cache_name("settled", level, as_of)?;
        let cached = self.workspace().cached(&name).await;
        if let Some(kept) = cached.and_then(|bytes| kept::from_bytes(&bytes, SETTLING.len())) {
            return Ok(SETTLING.iter().zip(kept).try_for_each(|(step, rows)| session.rows(step.name, rows))?);
        }
        let mut settled = Vec::with_capacity(SETTLING.len());
        for step in &SETTLING {
            settled.push(step.run(session, parameters).await?);
        }
        self.workspace().keep_cached(&name, kept::to_bytes(&settled)?).await;
        Ok(())
    }

    async fn compute(&self, level: Level, as_of: Day) -> Result<Panel, PanelError> {
        let movements = self.movements(level, as_of).await?;
        let Movements { session, parameters } = movements.as_ref();
        let identities = self.identities(level).await?;
        let mut shared = vec![("parties", facts::parties(&self.snapshot, &identities).await?)];
        session.rows("parties", shared[0].1.clone())?;
        for step in &ESTABLISHMENTS {
            shared.push((step.name, step.run(session, parameters).await?));
        }
        session.rows("establishment_statuses", self.establishment_statuses(shared, level, as_of).await?)?;
        session.rows("ncm_chapters", ncm_chapters::rows()?)?;
        let costs = session.query(ANY_COST, parameters).await?.num_rows();
        for step in JUDGING.iter().chain(&DESCRIBING).chain(&PANEL) {
            match *step == LINE_COSTS && costs == 0 {
                true => step.run_empty(session, parameters).await?,
                false => drop(step.run(session, parameters).await?),
            }
        }
        let rows = session.query("SELECT * FROM panel", &Parameters::new()).await?;
        // What follows is asked of the movements: the rows on the way here need not be held.
        for step in ESTABLISHMENTS.iter().chain(&JUDGING).chain(&DESCRIBING).chain(&PANEL) {
            session.context().deregister_table(step.name).map_err(EngineError::from)?;
        }
        Panel::new(&rows, level, as_of)
    }

    /// What each establishment would be in a panel of establishments; nothing where this is one. It is
    /// given the rows of the steps before.
    async fn establishment_statuses(
        &self,
        rows: Vec<(&'static str, RecordBatch)>,
        level: Level,
        as_of: Day,
    ) -> Result<RecordBatch, PanelError> {
        if level == Level::Establishment {
            let column = |name| Field::new(name, DataType::Utf8, true);
            return Ok(RecordBatch::new_empty(Arc::new(Schema::new(vec![column("customer"), column("status")]))));
        }
        let session = Session::embedded(self.workspace().lake().files(), self.threads)?;
        facts::measure(&session, &self.settings, as_of);
        let parameters = self.settings.parameters(Level::Establishment, as_of);
        for (name, rows) in rows {
            session.rows(name, rows)?;
        }
        for step in &JUDGING {
            step.run(&session, &parameters).await?;
        }
        Ok(session.query("SELECT customer, status FROM statuses", &parameters).await?)
    }

    async fn newest_document(&self) -> Result<Option<Day>, PanelError> {
        use datafusion::arrow::array::AsArray;
        use datafusion::arrow::datatypes::Date32Type;
        let name = format!("newest-{}", self.snapshot.facts_version());
        let cached = self.workspace().cached(&name).await.and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(day) = cached.and_then(|day| day.parse().ok()) {
            return Ok(Some(day));
        }
        let rows = self.facts().await?.query(NEWEST, &Parameters::new()).await?;
        let days = rows.column(0).as_primitive_opt::<Date32Type>();
        let newest = days.and_then(|days| days.iter().flatten().next()).map(Day::from_epoch_days);
        if let Some(day) = newest {
            self.workspace().keep_cached(&name, day.iso().into_bytes()).await;
        }
        Ok(newest)
    }

    /// Names what is kept by all it depends on: the facts, the settings, the company, the date, the
    /// level and the steps themselves.
    fn cache_name(&self, what: &str, level: Level, as_of: Day) -> Result<String, PanelError> {
        let mut hasher = blake3::Hasher::new();
        let mut feed = |part: &str| {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        };
        feed(&self.snapshot.facts_version());
        feed(&serde_json::to_string(&self.settings).map_err(store::StoreError::from)?);
        self.workspace().roots().iter().for_each(|root| feed(root.as_str()));
        feed(&as_of.iso());
        feed(level.as_str());
        if level == Level::Group {
            self.groups.iter().for_each(|member| feed(&format!("{}\n{}", member.group, member.customer)));
        }
        steps().for_each(|step| feed(step.sql));
        feed(env!("CARGO_PKG_VERSION"));
        Ok(format!("{what}-{}.arrow", &hasher.finalize().to_hex()[..32]))
    }
}
