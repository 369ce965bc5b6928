//! Parties and their numbers.
//!
//! A party's number is given once, never reused and never shown. Its upper bits number the customer
//! (all establishments of one CNPJ root, or the party itself), its lower [`BRANCH_BITS`] the
//! establishment: the level of a panel is a shift, and files sorted by party keep a company together.

use std::collections::HashMap;

use domain::CnpjRoot;
use domain::party::{CustomerKey, PartyKey, PartyKind};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::catalogue::entities::parties;
use crate::error::StoreError;

/// Bits of a party's number that tell the establishments of one customer apart.
pub const BRANCH_BITS: u32 = 20;

/// How many keys one query asks for.
const KEYS_PER_QUERY: usize = 500;

/// How many rows one statement inserts (5 values each; SQLite takes 32 766 values).
const ROWS_PER_INSERT: usize = 5000;

/// The numbers of the parties an import meets: those known, and new ones that are given with its commit.
pub(crate) struct PartyNumbers {
    known: HashMap<PartyKey, i64>,
    /// By root: the customer's number and the next establishment's.
    roots: HashMap<String, (i64, i64)>,
    next_customer: i64,
    new: Vec<NewParty>,
}

/// A party that a document names.
#[derive(Clone, Copy)]
pub(crate) struct Met<'d> {
    /// Its key.
    pub key: &'d PartyKey,
    /// What it is.
    pub kind: PartyKind,
}

/// A party that is given with the import's commit. There may be hundreds of thousands: only what is needed
/// is held of each.
struct NewParty {
    id: i64,
    key: PartyKey,
    kind: PartyKind,
}

impl PartyNumbers {
    /// Ready to number: the next customer's number is the one after the greatest given.
    pub async fn open(connection: &impl ConnectionTrait) -> Result<Self, StoreError> {
        let last = parties::Entity::find().order_by_desc(parties::Column::Id).one(connection).await?;
        let next_customer = last.map_or(1, |party| (party.id >> BRANCH_BITS) + 1);
        Ok(Self { known: HashMap::new(), roots: HashMap::new(), next_customer, new: Vec::new() })
    }

    /// Learns the numbers of parties that are in the catalogue, and gives numbers to those that are not.
    pub async fn number(&mut self, connection: &impl ConnectionTrait, met: &[Met<'_>]) -> Result<(), StoreError> {
        let mut unknown: HashMap<&PartyKey, Met<'_>> = HashMap::new();
        for party in met.iter().filter(|party| !self.known.contains_key(party.key)) {
            unknown.insert(party.key, *party);
        }
        if unknown.is_empty() {
            return Ok(());
        }
        self.learn(connection, unknown.keys().copied()).await?;
        let mut new: Vec<Met<'_>> = unknown.into_values().filter(|party| !self.known.contains_key(party.key)).collect();
        new.sort_by(|one, other| one.key.cmp(other.key));
        self.learn_roots(connection, &new).await?;
        for party in new {
            self.give(party)?;
        }
        Ok(())
    }

    /// The number of a party that was met.
    pub fn of(&self, key: &PartyKey) -> Option<i64> {
        self.known.get(key).copied()
    }

    /// Writes the new parties; part of the import's commit.
    pub async fn insert_new(&mut self, connection: &impl ConnectionTrait) -> Result<(), StoreError> {
        let new = std::mem::take(&mut self.new);
        for rows in new.chunks(ROWS_PER_INSERT) {
            let rows = rows.iter().map(NewParty::row);
            parties::Entity::insert_many(rows).exec_without_returning(connection).await?;
        }
        Ok(())
    }

    async fn learn(
        &mut self,
        connection: &impl ConnectionTrait,
        keys: impl Iterator<Item = &PartyKey>,
    ) -> Result<(), StoreError> {
        let mut by_scheme: HashMap<&str, Vec<&str>> = HashMap::new();
        keys.for_each(|key| by_scheme.entry(key.scheme()).or_default().push(key.code()));
        for (scheme, codes) in by_scheme {
            for codes in codes.chunks(KEYS_PER_QUERY) {
                let rows = parties::Entity::find()
                    .filter(parties::Column::Scheme.eq(scheme))
                    .filter(parties::Column::Code.is_in(codes.iter().copied()))
                    .all(connection)
                    .await?;
                for row in rows {
                    if let Some(key) = PartyKey::from_parts(&row.scheme, &row.code) {
                        self.known.insert(key, row.id);
                    }
                }
            }
        }
        Ok(())
    }

    /// Learns which customers the roots of new parties are, and how many establishments they have.
    async fn learn_roots(&mut self, connection: &impl ConnectionTrait, new: &[Met<'_>]) -> Result<(), StoreError> {
        let roots = new.iter().filter_map(|party| party.key.root()).map(|root| root.as_str().to_owned());
        let roots: Vec<String> = roots.filter(|root| !self.roots.contains_key(root)).collect();
        for roots in roots.chunks(KEYS_PER_QUERY) {
            let rows: Vec<(Option<String>, i64)> = parties::Entity::find()
                .select_only()
                .column(parties::Column::Root)
                .column_as(parties::Column::Id.max(), "last")
                .filter(parties::Column::Root.is_in(roots.iter().map(String::as_str)))
                .group_by(parties::Column::Root)
                .into_tuple()
                .all(connection)
                .await?;
            for (root, last) in rows {
                let next_branch = (last & ((1 << BRANCH_BITS) - 1)) + 1;
                self.roots.insert(root.unwrap_or_default(), (last >> BRANCH_BITS, next_branch));
            }
        }
        Ok(())
    }

    fn give(&mut self, party: Met<'_>) -> Result<(), StoreError> {
        let root = party.key.root().map(|root| root.as_str().to_owned());
        let (customer, branch) = match &root {
            None => (self.take_customer(), 0),
            Some(root) => match self.roots.get_mut(root) {
                Some((customer, next_branch)) => {
                    let branch = *next_branch;
                    *next_branch += 1;
                    (*customer, branch)
                }
                None => {
                    let customer = self.take_customer();
                    self.roots.insert(root.clone(), (customer, 1));
                    (customer, 0)
                }
            },
        };
        if branch >> BRANCH_BITS != 0 {
            return Err(StoreError::TooManyBranches { root: root.unwrap_or_default() });
        }
        let id = customer << BRANCH_BITS | branch;
        self.known.insert(party.key.clone(), id);
        self.new.push(NewParty { id, key: party.key.clone(), kind: party.kind });
        Ok(())
    }

    fn take_customer(&mut self) -> i64 {
        let customer = self.next_customer;
        self.next_customer += 1;
        customer
    }
}

impl NewParty {
    fn row(&self) -> parties::ActiveModel {
        parties::ActiveModel {
            id: Set(self.id),
            scheme: Set(self.key.scheme().to_owned()),
            code: Set(self.key.code().to_owned()),
            root: Set(self.key.root().map(|root| root.as_str().to_owned())),
            kind: Set(self.kind.as_str().to_owned()),
        }
    }
}

/// A party and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownParty {
    /// Its number.
    pub number: i64,
    /// Its key.
    pub key: PartyKey,
    /// What it is.
    pub kind: PartyKind,
}

impl KnownParty {
    /// Whether its key is a tax id.
    pub fn is_tax_id(&self) -> bool {
        matches!(self.key, PartyKey::Cnpj(_) | PartyKey::Cpf(_))
    }

