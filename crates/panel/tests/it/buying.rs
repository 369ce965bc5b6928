//! What a customer bought, owes and did, for whoever may see it.

use domain::facts::Document;
use domain::facts::ItemClass::Return;
use panel::{HappeningKind, Level, PanelError, Portfolio, Purchases, TitleState, Visible};
use rstest::rstest;
use serde_json::json;
use support::{key, note, settlement, title, with_cost};

use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, BETA, BETA_ROOT, Base, day};
use crate::rich::{AS_OF, STOPPED, more_documents};

/// ALFA buys P1 each month from January to April, P2 in January only; a part of April comes back in May.
fn documents() -> Vec<Document> {
    let mut documents: Vec<Document> = (1..)
        .zip(["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"])
        .map(|(number, on)| note(number).to(ALFA).on(on).sale("P1", 1_000).naming("Alfa").document())
        .collect();
    documents.push(note(5).to(ALFA_BRANCH).on("2026-01-10").sale("P2", 500).due("2026-03-01", 500).document());
    documents.push(note(6).to(ALFA).on("2026-05-02").line(Return, "P1", 200).refers_to(key(55, 4)).document());
    documents.push(note(7).to(BETA).on("2026-05-02").sale("P1", 100).document());
    documents.push(settlement(key(55, 5), 1, &[(day("2026-03-11"), 500)]));
    documents.push(title("T1", ALFA, day("2026-06-20"), 700).issued(day("2026-05-20")).document());
    documents.push(title("T2", ALFA, day("2026-07-20"), 800).document());
    documents.push(title("T3", ALFA, day("2026-02-20"), 90).credit().document());
    documents
}

async fn portfolio() -> (Base, Portfolio) {
    let base = Base::of(documents()).await;
    let portfolio = base.portfolio().await;
    (base, portfolio)
}

async fn purchases(portfolio: &Portfolio, customer: &str, on: &str) -> Purchases {
    let customer = customer.parse().expect("a customer's key");
    portfolio.purchases(&customer, day(on), &Visible::everything()).await.expect("purchases")
}

#[tokio::test]
async fn what_was_bought_month_by_month_and_day_by_day() {
    let (_base, portfolio) = portfolio().await;
    let found = purchases(&portfolio, ALFA_ROOT, AS_OF).await;
    let months: Vec<(String, i64, i64)> =
        found.months.iter().map(|one| (one.month.iso(), one.revenue_cents, one.documents)).collect();
    let month = |month: &str, cents, documents| (month.to_owned(), cents, documents);
    assert_eq!(
        months,
        [
            month("2026-01", 1_500, 2),
            month("2026-02", 1_000, 1),
            month("2026-03", 1_000, 1),
            month("2026-04", 1_000, 1),
            month("2026-05", -200, 0),
        ]
    );
    let days: Vec<(String, i64)> = found.days.iter().map(|one| (one.on.iso(), one.revenue_cents)).collect();
    let bought = |on: &str, cents| (on.to_owned(), cents);
    assert_eq!(
        days,
        [
            bought("2026-01-10", 1_500),
            bought("2026-02-10", 1_000),
            bought("2026-03-10", 1_000),
            bought("2026-04-10", 1_000)
        ]
    );
    let documents: Vec<(&str, i64)> = found.documents.iter().map(|one| (one.kind.as_str(), one.amount_cents)).collect();
    assert_eq!(documents[..2], [("return", -200), ("sale", 1_000)]);
    assert_eq!(documents.len(), 6);
    // Gaps 31, 28, 31: the median is 31.
    assert_eq!((found.cycle_days, found.expected_on), (Some(31.0), Some(day("2026-05-11"))));
}

