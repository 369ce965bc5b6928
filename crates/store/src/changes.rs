//! Changes of many customers at once, which can be taken back as they were made: another owner, tags put
//! on or taken off, another value of a field.

use std::collections::HashMap;

use domain::text::folded;
use domain::{CustomerKey, Day};
use futures::future::BoxFuture;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Set,
};
use serde_json::json;

use crate::catalogue::entities::{changes, edits};
use crate::desk::decided;
use crate::edits::bulk::{self, Correction, Given};
use crate::error::StoreError;
use crate::people::{Action, Author};
use crate::workspace::Workspace;

/// Who is responsible for a customer.
const OWNER: &str = "owner";

/// Words that people put on a customer.
const TAGS: &str = "tags";

/// Between one tag and the next.
const TAG_END: &str = ";";

/// What is changed of many customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Who is responsible for them.
    Owner,
    /// Tags put on.
    AddTags,
    /// Tags taken off.
    RemoveTags,
    /// Another field, by a version that changes more than this one.
    Field,
}

impl ChangeKind {
    /// Its code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::AddTags => "add_tags",
            Self::RemoveTags => "remove_tags",
            Self::Field => "field",
        }
    }

    fn of(code: &str) -> Self {
        let all = [Self::Owner, Self::AddTags, Self::RemoveTags];
        all.into_iter().find(|kind| kind.as_str() == code).unwrap_or(Self::Field)
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub id: i64,
    /// What it changes.
    pub what: ChangeKind,
    /// The field it changes.
    pub field: String,
    /// What it changes it to, or the tags it puts on or takes off; none where it takes another back.
    pub value: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The day from which it counts, where not at once.
    pub effective_on: Option<String>,
    /// The user; `None` where none made it.
    pub user: Option<i64>,
    /// Its name then.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// How many customers it changed.
    pub customers: u64,
    /// The change it takes back.
    pub undoes: Option<i64>,
    /// The change that took it back.
    pub undone_by: Option<i64>,
}

/// A customer and what is known of the field to be changed, wherever it is known from: a correction made
/// meanwhile counts more.
pub type Known = (CustomerKey, Option<String>);

/// Why customers change, and from when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms<'t> {
    /// Why.
    pub reason: Option<&'t str>,
    /// The day from which it counts; `None` counts at once.
    pub effective_on: Option<Day>,
}

/// What a change came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The change.
    pub change: i64,
    /// Customers it changed.
    pub customers: u64,
    /// Customers it left as they were: they are so already, or were changed again since.
    pub left_alone: u64,
}

/// Someone who was made responsible for a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerChange {
    /// Who; `None` leaves it to the lists.
    pub owner: Option<String>,
    /// When it was decided, RFC 3339.
    pub at: String,
    /// The day from which it counts, where not at once.
    pub effective_on: Option<String>,
    /// Who decided, as they were called then.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The change it was part of.
    pub change: Option<i64>,
}

/// A change about to be made.
struct Plan<'p> {
    what: ChangeKind,
    field: &'p str,
    value: Option<&'p str>,
    terms: Terms<'p>,
    undoes: Option<i64>,
}

/// What becomes of a value.
type Next<'n> = dyn Fn(Option<&str>) -> Option<String> + Send + Sync + 'n;

/// Values of a field in the order they were given, each with the day from which it counts.
type Values = Vec<(Option<String>, Option<String>)>;

