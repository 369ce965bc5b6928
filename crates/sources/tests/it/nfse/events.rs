//! Cancellations and replacements, in any order.

use domain::facts::{Body, EventKind, Standing};
use domain::record::IgnoreReason;
use rstest::rstest;

use super::{KEY, OTHER_KEY, municipal, service_with, taker};
use crate::public::sample;
use crate::support::{Fate, accepted, accepted_event, accepted_note, day, fates, only, read};

fn request(kind: &str) -> String {
    format!(
        "<pedRegEvento versao=\"1.00\"><infPedReg Id=\"PRE{KEY}{kind}\"><tpAmb>1</tpAmb>\
         <dhEvento>2026-04-12T08:00:00-03:00</dhEvento><CNPJAutor>11222333000181</CNPJAutor><chNFSe>{KEY}</chNFSe>\
         <nPedRegEvento>001</nPedRegEvento><e{kind}><xDesc>Evento</xDesc><cMotivo>1</cMotivo></e{kind}></infPedReg>\
         </pedRegEvento>"
    )
}

fn event(kind: &str) -> String {
    format!(
        "<evento xmlns=\"http://www.sped.fazenda.gov.br/nfse\"><infEvento Id=\"EVT{KEY}{kind}001\"><ambGer>2</ambGer>\
         <nSeqEvento>1</nSeqEvento><dhProc>2026-04-12T08:00:05-03:00</dhProc>{}</infEvento></evento>",
        request(kind)
    )
}

#[rstest]
#[case::cancelled("101101", EventKind::Cancellation)]
#[case::replaced("105102", EventKind::Cancellation)]
#[case::granted("105104", EventKind::Cancellation)]
#[case::by_the_tax_office("305101", EventKind::Cancellation)]
#[case::rejected_by_the_taker("203206", EventKind::Refused)]
fn what_happened_to_a_note_is_an_event(#[case] kind: &str, #[case] expected: EventKind) {
    let (document, warnings) = accepted(only(read(event(kind))));
    assert_eq!((document.label.as_str(), warnings), (format!("{KEY}-{kind}-1").as_str(), vec![]));
    let Body::Event(event) = document.body else { panic!("an event") };
    assert_eq!((event.kind, event.target.as_str(), event.on), (expected, KEY, day("2026-04-12")));
}

#[rstest]
#[case::refused_by_the_tax_office(event("105105"), IgnoreReason::RefusedEvent)]
#[case::asks_the_tax_office(event("101103"), IgnoreReason::EventWithoutEffect)]
#[case::only_asked_for(request("101101"), IgnoreReason::EventWithoutAnswer)]
#[case::a_test(event("101101").replace("<tpAmb>1", "<tpAmb>2"), IgnoreReason::TestEnvironment)]
fn what_changes_nothing_says_why(#[case] file: String, #[case] reason: IgnoreReason) {
    assert_eq!(fates(&read(file)), [Fate::Ignored(reason)]);
}

/// One that goes back and forth is one document, whatever it lies in.
#[test]
fn an_event_is_one_document_wherever_it_stands() {
    let alone = accepted(only(read(event("101101")))).0;
    let in_a_list = format!("<retorno><eventos>{}</eventos></retorno>", event("101101"));
    assert_eq!(accepted(only(read(in_a_list))).0.key, alone.key);
}

#[test]
fn a_note_that_replaces_another_cancels_it() {
    let replacing = format!("</tpEmit><subst><chSubstda>{OTHER_KEY}</chSubstda><cMotivo>99</cMotivo></subst>");
    let (document, _) = accepted(only(read(service_with("</tpEmit>", &replacing))));
    assert_eq!(document.standing, Standing::Proven);
    let Body::Note(note) = document.body else { panic!("a note") };
    let [event] = &note.events[..] else { panic!("one event") };
    assert_eq!((event.kind, event.target.as_str(), event.on), (EventKind::Cancellation, OTHER_KEY, note.day));
}

#[test]
fn a_note_that_replaces_itself_is_not_cancelled() {
    let replacing = format!("</tpEmit><subst><chSubstda>{KEY}</chSubstda></subst>");
    let (note, _) = accepted_note(only(read(service_with("</tpEmit>", &replacing))));
    assert_eq!(note.events, []);
}

const CANCELLED: &str = "<NfseCancelamento><Confirmacao><Pedido><InfPedidoCancelamento><IdentificacaoNfse>\
    <Numero>15</Numero><Cnpj>11222333000181</Cnpj><CodigoMunicipio>3550308</CodigoMunicipio></IdentificacaoNfse>\
    <CodigoCancelamento>1</CodigoCancelamento></InfPedidoCancelamento></Pedido>\
    <DataHora>2024-05-20T09:00:00</DataHora></Confirmacao></NfseCancelamento>";

