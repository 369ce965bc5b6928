//! What happens to service notes after they are issued.

use domain::facts::{Body, Document, Event, EventKind, Standing};
use domain::record::{IgnoreReason, Record, Reject, RejectCause};
use domain::{Day, DocumentKey, NoteKey, ServiceKey};

use super::national_key;
use crate::nfe::events::{code, month_of_key};
use crate::xml::{Xml, XmlResult};

/// `infPedReg`: an event of a national note, registered or only asked for.
#[derive(Default)]
pub(super) struct RawServiceEvent {
    note: String,
    /// The name of the element that says what happened, without its `e`.
    kind: String,
    sequence: String,
    is_test: bool,
    on: Option<Day>,
    /// It lies within the `infEvento` of the authority.
    is_registered: bool,
}

/// A cancellation of a municipal note, or the request of one.
#[derive(Default)]
pub(super) struct RawCancellation {
    number: String,
    issuer: String,
    city: String,
    /// `DataHora`, `DataHoraCancelamento`
    pub on: Option<Day>,
    /// `Sucesso` false.
    pub is_refused: bool,
}

/// Reads an `infPedReg` just opened, to its end.
pub(super) fn read_event(xml: &mut Xml<'_>) -> XmlResult<RawServiceEvent> {
    let mut event = RawServiceEvent { is_registered: xml.is_inside("infEvento"), ..RawServiceEvent::default() };
    while let Some(child) = xml.child()? {
        match child.name {
            "chNFSe" => event.note = code(xml)?,
            "nPedRegEvento" => event.sequence = code(xml)?.trim_start_matches('0').to_owned(),
            "tpAmb" => event.is_test = xml.text()? == "2",
            "dhEvento" => event.on = Day::from_iso_prefix(&xml.text()?).ok(),
            name => {
                let kind = name.strip_prefix('e').filter(|kind| kind.len() == 6);
                if let Some(kind) = kind.filter(|kind| kind.bytes().all(|byte| byte.is_ascii_digit())) {
                    event.kind = kind.to_owned();
                }
                xml.skip()?;
            }
        }
    }
    Ok(event)
}

/// Reads an element that holds the `IdentificacaoNfse` of a cancelled note, to its end.
pub(super) fn read_cancellation(xml: &mut Xml<'_>) -> XmlResult<RawCancellation> {
    let mut cancellation = RawCancellation::default();
    let outside = xml.depth() - 1;
    while xml.depth() > outside {
        let Some(child) = xml.child()? else { continue };
        match (xml.parent(), child.name) {
            ("IdentificacaoNfse", "Numero") => cancellation.number = code(xml)?,
            ("IdentificacaoNfse", "CodigoMunicipio") => cancellation.city = code(xml)?,
            ("IdentificacaoNfse" | "CpfCnpj", "Cnpj" | "Cpf") => cancellation.issuer = code(xml)?,
            (_, "DataHora" | "DataHoraCancelamento") => {
                cancellation.on = Day::from_iso_prefix(&xml.text()?).ok();
            }
            (_, "Sucesso") => cancellation.is_refused = matches!(xml.text()?.as_ref(), "false" | "0"),
            (_, "Signature") => xml.skip()?,
            _ => {}
        }
    }
    Ok(cancellation)
}

impl RawServiceEvent {
    pub fn record(self, is_ours: &dyn Fn(&str) -> bool) -> Record {
        let note = match national_key(&self.note) {
            Ok(key) => NoteKey::from(key),
            Err(cause) => return bad_key(&self.note, "infPedReg/chNFSe", cause.into()),
        };
        let sequence = if self.sequence.is_empty() { "1" } else { &self.sequence };
        let label = format!("{note}-{}-{sequence}", self.kind);
        let ignored = |reason| Record::Ignored { label: label.clone(), reason, trace: None };
        if self.is_test {
            return ignored(IgnoreReason::TestEnvironment);
        }
        if !self.is_registered {
            return ignored(IgnoreReason::EventWithoutAnswer);
        }
        let kind = match self.kind.as_str() {
            // Cancelled, by replacement, by decision of the tax office, by its own initiative.
            "101101" | "105102" | "105104" | "305101" => EventKind::Cancellation,
            "105105" => return ignored(IgnoreReason::RefusedEvent),
            // The taker rejects it.
            "203206" if is_ours(note.issuer()) => EventKind::Refused,
            _ => return ignored(IgnoreReason::EventWithoutEffect),
        };
        let key = DocumentKey::of_event(&note, &self.kind, sequence);
        let on = self.on.unwrap_or_else(|| month_of_key(&note));
        let body = Body::Event(Event { kind, target: note, on, protocol: None });
        Record::Document { document: Document { key, label, standing: Standing::Proven, body }, warnings: Vec::new() }
    }
}

impl RawCancellation {
    /// A cancellation that came apart from its note.
    pub fn record(self) -> Record {
        let target = match self.target() {
            Ok(key) => NoteKey::from(key),
            Err(cause) => return bad_key(&self.number, "IdentificacaoNfse/Numero", cause.into()),
        };
        let label = format!("cancelamento de {target}");
        if self.is_refused {
            return Record::Ignored { label, reason: IgnoreReason::RefusedEvent, trace: None };
        }
        let Some(on) = self.on else {
            let path = Some("NfseCancelamento/Confirmacao/DataHora".to_owned());
            let record = Some(target.to_string());
            return Record::Reject(Reject { record, line: None, path, value: None, cause: RejectCause::Missing });
        };
        let key = DocumentKey::of_event(&target, "cancelamento", "1");
        let body = Body::Event(Event { kind: EventKind::Cancellation, target, on, protocol: None });
        Record::Document { document: Document { key, label, standing: Standing::Proven, body }, warnings: Vec::new() }
    }

    /// A cancellation that nobody has answered.
    pub fn request(self) -> Record {
        let label = match self.target() {
            Ok(key) => format!("pedido de cancelamento de {key}"),
            Err(_) => "pedido de cancelamento de NFS-e".to_owned(),
        };
        Record::Ignored { label, reason: IgnoreReason::EventWithoutAnswer, trace: None }
    }

    fn target(&self) -> Result<ServiceKey, domain::note_key::ServiceKeyError> {
        ServiceKey::municipal(&self.issuer, &self.city, &self.number)
    }
}

fn bad_key(value: &str, path: &str, cause: RejectCause) -> Record {
    let value = Some(value.chars().take(60).collect());
    Record::Reject(Reject { record: None, line: None, path: Some(path.to_owned()), value, cause })
}
