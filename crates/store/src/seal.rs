//! A seal over the catalogue: left by every change of the list of files, so that rows lost behind the
//! program's back are found, whatever they listed.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};

use crate::catalogue::entities::{batches, files, parties, seals};
use crate::error::StoreError;

/// Seals the catalogue as the transaction leaves it; the last thing before its commit.
pub(crate) async fn seal(transaction: &impl ConnectionTrait) -> Result<(), StoreError> {
    let row = seals::ActiveModel { id: Set(1), seal: Set(current(transaction).await?) };
    let replace = OnConflict::column(seals::Column::Id).update_column(seals::Column::Seal).to_owned();
    seals::Entity::insert(row).on_conflict(replace).exec_without_returning(transaction).await?;
    Ok(())
}

/// Whether the catalogue is as it was sealed; one that never was is.
pub(crate) async fn holds(connection: &impl ConnectionTrait) -> Result<bool, StoreError> {
    match seals::Entity::find_by_id(1).one(connection).await? {
        Some(sealed) => Ok(sealed.seal == current(connection).await?),
        None => Ok(true),
    }
}

/// Of the files listed, the imports that were committed, and the parties.
async fn current(connection: &impl ConnectionTrait) -> Result<String, StoreError> {
    let mut hasher = blake3::Hasher::new();
    let mut feed = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    let listed = files::Entity::find().filter(files::Column::UnlistedAt.is_null()).order_by_asc(files::Column::Path);
    for file in listed.all(connection).await? {
        feed(&file.kind);
        feed(&file.path);
        feed(&file.hash);
    }
    let committed = batches::Entity::find().filter(batches::Column::State.is_in(["live", "undone"]));
    for batch in committed.order_by_asc(batches::Column::Id).all(connection).await? {
        feed(&format!("{} {}", batch.id, batch.state));
    }
    feed(&parties::Entity::find().count(connection).await?.to_string());
    Ok(hasher.finalize().to_hex().to_string())
}
