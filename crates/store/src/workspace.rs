//! A workspace: one company's database, files and settings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::catalogue::entities::state;
use crate::catalogue::{Address, Catalogue};
use crate::error::{StoreError, without_password};
use crate::lake::Lake;
use crate::parties::{self, KnownParty};
use crate::settings::Settings;
use domain::{Cnpj, CnpjRoot, CustomerKey};
use futures::future::BoxFuture;

/// The file that makes a folder a workspace.
const SETTINGS_FILE: &str = "carteira.toml";

/// The file in the lake that says whose it is.
pub(crate) const MARK: &str = "workspace";

/// What a new workspace is made of.
#[derive(Clone, Debug)]
pub struct NewWorkspace {
    /// The company's CNPJs.
    pub companies: Vec<Cnpj>,
    /// Its name.
    pub name: Option<String>,
    /// Address of the database, where not the default.
    pub database: Option<String>,
    /// Address of the lake, where not the default.
    pub lake: Option<String>,
}

/// How far a workspace has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versions {
    /// Counts changes of its facts.
    pub facts: i64,
    /// Counts changes of what people decide.
    pub desk: i64,
}

/// An open workspace.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub(crate) catalogue: Catalogue,
    pub(crate) lake: Lake,
    settings: Settings,
    /// Settings that people saved, by section, as they were when they were last looked up.
    saved: Arc<BTreeMap<String, toml::Table>>,
    roots: Vec<CnpjRoot>,
    /// Where settings and lock lie.
    folder: PathBuf,
    settings_path: PathBuf,
}

