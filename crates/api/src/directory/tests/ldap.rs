//! Signing in by a directory.

use rstest::rstest;
use store::Role;

use super::ldap_server::{Encryption, Entry, Server};
use crate::directory::{DirectoryError, Identity, Ldap};

const BY_NAME: &str = "user_dn = \"uid={login},ou=pessoas,dc=empresa\"";

const BY_SERVICE: &str = "service_dn = \"cn=carteira,dc=empresa\"\nservice_password = \"de serviço\"\n\
                          base = \"ou=pessoas,dc=empresa\"\nfilter = \"(uid={login})\"";

const BY_PRINCIPAL: &str =
    "user_dn = \"{login}@empresa.example\"\nbase = \"ou=pessoas,dc=empresa\"\nfilter = \"(uid={login})\"";

fn texts(values: &[&str]) -> Vec<Vec<u8>> {
    values.iter().map(|value| value.as_bytes().to_vec()).collect()
}

fn entry(dn: &'static str, password: &'static str, uid: &str, principal: &str) -> Entry {
    let groups = ["CN=Gestores\\, Sul,OU=Grupos,DC=empresa", "cn=vendas,ou=grupos,dc=empresa"];
    let attributes = vec![
        ("uid", texts(&[uid])),
        ("userPrincipalName", texts(&[principal])),
        ("cn", texts(&["Ana Lima"])),
        ("memberOf", texts(&groups)),
    ];
    Entry { dn, password, attributes }
}

fn company() -> Vec<Entry> {
    vec![
        Entry { dn: "cn=carteira,dc=empresa", password: "de serviço", attributes: Vec::new() },
        entry("uid=ana,ou=pessoas,dc=empresa", "senha da Ana", "ana", "ana@empresa.example"),
        // Whose principal is called as someone else's login is.
        entry("uid=beto,ou=pessoas,dc=empresa", "senha do Beto", "beto", "carla@empresa.example"),
        entry("uid=carla,ou=pessoas,dc=empresa", "senha da Carla", "carla", "outra@empresa.example"),
    ]
}

fn ldap(url: &str, settings: &str) -> Ldap {
    Ldap::new(toml::from_str(&format!("url = {url:?}\n{settings}")).unwrap()).unwrap()
}

async fn plain() -> (Server, String) {
    let server = Server::with(company(), Encryption::None).await;
    let url = format!("ldap://127.0.0.1:{}", server.port);
    (server, url)
}

#[rstest]
#[case(BY_NAME)]
#[case(BY_SERVICE)]
#[case(BY_PRINCIPAL)]
#[tokio::test]
async fn the_right_password_lets_in(#[case] settings: &str) {
    let (_server, url) = plain().await;
    let roles = "role_by_group = { vendas = \"seller\", \"cn=gestores\\\\, sul,ou=grupos,dc=empresa\" = \"manager\" }";
    let identity = ldap(&url, &format!("{settings}\n{roles}")).sign_in(" ana ", "senha da Ana").await.unwrap();
    let expected = Identity {
        subject: "ldap:uid=ana,ou=pessoas,dc=empresa".to_owned(),
        login: "ana".to_owned(),
        name: "Ana Lima".to_owned(),
        role: Some(Role::Manager),
    };
    assert_eq!(identity, expected);
}

#[rstest]
#[case("ana", "outra")]
#[case("ana", "senha do Beto")]
#[case("ninguém", "senha da Ana")]
#[case("*", "senha da Ana")]
#[case("an*", "senha da Ana")]
#[case("ana)(uid=*", "senha da Ana")]
#[case("ana,ou=pessoas,dc=empresa", "senha da Ana")]
#[case("ana\0", "senha da Ana")]
#[tokio::test]
async fn nothing_else_does(
    #[case] login: &str,
    #[case] password: &str,
    #[values(BY_NAME, BY_SERVICE, BY_PRINCIPAL)] settings: &str,
) {
    let (_server, url) = plain().await;
    let refused = ldap(&url, settings).sign_in(login, password).await;
    assert!(matches!(refused, Err(DirectoryError::WrongCredentials)), "{refused:?}");
}

/// A bind without password is taken for nobody in particular, and goes well.
#[rstest]
#[case("ana", "")]
#[case("", "senha da Ana")]
#[case("  ", "senha da Ana")]
#[tokio::test]
async fn without_password_the_directory_is_not_even_asked(
    #[case] login: &str,
    #[case] password: &str,
    #[values(BY_NAME, BY_SERVICE, BY_PRINCIPAL)] settings: &str,
) {
    let (server, url) = plain().await;
    let refused = ldap(&url, settings).sign_in(login, password).await;
    assert!(matches!(refused, Err(DirectoryError::WrongCredentials)), "{refused:?}");
    assert!(server.binds().is_empty());
}

/// Beto's principal is `carla@...`; what is found by `carla` is Carla, whose password he does not know.
#[tokio::test]
async fn whoever_is_found_must_be_who_gave_the_password() {
    let (_server, url) = plain().await;
    let refused = ldap(&url, BY_PRINCIPAL).sign_in("carla", "senha do Beto").await;
    assert!(matches!(refused, Err(DirectoryError::WrongCredentials)), "{refused:?}");
}

