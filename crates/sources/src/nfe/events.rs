//! Events, protocols and voided ranges as written, and what they come to.

use std::collections::{HashMap, VecDeque};

use domain::facts::{Body, Document, Event, EventKind, Settlement, Standing, VoidedNumbers};
use domain::record::{IgnoreReason, Record, Reject, RejectCause};
use domain::{AccessKey, Cents, Day, DocumentKey, NoteKey};

use super::raw::{MOST, amount};
use crate::xml::{Xml, XmlResult};

/// More unanswered requests of one note than any file has: no answer's request is looked for beyond.
const EVENTS_OF_A_NOTE: usize = 200;

/// `infProt`: the authority's answer to a note.
#[derive(Default)]
pub(super) struct Protocol {
    pub is_test: bool,
    pub key: String,
    pub number: Option<String>,
    pub status: String,
    pub on: Option<Day>,
}

/// What a protocol says of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// 100, 150.
    Authorised,
    /// 101, 151, 155.
    Cancelled,
    /// 110, 301, 302, 303.
    Denied,
    /// No status, or none that was given.
    Pending,
    /// Any other status: refused.
    Refused,
}

/// Which part of an event is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    /// What was asked (`evento`).
    #[default]
    Request,
    /// What was answered (`retEvento`).
    Answer,
    /// What was answered in the time before events (`retCancNFe`).
    OldAnswer,
}

/// `evento/infEvento`, or what `retEvento/infEvento` repeats of it.
#[derive(Default)]
pub(super) struct RawEvent {
    pub note: String,
    pub kind: String,
    pub sequence: String,
    pub is_test: bool,
    pub on: Option<Day>,
    /// Status in the authority's answer; `None` in the request.
    pub status: Option<String>,
    pub part: Part,
    pub protocol: Option<String>,
    /// `detEvento/detPag` of an ECONF: day, amount, means of payment.
    pub payments: Vec<(Option<Day>, Cents, String)>,
    /// `detEvento/nProtEvento`: the protocol of the event it takes back.
    pub takes_back: Option<String>,
}

/// `infInut`, of the request or of the answer.
#[derive(Default)]
pub(super) struct RawVoiding {
    pub issuer: String,
    pub model: String,
    pub series: String,
    pub first: String,
    pub last: String,
    pub is_test: bool,
    pub on: Option<Day>,
    pub status: Option<String>,
}

impl Protocol {
    pub fn verdict(&self) -> Verdict {
        match self.status.as_str() {
            "100" | "150" => Verdict::Authorised,
            "101" | "151" | "155" => Verdict::Cancelled,
            "110" | "301" | "302" | "303" => Verdict::Denied,
            "" => Verdict::Pending,
            _ => Verdict::Refused,
        }
    }

    /// A protocol that came apart from its note.
    pub fn record(self) -> Record {
        let key = match self.key.parse::<AccessKey>() {
            Ok(key) => key,
            Err(cause) => return bad_key(&self.key, "infProt/chNFe", cause.into()),
        };
        if self.is_test {
            return Record::Ignored { label: self.key, reason: IgnoreReason::TestEnvironment, trace: None };
        }
        let kind = match self.verdict() {
            Verdict::Authorised => EventKind::Authorisation,
            Verdict::Cancelled => EventKind::Cancellation,
            Verdict::Denied => EventKind::Denial,
            Verdict::Pending | Verdict::Refused => {
                return Record::Ignored { label: self.key, reason: IgnoreReason::RefusedNote, trace: None };
            }
        };
        let on = self.on.unwrap_or(month_of(&key));
        let document = Document {
            key: DocumentKey::of("protocol", &[key.as_str(), kind.as_str()]),
            label: format!("protocolo de {key}"),
            standing: Standing::Proven,
            body: Body::Event(Event { kind, target: key.into(), on, protocol: self.number }),
        };
        Record::Document { document, warnings: Vec::new() }
    }
}

