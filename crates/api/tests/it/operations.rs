//! Every operation of the contract, and for each a request that fits it, with what it needs made ready.

use std::collections::BTreeSet;

use api::clock;
use bytes::Bytes;
use futures::future::BoxFuture;
use serde_json::{Value, json};
use store::{Access, Author, ContactDetails, Department, NewToken, Role, TotpChange};
use support::note;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::client::{Ask, BASE, Person, get, post, text};
use crate::desk::{ALFA_ROOT, Desk, PASSWORD, People, by_hand, customer, hash, import};

/// The methods of operations, as the contract writes them.
const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// A secret that telephones take.
const TOTP_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// A note of goods, small enough to be imported again and again.
pub const NOTE: &str = "nfe/01_venda_3dup.xml";

/// The contract.
pub fn contract() -> Value {
    serde_json::to_value(api::described().1).expect("the contract is JSON")
}

/// The operations of the contract: `GET /customers/{customer}`.
pub fn operations() -> BTreeSet<String> {
    let contract = contract();
    let paths = contract["paths"].as_object().expect("the contract has paths");
    let of_path = |(path, item): (&String, &Value)| {
        let path = path.strip_prefix(BASE).expect("all resources are below the base").to_owned();
        let methods = METHODS.iter().filter(|method| item.get(**method).is_some());
        methods.map(|method| format!("{} {path}", method.to_uppercase())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

/// Whether an operation may change something.
pub fn is_unsafe(operation: &str) -> bool {
    !operation.starts_with("GET ")
}

/// A company with its people, where operations are tried.
pub struct Stage {
    pub desk: Desk,
    pub people: People,
    /// A rehearsal that has ended.
    rehearsal: u64,
}

impl Stage {
    /// A company where something of everything is there to be read.
    pub fn set() -> BoxFuture<'static, Self> {
        Box::pin(async {
            let (desk, people) = Desk::staffed().await;
            let upload = uploaded(&desk, &people.administrator).await;
            let order = post(&format!("/uploads/{upload}/rehearsal"), json!({})).by(&people.administrator);
            let job = desk.send(order).await.expect(202).json();
            let rehearsal = desk.ended(&people.administrator, &job).await["id"].as_u64().expect("a job's number");
            Self { desk, people, rehearsal }
        })
    }

    /// Someone of a role who did nothing yet.
    pub async fn someone(&self, role: Role) -> Person {
        self.desk.person(&format!("{}-{}", role.as_str(), self.desk.number()), role).await
    }

    /// A request that fits an operation, as someone could send it, without what shows who it is. After the
    /// path may stand in brackets which of several ways is meant.
    pub fn fitting<'a>(&'a self, operation: &'a str, who: Option<&'a Person>) -> BoxFuture<'a, Ask> {
        Box::pin(async move {
            let (operation, way) = operation.split_once(" [").unwrap_or((operation, ""));
            let (method, path) = operation.split_once(' ').expect("a method and a path");
            match path.split('/').nth(1).unwrap_or_default() {
                "attachments" | "contacts" | "notes" => self.of_a_customer(method, path, way, who).await,
                "changes" => self.changes(method, path, way, who).await,
                "imports" | "jobs" | "uploads" => self.files(method, path, who).await,
                "session" => self.session(method, path, who).await,
                "tokens" | "users" => self.accounts(method, path, who).await,
                "segments" | "settings" => self.thresholds(method, path).await,
                _ => plain(method, path),
            }
        })
    }

    async fn of_a_customer(&self, method: &str, path: &str, way: &str, who: Option<&Person>) -> Ask {
        let (workspace, alfa) = (self.desk.workspace(), customer(ALFA_ROOT));
        let author = if way.starts_with("another's") { by_hand() } else { author(who) };
        let (id, version, body) = match path.split('/').nth(1) {
            Some("attachments") => {
                let bytes = Bytes::from_static(b"proposta");
                let added = workspace.add_attachment(&alfa, "proposta.txt", "text/plain", bytes, &author).await;
                (added.expect("a file can be attached").id, 0, None)
            }
            Some("contacts") => {
                let added = workspace.add_contact(&alfa, contact(), &author).await.expect("a contact can be added");
                (added.id, added.version, Some(json!({ "department": "compras", "name": "Rui Exemplo" })))
            }
            _ => {
                let added = workspace.add_note(&alfa, "ligar na segunda", &author).await.expect("a note can be added");
                (added.id, added.version, Some(json!({ "text": "ligar na terça" })))
            }
        };
        let ask = Ask::of(method, &path.replace("{id}", &id.to_string()));
        match body {
            Some(body) if method == "PATCH" => ask.version(&format!("\"{version}\"")).json(body),
            _ => ask,
        }
    }

    async fn changes(&self, method: &str, path: &str, way: &str, who: Option<&Person>) -> Ask {
        let tagging = json!({
            "what": "add_tags", "customers": [ALFA_ROOT], "value": format!("etiqueta {}", self.desk.number()),
        });
        let owning = json!({
            "what": "owner", "customers": [ALFA_ROOT], "value": format!("Vendedor {}", self.desk.number()),
            "reason": "teste",
        });
        if method == "GET" {
            return get(path);
        }
        if path == "/changes" {
            return post(path, if way.starts_with("owner") { owning } else { tagging });
        }
        // What is undone is one's own, where one may make any.
        let may_tag = who.is_some_and(|who| who.user.role != Role::Query) && !way.starts_with("another's");
        let by = who.filter(|_| may_tag).unwrap_or(&self.people.administrator);
        let made = self.desk.send(post("/changes", tagging).by(by)).await.expect(200).json();
        Ask::of(method, &path.replace("{change}", &made["change"].to_string()))
    }

    async fn files(&self, method: &str, path: &str, who: Option<&Person>) -> Ask {
        if path.contains("{upload}") {
            let may_import = |role| matches!(role, Role::Administrator | Role::Manager);
            let upload = match who.filter(|who| may_import(who.user.role)) {
                Some(who) => uploaded(&self.desk, who).await,
                None => "1-nada".to_owned(),
            };
            let path = path.replace("{upload}", &upload);
            return match path.rsplit('/').next() {
                Some("parts") => Ask::of(method, &format!("{path}?path=outra.xml&offset=0")).bytes(b"<x/>".to_vec()),
                Some("rehearsal" | "import") => Ask::of(method, &path).json(json!({})),
                _ => Ask::of(method, &path),
            };
        }
        let import = match path {
            "/imports/{import}/undo" => {
                let number = 500 + self.desk.number();
                let sale = note(number).to(crate::desk::ALFA).on("2026-05-21").sale("P1", 100);
                import(self.desk.workspace(), vec![sale.document()]).await
            }
            _ => 1,
        };
        let path = path.replace("{import}", &import.to_string());
        Ask::of(method, &path.replace("{id}", &self.rehearsal.to_string()))
    }

    async fn session(&self, method: &str, path: &str, who: Option<&Person>) -> Ask {
        let desk = &self.desk;
        let user = &who.unwrap_or(&self.people.manager).user;
        match (method, path) {
            ("POST", "/session") | ("PUT" | "DELETE", "/session/password" | "/session/totp") => {
                desk.give_password(user).await;
            }
            _ => {}
        }
        let from = u8::try_from(desk.number() % 250).expect("a byte");
        match (method, path) {
            ("POST", "/session") => post(path, json!({ "login": user.login, "password": PASSWORD })).from(from),
            ("PUT", "/session/password") => {
                Ask::of(method, path).json(json!({ "current": PASSWORD, "new": "outra senha comprida" }))
            }
            ("GET", "/session/invitation") => get(&format!("{path}?token={}", self.invited().await)).from(from),
            ("POST", "/session/invitation") => {
                post(path, json!({ "token": self.invited().await, "password": PASSWORD })).from(from)
            }
            ("DELETE", "/session/list/{id}") => {
                let other = desk.signed_in(user).await;
                Ask::of(method, &path.replace("{id}", &hash(&other.secret)[..16]))
            }
            ("PUT", "/session/totp") => {
                let begun = TotpChange::Begin { secret: TOTP_SECRET.to_owned() };
                desk.workspace().set_totp(user.id, begun, &author(who)).await.expect("a second factor can begin");
                Ask::of(method, path).json(json!({ "code": code(TOTP_SECRET, 0) }))
            }
            ("DELETE", "/session/totp") => Ask::of(method, path).json(json!({ "password": PASSWORD })),
            ("GET", _) => get(path).from(from),
            _ => Ask::of(method, path),
        }
    }

    /// The secret of a link that invites somebody new.
    async fn invited(&self) -> String {
        let login = format!("convidado-{}", self.desk.number());
        let user = self.desk.user(&login, Role::Query, None, None).await;
        let token = format!("convite-{login}");
        let until = clock::after(3600);
        let invited = self.desk.workspace().invite_user(user.id, &hash(&token), &until, &by_hand()).await;
        invited.expect("a user can be invited");
        token
    }

    async fn accounts(&self, method: &str, path: &str, who: Option<&Person>) -> Ask {
        let number = self.desk.number();
        if path.starts_with("/tokens") {
            let body = json!({ "name": "planilha", "access": "read", "expires_on": clock::today().iso() });
            return match method {
                "POST" => post(path, body),
                "DELETE" => Ask::of(method, &path.replace("{id}", &self.token_of(who).await.to_string())),
                _ => get(path),
            };
        }
        let login = format!("colega-{number}");
        if !path.contains("{id}") {
            let body = json!({ "login": login, "name": "Colega", "role": "query" });
            return if method == "POST" { post(path, body) } else { get(path) };
        }
        let user = self.desk.user(&login, Role::Query, None, None).await;
        let ask = Ask::of(method, &path.replace("{id}", &user.id.to_string()));
        let version = format!("\"{}\"", user.version);
        if method == "PATCH" { ask.version(&version).json(json!({ "name": "Outro Nome" })) } else { ask }
    }

    /// The number of a token of someone's.
    async fn token_of(&self, who: Option<&Person>) -> i64 {
        let new = NewToken {
            user: who.unwrap_or(&self.people.manager).user.id,
            name: "planilha".to_owned(),
            hash: hash(&format!("crt_{}", self.desk.number())),
            access: Access::Read,
            expires_on: clock::today(),
        };
        self.desk.workspace().add_token(new, &author(who)).await.expect("a token can be made").id
    }

    async fn thresholds(&self, method: &str, path: &str) -> Ask {
        let predicate = json!({ "predicate": "uf = 'SP'" });
        let values = json!({ "values": { "season.history_months": 24 + self.desk.number() } });
        match (method, path) {
            ("PUT", "/settings") => {
                let now = self.desk.read(&self.people.administrator, path).await.expect(200);
                Ask::of(method, path).version(&now.header("etag")).json(values)
            }
            ("POST", "/settings/effect") => post(path, values),
            ("POST", "/segments/check") => post(path, predicate),
            ("PUT", _) => Ask::of(method, &path.replace("{name}", "paulistas")).json(predicate),
            (_, "/settings" | "/segments") => get(path),
            _ => {
                let saved = self.desk.workspace().save_segment("paulistas", "uf = 'SP'", &by_hand()).await;
                saved.expect("a segment can be saved");
                let path = path.replace("{name}", "paulistas");
                let dates = if path.ends_with("/moves") { "?from=2026-01-31&to=2026-06-30" } else { "" };
                Ask::of(method, &format!("{path}{dates}"))
            }
        }
    }
}