impl Workspace {
    /// Makes a workspace of an empty or new folder and opens it. `lake_options` are those of a bucket.
    ///
    /// # Errors
    /// The folder is in use, or a database or lake cannot be reached.
    pub fn create<'a>(
        folder: &'a Path,
        new: NewWorkspace,
        lake_options: &'a [(String, String)],
    ) -> BoxFuture<'a, Result<Self, StoreError>> {
        Box::pin(async move { Self::create_with(folder, new, toml::Table::new(), lake_options).await })
    }

    /// As [`Workspace::create`], with sections of settings.
    pub(crate) async fn create_with(
        folder: &Path,
        new: NewWorkspace,
        sections: toml::Table,
        lake_options: &[(String, String)],
    ) -> Result<Self, StoreError> {
        let settings_path = folder.join(SETTINGS_FILE);
        if settings_path.exists() {
            return Err(StoreError::AlreadyAWorkspace { path: folder.to_owned() });
        }
        std::fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, error))?;
        let mut entries = std::fs::read_dir(folder).map_err(|error| StoreError::io(folder, error))?;
        if entries.next().is_some() {
            return Err(StoreError::FolderInUse { path: folder.to_owned() });
        }
        let NewWorkspace { companies, name, database, lake } = new;
        let settings = Settings { name, database, lake, sections, ..Settings::new(&companies) };
        let made = Self::make(folder, settings, lake_options).await;
        if made.is_err() {
            // The folder was empty: whatever is in it is ours, and in the way of another try.
            empty(folder);
        }
        made
    }

    /// Makes database, lake and settings, of which nothing but files in the folder remains if one fails.
    async fn make(folder: &Path, settings: Settings, lake_options: &[(String, String)]) -> Result<Self, StoreError> {
        let identity = uuid::Uuid::new_v4().to_string();
        let catalogue = connect(&settings, folder, true).await?;
        catalogue.prepare(&identity).await?;
        if Catalogue::state(catalogue.connection()).await?.workspace != identity {
            let url = without_password(settings.database.as_deref().unwrap_or_default());
            return Err(StoreError::DatabaseInUse { url });
        }
        let lake = match Self::make_lake(folder, &settings, lake_options, &identity).await {
            Ok(lake) => lake,
            Err(error) => {
                // A database that cannot be cleared either will say that it is in use.
                let _ = catalogue.demolish().await;
                return Err(error);
            }
        };
        let settings_path = folder.join(SETTINGS_FILE);
        Self::assemble(catalogue, lake, settings, settings_path)
    }

    /// Makes a lake, and last the settings: a folder with settings is a workspace that is whole.
    async fn make_lake(
        folder: &Path,
        settings: &Settings,
        options: &[(String, String)],
        identity: &str,
    ) -> Result<Lake, StoreError> {
        let lake = open_lake(settings, folder, options, true)?;
        if lake.get_if_there(MARK).await?.is_some() {
            return Err(StoreError::LakeInUse { lake: lake.address().to_owned() });
        }
        let written = lake.put(MARK, identity.to_owned().into()).await;
        let written = written.and_then(|()| settings.write(&folder.join(SETTINGS_FILE)));
        if let Err(error) = written {
            let _ = lake.delete(MARK).await;
            return Err(error);
        }
        Ok(lake)
    }

    /// Opens the workspace of a folder, or of a settings file by another name.
    ///
    /// # Errors
    /// No workspace there, settings that cannot be read, a database or lake that cannot be reached or
    /// belong to another workspace.
    pub fn open<'a>(place: &'a Path, lake_options: &'a [(String, String)]) -> BoxFuture<'a, Result<Self, StoreError>> {
        Box::pin(async move {
            let settings_path = if place.is_file() { place.to_owned() } else { place.join(SETTINGS_FILE) };
            let settings = Settings::read(&settings_path)?;
            let folder = settings_path.parent().map_or_else(PathBuf::new, Path::to_owned);
            let catalogue = connect(&settings, &folder, false).await?;
            catalogue.upgrade().await?;
            let state: state::Model = Catalogue::state(catalogue.connection()).await?;
            let lake = open_lake(&settings, &folder, lake_options, false)?;
            let mark = lake.get_if_there(MARK).await?;
            if mark.as_deref() != Some(state.workspace.as_bytes()) {
                return Err(StoreError::Mismatch { lake: lake.address().to_owned() });
            }
            Self::assemble(catalogue, lake, settings, settings_path)
        })
    }

    fn assemble(
        catalogue: Catalogue,
        lake: Lake,
        settings: Settings,
        settings_path: PathBuf,
    ) -> Result<Self, StoreError> {
        let roots = settings.roots(&settings_path)?;
        let folder = settings_path.parent().map_or_else(PathBuf::new, Path::to_owned);
        let folder = folder.canonicalize().map_err(|error| StoreError::io(&folder, error))?;
        Ok(Self { catalogue, lake, settings, saved: Arc::default(), roots, folder, settings_path })
    }

    /// The workspace's settings, as its file has them.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A section of the settings, or its defaults. Of a workspace as it was opened it is what the file says;
    /// what people saved over it is in [`Workspace::overlaid`] and in a snapshot's workspace.
    ///
    /// # Errors
    /// The section cannot be read.
    pub fn section<T: for<'de> serde::Deserialize<'de> + Default>(&self, name: &str) -> Result<T, StoreError> {
        self.settings.section(name, self.saved.get(name), &self.settings_path)
    }

    /// The same with these settings over those of its file, by section.
    pub(crate) fn with_saved(&self, saved: BTreeMap<String, toml::Table>) -> Self {
        Self { saved: Arc::new(saved), ..self.clone() }
    }

    /// An error of the settings, for whoever knows what its section's values must be.
    pub fn settings_error(&self, detail: String) -> StoreError {
        StoreError::Settings { path: self.settings_path.clone(), detail }
    }

    /// The roots of the company's own CNPJs, in order.
    pub fn roots(&self) -> &[CnpjRoot] {
        &self.roots
    }

    /// The folder of the settings.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the files of facts lie.
    pub fn lake(&self) -> &Lake {
        &self.lake
    }

    /// How far facts and people's decisions have come: a number that is the same tells that nothing
    /// changed.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn versions(&self) -> Result<Versions, StoreError> {
        let state = Catalogue::state(self.catalogue.connection()).await?;
        Ok(Versions { facts: state.facts_sequence, desk: state.desk_sequence })
    }

    /// The parties a customer's key names, by their codes.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn parties_of(&self, key: &CustomerKey) -> Result<Vec<KnownParty>, StoreError> {
        parties::of_customer(self.catalogue.connection(), key).await
    }

    /// The party of a number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn party(&self, number: i64) -> Result<Option<KnownParty>, StoreError> {
        parties::of_number(self.catalogue.connection(), number).await
    }

    /// All parties, in no order.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn parties(&self) -> Result<Vec<KnownParty>, StoreError> {
        parties::all(self.catalogue.connection()).await
    }

    /// How many parties there are. As many are the same: a party once numbered stays.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn count_parties(&self) -> Result<u64, StoreError> {
        parties::count(self.catalogue.connection()).await
    }

    /// The numbers of parties that are establishments of the company itself: it sold to them before
    /// the settings named them.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn own_parties(&self) -> Result<Vec<i64>, StoreError> {
        parties::of_roots(self.catalogue.connection(), &self.roots).await
    }

    /// Removes a workspace that could not be finished, as far as it can be removed, with what is in its
    /// folder, which was empty before it.
    pub(crate) async fn demolish(self) {
        for path in self.lake.list("").await.unwrap_or_default() {
            let _ = self.lake.delete(&path).await;
        }
        let _ = self.catalogue.demolish().await;
        empty(&self.folder);
        let _ = std::fs::remove_dir(&self.folder);
    }

    /// Closes the database.
    ///
    /// # Errors
    /// The database cannot be closed.
    pub async fn close(self) -> Result<(), StoreError> {
        self.catalogue.close().await
    }
}

/// Removes what a folder holds, as far as it can be removed.
fn empty(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let _ = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
    }
}

/// The database of the settings: by default a SQLite file beside them.
async fn connect(settings: &Settings, folder: &Path, create: bool) -> Result<Catalogue, StoreError> {
    let sqlite = |file: &str| Address::Sqlite { file: folder.join(file), create };
    let address = match settings.database.as_deref() {
        None => sqlite("carteira.db"),
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Address::Postgres { url: url.to_owned() }
        }
        Some(url) => match url.strip_prefix("sqlite://") {
            Some(file) => sqlite(file),
            None => {
                return Err(StoreError::DatabaseUrl { url: without_password(url) });
            }
        },
    };
    Catalogue::connect(address).await
}

fn open_lake(
    settings: &Settings,
    folder: &Path,
    options: &[(String, String)],
    create: bool,
) -> Result<Lake, StoreError> {
    Lake::open(settings.lake.as_deref().unwrap_or("lake"), folder, options, create)
}
