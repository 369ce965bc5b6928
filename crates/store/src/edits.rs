//! What people corrected on a customer. A correction outranks every source, belongs to no import and
//! is not undone with one.

pub(crate) mod bulk;

use domain::CustomerKey;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use serde_json::{Map, Value, json};

use crate::catalogue::entities::edits;
use crate::desk::decided;
use crate::error::StoreError;
use crate::people::{Action, Author};
use crate::workspace::Workspace;
use bulk::Given;

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
    /// By whom, as they were called then.
    pub by: Option<String>,
    /// The change of many customers it is part of.
    pub change: Option<i64>,
    /// The day from which it counts, `2026-12-01`; `None` counts from when it was made.
    pub effective_on: Option<String>,
}

impl Workspace {
    /// Corrects a field of a customer; without value, takes the correction back.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn edit(
        &self,
        customer: &CustomerKey,
        field: &str,
        value: Option<&str>,
        author: &Author,
    ) -> Result<(), StoreError> {
        self.edit_fields(customer, &[(field, value)], None, author).await?;
        Ok(())
    }

    /// Corrects fields of a customer, all or none of them, as it was at a version where one is given. Gives
    /// the version it comes to.
    ///
    /// # Errors
    /// Corrected by someone else meanwhile, or the database cannot be written.
    pub async fn edit_fields(
        &self,
        customer: &CustomerKey,
        fields: &[(&str, Option<&str>)],
        expected_version: Option<i64>,
        author: &Author,
    ) -> Result<i64, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let key = customer.to_string();
        let version = version_of(&transaction, &key).await?;
        if expected_version.is_some_and(|expected| expected != version) {
            return Err(StoreError::ChangedMeanwhile);
        }
        if fields.is_empty() {
            return Ok(version);
        }
        let rows = fields.iter().map(|(field, value)| edits::ActiveModel {
            id: ActiveValue::NotSet,
            customer: Set(key.clone()),
            field: Set((*field).to_owned()),
            value: Set(value.map(str::to_owned)),
            made_at: Set(author.at.clone()),
            made_by: Set(Some(author.name.clone())),
            change_id: Set(None),
            effective_on: Set(None),
        });
        edits::Entity::insert_many(rows).exec_without_returning(&transaction).await?;
        let version = version_of(&transaction, &key).await?;
        let said = fields.iter().map(|(field, value)| ((*field).to_owned(), json!(value)));
        let detail = Value::Object(said.collect::<Map<_, _>>());
        decided(transaction, author, Action::CustomerEdited, &key, &detail).await?;
        Ok(version)
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
        author: &Author,
    ) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let given: Vec<Given> =
            customers.iter().map(|customer| (customer.to_string(), value.map(str::to_owned), None)).collect();
        bulk::insert(&transaction, field, &given, None, author).await?;
        let detail = json!({ "field": field, "value": value, "customers": customers.len() });
        decided(transaction, author, Action::CustomerEdited, "", &detail).await
    }

    /// What a customer's corrections have come to: changes with each.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn customer_version(&self, customer: &CustomerKey) -> Result<i64, StoreError> {
        version_of(self.catalogue.connection(), &customer.to_string()).await
    }

    /// All corrections ever made, of one customer or of all, the oldest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn edits(&self, customer: Option<&CustomerKey>) -> Result<Vec<Edit>, StoreError> {
        let connection = self.catalogue.connection();
        let Some(customer) = customer else { return bulk::all(connection).await };
        let query = edits::Entity::find().filter(edits::Column::Customer.eq(customer.to_string()));
        Ok(query.order_by_asc(edits::Column::Id).all(connection).await?.into_iter().map(Edit::from).collect())
    }
}

/// The number of the last correction of a customer; 0 where there is none.
async fn version_of(connection: &impl ConnectionTrait, customer: &str) -> Result<i64, StoreError> {
    let last = edits::Entity::find()
        .select_only()
        .column_as(edits::Column::Id.max(), "last")
        .filter(edits::Column::Customer.eq(customer))
        .into_tuple::<Option<i64>>()
        .one(connection)
        .await?;
    Ok(last.flatten().unwrap_or(0))
}

impl From<edits::Model> for Edit {
    fn from(row: edits::Model) -> Self {
        let edits::Model { id: _, customer, field, value, made_at, made_by, change_id, effective_on } = row;
        Self { customer, field, value, made_at, by: made_by, change: change_id, effective_on }
    }
}
