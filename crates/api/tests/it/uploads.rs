//! Files sent part by part, rehearsed, imported and taken back.

use api::Options;
use rstest::rstest;
use serde_json::{Value, json};
use store::Role;

use crate::client::{Ask, Person, delete, get, post, text, with_query};
use crate::desk::{ALFA_ROOT, Desk};
use crate::operations::{fixture, send_file, uploaded};

/// The notes of both files go to one company: 1000.99 and 123.46, as they were written.
const FILES: [&str; 2] = ["nfe/01_venda_3dup.xml", "nfe/02_venda_filial_do_cliente_sem_dup_pix.xml"];
const REVENUE_CENTS: i64 = 100_099 + 12_346;

async fn empty() -> (Desk, Person) {
    let desk = Desk::with(Vec::new(), Options::default()).await;
    let manager = desk.person("gilberto", Role::Manager).await;
    (desk, manager)
}

async fn begin(desk: &Desk, who: &Person) -> String {
    let begun = desk.send(Ask::of("POST", "/uploads").by(who)).await.expect(201).json();
    assert_eq!(begun["part_bytes"], 8 << 20);
    text(&begun["upload"])
}

fn part(upload: &str, path: &str, offset: u64, bytes: &[u8]) -> Ask {
    let offset = offset.to_string();
    let query = [("path", path), ("offset", offset.as_str())];
    Ask::of("PUT", &with_query(&format!("/uploads/{upload}/parts"), &query)).bytes(bytes.to_vec())
}

async fn customers(desk: &Desk, who: &Person) -> Value {
    let page = desk.read(who, "/customers?columns=revenue_total_cents").await.expect(200).json();
    page["rows"].clone()
}

async fn done(desk: &Desk, who: &Person, path: &str) -> Value {
    let job = desk.send(post(path, json!({})).by(who)).await.expect(202).json();
    let job = desk.ended(who, &job).await;
    assert_eq!(job["state"], "done", "{job}");
    job
}

/// Of what a report says: records, accepted, duplicates, ignored, rejects.
fn counts(report: &Value) -> [u64; 5] {
    ["records", "accepted", "duplicates", "ignored", "rejects"].map(|name| report[name].as_u64().expect("a count"))
}

#[tokio::test]
async fn files_are_rehearsed_imported_and_taken_back() {
    let (desk, manager) = empty().await;
    let upload = begin(&desk, &manager).await;
    for name in FILES {
        send_file(&desk, &manager, &upload, name, fixture(name)).await;
    }
    let path = format!("/uploads/{upload}");
    let shown = desk.read(&manager, &path).await.expect(200).json();
    let sent: Vec<String> = shown["files"].as_array().unwrap().iter().map(|file| text(&file["path"])).collect();
    assert_eq!(sent, FILES);
    assert_eq!(shown["bytes"], FILES.map(|name| fixture(name).len()).iter().sum::<usize>());
    let rehearsed = done(&desk, &manager, &format!("{path}/rehearsal")).await;
    assert_eq!(counts(&rehearsed["report"]), [2, 2, 0, 0, 0]);
    assert_eq!(rehearsed["import"], Value::Null);
    assert_eq!(customers(&desk, &manager).await, json!([]), "a rehearsal changes nothing");
    assert_eq!(desk.read(&manager, "/imports").await.expect(200).items(), Vec::<Value>::new());
    let imported = done(&desk, &manager, &format!("{path}/import")).await;
    assert_eq!(counts(&imported["report"]), [2, 2, 0, 0, 0]);
    let row = json!({ "customer": ALFA_ROOT, "revenue_total_cents": REVENUE_CENTS });
    assert_eq!(customers(&desk, &manager).await, json!([row]));
    let import = imported["import"].as_i64().expect("an import's number");
    let listed = desk.read(&manager, "/imports").await.expect(200).items();
    let listed: Vec<_> = listed.iter().map(|import| (&import["import"], &import["state"], &import["by"])).collect();
    assert_eq!(listed, [(&json!(import), &json!("live"), &json!(manager.user.name))]);
    let undone = desk.send(post(&format!("/imports/{import}/undo"), json!({})).by(&manager)).await.expect(200).json();
    assert_eq!((&undone["documents"], &undone["kept"]), (&json!(2), &json!(0)));
    assert_eq!(customers(&desk, &manager).await, json!([]));
    assert_eq!(desk.read(&manager, &format!("/imports/{import}")).await.expect(200).json()["state"], "undone");
}

