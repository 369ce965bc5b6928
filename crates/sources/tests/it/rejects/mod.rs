//! What cannot be read, what is said about it, and where.

mod bombs;
mod lots;
mod places;
mod texts;

use domain::record::Reject;

use crate::support::draft::Draft;
use crate::support::{only, read, rejected};

/// The one reject of a file.
fn reject_of(file: impl AsRef<[u8]>) -> Reject {
    rejected(only(read(file)))
}

/// What a person is told: the reason, and the value it is about.
fn told(file: impl AsRef<[u8]>) -> String {
    let reject = reject_of(file);
    let value = reject.value.as_ref().map_or(String::new(), |value| format!(" [{value}]"));
    format!("{}{value}", reject.cause)
}

/// A sale with one text of its file replaced.
fn sale_with(written: &str, instead: &str) -> String {
    let sale = Draft::sale().without_protocol().xml();
    assert!(sale.contains(written), "{written} is in {sale}");
    sale.replacen(written, instead, 1)
}
