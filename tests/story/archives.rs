//! Whatever people bring: archives in archives, pictures, broken and hostile files.

use std::io::Write;

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::{Company, fixtures};

fn note(name: &str) -> Vec<u8> {
    std::fs::read(fixtures(name)).unwrap()
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive
            .start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn rejects(company: &Company, batch: &Value) -> Vec<(String, String)> {
    let rows = company.json_lines(["imports", "rejects", &batch.to_string()]);
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    rows.iter()
        .map(|row| (text(row, "file").rsplit("arquivos/").next().unwrap_or_default().to_owned(), text(row, "reason")))
        .collect()
}

#[test]
fn notes_come_out_of_archives_in_archives() {
    let company = Company::new();
    let inner = zipped(&[
        ("2026/03/a.xml", &note("nfe/01_venda_3dup.xml")),
        ("b.xml", &note("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml")),
    ]);
    let middle = zipped(&[
        ("interno.zip", &inner),
        ("c.xml.gz", &gzipped(&note("nfe/03_venda_cpf_interestadual_6108_latin1.xml"))),
    ]);
    company.write("arquivos/tudo.dat", &middle);
    company.write("arquivos/d.gz", gzipped(&note("nfe/04_exportacao_idestrangeiro.xml")));
    let (code, report) = company.import([company.beside("arquivos")]);
    assert_eq!((code, &report["accepted"], &report["records"]), (0, &json!(4), &json!(4)));
}

#[test]
fn what_is_no_note_is_ignored_with_a_reason_or_rejected_with_advice() {
    let company = Company::new();
    company.write("arquivos/danfe.pdf", "%PDF-1.4 ...");
    company.write("arquivos/logo.xml", b"\x89PNG\r\n\x1a\n");
    company.write("arquivos/.DS_Store", b"\0\0\0\x01Bud1");
    company.write("arquivos/Thumbs.db", "qualquer coisa");
    company.write("arquivos/clientes.csv", "coluna;outra\n1;2\n");
    company.write("arquivos/vazio.xml", "");
    company.write(
        "arquivos/planilha.xlsx",
        zipped(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]),
    );
    company.write("arquivos/cte.xml", "<cteProc><CTe><infCte/></CTe></cteProc>");
    company.write("arquivos/cortado.xml", &note("nfe/01_venda_3dup.xml")[..2000]);
    company.write("arquivos/cortado.zip", &zipped(&[("a.xml", &note("nfe/01_venda_3dup.xml"))])[..900]);
    company.write("arquivos/boa.xml", note("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml"));
    let (code, report) = company.import([company.beside("arquivos")]);
    assert_eq!(
        (code, &report["accepted"], &report["ignored"], &report["rejects"]),
        (3, &json!(1), &json!(4), &json!(6))
    );
    assert_eq!(report["ignored_by_reason"], json!({ "image": 1, "pdf": 1, "system_file": 2 }));
    let listed: Vec<String> =
        rejects(&company, &report["batch"]).iter().map(|(file, reason)| format!("{file}: {reason}")).collect();
    insta::assert_snapshot!(listed.join("\n"), @"
    clientes.csv: não encontrei a linha de cabeçalho (nomes como Cliente, CNPJ, Data, Valor); a primeira linha é: coluna | outra. Se o arquivo não tem cabeçalho, diga num mapa o que é cada coluna
    cortado.xml: o XML está malformado ou cortado (uma marca não foi fechada): exporte ou baixe o arquivo de novo
    cortado.zip: o arquivo compactado está corrompido (invalid Zip archive: Could not find EOCD): compacte ou baixe de novo
    cte.xml: arquivo XML que ainda não sabemos ler (cteProc)
    planilha.xlsx: a planilha está corrompida ou cortada (partes da planilha ilegíveis): abra-a e salve-a de novo, ou exporte como CSV
    vazio.xml: arquivo vazio
    ");
}

#[test]
fn a_bad_value_names_file_place_and_value() {
    let company = Company::new();
    let good = String::from_utf8(note("nfe/01_venda_3dup.xml")).unwrap();
    company.write("arquivos/a.xml", good.replace("<vProd>999.99</vProd>", "<vProd>999,99</vProd>"));
    company.write("arquivos/b.xml", good.replace("<dhEmi>2026-03-02T10:00:00-03:00</dhEmi>", ""));
    company.write("arquivos/c.xml", good.replace("Id=\"NFe3526", "Id=\"NFe526"));
    let (code, report) = company.import([company.beside("arquivos")]);
    assert_eq!((code, &report["rejects"]), (3, &json!(3)));
    let csv = company.run(["imports", "rejects", "1", "--format", "csv"]);
    let folder = company.beside("arquivos").display().to_string();
    insta::assert_snapshot!(csv.out.replace(&folder, "PASTA"), @r#"
    arquivo;documento;linha;campo;valor;motivo
    PASTA/a.xml;35260311222333000181550010000000011000000019;1;nfeProc/NFe/infNFe/det/prod/vProd;999,99;"""999,99"" não é um valor: em documentos escreve-se 1234.56"
    PASTA/b.xml;35260311222333000181550010000000011000000019;1;nfeProc/NFe/infNFe/ide/dhEmi;;falta um campo obrigatório: peça o arquivo de novo ao emissor
    PASTA/c.xml;5260311222333000181550010000000011000000019;1;nfeProc/NFe/infNFe/@Id;5260311222333000181550010000000011000000019;"a chave de acesso ""5260311222333000181550010000000011000000019"" tem 43 caracteres em vez de 44: peça o arquivo original da nota"
    "#);
}

#[test]
fn bombs_are_refused_quickly_and_the_rest_goes_on() {
    let company = Company::new();
    let zeros = vec![b' '; 64 << 20];
    let mut explosive = b"<nfeProc>".to_vec();
    explosive.extend(&zeros);
    company.write("arquivos/bomba.zip", zipped(&[("a.xml", &explosive)]));
    company.write("arquivos/bomba.gz", gzipped(&explosive));
    let mut nested = zipped(&[("a.xml", &note("nfe/01_venda_3dup.xml"))]);
    for _ in 0..5 {
        nested = zipped(&[("dentro.zip", &nested)]);
    }
    company.write("arquivos/fundo.zip", nested);
    let laughs = (1..10).fold("<!ENTITY l0 \"ha\">".to_owned(), |entities, level| {
        format!("{entities}<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10))
    });
    company.write(
        "arquivos/risadas.xml",
        format!("<?xml version=\"1.0\"?><!DOCTYPE x [{laughs}]><nfeProc>&l9;</nfeProc>"),
    );
    company.write("arquivos/boa.xml", note("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml"));
    let began = std::time::Instant::now();
    let (code, report) = company.import([company.beside("arquivos")]);
    assert_eq!((code, &report["accepted"], &report["rejects"]), (3, &json!(1), &json!(4)));
    assert!(began.elapsed().as_secs() < 60, "a bomb is not waited for");
    let listed: Vec<String> =
        rejects(&company, &report["batch"]).iter().map(|(file, reason)| format!("{file}: {reason}")).collect();
    insta::assert_snapshot!(listed.join("\n"), @"
    bomba.gz: o compactado expande mais de 200 vezes o próprio tamanho: recusado por segurança
    bomba.zip/a.xml: o compactado expande mais de 200 vezes o próprio tamanho: recusado por segurança
    fundo.zip/dentro.zip/dentro.zip/dentro.zip: compactado dentro de compactado em mais de 3 níveis: extraia-o antes de importar
    risadas.xml: o XML traz uma definição de tipo (DOCTYPE), que notas não têm: recusado por segurança
    ");
}

#[test]
fn members_that_point_outside_are_refused() {
    let company = Company::new();
    let bytes = note("nfe/01_venda_3dup.xml");
    company.write(
        "arquivos/hostil.zip",
        zipped(&[("../../fora.xml", &bytes), ("/etc/passwd", &bytes), ("boa.xml", &bytes)]),
    );
    let (code, report) = company.import([company.beside("arquivos")]);
    assert_eq!((code, &report["accepted"], &report["rejects"]), (3, &json!(1), &json!(2)));
    let reasons = rejects(&company, &report["batch"]);
    assert!(reasons.iter().all(|(_, reason)| reason.contains("aponta para fora")), "{reasons:?}");
}

#[test]
fn a_locked_archive_says_so() {
    let company = Company::new();
    let mut archive = zipped(&[("a.xml", &note("nfe/01_venda_3dup.xml"))]);
    // The bit that says "under a password", in the member's own header and in the directory.
    archive[6] |= 1;
    let directory = archive.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    archive[directory + 8] |= 1;
    company.write("arquivos/fechado.zip", archive);
    let (_, report) = company.import([company.beside("arquivos")]);
    assert_eq!(
        rejects(&company, &report["batch"])[0].1,
        "o arquivo compactado está protegido por senha: extraia-o antes de importar"
    );
}

#[cfg(unix)]
#[test]
fn links_inside_folders_are_not_followed_and_pipes_not_read() {
    let company = Company::new();
    company.write("arquivos/boa.xml", note("nfe/01_venda_3dup.xml"));
    std::os::unix::fs::symlink(company.beside("arquivos"), company.beside("arquivos/laço")).unwrap();
    std::os::unix::fs::symlink(
        fixtures("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml"),
        company.beside("arquivos/atalho.xml"),
    )
    .unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(company.beside("arquivos/cano")).status();
    assert!(pipe.is_ok_and(|status| status.success()));
    let (code, report) = company.import([company.beside("arquivos")]);
    assert_eq!((code, &report["accepted"]), (0, &json!(1)));
    assert_eq!(report["ignored_by_reason"], json!({ "special_file": 3 }));
    let named = company.beside("arquivos/atalho.xml");
    assert_eq!(company.import([named]).1["accepted"], 1, "a link that a person names is followed");
}

#[test]
fn the_workspace_inside_the_folder_is_passed_over() {
    let company = Company::new();
    company.write("nota.xml", note("nfe/01_venda_3dup.xml"));
    let (code, report) = company.import([company.beside("")]);
    assert_eq!((code, &report["accepted"]), (0, &json!(1)));
    assert_eq!(report["ignored_by_reason"], json!({ "workspace_file": 1 }));
}
