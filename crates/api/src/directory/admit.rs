//! Whom a directory knows, as a user here.

use store::{Author, NewUser, StoreError, User, UserChange, Workspace};

use super::{DirectoryError, Identity};
use crate::clock;
use crate::people::{checked_login, checked_name};
use crate::problem::Problem;

/// Who the log says did it.
const DIRECTORY: &str = "diretório da empresa";

/// The user that an identity is: the one known by its subject, else the one of its login who has no password
/// here, else a new one where that is wanted. The role is the one the directory says, where it says one.
///
/// # Errors
/// There is no such user, or it may not come in; the database cannot be read or written.
pub(super) async fn admit(workspace: &Workspace, identity: Identity, auto_create: bool) -> Result<User, Problem> {
    let author = Author::machine(DIRECTORY, &clock::now());
    if let Some(user) = workspace.user_by_external(&identity.subject).await? {
        return updated(workspace, user, &identity, &author).await;
    }
    let login = checked_login(&identity.login)?;
    match (workspace.user_by_login(&login).await?, identity.role) {
        // A password is a way in that the directory knows nothing of.
        (Some(user), _) if user.password_hash.is_some() || user.external.is_some() => {
            Err(DirectoryError::LoginTaken.into())
        }
        (Some(user), _) => updated(workspace, user, &identity, &author).await,
        (None, Some(role)) if auto_create => {
            let name = checked_name(&identity.name).unwrap_or_else(|_| login.clone());
            let external = Some(identity.subject);
            let new = NewUser { login, name, role, seller: None, scope: None, external };
            Ok(workspace.add_user(&new, &author).await?)
        }
        (None, _) => Err(DirectoryError::NoUser.into()),
    }
}

async fn updated(workspace: &Workspace, user: User, identity: &Identity, author: &Author) -> Result<User, Problem> {
    if user.disabled {
        return Err(DirectoryError::Disabled.into());
    }
    let external = Some(identity.subject.clone());
    let wanted = UserChange { role: identity.role.unwrap_or(user.role), external, ..UserChange::of(&user) };
    if wanted == UserChange::of(&user) {
        return Ok(user);
    }
    match workspace.change_user(user.id, user.version, &wanted, author).await {
        // The last administrator stays one, whatever the directory says: somebody must be able to come in.
        Err(StoreError::LastAdministrator) => {
            let kept = UserChange { role: user.role, ..wanted };
            Ok(workspace.change_user(user.id, user.version, &kept, author).await?)
        }
        changed => Ok(changed?),
    }
}
