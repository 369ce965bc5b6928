//! Undoing an import: the workspace is then as if it had never been made, and all else had.

use domain::DocumentKey;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde_json::json;

use crate::catalogue::Catalogue;
use crate::catalogue::entities::{batches, files, state};
use crate::claims::{self, Claim, Claims};
use crate::error::StoreError;
use crate::facts::Table;
use crate::files::{Written, read};
use crate::hides::{self, Hides};
use crate::imports::ImportState;
use crate::people::audit::finish;
use crate::people::{Action, Author};
use crate::seal::seal;
use crate::snapshot::{listed, live_claims, unlist};
use crate::turn::{Turn, Writer};
use crate::workspace::Workspace;

/// The folder of the lake that the lists of hidden versions go to.
pub(crate) const FOLDER: &str = "undone";

/// Claims looked up at once among those of other imports: of a million in about the time of ten thousand.
const JUDGED_AT_ONCE: usize = 1 << 20;

/// What an undo took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Documents that no longer count, for no other import claims them.
    pub documents: u64,
    /// Documents of which an earlier version counts again.
    pub restored: u64,
    /// Documents that another import claims too, and that stay.
    pub kept: u64,
}

/// What becomes of the versions an import claimed.
#[derive(Default)]
struct Consequences {
    dead: Vec<i64>,
    shown: Vec<i64>,
    /// Versions that count no longer though others claim them.
    hidden: Vec<i64>,
    /// Versions the import brought that others claim.
    survivors: u64,
    undone: Undone,
}

impl Workspace {
    /// Undoes an import.
    ///
    /// # Errors
    /// No such import, or one that is not live; the database or lake cannot be written.
    pub async fn undo(
        &self,
        batch: i64,
        author: &Author,
        waiting: impl FnMut(Option<&Writer>),
    ) -> Result<Undone, StoreError> {
        self.require_live(batch).await?;
        let turn = Turn::take(&self.catalogue, self.folder(), &author.at, waiting).await?;
        let result = self.undo_in_turn(batch, author, &turn).await;
        turn.end(&self.catalogue).await;
        result
    }

    async fn undo_in_turn(&self, batch: i64, author: &Author, turn: &Turn) -> Result<Undone, StoreError> {
        self.sweep().await?;
        let row = self.require_live(batch).await?;
        let consequences = self.consequences(batch).await?;
        let mut hides = Hides::current(self).await?;
        let before = hides.clone();
        // Where nothing of what the import brought is left, its files go as a whole.
        let files_go = consequences.survivors == 0 && !row.compacted;
        hides.bury(consequences.dead.iter().copied());
        if files_go {
            hides.forget_born_in(batch);
        }
        hides.show(consequences.shown.iter().copied());
        hides.hide(consequences.hidden.iter().copied());
        let list = if hides == before {
            None
        } else {
            let path = format!("{FOLDER}/{batch:08}-hides.parquet");
            Some(hides.write(&self.lake, path).await?)
        };
        self.publish_undo(batch, author, turn, files_go, list).await?;
        Ok(consequences.undone)
    }

    async fn require_live(&self, batch: i64) -> Result<batches::Model, StoreError> {
        match self.import(batch).await?.state {
            ImportState::Live => {}
            ImportState::Undone => return Err(StoreError::NotLive { batch, state: "já foi desfeita" }),
            ImportState::Writing => return Err(StoreError::NotLive { batch, state: "ainda está em andamento" }),
            ImportState::Dead => {
                return Err(StoreError::NotLive { batch, state: "foi interrompida e nada dela ficou" });
            }
        }
        let row = batches::Entity::find_by_id(batch).one(self.catalogue.connection()).await?;
        row.ok_or(StoreError::UnknownBatch { batch })
    }

