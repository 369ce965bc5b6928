//! A service note as written: fields read into values, nothing judged yet.

use domain::record::RejectCause;
use domain::{Cents, Day};

use super::events::RawCancellation;
use super::parties::{merge, party};
use crate::nfe::events::code;
use crate::nfe::raw::{RawParty, Text, filled};
use crate::xml::{Element, Xml, XmlResult};

/// A service note as written.
#[derive(Default)]
pub(super) struct RawService<'a> {
    /// Where it stands in the file: the path of its `infNFSe` or `InfNfse`, and the line.
    pub place: (String, u64),
    /// `infNFSe/@Id`; `None` for a municipal note, which has no key.
    pub id: Option<String>,
    /// `nNFSe`, `Numero`
    pub number: String,
    /// `OrgaoGerador/CodigoMunicipio`
    pub city: String,
    /// `tpAmb` 2
    pub is_test: bool,
    /// `dhEmi`, `DataEmissao`
    pub issued_on: Option<Day>,
    /// `dhProc`
    pub processed_on: Option<Day>,
    /// `emit`, `PrestadorServico`: who issued it, with name and address.
    pub emit: RawParty<'a>,
    /// `prest`, `Prestador`: who renders the service, often by tax id alone.
    pub provider: RawParty<'a>,
    /// `toma`, `Tomador`, `TomadorServico`
    pub taker: Option<RawParty<'a>>,
    /// `vServ`, `ValorServicos`
    pub price: Option<Cents>,
    /// `vDescIncond`, `DescontoIncondicionado`
    pub discount: Cents,
    /// `vLiq`, `ValorLiquidoNfse`
    pub net: Option<Cents>,
    pub iss: Cents,
    pub pis: Cents,
    pub cofins: Cents,
    pub ibs: Cents,
    pub cbs: Cents,
    /// `cTribNac`, `ItemListaServico`
    pub service_code: Text<'a>,
    /// `cTribMun`, `CodigoTributacaoMunicipio`
    pub city_service_code: Text<'a>,
    /// `xDescServ`, `Discriminacao`
    pub description: Text<'a>,
    /// `infoCompl/xPed`
    pub order_number: Option<Text<'a>>,
    /// `infoCompl/xInfComp`, `OutrasInformacoes`
    pub free_text: Option<Text<'a>>,
    /// `chSubstda`, `NfseSubstituida`: the note it replaces.
    pub replaces: String,
    /// `NfseCancelamento` or `NfseSubstituicao` beside it.
    pub cancellation: Option<RawCancellation>,
}

/// Reads an `infNFSe` just opened, to its end.
pub(super) fn read_national<'a>(xml: &mut Xml<'a>, element: &Element<'a>) -> XmlResult<RawService<'a>> {
    let id = element.attribute("Id").unwrap_or_default();
    let mut note = RawService { id: Some(id), place: (xml.path(), xml.line()), ..RawService::default() };
    while let Some(child) = xml.child()? {
        match child.name {
            "nNFSe" => note.number = code(xml)?,
            "dhProc" => note.processed_on = Day::from_iso_prefix(&xml.text()?).ok(),
            "emit" => note.emit = party(xml)?,
            "valores" => {
                while let Some(child) = xml.child()? {
                    match child.name {
                        "vLiq" => note.net = Some(amount(xml)?),
                        "vISSQN" => note.iss = amount(xml)?,
                        _ => xml.skip()?,
                    }
                }
            }
            "IBSCBS" => reform(xml, &mut note)?,
            "DPS" => {
                while let Some(child) = xml.child()? {
                    match child.name {
                        "infDPS" => declaration(xml, &mut note)?,
                        _ => xml.skip()?,
                    }
                }
            }
            _ => xml.skip()?,
        }
    }
    Ok(note)
}

/// IBS and CBS, of whose group only the totals are wanted, wherever they stand in it.
fn reform(xml: &mut Xml<'_>, note: &mut RawService<'_>) -> XmlResult<()> {
    let outside = xml.depth() - 1;
    while xml.depth() > outside {
        let Some(child) = xml.child()? else { continue };
        match child.name {
            "vIBSTot" => note.ibs = amount(xml)?,
            "vCBS" => note.cbs = amount(xml)?,
            _ => {}
        }
    }
    Ok(())
}

