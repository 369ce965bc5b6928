//! Signing in by a provider.

use rstest::rstest;
use serde_json::{Value, json};
use store::Role;

use super::issuer::{CLIENT, CLIENT_SECRET, Conduct, Running};
use crate::directory::{DirectoryError, Identity, Oidc, OidcSettings};

fn oidc(issuer: &Running, more: &str) -> Oidc {
    let settings: OidcSettings = toml::from_str(&format!(
        "issuer = {:?}\nclient_id = {CLIENT:?}\nclient_secret = {CLIENT_SECRET:?}\n\
         public_url = \"https://carteira.example.com.br/\"\n{more}",
        issuer.address()
    ))
    .unwrap();
    Oidc::new(settings).unwrap()
}

fn claims(claims: Value) -> Conduct {
    let Value::Object(claims) = claims else { panic!("claims are an object") };
    Conduct { claims, ..Conduct::default() }
}

async fn sign_in(conduct: Conduct, settings: &str) -> Result<Identity, DirectoryError> {
    let issuer = Running::with(conduct).await;
    let oidc = oidc(&issuer, settings);
    let (url, pending) = oidc.start().await?;
    let (code, state) = issuer.send_back(&url);
    oidc.finish(pending, code, &state).await
}

#[tokio::test]
async fn whom_the_provider_vouches_for_comes_in() {
    let issuer = Running::with(Conduct::default()).await;
    let oidc = oidc(&issuer, "role_by_group = { Vendas = \"seller\", Diretoria = \"manager\" }");
    let (url, pending) = oidc.start().await.unwrap();
    let (code, state) = issuer.send_back(&url);
    let kept = serde_json::to_string(&pending).unwrap();
    let identity = oidc.finish(serde_json::from_str(&kept).unwrap(), code, &state).await.unwrap();
    let expected = Identity {
        subject: format!("oidc:{}#4711", issuer.address()),
        login: "Ana@Empresa.example".to_owned(),
        name: "Ana Lima".to_owned(),
        role: Some(Role::Seller),
    };
    assert_eq!(identity, expected);
    assert!(issuer.request().contains("code_verifier="));
    assert_eq!(format!("{pending:?}"), "PendingState");
}

