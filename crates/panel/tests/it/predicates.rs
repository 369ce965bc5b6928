//! Predicates at work: the rows they find are those a loop finds.

use panel::{Level, Panel, PanelError, Predicate, Query, Scope, Sort, Visible};
use rstest::rstest;
use serde_json::Value;
use support::note;

use crate::base::{
    ALFA, ALFA_BRANCH, ALFA_ROOT, ANA, BETA, BETA_ROOT, Base, GAMA, GAMA_ROOT, Row, day, everyone, keys, rows_of,
};
use crate::rich::{AS_OF, CONSUMER, FOREIGN, rich};
use store::Author;

async fn panel() -> std::sync::Arc<Panel> {
    rich().await.portfolio().await.panel(Level::Root, day(AS_OF)).await.expect("a panel can be computed")
}

fn number(row: &Row, column: &str) -> Option<f64> {
    row[column].as_f64()
}

fn cents(row: &Row, column: &str) -> i64 {
    row[column].as_i64().expect("amounts are always there")
}

fn word<'r>(row: &'r Row, column: &str) -> &'r str {
    row[column].as_str().unwrap_or("")
}

/// A condition in the words of a user, and as a loop would ask it.
type Asked = fn(&Row) -> bool;

/// Conditions, and the same asked by a loop.
const CONDITIONS: [(&str, Asked); 43] = [
    ("revenue_12m_cents * 9999999999999999 > 0", |row| cents(row, "revenue_12m_cents") > 0),
    ("revenue_12m_cents * -9000000000000000000 < 0", |row| cents(row, "revenue_12m_cents") > 0),
    ("status = 'ativo'", |row| word(row, "status") == "ativo"),
    ("status <> 'ativo'", |row| word(row, "status") != "ativo"),
    ("status IN ('novo', 'sem_compra')", |row| ["novo", "sem_compra"].contains(&word(row, "status"))),
    ("status NOT IN ('novo', 'ativo')", |row| !["novo", "ativo"].contains(&word(row, "status"))),
    ("abc = 'A' OR abc = 'B'", |row| ["A", "B"].contains(&word(row, "abc"))),
    // What is unknown is neither equal nor different.
    ("abc <> 'A'", |row| !row["abc"].is_null() && word(row, "abc") != "A"),
    ("NOT (abc = 'A')", |row| !row["abc"].is_null() && word(row, "abc") != "A"),
    ("abc IS NULL", |row| row["abc"].is_null()),
    ("abc = NULL", |_| false),
    ("(abc = 'A') IS NOT TRUE", |row| word(row, "abc") != "A"),
    ("revenue_12m_cents > reais(100)", |row| cents(row, "revenue_12m_cents") > 10_000),
    ("revenue_12m_cents = reais(97.17)", |row| cents(row, "revenue_12m_cents") == 9_717),
    ("revenue_12m_cents >= 5005", |row| cents(row, "revenue_12m_cents") >= 5_005),
    ("revenue_12m_cents BETWEEN reais(45) AND reais(97.17)", |row| {
        (4_500..=9_717).contains(&cents(row, "revenue_12m_cents"))
    }),
    ("returns_12m_cents * 10 > revenue_12m_cents", |row| {
        cents(row, "returns_12m_cents") * 10 > cents(row, "revenue_12m_cents")
    }),
    ("revenue_total_cents - revenue_12m_cents > 0", |row| {
        cents(row, "revenue_total_cents") > cents(row, "revenue_12m_cents")
    }),
    ("purchase_days / 2 = 1.5", |row| cents(row, "purchase_days") == 3),
    // Who sold nothing in 12 months has no such rate; nobody else's list ends there.
    ("returns_12m_cents / revenue_12m_cents > 0.2", |row| {
        let (returns, revenue) = (cents(row, "returns_12m_cents"), cents(row, "revenue_12m_cents"));
        revenue != 0 && returns * 5 > revenue
    }),
    ("1 / sale_documents >= 1 / 2", |row| (1..=2).contains(&cents(row, "sale_documents"))),
    ("-revenue_12m_cents < -60000", |row| cents(row, "revenue_12m_cents") > 60_000),
    ("uf = 'SP'", |row| word(row, "uf") == "SP"),
    ("uf IN ('SP', 'RN') AND abc IS NOT NULL", |row| ["SP", "RN"].contains(&word(row, "uf")) && !row["abc"].is_null()),
    ("lower(name) LIKE '%a%'", |row| word(row, "name").to_lowercase().contains('a')),
    ("name ILIKE 'b_ta'", |row| word(row, "name") == "Beta"),
    ("name NOT LIKE 'A%'", |row| !row["name"].is_null() && !word(row, "name").starts_with('A')),
    ("last_purchase_on >= '2026-05-20'", |row| word(row, "last_purchase_on") >= "2026-05-20"),
    ("'2026-05-20' > last_purchase_on", |row| {
        !row["last_purchase_on"].is_null() && word(row, "last_purchase_on") < "2026-05-20"
    }),
    ("last_purchase_on IN ('2026-06-10', DATE '2026-04-15')", |row| {
        ["2026-06-10", "2026-04-15"].contains(&word(row, "last_purchase_on"))
    }),
    ("first_purchase_on BETWEEN '2025-01-01' AND DATE '2025-12-31'", |row| {
        word(row, "first_purchase_on").starts_with("2025")
    }),
    ("first_purchase_on = last_purchase_on", |row| {
        !row["first_purchase_on"].is_null() && row["first_purchase_on"] == row["last_purchase_on"]
    }),
    ("days_since(last_purchase_on) > 90", |row| number(row, "days_since_purchase").is_some_and(|days| days > 90.0)),
    ("days_since(next_purchase_on) > 0", |row| {
        !row["next_purchase_on"].is_null() && word(row, "next_purchase_on") < AS_OF
    }),
    ("days_since_purchase > 2 * assumed_cycle_days", |row| {
        number(row, "days_since_purchase")
            .zip(number(row, "assumed_cycle_days"))
            .is_some_and(|(days, cycle)| days > 2.0 * cycle)
    }),
    ("coalesce(purchase_cycle_days, assumed_cycle_days) < 30", |row| {
        number(row, "purchase_cycle_days").or(number(row, "assumed_cycle_days")).is_some_and(|cycle| cycle < 30.0)
    }),
    ("coalesce(abc, 'C') = 'C'", |row| row["abc"].is_null() || word(row, "abc") == "C"),
    ("coalesce(uf, 'SP') = 'SP'", |row| row["uf"].is_null() || word(row, "uf") == "SP"),
    ("revenue_share > 0.2", |row| number(row, "revenue_share").is_some_and(|share| share > 0.2)),
    ("customer_kind = 'consumer'", |row| word(row, "customer_kind") == "consumer"),
    ("tax_id IS NULL", |row| row["tax_id"].is_null()),
    ("true", |_| true),
    ("1 = 2", |_| false),
];

