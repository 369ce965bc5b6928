//! Whom to speak to at customers.

use std::fmt;
use std::str::FromStr;

use domain::CustomerKey;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use crate::catalogue::entities::contacts;
use crate::error::StoreError;
use crate::people::audit::finish;
use crate::people::{Action, Author};
use crate::workspace::Workspace;

/// A customer's department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Department {
    /// Compras.
    Purchasing,
    /// Financeiro.
    Finance,
    /// Direção.
    Management,
    /// Fiscal.
    Tax,
    /// Logística.
    Logistics,
    /// Any other.
    Other,
}

/// A word that names no department.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("não existe o departamento {word}; existem compras, financeiro, direcao, fiscal, logistica e outro")]
pub struct UnknownDepartment {
    /// The word.
    pub word: String,
}

impl Department {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Purchasing, Self::Finance, Self::Management, Self::Tax, Self::Logistics, Self::Other];

    /// Its code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Purchasing => "compras",
            Self::Finance => "financeiro",
            Self::Management => "direcao",
            Self::Tax => "fiscal",
            Self::Logistics => "logistica",
            Self::Other => "outro",
        }
    }
}

impl FromStr for Department {
    type Err = UnknownDepartment;

    fn from_str(word: &str) -> Result<Self, UnknownDepartment> {
        let found = Self::ALL.into_iter().find(|department| department.as_str() == word);
        found.ok_or_else(|| UnknownDepartment { word: word.to_owned() })
    }
}

/// What is known of a person at a customer.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactDetails {
    /// The person's department.
    pub department: Department,
    /// The person's name.
    pub name: String,
    /// What the person is there.
    pub role: Option<String>,
    /// E-mail addresses, `;` between.
    pub emails: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Whether the telephone answers messages.
    pub whatsapp: bool,
    /// What else there is to know.
    pub note: Option<String>,
}

impl fmt::Debug for ContactDetails {
    /// Without what is the person's own, so that it may be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContactDetails").field("department", &self.department).finish_non_exhaustive()
    }
}

/// A person at a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerContact {
    /// Its number.
    pub id: i64,
    /// The customer's key.
    pub customer: String,
    /// What is known of the person.
    pub details: ContactDetails,
    /// Counts its changes.
    pub version: i64,
}

impl Workspace {
    /// Adds a person to speak to at a customer.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn add_contact(
        &self,
        customer: &CustomerKey,
        details: ContactDetails,
        author: &Author,
    ) -> Result<CustomerContact, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let row = contacts::ActiveModel {
            customer: Set(customer.to_string()),
            version: Set(1),
            removed_at: Set(None),
            ..row_with(details)
        };
        let contact = CustomerContact::from(contacts::Entity::insert(row).exec_with_returning(&transaction).await?);
        let detail = json!({ "contact": contact.id });
        finish(transaction, author, Action::ContactAdded, &contact.customer, &detail).await?;
        Ok(contact)
    }

    /// A person at a customer; `None` where there is none, or no longer.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn contact(&self, id: i64) -> Result<Option<CustomerContact>, StoreError> {
        Ok(row_of(self.catalogue.connection(), id).await?.map(CustomerContact::from))
    }

    /// The people at a customer, by department and name.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn contacts(&self, customer: &CustomerKey) -> Result<Vec<CustomerContact>, StoreError> {
        let query = contacts::Entity::find().filter(contacts::Column::Customer.eq(customer.to_string()));
        let query = query.filter(contacts::Column::RemovedAt.is_null()).order_by_asc(contacts::Column::Department);
        let query = query.order_by_asc(contacts::Column::Name).order_by_asc(contacts::Column::Id);
        Ok(query.all(self.catalogue.connection()).await?.into_iter().map(CustomerContact::from).collect())
    }

    /// Changes what is known of a person, as it was at a version.
    ///
    /// # Errors
    /// No such contact, or changed by someone else meanwhile; the database cannot be written.
    pub async fn change_contact(
        &self,
        id: i64,
        expected_version: i64,
        details: ContactDetails,
        author: &Author,
    ) -> Result<CustomerContact, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        required(&transaction, id, expected_version).await?;
        let changed = contacts::ActiveModel {
            id: ActiveValue::Unchanged(id),
            version: Set(expected_version + 1),
            ..row_with(details)
        };
        let contact = CustomerContact::from(contacts::Entity::update(changed).exec(&transaction).await?);
        finish(transaction, author, Action::ContactChanged, &contact.customer, &json!({ "contact": id })).await?;
        Ok(contact)
    }

    /// Removes a person, as it was at a version, and forgets what was known.
    ///
    /// # Errors
    /// No such contact, or changed by someone else meanwhile; the database cannot be written.
    pub async fn remove_contact(&self, id: i64, expected_version: i64, author: &Author) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let row = required(&transaction, id, expected_version).await?;
        let nobody = ContactDetails {
            department: Department::Other,
            name: String::new(),
            role: None,
            emails: None,
            phone: None,
            whatsapp: false,
            note: None,
        };
        let removed = contacts::ActiveModel {
            id: ActiveValue::Unchanged(id),
            version: Set(expected_version + 1),
            removed_at: Set(Some(author.at.clone())),
            ..row_with(nobody)
        };
        contacts::Entity::update(removed).exec(&transaction).await?;
        finish(transaction, author, Action::ContactRemoved, &row.customer, &json!({ "contact": id })).await
    }
}

/// What is known of a person, as it is kept.
fn row_with(details: ContactDetails) -> contacts::ActiveModel {
    let ContactDetails { department, name, role, emails, phone, whatsapp, note } = details;
    contacts::ActiveModel {
        department: Set(department.as_str().to_owned()),
        name: Set(name),
        role: Set(role),
        emails: Set(emails),
        phone: Set(phone),
        whatsapp: Set(whatsapp),
        note: Set(note),
        ..Default::default()
    }
}

async fn row_of(connection: &impl ConnectionTrait, id: i64) -> Result<Option<contacts::Model>, StoreError> {
    let query = contacts::Entity::find_by_id(id).filter(contacts::Column::RemovedAt.is_null());
    Ok(query.one(connection).await?)
}

/// The row of a contact there must be, at the version it must have.
async fn required(
    connection: &impl ConnectionTrait,
    id: i64,
    expected_version: i64,
) -> Result<contacts::Model, StoreError> {
    let row = row_of(connection, id).await?.ok_or(StoreError::Unknown { what: "o contato", number: id })?;
    if row.version == expected_version { Ok(row) } else { Err(StoreError::ChangedMeanwhile) }
}

impl From<contacts::Model> for CustomerContact {
    fn from(row: contacts::Model) -> Self {
        let details = ContactDetails {
            department: row.department.parse().unwrap_or(Department::Other),
            name: row.name,
            role: row.role,
            emails: row.emails,
            phone: row.phone,
            whatsapp: row.whatsapp,
            note: row.note,
        };
        Self { id: row.id, customer: row.customer, details, version: row.version }
    }
}
