//! What accepted documents state. Facts are written once and never changed: a document's later
//! version is another set of facts, and which version counts is decided by who claims it.

mod content;
mod event;
mod note;
mod table;

pub use event::{Event, EventKind, Settlement, VoidedNumbers};
pub use note::{
    Item, ItemAmounts, ItemClass, Note, Observation, ObservationRole, Purpose, Receivable, Reference, Side, SourceRank,
};
pub use table::{ProductRow, RegistrationRow, RowParty, RowProduct, SaleRow, SellerRow, Stated, TableRow, TitleRow};

use crate::{ContentHash, DocumentKey};

/// One copy of one document, as read: its identity, its version, its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Which document it is.
    pub key: DocumentKey,
    /// The key as people know it: the access key, or a description of the event.
    pub label: String,
    /// How much this copy is worth beside others of the same document.
    pub standing: Standing,
    /// What it states.
    pub body: Body,
}

/// How much one copy of a document proves. The greater standing counts, whatever the order of
/// arrival; between copies of equal standing that differ, the greater [`ContentHash`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Standing {
    /// No protocol of the tax authority: kept aside.
    Unproven = 0,
    /// Declared in the company's books of ICMS and IPI (SPED EFD): counts until the note itself comes.
    Declared = 1,
    /// The same, in books that replace earlier ones.
    DeclaredAgain = 2,
    /// Declared in the company's books of contributions (EFD-Contribuições), which name products.
    DeclaredByItem = 3,
    /// The same, in books that replace earlier ones.
    DeclaredByItemAgain = 4,
    /// Authorised.
    Proven = 5,
    /// Its own protocol says that it was cancelled.
    Cancelled = 6,
    /// Stated by a table: nobody proves it, and of two versions the later import counts.
    Stated = 7,
}

/// The facts of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A note of goods or services, with everything that hangs on it.
    Note(Box<Note>),
    /// Something that happened to a note.
    Event(Event),
    /// Payments of one note (ECONF).
    Settlements(Vec<Settlement>),
    /// Numbers declared unused.
    Voided(VoidedNumbers),
    /// A sale, from a table.
    Sale(Box<Stated<SaleRow>>),
    /// A receivable, from a table.
    Title(Box<Stated<TitleRow>>),
    /// What a list says about a customer.
    Registration(Box<Stated<RegistrationRow>>),
    /// What a list says about a product.
    Product(Box<Stated<ProductRow>>),
    /// What a list says about a seller.
    Seller(Box<Stated<SellerRow>>),
}

impl Document {
    /// What this copy says, for telling copies apart. It does not depend on whose books are read:
    /// classes and directions follow from the company's settings and stay outside.
    pub fn content(&self) -> ContentHash {
        content::hash(self)
    }
}
