//! Writing one import: document by document, visible whole or not at all.
//!
//! Documents arrive in chunks. Each is looked up among the claims of live imports and of this one:
//! a version nobody claims is written as facts, one that is known is only claimed. Facts wait in a
//! segment until a table has enough for a file. Nothing is visible until the commit, one SQL
//! transaction that lists the batch's files, its new parties and what its versions supersede.

use std::collections::HashMap;
use std::sync::Arc;

use domain::facts::{Body, Document, RowParty};
use domain::party::PartyKey;
use domain::{ContentHash, DocumentKey};
use futures::future::BoxFuture;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::catalogue::Catalogue;
use crate::catalogue::entities::{batches, files, state};
use crate::claims::{self, Claim, Claims};
use crate::compaction::Compaction;
use crate::error::StoreError;
use crate::facts::{Segment, Source, business_facts};
use crate::files::{Written, fact_properties, properties, sorted, write};
use crate::hides::{self, Hides};
use crate::notices::{self, Notice, Notices};
use crate::parties::{Met, PartyNumbers};
use crate::people::audit::finish;
use crate::people::{Action, Author};
use crate::seal::seal;
use crate::snapshot::{live_claims, unlist};
use crate::turn::{Turn, Writer};
use crate::workspace::Workspace;

/// Rows of a table that are enough for a file of their own: what is held in memory, and no small file.
pub(crate) const FILE_ROWS: usize = 96 * 1024;

/// Documents whose facts are taken in before it is seen whether there are enough for a file.
const KEPT_AT_ONCE: usize = 4096;

/// Notices of a file.
const NOTICE_ROWS: usize = 64 * 1024;

/// A document on its way in.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The file it was read from.
    pub file: Arc<str>,
    /// The document.
    pub document: Document,
    /// What it says, hashed by whoever read it: there are several of those, and one who writes.
    pub content: ContentHash,
    /// How many records it is: rows of a table; none where it is only the trace of an ignored one.
    pub records: u64,
}

impl Incoming {
    /// A document of a file, of which it is so many records.
    pub fn new(file: Arc<str>, document: Document, records: u64) -> Self {
        Self { content: document.content(), file, document, records }
    }
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fate {
    /// New, or a better version than the one that counted before this import.
    pub accepted: bool,
    /// Another version of the same standing says something else.
    pub conflicting: bool,
}

/// What an import has come to so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records accepted.
    pub accepted: u64,
    /// Records known already, by an earlier import or this one.
    pub duplicates: u64,
    /// Facts of the business that accepted records state.
    pub facts: u64,
    /// Notes among the accepted records.
    pub documents: u64,
}

/// One import at work.
pub struct Importer {
    workspace: Workspace,
    /// `None` where the import is only rehearsed.
    turn: Option<Turn>,
    batch: i64,
    /// Who imports, and since when.
    author: Author,
    parties: PartyNumbers,
    /// Claims of earlier imports, and of this one's files.
    claims: Claims,
    /// Claims of this import that are not in a file yet, by document.
    recent: HashMap<DocumentKey, Vec<Claim>>,
    recent_claims: usize,
    superseded: Vec<i64>,
    /// Versions that count again though they were superseded.
    said_again: Vec<i64>,
    segment: Segment,
    notices: Notices,
    next_version: i64,
    tally: Tally,
    written: Vec<Written>,
    writing: Option<JoinHandle<Result<Vec<Written>, StoreError>>>,
    files: usize,
}

