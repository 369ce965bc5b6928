//! More metrics the slow way, by formulas.md, "Exactly" and "Amounts": windows counted day by day,
//! months by their names, ranks by comparing everyone with everyone.

use std::collections::{BTreeMap, BTreeSet};

use domain::Day;
use panel::Level;
use serde_json::{Value, json};

use super::books::{Books, Kind, Movement};
use super::rows::{Customer, distinct, gaps, key_of, median, quantile, status};
use crate::base::Row;

/// Segments as the reference has them.
const SEGMENTS: &str = include_str!("rfm_segments.tsv");

fn row<const N: usize>(values: [(&str, Value); N]) -> Row {
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What follows from the customer's own documents.
pub fn own(customer: &Customer, books: &Books<'_>, level: Level, as_of: Day) -> Row {
    let mut own = windows(customer, as_of);
    own.extend(months(customer, as_of));
    own.extend(basket(customer, books, level, as_of));
    let names_seller = |movement: &&Movement| {
        movement.key.goods().and_then(|key| books.find(key)).is_some_and(|note| note.seller.is_some())
    };
    let sales = customer.movements.iter().filter(|movement| movement.kind == Kind::Sale).filter(names_seller);
    let newest = sales.max_by_key(|movement| (movement.day, movement.key));
    let seller = newest
        .and_then(|movement| movement.key.goods().and_then(|key| books.find(key)))
        .and_then(|note| note.seller.clone());
    own.extend(row([
        ("last_seller", json!(seller)),
        ("seasonal_buyer", json!(seasonal_buyer(&customer.purchase_days, as_of))),
        ("stopped_items", json!(stopped(customer, as_of))),
    ]));
    own
}

fn windows(customer: &Customer, as_of: Day) -> Row {
    let sum = |within: &dyn Fn(Day) -> bool| -> i64 {
        customer.movements.iter().filter(|movement| within(movement.day)).map(|movement| movement.revenue).sum()
    };
    let (year, month, day_of_month) = as_of.ymd();
    let last_12 = |day: Day| day > as_of.minus_months(12);
    let now = sum(&last_12);
    let before = sum(&|day| day > as_of.minus_months(24) && !last_12(day));
    let of_kinds = |kinds: &[Kind]| -> i64 {
        let counted = customer.movements.iter().filter(|one| kinds.contains(&one.kind) && last_12(one.day));
        counted.map(|movement| movement.revenue).sum()
    };
    let (gross, returned) = (of_kinds(&[Kind::Sale, Kind::Complement]), -of_kinds(&[Kind::Return]));
    row([
        ("revenue_prev_12m_cents", json!(before)),
        ("growth_12m", json!((before > 0).then(|| (now - before) as f64 / before as f64))),
        ("return_rate_12m", json!((gross > 0).then(|| returned as f64 / gross as f64))),
        ("revenue_90d_cents", json!(sum(&|day| as_of.days_since(day) < 90))),
        ("revenue_mtd_cents", json!(sum(&|day| (day.ymd().0, day.ymd().1) == (year, month)))),
        ("revenue_ytd_cents", json!(sum(&|day| day.ymd().0 == year))),
        (
            "revenue_same_month_last_year_cents",
            json!(sum(&|day| {
                let of = day.ymd();
                (of.0, of.1) == (year - 1, month) && of.2 <= day_of_month
            })),
        ),
    ])
}

/// The last so many calendar months that are over, the newest first.
fn months_over(as_of: Day, count: usize) -> Vec<(i16, i8)> {
    let (mut year, mut month, _) = as_of.ymd();
    let mut over = Vec::new();
    // The month of the date is over on its last day.
    let mut is_over = as_of.plus_days(1).ymd().1 != month;
    while over.len() < count {
        if is_over {
            over.push((year, month));
        }
        is_over = true;
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
    }
    over
}

fn months(customer: &Customer, as_of: Day) -> Row {
    let revenue = |(year, month): (i16, i8)| -> i64 {
        let within = customer.movements.iter().filter(|one| (one.day.ymd().0, one.day.ymd().1) == (year, month));
        within.map(|movement| movement.revenue).sum()
    };
    // Least squares as textbooks have it: (n Σxy − Σx Σy) ÷ (n Σx² − (Σx)²), x = 1 … 12.
    let (mut sum_xy, mut sum_y) = (0, 0);
    for (x, month) in (1..).zip(months_over(as_of, 12).into_iter().rev()) {
        sum_xy += x * revenue(month);
        sum_y += revenue(month);
    }
    let slope = (12 * sum_xy - 78 * sum_y) as f64 / (12 * 650 - 78 * 78) as f64;
    let of_two_years = months_over(as_of, 24);
    let (year, month) = of_two_years[23];
    let began = Day::from_ymd(year, month, 1).expect("a first of a month");
    let by_month = |wanted: i8| -> i64 {
        of_two_years.iter().filter(|(_, month)| *month == wanted).map(|month| revenue(*month)).sum()
    };
    let mut peak: Option<(i8, i64)> = None;
    for month in 1..=12 {
        if by_month(month) > peak.map_or(0, |(_, cents)| cents) {
            peak = Some((month, by_month(month)));
        }
    }
    let is_old = customer.purchase_days.first().is_some_and(|first| *first <= began);
    row([
        // A half is exact in floating point, and rounds away from zero.
        ("revenue_trend_slope", json!(slope.round() as i64)),
        ("seasonality_peak_month", json!(peak.filter(|_| is_old).map(|(month, _)| format!("{month:02}")))),
    ])
}

fn basket(customer: &Customer, books: &Books<'_>, level: Level, as_of: Day) -> Row {
    let in_12: Vec<&Movement> = customer.movements.iter().filter(|one| one.day > as_of.minus_months(12)).collect();
    let sold = in_12.iter().filter(|movement| movement.kind == Kind::Sale);
    let products: BTreeSet<&str> = sold.clone().map(|movement| movement.product.as_str()).collect();
    let mut by_product: BTreeMap<&str, i64> = BTreeMap::new();
    let mut by_chapter: BTreeMap<&str, i64> = BTreeMap::new();
    for movement in &in_12 {
        *by_product.entry(&movement.product).or_default() += movement.revenue;
        if let Some(chapter) = &movement.chapter {
            *by_chapter.entry(chapter).or_default() += movement.revenue;
        }
    }
    let best = by_product.values().max().filter(|_| customer.revenue_12m > 0);
    let chapter = by_chapter.iter().rev().max_by_key(|(_, cents)| **cents).filter(|(_, cents)| **cents > 0);
    let category = chapter.map(|(chapter, _)| match *chapter {
        "22" => "22 Bebidas e vinagres",
        "84" => "84 Máquinas e aparelhos mecânicos",
        "00" => "00 Serviços",
        other => panic!("a chapter {other} that no company has"),
    });
    let given: i64 = books
        .bonuses()
        .into_iter()
        .filter(|(party, day, _)| {
            party.as_ref().is_some_and(|party| key_of(party, level) == customer.key) && *day > as_of.minus_months(12)
        })
        .map(|(_, _, cents)| cents)
        .sum();
    row([
        ("net_revenue_12m_cents", json!(in_12.iter().map(|movement| movement.net).sum::<i64>())),
        ("bonus_12m_cents", json!(given)),
        ("items_12m", json!(sold.count())),
        ("mix_12m", json!(products.len())),
        ("main_item_share_12m", json!(best.map(|best| *best as f64 / customer.revenue_12m as f64))),
        ("main_category", json!(category)),
    ])
}

fn stopped(customer: &Customer, as_of: Day) -> usize {
    let bought: Vec<&Movement> = customer.movements.iter().filter(|movement| movement.is_purchase).collect();
    let products = distinct(bought.iter().map(|movement| movement.product.as_str()));
    let is_stopped = |product: &&str| {
        let days = distinct(bought.iter().filter(|one| one.product == *product).map(|movement| movement.day));
        let gap = median(gaps(&days).into_iter().map(|gap| gap as f64).collect());
        let silent = f64::from(as_of.days_since(days[days.len() - 1]));
        days.len() >= 3 && gap.is_some_and(|gap| silent >= 3.0 * gap)
    };
    products.iter().filter(|product| is_stopped(product)).count()
}

/// In or out of season, for who buys in a season that it has not let pass.
pub fn seasonal_buyer(days: &[Day], as_of: Day) -> Option<&'static str> {
    let (first, last) = (days.first()?, days.last()?);
    if *first > as_of.minus_months(24) {
        return None;
    }
    let within = |season: &[i8]| days.iter().filter(|day| season.contains(&day.ymd().1)).count();
    // Every run of one to four months: the shortest, then the fullest, then the earliest.
    let mut seasons: Vec<Vec<i8>> = Vec::new();
    for length in 1..=4 {
        for first in 1..=12 {
            seasons.push((first..first + length).map(|month| (month - 1) % 12 + 1).collect());
        }
    }
    seasons.retain(|season| within(season) * 4 >= days.len() * 3);
    let season = seasons.iter().min_by_key(|season| (season.len(), days.len() - within(season), season[0]))?;
    // Day by day from the last purchase to the end of the next season.
    let begins = (1..).map(|after| last.plus_days(after)).find(|day| (day.ymd().1, day.ymd().2) == (season[0], 1))?;
    let over = (1..).map(|after| begins.plus_days(after)).find(|day| !season.contains(&day.ymd().1))?;
    let mark = if season.contains(&as_of.ymd().1) { "safra" } else { "entressafra" };
    (as_of < over).then_some(mark)
}

