//! What can go wrong with a workspace, by whose hands it is in, and what to do.

use std::io;
use std::path::{Path, PathBuf};

use sea_orm::error::{SqlxError, SqlxSqliteError};
use sea_orm::{DbErr, RuntimeErr};

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds no workspace.
    #[error("{} não é um workspace do Carteira: crie um com `carteira init`", .path.display())]
    NoWorkspace { path: PathBuf },
    /// The folder holds one already.
    #[error("{} já é um workspace do Carteira", .path.display())]
    AlreadyAWorkspace { path: PathBuf },
    /// The folder holds something else.
    #[error("a pasta {} não está vazia: escolha outra", .path.display())]
    FolderInUse { path: PathBuf },
    /// The settings cannot be read.
    #[error("{}: {detail}", .path.display())]
    Settings { path: PathBuf, detail: String },
    /// The database answers, but holds no workspace.
    #[error("o banco de dados não contém um workspace do Carteira")]
    NotAWorkspace,
    /// Database and lake belong to different workspaces.
    #[error(
        "o banco de dados e os arquivos em {lake} são de workspaces diferentes: confira `database` e `lake` em carteira.toml"
    )]
    Mismatch { lake: String },
    /// The lake holds the files of a workspace already.
    #[error("{lake} já guarda os arquivos de outro workspace: escolha outro lugar para `--lake`")]
    LakeInUse { lake: String },
    /// The database holds a workspace already.
    #[error("o banco de dados {url} já contém um workspace do Carteira")]
    DatabaseInUse { url: String },
    /// The file of the database is gone.
    #[error("o banco de dados {} não existe: confira `database` em carteira.toml, ou restaure um backup", .path.display())]
    NoDatabase { path: PathBuf },
    /// The address of a database is of no kind we speak.
    #[error("{url} não é um endereço de banco de dados: use sqlite://caminho ou postgres://usuário@servidor/banco")]
    DatabaseUrl { url: String },
    /// The database does not answer.
    #[error("não foi possível abrir o banco de dados {url}: {detail}")]
    Connection { url: String, detail: String },
    /// The lake's address is of no kind we speak.
    #[error("{url} não é um endereço de arquivos: use uma pasta ou s3://balde/prefixo ({detail})")]
    LakeUrl { url: String, detail: String },
    /// No room left.
    #[error("não há espaço em disco para gravar {place}: libere espaço e repita, nada ficou pela metade")]
    DiskFull { place: String },
    /// The disk would not take it, most often for want of room that the system calls by another name.
    #[error(
        "não foi possível gravar {place} ({detail}): libere espaço ou aumente o limite de quem executa o Carteira, e repita; nada ficou pela metade"
    )]
    DiskRefused { place: String, detail: String },
    /// The user may not.
    #[error("sem permissão para ler ou gravar {place}: dê acesso a quem executa o Carteira, e repita")]
    NoPermission { place: String },
    /// A file of the workspace is gone or broken.
    #[error(
        "o arquivo {path} do workspace está faltando ou danificado ({detail}): confira com `carteira verify` e restaure um backup"
    )]
    Damaged { path: String, detail: String },
    /// The catalogue is not as the program left it.
    #[error(
        "o banco de dados do workspace perdeu linhas, ou foi alterado por outro programa: confira com \
         `carteira verify` e restaure um backup"
    )]
    Unsealed,
    /// Another process took over while this one was away.
    #[error("a importação {batch} perdeu a vez para outro processo e não foi gravada: repita-a")]
    LostLease { batch: i64 },
    /// No such import.
    #[error("não existe a importação {batch}: veja as que existem com `carteira imports list`")]
    UnknownBatch { batch: i64 },
    /// An import that is not live cannot be undone.
    #[error("a importação {batch} não pode ser desfeita: {state}")]
    NotLive { batch: i64, state: &'static str },
    /// No such user, note, change or the like.
    #[error("não existe {what} {number}")]
    Unknown { what: &'static str, number: i64 },
    /// Somebody else changed it since it was read.
    #[error("outra pessoa mudou isto enquanto você editava: veja como ficou e repita")]
    ChangedMeanwhile,
    /// There would be nobody left who can manage users.
    #[error("é o último administrador: dê esse papel a outra pessoa antes")]
    LastAdministrator,
    /// Another user signs in so.
    #[error("já existe um usuário com o login {login}: escolha outro")]
    LoginTaken { login: String },
    /// Another user is known to the outside directory so.
    #[error("esta identidade externa já é do usuário {login}")]
    IdentityTaken { login: String },
    /// A second factor begun while one is in force.
    #[error("já há um segundo fator em uso: remova-o antes de cadastrar outro")]
    TotpInForce,
    /// A second factor confirmed that nobody begun, or that is confirmed already.
    #[error("não há um segundo fator esperando confirmação: comece o cadastro de novo")]
    TotpNotBegun,
    /// A change that was taken back cannot be once more.
    #[error("a mudança {change} já foi desfeita")]
    ChangeUndone { change: i64 },
    /// A text longer than is kept.
    #[error("o texto tem {found} caracteres; cabem {most}")]
    TooLong { found: usize, most: usize },
    /// A company with more establishments than can be numbered.
    #[error("a raiz {root} tem estabelecimentos demais")]
    TooManyBranches { root: String },
    /// A backup that is not one, or not whole.
    #[error("{}: {detail}", .path.display())]
    Backup { path: PathBuf, detail: String },
    /// Another process kept the database for too long.
    #[error("o banco de dados está ocupado por outro processo: espere que ele acabe, ou encerre-o, e repita")]
    Busy,
    /// There is no such file or folder.
    #[error("não existe {place}")]
    NotFound { place: String },
    /// A folder where a file is wanted, or a file where a folder is.
    #[error("{place} não é {wanted}")]
    OtherKind { place: String, wanted: &'static str },
    /// The operating system refused.
    #[error("{place}: o sistema operacional recusou ({source})")]
    Io { place: String, source: io::Error },
    /// The database refused.
    #[error("o banco de dados recusou a operação: {0}")]
    Database(DbErr),
    /// The lake refused.
    #[error("não foi possível ler ou gravar os arquivos do workspace: {0}")]
    Lake(object_store::Error),
    /// A fact file could not be written or read.
    #[error("um arquivo de fatos não pôde ser lido ou gravado ({0}): confira o workspace com `carteira verify`")]
    Columns(#[from] arrow::error::ArrowError),
    /// A fact file could not be written or read.
    #[error("um arquivo de fatos não pôde ser lido ou gravado ({0}): confira o workspace com `carteira verify`")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// What the catalogue keeps as text could not be read back.
    #[error("registro do catálogo ilegível: {0}")]
    Catalogue(#[from] serde_json::Error),
}

impl StoreError {
    /// An error of the operating system at a place.
    pub fn io(path: &Path, source: io::Error) -> Self {
        let place = path.display().to_string();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::DiskFull { place }
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NoPermission { place },
            io::ErrorKind::NotFound => Self::NotFound { place },
            io::ErrorKind::IsADirectory => Self::OtherKind { place, wanted: "um arquivo" },
            io::ErrorKind::NotADirectory => Self::OtherKind { place, wanted: "uma pasta" },
            _ => Self::Io { place, source },
        }
    }

    /// The same refusal, by a place that is known better.
    pub(crate) fn at(self, place: &str) -> Self {
        let place = place.to_owned();
        match self {
            Self::DiskFull { .. } => Self::DiskFull { place },
            Self::DiskRefused { detail, .. } => Self::DiskRefused { place, detail },
            Self::NoPermission { .. } => Self::NoPermission { place },
            other => other,
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let place = "o banco de dados".to_owned();
        match refusal(&error) {
            Some(Refusal::Full) => Self::DiskFull { place },
            Some(Refusal::Disk) => Self::DiskRefused { place, detail: error.to_string() },
            Some(Refusal::Permission) => Self::NoPermission { place },
            Some(Refusal::Busy) => Self::Busy,
            None => Self::Database(error),
        }
    }
}

/// Why a database refuses what has nothing to do with what it was asked.
enum Refusal {
    Full,
    Disk,
    Permission,
    Busy,
}

/// By SQLite's result codes and PostgreSQL's error codes, appendix A.
fn refusal(error: &DbErr) -> Option<Refusal> {
    let (DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error)) = error else { return None };
    let RuntimeErr::SqlxError(error) = error else { return None };
    let SqlxError::Database(error) = error.as_ref() else { return None };
    let code = error.code()?;
    if error.try_downcast_ref::<SqlxSqliteError>().is_none() {
        return match code.as_ref() {
            "53100" => Some(Refusal::Full),
            "42501" | "25006" => Some(Refusal::Permission),
            "55P03" => Some(Refusal::Busy),
            _ => None,
        };
    }
    // The lower byte of an extended code is the kind of error.
    match code.parse::<u32>().ok()? & 0xff {
        SQLITE_FULL => Some(Refusal::Full),
        SQLITE_IOERR => Some(Refusal::Disk),
        SQLITE_BUSY | SQLITE_LOCKED => Some(Refusal::Busy),
        SQLITE_PERM | SQLITE_READONLY | SQLITE_CANTOPEN => Some(Refusal::Permission),
        _ => None,
    }
}

const SQLITE_PERM: u32 = 3;
const SQLITE_BUSY: u32 = 5;
const SQLITE_LOCKED: u32 = 6;
const SQLITE_READONLY: u32 = 8;
const SQLITE_IOERR: u32 = 10;
const SQLITE_FULL: u32 = 13;
const SQLITE_CANTOPEN: u32 = 14;

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(inner) = cause {
            if let Some(io) = inner.downcast_ref::<io::Error>() {
                let copy = io.raw_os_error().map_or_else(|| io::Error::from(io.kind()), io::Error::from_raw_os_error);
                let known = Self::io(Path::new("os arquivos do workspace"), copy);
                if matches!(known, Self::DiskFull { .. } | Self::NoPermission { .. }) {
                    return known;
                }
            }
            cause = inner.source();
        }
        Self::Lake(error)
    }
}

/// A database's address as it may be shown and logged.
pub fn without_password(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(mut parsed) if parsed.password().is_some() => match parsed.set_password(Some("***")) {
            Ok(()) => parsed.to_string(),
            Err(()) => "***".to_owned(),
        },
        _ => url.to_owned(),
    }
}
