//! What every answer tells browsers.

use api::Options;
use rstest::rstest;

use crate::client::{Answer, Ask, get, post};
use crate::desk::{ALFA_ROOT, Desk};

/// Of every kind of answer one: its method, its whole path, and whether it is of the API.
const ANSWERS: [(&str, &str, u16, bool); 14] = [
    ("GET", "/api/v1/health", 200, true),
    ("GET", "/api/v1/session", 200, true),
    ("GET", "/api/v1/customers", 200, true),
    ("GET", "/api/v1/export?format=csv", 200, true),
    ("GET", "/api/v1/events", 200, true),
    ("GET", "/api/v1/customers?columns=nada", 422, true),
    ("GET", "/api/v1/customers/88999000", 404, true),
    ("GET", "/api/v1/nada", 404, true),
    ("PUT", "/api/v1/customers", 405, true),
    ("GET", "/api/v1/openapi.json", 200, true),
    ("GET", "/", 200, false),
    ("GET", "/carteira/uma-pagina", 200, false),
    ("GET", "/assets/nada.js", 404, false),
    ("GET", "/manual/api", 200, false),
];

fn assert_safe(place: &str, answer: &Answer) {
    let policy = answer.header("content-security-policy");
    let directive = |name: &str| {
        let found = policy.split(';').map(str::trim).find(|directive| directive.starts_with(&format!("{name} ")));
        found.unwrap_or_else(|| panic!("{place}: no {name} in {policy:?}")).to_owned()
    };
    assert_eq!(directive("script-src"), "script-src 'self'", "{place}");
    assert_eq!(directive("object-src"), "object-src 'none'", "{place}");
    assert_eq!(directive("base-uri"), "base-uri 'none'", "{place}");
    assert_eq!(directive("frame-ancestors"), "frame-ancestors 'none'", "{place}");
    assert_eq!(directive("default-src"), "default-src 'self'", "{place}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{place}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{place}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{place}");
}

#[tokio::test]
async fn every_answer_keeps_browsers_safe_and_those_of_the_api_out_of_caches() {
    let (desk, people) = Desk::staffed().await;
    for (method, path, status, is_api) in ANSWERS {
        let answer = desk.send(Ask::at(method, path).by(&people.manager)).await.expect(status);
        assert_safe(path, &answer);
        if is_api {
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
        assert_eq!(answer.header("strict-transport-security"), "", "{path}: nobody said that it is encrypted");
    }
    // Whoever is not signed in gets no less.
    for path in ["/customers", "/events", "/audit"] {
        assert_safe(path, &desk.send(get(path)).await.expect(401));
    }
}

#[rstest]
#[case(Options { public_url: Some("https://carteira.example".to_owned()), ..Options::default() })]
#[case(Options { has_tls: true, ..Options::default() })]
#[tokio::test]
async fn once_encrypted_always_encrypted(#[case] options: Options) {
    let desk = Desk::with(Vec::new(), options).await;
    let answer = desk.send(get("/health")).await.expect(200);
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}

/// Keys of customers have dots in them, and their pages are the application's all the same.
#[tokio::test]
async fn an_address_with_a_dot_is_a_page() {
    let desk = Desk::with(Vec::new(), Options::default()).await;
    for path in ["/clientes/pf.43be", "/clientes/tabela:Mercado%20S.A.", "/carteira"] {
        let page = desk.send(Ask::at("GET", path)).await.expect(200);
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
    }
    desk.send(Ask::at("GET", "/assets/nada.js")).await.expect(404);
}

/// A file someone attached is saved and never shown among our pages, whatever it says it is.
#[tokio::test]
async fn an_attached_page_is_a_file() {
    let (desk, people) = Desk::staffed().await;
    let path = format!("/customers/{ALFA_ROOT}/attachments?name=..%2Fp%C3%A1gina.html");
    let page = b"<script>alert(1)</script>".to_vec();
    let add = Ask::of("POST", &path).header("content-type", "text/html").bytes(page.clone()).by(&people.ana);
    let added = desk.send(add).await.expect(201).json();
    assert_eq!(added["name"], "página.html");
    let answer = desk.read(&people.ana, &format!("/attachments/{}", added["id"])).await.expect(200);
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert!(answer.header("content-disposition").starts_with("attachment; "));
    assert_eq!(answer.body, page);
    assert_safe("an attachment", &answer);
}

/// A name that is a script is a name.
#[tokio::test]
async fn what_is_said_is_sent_as_data() {
    let (desk, people) = Desk::staffed().await;
    let name = "<img src=x onerror=alert(1)>";
    let note = post(&format!("/customers/{ALFA_ROOT}/notes"), serde_json::json!({ "text": name })).by(&people.ana);
    let answer = desk.send(note).await.expect(201);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.json()["text"], name);
}

#[rstest]
#[case::this_machine([127, 0, 0, 1], false, 200)]
#[case::another_machine([192, 0, 2, 1], false, 404)]
#[case::an_administrator([192, 0, 2, 1], true, 200)]
#[tokio::test]
async fn counts_of_requests_are_for_this_machine_and_administrators(
    #[case] address: [u8; 4],
    #[case] is_administrator: bool,
    #[case] status: u16,
) {
    let (desk, people) = Desk::staffed().await;
    let ask = || {
        let ask = Ask::at("GET", "/metrics").at_address(address);
        if is_administrator { ask.by(&people.administrator) } else { ask }
    };
    // The first is counted once it is answered.
    desk.send(ask()).await;
    let answer = desk.send(ask()).await.expect(status);
    if status == 200 {
        assert!(answer.text().contains("carteira_http_requests"), "{}", answer.text());
    }
    // Who comes through a proxy comes from elsewhere, whether or not the proxy says so.
    let behind = Desk::with(Vec::new(), Options { is_behind_proxy: true, ..Options::default() }).await;
    assert_eq!(behind.send(Ask::at("GET", "/metrics").at_address([127, 0, 0, 1])).await.status, 404);
    let proxied = desk.send(ask().header("x-forwarded-for", "127.0.0.1")).await;
    assert_eq!(proxied.status, if is_administrator { 200 } else { 404 });
    assert_eq!(desk.send(Ask::at("GET", "/metrics").by(&people.manager)).await.status, 404);
}
