//! What an import says of single records, and what it says of itself at each stage of its life.

use serde_json::json;

use crate::workspace::run;
use crate::{Company, fixtures};

#[test]
fn warnings_name_the_note_and_what_is_odd_about_it() {
    let company = Company::new();
    let (_, report) = company.import([fixtures("nfe")]);
    let warnings = company.json_lines(["imports", "warnings", "1"]);
    assert_eq!(report["warnings"], json!(warnings.len()));
    let unproven: Vec<_> = warnings.iter().filter(|warning| warning["code"] == "unproven").collect();
    assert_eq!(unproven.len(), 1);
    assert!(unproven[0]["file"].as_str().unwrap().ends_with("19_sem_protocolo.xml"));
    assert_eq!(unproven[0]["record"], "35260311222333000181550010000000191000000196");
    let shown = company.run(["imports", "warnings", "1"]);
    assert!(shown.out.contains("sem protocolo de autorização"), "{}", shown.out);
    // By the issue: denied, test environment.
    let ignored = company.json_lines(["imports", "ignored", "1"]);
    let codes: Vec<_> = ignored.iter().map(|notice| notice["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["denied", "test_environment"]);
    assert_eq!(company.run(["imports", "rejects", "1"]).err.trim(), "Nada foi recusado nesta importação.");
}

#[test]
fn a_rehearsal_names_what_it_could_not_read() {
    let company = Company::new();
    let broken = company.write("nota.xml", "<nfeProc><NFe>");
    let told = company.run(["import", "--dry-run", &broken.to_string_lossy()]);
    assert_eq!(told.code, 3);
    assert!(told.out.contains("nota.xml") && told.out.contains("malformado ou cortado"), "{}", told.out);
}

#[test]
fn an_import_tells_what_became_of_it() {
    let company = Company::new();
    company.import([fixtures("nfe")]);
    let told = |batch: &str| company.run(["imports", "show", batch]).err;
    assert!(told("1").contains("carteira imports undo 1"));
    assert_eq!(company.run(["imports", "undo", "1"]).code, 0);
    assert!(told("1").contains("desfeita") && !told("1").contains("imports undo"));
    company.run_sql(
        "INSERT INTO batches (id, state, started_at, compacted) VALUES (2, 'writing', '2026-11-20T10:00:00Z', false)",
    );
    assert!(told("2").contains("Foi interrompida antes do fim; nada dela ficou."), "{}", told("2"));
    let listed = company.run(["imports", "list"]).out;
    assert!(listed.contains("interrompida") && !listed.contains("em andamento"), "{listed}");
}

#[test]
fn moments_are_shown_where_the_reader_stands() {
    let company = Company::new();
    company.import([fixtures("nfe")]);
    company.run_sql("UPDATE batches SET started_at = '2026-11-20T02:30:00Z'");
    for (zone, shown) in [("America/Sao_Paulo", "19/11/2026 23:30"), ("UTC", "20/11/2026 02:30")] {
        let listed = run(company.command(["imports", "list"]).env("TZ", zone)).out;
        assert!(listed.contains(shown), "{zone}: {listed}");
    }
}
