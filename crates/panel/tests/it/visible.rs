//! Whoever asks sees the customers they may see, and nothing that tells of the others.

use std::collections::BTreeSet;

use panel::metrics::METRICS;
use panel::{
    Completeness, Level, Month, Panel, PanelError, Portfolio, PositivationBy, Predicate, Query, Sort, Visible,
};
use rstest::rstest;

use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, ANA, BETA, BETA_ROOT, day, keys, rows_of};
use crate::rich::{AS_OF, CONSUMER, GIFTED, rich};

/// What a seller of ALFA, of ANA and of a prospect sees at root level.
fn seller() -> Visible {
    Visible::customers([ALFA_ROOT, ANA, &GIFTED[..8]].map(str::to_owned))
}

async fn panel(portfolio: &Portfolio) -> std::sync::Arc<Panel> {
    portfolio.panel(Level::Root, day(AS_OF)).await.expect("a panel can be computed")
}

#[tokio::test]
async fn lists_hold_only_what_may_be_seen() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let panel = panel(&portfolio).await;
    let listed = async |query: Query| keys(&panel.list(&query, &seller()).await.expect("a list"));
    assert_eq!(listed(Query::default()).await, [ALFA_ROOT, ANA]);
    let with_prospects = Query { with_prospects: true, ..Query::default() };
    assert_eq!(listed(with_prospects).await, [ALFA_ROOT, ANA, &GIFTED[..8]]);
    let all = Query { predicate: Some(Predicate::parse("revenue_total_cents > 0").unwrap()), ..Query::default() };
    assert_eq!(listed(all).await, [ALFA_ROOT, ANA]);
    let first = Query { limit: Some(1), ..Query::default() };
    assert_eq!(listed(first).await, [ALFA_ROOT]);
    let nobody = panel.list(&Query::default(), &Visible::customers([])).await.unwrap();
    assert_eq!(nobody.num_rows(), 0);
}

#[tokio::test]
async fn totals_are_of_what_may_be_seen_without_the_unidentified() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let panel = panel(&portfolio).await;
    let totals = panel.totals(&Query::default(), &seller()).await.unwrap();
    // ALFA: 120000 + 100001 + 30000 + 45000 sold, 40000 back, over 4 notes; ANA: 5005.
    assert_eq!((totals.customers, totals.documents), (2, 5));
    assert_eq!(totals.revenue_total_cents, 255_001 + 5_005);
    assert_eq!(totals.billed_total_cents, 261_001 + 5_005);
    assert_eq!(totals.returns_total_cents, 40_000);
    assert_eq!(totals.revenue_12m_cents, 135_001 + 5_005);
    assert_eq!(totals.unidentified_revenue_cents, 0);
    let everything = panel.totals(&Query::default(), &Visible::everything()).await.unwrap();
    assert_eq!(everything.unidentified_revenue_cents, 990);
}

#[tokio::test]
async fn what_was_sold_and_whom_to_reach_is_of_whom_one_sees() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let (as_of, seller) = (day(AS_OF), seller());
    let contacts = portfolio.contacts(Level::Root, as_of, &seller).await.unwrap();
    let reached: BTreeSet<&str> = contacts.keys().map(String::as_str).collect();
    assert_eq!(reached, BTreeSet::from([ALFA_ROOT, ANA, &GIFTED[..8]]));
    let columns = vec!["revenue_mtd_cents".to_owned()];
    let rows = panel(&portfolio).await.list(&Query { columns, ..Query::default() }, &seller).await.unwrap();
    let this_month = |row| panel::value_at(&rows, "revenue_mtd_cents", row).as_i64().unwrap();
    let expected: i64 = (0..rows.num_rows()).map(this_month).sum();
    let sold = async |visible: &Visible| {
        let lines = portfolio.goals(Some(Month::of(as_of)), as_of, visible).await.unwrap();
        lines.iter().map(|line| line.attained_cents).sum::<i64>()
    };
    assert_eq!(sold(&seller).await, expected);
    assert_eq!(sold(&Visible::customers([])).await, 0);
    let counted = async |visible: &Visible| {
        let month = Month::of(as_of);
        let found = portfolio.positivation(PositivationBy::Seller, month, as_of, visible).await.unwrap();
        found.iter().map(|one| one.customers).sum::<u64>()
    };
    assert!(counted(&seller).await <= 2);
    assert_eq!(counted(&Visible::customers([])).await, 0);
    let dates = (as_of.plus_days(-365), as_of);
    let worsened = portfolio.worsened(Level::Root, dates, &Query::default(), &seller).await.unwrap();
    assert!(worsened.iter().all(|one| [ALFA_ROOT, ANA].contains(&one.customer.as_str())));
}

#[tokio::test]
async fn with_a_predicate_the_unidentified_are_left_out_for_all() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let panel = panel(&portfolio).await;
    let everyone = Predicate::parse("revenue_total_cents >= 0 OR revenue_total_cents < 0").unwrap();
    let query = Query { predicate: Some(everyone), ..Query::default() };
    let selected = panel.totals(&query, &Visible::everything()).await.unwrap();
    let all = panel.totals(&Query::default(), &Visible::everything()).await.unwrap();
    assert_eq!(selected.unidentified_revenue_cents, 0);
    assert_eq!(selected.revenue_total_cents, all.revenue_total_cents - 990);
    assert_eq!(selected.documents, all.documents - 1);
}

