//! A company with customers of two sellers, served, and a person of each role who is signed in.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use api::{App, Options, clock};
use axum::Router;
use domain::CustomerKey;
use domain::facts::Document;
use futures::future::BoxFuture;
use http_body_util::BodyExt;
use serde_json::Value;
use store::{Author, NewSession, NewUser, Role, User, Workspace};
use support::{Home, listed, note};
use tower::ServiceExt;

use crate::client::{Answer, Ask, Person, get};

/// A company of ANA's: its two establishments and their root.
pub const ALFA: &str = "44555666000181";
pub const ALFA_BRANCH: &str = "44555666000262";
pub const ALFA_ROOT: &str = "44555666";

/// Another of ANA's.
pub const BETA: &str = "55666777000181";
pub const BETA_ROOT: &str = "55666777";

/// A person, ANA's customer.
pub const MARIA: &str = "52998224725";
pub const MARIA_EMAIL: &str = "maria.exemplo@correio.example";
pub const MARIA_PHONE: &str = "+5513991234567";

/// A company of BIA's, and a person.
pub const GAMA: &str = "66777888000181";
pub const GAMA_ROOT: &str = "66777888";
pub const PEDRO: &str = "11144477735";

/// Nobody's: a company, and a consumer who only gave a CPF at the counter.
pub const OMEGA: &str = "10203040000194";
pub const OMEGA_ROOT: &str = "10203040";
pub const CONSUMER: &str = "39053344705";

/// A company of BIA's list that has not bought.
pub const PROSPECT: &str = "20304050000170";

/// A company and a person that nobody has heard of.
pub const UNKNOWN_ROOT: &str = "88999000";
pub const UNKNOWN: &str = "88999000000198";
pub const UNKNOWN_PERSON: &str = "86288366757";

/// The date that amounts are of.
pub const AS_OF: &str = "2026-06-30";

/// A password that serves.
pub const PASSWORD: &str = "cavalo bateria grampo";

/// The documents of the company. Revenue of 12 months to [`AS_OF`], in cents, by hand:
///
/// | whose | customers | 12 months | all |
/// |---|---|---|---|
/// | ANA | ALFA 80 000 + 30 000 + 45 000, BETA 99 000 + 77 777, MARIA 5 005 | 336 782 | 436 782 |
/// | BIA | GAMA 500 000 + 250 000, PEDRO 12 000 | 762 000 | 762 000 |
/// | nobody | OMEGA 33 333, CONSUMER 1 250 | 34 583 | 34 583 |
pub fn documents() -> Vec<Document> {
    let on = "2026-01-01".parse().expect("a date");
    vec![
        note(1).to(ALFA).on("2025-02-03").sale("P1", 100_000).saying("Alfa Ltda.", "Santos", "SP").document(),
        note(2).to(ALFA).on("2025-09-10").sale("P1", 80_000).document(),
        note(3).to(ALFA_BRANCH).on("2025-11-02").sale("P2", 30_000).saying("Alfa Filial", "Recife", "PE").document(),
        note(4).to(ALFA).on("2026-05-20").sale("P1", 45_000).due("2026-06-20", 45_000).document(),
        note(5).to(BETA).on("2026-04-15").sale("P1", 99_000).saying("Beta S.A.", "Natal", "RN").document(),
        note(6).to(BETA).on("2026-06-01").sale("P2", 77_777).document(),
        note(7)
            .to(MARIA)
            .on("2026-06-10")
            .sale("P1", 5_005)
            .saying("Maria Exemplo", "Santos", "SP")
            .reachable("Rua Um, 1", "11010000", MARIA_EMAIL, MARIA_PHONE)
            .document(),
        note(8).to(GAMA).on("2026-01-12").sale("P1", 500_000).saying("Gama Comércio", "Belém", "PA").document(),
        note(9).to(GAMA).on("2026-06-20").sale("P3", 250_000).document(),
        note(10).to(PEDRO).on("2026-03-03").sale("P1", 12_000).saying("Pedro Modelo", "Belém", "PA").document(),
        note(11).to(OMEGA).on("2026-02-02").sale("P1", 33_333).saying("Ômega Serviços", "Goiânia", "GO").document(),
        note(12).coupon().to(CONSUMER).on("2026-06-03").sale("P1", 1_250).document(),
        listed(ALFA, Some("ANA"), None, on),
        listed(BETA, Some("ANA"), None, on),
        listed(MARIA, Some("ANA"), None, on),
        listed(GAMA, Some("BIA"), None, on),
        listed(PEDRO, Some("BIA"), None, on),
        listed(PROSPECT, Some("BIA"), None, on),
    ]
}

/// A workspace that is served, with people.
pub struct Desk {
    pub home: Home,
    pub app: Arc<App>,
    router: Router,
    numbers: AtomicU32,
}

/// One person of each role. The seller is ANA.
pub struct People {
    pub administrator: Person,
    pub manager: Person,
    pub ana: Person,
    pub credit: Person,
    pub query: Person,
}