impl Workspace {
    /// Begins an import once it is its turn; `waiting` is told, once, who has it meanwhile.
    ///
    /// # Errors
    /// The database or the lake cannot be written.
    pub async fn begin_import(
        &self,
        author: &Author,
        waiting: impl FnMut(Option<&Writer>),
    ) -> Result<Importer, StoreError> {
        let turn = Turn::take(&self.catalogue, self.folder(), &author.at, waiting).await?;
        self.sweep().await?;
        let last = batches::Entity::find().order_by_desc(batches::Column::Id).one(self.catalogue.connection()).await?;
        let batch = last.map_or(1, |batch| batch.id + 1);
        // Before the batch is known as one that is not live, for it must see its own claims.
        let importer = Importer::new(self, Some(turn), batch, author).await?;
        let row = batches::ActiveModel {
            id: Set(batch),
            state: Set("writing".to_owned()),
            started_at: Set(author.at.clone()),
            committed_at: Set(None),
            undone_at: Set(None),
            report: Set(None),
            compacted: Set(false),
            made_by: Set(Some(author.name.clone())),
        };
        batches::Entity::insert(row).exec_without_returning(self.catalogue.connection()).await?;
        Ok(importer)
    }

    /// An import that says what it would do and writes nothing.
    ///
    /// # Errors
    /// The database or the lake cannot be read.
    pub fn rehearse_import<'a>(&'a self, author: &'a Author) -> BoxFuture<'a, Result<Importer, StoreError>> {
        Box::pin(async move { Importer::new(self, None, 0, author).await })
    }
}

impl Importer {
    async fn new(workspace: &Workspace, turn: Option<Turn>, batch: i64, author: &Author) -> Result<Self, StoreError> {
        let connection = workspace.catalogue.connection();
        Ok(Self {
            workspace: workspace.clone(),
            turn,
            batch,
            author: author.clone(),
            parties: PartyNumbers::open(connection).await?,
            claims: live_claims(workspace, None).await?,
            recent: HashMap::new(),
            recent_claims: 0,
            superseded: Vec::new(),
            said_again: Vec::new(),
            segment: Segment::default(),
            notices: Notices::default(),
            next_version: batch << 32,
            tally: Tally::default(),
            written: Vec::new(),
            writing: None,
            files: 0,
        })
    }

    /// The import's number; 0 where it is only rehearsed.
    pub fn batch(&self) -> i64 {
        self.batch
    }

    /// What the import has come to so far.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Counts records that this import has met already, in another copy of their file.
    pub fn met_again(&mut self, records: u64) {
        self.tally.duplicates += records;
    }

    /// Takes documents in and says what became of each, in order. What is known of them is looked up at
    /// once: of a million in about the time of ten thousand.
    ///
    /// # Errors
    /// The claims of earlier imports cannot be read, or files cannot be written.
    pub fn add<'a>(&'a mut self, documents: &'a [Incoming]) -> BoxFuture<'a, Result<Vec<Fate>, StoreError>> {
        Box::pin(async move {
            let mut order: Vec<(DocumentKey, usize)> =
                documents.iter().zip(0..).map(|(incoming, place)| (incoming.document.key, place)).collect();
            order.sort_unstable();
            let mut keys: Vec<DocumentKey> = order.iter().map(|(key, _)| *key).collect();
            keys.dedup();
            let each_once = keys.len() == documents.len();
            let known = self.claims.find(&keys).await?;
            let known_from = first_of_each(&known, &order);
            let mut fates = Vec::with_capacity(documents.len());
            for documents in documents.chunks(KEPT_AT_ONCE) {
                let mut new = Vec::new();
                for (place, incoming) in documents.iter().enumerate() {
                    let (fate, version) = self.judge(incoming, &known[known_from[fates.len()]..]);
                    fates.push(fate);
                    new.extend(version.map(|version| (version, place)));
                }
                if self.turn.is_some() {
                    self.keep(documents, &new).await?;
                }
                // What is written is no longer at hand for a copy among the documents that follow.
                if each_once {
                    self.write_many_claims().await?;
                }
            }
            self.write_many_claims().await?;
            Ok(fates)
        })
    }

    /// Keeps a notice with the import.
    ///
    /// # Errors
    /// A file cannot be written.
    pub async fn notice(&mut self, notice: &Notice) -> Result<(), StoreError> {
        if self.turn.is_none() {
            return Ok(());
        }
        self.notices.push(notice.row());
        if self.notices.rows() >= NOTICE_ROWS {
            self.write_notices().await?;
        }
        Ok(())
    }

