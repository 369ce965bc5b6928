//! Undo of an import gives what everything else alone would have given, and no order of imports
//! gives anything else: equal bytes, on both databases.

use std::collections::BTreeMap;

use domain::facts::ItemClass::Return;
use domain::facts::{Document, EventKind};
use futures::future::BoxFuture;
use panel::Level;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use store::{Author, Workspace};
use support::{Backend, Home, NoteBuilder, cancellation, event, key, note, stated_sale};

use crate::base::{
    ALFA, ALFA_BRANCH, ALFA_ROOT, ANA, BETA, BETA_ROOT, Base, NOW, Row, day, everyone, import, portfolio,
};

/// A copy of a document of a small pool, so that sets overlap: of one number and variant every copy is
/// the same, of another variant it says something else.
#[derive(Clone, Debug)]
enum Copy {
    /// A note of a number: 0 as issued, 1 without protocol, 2 with another amount, 3 to someone else,
    /// 4 cancelled by its own protocol, 5 without protocol and with another amount.
    Sale { number: u32, variant: u8 },
    /// What came back of a number: 0 all of it, 1 a part.
    Return { number: u32, variant: u8 },
    /// An event of a number.
    Event { number: u32, kind: EventKind },
    /// A sale that a table states, of another amount and customer by variant: the later import counts.
    Stated { number: u32, variant: u8 },
}

/// What a person decides, between imports.
#[derive(Clone, Debug)]
struct Edit {
    customer: &'static str,
    field: &'static str,
    value: Option<&'static str>,
}

/// Between which imports the edits are made.
#[derive(Clone, Debug)]
struct Course {
    sets: [Vec<Copy>; 3],
    edits: Vec<(Index, Edit)>,
    compacting: bool,
    include_unproven: bool,
}

fn copy() -> impl Strategy<Value = Copy> {
    let number = || 1..9_u32;
    let kinds = vec![EventKind::Cancellation, EventKind::Authorisation, EventKind::Denial];
    prop_oneof![
        8 => (number(), 0..6_u8).prop_map(|(number, variant)| Copy::Sale { number, variant }),
        2 => (number(), 0..2_u8).prop_map(|(number, variant)| Copy::Return { number, variant }),
        1 => (number(), select(kinds)).prop_map(|(number, kind)| Copy::Event { number, kind }),
    ]
}

/// A copy, or a sale of a table, which has one version in an import: all files together.
fn copy_or_stated() -> impl Strategy<Value = Copy> {
    let stated = (1..4_u32, 0..3_u8).prop_map(|(number, variant)| Copy::Stated { number, variant });
    prop_oneof![3 => copy(), 1 => stated]
}

fn without_second_versions(copies: Vec<Copy>) -> Vec<Copy> {
    let mut numbers = Vec::new();
    let mut first = |copy: &Copy| match copy {
        Copy::Stated { number, .. } if numbers.contains(number) => false,
        Copy::Stated { number, .. } => {
            numbers.push(*number);
            true
        }
        _ => true,
    };
    copies.into_iter().filter(|copy| first(copy)).collect()
}

fn edit() -> impl Strategy<Value = Edit> {
    let values = vec![Some("SP"), Some("RJ"), Some("Outra"), None];
    (select(vec![ALFA_ROOT, ALFA, BETA_ROOT, ANA]), select(vec!["name", "city", "uf"]), select(values))
        .prop_map(|(customer, field, value)| Edit { customer, field, value })
}

fn course() -> impl Strategy<Value = Course> {
    let set = || vec(copy_or_stated(), 0..14).prop_map(without_second_versions);
    (set(), set(), set(), vec((any::<Index>(), edit()), 0..4), any::<bool>(), any::<bool>()).prop_map(
        |(a, b, c, edits, compacting, include_unproven)| Course {
            sets: [a, b, c],
            edits,
            compacting,
            include_unproven,
        },
    )
}

fn document(copy: &Copy) -> Document {
    match copy {
        Copy::Sale { number, variant } => {
            let buyers = [Some(ALFA), Some(ALFA_BRANCH), Some(BETA), Some(ANA), None];
            let issued = |buyer: Option<&str>, cents: i64| -> NoteBuilder {
                let sale = note(*number).on_day(day("2025-03-01").plus_days(*number as i32 * 40)).sale("P1", cents);
                match buyer {
                    Some(buyer) => sale.to(buyer).saying(&format!("{buyer} na nota {number}"), "Santos", "SP"),
                    None => sale,
                }
            };
            let buyer = buyers[*number as usize % buyers.len()];
            let cents = i64::from(*number) * 100;
            match variant {
                0 => issued(buyer, cents),
                1 => issued(buyer, cents).unproven(),
                2 => issued(buyer, cents + 7),
                3 => issued(Some(BETA), cents),
                4 => issued(buyer, cents).cancelled("2025-12-01"),
                _ => issued(buyer, cents + 7).unproven(),
            }
            .document()
        }
        Copy::Return { number, variant } => {
            let cents = if *variant == 0 { i64::from(*number) * 100 } else { 50 };
            let returned = note(100 + number).on("2026-04-10").line(Return, "P1", cents);
            returned.refers_to(key(55, *number)).document()
        }
        Copy::Event { number, kind } => event(*kind, key(55, *number), "2026-02-01"),
        Copy::Stated { number, variant } => {
            let customer = if *variant == 2 { BETA } else { "tabela:7" };
            let lines = [("P1", i64::from(*number) * 1_000 + i64::from(*variant)), ("P2", -50)];
            stated_sale(&number.to_string(), customer, "2025-08-01", &lines)
        }
    }
}