impl Workspace {
    /// Makes someone responsible for customers; `None` leaves it to the lists.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn change_owner(
        &self,
        customers: &[Known],
        owner: Option<&str>,
        terms: Terms<'_>,
        author: &Author,
    ) -> Result<Changed, StoreError> {
        let plan = Plan { what: ChangeKind::Owner, field: OWNER, value: owner, terms, undoes: None };
        self.change_to(customers, plan, author).await
    }

    /// Puts tags, with `;` between, on customers, beside those they have. `normalised` is how tags are kept;
    /// `None` where they do not fit, which leaves the customer as it is.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn add_tags(
        &self,
        customers: &[Known],
        tags: &str,
        reason: Option<&str>,
        normalised: impl Fn(&str) -> Option<String> + Send + Sync,
        author: &Author,
    ) -> Result<Changed, StoreError> {
        let with = |known: Option<&str>| match normalised(&[known.unwrap_or_default(), tags].join(TAG_END)) {
            Some(tags) => Some(tags),
            None => known.map(str::to_owned),
        };
        let terms = Terms { reason, effective_on: None };
        let plan = Plan { what: ChangeKind::AddTags, field: TAGS, value: Some(tags), terms, undoes: None };
        self.change_each(customers, plan, &with, author).await
    }

    /// Takes tags, with `;` between, off customers, however they are capitalised or accented.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn remove_tags(
        &self,
        customers: &[Known],
        tags: &str,
        reason: Option<&str>,
        author: &Author,
    ) -> Result<Changed, StoreError> {
        let removed: Vec<String> = tags.split(TAG_END).map(|tag| folded(tag.trim())).collect();
        let without = |known: Option<&str>| {
            let left = known?.split(TAG_END).filter(|tag| !removed.contains(&folded(tag.trim())));
            Some(left.collect::<Vec<_>>().join(TAG_END)).filter(|left| !left.is_empty())
        };
        let terms = Terms { reason, effective_on: None };
        let plan = Plan { what: ChangeKind::RemoveTags, field: TAGS, value: Some(tags), terms, undoes: None };
        self.change_each(customers, plan, &without, author).await
    }

    /// Takes a change back: each customer's field is what it was before, but for those changed again since.
    ///
    /// # Errors
    /// No such change, or taken back already; the database cannot be written.
    pub async fn undo_change(&self, id: i64, author: &Author) -> Result<Changed, StoreError> {
        let transaction = self.catalogue.begin_write().await?;
        let found = changes::Entity::find_by_id(id).one(&transaction).await?;
        let undone = found.ok_or(StoreError::Unknown { what: "a mudança", number: id })?;
        if undone.undone_by.is_some() {
            return Err(StoreError::ChangeUndone { change: id });
        }
        let customers = customers_of(&transaction, id).await?;
        let mut before = Vec::new();
        let mut left_alone = 0;
        let mut rows = bulk::of_field(&transaction, &customers, &undone.field).await?;
        for customer in customers {
            let rows = rows.remove(&customer).unwrap_or_default();
            let first = rows.iter().position(|row| row.change == Some(id)).unwrap_or(rows.len());
            match rows[first..].iter().all(|row| row.change == Some(id)) {
                true => before.push((customer, standing(&rows[..first]))),
                false => left_alone += 1,
            }
        }
        let plan = Plan {
            what: ChangeKind::of(&undone.what),
            field: &undone.field,
            value: None,
            terms: Terms::default(),
            undoes: Some(id),
        };
        let change = write(&transaction, &plan, before, author).await?;
        changes::Entity::update_many()
            .col_expr(changes::Column::UndoneBy, Expr::value(change.change))
            .filter(changes::Column::Id.eq(id))
            .exec(&transaction)
            .await?;
        let detail = json!({ "undoes": id, "customers": change.customers, "left_alone": left_alone });
        decided(transaction, author, Action::ChangeUndone, &change.change.to_string(), &detail).await?;
        Ok(Changed { left_alone, ..change })
    }

    /// A change; `None` where there is none of the number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn change(&self, id: i64) -> Result<Option<Change>, StoreError> {
        Ok(changes::Entity::find_by_id(id).one(self.catalogue.connection()).await?.map(Change::from))
    }

    /// Changes, the newest first; those before a number where one is given.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn changes(&self, before: Option<i64>, limit: u64) -> Result<Vec<Change>, StoreError> {
        let mut query = changes::Entity::find().order_by_desc(changes::Column::Id).limit(limit);
        if let Some(before) = before {
            query = query.filter(changes::Column::Id.lt(before));
        }
        Ok(query.all(self.catalogue.connection()).await?.into_iter().map(Change::from).collect())
    }

    /// The keys of the customers that a change changed.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn customers_of_change(&self, id: i64) -> Result<Vec<String>, StoreError> {
        customers_of(self.catalogue.connection(), id).await
    }

    /// Who was made responsible for a customer, the earliest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn owner_history(&self, customer: &CustomerKey) -> Result<Vec<OwnerChange>, StoreError> {
        let connection = self.catalogue.connection();
        let of_owner = edits::Entity::find()
            .filter(edits::Column::Customer.eq(customer.to_string()))
            .filter(edits::Column::Field.eq(OWNER))
            .order_by_asc(edits::Column::Id);
        let rows = of_owner.all(connection).await?;
        let ids = rows.iter().filter_map(|row| row.change_id);
        let made = changes::Entity::find().filter(changes::Column::Id.is_in(ids)).all(connection).await?;
        let reasons: HashMap<i64, Option<String>> = made.into_iter().map(|change| (change.id, change.reason)).collect();
        let owner = |row: edits::Model| OwnerChange {
            reason: row.change_id.and_then(|change| reasons.get(&change)?.clone()),
            owner: row.value,
            at: row.made_at,
            effective_on: row.effective_on,
            by: row.made_by,
            change: row.change_id,
        };
        Ok(rows.into_iter().map(owner).collect())
    }

    /// Gives a field of customers the value of a plan, but for those that have just this one.
    async fn change_to(&self, customers: &[Known], plan: Plan<'_>, author: &Author) -> Result<Changed, StoreError> {
        let value = plan.value.map(str::to_owned);
        self.change_each(customers, plan, &|_| value.clone(), author).await
    }

    /// Gives a field of each customer the value that `next` makes of the one it has.
    fn change_each<'a>(
        &'a self,
        customers: &'a [Known],
        plan: Plan<'a>,
        next: &'a Next<'a>,
        author: &'a Author,
    ) -> BoxFuture<'a, Result<Changed, StoreError>> {
        Box::pin(async move {
            let transaction = self.catalogue.begin_write().await?;
            let on = plan.terms.effective_on.map(Day::iso);
            let keys: Vec<String> = customers.iter().map(|(customer, _)| customer.to_string()).collect();
            let corrected = bulk::of_field(&transaction, &keys, plan.field).await?;
            let mut values = Vec::with_capacity(customers.len());
            for (key, (_, known)) in keys.into_iter().zip(customers) {
                let rows = corrected.get(&key).map(Vec::as_slice).unwrap_or_default();
                let said = rows.last().and_then(|row| row.value.as_deref());
                let now = said.or(known.as_deref());
                let then = next(now);
                let is_so = then.as_deref() == said || then.as_deref() == now;
                // A value that only counts from some day on is not the one it has.
                let waits = on.is_some() || standing(rows).iter().any(|(_, effective_on)| effective_on.is_some());
                if waits || !is_so {
                    values.push((key, vec![(then, on.clone())]));
                }
            }
            let left_alone = (customers.len() - values.len()) as u64;
            let changed = write(&transaction, &plan, values, author).await?;
            let Plan { what, field, value, terms, undoes: _ } = plan;
            let detail = json!({
                "what": what.as_str(), "field": field, "value": value, "reason": terms.reason, "effective_on": on,
                "customers": changed.customers,
            });
            decided(transaction, author, Action::CustomersChanged, &changed.change.to_string(), &detail).await?;
            Ok(Changed { left_alone, ..changed })
        })
    }
}

