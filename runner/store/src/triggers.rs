//! Triggers: addresses that start a run by themselves. Only the hash of each is kept.

use jiff::Timestamp;
use runner_model::{Errand, Secret};
use sqlx::sqlite::SqliteRow;

use crate::reading::Columns;
use crate::stamp;
use crate::tokens::{hash, is_used_again};
use crate::{AuditEntry, ReadError, Store, WriteError, audit};

const ADD: &str = "INSERT INTO triggers (name, hash, json, created) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING";
const REMOVE: &str = "DELETE FROM triggers WHERE name = $1";
const ALL: &str = "SELECT name, json, created, last_used FROM triggers ORDER BY name";
const FIND: &str = "SELECT name, json, created, last_used FROM triggers WHERE hash = $1";
const USED: &str = "UPDATE triggers SET last_used = $2 WHERE name = $1";

/// A trigger to be remembered.
#[derive(Clone, Debug)]
pub struct NewTrigger {
    /// What it is called.
    pub name: String,
    /// What it runs, when nothing else is said.
    pub errand: Errand,
    /// The part of its address that nobody guesses: at least 128 random bits.
    pub secret: Secret<String>,
}

/// A trigger, without its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// What it is called.
    pub name: String,
    /// What it runs, when nothing else is said.
    pub errand: Errand,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last used, to the minute.
    pub last_used: Option<Timestamp>,
}

/// The triggers that are valid.
#[derive(Clone, Copy, Debug)]
pub struct Triggers<'a>(pub(crate) &'a Store);

impl Triggers<'_> {
    /// Adds a trigger, and notes who did. `false` when there is one of that name.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn add(
        &self,
        trigger: &NewTrigger,
        now: Timestamp,
        who: &str,
    ) -> Result<bool, WriteError> {
        let NewTrigger { name, errand, secret } = trigger;
        let (name, hash, who) = (name.clone(), hash(secret), who.to_owned());
        let json = serde_json::to_string(errand).expect("text, and maps of text to text");
        let what = format!("made the trigger {name} ({errand})");
        self.0
            .write(move |at| {
                let query = sqlx::query(ADD)
                    .bind(name.clone())
                    .bind(hash.clone())
                    .bind(json.clone())
                    .bind(stamp::micros(now));
                let entry = AuditEntry { at: now, who: who.clone(), what: what.clone() };
                Box::pin(audit::noted(query, at, entry))
            })
            .await
    }

    /// Makes a trigger invalid, and notes who did. `false` when there is none of that name.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn revoke(&self, name: &str, now: Timestamp, who: &str) -> Result<bool, WriteError> {
        let (name, who) = (name.to_owned(), who.to_owned());
        self.0
            .write(move |at| {
                let query = sqlx::query(REMOVE).bind(name.clone());
                let what = format!("revoked the trigger {name}");
                let entry = AuditEntry { at: now, who: who.clone(), what };
                Box::pin(audit::noted(query, at, entry))
            })
            .await
    }

    /// All, by name.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn all(&self) -> Result<Vec<Trigger>, ReadError> {
        sqlx::query(ALL).fetch_all(self.0.readers()).await?.iter().map(trigger).collect()
    }

    /// The trigger that `secret` belongs to, if it is valid. Its use at `now` is noted without
    /// waiting.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn find(
        &self,
        secret: &Secret<String>,
        now: Timestamp,
    ) -> Result<Option<Trigger>, ReadError> {
        let row = sqlx::query(FIND).bind(hash(secret)).fetch_optional(self.0.readers()).await?;
        let Some(found) = row.as_ref().map(trigger).transpose()? else { return Ok(None) };
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

fn trigger(row: &SqliteRow) -> Result<Trigger, ReadError> {
    let errand = serde_json::from_str(row.at(1)?);
    Ok(Trigger {
        name: row.at(0)?,
        errand: errand.map_err(|error| ReadError::damaged("what a trigger runs", error))?,
        created: stamp::time(row.at(2)?)?,
        last_used: stamp::time_option(row.at(3)?)?,
    })
}
