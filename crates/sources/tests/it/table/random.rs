//! Whatever the bytes, the reader of tables keeps its promises; the fuzzer's corpus is read once.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::promises::check;
use crate::support::{bytes_of, names_in, repository};

/// The corpus of the fuzzer, and the exports among the fixtures.
fn files() -> Vec<Vec<u8>> {
    let folders =
        ["fuzz/corpus/table", "crates/sources/tests/it/table/fixtures"].map(|folder| repository().join(folder));
    let names = folders.iter().flat_map(|folder| names_in(folder).into_iter().map(|name| folder.join(name)));
    names.map(|path| bytes_of(&path)).collect()
}

#[test]
fn the_corpus_of_the_fuzzer_is_read() {
    let files = files();
    assert!(files.len() >= 9, "{} files", files.len());
    files.iter().for_each(|file| check(file));
}

const PIECES: [&str; 14] = [
    ";",
    ",",
    "\t",
    "\n",
    "\"",
    "R$ ",
    "1.234,56",
    "(1,00)",
    "31/02/2026",
    "12/31/2026",
    "4,5E+13",
    "Total",
    "-",
    "\u{e7}",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn damaged_tables_are_read_or_refused(
        file in select(files()),
        damage in proptest::collection::vec((any::<Index>(), any::<Index>(), select(PIECES.to_vec())), 1..6),
    ) {
        let mut file = file;
        for (from, length, piece) in damage {
            let from = from.index(file.len() + 1);
            let to = (from + length.index(40)).min(file.len());
            file.splice(from..to, piece.bytes());
        }
        check(&file);
    }

    #[test]
    fn random_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        check(&bytes);
    }
}