#[rstest]
#[case(claims(json!({ "nonce": "outro" })), "nonce")]
#[case(claims(json!({ "nonce": null })), "nonce")]
#[case(claims(json!({ "aud": "outro-programa" })), "audience")]
#[case(claims(json!({ "aud": ["carteira", "outro-programa"] })), "audience")]
#[case(claims(json!({ "iss": "https://outro.example" })), "issuer")]
#[case(claims(json!({ "exp": 1_600_000_000 })), "Expired")]
#[case(claims(json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" })), "at_hash")]
#[case(Conduct { algorithm: "none", ..Conduct::default() }, "signature")]
#[case(Conduct { algorithm: "HS256", ..Conduct::default() }, "Signature verification failed")]
#[case(Conduct { is_forged: true, ..Conduct::default() }, "Signature verification failed")]
#[tokio::test]
async fn a_token_that_does_not_hold_lets_nobody_in(#[case] conduct: Conduct, #[case] said: &str) {
    match sign_in(conduct, "").await {
        Err(DirectoryError::Answer { detail, .. }) => {
            assert!(detail.to_lowercase().contains(&said.to_lowercase()), "{detail}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_answer_must_be_to_what_was_begun() {
    let issuer = Running::with(Conduct::default()).await;
    let oidc = oidc(&issuer, "");
    let (url, pending) = oidc.start().await.unwrap();
    let (code, state) = issuer.send_back(&url);
    let (_, other) = oidc.start().await.unwrap();
    let refused = oidc.finish(other, code.clone(), &state).await;
    assert!(matches!(refused, Err(DirectoryError::NotBegunHere)));
    let refused = oidc.finish(pending.clone(), "código já usado".to_owned(), &state).await;
    assert!(matches!(refused, Err(DirectoryError::NotBegunHere)));
    assert!(oidc.finish(pending, code, &state).await.is_ok());
}

#[rstest]
#[case(json!({ "email_verified": false }))]
#[case(json!({ "email_verified": null }))]
#[tokio::test]
async fn an_unverified_e_mail_is_nobody_s(#[case] told: Value) {
    let refused = sign_in(claims(told.clone()), "").await;
    assert!(matches!(refused, Err(DirectoryError::UnverifiedEmail)));
    let identity = sign_in(claims(told), "login_claim = \"preferred_username\"").await.unwrap();
    assert_eq!(identity.login, "ana");
}

#[rstest]
#[case("", Some(None))]
#[case("default_role = \"query\"", Some(Some(Role::Query)))]
#[case("role_by_group = { vendas = \"seller\" }", Some(Some(Role::Seller)))]
#[case("role_by_group = { Vendas = \"seller\" }\ngroups_claim = \"papéis\"", None)]
#[case("role_by_group = { Diretoria = \"manager\" }", None)]
#[case("role_by_group = { Diretoria = \"manager\" }\ndefault_role = \"query\"", Some(Some(Role::Query)))]
#[case("role_by_group = { Vendas = \"seller\" }\ndefault_role = \"query\"", Some(Some(Role::Seller)))]
#[tokio::test]
async fn the_role_is_that_of_the_groups(#[case] settings: &str, #[case] role: Option<Option<Role>>) {
    match (sign_in(Conduct::default(), settings).await, role) {
        (Ok(identity), Some(role)) => assert_eq!(identity.role, role),
        (Err(DirectoryError::NoRole), None) => {}
        (other, role) => panic!("{other:?}, not {role:?}"),
    }
}

#[tokio::test]
async fn of_several_roles_the_one_that_may_most_counts() {
    let both = claims(json!({ "groups": ["consulta", "gestores", "vendas"] }));
    let roles = "role_by_group = { consulta = \"query\", gestores = \"manager\", vendas = \"seller\" }";
    assert_eq!(sign_in(both, roles).await.unwrap().role, Some(Role::Manager));
}

#[tokio::test]
async fn what_the_token_does_not_tell_is_asked_for() {
    let told = |subject: &str| {
        Some(json!({ "sub": subject, "email": "ana@empresa.example", "email_verified": true, "groups": ["Vendas"] }))
    };
    let without = json!({ "email": null, "email_verified": null, "groups": null });
    let roles = "role_by_group = { Vendas = \"seller\" }";
    let conduct = Conduct { userinfo: told("4711"), ..claims(without.clone()) };
    let identity = sign_in(conduct, roles).await.unwrap();
    assert_eq!((identity.login.as_str(), identity.role), ("ana@empresa.example", Some(Role::Seller)));
    let of_another = Conduct { userinfo: told("0815"), ..claims(without) };
    assert!(matches!(sign_in(of_another, roles).await, Err(DirectoryError::Answer { .. })));
    // An e-mail that the token tells is not verified by what is told of another.
    let unverified = json!({ "email": "chefe@empresa.example", "email_verified": null, "groups": null });
    let conduct = Conduct { userinfo: told("4711"), ..claims(unverified) };
    assert!(matches!(sign_in(conduct, roles).await, Err(DirectoryError::UnverifiedEmail)));
}

#[tokio::test]
async fn keys_that_changed_are_fetched_once() {
    let identity = sign_in(Conduct { keys: vec!["antiga", "nova"], ..Conduct::default() }, "").await;
    assert_eq!(identity.unwrap().login, "Ana@Empresa.example");
}

#[tokio::test]
async fn a_provider_that_is_down_is_not_the_person_s_fault() {
    let down = sign_in(Conduct { is_up: false, ..Conduct::default() }, "").await;
    assert!(matches!(down, Err(DirectoryError::Answer { .. })));
    let issuer = Running::with(Conduct::default()).await;
    let oidc = oidc(&issuer, "");
    drop(issuer);
    tokio::task::yield_now().await;
    assert!(matches!(oidc.start().await, Err(DirectoryError::Unreachable { .. })));
}

#[tokio::test]
async fn a_secret_the_provider_does_not_know_is_told_to_the_administrator() {
    let issuer = Running::with(Conduct::default()).await;
    let mut settings: OidcSettings = toml::from_str(&format!(
        "issuer = {:?}\nclient_id = {CLIENT:?}\npublic_url = \"https://carteira.example.com.br\"",
        issuer.address()
    ))
    .unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    settings.client_secret_file = Some(file.path().to_owned());
    for (content, fits) in [("outro", false), (&format!("{CLIENT_SECRET}\n")[..], true)] {
        std::fs::write(file.path(), content).unwrap();
        let oidc = Oidc::new(settings.clone()).unwrap();
        let (url, pending) = oidc.start().await.unwrap();
        let (code, state) = issuer.send_back(&url);
        match oidc.finish(pending, code, &state).await {
            Err(DirectoryError::Settings { .. }) => assert!(!fits),
            other => assert!(fits, "{other:?}"),
        }
    }
}
