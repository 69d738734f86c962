//! Who may ask from outside. Only the hash of a token is kept.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::Secret;
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteRow;

use crate::audit;
use crate::reading::Columns;
use crate::stamp;
use crate::{AuditEntry, ReadError, Store, WriteError};

const ADD: &str = "INSERT INTO tokens (name, hash, scope, created) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING";
const REMOVE: &str = "DELETE FROM tokens WHERE name = $1";
const ALL: &str = "SELECT name, scope, created, last_used FROM tokens ORDER BY name";
const FIND: &str = "SELECT name, scope, created, last_used FROM tokens WHERE hash = $1";
const USED: &str = "UPDATE tokens SET last_used = $2 WHERE name = $1";

/// When a token was last used is told to the minute: not every request is a write.
const USE: Duration = Duration::from_secs(60);

/// What a token allows; each includes the ones before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenScope {
    /// To look.
    Read,
    /// To ask for runs and to announce deploys.
    Run,
    /// Everything.
    Admin,
}

impl TokenScope {
    /// The word, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Run => "run",
            Self::Admin => "admin",
        }
    }

    /// The scope with this name.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Read, Self::Run, Self::Admin].into_iter().find(|scope| scope.as_str() == word)
    }
}

/// A token to be remembered.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is called.
    pub name: String,
    /// What it allows.
    pub scope: TokenScope,
    /// The token itself: at least 128 random bits, since one round of SHA-256 guards it.
    pub secret: Secret<String>,
}

/// A token, without the token itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is called.
    pub name: String,
    /// What it allows.
    pub scope: TokenScope,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last used, to the minute.
    pub last_used: Option<Timestamp>,
}

/// The tokens that are valid.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'a>(pub(crate) &'a Store);

impl Tokens<'_> {
    /// Adds a token, and notes who did. `false` when there is one of that name.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn add(
        &self,
        token: &NewToken,
        now: Timestamp,
        who: &str,
    ) -> Result<bool, WriteError> {
        let NewToken { name, scope, secret } = token;
        let (name, scope, hash, who) = (name.clone(), *scope, hash(secret), who.to_owned());
        self.0
            .write(move |at| {
                let query = sqlx::query(ADD)
                    .bind(name.clone())
                    .bind(hash.clone())
                    .bind(scope.as_str())
                    .bind(stamp::micros(now));
                let what = format!("made the token {name} ({})", scope.as_str());
                let entry = AuditEntry { at: now, who: who.clone(), what };
                Box::pin(audit::noted(query, at, entry))
            })
            .await
    }

    /// Makes a token invalid, and notes who did. `false` when there is none of that name.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn revoke(&self, name: &str, now: Timestamp, who: &str) -> Result<bool, WriteError> {
        let (name, who) = (name.to_owned(), who.to_owned());
        self.0
            .write(move |at| {
                let query = sqlx::query(REMOVE).bind(name.clone());
                let what = format!("revoked the token {name}");
                let entry = AuditEntry { at: now, who: who.clone(), what };
                Box::pin(audit::noted(query, at, entry))
            })
            .await
    }

    /// All, by name.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn all(&self) -> Result<Vec<Token>, ReadError> {
        sqlx::query(ALL).fetch_all(self.0.readers()).await?.iter().map(token).collect()
    }

    /// The token that is `secret`, if it is valid. Its use at `now` is noted without waiting.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn find(
        &self,
        secret: &Secret<String>,
        now: Timestamp,
    ) -> Result<Option<Token>, ReadError> {
        let query = sqlx::query(FIND).bind(hash(secret));
        let row = query.fetch_optional(self.0.readers()).await?;
        let Some(found) = row.as_ref().map(token).transpose()? else { return Ok(None) };
        if is_used_again(found.last_used, now) {
            let name = found.name.clone();
            self.0.write_later(move |at| {
                let query = sqlx::query(USED).bind(name.clone()).bind(stamp::micros(now));
                Box::pin(async move { query.execute(at).await.map(|_| ()) })
            });
        }
        Ok(Some(found))
    }
}

/// Whether a use at `now` is worth noting.
pub(crate) fn is_used_again(last: Option<Timestamp>, now: Timestamp) -> bool {
    let long_ago = stamp::before(now, USE);
    last.is_none_or(|used| stamp::micros(used) < long_ago)
}

/// What is kept of something random that only its owner knows.
pub(crate) fn hash(secret: &Secret<String>) -> Vec<u8> {
    Sha256::digest(secret.expose().as_bytes()).to_vec()
}

fn token(row: &SqliteRow) -> Result<Token, ReadError> {
    let word: &str = row.at(1)?;
    let scope = TokenScope::of(word);
    Ok(Token {
        name: row.at(0)?,
        scope: scope.ok_or_else(|| ReadError::damaged("the scope of a token", word))?,
        created: stamp::time(row.at(2)?)?,
        last_used: stamp::time_option(row.at(3)?)?,
    })
}
