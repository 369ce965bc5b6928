//! What tests share: throw-away workspaces on both databases, and documents in the words of the domain.

mod home;
mod notes;
mod rows;

pub use home::{Backend, COMPANY, Home, postgres_url};
pub use notes::{
    NoteBuilder, cancellation, event, incoming, key, key_of, note, settlement, settlement_cancellation, voided,
};
pub use rows::{TitleBuilder, listed, stated_customer, stated_product, stated_sale, stated_seller, title, with_cost};
