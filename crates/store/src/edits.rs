//! What people corrected on a customer. A correction outranks every source, belongs to no import and
//! is not undone with one.

use domain::CustomerKey;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::catalogue::entities::edits;
use crate::desk::count_change;
use crate::error::StoreError;
use crate::workspace::Workspace;

/// How many rows one statement inserts.
const EDITS_PER_INSERT: usize = 2000;

/// One correction of one field of one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The customer: a company's root, or one party.
    pub customer: String,
    /// The field.
    pub field: String,
    /// The value; `None` takes an earlier correction back.
    pub value: Option<String>,
    /// When it was made, RFC 3339.
    pub made_at: String,
}

impl Workspace {
    /// Corrects a field of a customer; without value, takes the correction back. `now` is RFC 3339.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn edit(
        &self,
        customer: &CustomerKey,
        field: &str,
        value: Option<&str>,
        now: &str,
    ) -> Result<(), StoreError> {
        self.edit_all(std::slice::from_ref(customer), field, value, now).await
    }

    /// Corrects a field of many customers alike, all or none of them.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn edit_all(
        &self,
        customers: &[CustomerKey],
        field: &str,
        value: Option<&str>,
        now: &str,
    ) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        for customers in customers.chunks(EDITS_PER_INSERT) {
            let rows = customers.iter().map(|customer| edits::ActiveModel {
                id: ActiveValue::NotSet,
                customer: Set(customer.to_string()),
                field: Set(field.to_owned()),
                value: Set(value.map(str::to_owned)),
                made_at: Set(now.to_owned()),
            });
            edits::Entity::insert_many(rows).exec_without_returning(&transaction).await?;
        }
        count_change(&transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// All corrections ever made, of one customer or of all, the oldest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn edits(&self, customer: Option<&CustomerKey>) -> Result<Vec<Edit>, StoreError> {
        let mut query = edits::Entity::find().order_by_asc(edits::Column::Id);
        if let Some(customer) = customer {
            query = query.filter(edits::Column::Customer.eq(customer.to_string()));
        }
        let rows = query.all(self.catalogue.connection()).await?;
        Ok(rows
            .into_iter()
            .map(|row| Edit { customer: row.customer, field: row.field, value: row.value, made_at: row.made_at })
            .collect())
    }
}
