//! Directories against others of our own that answer as the standards say, and as they should not.

mod issuer;
mod ldap;
mod ldap_server;
mod oidc;
mod settings;
