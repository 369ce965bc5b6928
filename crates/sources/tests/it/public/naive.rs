//! What a note says, counted from its tree by the formulas of the reference, without the crate.

use super::tree::Element;

/// A note, counted.
#[derive(Debug)]
pub struct NaiveNote {
    /// `@Id` without `NFe`.
    pub key: String,
    pub issuer: String,
    /// CNPJ or CPF of the recipient as written.
    pub recipient: Option<String>,
    /// Whether the recipient is known by `idEstrangeiro`.
    pub is_abroad: bool,
    /// The date at the start of `dhEmi`.
    pub issued_on: String,
    pub is_test: bool,
    /// `cStat` of the protocol with the note's key, empty where there is none.
    pub status: String,
    /// How many `det` there are.
    pub items: usize,
    /// Σ revenue of the items with `indTot` ≠ 0.
    pub revenue: i64,
    /// Σ billed of the items with `indTot` ≠ 0.
    pub billed: i64,
    /// `vNF`
    pub total: i64,
    /// `vNFTot`
    pub total_with_outside_taxes: Option<i64>,
    /// Number, due date and value of each `dup`.
    pub dups: Vec<(String, String, i64)>,
    /// `NFref/refNFe`, then `DFeReferenciado` with its lines.
    pub references: Vec<(String, Option<u16>, Option<u16>)>,
}

impl NaiveNote {
    pub fn difference(&self) -> i64 {
        self.total - self.billed
    }

    /// 100 and 150 authorise.
    pub fn is_proven(&self) -> bool {
        matches!(self.status.as_str(), "100" | "150")
    }
}

/// Every note of a document.
pub fn notes(document: &Element) -> Vec<NaiveNote> {
    let (mut notes, mut protocols) = (Vec::new(), Vec::new());
    document.anywhere("infNFe", &mut notes);
    document.anywhere("infProt", &mut protocols);
    notes.into_iter().map(|note| count(note, &protocols)).collect()
}

fn count(note: &Element, protocols: &[&Element]) -> NaiveNote {
    let key = note.attribute("Id").unwrap_or("").trim_start_matches("NFe").to_owned();
    let protocol = protocols.iter().find(|protocol| protocol.text_at("chNFe") == key);
    let lines: Vec<&Element> = note.all("det").collect();
    let total = cents(note.text_at("total/ICMSTot/vNF"));
    let counted = lines.iter().filter(|line| line.text_at("prod/indTot") != "0").copied();
    let (revenue, billed) = sums(&counted.collect::<Vec<_>>(), total);
    let recipient = ["dest/CNPJ", "dest/CPF"].iter().find_map(|path| note.at(path)).map(|id| id.text.clone());
    NaiveNote {
        status: protocol.map_or("", |protocol| protocol.text_at("cStat")).to_owned(),
        issuer: note.text_at("emit/CNPJ").to_owned(),
        is_abroad: note.at("dest/idEstrangeiro").is_some(),
        recipient,
        issued_on: note.text_at("ide/dhEmi").chars().take(10).collect(),
        is_test: note.text_at("ide/tpAmb") == "2",
        items: lines.len(),
        revenue,
        billed,
        total,
        total_with_outside_taxes: note.at("total/vNFTot").map(|total| cents(&total.text)),
        dups: dups(note),
        references: references(note, &lines),
        key,
    }
}

/// Σ revenue and Σ billed. A relieved ICMS is deducted where the line says so; where it says
/// nothing, only if then Σ billed is `vNF`.
fn sums(lines: &[&Element], total: i64) -> (i64, i64) {
    let sum = |deduct_where_unsaid: bool| {
        let revenue: i64 = lines.iter().map(|line| revenue(line, deduct_where_unsaid)).sum();
        (revenue, revenue + lines.iter().map(|line| collected_on_top(line)).sum::<i64>())
    };
    let (as_said, deducting) = (sum(false), sum(true));
    if deducting.1 == total { deducting } else { as_said }
}

