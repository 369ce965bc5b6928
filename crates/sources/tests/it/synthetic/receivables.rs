//! Keys, totals and receivables against `expected.json`; references against the generator.

use domain::DocumentKey;
use domain::facts::{Body, Reference, Standing};
use domain::record::Record;
use rstest::rstest;
use serde_json::Value;

use crate::support::{accepted, fixture, fixture_text, key, note_of, only, read};

const SALE: &str = "35260311222333000181550010000000011000000019";
const ADVANCE_BILLING: &str = "35260311222333000181550010000000131000000133";
const NFCE: &str = "35260311222333000181650010000009011000009018";

/// Number, due date and amount in cents.
type Due = (String, String, i64);

/// What `expected.json` says of the notes: file, key, `vNF`, receivables.
fn expected() -> Vec<(String, String, i64, Vec<Due>)> {
    let parsed: Value = serde_json::from_str(&fixture_text("expected.json")).expect("expected.json is JSON");
    let documents = parsed["docs"].as_object().expect("documents by file");
    let notes = documents.iter().filter(|(file, _)| !file.starts_with("nfse/"));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    notes
        .map(|(file, note)| {
            let receivables = note["dups"].as_array().expect("receivables").iter();
            let receivables = receivables.map(|dup| (text(&dup[0]), text(&dup[1]), cents(&dup[2])));
            (file.clone(), text(&note["chave"]), cents(&note["vNF"]), receivables.collect())
        })
        .collect()
}

fn cents(reais: &Value) -> i64 {
    (reais.as_f64().expect("a number") * 100.0).round() as i64
}

#[test]
fn keys_totals_and_receivables_are_those_of_the_generator() {
    let expected = expected();
    assert_eq!(expected.len(), 24);
    for (file, access_key, total, receivables) in expected {
        let (document, note) = match only(read(fixture(&file))) {
            Record::Document { document, .. } => match document.body.clone() {
                Body::Note(note) => (document, note),
                other => panic!("{file} is a note: {other:?}"),
            },
            Record::Ignored { label, trace, .. } => {
                assert_eq!(label, access_key, "{file}");
                assert!(trace.is_some(), "{file}: its number was used");
                continue;
            }
            other => panic!("{file} is a note: {other:?}"),
        };
        assert_eq!(document.label, access_key, "{file}");
        assert_eq!(document.key, DocumentKey::of_note(&key(&access_key).into()), "{file}");
        assert_eq!((note.key.as_str(), note.total.0), (access_key.as_str(), total), "{file}");
        // What a supplier charges us is in the file, and is nothing we shall receive.
        let receivables = if file.contains("/21_compra") { vec![] } else { receivables };
        let found: Vec<_> =
            note.receivables.iter().map(|one| (one.number.clone(), one.due_on.iso(), one.amount.0)).collect();
        assert_eq!(found, receivables, "{file}");
        let places: Vec<u16> = note.receivables.iter().map(|one| one.ordinal).collect();
        assert_eq!(places, (1..=receivables.len() as u16).collect::<Vec<_>>(), "{file}");
    }
}

fn to_note(target: &str) -> Reference {
    Reference { line: None, target: key(target), target_line: None }
}

fn from_line_1_to(target: &str, target_line: u16) -> Reference {
    Reference { line: Some(1), target: key(target), target_line: Some(target_line) }
}

#[rstest]
#[case("nfe/01_venda_3dup.xml", vec![])]
#[case("nfe/08_devolucao_propria_nfref.xml", vec![to_note(SALE)])]
#[case("nfe/09_devolucao_propria_dfereferenciado.xml", vec![from_line_1_to(SALE, 2)])]
#[case("nfe/10_devolucao_emitida_pelo_cliente.xml", vec![to_note(SALE)])]
#[case("nfe/11_complementar_fin2.xml", vec![to_note(SALE)])]
#[case("nfe/12_nota_debito_fin6_multa_juros.xml", vec![from_line_1_to(SALE, 1)])]
#[case("nfe/14_remessa_entrega_futura_5117.xml", vec![to_note(ADVANCE_BILLING)])]
#[case("nfe/15_cupom_5929_duplica_nfce.xml", vec![to_note(NFCE)])]
#[case("nfce/nfce_901_sem_dest.xml", vec![])]
fn refers_to_the_notes_it_names(#[case] file: &str, #[case] expected: Vec<Reference>) {
    assert_eq!(note_of(fixture(file)).references, expected);
}

#[test]
fn an_authorisation_is_nothing_that_happened_afterwards() {
    let (document, _) = accepted(only(read(fixture("nfe/01_venda_3dup.xml"))));
    assert_eq!(document.standing, Standing::Proven);
    assert_eq!(note_of(fixture("nfe/01_venda_3dup.xml")).events, []);
}
