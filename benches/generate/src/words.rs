//! The words that names and addresses are made of.

use std::sync::LazyLock;

/// Words by what they are for.
pub(crate) struct Words {
    /// What companies are called.
    pub epithets: Vec<&'static str>,
    /// Family names.
    pub surnames: Vec<&'static str>,
    /// First names.
    pub first_names: Vec<&'static str>,
    /// Streets.
    pub streets: Vec<&'static str>,
    /// Districts, common ones more than once.
    pub districts: Vec<&'static str>,
}

/// The words of `data/words.tsv`.
pub(crate) static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    epithets: of_kind("epithet"),
    surnames: of_kind("surname"),
    first_names: of_kind("first_name"),
    streets: of_kind("street"),
    districts: of_kind("district"),
});

fn of_kind(kind: &str) -> Vec<&'static str> {
    let rows = include_str!("../data/words.tsv").lines().filter_map(|line| line.split_once('\t'));
    rows.filter(|(found, _)| *found == kind).map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_words_of_every_kind() {
        let Words { epithets, surnames, first_names, streets, districts } = &*WORDS;
        for words in [epithets, surnames, first_names, streets, districts] {
            assert!(words.len() > 20);
        }
    }
}