/// Writes a change and the values it gives within a transaction.
async fn write(
    transaction: &DatabaseTransaction,
    plan: &Plan<'_>,
    values: Vec<(String, Values)>,
    author: &Author,
) -> Result<Changed, StoreError> {
    let customers = values.len();
    let row = changes::ActiveModel {
        id: ActiveValue::NotSet,
        what: Set(plan.what.as_str().to_owned()),
        field: Set(plan.field.to_owned()),
        value: Set(plan.value.map(str::to_owned)),
        reason: Set(plan.terms.reason.map(str::to_owned)),
        effective_on: Set(plan.terms.effective_on.map(Day::iso)),
        user_id: Set(author.user),
        made_by: Set(author.name.clone()),
        made_at: Set(author.at.clone()),
        customers: Set(customers as i64),
        undoes: Set(plan.undoes),
        undone_by: Set(None),
    };
    let change = changes::Entity::insert(row).exec_with_returning(transaction).await?.id;
    let mut given: Vec<Given> = Vec::with_capacity(customers);
    for (customer, values) in values {
        given.extend(values.into_iter().map(|(value, effective_on)| (customer.clone(), value, effective_on)));
    }
    bulk::insert(transaction, plan.field, &given, Some(change), author).await?;
    Ok(Changed { change, customers: customers as u64, left_alone: 0 })
}

/// What corrections of one field come to: the last that counted at once, and those for later days since.
fn standing(rows: &[Correction]) -> Values {
    let at_once = rows.iter().rposition(|row| row.effective_on.is_none());
    let mut values: Values = match at_once {
        Some(_) => Vec::new(),
        None => vec![(None, None)],
    };
    let since = &rows[at_once.unwrap_or(0)..];
    values.extend(since.iter().map(|row| (row.value.clone(), row.effective_on.clone())));
    values
}

/// The customers that a change changed.
async fn customers_of(connection: &impl ConnectionTrait, id: i64) -> Result<Vec<String>, StoreError> {
    Ok(edits::Entity::find()
        .select_only()
        .column(edits::Column::Customer)
        .distinct()
        .filter(edits::Column::ChangeId.eq(id))
        .order_by_asc(edits::Column::Customer)
        .into_tuple()
        .all(connection)
        .await?)
}

impl From<changes::Model> for Change {
    fn from(row: changes::Model) -> Self {
        Self {
            id: row.id,
            what: ChangeKind::of(&row.what),
            field: row.field,
            value: row.value,
            reason: row.reason,
            effective_on: row.effective_on,
            user: row.user_id,
            by: row.made_by,
            at: row.made_at,
            customers: row.customers.unsigned_abs(),
            undoes: row.undoes,
            undone_by: row.undone_by,
        }
    }
}
