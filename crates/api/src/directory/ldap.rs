//! Signing in by a directory that speaks LDAP: Active Directory, OpenLDAP.

use std::sync::Arc;
use std::time::Duration;

use ldap3::{LdapConnAsync, LdapConnSettings, LdapError, LdapResult, Scope, SearchEntry, SearchOptions};
use rustls::ClientConfig;
use url::Url;

use super::settings::{LdapSettings, Roles, Secret, secret};
use super::{DirectoryError, Identity, tls};

const SECTION: &str = "ldap";

/// What stands for the login in templates.
const LOGIN: &str = "{login}";

/// The time for connecting, and for each question.
const PATIENCE: Duration = Duration::from_secs(10);

/// Characters of a login at most.
const LONGEST_LOGIN: usize = 120;

/// What a directory answers with (RFC 4511, 4.1.9).
mod code {
    pub const SUCCESS: u32 = 0;
    pub const SIZE_LIMIT_EXCEEDED: u32 = 4;
    pub const REFERRAL: u32 = 10;
    pub const NO_SUCH_OBJECT: u32 = 32;
    pub const INVALID_DN: u32 = 34;
    pub const INAPPROPRIATE_AUTHENTICATION: u32 = 48;
    pub const INVALID_CREDENTIALS: u32 = 49;
}

/// Attributes that never change, in the order in which they are believed.
const UNCHANGING: [&str; 2] = ["objectGUID", "entryUUID"];

/// A directory that speaks LDAP.
#[derive(Debug)]
pub struct Ldap {
    settings: LdapSettings,
    url: Url,
    tls: Arc<ClientConfig>,
    first: FirstBind,
    roles: Roles,
}

/// As whom a directory is first spoken to.
#[derive(Debug)]
enum FirstBind {
    /// As the person who signs in, by a template.
    Person(String),
    /// As an account that finds people.
    Service { dn: String, password: Secret },
}

impl Ldap {
    /// A directory by its settings. Nothing is asked of it yet.
    ///
    /// # Errors
    /// Settings that do not go together.
    pub fn new(settings: LdapSettings) -> Result<Self, DirectoryError> {
        let url = checked_url(&settings)?;
        let first = first_bind(&settings)?;
        let tls = Arc::new(tls::config(SECTION, settings.ca_file.as_deref())?);
        let roles = Roles::of(&settings.role_by_group, settings.default_role);
        Ok(Self { settings, url, tls, first, roles })
    }

    /// Whether whoever is not yet a user becomes one.
    pub fn auto_create(&self) -> bool {
        self.settings.auto_create
    }

    /// The person of a login and password.
    ///
    /// # Errors
    /// They do not go together, the person has no role, or the directory does not answer.
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<Identity, DirectoryError> {
        let login = login.trim();
        let is_login = (1..=LONGEST_LOGIN).contains(&login.chars().count()) && !login.contains(char::is_control);
        // A directory takes a name without password for nobody in particular, and says yes (RFC 4513, 5.1.2).
        if !is_login || password.is_empty() {
            return Err(DirectoryError::WrongCredentials);
        }
        let settings = LdapConnSettings::new()
            .set_conn_timeout(PATIENCE)
            .set_starttls(self.settings.starttls)
            .set_config(Arc::clone(&self.tls));
        let opened = LdapConnAsync::from_url_with_settings(settings, &self.url).await;
        let (connection, mut ldap) = opened.map_err(unreachable)?;
        let driven = tokio::spawn(connection.drive());
        let found = self.recognise(&mut ldap, login, password).await;
        let _ = ldap.unbind().await;
        driven.abort();
        self.identity(login, &found?)
    }

    async fn recognise(
        &self,
        ldap: &mut ldap3::Ldap,
        login: &str,
        password: &str,
    ) -> Result<SearchEntry, DirectoryError> {
        match &self.first {
            FirstBind::Person(template) => bind_person(ldap, &named(template, login), password).await?,
            FirstBind::Service { dn, password } => bind_service(ldap, dn, &password.0).await?,
        }
        let entry = self.find(ldap, login).await?;
        // Whose password it is, is only known by the name that was found: what was typed may have found another.
        bind_person(ldap, &entry.dn, password).await?;
        Ok(entry)
    }

