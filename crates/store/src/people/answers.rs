//! Answers to writes, kept for a day: one that is sent again under its key is not done again.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::moments::{seconds_before, seconds_between};
use crate::catalogue::entities::answers;
use crate::error::StoreError;
use crate::workspace::Workspace;

/// How long an answer is kept.
const KEPT_SECONDS: i64 = 24 * 3600;

/// How long a write is taken to be under way: longer than any is let run.
const UNDER_WAY_SECONDS: i64 = 600;

/// An answer, as it is sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers, as the server writes them down.
    pub headers: String,
    /// The body.
    pub body: Vec<u8>,
}

/// What is known of a write when it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Nothing: it is to be done.
    New,
    /// It was done, and answered so.
    Answered(Answer),
    /// It is being done.
    InProgress,
    /// Another was sent under the same key.
    Mismatch,
}

impl Workspace {
    /// Begins a write that a user sent under a key, if it is not known already. `now` is RFC 3339.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn begin_answer(&self, user: i64, key: &str, request_hash: &str, now: &str) -> Result<Begun, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let id = (user, key.to_owned());
        if let Some(known) = answers::Entity::find_by_id(id.clone()).one(&transaction).await? {
            let age = seconds_between(&known.made_at, now).unwrap_or(i64::MAX);
            let limit = if known.status.is_some() { KEPT_SECONDS } else { UNDER_WAY_SECONDS };
            if age <= limit {
                return Ok(Begun::of(known, request_hash));
            }
            answers::Entity::delete_by_id(id).exec(&transaction).await?;
        }
        let row = answers::ActiveModel {
            user_id: Set(user),
            key: Set(key.to_owned()),
            request_hash: Set(request_hash.to_owned()),
            status: Set(None),
            headers: Set(None),
            body: Set(None),
            made_at: Set(now.to_owned()),
        };
        answers::Entity::insert(row).exec_without_returning(&transaction).await?;
        transaction.commit().await?;
        Ok(Begun::New)
    }

    /// Keeps the answer to a write that was begun.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn finish_answer(&self, user: i64, key: &str, answer: Answer) -> Result<(), StoreError> {
        let Answer { status, headers, body } = answer;
        answers::Entity::update_many()
            .col_expr(answers::Column::Status, Expr::value(i32::from(status)))
            .col_expr(answers::Column::Headers, Expr::value(headers))
            .col_expr(answers::Column::Body, Expr::value(body))
            .filter(answers::Column::UserId.eq(user))
            .filter(answers::Column::Key.eq(key))
            .exec(self.catalogue.connection())
            .await?;
        Ok(())
    }

    /// Forgets a write that was begun and failed: sent again, it is to be tried again.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn abandon_answer(&self, user: i64, key: &str) -> Result<(), StoreError> {
        answers::Entity::delete_many()
            .filter(answers::Column::UserId.eq(user))
            .filter(answers::Column::Key.eq(key))
            .filter(answers::Column::Status.is_null())
            .exec(self.catalogue.connection())
            .await?;
        Ok(())
    }
}

impl Begun {
    fn of(known: answers::Model, request_hash: &str) -> Self {
        if known.request_hash != request_hash {
            return Self::Mismatch;
        }
        let status = known.status.and_then(|status| u16::try_from(status).ok());
        match (status, known.headers, known.body) {
            (Some(status), Some(headers), Some(body)) => Self::Answered(Answer { status, headers, body }),
            _ => Self::InProgress,
        }
    }
}

/// Forgets answers that are kept no longer.
pub(super) async fn forget_old(connection: &impl ConnectionTrait, now: &str) -> Result<(), StoreError> {
    let Some(oldest) = seconds_before(KEPT_SECONDS, now) else { return Ok(()) };
    answers::Entity::delete_many().filter(answers::Column::MadeAt.lt(oldest)).exec(connection).await?;
    Ok(())
}
