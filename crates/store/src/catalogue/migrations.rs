//! The schema of the workspace's database, the same on SQLite and PostgreSQL.

use sea_orm::Schema;
use sea_orm_migration::prelude::*;

use super::entities::{
    answers, attachments, audit, batches, changes, contacts, edits, files, goals, invitations, leases, members, notes,
    parties, saved_settings, seals, segments, sessions, state, tokens, turns, users,
};

pub(super) struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Catalogue), Box::new(Desk), Box::new(People)]
    }
}

/// The catalogue of facts and the first of the desk: people's corrections.
struct Catalogue;

impl MigrationName for Catalogue {
    fn name(&self) -> &str {
        "m0001_catalogue"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Catalogue {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::new(manager.get_database_backend());
        manager.create_table(schema.create_table_from_entity(state::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(parties::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(batches::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(turns::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(files::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(leases::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(edits::Entity)).await?;
        let by_key = Index::create()
            .name("parties_by_key")
            .table(parties::Entity)
            .col(parties::Column::Scheme)
            .col(parties::Column::Code)
            .unique()
            .to_owned();
        manager.create_index(by_key).await?;
        let by_root =
            Index::create().name("parties_by_root").table(parties::Entity).col(parties::Column::Root).to_owned();
        manager.create_index(by_root).await?;
        let by_customer =
            Index::create().name("edits_by_customer").table(edits::Entity).col(edits::Column::Customer).to_owned();
        manager.create_index(by_customer).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(edits::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(leases::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(files::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(turns::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(batches::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(parties::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(state::Entity).to_owned()).await
    }
}

/// What people decide besides corrections: segments, economic groups, goals; and the catalogue's seal.
struct Desk;

impl MigrationName for Desk {
    fn name(&self) -> &str {
        "m0002_desk"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Desk {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::new(manager.get_database_backend());
        manager.create_table(schema.create_table_from_entity(segments::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(members::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(goals::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(seals::Entity)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(seals::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(goals::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(members::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(segments::Entity).to_owned()).await
    }
}

/// People and what they did; what they keep of customers; the settings they saved.
struct People;

impl MigrationName for People {
    fn name(&self) -> &str {
        "m0003_people"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for People {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::new(manager.get_database_backend());
        manager.create_table(schema.create_table_from_entity(users::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(invitations::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(sessions::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(tokens::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(audit::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(answers::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(saved_settings::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(changes::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(notes::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(contacts::Entity)).await?;
        manager.create_table(schema.create_table_from_entity(attachments::Entity)).await?;
        add_column(manager, "batches", ColumnDef::new(batches::Column::MadeBy).string().take()).await?;
        add_column(manager, "edits", ColumnDef::new(edits::Column::MadeBy).string().take()).await?;
        add_column(manager, "edits", ColumnDef::new(edits::Column::ChangeId).big_integer().take()).await?;
        add_column(manager, "edits", ColumnDef::new(edits::Column::EffectiveOn).string().take()).await?;
        let mut by_login = Index::create().name("users_by_login").table(users::Entity).col(users::Column::Login).take();
        let living = Expr::col(users::Column::RemovedAt).is_null();
        manager.create_index(by_login.unique().and_where(living).take()).await?;
        for (name, table, column) in [
            ("edits_by_change", edits::Entity.into_table_ref(), edits::Column::ChangeId.into_iden()),
            ("sessions_by_user", sessions::Entity.into_table_ref(), sessions::Column::UserId.into_iden()),
            ("notes_by_customer", notes::Entity.into_table_ref(), notes::Column::Customer.into_iden()),
            ("contacts_by_customer", contacts::Entity.into_table_ref(), contacts::Column::Customer.into_iden()),
            (
                "attachments_by_customer",
                attachments::Entity.into_table_ref(),
                attachments::Column::Customer.into_iden(),
            ),
            ("attachments_by_hash", attachments::Entity.into_table_ref(), attachments::Column::Hash.into_iden()),
        ] {
            manager.create_index(Index::create().name(name).table(table).col(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(attachments::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(contacts::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(notes::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(changes::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(saved_settings::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(answers::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(audit::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(tokens::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(sessions::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(invitations::Entity).to_owned()).await?;
        manager.drop_table(Table::drop().table(users::Entity).to_owned()).await
    }
}

/// Adds a column to a table. Where the table was made of today's description of it, it is there already.
async fn add_column(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    if manager.has_column(table, column.get_column_name()).await? {
        return Ok(());
    }
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}
