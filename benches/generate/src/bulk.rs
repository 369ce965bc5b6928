//! Notes in bulk, for measuring imports: plain sales and cancellations, one after the other, so that
//! millions can be written without holding them.

use std::path::{Path, PathBuf};

use domain::Day;
use serde_json::{Value, json};

use crate::Error;
use crate::archive::Archive;
use crate::calendar::month_start;
use crate::cast::{self, HOMES};
use crate::identities::{Identities, establishment};
use crate::lines::{self, Extras, Goods};
use crate::names::{self, Business, SELLERS};
use crate::note::{Moment, Note, Operation, Party, PartyId, Payment, Standing};
use crate::places::Address;
use crate::plan::key;
use crate::products::products;
use crate::random::{Random, exp};
use crate::tally::Tally;
use crate::xml::{Issue, cancellation, issue};

/// Fast, and within a few percent of the usual level's size.
const DEFLATE_LEVEL: i64 = 4;
const NOTES_PER_ARCHIVE: u64 = 5_000;
const FILES_PER_FOLDER: u64 = 1_000;
const MOST_CUSTOMERS: u64 = 100_000;
/// One note in so many is cancelled, which makes cancellations 2 % of all records.
const NOTES_PER_CANCELLATION: u64 = 49;

/// What bulk is wanted.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Everything follows from it.
    pub seed: u64,
    /// How many notes.
    pub count: u64,
    /// How many customers they are drawn from; by default one for every ten notes, 100 000 at most.
    pub customers: Option<u64>,
    /// The last day; the first is that of the month two years before.
    pub end: Day,
    /// How they are packed.
    pub packing: Packing,
}

/// How notes in bulk are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Into so many zip files; by default one for every 5 000 notes.
    Archives(Option<u64>),
    /// Loose, in folders of 1 000.
    Loose,
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The CNPJ of the company's first establishment.
    pub company: String,
    /// Where the files are.
    pub path: PathBuf,
    /// Notes.
    pub notes: u64,
    /// Cancellations.
    pub events: u64,
    /// Bytes of XML, unpacked.
    pub bytes: u64,
    /// What the importer must come to.
    pub expected: Tally,
}

/// Writes notes in bulk: into a folder, or into one zip file where the path names one.
///
/// # Errors
/// The folder is not empty, or cannot be written to.
pub fn write_notes(path: &Path, settings: &Settings) -> Result<Summary, Error> {
    let mut sink = Sink::new(path, settings)?;
    let mut stream = Stream::new(settings);
    let mut summary = Summary {
        company: stream.cast[0].tax_id.as_str().to_owned(),
        path: path.to_owned(),
        notes: settings.count,
        events: 0,
        bytes: 0,
        expected: Tally::default(),
    };
    for place in 0..settings.count {
        sink.turn_to(place, settings)?;
        let note = stream.note(place, settings);
        let (issuer, recipient) = (&stream.cast[note.issuer.0], note.recipient.map(|id| &stream.cast[id.0]));
        summary.expected.add(&note, recipient);
        let text = issue(&Issue { note: &note, issuer, recipient, with_protocol: true });
        summary.bytes += text.len() as u64;
        sink.put(&format!("{}-procNFe.xml", note.key), &text, note.issued.day)?;
        if let Some(cancelled) = note.cancelled {
            let text = cancellation(&note, issuer, cancelled);
            summary.bytes += text.len() as u64;
            summary.events += 1;
            sink.put(&format!("110111-{}-01-procEventoNFe.xml", note.key), &text, cancelled.day)?;
        }
    }
    sink.finish()?;
    Ok(summary)
}

impl Summary {
    /// The summary as one JSON object.
    pub fn to_json(&self) -> Value {
        let mut value = json!({
            "company": self.company,
            "path": self.path,
            "notes": self.notes,
            "events": self.events,
            "bytes": self.bytes,
        });
        crate::merge(&mut value, self.expected.to_json());
        value
    }
}

/// The notes, one by one.
struct Stream {
    random: Random,
    cast: Vec<Party>,
    customers: u64,
    /// The next number of each of our establishments.
    next: [u32; 2],
    start: Day,
    days: i64,
}

impl Stream {
    fn new(settings: &Settings) -> Self {
        let start = month_start(settings.end, 24);
        let customers = settings.customers.unwrap_or_else(|| (settings.count / 10).clamp(1, MOST_CUSTOMERS));
        let (mut random, mut identities) = (Random::fork(settings.seed, 1), Identities::default());
        let mut cast = cast::homes();
        cast.extend((0..customers).map(|_| buyer(&mut identities, &mut random)));
        let days = i64::from(settings.end.days_since(start)) + 1;
        Self { random: Random::fork(settings.seed, 2), cast, customers, next: [1, 1], start, days }
    }

