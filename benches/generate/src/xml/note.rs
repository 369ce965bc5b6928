//! `nfeProc`: a note with its protocol.

use super::signature::{Seal, sign};
use super::{DECLARATION, NAMESPACE, Xml, item, party};
use crate::note::{Line, Moment, Note, Operation, Party, Registration, Standing};
use crate::products::products;

/// Who answers for the program that wrote the note: nobody real.
const SOFTWARE_HOUSE: &str = "<infRespTec><CNPJ>99000001000101</CNPJ><xContato>Suporte ERP Modelo</xContato>\
    <email>suporte@erpmodelo.example</email><fone>1130001000</fone></infRespTec>";

/// A note about to be written, with the parties that stand on it.
#[derive(Clone, Copy, Debug)]
pub struct Issue<'a> {
    /// The note.
    pub note: &'a Note,
    /// Who issued it.
    pub issuer: &'a Party,
    /// Whom it is for.
    pub recipient: Option<&'a Party>,
    /// Whether the tax authority's answer is written with it.
    pub with_protocol: bool,
}

/// Writes a note.
pub fn issue(issue: &Issue<'_>) -> String {
    let mut xml = Xml::with_capacity(6_000 + 2_000 * issue.note.lines.len());
    xml.raw(DECLARATION);
    if issue.with_protocol {
        root(&mut xml, "nfeProc", " versao=\"4.00\"");
    }
    let mut seal = Seal::of(&issue.note.key);
    root(&mut xml, "NFe", "");
    body(&mut xml, issue);
    let key = &issue.note.key;
    if issue.note.operation == Operation::Coupon {
        xml.raw("<infNFeSupl><qrCode>https://www.nfce.example/qrcode?p=");
        xml.raw(key);
        xml.raw("|3|1</qrCode><urlChave>https://www.nfce.example/consulta</urlChave></infNFeSupl>");
    }
    sign(&mut xml, &format!("NFe{key}"), &mut seal, issue.issuer.tax_id.as_str());
    xml.close("NFe");
    if issue.with_protocol {
        protocol(&mut xml, issue.note, &seal.digest);
        xml.close("nfeProc");
    }
    xml.finish()
}

fn root(xml: &mut Xml, tag: &str, attributes: &str) {
    for part in ["<", tag, " xmlns=\"", NAMESPACE, "\"", attributes, ">"] {
        xml.raw(part);
    }
}

fn body(xml: &mut Xml, issue: &Issue<'_>) {
    let Issue { note, issuer, recipient, .. } = *issue;
    xml.raw("<infNFe versao=\"4.00\" Id=\"NFe");
    xml.raw(&note.key);
    xml.raw("\">");
    identification(xml, issue);
    party::issuer(xml, issuer);
    if let Some(recipient) = recipient {
        party::recipient(xml, recipient, note.standing == Standing::Test);
    }
    for (place, line) in note.lines.iter().enumerate() {
        item::item(xml, note, place + 1, line, issuer.regime);
    }
    total(xml, note);
    transport(xml, note, issuer);
    billing(xml, note);
    payment(xml, note);
    if !note.free_text.is_empty() {
        xml.open("infAdic");
        xml.text("infCpl", &note.free_text);
        xml.close("infAdic");
    }
    xml.raw(SOFTWARE_HOUSE);
    xml.close("infNFe");
}