fn documents(copies: &[Copy]) -> Vec<Document> {
    copies.iter().map(document).collect()
}

/// A panel: its rows, for people who read what failed, and its canonical bytes.
#[derive(Debug, PartialEq)]
struct Written {
    rows: BTreeMap<String, Row>,
    bytes: Vec<u8>,
}

/// The panels of both levels, at a past date and a later one.
fn panels(workspace: &Workspace) -> BoxFuture<'_, Vec<Written>> {
    Box::pin(async move {
        let portfolio = portfolio(workspace).await;
        let mut panels = Vec::new();
        for level in [Level::Root, Level::Establishment] {
            for on in ["2025-08-31", "2026-06-30"] {
                let panel = portfolio.panel(level, day(on)).await.expect("a panel can be computed");
                let bytes = panel.to_bytes().expect("and written");
                panels.push(Written { rows: everyone(&panel).await, bytes });
            }
        }
        portfolio.close().await.expect("a portfolio can be closed");
        panels
    })
}

/// Whether panels are the same, and where not, how they differ.
fn compare(found: &[Written], expected: &[Written]) -> Result<(), TestCaseError> {
    for (found, expected) in found.iter().zip(expected) {
        prop_assert_eq!(&found.rows, &expected.rows);
        prop_assert!(found.bytes == expected.bytes, "equal rows have equal bytes");
    }
    prop_assert_eq!(found.len(), expected.len());
    Ok(())
}

/// A new workspace with a course's settings.
async fn workspace(home: &Home, include_unproven: bool) -> Workspace {
    home.create().await;
    home.set(&format!("[base]\ninclude_unproven = {include_unproven}"));
    home.open().await
}

async fn correct(workspace: &Workspace, course: &Course, moment: usize) {
    for (_, Edit { customer, field, value }) in course.edits.iter().filter(|(at, _)| at.index(4) == moment) {
        let customer = customer.parse().expect("a customer's key");
        workspace.edit(&customer, field, *value, &Author::command_line(NOW)).await.expect("a field can be corrected");
    }
}

/// A, B and C imported, B undone, edits between them; and A and C alone with the same edits.
async fn undone_and_never_made(backend: Backend, course: &Course) -> Option<(Vec<Written>, Vec<Written>)> {
    let (undone, never) = (Home::on(backend).await?, Home::on(Backend::Sqlite).await?);
    let one = workspace(&undone, course.include_unproven).await;
    let other = workspace(&never, course.include_unproven).await;
    let mut batches = Vec::new();
    for (moment, set) in course.sets.iter().enumerate() {
        correct(&one, course, moment).await;
        batches.push(import(&one, documents(set)).await);
        correct(&other, course, moment).await;
        if moment != 1 {
            import(&other, documents(set)).await;
        }
    }
    if course.compacting {
        one.compact(NOW, |_| {}).await.expect("a workspace can be compacted");
    }
    one.undo(batches[1], &Author::command_line(NOW), |_| {}).await.expect("a live import can be undone");
    correct(&one, course, 3).await;
    correct(&other, course, 3).await;
    assert!(one.verify().await.expect("a workspace can be checked").problems.is_empty());
    Some((panels(&one).await, panels(&other).await))
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(44_555_666),
        max_shrink_iters: 100,
        ..ProptestConfig::with_cases(cases)
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(future)
}

proptest! {
    #![proptest_config(cases(18))]

    #[test]
    fn undo_gives_what_everything_else_gives(course in course()) {
        if let Some((undone, never_made)) = wait(undone_and_never_made(Backend::Sqlite, &course)) {
            compare(&undone, &never_made)?;
        }
    }

    #[test]
    fn no_order_and_no_split_gives_anything_else(
        (copies, shuffled) in vec(copy_or_stated(), 1..20)
            .prop_map(without_second_versions)
            .prop_flat_map(|copies| (Just(copies.clone()), Just(copies).prop_shuffle())),
        cuts in vec(any::<Index>(), 0..4),
        include_unproven in any::<bool>(),
    ) {
        let (at_once, in_parts) = wait(async {
            let (one, other) = (Home::on_sqlite().await, Home::on_sqlite().await);
            let at_once = workspace(&one, include_unproven).await;
            import(&at_once, documents(&copies)).await;
            let in_parts = workspace(&other, include_unproven).await;
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(shuffled.len())).collect();
            cuts.sort_unstable();
            let ends = cuts.iter().copied().chain([shuffled.len()]);
            let mut from = 0;
            for end in ends {
                import(&in_parts, documents(&shuffled[from..end])).await;
                from = end;
            }
            (panels(&at_once).await, panels(&in_parts).await)
        });
        compare(&in_parts, &at_once)?;
    }
}