/// The last purchase of the last 90 days before which the status, the day before and by what was known
/// then, was inativo or ex-cliente.
pub fn reactivated_on(days: &[Day], typical: f64, base_first: Option<Day>, as_of: Day) -> Option<Day> {
    let was = |bought: &Day| {
        let known: Vec<Day> = days.iter().filter(|day| *day < bought).copied().collect();
        let has_cycle = known.len() >= 3;
        let p75 = has_cycle.then(|| quantile(&gaps(&known), 3));
        let own_gap = gaps(&known).first().copied();
        let assumed = (!has_cycle).then(|| own_gap.map_or(typical, |gap| typical.max(gap as f64)));
        status(&known, p75, assumed, base_first, bought.plus_days(-1))
    };
    let recent = days.iter().filter(|day| as_of.days_since(**day) <= 90);
    recent.filter(|day| matches!(was(day), "inativo" | "ex_cliente")).max().copied()
}

/// What follows from the customer beside all others.
pub fn rank(customer: &Customer, customers: &[Customer], as_of: Day) -> Row {
    let mut rank = rfm(customer, customers, as_of);
    let before = |one: &Customer| -> i64 {
        let window = |day: Day| day > as_of.minus_months(24) && day <= as_of.minus_months(12);
        one.movements.iter().filter(|movement| window(movement.day)).map(|movement| movement.revenue).sum()
    };
    let ranked: Vec<(i64, &str)> = customers
        .iter()
        .filter(|one| !one.is_consumer && before(one) > 0)
        .map(|one| (before(one), one.key.as_str()))
        .collect();
    let whole: i64 = ranked.iter().map(|(cents, _)| cents).sum();
    let own = before(customer);
    let greater: i64 = ranked
        .iter()
        .filter(|(cents, key)| *cents > own || (*cents == own && *key < customer.key.as_str()))
        .map(|(cents, _)| cents)
        .sum();
    let class = (own > 0 && !customer.is_consumer).then_some(match greater * 100 {
        share if share < whole * 80 => "A",
        share if share < whole * 95 => "B",
        _ => "C",
    });
    rank.extend(row([("abc_previous", json!(class))]));
    rank
}