    /// The note of a place: to a buyer drawn by Zipf's law, days running evenly from first to last.
    fn note(&mut self, place: u64, settings: &Settings) -> Note {
        let day = self.start.plus_days((place as i64 * self.days / settings.count as i64) as i32);
        let random = &mut self.random;
        // The inverse of a distribution whose density falls as 1 ÷ rank.
        let ranks = (self.customers + 1) as f64;
        let rank = (exp(random.unit() * natural_logarithm(ranks)) as u64).clamp(1, self.customers);
        let recipient = PartyId(HOMES.len() + rank as usize - 1);
        let home = rank as usize % HOMES.len();
        let terms = lines::terms(&self.cast[home], Some(&self.cast[recipient.0]), day.ymd().0);
        let extras = Extras { discount: if random.chance(0.1) { 250 } else { 0 }, ..Extras::default() };
        let goods = |random: &mut Random| {
            let product = random.place(products().len());
            let quantity = random.between(1, 60) * 10_000;
            let unit_price = products()[product].price_cents * random.between(95, 110);
            Goods { product, quantity, unit_price }
        };
        let lines = (0..random.geometric(4.0, 20)).map(|_| lines::sale(goods(random), &extras, &terms)).collect();
        let number = self.next[home];
        self.next[home] += 1;
        let issued = Moment { day, second: random.between(8 * 3_600, 18 * 3_600) as u32 };
        let is_cancelled = place % NOTES_PER_CANCELLATION == NOTES_PER_CANCELLATION / 2;
        let seller = random.place(SELLERS.len());
        let mut note = Note {
            operation: Operation::Sale,
            issuer: HOMES[home],
            recipient: Some(recipient),
            issued,
            series: 1,
            number,
            code: random.below(100_000_000) as u32,
            key: String::new(),
            lines,
            refers_to: None,
            payment: Payment::NONE,
            order: None,
            free_text: format!(
                "Vendedor: {} - {}; Pedido: {}; Cond.Pag: 30/60/90 dias. Conferir a mercadoria no ato da entrega; \
                 não aceitamos reclamações posteriores. Após o vencimento, multa de 2% e juros de 1% ao mês; títulos \
                 sujeitos a protesto após dez dias de atraso. Não autorizamos o pagamento a terceiros sem recibo.",
                seller + 1,
                SELLERS[seller],
                random.between(10_000, 99_999)
            ),
            standing: Standing::Authorised,
            cancelled: is_cancelled.then(|| issued.later(3_600)),
        };
        note.payment = Payment::in_parts("15", note.charged(), day, &[30, 60, 90]);
        note.key = key(&note, &self.cast[home]);
        note
    }
}

fn buyer(identities: &mut Identities, random: &mut Random) -> Party {
    let business = Business::COMPANIES[random.weighted(Business::COMPANIES.iter().map(|(_, share)| *share))].0;
    let name = names::company(business, random);
    let root = identities.root(random);
    let address = Address::anywhere(random);
    cast::company(business, &name, establishment(&root, 1), address, random)
}

/// The natural logarithm of a number from 1 to 10^9, the same on every platform: Newton's method on
/// the exponential.
fn natural_logarithm(number: f64) -> f64 {
    (0..60).fold(1.0, |guess, _| guess + 2.0 * (number - exp(guess)) / (number + exp(guess)))
}

/// Where files go.
enum Sink {
    Archives { dir: PathBuf, archives: u64, open: Option<(PathBuf, Archive)> },
    OneArchive { path: PathBuf, archive: Archive },
    Loose { dir: PathBuf, folder: PathBuf, files: u64 },
}

impl Sink {
    fn new(path: &Path, settings: &Settings) -> Result<Self, Error> {
        let names_zip = path.extension().is_some_and(|extension| extension == "zip");
        match settings.packing {
            Packing::Archives(None | Some(1)) if names_zip => {
                Ok(Self::OneArchive { path: path.to_owned(), archive: Archive::new(DEFLATE_LEVEL) })
            }
            Packing::Archives(archives) => {
                crate::claim_folder(path)?;
                let archives = archives.unwrap_or(settings.count.div_ceil(NOTES_PER_ARCHIVE)).max(1);
                Ok(Self::Archives { dir: path.to_owned(), archives, open: None })
            }
            Packing::Loose => {
                crate::claim_folder(path)?;
                Ok(Self::Loose { dir: path.to_owned(), folder: path.to_owned(), files: 0 })
            }
        }
    }

    /// Opens the archive into which the note of a place goes, if it is the first there.
    fn turn_to(&mut self, place: u64, settings: &Settings) -> Result<(), Error> {
        let Self::Archives { dir, archives, open } = self else {
            return Ok(());
        };
        let of = |place: u64| place * *archives / settings.count;
        if place == 0 || of(place) != of(place - 1) {
            let next = dir.join(format!("notas-{:04}.zip", of(place) + 1));
            if let Some((path, archive)) = open.replace((next, Archive::new(DEFLATE_LEVEL))) {
                archive.write_to(&path)?;
            }
        }
        Ok(())
    }

    fn put(&mut self, name: &str, text: &str, day: Day) -> Result<(), Error> {
        match self {
            Self::OneArchive { archive, .. } | Self::Archives { open: Some((_, archive)), .. } => {
                archive.add(name, text.as_bytes(), day)
            }
            Self::Archives { open: None, .. } => unreachable!("the first note opens the first archive"),
            Self::Loose { dir, folder, files } => {
                if files.is_multiple_of(FILES_PER_FOLDER) {
                    *folder = dir.join(format!("{:05}", *files / FILES_PER_FOLDER));
                    crate::claim_folder(folder)?;
                }
                *files += 1;
                crate::write(&folder.join(name), text.as_bytes())
            }
        }
    }

    fn finish(self) -> Result<(), Error> {
        match self {
            Self::OneArchive { path, archive } | Self::Archives { open: Some((path, archive)), .. } => {
                archive.write_to(&path)
            }
            Self::Archives { open: None, .. } | Self::Loose { .. } => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