proptest! {
    #![proptest_config(cases(4))]

    #[test]
    fn undo_on_postgresql_gives_what_sqlite_gives(course in course()) {
        if let Some((undone, never_made)) = wait(undone_and_never_made(Backend::Postgres, &course)) {
            compare(&undone, &never_made)?;
        }
    }
}

/// Two sales, one of them wholly returned.
fn some() -> Vec<Document> {
    vec![
        note(1).to(ALFA).on("2025-05-10").sale("P1", 10_000).saying("Alfa", "Santos", "SP").document(),
        note(2).to(BETA).on("2026-05-10").sale("P1", 500).document(),
        note(3).to(ALFA).on("2026-05-11").line(Return, "P1", 10_000).refers_to(key(55, 1)).document(),
    ]
}

#[expect(clippy::disallowed_methods, reason = "anyone may delete the cache")]
#[tokio::test]
async fn a_panel_computed_again_is_the_panel_that_was_kept() {
    let base = Base::of(some()).await;
    let computed = panels(&base.workspace).await;
    let cache = base.home.folder().join("cache");
    assert!(std::fs::read_dir(&cache).unwrap().count() > 0, "panels are kept");
    let kept = panels(&base.workspace).await;
    std::fs::remove_dir_all(&cache).unwrap();
    let again = panels(&base.workspace).await;
    assert_eq!(computed, kept);
    assert_eq!(computed, again);
}

#[expect(clippy::disallowed_methods, reason = "a disk may spoil the cache")]
#[tokio::test]
async fn a_kept_panel_that_is_no_longer_whole_is_computed_again() {
    let base = Base::of(some()).await;
    let computed = panels(&base.workspace).await;
    for file in std::fs::read_dir(base.home.folder().join("cache")).unwrap() {
        let path = file.unwrap().path();
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    }
    assert_eq!(panels(&base.workspace).await, computed);
}

#[tokio::test]
async fn panels_that_differ_have_other_bytes() {
    let base = Base::of(some()).await;
    let before = panels(&base.workspace).await;
    base.import(vec![cancellation(key(55, 2), "2026-05-12")]).await;
    let after = panels(&base.workspace).await;
    // BETA is in the later panels alone.
    assert_eq!(before[0], after[0]);
    assert_ne!(before[1].bytes, after[1].bytes);
}

#[tokio::test]
async fn undo_keeps_what_another_import_brought_too_and_people_s_edits() {
    let base = Base::of(some()).await;
    let before = panels(&base.workspace).await;
    let batch = base.import(some().into_iter().chain([note(9).to(ANA).sale("P1", 100).document()]).collect()).await;
    assert_ne!(panels(&base.workspace).await, before);
    base.workspace.undo(batch, &Author::command_line(NOW), |_| {}).await.unwrap();
    assert_eq!(panels(&base.workspace).await, before);
    base.workspace.edit(&ALFA_ROOT.parse().unwrap(), "city", Some("Natal"), &Author::command_line(NOW)).await.unwrap();
    let corrected = panels(&base.workspace).await;
    let batch = base.import(vec![note(9).to(ANA).sale("P1", 100).document()]).await;
    base.workspace.undo(batch, &Author::command_line(NOW), |_| {}).await.unwrap();
    assert_eq!(panels(&base.workspace).await, corrected);
    assert_eq!(base.row(Level::Root, ALFA_ROOT, "2026-06-30").await["city"], "Natal");
}

/// What a table says of number 1 counts as the last import said it, whatever was said between.
#[tokio::test]
async fn of_two_tables_the_later_counts_and_undo_gives_back_the_earlier() {
    let said = |cents: i64| vec![stated_sale("1", "tabela:7", "2026-03-02", &[("P1", cents)])];
    let base = Base::of(said(100)).await;
    let revenue = async || base.totals("2026-06-30").await.revenue_total_cents;
    let second = base.import(said(200)).await;
    assert_eq!(revenue().await, 200);
    let third = base.import(said(100)).await;
    assert_eq!(revenue().await, 100, "said again, it counts again");
    base.workspace.undo(third, &Author::command_line(NOW), |_| {}).await.unwrap();
    assert_eq!(revenue().await, 200);
    let fourth = base.import(said(100)).await;
    base.workspace.undo(second, &Author::command_line(NOW), |_| {}).await.unwrap();
    assert_eq!(revenue().await, 100);
    base.workspace.undo(fourth, &Author::command_line(NOW), |_| {}).await.unwrap();
    assert_eq!(revenue().await, 100, "the first import said it too");
    base.workspace.undo(1, &Author::command_line(NOW), |_| {}).await.unwrap();
    assert_eq!(revenue().await, 0);
    assert!(base.workspace.verify().await.unwrap().problems.is_empty());
}
