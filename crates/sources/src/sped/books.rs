//! The books as a whole: whose they are, whom and what they describe, and the document at hand.

use std::collections::{BTreeMap, HashMap};

use domain::record::{Record, Reject, RejectCause};
use domain::{CityCode, CnpjRoot, Day, Ncm};

use super::document::RawDocument;
use super::lines::{Line, Read, day};
use super::{Declaration, DeclaredDocument, Kind};
use crate::nfe::raw::{RawId, RawParty, Text};

/// The country's code at the central bank, as books and notes of goods write it.
const BRAZIL: &str = "1058";

/// Register 0000.
pub(super) struct Header {
    pub kind: Kind,
    pub company: String,
    pub from: Day,
    pub to: Day,
    pub replaces: bool,
    city: String,
}

/// What is known while reading.
pub(super) struct Books<'r, 'a> {
    pub roots: &'r [CnpjRoot],
    pub header: Header,
    /// Whose documents follow (`A010`, `C010`), and whose participants (`0140`).
    pub establishment: String,
    /// Municipalities of our establishments.
    cities: HashMap<String, String>,
    /// Participants by their code, and by the establishment whose participants they are.
    participants: HashMap<Text<'a>, BTreeMap<String, RawParty<'a>>>,
    products: HashMap<Text<'a>, Product<'a>>,
    current: Option<RawDocument<'a>>,
    pub declared: Vec<DeclaredDocument>,
}

/// Register 0200.
pub(super) struct Product<'a> {
    pub description: Text<'a>,
    pub ncm: Option<Ncm>,
}

impl Header {
    pub fn read(line: &Line<'_>) -> Read<Self> {
        let at = |field: usize| day(&line.text(field));
        // Both books open alike; the period stands in other fields.
        let header = match (line.register(), at(4), at(5), at(6), at(7)) {
            (b"0000", Some(from), Some(to), ..) => Self {
                kind: Kind::IcmsIpi,
                company: line.code_as_written(7),
                from,
                to,
                replaces: line.code(3) == "1",
                city: line.code_as_written(11),
            },
            (b"0000", _, _, Some(from), Some(to)) => Self {
                kind: Kind::Contributions,
                company: line.code_as_written(9),
                from,
                to,
                replaces: line.code(3) == "1",
                city: line.code_as_written(11),
            },
            _ => return Err(Box::new(Reject { path: None, ..*line.reject("", None, RejectCause::OtherBooks) })),
        };
        Ok(header)
    }

    pub fn root(&self) -> Option<CnpjRoot> {
        CnpjRoot::of_unchecked(&self.company).filter(|_| self.company.len() == 14)
    }

    pub fn label(&self) -> String {
        let name = match self.kind {
            Kind::IcmsIpi => "EFD ICMS/IPI",
            Kind::Contributions => "EFD-Contribuições",
        };
        let (year, month, _) = self.from.ymd();
        format!("{name} de {} de {month:02}/{year}", self.company)
    }
}

impl<'r, 'a> Books<'r, 'a> {
    pub fn new(roots: &'r [CnpjRoot], header: Header) -> Self {
        Self {
            roots,
            establishment: header.company.clone(),
            cities: HashMap::from([(header.company.clone(), header.city.clone())]),
            header,
            participants: HashMap::new(),
            products: HashMap::new(),
            current: None,
            declared: Vec::new(),
        }
    }

    /// Takes one register; gives the record of the document that it shows to be complete, if any.
    pub fn take(&mut self, line: &Line<'a>) -> Option<Record> {
        let register = line.register();
        let is_part = matches!(register, [b'A' | b'C', b'1', ..]) && !matches!(register, b"A100" | b"C100");
        if is_part {
            if let Some(document) = &mut self.current {
                document.take_part(line, self.header.kind);
            }
            return None;
        }
        let complete = self.finish();
        match register {
            b"0140" => {
                self.establishment = line.code_as_written(4);
                self.cities.insert(self.establishment.clone(), line.code_as_written(7));
            }
            b"0150" => {
                let described = self.participants.entry(line.text(2)).or_default();
                described.insert(self.establishment.clone(), participant(line));
            }
            b"0200" => {
                let product = Product { description: line.text(3), ncm: line.text(8).parse().ok() };
                self.products.insert(line.text(2), product);
            }
            b"A010" | b"C010" => self.establishment = line.code_as_written(2),
            b"A100" | b"C100" => self.current = Some(RawDocument::read(line)),
            _ => {}
        }
        complete
    }

    /// The record of the document at hand.
    pub fn finish(&mut self) -> Option<Record> {
        let document = self.current.take()?;
        Some(self.record(document).unwrap_or_else(|reject| Record::Reject(*reject)))
    }

    pub fn declaration(self) -> Declaration {
        let Header { kind, company, from, to, replaces, city: _ } = self.header;
        Declaration { company, kind, from, to, replaces, documents: self.declared }
    }

    /// A participant by its code; where establishments share codes, that of the establishment at hand.
    pub fn participant(&self, code: &str) -> Option<&RawParty<'a>> {
        let described = self.participants.get(code)?;
        described.get(&self.establishment).or_else(|| described.values().next())
    }

    pub fn product(&self, code: &str) -> Option<&Product<'a>> {
        self.products.get(code)
    }

    /// The municipality of the establishment at hand, empty where unknown.
    pub fn city(&self) -> &str {
        self.cities.get(&self.establishment).map_or("", String::as_str)
    }

    pub fn are_of(&self, root: Option<CnpjRoot>) -> bool {
        root.is_some_and(|root| self.roots.contains(&root))
    }

    /// Adds one of our notes to what the books declare.
    pub fn declare(&mut self, note: &domain::facts::Note, is_exit: bool) {
        let mut by_cfop = BTreeMap::new();
        for item in &note.items {
            let Some(cfop) = item.cfop else { continue };
            let sum = by_cfop.entry(cfop).or_insert(domain::Cents::ZERO);
            // What overflows was a reject before.
            *sum = sum.checked_add(item.amounts.billed).unwrap_or(*sum);
        }
        let by_cfop = by_cfop.into_iter().collect();
        let (key, own, day, total) = (note.key, note.own.clone(), note.day, note.total);
        self.declared.push(DeclaredDocument { key, own, is_exit, day, total, by_cfop });
    }
}

/// Register 0150.
fn participant<'a>(line: &Line<'a>) -> RawParty<'a> {
    let country = line.code(4);
    let abroad = !country.is_empty() && country != BRAZIL;
    let real = |field: usize| line.filled(field).filter(|id| id.bytes().any(|byte| byte != b'0'));
    let city = line.filled(8);
    let uf = city.as_deref().and_then(|code| code.parse::<CityCode>().ok()).map(|city| city.uf().as_str());
    RawParty {
        id: match (real(5), real(6)) {
            (Some(cnpj), _) => RawId::Cnpj(cnpj),
            (None, Some(cpf)) => RawId::Cpf(cpf),
            (None, None) if abroad => RawId::Foreign,
            (None, None) => RawId::None,
        },
        name: line.filled(3),
        state_registration: line.filled(7),
        street: line.filled(10),
        number: line.filled(11),
        complement: line.filled(12),
        district: line.filled(13),
        uf: if abroad { Some("EX".into()) } else { uf.map(Text::Borrowed) },
        // Notes of goods write four digits; the party is the same.
        country_code: abroad.then(|| format!("{country:0>4}").into()),
        city_code: city,
        ..RawParty::default()
    }
}
