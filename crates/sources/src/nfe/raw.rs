//! `infNFe` as written, layouts 3.10 and 4.00: fields read into values, nothing judged yet.

use std::borrow::Cow;

use domain::quantity::Quantity;
use domain::record::RejectCause;
use domain::{AccessKey, Cents, Cfop, Day, Ncm};

use crate::xml::{Element, Xml, XmlResult};

pub(crate) type Text<'a> = Cow<'a, str>;

/// More lines, instalments or payments than any document has (leiaute 4.00: 990 lines, 120 instalments).
pub(crate) const MOST: usize = 10_000;

/// A note as written.
#[derive(Default)]
pub(super) struct RawNote<'a> {
    /// Where it stands in the file: the path of its `infNFe`, and the line.
    pub place: (String, u64),
    /// `@Id`, without its `NFe`.
    pub id: Option<String>,
    pub ide: RawIde<'a>,
    pub emit: RawParty<'a>,
    pub dest: Option<RawParty<'a>>,
    /// `entrega`
    pub delivery: Option<RawParty<'a>>,
    pub items: Vec<RawItem<'a>>,
    /// `total/ICMSTot/vNF`
    pub total: Option<Cents>,
    /// `total/vNFTot`
    pub total_with_outside_taxes: Option<Cents>,
    /// `cobr/dup`
    pub dups: Vec<RawDup<'a>>,
    /// `compra/xPed`
    pub order_number: Option<Text<'a>>,
    /// `infAdic/infCpl`
    pub free_text: Option<Text<'a>>,
}

#[derive(Default)]
pub(super) struct RawIde<'a> {
    pub issued_on: Option<Day>,
    pub is_exit: Option<bool>,
    pub is_test: bool,
    /// `finNFe`
    pub purpose: Text<'a>,
    /// `tpNFCredito`
    pub credit_kind: Text<'a>,
    /// `NFref/refNFe`
    pub references: Vec<AccessKey>,
}

/// `emit`, `dest` or `entrega`.
#[derive(Default)]
pub(crate) struct RawParty<'a> {
    pub id: RawId<'a>,
    pub name: Option<Text<'a>>,
    pub trade_name: Option<Text<'a>>,
    pub state_registration: Option<Text<'a>>,
    pub email: Option<Text<'a>>,
    pub phone: Option<Text<'a>>,
    pub street: Option<Text<'a>>,
    pub number: Option<Text<'a>>,
    pub complement: Option<Text<'a>>,
    pub district: Option<Text<'a>>,
    pub city_code: Option<Text<'a>>,
    pub city: Option<Text<'a>>,
    pub uf: Option<Text<'a>>,
    pub cep: Option<Text<'a>>,
    pub country_code: Option<Text<'a>>,
    pub country: Option<Text<'a>>,
}

/// How a party is identified.
#[derive(Default)]
pub(crate) enum RawId<'a> {
    #[default]
    None,
    Cnpj(Text<'a>),
    Cpf(Text<'a>),
    /// `idEstrangeiro`, which may be empty or any word and therefore names nobody.
    Foreign,
}

#[derive(Default)]
pub(super) struct RawItem<'a> {
    pub line: u16,
    pub product: Text<'a>,
    pub description: Text<'a>,
    pub ncm: Option<Ncm>,
    pub cfop: Option<Cfop>,
    pub unit: Text<'a>,
    pub quantity: Quantity,
    pub order_number: Option<Text<'a>>,
    /// `indTot` 0: the line is not part of the note's total.
    pub outside_total: bool,
    pub value: Option<Cents>,
    pub freight: Cents,
    pub insurance: Cents,
    pub discount: Cents,
    pub other: Cents,
    pub taxes: RawTaxes,
    /// `DFeReferenciado`
    pub reference: Option<(AccessKey, Option<u16>)>,
}

