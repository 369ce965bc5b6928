//! A workspace's facts at one moment, ready to be asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::{CustomerKey, Day};
use engine::{Parameters, Session};
use futures::future::BoxFuture;
use serde::Serialize;
use store::{Edit, GroupMember, Snapshot, Table, Workspace};
use tokio::sync::OnceCell;

use crate::computed::{Computed, HELD_PANELS};
use crate::corrections::{Teams, in_force};
use crate::fields::OWNER;
use crate::identities::{Identities, Resolved};
use crate::rows::value_at;
use crate::sellers::Directory;
use crate::shared::Shared;
use crate::steps::{LINES, PARTS, SETTLING, TEAMS};
use crate::{Level, Overview, Panel, PanelError, Query, Scope, Settings, Visible, facts, kept, steps};

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
    /// The movements at the dates and levels asked for last: questions come in bunches.
    movements: Shared<(Level, Day), Arc<Movements>>,
    /// The panels at the dates and levels asked for last.
    panels: Shared<(Level, Day), Arc<Panel>>,
    /// What was computed of these facts.
    computed: Arc<Computed>,
    /// Who is whom, by level.
    identities: Shared<Level, Arc<Identities>>,
    /// People's corrections.
    edits: OnceCell<Arc<Vec<Edit>>>,
    /// What lists say of sellers.
    directories: Shared<(), Arc<Directory>>,
    /// Who sees whom.
    visibles: Shared<(Scope, Level, Day), Visible>,
    /// Overviews of whoever asked last.
    overviews: Shared<(Level, Day, Visible), Arc<Overview>>,
    /// The economic groups when this was opened.
    groups: Vec<GroupMember>,
}

/// How many levels there are.
const LEVELS: usize = 3;

/// How many dates and levels have their movements at hand.
const HELD_MOVEMENTS: usize = 6;

/// How many people's customers are known by heart.
const HELD_VISIBLES: usize = 128;

