//! Directories of people outside: who signs in there, and who it is here. Which passwords people have there
//! is never kept; what a directory says counts at each sign-in anew.

mod admit;
mod error;
mod ldap;
mod oidc;
mod settings;
#[cfg(test)]
mod tests;
mod tls;

use store::{Role, User, Workspace};

use crate::app::App;
use crate::problem::{Code, Problem};
pub use error::DirectoryError;
pub use ldap::Ldap;
pub use oidc::{Oidc, PendingState};
pub use settings::{LdapSettings, OidcSettings};

/// Someone, as a directory knows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// By what the directory knows it, whatever its name: of this directory and no other.
    pub subject: String,
    /// What it signs in as.
    pub login: String,
    /// Its name.
    pub name: String,
    /// The role that its groups give; `None` where the directory does not decide about roles.
    pub role: Option<Role>,
}

impl std::fmt::Debug for Identity {
    /// Without names, so that it may be logged.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").field("role", &self.role).finish_non_exhaustive()
    }
}

/// The directories of a workspace.
#[derive(Debug, Default)]
pub struct Directories {
    oidc: Option<Oidc>,
    ldap: Option<Ldap>,
}

impl Directories {
    /// Those of a workspace's settings.
    ///
    /// # Errors
    /// The settings cannot be read, or do not go together.
    pub fn of(workspace: &Workspace) -> Result<Self, Problem> {
        // Whoever starts the server is told; nobody else is there yet.
        let told = |error: &dyn std::error::Error| Problem::new(Code::Invalid, error.to_string());
        let oidc: Option<OidcSettings> = workspace.section("oidc").map_err(|error| told(&error))?;
        let ldap: Option<LdapSettings> = workspace.section("ldap").map_err(|error| told(&error))?;
        Ok(Self {
            oidc: oidc.map(Oidc::new).transpose().map_err(|error| told(&error))?,
            ldap: ldap.map(Ldap::new).transpose().map_err(|error| told(&error))?,
        })
    }

    /// Whether passwords of a directory serve.
    pub fn has_ldap(&self) -> bool {
        self.ldap.is_some()
    }

    /// What the provider is called, if there is one.
    pub fn provider_name(&self) -> Option<&str> {
        self.oidc.as_ref().map(Oidc::name)
    }

    /// The user of a login and password of the directory.
    ///
    /// # Errors
    /// They do not go together, the person may not come in, or the directory does not answer.
    pub async fn sign_in(&self, app: &App, login: &str, password: &str) -> Result<User, Problem> {
        let ldap = self.ldap.as_ref().ok_or(DirectoryError::WrongCredentials)?;
        let identity = ldap.sign_in(login, password).await?;
        admit::admit(&app.workspace, identity, ldap.auto_create()).await
    }

    /// Begins a sign-in with the provider: where to send the person, and what to keep until it comes back.
    ///
    /// # Errors
    /// There is no provider, or it does not answer.
    pub async fn start(&self) -> Result<(String, PendingState), Problem> {
        Ok(self.provider()?.start().await?)
    }

    /// The user whom the provider sent back with a code and a state.
    ///
    /// # Errors
    /// Nothing that was begun here, the person may not come in, or the provider's word does not hold.
    pub async fn finish(&self, app: &App, pending: PendingState, code: String, state: &str) -> Result<User, Problem> {
        let provider = self.provider()?;
        let identity = provider.finish(pending, code, state).await?;
        admit::admit(&app.workspace, identity, provider.auto_create()).await
    }

    fn provider(&self) -> Result<&Oidc, Problem> {
        self.oidc.as_ref().ok_or_else(|| Problem::not_found("Não há entrada pela conta da empresa neste servidor."))
    }
}
