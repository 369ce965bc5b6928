//! Keys by which other programs come in with a user's rights, or with those to look only.

use std::str::FromStr;

use domain::Day;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use super::audit::finish;
use super::moments::seconds_between;
use super::sessions::TOUCH_SECONDS;
use super::users::{required, row_of};
use super::{Action, Author, User};
use crate::catalogue::entities::tokens;
use crate::error::StoreError;
use crate::workspace::Workspace;

/// What a key lets a program do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Look.
    Read,
    /// Whatever its user may.
    Write,
}

/// A word that names no access.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("não existe o acesso {word}; existem read e write")]
pub struct UnknownAccess {
    /// The word.
    pub word: String,
}

impl Access {
    /// Its code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

impl FromStr for Access {
    type Err = UnknownAccess;

    fn from_str(word: &str) -> Result<Self, UnknownAccess> {
        match word {
            "read" => Ok(Self::Read),
            "write" => Ok(Self::Write),
            _ => Err(UnknownAccess { word: word.to_owned() }),
        }
    }
}

/// One key of one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its number.
    pub id: i64,
    /// Whose rights it has.
    pub user: i64,
    /// What it is for.
    pub name: String,
    /// What it lets a program do.
    pub access: Access,
    /// The last day it holds, `2026-12-31`.
    pub expires_on: String,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// When it was last used, to the minute.
    pub last_used_at: Option<String>,
}

/// A key to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// Whose rights it has.
    pub user: i64,
    /// What it is for.
    pub name: String,
    /// Its hash.
    pub hash: String,
    /// What it lets a program do.
    pub access: Access,
    /// The last day it holds.
    pub expires_on: Day,
}

impl Workspace {
    /// Keeps the hash of a key.
    ///
    /// # Errors
    /// No such user, or the database cannot be written.
    pub async fn add_token(&self, new: NewToken, author: &Author) -> Result<ApiToken, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let login = required(&transaction, new.user).await?.login;
        let row = tokens::ActiveModel {
            id: ActiveValue::NotSet,
            user_id: Set(new.user),
            name: Set(new.name),
            hash: Set(new.hash),
            access: Set(new.access.as_str().to_owned()),
            expires_on: Set(new.expires_on.iso()),
            created_at: Set(author.at.clone()),
            last_used_at: Set(None),
            revoked_at: Set(None),
        };
        let token = ApiToken::from(tokens::Entity::insert(row).exec_with_returning(&transaction).await?);
        let detail = json!({ "name": token.name, "access": token.access.as_str(), "expires_on": token.expires_on });
        finish(transaction, author, Action::TokenMade, &login, &detail).await?;
        Ok(token)
    }

    /// The keys of a user that were not taken back, the newest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn tokens(&self, user: i64) -> Result<Vec<ApiToken>, StoreError> {
        let query = tokens::Entity::find().filter(tokens::Column::RevokedAt.is_null());
        let query = query.filter(tokens::Column::UserId.eq(user)).order_by_desc(tokens::Column::Id);
        Ok(query.all(self.catalogue.connection()).await?.into_iter().map(ApiToken::from).collect())
    }

    /// The key of a hash, with its user; `None` where there is none, or it was taken back, or is too old
    /// today, or its user may no longer come in.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn token(&self, hash: &str, today: Day) -> Result<Option<(ApiToken, User)>, StoreError> {
        let connection = self.catalogue.connection();
        let query = tokens::Entity::find().filter(tokens::Column::Hash.eq(hash));
        let found = query.filter(tokens::Column::RevokedAt.is_null()).one(connection).await?;
        let Some(token) = found.filter(|token| token.expires_on >= today.iso()) else { return Ok(None) };
        let user = row_of(connection, token.user_id).await?.map(User::from).filter(|user| !user.disabled);
        Ok(user.map(|user| (token.into(), user)))
    }

    /// Notes that a key was used. Written down at most once a minute.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn touch_token(&self, token: &ApiToken, now: &str) -> Result<(), StoreError> {
        let last = token.last_used_at.as_deref().and_then(|last| seconds_between(last, now));
        if last.is_some_and(|seconds| seconds < TOUCH_SECONDS) {
            return Ok(());
        }
        tokens::Entity::update_many()
            .col_expr(tokens::Column::LastUsedAt, Expr::value(now))
            .filter(tokens::Column::Id.eq(token.id))
            .exec(self.catalogue.connection())
            .await?;
        Ok(())
    }

    /// Takes a key of a user back; whether it was there.
    ///
    /// # Errors
    /// No such user, or the database cannot be written.
    pub async fn revoke_token(&self, user: i64, id: i64, author: &Author) -> Result<bool, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let login = required(&transaction, user).await?.login;
        let found = tokens::Entity::find_by_id(id).one(&transaction).await?;
        let Some(token) = found.filter(|token| token.user_id == user && token.revoked_at.is_none()) else {
            return Ok(false);
        };
        let revoked = tokens::ActiveModel {
            id: ActiveValue::Unchanged(id),
            revoked_at: Set(Some(author.at.clone())),
            ..Default::default()
        };
        tokens::Entity::update(revoked).exec(&transaction).await?;
        finish(transaction, author, Action::TokenRevoked, &login, &json!({ "name": token.name })).await?;
        Ok(true)
    }
}

/// Takes back all keys of a user within a transaction.
pub(super) async fn revoke_of(transaction: &DatabaseTransaction, user: i64, at: &str) -> Result<(), StoreError> {
    tokens::Entity::update_many()
        .col_expr(tokens::Column::RevokedAt, Expr::value(at))
        .filter(tokens::Column::UserId.eq(user))
        .filter(tokens::Column::RevokedAt.is_null())
        .exec(transaction)
        .await?;
    Ok(())
}

impl From<tokens::Model> for ApiToken {
    fn from(row: tokens::Model) -> Self {
        Self {
            id: row.id,
            user: row.user_id,
            name: row.name,
            // What another program wrote there gives the least.
            access: row.access.parse().unwrap_or(Access::Read),
            expires_on: row.expires_on,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        }
    }
}