#[tokio::test]
async fn a_condition_finds_what_a_loop_finds() {
    let panel = panel().await;
    let all = everyone(&panel).await;
    for (text, asked) in CONDITIONS {
        let predicate = Some(Predicate::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")));
        let query = Query { predicate, with_prospects: true, ..Query::default() };
        let found = panel.list(&query, &Visible::everything()).await;
        let found = keys(&found.unwrap_or_else(|error| panic!("{text}: {error}")));
        let expected: Vec<&String> = all.iter().filter(|(_, row)| asked(row)).map(|(key, _)| key).collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{text}");
        // A table of conditions that all find nobody, or everybody, would prove little.
        let is_plain = ["true", "1 = 2", "abc = NULL"].contains(&text);
        assert!(is_plain || (!expected.is_empty() && expected.len() < all.len()), "{text} tells nobody apart");
    }
}

#[tokio::test]
async fn a_condition_never_brings_in_who_was_not_asked_for() {
    let panel = panel().await;
    let nobody = Query { predicate: Some(Predicate::parse("status = 'sem_compra'").unwrap()), ..Query::default() };
    let found = panel.list(&nobody, &Visible::everything()).await.unwrap();
    // The only one is a prospect.
    assert_eq!(found.num_rows(), 0);
}

#[rstest]
#[case::by_key(None, None, &["10203040", "20304050", CONSUMER, ALFA_ROOT, ANA, BETA_ROOT, GAMA_ROOT, "77888999", FOREIGN])]
#[case::by_revenue(
    Some(("revenue_12m_cents", true)), Some(4),
    &[ALFA_ROOT, FOREIGN, "77888999", GAMA_ROOT]
)]
#[case::ascending(Some(("revenue_12m_cents", false)), Some(3), &["20304050", CONSUMER, "10203040"])]
// Without state they stand last, in the order of their keys, whichever way.
#[case::empty_last(
    Some(("uf", false)), None,
    &[GAMA_ROOT, BETA_ROOT, ALFA_ROOT, ANA, "10203040", "20304050", CONSUMER, "77888999", FOREIGN]
)]
#[case::empty_last_downwards(
    Some(("uf", true)), None,
    &[ALFA_ROOT, ANA, BETA_ROOT, GAMA_ROOT, "10203040", "20304050", CONSUMER, "77888999", FOREIGN]
)]
#[case::none(None, Some(0), &[])]
#[tokio::test]
async fn lists_are_in_the_order_asked_for(
    #[case] sort: Option<(&str, bool)>,
    #[case] limit: Option<usize>,
    #[case] expected: &[&str],
) {
    let sort = sort.map(|(column, descending)| Sort { column: column.to_owned(), descending });
    let query = Query { sort, limit, ..Query::default() };
    let found = panel().await.list(&query, &Visible::everything()).await.unwrap();
    assert_eq!(keys(&found), expected);
}

