//! Users and what they may do.

use std::fmt;
use std::str::FromStr;

use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};
use serde_json::{Map, Value, json};

use super::audit::{finish, record};
use super::{Action, Author, invitations, sessions, tokens};
use crate::catalogue::entities::users;
use crate::error::StoreError;
use crate::workspace::Workspace;

/// What a user is to the company, on which its rights depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// May do everything.
    Administrator,
    /// Sees every customer and decides about the portfolio.
    Manager,
    /// Sees and cares for own customers.
    Seller,
    /// Judges customers' credit.
    Credit,
    /// Only looks.
    Query,
}

/// A word that names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("não existe o papel {word}; existem administrator, manager, seller, credit e query")]
pub struct UnknownRole {
    /// The word.
    pub word: String,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Administrator, Self::Manager, Self::Seller, Self::Credit, Self::Query];

    /// Its code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Manager => "manager",
            Self::Seller => "seller",
            Self::Credit => "credit",
            Self::Query => "query",
        }
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Self, UnknownRole> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == word);
        found.ok_or_else(|| UnknownRole { word: word.to_owned() })
    }
}

/// Someone who may come in.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// Its number.
    pub id: i64,
    /// What it signs in as, in small letters.
    pub login: String,
    /// Its name.
    pub name: String,
    /// What it is to the company.
    pub role: Role,
    /// The seller it is, as sales name them.
    pub seller: Option<String>,
    /// The predicate of the customers it may see.
    pub scope: Option<String>,
    /// Whether it may not come in for now.
    pub disabled: bool,
    /// The hash of its password, as given.
    pub password_hash: Option<String>,
    /// The secret of its second factor, as given.
    pub totp_secret: Option<String>,
    /// Whether the second factor is in force.
    pub totp_confirmed: bool,
    /// The step of the last code it used.
    pub totp_last_step: Option<i64>,
    /// Hashes of its recovery codes.
    pub recovery_hashes: Vec<String>,
    /// Wrong passwords since the last right one.
    pub failed_attempts: u32,
    /// Until when no password is taken, RFC 3339.
    pub locked_until: Option<String>,
    /// When it was added.
    pub created_at: String,
    /// When it was last here.
    pub last_seen_at: Option<String>,
    /// The subject by which an outside directory knows it.
    pub external: Option<String>,
    /// Counts its changes.
    pub version: i64,
}

impl fmt::Debug for User {
    /// Without secrets and names, so that it may be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

/// A user to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// What it signs in as; capitals and spaces around do not count.
    pub login: String,
    /// Its name.
    pub name: String,
    /// What it is to the company.
    pub role: Role,
    /// The seller it is, as sales name them.
    pub seller: Option<String>,
    /// The predicate of the customers it may see.
    pub scope: Option<String>,
    /// The subject by which an outside directory knows it.
    pub external: Option<String>,
}

/// What may be changed of a user, as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserChange {
    /// Its name.
    pub name: String,
    /// What it is to the company.
    pub role: Role,
    /// The seller it is, as sales name them.
    pub seller: Option<String>,
    /// The predicate of the customers it may see.
    pub scope: Option<String>,
    /// Whether it may not come in for now.
    pub disabled: bool,
    /// The subject by which an outside directory knows it.
    pub external: Option<String>,
}

impl UserChange {
    /// A change that leaves a user as it is.
    pub fn of(user: &User) -> Self {
        let User { name, role, seller, scope, disabled, external, .. } = user.clone();
        Self { name, role, seller, scope, disabled, external }
    }

    /// What differs, as the audit log keeps it: of each field what it was and what it is.
    fn detail(&self, before: &User) -> Value {
        let Self { name, role, seller, scope, disabled, external } = self;
        let fields = [
            ("name", json!(before.name), json!(name)),
            ("role", json!(before.role.as_str()), json!(role.as_str())),
            ("seller", json!(before.seller), json!(seller)),
            ("scope", json!(before.scope), json!(scope)),
            ("disabled", json!(before.disabled), json!(disabled)),
            ("external", json!(before.external), json!(external)),
        ];
        let changed = fields.into_iter().filter(|(_, was, is)| was != is);
        Value::Object(changed.map(|(name, was, is)| (name.to_owned(), json!([was, is]))).collect::<Map<_, _>>())
    }
}

