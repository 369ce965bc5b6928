//! `api-list`: lists of a million customers over HTTP, as fifty people ask for them; PostgreSQL beside it.

use std::future::Future;
use std::time::{Duration, Instant};

use crate::crowd::{Answers, HELD_MS, at_rate, highest};
use crate::desk::{CUSTOMERS, Desk, People, is_seller};
use crate::figures::{megabytes, number};
use crate::lists::{List, varied};
use crate::place::Place;
use crate::results::{Report, Table};
use crate::rival::Rival;
use crate::served::Served;
use crate::{Outcome, say};

/// What fifty busy people come to.
pub const RATE: f64 = 20.0;

/// How long they are watched.
pub const WATCHED: Duration = Duration::from_secs(60);

const MOST_MS: f64 = 50.0;

/// A list and the address of its page, for a manager and for a seller.
struct Asked {
    list: List,
    resources: [String; 2],
}

/// What was measured of one who answers.
struct Measured {
    manager: Answers,
    seller: Answers,
    highest: f64,
}

/// Measures.
pub fn run(place: &Place) -> Outcome<Report> {
    let desk = Desk::of(place)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| error.to_string())?;
    runtime.block_on(measured(place, &desk))
}

async fn measured(place: &Place, desk: &Desk) -> Outcome<Report> {
    let began = Instant::now();
    let served = Served::start(place, &desk.workspace)?;
    let people = People::of(&served).await?;
    let counts = [people.whose(0).ready().await?, people.whose(1).ready().await?];
    let ready = began.elapsed();
    let asked = with_pages(&people).await?;
    let own = ask_all(|place| {
        let Asked { resources, .. } = &asked[place % asked.len()];
        people.whose(place).clone().ask(resources[usize::from(is_seller(place))].clone())
    })
    .await;
    let peak_bytes = served.peak_bytes();
    drop(served);
    let rival = Rival::of(place, &desk.workspace).await?;
    let mut rows = own.rows("`carteira serve`", true);
    if let Some(rival) = &rival {
        let measured =
            ask_all(|place| rival.clone().list(asked[place % asked.len()].list.clone(), is_seller(place))).await;
        rows.extend(measured.rows("PostgreSQL", false));
    }
    Ok(report(counts, ready, peak_bytes, rival.map(|rival| rival.rows), rows))
}

/// The lists, each turned to its page by both.
async fn with_pages(people: &People) -> Outcome<Vec<Asked>> {
    say("turning pages");
    let mut asked = Vec::new();
    for list in varied() {
        let resources = [turned(people, 0, &list).await?, turned(people, 1, &list).await?];
        asked.push(Asked { list, resources });
    }
    Ok(asked)
}

/// The address of a list's page; of the last, where there are not so many.
async fn turned(people: &People, place: usize, list: &List) -> Outcome<String> {
    let mut resource = list.resource(None);
    for _ in 0..list.page {
        let page = people.whose(place).read(&resource).await?;
        match page["next"].as_str() {
            Some(next) => resource = list.resource(Some(next)),
            None => break,
        }
    }
    Ok(resource)
}

/// Asks at the rate that must be held, and then for the highest that is.
async fn ask_all<F>(ask: impl Fn(usize) -> F) -> Measured
where
    F: Future<Output = Outcome<()>> + Send + 'static,
{
    let of = async |seller: bool| {
        // Each asks half as often, as they do together.
        at_rate(RATE / 2.0, WATCHED, |place| ask(place * 2 + usize::from(seller))).await
    };
    let (manager, seller) = tokio::join!(of(false), of(true));
    Measured { manager, seller, highest: highest(RATE * 2.0, ask).await }
}

impl Measured {
    fn rows(&self, who: &str, is_ours: bool) -> Vec<Vec<String>> {
        let row = |whose: &str, answers: &Answers| {
            let mut row = answers.row(&format!("{who}, {whose}"), is_ours.then_some(MOST_MS));
            row.push(String::new());
            row
        };
        let mut rows = vec![row("as the manager", &self.manager), row("as a seller", &self.seller)];
        rows[1][6] = format!("**{}**", number(self.highest, 0));
        rows
    }
}

fn report(
    [all, own]: [u64; 2],
    ready: Duration,
    peak_bytes: u64,
    rival_rows: Option<u64>,
    rows: Vec<Vec<String>>,
) -> Report {
    let beside = match rival_rows {
        Some(rows) => format!(
            "Beside it PostgreSQL, its settings those of the package but for `work_mem`: the same columns of {} customers \
             in a table with a row rule, indexes on whatever is filtered and sorted by, fifty connections that are kept; \
             a page, and the count and sum of the whole list, in one transaction.",
            number(rows as f64, 0)
        ),
        None => "PostgreSQL was not there to be measured beside it.".to_owned(),
    };
    Report {
        about: format!(
            "{} customers listed, {} of them with purchases, 10 million lines; the seller sees {}. Fifty people are signed \
             in, half of them as the manager and half as the seller, and ask for lists that differ in condition, order and \
             page, each answered with a page of 50, the count and the totals of the whole list. {RATE} lists a second are \
             asked for over {} s, whether or not those before are answered, and each answer counts from the moment it was \
             meant to be asked for. The highest rate is the one at which 95 of 100 take less than {HELD_MS} ms and none \
             fails, over 15 s. Who asks runs on the same processors. The server was ready, with its portfolio in memory \
             and fifty people signed in, after {} s; its peak memory was {} MB. {beside}",
            number(CUSTOMERS as f64, 0),
            number(all as f64, 0),
            number(own as f64, 0),
            WATCHED.as_secs(),
            number(ready.as_secs_f64(), 0),
            number(megabytes(peak_bytes), 0),
        ),
        tables: vec![Table {
            columns: vec!["", "median ms", "p95 ms", "p99 ms", "bar", "failed", "highest a second"],
            rows,
        }],
    }
}
