//! Lists of sellers.

use domain::facts::SellerRow;

use super::{Field, Nothing, Read, Reading};
use crate::table::row::Row;

impl Reading<'_> {
    pub(super) fn seller_row(&mut self, row: &Row<'_>) -> Read<SellerRow> {
        if let Some(reason) = self.idle(row) {
            return Err(Nothing::Ignored(reason));
        }
        let name = self.owned(row, Field::SellerName)?;
        let code = self.text(row, Field::SellerCode)?.or(name.as_deref()).map(Into::into);
        let field = if self.columns.has(Field::SellerCode) { Field::SellerCode } else { Field::SellerName };
        Ok(SellerRow {
            code: self.needed(code, field)?,
            name,
            team: self.shared(row, Field::Team)?,
            manager: self.shared(row, Field::Manager)?,
        })
    }
}
