//! What can go wrong in asking for a panel.

use datafusion::arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use engine::EngineError;
use store::StoreError;

use crate::metrics::near_metrics;
use crate::predicate::PredicateError;

/// An error of the panel.
#[derive(Debug, thiserror::Error)]
pub enum PanelError {
    /// The workspace cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A query failed.
    #[error("{0}: confira os arquivos do workspace com `carteira verify`")]
    Engine(#[from] EngineError),
    /// A query failed.
    #[error("a consulta falhou ({0}): confira os arquivos do workspace com `carteira verify`")]
    Query(#[from] DataFusionError),
    /// Rows could not be put together.
    #[error("a consulta falhou ({0}): confira os arquivos do workspace com `carteira verify`")]
    Columns(#[from] ArrowError),
    /// A predicate is wrong.
    #[error(transparent)]
    Predicate(#[from] PredicateError),
    /// No such metric.
    #[error("não existe o indicador {name}{}: veja os que existem com `carteira metrics`", meant(.near))]
    UnknownMetric { name: String, near: Vec<&'static str> },
    /// A metric whose values cannot be told apart as groups.
    #[error("o indicador {name} não é um texto: agrupe por um como uf, city ou status, ou por customer")]
    NoText { name: String },
    /// A metric that is no amount.
    #[error("o indicador {name} não é um valor em reais: use um como revenue_12m_cents")]
    NoAmount { name: String },
    /// No such segment.
    #[error("não existe a segmentação {name}{}: veja as que existem com `carteira segment list`", meant_key(.near))]
    UnknownSegment { name: String, near: Vec<String> },
    /// A metric asked for twice.
    #[error("o indicador {name} foi pedido duas vezes")]
    NamedTwice { name: String },
    /// No such customer.
    #[error("o cliente {key} não está na carteira{}", meant_key(.near))]
    UnknownCustomer { key: String, near: Vec<String> },
    /// A place in a list that is none, or of a list in another order.
    #[error("esta página não é desta lista: comece pela primeira")]
    Cursor,
    /// A metric that whoever asks may not see.
    #[error("o indicador {name} revela totais da empresa e só aparece para quem vê todos os clientes")]
    Hidden { name: String },
    /// A month that has not begun.
    #[error("o mês {month} ainda não começou em {as_of}: peça um mês anterior, ou uma data depois com --as-of")]
    FutureMonth { month: String, as_of: domain::Day },
    /// The steps contradict one another: a defect.
    #[error("defeito no cálculo da carteira: {detail}")]
    Inconsistent { detail: &'static str },
}

impl PanelError {
    /// That there is no metric of a name, and which may be meant.
    pub(crate) fn unknown_metric(name: &str) -> Self {
        Self::UnknownMetric { name: name.to_owned(), near: near_metrics(name) }
    }
}

fn meant(near: &[&'static str]) -> String {
    if near.is_empty() { String::new() } else { format!(" (você quis dizer {}?)", near.join(", ")) }
}

fn meant_key(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!(" (há {})", near.join(", ")) }
}
