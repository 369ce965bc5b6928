//! `procEventoNFe` and `ProcInutNFe`: what happens to notes and numbers.

use super::signature::{Seal, sign};
use super::{DECLARATION, NAMESPACE, Xml};
use crate::note::{Moment, Note, Party};

/// A correction letter (*carta de correção*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The place of the note it corrects.
    pub note: usize,
    /// When it was registered.
    pub registered: Moment,
    /// What it says.
    pub text: String,
}

/// Numbers of a series declared unused (*inutilização*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voiding {
    /// The series.
    pub series: u16,
    /// First number.
    pub first: u32,
    /// Last number.
    pub last: u32,
    /// When it was registered.
    pub registered: Moment,
}

/// An event about to be written.
struct Event<'a> {
    note: &'a Note,
    issuer: &'a Party,
    registered: Moment,
    kind: &'static str,
    /// What stands within `detEvento`.
    details: String,
}

/// Writes the cancellation of a note.
pub fn cancellation(note: &Note, issuer: &Party, registered: Moment) -> String {
    let mut details = Xml::default();
    details.code("descEvento", "Cancelamento");
    details.code("nProt", &note.protocol());
    details.code("xJust", "Erro no preenchimento do pedido pelo cliente");
    event(&Event { note, issuer, registered, kind: "110111", details: details.finish() })
}

/// Writes a correction letter.
pub fn correction(correction: &Correction, note: &Note, issuer: &Party) -> String {
    let mut details = Xml::default();
    details.code("descEvento", "Carta de Correcao");
    details.text("xCorrecao", &correction.text);
    details.text(
        "xCondUso",
        "A Carta de Correcao pode ser utilizada para regularizacao de erro ocorrido na emissao de documento fiscal, \
         desde que o erro nao esteja relacionado com valores do imposto, dados cadastrais que mudem o remetente ou o \
         destinatario e a data de emissao ou de saida.",
    );
    let registered = correction.registered;
    event(&Event { note, issuer, registered, kind: "110110", details: details.finish() })
}

fn event(event: &Event<'_>) -> String {
    let Event { note, issuer, registered, kind, details } = event;
    let state = &note.key[..2];
    let id = format!("ID{kind}{}01", note.key);
    let mut xml = Xml::with_capacity(6_000);
    xml.raw(DECLARATION);
    xml.raw(&format!("<procEventoNFe versao=\"1.00\" xmlns=\"{NAMESPACE}\"><evento versao=\"1.00\">"));
    xml.raw(&format!("<infEvento Id=\"{id}\">"));
    xml.code("cOrgao", state);
    xml.code("tpAmb", "1");
    xml.code("CNPJ", issuer.tax_id.as_str());
    xml.code("chNFe", &note.key);
    xml.moment("dhEvento", *registered);
    xml.code("tpEvento", kind);
    xml.raw("<nSeqEvento>1</nSeqEvento><verEvento>1.00</verEvento><detEvento versao=\"1.00\">");
    xml.raw(details);
    xml.raw("</detEvento></infEvento>");
    sign(&mut xml, &id, &mut Seal::of(&id), issuer.tax_id.as_str());
    xml.raw("</evento><retEvento versao=\"1.00\"><infEvento><tpAmb>1</tpAmb><verAplic>SEFAZ_EXEMPLO_4.0</verAplic>");
    xml.code("cOrgao", state);
    xml.raw("<cStat>135</cStat><xMotivo>Evento registrado e vinculado a NF-e</xMotivo>");
    xml.code("chNFe", &note.key);
    xml.code("tpEvento", kind);
    xml.code("nSeqEvento", "1");
    xml.moment("dhRegEvento", Moment { second: registered.second + 2, ..*registered });
    xml.code("nProt", &later_protocol(note));
    xml.raw("</infEvento></retEvento></procEventoNFe>");
    xml.finish()
}

/// The protocol of an event: another number than its note's.
fn later_protocol(note: &Note) -> String {
    let protocol = note.protocol();
    format!("{}9{}", &protocol[..5], &protocol[6..])
}

/// Writes a voiding of numbers of NF-e by an issuer in the state of São Paulo.
pub fn voiding(voiding: &Voiding, issuer: &Party) -> String {
    let Voiding { series, first, last, registered } = *voiding;
    let year = registered.day.ymd().0 % 100;
    let cnpj = issuer.tax_id.as_str();
    let id = format!("ID35{year:02}{cnpj}55{series:03}{first:09}{last:09}");
    let numbers = format!(
        "<cUF>35</cUF><ano>{year:02}</ano><CNPJ>{cnpj}</CNPJ><mod>55</mod><serie>{series}</serie>\
         <nNFIni>{first}</nNFIni><nNFFin>{last}</nNFFin>"
    );
    let mut xml = Xml::with_capacity(5_000);
    xml.raw(DECLARATION);
    xml.raw(&format!("<ProcInutNFe versao=\"4.00\" xmlns=\"{NAMESPACE}\"><inutNFe versao=\"4.00\">"));
    xml.raw(&format!("<infInut Id=\"{id}\"><tpAmb>1</tpAmb><xServ>INUTILIZAR</xServ>{numbers}"));
    xml.raw("<xJust>Falha do sistema na sequencia da numeracao</xJust></infInut>");
    sign(&mut xml, &id, &mut Seal::of(&id), cnpj);
    xml.raw("</inutNFe><retInutNFe versao=\"4.00\"><infInut><tpAmb>1</tpAmb><verAplic>SEFAZ_EXEMPLO_4.0</verAplic>");
    xml.raw(&format!("<cStat>102</cStat><xMotivo>Inutilizacao de numero homologado</xMotivo>{numbers}"));
    xml.moment("dhRecbto", registered);
    xml.code("nProt", &format!("135{year:02}{:010}", u64::from(first) * 7_919));
    xml.raw("</infInut></retInutNFe></ProcInutNFe>");
    xml.finish()
}
