//! Provider and taker of a service, in the words of the national layout and of the municipal ones.

use std::borrow::Cow;

use domain::CityCode;

use crate::nfe::raw::{RawId, RawParty, filled};
use crate::xml::{Xml, XmlResult};

/// Reads the party just opened, to its end.
pub(super) fn party<'a>(xml: &mut Xml<'a>) -> XmlResult<RawParty<'a>> {
    let mut party = RawParty::default();
    fields(xml, &mut party)?;
    // Codes tell the state where the layout has no field for it.
    if party.uf.is_none() {
        let city = party.city_code.as_deref().and_then(|code| code.parse::<CityCode>().ok());
        party.uf = city.map(|city| Cow::Borrowed(city.uf().as_str()));
    }
    Ok(party)
}

fn fields<'a>(xml: &mut Xml<'a>, party: &mut RawParty<'a>) -> XmlResult<()> {
    while let Some(child) = xml.child()? {
        match child.name {
            // The street of a municipal address has the name of the address.
            "Endereco" if xml.parent() == "Endereco" => party.street = filled(xml)?,
            "end"
            | "endNac"
            | "enderNac"
            | "Endereco"
            | "Contato"
            | "CpfCnpj"
            | "IdentificacaoPrestador"
            | "IdentificacaoTomador" => fields(xml, party)?,
            "endExt" | "EnderecoExterior" => {
                party.uf = Some(Cow::Borrowed("EX"));
                fields(xml, party)?;
            }
            "CNPJ" | "Cnpj" => identified(party, filled(xml)?, RawId::Cnpj),
            "CPF" | "Cpf" => identified(party, filled(xml)?, RawId::Cpf),
            "NIF" | "cNaoNIF" | "NifTomador" => {
                xml.skip()?;
                party.id = RawId::Foreign;
            }
            "xNome" | "RazaoSocial" => party.name = filled(xml)?,
            "xFant" | "NomeFantasia" => party.trade_name = filled(xml)?,
            "InscricaoEstadual" => party.state_registration = filled(xml)?,
            "email" | "Email" => party.email = filled(xml)?,
            "fone" | "Telefone" => party.phone = filled(xml)?,
            "xLgr" | "Logradouro" | "EnderecoCompletoExterior" => party.street = filled(xml)?,
            "nro" | "Numero" => party.number = filled(xml)?,
            "xCpl" | "Complemento" => party.complement = filled(xml)?,
            "xBairro" | "Bairro" => party.district = filled(xml)?,
            "cMun" | "CodigoMunicipio" => party.city_code = filled(xml)?,
            "xCidade" | "Cidade" => party.city = filled(xml)?,
            "UF" | "Uf" => party.uf = filled(xml)?.or(party.uf.take()),
            "CEP" | "Cep" | "cEndPost" => party.cep = filled(xml)?,
            "cPais" | "CodigoPais" => {
                party.country_code = filled(xml)?;
                party.country = party.country_code.clone();
            }
            _ => xml.skip()?,
        }
    }
    Ok(())
}

/// Takes an id without its mask; zeros stand for none.
fn identified<'a>(party: &mut RawParty<'a>, id: Option<Cow<'a, str>>, kind: fn(Cow<'a, str>) -> RawId<'a>) {
    let masked = |c: char| matches!(c, '.' | '/' | '-') || c.is_whitespace();
    let Some(id) = id.filter(|id| id.chars().any(|c| c != '0' && !masked(c))) else { return };
    let plain = if id.contains(masked) { Cow::Owned(id.chars().filter(|c| !masked(*c)).collect()) } else { id };
    party.id = kind(plain);
}

/// What a second mention of a party adds.
pub(super) fn merge<'a>(party: &mut RawParty<'a>, other: RawParty<'a>) {
    if matches!(party.id, RawId::None) {
        party.id = other.id;
    }
    if party.name.is_none() {
        let id = std::mem::take(&mut party.id);
        *party = RawParty { id, ..other };
    }
}
