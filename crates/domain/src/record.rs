//! How every record of an import is accounted for:
//! `records = accepted + duplicates + ignored + rejects`.
//!
//! A record is one document, one event, one table row; an unreadable file is one rejected record.

mod table;

use std::fmt;

use crate::access_key::AccessKeyError;
use crate::calendar::DayError;
use crate::cfop::CfopError;
use crate::facts::Document;
use crate::money::CentsError;
use crate::note_key::ServiceKeyError;
use crate::quantity::QuantityError;
use crate::tax_id::TaxIdError;
pub use table::{CellError, TableError};

/// One record, as a reader found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// Something to keep.
    Document {
        /// What it states.
        document: Document,
        /// What is odd about it, though it counts.
        warnings: Vec<Warning>,
    },
    /// Nothing for the portfolio, for a known reason.
    Ignored {
        /// What it is, as people know it: an access key, a file's name.
        label: String,
        /// Why.
        reason: IgnoreReason,
        /// What it still proves: that a number of a series was used.
        trace: Option<Document>,
    },
    /// Something that should have been read and could not be.
    Reject(Reject),
}

/// Why a record is nothing for the portfolio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IgnoreReason {
    /// A note of the test environment (`tpAmb` 2).
    TestEnvironment,
    /// A note whose authorisation was denied.
    Denied,
    /// A note whose protocol says that it was refused.
    RefusedNote,
    /// An event the authority refused.
    RefusedEvent,
    /// An event without the authority's answer.
    EventWithoutAnswer,
    /// A correction letter.
    CorrectionLetter,
    /// An event that changes nothing for the portfolio.
    EventWithoutEffect,
    /// A voiding of numbers the authority refused.
    RefusedVoiding,
    /// A document between others.
    NotOurs,
    /// A provisional receipt of services (DPS, RPS), which is not yet a note.
    ProvisionalReceipt,
    /// A document of the books that has no access key: of paper, or of another model.
    WithoutKey,
    /// Our own note, in the books of the establishment that received it.
    BookedByRecipient,
    /// A PDF.
    Pdf,
    /// An image.
    Image,
    /// A file of the operating system or of an archiver.
    SystemFile,
    /// A link, device or pipe found inside a folder.
    SpecialFile,
    /// A file of the workspace itself.
    WorkspaceFile,
    /// A title above a table's header, or text between and below its rows.
    TitleRow,
    /// A header repeated among the rows.
    RepeatedHeader,
    /// A row that adds up others.
    TotalRow,
    /// A row without a value.
    BlankRow,
    /// A row that its own table says is cancelled.
    CancelledRow,
    /// What we owe, in a table of what is owed both ways.
    PayableRow,
    /// Goods given, lent or moved, in a table of sales.
    NotSaleRow,
    /// A quote, or an order not yet confirmed, in a table of sales.
    QuoteRow,
    /// A sheet that is no table.
    NoTable,
    /// A row of a sheet that we wrote and nobody changed.
    UnchangedRow,
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Which record of the file, as people know it, where that could be read.
    pub record: Option<String>,
    /// The line, from 1, where lines mean something.
    pub line: Option<u64>,
    /// The place within a structured file (`nfeProc/NFe/infNFe/ide/dhEmi`).
    pub path: Option<String>,
    /// The value as written, cut short.
    pub value: Option<String>,
    /// Why.
    pub cause: RejectCause,
}

