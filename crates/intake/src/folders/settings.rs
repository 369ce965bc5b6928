//! `[intake]` of `carteira.toml`: the folders that are watched, and how often.

use std::path::PathBuf;
use std::time::Duration;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};

/// Which folders are watched, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FolderSettings {
    /// The folders; one that is no whole path lies beside the settings.
    pub folders: Vec<PathBuf>,
    /// Seconds between two looks.
    #[serde(deserialize_with = "at_least_one")]
    pub every_seconds: u16,
    /// The times of day at which what has settled is brought in; whenever it has where there are none.
    pub at: Vec<TimeOfDay>,
    /// Seconds for which a file must be the same.
    pub settled_seconds: u16,
}

impl Default for FolderSettings {
    fn default() -> Self {
        Self { folders: Vec::new(), every_seconds: 60, at: Vec::new(), settled_seconds: 30 }
    }
}

impl FolderSettings {
    /// The time between two looks.
    pub fn every(&self) -> Duration {
        Duration::from_secs(self.every_seconds.into())
    }
}

/// A time of day, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay {
    minutes: u16,
}

impl TimeOfDay {
    /// Seconds since midnight.
    pub fn seconds(self) -> u32 {
        u32::from(self.minutes) * 60
    }

    fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let number = |digits: &str, limit: u16| -> Option<u16> {
            let whole = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse().ok().filter(|number| whole && *number < limit)
        };
        let (hours, minutes) = (number(hours, 24)?, number(minutes, 60).filter(|_| minutes.len() == 2)?);
        Some(Self { minutes: hours * 60 + minutes })
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let error = || Error::invalid_value(Unexpected::Str(&text), &"uma hora do dia, como \"06:00\"");
        Self::parse(&text).ok_or_else(error)
    }
}

fn at_least_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    match u16::deserialize(deserializer)? {
        0 => Err(Error::invalid_value(Unexpected::Unsigned(0), &"um número inteiro de 1 a 65535")),
        seconds => Ok(seconds),
    }
}