/// A request that needs nothing made ready.
fn plain(method: &str, path: &str) -> Ask {
    let named = path
        .replace("{customer}", ALFA_ROOT)
        .replace("{metric}", "revenue_12m_cents")
        .replace("{name}", "abc")
        .replace("{month}", "2026-06")
        .replace("{seller}", "ANA");
    let (query, body) = match (method, path) {
        ("GET", "/search") => ("?q=alfa", None),
        ("PATCH", "/customers/{customer}") => ("", Some(json!({ "fields": { "city": "Santos" } }))),
        ("POST", "/customers/{customer}/contacts") => ("", Some(json!({ "department": "fiscal", "name": "Lia" }))),
        ("POST", "/customers/{customer}/notes") => ("", Some(json!({ "text": "pediu prazo" }))),
        ("PUT", "/goals/{month}/{seller}") => ("", Some(json!({ "revenue_cents": 1_000_000 }))),
        ("POST", "/transfers/simulation") => ("", Some(json!({ "from": "ANA", "to": "BIA" }))),
        ("POST", "/customers/{customer}/attachments") => {
            return Ask::of(method, &format!("{named}?name=foto.txt")).bytes(b"foto".to_vec());
        }
        _ => ("", None),
    };
    let ask = Ask::of(method, &format!("{named}{query}"));
    match body {
        Some(body) => ask.json(body),
        None => ask,
    }
}