impl Workspace {
    /// Adds a user, who cannot come in yet.
    ///
    /// # Errors
    /// The login is taken, or the database cannot be written.
    pub async fn add_user(&self, new: &NewUser, author: &Author) -> Result<User, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let user = add(&transaction, new, None, author).await?;
        transaction.commit().await?;
        Ok(user)
    }

    /// A user; `None` where there is none, or no longer.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn user(&self, id: i64) -> Result<Option<User>, StoreError> {
        Ok(row_of(self.catalogue.connection(), id).await?.map(User::from))
    }

    /// The user of a login, however it is capitalised.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn user_by_login(&self, login: &str) -> Result<Option<User>, StoreError> {
        let query = living().filter(users::Column::Login.eq(login_key(login)));
        Ok(query.one(self.catalogue.connection()).await?.map(User::from))
    }

    /// The user whom an outside directory knows by a subject.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn user_by_external(&self, subject: &str) -> Result<Option<User>, StoreError> {
        let query = living().filter(users::Column::External.eq(subject));
        Ok(query.one(self.catalogue.connection()).await?.map(User::from))
    }

    /// All users, by name.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        let query = living().order_by_asc(users::Column::Name).order_by_asc(users::Column::Id);
        Ok(query.all(self.catalogue.connection()).await?.into_iter().map(User::from).collect())
    }

    /// How many users there are: none before the first run is over.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn count_users(&self) -> Result<u64, StoreError> {
        count(self.catalogue.connection()).await
    }

    /// Changes a user, as it was at a version. Disabled, it is out at once.
    ///
    /// # Errors
    /// No such user, or changed by someone else meanwhile; the last administrator would be none; the
    /// database cannot be written.
    pub async fn change_user(
        &self,
        id: i64,
        expected_version: i64,
        change: &UserChange,
        author: &Author,
    ) -> Result<User, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let row = required(&transaction, id).await?;
        if row.version != expected_version {
            return Err(StoreError::ChangedMeanwhile);
        }
        let before = User::from(row);
        require_free_external(&transaction, change.external.as_deref(), Some(id)).await?;
        let UserChange { name, role, seller, scope, disabled, external } = change.clone();
        let changed = users::ActiveModel {
            id: ActiveValue::Unchanged(id),
            name: Set(name),
            role: Set(role.as_str().to_owned()),
            seller: Set(seller),
            scope: Set(scope),
            disabled: Set(disabled),
            external: Set(external),
            version: Set(before.version + 1),
            ..Default::default()
        };
        let user = User::from(users::Entity::update(changed).exec(&transaction).await?);
        require_administrator(&transaction, &before).await?;
        if disabled {
            sessions::end_of(&transaction, id, None).await?;
        }
        finish(transaction, author, Action::UserChanged, &user.login, &change.detail(&before)).await?;
        Ok(user)
    }

    /// Removes a user. What it did stays under its name; its login is free again.
    ///
    /// # Errors
    /// No such user, or changed by someone else meanwhile; the last administrator would be gone; the
    /// database cannot be written.
    pub async fn remove_user(&self, id: i64, expected_version: i64, author: &Author) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let row = required(&transaction, id).await?;
        if row.version != expected_version {
            return Err(StoreError::ChangedMeanwhile);
        }
        let before = User::from(row);
        let removed = users::ActiveModel {
            id: ActiveValue::Unchanged(id),
            removed_at: Set(Some(author.at.clone())),
            password_hash: Set(None),
            totp_secret: Set(None),
            recovery_hashes: Set(String::new()),
            version: Set(before.version + 1),
            ..Default::default()
        };
        users::Entity::update(removed).exec(&transaction).await?;
        require_administrator(&transaction, &before).await?;
        sessions::end_of(&transaction, id, None).await?;
        invitations::withdraw(&transaction, Some(id)).await?;
        tokens::revoke_of(&transaction, id, &author.at).await?;
        finish(transaction, author, Action::UserRemoved, &before.login, &json!({ "name": before.name })).await
    }
}

