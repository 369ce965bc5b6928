//! Requests that a foreign page makes a browser send.

use rstest::rstest;
use serde_json::json;
use tower::ServiceExt;

use super::{nothing, sign_in};
use crate::client::{Ask, post};
use crate::desk::{ALFA_ROOT, Desk, PASSWORD};

const WRITE: &str = "/customers/44555666/notes";

#[rstest]
#[case::without_proof(&[], 403)]
#[case::with_someone_else_s_proof(&[("x-csrf-token", "prova-alheia")], 403)]
#[case::with_an_empty_proof(&[("x-csrf-token", "")], 403)]
#[case::with_proof(&[("x-csrf-token", "PROOF")], 201)]
#[case::from_our_page(&[("x-csrf-token", "PROOF"), ("origin", "http://localhost"), ("sec-fetch-site", "same-origin")], 201)]
#[case::from_another_origin(&[("x-csrf-token", "PROOF"), ("origin", "https://outro.example")], 403)]
#[case::from_a_like_origin(&[("x-csrf-token", "PROOF"), ("origin", "http://localhost.outro.example")], 403)]
#[case::from_another_port(&[("x-csrf-token", "PROOF"), ("origin", "http://localhost:8081")], 403)]
#[case::from_nowhere(&[("x-csrf-token", "PROOF"), ("origin", "null")], 403)]
#[case::from_another_site(&[("x-csrf-token", "PROOF"), ("sec-fetch-site", "cross-site")], 403)]
#[case::from_a_neighbour(&[("x-csrf-token", "PROOF"), ("sec-fetch-site", "same-site")], 403)]
#[tokio::test]
async fn a_write_by_cookie_shows_that_it_is_ours(#[case] headers: &[(&str, &str)], #[case] status: u16) {
    let (desk, people) = Desk::staffed().await;
    let mut ask = post(WRITE, json!({ "text": "anotado" })).with_cookie_of(&people.ana);
    for (name, value) in headers {
        ask = ask.header(name, if *value == "PROOF" { &people.ana.csrf } else { value });
    }
    let answer = desk.send(ask).await.expect(status);
    if status == 403 {
        assert_eq!(answer.problem().1, "foreign_request");
    }
    let notes = desk.read(&people.ana, &format!("/customers/{ALFA_ROOT}/notes")).await.expect(200).items();
    assert_eq!(notes.len(), usize::from(status == 201));
}

#[rstest]
#[case::a_form("application/x-www-form-urlencoded", b"login=ana&password=x".as_slice())]
#[case::a_form_with_files("multipart/form-data; boundary=x", b"--x--".as_slice())]
#[case::plain_text("text/plain", br#"{"login":"ana","password":"cavalo bateria grampo"}"#.as_slice())]
#[tokio::test]
async fn what_a_form_can_send_signs_nobody_in(#[case] media_type: &str, #[case] body: &[u8]) {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    let ask = Ask::of("POST", "/session").header("content-type", media_type).bytes(body.to_vec());
    assert_eq!(desk.send(ask).await.problem(), (415, "unsupported_media_type".to_owned()));
}

#[rstest]
#[case("/session")]
#[case("/session/invitation")]
#[tokio::test]
async fn nobody_is_signed_in_from_another_site(#[case] path: &str) {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    for (name, value) in [("origin", "https://outro.example"), ("sec-fetch-site", "cross-site")] {
        let ask = match path {
            "/session" => sign_in("ana", PASSWORD),
            _ => post(path, json!({ "token": "x", "password": PASSWORD })),
        };
        assert_eq!(desk.send(ask.header(name, value)).await.problem(), (403, "foreign_request".to_owned()));
    }
}

/// In HTTP/2 the address alone says which host is asked.
#[tokio::test]
async fn the_host_is_known_without_a_header_of_it() {
    let (desk, people) = Desk::staffed().await;
    desk.give_password(&people.ana.user).await;
    let status = async |origin: &str| {
        let credentials = json!({ "login": "ana", "password": PASSWORD });
        let ask = Ask::at("POST", "http://carteira.example/api/v1/session").json(credentials);
        let mut request = ask.header("origin", origin).request();
        request.headers_mut().remove("host");
        desk.router().oneshot(request).await.expect("an answer").status().as_u16()
    };
    assert_eq!(status("https://outro.example").await, 403);
    assert_eq!(status("http://carteira.example").await, 200);
}

#[tokio::test]
async fn a_program_needs_no_proof_and_a_browser_cannot_pass_for_one() {
    let (desk, people) = Desk::staffed().await;
    // Another scheme than ours is no token: the cookie counts, and lacks its proof.
    let ask = post(WRITE, nothing()).with_cookie_of(&people.ana).header("authorization", "Basic YW5hOng=");
    assert_eq!(desk.send(ask).await.problem(), (403, "foreign_request".to_owned()));
    // A token that is none is refused, whatever cookie comes with it.
    let ask = post(WRITE, nothing()).by(&people.ana).by_token("crt_nenhum");
    assert_eq!(desk.send(ask).await.problem(), (401, "not_signed_in".to_owned()));
}

#[tokio::test]
async fn no_other_origin_is_let_read() {
    let (desk, people) = Desk::staffed().await;
    let ask = crate::client::get("/customers").by(&people.ana).header("origin", "https://outro.example");
    let answer = desk.send(ask).await.expect(200);
    assert_eq!(answer.header("access-control-allow-origin"), "");
    let preflight = Ask::of("OPTIONS", WRITE)
        .header("origin", "https://outro.example")
        .header("access-control-request-method", "POST");
    let answer = desk.send(preflight).await;
    assert!(answer.status >= 400 && answer.header("access-control-allow-origin").is_empty(), "{answer:?}");
}
