//! Who may come in, how, and how often.

use rstest::rstest;
use store::{
    Access, Action, AuditFilter, Author, NewSession, NewToken, NewUser, Role, StoreError, TotpChange, User, UserChange,
    Workspace,
};
use support::{Backend, Home};

use crate::{NOW, by_hand};

const DAY: i64 = 24 * 3600;

/// A user of a role, added from the command line.
pub async fn user(workspace: &Workspace, login: &str, role: Role) -> User {
    workspace.add_user(&someone(login, role), &by_hand()).await.expect("a user can be added")
}

fn someone(login: &str, role: Role) -> NewUser {
    let name = format!("Pessoa {login}");
    NewUser { login: login.to_owned(), name, role, seller: None, scope: None, external: None }
}

#[rstest]
#[tokio::test]
async fn a_login_is_one_however_it_is_written_and_free_again_once_its_user_is_removed(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    user(&workspace, "chefe", Role::Administrator).await;
    let ana = user(&workspace, " Ana ", Role::Seller).await;
    assert_eq!(ana.login, "ana");
    assert_eq!(workspace.user_by_login("ANA").await.unwrap(), Some(ana.clone()));
    let taken = workspace.add_user(&someone("aNA", Role::Query), &by_hand()).await.unwrap_err();
    assert!(matches!(taken, StoreError::LoginTaken { login } if login == "ana"));
    workspace.remove_user(ana.id, ana.version, &by_hand()).await.unwrap();
    assert_eq!(workspace.user(ana.id).await.unwrap(), None);
    let again = user(&workspace, "ana", Role::Seller).await;
    assert_ne!(again.id, ana.id);
    assert_eq!(workspace.count_users().await.unwrap(), 2);
    let done = workspace.audit_entries(AuditFilter::default(), None, 10).await.unwrap();
    let done: Vec<(&str, &str)> = done.iter().map(|entry| (entry.action.as_str(), entry.subject.as_str())).collect();
    let expected = [("user_added", "ana"), ("user_removed", "ana"), ("user_added", "ana"), ("user_added", "chefe")];
    assert_eq!(done, expected);
}

/// What would leave nobody who can manage users.
#[derive(Clone, Copy, Debug)]
enum Loss {
    Disabled,
    Demoted,
    Removed,
}

#[rstest]
#[tokio::test]
async fn the_last_administrator_cannot_go(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values(Loss::Disabled, Loss::Demoted, Loss::Removed)] loss: Loss,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let first = user(&workspace, "primeira", Role::Administrator).await;
    user(&workspace, "gestor", Role::Manager).await;
    let lose = async |user: &User| match loss {
        Loss::Disabled => {
            let change = UserChange { disabled: true, ..UserChange::of(user) };
            workspace.change_user(user.id, user.version, &change, &by_hand()).await.map(drop)
        }
        Loss::Demoted => {
            let change = UserChange { role: Role::Manager, ..UserChange::of(user) };
            workspace.change_user(user.id, user.version, &change, &by_hand()).await.map(drop)
        }
        Loss::Removed => workspace.remove_user(user.id, user.version, &by_hand()).await,
    };
    assert!(matches!(lose(&first).await, Err(StoreError::LastAdministrator)));
    assert_eq!(workspace.user(first.id).await.unwrap(), Some(first.clone()), "nothing of it was done");
    let second = user(&workspace, "segunda", Role::Administrator).await;
    lose(&first).await.unwrap();
    assert!(matches!(lose(&second).await, Err(StoreError::LastAdministrator)));
}

#[rstest]
#[tokio::test]
async fn of_two_who_change_a_user_the_second_is_told(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let user = user(&workspace, "ana", Role::Seller).await;
    let change = UserChange { seller: Some("ANA".to_owned()), ..UserChange::of(&user) };
    let changed = workspace.change_user(user.id, user.version, &change, &by_hand()).await.unwrap();
    assert_eq!((changed.seller.as_deref(), changed.version), (Some("ANA"), user.version + 1));
    let late = workspace.change_user(user.id, user.version, &UserChange::of(&user), &by_hand()).await;
    assert!(matches!(late, Err(StoreError::ChangedMeanwhile)));
    let filter = AuditFilter { action: Some(Action::UserChanged), ..AuditFilter::default() };
    let entries = workspace.audit_entries(filter, None, 10).await.unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].detail, r#"{"seller":[null,"ANA"]}"#);
    assert!(matches!(
        workspace.remove_user(99, 1, &by_hand()).await,
        Err(StoreError::Unknown { what: "o usuário", number: 99 })
    ));
}