fn identification(xml: &mut Xml, issue: &Issue<'_>) {
    let Issue { note, issuer, recipient, .. } = *issue;
    let uf = |party: &Party| party.address.as_ref().map(|address| address.place.uf);
    let across_states = recipient.and_then(uf).is_some_and(|state| Some(state) != uf(issuer));
    let city = issuer.address.as_ref().map_or(0, |address| address.place.code);
    let is_coupon = note.operation == Operation::Coupon;
    let to_consumer = recipient.is_none_or(|recipient| recipient.registration == Registration::None);
    xml.open("ide");
    xml.code("cUF", &note.key[..2]);
    xml.padded("cNF", u64::from(note.code), 8);
    xml.text("natOp", nature(note));
    xml.number("mod", u64::from(note.model()));
    xml.number("serie", u64::from(note.series));
    xml.number("nNF", u64::from(note.number));
    xml.moment("dhEmi", note.issued);
    if !is_coupon {
        xml.moment("dhSaiEnt", Moment { second: note.issued.second + 1_800, ..note.issued });
    }
    xml.code("tpNF", if note.is_exit() { "1" } else { "0" });
    xml.code("idDest", if across_states { "2" } else { "1" });
    xml.number("cMunFG", u64::from(city));
    xml.code("tpImp", if is_coupon { "4" } else { "1" });
    xml.code("tpEmis", "1");
    xml.code("cDV", &note.key[43..]);
    xml.code("tpAmb", environment(note));
    xml.number("finNFe", u64::from(note.purpose()));
    xml.code("indFinal", if to_consumer { "1" } else { "0" });
    xml.code("indPres", if is_coupon { "1" } else { "9" });
    xml.raw("<procEmi>0</procEmi><verProc>ERP Modelo 4.2.17</verProc>");
    let by_line = note.lines.iter().any(|line| line.refers_to_line.is_some());
    if let Some(reference) = note.refers_to.as_ref().filter(|_| !by_line) {
        xml.open("NFref");
        xml.code("refNFe", &reference.key);
        xml.close("NFref");
    }
    xml.close("ide");
}

fn nature(note: &Note) -> &'static str {
    match note.operation {
        Operation::Sale | Operation::Coupon => "VENDA DE MERCADORIA",
        Operation::AdvanceBilling => "SIMPLES FATURAMENTO PARA ENTREGA FUTURA",
        Operation::Delivery => "REMESSA DE VENDA PARA ENTREGA FUTURA",
        Operation::Complement => "COMPLEMENTO DE PRECO",
        Operation::Bonus => "REMESSA EM BONIFICACAO",
        Operation::OwnReturn => "DEVOLUCAO DE VENDA DE MERCADORIA",
        Operation::CustomerReturn => "DEVOLUCAO DE COMPRA PARA COMERCIALIZACAO",
        Operation::Purchase => "VENDA DE PRODUCAO DO ESTABELECIMENTO",
        Operation::Transfer => "TRANSFERENCIA DE MERCADORIA",
    }
}

fn environment(note: &Note) -> &'static str {
    if note.standing == Standing::Test { "2" } else { "1" }
}

fn total(xml: &mut Xml, note: &Note) {
    let sum = |of: fn(&Line) -> i64| note.lines.iter().map(of).sum::<i64>();
    let ipi_goes_back = note.operation == Operation::CustomerReturn;
    let ipi = sum(|line| line.taxes.ipi_amount());
    let totals = [
        ("vBC", sum(|line| line.taxes.icms_base())),
        ("vICMS", sum(|line| line.taxes.icms_amount())),
        ("vICMSDeson", 0),
        ("vFCP", 0),
        ("vBCST", sum(|line| line.taxes.icms_st_base())),
        ("vST", sum(|line| line.taxes.icms_st_amount())),
        ("vFCPST", 0),
        ("vFCPSTRet", 0),
        ("vProd", sum(|line| line.amounts.value)),
        ("vFrete", sum(|line| line.amounts.freight)),
        ("vSeg", sum(|line| line.amounts.insurance)),
        ("vDesc", sum(|line| line.amounts.discount)),
        ("vII", 0),
        ("vIPI", if ipi_goes_back { 0 } else { ipi }),
        ("vIPIDevol", if ipi_goes_back { ipi } else { 0 }),
        ("vPIS", sum(|line| line.taxes.pis_amount())),
        ("vCOFINS", sum(|line| line.taxes.cofins_amount())),
        ("vOutro", sum(|line| line.amounts.other)),
        ("vNF", note.total()),
        ("vTotTrib", sum(|line| line.taxes.within_price())),
    ];
    xml.raw("<total><ICMSTot>");
    for (tag, cents) in totals {
        xml.cents(tag, cents);
    }
    xml.close("ICMSTot");
    if note.lines.iter().any(|line| line.taxes.reform.is_some()) {
        reform_total(xml, note);
        xml.cents("vNFTot", note.total());
    }
    xml.close("total");
}

