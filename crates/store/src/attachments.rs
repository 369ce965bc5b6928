//! Files that people attach to customers. Their bytes lie in the lake under their hash, once however often
//! they are attached.
//!
//! Bytes are written before the row that names them, and removed only within a transaction that writes: a
//! file that was removed between its writing and its row is seen missing there, and written again.

use std::collections::HashSet;

use bytes::Bytes;
use domain::CustomerKey;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use crate::catalogue::Catalogue;
use crate::catalogue::entities::attachments;
use crate::error::StoreError;
use crate::lake::run_blocking;
use crate::people::audit::finish;
use crate::people::{Action, Author};
use crate::workspace::Workspace;

/// The folder of the lake that their bytes go to.
pub(crate) const FOLDER: &str = "attachments";

/// A file that nobody has written to for so long will not be finished.
const ABANDONED_SECONDS: i64 = 24 * 3600;

/// One file of one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its number.
    pub id: i64,
    /// The customer's key.
    pub customer: String,
    /// The file's name.
    pub name: String,
    /// What kind of file it is, as whoever attached it says.
    pub media_type: String,
    /// Bytes.
    pub bytes: u64,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
    /// The user who attached it; `None` where none did.
    pub user: Option<i64>,
    /// Its name then.
    pub by: String,
    /// When it was attached, RFC 3339.
    pub created_at: String,
}

impl Workspace {
    /// Attaches a file to a customer.
    ///
    /// # Errors
    /// The database or the lake cannot be written.
    pub async fn add_attachment(
        &self,
        customer: &CustomerKey,
        name: &str,
        media_type: &str,
        bytes: Bytes,
        author: &Author,
    ) -> Result<Attachment, StoreError> {
        let hashed = bytes.clone();
        let hash = run_blocking(move || Ok(blake3::hash(&hashed).to_hex().to_string())).await?;
        let path = path_of(&hash);
        match self.lake.put(&path, bytes.clone()).await {
            // Removed by another before it was safe on the disk: it is written again below.
            Ok(()) | Err(StoreError::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
        let transaction = self.catalogue.begin_write().await?;
        let row = attachments::ActiveModel {
            id: ActiveValue::NotSet,
            customer: Set(customer.to_string()),
            name: Set(name.to_owned()),
            media_type: Set(media_type.to_owned()),
            bytes: Set(bytes.len() as i64),
            hash: Set(hash),
            user_id: Set(author.user),
            made_by: Set(author.name.clone()),
            created_at: Set(author.at.clone()),
            removed_at: Set(None),
        };
        if !self.lake.has(&path).await? {
            self.lake.put(&path, bytes).await?;
        }
        let attached = Attachment::from(attachments::Entity::insert(row).exec_with_returning(&transaction).await?);
        let detail = json!({ "attachment": attached.id, "name": attached.name, "bytes": attached.bytes });
        finish(transaction, author, Action::AttachmentAdded, &attached.customer, &detail).await?;
        Ok(attached)
    }

    /// An attached file; `None` where there is none, or no longer.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn attachment(&self, id: i64) -> Result<Option<Attachment>, StoreError> {
        Ok(row_of(self.catalogue.connection(), id).await?.map(Attachment::from))
    }

    /// The files attached to a customer, the newest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn attachments(&self, customer: &CustomerKey) -> Result<Vec<Attachment>, StoreError> {
        let query = attachments::Entity::find().filter(attachments::Column::Customer.eq(customer.to_string()));
        let query = query.filter(attachments::Column::RemovedAt.is_null()).order_by_desc(attachments::Column::Id);
        Ok(query.all(self.catalogue.connection()).await?.into_iter().map(Attachment::from).collect())
    }

    /// The bytes of an attached file.
    ///
    /// # Errors
    /// The lake cannot be read, or the file is gone from it.
    pub async fn attachment_bytes(&self, attachment: &Attachment) -> Result<Bytes, StoreError> {
        self.lake.get(&path_of(&attachment.hash)).await
    }

    /// Removes an attached file, and its bytes where it was the last to have them.
    ///
    /// # Errors
    /// No such file, or the database or the lake cannot be written.
    pub async fn remove_attachment(&self, id: i64, author: &Author) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let found = row_of(&transaction, id).await?;
        let row = found.ok_or(StoreError::Unknown { what: "o anexo", number: id })?;
        let removed = attachments::ActiveModel {
            id: ActiveValue::Unchanged(id),
            removed_at: Set(Some(author.at.clone())),
            ..Default::default()
        };
        attachments::Entity::update(removed).exec(&transaction).await?;
        let detail = json!({ "attachment": id, "name": row.name });
        finish(transaction, author, Action::AttachmentRemoved, &row.customer, &detail).await?;
        self.delete_unattached(vec![path_of(&row.hash)]).await
    }

    /// Deletes files of attachments that nothing is attached by: what was removed, or never came to be.
    pub(crate) async fn sweep_attachments(&self) -> Result<(), StoreError> {
        let known = attached_paths(self.catalogue.connection()).await?;
        let unknown: Vec<String> =
            self.lake.list(FOLDER).await?.into_iter().filter(|path| !known.contains(path)).collect();
        self.delete_unattached(unknown).await?;
        let now = Catalogue::now(self.catalogue.connection()).await?;
        self.lake.remove_half_written_before(FOLDER, now - ABANDONED_SECONDS).await
    }

    /// Deletes those of some files that nothing is attached by, while nothing can be attached.
    async fn delete_unattached(&self, paths: Vec<String>) -> Result<(), StoreError> {
        if paths.is_empty() {
            return Ok(());
        }
        let transaction = self.catalogue.begin_write().await?;
        let known = attached_paths(&transaction).await?;
        for path in paths.iter().filter(|path| !known.contains(*path)) {
            self.lake.delete(path).await?;
        }
        Ok(transaction.rollback().await?)
    }
}

/// Where the bytes of a hash lie.
pub(crate) fn path_of(hash: &str) -> String {
    format!("{FOLDER}/{hash}")
}

/// The files attached now, each once however often it is attached.
pub(crate) async fn attached(connection: &impl ConnectionTrait) -> Result<Vec<attachments::Model>, StoreError> {
    let query = attachments::Entity::find().filter(attachments::Column::RemovedAt.is_null());
    let mut rows = query.order_by_asc(attachments::Column::Hash).all(connection).await?;
    rows.dedup_by(|one, other| one.hash == other.hash);
    Ok(rows)
}

async fn attached_paths(connection: &impl ConnectionTrait) -> Result<HashSet<String>, StoreError> {
    Ok(attached(connection).await?.into_iter().map(|row| path_of(&row.hash)).collect())
}

async fn row_of(connection: &impl ConnectionTrait, id: i64) -> Result<Option<attachments::Model>, StoreError> {
    let query = attachments::Entity::find_by_id(id).filter(attachments::Column::RemovedAt.is_null());
    Ok(query.one(connection).await?)
}

impl attachments::Model {
    /// Whether these are its bytes.
    pub(crate) fn is_of(&self, bytes: &[u8]) -> bool {
        bytes.len() as i64 == self.bytes && blake3::hash(bytes).to_hex().as_str() == self.hash
    }
}

impl From<attachments::Model> for Attachment {
    fn from(row: attachments::Model) -> Self {
        Self {
            id: row.id,
            customer: row.customer,
            name: row.name,
            media_type: row.media_type,
            bytes: row.bytes.unsigned_abs(),
            hash: row.hash,
            user: row.user_id,
            by: row.made_by,
            created_at: row.created_at,
        }
    }
}