/// Why a record could not be read, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RejectCause {
    /// A field that must be there is not.
    #[error("falta um campo obrigatório: peça o arquivo de novo ao emissor")]
    Missing,
    /// Not a key.
    #[error("{0}: peça o arquivo original da nota")]
    AccessKey(#[from] AccessKeyError),
    /// Not the key of a service note.
    #[error("{0}: peça o arquivo original da nota")]
    ServiceKey(#[from] ServiceKeyError),
    /// Not an amount.
    #[error("{0}")]
    Cents(#[from] CentsError),
    /// Not a quantity.
    #[error("{0}")]
    Quantity(#[from] QuantityError),
    /// Not a date.
    #[error("{0}")]
    Day(#[from] DayError),
    /// Not a CFOP.
    #[error("{0}")]
    Cfop(#[from] CfopError),
    /// A code with no meaning.
    #[error("{value:?} não é um valor previsto para este campo")]
    Code { value: String },
    /// Amounts that add up to more than can be held.
    #[error("a soma dos valores é grande demais")]
    Overflow,
    /// More parts than any document has.
    #[error("mais de {limit} {what} num documento: nenhuma nota tem tantos")]
    TooMany { what: &'static str, limit: usize },
    /// Not XML.
    #[error("o XML está malformado ou cortado ({detail}): exporte ou baixe o arquivo de novo")]
    Malformed { detail: String },
    /// XML with a document type definition, which can be made to explode.
    #[error("o XML traz uma definição de tipo (DOCTYPE), que notas não têm: recusado por segurança")]
    DocumentType,
    /// XML of another kind.
    #[error("arquivo XML que ainda não sabemos ler ({root})")]
    UnknownXml { root: String },
    /// A file of another kind.
    #[error("tipo de arquivo que ainda não sabemos ler ({kind})")]
    UnknownFile { kind: &'static str },
    /// A cell of a table that says nothing usable.
    #[error("{0}")]
    Cell(Box<CellError>),
    /// A table that is not understood as a whole.
    #[error("{0}")]
    Table(Box<TableError>),
    /// Nothing in it.
    #[error("arquivo vazio")]
    Empty,
    /// Books (SPED) without their last register.
    #[error("a escrituração SPED acaba antes do registro 9999: o arquivo está cortado, copie-o ou exporte-o de novo")]
    BooksWithoutEnd,
    /// Books of another kind.
    #[error("o registro 0000 não é de EFD ICMS/IPI nem de EFD-Contribuições, as escriturações que sabemos ler")]
    OtherBooks,
    /// Too large for one document.
    #[error("arquivo de {found_mb} MB, acima do limite de {limit_mb} MB para um arquivo: divida-o")]
    TooLarge { found_mb: u64, limit_mb: u64 },
    /// The system would not give it.
    #[error("não foi possível ler o arquivo: {detail}")]
    Unreadable { detail: String },
    /// An archive that is not whole.
    #[error("o arquivo compactado está corrompido ({detail}): compacte ou baixe de novo")]
    CorruptArchive { detail: String },
    /// An archive under a password.
    #[error("o arquivo compactado está protegido por senha: extraia-o antes de importar")]
    Encrypted,
    /// An archive in an archive in an archive, deeper than anyone keeps notes.
    #[error("compactado dentro de compactado em mais de {limit} níveis: extraia-o antes de importar")]
    TooDeep { limit: usize },
    /// A small archive that would unpack into an enormous one.
    #[error("o compactado expande mais de {limit} vezes o próprio tamanho: recusado por segurança")]
    Bomb { limit: u64 },
    /// A member of an archive whose name points outside of it.
    #[error("o nome dentro do compactado aponta para fora dele: recusado por segurança")]
    HostilePath,
}

/// What is odd about a record that counts nevertheless.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    /// The access key's last digit does not follow from the others.
    #[error("o dígito verificador da chave não confere")]
    KeyCheckDigit,
    /// The key names another issuer than the note.
    #[error("a chave é do emitente {in_key}, a nota é de {in_note}")]
    KeyIssuer { in_key: String, in_note: String },
    /// The other party's tax id is wrong; it is known by the id as written.
    #[error("{0}")]
    PartyTaxId(TaxIdError),
    /// The items do not add up to the note's total.
    #[error("os itens somam {items}, o total da nota é {total}")]
    TotalMismatch { items: crate::Cents, total: crate::Cents },
    /// No protocol: kept aside.
    #[error("sem protocolo de autorização: guardada à parte até que ele chegue")]
    Unproven,
    /// Books name a participant they do not describe; the note counts for nobody.
    #[error("o participante {code} não está no registro 0150: a nota fica sem cliente")]
    UnknownParticipant { code: String },
    /// The bytes are not in the encoding the file declares.
    #[error("o arquivo não está na codificação que declara")]
    Encoding,
    /// An earlier import of the same table said something else of the document.
    #[error("a importação anterior dizia outra coisa deste documento: vale o que diz esta")]
    Restated,
    /// Two tables of one import state the document, each with just the same rows.
    #[error(
        "dois arquivos trazem este documento com as mesmas linhas, e elas foram somadas: se um repete o outro, desfaça esta importação e traga um de cada vez"
    )]
    StatedTwice,
    /// Another copy of the same document says something else.
    #[error("outra cópia do mesmo documento diz coisa diferente")]
    ConflictingCopies,
}

impl IgnoreReason {
    /// The reason as reports write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::TestEnvironment => "test_environment",
            Self::Denied => "denied",
            Self::RefusedNote => "refused_note",
            Self::RefusedEvent => "refused_event",
            Self::EventWithoutAnswer => "event_without_answer",
            Self::CorrectionLetter => "correction_letter",
            Self::EventWithoutEffect => "event_without_effect",
            Self::RefusedVoiding => "refused_voiding",
            Self::NotOurs => "not_ours",
            Self::ProvisionalReceipt => "provisional_receipt",
            Self::WithoutKey => "without_key",
            Self::BookedByRecipient => "booked_by_recipient",
            Self::Pdf => "pdf",
            Self::Image => "image",
            Self::SystemFile => "system_file",
            Self::SpecialFile => "special_file",
            Self::WorkspaceFile => "workspace_file",
            Self::TitleRow => "title_row",
            Self::RepeatedHeader => "repeated_header",
            Self::TotalRow => "total_row",
            Self::BlankRow => "blank_row",
            Self::CancelledRow => "cancelled_row",
            Self::PayableRow => "payable_row",
            Self::NotSaleRow => "not_sale_row",
            Self::QuoteRow => "quote_row",
            Self::NoTable => "no_table",
            Self::UnchangedRow => "unchanged_row",
        }
    }
}

impl fmt::Display for IgnoreReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TestEnvironment => "nota do ambiente de homologação, sem valor fiscal",
            Self::Denied => "nota denegada",
            Self::RefusedNote => "nota rejeitada pela SEFAZ",
            Self::RefusedEvent => "evento recusado pela SEFAZ",
            Self::EventWithoutAnswer => "evento sem a resposta da SEFAZ",
            Self::CorrectionLetter => "carta de correção",
            Self::EventWithoutEffect => "evento que não muda a carteira",
            Self::RefusedVoiding => "inutilização recusada pela SEFAZ",
            Self::NotOurs => "documento de outra empresa",
            Self::ProvisionalReceipt => {
                "recibo provisório de serviços (DPS ou RPS): traga a NFS-e gerada a partir dele"
            }
            Self::WithoutKey => "documento da escrituração sem chave de acesso",
            Self::BookedByRecipient => "nota nossa na escrituração do estabelecimento que a recebeu",
            Self::Pdf => "PDF: traga o XML da nota",
            Self::Image => "imagem",
            Self::SystemFile => "arquivo do sistema",
            Self::SpecialFile => "atalho ou arquivo especial",
            Self::WorkspaceFile => "arquivo do próprio Carteira",
            Self::TitleRow => "linha de título ou de texto, fora da tabela",
            Self::RepeatedHeader => "cabeçalho repetido",
            Self::TotalRow => "linha de total",
            Self::BlankRow => "linha em branco",
            Self::CancelledRow => "linha que a própria planilha dá como cancelada",
            Self::PayableRow => "conta a pagar",
            Self::NotSaleRow => "bonificação, transferência ou remessa: não é venda",
            Self::QuoteRow => "orçamento ou pedido em aberto: ainda não é venda",
            Self::NoTable => "aba que não é uma tabela",
            Self::UnchangedRow => "linha que ninguém mudou",
        })
    }
}

impl Warning {
    /// The warning as reports write it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::KeyCheckDigit => "key_check_digit",
            Self::KeyIssuer { .. } => "key_issuer",
            Self::PartyTaxId(_) => "party_tax_id",
            Self::TotalMismatch { .. } => "total_mismatch",
            Self::Unproven => "unproven",
            Self::UnknownParticipant { .. } => "unknown_participant",
            Self::Encoding => "encoding",
            Self::Restated => "restated",
            Self::StatedTwice => "stated_twice",
            Self::ConflictingCopies => "conflicting_copies",
        }
    }
}

impl From<CellError> for RejectCause {
    fn from(error: CellError) -> Self {
        Self::Cell(Box::new(error))
    }
}

impl From<TableError> for RejectCause {
    fn from(error: TableError) -> Self {
        Self::Table(Box::new(error))
    }
}

impl Reject {
    /// A reject of a whole file.
    pub fn of_file(cause: RejectCause) -> Self {
        Self { record: None, line: None, path: None, value: None, cause }
    }
}
