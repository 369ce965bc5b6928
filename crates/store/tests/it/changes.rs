//! Changes of many customers at once, and back.

use std::time::Duration;

use domain::CustomerKey;
use rstest::rstest;
use store::{Author, ChangeKind, Changed, Known, StoreError, Terms, Workspace};
use support::{Backend, Home};
use tokio::time::timeout;

use crate::{NOW, by_hand};

/// Ten thousand customers must be changed in a fraction of this; a debug build on a busy machine gets more.
const LONG: Duration = Duration::from_secs(2);

const ANA: Option<&str> = Some("ANA");
const BIA: Option<&str> = Some("BIA");

fn customer(number: usize) -> CustomerKey {
    format!("{number:08}").parse().expect("eight digits are a root")
}

/// Customers of which nothing is known but what people say.
fn customers(numbers: std::ops::Range<usize>) -> Vec<Known> {
    numbers.map(|number| (customer(number), None)).collect()
}

/// The values of a field by customer, and from when they count, as corrections leave them.
async fn values(workspace: &Workspace, number: usize) -> Vec<(Option<String>, Option<String>)> {
    let edits = workspace.edits(Some(&customer(number))).await.expect("corrections can be read");
    edits.into_iter().map(|edit| (edit.value, edit.effective_on)).collect()
}

async fn last(workspace: &Workspace, number: usize) -> Option<String> {
    values(workspace, number).await.pop().and_then(|(value, _)| value)
}

/// Tags once each, in order.
fn normalised(tags: &str) -> Option<String> {
    let mut tags: Vec<&str> = tags.split(';').map(str::trim).filter(|tag| !tag.is_empty()).collect();
    tags.sort_unstable();
    tags.dedup();
    Some(tags.join(";")).filter(|tags| !tags.is_empty() && tags.len() < 20)
}

#[rstest]
#[tokio::test]
async fn an_undone_change_leaves_what_was_changed_since(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let author = by_hand();
    workspace.edit(&customer(1), "owner", ANA, &author).await.unwrap();
    let terms = Terms { reason: Some("férias"), effective_on: None };
    let made = workspace.change_owner(&customers(1..5), BIA, terms, &author).await.unwrap();
    assert_eq!((made.customers, made.left_alone), (4, 0));
    // One is given to someone else since, of another something else changes.
    workspace.edit(&customer(2), "owner", Some("CAIO"), &author).await.unwrap();
    workspace.edit(&customer(3), "city", Some("Natal"), &author).await.unwrap();
    let undone = workspace.undo_change(made.change, &author).await.unwrap();
    assert_eq!((undone.customers, undone.left_alone), (3, 1));
    assert_eq!(last(&workspace, 1).await.as_deref(), ANA, "as it was before");
    assert_eq!(last(&workspace, 2).await.as_deref(), Some("CAIO"), "as it was changed since");
    let owners = workspace.owner_history(&customer(3)).await.unwrap();
    assert_eq!(owners.iter().map(|owner| owner.owner.as_deref()).collect::<Vec<_>>(), [BIA, None]);
    assert_eq!(owners[0].reason.as_deref(), Some("férias"));
    assert_eq!((owners[0].change, owners[1].change), (Some(made.change), Some(undone.change)));
    let again = workspace.undo_change(made.change, &author).await;
    assert!(matches!(again, Err(StoreError::ChangeUndone { change }) if change == made.change));
    assert!(matches!(workspace.undo_change(99, &author).await, Err(StoreError::Unknown { number: 99, .. })));
    // The undo is a change too, and can be undone.
    let redone = workspace.undo_change(undone.change, &author).await.unwrap();
    assert_eq!((redone.customers, redone.left_alone), (3, 0));
    assert_eq!(last(&workspace, 1).await.as_deref(), BIA);
    let changes = workspace.changes(None, 10).await.unwrap();
    let shown: Vec<_> = changes.iter().map(|change| (change.undoes, change.undone_by, change.customers)).collect();
    assert_eq!(
        shown,
        [(Some(undone.change), None, 3), (Some(made.change), Some(redone.change), 3), (None, Some(undone.change), 4),]
    );
    let older = workspace.changes(Some(undone.change), 10).await.unwrap();
    assert_eq!((older.len(), older[0].what, older[0].value.as_deref()), (1, ChangeKind::Owner, BIA));
    let keys = workspace.customers_of_change(made.change).await.unwrap();
    assert_eq!(keys, ["00000001", "00000002", "00000003", "00000004"]);
}

#[rstest]
#[tokio::test]
async fn a_change_for_a_later_day_is_taken_back_with_what_waited_before_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let author = by_hand();
    let december = Terms { reason: None, effective_on: Some("2026-12-01".parse().unwrap()) };
    workspace.edit(&customer(1), "owner", ANA, &author).await.unwrap();
    workspace.change_owner(&customers(1..2), BIA, december, &author).await.unwrap();
    let at_once = workspace.change_owner(&customers(1..2), Some("CAIO"), Terms::default(), &author).await.unwrap();
    workspace.undo_change(at_once.change, &author).await.unwrap();
    let owned = |owner: &str, from: Option<&str>| (Some(owner.to_owned()), from.map(str::to_owned));
    let expected = [
        owned("ANA", None),
        owned("BIA", Some("2026-12-01")),
        owned("CAIO", None),
        owned("ANA", None),
        owned("BIA", Some("2026-12-01")),
    ];
    assert_eq!(values(&workspace, 1).await, expected);
    let edits = workspace.edits(None).await.unwrap();
    assert_eq!((edits[1].by.as_deref(), edits[1].change), (Some("linha de comando"), Some(1)));
}

