//! What was done, by whom and when: a log that only grows, in which each entry carries the hash of the
//! one before, so that one changed or taken out behind the program's back is found.
//!
//! Whatever changes something writes its entry in its own transaction: there is no change without one.

use futures::future::BoxFuture;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use serde_json::Value;

use super::Author;
use crate::catalogue::entities::{audit, seals};
use crate::error::StoreError;
use crate::workspace::Workspace;

/// The row of the seals that holds the hash of the last entry: by it a log cut short is found.
pub(crate) const HEAD: i32 = 2;

/// Entries read at once when all are checked.
const READ_AT_ONCE: u64 = 1000;

/// A word that names no action.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("não existe a ação {word}")]
pub struct UnknownAction {
    /// The word.
    pub word: String,
}

macro_rules! actions {
    ($($(#[$meta:meta])* $name:ident $code:literal,)+) => {
        /// What can be done. A code never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$meta])* $name,)+
        }

        impl Action {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Its code.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }

        impl std::str::FromStr for Action {
            type Err = UnknownAction;

            fn from_str(word: &str) -> Result<Self, UnknownAction> {
                match word {
                    $($code => Ok(Self::$name),)+
                    _ => Err(UnknownAction { word: word.to_owned() }),
                }
            }
        }
    };
}

actions! {
    /// Someone signed in.
    SignedIn "signed_in",
    /// A sign-in with a wrong password or code.
    SignInRefused "sign_in_refused",
    /// Someone signed out.
    SignedOut "signed_out",
    /// Sessions of a user were ended.
    SessionsEnded "sessions_ended",
    /// A user was added.
    UserAdded "user_added",
    /// A user was changed.
    UserChanged "user_changed",
    /// A user was removed.
    UserRemoved "user_removed",
    /// A link that lets a user in was made.
    InvitationMade "invitation_made",
    /// Such a link was used.
    InvitationUsed "invitation_used",
    /// A password was set.
    PasswordSet "password_set",
    /// A second factor was set up, but not yet shown to work.
    TotpBegun "totp_begun",
    /// A second factor is in force.
    TotpConfirmed "totp_confirmed",
    /// A second factor was given up.
    TotpRemoved "totp_removed",
    /// Recovery codes were made anew.
    RecoveryCodesMade "recovery_codes_made",
    /// A recovery code was used up.
    RecoveryCodeUsed "recovery_code_used",
    /// Wrong attempts at a password were forgiven.
    UserUnlocked "user_unlocked",
    /// A key for another program was made.
    TokenMade "token_made",
    /// Such a key was taken back.
    TokenRevoked "token_revoked",
    /// A field of customers was corrected.
    CustomerEdited "customer_edited",
    /// Many customers were given another owner, tags or a field.
    CustomersChanged "customers_changed",
    /// Such a change was taken back.
    ChangeUndone "change_undone",
    /// A segment was saved.
    SegmentSaved "segment_saved",
    /// A segment was removed.
    SegmentRemoved "segment_removed",
    /// Customers were put into an economic group.
    GroupJoined "group_joined",
    /// Customers were taken out of one.
    GroupLeft "group_left",
    /// A goal was set or taken back.
    GoalSet "goal_set",
    /// A note was written.
    NoteAdded "note_added",
    /// A note was rewritten.
    NoteChanged "note_changed",
    /// A note was removed.
    NoteRemoved "note_removed",
    /// A contact was added.
    ContactAdded "contact_added",
    /// A contact was changed.
    ContactChanged "contact_changed",
    /// A contact was removed.
    ContactRemoved "contact_removed",
    /// A file was attached.
    AttachmentAdded "attachment_added",
    /// An attached file was removed.
    AttachmentRemoved "attachment_removed",
    /// Settings were saved.
    SettingsSaved "settings_saved",
    /// Files were imported.
    Imported "imported",
    /// An import was undone.
    ImportUndone "import_undone",
    /// A list was taken away as a file.
    Exported "exported",
}

/// One thing done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number, from 1 without gaps.
    pub number: i64,
    /// When, RFC 3339.
    pub at: String,
    /// The user; `None` where none did it.
    pub user: Option<i64>,
    /// Its name then.
    pub by: String,
    /// The code of what was done: of an [`Action`], or of one that a newer version knows.
    pub action: String,
    /// To what: a login, a customer's key, a segment's name.
    pub subject: String,
    /// What else there is to say, as JSON.
    pub detail: String,
    /// The hash of the entry before; empty for the first.
    pub previous_hash: String,
    /// BLAKE3 of all of this, in hexadecimal.
    pub hash: String,
}

/// Which entries are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only those of a user.
    pub user: Option<i64>,
    /// Only those of one kind.
    pub action: Option<Action>,
}

/// What a check of the log found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditVerification {
    /// Entries that were found to be as they were written.
    pub entries: u64,
    /// The number of the first entry that is missing or not as it was written; `None` where all are.
    pub broken_at: Option<i64>,
}

