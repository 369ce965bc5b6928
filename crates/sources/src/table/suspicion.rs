//! What the columns of a table give away: that it is about something else than its names say. A table
//! read as the wrong thing loses everything in silence; one refused loses nothing.

use domain::record::TableError;
use domain::text::normalised_name;

use super::cells::{DateOrder, DecimalStyle, date, month, number};
use super::field::{Columns, Field, Kind};
use super::header::{Guess, understood};
use super::row::{Form, Row};
use super::settle::has_word;

/// Words of headers whose days and amounts belong in a list of customers or products.
const OF_LISTS: [&str; 30] = [
    "CADASTRO",
    "NASC",
    "LIMITE",
    "CREDITO",
    "ULTIM",
    "SALDO",
    "ABERTURA",
    "FUNDACAO",
    "INCLUSAO",
    "ALTERACAO",
    "ATUALIZACAO",
    "VALIDADE",
    "DESDE",
    "MEDIO",
    "MEDIA",
    "CAPITAL",
    "RENDA",
    "PRECO",
    "CUSTO",
    "ESTOQUE",
    "MARGEM",
    "COMISSAO",
    "META",
    "POTENCIAL",
    "CRIACAO",
    "CREATED",
    "UPDATED",
    "CONTRATO",
    "DESCONTO",
    "TUDE",
];

/// Words of headers of money.
const OF_MONEY: [&str; 17] = [
    "VALOR",
    "VL",
    "VLR",
    "TOTAL",
    "RECEITA",
    "FATURAMENTO",
    "FATURADO",
    "VENDA",
    "VENDAS",
    "VENDIDO",
    "AMOUNT",
    "REVENUE",
    "SALES",
    "MONTANTE",
    "COMPRAS",
    "BRUTO",
    "LIQUIDO",
];

