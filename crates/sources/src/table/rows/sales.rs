//! Sales: a line an item, or a line a document.

use domain::facts::SaleRow;
use domain::record::{CellError, IgnoreReason};
use domain::text::normalised_name;
use domain::{Cents, Quantity};

use super::{Field, Nothing, Read, Reading, missing};
use crate::table::row::Row;

impl Reading<'_> {
    pub(super) fn sale(&mut self, row: &Row<'_>) -> Read<SaleRow> {
        self.refuse_cancelled(row)?;
        self.refuse_gifts(row)?;
        let day = self.day(row, Field::IssueDate)?;
        let day = self.needed(day, Field::IssueDate)?;
        let quantity = self.number(row, Field::Quantity, CellError::Quantity)?;
        let price = self.number(row, Field::Price, CellError::Amount)?;
        let billed = self.amount(row, Field::Billed)?;
        let product_of_both = match (quantity, price) {
            (Some(quantity), Some(price)) => {
                Some(quantity.times(price).map_err(|cause| self.fault_at(row, Field::Price, cause))?)
            }
            _ => None,
        };
        let total = self.amount(row, Field::ItemTotal)?;
        let document_total = self.amount(row, Field::DocumentTotal)?;
        let revenue = total.or(product_of_both).or(document_total).or(billed);
        let revenue = revenue.ok_or_else(|| missing(self.amount_field()))?;
        let quantity = match quantity {
            Some(number) => Some(number.quantity().map_err(|cause| self.fault_at(row, Field::Quantity, cause))?),
            None => None,
        };
        let returned = revenue.0 < 0 || quantity.is_some_and(|quantity| quantity.0 < 0) || self.is_return(row)?;
        let cost = self.cost(row, quantity)?;
        Ok(SaleRow {
            number: self.document_number(row)?,
            day,
            customer: self.customer(row)?,
            product: self.product(row)?,
            returned,
            quantity: quantity.map(|quantity| Quantity(quantity.0.saturating_abs())),
            revenue: size(revenue),
            billed: billed.map(size),
            cost: cost.map(size),
            seller: self.shared(row, Field::Seller)?,
        })
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

    /// Whether the type of the document says that nothing was sold.
    fn refuse_gifts(&self, row: &Row<'_>) -> Read<()> {
        const WORDS: [&str; 7] = ["BONIFIC", "BRINDE", "DOACAO", "AMOSTRA", "TRANSFERENCIA", "REMESSA", "COMODATO"];
        let Some(kind) = self.text(row, Field::DocumentType)? else { return Ok(()) };
        let kind = normalised_name(kind);
        let sold = !WORDS.iter().any(|word| kind.contains(word)) || kind.contains("VENDA");
        if sold { Ok(()) } else { Err(Nothing::Ignored(IgnoreReason::NotSaleRow)) }
    }

    /// Whether the type of the document says that goods came back.
    fn is_return(&self, row: &Row<'_>) -> Read<bool> {
        let Some(kind) = self.text(row, Field::DocumentType)? else { return Ok(false) };
        let kind = normalised_name(kind);
        Ok(["DEVOL", "NCC", "ESTORNO", "RETURN", "REFUND", "CREDIT NOTE"].iter().any(|word| kind.contains(word)))
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
