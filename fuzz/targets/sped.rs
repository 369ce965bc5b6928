//! The reader of tax books, given any bytes.
#![no_main]

use std::sync::LazyLock;

use domain::CnpjRoot;
use libfuzzer_sys::fuzz_target;

#[path = "../../crates/sources/tests/it/sped/promises.rs"]
mod promises;

/// The company of the corpus.
static ROOTS: LazyLock<Vec<CnpjRoot>> =
    LazyLock::new(|| vec!["11222333".parse().expect("a root of 8 characters")]);

fuzz_target!(|bytes: &[u8]| promises::check(&ROOTS, bytes));
