//! The sample events, read by eye.

use domain::record::IgnoreReason;

use super::{in_production, read_as, sample};
use crate::support::{Fate, fates};

#[test]
fn a_correction_letter_of_the_test_environment_is_ignored_either_way() {
    let Some(text) = sample("eventos/cce_procEventoNFe.xml") else { return };
    assert_eq!(fates(&read_as("42240208", &text)), [Fate::Ignored(IgnoreReason::TestEnvironment)]);
    let letter = [Fate::Ignored(IgnoreReason::CorrectionLetter)];
    assert_eq!(fates(&read_as("42240208", &in_production(&text))), letter);
}

/// The sample's name says EPEC, but its `tpEvento` is 110110, a correction letter.
#[test]
fn the_sample_called_epec_is_a_correction_letter() {
    let Some(text) = sample("eventos/epec_110110_procEvento.xml") else { return };
    let letter = [Fate::Ignored(IgnoreReason::CorrectionLetter)];
    assert_eq!(fates(&read_as("11028793", &text)), letter);
    let epec = text.replace("<tpEvento>110110</tpEvento>", "<tpEvento>110140</tpEvento>");
    assert_eq!(fates(&read_as("11028793", &epec)), [Fate::Ignored(IgnoreReason::EventWithoutEffect)]);
}

#[test]
fn a_request_of_cancellation_in_an_envelope_has_no_answer() {
    let Some(text) = sample("eventos/soap_req_evento_cancela.xml") else { return };
    assert_eq!(fates(&read_as("00822602", &text)), [Fate::Ignored(IgnoreReason::TestEnvironment)]);
    let unanswered = [Fate::Ignored(IgnoreReason::EventWithoutAnswer)];
    assert_eq!(fates(&read_as("00822602", &in_production(&text))), unanswered);
}
