//! Checking that a workspace is whole: every listed file as it was written, a row of facts for every
//! version that is claimed, a known party for every row, and the list of hidden versions what the claims say.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use domain::DocumentKey;
use futures::future::BoxFuture;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use sea_orm::EntityTrait;

use crate::attachments::{attached, path_of};
use crate::catalogue::entities::{attachments, files};
use crate::claims::{self, Claim, Rank};
use crate::error::StoreError;
use crate::facts::Table;
use crate::files::read;
use crate::hides::Hides;
use crate::import::batch_folder;
use crate::imports::ImportState;
use crate::seal;
use crate::snapshot::listed;
use crate::workspace::{MARK, Workspace};

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Files checked.
    pub files: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Documents that count.
    pub documents: u64,
    /// Files that no list knows: what an interrupted import left, or someone else put there.
    pub left_behind: u64,
    /// What is wrong, each with what to do.
    pub problems: Vec<Problem>,
}

/// Something wrong with a workspace.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A listed file cannot be read.
    #[error("o arquivo {path} está faltando ou ilegível ({detail}): restaure um backup")]
    Missing { path: String, detail: String },
    /// Rows of the catalogue are gone, or others than the program wrote.
    #[error(
        "a lista de arquivos, de importações ou de participantes no banco de dados não é a que foi gravada: restaure um backup"
    )]
    Catalogue,
    /// Documents are claimed and no listed file states them.
    #[error("{count} documentos não têm seus fatos em nenhum arquivo da lista: restaure um backup")]
    WithoutFacts { count: u64 },
    /// Facts of parties that the database does not know.
    #[error("{count} partes de documentos não estão no banco de dados: restaure um backup")]
    UnknownParties { count: u64 },
    /// A listed file is not what was written.
    #[error("o arquivo {path} foi alterado ou está danificado: restaure um backup")]
    Changed { path: String },
    /// Versions that should be hidden count, or the other way round.
    #[error("{count} documentos contam quando não deviam, ou não contam quando deviam: restaure um backup")]
    Inconsistent { count: u64 },
}

/// A version after what decides between versions.
type Ranked = (Rank, i64);