const MUNICIPAL_KEY: &str = "nfse:11222333000181:3550308:15";

#[test]
fn a_municipal_cancellation_beside_its_note_is_of_the_note() {
    let file = municipal("11222333000181", "15", &taker("<Cpf>52998224725</Cpf>"), CANCELLED);
    let (document, _) = accepted(only(read(file)));
    assert_eq!((document.standing, document.label.as_str()), (Standing::Cancelled, MUNICIPAL_KEY));
    let Body::Note(note) = document.body else { panic!("a note") };
    let [event] = &note.events[..] else { panic!("one event") };
    assert_eq!((event.kind, event.target, event.on), (EventKind::Cancellation, note.key, day("2024-05-20")));
}

/// Of a list, only the note in whose `CompNfse` it stands.
#[test]
fn a_municipal_cancellation_is_of_no_other_note() {
    let note = |number: &str, after: &str| municipal("11222333000181", number, &taker("<Cpf>52998224725</Cpf>"), after);
    let list = format!(
        "<ConsultarNfseResposta><ListaNfse>{}{}{}</ListaNfse></ConsultarNfseResposta>",
        note("14", ""),
        note("15", CANCELLED),
        note("16", "")
    );
    let standings = [Standing::Proven, Standing::Cancelled, Standing::Proven].map(Fate::Accepted);
    assert_eq!(fates(&read(list)), standings);
}

#[rstest]
#[case::layout_1(format!("<CancelarNfseResposta>{}</CancelarNfseResposta>", CANCELLED.replace("NfseCancelamento", "Cancelamento")))]
#[case::layout_2(format!("<CancelarNfseResposta><RetCancelamento>{CANCELLED}</RetCancelamento></CancelarNfseResposta>"))]
#[case::with_masks(format!("<r>{}</r>", CANCELLED.replace("<Cnpj>11222333000181</Cnpj>", "<CpfCnpj><Cnpj>11222333000181</Cnpj></CpfCnpj>")))]
fn a_municipal_cancellation_apart_is_an_event(#[case] file: String) {
    let event = accepted_event(only(read(file)));
    assert_eq!((event.kind, event.target.as_str()), (EventKind::Cancellation, MUNICIPAL_KEY));
    assert_eq!(event.on, day("2024-05-20"));
}

#[test]
fn a_municipal_note_replaced_by_another_is_cancelled() {
    let replaced = "<NfseSubstituicao><SubstituicaoNfse><NfseSubstituidora>16</NfseSubstituidora></SubstituicaoNfse>\
                    </NfseSubstituicao>";
    let file = municipal("11222333000181", "15", &taker("<Cpf>52998224725</Cpf>"), replaced);
    assert_eq!(fates(&read(file)), [Fate::Accepted(Standing::Cancelled)]);
    let replacing = municipal("11222333000181", "16", &taker("<Cpf>52998224725</Cpf>"), "")
        .replace("<OutrasInformacoes>", "<NfseSubstituida>15</NfseSubstituida><OutrasInformacoes>");
    let (note, _) = accepted_note(only(read(replacing)));
    let [event] = &note.events[..] else { panic!("one event") };
    assert_eq!((event.kind, event.target.as_str()), (EventKind::Cancellation, MUNICIPAL_KEY));
}

#[test]
fn a_municipal_cancellation_that_failed_cancels_nothing() {
    let failed = CANCELLED.replace(
        "<DataHora>2024-05-20T09:00:00</DataHora>",
        "<InfConfirmacaoCancelamento><Sucesso>false</Sucesso><DataHora>2024-05-20T09:00:00</DataHora>\
         </InfConfirmacaoCancelamento>",
    );
    let file = municipal("11222333000181", "15", &taker("<Cpf>52998224725</Cpf>"), &failed);
    assert_eq!(fates(&read(file)), [Fate::Accepted(Standing::Proven)]);
    assert_eq!(fates(&read(format!("<r>{failed}</r>"))), [Fate::Ignored(IgnoreReason::RefusedEvent)]);
}

#[test]
fn a_request_of_the_samples_was_never_answered() {
    let Some(text) = sample("nfse/pedido_cancelamento_nfse.xml") else { return };
    assert_eq!(fates(&read(&text)), [Fate::Ignored(IgnoreReason::TestEnvironment)]);
    let asked = text.replace("<tpAmb>2", "<tpAmb>1");
    assert_eq!(fates(&read(asked)), [Fate::Ignored(IgnoreReason::EventWithoutAnswer)]);
}