#[tokio::test]
async fn each_product_with_its_own_rhythm() {
    let (_base, portfolio) = portfolio().await;
    let found = purchases(&portfolio, ALFA_ROOT, AS_OF).await;
    let told: Vec<_> = found
        .items
        .iter()
        .map(|item| {
            (item.product.as_str(), item.times, item.median_gap_days, item.last_on.iso(), item.revenue_12m_cents)
        })
        .collect();
    assert_eq!(
        told,
        [("P1", 4, Some(31.0), "2026-04-10".to_owned(), 3_800), ("P2", 1, None, "2026-01-10".to_owned(), 500),]
    );
    // 81 days without P1 are fewer than 3 × 31; 93 are not.
    assert!(!found.items[0].stopped);
    assert!(purchases(&portfolio, ALFA_ROOT, "2026-07-12").await.items[0].stopped);
    let of_branch = purchases(&portfolio, ALFA_BRANCH, AS_OF).await;
    assert_eq!(of_branch.items.iter().map(|item| item.product.as_str()).collect::<Vec<_>>(), ["P2"]);
}

#[tokio::test]
async fn products_stopped_are_as_many_as_the_panel_counts() {
    let base = Base::of(more_documents()).await;
    let portfolio = base.portfolio().await;
    let rows = base.rows(Level::Root, AS_OF).await;
    assert_eq!(rows[&STOPPED[..8]]["stopped_items"], json!(1));
    for (customer, row) in rows.iter().filter(|(_, row)| row["purchase_days"] != json!(0)) {
        let found = purchases(&portfolio, customer, AS_OF).await;
        let stopped = found.items.iter().filter(|item| item.stopped).count();
        assert_eq!(json!(stopped), row["stopped_items"], "{customer}");
        assert_eq!(json!(found.days.len()), row["purchase_days"], "{customer}");
        let revenue: i64 = found.months.iter().map(|one| one.revenue_cents).sum();
        assert_eq!(json!(revenue), row["revenue_total_cents"], "{customer}");
    }
}

/// R$ 10,00 for three: a third, rounded.
#[tokio::test]
async fn what_a_unit_cost_last() {
    let base =
        Base::of(vec![with_cost("1", ALFA, "P1", 1_000, None, Some(3)), with_cost("2", ALFA, "P2", 1_000, None, None)])
            .await;
    let found = purchases(&base.portfolio().await, ALFA_ROOT, AS_OF).await;
    let prices: Vec<Option<i64>> = found.items.iter().map(|item| item.last_price_cents).collect();
    assert_eq!(prices, [Some(333), None]);
}

#[tokio::test]
async fn titles_one_by_one() {
    let (base, portfolio) = portfolio().await;
    let found = portfolio.titles(&ALFA_ROOT.parse().unwrap(), day(AS_OF), &Visible::everything()).await.unwrap();
    let told: Vec<_> = found
        .items
        .iter()
        .map(|one| (one.number.as_str(), one.state, one.amount_cents, one.open_cents, one.days_late))
        .collect();
    assert_eq!(
        told,
        [
            ("T2", TitleState::Open, 800, 800, Some(0)),
            ("T1", TitleState::Overdue, 700, 700, Some(10)),
            ("001", TitleState::Settled, 500, 0, Some(10)),
            ("T3", TitleState::Credit, 90, 0, None),
        ]
    );
    let settled = &found.items[2];
    assert_eq!((settled.issued_on, settled.settled_on), (Some(day("2026-01-10")), Some(day("2026-03-11"))));
    assert_eq!((found.items[1].issued_on, found.items[0].issued_on), (Some(day("2026-05-20")), None));
    let row = base.row(Level::Root, ALFA_ROOT, AS_OF).await;
    assert_eq!(
        [json!(found.open_cents), json!(found.overdue_cents)],
        ["open_cents", "overdue_cents"].map(|name| row[name].clone())
    );
    assert_eq!((found.open_cents, found.overdue_cents), (1_410, 700));
}

#[tokio::test]
async fn titles_come_to_what_the_panel_says_of_everyone() {
    let base = Base::of(more_documents()).await;
    let portfolio = base.portfolio().await;
    for (customer, row) in base.rows(Level::Root, AS_OF).await {
        let titles = portfolio.titles(&customer.parse().unwrap(), day(AS_OF), &Visible::everything()).await.unwrap();
        let credits = titles.items.iter().filter(|one| one.state == TitleState::Credit).map(|one| one.amount_cents);
        let open: i64 = titles.items.iter().map(|one| one.open_cents).sum::<i64>() - credits.sum::<i64>();
        assert_eq!(json!(open), row["open_cents"], "{customer}");
    }
}

