//! Who changes something, and when.

use super::User;

/// Who changes something, as the audit log names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The user; `None` where no user does it.
    pub user: Option<i64>,
    /// Its name now, which the log keeps.
    pub name: String,
    /// The moment, RFC 3339.
    pub at: String,
}

impl Author {
    /// Whoever has the machine at hand. `now` is RFC 3339.
    pub fn command_line(now: &str) -> Self {
        Self::machine("linha de comando", now)
    }

    /// A part of the program that acts by itself, by a name that people understand.
    pub fn machine(name: &str, now: &str) -> Self {
        Self { user: None, name: name.to_owned(), at: now.to_owned() }
    }

    /// A user.
    pub fn user(user: &User, now: &str) -> Self {
        Self { user: Some(user.id), name: user.name.clone(), at: now.to_owned() }
    }
}