#[tokio::test]
async fn names_are_in_the_order_people_look_them_up() {
    let names = ["Zelo", "Álvaro", "avante", "Éden"];
    let notes = names.iter().zip([ALFA, BETA, GAMA, ANA]).enumerate();
    let notes = notes.map(|(number, (name, party))| {
        note(number as u32 + 1).to(party).on("2026-03-02").sale("P1", 100).saying(name, "Santos", "SP").document()
    });
    let base = Base::of(notes.collect()).await;
    let panel = base.portfolio().await.panel(Level::Root, day("2026-03-02")).await.unwrap();
    let sort = Some(Sort { column: "name".to_owned(), descending: false });
    let query = Query { columns: vec!["name".to_owned()], sort, ..Query::default() };
    let found = panel.list(&query, &Visible::everything()).await.unwrap();
    let found: Vec<String> = rows_of(&found).iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found, ["Álvaro", "avante", "Éden", "Zelo"]);
}

#[tokio::test]
async fn lists_hold_the_columns_asked_for_in_their_order() {
    let panel = panel().await;
    let columns = ["abc", "name", "revenue_12m_cents"].map(str::to_owned).to_vec();
    let sort = Some(Sort { column: "last_purchase_on".to_owned(), descending: true });
    let query = Query { columns, sort, limit: Some(1), ..Query::default() };
    let found = panel.list(&query, &Visible::everything()).await.unwrap();
    assert_eq!(panel::column_names(&found), ["customer", "abc", "name", "revenue_12m_cents"]);
    let row = &rows_of(&found)[0];
    assert_eq!(
        Value::from(row.clone()),
        serde_json::json!({
            "customer": ANA, "abc": "C", "name": "Ana", "revenue_12m_cents": 5_005
        })
    );
}

#[tokio::test]
async fn a_column_that_does_not_exist_is_said_with_what_is_near() {
    let panel = panel().await;
    let sort = Sort { column: "revenue".to_owned(), descending: true };
    for query in [
        Query { columns: vec!["revenue".to_owned()], ..Query::default() },
        Query { sort: Some(sort), ..Query::default() },
    ] {
        let error = panel.list(&query, &Visible::everything()).await.unwrap_err();
        assert!(matches!(&error, PanelError::UnknownMetric { near, .. } if near.contains(&"revenue_share")), "{error}");
    }
    // Columns that only explain others are no metrics.
    let input = Query { columns: vec!["ranked_total_cents".to_owned()], ..Query::default() };
    assert!(panel.list(&input, &Visible::everything()).await.is_err());
}