    /// The one entry of a login.
    async fn find(&self, ldap: &mut ldap3::Ldap, login: &str) -> Result<SearchEntry, DirectoryError> {
        let escaped = ldap3::ldap_escape(login);
        let (base, scope, filter) = match (&self.first, &self.settings.base, &self.settings.filter) {
            (_, Some(base), Some(filter)) => (base.clone(), Scope::Subtree, filter.replace(LOGIN, &escaped)),
            (FirstBind::Person(template), ..) => (named(template, login), Scope::Base, "(objectClass=*)".to_owned()),
            (FirstBind::Service { .. }, ..) => return Err(fault("faltam base e filter")),
        };
        ldap.with_timeout(PATIENCE).with_search_options(SearchOptions::new().sizelimit(2));
        let found = ldap.search(&base, scope, &filter, self.attributes()).await.map_err(unreachable)?;
        let (mut entries, result) = (found.0, found.1);
        match result.rc {
            code::SUCCESS | code::REFERRAL | code::NO_SUCH_OBJECT => {}
            code::SIZE_LIMIT_EXCEEDED => return Err(ambiguous()),
            _ => return Err(answer(&result)),
        }
        let entry = entries.pop().ok_or(DirectoryError::WrongCredentials)?;
        if !entries.is_empty() {
            return Err(ambiguous());
        }
        let entry = SearchEntry::construct(entry);
        match entry.dn.is_empty() {
            true => Err(fault("o que filter acha não é uma pessoa")),
            false => Ok(entry),
        }
    }

    fn attributes(&self) -> Vec<&str> {
        let LdapSettings { login_attribute, name_attribute, groups_attribute, subject_attribute, .. } = &self.settings;
        let chosen = [login_attribute.as_deref(), subject_attribute.as_deref()].into_iter().flatten();
        chosen.chain([name_attribute.as_str(), groups_attribute.as_str()]).chain(UNCHANGING).collect()
    }

    fn identity(&self, typed: &str, entry: &SearchEntry) -> Result<Identity, DirectoryError> {
        let missing = |attribute: &str| fault(&format!("a pessoa não tem o atributo {attribute}"));
        let login = match &self.settings.login_attribute {
            None => typed.to_owned(),
            Some(attribute) => values(entry, attribute).into_iter().next().ok_or_else(|| missing(attribute))?,
        };
        let subject = match &self.settings.subject_attribute {
            Some(attribute) => unchanging(entry, attribute).ok_or_else(|| missing(attribute))?,
            None => {
                let known = UNCHANGING.iter().find_map(|attribute| unchanging(entry, attribute));
                known.unwrap_or_else(|| entry.dn.to_lowercase())
            }
        };
        let name = values(entry, &self.settings.name_attribute).into_iter().next();
        let groups = values(entry, &self.settings.groups_attribute);
        let parts: Vec<String> = groups.iter().map(|group| first_part(group)).collect();
        let role = self.roles.decide(&[groups, parts].concat())?;
        Ok(Identity { subject: format!("ldap:{subject}"), name: name.unwrap_or_else(|| login.clone()), login, role })
    }
}

/// The address, where what is said there cannot be overheard.
fn checked_url(settings: &LdapSettings) -> Result<Url, DirectoryError> {
    let url = Url::parse(&settings.url).map_err(|error| fault(&format!("url: {error}")))?;
    let host = url.host_str().unwrap_or_default();
    if host.is_empty() {
        return Err(fault("url: falta o servidor, como em ldaps://ad.empresa.local"));
    }
    match url.scheme() {
        "ldaps" => Ok(url),
        "ldap" if settings.starttls || tls::is_loopback(host) => Ok(url),
        "ldap" => Err(fault("url: use ldaps://, ou starttls = true: senhas não andam pela rede sem cifra")),
        other => Err(fault(&format!("url: {other}:// não serve; use ldaps:// ou ldap://"))),
    }
}