/// The amounts of `imposto` and `impostoDevol` that matter for revenue, billing and net revenue.
#[derive(Default)]
pub(super) struct RawTaxes {
    pub icms: Cents,
    pub fcp: Cents,
    pub icms_st: Cents,
    pub fcp_st: Cents,
    /// Single-phase ICMS on fuels withheld (`vICMSMonoReten`).
    pub icms_single_phase: Cents,
    pub icms_relieved: Cents,
    /// `indDeduzDeson`: whether the relieved ICMS was deducted from the price, where it says.
    pub icms_relieved_is_deducted: Option<bool>,
    pub ipi: Cents,
    pub ipi_returned: Cents,
    pub import_duty: Cents,
    pub iss: Cents,
    pub pis: Cents,
    pub cofins: Cents,
    pub pis_st: Cents,
    pub pis_st_in_total: bool,
    pub cofins_st: Cents,
    pub cofins_st_in_total: bool,
    pub ibs: Cents,
    pub cbs: Cents,
}

pub(super) struct RawDup<'a> {
    pub number: Text<'a>,
    pub due_on: Option<Day>,
    pub amount: Cents,
}

/// The key of a note as its `infNFe` has it.
pub(super) fn note_key(element: &Element<'_>) -> Option<String> {
    element.attribute("Id").map(|id| id.strip_prefix("NFe").unwrap_or(&id).to_owned())
}

/// Reads an `infNFe` just opened, to its end.
pub(super) fn read_note<'a>(xml: &mut Xml<'a>, element: &Element<'a>) -> XmlResult<RawNote<'a>> {
    let mut note = RawNote { id: note_key(element), place: (xml.path(), xml.line()), ..RawNote::default() };
    while let Some(child) = xml.child()? {
        match child.name {
            "ide" => note.ide = ide(xml)?,
            "emit" => note.emit = party(xml)?,
            "dest" => note.dest = Some(party(xml)?),
            "entrega" => note.delivery = Some(party(xml)?),
            "det" if note.items.len() == MOST => return Err(xml.too_many("itens", MOST)),
            "det" => {
                let line = note.items.len() as u16 + 1;
                note.items.push(item(xml, &child, line)?);
            }
            "total" => total(xml, &mut note)?,
            "cobr" => note.dups = dups(xml)?,
            "compra" => note.order_number = named_text(xml, "xPed")?,
            "infAdic" => note.free_text = named_text(xml, "infCpl")?,
            _ => xml.skip()?,
        }
    }
    Ok(note)
}

fn ide<'a>(xml: &mut Xml<'a>) -> XmlResult<RawIde<'a>> {
    let mut ide = RawIde::default();
    while let Some(child) = xml.child()? {
        match child.name {
            "dhEmi" | "dEmi" => ide.issued_on = Some(xml.parse(|text| Ok(Day::from_iso_prefix(text)?))?),
            "tpNF" => ide.is_exit = Some(xml.parse(|text| one_of(text, &[("0", false), ("1", true)]))?),
            "tpAmb" => ide.is_test = xml.parse(|text| one_of(text, &[("1", false), ("2", true)]))?,
            "finNFe" => ide.purpose = xml.text()?,
            "tpNFCredito" => ide.credit_kind = xml.text()?,
            "NFref" => note_references(xml, &mut ide.references)?,
            _ => xml.skip()?,
        }
    }
    Ok(ide)
}

/// A reference that is not an access key (a paper note, a coupon's counter) refers to nothing we hold.
fn note_references(xml: &mut Xml<'_>, references: &mut Vec<AccessKey>) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            "refNFe" => references.extend(xml.text()?.parse::<AccessKey>().ok()),
            _ => xml.skip()?,
        }
    }
    Ok(())
}

fn party<'a>(xml: &mut Xml<'a>) -> XmlResult<RawParty<'a>> {
    let mut party = RawParty::default();
    party_fields(xml, &mut party)?;
    Ok(party)
}

/// `entrega` has the address among its own fields, `emit` and `dest` in a child.
fn party_fields<'a>(xml: &mut Xml<'a>, party: &mut RawParty<'a>) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            "CNPJ" => party.id = RawId::Cnpj(xml.text()?),
            "CPF" => party.id = RawId::Cpf(xml.text()?),
            "idEstrangeiro" => {
                xml.skip()?;
                party.id = RawId::Foreign;
            }
            "xNome" => party.name = filled(xml)?,
            "xFant" => party.trade_name = filled(xml)?,
            "IE" => party.state_registration = filled(xml)?,
            "email" => party.email = filled(xml)?,
            "enderEmit" | "enderDest" => party_fields(xml, party)?,
            "fone" => party.phone = filled(xml)?,
            "xLgr" => party.street = filled(xml)?,
            "nro" => party.number = filled(xml)?,
            "xCpl" => party.complement = filled(xml)?,
            "xBairro" => party.district = filled(xml)?,
            "cMun" => party.city_code = filled(xml)?,
            "xMun" => party.city = filled(xml)?,
            "UF" => party.uf = filled(xml)?,
            "CEP" => party.cep = filled(xml)?,
            "cPais" => party.country_code = filled(xml)?,
            "xPais" => party.country = filled(xml)?,
            _ => xml.skip()?,
        }
    }
    Ok(())
}

