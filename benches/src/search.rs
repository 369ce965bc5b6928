//! `search`: finding one of a million customers by what people type, over HTTP; PostgreSQL beside it.

use std::time::{Duration, Instant};

use crate::api_list::{RATE, WATCHED};
use crate::crowd::{Answers, HELD_MS, at_rate, highest};
use crate::desk::{CUSTOMERS, Desk, Listed, People, is_seller};
use crate::figures::number;
use crate::lists::escaped;
use crate::place::Place;
use crate::results::{Report, Table};
use crate::rival::Rival;
use crate::served::Served;
use crate::{Outcome, say};

const MOST_MS: f64 = 50.0;

/// What someone types, and whom they mean.
struct Typed {
    text: String,
    name: String,
}

/// Measures.
pub fn run(place: &Place) -> Outcome<Report> {
    let desk = Desk::of(place)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| error.to_string())?;
    runtime.block_on(measured(place, &desk))
}

async fn measured(place: &Place, desk: &Desk) -> Outcome<Report> {
    let typed: Vec<Typed> = desk.some()?.iter().enumerate().map(|(place, listed)| as_typed(place, listed)).collect();
    let served = Served::start(place, &desk.workspace)?;
    let people = People::of(&served).await?;
    let (ready, found) = found(&people, &typed).await?;
    let ask = |place: usize| {
        people.whose(place).clone().ask(format!("/search?q={}", escaped(&typed[place % typed.len()].text)))
    };
    let (own, own_highest) = (at_rate(RATE, WATCHED, ask).await, highest(RATE * 2.0, ask).await);
    drop(served);
    let mut rows = vec![row("`carteira serve`", &own, own_highest, true)];
    if let Some(rival) = Rival::of(place, &desk.workspace).await? {
        let ask = |place: usize| rival.clone().search(typed[place % typed.len()].text.clone(), is_seller(place));
        let (its, its_highest) = (at_rate(RATE, WATCHED, ask).await, highest(RATE * 2.0, ask).await);
        rows.push(row("PostgreSQL (pg_trgm)", &its, its_highest, false));
    }
    Ok(Report {
        about: format!(
            "{} customers with names, brands, CNPJs, codes and cities. Fifty people, half of them as the manager and half as \
             a seller of an eighth of the customers, look for customers by the beginning of a brand, by words of a name, \
             by words with two letters changed places, by CNPJ, by code, and by a word and the city: {RATE} times a second \
             over {} s, each answer counted from the moment it was meant to be asked for. The manager finds the one that \
             was meant among the first ten in {found} %. The first answer after the server's start took {} s. The highest \
             rate is the one at which 95 of 100 take less than {HELD_MS} ms and none fails.",
            number(CUSTOMERS as f64, 0),
            WATCHED.as_secs(),
            number(ready.as_secs_f64(), 1),
        ),
        tables: vec![Table {
            columns: vec!["", "median ms", "p95 ms", "p99 ms", "bar", "failed", "highest a second"],
            rows,
        }],
    })
}

/// What is typed for a customer: in turns, in one of six ways.
fn as_typed(place: usize, listed: &Listed) -> Typed {
    let Listed { code, name, brand, tax_id, city } = listed;
    let words: Vec<&str> = name.split(' ').collect();
    let word = |place: usize| words.get(place).copied().unwrap_or_default();
    let text = match place % 6 {
        0 => brand.chars().take(6).collect(),
        1 => format!("{} {}", word(1), word(2)),
        2 => format!("{} {}", mistyped(word(1)), word(2)),
        3 => tax_id.clone(),
        4 => code.clone(),
        _ => format!("{} {city}", word(1)),
    };
    Typed { text, name: name.clone() }
}

/// A word whose letters in the middle have changed places.
fn mistyped(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    if middle > 0 && middle < letters.len() {
        letters.swap(middle - 1, middle);
    }
    letters.into_iter().collect()
}

/// How long the first answer takes, and how many of a hundred find whom they mean.
async fn found(people: &People, typed: &[Typed]) -> Outcome<(Duration, usize)> {
    say("looking for customers");
    let began = Instant::now();
    people.whose(0).read("/search?q=a").await?;
    let ready = began.elapsed();
    let mut found = 0;
    for Typed { text, name } in typed {
        let answer = people.whose(0).read(&format!("/search?q={}", escaped(text))).await?;
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        found += usize::from(items.iter().any(|item| item["name"].as_str() == Some(name)));
    }
    Ok((ready, found * 100 / typed.len().max(1)))
}

fn row(who: &str, answers: &Answers, highest: f64, is_ours: bool) -> Vec<String> {
    let mut row = answers.row(who, is_ours.then_some(MOST_MS));
    row.push(format!("**{}**", number(highest, 0)));
    row
}
