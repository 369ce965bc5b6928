//! The fuzzer's corpus, read once: what it once found stays read as it should be.

use crate::promises::check;
use crate::support::{ROOT, SISTER_ROOT, bytes_of, fixture, names_in, reader_of, repository};
use crate::synthetic::every_file;

#[test]
fn the_corpus_of_the_fuzzer_is_read_as_promised() {
    let folder = repository().join("fuzz/corpus/nfe");
    let names = names_in(&folder);
    assert!(names.len() > 10, "the corpus is in {}", folder.display());
    let reader = reader_of(&[ROOT, SISTER_ROOT]);
    for name in names {
        check(&reader, &bytes_of(&folder.join(name)));
    }
}

#[test]
fn the_fixtures_are_read_as_promised() {
    let reader = reader_of(&[ROOT, SISTER_ROOT]);
    for file in every_file() {
        check(&reader, &fixture(&file));
    }
}
