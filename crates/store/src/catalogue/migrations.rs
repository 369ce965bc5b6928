//! The schema of the workspace's database, the same on SQLite and PostgreSQL.

use sea_orm::Schema;
use sea_orm_migration::prelude::*;

use super::entities::{batches, edits, files, goals, leases, members, parties, seals, segments, state, turns};

pub(super) struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Catalogue), Box::new(Desk)]
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
