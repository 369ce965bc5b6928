//! Lists page by page say what the whole list says, which the engine finds by itself.

use std::sync::Arc;

use domain::Cnpj;
use domain::facts::Document;
use panel::metrics::METRICS;
use panel::{Cursor, Level, Page, Panel, PanelError, Predicate, Query, Rows, Sort, Visible};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use support::{listed, note};

use crate::base::{ALFA_ROOT, BETA_ROOT, Base, GAMA_ROOT, Row, day, keys, rows_of};
use crate::rich::{AS_OF, rich};

/// Companies, some alike in every way that lists go by.
const COMPANIES: u32 = 90;

const NAMES: [&str; 6] = ["Álvaro", "alvaro", "Zelo & Cia.", "Éden", "Mercado Bom", "São José"];
const PLACES: [(&str, &str); 4] = [("Santos", "SP"), ("Recife", "PE"), ("São Paulo", "SP"), ("Natal", "RN")];
const SELLERS: [Option<&str>; 4] = [Some("Ana"), Some("Bia"), None, Some("05")];

fn company(number: u32) -> String {
    Cnpj::with_check_digits(&format!("{:08}0001", 10_000_000 + number * 7)).expect("twelve digits").as_str().to_owned()
}

fn documents() -> Vec<Document> {
    let pick = |number: u32, of: usize| number as usize * 7 % of;
    let mut documents = Vec::new();
    for number in 0..COMPANIES {
        let (key, (city, uf)) = (company(number), PLACES[pick(number, PLACES.len())]);
        let months = ["2025-02-10", "2025-09-01", "2026-01-15", "2026-06-01"];
        for (place, on) in months.iter().take(1 + pick(number, 4)).enumerate() {
            let cents = 1_000 * (1 + i64::from(number % 5));
            let sold = note(1 + number * 4 + place as u32).to(&key).on(on).sale("P1", cents);
            let named = number % 9 > 0;
            documents.push(if named {
                sold.saying(NAMES[pick(number, 6)], city, uf).document()
            } else {
                sold.document()
            });
        }
        if let Some(seller) = SELLERS[pick(number, 4)] {
            documents.push(listed(&key, Some(seller), None, day("2026-01-01")));
        }
    }
    // Who is only in a list has not bought.
    documents.extend(
        (COMPANIES..COMPANIES + 9).map(|number| listed(&company(number), Some("Ana"), None, day("2026-01-01"))),
    );
    documents
}

async fn many() -> Arc<Panel> {
    let base = Base::of(documents()).await;
    for number in 0..30 {
        let root = &company(number * 3)[..8];
        base.correct(root, "tags", Some("vip;litoral")).await;
        base.correct(root, "name", Some("Ábaco").filter(|_| number < 5)).await;
    }
    base.portfolio().await.panel(Level::Root, day(AS_OF)).await.expect("a panel can be computed")
}

const CONDITIONS: [&str; 10] = [
    "revenue_12m_cents > reais(20)",
    "uf = 'SP' AND (owner <> 'Ana' OR has_tag('VIP'))",
    "NOT (uf = 'SP' AND status = 'ativo')",
    "coalesce(uf, 'PE') = 'PE' OR growth_12m > 0",
    "lower(name) LIKE '%o%' AND NOT has_tag('vip')",
    "owner = last_seller OR owner IS NULL",
    "(abc = 'A') = (uf = 'SP')",
    "revenue_12m_cents / purchase_days > 900 AND name NOT LIKE 'Á%'",
    "last_purchase_on BETWEEN '2026-01-01' AND '2026-06-30' AND abc IN ('B', 'C')",
    "abc = NULL OR true",
];

const SORTS: [&str; 9] = [
    "name",
    "uf",
    "status",
    "owner",
    "revenue_12m_cents",
    "growth_12m",
    "last_purchase_on",
    "purchase_cycle_days",
    "tax_id",
];

/// All pages of a list, one after the other.
fn pages(panel: &Panel, query: &Query, visible: &Visible, limit: usize) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    loop {
        let after = pages.last().and_then(|page| page.next.as_ref());
        let after = after.map(|cursor| Cursor::parse(&cursor.to_string()).expect("a cursor survives an address"));
        let page = panel.page(query, visible, after.as_ref(), limit).expect("a page");
        let is_last = page.next.is_none();
        pages.push(page);
        if is_last {
            return pages;
        }
    }
}