impl Workspace {
    /// Checks the workspace. Claims of all documents are held in memory, about 80 bytes each.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn verify(&self) -> BoxFuture<'_, Result<Verification, StoreError>> {
        Box::pin(async move {
            let mut found = Verification::default();
            for file in listed(self.catalogue.connection(), None).await? {
                found.files += 1;
                found.bytes += file.bytes as u64;
                found.problems.extend(self.problem_of(file).await);
            }
            for file in attached(self.catalogue.connection()).await? {
                found.files += 1;
                found.bytes += file.bytes as u64;
                found.problems.extend(self.problem_of_attached(&file).await);
            }
            if !seal::holds(self.catalogue.connection()).await? {
                found.problems.push(Problem::Catalogue);
            }
            found.left_behind = self.left_behind().await?;
            if found.problems.is_empty() {
                let versions = self.verify_claims(&mut found).await?;
                self.verify_facts(versions, &mut found).await?;
            }
            Ok(found)
        })
    }

    async fn problem_of(&self, file: files::Model) -> Option<Problem> {
        match self.lake.get(&file.path).await {
            Err(StoreError::Damaged { path, detail }) => Some(Problem::Missing { path, detail }),
            Err(error) => Some(Problem::Missing { path: file.path, detail: error.to_string() }),
            Ok(bytes) => {
                let is_as_written = file.is_of(&bytes);
                let rows = ParquetRecordBatchReaderBuilder::try_new(bytes)
                    .map(|reader| reader.metadata().file_metadata().num_rows());
                let whole = is_as_written && rows.ok() == Some(file.rows);
                (!whole).then_some(Problem::Changed { path: file.path })
            }
        }
    }

    async fn problem_of_attached(&self, file: &attachments::Model) -> Option<Problem> {
        let path = path_of(&file.hash);
        match self.lake.get(&path).await {
            Err(StoreError::Damaged { path, detail }) => Some(Problem::Missing { path, detail }),
            Err(error) => Some(Problem::Missing { path, detail: error.to_string() }),
            Ok(bytes) => (!file.is_of(&bytes)).then_some(Problem::Changed { path }),
        }
    }

    /// Files of the lake that no list names, but for those of an import that may be at work.
    async fn left_behind(&self) -> Result<u64, StoreError> {
        let connection = self.catalogue.connection();
        let known = files::Entity::find().all(connection).await?;
        let attached = attached(connection).await?.into_iter().map(|file| path_of(&file.hash));
        let known: HashSet<String> = known.into_iter().map(|file| file.path).chain(attached).collect();
        let imports = self.imports().await?;
        let writing = imports.iter().filter(|import| import.state == ImportState::Writing);
        let writing: Vec<String> = writing.map(|import| batch_folder(import.batch)).collect();
        let is_left = |path: &String| {
            path != MARK && !known.contains(path) && !writing.iter().any(|folder| path.starts_with(folder.as_str()))
        };
        Ok(self.lake.list("").await?.iter().filter(|path| is_left(path)).count() as u64)
    }

    /// Checks that the facts name every version of a note that is claimed, and only known parties.
    async fn verify_facts(&self, mut versions: HashSet<i64>, found: &mut Verification) -> Result<(), StoreError> {
        let parties = self.parties().await?;
        let known: HashSet<i64> = parties.into_iter().map(|party| party.number).collect();
        let mut unknown = HashSet::new();
        for table in Table::ALL {
            for file in listed(self.catalogue.connection(), Some(table.name())).await? {
                for batch in read(&self.lake, &file.path).await? {
                    for version in numbers(&batch, "document") {
                        versions.remove(&version);
                    }
                    unknown.extend(numbers(&batch, "party").filter(|party| !known.contains(party)));
                }
            }
        }
        if !versions.is_empty() {
            found.problems.push(Problem::WithoutFacts { count: versions.len() as u64 });
        }
        if !unknown.is_empty() {
            found.problems.push(Problem::UnknownParties { count: unknown.len() as u64 });
        }
        Ok(())
    }

    /// Works out from the claims alone which versions count, and compares. Gives the versions that state
    /// facts.
    async fn verify_claims(&self, found: &mut Verification) -> Result<HashSet<i64>, StoreError> {
        let imports = self.imports().await?;
        let live: HashSet<i64> =
            imports.iter().filter(|import| import.state == ImportState::Live).map(|import| import.batch).collect();
        let mut versions: BTreeMap<DocumentKey, BTreeSet<Ranked>> = BTreeMap::new();
        let mut stating = HashSet::new();
        for file in listed(self.catalogue.connection(), Some(claims::KIND)).await? {
            for batch in read(&self.lake, &file.path).await? {
                let counting: Vec<Claim> = claims::rows(&batch).filter(|claim| live.contains(&claim.batch)).collect();
                for claim in counting {
                    if claim.facts > 0 {
                        stating.insert(claim.version);
                    }
                    versions.entry(claim.key).or_default().insert((claim.rank(), claim.version));
                }
            }
        }
        let hides = Hides::current(self).await?;
        let mut wrong = 0;
        for claimed in versions.values() {
            let counting = claimed.last().map(|(_, version)| *version);
            // Of a table one version may have been claimed at several ranks.
            let claimed: BTreeSet<i64> = claimed.iter().map(|(_, version)| *version).collect();
            let misplaced = claimed.into_iter().filter(|version| hides.hides(*version) == (Some(*version) == counting));
            wrong += misplaced.count() as u64;
        }
        found.documents = versions.len() as u64;
        if wrong > 0 {
            found.problems.push(Problem::Inconsistent { count: wrong });
        }
        Ok(stating)
    }
}

/// The numbers of a column, where the table has it.
fn numbers<'a>(batch: &'a RecordBatch, column: &str) -> impl Iterator<Item = i64> + 'a {
    let column = batch.column_by_name(column).and_then(|column| column.as_primitive_opt::<Int64Type>());
    column.into_iter().flat_map(|column| column.iter().flatten())
}
