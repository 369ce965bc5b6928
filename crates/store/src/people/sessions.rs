//! Who is signed in, by the hashes of their cookies.

use std::fmt;

use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use super::audit::{finish, record};
use super::moments::{has_come, seconds_before, seconds_between};
use super::users::{required, row_of};
use super::{Action, Author, User, answers, tokens};
use crate::catalogue::entities::{invitations, sessions, users};
use crate::error::StoreError;
use crate::workspace::Workspace;

/// How often it is written down that a session or a key was used.
pub(super) const TOUCH_SECONDS: i64 = 60;

/// One browser of one user.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// The hash of its cookie.
    pub hash: String,
    /// The user's number.
    pub user: i64,
    /// What its pages send along to show that they are ours.
    pub csrf: String,
    /// The browser, as it names itself.
    pub agent: String,
    /// When it began, RFC 3339.
    pub created_at: String,
    /// When it was last used, to the minute.
    pub seen_at: String,
    /// When it ends, however much it is used.
    pub expires_at: String,
}

impl fmt::Debug for Session {
    /// Without what would let someone in.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("user", &self.user).field("seen_at", &self.seen_at).finish_non_exhaustive()
    }
}

/// A session to be.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The hash of its cookie.
    pub hash: String,
    /// The user's number.
    pub user: i64,
    /// What its pages send along to show that they are ours.
    pub csrf: String,
    /// The browser, as it names itself.
    pub agent: String,
    /// When it ends, however much it is used, RFC 3339.
    pub expires_at: String,
}

impl fmt::Debug for NewSession {
    /// Without what would let someone in.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewSession").field("user", &self.user).finish_non_exhaustive()
    }
}

