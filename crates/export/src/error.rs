//! Why a file could not be put together.

use rust_xlsxwriter::XlsxError;

use crate::text;
use crate::workbook::MOST_ROWS;

/// Why a file could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// No customer to write.
    #[error("nenhum cliente atende ao que foi pedido: não há o que exportar")]
    Nothing,
    /// More customers than a sheet has rows.
    #[error(
        "são {} clientes, e uma planilha tem lugar para {}: escolha menos clientes, ou exporte em CSV ou Parquet",
        text::count(*.customers), text::count(MOST_ROWS as u64)
    )]
    TooMany { customers: u64 },
    /// The workbook could not be put together: a defect.
    #[error("a planilha não pôde ser montada: {0}")]
    Workbook(#[from] XlsxError),
}