pub(super) fn read_protocol(xml: &mut Xml<'_>) -> XmlResult<Protocol> {
    let mut protocol = Protocol::default();
    while let Some(child) = xml.child()? {
        match child.name {
            "tpAmb" => protocol.is_test = xml.text()? == "2",
            "chNFe" => protocol.key = xml.text()?.into_owned(),
            "nProt" => protocol.number = Some(xml.text()?.into_owned()),
            "cStat" => protocol.status = xml.text()?.into_owned(),
            "dhRecbto" => protocol.on = Day::from_iso_prefix(&xml.text()?).ok(),
            _ => xml.skip()?,
        }
    }
    Ok(protocol)
}

/// Reads an `infEvento`, of request or answer, or the `infCanc` of the time before events.
pub(super) fn read_event(xml: &mut Xml<'_>, part: Part) -> XmlResult<RawEvent> {
    let is_answer = part != Part::Request;
    let mut event = RawEvent { part, ..RawEvent::default() };
    if part == Part::OldAnswer {
        event.kind = "110111".to_owned();
    }
    while let Some(child) = xml.child()? {
        match child.name {
            "chNFe" => event.note = xml.text()?.into_owned(),
            "tpEvento" => event.kind = code(xml)?,
            "nSeqEvento" => event.sequence = code(xml)?.trim_start_matches('0').to_owned(),
            "tpAmb" => event.is_test = xml.text()? == "2",
            "dhEvento" | "dhRegEvento" | "dhRecbto" => event.on = Day::from_iso_prefix(&xml.text()?).ok(),
            "cStat" if is_answer => event.status = Some(code(xml)?),
            "nProt" if is_answer => event.protocol = Some(xml.text()?.into_owned()),
            "detEvento" if !is_answer => details(xml, &mut event)?,
            _ => xml.skip()?,
        }
    }
    Ok(event)
}

fn details(xml: &mut Xml<'_>, event: &mut RawEvent) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            "detPag" if event.payments.len() == MOST => return Err(xml.too_many("pagamentos", MOST)),
            "detPag" => event.payments.push(payment(xml)?),
            "nProtEvento" => event.takes_back = Some(xml.text()?.into_owned()),
            _ => xml.skip()?,
        }
    }
    Ok(())
}

fn payment(xml: &mut Xml<'_>) -> XmlResult<(Option<Day>, Cents, String)> {
    let (mut on, mut paid, mut method) = (None, Cents::ZERO, String::new());
    while let Some(child) = xml.child()? {
        match child.name {
            "dPag" => on = Some(xml.parse(|text| Ok(Day::from_iso_prefix(text)?))?),
            "vPag" => paid = amount(xml)?,
            "tPag" => method = xml.text()?.into_owned(),
            _ => xml.skip()?,
        }
    }
    Ok((on, paid, method))
}

pub(super) fn read_voiding(xml: &mut Xml<'_>, is_answer: bool) -> XmlResult<RawVoiding> {
    let mut voiding = RawVoiding::default();
    while let Some(child) = xml.child()? {
        match child.name {
            "CNPJ" | "CPF" => voiding.issuer = code(xml)?,
            "mod" => voiding.model = code(xml)?,
            "serie" => voiding.series = code(xml)?,
            "nNFIni" => voiding.first = code(xml)?,
            "nNFFin" => voiding.last = code(xml)?,
            "tpAmb" => voiding.is_test = xml.text()? == "2",
            "dhRecbto" => voiding.on = Day::from_iso_prefix(&xml.text()?).ok(),
            "cStat" if is_answer => voiding.status = Some(code(xml)?),
            _ => xml.skip()?,
        }
    }
    Ok(voiding)
}

/// A code or number, cut short: no true one is as long, and messages quote it.
pub(crate) fn code(xml: &mut Xml<'_>) -> XmlResult<String> {
    Ok(xml.text()?.chars().take(60).collect())
}

