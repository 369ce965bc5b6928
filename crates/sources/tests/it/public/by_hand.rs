//! The samples that are interesting by themselves, read by eye.

use domain::facts::{EventKind, ItemClass, Note, ObservationRole, Purpose, Side, Standing};
use domain::party::PartyKind;
use domain::record::{IgnoreReason, Record, Warning};
use rstest::rstest;

use super::{in_production, issuer_root, read_as, read_by_issuer, sample};
use crate::support::{Fate, accepted, accepted_event, accepted_note, classes, fates, party_text};

/// The first record of a sample, which is its note.
fn first_note(records: Vec<Record>) -> (Note, Vec<Warning>) {
    accepted_note(records.into_iter().next().expect("a record"))
}

/// The note of a sample of the test environment, as if in production.
fn note_in_production(name: &str) -> Option<(Note, Vec<Warning>)> {
    let text = in_production(&sample(name)?);
    Some(first_note(read_as(&issuer_root(&text), &text)))
}

#[rstest]
#[case("nfe/bonificacao_5910_21itens.xml", 21, 17_301)]
#[case("nfe/bonificacao_5910_4itens_tpag99.xml", 4, 61_037)]
#[case("nfe/bonificacao_5910_tpag90.xml", 1, 31_392)]
#[case("nfe/bonificacao_cpf_6910.xml", 1, 906)]
fn bonuses_are_bonuses_line_by_line(#[case] file: &str, #[case] lines: usize, #[case] total: i64) {
    let Some(records) = read_by_issuer(file) else { return };
    let (note, _) = first_note(records);
    assert_eq!(classes(&note), vec![ItemClass::Bonus; lines]);
    assert_eq!((note.side, note.total.0, note.receivables), (Side::Sale, total, vec![]));
}

#[test]
fn a_return_by_our_own_entry_refers_to_the_sale() {
    let Some(records) = read_by_issuer("nfe/devolucao_fin4_tpnf0_2202_nfref.xml") else { return };
    let (note, warnings) = first_note(records);
    assert_eq!((note.side, note.purpose, classes(&note)), (Side::Sale, Purpose::Return, vec![ItemClass::Return]));
    assert_eq!(note.references.len(), 1);
    // 5723,99 and freight 377,03.
    assert_eq!((note.items[0].amounts.revenue.0, note.total.0), (610_102, 610_102));
    assert_eq!(party_text(&note).as_deref(), Some("nfe:00011122233"));
    assert!(warnings.iter().any(|warning| matches!(warning, Warning::PartyTaxId(_))));
}

#[test]
fn a_debit_note_for_fines_and_interest_is_no_sale() {
    let file = "nfe/nota_debito_fin6_multa_juros_dfereferenciado.xml";
    let Some(records) = read_by_issuer(file) else { return };
    let (note, _) = first_note(records);
    assert_eq!((note.side, note.purpose), (Side::Sale, Purpose::Debit));
    assert_eq!(classes(&note), [ItemClass::DebitNote; 3]);
    let lines: Vec<_> = note.references.iter().map(|one| (one.line, one.target_line)).collect();
    assert_eq!(lines, [(Some(1), Some(1)), (Some(2), Some(2)), (Some(3), Some(3))]);
    assert_eq!(note.total_with_outside_taxes.map(|total| total.0), Some(21));
    assert_eq!(note.observations.iter().filter(|one| one.role == ObservationRole::Delivery).count(), 1);
}

/// The anonymised protocol names another key than the note: it proves something, but not this note.
#[rstest]
#[case("nfe/nota_debito_fin6_multa_juros_dfereferenciado.xml", "35260601123456780123456789101899916064900000")]
#[case("nfe/venda_2025_tpag91_1dup_ibscbs.xml", "35259999999999999999999999999999999999999999")]
#[case("nfe/venda_2025_tpag91_2itens_ibscbs.xml", "35259999999999999999999999999999999999999999")]
fn a_protocol_of_another_key_does_not_prove_the_note(#[case] file: &str, #[case] other_key: &str) {
    let Some(records) = read_by_issuer(file) else { return };
    assert_eq!(fates(&records), [Fate::Accepted(Standing::Unproven), Fate::Accepted(Standing::Proven)]);
    let event = accepted_event(records.into_iter().nth(1).expect("two records"));
    assert_eq!((event.kind, event.target.as_str()), (EventKind::Authorisation, other_key));
}

#[test]
fn goods_moved_to_a_branch_are_transfers() {
    let Some((note, _)) = note_in_production("nfe/transferencia_5152_5409_ibscbs.xml") else { return };
    assert_eq!((note.side, classes(&note)), (Side::Own, vec![ItemClass::Transfer; 4]));
    assert_eq!((note.party, note.observations), (None, vec![]));
}

#[test]
fn an_import_is_a_purchase_from_a_foreign_supplier() {
    let Some(records) = read_by_issuer("nfe/importacao_entrada_tpnf0_3101_exterior.xml") else { return };
    let (note, _) = first_note(records);
    assert_eq!((note.side, classes(&note)), (Side::Purchase, vec![ItemClass::Purchase; 3]));
    let party = note.party.as_ref().expect("a supplier");
    // The name without accents, and the country's code as written: `EXTERIOR` names nobody.
    assert_eq!(party.key.to_string(), "nfe:E G O ELEKTRO GERATEBAU GMBH/0230");
    assert_eq!(party.kind, PartyKind::Foreign);
    let [observation] = &note.observations[..] else { panic!("one observation") };
    assert_eq!(observation.country.as_deref(), Some("Alemanha"));
    assert_eq!(observation.uf.map(|uf| uf.as_str()), Some("EX"));
    // 39021,85 and other expenses 89,06; on top IPI 4526,53 and II 6243,50.
    let first = note.items[0].amounts;
    assert_eq!((first.revenue.0, first.ipi.0, first.billed.0), (3_911_091, 452_653, 4_988_094));
}

