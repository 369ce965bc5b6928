//! Customer lists, and lists of who owns which customer.

use domain::facts::RegistrationRow;

use super::{Field, Nothing, Read, Reading};
use crate::table::row::Row;

impl Reading<'_> {
    pub(super) fn registration(&mut self, row: &Row<'_>) -> Read<RegistrationRow> {
        if let Some(reason) = self.idle(row) {
            return Err(Nothing::Ignored(reason));
        }
        let customer = self.customer(row)?;
        let customer = self.needed(customer, self.customer_field())?;
        Ok(RegistrationRow { customer, owner: self.shared(row, Field::Seller)?, observed_on: self.today })
    }
}