#[tokio::test]
async fn what_happened_newest_first_and_page_by_page() {
    let (_base, portfolio) = portfolio().await;
    let customer = ALFA_ROOT.parse().unwrap();
    let everything = Visible::everything();
    let ask = async |before: Option<&str>, limit| {
        portfolio.timeline(&customer, day(AS_OF), &everything, before, limit).await.unwrap()
    };
    let all = ask(None, 100).await;
    let told: Vec<_> = all.iter().map(|one| (one.on.iso(), one.kind, one.detail.as_str(), one.amount_cents)).collect();
    let bought = |on: &str, cents| (on.to_owned(), HappeningKind::Purchase, "1 item", cents);
    assert_eq!(told[0], ("2026-05-02".to_owned(), HappeningKind::Return, "1 item", -200));
    assert_eq!(told[1], bought("2026-04-10", 1_000));
    assert_eq!(told[2], ("2026-03-11".to_owned(), HappeningKind::Payment, "título 001, com 10 dias de atraso", 500));
    assert_eq!(
        told[3..],
        [
            bought("2026-03-10", 1_000),
            bought("2026-02-10", 1_000),
            bought("2026-01-10", 500),
            bought("2026-01-10", 1_000)
        ]
    );
    let mut paged = ask(None, 2).await;
    loop {
        let next = ask(Some(&paged[paged.len() - 1].place), 2).await;
        if next.is_empty() {
            break;
        }
        paged.extend(next);
    }
    assert_eq!(paged, all);
    assert_eq!(ask(Some("2026-02-10"), 100).await, all[5..]);
}

#[rstest]
#[case::often(
    ALFA_ROOT,
    AS_OF,
    "Compra a cada 31 dias, em média R$ 9,00 por nota; está há 81 dias sem comprar, o maior intervalo desde a primeira compra."
)]
#[case::twice(
    ALFA_ROOT,
    "2026-02-20",
    "Comprou em dois dias, 10/01/2026 e 10/02/2026, com 31 dias entre um e outro, em média R$ 8,33 por nota; está há 10 dias sem comprar."
)]
#[case::once(BETA_ROOT, AS_OF, "Comprou uma vez, em 02/05/2026, no valor de R$ 1,00; está há 59 dias sem comprar.")]
#[tokio::test]
async fn a_customer_in_one_sentence(#[case] customer: &str, #[case] on: &str, #[case] said: &str) {
    let (_base, portfolio) = portfolio().await;
    let customer = customer.parse().unwrap();
    assert_eq!(portfolio.summary(&customer, day(on), &Visible::everything()).await.unwrap(), said);
}

#[rstest]
#[case::of_another(BETA_ROOT)]
#[case::an_establishment_of_another(BETA)]
#[case::of_nobody("99999999")]
#[tokio::test]
async fn who_may_not_be_seen_is_as_if_not_there(#[case] customer: &str) {
    let (_base, portfolio) = portfolio().await;
    let (asked, on) = (customer.parse().unwrap(), day(AS_OF));
    let seller = Visible::customers([ALFA_ROOT.to_owned()]);
    let unknown = |error: PanelError| match error {
        PanelError::UnknownCustomer { key, near } => assert_eq!((key.as_str(), near.len()), (customer, 0)),
        other => panic!("{other}"),
    };
    unknown(portfolio.purchases(&asked, on, &seller).await.unwrap_err());
    unknown(portfolio.summary(&asked, on, &seller).await.unwrap_err());
    unknown(portfolio.titles(&asked, on, &seller).await.unwrap_err());
    unknown(portfolio.timeline(&asked, on, &seller, None, 10).await.unwrap_err());
}
