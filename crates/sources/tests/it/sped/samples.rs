//! Third-party samples, counted by another program.

use std::collections::BTreeMap;

use domain::facts::{ItemClass, Note, Side};
use domain::record::{Record, RejectCause};

use super::read_as;
use crate::public::samples;
use crate::support::{accepted_note, bytes_of, classes};

fn notes(records: &[Record]) -> Vec<Note> {
    let notes = records.iter().filter(|record| matches!(record, Record::Document { .. }));
    notes.map(|record| accepted_note(record.clone()).0).collect()
}

/// 43 own notes, all for coupons; 30 coupons without participant; 30 entries with 95 products.
#[test]
fn a_filling_station_in_september() {
    let Some(folder) = samples() else { return };
    let bytes = bytes_of(&folder.join("sped/efd_icms_ipi_2020_recorte_pseudonimizado.txt"));
    let (records, declaration) = read_as(&["20999111"], &bytes);
    assert_eq!(records.len(), 104, "and the end, which the sample was cut of");
    assert!(matches!(&records[103], Record::Reject(reject) if reject.cause == RejectCause::BooksWithoutEnd));
    let notes = notes(&records);
    let mut groups: BTreeMap<(u8, &str, bool), (usize, i64, usize)> = BTreeMap::new();
    for note in &notes {
        let group = groups.entry((note.key.model(), note.side.as_str(), note.party.is_some())).or_default();
        *group = (group.0 + 1, group.1 + note.total.0, group.2 + note.items.len());
        assert_eq!(note.difference.0, 0, "{}", note.key);
    }
    let expected = [
        ((55, "purchase", true), (30, 24_831_718, 95)),
        ((55, "sale", true), (43, 11_717_666, 45)),
        ((65, "sale", false), (30, 247_168, 30)),
    ];
    assert_eq!(groups, BTreeMap::from(expected));
    let sold = |model| notes.iter().filter(move |note| note.side == Side::Sale && note.key.model() == model);
    assert!(sold(55).flat_map(classes).all(|class| class == ItemClass::CouponDuplicate));
    assert!(sold(65).flat_map(classes).all(|class| class == ItemClass::Sale));
    let declared = declaration.expect("our books").documents;
    let total: i64 = declared.iter().map(|document| document.total.0).sum();
    assert_eq!((declared.len(), total), (73, 11_717_666 + 247_168));
}

/// Numbers at random: what is counted is that every document is accounted for. 15 exits, 4 own entries and
/// 4 of others, 8 transport documents not read.
#[test]
fn fictitious_books_of_contributions() {
    let Some(folder) = samples() else { return };
    let bytes = bytes_of(&folder.join("sped/efd_contribuicoes_ficticia.txt"));
    let (records, declaration) = read_as(&["12345678"], &bytes);
    assert_eq!(records.len(), 23);
    let declared = declaration.expect("our books").documents;
    let exits: Vec<_> = declared.iter().filter(|document| document.is_exit).collect();
    let total: i64 = exits.iter().map(|document| document.total.0).sum();
    assert_eq!((exits.len(), total), (15, 36_266_392));
    assert_eq!(declared.len(), 19);
}
