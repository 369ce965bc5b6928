//! What two people edit at once: the second is told, and nothing is lost.

use rstest::rstest;
use serde_json::json;

use crate::client::{Ask, patch};
use crate::operations::Stage;

/// The version in a request of a fitting operation, as another.
#[rstest]
#[case("PATCH /contacts/{id}")]
#[case("PATCH /notes/{id} [own]")]
#[case("PATCH /users/{id}")]
#[case("PUT /settings")]
#[tokio::test]
async fn an_edit_says_what_it_edits(#[case] operation: &str) {
    let stage = Stage::set().await;
    let administrator = &stage.people.administrator;
    let ask = stage.fitting(operation, Some(administrator)).await.by(administrator);
    let without = stage.desk.send(ask.clone().without("if-match")).await;
    assert_eq!(without.problem(), (428, "version_needed".to_owned()));
    for nonsense in ["agora", "\"\"", "*"] {
        let wrong = ask.clone().without("if-match").version(nonsense);
        assert_eq!(stage.desk.send(wrong).await.problem(), (400, "bad_request".to_owned()), "{nonsense}");
    }
    let first = stage.desk.send(ask.clone()).await.expect(200);
    let etag = first.header("etag");
    assert!(etag.starts_with('"') && etag.ends_with('"'), "{etag}");
    let late = stage.desk.send(ask.clone()).await;
    assert_eq!(late.problem(), (412, "changed_meanwhile".to_owned()));
    let next = ask.without("if-match").version(&etag);
    let next = stage.desk.send(next).await.expect(200);
    assert_ne!(next.header("etag"), etag);
}

/// A customer may be corrected without saying a version, for documents change it too; who does say one is told.
#[tokio::test]
async fn a_customer_s_version_is_heeded_where_it_is_said() {
    let stage = Stage::set().await;
    let administrator = &stage.people.administrator;
    let path = "/customers/44555666";
    let city = |city: &str| patch(path, json!({ "fields": { "city": city } })).by(administrator);
    let etag = stage.desk.read(administrator, path).await.expect(200).header("etag");
    let changed = stage.desk.send(city("Cubatão").version(&etag)).await.expect(200);
    assert_eq!(changed.json()["values"]["city"], "Cubatão");
    let late = stage.desk.send(city("Guarujá").version(&etag)).await;
    assert_eq!(late.problem(), (412, "changed_meanwhile".to_owned()));
    let now = stage.desk.read(administrator, path).await.expect(200);
    assert_eq!((&now.json()["values"]["city"], now.header("etag")), (&json!("Cubatão"), changed.header("etag")));
    stage.desk.send(city("Bertioga")).await.expect(200);
}

/// The last administrator, a login that is taken: the state does not allow it, and says so.
#[tokio::test]
async fn what_the_state_does_not_allow_is_a_conflict() {
    let stage = Stage::set().await;
    let (desk, administrator) = (&stage.desk, &stage.people.administrator);
    let path = format!("/users/{}", administrator.user.id);
    let conflict = (409, "conflict".to_owned());
    for change in [json!({ "role": "manager" }), json!({ "disabled": true })] {
        let ask = patch(&path, change).version("\"1\"").by(administrator);
        assert_eq!(desk.send(ask).await.problem(), conflict);
    }
    assert_eq!(desk.send(Ask::of("DELETE", &path).by(administrator)).await.problem(), conflict);
    let taken = json!({ "login": "ANA", "name": "Outra Ana", "role": "seller", "seller": "ANA" });
    assert_eq!(desk.send(crate::client::post("/users", taken).by(administrator)).await.problem(), conflict);
    let starter = Ask::of("DELETE", "/segments/sem%20compra").by(administrator);
    assert_eq!(desk.send(starter).await.problem(), conflict);
    let undone = stage.fitting("POST /imports/{import}/undo", None).await.by(administrator);
    desk.send(undone.clone()).await.expect(200);
    assert_eq!(desk.send(undone).await.problem(), conflict);
    let undone = stage.fitting("POST /changes/{change}/undo", None).await.by(administrator);
    desk.send(undone.clone()).await.expect(200);
    assert_eq!(desk.send(undone).await.problem(), conflict);
}
