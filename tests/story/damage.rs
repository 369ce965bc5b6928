//! A workspace that something went wrong with: it is said, and what failed can be tried again.

use std::path::PathBuf;

use rstest::rstest;

use crate::{Company, fixtures};

fn company_with_notes() -> Company {
    let company = Company::new();
    company.import(["nfe", "nfce", "eventos"].map(fixtures));
    company
}

/// The files of facts of the first import.
fn fact_files(company: &Company) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(company.folder().join("lake/batches/00000001")).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn hiding(text: &str, company: &Company) -> String {
    text.replace(&company.folder().parent().unwrap().display().to_string(), "PASTA")
}

#[test]
fn a_backup_of_an_altered_file_is_refused() {
    let company = company_with_notes();
    let items = fact_files(&company).into_iter().find(|path| path.to_string_lossy().contains("items")).unwrap();
    let mut bytes = std::fs::read(&items).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&items, bytes).unwrap();
    let file = company.beside("backup.zip");
    let refused = company.run(["backup", &file.to_string_lossy()]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("foi alterado depois de gravado"), "{}", refused.err);
    let left: Vec<_> =
        std::fs::read_dir(file.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("backup")), "{left:?}");
}

#[rstest]
#[case::all_of_a_kind("DELETE FROM files WHERE kind = 'documents'; DELETE FROM files WHERE kind = 'items'")]
#[case::items("DELETE FROM files WHERE kind = 'items'")]
#[case::claims("DELETE FROM files WHERE kind = 'claims'")]
#[case::notices("DELETE FROM files WHERE kind = 'notices'")]
#[case::all("DELETE FROM files")]
#[case::imports("DELETE FROM batches")]
#[case::parties("DELETE FROM parties WHERE code = '44555666000181'")]
fn rows_missing_from_the_database_are_found(#[case] sql: &str) {
    let company = company_with_notes();
    company.expect_whole();
    sql.split("; ").for_each(|sql| company.run_sql(sql));
    let found = company.run(["verify"]);
    assert_eq!(found.code, 1);
    assert!(found.out.contains("no banco de dados não é a que foi gravada"), "{}", found.out);
    let refused = company.run(["backup", &company.beside("backup.zip").to_string_lossy()]);
    assert!(refused.code == 1 && refused.err.contains("perdeu linhas"), "{}", refused.err);
}

#[test]
fn files_that_nobody_knows_are_told_and_do_no_harm() {
    let company = company_with_notes();
    std::fs::write(company.folder().join("lake/batches/00000001/items-9999.parquet"), "x").unwrap();
    let found = company.run(["verify"]);
    assert_eq!(found.code, 0);
    assert!(found.err.contains("há 1 arquivo que nenhuma importação usa"), "{}", found.err);
}

#[test]
fn what_is_no_backup_is_said_in_portuguese() {
    let company = company_with_notes();
    let whole = company.beside("inteiro.zip");
    assert_eq!(company.run(["backup", &whole.to_string_lossy()]).code, 0);
    let bytes = std::fs::read(&whole).unwrap();
    let cut = company.write("cortado.zip", &bytes[..bytes.len() / 2]);
    let other = company.write("outro.zip", "isto não é um zip");
    let into = company.beside("novo");
    let restore = |file: &PathBuf| {
        let mut command = company.command(["restore", &file.to_string_lossy()]);
        let run = crate::workspace::run(command.arg("--workspace").arg(&into));
        assert_eq!(run.code, 1);
        hiding(run.err.trim(), &company)
    };
    insta::assert_snapshot!(restore(&company.beside("nada.zip")), @"erro: não existe PASTA/nada.zip");
    insta::assert_snapshot!(restore(&company.folder()), @"erro: PASTA/carteira-data não é um arquivo");
    insta::assert_snapshot!(restore(&cut), @"erro: PASTA/cortado.zip: não é um backup do Carteira, ou está cortado");
    insta::assert_snapshot!(restore(&other), @"erro: PASTA/outro.zip: não é um backup do Carteira, ou está cortado");
    let mut command = company.command(["restore", &whole.to_string_lossy()]);
    assert_eq!(crate::workspace::run(command.arg("--workspace").arg(&into)).code, 0, "nothing was left in the way");
}

#[test]
fn an_init_that_failed_can_be_repeated() {
    let company = Company::new();
    let (folder, lake) = (company.beside("outro"), company.folder().join("lake"));
    let init = |lake: &PathBuf| {
        let folder = folder.to_string_lossy().into_owned();
        company.run(["init", &folder, "--company", "11222333000181", "--lake", &lake.to_string_lossy()])
    };
    let refused = init(&lake);
    assert_eq!(refused.code, 1);
    insta::assert_snapshot!(hiding(refused.err.trim(), &company), @"erro: PASTA/carteira-data/lake já guarda os arquivos de outro workspace: escolha outro lugar para `--lake`");
    assert_eq!(init(&company.beside("lago")).code, 0);
    company.expect_whole();
}
