//! From the bytes of one file to its records: recognise, unpack, read. Runs on worker threads and
//! knows nothing of the store's state.

use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

use domain::ContentHash;
use domain::facts::Body;
use domain::record::{IgnoreReason, Record, Reject, RejectCause};
use sources::recognise::{Format, HEAD, recognise};
use sources::sped;
use sources::table::Table;
use store::{Incoming, Notice};

use crate::archive::{Archive, Content, MAX_DEPTH, gunzip, read_cause};
use crate::bytes::SharedBytes;
use crate::readers::Readers;
use crate::walk::{in_portuguese, is_system_name};

/// No single document is larger.
const MAX_DOCUMENT: u64 = 64 << 20;

/// No table is larger: it is read in memory, whole.
const MAX_TABLE: u64 = 2 << 30;

/// No tax books are larger.
pub(crate) const MAX_BOOKS: u64 = 512 << 20;

/// A document that says to be no larger is given all its room at once.
const LIKELY_BYTES: usize = 1 << 20;

/// Documents after which a reader hands over what it has.
const FULL: usize = 512;

/// The tables that one file holds.
#[derive(Debug)]
pub(crate) struct FileOfTables {
    /// The file.
    pub file: String,
    /// Its bytes, for telling a copy.
    pub bytes: ContentHash,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// What was read, for the writer to take in.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Documents and traces, each with what is odd about it.
    pub documents: Vec<(Incoming, Vec<Notice>)>,
    /// Ignored records and rejects, each one record.
    pub others: Vec<Notice>,
    /// The tables of each file.
    pub tables: Vec<FileOfTables>,
    /// Bytes of the files people gave that were gone through.
    pub bytes: u64,
}

impl Batch {
    /// How many records these are.
    pub fn records(&self) -> u64 {
        let of_documents: u64 = self.documents.iter().map(|(incoming, _)| incoming.records).sum();
        let of_tables: u64 = self.tables.iter().flat_map(|file| &file.tables).map(Table::records).sum();
        of_documents + of_tables + self.others.len() as u64
    }

    /// Adds what another reader read.
    pub fn extend(&mut self, other: Self) {
        self.documents.extend(other.documents);
        self.others.extend(other.others);
        self.tables.extend(other.tables);
        self.bytes += other.bytes;
    }
}

/// Reads files and hands over batches.
pub(crate) struct FileReader<'r, S: FnMut(Batch)> {
    readers: &'r Readers,
    batch: Batch,
    hand_over: S,
}

impl<'r, S: FnMut(Batch)> FileReader<'r, S> {
    /// A reader that gives its batches to `hand_over`.
    pub fn new(readers: &'r Readers, hand_over: S) -> Self {
        Self { readers, batch: Batch::default(), hand_over }
    }

    /// Reads a file of the disk, archives with all they hold.
    pub fn file(&mut self, path: &Path, bytes: u64) {
        let name = self.readers.name_of(path);
        match File::open(path).and_then(SharedBytes::of_file) {
            Ok(file) => self.stream(&name, file, bytes, 0),
            Err(error) => self.reject(&name, RejectCause::Unreadable { detail: in_portuguese(&error) }),
        }
        self.batch.bytes += bytes;
        self.hand_over_if_full();
    }

    /// Reads some members of an archive of the disk, of which other readers read the others.
    pub fn part(&mut self, path: &Path, mut archive: Archive, places: Range<usize>) {
        let bytes = places.clone().map(|place| archive.packed_bytes(place)).sum::<u64>();
        self.members(&self.readers.name_of(path), &mut archive, places, 1);
        self.batch.bytes += bytes;
    }

    /// Reads members of an archive that `depth` archives hold, itself included.
    fn members(&mut self, name: &str, archive: &mut Archive, places: Range<usize>, depth: usize) {
        for place in places {
            let member = archive.member(place);
            let member_name = format!("{name}/{}", member.name);
            match member.content {
                Content::Folder => {}
                Content::Link => self.ignore(&member_name, IgnoreReason::SpecialFile),
                Content::Refused(cause) => self.reject(&member_name, cause),
                Content::File(_) if is_system_name(&member.name) => {
                    self.ignore(&member_name, IgnoreReason::SystemFile);
                }
                Content::File(reader) => self.stream(&member_name, reader, member.bytes, depth),
            }
            self.hand_over_if_full();
        }
    }

    /// Hands over what is left.
    pub fn finish(mut self) {
        (self.hand_over)(std::mem::take(&mut self.batch));
    }

    /// Keeps an ignored record.
    pub fn ignore(&mut self, name: &str, reason: IgnoreReason) {
        self.batch.others.push(Notice::ignored(name, name, reason));
    }

    /// Keeps a file that could not be read.
    pub fn reject(&mut self, name: &str, cause: RejectCause) {
        self.batch.others.push(Notice::reject(name, &Reject::of_file(cause)));
    }

