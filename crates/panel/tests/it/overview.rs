//! The portfolio at a glance is what its lists say.

use std::sync::Arc;

use domain::facts::Document;
use panel::{BY_CUSTOMER, Level, Overview, Part, Portfolio, Predicate, Query, Since, Visible};
use support::note;

use crate::base::{ALFA, ALFA_ROOT, ANA, BETA, BETA_ROOT, Base, GAMA, GAMA_ROOT, Row, day, rows_of, text, whole};
use crate::rich::{AS_OF, more_documents};

async fn overview(portfolio: &Portfolio, on: &str, visible: &Visible) -> Arc<Overview> {
    portfolio.overview(Level::Root, day(on), visible).await.expect("an overview")
}

async fn rows(portfolio: &Portfolio, on: &str, visible: &Visible) -> Vec<Row> {
    let panel = portfolio.panel(Level::Root, day(on)).await.expect("a panel can be computed");
    rows_of(&panel.list(&Query::default(), visible).await.expect("a list"))
}

fn part<'r>(rows: impl Iterator<Item = &'r Row>) -> Part {
    rows.fold(Part::default(), |part, row| Part {
        customers: part.customers + 1,
        revenue_12m_cents: part.revenue_12m_cents + whole(row, "revenue_12m_cents"),
    })
}

/// ALFA buys each month until March, BETA each month, GAMA first in June; consumers nobody knows buy too.
fn documents() -> Vec<Document> {
    let mut documents = Vec::new();
    let days = ["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10", "2026-06-10"];
    for (number, on) in (1..).zip(days) {
        documents.push(note(number).to(BETA).on(on).sale("P1", 1_000).saying("Beta", "Natal", "RN").document());
        if number <= 3 {
            documents
                .push(note(10 + number).to(ALFA).on(on).sale("P1", 5_000).saying("Alfa", "Santos", "SP").document());
        }
    }
    documents.push(note(20).to(GAMA).on("2026-06-20").sale("P1", 300).naming("Gama").document());
    documents.push(note(22).coupon().on("2026-06-03").sale("P1", 990).document());
    documents
}

async fn base() -> Base {
    Base::of(documents()).await
}

#[tokio::test]
async fn months_are_of_whom_one_sees() {
    let a_year_before = note(21).to(ALFA).on("2025-02-10").sale("P1", 7_000).document();
    let base = Base::of(documents().into_iter().chain([a_year_before]).collect()).await;
    let portfolio = base.portfolio().await;
    let months = async |visible: &Visible| {
        let overview = overview(&portfolio, "2026-06-30", visible).await;
        let told = overview
            .months
            .iter()
            .map(|one| (one.month.iso(), one.revenue_cents, one.buyers, one.revenue_year_before_cents));
        told.collect::<Vec<_>>()
    };
    let all = months(&Visible::everything()).await;
    assert_eq!(all.len(), 24);
    assert_eq!((all[0].0.as_str(), all[23].0.as_str()), ("2024-07", "2026-06"));
    // Consumers nobody identified bring revenue and are no buyers.
    assert_eq!(all[23], ("2026-06".to_owned(), 1_000 + 300 + 990, 2, 0));
    assert_eq!(all[19], ("2026-02".to_owned(), 6_000, 2, 7_000));
    assert_eq!(all[7], ("2025-02".to_owned(), 7_000, 1, 0));
    let seller = months(&Visible::customers([ALFA_ROOT.to_owned()])).await;
    assert_eq!(seller[23], ("2026-06".to_owned(), 0, 0, 0));
    assert_eq!(seller[19], ("2026-02".to_owned(), 5_000, 1, 7_000));
}

#[tokio::test]
async fn the_band_of_a_month_is_of_the_same_month_in_earlier_years() {
    // A first month that may have begun before its documents, and then a May of each year.
    let days = [("2022-04-20", 700), ("2023-05-10", 900), ("2024-05-10", 500), ("2025-05-10", 2_000)];
    let sold = (30..).zip(days).map(|(number, (on, cents))| note(number).to(ALFA).on(on).sale("P1", cents).document());
    let base = Base::of(documents().into_iter().chain(sold).collect()).await;
    let portfolio = base.portfolio().await;
    let all = overview(&portfolio, "2026-06-30", &Visible::everything()).await;
    let band = |month: &str| all.months.iter().find(|one| one.month.iso() == month).expect("a month").seasonal_cents;
    assert_eq!(band("2026-05"), Some((500, 2_000)));
    // Of May 2025 the years 2022, without a sale, to 2024; of April 2025 all but the first month of all.
    assert_eq!(band("2025-05"), Some((0, 900)));
    assert_eq!(band("2025-04"), Some((0, 0)));
    assert_eq!(band("2026-04"), Some((0, 0)));
    // BETA sells since January 2026: nothing is known of years before.
    let beta = overview(&portfolio, "2026-06-30", &Visible::customers([BETA_ROOT.to_owned()])).await;
    assert!(beta.months.iter().all(|one| one.seasonal_cents.is_none()));
}

