//! Who sees whom: by what people have decided by today, at the level asked about.

use panel::{Level, Portfolio, Scope, Visible};
use rstest::rstest;
use store::Author;
use support::{listed, note, stated_seller};

use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, ANA, BETA, BETA_ROOT, Base, GAMA, GAMA_ROOT, NOW, day};

const TODAY: &str = "2026-06-30";

/// ALFA is Ána's, whom a list calls 07, but its branch in Pernambuco is Bia's; BETA is 07's, GAMA of the team Sul.
async fn base() -> Base {
    let base = Base::of(vec![
        note(1).to(ALFA).on("2026-05-02").sale("P1", 900).saying("Alfa", "Santos", "SP").document(),
        note(2).to(ALFA_BRANCH).on("2026-05-02").sale("P1", 100).saying("Alfa Filial", "Recife", "PE").document(),
        note(3).to(BETA).on("2026-05-02").sale("P1", 100).saying("Beta", "Santos", "SP").document(),
        note(4).to(GAMA).on("2026-05-02").sale("P1", 100).saying("Gama", "Natal", "RN").document(),
        note(5).to(ANA).on("2026-05-02").sale("P1", 100).naming("Ana").document(),
        listed(ALFA, Some("Ána"), None, day("2026-01-01")),
        listed(BETA, Some("07"), None, day("2026-01-01")),
        listed(GAMA, Some("Caio"), None, day("2026-01-01")),
        stated_seller("07", Some("ANA"), None),
        stated_seller("Caio", None, Some("Sul")),
        stated_seller("08", Some("Outra Ana"), None),
    ])
    .await;
    base.correct(ALFA_BRANCH, "owner", Some("Bia")).await;
    base.correct(GAMA_ROOT, "tags", Some("vip")).await;
    base
}

async fn seen(portfolio: &Portfolio, scope: &Scope, level: Level) -> Visible {
    portfolio.visible(scope, level, day(TODAY)).await.expect("customers")
}

fn only(keys: &[&str]) -> Visible {
    Visible::customers(keys.iter().map(|&key| key.to_owned()))
}

#[rstest]
#[case::a_seller_however_written(Some("ANA"), None, Level::Root, &[ALFA_ROOT, BETA_ROOT])]
#[case::by_code(Some("07"), None, Level::Root, &[ALFA_ROOT, BETA_ROOT])]
#[case::of_one_code_of_a_like_name(Some("08"), None, Level::Root, &[])]
#[case::at_another_level(Some("ana"), None, Level::Establishment, &[ALFA, BETA])]
#[case::whose_is_the_branch(Some("bia"), None, Level::Establishment, &[ALFA_BRANCH])]
#[case::and_not_the_company(Some("bia"), None, Level::Root, &[])]
#[case::a_place(None, Some("uf = 'SP'"), Level::Root, &[ALFA_ROOT, BETA_ROOT])]
#[case::a_place_at_another_level(None, Some("uf = 'PE'"), Level::Establishment, &[ALFA_BRANCH])]
#[case::both(Some("ana"), Some("uf <> 'SP'"), Level::Root, &[])]
#[case::a_tag(None, Some("has_tag('VIP')"), Level::Root, &[GAMA_ROOT])]
#[case::a_team(None, Some("team = 'Sul'"), Level::Root, &[GAMA_ROOT])]
#[case::nobody_s(None, Some("owner IS NULL"), Level::Root, &[ANA])]
#[case::a_seller_without_name(Some("  .  "), None, Level::Root, &[])]
#[case::a_seller_nobody_knows(Some("Zeca"), None, Level::Root, &[])]
#[tokio::test]
async fn a_scope_is_of(
    #[case] seller: Option<&str>,
    #[case] predicate: Option<&str>,
    #[case] level: Level,
    #[case] expected: &[&str],
) {
    let scope = Scope::of(seller, predicate).expect("a scope");
    let base = base().await;
    assert_eq!(seen(&base.portfolio().await, &scope, level).await, only(expected));
}

#[tokio::test]
async fn everyone_is_seen_only_without_seller_and_predicate() {
    let base = base().await;
    let portfolio = base.portfolio().await;
    assert_eq!(seen(&portfolio, &Scope::everyone(), Level::Root).await, Visible::everything());
    let all = Scope::of(None, Some("uf IS NULL OR uf IS NOT NULL")).unwrap();
    let visible = seen(&portfolio, &all, Level::Root).await;
    assert!(!visible.is_everything() && visible.count() == Some(4));
}

#[rstest]
#[case("revenue_12m_cents > 0")]
#[case("uf = 'SP' OR abc = 'A'")]
#[case("uf = ")]
fn a_scope_asks_about_nothing_else(#[case] predicate: &str) {
    assert!(Scope::of(None, Some(predicate)).is_err());
}

#[tokio::test]
async fn what_people_decide_counts_at_once_and_for_every_date() {
    let base = base().await;
    let portfolio = base.portfolio().await;
    let scope = Scope::of(Some("Bia"), None).unwrap();
    assert_eq!(seen(&portfolio, &scope, Level::Root).await, only(&[]));
    base.correct(GAMA_ROOT, "owner", Some("BIA")).await;
    let renewed = portfolio.renewed().await.unwrap();
    let visible = seen(&renewed, &scope, Level::Root).await;
    assert_eq!(visible, only(&[GAMA_ROOT]));
    // A date before the note of GAMA: it is as if not there yet.
    let rows = renewed.panel(Level::Root, day("2026-05-01")).await.unwrap();
    let query = panel::Query { with_prospects: true, ..panel::Query::default() };
    assert_eq!(rows.page(&query, &visible, None, 10).unwrap().count, 1, "a list knows it at every date");
}

/// Of a group whose row is not the seller's, nothing is seen, though one of its companies is.
#[tokio::test]
async fn a_group_is_seen_by_whom_its_own_row_says() {
    let base = base().await;
    let members = [ALFA_ROOT, GAMA_ROOT].map(|key| key.parse().unwrap());
    base.workspace.join_group("Grupo", &members, &Author::command_line(NOW)).await.unwrap();
    base.correct(ALFA_ROOT, "owner", Some("Ana")).await;
    let portfolio = base.portfolio().await;
    let scope = |seller: &str| Scope::of(Some(seller), None).unwrap();
    assert_eq!(seen(&portfolio, &scope("Ana"), Level::Group).await, only(&[BETA_ROOT, "Grupo"]));
    assert_eq!(seen(&portfolio, &scope("Caio"), Level::Group).await, only(&[]));
}
