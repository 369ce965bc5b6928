//! Members of archives, one by one, with a limit on everything: depth, size, how far a member may
//! expand, where its name may point.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::record::RejectCause;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::bytes::SharedBytes;

/// Archives inside archives, no deeper than this.
pub(crate) const MAX_DEPTH: usize = 3;

/// How many times its own size a member, or an archive as a whole, may expand. Notes reach about 15.
const MAX_RATIO: u64 = 200;

/// Below this much, nothing is a bomb.
const HARMLESS_BYTES: u64 = 16 << 20;

/// A zip archive, cheap to clone: clones share its directory and its budget.
#[derive(Clone)]
pub(crate) struct Archive {
    zip: ZipArchive<SharedBytes>,
    budget: Arc<Budget>,
}

/// How much an archive has unpacked to, and how much it may.
struct Budget {
    unpacked: AtomicU64,
    limit: u64,
}

/// A member, ready to be read.
pub(crate) struct Member<'a> {
    /// Its name, as the archive has it.
    pub name: String,
    /// Bytes that it unpacks to, as the archive has it.
    pub bytes: u64,
    /// What there is to do with it.
    pub content: Content<'a>,
}

/// What a member is.
pub(crate) enum Content<'a> {
    /// A folder.
    Folder,
    /// A link.
    Link,
    /// A file.
    File(Box<dyn Read + 'a>),
    /// Something that is not read.
    Refused(RejectCause),
}

impl Archive {
    /// Opens an archive.
    pub fn open(bytes: SharedBytes) -> Result<Self, RejectCause> {
        let limit = bytes.len().saturating_mul(MAX_RATIO).max(HARMLESS_BYTES);
        let zip = ZipArchive::new(bytes).map_err(|error| corrupt(&error))?;
        Ok(Self { zip, budget: Arc::new(Budget { unpacked: AtomicU64::new(0), limit }) })
    }

    /// How many members it has.
    pub fn len(&self) -> usize {
        self.zip.len()
    }

    /// Whether the zip is only the wrapping of a document: a workbook, a text.
    pub fn is_document(&self) -> bool {
        ["[Content_Types].xml", "mimetype"].iter().any(|name| self.zip.index_for_name(name).is_some())
    }

    /// Bytes the member at a place takes in the archive.
    pub fn packed_bytes(&self, place: usize) -> u64 {
        self.zip.by_index_data(place).map_or(0, |member| member.compressed_size())
    }

    /// The member at a place.
    pub fn member(&mut self, place: usize) -> Member<'_> {
        let budget = Arc::clone(&self.budget);
        let name = match self.zip.name_for_index(place) {
            Some(Ok(name)) => name.into_owned(),
            _ => format!("{place}"),
        };
        match self.zip.by_index(place) {
            Ok(file) => {
                let (packed_bytes, bytes) = (file.compressed_size(), file.size());
                let content = if file.is_dir() {
                    Content::Folder
                } else if file.is_symlink() {
                    Content::Link
                } else if points_outside(&name) {
                    Content::Refused(RejectCause::HostilePath)
                } else {
                    let limit = packed_bytes.saturating_mul(MAX_RATIO).max(HARMLESS_BYTES);
                    Content::File(Box::new(Limited { inner: file, unpacked: 0, limit, budget }))
                };
                Member { name, bytes, content }
            }
            Err(error) => Member { name, bytes: 0, content: Content::Refused(corrupt(&error)) },
        }
    }
}

/// Whether a member's name leads out of the folder it would be unpacked to.
fn points_outside(name: &str) -> bool {
    let is_drive = name.get(1..2) == Some(":") && name.starts_with(|c: char| c.is_ascii_alphabetic());
    name.starts_with(['/', '\\']) || is_drive || name.split(['/', '\\']).any(|part| part == "..") || name.contains('\0')
}

/// What a gzip file unpacks to.
pub(crate) fn gunzip(file: SharedBytes) -> impl Read {
    let limit = file.len().saturating_mul(MAX_RATIO).max(HARMLESS_BYTES);
    let budget = Arc::new(Budget { unpacked: AtomicU64::new(0), limit });
    Limited { inner: flate2::read::MultiGzDecoder::new(file), unpacked: 0, limit, budget }
}

/// Why reading a member failed.
pub(crate) fn read_cause(error: &io::Error) -> RejectCause {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Exploded>()) {
        Some(Exploded) => RejectCause::Bomb { limit: MAX_RATIO },
        None => RejectCause::CorruptArchive { detail: error.to_string() },
    }
}

fn corrupt(error: &ZipError) -> RejectCause {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => RejectCause::Encrypted,
        other => RejectCause::CorruptArchive { detail: other.to_string() },
    }
}

/// A reader that stops when more comes out than is plausible.
struct Limited<R> {
    inner: R,
    unpacked: u64,
    limit: u64,
    budget: Arc<Budget>,
}

#[derive(Debug)]
struct Exploded;

impl std::fmt::Display for Exploded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expands beyond all measure")
    }
}

impl std::error::Error for Exploded {}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        let in_all = self.budget.unpacked.fetch_add(read as u64, Ordering::Relaxed) + read as u64;
        if self.unpacked > self.limit || in_all > self.budget.limit {
            return Err(io::Error::other(Exploded));
        }
        Ok(read)
    }
}