    /// Makes the import visible, with its report as JSON. `now` is RFC 3339.
    ///
    /// # Errors
    /// Something cannot be written, or another process took the turn: nothing is visible then.
    pub fn commit<'a>(mut self, now: &'a str, report: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            if self.turn.is_none() {
                return Ok(());
            }
            match self.write_all(now, report).await {
                Ok(()) => {
                    // A compaction that fails has changed nothing; the next import tries again.
                    if let Some(turn) = &self.turn {
                        let _ = self.workspace.compact_in_turn(turn, Compaction::WhereWorthwhile).await;
                    }
                    self.end_turn().await;
                    Ok(())
                }
                Err(error) => {
                    self.clean_up().await;
                    Err(error)
                }
            }
        })
    }

    /// Gives the import up; nothing of it remains but the mention that it was begun.
    pub async fn abandon(mut self) {
        self.clean_up().await;
    }

    /// Decides what a document is beside the versions known of it, which what is known begins with, and
    /// claims it. A new version's number is returned.
    fn judge(&mut self, incoming: &Incoming, known: &[Claim]) -> (Fate, Option<i64>) {
        let Incoming { document, content, .. } = incoming;
        let (key, standing, content) = (document.key, document.standing as u8, *content);
        let earlier = known.iter().take_while(|claim| claim.key == key);
        let versions: Vec<Claim> = earlier.chain(self.recent.get(&key).into_iter().flatten()).copied().collect();
        let facts = if incoming.records > 0 { business_facts(document) } else { 0 };
        let same = versions.iter().find(|claim| claim.says(standing, content));
        let version = same.map_or(self.next_version, |same| same.version);
        let claim = Claim { key, version, standing, content, batch: self.batch, facts: facts as u32 };
        if !versions.iter().any(|known| known.version == version && known.batch == self.batch) {
            self.claim(claim);
        }
        let best = versions.iter().max_by_key(|known| known.rank());
        if best.is_some_and(|best| best.version == version || claim.rank() <= best.rank()) {
            self.count(incoming, false, 0);
            if same.is_some() {
                return (Fate { accepted: false, conflicting: false }, None);
            }
            self.superseded.push(version);
        } else {
            let taken_from = best.map(|best| (best.version, best.born_in() == self.batch, i64::from(best.facts)));
            self.superseded.extend(taken_from.map(|(version, ..)| version));
            // What an earlier table said, and a later one otherwise, is said again.
            self.said_again.extend(same.map(|same| same.version));
            let within_import = taken_from.filter(|(_, within_import, _)| *within_import);
            let before = within_import.map_or(0, |(.., facts)| facts);
            self.count(incoming, within_import.is_none(), facts as i64 - before);
        }
        let accepted = best.is_none_or(|best| claim.rank() > best.rank() && best.born_in() != self.batch);
        let conflicting = versions.iter().any(|known| known.standing == standing);
        if same.is_none() {
            self.next_version += 1;
        }
        (Fate { accepted, conflicting }, same.is_none().then_some(version))
    }

    fn count(&mut self, incoming: &Incoming, accepted: bool, facts: i64) {
        if incoming.records == 0 {
            return;
        }
        self.tally.facts = self.tally.facts.saturating_add_signed(facts);
        if accepted {
            self.tally.accepted += incoming.records;
            self.tally.documents += u64::from(matches!(incoming.document.body, Body::Note(_) | Body::Sale(_)));
        } else {
            self.tally.duplicates += incoming.records;
        }
    }

    fn claim(&mut self, claim: Claim) {
        // Nearly always the only one of its document.
        self.recent.entry(claim.key).or_insert_with(|| Vec::with_capacity(1)).push(claim);
        self.recent_claims += 1;
    }

    /// Keeps the facts of new versions, and writes what has grown large enough.
    async fn keep(&mut self, chunk: &[Incoming], new: &[(i64, usize)]) -> Result<(), StoreError> {
        let met: Vec<Met<'_>> = new.iter().flat_map(|&(_, place)| parties_of(&chunk[place].document)).collect();
        self.parties.number(self.workspace.catalogue.connection(), &met).await?;
        for &(version, place) in new {
            let Incoming { file, document, content, records: _ } = &chunk[place];
            let numbers = |key: &PartyKey| self.parties.of(key);
            self.segment.push(&Source { version, file, document, content: *content, numbers: &numbers });
        }
        self.write_segment(FILE_ROWS).await
    }

    /// Hands tables with at least so many rows to be sorted, encoded and written while others fill.
    async fn write_segment(&mut self, at_least: usize) -> Result<(), StoreError> {
        let batches = self.segment.take(at_least)?;
        if batches.is_empty() {
            return Ok(());
        }
        self.written_so_far().await?;
        let lake = self.workspace.lake.clone();
        let mut files = Vec::with_capacity(batches.len());
        for (table, batch) in batches {
            files.push((table, self.next_path(table.name()), batch));
        }
        self.writing = Some(tokio::spawn(async move {
            let mut written = Vec::with_capacity(files.len());
            for (table, path, batch) in files {
                let batch = sorted(batch, table.sort_columns())?;
                let properties = fact_properties(&batch.schema());
                written.push(write(&lake, table.name(), path, batch.schema(), vec![batch], properties).await?);
            }
            Ok(written)
        }));
        Ok(())
    }

    async fn written_so_far(&mut self) -> Result<(), StoreError> {
        if let Some(writing) = self.writing.take() {
            match writing.await {
                Ok(written) => self.written.extend(written?),
                Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
            }
        }
        Ok(())
    }

    /// Writes claims where they are enough for a file.
    async fn write_many_claims(&mut self) -> Result<(), StoreError> {
        match self.turn.is_some() && self.recent_claims >= claims::FILE_ROWS {
            true => self.write_claims().await,
            false => Ok(()),
        }
    }

    async fn write_claims(&mut self) -> Result<(), StoreError> {
        if self.recent.is_empty() {
            return Ok(());
        }
        let claims = std::mem::take(&mut self.recent).into_values().flatten().collect();
        self.recent_claims = 0;
        let path = self.next_path(claims::KIND);
        let written = claims::write_claims(&self.workspace.lake, path, claims).await?;
        self.claims.add(&written.path, written.bytes as u64).await?;
        self.written.push(written);
        Ok(())
    }

    async fn write_notices(&mut self) -> Result<(), StoreError> {
        if self.notices.rows() == 0 {
            return Ok(());
        }
        let batch = self.notices.finish()?;
        let path = self.next_path(notices::KIND);
        let lake = &self.workspace.lake;
        let written = write(lake, notices::KIND, path, batch.schema(), vec![batch], properties().build()).await?;
        self.written.push(written);
        Ok(())
    }

    async fn write_all(&mut self, now: &str, report: &str) -> Result<(), StoreError> {
        self.write_segment(0).await?;
        self.written_so_far().await?;
        self.write_claims().await?;
        self.write_notices().await?;
        let list = match self.superseded.is_empty() {
            true => None,
            false => {
                let mut hides = Hides::current(&self.workspace).await?;
                hides.hide(std::mem::take(&mut self.superseded));
                hides.show(std::mem::take(&mut self.said_again));
                let path = self.next_path(hides::KIND);
                Some(hides.write(&self.workspace.lake, path).await?)
            }
        };
        self.publish(now, report, list).await
    }

    /// The only moment of visibility.
    async fn publish(&mut self, now: &str, report: &str, list: Option<Written>) -> Result<(), StoreError> {
        let transaction = self.workspace.catalogue.begin_write().await?;
        let lost = StoreError::LostLease { batch: self.batch };
        let Some(turn) = &self.turn else {
            return Err(lost);
        };
        if !turn.still_mine(&transaction).await? {
            return Err(lost);
        }
        let state = Catalogue::state(&transaction).await?;
        let sequence = state.sequence + 1;
        self.parties.insert_new(&transaction).await?;
        if list.is_some() {
            unlist(&transaction, files::Column::Kind.eq(hides::KIND), sequence).await?;
        }
        let rows: Vec<files::ActiveModel> =
            self.written.drain(..).chain(list).map(|file| file.listed(self.batch, sequence)).collect();
        for rows in rows.chunks(500) {
            files::Entity::insert_many(rows.to_vec()).exec_without_returning(&transaction).await?;
        }
        batches::Entity::update_many()
            .col_expr(batches::Column::State, Expr::value("live"))
            .col_expr(batches::Column::CommittedAt, Expr::value(now))
            .col_expr(batches::Column::Report, Expr::value(report))
            .filter(batches::Column::Id.eq(self.batch))
            .exec(&transaction)
            .await?;
        state::Entity::update_many()
            .col_expr(state::Column::Sequence, Expr::value(sequence))
            .col_expr(state::Column::FactsSequence, Expr::value(sequence))
            .exec(&transaction)
            .await?;
        seal(&transaction).await?;
        let author = Author { at: now.to_owned(), ..self.author.clone() };
        finish(transaction, &author, Action::Imported, &self.batch.to_string(), &json!({})).await
    }

    async fn clean_up(&mut self) {
        if let Some(writing) = self.writing.take() {
            let _ = writing.await;
        }
        if self.turn.is_some() {
            // What this leaves behind, the next import sweeps.
            let _ = self.workspace.bury(self.batch).await;
            self.end_turn().await;
        }
    }

    async fn end_turn(&mut self) {
        if let Some(turn) = self.turn.take() {
            turn.end(&self.workspace.catalogue).await;
        }
    }

    fn next_path(&mut self, kind: &str) -> String {
        self.files += 1;
        format!("{}/{kind}-{:04}.parquet", batch_folder(self.batch), self.files)
    }

    /// When the import began, RFC 3339.
    pub fn started_at(&self) -> &str {
        &self.author.at
    }
}

