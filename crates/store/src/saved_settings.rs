//! Settings that people save, which count more than those of `carteira.toml`.

use std::collections::BTreeMap;

use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Set};
use serde_json::{Value, json};

use crate::catalogue::entities::saved_settings::{self, Column};
use crate::desk::decided;
use crate::error::StoreError;
use crate::people::{Action, Author};
use crate::workspace::Workspace;

/// The settings that people saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedSettings {
    /// Counts how often settings were saved.
    pub version: i64,
    /// Values by section and name: `status.risk_days`.
    pub values: BTreeMap<String, Value>,
    /// When they were last saved, RFC 3339.
    pub changed_at: Option<String>,
    /// By whom, as they were called then.
    pub changed_by: Option<String>,
}

impl Workspace {
    /// The settings that people saved.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn saved_settings(&self) -> Result<SavedSettings, StoreError> {
        saved(self.catalogue.connection()).await
    }

    /// Saves settings, as they were at a version; `None` goes back to what the file says. Whether values
    /// make sense is for others to know: see [`Workspace::with_settings`].
    ///
    /// # Errors
    /// A name without section, or saved by someone else meanwhile; the database cannot be written.
    pub async fn save_settings(
        &self,
        values: &BTreeMap<String, Option<Value>>,
        expected_version: i64,
        author: &Author,
    ) -> Result<SavedSettings, StoreError> {
        if let Some(name) = values.keys().find(|name| !name.contains('.')) {
            return Err(self.settings_error(format!("não existe o ajuste {name}")));
        }
        let transaction = self.catalogue.begin_write().await?;
        if saved(&transaction).await?.version != expected_version {
            return Err(StoreError::ChangedMeanwhile);
        }
        for (name, value) in values {
            let row = saved_settings::ActiveModel {
                name: Set(name.clone()),
                value: Set(value.as_ref().map(Value::to_string)),
                version: Set(expected_version + 1),
                made_at: Set(author.at.clone()),
                made_by: Set(author.name.clone()),
            };
            let replace = OnConflict::column(Column::Name)
                .update_columns([Column::Value, Column::Version, Column::MadeAt, Column::MadeBy])
                .to_owned();
            saved_settings::Entity::insert(row).on_conflict(replace).exec_without_returning(&transaction).await?;
        }
        let now = saved(&transaction).await?;
        decided(transaction, author, Action::SettingsSaved, "", &json!(values)).await?;
        Ok(now)
    }

    /// The workspace with the settings that people have saved by now over those of its file. A snapshot's
    /// workspace is such a one.
    ///
    /// # Errors
    /// The database cannot be read, or a saved value is none that settings can have.
    pub async fn overlaid(&self) -> Result<Self, StoreError> {
        self.with_settings(&self.saved_settings().await?.values)
    }

    /// The workspace as it would be had people saved just these settings.
    ///
    /// # Errors
    /// A value is none that settings can have.
    pub fn with_settings(&self, values: &BTreeMap<String, Value>) -> Result<Self, StoreError> {
        let mut sections: BTreeMap<String, toml::Table> = BTreeMap::new();
        for (name, value) in values {
            let (section, key) = name.split_once('.').unwrap_or_default();
            let unfit = |_| self.settings_error(format!("[{section}]: {key} = {value} não serve"));
            let value = toml::Value::try_from(value).map_err(unfit)?;
            sections.entry(section.to_owned()).or_default().insert(key.to_owned(), value);
        }
        Ok(self.with_saved(sections))
    }
}

/// The settings saved, as a connection or transaction sees them.
pub(crate) async fn saved(connection: &impl ConnectionTrait) -> Result<SavedSettings, StoreError> {
    let mut saved = SavedSettings::default();
    // Those saved last come last.
    for row in saved_settings::Entity::find().order_by_asc(Column::Version).all(connection).await? {
        if let Some(value) = row.value {
            saved.values.insert(row.name, serde_json::from_str(&value)?);
        }
        saved.version = row.version;
        saved.changed_at = Some(row.made_at);
        saved.changed_by = Some(row.made_by);
    }
    Ok(saved)
}