fn item<'a>(xml: &mut Xml<'a>, det: &Element<'a>, position: u16) -> XmlResult<RawItem<'a>> {
    let line = det.attribute("nItem").and_then(|line| line.parse().ok()).unwrap_or(position);
    let mut item = RawItem { line, ..RawItem::default() };
    while let Some(child) = xml.child()? {
        match child.name {
            "prod" => product(xml, &mut item)?,
            "imposto" | "impostoDevol" => taxes(xml, &mut item.taxes)?,
            "DFeReferenciado" => item.reference = item_reference(xml)?,
            _ => xml.skip()?,
        }
    }
    if item.cfop.is_none() {
        return Err(xml.missing(&format!("det[{line}]/prod/CFOP")));
    }
    if item.value.is_none() {
        return Err(xml.missing(&format!("det[{line}]/prod/vProd")));
    }
    Ok(item)
}

fn product<'a>(xml: &mut Xml<'a>, item: &mut RawItem<'a>) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            "cProd" => item.product = xml.text()?,
            "xProd" => item.description = xml.text()?,
            "NCM" => item.ncm = xml.text()?.parse().ok(),
            "CFOP" => item.cfop = Some(xml.parse(|text| Ok(text.parse()?))?),
            "uCom" => item.unit = xml.text()?,
            "qCom" => item.quantity = xml.parse(|text| Ok(text.parse()?))?,
            "vProd" => item.value = Some(amount(xml)?),
            "vFrete" => item.freight = amount(xml)?,
            "vSeg" => item.insurance = amount(xml)?,
            "vDesc" => item.discount = amount(xml)?,
            "vOutro" => item.other = amount(xml)?,
            "indTot" => item.outside_total = xml.parse(|text| one_of(text, &[("0", true), ("1", false)]))?,
            "xPed" => item.order_number = filled(xml)?,
            _ => xml.skip()?,
        }
    }
    Ok(())
}

/// Each tax is a group of alternatives (`ICMS/ICMS10`, `ICMS/ICMSSN202`, ...) whose amounts have the
/// same names, so they are looked for anywhere within the group.
fn taxes(xml: &mut Xml<'_>, taxes: &mut RawTaxes) -> XmlResult<()> {
    let imposto = xml.depth();
    while let Some(group) = xml.child()? {
        let group = group.name;
        while xml.depth() > imposto {
            if let Some(leaf) = xml.child()? {
                tax(xml, group, leaf.name, taxes)?;
            }
        }
    }
    Ok(())
}

/// Reads the element just opened if it is an amount; otherwise leaves it open, to look inside.
fn tax(xml: &mut Xml<'_>, group: &str, leaf: &str, taxes: &mut RawTaxes) -> XmlResult<()> {
    let slot = match (group, leaf) {
        ("ICMS", "vICMS") => &mut taxes.icms,
        ("ICMS", "vFCP") => &mut taxes.fcp,
        ("ICMS", "vICMSST") => &mut taxes.icms_st,
        ("ICMS", "vFCPST") => &mut taxes.fcp_st,
        ("ICMS", "vICMSMonoReten") => &mut taxes.icms_single_phase,
        ("ICMS", "vICMSDeson") => &mut taxes.icms_relieved,
        ("ICMS", "indDeduzDeson") => {
            let deducted = xml.parse(|text| one_of(text, &[("0", false), ("1", true)]))?;
            taxes.icms_relieved_is_deducted = Some(deducted);
            return Ok(());
        }
        ("IPI", "vIPI") => &mut taxes.ipi,
        ("IPI", "vIPIDevol") => &mut taxes.ipi_returned,
        ("II", "vII") => &mut taxes.import_duty,
        ("ISSQN", "vISSQN") => &mut taxes.iss,
        ("PIS", "vPIS") => &mut taxes.pis,
        ("COFINS", "vCOFINS") => &mut taxes.cofins,
        ("PISST", "vPIS") => &mut taxes.pis_st,
        ("COFINSST", "vCOFINS") => &mut taxes.cofins_st,
        ("PISST", "indSomaPISST") => {
            taxes.pis_st_in_total = xml.text()? == "1";
            return Ok(());
        }
        ("COFINSST", "indSomaCOFINSST") => {
            taxes.cofins_st_in_total = xml.text()? == "1";
            return Ok(());
        }
        ("IBSCBS", "vIBS") => &mut taxes.ibs,
        ("IBSCBS", "vCBS") => &mut taxes.cbs,
        _ => return Ok(()),
    };
    *slot = amount(xml)?;
    Ok(())
}

