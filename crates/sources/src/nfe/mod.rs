//! NF-e and NFC-e (models 55 and 65), layouts 3.10 and 4.00, with their events, protocols and voided
//! ranges, in whatever they come wrapped: `nfeProc`, bare `NFe`, lots, SOAP envelopes, an event
//! appended to its note.
//!
//! The same reader finds notes of services in the file ([`crate::nfse`]).
//!
//! The file is searched for what it holds (`infNFe`, `infProt`, `infEvento`, `infInut`), by local
//! name and at any depth; notes and protocols, requests and answers are then paired by key.

mod amounts;
pub(crate) mod classify;
pub(crate) mod events;
pub(crate) mod hints;
pub(crate) mod interpret;
pub(crate) mod parties;
pub(crate) mod raw;

use std::collections::HashMap;

use domain::CnpjRoot;
use domain::record::{Record, Reject, RejectCause, Warning};

use crate::encoding::decode_xml;
use crate::nfse;
use crate::xml::{Xml, XmlError, XmlResult};
use events::{
    Part, Protocol, RawEvent, RawVoiding, event_records, read_event, read_protocol, read_voiding, voiding_records,
};
use hints::Hints;
pub use hints::{PatternError, Settings};
use interpret::Books;
pub(crate) use parties::emails;
use raw::{RawNote, note_key, read_note};

/// Reads fiscal documents for one company, of one or several CNPJ roots with all their branches.
pub struct Reader {
    roots: Vec<CnpjRoot>,
    hints: Hints,
}

/// What a file holds, each kind in the order found.
#[derive(Default)]
struct Contents<'a> {
    notes: Vec<RawNote<'a>>,
    rejects: Vec<Reject>,
    /// The keys of the notes among the rejects, as written.
    rejected_notes: Vec<String>,
    protocols: Vec<Protocol>,
    event_requests: Vec<RawEvent>,
    event_answers: Vec<RawEvent>,
    voiding_requests: Vec<RawVoiding>,
    voiding_answers: Vec<RawVoiding>,
    services: nfse::Contents<'a>,
    /// The name of the outermost element, for saying what the file is if it is nothing we read.
    root: &'a str,
}

impl Reader {
    /// A reader for the company of these roots.
    ///
    /// # Errors
    /// A pattern of the settings is no regular expression.
    pub fn new(roots: Vec<CnpjRoot>, settings: &Settings) -> Result<Self, PatternError> {
        Ok(Self { roots, hints: Hints::new(settings)? })
    }

    /// The company's roots.
    pub fn roots(&self) -> &[CnpjRoot] {
        &self.roots
    }

    /// The records of one XML file. A file that is not well-formed is one reject and nothing of it
    /// is kept; a bad value rejects its note or event and the rest goes on.
    pub fn read(&self, bytes: &[u8]) -> Vec<Record> {
        let decoded = decode_xml(bytes);
        let contents = match contents(&decoded.text) {
            Ok(contents) => contents,
            Err(XmlError::Syntax(reject) | XmlError::Value(reject)) => return vec![Record::Reject(*reject)],
        };
        let mut records = self.records(contents);
        if !decoded.as_declared {
            records.iter_mut().for_each(add_encoding_warning);
        }
        records
    }

    fn records(&self, contents: Contents<'_>) -> Vec<Record> {
        let Contents {
            notes,
            rejects,
            rejected_notes,
            protocols,
            event_requests,
            event_answers,
            voiding_requests,
            voiding_answers,
            services,
            root,
        } = contents;
        let books = Books { roots: &self.roots, hints: &self.hints };
        let mut records: Vec<Record> = rejects.into_iter().map(Record::Reject).collect();
        let mut protocols = Protocols::of(protocols, notes.len() + rejected_notes.len());
        // The protocol of a note that is one reject is part of it, and no record of its own.
        rejected_notes.iter().for_each(|key| drop(protocols.take_for(key)));
        for note in notes {
            let protocol = protocols.take_for(note.id.as_deref().unwrap_or(""));
            records.push(books.record(note, protocol.as_ref()));
        }
        records.extend(protocols.left().map(Protocol::record));
        let issued_by_us = |issuer: &str| books.are_of(CnpjRoot::of_unchecked(issuer));
        records.extend(event_records(event_requests, event_answers, &|key| issued_by_us(key.issuer())));
        records.extend(voiding_records(voiding_requests, voiding_answers, &issued_by_us));
        records.extend(services.records(&books));
        if records.is_empty() {
            let root = root.chars().take(40).collect();
            records.push(Record::Reject(Reject::of_file(RejectCause::UnknownXml { root })));
        }
        records
    }
}

