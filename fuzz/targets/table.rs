//! The reader of tables, given any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/sources/tests/it/table/promises.rs"]
mod promises;

fuzz_target!(|bytes: &[u8]| promises::check(bytes));