/// `vProd − vDesc + vFrete + vSeg + vOutro − vICMSDeson` where deducted.
fn revenue(line: &Element, deduct_where_unsaid: bool) -> i64 {
    let prod = |name: &str| cents(line.text_at(&format!("prod/{name}")));
    let relieved = sum_in(line, "imposto/ICMS", "vICMSDeson");
    let mut said = Vec::new();
    line.anywhere("indDeduzDeson", &mut said);
    let is_deducted = said.first().map_or(deduct_where_unsaid, |said| said.text == "1");
    prod("vProd") - prod("vDesc") + prod("vFrete") + prod("vSeg") + prod("vOutro")
        - if is_deducted { relieved } else { 0 }
}

/// IPI, ICMS-ST, FCP-ST, II, returned IPI, single-phase ICMS, PIS-ST and COFINS-ST where added.
fn collected_on_top(line: &Element) -> i64 {
    let icms = |name: &str| sum_in(line, "imposto/ICMS", name);
    let substituted = |group: &str, value: &str, flag: &str| {
        let group = line.at(&format!("imposto/{group}"));
        group.filter(|group| group.text_at(flag) == "1").map_or(0, |group| cents(group.text_at(value)))
    };
    sum_in(line, "imposto/IPI", "vIPI")
        + icms("vICMSST")
        + icms("vFCPST")
        + icms("vICMSMonoReten")
        + sum_in(line, "imposto/II", "vII")
        + sum_in(line, "impostoDevol/IPI", "vIPIDevol")
        + substituted("PISST", "vPIS", "indSomaPISST")
        + substituted("COFINSST", "vCOFINS", "indSomaCOFINSST")
}

fn sum_in(line: &Element, group: &str, name: &str) -> i64 {
    let mut found = Vec::new();
    if let Some(group) = line.at(group) {
        group.anywhere(name, &mut found);
    }
    found.into_iter().map(|amount| cents(&amount.text)).sum()
}

fn dups(note: &Element) -> Vec<(String, String, i64)> {
    let text = |dup: &Element, name: &str| dup.text_at(name).to_owned();
    let dups = note.child("cobr").into_iter().flat_map(|cobr| cobr.all("dup"));
    dups.map(|dup| (text(dup, "nDup"), text(dup, "dVenc"), cents(dup.text_at("vDup")))).collect()
}

fn references(note: &Element, lines: &[&Element]) -> Vec<(String, Option<u16>, Option<u16>)> {
    let ide = note.child("ide").into_iter();
    let of_note = ide.flat_map(|ide| ide.all("NFref")).filter_map(|reference| reference.child("refNFe"));
    let of_note = of_note.map(|key| (key.text.trim().to_owned(), None, None));
    let of_lines = lines.iter().filter_map(|line| {
        let key = line.at("DFeReferenciado/chaveAcesso")?;
        let place = line.attribute("nItem").and_then(|place| place.parse().ok());
        Some((key.text.trim().to_owned(), place, line.text_at("DFeReferenciado/nItem").parse().ok()))
    });
    of_note.chain(of_lines).collect()
}

/// A decimal with at most two places, in cents; nothing is zero.
pub fn cents(decimal: &str) -> i64 {
    let decimal = decimal.trim();
    if decimal.is_empty() {
        return 0;
    }
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    assert!(fraction.len() <= 2, "{decimal} has fractions of a cent");
    format!("{whole}{fraction:0<2}").parse().unwrap_or_else(|error| panic!("{decimal}: {error}"))
}

/// Whether the check digits of a 14-character CNPJ or an 11-digit CPF follow from the rest
/// (IN RFB 2.229/2024: a character is worth its ASCII code less 48; modulo 11).
pub fn check_digits_follow(id: &str) -> bool {
    let weights: &[u32] = match id.len() {
        14 => &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2],
        11 => &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2],
        _ => return false,
    };
    let bare = id.len() - 2;
    let digit = |length: usize| {
        let weighted = id.bytes().take(length).zip(&weights[weights.len() - length..]);
        match weighted.map(|(byte, weight)| u32::from(byte - b'0') * weight).sum::<u32>() % 11 {
            0 | 1 => 0,
            remainder => 11 - remainder,
        }
    };
    id[bare..] == format!("{}{}", digit(bare), digit(bare + 1))
}