#[tokio::test]
async fn a_customer_s_line_is_of_the_last_twelve_months_and_of_whom_one_sees() {
    let a_year_before = note(21).to(ALFA).on("2025-06-30").sale("P1", 7_000).document();
    let july = note(24).to(ALFA).on("2025-07-01").sale("P1", 800).document();
    let base = Base::of(documents().into_iter().chain([a_year_before, july]).collect()).await;
    let portfolio = base.portfolio().await;
    let panel = portfolio.panel(Level::Root, day("2026-06-30")).await.expect("a panel");
    let asked = [BETA_ROOT, ALFA_ROOT, "99999999"].map(str::to_owned);
    let lines = portfolio.lines(&panel, &asked, &Visible::everything()).await.expect("lines");
    let told: Vec<(&str, [i64; 12])> = lines.iter().map(|line| (line.customer.as_str(), line.revenue_cents)).collect();
    let beta = [0, 0, 0, 0, 0, 0, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000];
    let alfa = [800, 0, 0, 0, 0, 0, 5_000, 5_000, 5_000, 0, 0, 0];
    assert_eq!(told, [(BETA_ROOT, beta), (ALFA_ROOT, alfa)]);
    let seen = Visible::customers([ALFA_ROOT.to_owned()]);
    let lines = portfolio.lines(&panel, &asked, &seen).await.expect("lines");
    assert_eq!(lines.iter().map(|line| line.customer.as_str()).collect::<Vec<_>>(), [ALFA_ROOT]);
}

#[tokio::test]
async fn who_moved_since_the_first_of_the_month() {
    let base = base().await;
    let portfolio = base.portfolio().await;
    let overview = overview(&portfolio, "2026-06-30", &Visible::everything()).await;
    // ALFA bought after 31 and 28 days (P75 30.25) and last on 10 March: at risk for 90 days, inactive from 9 June on.
    let moves: Vec<(&str, &str, Part)> =
        overview.moves.iter().map(|one| (one.from.code, one.to.code, one.part)).collect();
    let one = |revenue_12m_cents| Part { customers: 1, revenue_12m_cents };
    assert_eq!(moves, [("risco_de_perda", "inativo", one(15_000)), ("sem_compra", "novo", one(300))]);
    // Beta was active all along; Gama is new.
    assert_eq!((overview.customers, overview.active, overview.active_before), (3, 2, 1));
    assert_eq!(overview.moved_to_risk, Part::default());
}

/// Those who are named are those who are counted.
#[tokio::test]
async fn who_moved_is_named() {
    let base = base().await;
    let portfolio = base.portfolio().await;
    let moved = async |on: &str, since: Since, visible: &Visible| {
        let found = portfolio.moved(Level::Root, day(on), since, visible).await.expect("moves");
        let told = found.into_iter().map(|one| (one.customer, one.from.code, one.to.code, one.revenue_12m_cents));
        told.collect::<Vec<_>>()
    };
    let everything = Visible::everything();
    let alfa = (ALFA_ROOT.to_owned(), "risco_de_perda", "inativo", 15_000);
    let gama = (GAMA_ROOT.to_owned(), "sem_compra", "novo", 300);
    assert_eq!(moved("2026-06-30", Since::Month, &everything).await, [alfa.clone(), gama]);
    assert_eq!(moved("2026-06-30", Since::Yesterday, &everything).await, []);
    // Ninety days after 10 March.
    assert_eq!(moved("2026-06-09", Since::Yesterday, &everything).await, [alfa]);
    let seller = Visible::customers([BETA_ROOT.to_owned()]);
    assert_eq!(moved("2026-06-30", Since::Month, &seller).await, []);
}

#[tokio::test]
async fn who_came_to_be_at_risk_since_yesterday() {
    let base = base().await;
    let portfolio = base.portfolio().await;
    let mut first = None;
    for days in 0..60 {
        let on = day("2026-03-11").plus_days(days).iso();
        let overview = overview(&portfolio, &on, &Visible::customers([ALFA_ROOT.to_owned()])).await;
        if overview.moved_to_risk.customers > 0 {
            first.get_or_insert(on);
            assert_eq!(overview.moved_to_risk.customers, 1);
        }
    }
    // From day to day the panel says the same.
    let status = async |on: &str| text(&base.row(Level::Root, ALFA_ROOT, on).await, "status");
    // The 46th day without a purchase: 1.5 × 30.25 is 45.4.
    assert_eq!(first.as_deref(), Some("2026-04-25"));
    let first = first.expect("a day");
    assert_eq!(status(&first).await, "risco_de_perda");
    assert_ne!(status(&day(&first).plus_days(-1).iso()).await, "risco_de_perda");
}