#[tokio::test]
async fn the_same_files_again_add_nothing() {
    let (desk, manager) = empty().await;
    for expected in [[1, 1, 0, 0, 0], [1, 0, 1, 0, 0]] {
        let upload = uploaded(&desk, &manager).await;
        let imported = done(&desk, &manager, &format!("/uploads/{upload}/import")).await;
        assert_eq!(counts(&imported["report"]), expected);
    }
}

/// A rehearsal says which lines of a spreadsheet would be refused, before anything is imported.
#[tokio::test]
async fn a_rehearsal_shows_the_lines_it_would_refuse() {
    let (desk, manager) = empty().await;
    let upload = begin(&desk, &manager).await;
    let rows = "Pedido;Data;CNPJ;Cliente;Valor Total\n1;03/11/2026;44.555.666/0001-81;Mercearia;10,00\n\
                2;31/02/2026;44.555.666/0001-81;Mercearia;20,00\n";
    send_file(&desk, &manager, &upload, "vendas.csv", rows.as_bytes().to_vec()).await;
    let rehearsed = done(&desk, &manager, &format!("/uploads/{upload}/rehearsal")).await;
    assert_eq!(counts(&rehearsed["report"])[4], 1);
    let shown = rehearsed["rejects_shown"].as_array().expect("rejects");
    assert_eq!(shown.len(), 1);
    assert_eq!((&shown[0]["file"], &shown[0]["line"]), (&json!("vendas.csv"), &json!(3)));
}

#[tokio::test]
async fn what_cannot_be_read_is_said_line_by_line() {
    let (desk, manager) = empty().await;
    let upload = begin(&desk, &manager).await;
    send_file(&desk, &manager, &upload, "quebrada.xml", b"<nfeProc><NFe><infNFe Id=\"NFe1\">".to_vec()).await;
    let imported = done(&desk, &manager, &format!("/uploads/{upload}/import")).await;
    assert_eq!(counts(&imported["report"]), [1, 0, 0, 0, 1]);
    assert_eq!(imported["rejects_shown"].as_array().unwrap().len(), 1);
    let import = imported["import"].as_i64().expect("an import's number");
    let rejects = desk.read(&manager, &format!("/imports/{import}/rejects")).await.expect(200).items();
    assert_eq!(rejects.len(), 1);
    // By the name it was sent by, and not by where it lay here.
    assert_eq!(rejects[0]["file"], "quebrada.xml");
    let file = desk.read(&manager, &format!("/imports/{import}/rejects?format=csv")).await.expect(200);
    assert_eq!(file.text().lines().count(), 2, "{}", file.text());
    assert!(!file.text().contains(&*desk.home.folder().to_string_lossy()));
}

#[rstest]
#[case("../fora.xml")]
#[case("pasta/../../fora.xml")]
#[case("/etc/fora.xml")]
#[case("..\\fora.xml")]
#[case("C:\\fora.xml")]
#[case("nota\0.xml")]
#[case("")]
#[case(".")]
#[tokio::test]
async fn a_file_stays_within_its_upload(#[case] path: &str) {
    let (desk, manager) = empty().await;
    let upload = begin(&desk, &manager).await;
    let before = files_below(&desk.home.folder());
    let refused = desk.send(part(&upload, path, 0, b"<x/>").by(&manager)).await;
    assert_eq!(refused.problem(), (422, "invalid".to_owned()));
    assert_eq!(files_below(&desk.home.folder()), before);
    assert!(!std::path::Path::new("/etc/fora.xml").exists());
}

/// The files of a workspace but for those of its database, which changes by itself.
fn files_below(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files.extend(files_below(&entry.path())),
            _ if !entry.file_name().to_string_lossy().contains(".db") => files.push(entry.path()),
            _ => {}
        }
    }
    files.sort();
    files
}

