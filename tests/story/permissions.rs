//! What the user may not read or write is named, with what to do; the rest goes on.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::workspace::{Company, Run, fixtures, run};

/// Takes rights from a file or folder and gives them back when dropped, for the folder must be removed.
struct Without<'p> {
    path: &'p Path,
    mode: u32,
}

impl<'p> Without<'p> {
    fn rights(path: &'p Path, left: u32) -> Self {
        let mode = path.metadata().unwrap().permissions().mode();
        std::fs::set_permissions(path, PermissionsExt::from_mode(left)).unwrap();
        Self { path, mode }
    }
}

impl Drop for Without<'_> {
    fn drop(&mut self) {
        let _ = std::fs::set_permissions(self.path, PermissionsExt::from_mode(self.mode));
    }
}

/// Runs the binary as one for whom permissions hold, which they do not for root.
fn run_plainly(command: &Command) -> Run {
    let is_root = run(Command::new("id").arg("-u")).out.trim() == "0";
    let mut plain = Command::new(if is_root { "setpriv" } else { "env" });
    if is_root {
        plain.args(["--bounding-set", "-dac_override,-dac_read_search", "--"]);
    }
    plain.arg(command.get_program()).args(command.get_args()).env_remove("CARTEIRA_WORKSPACE");
    run(&mut plain)
}

fn said(company: &Company, run: &Run) -> String {
    run.err.replace(&company.beside("").display().to_string(), "PASTA/")
}

#[test]
fn files_and_folders_that_may_not_be_read_are_rejects_and_the_rest_goes_on() {
    let company = Company::new();
    let note = |name: &str| std::fs::read(fixtures(name)).unwrap();
    company.write("arquivos/boa.xml", note("nfe/01_venda_3dup.xml"));
    let file = company.write("arquivos/fechado.xml", note("nfe/02_venda_filial_do_cliente_sem_dup_pix.xml"));
    company.write("arquivos/pasta/dentro.xml", note("nfe/04_exportacao_idestrangeiro.xml"));
    let folder = company.beside("arquivos/pasta");
    let rights = [Without::rights(&file, 0o000), Without::rights(&folder, 0o000)];
    let arquivos = company.beside("arquivos").to_string_lossy().into_owned();
    let import = run_plainly(&company.command(["import", &arquivos, "--format", "json"]));
    drop(rights);
    let report: serde_json::Value = serde_json::from_str(&import.out).unwrap();
    assert_eq!((import.code, &report["accepted"], &report["rejects"]), (3, &json!(1), &json!(2)));
    let listed = company.run(["imports", "rejects", "1", "--format", "csv"]);
    insta::assert_snapshot!(listed.out.replace(&arquivos, "PASTA"), @"
    arquivo;documento;linha;campo;valor;motivo
    PASTA/fechado.xml;;;;;não foi possível ler o arquivo: sem permissão (dê acesso a quem executa o Carteira e importe de novo)
    PASTA/pasta;;;;;não foi possível ler o arquivo: sem permissão (dê acesso a quem executa o Carteira e importe de novo)
    ");
    let (_, whole) = company.import([&arquivos]);
    assert_eq!((&whole["accepted"], &whole["duplicates"], &whole["rejects"]), (&json!(2), &json!(1), &json!(0)));
}

#[test]
fn a_workspace_that_may_not_be_written_is_named() {
    let company = Company::new();
    company.import([fixtures("nfe")]);
    let folder = company.folder();
    let database = folder.join("carteira.db");
    let refused = |arguments: &[&str]| {
        let refused = run_plainly(&company.command(arguments));
        assert_eq!(refused.code, 1, "{arguments:?}: {}{}", refused.out, refused.err);
        // Named by its file where it cannot even be opened, which depends on how it was last closed.
        said(&company, &refused).replace("PASTA/carteira-data/carteira.db", "o banco de dados")
    };
    let notes = fixtures("nfe").to_string_lossy().into_owned();
    {
        let _rights = [Without::rights(&database, 0o444), Without::rights(&folder, 0o555)];
        insta::assert_snapshot!(refused(&["import", &notes]), @"erro: sem permissão para ler ou gravar o banco de dados: dê acesso a quem executa o Carteira, e repita");
        insta::assert_snapshot!(refused(&["totals"]), @"erro: sem permissão para ler ou gravar o banco de dados: dê acesso a quem executa o Carteira, e repita");
        insta::assert_snapshot!(refused(&["imports", "undo", "1"]), @"erro: sem permissão para ler ou gravar o banco de dados: dê acesso a quem executa o Carteira, e repita");
    }
    {
        let batches = folder.join("lake/batches");
        let _rights = Without::rights(&batches, 0o555);
        let other = company.write("outra.xml", std::fs::read(fixtures("nfce/nfce_902_cpf.xml")).unwrap());
        insta::assert_snapshot!(refused(&["import", &other.to_string_lossy()]), @"erro: sem permissão para ler ou gravar os arquivos do workspace: dê acesso a quem executa o Carteira, e repita");
    }
    {
        let _rights = Without::rights(&folder, 0o000);
        insta::assert_snapshot!(refused(&["totals"]), @"erro: sem permissão para ler ou gravar PASTA/carteira-data/carteira.toml: dê acesso a quem executa o Carteira, e repita");
    }
    assert_eq!(company.import([fixtures("nfe")]).0, 0, "with its rights back, all is well");
}

#[test]
fn a_place_that_may_not_be_written_is_named() {
    let company = Company::new();
    let shut = company.beside("fechada");
    std::fs::create_dir(&shut).unwrap();
    let _rights = Without::rights(&shut, 0o555);
    let new = shut.join("nova").to_string_lossy().into_owned();
    let refused = run_plainly(&company.command(["init", &new, "--company", "11222333000181"]));
    assert_eq!(refused.code, 1);
    insta::assert_snapshot!(said(&company, &refused), @"erro: sem permissão para ler ou gravar PASTA/fechada/nova: dê acesso a quem executa o Carteira, e repita");
    let file = shut.join("copia.carteira").to_string_lossy().into_owned();
    let refused = run_plainly(&company.command(["backup", &file]));
    assert_eq!(refused.code, 1);
    insta::assert_snapshot!(said(&company, &refused), @"erro: sem permissão para ler ou gravar PASTA/fechada/copia.carteira: dê acesso a quem executa o Carteira, e repita");
}
