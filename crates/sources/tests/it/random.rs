//! Whatever the bytes, the reader answers: it never panics and never says nothing.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::record::Record;
use domain::{ContentHash, DocumentKey};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::support::{ROOT, fixture, reader_of};
use crate::synthetic::every_file;

static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| every_file().iter().map(|file| fixture(file)).collect());

/// What a hand or a disk does to a file.
#[derive(Clone, Debug)]
enum Damage {
    /// One byte becomes another.
    Flip(Index, u8),
    /// A stretch is lost.
    Cut(Index, Index),
    /// A stretch is written again elsewhere.
    Repeat(Index, Index, Index),
    /// A text is put in.
    Insert(Index, &'static str),
    /// The file ends there.
    Truncate(Index),
}

/// Pieces that mean something to a reader of markup.
const PIECES: [&str; 18] = [
    "<",
    ">",
    "</",
    "/>",
    "&",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "<!DOCTYPE a>",
    "<det>",
    "</infNFe>",
    "<infNFe Id=\"NFe\">",
    "-",
    "99999999999999999999",
    "\u{feff}",
];

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<Index>;
    prop_oneof![
        (place(), any::<u8>()).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        (place(), place()).prop_map(|(from, to)| Damage::Cut(from, to)),
        (place(), place(), place()).prop_map(|(from, to, at)| Damage::Repeat(from, to, at)),
        (place(), select(PIECES.to_vec())).prop_map(|(at, piece)| Damage::Insert(at, piece)),
        place().prop_map(Damage::Truncate),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: Vec<Damage>) -> Vec<u8> {
    for damage in damages {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        let stretch = |from: Index, to: Index| {
            let (from, to) = (from.index(length), to.index(length));
            from.min(to)..from.max(to)
        };
        match damage {
            Damage::Flip(at, byte) => bytes[at.index(length)] = byte,
            Damage::Cut(from, to) => drop(bytes.drain(stretch(from, to))),
            Damage::Repeat(from, to, at) => {
                let again = bytes[stretch(from, to)].to_vec();
                bytes.splice(at.index(length)..at.index(length), again);
            }
            Damage::Insert(at, piece) => drop(bytes.splice(at.index(length)..at.index(length), piece.bytes())),
            Damage::Truncate(at) => bytes.truncate(at.index(length)),
        }
    }
    bytes
}

fn answers(bytes: &[u8]) -> bool {
    !reader_of(&[ROOT]).read(bytes).is_empty()
}

/// The documents of files read in an order.
fn documents(order: &[Vec<u8>]) -> BTreeSet<(DocumentKey, ContentHash)> {
    let reader = reader_of(&[ROOT]);
    let records = order.iter().flat_map(|file| reader.read(file));
    let documents = records.filter_map(|record| match record {
        Record::Document { document, .. } => Some(document),
        Record::Ignored { trace, .. } => trace,
        Record::Reject(_) => None,
    });
    documents.map(|document| (document.key, document.content())).collect()
}

fn quiet(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

proptest! {
    #![proptest_config(quiet(512))]

    #[test]
    fn any_bytes_are_answered(bytes in vec(any::<u8>(), 0..2_000)) {
        prop_assert!(answers(&bytes));
    }

    #[test]
    fn anything_that_looks_like_markup_is_answered(pieces in vec(select(PIECES.to_vec()), 0..60)) {
        prop_assert!(answers(pieces.concat().as_bytes()));
    }
}

proptest! {
    #![proptest_config(quiet(1_024))]

    #[test]
    fn damaged_files_are_answered(file in any::<Index>(), damages in vec(damage(), 1..8)) {
        prop_assert!(answers(&damaged(file.get(FILES.as_slice()).clone(), damages)));
    }

    #[test]
    fn any_number_anywhere_is_answered(file in any::<Index>(), place in any::<Index>(), number in "[-+]?[0-9.]{0,24}") {
        let file: &Vec<u8> = file.get(FILES.as_slice());
        let text = String::from_utf8_lossy(file);
        let values: Vec<usize> = text.match_indices('>').map(|(at, _)| at + 1).collect();
        let from = *place.get(&values);
        let to = text[from..].find('<').map_or(text.len(), |length| from + length);
        let changed = [&text[..from], &number, &text[to..]].concat();
        prop_assert!(answers(changed.as_bytes()));
    }
}

proptest! {
    #![proptest_config(quiet(32))]

    #[test]
    fn the_order_of_the_files_changes_nothing(order in Just(FILES.clone()).prop_shuffle()) {
        prop_assert_eq!(documents(&order), documents(&FILES));
    }
}

#[test]
fn each_document_of_the_fixtures_is_one_document() {
    // 24 notes, of which 2 leave a trace; 1 cancellation and 1 voided range; 2 events are nothing.
    assert_eq!(documents(&FILES).len(), 26);
}