#[rstest]
#[tokio::test]
async fn an_outside_identity_is_of_one_user(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let external = Some("diretorio|7".to_owned());
    let first = NewUser { external: external.clone(), ..someone("ana", Role::Seller) };
    let ana = workspace.add_user(&first, &by_hand()).await.unwrap();
    assert_eq!(workspace.user_by_external("diretorio|7").await.unwrap(), Some(ana.clone()));
    let second = workspace.add_user(&NewUser { external, ..someone("bia", Role::Seller) }, &by_hand()).await;
    assert!(matches!(second, Err(StoreError::IdentityTaken { login }) if login == "ana"));
    let same = workspace.change_user(ana.id, ana.version, &UserChange::of(&ana), &by_hand()).await;
    assert!(same.is_ok(), "it may keep its own");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_link_lets_one_in_once_however_many_try(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    workspace.begin_first_run("elo", "2026-11-23T10:00:00Z").await.unwrap();
    let mut tries = tokio::task::JoinSet::new();
    for number in 0..8 {
        let workspace = workspace.clone();
        tries.spawn(async move {
            let new = someone(&format!("pessoa{number}"), Role::Administrator);
            workspace.accept_first_run("elo", &new, "hash", NOW).await.unwrap()
        });
    }
    let let_in: Vec<User> = tries.join_all().await.into_iter().flatten().collect();
    assert_eq!((let_in.len(), workspace.count_users().await.unwrap()), (1, 1));
    let ana = user(&workspace, "ana", Role::Seller).await;
    workspace.invite_user(ana.id, "antigo", "2026-11-23T10:00:00Z", &by_hand()).await.unwrap();
    workspace.invite_user(ana.id, "novo", "2026-11-23T10:00:00Z", &by_hand()).await.unwrap();
    assert_eq!(workspace.invitation("antigo", NOW).await.unwrap(), None, "another took its place");
    let mut tries = tokio::task::JoinSet::new();
    for number in 0..8 {
        let workspace = workspace.clone();
        tries.spawn(async move { workspace.accept_invitation("novo", &format!("hash{number}"), NOW).await.unwrap() });
    }
    let let_in: Vec<User> = tries.join_all().await.into_iter().flatten().collect();
    assert_eq!(let_in.len(), 1);
    assert_eq!(workspace.user(ana.id).await.unwrap().unwrap().password_hash, let_in[0].password_hash);
    assert_eq!(workspace.invitation("novo", NOW).await.unwrap(), None);
}

#[rstest]
#[case::in_time("2026-11-23T09:59:59Z", true)]
#[case::too_late("2026-11-23T10:00:00Z", false)]
#[tokio::test]
async fn a_link_holds_until_it_expires(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[case] now: &str,
    #[case] is_good: bool,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let ana = user(&workspace, "ana", Role::Administrator).await;
    workspace.invite_user(ana.id, "elo", "2026-11-23T10:00:00Z", &by_hand()).await.unwrap();
    assert_eq!(workspace.invitation("elo", now).await.unwrap().is_some(), is_good);
    assert_eq!(workspace.accept_invitation("elo", "hash", now).await.unwrap().is_some(), is_good);
    let none = workspace.accept_first_run("elo", &someone("bia", Role::Administrator), "hash", now).await.unwrap();
    assert_eq!(none, None, "an invitation makes no administrator");
}

fn session(user: &User, hash: &str) -> NewSession {
    NewSession {
        hash: hash.to_owned(),
        user: user.id,
        csrf: format!("csrf-{hash}"),
        agent: "Navegador".to_owned(),
        expires_at: "2026-11-29T10:00:00Z".to_owned(),
    }
}

#[rstest]
#[tokio::test]
async fn a_session_ends_when_it_is_left_alone_and_when_its_time_is_over(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let ana = user(&workspace, "ana", Role::Administrator).await;
    workspace.start_session(session(&ana, "a"), NOW).await.unwrap();
    let at = async |now: &str, idle: i64| workspace.session("a", now, idle).await.unwrap();
    let (found, who) = at("2026-11-22T11:00:00Z", 3600).await.expect("an hour is not too long");
    assert_eq!((found.csrf.as_str(), who.id), ("csrf-a", ana.id));
    assert!(at("2026-11-22T11:00:01Z", 3600).await.is_none(), "a second more is");
    // Used within the same minute, nothing is written; later it is.
    workspace.touch_session(&found, "2026-11-22T10:00:59Z").await.unwrap();
    assert_eq!(at(NOW, 3600).await.unwrap().0.seen_at, NOW);
    workspace.touch_session(&found, "2026-11-22T11:00:00Z").await.unwrap();
    let (found, who) = at("2026-11-22T12:00:00Z", 3600).await.expect("it was used since");
    assert_eq!(found.seen_at, "2026-11-22T11:00:00Z");
    assert_eq!(who.last_seen_at.as_deref(), Some("2026-11-22T11:00:00Z"));
    assert!(at("2026-11-29T09:59:59Z", 30 * DAY).await.is_some());
    assert!(at("2026-11-29T10:00:00Z", 30 * DAY).await.is_none(), "its time is over");
    assert!(workspace.session("b", NOW, DAY).await.unwrap().is_none());
    workspace.forget_expired("2026-11-29T10:00:01Z", 30 * DAY).await.unwrap();
    assert!(at(NOW, 3600).await.is_none(), "it was forgotten");
}

#[rstest]
#[tokio::test]
async fn who_is_disabled_or_removed_is_out_at_once(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    user(&workspace, "chefe", Role::Administrator).await;
    let today = "2026-11-22".parse().unwrap();
    let [ana, bia] = [user(&workspace, "ana", Role::Seller).await, user(&workspace, "bia", Role::Seller).await];
    for (who, hash) in [(&ana, "a"), (&bia, "b")] {
        workspace.start_session(session(who, hash), NOW).await.unwrap();
        let new = NewToken {
            user: who.id,
            name: "integração".to_owned(),
            hash: format!("chave-{hash}"),
            access: Access::Read,
            expires_on: today,
        };
        workspace.add_token(new, &by_hand()).await.unwrap();
        assert!(workspace.token(&format!("chave-{hash}"), today).await.unwrap().is_some());
    }
    let change = UserChange { disabled: true, ..UserChange::of(&ana) };
    let ana = workspace.change_user(ana.id, ana.version, &change, &by_hand()).await.unwrap();
    workspace.remove_user(bia.id, bia.version, &by_hand()).await.unwrap();
    for hash in ["a", "b"] {
        assert!(workspace.session(hash, NOW, DAY).await.unwrap().is_none());
        assert!(workspace.token(&format!("chave-{hash}"), today).await.unwrap().is_none());
    }
    let change = UserChange { disabled: false, ..UserChange::of(&ana) };
    workspace.change_user(ana.id, ana.version, &change, &by_hand()).await.unwrap();
    assert!(workspace.session("a", NOW, DAY).await.unwrap().is_none(), "it has to sign in again");
    assert!(workspace.token("chave-a", today).await.unwrap().is_some());
}

#[rstest]
#[tokio::test]
async fn sessions_of_a_user_are_ended_but_for_the_one_at_hand(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let ana = user(&workspace, "ana", Role::Administrator).await;
    for hash in ["a", "b", "c"] {
        workspace.start_session(session(&ana, hash), NOW).await.unwrap();
    }
    assert!(workspace.end_session("b", &Author::user(&ana, NOW)).await.unwrap());
    assert!(!workspace.end_session("b", &Author::user(&ana, NOW)).await.unwrap());
    assert_eq!(workspace.sessions(ana.id, NOW, DAY).await.unwrap().len(), 2);
    assert_eq!(workspace.end_sessions(ana.id, Some("c"), &by_hand()).await.unwrap(), 1);
    let left: Vec<String> =
        workspace.sessions(ana.id, NOW, DAY).await.unwrap().into_iter().map(|session| session.hash).collect();
    assert_eq!(left, ["c"]);
}

#[rstest]
#[tokio::test]
async fn a_key_holds_to_its_last_day_unless_it_is_taken_back(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let ana = user(&workspace, "ana", Role::Administrator).await;
    let new = NewToken {
        user: ana.id,
        name: "ERP".to_owned(),
        hash: "chave".to_owned(),
        access: Access::Write,
        expires_on: "2026-12-31".parse().unwrap(),
    };
    let token = workspace.add_token(new, &by_hand()).await.unwrap();
    let (found, who) = workspace.token("chave", "2026-12-31".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!((found.access, found.expires_on.as_str(), who.id), (Access::Write, "2026-12-31", ana.id));
    assert!(workspace.token("chave", "2027-01-01".parse().unwrap()).await.unwrap().is_none());
    workspace.touch_token(&token, NOW).await.unwrap();
    assert_eq!(workspace.tokens(ana.id).await.unwrap()[0].last_used_at.as_deref(), Some(NOW));
    assert!(!workspace.revoke_token(ana.id + 1, token.id, &by_hand()).await.is_ok_and(|revoked| revoked));
    assert!(workspace.revoke_token(ana.id, token.id, &by_hand()).await.unwrap());
    assert!(workspace.token("chave", "2026-11-22".parse().unwrap()).await.unwrap().is_none());
    assert!(workspace.tokens(ana.id).await.unwrap().is_empty());
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn codes_of_the_second_factor_are_used_once(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let ana = user(&workspace, "ana", Role::Administrator).await;
    let set = async |change: TotpChange| workspace.set_totp(ana.id, change, &by_hand()).await;
    let confirm = || TotpChange::Confirm { step: 100, recovery_hashes: vec!["r1".to_owned(), "r2".to_owned()] };
    assert!(matches!(set(confirm()).await, Err(StoreError::TotpNotBegun)));
    set(TotpChange::Begin { secret: "S".to_owned() }).await.unwrap();
    let begun = set(TotpChange::Begin { secret: "T".to_owned() }).await.unwrap();
    assert_eq!((begun.totp_secret.as_deref(), begun.totp_confirmed), (Some("T"), false));
    let confirmed = set(confirm()).await.unwrap();
    assert!(confirmed.totp_confirmed && confirmed.version > ana.version);
    assert!(matches!(set(TotpChange::Begin { secret: "U".to_owned() }).await, Err(StoreError::TotpInForce)));
    // The code it was confirmed with, an older one and a newer one, which several send at once.
    assert!(!workspace.touch_totp_step(ana.id, 100).await.unwrap());
    assert!(!workspace.touch_totp_step(ana.id, 99).await.unwrap());
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let workspace = workspace.clone();
        tries.spawn(async move {
            let step = workspace.touch_totp_step(ana.id, 101).await.unwrap();
            (step, workspace.use_recovery_code(ana.id, "r1", NOW).await.unwrap())
        });
    }
    let used = tries.join_all().await;
    let counts = (used.iter().filter(|(step, _)| *step).count(), used.iter().filter(|(_, code)| *code).count());
    assert_eq!(counts, (1, 1));
    assert_eq!(workspace.user(ana.id).await.unwrap().unwrap().recovery_hashes, ["r2"]);
    set(TotpChange::Recovery { recovery_hashes: vec!["r3".to_owned()] }).await.unwrap();
    assert!(!workspace.use_recovery_code(ana.id, "r2", NOW).await.unwrap());
    let removed = set(TotpChange::Remove).await.unwrap();
    assert_eq!((removed.totp_secret, removed.totp_confirmed, removed.recovery_hashes.len()), (None, false, 0));
}

#[rstest]
#[tokio::test]
async fn wrong_passwords_lock_a_user_until_one_is_right(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(home) = Home::on(backend).await else { return };
    let workspace = home.create().await;
    let ana = user(&workspace, "ana", Role::Administrator).await;
    let until = "2026-11-22T10:15:00Z";
    let lock = |attempts: u32| (attempts >= 3).then(|| until.to_owned());
    let mut locked = Vec::new();
    for _ in 0..3 {
        let failed = workspace.record_failed_attempt(ana.id, NOW, lock).await.unwrap();
        locked.push((failed.failed_attempts, failed.locked_until));
    }
    assert_eq!(locked, [(1, None), (2, None), (3, Some(until.to_owned()))]);
    let unlocked = async || {
        let user = workspace.user(ana.id).await.unwrap().unwrap();
        (user.failed_attempts, user.locked_until) == (0, None)
    };
    workspace.clear_failed_attempts(ana.id, &by_hand()).await.unwrap();
    assert!(unlocked().await);
    workspace.record_failed_attempt(ana.id, NOW, lock).await.unwrap();
    workspace.start_session(session(&ana, "a"), NOW).await.unwrap();
    assert!(unlocked().await);
    workspace.record_failed_attempt(ana.id, NOW, lock).await.unwrap();
    workspace.set_password(ana.id, "hash", &by_hand()).await.unwrap();
    assert!(unlocked().await);
}

/// A database of the version before people, as the program that made it left it.
#[rstest]
#[tokio::test]
async fn a_workspace_of_before_learns_about_people(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(home) = Home::on(backend).await else { return };
    home.create().await.close().await.unwrap();
    for table in [
        "users",
        "invitations",
        "sessions",
        "tokens",
        "audit",
        "answers",
        "settings_saved",
        "changes",
        "notes",
        "contacts",
        "attachments",
    ] {
        home.run_sql(&format!("DROP TABLE {table}")).await;
    }
    home.run_sql("DROP INDEX edits_by_change").await;
    for (table, column) in
        [("batches", "made_by"), ("edits", "made_by"), ("edits", "change_id"), ("edits", "effective_on")]
    {
        home.run_sql(&format!("ALTER TABLE {table} DROP COLUMN {column}")).await;
    }
    home.run_sql("INSERT INTO edits (customer, field, value, made_at) VALUES ('11222333', 'name', 'Alfa', 'x')").await;
    home.run_sql("DELETE FROM seaql_migrations WHERE version = 'm0003_people'").await;
    let workspace = home.open().await;
    let edits = workspace.edits(None).await.unwrap();
    assert_eq!((edits.len(), &edits[0].by, edits[0].change), (1, &None, None));
    user(&workspace, "ana", Role::Administrator).await;
    assert_eq!(workspace.count_users().await.unwrap(), 1);
}
