//! Which document a record is, and whether two copies say the same.

use std::fmt;

use crate::NoteKey;

/// Version of the way keys and contents are hashed; part of every hash.
const FORMAT: u8 = 1;

/// The identity of a document: 128 bits of BLAKE3 over what names it. Copies of one document have
/// one key, whatever they say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentKey(pub [u8; 16]);

/// What one copy of a document says: 128 bits of BLAKE3 over its facts. Two copies that say the same
/// have the same hash, whatever their encoding, white space and order of files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub [u8; 16]);

impl DocumentKey {
    /// An NF-e, NFC-e or NFS-e.
    pub fn of_note(key: &NoteKey) -> Self {
        Self::of("note", &[key.as_str()])
    }

    /// An event of a note: its note, type and sequence.
    pub fn of_event(note: &NoteKey, kind: &str, sequence: &str) -> Self {
        Self::of("event", &[note.as_str(), kind, sequence])
    }

    /// Any other document, named by the parts that make it one within its kind.
    pub fn of(kind: &str, parts: &[&str]) -> Self {
        let mut hasher = ContentHasher::new(kind);
        for part in parts {
            hasher.text(part);
        }
        Self(hasher.finish().0)
    }
}

impl ContentHash {
    /// The hash of a file's bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut hash = [0; 16];
        hash.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
        Self(hash)
    }
}

/// Feeds values to a [`ContentHash`], each with its length so that no two sequences collide. They
/// are gathered and hashed at once: most are a few bytes, and a hash has its price per call.
pub struct ContentHasher(Vec<u8>);

impl ContentHasher {
    /// A hasher for one kind of content.
    pub fn new(kind: &str) -> Self {
        let mut hasher = Self(Vec::with_capacity(256));
        hasher.0.push(FORMAT);
        hasher.text(kind);
        hasher
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.number(text.len() as i64);
        self.0.extend_from_slice(text.as_bytes());
    }

    /// A text that may be absent, which is not the empty text.
    pub fn optional(&mut self, text: Option<&str>) {
        self.number(i64::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    /// An integer.
    pub fn number(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// Raw bytes of a fixed length.
    pub fn bytes(&mut self, bytes: &[u8; 16]) {
        self.0.extend_from_slice(bytes);
    }

    /// The hash of what was fed.
    pub fn finish(self) -> ContentHash {
        let mut hash = [0; 16];
        hash.copy_from_slice(&blake3::hash(&self.0).as_bytes()[..16]);
        ContentHash(hash)
    }
}

impl fmt::Debug for DocumentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentKey({:032x})", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({:032x})", u128::from_be_bytes(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(DocumentKey::of("a", &["bc", "d"]), DocumentKey::of("a", &["b", "cd"]));
        assert_ne!(DocumentKey::of("a", &["b"]), DocumentKey::of("ab", &[""]));
    }

    #[test]
    fn absent_is_not_empty() {
        let hash = |text| {
            let mut hasher = ContentHasher::new("test");
            hasher.optional(text);
            hasher.finish()
        };
        assert_ne!(hash(None), hash(Some("")));
    }
}