/// An upload of someone's with one note in it.
pub async fn uploaded(desk: &Desk, who: &Person) -> String {
    let begun = desk.send(Ask::of("POST", "/uploads").by(who)).await.expect(201).json();
    let upload = text(&begun["upload"]);
    send_file(desk, who, &upload, "nota.xml", fixture(NOTE)).await;
    upload
}

/// Sends a file whole.
pub async fn send_file(desk: &Desk, who: &Person, upload: &str, name: &str, bytes: Vec<u8>) {
    let path = crate::client::with_query(&format!("/uploads/{upload}/parts"), &[("path", name), ("offset", "0")]);
    desk.send(Ask::of("PUT", &path).by(who).bytes(bytes)).await.expect(204);
}

/// A file of `tests/fixtures/nfe`.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/nfe").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The code that a telephone with a secret shows, so many steps of 30 seconds from now.
pub fn code(secret: &str, steps: u64) -> String {
    let totp: Totp = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_secret(Secret::try_from_base32(secret).expect("a secret in base 32"))
        .with_issuer(Some("Carteira"))
        .with_account_name("teste")
        .build()
        .expect("a second factor");
    totp.generate(clock::epoch_seconds() + 30 * steps).to_string()
}

fn author(who: Option<&Person>) -> Author {
    who.map_or_else(by_hand, |who| Author::user(&who.user, &clock::now()))
}

fn contact() -> ContactDetails {
    ContactDetails {
        department: Department::Purchasing,
        name: "Rui".to_owned(),
        role: None,
        emails: Some("rui@alfa.example".to_owned()),
        phone: None,
        whatsapp: false,
        note: None,
    }
}
