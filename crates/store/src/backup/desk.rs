//! What people decided and did, table by table. Who is signed in, and links and answers that are good for a
//! day, stay behind: whoever restores a backup may not be whoever made it.

use sea_orm::{ActiveValue, ConnectionTrait, DbBackend, EntityTrait, QueryOrder, Statement};

use super::archive::{Archive, Backup};
use super::{WITHOUT_PEOPLE, insert_all, rows};
use crate::catalogue::entities::{
    attachments, audit, changes, contacts, edits, goals, members, notes, saved_settings, seals, segments, tokens, users,
};
use crate::error::StoreError;
use crate::people::audit::HEAD;

/// The tables of the desk.
pub(super) struct Desk {
    edits: Vec<edits::Model>,
    segments: Vec<segments::Model>,
    members: Vec<members::Model>,
    goals: Vec<goals::Model>,
    people: People,
}

/// Those of people, and of what they keep of customers.
#[derive(Default)]
struct People {
    users: Vec<users::Model>,
    tokens: Vec<tokens::Model>,
    audit: Vec<audit::Model>,
    /// By which an audit log cut short is found.
    seals: Vec<seals::Model>,
    settings: Vec<saved_settings::Model>,
    changes: Vec<changes::Model>,
    notes: Vec<notes::Model>,
    contacts: Vec<contacts::Model>,
    attachments: Vec<attachments::Model>,
}

impl Desk {
    /// The tables as they are.
    pub async fn read(connection: &impl ConnectionTrait) -> Result<Self, StoreError> {
        let head = seals::Entity::find_by_id(HEAD).one(connection).await?;
        let people = People {
            users: users::Entity::find().all(connection).await?,
            tokens: tokens::Entity::find().all(connection).await?,
            audit: audit::Entity::find().all(connection).await?,
            seals: head.into_iter().collect(),
            settings: saved_settings::Entity::find().all(connection).await?,
            changes: changes::Entity::find().all(connection).await?,
            notes: notes::Entity::find().all(connection).await?,
            contacts: contacts::Entity::find().all(connection).await?,
            attachments: attachments::Entity::find().all(connection).await?,
        };
        Ok(Self {
            edits: edits::Entity::find().order_by_asc(edits::Column::Id).all(connection).await?,
            segments: segments::Entity::find().all(connection).await?,
            members: members::Entity::find().all(connection).await?,
            goals: goals::Entity::find().all(connection).await?,
            people,
        })
    }

    /// The tables of a backup.
    pub fn of(backup: &mut Backup, format: u32) -> Result<Self, StoreError> {
        let people = match format {
            WITHOUT_PEOPLE => People::default(),
            _ => People {
                users: backup.table("users")?,
                tokens: backup.table("tokens")?,
                audit: backup.table("audit")?,
                seals: backup.table("seals")?,
                settings: backup.table("settings_saved")?,
                changes: backup.table("changes")?,
                notes: backup.table("notes")?,
                contacts: backup.table("contacts")?,
                attachments: backup.table("attachments")?,
            },
        };
        Ok(Self {
            edits: backup.table("edits")?,
            segments: backup.table("segments")?,
            members: backup.table("group_members")?,
            goals: backup.table("goals")?,
            people,
        })
    }

    /// Writes the tables to a backup.
    pub fn write(self, archive: &mut Archive) -> Result<(), StoreError> {
        let Self { edits, segments, members, goals, people } = self;
        let People { users, tokens, audit, seals, settings, changes, notes, contacts, attachments } = people;
        archive.table("edits", &edits)?;
        archive.table("segments", &segments)?;
        archive.table("group_members", &members)?;
        archive.table("goals", &goals)?;
        archive.table("users", &users)?;
        archive.table("tokens", &tokens)?;
        archive.table("audit", &audit)?;
        archive.table("seals", &seals)?;
        archive.table("settings_saved", &settings)?;
        archive.table("changes", &changes)?;
        archive.table("notes", &notes)?;
        archive.table("contacts", &contacts)?;
        archive.table("attachments", &attachments)
    }

    /// Inserts the tables into a database that has none of their rows.
    pub async fn insert(self, connection: &impl ConnectionTrait) -> Result<(), StoreError> {
        let Self { edits, segments, members, goals, people } = self;
        let People { users, tokens, audit, seals, settings, changes, notes, contacts, attachments } = people;
        // These the database numbers itself, in the order they come.
        let edits = rows(edits).into_iter().map(|row| edits::ActiveModel { id: ActiveValue::NotSet, ..row });
        insert_all(connection, edits.collect()).await?;
        insert_all::<segments::ActiveModel>(connection, rows(segments)).await?;
        insert_all::<members::ActiveModel>(connection, rows(members)).await?;
        insert_all::<goals::ActiveModel>(connection, rows(goals)).await?;
        insert_all::<users::ActiveModel>(connection, rows(users)).await?;
        insert_all::<tokens::ActiveModel>(connection, rows(tokens)).await?;
        insert_all::<audit::ActiveModel>(connection, rows(audit)).await?;
        insert_all::<seals::ActiveModel>(connection, rows(seals)).await?;
        insert_all::<saved_settings::ActiveModel>(connection, rows(settings)).await?;
        insert_all::<changes::ActiveModel>(connection, rows(changes)).await?;
        insert_all::<notes::ActiveModel>(connection, rows(notes)).await?;
        insert_all::<contacts::ActiveModel>(connection, rows(contacts)).await?;
        insert_all::<attachments::ActiveModel>(connection, rows(attachments)).await?;
        for table in ["users", "tokens", "changes", "notes", "contacts", "attachments"] {
            number_on(connection, table).await?;
        }
        Ok(())
    }

    /// The files attached, each once however often it is attached.
    pub fn attached(&self) -> Vec<attachments::Model> {
        let mut attached: Vec<attachments::Model> =
            self.people.attachments.iter().filter(|row| row.removed_at.is_none()).cloned().collect();
        attached.sort_by(|one, other| one.hash.cmp(&other.hash));
        attached.dedup_by(|one, other| one.hash == other.hash);
        attached
    }

    /// Leaves out whatever is attached by a hash.
    pub fn forget(&mut self, hash: &str) {
        self.people.attachments.retain(|row| row.hash != hash);
    }
}

/// Goes on numbering after rows that brought their numbers along. SQLite does so by itself.
async fn number_on(connection: &impl ConnectionTrait, table: &'static str) -> Result<(), StoreError> {
    if connection.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let sql = format!(
        "SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM {table}"
    );
    connection.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    Ok(())
}
