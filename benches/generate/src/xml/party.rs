//! `emit` and `dest`.

use super::Xml;
use crate::note::{Party, Regime, Registration};
use crate::places::Address;
use domain::TaxId;

/// What the recipient is called in notes of the test environment.
const TEST_RECIPIENT: &str = "NF-E EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL";

pub(super) fn issuer(xml: &mut Xml, party: &Party) {
    xml.open("emit");
    tax_id(xml, party);
    xml.text("xNome", &party.name);
    if let Some(trade_name) = &party.trade_name {
        xml.text("xFant", trade_name);
    }
    address(xml, "enderEmit", party);
    match &party.registration {
        Registration::Taxpayer(number) => xml.code("IE", number),
        Registration::Exempt | Registration::None => xml.code("IE", "ISENTO"),
    }
    xml.code("CRT", if party.regime == Regime::Normal { "3" } else { "1" });
    xml.close("emit");
}

pub(super) fn recipient(xml: &mut Xml, party: &Party, is_test: bool) {
    xml.open("dest");
    tax_id(xml, party);
    if is_test {
        xml.code("xNome", TEST_RECIPIENT);
    } else if !party.name.is_empty() {
        xml.text("xNome", &party.name);
    }
    address(xml, "enderDest", party);
    match &party.registration {
        Registration::Taxpayer(number) => {
            xml.code("indIEDest", "1");
            xml.code("IE", number);
        }
        Registration::Exempt => xml.code("indIEDest", "2"),
        Registration::None => xml.code("indIEDest", "9"),
    }
    if let Some(email) = &party.email {
        xml.text("email", email);
    }
    xml.close("dest");
}

fn tax_id(xml: &mut Xml, party: &Party) {
    match &party.tax_id {
        TaxId::Cnpj(cnpj) => xml.code("CNPJ", cnpj.as_str()),
        TaxId::Cpf(cpf) => xml.code("CPF", cpf.as_str()),
    }
}

fn address(xml: &mut Xml, tag: &str, party: &Party) {
    let Some(Address { street, number, complement, district, place, cep }) = &party.address else {
        return;
    };
    xml.open(tag);
    xml.text("xLgr", street);
    xml.text("nro", number);
    if let Some(complement) = complement {
        xml.text("xCpl", complement);
    }
    xml.text("xBairro", district);
    xml.number("cMun", u64::from(place.code));
    xml.text("xMun", place.name);
    xml.code("UF", place.uf.as_str());
    xml.code("CEP", cep);
    xml.code("cPais", "1058");
    xml.code("xPais", "BRASIL");
    if let Some(phone) = &party.phone {
        xml.code("fone", phone);
    }
    xml.close(tag);
}
