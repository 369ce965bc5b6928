//! Small event files written for one test each.

use super::HEAD_OFFICE;

/// An event to be written. It begins as the company's own, answered with "registered" (135).
#[derive(Clone, Debug)]
pub struct EventDraft {
    pub author: String,
    pub note: String,
    /// `tpEvento`
    pub kind: String,
    /// `nSeqEvento`
    pub sequence: u8,
    /// `tpAmb`
    pub environment: u8,
    /// `cStat` of the answer; without it there is no answer.
    pub status: Option<String>,
    /// Within `detEvento`.
    pub details: String,
}

/// `nProt` of the answers.
pub const PROTOCOL: &str = "135000000000099";

impl EventDraft {
    pub fn of(kind: &str, note: &str) -> Self {
        Self {
            author: HEAD_OFFICE.to_owned(),
            note: note.to_owned(),
            kind: kind.to_owned(),
            sequence: 1,
            environment: 1,
            status: Some("135".to_owned()),
            details: String::new(),
        }
    }

    pub fn by(mut self, author: &str) -> Self {
        self.author = author.to_owned();
        self
    }

    pub fn status(mut self, c_stat: &str) -> Self {
        self.status = Some(c_stat.to_owned());
        self
    }

    pub fn unanswered(mut self) -> Self {
        self.status = None;
        self
    }

    pub fn in_test_environment(mut self) -> Self {
        self.environment = 2;
        self
    }

    pub fn detailed(mut self, elements: &str) -> Self {
        self.details = elements.to_owned();
        self
    }

    /// `evento`: what was asked.
    pub fn request(&self) -> String {
        let Self { author, note, kind, sequence, environment, details, .. } = self;
        format!(
            "<evento versao=\"1.00\"><infEvento Id=\"ID{kind}{note}{sequence:02}\"><cOrgao>35</cOrgao>\
             <tpAmb>{environment}</tpAmb><CNPJ>{author}</CNPJ><chNFe>{note}</chNFe>\
             <dhEvento>2026-04-10T15:00:00-03:00</dhEvento><tpEvento>{kind}</tpEvento><nSeqEvento>{sequence}</nSeqEvento>\
             <detEvento versao=\"1.00\">{details}</detEvento></infEvento></evento>"
        )
    }

    /// `retEvento`: what the authority answered, a day later.
    pub fn answer(&self) -> String {
        let Some(status) = &self.status else { return String::new() };
        let Self { note, kind, sequence, environment, .. } = self;
        format!(
            "<retEvento versao=\"1.00\"><infEvento><tpAmb>{environment}</tpAmb><cOrgao>35</cOrgao><cStat>{status}</cStat>\
             <chNFe>{note}</chNFe><tpEvento>{kind}</tpEvento><nSeqEvento>{sequence}</nSeqEvento>\
             <dhRegEvento>2026-04-11T09:00:00-03:00</dhRegEvento><nProt>{PROTOCOL}</nProt></infEvento></retEvento>"
        )
    }

    /// The file: `procEventoNFe`.
    pub fn xml(&self) -> String {
        let namespace = "http://www.portalfiscal.inf.br/nfe";
        let (request, answer) = (self.request(), self.answer());
        format!("<procEventoNFe xmlns=\"{namespace}\" versao=\"1.00\">{request}{answer}</procEventoNFe>")
    }
}
