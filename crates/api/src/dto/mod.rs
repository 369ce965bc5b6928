//! The shapes of answers that more than one resource gives.

mod imports;
mod metrics;

pub use imports::{NoticeView, ReportView, TableView};
pub use metrics::MetricView;

use domain::Day;
use panel::{Level, Rows, column_names, value_at};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{KnownFormat, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A date: `2026-11-30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub Day);

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.iso())
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let day = text.parse::<Day>().ok().filter(|day| day.iso() == text);
        let wrong = || serde::de::Error::custom(format!("{text:?} não é uma data como 2026-11-30"));
        day.map(Self).ok_or_else(wrong)
    }
}

impl PartialSchema for Date {
    fn schema() -> RefOr<Schema> {
        let date = ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)));
        date.build().into()
    }
}

impl ToSchema for Date {}

/// What a row of the portfolio is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LevelName {
    /// A company with all its establishments.
    Root,
    /// One establishment.
    Establishment,
    /// An economic group.
    Group,
}

impl From<LevelName> for Level {
    fn from(level: LevelName) -> Self {
        match level {
            LevelName::Root => Self::Root,
            LevelName::Establishment => Self::Establishment,
            LevelName::Group => Self::Group,
        }
    }
}

impl From<Level> for LevelName {
    fn from(level: Level) -> Self {
        match level {
            Level::Root => Self::Root,
            Level::Establishment => Self::Establishment,
            Level::Group => Self::Group,
        }
    }
}

/// Some of many.
#[derive(Debug, Serialize, ToSchema)]
pub struct Items<T> {
    /// These.
    pub items: Vec<T>,
    /// Where the next ones begin; none where these are the last.
    pub next: Option<String>,
}

impl<T> Items<T> {
    /// All there are.
    pub fn all(items: Vec<T>) -> Self {
        Self { items, next: None }
    }

    /// The same, each as something else.
    pub fn map<U>(self, view: impl FnMut(T) -> U) -> Items<U> {
        Items { items: self.items.into_iter().map(view).collect(), next: self.next }
    }
}

/// Rows of a panel as objects, each with its customer's key.
pub fn objects(rows: &Rows) -> Vec<Map<String, Value>> {
    let names = column_names(rows);
    let object = |row| names.iter().map(|name| (name.clone(), value_at(rows, name, row))).collect();
    (0..rows.num_rows()).map(object).collect()
}