impl RawEvent {
    /// Whether request and answer of one note speak of one event; answers may leave out type and sequence.
    fn is_same(&self, other: &Self) -> bool {
        let agree = |a: &str, b: &str| a.is_empty() || b.is_empty() || a == b;
        agree(&self.kind, &other.kind) && agree(&self.sequence, &other.sequence)
    }

    /// Whether the authority registered the event: 135, 136, 155; in the time before events, 101, 151, 155.
    fn is_registered(&self) -> bool {
        let status = self.status.as_deref().unwrap_or("");
        match self.part {
            Part::OldAnswer => matches!(status, "101" | "151" | "155"),
            Part::Request | Part::Answer => matches!(status, "135" | "136" | "155"),
        }
    }

    /// Takes over what the authority answered.
    fn answered(&mut self, answer: Self) {
        self.status = answer.status;
        self.part = answer.part;
        self.protocol = answer.protocol;
        self.on = self.on.or(answer.on);
        self.is_test |= answer.is_test;
        if self.kind.is_empty() {
            self.kind = answer.kind;
        }
        if self.sequence.is_empty() {
            self.sequence = answer.sequence;
        }
    }

    fn record(self, is_ours: &dyn Fn(&AccessKey) -> bool) -> Record {
        let note = match self.note.parse::<AccessKey>() {
            Ok(key) => key,
            Err(cause) => return bad_key(&self.note, "infEvento/chNFe", cause.into()),
        };
        let sequence = if self.sequence.is_empty() { "1" } else { &self.sequence };
        let label = format!("{note}-{}-{sequence}", self.kind);
        let ignored = |reason| Record::Ignored { label: label.clone(), reason, trace: None };
        if self.is_test {
            return ignored(IgnoreReason::TestEnvironment);
        }
        if self.kind == "110110" {
            return ignored(IgnoreReason::CorrectionLetter);
        }
        if self.status.as_deref().is_none_or(str::is_empty) {
            return ignored(IgnoreReason::EventWithoutAnswer);
        }
        if !self.is_registered() {
            return ignored(IgnoreReason::RefusedEvent);
        }
        let target = NoteKey::from(note);
        let key = DocumentKey::of_event(&target, &self.kind, sequence);
        let on = self.on.unwrap_or(month_of(&note));
        let event = |kind, protocol| Body::Event(Event { kind, target, on, protocol });
        let body = match self.kind.as_str() {
            "110111" | "110112" => event(EventKind::Cancellation, self.protocol),
            "210220" if is_ours(&note) => event(EventKind::Disowned, self.protocol),
            "210240" if is_ours(&note) => event(EventKind::Refused, self.protocol),
            "110751" if is_ours(&note) => event(EventKind::SettlementCancellation, self.takes_back),
            "110750" if is_ours(&note) => settlements(note, on, self.payments, self.protocol.as_deref()),
            "110750" | "110751" => return ignored(IgnoreReason::NotOurs),
            _ => return ignored(IgnoreReason::EventWithoutEffect),
        };
        let document = Document { key, label, standing: Standing::Proven, body };
        Record::Document { document, warnings: Vec::new() }
    }
}

fn settlements(
    target: AccessKey,
    on: Day,
    payments: Vec<(Option<Day>, Cents, String)>,
    protocol: Option<&str>,
) -> Body {
    let settlement = |(place, (paid_on, amount, method)): (usize, (Option<Day>, Cents, String))| Settlement {
        ordinal: place as u16 + 1,
        target,
        paid_on: paid_on.unwrap_or(on),
        amount,
        method,
        protocol: protocol.map(str::to_owned),
    };
    Body::Settlements(payments.into_iter().enumerate().map(settlement).collect())
}