#[tokio::test]
async fn a_tag_is_found_however_it_is_written() {
    let base = rich().await;
    let now = "2026-11-22T10:00:00Z";
    let tags = panel::checked_value("tags", "Vip; Região-Sul").unwrap();
    base.workspace
        .edit(&ALFA_ROOT.parse().unwrap(), "tags", tags.as_deref(), &Author::command_line(now))
        .await
        .unwrap();
    base.workspace
        .edit(&BETA_ROOT.parse().unwrap(), "tags", Some("viperina"), &Author::command_line(now))
        .await
        .unwrap();
    let portfolio = base.portfolio().await;
    let panel = portfolio.panel(Level::Root, day(AS_OF)).await.unwrap();
    let found = async |condition: &str| {
        let query = Query { predicate: Some(Predicate::parse(condition).unwrap()), ..Query::default() };
        keys(&panel.list(&query, &Visible::everything()).await.unwrap())
    };
    assert_eq!(found("has_tag('VIP')").await, [ALFA_ROOT]);
    assert_eq!(found("has_tag('regiao-sul') AND revenue_12m_cents IS NOT NULL").await, [ALFA_ROOT]);
    assert_eq!(found("has_tag('vip') OR has_tag('viperina')").await, [ALFA_ROOT, BETA_ROOT]);
    let untagged = found("NOT has_tag('vip')").await;
    assert!(
        !untagged.is_empty() && !untagged.contains(&ALFA_ROOT.to_owned()) && untagged.contains(&BETA_ROOT.to_owned())
    );
    assert_eq!(everyone(&panel).await[ALFA_ROOT]["tags"], "Região-Sul;Vip");
    let wrong = Predicate::parse("has_tag(name)").unwrap_err().to_string();
    insta::assert_snapshot!(wrong, @"condição, posição 9: has_tag espera uma etiqueta entre aspas, como has_tag('vip')");
}

#[tokio::test]
async fn tags_are_told_apart_by_their_signs() {
    let tags = |value: &str| panel::checked_value("tags", value).unwrap();
    assert_eq!(tags("A-; A+;A;★").as_deref(), Some("A;A+;A-;★"));
    assert_eq!(tags("é;É;  ").as_deref(), Some("É"));
    let base = rich().await;
    base.workspace
        .edit(&ALFA_ROOT.parse().unwrap(), "tags", Some("A+"), &Author::command_line("2026-11-22T10:00:00Z"))
        .await
        .unwrap();
    let portfolio = base.portfolio().await;
    let panel = portfolio.panel(Level::Root, day(AS_OF)).await.unwrap();
    let found = async |condition: &str| {
        let query = Query { predicate: Some(Predicate::parse(condition).unwrap()), ..Query::default() };
        keys(&panel.list(&query, &Visible::everything()).await.unwrap())
    };
    assert_eq!((found("has_tag('a+')").await.len(), found("has_tag('A-')").await.len()), (1, 0));
    for nothing in ["has_tag('')", "has_tag('vip; litoral')"] {
        let wrong = Predicate::parse(nothing).unwrap_err().to_string();
        assert!(wrong.contains("uma etiqueta só"), "{wrong}");
    }
}

/// What people say of the company that a group has its name from is said of the group.
#[tokio::test]
async fn corrections_reach_the_group() {
    let base = rich().await;
    let now = "2026-11-22T10:00:00Z";
    base.workspace.join_group("Grupo", &[ALFA_ROOT.parse().unwrap()], &Author::command_line(now)).await.unwrap();
    for (field, value) in [("tags", "vip"), ("owner", "Bia"), ("name", "Nome Certo")] {
        base.workspace.edit(&ALFA_ROOT.parse().unwrap(), field, Some(value), &Author::command_line(now)).await.unwrap();
    }
    let portfolio = base.portfolio().await;
    let panel = portfolio.panel(Level::Group, day(AS_OF)).await.unwrap();
    let query = Query { predicate: Some(Predicate::parse("has_tag('vip')").unwrap()), ..Query::default() };
    assert_eq!(keys(&panel.list(&query, &Visible::everything()).await.unwrap()), ["Grupo"]);
    let group = &everyone(&panel).await["Grupo"];
    assert_eq!([&group["owner"], &group["name"]], ["Bia", "Nome Certo"]);
}

