//! What tests share: throw-away workspaces on both databases, and documents in the words of the domain.

mod home;
mod notes;
mod rows;

pub use home::{Backend, COMPANY, Home, postgres_url};
pub use notes::{NoteBuilder, cancellation, event, incoming, key, key_of, note, voided};
pub use rows::{stated_customer, stated_sale};
