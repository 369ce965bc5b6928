//! Passwords, codes of the second factor and other secrets: made, kept as hashes, compared.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

use crate::problem::Problem;

/// Characters of a password at least.
pub const SHORTEST: usize = 10;

/// Bytes of a password at most: what is longer only costs the server time.
pub const LONGEST: usize = 256;

/// Passwords hashed at once, each in 19 MiB.
static HASHING: Semaphore = Semaphore::const_new(2);

/// The hash of a password nobody has, so that an unknown login takes as long as a wrong password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Y2FydGVpcmEtc2FsdC0wMQ$3o1eB0i6Zq5m9w1b8m6lJ9m7o2c8bq7Z2m0nq1v8c5E";

/// The hash of a password (argon2id, 19 MiB, two passes).
///
/// # Errors
/// Too short or too long.
pub async fn hashed(password: String) -> Result<String, Problem> {
    check(&password)?;
    let _permit = HASHING.acquire().await.map_err(|error| Problem::internal(&error))?;
    let hash = move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string());
    let hash = tokio::task::spawn_blocking(hash).await.map_err(|error| Problem::internal(&error))?;
    hash.map_err(|error| Problem::internal(&error))
}

/// Whether a password is the one of a hash; of no hash none is, in the same time.
pub async fn matches(password: String, hash: Option<String>) -> bool {
    let Ok(_permit) = HASHING.acquire().await else { return false };
    let verify = move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let Ok(parsed) = PasswordHash::new(&hash) else { return false };
        let fits = password.len() <= LONGEST && Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
        known && fits
    };
    tokio::task::spawn_blocking(verify).await.unwrap_or(false)
}

fn check(password: &str) -> Result<(), Problem> {
    let characters = password.chars().count();
    if characters < SHORTEST {
        return Err(Problem::invalid(
            "password",
            format!("A senha tem {characters} caracteres; use pelo menos {SHORTEST}."),
        ));
    }
    if password.len() > LONGEST {
        return Err(Problem::invalid("password", format!("A senha é longa demais; cabem {LONGEST} bytes.")));
    }
    let first = password.chars().next();
    if password.chars().all(|character| Some(character) == first) {
        return Err(Problem::invalid("password", "A senha repete um caractere só; misture outros."));
    }
    Ok(())
}

/// A secret that cannot be guessed: 256 bits, as letters that fit an address.
pub fn secret() -> Result<String, Problem> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Problem::internal(&error))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What is kept of a secret. It has the entropy that passwords lack: one pass is enough.
pub fn fingerprint(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex().to_string()
}

/// Whether two secrets are equal, in a time that does not tell how far they are.
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_told_from_all_others() {
        let hash = hashed("correta cavalo bateria".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(matches("correta cavalo bateria".to_owned(), Some(hash.clone())).await);
        assert!(!matches("correta cavalo".to_owned(), Some(hash)).await);
        assert!(!matches("qualquer uma".to_owned(), None).await);
        assert!(PasswordHash::new(NOBODY).is_ok(), "an unknown login must cost as much as a wrong password");
    }

    #[tokio::test]
    async fn short_long_and_simple_passwords_are_refused() {
        for password in ["curta", "aaaaaaaaaaaaaaa", &"x1".repeat(200)] {
            assert!(hashed(password.to_owned()).await.is_err(), "{password}");
        }
    }
}