/// The protocols of a file, to be paired with its notes.
struct Protocols {
    by_key: HashMap<String, Vec<Protocol>>,
    /// Whether there is one note and one protocol, which then belong together even where one of them
    /// lacks its key.
    only_pair: bool,
}

impl Protocols {
    fn of(protocols: Vec<Protocol>, notes: usize) -> Self {
        let only_pair = protocols.len() == 1 && notes == 1;
        let mut by_key: HashMap<String, Vec<Protocol>> = HashMap::new();
        for protocol in protocols {
            by_key.entry(protocol.key.clone()).or_default().push(protocol);
        }
        Self { by_key, only_pair }
    }

    /// Takes the protocol that belongs to the note of a key, as written.
    fn take_for(&mut self, key: &str) -> Option<Protocol> {
        if self.only_pair && (key.is_empty() || self.by_key.contains_key("")) {
            return self.by_key.drain().find_map(|(_, mut protocols)| protocols.pop());
        }
        self.by_key.get_mut(key).filter(|_| !key.is_empty())?.pop()
    }

    /// Those that came apart from their notes, in the order of their keys.
    fn left(self) -> impl Iterator<Item = Protocol> {
        let mut left: Vec<Protocol> = self.by_key.into_values().flatten().collect();
        left.sort_by(|one, other| one.key.cmp(&other.key));
        left.into_iter()
    }
}

fn contents(text: &str) -> XmlResult<Contents<'_>> {
    let mut xml = Xml::new(text);
    let mut contents = Contents::default();
    while let Some(element) = xml.next_anywhere()? {
        if contents.root.is_empty() {
            contents.root = element.name;
        }
        let depth = xml.depth() - 1;
        let parent = xml.parent();
        // Within a CT-e or MDF-e an `infNFe` is a reference.
        let is_note = element.name == "infNFe" && matches!(parent, "NFe" | "");
        let note = is_note.then(|| note_key(&element).unwrap_or_default());
        let read = match (parent, element.name) {
            (_, "infNFe") if is_note => read_note(&mut xml, &element).map(|note| contents.notes.push(note)),
            ("protNFe", "infProt") => read_protocol(&mut xml).map(|protocol| contents.protocols.push(protocol)),
            ("evento", "infEvento") if !nfse::is_event(&element) => {
                read_event(&mut xml, Part::Request).map(|request| contents.event_requests.push(request))
            }
            ("retEvento", "infEvento") => {
                read_event(&mut xml, Part::Answer).map(|answer| contents.event_answers.push(answer))
            }
            ("retCancNFe", "infCanc") => {
                read_event(&mut xml, Part::OldAnswer).map(|answer| contents.event_answers.push(answer))
            }
            ("retInutNFe", "infInut") => {
                read_voiding(&mut xml, true).map(|answer| contents.voiding_answers.push(answer))
            }
            ("inutNFe", "infInut") => {
                read_voiding(&mut xml, false).map(|request| contents.voiding_requests.push(request))
            }
            (_, "Signature") => xml.skip(),
            _ => match contents.services.read(&mut xml, &element) {
                Some(read) => read,
                None => continue,
            },
        };
        match read {
            Ok(()) => {}
            Err(XmlError::Value(reject)) => {
                let named = note.as_deref().filter(|key| !key.is_empty());
                let record = named.map(|key| key.chars().take(60).collect()).or(nfse::record_name(&element));
                contents.rejects.push(Reject { record, ..*reject });
                contents.rejected_notes.extend(note);
                xml.close_to(depth)?;
            }
            Err(syntax) => return Err(syntax),
        }
    }
    Ok(contents)
}

fn add_encoding_warning(record: &mut Record) {
    if let Record::Document { warnings, .. } = record {
        warnings.push(Warning::Encoding);
    }
}
