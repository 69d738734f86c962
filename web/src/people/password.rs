//! Passwords: Argon2id with what OWASP recommends (19 MiB, two passes, one lane), which are the
//! defaults of the crate.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use runner_model::Secret;
use thiserror::Error;
use tokio::sync::Semaphore;

/// So many are worked out at a time: each takes a core for some 20 ms, and 19 MiB.
const AT_A_TIME: usize = 2;

/// The fewest characters of a password. Nothing else is asked of them (NIST SP 800-63B).
const FEWEST: usize = 10;

/// The most bytes: what is longer only costs time.
const MOST: usize = 1024;

/// What a sign-in by a name that nobody has is compared with, so that it takes as long as one by a
/// name that somebody has. It is the hash of nothing that could be typed.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cy1zYWx0LTAwMQ$nIyfTv4hvG/TGiGJjSiETlr8pY3crLsywRp5nO2wPVo";

/// Why a password is none.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Unfit {
    /// It is guessed too soon.
    #[error("a password has at least {FEWEST} characters")]
    Short,
    /// It only costs time.
    #[error("a password has at most {MOST} bytes")]
    Long,
    /// It cannot be worked out on this machine.
    #[error("the password cannot be kept: {cause}")]
    NotWorkedOut {
        /// Why.
        cause: String,
    },
}

/// What a password is compared with from here on: Argon2id, with a salt of its own, as a PHC
/// string. Takes some 20 ms.
///
/// # Errors
/// It is no password, or the operating system has no random bits.
pub fn hash_password(password: &Secret<String>) -> Result<Secret<String>, Unfit> {
    let text = password.expose();
    if text.chars().count() < FEWEST {
        return Err(Unfit::Short);
    }
    if text.len() > MOST {
        return Err(Unfit::Long);
    }
    let hash = Argon2::default().hash_password(text.as_bytes());
    let hash = hash.map_err(|error| Unfit::NotWorkedOut { cause: error.to_string() })?;
    Ok(Secret::new(hash.to_string()))
}

/// Compares passwords, a few at a time.
pub(crate) struct Gatekeeper(Semaphore);

impl Default for Gatekeeper {
    fn default() -> Self {
        Self(Semaphore::new(AT_A_TIME))
    }
}

impl Gatekeeper {
    /// Whether `shown` is the password that `kept` was made of; never when nothing was kept, which
    /// takes as long.
    pub(super) async fn is(&self, kept: Option<Secret<String>>, shown: Secret<String>) -> bool {
        // It is never closed.
        let Ok(_turn) = self.0.acquire().await else { return false };
        let compared = tokio::task::spawn_blocking(move || {
            let is_somebody = kept.is_some();
            is_same(kept.as_ref().map_or(NOBODYS, |kept| kept.expose()), shown.expose())
                && is_somebody
        });
        // A comparison that panics has compared nothing.
        compared.await.unwrap_or(false)
    }
}

fn is_same(kept: &str, shown: &str) -> bool {
    let Ok(kept) = PasswordHash::new(kept) else { return false };
    shown.len() <= MOST && Argon2::default().verify_password(shown.as_bytes(), &kept).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    #[test]
    fn a_password_is_kept_with_a_salt_of_its_own() {
        let password = secret("correct horse");
        let [one, other] = [(); 2].map(|()| hash_password(&password).unwrap());
        assert!(one.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", one.expose());
        assert_ne!(one.expose(), other.expose());
        assert!(is_same(one.expose(), "correct horse"));
        assert!(!is_same(one.expose(), "correct horsf"));
        assert!(!is_same("nonsense", "correct horse"));
    }

    #[test]
    fn what_is_short_is_no_password() {
        let refused = |text: &str| hash_password(&secret(text)).err().map(|why| why.to_string());
        assert_eq!(refused("123456789").unwrap(), "a password has at least 10 characters");
        assert_eq!(refused("ääääääääää"), None, "characters, not bytes");
        assert_eq!(refused(&"a".repeat(1025)).unwrap(), "a password has at most 1024 bytes");
    }

    #[tokio::test]
    async fn nobody_comes_in_by_a_name_that_nobody_has() {
        let gatekeeper = Gatekeeper::default();
        assert!(PasswordHash::new(NOBODYS).is_ok(), "else it would take no time");
        assert!(!gatekeeper.is(None, secret("")).await);
        let kept = hash_password(&secret("correct horse")).unwrap();
        assert!(gatekeeper.is(Some(kept.clone()), secret("correct horse")).await);
        assert!(!gatekeeper.is(Some(kept), secret("")).await);
    }
}