/// Everything that is counted is counted again from the rows of a list.
#[tokio::test]
async fn an_overview_is_what_the_list_says() {
    let base = Base::of(more_documents()).await;
    let portfolio = base.portfolio().await;
    let some = Visible::customers([ALFA_ROOT, ANA, GAMA_ROOT, "77888999"].map(str::to_owned));
    for visible in [Visible::everything(), some, Visible::customers([])] {
        let overview = overview(&portfolio, AS_OF, &visible).await;
        let rows = rows(&portfolio, AS_OF, &visible).await;
        let panel = portfolio.panel(Level::Root, day(AS_OF)).await.unwrap();
        let totals = panel.totals(&Query::default(), &visible).await.unwrap();
        assert_eq!(overview.customers, rows.len() as u64);
        assert_eq!(overview.revenue_12m_cents, totals.revenue_12m_cents);
        let has = |row: &Row, column: &str, value: &Option<String>| row[column].as_str() == value.as_deref();
        for one in &overview.statuses {
            assert_eq!(one.part, part(rows.iter().filter(|row| has(row, "status", &one.value))), "{:?}", one.value);
        }
        for one in &overview.ufs {
            assert_eq!(one.part, part(rows.iter().filter(|row| has(row, "uf", &one.value))), "{:?}", one.value);
        }
        assert_eq!(overview.ufs.iter().map(|one| one.part.customers).sum::<u64>(), overview.customers);
        let buying = rows.iter().filter(|row| ["novo", "ativo"].contains(&text(row, "status").as_str())).count();
        assert_eq!(overview.active, buying as u64);
        let change = |row: &Row| whole(row, "revenue_12m_cents") - whole(row, "revenue_prev_12m_cents");
        let mut rises: Vec<(i64, String)> =
            rows.iter().map(|row| (-change(row), text(row, "customer"))).filter(|(change, _)| *change < 0).collect();
        rises.sort();
        rises.truncate(10);
        let found: Vec<&String> = overview.rises.iter().map(|one| &one.customer).collect();
        assert_eq!(found, rises.iter().map(|(_, customer)| customer).collect::<Vec<_>>());
        assert!(overview.falls.iter().all(|one| one.revenue_12m_cents < one.revenue_prev_12m_cents));
    }
}

#[tokio::test]
async fn shares_of_the_company_are_for_who_sees_everyone() {
    let base = Base::of(more_documents()).await;
    let portfolio = base.portfolio().await;
    let panel = portfolio.panel(Level::Root, day(AS_OF)).await.unwrap();
    let everything = Visible::everything();
    let all = overview(&portfolio, AS_OF, &everything).await;
    let concentration =
        panel.concentration(BY_CUSTOMER, "revenue_12m_cents", &Query::default(), &everything).await.unwrap();
    assert_eq!(all.cr10, Some(concentration.cr10));
    let pareto = all.pareto.as_ref().unwrap();
    let last = pareto.last().unwrap();
    assert!((last.customers_share - 1.0).abs() < 1e-12 && (last.revenue_share - 1.0).abs() < 1e-12);
    assert!(pareto.is_sorted_by(|one, other| one.revenue_share <= other.revenue_share));
    let in_classes: u64 = all.abc.as_ref().unwrap().iter().map(|one| one.part.customers).sum();
    let ranked = Query { predicate: Some(Predicate::parse("abc IS NOT NULL").unwrap()), ..Query::default() };
    assert_eq!(in_classes, panel.page(&ranked, &everything, None, 1).unwrap().count);
    assert_eq!(pareto.len() as u64, in_classes, "a point for each, of fewer than 100");
    let some = overview(&portfolio, AS_OF, &Visible::customers([ALFA_ROOT, BETA_ROOT].map(str::to_owned))).await;
    assert_eq!((some.cr10, &some.abc, &some.pareto), (None, &None, &None));
}

#[tokio::test]
async fn an_empty_workspace_has_an_overview() {
    let base = Base::empty().await;
    let portfolio = base.portfolio().await;
    let overview = overview(&portfolio, AS_OF, &Visible::everything()).await;
    assert_eq!((overview.customers, overview.months.len(), overview.cr10), (0, 24, Some(0.0)));
    assert_eq!(overview.pareto.as_deref(), Some(&[][..]));
}
