//! Third-party samples, kept outside the repository and never copied into it. Where the folder is
//! absent these tests say so and pass.

mod by_hand;
mod by_hand_events;
mod compare;
mod naive;
mod tree;

use std::path::PathBuf;

use domain::record::Record;

use crate::support::{bytes_of, reader_of, repository};

/// The samples' folder, if it is on this machine.
pub fn samples() -> Option<PathBuf> {
    let folder = repository().join("../shared/data/documents/public");
    if folder.is_dir() {
        return Some(folder);
    }
    say(&format!("sem as amostras de terceiros ({}): nada a comparar", folder.display()));
    None
}

/// Says why a test compares nothing.
#[expect(clippy::print_stderr, reason = "a test that compares nothing says so")]
pub fn say(message: &str) {
    eprintln!("{message}");
}

/// The text of a sample, if the samples are here.
pub fn sample(name: &str) -> Option<String> {
    let bytes = bytes_of(&samples()?.join(name));
    Some(String::from_utf8(bytes).unwrap_or_else(|error| panic!("{name}: {error}")))
}

/// What the company of these first eight characters reads in a text.
pub fn read_as(root: &str, text: &str) -> Vec<Record> {
    reader_of(&[root]).read(text.as_bytes())
}

/// The issuer's root: the first eight characters of `emit/CNPJ`.
pub fn issuer_root(text: &str) -> String {
    naive::notes(&tree::parse(text)).first().map_or(String::new(), |note| note.issuer.chars().take(8).collect())
}

/// The records of a sample read by its issuer, if the samples are here.
pub fn read_by_issuer(name: &str) -> Option<Vec<Record>> {
    let text = sample(name)?;
    Some(read_as(&issuer_root(&text), &text))
}

/// A note of the test environment as if it had been issued in production.
pub fn in_production(text: &str) -> String {
    text.replace("<tpAmb>2</tpAmb>", "<tpAmb>1</tpAmb>")
        .replace("NF-E EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL", "CLIENTE DE PRODUCAO")
}
