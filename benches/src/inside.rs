//! What is measured without a process around it, by this program in a process of its own: so that its
//! memory is its own too.

use std::path::Path;
use std::time::{Duration, Instant};

use domain::{CustomerKey, Day};
use panel::{LISTED, Level, Portfolio, Predicate, Query, Rows, Sort, Visible, value_at};
use serde_json::{Value, json};
use store::{Author, Table, Workspace};

use crate::Outcome;

/// The columns that the rival computes too.
const SUBSET: [&str; 9] = [
    "days_since_purchase",
    "purchase_days",
    "revenue_total_cents",
    "revenue_12m_cents",
    "purchase_cycle_days",
    "rfm_recency",
    "rfm_frequency",
    "rfm_monetary",
    "abc",
];

/// Runs one measurement: what it says is one line of JSON.
pub fn run(arguments: &[String]) -> Outcome<Value> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let [what, folder] = arguments else { return Err("inside WHAT WORKSPACE".to_owned()) };
    let folder = Path::new(folder);
    match what.as_str() {
        "subset" => runtime.block_on(anew(folder, &SUBSET)),
        "whole" => runtime.block_on(anew(folder, &[])),
        "list-again" => runtime.block_on(again(folder, &LISTED)),
        "list-new-day" => runtime.block_on(new_day(folder, &LISTED)),
        "compact" => runtime.block_on(compacted(folder)),
        "query" => runtime.block_on(queries(folder)),
        _ => Err(format!("{what}: no such measurement")),
    }
}

/// As many as the rival is given.
const THREADS: usize = 2;

