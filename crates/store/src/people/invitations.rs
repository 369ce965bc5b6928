//! Links that let someone in once: the first administrator, and whoever that one invites. Only hashes of
//! their tokens are kept.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::audit::{finish, record};
use super::credentials::put_password;
use super::moments::has_come;
use super::users::{self, required};
use super::{Action, Author, NewUser, User, sessions, tokens};
use crate::catalogue::entities::invitations;
use crate::error::StoreError;
use crate::workspace::Workspace;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To make the first administrator.
    FirstRun,
    /// To let a user set a password.
    Invitation,
}

impl Purpose {
    /// Its code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstRun => "first_run",
            Self::Invitation => "invitation",
        }
    }
}

/// A link that is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// What it is for.
    pub purpose: Purpose,
    /// The user invited; the first run has none yet.
    pub user: Option<User>,
    /// Until when it holds, RFC 3339.
    pub expires_at: String,
}

impl Workspace {
    /// Keeps the hash of the link that makes the first administrator, in place of one made before.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn begin_first_run(&self, hash: &str, expires_at: &str) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        put(&transaction, Purpose::FirstRun, None, hash, expires_at).await?;
        Ok(transaction.commit().await?)
    }

    /// Keeps the hash of a link by which a user sets a password, in place of one made before.
    ///
    /// # Errors
    /// No such user, or the database cannot be written.
    pub async fn invite_user(&self, id: i64, hash: &str, expires_at: &str, author: &Author) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let login = required(&transaction, id).await?.login;
        put(&transaction, Purpose::Invitation, Some(id), hash, expires_at).await?;
        finish(transaction, author, Action::InvitationMade, &login, &json!({ "expires_at": expires_at })).await
    }

    /// The link of a hash; `None` where there is none, or it was used or is too old.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn invitation(&self, hash: &str, now: &str) -> Result<Option<Invitation>, StoreError> {
        good(self.catalogue.connection(), hash, now).await
    }

    /// Uses the link of the first run up and adds the administrator, who may come in with the password of a
    /// hash. `None` where the link is no good, or there are users already.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn accept_first_run(
        &self,
        hash: &str,
        new: &NewUser,
        password_hash: &str,
        now: &str,
    ) -> Result<Option<User>, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let is_first = users::count(&transaction).await? == 0;
        let found = good(&transaction, hash, now).await?;
        let is_good = found.is_some_and(|found| found.purpose == Purpose::FirstRun);
        if !is_first || !is_good || !consume(&transaction, hash, now).await? {
            return Ok(None);
        }
        let author = Author::machine("primeiro acesso", now);
        let user = users::add(&transaction, new, Some(password_hash), &author).await?;
        transaction.commit().await?;
        Ok(Some(user))
    }

    /// Uses a link up and sets the password of the user it invites; `None` where the link is no good.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn accept_invitation(
        &self,
        hash: &str,
        password_hash: &str,
        now: &str,
    ) -> Result<Option<User>, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let invited = good(&transaction, hash, now).await?.and_then(|found| found.user);
        let Some(user) = invited else { return Ok(None) };
        if !consume(&transaction, hash, now).await? {
            return Ok(None);
        }
        put_password(&transaction, user.id, password_hash).await?;
        // Whoever came in by the password before is out.
        sessions::end_of(&transaction, user.id, None).await?;
        tokens::revoke_of(&transaction, user.id, now).await?;
        let author = Author::user(&user, now);
        record(&transaction, &author, Action::InvitationUsed, &user.login, &json!({})).await?;
        let user = required(&transaction, user.id).await?;
        transaction.commit().await?;
        Ok(Some(user.into()))
    }
}

async fn good(connection: &impl ConnectionTrait, hash: &str, now: &str) -> Result<Option<Invitation>, StoreError> {
    let found = invitations::Entity::find_by_id(hash).one(connection).await?;
    let Some(found) = found.filter(|found| found.used_at.is_none() && !has_come(&found.expires_at, now)) else {
        return Ok(None);
    };
    let user = match found.user_id {
        Some(id) => users::row_of(connection, id).await?.map(User::from).filter(|user| !user.disabled),
        None => None,
    };
    Ok(match (found.purpose.as_str(), user) {
        ("first_run", None) => {
            Some(Invitation { purpose: Purpose::FirstRun, user: None, expires_at: found.expires_at })
        }
        ("invitation", Some(user)) => {
            Some(Invitation { purpose: Purpose::Invitation, user: Some(user), expires_at: found.expires_at })
        }
        _ => None,
    })
}

/// Keeps a link in place of those made before for the same.
async fn put(
    transaction: &DatabaseTransaction,
    purpose: Purpose,
    user: Option<i64>,
    hash: &str,
    expires_at: &str,
) -> Result<(), StoreError> {
    withdraw(transaction, user).await?;
    let row = invitations::ActiveModel {
        hash: Set(hash.to_owned()),
        purpose: Set(purpose.as_str().to_owned()),
        user_id: Set(user),
        expires_at: Set(expires_at.to_owned()),
        used_at: Set(None),
    };
    invitations::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Takes back the links of a user, or of the first run.
pub(super) async fn withdraw(transaction: &DatabaseTransaction, user: Option<i64>) -> Result<(), StoreError> {
    let of_user = match user {
        Some(user) => invitations::Column::UserId.eq(user),
        None => invitations::Column::UserId.is_null(),
    };
    invitations::Entity::delete_many().filter(of_user).exec(transaction).await?;
    Ok(())
}

/// Uses a link up; whether it was there to be used.
async fn consume(transaction: &DatabaseTransaction, hash: &str, now: &str) -> Result<bool, StoreError> {
    let used = invitations::Entity::update_many()
        .col_expr(invitations::Column::UsedAt, Expr::value(now))
        .filter(invitations::Column::Hash.eq(hash))
        .filter(invitations::Column::UsedAt.is_null())
        .exec(transaction)
        .await?;
    Ok(used.rows_affected == 1)
}
