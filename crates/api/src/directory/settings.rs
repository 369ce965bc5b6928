//! `[oidc]` and `[ldap]` of `carteira.toml`: where people of the company have their accounts already.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};
use store::Role;

use super::DirectoryError;

/// A password or key, which is shown to nobody.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// A provider of identities that speaks OpenID Connect.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcSettings {
    /// What it is called on the button that leads there.
    #[serde(default = "default_name")]
    pub name: String,
    /// Its address, as it calls itself.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// The secret that it gave us.
    pub client_secret: Option<Secret>,
    /// A file with that secret, in place of it.
    pub client_secret_file: Option<PathBuf>,
    /// The address at which people reach Carteira: `https://carteira.example.com.br`.
    pub public_url: String,
    /// What is asked of it.
    #[serde(default = "default_scopes")]
    pub scopes: Vec<String>,
    /// The claim that is the login. An e-mail counts where the provider has verified it.
    #[serde(default = "default_login_claim")]
    pub login_claim: String,
    /// The claim that is the name.
    #[serde(default = "default_name_claim")]
    pub name_claim: String,
    /// The claim that lists groups.
    #[serde(default = "default_groups_claim")]
    pub groups_claim: String,
    /// The roles of groups.
    #[serde(default)]
    pub role_by_group: BTreeMap<String, RoleName>,
    /// The role of whoever is in none of those groups; without one, such a person is refused.
    pub default_role: Option<RoleName>,
    /// Whether whoever is not yet a user becomes one.
    #[serde(default)]
    pub auto_create: bool,
    /// Certificates of authorities to be trusted beside the public ones, PEM.
    pub ca_file: Option<PathBuf>,
}

/// A directory that speaks LDAP: Active Directory, OpenLDAP.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LdapSettings {
    /// Its address: `ldaps://...`, or `ldap://...` with `starttls`.
    pub url: String,
    /// Whether a connection that begins in the clear is encrypted before anything is said.
    #[serde(default)]
    pub starttls: bool,
    /// As whom a person signs in: `uid={login},ou=pessoas,dc=empresa`, `{login}@empresa.local`.
    pub user_dn: Option<String>,
    /// In place of that, the account by which people are found.
    pub service_dn: Option<String>,
    /// Its password.
    pub service_password: Option<Secret>,
    /// A file with that password, in place of it.
    pub service_password_file: Option<PathBuf>,
    /// Below what people are found.
    pub base: Option<String>,
    /// By what: `(sAMAccountName={login})`.
    pub filter: Option<String>,
    /// The attribute that is the login; what was typed, where there is none.
    pub login_attribute: Option<String>,
    /// The attribute that is the name.
    #[serde(default = "default_name_attribute")]
    pub name_attribute: String,
    /// The attribute that lists groups.
    #[serde(default = "default_groups_attribute")]
    pub groups_attribute: String,
    /// The attribute that never changes; where there is none, the first that an entry has of `objectGUID`
    /// and `entryUUID`, and its name in the directory where it has neither.
    pub subject_attribute: Option<String>,
    /// The roles of groups: by their whole names, or by the first part of these.
    #[serde(default)]
    pub role_by_group: BTreeMap<String, RoleName>,
    /// The role of whoever is in none of those groups; without one, such a person is refused.
    pub default_role: Option<RoleName>,
    /// Whether whoever is not yet a user becomes one.
    #[serde(default)]
    pub auto_create: bool,
    /// Certificates of authorities to be trusted beside the public ones, PEM.
    pub ca_file: Option<PathBuf>,
}

fn default_name() -> String {
    "conta da empresa".to_owned()
}

fn default_scopes() -> Vec<String> {
    ["email", "profile"].map(str::to_owned).to_vec()
}

fn default_login_claim() -> String {
    "email".to_owned()
}

fn default_name_claim() -> String {
    "name".to_owned()
}

fn default_groups_claim() -> String {
    "groups".to_owned()
}

fn default_name_attribute() -> String {
    "cn".to_owned()
}

fn default_groups_attribute() -> String {
    "memberOf".to_owned()
}

/// A role, as settings name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleName(pub Role);

impl<'de> Deserialize<'de> for RoleName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = &"um papel: administrator, manager, seller, credit ou query";
        word.parse().map(Self).map_err(|_| Error::invalid_value(Unexpected::Str(&word), known))
    }
}

/// Which role groups give.
#[derive(Clone, Debug)]
pub struct Roles {
    by_group: BTreeMap<String, Role>,
    default: Option<Role>,
}

impl Roles {
    /// The roles of settings.
    pub fn of(by_group: &BTreeMap<String, RoleName>, default: Option<RoleName>) -> Self {
        let by_group = by_group.iter().map(|(group, role)| (group.to_lowercase(), role.0)).collect();
        Self { by_group, default: default.map(|role| role.0) }
    }

    /// The role of whoever is in some groups, of several the one that may most; `None` where the directory
    /// decides about no roles.
    ///
    /// # Errors
    /// Roles go by groups, and none of these has one.
    pub fn decide(&self, groups: &[String]) -> Result<Option<Role>, DirectoryError> {
        let role = |group: &String| self.by_group.get(&group.to_lowercase()).copied();
        let found = groups.iter().filter_map(role).min_by_key(|role| strength(*role)).or(self.default);
        match found {
            None if !self.by_group.is_empty() => Err(DirectoryError::NoRole),
            found => Ok(found),
        }
    }
}

/// The place of a role in the order of how much it may, from the most.
fn strength(role: Role) -> u8 {
    match role {
        Role::Administrator => 0,
        Role::Manager => 1,
        Role::Credit => 2,
        Role::Seller => 3,
        Role::Query => 4,
    }
}

/// A secret of settings, or of the file that they name.
///
/// # Errors
/// Both are given, or the file cannot be read.
pub(super) fn secret(
    section: &'static str,
    secret: Option<&Secret>,
    file: Option<&Path>,
) -> Result<Option<Secret>, DirectoryError> {
    let fault = |detail: String| DirectoryError::Settings { section, detail };
    match (secret, file) {
        (Some(_), Some(_)) => Err(fault("há um segredo e um arquivo de segredo: deixe um dos dois".to_owned())),
        (Some(secret), None) => Ok(Some(secret.clone())),
        (None, None) => Ok(None),
        (None, Some(file)) => match std::fs::read_to_string(file) {
            Ok(text) => Ok(Some(Secret(text.trim_end_matches(['\r', '\n']).to_owned()))),
            Err(error) => Err(fault(format!("{} não pôde ser lido ({error})", file.display()))),
        },
    }
}
