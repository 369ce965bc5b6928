//! Product lists.

use domain::facts::ProductRow;

use super::{Field, Nothing, Read, Reading};
use crate::table::row::Row;

impl Reading<'_> {
    pub(super) fn product_row(&mut self, row: &Row<'_>) -> Read<ProductRow> {
        if let Some(reason) = self.idle(row) {
            return Err(Nothing::Ignored(reason));
        }
        let description = self.owned(row, Field::Description)?;
        let code = self.text(row, Field::Product)?.or(description.as_deref()).map(Into::into);
        let field = if self.columns.has(Field::Product) { Field::Product } else { Field::Description };
        Ok(ProductRow {
            code: self.needed(code, field)?,
            description,
            category: self.shared(row, Field::Category)?,
            brand: self.shared(row, Field::Brand)?,
            unit: self.shared(row, Field::Unit)?,
            cost: self.amount(row, Field::UnitCost)?,
        })
    }
}
