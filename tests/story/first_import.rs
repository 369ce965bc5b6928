//! From a folder of notes to explained totals, and back. The numbers are those the notes were written
//! with (tests/fixtures/nfe/expected.json and the issue that asked for them).

use rstest::rstest;
use serde_json::json;
use support::Backend;

use crate::{Company, fixtures};

const FOLDERS: [&str; 3] = ["nfe", "nfce", "eventos"];

fn all_folders() -> [std::path::PathBuf; 3] {
    FOLDERS.map(fixtures)
}

#[rstest]
fn the_fixtures_give_the_numbers_they_were_written_with(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(company) = Company::on(backend) else { return };
    let (code, report) = company.import(all_folders());
    assert_eq!(code, 0);
    let counts = ["batch", "records", "accepted", "duplicates", "ignored", "rejects"].map(|name| report[name].as_u64());
    assert_eq!(counts, [1, 28, 24, 0, 4, 0].map(Some));
    assert_eq!(
        report["ignored_by_reason"],
        json!({ "correction_letter": 1, "denied": 1, "refused_event": 1, "test_environment": 1 })
    );
    for as_of in ["2026-08-20", "latest", "20/08/2026", "2026-11-22", "2031-01-01"] {
        let totals = company.json(["totals", "--as-of", as_of]);
        let expected = [
            ("customers", 5),
            ("documents", 10),
            ("revenue_total_cents", 810_148),
            ("billed_total_cents", 826_668),
            ("returns_total_cents", 66_766),
            ("unidentified_revenue_cents", 0),
        ];
        for (name, number) in expected {
            assert_eq!(totals[name], number, "{name} as of {as_of}");
        }
    }
    let establishments = company.json(["totals", "--as-of", "latest", "--level", "establishment"]);
    assert_eq!(establishments["customers"], 6);
    assert_eq!(establishments["revenue_total_cents"], 810_148);
    let gaps = company.json(["imports", "gaps"]);
    assert_eq!(
        gaps["missing_numbers"],
        json!([{ "issuer": "11222333000181", "model": 55, "series": 1, "first": 10, "last": 10 }])
    );
}

#[test]
fn the_past_is_what_the_documents_up_to_then_give() {
    let company = Company::new();
    company.import(all_folders());
    // By hand: notes 01 (1000.99), 02 (123.46), 03 (250.00), 04 (5000.00) up to 8 March; nothing returned.
    let early = company.json(["totals", "--as-of", "2026-03-08"]);
    assert_eq!(early["revenue_total_cents"], 637_445);
    assert_eq!(early["returns_total_cents"], 0);
    assert_eq!(early["documents"], 4);
    // Note 16, cancelled on 27 March, never existed, not even on the 27th.
    let march = company.json(["totals", "--as-of", "2026-03-27"]);
    // 637445 − 33333 − 33333 (returns 08, 10) + 1000 (complement 11) + 100000 (5922) + 4500 + 2970 (coupons).
    assert_eq!(march["revenue_total_cents"], 679_249);
    let before_all = company.json(["totals", "--as-of", "2020-01-01"]);
    assert_eq!(before_all["revenue_total_cents"], 0);
    assert_eq!(before_all["customers"], 0);
}

#[test]
fn importing_again_adds_nothing_and_undo_takes_all_away() {
    let company = Company::new();
    company.import(all_folders());
    let panel = company.panel();
    let (code, again) = company.import(all_folders());
    assert_eq!(
        (code, &again["accepted"], &again["duplicates"], &again["facts"]),
        (0, &json!(0), &json!(24), &json!(0))
    );
    assert_eq!(company.panel(), panel);
    assert_eq!(company.run(["imports", "undo", "2"]).code, 0);
    assert_eq!(company.panel(), panel, "the first import still claims everything");
    let undone = company.run(["imports", "undo", "1"]);
    assert_eq!(undone.code, 0);
    assert_eq!(company.panel(), "");
    assert_eq!(company.totals()["revenue_total_cents"], 0);
    let (_, third) = company.import(all_folders());
    assert_eq!(third["accepted"], 24);
    assert_eq!(company.panel(), panel);
}

