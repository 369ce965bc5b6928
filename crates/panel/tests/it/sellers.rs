//! Who is responsible for how much, and what a transfer or other settings would change.

use panel::{Level, Owner, Part, Portfolio, Predicate, Settings, Tag, Transfer, Visible};
use serde_json::{Map, json};
use support::{listed, note, stated_seller};

use crate::base::{ALFA, ALFA_ROOT, ANA, BETA, BETA_ROOT, Base, GAMA, GAMA_ROOT, Row, day, text};
use crate::rich::{AS_OF, more_documents};

/// ALFA and BETA are Ana's, who is written in two ways; GAMA is Bia's; a prospect is Ana's; a person is nobody's.
async fn base() -> Base {
    let base = Base::of(vec![
        note(1).to(ALFA).on("2026-05-02").sale("P1", 900).document(),
        note(2).to(BETA).on("2026-05-02").sale("P1", 100).document(),
        note(3).to(GAMA).on("2026-05-02").sale("P1", 50).document(),
        note(4).to(ANA).on("2026-05-02").sale("P1", 7).document(),
        listed(ALFA, Some("Ana"), None, day("2026-01-01")),
        listed(BETA, Some("07"), None, day("2026-01-01")),
        listed(GAMA, Some("Bia"), None, day("2026-01-01")),
        listed(crate::rich::OFTEN, Some("Ana"), None, day("2026-01-01")),
        stated_seller("07", Some("ANA"), Some("Sul")),
    ])
    .await;
    base.correct(ALFA_ROOT, "tags", Some("VIP;litoral")).await;
    base.correct(BETA_ROOT, "tags", Some("vip")).await;
    base.correct(GAMA_ROOT, "tags", Some("vip")).await;
    base
}

fn part(customers: u64, revenue_12m_cents: i64) -> Part {
    Part { customers, revenue_12m_cents }
}

#[tokio::test]
async fn owners_are_counted_as_they_are_written() {
    let base = base().await;
    let portfolio = base.portfolio().await;
    let owners = portfolio.owners(Level::Root, day(AS_OF), &Visible::everything()).await.unwrap();
    let owner = |owner: Option<&str>, team: Option<&str>, part| Owner {
        owner: owner.map(str::to_owned),
        team: team.map(str::to_owned),
        part,
    };
    assert_eq!(
        owners,
        [
            owner(Some("07"), Some("Sul"), part(1, 100)),
            owner(Some("Ana"), Some("Sul"), part(2, 900)),
            owner(Some("Bia"), None, part(1, 50)),
            owner(None, None, part(1, 7)),
        ]
    );
    let seller = Visible::customers([GAMA_ROOT.to_owned()]);
    let of_seller = portfolio.owners(Level::Root, day(AS_OF), &seller).await.unwrap();
    assert_eq!(of_seller, [owner(Some("Bia"), None, part(1, 50))]);
}

#[tokio::test]
async fn tags_are_counted_however_they_are_written() {
    let base = base().await;
    let portfolio = base.portfolio().await;
    let tag = |tag: &str, customers| Tag { tag: tag.to_owned(), customers };
    let tags = portfolio.tags(Level::Root, day(AS_OF), &Visible::everything()).await.unwrap();
    assert_eq!(tags, [tag("litoral", 1), tag("vip", 3)]);
    let seller = Visible::customers([ANA.to_owned()]);
    assert_eq!(portfolio.tags(Level::Root, day(AS_OF), &seller).await.unwrap(), []);
}

async fn balance(portfolio: &Portfolio, transfer: &Transfer, visible: &Visible) -> (Part, Vec<(String, Part, Part)>) {
    let balance = portfolio.balance(transfer, Level::Root, day(AS_OF), visible).await.expect("a balance");
    let told = balance.sellers.into_iter().map(|one| (one.seller.unwrap_or_default(), one.before, one.after));
    (balance.moved, told.collect())
}