    async fn consequences(&self, batch: i64) -> Result<Consequences, StoreError> {
        let others = live_claims(self, Some(batch)).await?;
        let mut consequences = Consequences::default();
        let mut mine: Vec<Claim> = Vec::new();
        for file in listed(self.catalogue.connection(), Some(claims::KIND)).await? {
            // A compacted file may hold the claims of any import; another's own file does not.
            if file.batch != batch && file.batch != 0 {
                continue;
            }
            let rows = read(&self.lake, &file.path).await?;
            mine.extend(rows.iter().flat_map(claims::rows).filter(|claim| claim.batch == batch));
            if mine.len() >= JUDGED_AT_ONCE {
                consequences.add(std::mem::take(&mut mine), &others).await?;
            }
        }
        consequences.add(mine, &others).await?;
        Ok(consequences)
    }

    async fn publish_undo(
        &self,
        batch: i64,
        author: &Author,
        turn: &Turn,
        files_go: bool,
        list: Option<Written>,
    ) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        if !turn.still_mine(&transaction).await? {
            return Err(StoreError::LostLease { batch });
        }
        let sequence = Catalogue::state(&transaction).await?.sequence + 1;
        let of_batch = |kinds: Vec<&str>| {
            Condition::all().add(files::Column::Batch.eq(batch)).add(files::Column::Kind.is_in(kinds))
        };
        unlist(&transaction, of_batch(vec![claims::KIND]), sequence).await?;
        if files_go {
            unlist(&transaction, of_batch(Table::ALL.map(Table::name).to_vec()), sequence).await?;
        }
        if let Some(list) = list {
            unlist(&transaction, files::Column::Kind.eq(hides::KIND), sequence).await?;
            files::Entity::insert(list.listed(batch, sequence)).exec_without_returning(&transaction).await?;
        }
        batches::Entity::update_many()
            .col_expr(batches::Column::State, Expr::value("undone"))
            .col_expr(batches::Column::UndoneAt, Expr::value(author.at.as_str()))
            .filter(batches::Column::Id.eq(batch))
            .exec(&transaction)
            .await?;
        state::Entity::update_many()
            .col_expr(state::Column::Sequence, Expr::value(sequence))
            .col_expr(state::Column::FactsSequence, Expr::value(sequence))
            .exec(&transaction)
            .await?;
        seal(&transaction).await?;
        finish(transaction, author, Action::ImportUndone, &batch.to_string(), &json!({})).await
    }
}

impl Consequences {
    /// Adds what becomes of some claims of the import, given those of all others.
    async fn add(&mut self, mut mine: Vec<Claim>, others: &Claims) -> Result<(), StoreError> {
        mine.sort_unstable();
        let mut keys: Vec<DocumentKey> = mine.iter().map(|claim| claim.key).collect();
        keys.dedup();
        let others = others.find(&keys).await?;
        for mine in mine.chunk_by(|one, next| one.key == next.key) {
            let Some(counted) = mine.iter().max_by_key(|claim| claim.rank()) else {
                continue;
            };
            let from = others.partition_point(|other| other.key < counted.key);
            let others: Vec<&Claim> = others[from..].iter().take_while(|other| other.key == counted.key).collect();
            self.judge(mine, counted, &others);
        }
        Ok(())
    }

    /// Judges the versions of one document that the import claimed, of which `counted` is the best,
    /// beside what others claim of it.
    fn judge(&mut self, mine: &[Claim], counted: &Claim, others: &[&Claim]) {
        for claim in mine {
            let survives = others.iter().any(|other| other.version == claim.version);
            if !survives {
                self.dead.push(claim.version);
            }
            self.survivors += u64::from(survives && claim.born_in() == claim.batch);
        }
        match others.iter().max_by_key(|other| other.rank()) {
            None => self.undone.documents += 1,
            Some(best) if counted.rank() > best.rank() && counted.version != best.version => {
                self.shown.push(best.version);
                self.undone.restored += 1;
                // What the import said again, an earlier one had said before others said otherwise.
                self.hidden
                    .extend(others.iter().map(|other| other.version).filter(|version| *version == counted.version));
            }
            Some(_) => self.undone.kept += 1,
        }
    }
}
