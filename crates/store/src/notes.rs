//! What people wrote down about customers.

use domain::CustomerKey;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use crate::catalogue::entities::notes;
use crate::error::StoreError;
use crate::people::audit::finish;
use crate::people::{Action, Author};
use crate::workspace::Workspace;

/// Characters of a note at most.
const LONGEST: usize = 10_000;

/// One note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its number.
    pub id: i64,
    /// The customer's key.
    pub customer: String,
    /// What it says.
    pub text: String,
    /// The user who wrote it; `None` where none did.
    pub user: Option<i64>,
    /// Its name then.
    pub by: String,
    /// When it was written, RFC 3339.
    pub created_at: String,
    /// When it was last rewritten.
    pub changed_at: Option<String>,
    /// Counts its changes.
    pub version: i64,
}

impl Workspace {
    /// Writes a note about a customer.
    ///
    /// # Errors
    /// The text is too long, or the database cannot be written.
    pub async fn add_note(&self, customer: &CustomerKey, text: &str, author: &Author) -> Result<Note, StoreError> {
        check(text)?;
        let transaction = self.catalogue.begin_write().await?;
        let row = notes::ActiveModel {
            id: ActiveValue::NotSet,
            customer: Set(customer.to_string()),
            text: Set(text.to_owned()),
            user_id: Set(author.user),
            made_by: Set(author.name.clone()),
            created_at: Set(author.at.clone()),
            changed_at: Set(None),
            version: Set(1),
            removed_at: Set(None),
        };
        let note = Note::from(notes::Entity::insert(row).exec_with_returning(&transaction).await?);
        finish(transaction, author, Action::NoteAdded, &note.customer, &json!({ "note": note.id })).await?;
        Ok(note)
    }

    /// A note; `None` where there is none, or no longer.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn note(&self, id: i64) -> Result<Option<Note>, StoreError> {
        Ok(row_of(self.catalogue.connection(), id).await?.map(Note::from))
    }

    /// The notes about a customer, the newest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn notes(&self, customer: &CustomerKey) -> Result<Vec<Note>, StoreError> {
        let query = notes::Entity::find().filter(notes::Column::Customer.eq(customer.to_string()));
        let query = query.filter(notes::Column::RemovedAt.is_null()).order_by_desc(notes::Column::Id);
        Ok(query.all(self.catalogue.connection()).await?.into_iter().map(Note::from).collect())
    }

    /// Rewrites a note, as it was at a version.
    ///
    /// # Errors
    /// No such note, or changed by someone else meanwhile; the text is too long; the database cannot be
    /// written.
    pub async fn change_note(
        &self,
        id: i64,
        expected_version: i64,
        text: &str,
        author: &Author,
    ) -> Result<Note, StoreError> {
        check(text)?;
        let transaction = self.catalogue.begin_write().await?;
        required(&transaction, id, expected_version).await?;
        let changed = notes::ActiveModel {
            id: ActiveValue::Unchanged(id),
            text: Set(text.to_owned()),
            changed_at: Set(Some(author.at.clone())),
            version: Set(expected_version + 1),
            ..Default::default()
        };
        let note = Note::from(notes::Entity::update(changed).exec(&transaction).await?);
        finish(transaction, author, Action::NoteChanged, &note.customer, &json!({ "note": id })).await?;
        Ok(note)
    }

    /// Removes a note, as it was at a version, and forgets what it said.
    ///
    /// # Errors
    /// No such note, or changed by someone else meanwhile; the database cannot be written.
    pub async fn remove_note(&self, id: i64, expected_version: i64, author: &Author) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let row = required(&transaction, id, expected_version).await?;
        let removed = notes::ActiveModel {
            id: ActiveValue::Unchanged(id),
            text: Set(String::new()),
            version: Set(expected_version + 1),
            removed_at: Set(Some(author.at.clone())),
            ..Default::default()
        };
        notes::Entity::update(removed).exec(&transaction).await?;
        finish(transaction, author, Action::NoteRemoved, &row.customer, &json!({ "note": id })).await
    }
}

fn check(text: &str) -> Result<(), StoreError> {
    match text.chars().count() {
        found if found > LONGEST => Err(StoreError::TooLong { found, most: LONGEST }),
        _ => Ok(()),
    }
}

async fn row_of(connection: &impl ConnectionTrait, id: i64) -> Result<Option<notes::Model>, StoreError> {
    let query = notes::Entity::find_by_id(id).filter(notes::Column::RemovedAt.is_null());
    Ok(query.one(connection).await?)
}

/// The row of a note there must be, at the version it must have.
async fn required(
    connection: &impl ConnectionTrait,
    id: i64,
    expected_version: i64,
) -> Result<notes::Model, StoreError> {
    let row = row_of(connection, id).await?.ok_or(StoreError::Unknown { what: "a anotação", number: id })?;
    if row.version == expected_version { Ok(row) } else { Err(StoreError::ChangedMeanwhile) }
}

impl From<notes::Model> for Note {
    fn from(row: notes::Model) -> Self {
        let notes::Model { id, customer, text, user_id, made_by, created_at, changed_at, version, removed_at: _ } = row;
        Self { id, customer, text, user: user_id, by: made_by, created_at, changed_at, version }
    }
}
