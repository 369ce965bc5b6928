//! Who may see which customers. Every read takes a [`Visible`]; there is no way to read without one.

use std::collections::HashSet;

/// The customers that whoever asks may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visible {
    /// Their keys at the panel's level; `None` for all.
    only: Option<HashSet<String>>,
}

impl Visible {
    /// All customers, and what the company's totals reveal. For the command line, whose user holds the
    /// files anyway.
    pub fn everything() -> Self {
        Self { only: None }
    }

    /// These customers and no others.
    pub fn customers(keys: impl IntoIterator<Item = String>) -> Self {
        Self { only: Some(keys.into_iter().collect()) }
    }

    /// Whether all customers may be seen.
    pub fn is_everything(&self) -> bool {
        self.only.is_none()
    }

    /// Whether a customer may be seen.
    pub fn sees(&self, customer: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(customer))
    }
}
