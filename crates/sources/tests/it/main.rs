//! What the reader of fiscal documents promises, file by file and rule by rule. The expected values
//! come from the reference texts and from independent counts, never from the reader's own output.

mod amounts;
mod corpus;
mod directions;
mod free_text;
mod nfse;
mod promises;
mod public;
mod random;
mod rejects;
mod sped;
mod support;
mod synthetic;
mod table;
mod wrappers;
