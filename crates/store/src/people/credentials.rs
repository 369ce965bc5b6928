//! By what users show that they are who they say: passwords, second factors, recovery codes. All of them
//! come in as hashes or secrets that others make and check.

use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::audit::finish;
use super::users::required;
use super::{Action, Author, User};
use crate::catalogue::entities::users;
use crate::error::StoreError;
use crate::workspace::Workspace;

/// What becomes of a user's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TotpChange {
    /// A secret that the user has yet to show it has.
    Begin {
        /// The secret.
        secret: String,
    },
    /// The user has shown a code: the factor is in force.
    Confirm {
        /// The step of that code, which cannot be used again.
        step: i64,
        /// Hashes of the recovery codes it was given.
        recovery_hashes: Vec<String>,
    },
    /// Other recovery codes in place of those it had.
    Recovery {
        /// Hashes of them.
        recovery_hashes: Vec<String>,
    },
    /// No second factor.
    Remove,
}

impl Workspace {
    /// Sets a user's password, by its hash, and forgives wrong attempts at the one before.
    ///
    /// # Errors
    /// No such user, or the database cannot be written.
    pub async fn set_password(&self, id: i64, hash: &str, author: &Author) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let login = put_password(&transaction, id, hash).await?;
        finish(transaction, author, Action::PasswordSet, &login, &json!({})).await
    }

    /// Changes a user's second factor.
    ///
    /// # Errors
    /// No such user; a factor begun while another is in force, or confirmed before one was begun; the
    /// database cannot be written.
    pub async fn set_totp(&self, id: i64, change: TotpChange, author: &Author) -> Result<User, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let user = required(&transaction, id).await?;
        let kept = |hashes: Vec<String>| Set(hashes.join(" "));
        let unchanged =
            users::ActiveModel { id: ActiveValue::Unchanged(id), version: Set(user.version + 1), ..Default::default() };
        let (action, changed) = match change {
            TotpChange::Begin { .. } if user.totp_confirmed => return Err(StoreError::TotpInForce),
            TotpChange::Confirm { .. } if user.totp_confirmed || user.totp_secret.is_none() => {
                return Err(StoreError::TotpNotBegun);
            }
            TotpChange::Recovery { .. } if !user.totp_confirmed => return Err(StoreError::TotpNotBegun),
            TotpChange::Begin { secret } => {
                (Action::TotpBegun, users::ActiveModel { totp_secret: Set(Some(secret)), ..unchanged })
            }
            TotpChange::Confirm { step, recovery_hashes } => {
                let totp_last_step = Set(Some(step));
                let recovery_hashes = kept(recovery_hashes);
                let totp_confirmed = Set(true);
                let confirmed = users::ActiveModel { totp_confirmed, totp_last_step, recovery_hashes, ..unchanged };
                (Action::TotpConfirmed, confirmed)
            }
            TotpChange::Recovery { recovery_hashes } => {
                let recovery_hashes = kept(recovery_hashes);
                (Action::RecoveryCodesMade, users::ActiveModel { recovery_hashes, ..unchanged })
            }
            TotpChange::Remove => {
                let removed = users::ActiveModel {
                    totp_secret: Set(None),
                    totp_confirmed: Set(false),
                    totp_last_step: Set(None),
                    recovery_hashes: Set(String::new()),
                    ..unchanged
                };
                (Action::TotpRemoved, removed)
            }
        };
        let changed = User::from(users::Entity::update(changed).exec(&transaction).await?);
        finish(transaction, author, action, &changed.login, &json!({})).await?;
        Ok(changed)
    }

    /// Uses a recovery code up, by its hash; whether it was one.
    ///
    /// # Errors
    /// No such user, or the database cannot be written.
    pub async fn use_recovery_code(&self, id: i64, hash: &str, now: &str) -> Result<bool, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let user = User::from(required(&transaction, id).await?);
        let left: Vec<&str> = user.recovery_hashes.iter().map(String::as_str).filter(|known| *known != hash).collect();
        if left.len() == user.recovery_hashes.len() {
            return Ok(false);
        }
        users::Entity::update_many()
            .col_expr(users::Column::RecoveryHashes, Expr::value(left.join(" ")))
            .filter(users::Column::Id.eq(id))
            .exec(&transaction)
            .await?;
        let author = Author::user(&user, now);
        finish(transaction, &author, Action::RecoveryCodeUsed, &user.login, &json!({ "left": left.len() })).await?;
        Ok(true)
    }

    /// Uses a step of a user's second factor up; whether it was still of use. Two who send the same code at
    /// once cannot both come in.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn touch_totp_step(&self, id: i64, step: i64) -> Result<bool, StoreError> {
        let later = users::Column::TotpLastStep.is_null().or(users::Column::TotpLastStep.lt(step));
        let used = users::Entity::update_many()
            .col_expr(users::Column::TotpLastStep, Expr::value(step))
            .filter(Condition::all().add(users::Column::Id.eq(id)).add(later))
            .exec(self.catalogue.connection())
            .await?;
        Ok(used.rows_affected == 1)
    }

    /// Counts a wrong password or code of a user. `lock` says, of the number of wrong ones in a row, until
    /// when none is taken.
    ///
    /// # Errors
    /// No such user, or the database cannot be written.
    pub async fn record_failed_attempt(
        &self,
        id: i64,
        now: &str,
        lock: impl FnOnce(u32) -> Option<String> + Send,
    ) -> Result<User, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let user = required(&transaction, id).await?;
        let attempts = user.failed_attempts.saturating_add(1);
        let changed = users::ActiveModel {
            id: ActiveValue::Unchanged(id),
            failed_attempts: Set(attempts),
            locked_until: Set(lock(attempts.unsigned_abs())),
            ..Default::default()
        };
        let user = User::from(users::Entity::update(changed).exec(&transaction).await?);
        // Who it was is not known: that is the point of it.
        let author = Author::machine("não identificado", now);
        let detail = json!({ "attempts": attempts, "locked_until": user.locked_until });
        finish(transaction, &author, Action::SignInRefused, &user.login, &detail).await?;
        Ok(user)
    }

    /// Forgives a user's wrong attempts.
    ///
    /// # Errors
    /// No such user, or the database cannot be written.
    pub async fn clear_failed_attempts(&self, id: i64, author: &Author) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let login = required(&transaction, id).await?.login;
        let changed = users::ActiveModel {
            id: ActiveValue::Unchanged(id),
            failed_attempts: Set(0),
            locked_until: Set(None),
            ..Default::default()
        };
        users::Entity::update(changed).exec(&transaction).await?;
        finish(transaction, author, Action::UserUnlocked, &login, &json!({})).await
    }
}

/// Sets a user's password within a transaction; gives the login.
pub(super) async fn put_password(transaction: &DatabaseTransaction, id: i64, hash: &str) -> Result<String, StoreError> {
    let login = required(transaction, id).await?.login;
    let changed = users::ActiveModel {
        id: ActiveValue::Unchanged(id),
        password_hash: Set(Some(hash.to_owned())),
        failed_attempts: Set(0),
        locked_until: Set(None),
        ..Default::default()
    };
    users::Entity::update(changed).exec(transaction).await?;
    Ok(login)
}
