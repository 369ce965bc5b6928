//! `det`: a line and its taxes.

use super::Xml;
use crate::note::{Line, Note, Operation, Regime};
use crate::products::{Product, products};
use crate::taxes::{CBS_RATE, IBS_RATE, Icms, Tax, Taxes};

/// Writes a note's line at a place, from 1.
pub(super) fn item(xml: &mut Xml, note: &Note, place: usize, line: &Line, regime: Regime) {
    let product = &products()[line.product];
    xml.raw("<det nItem=\"");
    xml.digits(place as u64, 1);
    xml.raw("\">");
    goods(xml, note, place, line, product);
    xml.open("imposto");
    xml.cents("vTotTrib", line.taxes.within_price());
    xml.open("ICMS");
    match regime {
        Regime::Normal => icms(xml, &line.taxes.icms),
        Regime::Simples => icms_of_simples(xml, &line.taxes.icms),
    }
    xml.close("ICMS");
    let ipi_goes_back = note.operation == Operation::CustomerReturn;
    if let Some(tax) = line.taxes.ipi.filter(|_| !ipi_goes_back) {
        ipi(xml, &tax, note.is_exit());
    }
    contribution(xml, "PIS", line.taxes.pis, regime);
    contribution(xml, "COFINS", line.taxes.cofins, regime);
    reform(xml, &line.taxes);
    xml.close("imposto");
    if let Some(tax) = line.taxes.ipi.filter(|_| ipi_goes_back) {
        xml.raw("<impostoDevol><pDevol>100.00</pDevol><IPI>");
        xml.cents("vIPIDevol", tax.amount);
        xml.raw("</IPI></impostoDevol>");
    }
    if let Some(remark) = remark(&line.taxes.icms) {
        xml.code("infAdProd", remark);
    }
    if let (Some(referred), Some(reference)) = (line.refers_to_line, &note.refers_to) {
        xml.open("DFeReferenciado");
        xml.code("chaveAcesso", &reference.key);
        xml.number("nItem", u64::from(referred));
        xml.close("DFeReferenciado");
    }
    xml.close("det");
}

/// What issuers write beside goods under ICMS-ST.
fn remark(icms: &Icms) -> Option<&'static str> {
    match icms {
        Icms::Substitution { .. } => Some("ICMS-ST recolhido por substituição tributária, MVA de 40%"),
        Icms::Withheld { .. } => Some("ICMS recolhido antecipadamente por substituição tributária"),
        Icms::Full { .. } | Icms::None => None,
    }
}

fn goods(xml: &mut Xml, note: &Note, place: usize, line: &Line, product: &Product) {
    xml.open("prod");
    xml.code("cProd", &product.code);
    xml.code("cEAN", &product.gtin);
    xml.text("xProd", product.name);
    xml.code("NCM", product.ncm);
    if let Some(cest) = product.cest {
        xml.code("CEST", cest);
    }
    xml.number("CFOP", u64::from(line.cfop));
    xml.code("uCom", product.unit);
    xml.decimal("qCom", line.quantity, 4);
    xml.decimal("vUnCom", line.unit_price * 1_000_000, 10);
    xml.cents("vProd", line.amounts.value);
    xml.code("cEANTrib", &product.gtin);
    xml.code("uTrib", product.unit);
    xml.decimal("qTrib", line.quantity, 4);
    xml.decimal("vUnTrib", line.unit_price * 1_000_000, 10);
    xml.cents_if_any("vFrete", line.amounts.freight);
    xml.cents_if_any("vSeg", line.amounts.insurance);
    xml.cents_if_any("vDesc", line.amounts.discount);
    xml.cents_if_any("vOutro", line.amounts.other);
    xml.code("indTot", "1");
    if let Some(order) = &note.order {
        xml.text("xPed", order);
        xml.number("nItemPed", place as u64);
    }
    xml.close("prod");
}

fn icms(xml: &mut Xml, icms: &Icms) {
    match *icms {
        Icms::Full { base, rate, amount } => {
            xml.raw("<ICMS00><orig>0</orig><CST>00</CST><modBC>3</modBC>");
            own(xml, base, rate, amount);
            xml.close("ICMS00");
        }
        Icms::Substitution { base, rate, amount, st_base, st_amount } => {
            xml.raw("<ICMS10><orig>0</orig><CST>10</CST><modBC>3</modBC>");
            own(xml, base, rate, amount);
            substitution(xml, st_base, st_amount);
            xml.close("ICMS10");
        }
        Icms::Withheld { st_base, st_amount } => {
            xml.raw("<ICMS60><orig>0</orig><CST>60</CST>");
            xml.cents("vBCSTRet", st_base);
            xml.code("pST", "18.0000");
            xml.code("vICMSSubstituto", "0.00");
            xml.cents("vICMSSTRet", st_amount);
            xml.close("ICMS60");
        }
        Icms::None => xml.raw("<ICMS40><orig>0</orig><CST>41</CST></ICMS40>"),
    }
}