/// Adds a user within a transaction, with its entry in the log.
pub(super) async fn add(
    transaction: &DatabaseTransaction,
    new: &NewUser,
    password_hash: Option<&str>,
    author: &Author,
) -> Result<User, StoreError> {
    let NewUser { login, name, role, seller, scope, external } = new.clone();
    let login = login_key(&login);
    if living().filter(users::Column::Login.eq(&login)).one(transaction).await?.is_some() {
        return Err(StoreError::LoginTaken { login });
    }
    require_free_external(transaction, external.as_deref(), None).await?;
    let row = users::ActiveModel {
        id: ActiveValue::NotSet,
        login: Set(login),
        name: Set(name),
        role: Set(role.as_str().to_owned()),
        seller: Set(seller),
        scope: Set(scope),
        disabled: Set(false),
        password_hash: Set(password_hash.map(str::to_owned)),
        totp_secret: Set(None),
        totp_confirmed: Set(false),
        totp_last_step: Set(None),
        recovery_hashes: Set(String::new()),
        failed_attempts: Set(0),
        locked_until: Set(None),
        created_at: Set(author.at.clone()),
        last_seen_at: Set(None),
        external: Set(external),
        version: Set(1),
        removed_at: Set(None),
    };
    let user = User::from(users::Entity::insert(row).exec_with_returning(transaction).await?);
    let detail = json!({ "name": user.name, "role": role.as_str(), "seller": user.seller, "scope": user.scope });
    record(transaction, author, Action::UserAdded, &user.login, &detail).await?;
    Ok(user)
}

/// Users who were not removed.
fn living() -> sea_orm::Select<users::Entity> {
    users::Entity::find().filter(users::Column::RemovedAt.is_null())
}

/// How many of them there are.
pub(super) async fn count(connection: &impl ConnectionTrait) -> Result<u64, StoreError> {
    Ok(living().count(connection).await?)
}

/// The row of a user who was not removed.
pub(super) async fn row_of(connection: &impl ConnectionTrait, id: i64) -> Result<Option<users::Model>, StoreError> {
    Ok(living().filter(users::Column::Id.eq(id)).one(connection).await?)
}

/// The row of a user there must be.
pub(super) async fn required(connection: &impl ConnectionTrait, id: i64) -> Result<users::Model, StoreError> {
    row_of(connection, id).await?.ok_or(StoreError::Unknown { what: "o usuário", number: id })
}

async fn require_free_external(
    connection: &impl ConnectionTrait,
    subject: Option<&str>,
    user: Option<i64>,
) -> Result<(), StoreError> {
    let Some(subject) = subject else { return Ok(()) };
    let known = living().filter(users::Column::External.eq(subject)).one(connection).await?;
    match known.filter(|known| Some(known.id) != user) {
        Some(known) => Err(StoreError::IdentityTaken { login: known.login }),
        None => Ok(()),
    }
}

/// After one who was an administrator was changed there must be another who may come in.
async fn require_administrator(connection: &impl ConnectionTrait, before: &User) -> Result<(), StoreError> {
    if before.role != Role::Administrator || before.disabled {
        return Ok(());
    }
    let left = living()
        .filter(users::Column::Role.eq(Role::Administrator.as_str()))
        .filter(users::Column::Disabled.eq(false))
        .count(connection)
        .await?;
    if left == 0 { Err(StoreError::LastAdministrator) } else { Ok(()) }
}

/// A login as it is kept and looked up.
fn login_key(login: &str) -> String {
    login.trim().to_lowercase()
}

impl From<users::Model> for User {
    fn from(row: users::Model) -> Self {
        Self {
            id: row.id,
            login: row.login,
            name: row.name,
            // What another program wrote there gives the least.
            role: row.role.parse().unwrap_or(Role::Query),
            seller: row.seller,
            scope: row.scope,
            disabled: row.disabled,
            password_hash: row.password_hash,
            totp_secret: row.totp_secret,
            totp_confirmed: row.totp_confirmed,
            totp_last_step: row.totp_last_step,
            recovery_hashes: row.recovery_hashes.split_whitespace().map(str::to_owned).collect(),
            failed_attempts: row.failed_attempts.unsigned_abs(),
            locked_until: row.locked_until,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            external: row.external,
            version: row.version,
        }
    }
}