/// Who is responsible for a company is so for its establishments, but for one that was given to somebody else; its
/// name and city are its own.
#[tokio::test]
async fn a_company_s_seller_is_its_establishments_too() {
    let base = rich().await;
    let author = || Author::command_line("2026-11-22T10:00:00Z");
    for (key, field, value) in [
        (ALFA_ROOT, "owner", "Bia"),
        (ALFA_ROOT, "tags", "vip"),
        (ALFA_ROOT, "city", "Bauru"),
        (ALFA_BRANCH, "owner", "Caio"),
    ] {
        base.workspace.edit(&key.parse().unwrap(), field, Some(value), &author()).await.unwrap();
    }
    let portfolio = base.portfolio().await;
    let panel = portfolio.panel(Level::Establishment, day(AS_OF)).await.unwrap();
    let rows = everyone(&panel).await;
    let said = |key: &str, field: &str| rows[key][field].as_str().map(str::to_owned);
    assert_eq!([said(ALFA, "owner"), said(ALFA_BRANCH, "owner")], ["Bia", "Caio"].map(|name| Some(name.to_owned())));
    assert_eq!([said(ALFA, "tags"), said(ALFA_BRANCH, "tags")], ["vip", "vip"].map(|name| Some(name.to_owned())));
    assert_ne!(said(ALFA, "city").as_deref(), Some("Bauru"));
    assert!(rows.iter().filter(|(key, _)| !key.starts_with(ALFA_ROOT)).all(|(_, row)| row["owner"] != "Bia"));
    let seller =
        portfolio.visible(&Scope::of(Some("Bia"), None).unwrap(), Level::Establishment, day(AS_OF)).await.unwrap();
    assert!(seller.sees(ALFA) && !seller.sees(ALFA_BRANCH));
}

/// Panels asked for at once are computed one after the other, and say what they say alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn panels_of_many_dates_at_once_are_as_they_are_alone() {
    let base = rich().await;
    let portfolio = std::sync::Arc::new(base.portfolio().await);
    let days: Vec<_> = (0..6).map(|back| day(AS_OF).plus_days(-31 * back)).collect();
    let asking = days.iter().flat_map(|on| [(*on, false), (*on, true)]).map(|(on, in_part)| {
        let portfolio = std::sync::Arc::clone(&portfolio);
        tokio::spawn(async move {
            let query = Query { columns: vec!["status".to_owned()], ..Query::default() };
            match in_part {
                true => portfolio.panel_for(Level::Root, on, &query).await.map(drop),
                false => portfolio.overview(Level::Root, on, &Visible::everything()).await.map(drop),
            }
        })
    });
    for asked in asking.collect::<Vec<_>>() {
        asked.await.unwrap().unwrap();
    }
    let other = rich().await;
    let alone = other.portfolio().await;
    for on in days {
        let (one, another) =
            (portfolio.panel(Level::Root, on).await.unwrap(), alone.panel(Level::Root, on).await.unwrap());
        assert_eq!(everyone(&one).await, everyone(&another).await, "{}", on.iso());
    }
}

/// A panel of which only what a question needs is computed says what the whole one says.
#[tokio::test]
async fn a_part_of_the_panel_says_what_the_whole_says() {
    let base = rich().await;
    let everything = Visible::everything();
    for level in [Level::Root, Level::Establishment] {
        let whole = rich().await.portfolio().await.panel(level, day(AS_OF)).await.unwrap();
        let named = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let mut asked: Vec<Query> = Vec::new();
        for metric in panel::metrics::METRICS.iter() {
            asked.push(Query { columns: named(&[metric.column.name]), with_prospects: true, ..Query::default() });
        }
        asked.push(Query {
            columns: named(&["name"]),
            predicate: Some(Predicate::parse("abc = 'A' AND coalesce(uf, 'SP') = 'SP' AND NOT has_tag('x')").unwrap()),
            sort: Some(Sort { column: "growth_12m".to_owned(), descending: true }),
            ..Query::default()
        });
        let step = if level == Level::Root { 1 } else { 7 };
        let portfolio = base.portfolio().await;
        for query in asked.iter().rev().step_by(step) {
            let part = portfolio.panel_for(level, day(AS_OF), query).await.unwrap();
            let found = rows_of(&part.list(query, &everything).await.unwrap());
            assert_eq!(found, rows_of(&whole.list(query, &everything).await.unwrap()), "{:?}", query.columns);
        }
    }
}
