//! Sales: a line an item, or a line a document.

use domain::cfop::{Cfop, OperationClass, ReturnIssuer};
use domain::facts::{RowParty, SaleRow};
use domain::record::{CellError, IgnoreReason};
use domain::text::normalised_name;
use domain::{Cents, ContentHash, Quantity};

use super::{Field, Nothing, Read, Reading, fault, missing};
use crate::table::cells::Number;
use crate::table::row::Row;

/// A document's amount as one of its rows gives it: number, day, customer, amount, and whether it is
/// the billed one.
pub(super) type DocumentAmount = (std::sync::Arc<str>, i32, Option<ContentHash>, Cents, bool);

/// What changes a line's amount: what is taken off, and what is put on.
#[derive(Clone, Copy, Default)]
struct Extras {
    off: Cents,
    on: Cents,
}

impl Reading<'_> {
    pub(super) fn sale(&mut self, row: &Row<'_>) -> Read<SaleRow> {
        self.refuse_cancelled(row)?;
        self.refuse_quotes(row)?;
        self.refuse_gifts(row)?;
        let came_back = self.is_return(row)?;
        let came_back = self.operation_came_back(row, came_back)?;
        self.refuse_foreign(row)?;
        let day = self.day(row, Field::IssueDate)?;
        let day = self.needed(day, Field::IssueDate)?;
        let quantity = self.number(row, Field::Quantity, CellError::Quantity)?;
        let of_line = self.line_amount(row, quantity)?;
        let of_document = self.amount(row, Field::DocumentTotal)?;
        let billed = self.amount(row, Field::Billed)?;
        let quantity = match quantity {
            Some(number) => Some(number.quantity().map_err(|cause| self.fault_at(row, Field::Quantity, cause))?),
            None => None,
        };
        let number = self.document_number(row)?;
        let customer = self.customer(row)?;
        let mut once = |amount: Cents, is_billed: bool, whole: bool| {
            let (Some(number), true) = (&number, whole) else { return amount };
            let customer = customer.as_deref().map(RowParty::content);
            let new = self.document_amounts.insert((number.clone(), day.epoch_days(), customer, amount, is_billed));
            if new { amount } else { Cents::ZERO }
        };
        let billed_once = billed.map(|amount| once(amount, true, self.traits.whole_billed));
        let revenue = match (of_line, of_document) {
            (Some(amount), _) => Some(amount),
            (None, Some(amount)) => Some(once(amount, false, self.traits.whole)),
            (None, None) => billed_once,
        };
        let revenue = revenue.ok_or_else(|| missing(self.amount_field()))?;
        let given = of_line.or(of_document).or(billed).unwrap_or(revenue);
        let returned = given.0 < 0 || quantity.is_some_and(|quantity| quantity.0 < 0) || came_back;
        let cost = self.cost(row, quantity)?;
        Ok(SaleRow {
            number,
            day,
            customer,
            product: self.product(row)?,
            returned,
            quantity: quantity.map(|quantity| Quantity(quantity.0.saturating_abs())),
            revenue: size(revenue),
            billed: billed_once.map(size),
            cost: cost.map(size),
            seller: self.shared(row, Field::Seller)?,
        })
    }

    /// What the line is worth by its own amounts: the item's total, or quantity times price, less the
    /// discount and with freight and other charges where the amount is without them.
    fn line_amount(&mut self, row: &Row<'_>, quantity: Option<Number>) -> Read<Option<Cents>> {
        let price = self.number(row, Field::Price, CellError::Amount)?;
        let product = match (quantity, price) {
            (Some(quantity), Some(price)) => {
                Some(quantity.times(price).map_err(|cause| self.fault_at(row, Field::Price, cause))?)
            }
            _ => None,
        };
        let total = self.amount(row, Field::ItemTotal)?;
        let total = total.filter(|_| product.is_none() || !self.is_merged(row, Field::ItemTotal));
        let extras = self.extras(row)?;
        let near = |one: Cents, other: Cents| one.0.abs_diff(other.0) <= 1;
        match (total, product) {
            (Some(total), Some(product)) => {
                let net = self.adjusted(row, product, Extras { on: Cents::ZERO, ..extras });
                let whole = self.adjusted(row, product, extras);
                match (net, whole) {
                    (_, Ok(whole)) if near(total, whole) => Ok(Some(total)),
                    _ if near(total, product) => self.adjusted(row, total, extras).map(Some),
                    (Ok(net), _) if near(total, net) => {
                        self.adjusted(row, total, Extras { off: Cents::ZERO, ..extras }).map(Some)
                    }
                    _ => Ok(Some(total)),
                }
            }
            (Some(total), None) if self.traits.gross => self.adjusted(row, total, extras).map(Some),
            (Some(total), None) => Ok(Some(total)),
            (None, Some(product)) => self.adjusted(row, product, extras).map(Some),
            (None, None) => match self.amount(row, Field::DocumentTotal)? {
                Some(total) if self.traits.gross && !self.traits.whole => self.adjusted(row, total, extras).map(Some),
                _ => Ok(None),
            },
        }
    }

    /// What is taken off the line's amount and put on it, both as sizes.
    fn extras(&mut self, row: &Row<'_>) -> Read<Extras> {
        let off = self.amount(row, Field::ItemDiscount)?.map_or(Cents::ZERO, size);
        let freight = self.amount(row, Field::Freight)?.map_or(Cents::ZERO, size);
        let charges = self.amount(row, Field::Charges)?.map_or(Cents::ZERO, size);
        let on = freight.checked_add(charges).ok_or_else(|| self.overflow(row, Field::Freight))?;
        Ok(Extras { off, on })
    }

    fn adjusted(&self, row: &Row<'_>, amount: Cents, extras: Extras) -> Read<Cents> {
        let left = size(amount).checked_sub(extras.off);
        let left = left
            .filter(|left| left.0 >= 0)
            .ok_or_else(|| self.fault_at(row, Field::ItemDiscount, CellError::Discount))?;
        let sum = left.checked_add(extras.on).ok_or_else(|| self.overflow(row, Field::Freight))?;
        Ok(if amount.0 < 0 { Cents(-sum.0) } else { sum })
    }

    fn overflow(&self, row: &Row<'_>, field: Field) -> Nothing {
        self.fault_at(row, field, CellError::AmountOverflow)
    }

    /// The cost of the line, given as such or for one unit.
    fn cost(&mut self, row: &Row<'_>, quantity: Option<Quantity>) -> Read<Option<Cents>> {
        if let Some(cost) = self.amount(row, Field::Cost)? {
            return Ok(Some(cost));
        }
        let unit_cost = self.number(row, Field::UnitCost, CellError::Amount)?;
        let (Some(unit_cost), Some(_)) = (unit_cost, quantity) else { return Ok(None) };
        let Some(quantity) = self.number(row, Field::Quantity, CellError::Quantity)? else { return Ok(None) };
        unit_cost.times(quantity).map(Some).map_err(|cause| self.fault_at(row, Field::UnitCost, cause))
    }

    /// Whether status or type say that nothing is sold yet. An order in the open is none; a note whose
    /// payment is in the open is one.
    fn refuse_quotes(&self, row: &Row<'_>) -> Read<()> {
        const QUOTES: [&str; 8] =
            ["ORCAMENTO", "COTACAO", "PROPOSTA", "RASCUNHO", "DIGITACAO", "DADOS INCOMPLETOS", "QUOTE", "DRAFT"];
        for field in [Field::Status, Field::DocumentType] {
            let Some(word) = self.text(row, field)?.map(normalised_name) else { continue };
            let open = field == Field::Status
                && !self.traits.of_notes
                && matches!(word.as_str(), "ABERTO" | "EM ABERTO" | "ABERTA" | "PEDIDO EM ABERTO" | "OPEN");
            // `Orçamento aprovado` was sold.
            let approved = ["APROVAD", "FATURAD", "VENDA"].iter().any(|sold| word.contains(sold));
            if open || QUOTES.iter().any(|quote| word.contains(quote)) && !approved {
                return Err(Nothing::Ignored(IgnoreReason::QuoteRow));
            }
        }
        Ok(())
    }

    /// Whether the type of the document says that nothing was sold.
    fn refuse_gifts(&self, row: &Row<'_>) -> Read<()> {
        const WORDS: [&str; 7] = ["BONIFIC", "BRINDE", "DOACAO", "AMOSTRA", "TRANSFERENCIA", "REMESSA", "COMODATO"];
        let Some(kind) = self.text(row, Field::DocumentType)? else { return Ok(()) };
        let kind = normalised_name(kind);
        let sold = !WORDS.iter().any(|word| kind.contains(word)) || kind.contains("VENDA");
        if sold { Ok(()) } else { Err(Nothing::Ignored(IgnoreReason::NotSaleRow)) }
    }

    /// Whether type or status say that goods came back.
    fn is_return(&self, row: &Row<'_>) -> Read<bool> {
        const WORDS: [&str; 6] = ["DEVOL", "NCC", "ESTORNO", "RETURN", "REFUND", "CREDIT NOTE"];
        if let Some(status) = self.text(row, Field::Status)?.map(normalised_name)
            && status.starts_with("DEVOLV")
            && !status.contains("PARCIAL")
        {
            return Ok(true);
        }
        let Some(kind) = self.text(row, Field::DocumentType)? else { return Ok(false) };
        let kind = normalised_name(kind);
        Ok(WORDS.iter().any(|word| kind.contains(word)))
    }

    /// Whether the row takes revenue away, by its CFOP where it has one. What is neither a sale nor a
    /// return of one is nothing for the portfolio.
    fn operation_came_back(&self, row: &Row<'_>, said: bool) -> Read<bool> {
        let Some(cfop) = self.cfop(row)? else { return Ok(said) };
        if cfop.is_entry() {
            return match cfop.is_sales_return(ReturnIssuer::Own, said) {
                true => Ok(true),
                false => Err(Nothing::Ignored(IgnoreReason::NotSaleRow)),
            };
        }
        match cfop.operation() {
            OperationClass::Sale | OperationClass::AdvanceBilling => Ok(said),
            _ => Err(Nothing::Ignored(IgnoreReason::NotSaleRow)),
        }
    }

    /// The row's CFOP: `5102`, `5.102`, `5102 - Venda`.
    fn cfop(&self, row: &Row<'_>) -> Read<Option<Cfop>> {
        let Some(text) = self.text(row, Field::Cfop)? else { return Ok(None) };
        let digits = text.bytes().filter(|byte| *byte != b'.').take_while(u8::is_ascii_digit);
        let digits: String = digits.take(5).map(char::from).collect();
        // A workbook's number may come as `5102.0`.
        let digits = if text.ends_with(".0") { digits.get(..4).unwrap_or(&digits) } else { &digits };
        if !digits.is_empty() && digits.bytes().all(|digit| digit == b'0') {
            return Ok(None);
        }
        digits.parse().map(Some).map_err(|_| fault(Field::Cfop, text, CellError::Cfop))
    }

    /// The field in which the table gives what a line is worth.
    fn amount_field(&self) -> Field {
        let fields = [Field::ItemTotal, Field::Price, Field::DocumentTotal, Field::Billed];
        fields.into_iter().find(|field| self.columns.has(*field)).unwrap_or(Field::DocumentTotal)
    }
}

fn size(amount: Cents) -> Cents {
    Cents(amount.0.saturating_abs())
}
