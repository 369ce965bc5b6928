//! The binary, used as a person would: what it prints, what it keeps, what it says when things go wrong.

#![expect(clippy::unwrap_used, reason = "a story that breaks off says where")]

mod archives;
mod damage;
mod demo;
mod disk_full;
mod export;
mod first_import;
mod goals;
mod kills;
mod notes;
mod notices;
mod people;
mod permissions;
mod processes;
mod segments;
mod splits;
mod tables;
mod usage;
mod workspace;

use workspace::{Company, fixtures};