#[test]
fn a_cpf_of_twelve_digits_is_kept_as_written() {
    let Some(records) = read_by_issuer("nfe/cpf_15_digitos_invalido.xml") else { return };
    let (note, warnings) = first_note(records);
    assert_eq!(party_text(&note).as_deref(), Some("nfe:014345733812"));
    let messages: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert!(messages.contains(&"o CPF 014345733812 tem 12 caracteres em vez de 11".to_owned()), "{messages:?}");
    assert_eq!((note.items[0].amounts.revenue.0, note.order_number.as_deref()), (4_079, Some("13303793")));
}

#[test]
fn an_nfce_with_its_cancellation_inside_is_a_note_and_an_event() {
    let Some(records) = read_by_issuer("nfce/nfce_cancelada_cstat135.xml") else { return };
    assert_eq!(records.len(), 2);
    let mut records = records.into_iter();
    let (document, _) = accepted(records.next().expect("the note"));
    assert_eq!(document.standing, Standing::Proven);
    let event = accepted_event(records.next().expect("the event"));
    assert_eq!(event.kind, EventKind::Cancellation);
    assert_eq!(event.target.as_str(), document.label);
    assert_eq!((event.on.iso(), event.protocol.as_deref()), ("2020-03-11".to_owned(), Some("135210128997350")));
}

#[test]
fn layout_3_10_is_read_alike() {
    let Some((note, _)) = note_in_production("nfe/layout310_proc.xml") else { return };
    assert_eq!((note.side, classes(&note)), (Side::Sale, vec![ItemClass::Sale]));
    let [due] = &note.receivables[..] else { panic!("one receivable") };
    assert_eq!((due.number.as_str(), due.due_on.iso(), due.amount.0), ("000030-1", "2016-10-20".to_owned(), 1_946_630));
    assert_eq!((note.order_number.as_deref(), note.items[0].quantity.0), (Some("14972"), 3_899_500));
}

#[test]
fn an_alphanumeric_issuer_is_ours_by_its_root() {
    let file = "nfe/emit_cnpj_alfanumerico.xml";
    let (Some(records), Some((note, warnings))) = (read_by_issuer(file), note_in_production(file)) else { return };
    assert_eq!(fates(&records), [Fate::Ignored(IgnoreReason::TestEnvironment)]);
    assert_eq!((note.own.as_str(), party_text(&note).as_deref()), ("XT9CDVWJ000172", Some("76586507812")));
    let key_of_another = Warning::KeyIssuer { in_key: "59594315000157".into(), in_note: "XT9CDVWJ000172".into() };
    assert!(warnings.contains(&key_of_another) && warnings.contains(&Warning::Unproven), "{warnings:?}");
}

#[test]
fn a_key_without_its_prefix_is_a_key() {
    let Some((note, _)) = note_in_production("nfe/venda_sem_protocolo_cstat_vazio.xml") else { return };
    assert_eq!(note.key.as_str(), "35200159594315000157550010000000012062777161");
}

/// One line of 13,48 and ST 2384,28 in a note of 164.746,81: said aloud.
#[test]
fn a_sample_cut_to_one_line_reports_its_difference() {
    let Some(records) = read_by_issuer("nfe/reforma_ibscbs_3dup.xml") else { return };
    let (note, warnings) = first_note(records);
    assert_eq!(note.difference.0, 16_474_681 - 1_348 - 238_428);
    let mismatch = warnings.iter().find(|warning| matches!(warning, Warning::TotalMismatch { .. }));
    assert_eq!(mismatch.expect("a warning").to_string(), "os itens somam R$ 2.397,76, o total da nota é R$ 164.746,81");
    assert_eq!(note.receivables.iter().map(|one| one.amount.0).sum::<i64>(), 16_474_681);
    assert_eq!((note.items[0].amounts.ibs.0, note.items[0].amounts.cbs.0), (0, 10_100));
}

#[rstest]
#[case("nfe/venda_2025_tpag91_1dup_ibscbs.xml", Some("124 - REPRESENTANTE FAKE"))]
#[case("nfe/venda_2025_tpag91_2itens_ibscbs.xml", Some("124 - REPRESENTANTE DEMO"))]
#[case("nfe/venda_41itens_5101_5401.xml", None)]
fn the_seller_is_found_in_the_free_text(#[case] file: &str, #[case] seller: Option<&str>) {
    let Some(records) = read_by_issuer(file) else { return };
    assert_eq!(first_note(records).0.seller.as_deref(), seller);
}

#[rstest]
#[case("nfe/venda_41itens_5101_5401.xml", "1035")]
#[case("nfe/venda_homologacao_tpamb2.xml", "230772")]
#[case("nfe/venda_6108_naocontribuinte_ibscbs.xml", "161020251814")]
fn the_order_is_found_in_the_free_text(#[case] file: &str, #[case] order: &str) {
    let Some((note, _)) = note_in_production(file) else { return };
    assert_eq!(note.order_number.as_deref(), Some(order));
}

/// What a transport document carries are references to notes, not notes.
#[test]
fn a_transport_document_is_of_another_kind() {
    let Some(text) = sample("cte/cte_proc.xml") else { return };
    let records = read_as("24230747", &text);
    let [Record::Reject(reject)] = &records[..] else { panic!("one reject: {records:#?}") };
    assert_eq!(reject.cause.to_string(), "arquivo XML que ainda não sabemos ler (cteProc)");
}
