//! Who is responsible for how much, and what it would be after customers went from one to another.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::{Array, AsArray, Int64Array};
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::datatypes::Int64Type;
use domain::Day;
use domain::text::{folded, normalised_name};
use futures::future::BoxFuture;

use crate::distinct::Distinct;
use crate::fields::{OWNER, TAGS};
use crate::numbers::row_of;
use crate::overview::Part;
use crate::sellers::Directory;
use crate::{Level, Panel, PanelError, Portfolio, Predicate, Query, Visible};

/// Who is responsible for some customers, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The seller; `None` for customers that have none.
    pub owner: Option<String>,
    /// The team, where a list says it.
    pub team: Option<String>,
    /// The customers, whether they have bought or not.
    pub part: Part,
}

/// A tag, and how many customers have it, whether they have bought or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// As it is written most often.
    pub tag: String,
    /// How many have it.
    pub customers: u64,
}

/// Customers to go to another seller: those of whom everything said here is true.
#[derive(Clone, Debug, Default)]
pub struct Transfer {
    /// They are this seller's.
    pub from: Option<String>,
    /// This is true of them.
    pub predicate: Option<Predicate>,
    /// They are among these.
    pub customers: Option<Vec<String>>,
    /// Who gets them.
    pub to: String,
}

/// What a transfer would come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// The customers that would go to another.
    pub moved: Part,
    /// Every seller, by name, customers without one last.
    pub sellers: Vec<SellerBalance>,
}

/// What a seller has before and after a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SellerBalance {
    /// The seller, by the name that lists give it; `None` for customers that have none.
    pub seller: Option<String>,
    /// Before.
    pub before: Part,
    /// After.
    pub after: Part,
}

impl Portfolio {
    /// Who is responsible for how many of the customers that may be seen; of those without one last.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn owners<'a>(
        &'a self,
        level: Level,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Vec<Owner>, PanelError>> {
        Box::pin(async move {
            let panel = self.panel(level, as_of).await?;
            let directory = self.directory().await?;
            let owners = Owners::of(&panel)?;
            let parts = owners.parts(&panel.selection(&everyone(None), visible)?);
            let owner = |(owner, part): (Option<&str>, Part)| Owner {
                team: owner.and_then(|owner| directory.team_of(owner)),
                owner: owner.map(str::to_owned),
                part,
            };
            let mut found: Vec<Owner> =
                owners.names.values.iter().zip(parts).filter(|(_, part)| part.customers > 0).map(owner).collect();
            found.sort_by_cached_key(|one| {
                (one.owner.is_none(), one.owner.as_deref().map(normalised_name), one.owner.clone())
            });
            Ok(found)
        })
    }

    /// The tags of the customers that may be seen, as people look them up.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn tags<'a>(
        &'a self,
        level: Level,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Vec<Tag>, PanelError>> {
        Box::pin(async move {
            let panel = self.panel(level, as_of).await?;
            let rows = panel.selection(&everyone(None), visible)?;
            let tags = panel.distinct(TAGS).ok_or(PanelError::Inconsistent { detail: "há etiquetas demais" })?;
            let mut counts = vec![0_u64; tags.values.len()];
            rows.set_indices().for_each(|row| counts[usize::from(tags.places[row])] += 1);
            let mut written: BTreeMap<String, BTreeMap<&str, u64>> = BTreeMap::new();
            for (value, count) in tags.values.iter().zip(counts).filter(|(_, count)| *count > 0) {
                for tag in value.into_iter().flat_map(|tags| tags.split(';')) {
                    *written.entry(folded(tag)).or_default().entry(tag).or_default() += count;
                }
            }
            let tag = |written: BTreeMap<&str, u64>| {
                let most = written.iter().max_by_key(|(_, count)| **count).map(|(tag, _)| (*tag).to_owned());
                Some(Tag { tag: most?, customers: written.values().sum() })
            };
            Ok(written.into_values().filter_map(tag).collect())
        })
    }

