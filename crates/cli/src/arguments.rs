//! What can be asked on the command line.

mod serving;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use domain::{Cnpj, CustomerKey, Day};
use panel::Month;

pub use serving::{AddUser, LogFormat, Serve, SetPassword, Users};

/// Gestão e monitoramento da carteira de clientes.
#[derive(Debug, Parser)]
#[command(name = "carteira", version, disable_help_subcommand = true)]
#[command(disable_help_flag = true, disable_version_flag = true)]
pub struct Arguments {
    /// Mostra esta ajuda
    #[arg(short, long, global = true, action = ArgAction::Help)]
    pub help: Option<bool>,
    /// Mostra a versão
    #[arg(short = 'V', long, action = ArgAction::Version)]
    pub version: Option<bool>,
    /// Pasta do workspace, ou o seu arquivo carteira.toml
    #[arg(long, global = true, value_name = "PASTA", env = "CARTEIRA_WORKSPACE", default_value = "./carteira-data")]
    pub workspace: PathBuf,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Cria um workspace
    Init(Init),
    /// Importa notas e planilhas: arquivos, pastas e compactados
    Import(Import),
    /// Mostra, confere e desfaz importações
    #[command(subcommand)]
    Imports(Imports),
    /// Lista os clientes da carteira com seus indicadores
    Panel(Panel),
    /// Grava a carteira como planilha (XLSX), que se filtra, corrige e importa de volta
    Export(Export),
    /// Soma a carteira
    Totals(Totals),
    /// Explica os indicadores que existem
    Metrics(Metrics),
    /// Diz por que um indicador de um cliente tem o valor que tem
    Explain(Explain),
    /// Mostra e corrige o cadastro de um cliente
    #[command(subcommand)]
    Customer(Customer),
    /// Compara o SPED com as notas da base, mês a mês
    Reconcile(Reconcile),
    /// Mostra de quão poucos a carteira depende
    Concentration(Concentration),
    /// Guarda, mostra e acompanha segmentações: condições com nome
    #[command(subcommand)]
    Segment(Segment),
    /// Junta clientes em grupos econômicos
    #[command(subcommand)]
    Group(Group),
    /// Define e acompanha metas de vendedores
    #[command(subcommand)]
    Goal(Goal),
    /// Mostra quanto da carteira de cada vendedor comprou no mês
    Positivacao(Positivacao),
    /// Serve as páginas e a API
    Serve(Serve),
    /// Mostra e cria usuários das páginas
    #[command(subcommand)]
    User(Users),
    /// Guarda o workspace inteiro em um arquivo
    Backup(BackupFile),
    /// Recria um workspace a partir de um backup
    Restore(Restore),
    /// Confere se os arquivos do workspace estão inteiros
    Verify,
}

#[derive(Debug, Args)]
pub struct Init {
    /// Pasta a criar
    #[arg(value_name = "PASTA")]
    pub folder: PathBuf,
    /// CNPJ da empresa; repita para cada raiz
    #[arg(long, required = true, value_name = "CNPJ")]
    pub company: Vec<Cnpj>,
    /// Nome da empresa
    #[arg(long, value_name = "NOME")]
    pub name: Option<String>,
    /// Banco de dados: sqlite://arquivo ou postgres://usuário@servidor/banco
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Onde ficam os fatos: uma pasta ou s3://balde/prefixo
    #[arg(long, value_name = "URL")]
    pub lake: Option<String>,
}

#[derive(Debug, Args)]
pub struct Import {
    /// Arquivos XML, planilhas (CSV, XLSX, XLS, ODS), SPED, pastas, zip, gzip
    #[arg(required = true, value_name = "CAMINHO")]
    pub paths: Vec<PathBuf>,
    /// Diz o que aconteceria, e como as planilhas foram entendidas, sem gravar nada
    #[arg(long)]
    pub dry_run: bool,
    /// Nome da fonte das planilhas (padrão: o ERP reconhecido, senão tabela)
    #[arg(long, value_name = "NOME")]
    pub source: Option<String>,
    /// Do que as planilhas tratam
    #[arg(long, value_name = "TIPO", default_value = "auto")]
    pub kind: TableKind,
    /// Mapa de colunas, escrito antes com --write-map
    #[arg(long, value_name = "ARQUIVO")]
    pub map: Option<PathBuf>,
    /// Grava como a planilha foi entendida, para corrigir e usar com --map
    #[arg(long, value_name = "ARQUIVO")]
    pub write_map: Option<PathBuf>,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Subcommand)]
pub enum Imports {
    /// Lista as importações
    List(Reported),
    /// Mostra o resultado de uma importação
    Show(OneImport),
    /// Lista o que foi recusado em uma importação, e por quê
    Rejects(Noticed),
    /// Lista o que foi aceito com aviso
    Warnings(Noticed),
    /// Lista o que foi ignorado, e por quê
    Ignored(Noticed),
    /// Desfaz uma importação
    Undo(OneImport),
    /// Mostra o que parece faltar: números de nota e meses sem cancelamentos
    Gaps(Reported),
}