#[rstest]
#[case("..")]
#[case("../carteira.toml")]
#[case("%2e%2e%2flake")]
#[case("1-")]
#[case("")]
#[tokio::test]
async fn an_upload_s_name_leads_nowhere_else(#[case] name: &str) {
    let (desk, manager) = empty().await;
    begin(&desk, &manager).await;
    for ask in [get(&format!("/uploads/{name}")), delete(&format!("/uploads/{name}"))] {
        let answer = desk.send(ask.by(&manager)).await;
        assert!(matches!(answer.status, 404 | 405), "{}", answer.text());
    }
    assert!(desk.home.folder().join("carteira.toml").exists() && desk.home.folder().join("lake").exists());
}

#[tokio::test]
async fn an_upload_is_there_for_whoever_began_it() {
    let (desk, people) = Desk::staffed().await;
    let upload = uploaded(&desk, &people.manager).await;
    let other = &people.administrator;
    let path = format!("/uploads/{upload}");
    let mine = format!("{}-{}", other.user.id, upload.split_once('-').expect("a number before").1);
    for ask in [
        get(&path),
        get(&format!("/uploads/{mine}")),
        part(&upload, "nota.xml", 0, b"<x/>"),
        post(&format!("{path}/rehearsal"), json!({})),
        post(&format!("{path}/import"), json!({})),
        delete(&path),
    ] {
        assert_eq!(desk.send(ask.by(other)).await.problem(), (404, "not_found".to_owned()));
    }
    desk.read(&people.manager, &path).await.expect(200);
    desk.send(delete(&path).by(&people.manager)).await.expect(204);
    desk.read(&people.manager, &path).await.expect(404);
}

#[tokio::test]
async fn parts_come_in_order_and_twice_without_harm() {
    let (desk, manager) = empty().await;
    let upload = begin(&desk, &manager).await;
    let send = async |offset: u64, bytes: &[u8]| desk.send(part(&upload, "a/b.xml", offset, bytes).by(&manager)).await;
    send(0, b"carta").await.expect(204);
    send(0, b"carta").await.expect(204);
    let gap = send(7, b"ra").await;
    assert_eq!(gap.problem(), (409, "part_out_of_order".to_owned()));
    assert_eq!(gap.json()["errors"][0], json!({ "field": "offset", "detail": "5" }));
    send(5, b"eira").await.expect(204);
    let shown = desk.read(&manager, &format!("/uploads/{upload}")).await.expect(200).json();
    assert_eq!(shown["files"], json!([{ "path": "a/b.xml", "bytes": 9 }]));
    // A folder is no file, nor a file a folder.
    for path in ["a", "a/b.xml/c.xml"] {
        desk.send(part(&upload, path, 0, b"x").by(&manager)).await.expect(422);
    }
}

#[tokio::test]
async fn a_part_has_a_greatest_size() {
    let (desk, manager) = empty().await;
    let upload = begin(&desk, &manager).await;
    let whole = vec![b' '; 8 << 20];
    desk.send(part(&upload, "a.xml", 0, &whole).by(&manager)).await.expect(204);
    let more = vec![b' '; (8 << 20) + 1];
    let refused = desk.send(part(&upload, "b.xml", 0, &more).by(&manager)).await;
    assert_eq!(refused.problem(), (413, "too_large".to_owned()));
}

#[rstest]
#[case::kind(json!({ "kind": "qualquer" }), "kind")]
#[case::source(json!({ "source": "a b" }), "source")]
#[case::map(json!({ "map": "isto não é TOML" }), "map")]
#[tokio::test]
async fn a_reading_that_cannot_be_is_refused_before_it_begins(#[case] reading: Value, #[case] field: &str) {
    let (desk, manager) = empty().await;
    let upload = uploaded(&desk, &manager).await;
    let refused = desk.send(post(&format!("/uploads/{upload}/rehearsal"), reading).by(&manager)).await;
    assert_eq!(refused.problem(), (422, "invalid".to_owned()));
    assert_eq!(refused.json()["errors"][0]["field"], field);
    assert_eq!(desk.read(&manager, "/jobs").await.expect(200).items(), Vec::<Value>::new());
}