/// The folder of the lake that a batch writes to, and that is removed with it.
pub(crate) fn batch_folder(batch: i64) -> String {
    format!("batches/{batch:08}")
}

/// Where, among claims in order, those of each document's key would begin.
fn first_of_each(known: &[Claim], order: &[(DocumentKey, usize)]) -> Vec<usize> {
    let mut first = vec![0; order.len()];
    let mut from = 0;
    for (key, place) in order {
        from += known[from..].iter().take_while(|claim| claim.key < *key).count();
        first[*place] = from;
    }
    first
}

/// Every party that a document names, by each of its keys.
fn parties_of(document: &Document) -> Vec<Met<'_>> {
    match &document.body {
        Body::Note(note) => note.party.iter().map(|party| Met { key: &party.key, kind: party.kind }).collect(),
        Body::Sale(stated) => of_rows(stated.rows.iter().filter_map(|row| row.customer.as_ref())),
        Body::Title(stated) => of_rows(stated.rows.iter().map(|row| &row.customer)),
        Body::Registration(stated) => of_rows(stated.rows.iter().map(|row| &row.customer)),
        Body::Event(_) | Body::Settlements(_) | Body::Voided(_) | Body::Product(_) | Body::Seller(_) => Vec::new(),
    }
}

/// The parties of rows; those that follow one another are mostly one.
fn of_rows<'r>(customers: impl Iterator<Item = &'r Arc<RowParty>>) -> Vec<Met<'r>> {
    let mut met = Vec::new();
    let mut last: Option<&Arc<RowParty>> = None;
    for customer in customers {
        if !last.is_some_and(|last| Arc::ptr_eq(last, customer)) {
            let kind = customer.party().kind;
            met.extend(std::iter::once(&customer.party().key).chain(customer.linked()).map(|key| Met { key, kind }));
        }
        last = Some(customer);
    }
    met
}