#[test]
fn the_order_of_files_and_imports_does_not_matter() {
    let together = Company::new();
    together.import(all_folders());
    let apart = Company::new();
    let mut files: Vec<_> = all_folders()
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()))
        .collect();
    // Events before their notes, returns before what they return, coupons after the notes issued for them.
    files.sort_by_key(|path| std::cmp::Reverse(path.file_name().map(std::ffi::OsStr::to_owned)));
    for files in files.chunks(5) {
        apart.import(files);
    }
    assert_eq!(apart.panel(), together.panel());
    assert_eq!(apart.totals(), together.totals());
}

#[test]
fn a_rehearsal_says_what_would_happen_and_writes_nothing() {
    let company = Company::new();
    let mut arguments = vec!["import".to_owned(), "--dry-run".to_owned(), "--format".to_owned(), "json".to_owned()];
    arguments.extend(all_folders().map(|folder| folder.to_string_lossy().into_owned()));
    let rehearsal = company.run(&arguments);
    let report: serde_json::Value = serde_json::from_str(&rehearsal.out).unwrap();
    assert_eq!((rehearsal.code, &report["batch"], &report["accepted"]), (0, &json!(0), &json!(24)));
    assert_eq!(company.run(["imports", "list", "--format", "json"]).out, "");
    company.import(all_folders());
    let again: serde_json::Value = serde_json::from_str(&company.run(&arguments).out).unwrap();
    assert_eq!((&again["accepted"], &again["duplicates"]), (&json!(0), &json!(24)));
}

#[test]
fn a_note_without_protocol_waits_for_it() {
    let company = Company::new();
    let bare = fixtures("nfe/19_sem_protocolo.xml");
    let (_, report) = company.import([&bare]);
    assert_eq!(report["warnings_by_kind"], json!({ "unproven": 1 }));
    assert_eq!(company.totals()["revenue_total_cents"], 0);
    let settings = company.folder().join("carteira.toml");
    let written = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, format!("{written}\n[base]\ninclude_unproven = true\n")).unwrap();
    assert_eq!(company.totals()["revenue_total_cents"], 7_000, "a setting lets it in");
    std::fs::write(&settings, written).unwrap();
    let protocol = company.write(
        "protocolo.xml",
        "<protNFe xmlns=\"http://www.portalfiscal.inf.br/nfe\"><infProt><tpAmb>1</tpAmb>\
         <chNFe>35260311222333000181550010000000191000000196</chNFe><dhRecbto>2026-03-29T10:00:05-03:00</dhRecbto>\
         <nProt>135000000000019</nProt><cStat>100</cStat></infProt></protNFe>",
    );
    let (_, proven) = company.import([protocol]);
    assert_eq!(proven["accepted"], 1);
    assert_eq!(company.totals()["revenue_total_cents"], 7_000, "its protocol proves it");
    company.run(["imports", "undo", "2"]);
    assert_eq!(company.totals()["revenue_total_cents"], 0);
}

#[test]
fn a_company_added_later_was_never_a_customer() {
    let company = Company::new();
    company.import(all_folders());
    let settings = company.folder().join("carteira.toml");
    let written = std::fs::read_to_string(&settings).unwrap();
    // Alfa turns out to be ours: what we sold to it was between our own companies.
    std::fs::write(
        &settings,
        written.replace("\"11.222.333/0001-81\"", "\"11.222.333/0001-81\", \"44.555.666/0001-81\""),
    )
    .unwrap();
    let totals = company.totals();
    assert_eq!(totals["customers"], 4);
    // The five other notes: 250.00 + 5000.00 + 99.99 + 29.70, and coupon 901 (45.00) without its buyer.
    assert_eq!(totals["revenue_total_cents"], 542_469);
    assert_eq!(totals["unidentified_revenue_cents"], 4_500);
    assert!(!company.panel().contains("\"44555666\""));
}