fn shown(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// The rival's date.
const AS_OF: &str = "2026-01-01";

fn day(text: &str) -> Outcome<Day> {
    text.parse().map_err(|_| format!("{text} is no day"))
}

/// A workspace's portfolio.
async fn portfolio(folder: &Path) -> Outcome<Portfolio> {
    let workspace = Workspace::open(folder, &[]).await.map_err(shown)?;
    Portfolio::open(&workspace, THREADS).await.map_err(shown)
}

/// Some columns of the panel, all where none is named, with nothing computed before.
async fn anew(folder: &Path, columns: &[&str]) -> Outcome<Value> {
    forget(&folder.join("cache"))?;
    let query = naming(columns);
    let began = Instant::now();
    let portfolio = portfolio(folder).await?;
    let panel = portfolio.panel_for(Level::Root, day(AS_OF)?, &query).await.map_err(shown)?;
    let rows = panel.list(&query, &Visible::everything()).await.map_err(shown)?;
    let seconds = began.elapsed().as_secs_f64();
    portfolio.close().await.map_err(shown)?;
    Ok(json!({ "seconds": seconds, "sums": sums(&rows) }))
}

/// Seconds to a panel, from whatever is kept.
async fn again(folder: &Path, columns: &[&str]) -> Outcome<Value> {
    let began = Instant::now();
    let portfolio = portfolio(folder).await?;
    portfolio.panel_for(Level::Root, day(AS_OF)?, &naming(columns)).await.map_err(shown)?;
    let seconds = began.elapsed().as_secs_f64();
    portfolio.close().await.map_err(shown)?;
    Ok(json!(seconds))
}

/// Seconds to the panel of the day after one that is there.
async fn new_day(folder: &Path, columns: &[&str]) -> Outcome<Value> {
    forget(&folder.join("cache"))?;
    let portfolio = portfolio(folder).await?;
    portfolio.panel_for(Level::Root, day(AS_OF)?, &naming(columns)).await.map_err(shown)?;
    let began = Instant::now();
    portfolio.panel_for(Level::Root, day(AS_OF)?.plus_days(1), &naming(columns)).await.map_err(shown)?;
    let seconds = began.elapsed().as_secs_f64();
    portfolio.close().await.map_err(shown)?;
    Ok(json!(seconds))
}

/// Compacts a workspace and names its files of lines.
async fn compacted(folder: &Path) -> Outcome<Value> {
    let workspace = Workspace::open(folder, &[]).await.map_err(shown)?;
    workspace.compact("2026-01-01T00:00:00Z", |_| {}).await.map_err(shown)?;
    let snapshot = workspace.snapshot().await.map_err(shown)?;
    let files = snapshot.files(Table::Items).into_iter();
    let paths: Vec<String> = files.map(|file| format!("{}/{}", workspace.lake().address(), file.path)).collect();
    snapshot.release().await.map_err(shown)?;
    Ok(json!(paths))
}

/// Conditions and orders as people vary them.
const LISTS: [(&str, &str, bool); 4] = [
    ("status = 'risco_de_perda' AND abc = 'A'", "revenue_12m_cents", true),
    ("revenue_12m_cents > reais(1000) AND days_since_purchase > 30", "days_since_purchase", false),
    ("rfm_segment IN ('campeoes', 'leais') AND purchase_days > 3", "purchase_cycle_days", false),
    ("abc IN ('A', 'B') AND growth_12m < -0.2", "growth_12m", false),
];

/// What is asked of a panel in memory.
async fn queries(folder: &Path) -> Outcome<Value> {
    let everything = Visible::everything();
    let (workspace, portfolio) = (Workspace::open(folder, &[]).await.map_err(shown)?, portfolio(folder).await?);
    let panel = portfolio.panel(Level::Root, day(AS_OF)?).await.map_err(shown)?;
    let keys = panel.list(&naming(&["revenue_12m_cents"]), &everything).await.map_err(shown)?;
    let key = |row: usize| value_at(&keys, "customer", row % keys.num_rows()).as_str().unwrap_or_default().to_owned();
    let mut lists = Vec::new();
    for round in 0..100 {
        let (condition, sort, descending) = LISTS[round % LISTS.len()];
        let query = Query {
            predicate: Some(Predicate::parse(condition).map_err(shown)?),
            sort: Some(Sort { column: sort.to_owned(), descending }),
            limit: Some(50),
            ..naming(&["name", "status", "abc", "revenue_12m_cents", "days_since_purchase"])
        };
        let began = Instant::now();
        panel.list(&query, &everything).await.map_err(shown)?;
        lists.push(began.elapsed());
    }
    let mut explanations = Vec::new();
    for round in 0..40 {
        let customer = key(round * 7919).parse().map_err(shown)?;
        let began = Instant::now();
        portfolio
            .explain(&customer, "revenue_12m_cents", Level::Root, day(AS_OF)?, &everything)
            .await
            .map_err(shown)?;
        explanations.push(began.elapsed());
    }
    let mut owners = Vec::new();
    for round in 0..3 {
        let customers: Vec<CustomerKey> =
            (0..10_000).map(|row| key(row * 31).parse().map_err(shown)).collect::<Outcome<_>>()?;
        let owner = format!("Vendedor {round}");
        let author = Author::command_line("2026-01-01T00:00:00Z");
        let began = Instant::now();
        workspace.edit_all(&customers, "owner", Some(&owner), &author).await.map_err(shown)?;
        let renewed = portfolio.renewed().await.map_err(shown)?;
        let query = Query { limit: Some(50), ..naming(&["owner"]) };
        let panel = renewed.panel(Level::Root, day(AS_OF)?).await.map_err(shown)?;
        panel.list(&query, &everything).await.map_err(shown)?;
        owners.push(began.elapsed());
        renewed.close().await.map_err(shown)?;
    }
    portfolio.close().await.map_err(shown)?;
    Ok(json!({
        "customers": keys.num_rows(), "lists": spread(lists), "explanations": spread(explanations), "owners": spread(owners),
    }))
}

fn naming(names: &[&str]) -> Query {
    Query { columns: names.iter().map(|&name| name.to_owned()).collect(), ..Query::default() }
}

fn spread(mut taken: Vec<Duration>) -> Value {
    taken.sort_unstable();
    let at =
        |share: usize| taken.get((taken.len() * share).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default();
    let ms = |duration: Duration| duration.as_secs_f64() * 1e3;
    json!({ "median_ms": ms(at(50)), "p95_ms": ms(at(95)), "count": taken.len() })
}

/// Removes all that was computed but the columnar copy of the parties, which stays good whatever is imported
/// of them: the rival's files hold no names.
fn forget(cache: &Path) -> Outcome<()> {
    let Ok(entries) = std::fs::read_dir(cache) else { return Ok(()) };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_parties = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("parties-"));
        if !is_parties {
            std::fs::remove_file(&path).map_err(shown)?;
        }
    }
    Ok(())
}

/// What rows add up to, as the rival says it.
fn sums(rows: &Rows) -> Value {
    let each = |name: &str| (0..rows.num_rows()).map(|row| value_at(rows, name, row)).collect::<Vec<_>>();
    let mut sums = serde_json::Map::new();
    sums.insert("customers".to_owned(), json!(rows.num_rows() as f64));
    for name in &SUBSET[..8] {
        let values = each(name);
        sums.insert((*name).to_owned(), json!(values.iter().filter_map(Value::as_f64).sum::<f64>()));
        if *name == "purchase_cycle_days" {
            sums.insert("with_cycle".to_owned(), json!(values.iter().filter(|value| !value.is_null()).count() as f64));
        }
    }
    let classes = each("abc");
    for class in ["A", "B", "C"] {
        let count = classes.iter().filter(|known| *known == class).count();
        sums.insert(format!("abc_{}", class.to_lowercase()), json!(count as f64));
    }
    Value::Object(sums)
}