fn icms_of_simples(xml: &mut Xml, icms: &Icms) {
    match *icms {
        Icms::Full { base, rate, amount } => {
            xml.raw("<ICMSSN900><orig>0</orig><CSOSN>900</CSOSN><modBC>3</modBC>");
            own(xml, base, rate, amount);
            xml.close("ICMSSN900");
        }
        Icms::Substitution { base, rate, amount, st_base, st_amount } => {
            xml.raw("<ICMSSN900><orig>0</orig><CSOSN>900</CSOSN><modBC>3</modBC>");
            own(xml, base, rate, amount);
            substitution(xml, st_base, st_amount);
            xml.close("ICMSSN900");
        }
        Icms::Withheld { .. } => xml.raw("<ICMSSN500><orig>0</orig><CSOSN>500</CSOSN></ICMSSN500>"),
        Icms::None => xml.raw("<ICMSSN102><orig>0</orig><CSOSN>102</CSOSN></ICMSSN102>"),
    }
}

fn own(xml: &mut Xml, base: i64, rate: i64, amount: i64) {
    xml.cents("vBC", base);
    xml.rate("pICMS", rate);
    xml.cents("vICMS", amount);
}

fn substitution(xml: &mut Xml, st_base: i64, st_amount: i64) {
    xml.raw("<modBCST>4</modBCST><pMVAST>40.0000</pMVAST>");
    xml.cents("vBCST", st_base);
    xml.code("pICMSST", "18.0000");
    xml.cents("vICMSST", st_amount);
}

fn ipi(xml: &mut Xml, tax: &Tax, is_exit: bool) {
    xml.raw("<IPI><cEnq>999</cEnq><IPITrib>");
    xml.code("CST", if is_exit { "50" } else { "00" });
    xml.cents("vBC", tax.base);
    xml.rate("pIPI", tax.rate);
    xml.cents("vIPI", tax.amount);
    xml.raw("</IPITrib></IPI>");
}

/// PIS or COFINS, whose elements differ in name only.
fn contribution(xml: &mut Xml, name: &str, tax: Option<Tax>, regime: Regime) {
    xml.open(name);
    match (tax, regime) {
        (Some(tax), _) => {
            group(xml, name, "Aliq", "01", tax);
        }
        (None, Regime::Normal) => {
            xml.raw(if name == "PIS" { "<PISNT><CST>06</CST></PISNT>" } else { "<COFINSNT><CST>06</CST></COFINSNT>" });
        }
        (None, Regime::Simples) => group(xml, name, "Outr", "49", Tax { base: 0, rate: 0, amount: 0 }),
    }
    xml.close(name);
}

fn group(xml: &mut Xml, name: &str, kind: &str, cst: &str, tax: Tax) {
    let (group, rate, amount) = match (name, kind) {
        ("PIS", "Aliq") => ("PISAliq", "pPIS", "vPIS"),
        ("PIS", _) => ("PISOutr", "pPIS", "vPIS"),
        (_, "Aliq") => ("COFINSAliq", "pCOFINS", "vCOFINS"),
        _ => ("COFINSOutr", "pCOFINS", "vCOFINS"),
    };
    xml.open(group);
    xml.code("CST", cst);
    xml.cents("vBC", tax.base);
    xml.rate(rate, tax.rate);
    xml.cents(amount, tax.amount);
    xml.close(group);
}

fn reform(xml: &mut Xml, taxes: &Taxes) {
    let Some(reform) = taxes.reform else {
        return;
    };
    xml.raw("<IBSCBS><CST>000</CST><cClassTrib>000001</cClassTrib><gIBSCBS>");
    xml.cents("vBC", reform.base);
    xml.open("gIBSUF");
    xml.rate("pIBSUF", IBS_RATE);
    xml.cents("vIBSUF", reform.ibs);
    xml.raw("</gIBSUF><gIBSMun><pIBSMun>0.0000</pIBSMun><vIBSMun>0.00</vIBSMun></gIBSMun>");
    xml.cents("vIBS", reform.ibs);
    xml.open("gCBS");
    xml.rate("pCBS", CBS_RATE);
    xml.cents("vCBS", reform.cbs);
    xml.raw("</gCBS></gIBSCBS></IBSCBS>");
}
