//! One writer at a time. On one machine the operating system's lock on the workspace's folder tells
//! a dead writer from a slow one at once; between machines a lease in the database does.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use tokio::task::JoinHandle;

use crate::catalogue::Catalogue;
use crate::catalogue::entities::turns;
use crate::error::StoreError;

/// How long a writer that gives no sign is taken to be alive.
const LEASE_SECONDS: i64 = 60;

/// How often a writer gives a sign.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How often one who waits looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Who writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer {
    /// The process's number.
    pub pid: i64,
    /// Its machine and folder.
    pub place: String,
    /// When it began, RFC 3339.
    pub since: String,
}

/// The turn to write, given back when dropped or when the process dies.
#[derive(Debug)]
pub(crate) struct Turn {
    mine: Writer,
    heartbeat: JoinHandle<()>,
    _lock: FolderLock,
}

impl Turn {
    /// Waits for the turn; `waiting` is told, once, whose it is meanwhile.
    pub async fn take(
        catalogue: &Catalogue,
        folder: &Path,
        since: &str,
        mut waiting: impl FnMut(Option<&Writer>),
    ) -> Result<Self, StoreError> {
        let mine = Writer { pid: i64::from(std::process::id()), place: place_of(folder), since: since.to_owned() };
        let mut told = false;
        let mut tell = |other: Option<&Writer>| {
            if !std::mem::replace(&mut told, true) {
                waiting(other);
            }
        };
        let lock = loop {
            match FolderLock::try_take(folder, &mine)? {
                Ok(lock) => break lock,
                Err(other) => tell(other.as_ref()),
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        };
        while let Some(other) = try_lease(catalogue, &mine).await? {
            tell(Some(&other));
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        let heartbeat = tokio::spawn(renew(catalogue.clone(), mine.clone()));
        Ok(Self { mine, heartbeat, _lock: lock })
    }

    /// Makes sure, within the transaction that makes the work visible, that the turn was not lost.
    pub async fn still_mine(&self, transaction: &impl ConnectionTrait) -> Result<bool, StoreError> {
        let turn = turns::Entity::find_by_id(1).one(transaction).await?;
        Ok(turn.is_some_and(|turn| {
            turn.pid == self.mine.pid && turn.place == self.mine.place && turn.since == self.mine.since
        }))
    }

    /// Gives the turn back at once, for writers on other machines. What was done in it stands even where a
    /// full disk keeps the database from saying that it is over: the lease runs out by itself.
    pub async fn end(self, catalogue: &Catalogue) {
        self.heartbeat.abort();
        let _ = turns::Entity::delete_many()
            .filter(turns::Column::Pid.eq(self.mine.pid))
            .filter(turns::Column::Place.eq(self.mine.place.as_str()))
            .filter(turns::Column::Since.eq(self.mine.since.as_str()))
            .exec(catalogue.connection())
            .await;
    }
}

/// Whether someone who is alive has the turn to write.
pub(crate) async fn is_taken(catalogue: &Catalogue, folder: &Path) -> Result<bool, StoreError> {
    let connection = catalogue.connection();
    match turns::Entity::find_by_id(1).one(connection).await? {
        None => Ok(false),
        Some(turn) if turn.place == place_of(folder) => Ok(FolderLock::is_held(folder)),
        Some(turn) => Ok(turn.lease_until > Catalogue::now(connection).await?),
    }
}

fn place_of(folder: &Path) -> String {
    format!("{}:{}", host_name(), folder.display())
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.heartbeat.abort();
    }
}

/// Takes the lease in the database, or says who has it. Whoever wrote from this folder before is
/// dead, for we hold its lock.
async fn try_lease(catalogue: &Catalogue, mine: &Writer) -> Result<Option<Writer>, StoreError> {
    let transaction = catalogue.begin_write().await?;
    let now = Catalogue::now(&transaction).await?;
    let held = turns::Entity::find_by_id(1).one(&transaction).await?;
    if let Some(other) = held.filter(|turn| turn.place != mine.place && turn.lease_until > now) {
        return Ok(Some(Writer { pid: other.pid, place: other.place, since: other.since }));
    }
    let turn = turns::ActiveModel {
        id: Set(1),
        place: Set(mine.place.clone()),
        pid: Set(mine.pid),
        since: Set(mine.since.clone()),
        lease_until: Set(now + LEASE_SECONDS),
    };
    let replace = OnConflict::column(turns::Column::Id)
        .update_columns([turns::Column::Place, turns::Column::Pid, turns::Column::Since, turns::Column::LeaseUntil])
        .to_owned();
    turns::Entity::insert(turn).on_conflict(replace).exec_without_returning(&transaction).await?;
    transaction.commit().await?;
    Ok(None)
}

/// Renews the lease until aborted. A renewal that fails is tried again: only the commit decides.
async fn renew(catalogue: Catalogue, mine: Writer) {
    loop {
        tokio::time::sleep(HEARTBEAT).await;
        let Ok(now) = Catalogue::now(catalogue.connection()).await else {
            continue;
        };
        let _ = turns::Entity::update_many()
            .col_expr(turns::Column::LeaseUntil, Expr::value(now + LEASE_SECONDS))
            .filter(turns::Column::Pid.eq(mine.pid))
            .filter(turns::Column::Place.eq(mine.place.as_str()))
            .filter(turns::Column::Since.eq(mine.since.as_str()))
            .exec(catalogue.connection())
            .await;
    }
}

/// The lock on the workspace's folder.
#[derive(Debug)]
struct FolderLock {
    file: File,
}

/// The name of the file that is locked.
const LOCK: &str = "import.lock";

impl FolderLock {
    /// Whether a living process of this machine holds it.
    fn is_held(folder: &Path) -> bool {
        let file = File::open(folder.join(LOCK));
        file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(std::fs::TryLockError::WouldBlock)))
    }

    fn try_take(folder: &Path, mine: &Writer) -> Result<Result<Self, Option<Writer>>, StoreError> {
        let path = folder.join(LOCK);
        let failed = |error| StoreError::io(&path, error);
        let mut file =
            File::options().create(true).read(true).write(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {
                write_writer(&mut file, mine).map_err(failed)?;
                Ok(Ok(Self { file }))
            }
            Err(std::fs::TryLockError::WouldBlock) => Ok(Err(read_writer(&mut file))),
            Err(std::fs::TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Should this fail, the system unlocks when the file is closed.
        let _ = self.file.unlock();
    }
}

fn host_name() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    if name.trim().is_empty() { "local".to_owned() } else { name.trim().to_owned() }
}

fn write_writer(file: &mut File, writer: &Writer) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "{}\n{}\n{}\n", writer.pid, writer.since, writer.place)?;
    file.flush()
}

fn read_writer(file: &mut File) -> Option<Writer> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    let mut lines = text.lines();
    let (pid, since, place) = (lines.next()?, lines.next()?, lines.next()?);
    Some(Writer { pid: pid.parse().ok()?, place: place.to_owned(), since: since.to_owned() })
}
