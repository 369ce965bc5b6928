//! Which parties are one customer beyond what their keys tell: a code that some table says is a tax id,
//! and customers that people put into one economic group.
//!
//! Both work by renumbering: the facts of a party that is another's are read under that other's number,
//! so that no step need know. Facts stay as they are; undo the table, or take the customer out of the
//! group, and they part again.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::arrow::array::{AsArray, Int64Array, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema};
use domain::party::PartyKey;
use domain::{CnpjRoot, CustomerKey};
use engine::{Parameters, Session};
use store::{BRANCH_BITS, GroupMember, KnownParty, Snapshot, Table, Workspace};

use crate::{Level, PanelError, facts};

/// The number of the first economic group as a customer, beyond any that the catalogue gives.
const FIRST_GROUP: i64 = 1 << 42;

/// Of what is said of a code, what was brought last counts.
const LINKS: &str = "
SELECT party, same_as
FROM (
    SELECT party, same_as, row_number() OVER (PARTITION BY party ORDER BY document DESC) AS place
    FROM links_stated
)
WHERE place = 1 AND party <> same_as
ORDER BY party";

/// Parties that are read as others.
#[derive(Debug, Default)]
pub(crate) struct Identities {
    /// From a party's number to the one it is read under.
    into: HashMap<i64, i64>,
    /// Establishments of economic groups, under their numbers there.
    grouped: Vec<Grouped>,
    /// The groups' numbers as customers, and their names.
    groups: HashMap<i64, String>,
}

/// An establishment of a customer of a group.
#[derive(Debug)]
struct Grouped {
    number: i64,
    party: KnownParty,
    group: String,
}

/// A party as the steps see it.
pub(crate) struct Seen<'a> {
    /// Its number.
    pub number: i64,
    /// The party.
    pub party: &'a KnownParty,
    /// The group that it is read under, in place of its root.
    pub group: Option<&'a str>,
}

/// A customer that someone asked for, found.
pub(crate) struct Resolved {
    /// Its key in a panel of the level.
    pub key: String,
    /// Its key as a customer's: that of the tax id where a code was asked for that is one.
    pub customer: CustomerKey,
    /// The numbers that its parties are read under: from, to.
    pub numbers: (i64, i64),
}

impl Identities {
    /// Those that hold in a panel of a level.
    pub async fn of(
        snapshot: &Snapshot,
        threads: usize,
        level: Level,
        members: &[GroupMember],
    ) -> Result<Self, PanelError> {
        let mut identities = Self::default();
        if !snapshot.files(Table::Links).is_empty() {
            let session = facts::session(snapshot, threads, &Self::default()).await?;
            identities.link(&session).await?;
        }
        if level == Level::Group {
            identities.group(snapshot.workspace(), members).await?;
        }
        Ok(identities)
    }

    async fn link(&mut self, session: &Session) -> Result<(), PanelError> {
        let links = session.query(LINKS, &Parameters::new()).await?;
        let (parties, same) =
            (links.column(0).as_primitive::<Int64Type>(), links.column(1).as_primitive::<Int64Type>());
        self.into.extend(parties.values().iter().copied().zip(same.values().iter().copied()));
        Ok(())
    }

    async fn group(&mut self, workspace: &Workspace, members: &[GroupMember]) -> Result<(), PanelError> {
        let mut numbers: HashMap<&str, i64> = HashMap::new();
        let mut sizes: HashMap<&str, i64> = HashMap::new();
        for member in members {
            let Ok(customer) = member.customer.parse::<CustomerKey>() else { continue };
            let next = FIRST_GROUP + numbers.len() as i64;
            let group = *numbers.entry(&member.group).or_insert(next);
            self.groups.insert(group, member.group.clone());
            for party in workspace.parties_of(&customer).await? {
                let place = sizes.entry(&member.group).or_default();
                let number = group << BRANCH_BITS | *place;
                *place += 1;
                self.put(party, number, &member.group);
            }
        }
        Ok(())
    }

    /// Reads a party, and every code that is one, under a number of a group.
    fn put(&mut self, party: KnownParty, number: i64, group: &str) {
        let same = self.into.get(&party.number).copied().unwrap_or(party.number);
        self.into.values_mut().filter(|into| **into == same).for_each(|into| *into = number);
        self.into.insert(same, number);
        self.into.insert(party.number, number);
        self.grouped.push(Grouped { number, party, group: group.to_owned() });
    }

    /// The number that a party is read under.
    pub fn read_under(&self, party: i64) -> i64 {
        self.into.get(&party).copied().unwrap_or(party)
    }

    /// Whether every party is read as itself.
    pub fn is_empty(&self) -> bool {
        self.into.is_empty()
    }

    /// The parties as the steps see them: all there are, and the establishments of groups once more.
    pub fn seen<'a>(&'a self, all: &'a [KnownParty]) -> impl Iterator<Item = Seen<'a>> {
        let grouped = self.grouped.iter();
        let grouped = grouped.map(|one| Seen { number: one.number, party: &one.party, group: Some(&one.group) });
        all.iter().map(|party| Seen { number: party.number, party, group: None }).chain(grouped)
    }

    /// Columns `party` and `into_party`.
    pub fn rows(&self) -> Result<RecordBatch, PanelError> {
        let mut pairs: Vec<(i64, i64)> = self.into.iter().map(|(party, into)| (*party, *into)).collect();
        pairs.sort_unstable();
        let field = |name: &str| Field::new(name, DataType::Int64, false);
        let schema = Schema::new(vec![field("party"), field("into_party")]);
        let parties = Int64Array::from_iter_values(pairs.iter().map(|(party, _)| *party));
        let into = Int64Array::from_iter_values(pairs.iter().map(|(_, into)| *into));
        Ok(RecordBatch::try_new(Arc::new(schema), vec![Arc::new(parties), Arc::new(into)])?)
    }

    /// Finds the customer of a key; `None` where the catalogue knows no such party.
    pub async fn resolve(
        &self,
        workspace: &Workspace,
        customer: &CustomerKey,
        level: Level,
    ) -> Result<Option<Resolved>, PanelError> {
        let wanted = match (level, customer.root()) {
            (Level::Root | Level::Group, Some(root)) => CustomerKey::Root(root),
            _ => customer.clone(),
        };
        let Some(party) = workspace.parties_of(&wanted).await?.into_iter().next() else { return Ok(None) };
        let bits = if level == Level::Establishment { 0 } else { BRANCH_BITS };
        let number = self.into.get(&party.number).copied().unwrap_or(party.number);
        let first = number >> bits << bits;
        let numbers = (first, first + (1 << bits) - 1);
        if let Some(group) = self.groups.get(&(number >> BRANCH_BITS)) {
            return Ok(Some(Resolved { key: group.clone(), customer: wanted, numbers }));
        }
        let other = if number == party.number { None } else { workspace.party(number).await? };
        let customer = match other {
            Some(other) => at_level(other.key, level),
            None => wanted,
        };
        Ok(Some(Resolved { key: key_at(&customer, level), customer, numbers }))
    }
}

/// The customer that a party is of at a level.
fn at_level(party: PartyKey, level: Level) -> CustomerKey {
    let root: Option<CnpjRoot> = party.root().filter(|_| level != Level::Establishment);
    root.map_or(CustomerKey::Party(party), CustomerKey::Root)
}

/// The key that a customer of no group has in a panel of a level.
pub(crate) fn key_at(customer: &CustomerKey, level: Level) -> String {
    match (level, customer.root()) {
        (Level::Root | Level::Group, Some(root)) => root.as_str().to_owned(),
        _ => customer.to_string(),
    }
}