#[tokio::test]
async fn a_transfer_is_weighed_before_it_is_made() {
    let base = base().await;
    let portfolio = base.portfolio().await;
    let everything = Visible::everything();
    let line = |seller: &str, before, after| (seller.to_owned(), before, after);
    let all_of_ana = Transfer { from: Some("ána".to_owned()), to: "Bia".to_owned(), ..Transfer::default() };
    let (moved, sellers) = balance(&portfolio, &all_of_ana, &everything).await;
    assert_eq!(moved, part(3, 1_000));
    assert_eq!(
        sellers,
        [
            line("ANA", part(3, 1_000), part(0, 0)),
            line("Bia", part(1, 50), part(4, 1_050)),
            line("", part(1, 7), part(1, 7)),
        ]
    );
    let some = Transfer {
        predicate: Some(Predicate::parse("has_tag('vip')").unwrap()),
        customers: Some([BETA_ROOT, GAMA_ROOT, ANA].map(str::to_owned).to_vec()),
        to: "Caio".to_owned(),
        ..Transfer::default()
    };
    let (moved, sellers) = balance(&portfolio, &some, &everything).await;
    assert_eq!(moved, part(2, 150));
    assert_eq!(sellers[0], line("ANA", part(3, 1_000), part(2, 900)));
    assert_eq!(sellers[2], line("Caio", part(0, 0), part(2, 150)));
    // Whoever sees fewer moves fewer, and weighs only those.
    let seller = Visible::customers([GAMA_ROOT.to_owned()]);
    let (moved, sellers) = balance(&portfolio, &some, &seller).await;
    assert_eq!((moved, sellers.len()), (part(1, 50), 2));
}

/// What other settings would change is what a workspace with those settings says.
#[tokio::test]
async fn settings_are_tried_before_they_are_saved() {
    let base = Base::of(more_documents()).await;
    let portfolio = base.portfolio().await;
    let values = json!({"status.active_days": 10, "status.active_factor": 0.1, "status.risk_days": 20,
        "status.risk_factor": 0.5, "status.new_days": 0, "abc.a_percent": 10, "abc.b_percent": 20});
    let values: Map<String, serde_json::Value> = values.as_object().unwrap().clone();
    let settings = Settings::default().with(&values).unwrap();
    let effect = portfolio.effect(settings, Level::Root, day(AS_OF), &Visible::everything()).await.unwrap();
    let sections = "[status]\nactive_days = 10\nactive_factor = 0.1\nrisk_days = 20\nrisk_factor = 0.5\nnew_days = 0\n\
                    [abc]\na_percent = 10\nb_percent = 20\n";
    let other = Base::with(sections, more_documents()).await;
    let rows = async |base: &Base| {
        let mut rows = base.rows(Level::Root, AS_OF).await;
        rows.retain(|_, row| text(row, "status") != "sem_compra");
        rows
    };
    let (before, after) = (rows(&base).await, rows(&other).await);
    let count = |rows: &std::collections::BTreeMap<String, Row>, column: &str, code: &str| {
        rows.values().filter(|row| row[column].as_str() == Some(code)).count() as u64
    };
    for shift in effect.statuses.iter().filter(|shift| shift.word.code != "sem_compra") {
        let expected = (count(&before, "status", shift.word.code), count(&after, "status", shift.word.code));
        assert_eq!((shift.before, shift.after), expected, "{}", shift.word.code);
    }
    for shift in effect.abc.as_ref().unwrap() {
        let expected = (count(&before, "abc", shift.word.code), count(&after, "abc", shift.word.code));
        assert_eq!((shift.before, shift.after), expected, "{}", shift.word.code);
    }
    let moved = before.iter().filter(|(customer, row)| row["status"] != after[*customer]["status"]).count() as u64;
    assert!(moved > 0);
    assert_eq!(effect.moved.iter().map(|one| one.customers).sum::<u64>(), moved);
    let none = portfolio.effect(Settings::default(), Level::Root, day(AS_OF), &Visible::customers([])).await.unwrap();
    assert!(none.moved.is_empty() && none.abc.is_none());
    assert!(none.statuses.iter().all(|shift| (shift.before, shift.after) == (0, 0)));
}
