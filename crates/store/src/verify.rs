//! Checking that a workspace is whole: every listed file as it was written, and the list of hidden
//! versions what the claims say.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use domain::{ContentHash, DocumentKey};
use futures::future::BoxFuture;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::claims::{self, Claim};
use crate::error::StoreError;
use crate::files::read;
use crate::hides::Hides;
use crate::imports::ImportState;
use crate::snapshot::listed;
use crate::workspace::Workspace;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Files checked.
    pub files: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Documents that count.
    pub documents: u64,
    /// What is wrong, each with what to do.
    pub problems: Vec<Problem>,
}

/// Something wrong with a workspace.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A listed file cannot be read.
    #[error("o arquivo {path} está faltando ou ilegível ({detail}): restaure um backup")]
    Missing { path: String, detail: String },
    /// A listed file is not what was written.
    #[error("o arquivo {path} foi alterado ou está danificado: restaure um backup")]
    Changed { path: String },
    /// Versions that should be hidden count, or the other way round.
    #[error("{count} documentos contam quando não deviam, ou não contam quando deviam: restaure um backup")]
    Inconsistent { count: u64 },
}

/// A version after what decides between versions.
type Ranked = ((u8, ContentHash), i64);

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
                match self.lake.get(&file.path).await {
                    Err(error) => {
                        found.problems.push(Problem::Missing { path: file.path, detail: error.to_string() });
                    }
                    Ok(bytes) => {
                        let hash = blake3::hash(&bytes).to_hex().to_string();
                        let rows = ParquetRecordBatchReaderBuilder::try_new(bytes)
                            .map(|reader| reader.metadata().file_metadata().num_rows());
                        if hash != file.hash || rows.ok() != Some(file.rows) {
                            found.problems.push(Problem::Changed { path: file.path });
                        }
                    }
                }
            }
            if found.problems.is_empty() {
                self.verify_claims(&mut found).await?;
            }
            Ok(found)
        })
    }

    /// Works out from the claims alone which versions count, and compares.
    async fn verify_claims(&self, found: &mut Verification) -> Result<(), StoreError> {
        let imports = self.imports().await?;
        let live: HashSet<i64> =
            imports.iter().filter(|import| import.state == ImportState::Live).map(|import| import.batch).collect();
        let mut versions: BTreeMap<DocumentKey, BTreeSet<Ranked>> = BTreeMap::new();
        for file in listed(self.catalogue.connection(), Some(claims::KIND)).await? {
            for batch in read(&self.lake, &file.path).await? {
                let counting: Vec<Claim> = claims::rows(&batch).filter(|claim| live.contains(&claim.batch)).collect();
                for claim in counting {
                    versions.entry(claim.key).or_default().insert((claim.rank(), claim.version));
                }
            }
        }
        let hides = Hides::current(self).await?;
        let mut wrong = 0;
        for claimed in versions.values() {
            let counting = claimed.last().map(|(_, version)| *version);
            let misplaced =
                claimed.iter().filter(|(_, version)| hides.hides(*version) == (Some(*version) == counting)).count();
            wrong += misplaced as u64;
        }
        found.documents = versions.len() as u64;
        if wrong > 0 {
            found.problems.push(Problem::Inconsistent { count: wrong });
        }
        Ok(())
    }
}