fn item_reference(xml: &mut Xml<'_>) -> XmlResult<Option<(AccessKey, Option<u16>)>> {
    let (mut key, mut line) = (None, None);
    while let Some(child) = xml.child()? {
        match child.name {
            "chaveAcesso" => key = xml.text()?.parse().ok(),
            "nItem" => line = xml.text()?.parse().ok(),
            _ => xml.skip()?,
        }
    }
    Ok(key.map(|key| (key, line)))
}

fn total(xml: &mut Xml<'_>, note: &mut RawNote<'_>) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            "ICMSTot" => {
                while let Some(child) = xml.child()? {
                    match child.name {
                        "vNF" => note.total = Some(amount(xml)?),
                        _ => xml.skip()?,
                    }
                }
            }
            "vNFTot" => note.total_with_outside_taxes = Some(amount(xml)?),
            _ => xml.skip()?,
        }
    }
    Ok(())
}

fn dups<'a>(xml: &mut Xml<'a>) -> XmlResult<Vec<RawDup<'a>>> {
    let mut dups = Vec::new();
    while let Some(child) = xml.child()? {
        match child.name {
            "dup" if dups.len() == MOST => return Err(xml.too_many("duplicatas", MOST)),
            "dup" => dups.push(dup(xml)?),
            _ => xml.skip()?,
        }
    }
    Ok(dups)
}

fn dup<'a>(xml: &mut Xml<'a>) -> XmlResult<RawDup<'a>> {
    let mut dup = RawDup { number: Text::default(), due_on: None, amount: Cents::ZERO };
    while let Some(child) = xml.child()? {
        match child.name {
            "nDup" => dup.number = xml.text()?,
            "dVenc" => dup.due_on = Some(xml.parse(|text| Ok(Day::from_iso_prefix(text)?))?),
            "vDup" => dup.amount = amount(xml)?,
            _ => xml.skip()?,
        }
    }
    Ok(dup)
}

/// An amount; an empty element is no amount.
pub(crate) fn amount(xml: &mut Xml<'_>) -> XmlResult<Cents> {
    xml.parse(|text| if text.is_empty() { Ok(Cents::ZERO) } else { Ok(Cents::from_decimal(text)?) })
}

/// The text of the element just opened; `None` where it is empty.
pub(crate) fn filled<'a>(xml: &mut Xml<'a>) -> XmlResult<Option<Text<'a>>> {
    Ok(Some(xml.text()?).filter(|text| !text.is_empty()))
}

/// The text of one child of the element just opened, the others skipped.
fn named_text<'a>(xml: &mut Xml<'a>, name: &str) -> XmlResult<Option<Text<'a>>> {
    let mut found = None;
    while let Some(child) = xml.child()? {
        if child.name == name {
            found = filled(xml)?;
        } else {
            xml.skip()?;
        }
    }
    Ok(found)
}

/// The meaning of a coded value.
fn one_of<T: Copy>(text: &str, meanings: &[(&str, T)]) -> Result<T, RejectCause> {
    meanings
        .iter()
        .find(|(code, _)| *code == text)
        .map(|(_, meaning)| *meaning)
        .ok_or_else(|| RejectCause::Code { value: text.chars().take(20).collect() })
}