fn sum_of(rows: &[Row], column: &str) -> i64 {
    rows.iter().filter_map(|row| row[column].as_i64()).sum()
}

#[test]
fn pages_put_together_are_the_list() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let panel = runtime.block_on(many());
    let all: Vec<String> = (0..COMPANIES + 9).map(|number| company(number)[..8].to_owned()).collect();
    let visibles = (0..4).map(|which| match which {
        0 => Visible::everything(),
        1 => Visible::customers([]),
        _ => Visible::customers(all.iter().skip(which).step_by(which).cloned()),
    });
    let asked = (
        prop::option::of(select(CONDITIONS.to_vec())),
        prop::option::of((select(SORTS.to_vec()), any::<bool>())),
        select(visibles.collect::<Vec<_>>()),
        any::<bool>(),
        select(vec![1, 3, 20, 500]),
    );
    let columns = ["name", "uf", "revenue_12m_cents", "average_ticket_cents", "margin_12m_cents", "abc"];
    let mut runner = TestRunner::new_with_rng(
        Config { cases: 150, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let checked = runner.run(&asked, |(condition, sort, visible, with_prospects, limit)| {
        let query = Query {
            predicate: condition.map(|text| Predicate::parse(text).unwrap()),
            with_prospects,
            columns: columns.map(str::to_owned).to_vec(),
            sort: sort.map(|(column, descending)| Sort { column: column.to_owned(), descending }),
            limit: None,
        };
        let list = runtime.block_on(panel.list(&query, &visible)).unwrap();
        let expected = rows_of(&list);
        let pages = pages(&panel, &query, &visible, limit);
        let found: Vec<Row> = pages.iter().flat_map(|page| rows_of(&page.rows)).collect();
        prop_assert_eq!(&found, &expected);
        for page in &pages {
            prop_assert_eq!(page.count as usize, expected.len());
            let revenue = sum_of(&expected, "revenue_12m_cents");
            let margin = sum_of(&expected, "margin_12m_cents");
            prop_assert_eq!(&page.totals, &[("revenue_12m_cents", revenue), ("margin_12m_cents", margin)]);
            prop_assert!(page.rows.num_rows() == limit || page.next.is_none());
        }
        Ok(())
    });
    checked.unwrap();
}

/// The second page of a list as it was when the first was read, and as it is after customers changed.
#[tokio::test]
async fn a_page_goes_on_where_the_last_ended_although_the_panel_is_another() {
    let base = rich().await;
    let sort = Some(Sort { column: "name".to_owned(), descending: false });
    let query = Query { columns: vec!["name".to_owned()], sort, ..Query::default() };
    let everything = Visible::everything();
    let panel = async || base.portfolio().await.panel(Level::Root, day(AS_OF)).await.unwrap();
    // Whoever has no name comes last, and is no row here.
    let names = |rows: &Rows| {
        rows_of(rows).iter().filter_map(|row| row["name"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let before = panel().await;
    let first = before.page(&query, &everything, None, 3).unwrap();
    // Acme, Alfa, Ana come first; the fourth is Beta.
    assert_eq!(names(&first.rows), ["Acme Inc.", "Alfa", "Ana"]);
    let next = first.next.as_ref();
    let rest = names(&before.page(&query, &everything, next, 100).unwrap().rows);
    assert_eq!(rest[..3], ["Beta", "Épsilon", "Gama"]);
    // The last of the first page moves to the end, one of the rest to the beginning.
    for (customer, name) in [(crate::base::ANA, "Zulmira"), (GAMA_ROOT, "Aaron")] {
        base.correct(customer, "name", Some(name)).await;
    }
    let after = panel().await.page(&query, &everything, next, 100).unwrap();
    let mut expected: Vec<String> = rest.into_iter().filter(|name| name != "Gama").collect();
    let zulmira = expected.iter().position(|name| name == "Zeta").map_or(expected.len(), |place| place + 1);
    expected.insert(zulmira, "Zulmira".to_owned());
    assert_eq!(names(&after.rows), expected);
}

#[tokio::test]
async fn a_cursor_belongs_to_its_order() {
    let panel = rich().await.portfolio().await.panel(Level::Root, day(AS_OF)).await.unwrap();
    let sorted = |column: &str, descending| Query {
        sort: Some(Sort { column: column.to_owned(), descending }),
        columns: vec!["name".to_owned()],
        ..Query::default()
    };
    let everything = Visible::everything();
    let page = panel.page(&sorted("name", false), &everything, None, 1).unwrap();
    let next = page.next.as_ref();
    assert!(panel.page(&sorted("name", false), &everything, next, 1).is_ok());
    for other in [sorted("name", true), sorted("uf", false), Query::default()] {
        assert!(matches!(panel.page(&other, &everything, next, 1), Err(PanelError::Cursor)));
    }
    for text in ["", "x", "e30", "eyJzIjpudWxsLCJ2IjpudWxsLCJjIjoxfQ"] {
        assert!(matches!(Cursor::parse(text), Err(PanelError::Cursor)), "{text}");
    }
}

#[tokio::test]
async fn what_reveals_totals_is_in_no_page_of_whoever_does_not_see_everyone() {
    let panel = rich().await.portfolio().await.panel(Level::Root, day(AS_OF)).await.unwrap();
    let seller = Visible::customers([ALFA_ROOT, BETA_ROOT].map(str::to_owned));
    let columns = panel::column_names(&panel.page(&Query::default(), &seller, None, 10).unwrap().rows);
    for metric in METRICS.iter().filter(|metric| metric.reveals_total) {
        let name = metric.column.name;
        assert!(!columns.iter().any(|column| column == name));
        let asked = [
            Query { columns: vec![name.to_owned()], ..Query::default() },
            Query { sort: Some(Sort { column: name.to_owned(), descending: true }), ..Query::default() },
            Query { predicate: Some(Predicate::parse(&format!("{name} > 0.1")).unwrap()), ..Query::default() },
        ];
        for query in asked {
            assert!(matches!(panel.page(&query, &seller, None, 10), Err(PanelError::Hidden { .. })), "{name}");
            assert!(panel.page(&query, &Visible::everything(), None, 10).is_ok());
        }
    }
}

#[tokio::test]
async fn an_unknown_order_is_said_with_what_is_near() {
    let panel = rich().await.portfolio().await.panel(Level::Root, day(AS_OF)).await.unwrap();
    let sort = Some(Sort { column: "revenue_12m".to_owned(), descending: false });
    let error = panel.page(&Query { sort, ..Query::default() }, &Visible::everything(), None, 10).unwrap_err();
    assert!(matches!(&error, PanelError::UnknownMetric { near, .. } if near.contains(&"revenue_12m_cents")), "{error}");
}

/// What is sorted by once is sorted anew when people change it, and only then.
#[tokio::test]
async fn an_order_follows_corrections() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let sort = Some(Sort { column: "uf".to_owned(), descending: false });
    let query = Query { columns: vec!["uf".to_owned()], sort, limit: None, ..Query::default() };
    let everything = Visible::everything();
    let before = portfolio.panel(Level::Root, day(AS_OF)).await.unwrap();
    let listed = |panel: &Panel| keys(&panel.page(&query, &everything, None, 100).unwrap().rows);
    let first = listed(&before);
    base.correct(ALFA_ROOT, "uf", Some("AC")).await;
    let renewed = portfolio.renewed().await.unwrap().panel(Level::Root, day(AS_OF)).await.unwrap();
    let second = listed(&renewed);
    assert_eq!(second, keys(&renewed.list(&query, &everything).await.unwrap()));
    assert_eq!(second[0], ALFA_ROOT);
    assert_ne!(first, second);
    assert_eq!(first, listed(&before));
}

#[test]
fn amounts_add_up_and_averages_do_not() {
    let summable: Vec<&str> =
        METRICS.iter().filter(|metric| metric.is_summable()).map(|metric| metric.column.name).collect();
    assert_eq!(
        summable,
        [
            "revenue_total_cents",
            "billed_total_cents",
            "revenue_12m_cents",
            "revenue_prev_12m_cents",
            "revenue_90d_cents",
            "revenue_mtd_cents",
            "revenue_same_month_last_year_cents",
            "revenue_ytd_cents",
            "net_revenue_12m_cents",
            "returns_12m_cents",
            "bonus_12m_cents",
            "margin_12m_cents",
            "open_cents",
            "overdue_cents",
        ]
    );
}