// Futures are boxed here, once, so that not every test is compiled together with all it waits for.
impl Desk {
    /// The company of this module.
    pub fn open() -> BoxFuture<'static, Self> {
        Self::with(documents(), Options::default())
    }

    /// A workspace of some documents.
    pub fn with(documents: Vec<Document>, options: Options) -> BoxFuture<'static, Self> {
        Box::pin(async move {
            let home = Home::on_sqlite().await;
            let workspace = home.create().await;
            if !documents.is_empty() {
                import(&workspace, documents).await;
            }
            let app = App::open(workspace, options).await.expect("a workspace can be served");
            let router = api::router(Arc::clone(&app));
            Self { home, app, router, numbers: AtomicU32::new(100) }
        })
    }

    /// The company and its people.
    pub fn staffed() -> BoxFuture<'static, (Self, People)> {
        Box::pin(async {
            let desk = Self::open().await;
            let people = desk.people().await;
            (desk, people)
        })
    }

    /// A person of each role.
    pub fn people(&self) -> BoxFuture<'_, People> {
        Box::pin(async move {
            People {
                administrator: self.person("adalgisa", Role::Administrator).await,
                manager: self.person("gilberto", Role::Manager).await,
                ana: self.person("ana", Role::Seller).await,
                credit: self.person("clovis", Role::Credit).await,
                query: self.person("quiteria", Role::Query).await,
            }
        })
    }

    /// Sends a request and reads the whole answer.
    pub fn send(&self, ask: Ask) -> BoxFuture<'_, Answer> {
        Box::pin(async move {
            let answer = self.router.clone().oneshot(ask.request()).await.expect("the server always answers");
            let (parts, body) = answer.into_parts();
            let is_endless = parts.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
            let body = if is_endless { <_>::default() } else { body.collect().await.expect("a whole body").to_bytes() };
            Answer { status: parts.status.as_u16(), headers: parts.headers, body }
        })
    }

    /// What someone reads.
    pub fn read<'a>(&'a self, person: &'a Person, path: &'a str) -> BoxFuture<'a, Answer> {
        self.send(get(path).by(person))
    }

    /// The workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.app.workspace
    }

    /// The server's answers to raw requests.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Someone new of a role, signed in; a seller is ANA.
    pub fn person<'a>(&'a self, login: &'a str, role: Role) -> BoxFuture<'a, Person> {
        Box::pin(async move {
            let seller = (role == Role::Seller).then(|| "ANA".to_owned());
            let user = self.user(login, role, seller, None).await;
            self.signed_in(&user).await
        })
    }

    /// Someone new who is not signed in.
    pub fn user<'a>(
        &'a self,
        login: &'a str,
        role: Role,
        seller: Option<String>,
        scope: Option<String>,
    ) -> BoxFuture<'a, User> {
        Box::pin(async move {
            let name = format!("Pessoa {login}");
            let new = NewUser { login: login.to_owned(), name, role, seller, scope, external: None };
            self.workspace().add_user(&new, &by_hand()).await.expect("a user can be added")
        })
    }

    /// A new session of a user, as signing in begins one.
    pub fn signed_in<'a>(&'a self, user: &'a User) -> BoxFuture<'a, Person> {
        Box::pin(async move {
            let secret = format!("segredo-{}-{}", user.login, self.number());
            let csrf = format!("prova-{secret}");
            let new = NewSession {
                hash: hash(&secret),
                user: user.id,
                csrf: csrf.clone(),
                agent: "navegador de teste".to_owned(),
                expires_at: clock::after(24 * 3600),
            };
            self.workspace().start_session(new, &clock::now()).await.expect("a session can begin");
            Person { user: user.clone(), secret, csrf }
        })
    }

    /// Gives a user [`PASSWORD`].
    pub fn give_password<'a>(&'a self, user: &'a User) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let hash = api::people::hashed(PASSWORD.to_owned()).await.expect("a password that serves");
            self.workspace().set_password(user.id, &hash, &by_hand()).await.expect("a password can be set");
        })
    }

    /// A number nobody had before.
    pub fn number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// A job once it has ended.
    pub fn ended<'a>(&'a self, person: &'a Person, job: &'a Value) -> BoxFuture<'a, Value> {
        Box::pin(async move {
            for _ in 0..600 {
                let now = self.read(person, &format!("/jobs/{}", job["id"])).await.expect(200).json();
                if now["state"] == "done" || now["state"] == "failed" {
                    return now;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            panic!("the job {job} does not end");
        })
    }
}

/// Imports documents in one batch and gives its number.
pub fn import(workspace: &Workspace, documents: Vec<Document>) -> BoxFuture<'_, i64> {
    Box::pin(async move {
        let mut importer = workspace.begin_import(&by_hand(), |_| {}).await.expect("an import can begin");
        let batch = importer.batch();
        let documents: Vec<_> = documents.into_iter().map(support::incoming).collect();
        importer.add(&documents).await.expect("documents can be taken in");
        importer.commit(&clock::now(), "{}").await.expect("an import can be committed");
        batch
    })
}

/// Whoever has the machine at hand, now.
pub fn by_hand() -> Author {
    Author::command_line(&clock::now())
}

/// A customer's key.
pub fn customer(key: &str) -> CustomerKey {
    key.parse().expect("a customer's key")
}

/// What is kept of a secret.
pub fn hash(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex().to_string()
}
