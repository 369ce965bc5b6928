//! Finding a customer by what people remember of it: a name, a trade name, a tax id, a code, a city, with
//! a letter wrong or the last word half written.

mod build;
mod codes;
mod distance;
mod words;

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::arrow::array::{Array, AsArray, StringArray};
use domain::text::folded;
use serde::Serialize;

use crate::order::text_at;
use crate::{Panel, Visible};
use codes::Codes;
use words::{Asked, Bits, Exactness, Words, asked, words_of};

/// So many characters of a tax id or code tell something.
const FEWEST_CHARACTERS: usize = 3;

/// Digits that a tax id begins with at least, or it is a word.
const FEWEST_DIGITS: usize = 3;

/// Words of a question that are looked at.
const MOST_WORDS: usize = 8;

/// The customers of a portfolio at a date, to be found.
///
/// Documents are the customers from the greatest revenue of 12 months down: of two that fit equally well the
/// greater comes first.
pub struct Search {
    panel: Arc<Panel>,
    /// The row of each document.
    rows: Vec<u32>,
    words: Words,
    /// Trade names, by document.
    trade_names: StringArray,
    /// Tax ids of establishments and people.
    tax_ids: Codes,
    /// Codes of sources, as people look them up.
    codes: Codes,
}

/// A customer found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Its key, at root level.
    pub customer: String,
    /// Its name.
    pub name: Option<String>,
    /// Its trade name.
    pub trade_name: Option<String>,
    /// Its tax id: the one that was looked for, else that of the establishment it has its name from.
    pub tax_id: Option<String>,
    /// The code that was looked for, or the one it goes by without tax id.
    pub code: Option<String>,
    /// Where it is.
    pub city: Option<String>,
    /// Its state.
    pub uf: Option<String>,
    /// What fits.
    pub matched: Matched,
}

/// What of a customer fits a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// Its name, alone or with its city.
    Name,
    /// Its trade name, alone or with its city.
    TradeName,
    /// A tax id.
    TaxId,
    /// A source's code.
    Code,
    /// Its city.
    City,
}

/// A document that fits, and by which tax id or code.
struct Hit {
    document: u32,
    by: By,
}

enum By {
    TaxId(String),
    Code(String),
    Words(Exactness),
}

impl Search {
    /// The customers that fit a question, of those that may be seen: those that fit best first, and of
    /// equals those of greatest revenue.
    pub fn find(&self, question: &str, limit: usize, visible: &Visible) -> Vec<Found> {
        let Ok(customers) = self.panel.customers() else { return Vec::new() };
        let seen = visible.rows(customers);
        let sees = |document: u32| seen.as_ref().is_none_or(|seen| seen.value(self.rows[document as usize] as usize));
        let mut hits = Hits { found: Vec::new(), known: HashSet::new(), limit };
        self.by_codes(question, &sees, &mut hits);
        let mut asked = asked(question);
        asked.truncate(MOST_WORDS);
        self.by_words(&asked, &sees, &mut hits);
        hits.found.iter().filter_map(|hit| self.found(hit, &asked)).collect()
    }

    /// Bytes held, without the panel's.
    pub fn bytes(&self) -> usize {
        let trade_names = self.trade_names.get_array_memory_size();
        self.words.bytes() + self.tax_ids.bytes() + self.codes.bytes() + trade_names + 4 * self.rows.len()
    }

