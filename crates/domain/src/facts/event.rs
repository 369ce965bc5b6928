//! What happens to notes after they are issued, and numbers that never became notes.

use crate::{AccessKey, Cents, Day, NoteKey};

/// Something that happened to a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The note it happened to.
    pub target: NoteKey,
    /// The local date written in it.
    pub on: Day,
    /// The tax authority's protocol, where it gave one.
    pub protocol: Option<String>,
}

/// What happened to a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// Cancelled (110111, 110112, or the protocol itself; of a service note 101101, 105102, 105104,
    /// 305101): the note never existed.
    Cancellation,
    /// Authorised by a protocol that came apart from the note.
    Authorisation,
    /// Denied: the note never existed, its number is used.
    Denial,
    /// Issued in the test environment: never existed, its number was seen.
    Test,
    /// The recipient says they know nothing of it (210220).
    Disowned,
    /// The recipient says the operation did not take place (210240; of a service note 203206).
    Refused,
    /// A settlement (ECONF) taken back (110751); the protocol is the settlement's.
    SettlementCancellation,
}

impl EventKind {
    /// The kind as facts and SQL steps write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cancellation => "cancellation",
            Self::Authorisation => "authorisation",
            Self::Denial => "denial",
            Self::Test => "test",
            Self::Disowned => "disowned",
            Self::Refused => "refused",
            Self::SettlementCancellation => "settlement_cancellation",
        }
    }
}

/// A payment of a note, reported to the tax authority (ECONF, 110750).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Its place among the event's payments, from 1.
    pub ordinal: u16,
    /// The note that was paid.
    pub target: AccessKey,
    /// `dPag`; the event's day where it is absent.
    pub paid_on: Day,
    /// `vPag`.
    pub amount: Cents,
    /// `tPag`: how it was paid.
    pub method: String,
    /// The event's protocol, by which it can be taken back.
    pub protocol: Option<String>,
}

/// A range of numbers of a series declared unused (*inutilização*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoidedNumbers {
    /// The issuer, as written.
    pub issuer: String,
    /// 55 or 65.
    pub model: u8,
    /// The series.
    pub series: u16,
    /// First number.
    pub first: u32,
    /// Last number.
    pub last: u32,
    /// The day the authority recorded it.
    pub on: Day,
}