/// How many people's overviews are.
const HELD_OVERVIEWS: usize = 64;

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
            let snapshot = workspace.snapshot().await?;
            let settings = match Settings::of(snapshot.workspace()) {
                Ok(settings) => settings,
                Err(error) => {
                    snapshot.release().await?;
                    return Err(error.into());
                }
            };
            let groups = workspace.group_members().await?;
            Ok(Self::of(snapshot, settings, threads, groups))
        })
    }

    fn of(snapshot: Snapshot, settings: Settings, threads: usize, groups: Vec<GroupMember>) -> Self {
        Self {
            snapshot,
            settings,
            threads,
            movements: Shared::at_most(HELD_MOVEMENTS),
            panels: Shared::at_most(HELD_PANELS),
            computed: Arc::default(),
            identities: Shared::at_most(LEVELS),
            edits: OnceCell::new(),
            directories: Shared::at_most(1),
            visibles: Shared::at_most(HELD_VISIBLES),
            overviews: Shared::at_most(HELD_OVERVIEWS),
            groups,
        }
    }

    /// The same facts, judged by other settings.
    pub(crate) fn judged_by(&self, settings: Settings) -> Self {
        Self::of(self.snapshot.clone(), settings, self.threads, self.groups.clone())
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

    /// Names the workspace, whatever its facts.
    pub fn identity(&self) -> &str {
        self.snapshot.identity()
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

    /// Names the state of the facts: equal names, equal facts.
    pub fn facts_version(&self) -> String {
        self.snapshot.facts_version()
    }

    /// Counts what people had decided when this was opened.
    pub fn desk_version(&self) -> i64 {
        self.snapshot.desk_version()
    }

    pub(crate) fn visibles(&self) -> &Shared<(Scope, Level, Day), Visible> {
        &self.visibles
    }

    pub(crate) fn overviews(&self) -> &Shared<(Level, Day, Visible), Arc<Overview>> {
        &self.overviews
    }

    pub(crate) fn computed(&self) -> &Computed {
        &self.computed
    }

    pub(crate) fn directories(&self) -> &Shared<(), Arc<Directory>> {
        &self.directories
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
            let corrected = async { Ok(Arc::new(self.corrected(level, as_of, None).await?)) };
            self.panels.get((level, as_of), corrected).await
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
            let at_hand = self.panels.has(&(level, as_of)) || self.workspace().has_cached(&whole).await;
            match query.needs().filter(|_| !at_hand) {
                Some(columns) => Ok(Arc::new(self.corrected(level, as_of, Some(&columns)).await?)),
                None => self.panel(level, as_of).await,
            }
        })
    }

    async fn corrected(
        &self,
        level: Level,
        as_of: Day,
        columns: Option<&BTreeSet<String>>,
    ) -> Result<Panel, PanelError> {
        let panel = self.before_corrections(level, as_of, columns).await?;
        let edits = self.edits(as_of).await?;
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
        if columns.is_some() {
            return Ok(Arc::new(self.read_or_computed(&name, level, as_of, columns).await?));
        }
        let computed = async { Ok(Arc::new(self.read_or_computed(&name, level, as_of, None).await?)) };
        self.computed.panels.get(name.clone(), computed).await
    }

    async fn read_or_computed(
        &self,
        name: &str,
        level: Level,
        as_of: Day,
        columns: Option<&BTreeSet<String>>,
    ) -> Result<Panel, PanelError> {
        if let Some(panel) = self.read(name, level, as_of).await {
            return Ok(panel);
        }
        let _turn = self.computed.turn.lock().await;
        // Whoever had the turn before may have left it.
        if let Some(panel) = self.read(name, level, as_of).await {
            return Ok(panel);
        }
        let panel = self.compute(level, as_of, columns).await?;
        self.workspace().keep_cached(name, panel.to_bytes()?).await;
        Ok(panel)
    }

    /// A panel as it was kept.
    async fn read(&self, name: &str, level: Level, as_of: Day) -> Option<Panel> {
        Panel::from_bytes(self.workspace().cached(name).await?, level, as_of)
    }

    /// The movements at a date and level.
    pub(crate) async fn movements(&self, level: Level, as_of: Day) -> Result<Arc<Movements>, PanelError> {
        self.movements.get((level, as_of), self.settled(level, as_of)).await
    }

    async fn settled(&self, level: Level, as_of: Day) -> Result<Arc<Movements>, PanelError> {
        let identities = self.identities(level).await?;
        let session = facts::session(&self.snapshot, self.threads, &identities).await?;
        facts::measure(&session, &self.settings, as_of);
        let parameters = self.settings.parameters(level, as_of);
        self.settle(&session, &parameters, level, as_of).await?;
        for step in LINES.iter().chain(&PARTS) {
            step.view(&session, &parameters).await?;
        }
        Ok(Arc::new(Movements { session, parameters }))
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
        let found = async { Ok(Arc::new(Identities::of(&self.snapshot, self.threads, level, &self.groups).await?)) };
        self.identities.get(level, found).await
    }

    /// The corrections that count at a date, those that count most last.
    pub(crate) async fn edits(&self, as_of: Day) -> Result<Arc<Vec<Edit>>, PanelError> {
        let made = self.edits.get_or_try_init(|| self.read_edits()).await?;
        Ok(match made.iter().any(|edit| edit.effective_on.is_some()) {
            true => Arc::new(in_force(made, as_of)),
            false => Arc::clone(made),
        })
    }

    /// All corrections ever made, the oldest first, those of a code that is a tax id as that tax id's.
    async fn read_edits(&self) -> Result<Arc<Vec<Edit>>, PanelError> {
        let mut edits = self.workspace().edits(None).await?;
        let identities = self.identities(Level::Establishment).await?;
        if identities.is_empty() {
            return Ok(Arc::new(edits));
        }
        for edit in edits.iter_mut().filter(|edit| edit.customer.contains(':')) {
            let Ok(customer) = edit.customer.parse() else { continue };
            if let Some(found) = self.resolve(&customer, Level::Establishment).await? {
                edit.customer = found.customer.to_string();
            }
        }
        Ok(Arc::new(edits))
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
        // What lines mean depends on no threshold.
        let name = self.name_by("settled", &self.settings.base, level, as_of)?;
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
    pub(crate) fn cache_name(&self, what: &str, level: Level, as_of: Day) -> Result<String, PanelError> {
        self.name_by(what, &self.settings, level, as_of)
    }

    /// Names what depends on some settings only.
    fn name_by(&self, what: &str, settings: &impl Serialize, level: Level, as_of: Day) -> Result<String, PanelError> {
        let mut hasher = blake3::Hasher::new();
        let mut feed = |part: &str| {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        };
        feed(&self.snapshot.facts_version());
        feed(&serde_json::to_string(settings).map_err(store::StoreError::from)?);
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