    fn read(row: parties::Model) -> Option<Self> {
        let kind = match row.kind.as_str() {
            "person" => PartyKind::Person,
            "foreign" => PartyKind::Foreign,
            _ => PartyKind::Company,
        };
        Some(Self { number: row.id, key: PartyKey::from_parts(&row.scheme, &row.code)?, kind })
    }
}

/// All parties, in no order.
pub(crate) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<KnownParty>, StoreError> {
    Ok(parties::Entity::find().all(connection).await?.into_iter().filter_map(KnownParty::read).collect())
}

/// How many parties there are; a party once numbered stays.
pub(crate) async fn count(connection: &impl ConnectionTrait) -> Result<u64, StoreError> {
    Ok(parties::Entity::find().count(connection).await?)
}

/// The party of a number.
pub(crate) async fn of_number(
    connection: &impl ConnectionTrait,
    number: i64,
) -> Result<Option<KnownParty>, StoreError> {
    Ok(parties::Entity::find_by_id(number).one(connection).await?.and_then(KnownParty::read))
}

/// The parties that a customer's key names, by their codes.
pub(crate) async fn of_customer(
    connection: &impl ConnectionTrait,
    key: &CustomerKey,
) -> Result<Vec<KnownParty>, StoreError> {
    let named = match key {
        CustomerKey::Root(root) => Condition::all().add(parties::Column::Root.eq(root.as_str())),
        CustomerKey::Party(party) => {
            Condition::all().add(parties::Column::Scheme.eq(party.scheme())).add(parties::Column::Code.eq(party.code()))
        }
    };
    let found = parties::Entity::find().filter(named).order_by_asc(parties::Column::Code).all(connection).await?;
    Ok(found.into_iter().filter_map(KnownParty::read).collect())
}

/// The numbers of the parties of some roots.
pub(crate) async fn of_roots(connection: &impl ConnectionTrait, roots: &[CnpjRoot]) -> Result<Vec<i64>, StoreError> {
    let found = parties::Entity::find()
        .filter(parties::Column::Root.is_in(roots.iter().map(CnpjRoot::as_str)))
        .order_by_asc(parties::Column::Id)
        .all(connection)
        .await?;
    Ok(found.into_iter().map(|party| party.id).collect())
}