    /// Whole tax ids and codes, then those that begin so.
    fn by_codes(&self, question: &str, sees: &impl Fn(u32) -> bool, hits: &mut Hits) {
        let tax_id: String = question.chars().filter(char::is_ascii_alphanumeric).collect();
        let tax_id = tax_id.to_ascii_uppercase();
        let is_tax_id = tax_id.bytes().filter(u8::is_ascii_digit).count() >= FEWEST_DIGITS && tax_id.len() <= 14;
        let code = folded(question.rsplit_once(':').map_or(question, |(_, code)| code));
        let mut take = |found: &mut dyn Iterator<Item = (u32, By)>| {
            let mut found: Vec<(u32, By)> = found.filter(|(document, _)| sees(*document)).collect();
            found.sort_by_key(|(document, _)| *document);
            found.into_iter().for_each(|(document, by)| hits.take(document, by));
        };
        let by_tax_id = |(document, text): (u32, &str)| (document, By::TaxId(text.to_owned()));
        let by_code = |(document, text): (u32, &str)| (document, By::Code(text.to_owned()));
        if is_tax_id {
            take(&mut self.tax_ids.whole(&tax_id).map(by_tax_id));
        }
        if !code.is_empty() {
            take(&mut self.codes.whole(&code).map(by_code));
        }
        if is_tax_id {
            take(&mut self.tax_ids.beginning(&tax_id).map(by_tax_id));
        }
        if code.len() >= FEWEST_CHARACTERS {
            take(&mut self.codes.beginning(&code).map(by_code));
        }
    }

    /// Those known by all words, written as exactly as may be; less exactly only where those are too few.
    fn by_words(&self, asked: &[Asked], sees: &impl Fn(u32) -> bool, hits: &mut Hits) {
        let Some((first, rest)) = asked.split_first() else { return };
        for exactness in Exactness::ALL {
            if hits.is_full() {
                return;
            }
            let mut fit = Bits::none(self.rows.len());
            self.words.documents(first, exactness, &mut fit);
            for word in rest {
                let mut with_word = Bits::none(self.rows.len());
                self.words.documents(word, exactness, &mut with_word);
                fit.keep(&with_word);
            }
            for document in fit.documents().filter(|document| sees(*document)) {
                hits.take(document, By::Words(exactness));
                if hits.is_full() {
                    return;
                }
            }
        }
    }

    fn found(&self, hit: &Hit, asked: &[Asked]) -> Option<Found> {
        let row = self.rows[hit.document as usize] as usize;
        let text = |name: &str| {
            let column = self.panel.rows.column_by_name(name)?.as_string_opt::<i32>()?;
            text_at(column, row).map(str::to_owned)
        };
        let (customer, name, city) = (text("customer")?, text("name"), text("city"));
        let trade_name = text_at(&self.trade_names, hit.document as usize).map(str::to_owned);
        let matched = match &hit.by {
            By::TaxId(_) => Matched::TaxId,
            By::Code(_) => Matched::Code,
            By::Words(exactness) => matched(asked, *exactness, [&name, &trade_name, &city]),
        };
        let (face_code, face_tax_id) = match text("face") {
            Some(face) => match face.split_once(':') {
                Some((_, code)) => (Some(code.to_owned()), None),
                None => (None, Some(face)),
            },
            None => (None, None),
        };
        let (tax_id, code) = match &hit.by {
            By::TaxId(tax_id) => (Some(tax_id.clone()), face_code),
            By::Code(code) => (face_tax_id, Some(code.clone())),
            By::Words(_) => (face_tax_id, face_code),
        };
        Some(Found { customer, name, trade_name, tax_id, code, city, uf: text("uf"), matched })
    }
}

/// What of a customer a question's words fit: the name or trade name that has most of them, and the city only
/// where neither has any.
fn matched(asked: &[Asked], exactness: Exactness, texts: [&Option<String>; 3]) -> Matched {
    let fitting = |text: &Option<String>| {
        let words = text.as_deref().map(words_of).unwrap_or_default();
        asked.iter().filter(|asked| words.iter().any(|word| exactness.fits(asked, word))).count()
    };
    let [name, trade_name, city] = texts.map(fitting);
    if name == 0 && trade_name == 0 && city > 0 {
        Matched::City
    } else if trade_name > name {
        Matched::TradeName
    } else {
        Matched::Name
    }
}

/// What was found so far.
struct Hits {
    found: Vec<Hit>,
    known: HashSet<u32>,
    limit: usize,
}

impl Hits {
    fn is_full(&self) -> bool {
        self.found.len() >= self.limit
    }

    fn take(&mut self, document: u32, by: By) {
        if !self.is_full() && self.known.insert(document) {
            self.found.push(Hit { document, by });
        }
    }
}