#[rstest]
#[case("", None)]
#[case("role_by_group = { \"Gestores, Sul\" = \"manager\" }", Some(Role::Manager))]
#[case("role_by_group = { \"cn=vendas,ou=grupos,dc=empresa\" = \"seller\" }", Some(Role::Seller))]
#[case("role_by_group = { outro = \"manager\" }\ndefault_role = \"query\"", Some(Role::Query))]
#[tokio::test]
async fn the_role_is_that_of_the_groups(#[case] roles: &str, #[case] role: Option<Role>) {
    let (_server, url) = plain().await;
    let identity = ldap(&url, &format!("{BY_NAME}\n{roles}")).sign_in("ana", "senha da Ana").await.unwrap();
    assert_eq!(identity.role, role);
}

#[tokio::test]
async fn whoever_is_in_no_group_with_a_role_is_refused() {
    let (_server, url) = plain().await;
    for group in ["outro", "pessoas", "sul", "cn=vendas", "gestores"] {
        let settings = format!("{BY_NAME}\nrole_by_group = {{ {group:?} = \"manager\" }}");
        let refused = ldap(&url, &settings).sign_in("ana", "senha da Ana").await;
        assert!(matches!(refused, Err(DirectoryError::NoRole)), "{group}: {refused:?}");
    }
}

#[tokio::test]
async fn a_person_is_known_by_what_never_changes() {
    let mut people = company();
    people[1].attributes.push(("objectGUID", vec![vec![0x1f, 0x80, 0xff, 0x00]]));
    people[2].attributes.push(("entryUUID", texts(&["0a1b-2c3d"])));
    people[3].attributes.push(("employeeNumber", texts(&["42"])));
    people[3].attributes.push(("mail", texts(&["carla@empresa.example"])));
    let server = Server::with(people, Encryption::None).await;
    let url = format!("ldap://localhost:{}", server.port);
    let subject = async |settings: &str, login: &str, password: &str| {
        ldap(&url, &format!("{BY_NAME}\n{settings}")).sign_in(login, password).await.map(|one| (one.subject, one.login))
    };
    let known = |subject: &str, login: &str| (subject.to_owned(), login.to_owned());
    assert_eq!(subject("", "ana", "senha da Ana").await.unwrap(), known("ldap:1f80ff00", "ana"));
    assert_eq!(subject("", "beto", "senha do Beto").await.unwrap(), known("ldap:0a1b-2c3d", "beto"));
    let chosen = "subject_attribute = \"employeenumber\"\nlogin_attribute = \"mail\"";
    let found = subject(chosen, "carla", "senha da Carla").await.unwrap();
    assert_eq!(found, known("ldap:42", "carla@empresa.example"));
    let missing = subject(chosen, "ana", "senha da Ana").await;
    assert!(matches!(missing, Err(DirectoryError::Settings { .. })), "{missing:?}");
}

#[tokio::test]
async fn two_people_of_one_login_are_nobody() {
    let mut people = company();
    people.push(entry("uid=ana,ou=filial,ou=pessoas,dc=empresa", "senha da Ana", "ana", "x"));
    let server = Server::with(people, Encryption::None).await;
    let url = format!("ldap://127.0.0.1:{}", server.port);
    let refused = ldap(&url, BY_SERVICE).sign_in("ana", "senha da Ana").await;
    assert!(matches!(refused, Err(DirectoryError::Settings { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_wrong_service_password_is_the_administrator_s() {
    let (_server, url) = plain().await;
    let refused = ldap(&url, &BY_SERVICE.replace("de serviço", "errada")).sign_in("ana", "senha da Ana").await;
    assert!(matches!(refused, Err(DirectoryError::Settings { .. })), "{refused:?}");
}

#[rstest]
#[case(Encryption::FromTheStart, "ldaps", "")]
#[case(Encryption::WhenAsked, "ldap", "starttls = true\n")]
#[tokio::test]
async fn what_is_encrypted_is_by_someone_known(
    #[case] encryption: Encryption,
    #[case] scheme: &str,
    #[case] starttls: &str,
) {
    let server = Server::with(company(), encryption).await;
    let url = format!("{scheme}://localhost:{}", server.port);
    let authority = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(authority.path(), &server.certificate).unwrap();
    let trusting = format!("{starttls}ca_file = {:?}\n{BY_NAME}", authority.path());
    let identity = ldap(&url, &trusting).sign_in("ana", "senha da Ana").await.unwrap();
    assert_eq!(identity.login, "ana");
    let before = server.binds().len();
    let refused = ldap(&url, &format!("{starttls}{BY_NAME}")).sign_in("ana", "senha da Ana").await;
    assert!(matches!(refused, Err(DirectoryError::Unreachable { .. })), "{refused:?}");
    assert_eq!(server.binds().len(), before, "no password goes to someone unknown");
}

#[tokio::test]
async fn a_directory_that_is_down_is_not_the_person_s_fault() {
    let (server, url) = plain().await;
    let ldap = ldap(&url, BY_NAME);
    drop(server);
    tokio::task::yield_now().await;
    let refused = ldap.sign_in("ana", "senha da Ana").await;
    assert!(matches!(refused, Err(DirectoryError::Unreachable { .. })), "{refused:?}");
}
