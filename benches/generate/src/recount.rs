//! For tests: the sums counted again from what was written, by scanning the text for tags and by the
//! rules of CFOP, purpose and direction instead of what the facts say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::cast::COMPANY_ROOT;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Recount {
    pub revenue_total_cents: i64,
    pub billed_total_cents: i64,
    pub returns_total_cents: i64,
    pub unidentified_revenue_cents: i64,
    pub documents: u64,
    pub customers: BTreeSet<String>,
    /// The text of each note, by key.
    pub notes: BTreeMap<String, String>,
    /// Keys of cancelled notes.
    pub cancelled: BTreeSet<String>,
    /// Other files.
    pub others: Vec<String>,
}

impl Recount {
    /// Counts all archives and loose files below a folder.
    pub fn of(dir: &Path) -> Self {
        let mut recount = Self::default();
        for text in texts(dir) {
            if text.contains("<tpEvento>110111") && text.contains("<retEvento") && text.contains("<cStat>135") {
                recount.cancelled.insert(field(&text, "chNFe").to_owned());
            } else if text.contains("<infProt>") {
                recount.notes.insert(field(&text, "chNFe").to_owned(), text);
            } else {
                recount.others.push(text);
            }
        }
        let notes = std::mem::take(&mut recount.notes);
        for (key, text) in &notes {
            if !recount.cancelled.contains(key) {
                recount.add(text);
            }
        }
        Self { notes, ..recount }
    }

    fn add(&mut self, text: &str) {
        if field(text, "tpAmb") != "1" || field(&text[text.find("<infProt>").unwrap()..], "cStat") != "100" {
            return;
        }
        let issuer = tax_id(section(text, "emit"));
        let recipient = text.contains("<dest>").then(|| tax_id(section(text, "dest")));
        let ours = |id: &str| id.starts_with(COMPANY_ROOT);
        let purpose = field(text, "finNFe");
        let (by_us, to_us) = (ours(issuer), recipient.is_some_and(ours));
        let comes_back = purpose == "4" && (by_us || to_us);
        if !comes_back && (to_us || !by_us) {
            return;
        }
        let mut is_document = false;
        for line in sections(text, "det") {
            let revenue = worth(line);
            let st = sum(line, "vICMSST");
            let billed = revenue + sum(line, "vIPI") + sum(line, "vIPIDevol") + st;
            match &field(line, "CFOP")[1..] {
                "910" => {}
                "117" => self.billed_total_cents += st,
                _ if comes_back => {
                    self.revenue_total_cents -= revenue;
                    self.billed_total_cents -= billed;
                    self.returns_total_cents += revenue;
                }
                _ => {
                    self.revenue_total_cents += revenue;
                    self.billed_total_cents += billed;
                    self.unidentified_revenue_cents += if recipient.is_none() { revenue } else { 0 };
                    is_document |= purpose == "1";
                }
            }
        }
        if is_document {
            self.documents += 1;
            self.customers.extend(recipient.map(|id| if id.len() == 14 { id[..8].to_owned() } else { id.to_owned() }));
        }
    }
}

/// `vProd − vDesc + vFrete + vSeg + vOutro` of a piece of a note.
pub(crate) fn worth(text: &str) -> i64 {
    sum(text, "vProd") - sum(text, "vDesc") + sum(text, "vFrete") + sum(text, "vSeg") + sum(text, "vOutro")
}

/// The text of the first element of a name.
pub(crate) fn field<'a>(text: &'a str, tag: &str) -> &'a str {
    section(text, tag)
}

/// What stands in the first element of a name, without attributes.
pub(crate) fn section<'a>(text: &'a str, tag: &str) -> &'a str {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let from = text.find(&open).map(|at| at + open.len());
    from.and_then(|from| text[from..].split(&close).next()).unwrap_or_else(|| panic!("no {tag} in {text}"))
}

/// What stands in all elements of a name, attributes included.
pub(crate) fn sections<'a>(text: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let pieces = text.split(&close);
    let opens = |piece: &'a str| {
        piece.match_indices(&open).find(|(at, _)| matches!(piece.as_bytes()[at + open.len()], b' ' | b'>'))
    };
    pieces.filter_map(|piece| opens(piece).map(|(at, _)| &piece[at + open.len()..])).collect()
}

/// The sum of all elements of a name, in cents.
pub(crate) fn sum(text: &str, tag: &str) -> i64 {
    sections(text, tag).iter().map(|value| cents(value.trim_start_matches('>'))).sum()
}

fn cents(text: &str) -> i64 {
    domain::Cents::from_decimal(text).unwrap_or_else(|error| panic!("{error}")).0
}

fn tax_id(party: &str) -> &str {
    if party.starts_with("<CNPJ>") { field(party, "CNPJ") } else { field(party, "CPF") }
}

fn texts(dir: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.extend(self::texts(&path));
        } else if path.extension().is_some_and(|extension| extension == "zip") {
            let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
            for place in 0..zip.len() {
                texts.push(std::io::read_to_string(zip.by_index(place).unwrap()).unwrap());
            }
        } else {
            texts.push(String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned());
        }
    }
    texts
}

/// All files below a folder with their bytes.
pub(crate) fn bytes_of(dir: &Path) -> BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = std::path::PathBuf::from(path.file_name().unwrap());
        if path.is_dir() {
            files.extend(bytes_of(&path).into_iter().map(|(below, bytes)| (name.join(below), bytes)));
        } else {
            files.insert(name, std::fs::read(path).unwrap());
        }
    }
    files
}
