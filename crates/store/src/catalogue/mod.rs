//! The workspace's database: which facts are live, who the parties are, what people corrected.

pub(crate) mod entities;
mod migrations;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use sea_orm::sea_query::Expr;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::error::{StoreError, without_password};
use entities::state;
use migrations::Migrations;

/// How long a writer waits for another's transaction, which is short.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Where a workspace's database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// A file.
    Sqlite { file: PathBuf, create: bool },
    /// A server.
    Postgres { url: String },
}

impl fmt::Display for Address {
    /// The address without password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { file, .. } => write!(f, "{}", file.display()),
            Self::Postgres { url } => f.write_str(&without_password(url)),
        }
    }
}

/// A connection to the workspace's database.
#[derive(Clone, Debug)]
pub struct Catalogue {
    connection: DatabaseConnection,
}

impl Catalogue {
    /// Connects to a database.
    pub(crate) async fn connect(address: Address) -> Result<Self, StoreError> {
        let shown = address.to_string();
        let mut options = match &address {
            Address::Sqlite { .. } => ConnectOptions::new("sqlite::memory:"),
            Address::Postgres { url } => ConnectOptions::new(url),
        };
        options
            .sqlx_logging(false)
            .max_connections(4)
            .acquire_timeout(BUSY_TIMEOUT)
            .connect_timeout(Duration::from_secs(10));
        if let Address::Sqlite { file, create } = address {
            if !create && !file.try_exists().map_err(|error| StoreError::io(&file, error))? {
                return Err(StoreError::NoDatabase { path: file });
            }
            options.map_sqlx_sqlite_opts(move |options| {
                options
                    .filename(&file)
                    .in_memory(false)
                    .create_if_missing(create)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(BUSY_TIMEOUT)
                    .foreign_keys(true)
            });
        }
        let connection = Database::connect(options).await.map_err(|error| match StoreError::from(error) {
            StoreError::Database(error) => StoreError::Connection { url: shown, detail: error.to_string() },
            refused => refused.at(&shown),
        })?;
        Ok(Self { connection })
    }

    /// Brings the schema up to date, where this program knows more of it than the one that wrote it.
    pub(crate) async fn upgrade(&self) -> Result<(), StoreError> {
        if !Migrations::get_pending_migrations(&self.connection).await?.is_empty() {
            Migrations::up(&self.connection, None).await?;
        }
        Ok(())
    }

    /// Brings the schema up to date and names the workspace if it has no name yet.
    pub(crate) async fn prepare(&self, workspace: &str) -> Result<(), StoreError> {
        Migrations::up(&self.connection, None).await?;
        if state::Entity::find_by_id(1).one(&self.connection).await?.is_none() {
            let first = state::ActiveModel {
                id: sea_orm::Set(1),
                workspace: sea_orm::Set(workspace.to_owned()),
                sequence: sea_orm::Set(0),
                facts_sequence: sea_orm::Set(0),
                desk_sequence: sea_orm::Set(0),
            };
            state::Entity::insert(first).exec_without_returning(&self.connection).await?;
        }
        Ok(())
    }

    /// Removes the schema and closes the connection.
    pub(crate) async fn demolish(self) -> Result<(), StoreError> {
        Migrations::down(&self.connection, None).await?;
        Ok(self.connection.close().await?)
    }

    /// For queries outside a transaction.
    pub(crate) fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// A transaction that will write, taking its lock at once so that it cannot fail half-way on a
    /// reader turned writer.
    pub(crate) async fn begin_write(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.connection.begin_with_options(options).await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction.execute_unprepared("SELECT id FROM state WHERE id = 1 FOR UPDATE").await?;
        }
        Ok(transaction)
    }

    /// The workspace's one row of state.
    pub(crate) async fn state(connection: &impl ConnectionTrait) -> Result<state::Model, StoreError> {
        state::Entity::find_by_id(1).one(connection).await?.ok_or(StoreError::NotAWorkspace)
    }

    /// Takes a restored workspace to where it was; it stays another workspace than the one backed up.
    pub(crate) async fn resume(connection: &impl ConnectionTrait, was: &state::Model) -> Result<(), StoreError> {
        state::Entity::update_many()
            .col_expr(state::Column::Sequence, Expr::value(was.sequence))
            .col_expr(state::Column::FactsSequence, Expr::value(was.facts_sequence))
            .col_expr(state::Column::DeskSequence, Expr::value(was.desk_sequence))
            .exec(connection)
            .await?;
        Ok(())
    }

    /// The database's own clock in seconds, by which leases are judged: machines' clocks disagree.
    pub(crate) async fn now(connection: &impl ConnectionTrait) -> Result<i64, StoreError> {
        let backend = connection.get_database_backend();
        let sql = match backend {
            DbBackend::Postgres => "SELECT CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) AS now",
            _ => "SELECT unixepoch() AS now",
        };
        let row = connection.query_one_raw(Statement::from_string(backend, sql)).await?;
        let row = row.ok_or(StoreError::NotAWorkspace)?;
        Ok(row.try_get("", "now")?)
    }

    /// Closes the connection, leaving a SQLite database as one file.
    pub(crate) async fn close(self) -> Result<(), StoreError> {
        Ok(self.connection.close().await?)
    }
}