fn first_bind(settings: &LdapSettings) -> Result<FirstBind, DirectoryError> {
    let filter = settings.filter.as_deref();
    if filter.is_some_and(|filter| !filter.contains(LOGIN) || ldap3::parse_filter(filter.replace(LOGIN, "x")).is_err())
    {
        return Err(fault("filter: escreva um filtro com {login}, como (sAMAccountName={login})"));
    }
    let searches = settings.base.is_some() && filter.is_some();
    if settings.base.is_some() != filter.is_some() {
        return Err(fault("base e filter andam juntos: falta um dos dois"));
    }
    let password = secret(SECTION, settings.service_password.as_ref(), settings.service_password_file.as_deref())?;
    match (&settings.user_dn, &settings.service_dn, password) {
        (Some(_), Some(_), _) => Err(fault("há user_dn e service_dn: deixe um dos dois")),
        (None, None, _) => Err(fault("falta user_dn ou service_dn: como quem o diretório é consultado")),
        (Some(template), None, None) if !template.contains(LOGIN) => Err(fault("user_dn: falta {login}")),
        (Some(template), None, None) if !template.contains('=') && !searches => {
            Err(fault("user_dn não é o nome da pessoa no diretório: dê também base e filter, para achá-la"))
        }
        (Some(template), None, None) => Ok(FirstBind::Person(template.clone())),
        (Some(_), None, Some(_)) => Err(fault("há uma senha de serviço e nenhum service_dn")),
        (None, Some(_), _) if !searches => Err(fault("faltam base e filter, para achar as pessoas")),
        (None, Some(dn), Some(password)) if !password.0.is_empty() => {
            Ok(FirstBind::Service { dn: dn.clone(), password })
        }
        (None, Some(_), _) => Err(fault("falta service_password ou service_password_file")),
    }
}

/// A template with the login in it, which cannot add to the name it stands in.
fn named(template: &str, login: &str) -> String {
    match template.contains('=') {
        true => template.replace(LOGIN, &ldap3::dn_escape(login)),
        false => template.replace(LOGIN, login),
    }
}

async fn bind_person(ldap: &mut ldap3::Ldap, dn: &str, password: &str) -> Result<(), DirectoryError> {
    let result = ldap.with_timeout(PATIENCE).simple_bind(dn, password).await.map_err(unreachable)?;
    match result.rc {
        code::SUCCESS => Ok(()),
        code::INVALID_CREDENTIALS | code::INAPPROPRIATE_AUTHENTICATION | code::NO_SUCH_OBJECT | code::INVALID_DN => {
            Err(DirectoryError::WrongCredentials)
        }
        _ => Err(answer(&result)),
    }
}

async fn bind_service(ldap: &mut ldap3::Ldap, dn: &str, password: &str) -> Result<(), DirectoryError> {
    let result = ldap.with_timeout(PATIENCE).simple_bind(dn, password).await.map_err(unreachable)?;
    match result.rc {
        code::SUCCESS => Ok(()),
        code::INVALID_CREDENTIALS => Err(fault("service_dn: a senha não confere")),
        _ => Err(answer(&result)),
    }
}

/// The texts of an attribute, however its name is capitalised.
fn values(entry: &SearchEntry, attribute: &str) -> Vec<String> {
    let found = entry.attrs.iter().find(|(name, _)| name.eq_ignore_ascii_case(attribute));
    let texts = found.into_iter().flat_map(|(_, values)| values);
    texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// The first value of an attribute, in hexadecimal where it is no text.
fn unchanging(entry: &SearchEntry, attribute: &str) -> Option<String> {
    let binary = entry.bin_attrs.iter().find(|(name, _)| name.eq_ignore_ascii_case(attribute));
    let hex = |bytes: &Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    match binary.and_then(|(_, values)| values.first()) {
        Some(bytes) => Some(hex(bytes)),
        // Of a number that happens to be text, the bytes too, or it would be known in two ways.
        None if attribute.eq_ignore_ascii_case(UNCHANGING[0]) => {
            let found = entry.attrs.iter().find(|(name, _)| name.eq_ignore_ascii_case(attribute));
            found.and_then(|(_, values)| values.first()).map(|text| hex(&text.clone().into_bytes()))
        }
        None => values(entry, attribute).into_iter().next(),
    }
}

/// Of `cn=gestores,ou=grupos,dc=empresa` only `gestores`; a name without parts is itself.
fn first_part(group: &str) -> String {
    let mut part = String::new();
    let mut characters = group.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => part.extend(characters.next()),
            ',' => break,
            other => part.push(other),
        }
    }
    part.split_once('=').map_or(part.clone(), |(_, value)| value.to_owned())
}

fn fault(detail: &str) -> DirectoryError {
    DirectoryError::Settings { section: SECTION, detail: detail.to_owned() }
}

fn ambiguous() -> DirectoryError {
    fault("filter acha mais de uma pessoa com o mesmo login")
}

fn unreachable(error: LdapError) -> DirectoryError {
    DirectoryError::Unreachable { section: SECTION, detail: error.to_string() }
}

/// Without what the directory says in words, which may name people.
fn answer(result: &LdapResult) -> DirectoryError {
    DirectoryError::Answer { section: SECTION, detail: format!("código {}", result.rc) }
}
