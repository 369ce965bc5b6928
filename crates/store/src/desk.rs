//! What people decide about the portfolio besides correcting a customer: segments, economic groups and
//! goals. It belongs to no import and is not undone with one.

use domain::{Cents, CustomerKey};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::{Value, json};

use crate::catalogue::entities::{goals, members, segments, state};
use crate::error::StoreError;
use crate::people::audit::finish;
use crate::people::{Action, Author};
use crate::workspace::Workspace;

/// A predicate that someone gave a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSegment {
    /// Its name.
    pub name: String,
    /// The predicate, as written.
    pub predicate: String,
}

/// A customer of an economic group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMember {
    /// The group's name.
    pub group: String,
    /// The customer: a company's root, or one party.
    pub customer: String,
}

/// What a seller is to sell in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The seller, as sales name them.
    pub seller: String,
    /// The month, `2026-11`.
    pub month: String,
    /// Revenue to reach.
    pub revenue: Cents,
}

impl Workspace {
    /// The segments saved, by name.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn segments(&self) -> Result<Vec<SavedSegment>, StoreError> {
        let query = segments::Entity::find().order_by_asc(segments::Column::Name);
        let rows = query.all(self.catalogue.connection()).await?;
        Ok(rows.into_iter().map(|row| SavedSegment { name: row.name, predicate: row.predicate }).collect())
    }

    /// Saves a segment, in place of one of the same name.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn save_segment(&self, name: &str, predicate: &str, author: &Author) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let row = segments::ActiveModel {
            name: Set(name.to_owned()),
            predicate: Set(predicate.to_owned()),
            made_at: Set(author.at.clone()),
        };
        let replace = OnConflict::column(segments::Column::Name)
            .update_columns([segments::Column::Predicate, segments::Column::MadeAt])
            .to_owned();
        segments::Entity::insert(row).on_conflict(replace).exec_without_returning(&transaction).await?;
        decided(transaction, author, Action::SegmentSaved, name, &json!({ "predicate": predicate })).await
    }

    /// Removes a segment; whether there was one.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn remove_segment(&self, name: &str, author: &Author) -> Result<bool, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let removed = segments::Entity::delete_by_id(name).exec(&transaction).await?;
        if removed.rows_affected == 0 {
            return Ok(false);
        }
        decided(transaction, author, Action::SegmentRemoved, name, &json!({})).await?;
        Ok(true)
    }

    /// The customers of all groups, by group and key.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn group_members(&self) -> Result<Vec<GroupMember>, StoreError> {
        let query = members::Entity::find().order_by_asc(members::Column::GroupName);
        let rows = query.order_by_asc(members::Column::Customer).all(self.catalogue.connection()).await?;
        Ok(rows.into_iter().map(|row| GroupMember { group: row.group_name, customer: row.customer }).collect())
    }

    /// Puts customers into a group, out of those they were in.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn join_group(&self, group: &str, customers: &[CustomerKey], author: &Author) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        for customer in customers {
            let row = members::ActiveModel {
                customer: Set(customer.to_string()),
                group_name: Set(group.to_owned()),
                made_at: Set(author.at.clone()),
            };
            let replace = OnConflict::column(members::Column::Customer)
                .update_columns([members::Column::GroupName, members::Column::MadeAt])
                .to_owned();
            members::Entity::insert(row).on_conflict(replace).exec_without_returning(&transaction).await?;
        }
        decided(transaction, author, Action::GroupJoined, group, &json!({ "customers": written(customers) })).await
    }

    /// Takes customers out of a group, or all where none is named; how many there were.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn leave_group(
        &self,
        group: &str,
        customers: &[CustomerKey],
        author: &Author,
    ) -> Result<u64, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let mut leaving = members::Entity::delete_many().filter(members::Column::GroupName.eq(group));
        if !customers.is_empty() {
            leaving = leaving.filter(members::Column::Customer.is_in(written(customers)));
        }
        let left = leaving.exec(&transaction).await?.rows_affected;
        if left > 0 {
            let detail = json!({ "customers": written(customers), "left": left });
            decided(transaction, author, Action::GroupLeft, group, &detail).await?;
        }
        Ok(left)
    }

    /// The goals of a month, or all, by month and seller.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn goals(&self, month: Option<&str>) -> Result<Vec<Goal>, StoreError> {
        let mut query = goals::Entity::find().order_by_asc(goals::Column::Month).order_by_asc(goals::Column::Seller);
        if let Some(month) = month {
            query = query.filter(goals::Column::Month.eq(month));
        }
        let rows = query.all(self.catalogue.connection()).await?;
        let goal = |row: goals::Model| Goal { seller: row.seller, month: row.month, revenue: Cents(row.revenue_cents) };
        Ok(rows.into_iter().map(goal).collect())
    }

    /// Sets the goal of a seller in a month; without amount, takes it back.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn set_goal(
        &self,
        seller: &str,
        month: &str,
        revenue: Option<Cents>,
        author: &Author,
    ) -> Result<(), StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let key = (seller.to_owned(), month.to_owned());
        goals::Entity::delete_by_id(key).exec(&transaction).await?;
        if let Some(revenue) = revenue {
            let row = goals::ActiveModel {
                seller: Set(seller.to_owned()),
                month: Set(month.to_owned()),
                revenue_cents: Set(revenue.0),
                made_at: Set(author.at.clone()),
            };
            goals::Entity::insert(row).exec_without_returning(&transaction).await?;
        }
        let detail = json!({ "month": month, "revenue_cents": revenue.map(|revenue| revenue.0) });
        decided(transaction, author, Action::GoalSet, seller, &detail).await
    }
}

/// Ends a transaction that changed something people decide, by which panels go.
pub(crate) async fn decided(
    transaction: DatabaseTransaction,
    author: &Author,
    action: Action,
    subject: &str,
    detail: &Value,
) -> Result<(), StoreError> {
    count_change(&transaction).await?;
    finish(transaction, author, action, subject, detail).await
}

/// Customers' keys as they are kept.
fn written(customers: &[CustomerKey]) -> Vec<String> {
    customers.iter().map(ToString::to_string).collect()
}

/// Counts a change of what people decide, by which readers know that theirs is old.
async fn count_change(connection: &impl ConnectionTrait) -> Result<(), StoreError> {
    state::Entity::update_many()
        .col_expr(state::Column::DeskSequence, Expr::col(state::Column::DeskSequence).add(1))
        .exec(connection)
        .await?;
    Ok(())
}