#[rstest]
#[tokio::test]
async fn customers_that_are_so_already_are_left_alone(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let author = by_hand();
    // By a list, by nobody, and by a correction that the asker has not seen.
    workspace.edit(&customer(3), "owner", BIA, &author).await.unwrap();
    let known = [(customer(1), Some("BIA".to_owned())), (customer(2), None), (customer(3), Some("ANA".to_owned()))];
    let made = workspace.change_owner(&known, BIA, Terms::default(), &author).await.unwrap();
    assert_eq!((made.customers, made.left_alone), (1, 2));
    assert_eq!(last(&workspace, 2).await.as_deref(), BIA);
    // Left to the lists, those that are so already stay so.
    let made = workspace.change_owner(&known, None, Terms::default(), &author).await.unwrap();
    assert_eq!((made.customers, made.left_alone), (2, 1));
}

#[rstest]
#[tokio::test]
async fn tags_are_put_on_and_taken_off_beside_others(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let author = by_hand();
    workspace.edit(&customer(1), "tags", Some("Litoral;VIP"), &author).await.unwrap();
    workspace.edit(&customer(3), "tags", Some("Comprimento;Etiqueta"), &author).await.unwrap();
    let all = customers(1..4);
    let put = workspace.add_tags(&all, "VIP;Ação", None, normalised, &author).await.unwrap();
    // The third has no room for more and stays as it is.
    assert_eq!((put.customers, put.left_alone), (2, 1));
    assert_eq!(last(&workspace, 1).await.as_deref(), Some("Ação;Litoral;VIP"));
    assert_eq!(last(&workspace, 2).await.as_deref(), Some("Ação;VIP"));
    let taken = workspace.remove_tags(&all, "acao; vip", None, &author).await.unwrap();
    assert_eq!((taken.customers, taken.left_alone), (2, 1));
    assert_eq!(last(&workspace, 1).await.as_deref(), Some("Litoral"));
    assert_eq!(last(&workspace, 2).await, None);
    workspace.undo_change(taken.change, &author).await.unwrap();
    assert_eq!(last(&workspace, 1).await.as_deref(), Some("Ação;Litoral;VIP"));
    let kinds: Vec<ChangeKind> = workspace.changes(None, 10).await.unwrap().iter().map(|change| change.what).collect();
    assert_eq!(kinds, [ChangeKind::RemoveTags, ChangeKind::RemoveTags, ChangeKind::AddTags]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn tags_put_on_at_once_are_all_there(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let mut people = tokio::task::JoinSet::new();
    for tag in ["a", "b", "c", "d", "e", "f"] {
        let workspace = workspace.clone();
        people.spawn(async move {
            workspace.add_tags(&customers(1..2), tag, None, normalised, &by_hand()).await.unwrap();
        });
    }
    people.join_all().await;
    assert_eq!(last(&workspace, 1).await.as_deref(), Some("a;b;c;d;e;f"));
}

#[rstest]
#[tokio::test]
async fn of_two_who_correct_a_customer_the_second_is_told(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let (alfa, author) = (customer(1), by_hand());
    let seen = workspace.customer_version(&alfa).await.unwrap();
    assert_eq!(seen, 0);
    let fields = [("name", Some("Alfa")), ("city", None)];
    let now = workspace.edit_fields(&alfa, &fields, Some(seen), &author).await.unwrap();
    assert_eq!(now, workspace.customer_version(&alfa).await.unwrap());
    let late = workspace.edit_fields(&alfa, &[("name", Some("Beta"))], Some(seen), &author).await;
    assert!(matches!(late, Err(StoreError::ChangedMeanwhile)));
    assert_eq!(workspace.edits(Some(&alfa)).await.unwrap().len(), 2);
    // What happens to others does not matter.
    workspace.edit(&customer(2), "name", Some("Gama"), &author).await.unwrap();
    workspace.edit_fields(&alfa, &[("name", Some("Beta"))], Some(now), &author).await.unwrap();
}

#[rstest]
#[tokio::test]
async fn ten_thousand_customers_are_changed_in_a_moment(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let all = customers(0..10_000);
    let author = Author::command_line(NOW);
    let given = async |owner: &str| -> Changed {
        let made = workspace.change_owner(&all, Some(owner), Terms::default(), &author);
        timeout(LONG, made).await.unwrap().unwrap()
    };
    let (first, second) = (given("ANA").await, given("BIA").await);
    let undone = timeout(LONG, workspace.undo_change(second.change, &author)).await.unwrap().unwrap();
    assert_eq!([first.customers, second.customers, undone.customers], [10_000; 3]);
    assert_eq!(last(&workspace, 9_999).await.as_deref(), ANA);
    let versions = workspace.versions().await.unwrap();
    assert_eq!((versions.facts, versions.desk), (0, 3));
}