    /// Reads what comes out of a stream, by what its head says it is. `expected` is how many bytes it
    /// says to have, 0 where it does not; `depth` counts the archives around it.
    fn stream(&mut self, name: &str, mut stream: impl Read, expected: u64, depth: usize) {
        let mut head = Vec::with_capacity((expected as usize).clamp(HEAD, LIKELY_BYTES));
        if let Err(error) = stream.by_ref().take(HEAD as u64).read_to_end(&mut head) {
            return self.reject(name, self.failure(&error, depth));
        }
        match recognise(&head) {
            Format::Empty => self.reject(name, RejectCause::Empty),
            Format::Pdf => self.ignore(name, IgnoreReason::Pdf),
            Format::Image => self.ignore(name, IgnoreReason::Image),
            Format::SystemFile => self.ignore(name, IgnoreReason::SystemFile),
            Format::Unread(kind) => self.reject(name, RejectCause::UnknownFile { kind }),
            Format::Xml => {
                if let Some(bytes) = self.whole(name, head, stream, MAX_DOCUMENT, depth) {
                    self.records(name, self.readers.nfe.read(&bytes));
                }
            }
            Format::Table | Format::Workbook => {
                if let Some(bytes) = self.whole(name, head, stream, MAX_TABLE, depth) {
                    self.table(name, &bytes);
                }
            }
            Format::Sped => {
                if let Some(bytes) = self.whole(name, head, stream, MAX_BOOKS, depth) {
                    let readers = self.readers;
                    sped::read(readers.nfe.roots(), &bytes, |record| {
                        self.records(name, vec![record]);
                        self.hand_over_if_full();
                    });
                }
            }
            Format::Zip | Format::Gzip if depth >= MAX_DEPTH => {
                self.reject(name, RejectCause::TooDeep { limit: MAX_DEPTH });
            }
            Format::Zip => match SharedBytes::collect(&head, stream) {
                Ok(bytes) => self.archive(name, bytes, depth),
                Err(error) => self.reject(name, self.failure(&error, depth)),
            },
            Format::Gzip => match SharedBytes::collect(&head, stream) {
                Ok(bytes) => {
                    let unpacked: Box<dyn Read> = Box::new(gunzip(bytes));
                    self.stream(name, unpacked, 0, depth + 1);
                }
                Err(error) => self.reject(name, self.failure(&error, depth)),
            },
        }
    }

    fn archive(&mut self, name: &str, bytes: SharedBytes, depth: usize) {
        match Archive::open(bytes.clone()) {
            Ok(archive) if archive.is_document() => {
                let mut whole = Vec::new();
                match bytes.take(MAX_TABLE).read_to_end(&mut whole) {
                    Ok(_) => self.table(name, &whole),
                    Err(error) => self.reject(name, self.failure(&error, depth)),
                }
            }
            Ok(mut archive) => {
                let all = 0..archive.len();
                self.members(name, &mut archive, all, depth + 1);
            }
            Err(cause) => self.reject(name, cause),
        }
    }

    /// All that comes out of a stream after its head; `None` where it is refused.
    fn whole(&mut self, name: &str, head: Vec<u8>, stream: impl Read, limit: u64, depth: usize) -> Option<Vec<u8>> {
        let mut bytes = head;
        match stream.take(limit).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > limit => {
                let (found_mb, limit_mb) = (bytes.len() as u64 >> 20, limit >> 20);
                self.reject(name, RejectCause::TooLarge { found_mb, limit_mb });
            }
            Ok(_) => return Some(bytes),
            Err(error) => self.reject(name, self.failure(&error, depth)),
        }
        None
    }

    fn table(&mut self, name: &str, bytes: &[u8]) {
        match self.readers.table.read(bytes) {
            Ok(outcome) => {
                self.batch.others.extend(outcome.rejects.iter().map(|reject| Notice::reject(name, reject)));
                let ignored = outcome.ignored.iter().map(|(sheet, reason)| Notice::ignored(name, sheet, *reason));
                self.batch.others.extend(ignored);
                let (file, bytes) = (name.to_owned(), ContentHash::of_bytes(bytes));
                self.batch.tables.push(FileOfTables { file, bytes, tables: outcome.tables });
                (self.hand_over)(std::mem::take(&mut self.batch));
            }
            Err(reject) => self.batch.others.push(Notice::reject(name, &reject)),
        }
    }

    fn records(&mut self, name: &str, records: Vec<Record>) {
        for record in records {
            match record {
                Record::Document { document, warnings } => {
                    let notices = warnings.iter().map(|warning| Notice::warning(name, &document.label, warning));
                    let notices = notices.collect();
                    let incoming = Incoming::new(name.into(), document, 1);
                    self.batch.documents.push((incoming, notices));
                }
                Record::Ignored { label, reason, trace } => {
                    self.batch.others.push(Notice::ignored(name, &label, reason));
                    if let Some(document) = trace {
                        debug_assert!(matches!(document.body, Body::Event(_)));
                        let incoming = Incoming::new(name.into(), document, 0);
                        self.batch.documents.push((incoming, Vec::new()));
                    }
                }
                Record::Reject(reject) => self.batch.others.push(Notice::reject(name, &reject)),
            }
        }
    }

    fn hand_over_if_full(&mut self) {
        if self.batch.documents.len() + self.batch.others.len() >= FULL {
            (self.hand_over)(std::mem::take(&mut self.batch));
        }
    }

    /// Whose fault it is that a stream broke: the archive's, or the disk's.
    fn failure(&self, error: &std::io::Error, depth: usize) -> RejectCause {
        match (depth, error.raw_os_error()) {
            (0, _) | (_, Some(_)) => RejectCause::Unreadable { detail: in_portuguese(error) },
            _ => read_cause(error),
        }
    }
}
