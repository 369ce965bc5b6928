//! What is brought in, as whoever runs an import sees it.

#![expect(clippy::unwrap_used, reason = "a test that breaks off says where")]

mod folder_rights;
mod folders;
mod inbox;