fn rfm(customer: &Customer, customers: &[Customer], as_of: Day) -> Row {
    let in_12 = |one: &Customer| one.purchase_days.iter().filter(|day| **day > as_of.minus_months(12)).count();
    let buyers: Vec<&Customer> = customers.iter().filter(|one| !one.is_consumer && in_12(one) > 0).collect();
    let is_buyer = buyers.iter().any(|one| one.key == customer.key);
    let score = |worse: &dyn Fn(&Customer) -> bool| {
        is_buyer.then(|| 1 + 5 * buyers.iter().filter(|one| worse(one)).count() / buyers.len())
    };
    let recency = score(&|one| one.purchase_days.last() < customer.purchase_days.last());
    let frequency = score(&|one| in_12(one) < in_12(customer));
    let monetary = score(&|one| one.revenue_12m < customer.revenue_12m);
    let segment = recency.zip(frequency.zip(monetary)).map(|(recency, (frequency, monetary))| {
        segment(recency, ((frequency + monetary) as f64 / 2.0).round() as usize)
    });
    row([
        ("rfm_recency", json!(recency)),
        ("rfm_frequency", json!(frequency)),
        ("rfm_monetary", json!(monetary)),
        ("rfm_segment", json!(segment)),
    ])
}

/// The first line of the table that two scores fit.
pub fn segment(recency: usize, frequency_monetary: usize) -> &'static str {
    let fits = |range: &str, score: usize| {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        (from.parse().expect("a score")..=to.parse().expect("a score")).contains(&score)
    };
    let mut lines = SEGMENTS.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    let line = lines.find(|line| fits(line[0], recency) && fits(line[1], frequency_monetary));
    line.unwrap_or_else(|| panic!("no segment for {recency} and {frequency_monetary}"))[2]
}

/// What a company's establishments are by themselves; nothing where these are the rows.
pub fn branches(customer: &Customer, of_it: &Row, establishments: Option<&BTreeMap<String, Row>>) -> Row {
    let counted = establishments.zip(customer.face.root()).map(|(establishments, root)| {
        let of_root = establishments.iter().filter(|(key, _)| key.len() == 14 && key.starts_with(root.as_str()));
        let statuses: Vec<&str> = of_root.map(|(_, row)| row["status"].as_str().expect("a status")).collect();
        let is_buying = |status: &&&str| matches!(**status, "novo" | "ativo" | "risco_de_perda");
        let buying = statuses.iter().filter(is_buying).count();
        let silent = statuses.iter().filter(|status| **status == "inativo").count();
        let root_buys = of_it["status"].as_str().iter().any(|status| is_buying(&status));
        (buying, if root_buys { silent } else { 0 })
    });
    row([
        ("branches_buying", json!(counted.map(|(buying, _)| buying))),
        ("branches_silent", json!(counted.map(|(_, silent)| silent))),
    ])
}
