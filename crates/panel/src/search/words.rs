//! The words by which customers are known, and who is known by each.

use std::collections::HashMap;
use std::ops::Range;

use datafusion::arrow::array::{Array, StringArray};
use domain::text::normalised_name;

use super::distance::{is_within, letters};
use crate::order::place_from;

/// Words that say nothing of whom they name.
const PARTICLES: [&str; 6] = ["DA", "DAS", "DE", "DO", "DOS", "E"];

/// From so many letters on one may be wrong, and from so many two.
const LETTERS_FOR_ONE: usize = 4;
const LETTERS_FOR_TWO: usize = 8;

/// How exactly a word must be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exactness {
    /// Whole.
    Whole,
    /// The last one may be a beginning.
    Beginning,
    /// A letter may be wrong.
    OneWrong,
    /// Two letters may be.
    TwoWrong,
}

impl Exactness {
    pub(super) const ALL: [Self; 4] = [Self::Whole, Self::Beginning, Self::OneWrong, Self::TwoWrong];

    /// How many letters of a word may be wrong.
    fn wrong(self, word: &str) -> usize {
        match (self, word.len()) {
            (Self::TwoWrong, LETTERS_FOR_TWO..) => 2,
            (Self::OneWrong | Self::TwoWrong, LETTERS_FOR_ONE..) => 1,
            _ => 0,
        }
    }

    /// Whether a word asked for is a word known.
    pub(super) fn fits(self, asked: &Asked, known: &str) -> bool {
        let begins = asked.is_last && self >= Self::Beginning && known.starts_with(&asked.word);
        begins || known == asked.word || is_within(self.wrong(&asked.word), &asked.word, known)
    }
}

/// A word of a question.
pub(super) struct Asked {
    pub word: String,
    /// Whoever asks may not have written it to its end.
    pub is_last: bool,
}

/// The words of a question, in which particles are asked only where there is nothing else.
pub(super) fn asked(question: &str) -> Vec<Asked> {
    let text = normalised_name(question);
    let all: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let telling: Vec<&str> = all.iter().copied().filter(|word| !PARTICLES.contains(word)).collect();
    let words = if telling.is_empty() { all } else { telling };
    let last = words.len().saturating_sub(1);
    words.iter().enumerate().map(|(place, &word)| Asked { word: word.to_owned(), is_last: place == last }).collect()
}

/// The words of a text.
pub(super) fn words_of(text: &str) -> Vec<String> {
    normalised_name(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Gathers words.
#[derive(Default)]
pub(super) struct Gathering {
    known: HashMap<Box<str>, u32>,
    /// Each word with a document that has it.
    pairs: Vec<(u32, u32)>,
}

impl Gathering {
    /// Makes a document known by the words of a text.
    pub(super) fn add(&mut self, document: u32, text: &str) {
        let text = normalised_name(text);
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let word = self.number(word);
            self.pairs.push((word, document));
        }
    }

    /// The number of a word.
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.known.get(word) {
            return *number;
        }
        let number = self.known.len() as u32;
        self.known.insert(word.into(), number);
        number
    }

    /// The words gathered, in order.
    pub(super) fn words(self) -> Words {
        let mut words: Vec<(Box<str>, u32)> = self.known.into_iter().collect();
        words.sort_unstable();
        let mut place_of = vec![0_u32; words.len()];
        words.iter().enumerate().for_each(|(place, (_, number))| place_of[*number as usize] = place as u32);
        let mut starts = vec![0_u32; words.len() + 1];
        self.pairs.iter().for_each(|(number, _)| starts[place_of[*number as usize] as usize + 1] += 1);
        (1..starts.len()).for_each(|place| starts[place] += starts[place - 1]);
        let mut next = starts.clone();
        let mut documents = vec![0_u32; self.pairs.len()];
        for (number, document) in &self.pairs {
            let next = &mut next[place_of[*number as usize] as usize];
            documents[*next as usize] = *document;
            *next += 1;
        }
        Words {
            letters: words.iter().map(|(word, _)| letters(word)).collect(),
            words: StringArray::from_iter_values(words.iter().map(|(word, _)| word)),
            starts,
            documents,
        }
    }
}