/// Refuses a table found to be of something else, where nobody said what it is.
pub(super) fn refuse(guess: &Guess, values: &[Row<'_>], hint: Option<Kind>) -> Result<(), TableError> {
    if guess.layout.is_some() {
        return Ok(());
    }
    let of_money = matches!(guess.kind, Kind::Sales | Kind::Receivables);
    if hint.is_none()
        && let Some(column) = purchases(guess)
    {
        return Err(TableError::LooksLikePurchases { column });
    }
    let lists = matches!(guess.kind, Kind::Customers | Kind::Sellers | Kind::Products);
    let incomplete = !guess.columns.missing(guess.kind).is_empty();
    if hint.is_none() && lists || of_money && incomplete {
        guess.names.iter().try_for_each(|name| in_reais(name))?;
    }
    if hint.is_none() && lists && !incomplete { sales_in_disguise(guess, values) } else { Ok(()) }
}

/// Refuses a map's column of amounts that are not in reais.
pub(super) fn refuse_units(names: &[String], columns: &Columns) -> Result<(), TableError> {
    use Field::{Amount, Billed, DocumentTotal, ItemTotal, OpenAmount, PaidAmount, Price};
    let money = [ItemTotal, DocumentTotal, Billed, Price, Amount, OpenAmount, PaidAmount];
    let named = money.into_iter().filter_map(|field| names.get(columns.get(field)?));
    named.into_iter().try_for_each(|name| in_reais(name))
}

/// Refuses a header that says that its amounts are in thousands or in another currency.
fn in_reais(header: &str) -> Result<(), TableError> {
    const MANY: [&str; 4] = ["MIL", "MILHARES", "MILHAR", "MILHOES"];
    const FOREIGN: [&str; 8] = ["US", "USD", "EUR", "GBP", "DOLAR", "DOLARES", "EURO", "EUROS"];
    let unit = if has_word(header, &MANY) {
        "milhares de reais"
    } else if has_word(header, &FOREIGN) || header.contains(['€', '£']) {
        "moeda estrangeira"
    } else {
        return Ok(());
    };
    let money = has_word(header, &OF_MONEY) || header.contains('$');
    if money { Err(TableError::AmountUnit { column: header.chars().take(60).collect(), unit }) } else { Ok(()) }
}

/// The column that shows that a table is of what was bought.
fn purchases(guess: &Guess) -> Option<String> {
    const SUPPLIER: [&str; 4] = ["FORNECEDOR", "FORNECEDORES", "SUPPLIER", "VENDOR"];
    const CLIENT: [&str; 8] =
        ["CLIENTE", "CLIENTES", "CUSTOMER", "DESTINATARIO", "SACADO", "PAGADOR", "TOMADOR", "COMPRADOR"];
    let supplier = guess.names.iter().find(|name| has_word(name, &SUPPLIER))?;
    let client = guess.names.iter().any(|name| has_word(name, &CLIENT));
    let named = guess.columns.has_any(&[Field::Name, Field::TradeName, Field::Code]);
    // The supplier of the goods sold is a column of sales as well.
    let of_goods = guess.columns.has_any(&[Field::Product, Field::Description]);
    let sold = match guess.kind {
        Kind::Products | Kind::Sellers => true,
        Kind::Customers => named,
        Kind::Sales | Kind::Receivables => named && of_goods,
    };
    (!client && !sold).then(|| supplier.chars().take(60).collect())
}

/// Refuses a list among whose columns of no use are days and amounts, or months with amounts.
fn sales_in_disguise(guess: &Guess, values: &[Row<'_>]) -> Result<(), TableError> {
    let used: Vec<usize> = guess.columns.assigned().into_iter().map(|(column, _)| column).collect();
    let unused = guess.names.iter().enumerate().filter(|(column, _)| !used.contains(column));
    let (mut days, mut amounts, mut months) = (Vec::new(), Vec::new(), Vec::new());
    for (column, name) in unused.take(500) {
        let key = normalised_name(name);
        let cells = values.iter().filter_map(|row| row.cells.get(column));
        let cells: Vec<_> = cells.filter(|cell| !cell.text.trim().is_empty()).take(50).collect();
        if cells.is_empty() || OF_LISTS.iter().any(|word| key.contains(word)) {
            continue;
        }
        let most = |is: &dyn Fn(&str, Form) -> bool| {
            cells.iter().filter(|cell| is(cell.text.trim(), cell.form)).count() * 10 >= cells.len() * 8
        };
        if most(&is_day) {
            days.push(name.clone());
        } else if most(&is_number) {
            if is_month_name(name) {
                months.push(name.clone());
            } else if has_word(name, &OF_MONEY)
                || guess.kind == Kind::Customers && cells.iter().any(|cell| is_money(cell.text.trim(), cell.form))
            {
                amounts.push(name.clone());
            }
        }
    }
    let columns = match (days.first(), amounts.first(), months.as_slice()) {
        (Some(day), Some(amount), _) => [day, amount].map(|name| format!("{name:?}")).join(" e "),
        (_, _, [first, second, ..]) => [first, second].map(|name| format!("{name:?}")).join(" e "),
        _ => return Ok(()),
    };
    let understood = understood(&guess.names, &guess.columns);
    Err(TableError::LooksLikeSales { kind: guess.kind.label(), word: guess.kind.as_str(), understood, columns })
}

fn is_day(text: &str, form: Form) -> bool {
    let written = form == Form::Date || text.contains(['/', '-', '.', ' ']) && text.len() >= 6;
    let read = |order| date(text, order).day.is_ok();
    form != Form::Number
        && written
        && (read(DateOrder::DayFirst) || read(DateOrder::MonthFirst) || month(text).is_some())
}

fn is_number(text: &str, form: Form) -> bool {
    number(text, form, DecimalStyle::Comma).is_ok()
}

/// Whether a number is written as money is: with a currency or with cents.
fn is_money(text: &str, form: Form) -> bool {
    let cents = text.rfind([',', '.']).is_some_and(|at| text.len() - at == 3);
    text.contains('$') || cents || form == Form::Number && text.contains('.')
}

/// Whether a header is a month or a year: `Jan`, `mar/26`, `03/2026`, `2026`.
fn is_month_name(header: &str) -> bool {
    let alone = header.trim().bytes().all(|byte| byte.is_ascii_digit());
    if alone && header.trim().len() == 4 && header.trim().starts_with("20") {
        return true;
    }
    month(header).is_some() || !alone && month(&format!("{} 2026", header.trim())).is_some()
}
