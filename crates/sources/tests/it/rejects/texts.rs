//! The exact words, in Portuguese.

use insta::assert_snapshot;
use rstest::rstest;

use super::{sale_with, told};
use crate::support::draft::Draft;
use crate::support::{Fate, fates, read};

#[test]
fn a_key_that_is_none() {
    let key = Draft::sale().key();
    assert_snapshot!(told(sale_with(&format!(" Id=\"NFe{key}\""), "")), @"falta um campo obrigatório: peça o arquivo de novo ao emissor");
    assert_snapshot!(told(sale_with(&key, &key[..43])), @r#"a chave de acesso "3526031122233300018155001000000007100000007" tem 43 caracteres em vez de 44: peça o arquivo original da nota [3526031122233300018155001000000007100000007]"#);
    assert_snapshot!(told(sale_with(&key, &format!("{}X", &key[..43]))), @"a chave de acesso 3526031122233300018155001000000007100000007X tem o caractere 'X' na posição 44, que não cabe ali: peça o arquivo original da nota [3526031122233300018155001000000007100000007X]");
    assert_snapshot!(told(sale_with(&key, &format!("X{}", &key[1..]))), @"a chave de acesso X5260311222333000181550010000000071000000071 tem o caractere 'X' na posição 1, que não cabe ali: peça o arquivo original da nota [X5260311222333000181550010000000071000000071]");
}

#[test]
fn a_date_that_is_none() {
    let written = "<dhEmi>2026-03-02T10:00:00-03:00</dhEmi>";
    assert_snapshot!(told(sale_with(written, "")), @"falta um campo obrigatório: peça o arquivo de novo ao emissor");
    assert_snapshot!(told(sale_with(written, "<dhEmi></dhEmi>")), @r#""" não é uma data: escreva aaaa-mm-dd []"#);
    assert_snapshot!(told(sale_with(written, "<dhEmi>2026-02-30T10:00:00-03:00</dhEmi>")), @r#""2026-02-30T10:00:00-03:00" não é uma data: escreva aaaa-mm-dd [2026-02-30T10:00:00-03:00]"#);
    assert_snapshot!(told(sale_with(written, "<dhEmi>02.03.2026</dhEmi>")), @r#""02.03.2026" não é uma data: escreva aaaa-mm-dd [02.03.2026]"#);
    assert_snapshot!(told(sale_with(written, "<dhEmi>ontem</dhEmi>")), @r#""ontem" não é uma data: escreva aaaa-mm-dd [ontem]"#);
}

#[test]
fn an_amount_that_is_none() {
    let written = "<vProd>100.00</vProd>";
    assert_snapshot!(told(sale_with(written, "")), @"falta um campo obrigatório: peça o arquivo de novo ao emissor");
    assert_snapshot!(told(sale_with(written, "<vProd>100,00</vProd>")), @r#""100,00" não é um valor: em documentos escreve-se 1234.56 [100,00]"#);
    assert_snapshot!(told(sale_with(written, "<vProd>1.000.00</vProd>")), @r#""1.000.00" não é um valor: em documentos escreve-se 1234.56 [1.000.00]"#);
    assert_snapshot!(told(sale_with(written, "<vProd>100.005</vProd>")), @"o valor 100.005 tem frações de centavo [100.005]");
    assert_snapshot!(told(sale_with(written, "<vProd>cem</vProd>")), @r#""cem" não é um valor: em documentos escreve-se 1234.56 [cem]"#);
    assert_snapshot!(told(sale_with(written, "<vProd>1e2</vProd>")), @r#""1e2" não é um valor: em documentos escreve-se 1234.56 [1e2]"#);
    assert_snapshot!(told(sale_with(written, "<vProd>99999999999999999.00</vProd>")), @"o valor 99999999999999999.00 é grande demais [99999999999999999.00]");
}

/// Who follows the advice is not refused again: documents write `1234.56` and `2026-03-02`.
#[rstest]
#[case("<vProd>100.00", "<vProd>cem", "1.234,56", "<vProd>1.234,56")]
#[case("<dhEmi>2026-03-02T10:00:00-03:00", "<dhEmi>ontem", "dd/mm/aaaa", "<dhEmi>02/03/2026")]
#[case("<dhEmi>2026-03-02T10:00:00-03:00", "<dhEmi>ontem", "aaaa-mm-dd", "<dhEmi>2026-03-02")]
fn what_is_advised_would_be_read(
    #[case] written: &str,
    #[case] wrong: &str,
    #[case] advice: &str,
    #[case] advised: &str,
) {
    let text = told(sale_with(written, wrong));
    let is_read = !matches!(fates(&read(sale_with(written, advised)))[..], [Fate::Rejected]);
    assert!(!text.contains(advice) || is_read, "{text}");
}

#[test]
fn a_total_that_is_none() {
    let written = "<vNF>100.00</vNF>";
    assert_snapshot!(told(sale_with(written, "")), @"falta um campo obrigatório: peça o arquivo de novo ao emissor");
    assert_snapshot!(told(sale_with(written, "<vNF>R$ 100.00</vNF>")), @r#""R$ 100.00" não é um valor: em documentos escreve-se 1234.56 [R$ 100.00]"#);
}

#[test]
fn a_quantity_that_is_none() {
    let written = "<qCom>1.0000</qCom>";
    assert_snapshot!(told(sale_with(written, "<qCom>1,0000</qCom>")), @r#""1,0000" não é uma quantidade [1,0000]"#);
    assert_snapshot!(told(sale_with(written, "<qCom>1.00001</qCom>")), @"a quantidade 1.00001 tem mais de 4 casas decimais [1.00001]");
}

#[test]
fn a_code_without_meaning() {
    assert_snapshot!(told(sale_with("<tpNF>1</tpNF>", "<tpNF>3</tpNF>")), @r#""3" não é um valor previsto para este campo [3]"#);
    assert_snapshot!(told(sale_with("<tpNF>1</tpNF>", "")), @"falta um campo obrigatório: peça o arquivo de novo ao emissor");
    assert_snapshot!(told(sale_with("<finNFe>1</finNFe>", "<finNFe>9</finNFe>")), @r#""9" não é um valor previsto para este campo [9]"#);
    assert_snapshot!(told(sale_with("<tpAmb>1</tpAmb>", "<tpAmb>0</tpAmb>")), @r#""0" não é um valor previsto para este campo [0]"#);
}

#[test]
fn a_cfop_that_is_none() {
    let written = "<CFOP>5102</CFOP>";
    assert_snapshot!(told(sale_with(written, "<CFOP>4102</CFOP>")), @r#""4102" não é um CFOP: são 4 dígitos, o primeiro de 1 a 3 (entrada) ou de 5 a 7 (saída) [4102]"#);
    assert_snapshot!(told(sale_with(written, "<CFOP>510</CFOP>")), @r#""510" não é um CFOP: são 4 dígitos, o primeiro de 1 a 3 (entrada) ou de 5 a 7 (saída) [510]"#);
    assert_snapshot!(told(sale_with(written, "<CFOP></CFOP>")), @r#""" não é um CFOP: são 4 dígitos, o primeiro de 1 a 3 (entrada) ou de 5 a 7 (saída) []"#);
    assert_snapshot!(told(sale_with(written, "")), @"falta um campo obrigatório: peça o arquivo de novo ao emissor");
}

#[test]
fn a_receivable_that_is_none() {
    let told = |dup: &str| {
        let cobr = format!("<cobr><dup><nDup>001</nDup>{dup}</dup></cobr>");
        told(Draft::sale().without_protocol().then(&cobr).xml())
    };
    assert_snapshot!(told("<dVenc>31/02/2026</dVenc><vDup>100.00</vDup>"), @r#""31/02/2026" não é uma data: escreva aaaa-mm-dd [31/02/2026]"#);
    assert_snapshot!(told("<dVenc>2026-04-01</dVenc><vDup>100,00</vDup>"), @r#""100,00" não é um valor: em documentos escreve-se 1234.56 [100,00]"#);
}

#[test]
fn sums_too_large_to_hold() {
    use crate::support::draft::Line;
    let most = "92233720368547758.07";
    let lines = [Line::of("5102", most), Line::of("5102", "0.01")];
    assert_snapshot!(told(Draft::sale().without_protocol().lines(lines).total("1.00").xml()), @"a soma dos valores é grande demais");
    let negative = Draft::sale().without_protocol().line(Line::of("5102", most)).total("-1.00");
    assert_snapshot!(told(negative.xml()), @"a soma dos valores é grande demais");
}

/// The words are a person's, not a parser's.
#[test]
fn what_is_not_well_formed_is_told_in_portuguese() {
    let sale = Draft::sale().xml();
    let broken = [
        sale[..sale.len() / 2].to_owned(),
        sale.replace("</ide>", "</emit>"),
        sale.replace("</ide>", ""),
        sale.replace("<tpNF>", "<tpNF"),
        sale.replace("Produto 1", "Produto & 1"),
        sale.replace("Produto 1", "Produto &quot 1"),
        sale.replace("<emit>", "<!-- <emit>"),
        sale.replace("Produto 1", "<![CDATA[Produto 1"),
    ];
    let english = ["expected", "found", "document", "tag", "the ", "not ", "entity", "syntax", "ill-formed", "escape"];
    let told: Vec<String> = broken.iter().map(told).collect();
    for text in &told {
        assert!(text.starts_with("o XML está malformado ou cortado ("), "{text}");
        assert!(text.ends_with("): exporte ou baixe o arquivo de novo"), "{text}");
    }
    let foreign: Vec<_> = told.iter().filter(|text| english.iter().any(|word| text.contains(word))).collect();
    assert!(foreign.is_empty(), "{foreign:#?}");
}

#[test]
fn markup_that_does_not_end() {
    let sale = Draft::sale().xml();
    let within_a_text = sale.find("EMITENTE").expect("the issuer's name");
    assert_snapshot!(told(&sale[..within_a_text]), @"o XML está malformado ou cortado (o arquivo acaba no meio): exporte ou baixe o arquivo de novo");
    assert_snapshot!(told(&sale[..sale.len() - 10]), @"o XML está malformado ou cortado (o arquivo acaba no meio): exporte ou baixe o arquivo de novo");
}

#[test]
fn what_stands_outside_the_document() {
    let sale = Draft::sale().xml();
    assert_snapshot!(told(format!("{sale}lixo")), @"o XML está malformado ou cortado (há texto antes ou depois do documento): exporte ou baixe o arquivo de novo");
    assert_snapshot!(told(format!("{sale}<![CDATA[lixo]]>")), @"o XML está malformado ou cortado (há texto antes ou depois do documento): exporte ou baixe o arquivo de novo");
    assert_snapshot!(told(format!("{sale}</nfeProc>")), @"o XML está malformado ou cortado (</nfeProc> fecha o que não foi aberto): exporte ou baixe o arquivo de novo");
    assert_eq!(
        fates(&read(format!("{sale}\0\0\u{1a}\r\n"))),
        fates(&read(&sale)),
        "what fills a last block is nothing"
    );
}

#[test]
fn an_entity_nobody_declared() {
    assert_snapshot!(told(sale_with("Produto 1", "Produto &eacute; 1")), @"o XML está malformado ou cortado (entidade desconhecida &eacute;): exporte ou baixe o arquivo de novo");
    assert_snapshot!(told(sale_with("Produto 1", "Produto &#x110000; 1")), @"o XML está malformado ou cortado (entidade desconhecida &#x110000;): exporte ou baixe o arquivo de novo");
}

#[test]
fn a_document_type_definition() {
    let sale = Draft::sale().xml();
    assert_snapshot!(told(format!("<!DOCTYPE nfeProc SYSTEM \"file:///etc/passwd\">{sale}")), @"o XML traz uma definição de tipo (DOCTYPE), que notas não têm: recusado por segurança");
    assert_snapshot!(told(sale.replace("<NFe ", "<!DOCTYPE NFe><NFe ")), @"o XML traz uma definição de tipo (DOCTYPE), que notas não têm: recusado por segurança");
}

#[test]
fn markup_of_another_kind() {
    assert_snapshot!(told("<NFSe><infNFSeX Id=\"NFS1\"><nNFSe>1</nNFSe></infNFSeX></NFSe>"), @"arquivo XML que ainda não sabemos ler (NFSe)");
    assert_snapshot!(told("<html><body><p>NF-e</p></body></html>"), @"arquivo XML que ainda não sabemos ler (html)");
    assert_snapshot!(told("<nfeProc versao=\"4.00\"></nfeProc>"), @"arquivo XML que ainda não sabemos ler (nfeProc)");
    assert_snapshot!(told("<resNFe><chNFe>35260311222333000181550010000000011000000019</chNFe></resNFe>"), @"arquivo XML que ainda não sabemos ler (resNFe)");
}

/// Transport documents have protocols and events of the same names, with keys of their own (`chCTe`, `chMDFe`): they are of another kind, not notes with a bad key.
#[test]
fn other_documents_with_protocols_are_of_another_kind() {
    let cte = "35260311222333000181570010000000011000000013";
    let files = [
        format!(
            "<cteProc><CTe><infCte Id=\"CTe{cte}\"><ide><tpAmb>1</tpAmb></ide><infCTeNorm><infDoc><infNFe>\
            <chave>35260311222333000181550010000000011000000019</chave></infNFe></infDoc></infCTeNorm></infCte></CTe>\
            <protCTe><infProt>\
            <tpAmb>1</tpAmb><chCTe>{cte}</chCTe><cStat>100</cStat></infProt></protCTe></cteProc>"
        ),
        format!(
            "<mdfeProc><MDFe><infMDFe Id=\"MDFe{cte}\"><infDoc><infMunDescarga><infNFe><chNFe>3526</chNFe></infNFe>\
            </infMunDescarga></infDoc></infMDFe></MDFe><protMDFe><infProt><chMDFe>{cte}</chMDFe>\
            <cStat>100</cStat></infProt></protMDFe></mdfeProc>"
        ),
        format!(
            "<procEventoCTe><eventoCTe><infEvento Id=\"ID\"><tpAmb>1</tpAmb><chCTe>{cte}</chCTe>\
            <tpEvento>110111</tpEvento></infEvento></eventoCTe></procEventoCTe>"
        ),
    ];
    let unread = |root: &str| format!("arquivo XML que ainda não sabemos ler ({root})");
    assert_eq!(files.map(told), ["cteProc", "mdfeProc", "procEventoCTe"].map(unread));
}
