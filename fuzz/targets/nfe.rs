//! The reader of fiscal documents, given any bytes.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sources::nfe::{Reader, Settings};

#[path = "../../crates/sources/tests/it/promises.rs"]
mod promises;

/// The company of the corpus.
static READER: LazyLock<Reader> = LazyLock::new(|| {
    let roots = ["11222333", "55666777"].map(|root| root.parse().expect("a root of 8 characters"));
    Reader::new(roots.to_vec(), &Settings::default()).expect("the default patterns are regular expressions")
});

fuzz_target!(|bytes: &[u8]| promises::check(&READER, bytes));
