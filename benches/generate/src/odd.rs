//! The odd files every folder of notes has: broken, empty, foreign, double.

use crate::cast::HOMES;
use crate::note::{Note, Operation, PartyId};
use crate::plan::{Plan, key};
use crate::xml::{Issue, issue};

/// A file beside the archives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddFile {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// The odd files of a plan. None of them changes what the importer must come to: the broken ones are
/// copies of notes that the archives have whole.
pub fn odd_files(plan: &Plan) -> Vec<OddFile> {
    let sales = plain_sales(plan);
    let file = |name: String, content: &[u8]| OddFile { name, content: content.to_vec() };
    let mut files = vec![file("vazio.xml".to_owned(), b""), file("boleto.pdf".to_owned(), PDF)];
    if let [first, second, third, fourth, ..] = sales[..] {
        let text = written(plan, first, true);
        files.push(file("nota_cortada.xml".to_owned(), &text.as_bytes()[..text.len() * 3 / 5]));
        let text = with_comma(&written(plan, second, true));
        files.push(file("nota_com_virgula.xml".to_owned(), text.as_bytes()));
        let text = written(plan, third, true).replace(&third.key, &third.key[..43]);
        files.push(file("nota_chave_curta.xml".to_owned(), text.as_bytes()));
        let text = written(plan, fourth, true);
        files.push(file(format!("{}-copia.xml", fourth.key), text.as_bytes()));
        let text = written(plan, fourth, false);
        files.push(file(format!("{}-sem-protocolo.xml", fourth.key), text.as_bytes()));
        let text = between_others(plan, first);
        files.push(file("nota_de_terceiros.xml".to_owned(), text.as_bytes()));
    }
    files
}

/// Four sales apart from each other, to which nothing has happened.
fn plain_sales(plan: &Plan) -> Vec<&Note> {
    let referred: Vec<usize> =
        plan.notes.iter().filter_map(|note| note.refers_to.as_ref()).map(|reference| reference.note).collect();
    let plain = |(place, note): &(usize, &Note)| {
        note.operation == Operation::Sale && note.is_live() && !referred.contains(place)
    };
    let sales: Vec<&Note> = plan.notes.iter().enumerate().filter(plain).map(|(_, note)| note).collect();
    let step = (sales.len() / 5).max(1);
    sales.into_iter().step_by(step).take(4).collect()
}

fn written(plan: &Plan, note: &Note, with_protocol: bool) -> String {
    let recipient = note.recipient.map(|recipient| plan.party(recipient));
    issue(&Issue { note, issuer: plan.party(note.issuer), recipient, with_protocol })
}

/// The text with the amount of its first line written as `12,34`.
fn with_comma(text: &str) -> String {
    const TAG: &str = "<vProd>";
    let from = text.find(TAG).map_or(0, |at| at + TAG.len());
    let to = from + text[from..].find('<').unwrap_or(0);
    format!("{}12,34{}", &text[..from], &text[to..])
}

/// A note of a supplier to one of our customers, which is nothing to us.
fn between_others(plan: &Plan, like: &Note) -> String {
    let issuer = PartyId(HOMES.len());
    let mut note = Note { issuer, number: 4_711, ..like.clone() };
    note.key = key(&note, plan.party(issuer));
    written(plan, &note, true)
}

const PDF: &[u8] = b"%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>
endobj
trailer
<< /Size 4 /Root 1 0 R >>
%%EOF
";