fn reform_total(xml: &mut Xml, note: &Note) {
    let reforms = || note.lines.iter().filter_map(|line| line.taxes.reform);
    let ibs: i64 = reforms().map(|reform| reform.ibs).sum();
    xml.open("IBSCBSTot");
    xml.cents("vBCIBSCBS", reforms().map(|reform| reform.base).sum());
    xml.raw("<gIBS><gIBSUF><vDif>0.00</vDif><vDevTrib>0.00</vDevTrib>");
    xml.cents("vIBSUF", ibs);
    xml.raw("</gIBSUF><gIBSMun><vDif>0.00</vDif><vDevTrib>0.00</vDevTrib><vIBSMun>0.00</vIBSMun></gIBSMun>");
    xml.cents("vIBS", ibs);
    xml.raw("<vCredPres>0.00</vCredPres><vCredPresCondSus>0.00</vCredPresCondSus></gIBS>");
    xml.raw("<gCBS><vDif>0.00</vDif><vDevTrib>0.00</vDevTrib>");
    xml.cents("vCBS", reforms().map(|reform| reform.cbs).sum());
    xml.raw("<vCredPres>0.00</vCredPres><vCredPresCondSus>0.00</vCredPresCondSus></gCBS>");
    xml.close("IBSCBSTot");
}

fn transport(xml: &mut Xml, note: &Note, issuer: &Party) {
    xml.open("transp");
    if note.operation == Operation::Coupon || !note.is_exit() {
        xml.code("modFrete", "9");
        xml.close("transp");
        return;
    }
    let has_freight = note.lines.iter().any(|line| line.amounts.freight > 0);
    xml.code("modFrete", if has_freight { "0" } else { "3" });
    if let Some(address) = &issuer.address {
        xml.open("transporta");
        xml.code("CNPJ", issuer.tax_id.as_str());
        xml.text("xNome", &issuer.name);
        xml.text("xEnder", &address.street);
        xml.text("xMun", address.place.name);
        xml.code("UF", address.place.uf.as_str());
        xml.close("transporta");
    }
    let units: i64 = note.lines.iter().map(|line| (line.quantity + 9_999) / 10_000).sum();
    let grams: i64 = note.lines.iter().map(|line| line.quantity * products()[line.product].grams() / 10_000).sum();
    xml.open("vol");
    xml.number("qVol", units.unsigned_abs());
    xml.code("esp", "VOLUMES");
    xml.decimal("pesoL", grams, 3);
    xml.decimal("pesoB", grams + grams / 25, 3);
    xml.close("vol");
    xml.close("transp");
}

fn billing(xml: &mut Xml, note: &Note) {
    let instalments = &note.payment.instalments;
    if instalments.is_empty() {
        return;
    }
    let charged = note.charged();
    xml.raw("<cobr><fat>");
    xml.padded("nFat", u64::from(note.number), 6);
    xml.cents("vOrig", charged);
    xml.cents("vDesc", 0);
    xml.cents("vLiq", charged);
    xml.close("fat");
    for (place, instalment) in instalments.iter().enumerate() {
        xml.open("dup");
        xml.padded("nDup", place as u64 + 1, 3);
        xml.code("dVenc", &instalment.due.iso());
        xml.cents("vDup", instalment.cents);
        xml.close("dup");
    }
    xml.close("cobr");
}

fn payment(xml: &mut Xml, note: &Note) {
    let method = note.payment.method;
    xml.raw("<pag><detPag>");
    if method != "90" {
        xml.code("indPag", if note.payment.instalments.is_empty() { "0" } else { "1" });
    }
    xml.code("tPag", method);
    if method == "99" {
        xml.code("xPag", "Duplicata em carteira");
    }
    xml.cents("vPag", if method == "90" { 0 } else { note.charged() });
    if matches!(method, "03" | "04") {
        xml.raw("<card><tpIntegra>2</tpIntegra></card>");
    }
    xml.raw("</detPag></pag>");
}

fn protocol(xml: &mut Xml, note: &Note, digest: &str) {
    let received = Moment { second: note.issued.second + 4, ..note.issued };
    let (status, reason) = match note.standing {
        Standing::Denied => ("302", "Uso Denegado: Irregularidade fiscal do destinatario"),
        Standing::Authorised | Standing::Test => ("100", "Autorizado o uso da NF-e"),
    };
    xml.raw("<protNFe versao=\"4.00\"><infProt>");
    xml.code("tpAmb", environment(note));
    xml.code("verAplic", "SEFAZ_EXEMPLO_4.0");
    xml.code("chNFe", &note.key);
    xml.moment("dhRecbto", received);
    xml.code("nProt", &note.protocol());
    xml.code("digVal", digest);
    xml.code("cStat", status);
    xml.code("xMotivo", reason);
    xml.raw("</infProt></protNFe>");
}