/// `infDPS`
fn declaration<'a>(xml: &mut Xml<'a>, note: &mut RawService<'a>) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            "tpAmb" => note.is_test = xml.text()? == "2",
            "dhEmi" => note.issued_on = Some(xml.parse(|text| Ok(Day::from_iso_prefix(text)?))?),
            "prest" => note.provider = party(xml)?,
            "toma" => note.taker = Some(party(xml)?),
            "subst" => {
                while let Some(child) = xml.child()? {
                    match child.name {
                        "chSubstda" => note.replaces = code(xml)?,
                        _ => xml.skip()?,
                    }
                }
            }
            "serv" => national_service(xml, note)?,
            "valores" => national_values(xml, note)?,
            _ => xml.skip()?,
        }
    }
    Ok(())
}

fn national_service<'a>(xml: &mut Xml<'a>, note: &mut RawService<'a>) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            "cServ" | "infoCompl" => national_service(xml, note)?,
            "cTribNac" => note.service_code = xml.text()?,
            "cTribMun" => note.city_service_code = xml.text()?,
            "xDescServ" => note.description = xml.text()?,
            "xPed" => note.order_number = filled(xml)?,
            "xInfComp" => note.free_text = filled(xml)?,
            _ => xml.skip()?,
        }
    }
    Ok(())
}

fn national_values(xml: &mut Xml<'_>, note: &mut RawService<'_>) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            "vServPrest" | "vDescCondIncond" | "trib" | "tribFed" | "piscofins" => national_values(xml, note)?,
            "vServ" => note.price = Some(amount(xml)?),
            "vDescIncond" => note.discount = amount(xml)?,
            "vPis" => note.pis = amount(xml)?,
            "vCofins" => note.cofins = amount(xml)?,
            _ => xml.skip()?,
        }
    }
    Ok(())
}

/// Reads an `InfNfse` just opened, to its end.
pub(super) fn read_municipal<'a>(xml: &mut Xml<'a>, _: &Element<'a>) -> XmlResult<RawService<'a>> {
    let mut note = RawService { place: (xml.path(), xml.line()), ..RawService::default() };
    municipal_fields(xml, &mut note)?;
    Ok(note)
}

/// Layout 1 has all fields in `InfNfse`, layout 2 most of them in the declaration within.
fn municipal_fields<'a>(xml: &mut Xml<'a>, note: &mut RawService<'a>) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            "DeclaracaoPrestacaoServico" | "InfDeclaracaoPrestacaoServico" => municipal_fields(xml, note)?,
            "Numero" => note.number = code(xml)?,
            "DataEmissao" => note.issued_on = Some(xml.parse(|text| Ok(Day::from_iso_prefix(text)?))?),
            "NfseSubstituida" => note.replaces = code(xml)?,
            "OutrasInformacoes" => note.free_text = filled(xml)?,
            "Servico" => municipal_service(xml, note)?,
            "ValoresNfse" => municipal_values(xml, note)?,
            "PrestadorServico" => merge(&mut note.emit, party(xml)?),
            "Prestador" => merge(&mut note.provider, party(xml)?),
            "TomadorServico" | "Tomador" => note.taker = Some(party(xml)?),
            "OrgaoGerador" => {
                while let Some(child) = xml.child()? {
                    match child.name {
                        "CodigoMunicipio" => note.city = code(xml)?,
                        _ => xml.skip()?,
                    }
                }
            }
            _ => xml.skip()?,
        }
    }
    Ok(())
}

fn municipal_service<'a>(xml: &mut Xml<'a>, note: &mut RawService<'a>) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            "Valores" => municipal_values(xml, note)?,
            "ItemListaServico" => note.service_code = xml.text()?,
            "CodigoTributacaoMunicipio" => note.city_service_code = xml.text()?,
            "Discriminacao" => note.description = xml.text()?,
            _ => xml.skip()?,
        }
    }
    Ok(())
}

fn municipal_values(xml: &mut Xml<'_>, note: &mut RawService<'_>) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            "ValorServicos" => note.price = Some(amount(xml)?),
            "DescontoIncondicionado" => note.discount = amount(xml)?,
            "ValorLiquidoNfse" => note.net = Some(amount(xml)?),
            "ValorIss" => note.iss = amount(xml)?,
            "ValorPis" => note.pis = amount(xml)?,
            "ValorCofins" => note.cofins = amount(xml)?,
            _ => xml.skip()?,
        }
    }
    Ok(())
}

/// An amount; an empty element is no amount. Some cities write a decimal comma.
fn amount(xml: &mut Xml<'_>) -> XmlResult<Cents> {
    xml.parse(|text| match text {
        "" => Ok(Cents::ZERO),
        text if text.contains(',') => text.parse().map_err(RejectCause::from),
        text => Ok(Cents::from_decimal(text)?),
    })
}