/// Words in order, and the documents that have each.
pub(super) struct Words {
    words: StringArray,
    letters: Vec<u32>,
    /// Where each word's documents begin, and at last where all end.
    starts: Vec<u32>,
    documents: Vec<u32>,
}

impl Words {
    /// The documents that have a word, which may be written so exactly.
    pub(super) fn documents(&self, asked: &Asked, exactness: Exactness, found: &mut Bits) {
        let wrong = exactness.wrong(&asked.word);
        let from = place_from(&self.words, &asked.word);
        let mut to = from;
        while to < self.words.len() && self.words.value(to).starts_with(&asked.word) {
            to += 1;
        }
        match asked.is_last && exactness >= Exactness::Beginning {
            // Neighbours in order: theirs follow one another.
            true => self.put(from..to, found),
            false if from < to && self.words.value(from) == asked.word => self.put(from..from + 1, found),
            false => {}
        }
        if wrong == 0 {
            return;
        }
        let marks = letters(&asked.word);
        for (place, letters) in self.letters.iter().enumerate() {
            let may_fit = (letters ^ marks).count_ones() as usize <= 2 * wrong;
            if may_fit && is_within(wrong, &asked.word, self.words.value(place)) {
                self.put(place..place + 1, found);
            }
        }
    }

    fn put(&self, words: Range<usize>, found: &mut Bits) {
        let range = self.starts[words.start] as usize..self.starts[words.end] as usize;
        self.documents[range].iter().for_each(|document| found.put(*document));
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.words.get_array_memory_size() + 4 * (self.letters.len() + self.starts.len() + self.documents.len())
    }
}

/// A set of documents, a bit each.
#[derive(Clone)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// None of so many.
    pub(super) fn none(documents: usize) -> Self {
        Self(vec![0; documents.div_ceil(64)])
    }

    fn put(&mut self, document: u32) {
        self.0[document as usize / 64] |= 1 << (document % 64);
    }

    /// Leaves those that are in another set too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one &= other);
    }

    /// The documents, in order.
    pub(super) fn documents(&self) -> impl Iterator<Item = u32> {
        self.0.iter().enumerate().flat_map(|(place, bits)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                let next = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(place as u32 * 64 + next)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("padaria", Exactness::Whole, &[0])]
    #[case("padar", Exactness::Whole, &[])]
    #[case("padar", Exactness::Beginning, &[0])]
    #[case("padraia", Exactness::Beginning, &[])]
    #[case("padraia", Exactness::OneWrong, &[0])]
    #[case("joé", Exactness::TwoWrong, &[])]
    #[case("distribidra", Exactness::OneWrong, &[])]
    #[case("distribidra", Exactness::TwoWrong, &[1])]
    #[case("d", Exactness::Beginning, &[0, 1])]
    fn finds(#[case] question: &str, #[case] exactness: Exactness, #[case] expected: &[u32]) {
        let mut gathering = Gathering::default();
        gathering.add(0, "Padaria São José do Sul");
        gathering.add(1, "Distribuidora Sul");
        let words = gathering.words();
        let mut found = Bits::none(2);
        words.documents(&asked(question)[0], exactness, &mut found);
        assert_eq!(found.documents().collect::<Vec<_>>(), expected);
    }

    #[rstest]
    #[case("padaria de são josé", &["PADARIA", "SAO", "JOSE"])]
    #[case("  de ", &["DE"])]
    #[case("!!", &[])]
    fn asks_for_what_tells(#[case] question: &str, #[case] expected: &[&str]) {
        let words: Vec<String> = asked(question).into_iter().map(|asked| asked.word).collect();
        assert_eq!(words, expected);
    }
}
