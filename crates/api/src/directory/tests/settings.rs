//! Settings that go together, and those that do not.

use rstest::rstest;

use crate::directory::{Directories, Ldap, LdapSettings, Oidc, OidcSettings};

#[rstest]
#[case("issuer = \"http://id.empresa.example\"", "issuer: use https://")]
#[case("issuer = \"id.empresa.example\"", "issuer: ")]
#[case("public_url = \"http://carteira.example.com.br\"", "public_url: use https://")]
#[case("client_id = \"\"", "client_id está vazio")]
#[case("client_secret = \"x\"\nclient_secret_file = \"/x\"", "deixe um dos dois")]
#[case("client_secret_file = \"/não/existe\"", "/não/existe não pôde ser lido")]
#[case("ca_file = \"/dev/null\"", "/dev/null não tem certificados em PEM")]
fn providers_that_cannot_be_trusted_are_refused(#[case] lines: &str, #[case] said: &str) {
    let mut settings: toml::Table = toml::from_str(
        "issuer = \"https://id.empresa.example\"\nclient_id = \"carteira\"\npublic_url = \"https://carteira.example.com.br\"",
    )
    .unwrap();
    settings.extend(toml::from_str::<toml::Table>(lines).unwrap());
    let error = Oidc::new(settings.try_into::<OidcSettings>().unwrap()).unwrap_err().to_string();
    assert!(error.starts_with("carteira.toml, [oidc]: ") && error.contains(said), "{error}");
}

#[rstest]
#[case("url = \"ldap://ad.empresa.example\"", "senhas não andam pela rede sem cifra")]
#[case("url = \"https://ad.empresa.example\"", "https:// não serve")]
#[case("url = \"ldaps://\"", "url: ")]
#[case("service_dn = \"cn=x\"", "deixe um dos dois")]
#[case("user_dn = \"\"", "falta {login}")]
#[case("user_dn = \"{login}@empresa.example\"", "dê também base e filter")]
#[case("base = \"dc=empresa\"", "andam juntos")]
#[case("base = \"dc=empresa\"\nfilter = \"(uid=ana)\"", "escreva um filtro com {login}")]
#[case("base = \"dc=empresa\"\nfilter = \"(uid={login}\"", "escreva um filtro com {login}")]
#[case("service_password = \"x\"", "nenhum service_dn")]
fn directories_that_cannot_be_trusted_are_refused(#[case] lines: &str, #[case] said: &str) {
    let mut settings: toml::Table =
        toml::from_str("url = \"ldaps://ad.empresa.example\"\nuser_dn = \"uid={login},dc=empresa\"").unwrap();
    settings.extend(toml::from_str::<toml::Table>(lines).unwrap());
    let error = Ldap::new(settings.try_into::<LdapSettings>().unwrap()).unwrap_err().to_string();
    assert!(error.starts_with("carteira.toml, [ldap]: ") && error.contains(said), "{error}");
}

#[rstest]
#[case("url = \"ldaps://ad.empresa.example\"", "como quem o diretório é consultado")]
#[case("url = \"ldaps://ad\"\nservice_dn = \"cn=x\"\nservice_password = \"x\"", "faltam base e filter")]
#[case("url = \"ldaps://ad\"\nservice_dn = \"cn=x\"\nbase = \"b\"\nfilter = \"(a={login})\"", "falta service_password")]
#[case(
    "url = \"ldaps://ad\"\nservice_dn = \"cn=x\"\nservice_password = \"\"\nbase = \"b\"\nfilter = \"(a={login})\"",
    "falta service_password"
)]
fn what_is_missing_is_told(#[case] settings: &str, #[case] said: &str) {
    let error = Ldap::new(toml::from_str(settings).unwrap()).unwrap_err().to_string();
    assert!(error.contains(said), "{error}");
}

#[tokio::test]
async fn a_workspace_says_which_directories_it_has() {
    let home = support::Home::on_sqlite().await;
    let none = Directories::of(&home.create().await).unwrap();
    assert_eq!((none.has_ldap(), none.provider_name()), (false, None));
    home.set(
        "[oidc]\nname = \"Microsoft\"\nissuer = \"https://id.empresa.example\"\nclient_id = \"carteira\"\n\
         public_url = \"https://carteira.example.com.br\"\nrole_by_group = { g = \"manager\" }\n\
         [ldap]\nurl = \"ldaps://ad.empresa.example\"\nuser_dn = \"uid={login},dc=empresa\"",
    );
    let both = Directories::of(&home.open().await).unwrap();
    assert_eq!((both.has_ldap(), both.provider_name()), (true, Some("Microsoft")));
    home.set("default_role = \"chefe\"");
    let problem = Directories::of(&home.open().await).unwrap_err();
    let said = "[ldap]: default_role: \"chefe\" não serve; esperava-se um papel: administrator, manager, seller, credit ou query";
    let said = said.replace("\"chefe\"", "chefe");
    assert!(problem.detail().replace('"', "").contains(&said), "{}", problem.detail());
}

#[test]
fn secrets_are_shown_to_nobody() {
    let settings: LdapSettings =
        toml::from_str("url = \"ldaps://ad\"\nservice_dn = \"cn=x\"\nservice_password = \"abre-te\"").unwrap();
    assert!(!format!("{settings:?}").contains("abre-te"));
}
