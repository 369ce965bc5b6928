//! What can be wrong with a table, and what its owner should do about it.

use crate::tax_id::TaxIdError;

/// Why a cell, and with it its row, could not be read. Line, column and value stand in the reject.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// An empty cell that must not be.
    #[error("falta {field}: preencha a célula, ou apague a linha se ela não é um lançamento")]
    Missing { field: &'static str },
    /// Not an amount.
    #[error("não é um valor em reais: escreva como 1.234,56")]
    Amount,
    /// Beyond 64 bits of cents.
    #[error("o valor é grande demais: confira se não é um código no lugar de um valor")]
    AmountOverflow,
    /// Not in reais.
    #[error("está em moeda estrangeira: converta o valor para reais na planilha e importe-a de novo")]
    Currency,
    /// A discount beyond what it is taken from.
    #[error("o desconto é maior que o valor da linha: confira as duas colunas")]
    Discount,
    /// Not a quantity.
    #[error("não é uma quantidade: escreva como 1,5 ou 1.234")]
    Quantity,
    /// Not a date.
    #[error("não é uma data: escreva como 31/12/2026")]
    Date,
    /// A date in the other order than its column.
    #[error("não é uma data na ordem {order}, que o resto da coluna usa: escreva todas na mesma ordem")]
    DateOrder { order: &'static str },
    /// Not a CFOP.
    #[error("não é um CFOP: escreva os quatro dígitos, como 5102, ou deixe a célula vazia")]
    Cfop,
    /// A tax id that is none.
    #[error("{0}: corrija-o na planilha e importe-a de novo")]
    TaxId(TaxIdError),
    /// A tax id whose last digits a spreadsheet rounded away.
    #[error(
        "o CNPJ ou CPF está em notação científica e perdeu dígitos: no Excel, formate a coluna como Número sem \
         casas decimais (ou Texto) e exporte de novo"
    )]
    ScientificTaxId,
    /// A formula that gives an error.
    #[error("a célula tem um erro de fórmula: corrija a fórmula na planilha e salve-a de novo")]
    FormulaError,
    /// A formula whose result the file does not hold.
    #[error("a célula tem uma fórmula sem resultado gravado: abra a planilha e salve-a de novo")]
    UnsavedFormula,
    /// More cells than the header has columns.
    #[error(
        "a linha tem {found} células e o cabeçalho tem {expected} colunas: ponha entre aspas o texto que contém o \
         separador"
    )]
    TooManyCells { found: usize, expected: usize },
    /// A quote that nothing closes.
    #[error("aspas abertas que não se fecham: feche-as, ou apague-as, na linha indicada")]
    OpenQuote,
    /// Not an e-mail address.
    #[error("não é um e-mail: escreva como nome@empresa.com.br; vários, com ponto e vírgula")]
    Email,
    /// A key that names no customer.
    #[error(
        "não é a chave de um cliente: não mude a coluna Chave; para um cliente novo, escreva o CNPJ ou CPF inteiro"
    )]
    CustomerKey,
    /// More text than a cell of any spreadsheet.
    #[error("a célula tem mais de {limit} caracteres: abrevie o texto")]
    TooLong { limit: usize },
}

/// Why a table as a whole could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// No row whose cells name columns.
    #[error(
        "não encontrei a linha de cabeçalho (nomes como Cliente, CNPJ, Data, Valor); a primeira linha é: {first}. Se \
         o arquivo não tem cabeçalho, diga num mapa o que é cada coluna"
    )]
    NoHeader { first: String },
    /// A header is there, but what it names is not enough for any kind.
    #[error(
        "{understood}; para ler como {kind} falta a coluna de {missing}. Se ela está no arquivo com outro \
         nome, diga qual é num mapa"
    )]
    Incomplete { kind: &'static str, understood: String, missing: String },
    /// A customer list by its columns, but with days and amounts that nobody keeps in one.
    #[error(
        "{understood}, como num cadastro de {kind}, mas as colunas {columns} parecem a data e o valor de vendas: se são \
         vendas, diga --kind sales, ou diga num mapa (--map) o que é cada coluna; se é mesmo um cadastro, diga --kind {word}"
    )]
    LooksLikeSales { kind: &'static str, word: &'static str, understood: String, columns: String },
    /// What was bought, not what was sold.
    #[error(
        "a coluna {column:?} mostra que a planilha é de compras ou de contas a pagar, que não são da carteira; se são \
         vendas, diga --kind sales, ou diga num mapa (--map) o que é cada coluna"
    )]
    LooksLikePurchases { column: String },
    /// Amounts in thousands, or in another currency.
    #[error("a coluna {column:?} está em {unit}: escreva os valores em reais, por inteiro, e importe de novo")]
    AmountUnit { column: String, unit: &'static str },
    /// A header and nothing below it.
    #[error("a planilha tem cabeçalho e nenhuma linha: exporte-a de novo com os dados")]
    NoRows,
    /// Not one cell that says anything.
    #[error("a planilha está vazia: nenhuma célula diz nada")]
    Blank,
    /// More columns than any spreadsheet.
    #[error("a linha {line} tem mais de {limit} colunas: confira o separador ou divida o arquivo")]
    TooManyColumns { line: u64, limit: usize },
    /// More cells than can be held.
    #[error("a planilha tem mais de {limit} células: exporte-a como CSV")]
    TooManyCells { limit: usize },
    /// Rows that cannot be read by the hundred thousand: the table is something else.
    #[error(
        "mais de {limit} linhas recusadas: a planilha não parece ser de {kind}; confira o tipo e as colunas num mapa"
    )]
    TooManyRejects { kind: &'static str, limit: usize },
    /// Not a whole workbook.
    #[error("a planilha está corrompida ou cortada ({detail}): abra-a e salve-a de novo, ou exporte como CSV")]
    CorruptWorkbook { detail: String },
    /// A workbook under a password.
    #[error("a planilha está protegida por senha: salve-a sem senha e importe de novo")]
    EncryptedWorkbook,
    /// A workbook without any table.
    #[error("nenhuma aba da planilha é uma tabela com cabeçalho e linhas")]
    NoTable,
    /// A map that names a column the file does not have.
    #[error("o mapa diz que {field} está na coluna {column}, que o arquivo não tem; ele tem: {found}")]
    MapColumn { field: &'static str, column: String, found: String },
    /// A name that cannot be a source's.
    #[error(
        "{value:?} não serve como fonte: use um nome de letras, algarismos, - e _, que não seja nfe, nfse, sped, cnpj \
         nem cpf"
    )]
    Source { value: String },
    /// A map that cannot be read.
    #[error("o mapa não pôde ser lido: {detail}")]
    Map { detail: String },
}
