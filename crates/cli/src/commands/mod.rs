//! One file per verb.

mod backup;
mod concentration;
mod customer;
mod explain;
mod export;
mod goal;
mod group;
mod import;
mod imports;
mod init;
mod metrics;
mod panel;
mod portfolio;
mod positivacao;
mod reconcile;
mod segment;
mod serve;
mod tables;
mod totals;
mod user;

use std::path::{Path, PathBuf};

use intake::ImportError;
use store::{StoreError, Workspace};

use crate::arguments::{Arguments, Command};

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was done.
    Done,
    /// All was done but for records that could not be read.
    DoneWithRejects,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The workspace.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The import.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The portfolio.
    #[error(transparent)]
    Panel(#[from] ::panel::PanelError),
    /// What was typed names no customer.
    #[error(transparent)]
    Customer(#[from] domain::party::CustomerKeyError),
    /// A correction that does not fit.
    #[error(transparent)]
    Field(#[from] ::panel::FieldError),
    /// No tax books among the files.
    #[error("não há SPED (EFD ICMS/IPI ou EFD-Contribuições) da empresa nos caminhos dados")]
    NoBooks,
    /// A map of columns that cannot be used.
    #[error("{}: {detail}", .path.display())]
    Map { path: PathBuf, detail: String },
    /// A source's name that is none.
    #[error(
        "{name:?} não serve como nome de fonte: use letras, números e hífen, como meu-erp, e não o de um documento (nfe, nfse, sped, cnpj, cpf)"
    )]
    Source { name: String },
    /// No map to write, or more than one.
    #[error("o mapa não foi gravado: havia {} nos arquivos, e ele é de uma só", ::export::text::counted(*.tables as u64, "planilha", "planilhas"))]
    Maps { tables: usize },
    /// A name that is none.
    #[error("o nome está vazio, é longo demais ou tem caracteres de controle: use até {LONGEST_NAME} letras")]
    Name,
    /// A segment of the start, which is not kept and cannot be removed.
    #[error(
        "{name} é uma segmentação de fábrica: não se apaga, mas pode ser trocada por outra com `carteira segment add`"
    )]
    Starter { name: String },
    /// Customers that are in no group, or in another.
    #[error("nenhum dos clientes dados está no grupo {group}: veja quem está com `carteira group list`")]
    NoMembers { group: String },
    /// A group that nobody is in.
    #[error("não existe o grupo {name}: veja os que existem com `carteira group list`")]
    UnknownGroup { name: String },
    /// An amount that is none.
    #[error(transparent)]
    Amount(#[from] domain::money::CentsError),
    /// A goal below nothing.
    #[error("uma meta não pode ser negativa; para retirá-la, dê - no lugar do valor")]
    NegativeGoal,
    /// A workbook by another name.
    #[error("{}: a planilha exportada é um arquivo .xlsx: dê um nome que termine assim", .path.display())]
    NoXlsx { path: PathBuf },
    /// A file in the place of the workbook.
    #[error("{} já existe: escolha outro nome, ou use --force para trocar o arquivo", .path.display())]
    FileExists { path: PathBuf },
    /// More customers than a sheet has rows.
    #[error(
        "são {} clientes, e uma planilha tem lugar para {}: escolha com --where, ou use `carteira panel --format csv` ou `parquet`",
        ::export::text::count(*.customers), ::export::text::count(::export::workbook::MOST_ROWS as u64)
    )]
    TooManyToExport { customers: u64 },
    /// The workbook could not be put together.
    #[error(transparent)]
    Export(::export::ExportError),
    /// No such user.
    #[error("não existe o usuário {login}: veja os que existem com `carteira user list`")]
    UnknownUser { login: String },
    /// What was said of a user does not fit.
    #[error("{detail}")]
    User { detail: String },
    /// The server.
    #[error(transparent)]
    Serve(#[from] api::ServeError),
    /// The workspace is not whole.
    #[error("o workspace tem {}", ::export::text::counted(*.problems as u64, "problema", "problemas"))]
    Damaged { problems: usize },
    /// Parquet on a screen.
    #[error("o formato parquet não é para a tela: redirecione a saída para um arquivo (> carteira.parquet)")]
    BinaryToTerminal,
    /// Writing the answer.
    #[error("não foi possível escrever a resposta: {0}")]
    Output(#[from] std::io::Error),
    /// Writing the answer as JSON.
    #[error("não foi possível escrever a resposta: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<::export::ExportError> for Failure {
    /// Of too many customers, whoever types is told how to take them.
    fn from(error: ::export::ExportError) -> Self {
        match error {
            ::export::ExportError::TooMany { customers } => Self::TooManyToExport { customers },
            other => Self::Export(other),
        }
    }
}

impl From<api::Problem> for Failure {
    fn from(problem: api::Problem) -> Self {
        Self::User { detail: problem.detail().to_owned() }
    }
}

impl Failure {
    /// Whether whoever was reading the answer has had enough of it.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

/// Characters of a name that people give to something, at most.
const LONGEST_NAME: usize = 80;

/// A name as it is kept.
fn checked_name(name: &str) -> Result<String, Failure> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count()) && domain::text::printable(&name) == name;
    if fits { Ok(name) } else { Err(Failure::Name) }
}

/// Runs a command.
pub async fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let place = arguments.workspace.as_path();
    match arguments.command {
        Command::Init(arguments) => init::run(arguments).await,
        Command::Import(arguments) => import::run(&open(place).await?, arguments).await,
        Command::Imports(arguments) => imports::run(&open(place).await?, arguments).await,
        Command::Panel(arguments) => panel::run(&open(place).await?, arguments).await,
        Command::Totals(arguments) => totals::run(&open(place).await?, arguments).await,
        Command::Metrics(arguments) => metrics::run(&arguments),
        Command::Explain(arguments) => explain::run(&open(place).await?, arguments).await,
        Command::Customer(arguments) => customer::run(&open(place).await?, arguments).await,
        Command::Reconcile(arguments) => reconcile::run(&open(place).await?, arguments).await,
        Command::Concentration(arguments) => concentration::run(&open(place).await?, arguments).await,
        Command::Segment(arguments) => segment::run(&open(place).await?, arguments).await,
        Command::Group(arguments) => group::run(&open(place).await?, arguments).await,
        Command::Export(arguments) => export::run(&open(place).await?, arguments).await,
        Command::Goal(arguments) => goal::run(&open(place).await?, arguments).await,
        Command::Positivacao(arguments) => positivacao::run(&open(place).await?, arguments).await,
        Command::Serve(arguments) => serve::run(open(place).await?, arguments).await,
        Command::User(arguments) => user::run(&open(place).await?, arguments).await,
        Command::Backup(arguments) => backup::backup(&open(place).await?, arguments).await,
        Command::Restore(arguments) => backup::restore(place, arguments).await,
        Command::Verify => backup::verify(&open(place).await?).await,
    }
}

async fn open(place: &Path) -> Result<Workspace, StoreError> {
    Workspace::open(place, &bucket_options()).await
}

/// Credentials and address of a bucket, from the environment: `AWS_ACCESS_KEY_ID`, ...
fn bucket_options() -> Vec<(String, String)> {
    std::env::vars()
        .filter(|(name, _)| name.starts_with("AWS_"))
        .map(|(name, value)| (name.to_lowercase(), value))
        .collect()
}
