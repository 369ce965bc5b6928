//! People: who may come in, how, and what each of them did.

mod answers;
pub(crate) mod audit;
mod author;
mod credentials;
mod invitations;
mod moments;
mod sessions;
mod tokens;
mod users;

pub use answers::{Answer, Begun};
pub use audit::{Action, AuditEntry, AuditFilter, AuditVerification, UnknownAction};
pub use author::Author;
pub use credentials::TotpChange;
pub use invitations::{Invitation, Purpose};
pub use sessions::{NewSession, Session};
pub use tokens::{Access, ApiToken, NewToken, UnknownAccess};
pub use users::{NewUser, Role, UnknownRole, User, UserChange};
