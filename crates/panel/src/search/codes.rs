//! Tax ids and codes, in order, and whose they are.

use datafusion::arrow::array::{Array, StringArray};

use crate::order::place_from;

/// Texts in order, each with a document.
pub(super) struct Codes {
    texts: StringArray,
    documents: Vec<u32>,
}

impl Codes {
    /// Of pairs in any order.
    pub(super) fn of(mut pairs: Vec<(String, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let documents = pairs.iter().map(|(_, document)| *document).collect();
        Self { texts: StringArray::from_iter_values(pairs.into_iter().map(|(text, _)| text)), documents }
    }

    /// The documents that have a text, and that text.
    pub(super) fn whole(&self, text: &str) -> impl Iterator<Item = (u32, &str)> {
        self.beginning(text).take_while(move |(_, known)| known.len() == text.len())
    }

    /// The documents that have a text that begins so, and that text.
    pub(super) fn beginning(&self, text: &str) -> impl Iterator<Item = (u32, &str)> {
        let from = place_from(&self.texts, text);
        let known = (from..self.texts.len()).map(|place| (self.documents[place], self.texts.value(place)));
        known.take_while(move |(_, known)| known.starts_with(text))
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.texts.get_array_memory_size() + 4 * self.documents.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whole_ones_and_beginnings() {
        let pairs = [("251", 3), ("2510", 1), ("25", 2), ("251", 0), ("26", 4)];
        let codes = Codes::of(pairs.map(|(text, document)| (text.to_owned(), document)).to_vec());
        assert_eq!(codes.whole("251").collect::<Vec<_>>(), [(0, "251"), (3, "251")]);
        assert_eq!(codes.beginning("251").collect::<Vec<_>>(), [(0, "251"), (3, "251"), (1, "2510")]);
        assert_eq!(codes.beginning("3").count(), 0);
        assert_eq!(codes.beginning("").count(), 5);
    }
}
