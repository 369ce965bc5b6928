//! Whatever the bytes, the books are read to an end.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::promises::check;
use super::{SALE, c100, contributions_books, fixture, icms_books};
use crate::support::{ROOT, SISTER_ROOT, bytes_of, names_in, repository};

fn files() -> Vec<Vec<u8>> {
    let goods = c100("1", "0", "CLI1", "00", SALE, "10,00");
    let service = "|A100|1|0|CLI1|00|1||123||10032026|10032026|500,00|1|0,00|500,00|8,25|500,00|38,00|0|0|25,00|";
    let product = "|C170|1|P1|X|1|UN|10,00|0|0|000|5102|||||||||||||0||||||||||||||1|";
    vec![
        fixture(),
        icms_books(&[&goods, "|C190|000|5102|0|10,00|0|0|0|0|0|0||"]),
        contributions_books(&["|A010|11222333000181|", service, "|C010|11222333000181|1|", &goods, product]),
    ]
}

const PIECES: [&str; 14] = [
    "|",
    "\n",
    "|C100|",
    "\n|C100|1|0|",
    "\n|C170|1|",
    "\n|C190|000|5102|0|",
    "\n|9999|1|\n",
    "|02|",
    "|05|",
    "-",
    ",",
    "99999999999999999",
    "92233720368547758,07",
    "\u{e7}",
];

fn holds(bytes: &[u8]) {
    let roots: Vec<_> = [ROOT, SISTER_ROOT].iter().filter_map(|root| root.parse().ok()).collect();
    check(&roots, bytes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_books_are_read(file in select(files()), damage in proptest::collection::vec((any::<Index>(), any::<Index>(), select(PIECES.to_vec())), 1..4)) {
        let mut file = file;
        for (from, length, piece) in damage {
            let from = from.index(file.len() + 1);
            let to = (from + length.index(30)).min(file.len());
            file.splice(from..to, piece.bytes());
        }
        holds(&file);
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut books = b"|0000|020|0|01032026|31032026|E|11222333000181||SP|1|3550308|||A|1|\n".to_vec();
        books.extend(&bytes);
        holds(&books);
        holds(&bytes);
    }
}

/// A register has 29 fields at most; a line of bars has as many as the file has room for.
#[test]
fn a_line_of_bars_is_one_line() {
    let mut books = icms_books(&[]);
    books.splice(0..0, std::iter::repeat_n(b'|', 1 << 20));
    holds(&books);
}

#[test]
fn the_corpus_of_the_fuzzer_is_read_as_promised() {
    let folder = repository().join("fuzz/corpus/sped");
    let names = names_in(&folder);
    assert!(!names.is_empty(), "the corpus is in {}", folder.display());
    names.iter().for_each(|name| holds(&bytes_of(&folder.join(name))));
}
