//! A workspace's facts at one moment, ready to be asked.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::{CustomerKey, Day};
use engine::{Parameters, Session};
use futures::future::BoxFuture;
use store::{Edit, GroupMember, Snapshot, Table, Workspace};
use tokio::sync::Mutex;

use crate::corrections::Teams;
use crate::fields::OWNER;
use crate::identities::{Identities, Resolved};
use crate::rows::value_at;
use crate::steps::{LINES, PARTS, SETTLING, TEAMS};
use crate::{Level, Panel, PanelError, Query, Settings, facts, kept, steps};

/// Documents older than this many days make the newest of them the date of a panel, not today.
const STALE_DAYS: i32 = 45;

/// The day of the newest document that tells of something that happened; lists bear the day they were
/// brought.
const NEWEST: &str = "SELECT max(day) AS day FROM documents WHERE side <> 'registration'";

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
    /// The whole panels computed of these facts so far, before people's corrections, by what they are kept as.
    computed: Arc<Mutex<HashMap<String, Arc<Panel>>>>,
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
                computed: Arc::default(),
                identities: Mutex::default(),
                groups,
            })
        })
    }

    /// The workspace as it is now. Where only people changed something since, what was computed stays at hand.
    ///
    /// # Errors
    /// The workspace cannot be read.
    pub async fn renewed(&self) -> Result<Self, PanelError> {
        let mut renewed = Self::open(self.workspace(), self.threads).await?;
        if renewed.snapshot.facts_version() == self.snapshot.facts_version() {
            renewed.computed = Arc::clone(&self.computed);
        }
        Ok(renewed)
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

    pub(crate) fn threads(&self) -> usize {
        self.threads
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
            let panel = Arc::new(self.kept_or_computed(level, as_of, None).await?);
            panels.insert((level, as_of), Arc::clone(&panel));
            Ok(panel)
        })
    }

    /// A panel at a date and level that can answer a query: of one that names its columns, computed in no
    /// more than it needs, unless the whole is at hand.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn panel_for<'a>(
        &'a self,
        level: Level,
        as_of: Day,
        query: &'a Query,
    ) -> BoxFuture<'a, Result<Arc<Panel>, PanelError>> {
        Box::pin(async move {
            let whole = self.cache_name("panel", level, as_of)?;
            let at_hand =
                self.panels.lock().await.contains_key(&(level, as_of)) || self.workspace().has_cached(&whole).await;
            match query.needs().filter(|_| !at_hand) {
                Some(columns) => Ok(Arc::new(self.kept_or_computed(level, as_of, Some(&columns)).await?)),
                None => self.panel(level, as_of).await,
            }
        })
    }

    async fn kept_or_computed(
        &self,
        level: Level,
        as_of: Day,
        columns: Option<&BTreeSet<String>>,
    ) -> Result<Panel, PanelError> {
        let panel = self.before_corrections(level, as_of, columns).await?;
        let edits = self.edits().await?;
        let teams = match edits.iter().any(|edit| edit.field == OWNER) {
            true => self.teams().await?,
            false => Teams::new(),
        };
        panel.corrected(&edits, &teams)
    }

    async fn before_corrections(
        &self,
        level: Level,
        as_of: Day,
        columns: Option<&BTreeSet<String>>,
    ) -> Result<Arc<Panel>, PanelError> {
        let what = columns.map_or_else(|| "panel".to_owned(), part);
        let name = self.cache_name(&what, level, as_of)?;
        let mut computed = self.computed.lock().await;
        if let Some(panel) = computed.get(&name) {
            return Ok(Arc::clone(panel));
        }
        let cached = self.workspace().cached(&name).await;
        let panel = match cached.and_then(|bytes| Panel::from_bytes(bytes, level, as_of)) {
            Some(panel) => Arc::new(panel),
            None => {
                let panel = Arc::new(self.compute(level, as_of, columns).await?);
                self.workspace().keep_cached(&name, panel.to_bytes()?).await;
                panel
            }
        };
        if columns.is_none() {
            computed.insert(name, Arc::clone(&panel));
        }
        Ok(panel)
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
        if self.snapshot.files(Table::Sellers).is_empty() {
            return Ok(Teams::new());
        }
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

/// What a panel of some columns is kept as.
fn part(columns: &BTreeSet<String>) -> String {
    let mut hasher = blake3::Hasher::new();
    for column in columns {
        hasher.update(column.as_bytes()).update(b";");
    }
    format!("part-{}", &hasher.finalize().to_hex()[..16])
}