#[tokio::test]
async fn what_reveals_totals_is_hidden_wherever_it_could_be_read() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let panel = panel(&portfolio).await;
    let hidden: Vec<&str> = METRICS.iter().filter(|one| one.reveals_total).map(|one| one.column.name).collect();
    assert_eq!(hidden, ["cumulative_share", "revenue_share"]);
    let columns: BTreeSet<String> =
        panel::column_names(&panel.list(&Query::default(), &seller()).await.unwrap()).into_iter().collect();
    for name in hidden {
        assert!(!columns.contains(name));
        let is_hidden = |result: Result<(), PanelError>| {
            assert!(matches!(result, Err(PanelError::Hidden { .. })), "{name}: {result:?}");
        };
        let list = async |query: Query| panel.list(&query, &seller()).await.map(|_| ());
        is_hidden(list(Query { columns: vec![name.to_owned()], ..Query::default() }).await);
        let sort = Some(Sort { column: name.to_owned(), descending: true });
        is_hidden(list(Query { sort, columns: vec!["name".to_owned()], ..Query::default() }).await);
        // Whoever may ask whether a share is above a number finds it out by asking twenty times.
        let predicate = Predicate::parse(&format!("abc = 'A' AND coalesce({name}, 0) > 0.1")).unwrap();
        let by_predicate = Query { predicate: Some(predicate), ..Query::default() };
        is_hidden(list(by_predicate.clone()).await);
        is_hidden(panel.totals(&by_predicate, &seller()).await.map(|_| ()));
        assert!(panel.list(&by_predicate, &Visible::everything()).await.is_ok());
        let customer = ALFA_ROOT.parse().unwrap();
        is_hidden(portfolio.explain(&customer, name, Level::Root, day(AS_OF), &seller()).await.map(|_| ()));
    }
}

#[tokio::test]
async fn explanations_hide_the_inputs_that_reveal_totals() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let customer = ALFA_ROOT.parse().unwrap();
    let inputs = async |visible: &Visible| {
        let explained = portfolio.explain(&customer, "abc", Level::Root, day(AS_OF), visible).await.unwrap();
        explained.inputs.iter().map(|(column, _)| column.name).collect::<Vec<_>>()
    };
    assert_eq!(inputs(&seller()).await, ["revenue_12m_cents"]);
    assert_eq!(
        inputs(&Visible::everything()).await,
        ["revenue_12m_cents", "ranked_before_cents", "ranked_total_cents", "abc_position"]
    );
}

#[tokio::test]
async fn a_record_hides_the_metrics_that_reveal_totals() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let customer = ALFA_ROOT.parse().unwrap();
    let record = portfolio.customer(&customer, day(AS_OF), &seller()).await.unwrap();
    let shown: Vec<&str> = record.metrics.iter().map(|(name, _)| *name).collect();
    assert!(shown.contains(&"abc") && !shown.contains(&"revenue_share") && !shown.contains(&"cumulative_share"));
    assert_eq!(shown.len(), METRICS.len() - 2);
}

#[rstest]
#[case::another_company(BETA_ROOT)]
#[case::one_of_its_establishments(BETA)]
#[case::a_consumer(CONSUMER)]
#[tokio::test]
async fn who_may_not_be_seen_is_as_if_not_there(#[case] customer: &str) {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let key = customer.parse().unwrap();
    // By full keys customers and histories go by establishment: neither is among what is seen.
    let unknown = |error: PanelError| match error {
        PanelError::UnknownCustomer { near, .. } => assert_eq!(near, [] as [String; 0]),
        other => panic!("{other}"),
    };
    unknown(portfolio.explain(&key, "status", Level::Root, day(AS_OF), &seller()).await.unwrap_err());
    unknown(portfolio.customer(&key, day(AS_OF), &seller()).await.unwrap_err());
    unknown(portfolio.customer_history(&key, day(AS_OF), &seller()).await.unwrap_err());
}

#[tokio::test]
async fn keys_suggested_are_of_those_who_may_be_seen() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let near = async |visible: &Visible| {
        let branch = "44555666000343".parse().unwrap();
        match portfolio.explain(&branch, "status", Level::Establishment, day(AS_OF), visible).await.unwrap_err() {
            PanelError::UnknownCustomer { near, .. } => near,
            other => panic!("{other}"),
        }
    };
    assert_eq!(near(&Visible::everything()).await, [ALFA, ALFA_BRANCH]);
    assert_eq!(near(&Visible::customers([ALFA_BRANCH.to_owned()])).await, [ALFA_BRANCH]);
}

#[tokio::test]
async fn what_the_company_lacks_is_for_who_sees_everyone() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    assert_eq!(portfolio.completeness(&seller()).await.unwrap(), Completeness::default());
    assert!(!portfolio.completeness(&Visible::everything()).await.unwrap().months.is_empty());
}

#[tokio::test]
async fn ranks_are_over_the_whole_company_whoever_asks() {
    let base = rich().await;
    let portfolio = base.portfolio().await;
    let panel = panel(&portfolio).await;
    let query = Query { columns: vec!["abc".to_owned()], ..Query::default() };
    let rows = rows_of(&panel.list(&query, &Visible::customers([ANA.to_owned()])).await.unwrap());
    // ANA, alone in view, would be first and A; of the company's R$ 2 785,49 she has 50,05 near the end.
    assert_eq!((rows.len(), &rows[0]["abc"]), (1, &"C".into()));
}
