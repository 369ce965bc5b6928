//! Tax books (SPED): EFD ICMS/IPI and EFD-Contribuições, as filler of gaps. What they declare of a note
//! stands below any authorised copy of the note itself, in whatever order they come.
//!
//! Read are notes with an access key (`C100`), by products where the books have them (`C170`), else by CFOP
//! (`C190`, `C175`), and services (`A100`). Books have no instalments, and of customers neither e-mail nor
//! telephone. Not read: coupons of fiscal printers (`C400`), energy, transport and communication (`C500`,
//! `D100`, `D500`), and sums without documents (`C180`, `C380`).
//!
//! Layouts: Guia Prático da EFD ICMS/IPI, blocks 0 and C; Guia Prático da EFD-Contribuições, blocks 0, A, C.
//! Fields are numbered as there, from 1, the register's own name.

mod books;
mod document;
mod interpret;
mod lines;

use domain::record::Record;
use domain::{Cents, Cfop, CnpjRoot, Day, NoteKey};

use books::{Books, Header};
use lines::{Lines, Next};

/// Which books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// EFD ICMS/IPI, one file an establishment.
    IcmsIpi,
    /// EFD-Contribuições, one file a company.
    Contributions,
}

/// What one file of books declares of our own notes, for comparing with the notes themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The CNPJ that the books open with.
    pub company: String,
    /// Which books.
    pub kind: Kind,
    /// First day of the period.
    pub from: Day,
    /// Last day of the period.
    pub to: Day,
    /// They replace earlier books of the period.
    pub replaces: bool,
    /// Our own notes that are neither cancelled nor denied.
    pub documents: Vec<DeclaredDocument>,
}

/// One of our notes, as the books declare it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredDocument {
    /// Its key.
    pub key: NoteKey,
    /// Our establishment, as written.
    pub own: String,
    /// Goods or services leave us.
    pub is_exit: bool,
    /// `DT_DOC`
    pub day: Day,
    /// `VL_DOC`
    pub total: Cents,
    /// What each CFOP adds to the total, in the order of CFOPs; empty for services.
    pub by_cfop: Vec<(Cfop, Cents)>,
}

/// Hands over the records of one file of books, in order, for the company of these roots. Gives what it
/// declares, unless it is another company's or cannot be read.
///
/// Reading stops after `9999`, where the signature begins. A bad field rejects its document and the rest
/// goes on.
pub fn read(roots: &[CnpjRoot], bytes: &[u8], mut each: impl FnMut(Record)) -> Option<Declaration> {
    let mut lines = Lines::new(bytes);
    let opening = match lines.next_line() {
        Next::Line(line) => line,
        Next::End(line) | Next::Cut(line) => {
            each(Record::Reject(lines::cut(line)));
            return None;
        }
    };
    let header = match Header::read(&opening) {
        Ok(header) => header,
        Err(reject) => {
            each(Record::Reject(*reject));
            return None;
        }
    };
    if !header.root().is_some_and(|root| roots.contains(&root)) {
        let reason = domain::record::IgnoreReason::NotOurs;
        each(Record::Ignored { label: header.label(), reason, trace: None });
        return None;
    }
    let mut books = Books::new(roots, header);
    loop {
        match lines.next_line() {
            Next::Line(line) => books.take(&line).into_iter().for_each(&mut each),
            Next::End(_) => {
                books.finish().into_iter().for_each(&mut each);
                break;
            }
            Next::Cut(line) => {
                books.finish().into_iter().for_each(&mut each);
                each(Record::Reject(lines::cut(line)));
                break;
            }
        }
    }
    Some(books.declaration())
}
