//! Throw-away workspaces.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use store::{NewWorkspace, StoreError, Workspace};
use tempfile::TempDir;

/// The company of all tests.
pub const COMPANY: &str = "11222333000181";

/// The database behind a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file of its own.
    Sqlite,
    /// A database of its own on the server of `TEST_DATABASE_URL`.
    Postgres,
}

/// A place for one workspace, removed when dropped.
#[derive(Debug)]
pub struct Home {
    folder: TempDir,
    database: Option<Throwaway>,
}

/// A database on a server, dropped when this is.
#[derive(Debug)]
struct Throwaway {
    server: String,
    name: String,
}

/// The server to test on, if there is one. In CI there must be.
pub fn postgres_url() -> Option<String> {
    let url = std::env::var("TEST_DATABASE_URL").ok();
    let is_ci = std::env::var("CI").is_ok_and(|value| value == "true" || value == "1");
    assert!(url.is_some() || !is_ci, "TEST_DATABASE_URL is not set: run the tests with `cargo xtask test`");
    url
}

impl Home {
    /// A place on a database; `None`, with a word on stderr, where there is no server to test on.
    #[expect(clippy::print_stderr, reason = "a skipped test says so")]
    pub async fn on(backend: Backend) -> Option<Self> {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let database = match (backend, postgres_url()) {
            (Backend::Sqlite, _) => None,
            (Backend::Postgres, Some(server)) => Some(Throwaway::create(server).await),
            (Backend::Postgres, None) => {
                eprintln!("skipped on PostgreSQL: TEST_DATABASE_URL is not set");
                return None;
            }
        };
        Some(Self { folder, database })
    }

    /// A place on SQLite.
    pub async fn on_sqlite() -> Self {
        Self::on(Backend::Sqlite).await.expect("SQLite needs no server")
    }

    /// The workspace's folder.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("carteira-data")
    }

    /// A folder beside the workspace's.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The address of the database, where it is not the default.
    pub fn database(&self) -> Option<String> {
        self.database.as_ref().map(Throwaway::url)
    }

    /// A new workspace of [`COMPANY`].
    pub async fn create(&self) -> Workspace {
        self.create_at(&self.folder()).await.expect("a new workspace can be made")
    }

    async fn create_at(&self, folder: &Path) -> Result<Workspace, StoreError> {
        let new = NewWorkspace {
            companies: vec![COMPANY.parse().expect("the tests' company is one")],
            name: None,
            database: self.database(),
            lake: None,
        };
        Workspace::create(folder, new, &[]).await
    }

    /// Adds sections to the settings, as a person would with an editor. A workspace opened before
    /// keeps those it was opened with.
    pub fn set(&self, sections: &str) {
        self.rewrite(|settings| format!("{settings}\n{sections}\n"));
    }

    /// Adds a CNPJ to the company's own in the settings.
    pub fn make_own(&self, cnpj: &str) {
        self.rewrite(|settings| settings.replacen("companies = [", &format!("companies = [\"{cnpj}\", "), 1));
    }

    fn rewrite(&self, change: impl FnOnce(&str) -> String) {
        let path = self.folder().join("carteira.toml");
        let settings = std::fs::read_to_string(&path).expect("a workspace has settings");
        std::fs::write(&path, change(&settings)).expect("settings can be written");
    }

    /// The workspace, opened again.
    pub async fn open(&self) -> Workspace {
        Workspace::open(&self.folder(), &[]).await.expect("the workspace can be opened")
    }

    /// Another place with the same workspace in it, to go another way from here. Nobody may have the
    /// workspace open.
    pub async fn copy(&self) -> Self {
        let copy = Self {
            folder: TempDir::new().expect("a temporary folder can be made"),
            database: match &self.database {
                Some(database) => Some(database.copy().await),
                None => None,
            },
        };
        copy_folder(&self.folder(), &copy.folder());
        if let (Some(from), Some(to)) = (&self.database, &copy.database) {
            let path = copy.folder().join("carteira.toml");
            let settings = std::fs::read_to_string(&path).expect("a workspace has settings");
            std::fs::write(&path, settings.replace(&from.name, &to.name)).expect("settings can be written");
        }
        copy
    }

    /// Runs SQL on the workspace's database, behind the program's back.
    pub async fn run_sql(&self, sql: &str) {
        let connection = self.connect().await;
        connection.execute_unprepared(sql).await.expect("the SQL can be run");
        connection.close().await.expect("a connection can be closed");
    }

    /// Files in the lake that the catalogue knows nothing of, half-written ones too.
    pub async fn stray_files(&self) -> BTreeSet<String> {
        let connection = self.connect().await;
        let all = Statement::from_string(connection.get_database_backend(), "SELECT path FROM files");
        let rows = connection.query_all_raw(all).await.expect("the catalogue can be read");
        connection.close().await.expect("a connection can be closed");
        let lake = self.folder().join("lake");
        let mut files = BTreeSet::new();
        collect_files(&lake, &lake, &mut files);
        files.remove("workspace");
        for row in rows {
            files.remove(&row.try_get::<String>("", "path").expect("a file has a path"));
        }
        files
    }

    async fn connect(&self) -> DatabaseConnection {
        let url = self.database().unwrap_or_else(|| format!("sqlite://{}/carteira.db", self.folder().display()));
        Database::connect(url).await.expect("the workspace's database answers")
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("folders can be made");
    for entry in std::fs::read_dir(from).expect("the folder can be read") {
        let (from, to) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).expect("an entry of the folder");
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            std::fs::copy(&from, &to).expect("files can be copied");
        }
    }
}

fn collect_files(folder: &Path, root: &Path, files: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            collect_files(&path, root, files);
        } else if let Ok(below) = path.strip_prefix(root) {
            files.insert(below.to_string_lossy().into_owned());
        }
    }
}

impl Throwaway {
    async fn create(server: String) -> Self {
        let name = format!("carteira_test_{}", uuid::Uuid::new_v4().simple());
        let connection = Database::connect(&server).await.expect("the test server answers");
        connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("databases can be made");
        connection.close().await.expect("a connection can be closed");
        Self { server, name }
    }

    async fn copy(&self) -> Self {
        let name = format!("carteira_test_{}", uuid::Uuid::new_v4().simple());
        let connection = Database::connect(&self.server).await.expect("the test server answers");
        let sql = format!("CREATE DATABASE {name} TEMPLATE {}", self.name);
        connection.execute_unprepared(&sql).await.expect("databases can be copied");
        connection.close().await.expect("a connection can be closed");
        Self { server: self.server.clone(), name }
    }

    fn url(&self) -> String {
        let (base, _) = self.server.rsplit_once('/').expect("the address ends with a database");
        format!("{base}/{}", self.name)
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // In a thread of its own, for the test's runtime may be at its end. What cannot be dropped is
        // thrown away with the server.
        let drop_database = async move {
            if let Ok(connection) = Database::connect(&server).await {
                let _ = connection.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
                let _ = connection.close().await;
            }
        };
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map(|runtime| runtime.block_on(drop_database)).is_ok()
        });
        let _ = thread.join();
    }
}