impl Workspace {
    /// Keeps a record of what changes nothing in the workspace: an export, a refused sign-in.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn audit(
        &self,
        author: &Author,
        action: Action,
        subject: &str,
        detail: &Value,
    ) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        finish(transaction, author, action, subject, detail).await
    }

    /// What was done, the newest first; those before an entry's number where one is given.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn audit_entries(
        &self,
        filter: AuditFilter,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut query = audit::Entity::find().order_by_desc(audit::Column::Number).limit(limit);
        if let Some(user) = filter.user {
            query = query.filter(audit::Column::UserId.eq(user));
        }
        if let Some(action) = filter.action {
            query = query.filter(audit::Column::Action.eq(action.as_str()));
        }
        if let Some(before) = before {
            query = query.filter(audit::Column::Number.lt(before));
        }
        let rows = query.all(self.catalogue.connection()).await?;
        Ok(rows.into_iter().map(AuditEntry::from).collect())
    }

    /// Goes through the whole log and checks that each entry is as it was written, and none missing. It may
    /// grow meanwhile.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn verify_audit(&self) -> BoxFuture<'_, Result<AuditVerification, StoreError>> {
        Box::pin(async move {
            let connection = self.catalogue.connection();
            let head = seals::Entity::find_by_id(HEAD).one(connection).await?.map(|row| row.seal);
            let mut met_head = head.is_none();
            let mut last: Option<audit::Model> = None;
            loop {
                let done = last.as_ref().map_or(0, |entry| entry.number);
                let next = audit::Entity::find().filter(audit::Column::Number.gt(done));
                let next = next.order_by_asc(audit::Column::Number).limit(READ_AT_ONCE).all(connection).await?;
                if next.is_empty() {
                    break;
                }
                for entry in next {
                    if !follows(last.as_ref(), &entry) {
                        return Ok(AuditVerification::broken_after(last.as_ref()));
                    }
                    met_head |= head.as_ref() == Some(&entry.hash);
                    last = Some(entry);
                }
            }
            // Entries without a head, or a head without its entry.
            match met_head && head.is_some() == last.is_some() {
                true => Ok(AuditVerification { broken_at: None, ..AuditVerification::broken_after(last.as_ref()) }),
                false => Ok(AuditVerification::broken_after(last.as_ref())),
            }
        })
    }
}

impl AuditVerification {
    /// What is found where the entry after `last` is not what it should be.
    fn broken_after(last: Option<&audit::Model>) -> Self {
        let number = last.map_or(0, |last| last.number);
        Self { entries: number.unsigned_abs(), broken_at: Some(number + 1) }
    }
}

/// Ends a transaction, leaving who did what in it in the log.
pub(crate) fn finish<'a>(
    transaction: DatabaseTransaction,
    author: &'a Author,
    action: Action,
    subject: &'a str,
    detail: &'a Value,
) -> BoxFuture<'a, Result<(), StoreError>> {
    Box::pin(async move {
        record(&transaction, author, action, subject, detail).await?;
        Ok(transaction.commit().await?)
    })
}

/// Appends an entry within a transaction that writes, of which there is one at a time.
pub(crate) fn record<'a>(
    transaction: &'a DatabaseTransaction,
    author: &'a Author,
    action: Action,
    subject: &'a str,
    detail: &'a Value,
) -> BoxFuture<'a, Result<(), StoreError>> {
    Box::pin(async move {
        let last = audit::Entity::find().order_by_desc(audit::Column::Number).one(transaction).await?;
        let (number, previous_hash) = last.map_or((0, String::new()), |last| (last.number, last.hash));
        let mut entry = audit::Model {
            number: number + 1,
            made_at: author.at.clone(),
            user_id: author.user,
            made_by: author.name.clone(),
            action: action.as_str().to_owned(),
            subject: subject.to_owned(),
            detail: detail.to_string(),
            previous_hash,
            hash: String::new(),
        };
        entry.hash = hash_of(&entry);
        seal(transaction, &entry.hash).await?;
        audit::Entity::insert(entry.into_active_model().reset_all()).exec_without_returning(transaction).await?;
        Ok(())
    })
}

/// Remembers the hash of the last entry.
pub(crate) async fn seal(connection: &impl ConnectionTrait, hash: &str) -> Result<(), StoreError> {
    let row = seals::ActiveModel { id: Set(HEAD), seal: Set(hash.to_owned()) };
    let replace = OnConflict::column(seals::Column::Id).update_column(seals::Column::Seal).to_owned();
    seals::Entity::insert(row).on_conflict(replace).exec_without_returning(connection).await?;
    Ok(())
}

/// Whether an entry is the one that was written after another.
fn follows(last: Option<&audit::Model>, entry: &audit::Model) -> bool {
    let (number, hash) = last.map_or((0, ""), |last| (last.number, last.hash.as_str()));
    entry.number == number + 1 && entry.previous_hash == hash && entry.hash == hash_of(entry)
}

/// BLAKE3 of an entry's fields, each after its length, so that none can pass for a part of another.
fn hash_of(entry: &audit::Model) -> String {
    let audit::Model { number, made_at, user_id, made_by, action, subject, detail, previous_hash, hash: _ } = entry;
    let user = user_id.map(|user| user.to_string()).unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    for field in [previous_hash, &number.to_string(), made_at, &user, made_by, action, subject, detail] {
        hasher.update(&(field.len() as u64).to_le_bytes());
        hasher.update(field.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

impl From<audit::Model> for AuditEntry {
    fn from(row: audit::Model) -> Self {
        let audit::Model { number, made_at, user_id, made_by, action, subject, detail, previous_hash, hash } = row;
        Self { number, at: made_at, user: user_id, by: made_by, action, subject, detail, previous_hash, hash }
    }
}