#[derive(Debug, Args)]
pub struct Reported {
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
pub struct OneImport {
    /// Número da importação
    #[arg(value_name = "NÚMERO")]
    pub batch: i64,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
pub struct Noticed {
    /// Número da importação
    #[arg(value_name = "NÚMERO")]
    pub batch: i64,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: RejectFormat,
}

/// At which date and level.
#[derive(Clone, Copy, Debug, Args)]
pub struct When {
    /// Data da carteira: aaaa-mm-dd, dd/mm/aaaa, today ou latest
    #[arg(long, value_name = "DATA")]
    pub as_of: Option<AsOf>,
    /// Nível: empresa inteira (root), cada estabelecimento (establishment) ou grupo econômico (group)
    #[arg(long, value_name = "NÍVEL", default_value = "root")]
    pub level: Level,
}

/// Which customers, at which date and level.
#[derive(Debug, Args)]
pub struct Selection {
    #[command(flatten)]
    pub when: When,
    /// Só os clientes que atendem à condição, como "status = 'inativo' AND abc = 'A'"
    #[arg(long = "where", value_name = "CONDIÇÃO", allow_hyphen_values = true)]
    pub predicate: Option<String>,
    /// Inclui quem ainda não comprou
    #[arg(long)]
    pub with_prospects: bool,
}

#[derive(Debug, Args)]
pub struct Panel {
    #[command(flatten)]
    pub selection: Selection,
    /// Indicadores a mostrar, separados por vírgula
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Indicador pelo qual ordenar; com "-" na frente, do maior para o menor
    #[arg(long, value_name = "INDICADOR", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// No máximo tantos clientes; os de maior receita em 12 meses, se nada se diz da ordem
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Mostra as consultas que calculam a carteira, em vez dela
    #[arg(long)]
    pub explain_steps: bool,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: PanelFormat,
}

#[derive(Debug, Args)]
pub struct Export {
    /// Planilha a gravar
    #[arg(value_name = "ARQUIVO.xlsx")]
    pub file: PathBuf,
    #[command(flatten)]
    pub selection: Selection,
    /// Troca o arquivo, se ele já existe
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Totals {
    #[command(flatten)]
    pub selection: Selection,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
pub struct Metrics {
    /// Indicador a explicar por inteiro
    #[arg(value_name = "INDICADOR")]
    pub name: Option<String>,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// CNPJ ou CPF, raiz do CNPJ (8 caracteres), ou fonte:código; no nível group, também o nome do grupo
    #[arg(value_name = "CLIENTE")]
    pub customer: String,
    /// Indicador
    #[arg(value_name = "INDICADOR")]
    pub metric: String,
    #[command(flatten)]
    pub when: When,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Subcommand)]
pub enum Customer {
    /// Mostra o cadastro e o resumo de um cliente
    Show(OneCustomer),
    /// Mostra o que mudou no cadastro de um cliente
    History(OneCustomer),
    /// Corrige um campo do cadastro; com valor vazio, desfaz a correção
    Set(SetField),
}

#[derive(Debug, Args)]
pub struct OneCustomer {
    /// CNPJ ou CPF, raiz do CNPJ (8 caracteres), ou fonte:código
    #[arg(value_name = "CLIENTE")]
    pub customer: CustomerKey,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
pub struct SetField {
    /// CNPJ ou CPF, raiz do CNPJ (8 caracteres), ou fonte:código
    #[arg(value_name = "CLIENTE")]
    pub customer: CustomerKey,
    /// Campo, como name, city, uf, phone
    #[arg(value_name = "CAMPO")]
    pub field: String,
    /// Valor
    #[arg(value_name = "VALOR", allow_hyphen_values = true)]
    pub value: String,
}

#[derive(Debug, Args)]
pub struct Reconcile {
    /// Arquivos do SPED, ou pastas com eles
    #[arg(required = true, value_name = "CAMINHO")]
    pub paths: Vec<PathBuf>,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
pub struct Concentration {
    /// Indicador que separa a carteira, como uf, city ou status; customer para cada cliente
    #[arg(long, value_name = "INDICADOR")]
    pub by: String,
    /// Valor a repartir
    #[arg(long, value_name = "INDICADOR", default_value = "revenue_12m_cents")]
    pub weight: String,
    #[command(flatten)]
    pub selection: Selection,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Subcommand)]
pub enum Segment {
    /// Guarda uma condição com um nome
    Add(NewSegment),
    /// Lista as segmentações e quantos clientes cada uma tem
    List(AtDate),
    /// Lista os clientes de uma segmentação
    Show(OneSegment),
    /// Mostra quem entrou e quem saiu de uma segmentação entre duas datas
    Moves(SegmentMoves),
    /// Apaga uma segmentação
    Remove(SegmentName),
}

#[derive(Debug, Args)]
pub struct NewSegment {
    /// Nome
    #[arg(value_name = "NOME")]
    pub name: String,
    /// Condição, como "status = 'inativo' AND abc = 'A'"
    #[arg(value_name = "CONDIÇÃO", allow_hyphen_values = true)]
    pub predicate: String,
}

#[derive(Debug, Args)]
pub struct SegmentName {
    /// Nome
    #[arg(value_name = "NOME")]
    pub name: String,
}

/// At which date and level, and how it is written.
#[derive(Debug, Args)]
pub struct AtDate {
    #[command(flatten)]
    pub when: When,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
pub struct OneSegment {
    /// Nome
    #[arg(value_name = "NOME")]
    pub name: String,
    #[command(flatten)]
    pub at: AtDate,
    /// No máximo tantos clientes
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

#[derive(Debug, Args)]
pub struct SegmentMoves {
    /// Nome
    #[arg(value_name = "NOME")]
    pub name: String,
    /// De que data: aaaa-mm-dd ou dd/mm/aaaa
    #[arg(long, value_name = "DATA")]
    pub from: Day,
    /// Até que data
    #[arg(long, value_name = "DATA")]
    pub to: Day,
    /// Nível: empresa inteira (root), cada estabelecimento (establishment) ou grupo econômico (group)
    #[arg(long, value_name = "NÍVEL", default_value = "root")]
    pub level: Level,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Subcommand)]
pub enum Group {
    /// Põe clientes em um grupo
    Add(GroupAdd),
    /// Lista os grupos e seus clientes
    List(Reported),
    /// Tira clientes de um grupo, ou desfaz o grupo inteiro
    Remove(GroupRemove),
}

#[derive(Debug, Args)]
pub struct GroupAdd {
    /// Nome do grupo
    #[arg(value_name = "GRUPO")]
    pub group: String,
    /// Clientes: CNPJ, raiz, CPF ou fonte:código
    #[arg(value_name = "CLIENTE", required = true)]
    pub customers: Vec<CustomerKey>,
}

#[derive(Debug, Args)]
pub struct GroupRemove {
    /// Nome do grupo
    #[arg(value_name = "GRUPO")]
    pub group: String,
    /// Clientes a tirar; sem nenhum, todos
    #[arg(value_name = "CLIENTE")]
    pub customers: Vec<CustomerKey>,
}

#[derive(Debug, Subcommand)]
pub enum Goal {
    /// Define quanto um vendedor deve vender em um mês; com valor vazio ou -, retira a meta
    Set(GoalSet),
    /// Mostra metas, o realizado e a projeção para o fim do mês
    List(GoalList),
}

#[derive(Debug, Args)]
pub struct GoalSet {
    /// Vendedor, como as vendas o nomeiam
    #[arg(value_name = "VENDEDOR")]
    pub seller: String,
    /// Mês: aaaa-mm
    #[arg(value_name = "MÊS")]
    pub month: Month,
    /// Receita a alcançar, como 150.000,00
    #[arg(value_name = "VALOR", allow_hyphen_values = true)]
    pub amount: String,
}

#[derive(Debug, Args)]
pub struct GoalList {
    /// Só as metas de um mês: aaaa-mm
    #[arg(long, value_name = "MÊS")]
    pub month: Option<Month>,
    /// Até que data somar as vendas: aaaa-mm-dd, dd/mm/aaaa, today ou latest
    #[arg(long, value_name = "DATA")]
    pub as_of: Option<AsOf>,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
pub struct Positivacao {
    /// De quem são as carteiras: de cada vendedor (seller) ou de cada equipe (team)
    #[arg(long, value_name = "DIVISÃO", default_value = "seller")]
    pub by: Portfolios,
    /// Mês: aaaa-mm (padrão: o da data)
    #[arg(long, value_name = "MÊS")]
    pub month: Option<Month>,
    /// Até que data olhar: aaaa-mm-dd, dd/mm/aaaa, today ou latest
    #[arg(long, value_name = "DATA")]
    pub as_of: Option<AsOf>,
    /// Formato do resultado
    #[arg(long, value_name = "FORMATO", default_value = "table")]
    pub format: ReportFormat,
}

#[derive(Debug, Args)]
pub struct BackupFile {
    /// Arquivo do backup
    #[arg(value_name = "ARQUIVO")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// Arquivo do backup
    #[arg(value_name = "ARQUIVO")]
    pub file: PathBuf,
    /// Banco de dados do workspace recriado: sqlite://arquivo ou postgres://usuário@servidor/banco
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Onde ficam os fatos do workspace recriado: uma pasta ou s3://balde/prefixo
    #[arg(long, value_name = "URL")]
    pub lake: Option<String>,
}

/// What tables are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableKind {
    Auto,
    Customers,
    Sales,
    Receivables,
    Products,
    Sellers,
}

/// For people, or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Table,
    Json,
}

/// How rejects are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RejectFormat {
    Table,
    Json,
    Csv,
}

/// How the panel is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PanelFormat {
    Table,
    Json,
    Csv,
    Parquet,
}

/// By what the portfolio is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Portfolios {
    Seller,
    Team,
}

/// What a row of the panel is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Level {
    Root,
    Establishment,
    Group,
}

/// The date of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    Today,
    /// The newest document's.
    Latest,
    Day(Day),
}

impl std::str::FromStr for AsOf {
    type Err = domain::calendar::DayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "today" | "hoje" => Ok(Self::Today),
            "latest" => Ok(Self::Latest),
            date => date.parse().map(Self::Day),
        }
    }
}
