//! Customer lists, and lists of who owns which customer.

use std::sync::Arc;

use domain::CustomerKey;
use domain::facts::{RegistrationRow, RowParty, SourceRank};
use domain::party::{Party, PartyKey, PartyKind};
use domain::record::CellError;

use super::{Field, Nothing, Read, Reading, fault};
use crate::table::exported;
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

    /// What a person wrote on the sheet of an export, of which only the changes are left.
    pub(in crate::table) fn changed_registration(&mut self, row: &Row<'_>, key: usize) -> Read<RegistrationRow> {
        let text = row.cells.get(key).map_or("", |cell| cell.text.trim());
        let Ok(CustomerKey::Party(key)) = text.parse::<CustomerKey>() else {
            return Err(exported::wrong_key(text));
        };
        let owner = self.shared(row, Field::Seller)?;
        let mut said = self.observation(row)?;
        if let (None, Some(text)) = (&said.emails, self.text(row, Field::Email)?) {
            return Err(fault(Field::Email, text, CellError::Email));
        }
        said.rank = SourceRank::Person;
        let kind = if matches!(key, PartyKey::Cpf(_)) { PartyKind::Person } else { PartyKind::Company };
        let said = (!said.is_empty()).then_some(said);
        let customer = Arc::new(RowParty::new(Party { key, kind }, None, said));
        Ok(RegistrationRow { customer, owner, observed_on: self.today })
    }
}