/// The records of a file's events: each request with its answer, answers without request on their own.
pub(super) fn event_records(
    mut requests: Vec<RawEvent>,
    answers: Vec<RawEvent>,
    is_ours: &dyn Fn(&AccessKey) -> bool,
) -> Vec<Record> {
    let mut open: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (place, request) in requests.iter().enumerate() {
        open.entry(request.note.clone()).or_default().push_back(place);
    }
    let mut alone = Vec::new();
    for answer in answers {
        let of_note = open.get_mut(&answer.note);
        let found = of_note.and_then(|places| {
            let mut near = places.iter().take(EVENTS_OF_A_NOTE);
            let at = near.position(|place| requests[*place].is_same(&answer))?;
            places.remove(at)
        });
        match found {
            Some(place) => requests[place].answered(answer),
            None => alone.push(answer),
        }
    }
    requests.into_iter().chain(alone).map(|event| event.record(is_ours)).collect()
}

/// The records of a file's voided ranges: the answer counts, the request only fills what it leaves out.
pub(super) fn voiding_records(
    requests: Vec<RawVoiding>,
    answers: Vec<RawVoiding>,
    is_ours: &dyn Fn(&str) -> bool,
) -> Vec<Record> {
    let mut answers = answers.into_iter();
    let mut records = Vec::new();
    for mut request in requests {
        if let Some(answer) = answers.next() {
            request.status = answer.status;
            request.on = answer.on;
        }
        records.push(request.record(is_ours));
    }
    records.extend(answers.map(|answer| answer.record(is_ours)));
    records
}

impl RawVoiding {
    fn record(self, is_ours: &dyn Fn(&str) -> bool) -> Record {
        let label = format!(
            "inutilização {} modelo {} série {} números {} a {}",
            self.issuer, self.model, self.series, self.first, self.last
        );
        let ignored = |reason| Record::Ignored { label: label.clone(), reason, trace: None };
        if self.is_test {
            return ignored(IgnoreReason::TestEnvironment);
        }
        if !is_ours(&self.issuer) {
            return ignored(IgnoreReason::NotOurs);
        }
        if !matches!(self.status.as_deref(), Some("102" | "563")) {
            return ignored(IgnoreReason::RefusedVoiding);
        }
        match self.numbers() {
            Ok(numbers) => {
                let parts = [&self.issuer, &self.model, &self.series, &self.first, &self.last].map(String::as_str);
                let document = Document {
                    key: DocumentKey::of("voiding", &parts),
                    label,
                    standing: Standing::Proven,
                    body: Body::Voided(numbers),
                };
                Record::Document { document, warnings: Vec::new() }
            }
            Err(reject) => Record::Reject(reject),
        }
    }

    fn numbers(&self) -> Result<VoidedNumbers, Reject> {
        let field = |name: &str, value: &str| Reject {
            record: None,
            line: None,
            path: Some(format!("infInut/{name}")),
            value: Some(value.to_owned()),
            cause: RejectCause::Code { value: value.to_owned() },
        };
        let first = self.first.parse().map_err(|_| field("nNFIni", &self.first))?;
        let last: u32 = self.last.parse().map_err(|_| field("nNFFin", &self.last))?;
        if last < first {
            return Err(field("nNFFin", &self.last));
        }
        Ok(VoidedNumbers {
            issuer: self.issuer.clone(),
            model: self.model.parse().map_err(|_| field("mod", &self.model))?,
            series: self.series.parse().map_err(|_| field("serie", &self.series))?,
            first,
            last,
            on: self.on.ok_or_else(|| field("dhRecbto", ""))?,
        })
    }
}

/// The first day of the month written in a key, for what gives no date of its own.
pub(super) fn month_of(key: &AccessKey) -> Day {
    month_of_key(&NoteKey::from(*key))
}

/// The same for a note of either kind.
pub(crate) fn month_of_key(key: &NoteKey) -> Day {
    let (year, month) = key.year_month().unwrap_or("0001").split_at(2);
    let year = year.parse::<i16>().map_or(2000, |year| 2000 + year);
    Day::from_ymd(year, month.parse().unwrap_or(1), 1).unwrap_or(Day::from_epoch_days(0))
}

fn bad_key(value: &str, path: &str, cause: RejectCause) -> Record {
    let value = Some(value.chars().take(60).collect());
    Record::Reject(Reject { record: None, line: None, path: Some(path.to_owned()), value, cause })
}