    /// What every seller would have after a transfer of customers that may be seen.
    ///
    /// # Errors
    /// The predicate asks about what may not be seen; the facts cannot be read.
    pub fn balance<'a>(
        &'a self,
        transfer: &'a Transfer,
        level: Level,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Balance, PanelError>> {
        Box::pin(async move {
            let panel = self.panel(level, as_of).await?;
            let directory = self.directory().await?;
            let moved = transfer.rows(&panel, &directory, visible)?;
            let owners = Owners::of(&panel)?;
            let before = owners.parts(&panel.selection(&everyone(None), visible)?);
            let moving = owners.parts(&moved);
            let mut sellers: BTreeMap<(bool, String), SellerBalance> = BTreeMap::new();
            let mut total = Part::default();
            let gets = directory.name_of(&transfer.to);
            seller(&mut sellers, Some(gets.clone()));
            for (owner, (before, moving)) in owners.names.values.iter().zip(before.into_iter().zip(moving)) {
                if before.customers == 0 {
                    continue;
                }
                let balance = seller(&mut sellers, owner.map(|owner| directory.name_of(owner)));
                balance.before.put(before);
                balance.after.put(before);
                balance.after.take(moving);
                total.put(moving);
            }
            seller(&mut sellers, Some(gets)).after.put(total);
            Ok(Balance { moved: total, sellers: sellers.into_values().collect() })
        })
    }
}

/// All customers of whom a predicate is true, whether they have bought or not.
fn everyone(predicate: Option<&Predicate>) -> Query {
    Query { predicate: predicate.cloned(), with_prospects: true, ..Query::default() }
}

/// The line of a seller among those of all, written however.
fn seller(sellers: &mut BTreeMap<(bool, String), SellerBalance>, name: Option<String>) -> &mut SellerBalance {
    let key = (name.is_none(), name.as_deref().map(normalised_name).unwrap_or_default());
    sellers.entry(key).or_insert_with(|| SellerBalance {
        seller: name,
        before: Part::default(),
        after: Part::default(),
    })
}

impl Transfer {
    /// The rows of the customers that would go.
    fn rows(&self, panel: &Panel, directory: &Directory, visible: &Visible) -> Result<BooleanBuffer, PanelError> {
        let mut rows = panel.selection(&everyone(self.predicate.as_ref()), visible)?;
        if let Some(from) = &self.from {
            rows = &rows & &panel.owned_by(from, directory)?;
        }
        if let Some(customers) = &self.customers {
            let keys = panel.text("customer")?;
            let mut among = vec![false; keys.len()];
            customers.iter().filter_map(|key| row_of(keys, key)).for_each(|row| among[row as usize] = true);
            rows = &rows & &BooleanBuffer::from(among);
        }
        Ok(rows)
    }
}

/// Who is responsible for each row, and what it brings.
struct Owners<'p> {
    names: Arc<Distinct>,
    revenue: &'p Int64Array,
}

impl<'p> Owners<'p> {
    fn of(panel: &'p Panel) -> Result<Self, PanelError> {
        let names = panel.distinct(OWNER).ok_or(PanelError::Inconsistent { detail: "há vendedores demais" })?;
        let revenue = panel.column("revenue_12m_cents")?.as_primitive_opt::<Int64Type>();
        Ok(Self { names, revenue: revenue.ok_or(PanelError::Inconsistent { detail: "um valor não é inteiro" })? })
    }

    /// What some rows come to, by who is responsible.
    fn parts(&self, rows: &BooleanBuffer) -> Vec<Part> {
        let mut parts = vec![Part::default(); self.names.values.len()];
        for row in rows.set_indices() {
            parts[usize::from(self.names.places[row])].add(self.revenue.value(row));
        }
        parts
    }
}

impl Part {
    fn put(&mut self, other: Self) {
        self.customers += other.customers;
        self.revenue_12m_cents += other.revenue_12m_cents;
    }

    fn take(&mut self, other: Self) {
        self.customers -= other.customers;
        self.revenue_12m_cents -= other.revenue_12m_cents;
    }
}
