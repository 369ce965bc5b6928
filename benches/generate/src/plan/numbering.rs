//! Puts notes in order and numbers them as their issuers would.

use std::collections::BTreeMap;

use super::{Draft, MissingNumber, Plan, is_home};
use crate::cast::HOMES;
use crate::keys::KeyParts;
use crate::note::{Moment, Note, Party, PartyId};
use crate::random::Random;
use crate::xml::{Correction, Voiding};

/// An issuer's numbers of one model and series.
type Series = (PartyId, u8, u16);

/// Where the numbers of our series begin; others begin anywhere.
const FIRST_NUMBERS: [(Series, u32); 4] =
    [((HOMES[0], 55, 1), 48_211), ((HOMES[1], 55, 1), 12_907), ((HOMES[0], 65, 1), 3_301), ((HOMES[0], 55, 99), 7)];

/// Numbers of one of our establishments that no note gets.
struct Skip {
    issuer: PartyId,
    /// How many notes of its series 1 come before.
    after: usize,
    numbers: u32,
    is_voided: bool,
}

impl Draft {
    /// Sorts the notes by time and numbers them, leaving out the numbers that are declared unused and
    /// the one that is missing.
    pub(super) fn numbered(mut self) -> Plan {
        let mut order: Vec<usize> = (0..self.notes.len()).collect();
        order.sort_by_key(|place| (self.notes[*place].issued, *place));
        let mut moved_to = vec![0; order.len()];
        for (now, before) in order.iter().enumerate() {
            moved_to[*before] = now;
        }
        let mut notes: Vec<Note> = order.iter().map(|place| self.notes[*place].clone()).collect();
        for reference in notes.iter_mut().filter_map(|note| note.refers_to.as_mut()) {
            reference.note = moved_to[reference.note];
        }
        let (voidings, missing) = self.number(&mut notes);
        for place in 0..notes.len() {
            let note = &notes[place];
            let key = key(note, &self.cast[note.issuer.0]);
            notes[place].key = key;
            if let Some(reference) = &notes[place].refers_to {
                let key = notes[reference.note].key.clone();
                notes[place].refers_to.as_mut().expect("it was there a line before").key = key;
            }
        }
        let corrections = self.corrected.map(|place| correction(moved_to[place], &notes, self.span.end));
        let cast = std::mem::take(&mut self.cast);
        Plan { cast, notes, corrections: corrections.into_iter().flatten().collect(), voidings, missing }
    }

    fn number(&self, notes: &mut [Note]) -> (Vec<(PartyId, Voiding)>, MissingNumber) {
        let skips = skips(notes);
        let mut random = Random::fork(self.seed, 5);
        let mut next: BTreeMap<Series, u32> = FIRST_NUMBERS.into_iter().collect();
        let mut count: BTreeMap<Series, usize> = BTreeMap::new();
        let mut voidings = Vec::new();
        let mut missing = MissingNumber { issuer: HOMES[0], series: 1, number: 0 };
        for note in notes {
            let series = (note.issuer, note.model(), note.series);
            let next = next.entry(series).or_insert_with(|| random.between(900, 80_000) as u32);
            let count = count.entry(series).or_default();
            let is_skip = |skip: &&Skip| series == (skip.issuer, 55, 1) && skip.after == *count;
            if let Some(skip) = skips.iter().find(is_skip) {
                let (first, last) = (*next, *next + skip.numbers - 1);
                if skip.is_voided {
                    let registered = Moment { day: note.issued.day, second: 30_600 };
                    voidings.push((skip.issuer, Voiding { series: 1, first, last, registered }));
                } else {
                    missing = MissingNumber { issuer: skip.issuer, series: 1, number: first };
                }
                *next += skip.numbers;
            }
            note.number = *next;
            if note.code == note.number {
                note.code = note.number / 2;
            }
            *count += 1;
            *next += if is_home(note.issuer) { 1 } else { random.between(1, 60) as u32 };
        }
        (voidings, missing)
    }
}

/// Three numbers of the first establishment and one of the second are voided; one of the first is
/// simply missing.
fn skips(notes: &[Note]) -> [Skip; 3] {
    let count = |issuer: PartyId| {
        notes.iter().filter(|note| (note.issuer, note.model(), note.series) == (issuer, 55, 1)).count()
    };
    let (first, second) = (count(HOMES[0]), count(HOMES[1]));
    [
        Skip { issuer: HOMES[0], after: first * 3 / 10, numbers: 3, is_voided: true },
        Skip { issuer: HOMES[0], after: first * 6 / 10, numbers: 1, is_voided: false },
        Skip { issuer: HOMES[1], after: second * 45 / 100, numbers: 1, is_voided: true },
    ]
}

/// The access key of a numbered note.
pub(crate) fn key(note: &Note, issuer: &Party) -> String {
    let (year, month, _) = note.issued.day.ymd();
    let state = issuer.address.as_ref().map_or(35, |address| address.place.code / 100_000);
    KeyParts {
        state: state as u8,
        year_month: ((year % 100) as u8, month as u8),
        issuer: issuer.tax_id.as_str(),
        model: note.model(),
        series: note.series,
        number: note.number,
        code: note.code,
    }
    .key()
}

fn correction(place: usize, notes: &[Note], end: domain::Day) -> Option<Correction> {
    let registered = notes[place].issued.later(7_200);
    let text = "Onde se le bairro Centro leia-se bairro Vila Nova".to_owned();
    (registered.day <= end).then_some(Correction { note: place, registered, text })
}
