//! What may be said of a user.

use panel::{PanelError, Predicate};

pub use crate::passwords::hashed;
use crate::problem::Problem;

/// Characters of a login or name at most.
const LONGEST: usize = 120;

/// A login as it is kept: in small letters, without spaces.
///
/// # Errors
/// It is empty, too long, or has spaces or characters that show nothing.
pub fn checked_login(login: &str) -> Result<String, Problem> {
    let login = login.trim().to_lowercase();
    let fits = (1..=LONGEST).contains(&login.chars().count())
        && !login.chars().any(|character| character.is_whitespace() || character.is_control());
    if fits {
        Ok(login)
    } else {
        Err(Problem::invalid("login", "O usuário precisa de 1 a 120 letras, sem espaços: um e-mail, por exemplo."))
    }
}

/// A name as it is kept.
///
/// # Errors
/// It is empty, too long, or has characters that show nothing.
pub fn checked_name(name: &str) -> Result<String, Problem> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=LONGEST).contains(&name.chars().count()) && domain::text::printable(&name) == name;
    if fits { Ok(name) } else { Err(Problem::invalid("name", "O nome precisa de 1 a 120 letras.")) }
}

/// A scope as it is kept; an empty one is none.
///
/// # Errors
/// It is no predicate over what scopes may tell by.
pub fn checked_scope(scope: Option<String>) -> Result<Option<String>, Problem> {
    let Some(scope) = scope.map(|scope| scope.trim().to_owned()).filter(|scope| !scope.is_empty()) else {
        return Ok(None);
    };
    match Predicate::parse_scope(&scope) {
        Ok(_) => Ok(Some(scope)),
        Err(error) => Err(PanelError::from(error).into()),
    }
}
