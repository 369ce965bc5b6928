//! Receivables, with what was paid.

use domain::Cents;
use domain::facts::TitleRow;
use domain::record::IgnoreReason;
use domain::text::normalised_name;

use super::{Field, Nothing, Read, Reading};
use crate::table::row::Row;

impl Reading<'_> {
    pub(super) fn title(&mut self, row: &Row<'_>) -> Read<TitleRow> {
        self.refuse_cancelled(row)?;
        self.refuse_foreign(row)?;
        let due_on = self.day(row, Field::DueDate)?;
        let due_on = self.needed(due_on, Field::DueDate)?;
        let customer = self.customer(row)?;
        let customer = self.needed(customer, self.customer_field())?;
        let open = self.amount(row, Field::OpenAmount)?;
        let paid = self.amount(row, Field::PaidAmount)?.filter(|paid| *paid != Cents::ZERO);
        let amount = self.amount(row, Field::Amount)?.or_else(|| open?.checked_add(paid.unwrap_or(Cents::ZERO)));
        let amount =
            self.needed(amount, if self.columns.has(Field::Amount) { Field::Amount } else { Field::OpenAmount })?;
        if amount.0 < 0 && &*self.source == "contaazul" {
            return Err(Nothing::Ignored(IgnoreReason::PayableRow));
        }
        let credit = amount.0 < 0 || self.is_credit(row)?;
        let amount = Cents(amount.0.saturating_abs());
        let paid_on = self.day(row, Field::PaidOn)?;
        let discount = self.amount(row, Field::Discount)?.unwrap_or(Cents::ZERO);
        // A payment's day without its amount: all that is neither open nor forgiven was paid.
        let settled = || amount.checked_sub(open.unwrap_or(Cents::ZERO))?.checked_sub(discount);
        let given = self.columns.has(Field::PaidAmount);
        let paid_amount = paid.or_else(|| settled().filter(|paid| paid_on.is_some() && !given && paid.0 > 0));
        Ok(TitleRow {
            number: self.document_number(row)?,
            parcel: self.shared(row, Field::Parcel)?,
            customer,
            issued_on: self.day(row, Field::IssueDate)?,
            due_on,
            credit,
            amount,
            paid_on,
            paid_amount: paid_amount.map(|paid| Cents(paid.0.saturating_abs())),
            open: open.map(|open| Cents(open.0.saturating_abs())),
            method: self.shared(row, Field::Method)?,
            bank_number: self.text(row, Field::BankNumber)?.map(Into::into),
            seller: self.shared(row, Field::Seller)?,
        })
    }

    /// Whether the type says that the customer has it to its credit: credit notes, advances, and the
    /// abatements whose types end in a minus.
    fn is_credit(&self, row: &Row<'_>) -> Read<bool> {
        let Some(kind) = self.text(row, Field::DocumentType)? else { return Ok(false) };
        let word = normalised_name(kind);
        Ok(matches!(word.as_str(), "NCC" | "RA")
            || kind.ends_with('-')
            || ["DEVOL", "CREDIT"].iter().any(|part| word.contains(part)))
    }

    /// The field in which the table names customers best.
    pub(super) fn customer_field(&self) -> Field {
        let fields = [Field::TaxId, Field::Cpf, Field::Code, Field::Name, Field::TradeName];
        fields.into_iter().find(|field| self.columns.has(*field)).unwrap_or(Field::Name)
    }
}
