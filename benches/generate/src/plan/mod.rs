//! What happens to the sample company in two years, decided as facts before anything is written.

mod aftermath;
mod numbering;
mod others;
mod sales;

pub(crate) use numbering::key;

use domain::Day;

use crate::calendar::month_start;
use crate::cast::{self, HOMES};
use crate::customers::{Span, customers};
use crate::identities::Identities;
use crate::note::{Note, Party, PartyId};
use crate::random::Random;
use crate::tally::Tally;
use crate::xml::{Correction, Voiding};

/// What sample is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Everything follows from it.
    pub seed: u64,
    /// The last day; the first is that of the month two years before.
    pub end: Day,
    /// How many customers, companies and persons together.
    pub customers: usize,
}

/// Everything that happens.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The parties, our establishments first.
    pub cast: Vec<Party>,
    /// The notes, in the order they were issued.
    pub notes: Vec<Note>,
    /// Correction letters.
    pub corrections: Vec<Correction>,
    /// Numbers declared unused, with the establishment they belong to.
    pub voidings: Vec<(PartyId, Voiding)>,
    /// The one number that is missing without a word: its note was never brought.
    pub missing: MissingNumber,
}

/// A number of the NF-e of one of our establishments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingNumber {
    /// The establishment.
    pub issuer: PartyId,
    /// The series.
    pub series: u16,
    /// The number.
    pub number: u32,
}

/// Notes as they come to be, not yet in order and without numbers.
struct Draft {
    seed: u64,
    span: Span,
    cast: Vec<Party>,
    notes: Vec<Note>,
    /// Whether something happened to the note of the same place, so that nothing else shall.
    touched: Vec<bool>,
    /// The note to which a correction letter is written.
    corrected: Option<usize>,
}

/// Decides everything.
pub fn plan(settings: &Settings) -> Plan {
    let Settings { seed, end, customers: count } = *settings;
    let span = Span { start: month_start(end, 24), end };
    let mut identities = Identities::default();
    let mut cast = cast::homes();
    cast.extend(cast::suppliers(&mut identities, &mut Random::fork(seed, 1)));
    let customers = customers(seed, count, span, &mut identities, &mut cast);
    let mut draft = Draft { seed, span, cast, notes: Vec::new(), touched: Vec::new(), corrected: None };
    for (place, customer) in customers.iter().enumerate() {
        draft.sell_to(place, customer);
    }
    draft.buy_and_move();
    draft.sell_over_the_counter(&mut identities, count);
    draft.special_cases(&customers);
    draft.numbered()
}

impl Plan {
    /// The party of a place in the cast.
    pub fn party(&self, id: PartyId) -> &Party {
        &self.cast[id.0]
    }

    /// What the importer must come to.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for note in &self.notes {
            tally.add(note, note.recipient.map(|recipient| self.party(recipient)));
        }
        tally
    }
}

impl Draft {
    /// Adds a note and says its place.
    fn add(&mut self, note: Note) -> usize {
        self.notes.push(note);
        self.touched.push(false);
        self.notes.len() - 1
    }

    fn party(&self, id: PartyId) -> &Party {
        &self.cast[id.0]
    }
}

/// Whether a party is the company itself.
fn is_home(party: PartyId) -> bool {
    HOMES.contains(&party)
}
