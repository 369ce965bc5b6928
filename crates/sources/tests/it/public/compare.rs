//! Every sample, read by its issuer, against the naive count.

use std::collections::BTreeSet;

use domain::facts::{Body, Note, Standing};
use domain::record::{IgnoreReason, Record, RejectCause, Warning};

use super::naive::{NaiveNote, check_digits_follow, notes};
use super::{in_production, issuer_root, read_as, sample, samples, tree};
use crate::support::{Fate, billed_cents, fate, names_in, party_text, revenue_cents};

/// The emitters whose CNPJ was made up by whoever anonymised the sample.
const EMITTERS_WITH_WRONG_CHECK_DIGITS: [&str; 10] = [
    "nfce/nfce_cpf_dinheiro.xml",
    "nfce/nfce_sem_dest_cartao.xml",
    "nfce/nfce_sem_dest_cartao_pix_sem_prot.xml",
    "nfe/cpf_15_digitos_invalido.xml",
    "nfe/devolucao_fin4_tpnf0_2202_nfref.xml",
    "nfe/entrada_tpnf0_1159_cpf.xml",
    "nfe/transferencia_5152_5409_ibscbs.xml",
    "nfe/venda_2025_tpag91_1dup_ibscbs.xml",
    "nfe/venda_2025_tpag91_2itens_ibscbs.xml",
    "nfe/venda_6108_naocontribuinte_ibscbs.xml",
];

/// The samples that hold a note.
fn note_files() -> Vec<String> {
    let Some(folder) = samples() else { return Vec::new() };
    let of_kind = |kind: &str| {
        let names = names_in(&folder.join(kind)).into_iter();
        names.map(|name| format!("{kind}/{name}")).collect::<Vec<_>>()
    };
    ["nfce", "nfe"].into_iter().flat_map(of_kind).collect()
}

/// The one note of a sample, and the sample's text.
fn naive(file: &str) -> (NaiveNote, String) {
    let text = sample(file).expect("the samples are here");
    let [note] = <[NaiveNote; 1]>::try_from(notes(&tree::parse(&text))).expect("a sample of one note");
    (note, text)
}

#[test]
fn the_samples_are_25_notes() {
    let files = note_files();
    assert!(files.is_empty() || files.len() == 25, "{files:#?}");
}

#[test]
fn ten_emitters_fail_their_check_digits_and_are_read_nevertheless() {
    let files = note_files();
    if files.is_empty() {
        return;
    }
    let failing = files.iter().filter(|file| !check_digits_follow(&naive(file).0.issuer));
    let failing: BTreeSet<&str> = failing.map(String::as_str).collect();
    assert_eq!(failing, BTreeSet::from(EMITTERS_WITH_WRONG_CHECK_DIGITS));
    for file in failing {
        let (_, text) = naive(file);
        let records = read_as(&issuer_root(&text), &text);
        assert!(!records.iter().any(|record| fate(record) == Fate::Ignored(IgnoreReason::NotOurs)), "{file}");
    }
}

#[test]
fn each_note_is_what_the_naive_count_says() {
    for file in note_files() {
        let (expected, text) = naive(&file);
        let records = read_as(&issuer_root(&text), &text);
        if expected.key.len() != 44 {
            assert!(is_key_reject(&records), "{file}: {records:#?}");
        } else if expected.is_test {
            let [Record::Ignored { label, reason, .. }, ..] = &records[..] else { panic!("{file}: {records:#?}") };
            assert_eq!((label.as_str(), *reason), (expected.key.as_str(), IgnoreReason::TestEnvironment), "{file}");
        } else {
            compare(&file, &expected, &records);
        }
    }
}

#[test]
fn notes_of_the_test_environment_count_the_same_once_in_production() {
    let mut compared = 0;
    for file in note_files() {
        let (was_test, text) = naive(&file);
        if !was_test.is_test || was_test.key.len() != 44 {
            continue;
        }
        let text = in_production(&text);
        let [expected] = <[NaiveNote; 1]>::try_from(notes(&tree::parse(&text))).expect("one note");
        compare(&file, &expected, &read_as(&issuer_root(&text), &text));
        compared += 1;
    }
    assert!(compared == 0 || compared == 9, "{compared}");
}

/// A key of 45 characters: the note is refused for it.
fn is_key_reject(records: &[Record]) -> bool {
    records
        .iter()
        .any(|record| matches!(record, Record::Reject(reject) if matches!(reject.cause, RejectCause::AccessKey(_))))
}

/// The note among the records, against what was counted.
fn compare(file: &str, expected: &NaiveNote, records: &[Record]) {
    let found = records.iter().find_map(|record| match record {
        Record::Document { document, warnings } => match &document.body {
            Body::Note(note) => Some((note, document.standing, warnings)),
            _ => None,
        },
        _ => None,
    });
    let (note, standing, warnings) = found.unwrap_or_else(|| panic!("{file} holds a note: {records:#?}"));
    let expected_standing = if expected.is_proven() { Standing::Proven } else { Standing::Unproven };
    assert_eq!(standing, expected_standing, "{file}");
    assert_eq!(warnings.contains(&Warning::Unproven), !expected.is_proven(), "{file}");
    assert_eq!((note.key.as_str(), note.day.iso()), (expected.key.as_str(), expected.issued_on.clone()), "{file}");
    compare_amounts(file, expected, note);
    compare_party(file, expected, note);
    let references: Vec<_> =
        note.references.iter().map(|one| (one.target.to_string(), one.line, one.target_line)).collect();
    assert_eq!(references, expected.references, "{file}");
    let mismatch = warnings.iter().any(|warning| matches!(warning, Warning::TotalMismatch { .. }));
    let is_sale = note.side == domain::facts::Side::Sale;
    assert_eq!(mismatch, is_sale && expected.difference() != 0, "{file}");
}

fn compare_amounts(file: &str, expected: &NaiveNote, note: &Note) {
    assert_eq!(note.items.len(), expected.items, "{file}");
    let found = (revenue_cents(&note.items), billed_cents(&note.items), note.total.0, note.difference.0);
    assert_eq!(found, (expected.revenue, expected.billed, expected.total, expected.difference()), "{file}");
    let outside = note.total_with_outside_taxes.map(|total| total.0);
    assert_eq!(outside, expected.total_with_outside_taxes, "{file}");
    let dups: Vec<_> =
        note.receivables.iter().map(|one| (one.number.clone(), one.due_on.iso(), one.amount.0)).collect();
    assert_eq!(dups, expected.dups, "{file}");
}

/// The other party by its id; by a code where the check digits fail; nobody where it is ourselves.
fn compare_party(file: &str, expected: &NaiveNote, note: &Note) {
    let found = party_text(note);
    let root = &expected.issuer[..8];
    match &expected.recipient {
        Some(id) if id.len() == 14 && id.starts_with(root) => assert_eq!(found, None, "{file}"),
        Some(id) if check_digits_follow(id) => assert_eq!(found.as_deref(), Some(id.as_str()), "{file}"),
        Some(id) => assert_eq!(found, Some(format!("nfe:{id}")), "{file}"),
        None if expected.is_abroad => assert!(found.is_some_and(|key| key.starts_with("nfe:")), "{file}"),
        None => assert_eq!(found, None, "{file}"),
    }
    assert_eq!(note.own, expected.issuer, "{file}");
}
