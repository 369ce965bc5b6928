//! `api-import`: ten people at their lists while a million lines come in.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::crowd::{Answers, at_rate_while};
use crate::desk::{CUSTOMERS, Desk, MANAGER, SELLER, is_seller};
use crate::figures::{megabytes, number};
use crate::lists::{List, varied};
use crate::place::Place;
use crate::results::{Report, Table};
use crate::sales::file;
use crate::served::{Person, Served};
use crate::{Outcome, peer, say};

/// People at their lists, each of whom asks once a second.
const PEOPLE: usize = 10;

/// Lines that come in, and the customers they are of.
const ROWS: u64 = 1_000_000;
const BUYERS: u64 = 100_000;

const MOST_MS: f64 = 100.0;

/// How long lists are watched before.
const QUIET: Duration = Duration::from_secs(30);

/// Measures.
pub fn run(place: &Place) -> Outcome<Report> {
    let desk = Desk::of(place)?;
    let (lines, described) = file(place, &peer::python(place)?, ROWS, BUYERS)?;
    let copy = desk.workspace.copy(place, "api-import")?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| error.to_string())?;
    let served = Served::start(place, &copy)?;
    let measured = runtime.block_on(measured(&served, &lines))?;
    let peak_mb = megabytes(served.peak_bytes());
    drop(served);
    copy.remove()?;
    let Measured { before, during, seconds, accepted } = measured;
    if accepted != ROWS {
        return Err(format!("of {ROWS} lines {accepted} were taken in"));
    }
    Ok(Report {
        about: format!(
            "{} customers, 10 million lines; {PEOPLE} people, half of them as the manager and half as a seller of an eighth \
             of the customers, ask for lists that differ in condition, order and page, once a second each, whether or not \
             those before are answered. Meanwhile a spreadsheet of {} lines of {} customers is sent in parts and imported by \
             the same server, until lists show it: {} s in all. Who asks runs on the same two processors. The server's \
             peak memory was {} MB.",
            number(CUSTOMERS as f64, 0),
            number(ROWS as f64, 0),
            number(described.customers as f64, 0),
            number(seconds, 0),
            number(peak_mb, 0),
        ),
        tables: vec![Table {
            columns: vec!["", "median ms", "p95 ms", "p99 ms", "bar", "failed"],
            rows: vec![before.row("before", None), during.row("while the import runs", Some(MOST_MS))],
        }],
    })
}

struct Measured {
    before: Answers,
    during: Answers,
    seconds: f64,
    accepted: u64,
}

async fn measured(served: &Served, lines: &Path) -> Outcome<Measured> {
    let mut people = Vec::with_capacity(PEOPLE);
    for place in 0..PEOPLE {
        people.push(served.sign_in(if is_seller(place) { SELLER } else { MANAGER }).await?);
    }
    for person in &people[..2] {
        person.ready().await?;
    }
    let lists: Vec<List> = varied();
    let ask = |place: usize| people[place % PEOPLE].clone().ask(lists[place % lists.len()].resource(None));
    let began = Instant::now();
    let before = at_rate_while(PEOPLE as f64, || began.elapsed() < QUIET, ask).await;
    say("api-import: importing");
    let is_over = Arc::new(AtomicBool::new(false));
    let importing = tokio::spawn(import(people[0].clone(), lines.to_owned(), Arc::clone(&is_over)));
    let during = at_rate_while(PEOPLE as f64, || !is_over.load(Ordering::Relaxed), ask).await;
    let (seconds, accepted) = importing.await.map_err(|error| error.to_string())??;
    Ok(Measured { before, during, seconds, accepted })
}

/// Sends a file in parts, imports it, and waits until lists show it: seconds, and records accepted.
async fn import(manager: Person, lines: std::path::PathBuf, is_over: Arc<AtomicBool>) -> Outcome<(f64, u64)> {
    let began = Instant::now();
    let imported = sent(&manager, &lines).await;
    is_over.store(true, Ordering::Relaxed);
    Ok((began.elapsed().as_secs_f64(), imported?))
}

async fn sent(manager: &Person, lines: &Path) -> Outcome<u64> {
    let begun = manager.post("/uploads", &json!({})).await?;
    let upload = format!("/uploads/{}", begun["upload"].as_str().unwrap_or_default());
    manager.send(&upload, lines, begun["part_bytes"].as_u64().unwrap_or(1 << 20) as usize).await?;
    let reading = json!({ "kind": "sales", "source": "later" });
    let mut job = manager.post(&format!("{upload}/import"), &reading).await?;
    let at = format!("/jobs/{}", job["id"]);
    while matches!(job["state"].as_str(), Some("waiting" | "running")) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        job = manager.read(&at).await?;
    }
    job["report"]["accepted"].as_u64().ok_or_else(|| format!("the import came to {job}"))
}