impl Workspace {
    /// Lets a user in, and forgives wrong attempts before. `now` is RFC 3339.
    ///
    /// # Errors
    /// No such user, or the database cannot be written.
    pub async fn start_session(&self, new: NewSession, now: &str) -> Result<Session, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let user = User::from(required(&transaction, new.user).await?);
        let NewSession { hash, user: user_id, csrf, agent, expires_at } = new;
        let created_at = now.to_owned();
        let row = sessions::Model { hash, user_id, csrf, agent, seen_at: created_at.clone(), created_at, expires_at };
        let inserted = sessions::ActiveModel {
            hash: Set(row.hash.clone()),
            user_id: Set(row.user_id),
            csrf: Set(row.csrf.clone()),
            agent: Set(row.agent.clone()),
            created_at: Set(row.created_at.clone()),
            seen_at: Set(row.seen_at.clone()),
            expires_at: Set(row.expires_at.clone()),
        };
        sessions::Entity::insert(inserted).exec_without_returning(&transaction).await?;
        users::Entity::update_many()
            .col_expr(users::Column::FailedAttempts, Expr::value(0))
            .col_expr(users::Column::LockedUntil, Expr::value(None::<String>))
            .col_expr(users::Column::LastSeenAt, Expr::value(now))
            .filter(users::Column::Id.eq(user.id))
            .exec(&transaction)
            .await?;
        finish(transaction, &Author::user(&user, now), Action::SignedIn, &user.login, &json!({})).await?;
        Ok(row.into())
    }

    /// The session of a cookie's hash, with its user; `None` where there is none, or it was left alone for
    /// longer than `idle_seconds`, or is past its end, or its user may no longer come in.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn session(
        &self,
        hash: &str,
        now: &str,
        idle_seconds: i64,
    ) -> Result<Option<(Session, User)>, StoreError> {
        let connection = self.catalogue.connection();
        let Some(session) = sessions::Entity::find_by_id(hash).one(connection).await? else { return Ok(None) };
        if !is_alive(&session, now, idle_seconds) {
            return Ok(None);
        }
        let user = row_of(connection, session.user_id).await?.map(User::from).filter(|user| !user.disabled);
        Ok(user.map(|user| (session.into(), user)))
    }

    /// Keeps a session from being left alone. Written down at most once a minute.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn touch_session(&self, session: &Session, now: &str) -> Result<(), StoreError> {
        if seconds_between(&session.seen_at, now).is_some_and(|seconds| seconds < TOUCH_SECONDS) {
            return Ok(());
        }
        let connection = self.catalogue.connection();
        sessions::Entity::update_many()
            .col_expr(sessions::Column::SeenAt, Expr::value(now))
            .filter(sessions::Column::Hash.eq(session.hash.as_str()))
            .exec(connection)
            .await?;
        users::Entity::update_many()
            .col_expr(users::Column::LastSeenAt, Expr::value(now))
            .filter(users::Column::Id.eq(session.user))
            .exec(connection)
            .await?;
        Ok(())
    }

    /// The sessions of a user that are alive, the newest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn sessions(&self, user: i64, now: &str, idle_seconds: i64) -> Result<Vec<Session>, StoreError> {
        let query = sessions::Entity::find().filter(sessions::Column::UserId.eq(user));
        let rows = query.order_by_desc(sessions::Column::CreatedAt).all(self.catalogue.connection()).await?;
        Ok(rows.into_iter().filter(|row| is_alive(row, now, idle_seconds)).map(Session::from).collect())
    }

    /// Ends a session of a user; whether there was one.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn end_session(&self, hash: &str, author: &Author) -> Result<bool, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let Some(session) = sessions::Entity::find_by_id(hash).one(&transaction).await? else { return Ok(false) };
        sessions::Entity::delete_by_id(hash).exec(&transaction).await?;
        // A user that was removed has no session.
        let login = required(&transaction, session.user_id).await?.login;
        finish(transaction, author, Action::SignedOut, &login, &json!({})).await?;
        Ok(true)
    }

    /// Ends all sessions of a user, and takes back their tokens; of one whose hash is given, that one stays and they
    /// do. How many sessions there were.
    ///
    /// # Errors
    /// No such user, or the database cannot be written.
    pub async fn end_sessions(&self, user: i64, except: Option<&str>, author: &Author) -> Result<u64, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let login = required(&transaction, user).await?.login;
        let ended = end_of(&transaction, user, except).await?;
        if except.is_none() {
            tokens::revoke_of(&transaction, user, &author.at).await?;
        }
        if ended > 0 {
            record(&transaction, author, Action::SessionsEnded, &login, &json!({ "sessions": ended })).await?;
        }
        transaction.commit().await?;
        Ok(ended)
    }

    /// Forgets what is of no more use: sessions and links that are over, answers to writes older than a day.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn forget_expired(&self, now: &str, idle_seconds: i64) -> Result<(), StoreError> {
        let connection = self.catalogue.connection();
        let Some(left_alone) = seconds_before(idle_seconds, now) else { return Ok(()) };
        let over = sessions::Column::ExpiresAt.lt(now).or(sessions::Column::SeenAt.lt(left_alone));
        sessions::Entity::delete_many().filter(over).exec(connection).await?;
        let over = invitations::Column::ExpiresAt.lt(now).or(invitations::Column::UsedAt.is_not_null());
        invitations::Entity::delete_many().filter(over).exec(connection).await?;
        answers::forget_old(connection, now).await
    }
}

fn is_alive(session: &sessions::Model, now: &str, idle_seconds: i64) -> bool {
    let idle = seconds_between(&session.seen_at, now);
    !has_come(&session.expires_at, now) && idle.is_some_and(|seconds| seconds <= idle_seconds)
}

/// Ends the sessions of a user within a transaction, but for one; how many there were.
pub(super) async fn end_of(
    transaction: &DatabaseTransaction,
    user: i64,
    except: Option<&str>,
) -> Result<u64, StoreError> {
    let mut of_user = Condition::all().add(sessions::Column::UserId.eq(user));
    if let Some(except) = except {
        of_user = of_user.add(sessions::Column::Hash.ne(except));
    }
    Ok(sessions::Entity::delete_many().filter(of_user).exec(transaction).await?.rows_affected)
}

impl From<sessions::Model> for Session {
    fn from(row: sessions::Model) -> Self {
        let sessions::Model { hash, user_id, csrf, agent, created_at, seen_at, expires_at } = row;
        Self { hash, user: user_id, csrf, agent, created_at, seen_at, expires_at }
    }
}
