//! Who is signed in. Only the hash of what the browser shows is kept.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::Secret;
use sqlx::Row as _;

use crate::audit;
use crate::reading::Columns;
use crate::stamp;
use crate::tokens::hash;
use crate::users::role;
use crate::{AuditEntry, ReadError, Role, Store, WriteError};

const BEGIN: &str =
    "INSERT INTO sessions (hash, user, created, used) SELECT $1, name, $3, $3 FROM users
    WHERE name = $2";
const OVER: &str = "DELETE FROM sessions WHERE created < $1 OR used < $2";
const END: &str = "DELETE FROM sessions WHERE hash = $1 RETURNING user";
const FIND: &str = "SELECT sessions.user, users.role, sessions.used
    FROM sessions JOIN users ON users.name = sessions.user
    WHERE sessions.hash = $1 AND sessions.created >= $2 AND sessions.used >= $3";
const USED: &str = "UPDATE sessions SET used = $2 WHERE hash = $1";
const SEEN: &str = "UPDATE users SET last_seen = $2 WHERE name = $1";

/// For how long somebody is signed in, however busy.
const LIFE: Duration = Duration::from_secs(30 * 24 * 3600);

/// For how long without a sign of life.
const IDLE: Duration = Duration::from_secs(7 * 24 * 3600);

/// A sign of life is written to the minute: not every page is a write.
const USE: Duration = Duration::from_secs(60);

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub name: String,
    /// What they may do at present.
    pub role: Role,
}

/// Who is signed in.
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'a>(pub(crate) &'a Store);

impl Sessions<'_> {
    /// The user `name` is signed in from `now` on with what `secret` is: at least 128 random bits,
    /// since one round of SHA-256 guards it. That is noted. `false` when there is no such user.
    /// Sessions that are over are forgotten on the way.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn begin(
        &self,
        secret: &Secret<String>,
        name: &str,
        now: Timestamp,
    ) -> Result<bool, WriteError> {
        let (hash, name) = (hash(secret), name.to_owned());
        self.0
            .write(move |at| {
                let over = sqlx::query(OVER);
                let over = over.bind(stamp::before(now, LIFE)).bind(stamp::before(now, IDLE));
                let begin = sqlx::query(BEGIN).bind(hash.clone()).bind(name.clone());
                let begin = begin.bind(stamp::micros(now));
                let what = "signed in".to_owned();
                let entry = AuditEntry { at: now, who: name.clone(), what };
                Box::pin(async move {
                    over.execute(&mut *at).await?;
                    let begun = begin.execute(&mut *at).await?.rows_affected() > 0;
                    if begun {
                        audit::add(at, entry).await?;
                    }
                    Ok(begun)
                })
            })
            .await
    }

    /// Ends the session that is `secret`, if there is one, and notes who did.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn end(&self, secret: &Secret<String>, now: Timestamp) -> Result<(), WriteError> {
        let hash = hash(secret);
        self.0
            .write(move |at| {
                let query = sqlx::query(END).bind(hash.clone());
                Box::pin(async move {
                    let Some(row) = query.fetch_optional(&mut *at).await? else { return Ok(()) };
                    let entry =
                        AuditEntry { at: now, who: row.try_get(0)?, what: "signed out".to_owned() };
                    audit::add(at, entry).await
                })
            })
            .await
    }

    /// Who shows `secret` at `now`, if that is a session that goes on. The sign of life is noted
    /// without waiting.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn find(
        &self,
        secret: &Secret<String>,
        now: Timestamp,
    ) -> Result<Option<SignedIn>, ReadError> {
        let hash = hash(secret);
        let query = sqlx::query(FIND).bind(hash.clone());
        let query = query.bind(stamp::before(now, LIFE)).bind(stamp::before(now, IDLE));
        let Some(row) = query.fetch_optional(self.0.readers()).await? else { return Ok(None) };
        let found = SignedIn { name: row.at(0)?, role: role(row.at(1)?)? };
        let used: i64 = row.at(2)?;
        if used < stamp::before(now, USE) {
            let name = found.name.clone();
            self.0.write_later(move |at| {
                let session = sqlx::query(USED).bind(hash.clone()).bind(stamp::micros(now));
                let user = sqlx::query(SEEN).bind(name.clone()).bind(stamp::micros(now));
                Box::pin(async move {
                    session.execute(&mut *at).await?;
                    user.execute(&mut *at).await.map(|_| ())
                })
            });
        }
        Ok(Some(found))
    }
}
