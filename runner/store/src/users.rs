//! Who may sign in. Of a password only what cannot be turned back is kept.

use jiff::Timestamp;
use runner_model::Secret;
use sqlx::sqlite::SqliteRow;
use sqlx::{Sqlite, SqliteConnection, query::Query, sqlite::SqliteArguments};

use crate::audit;
use crate::reading::Columns;
use crate::stamp;
use crate::{AuditEntry, ReadError, Store, TokenScope, WriteError};

const ADD: &str = "INSERT INTO users (name, password, role, created) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING";
const REMOVE: &str = "DELETE FROM users WHERE name = $1";
const SET_PASSWORD: &str = "UPDATE users SET password = $2 WHERE name = $1";
const SET_ROLE: &str = "UPDATE users SET role = $2 WHERE name = $1";
const SIGN_OUT: &str = "DELETE FROM sessions WHERE user = $1";
const ALL: &str = "SELECT name, role, created, last_seen FROM users ORDER BY name";
const ANY: &str = "SELECT EXISTS (SELECT 1 FROM users)";
const PASSWORD: &str = "SELECT password FROM users WHERE name = $1";

/// What somebody may do; each includes the ones before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Look.
    Viewer,
    /// Run monitors, look after incidents, say something in public.
    Operator,
    /// Everything.
    Admin,
}

impl Role {
    /// All, from the one that may least.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Operator, Self::Admin];

    /// The word, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }

    /// The role with this name.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// The scope of a token that allows the same.
    pub fn scope(self) -> TokenScope {
        match self {
            Self::Viewer => TokenScope::Read,
            Self::Operator => TokenScope::Run,
            Self::Admin => TokenScope::Admin,
        }
    }
}

/// A user to be remembered.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// What their password is compared with: Argon2id, as a PHC string.
    pub password: Secret<String>,
}

/// A user, without the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// When they were added.
    pub created: Timestamp,
    /// When they were last here, to the minute.
    pub last_seen: Option<Timestamp>,
}

/// Who may sign in.
#[derive(Clone, Copy, Debug)]
pub struct Users<'a>(pub(crate) &'a Store);

type Statement = Query<'static, Sqlite, SqliteArguments>;

impl Users<'_> {
    /// Adds a user, and notes who did. `false` when there is one of that name.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn add(&self, user: &NewUser, now: Timestamp, who: &str) -> Result<bool, WriteError> {
        let NewUser { name, role, password } = user.clone();
        let what = format!("added the user {name} ({})", role.as_str());
        let statements = move || {
            let add = sqlx::query(ADD).bind(name.clone()).bind(password.expose().clone());
            vec![add.bind(role.as_str()).bind(stamp::micros(now))]
        };
        self.change(statements, AuditEntry { at: now, who: who.to_owned(), what }).await
    }

    /// Removes a user, who is signed out everywhere, and notes who did. `false` when there is none
    /// of that name.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn remove(&self, name: &str, now: Timestamp, who: &str) -> Result<bool, WriteError> {
        let what = format!("removed the user {name}");
        let name = name.to_owned();
        let statements = move || {
            [REMOVE, SIGN_OUT].map(|sql| sqlx::query(sql).bind(name.clone())).into_iter().collect()
        };
        self.change(statements, AuditEntry { at: now, who: who.to_owned(), what }).await
    }

    /// Gives a user another password, signs them out everywhere, and notes who did. `false` when
    /// there is none of that name.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn set_password(
        &self,
        name: &str,
        password: &Secret<String>,
        now: Timestamp,
        who: &str,
    ) -> Result<bool, WriteError> {
        let what = format!("changed the password of {name}");
        let (name, password) = (name.to_owned(), password.clone());
        let statements = move || {
            let set = sqlx::query(SET_PASSWORD).bind(name.clone()).bind(password.expose().clone());
            vec![set, sqlx::query(SIGN_OUT).bind(name.clone())]
        };
        self.change(statements, AuditEntry { at: now, who: who.to_owned(), what }).await
    }

    /// Lets a user do more or less from here on, and notes who did. `false` when there is none of
    /// that name.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn set_role(
        &self,
        name: &str,
        role: Role,
        now: Timestamp,
        who: &str,
    ) -> Result<bool, WriteError> {
        let what = format!("made {name} {}", role.as_str());
        let name = name.to_owned();
        let statements = move || vec![sqlx::query(SET_ROLE).bind(name.clone()).bind(role.as_str())];
        self.change(statements, AuditEntry { at: now, who: who.to_owned(), what }).await
    }

    /// Carries out `statements`; when the first of them changed something, that is noted.
    async fn change(
        &self,
        statements: impl Fn() -> Vec<Statement> + Send + Sync + 'static,
        entry: AuditEntry,
    ) -> Result<bool, WriteError> {
        self.0.write(move |at| Box::pin(carry_out(at, statements(), entry.clone()))).await
    }

    /// All, by name.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn all(&self) -> Result<Vec<User>, ReadError> {
        sqlx::query(ALL).fetch_all(self.0.readers()).await?.iter().map(user).collect()
    }

    /// Whether there is any.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn any(&self) -> Result<bool, ReadError> {
        sqlx::query(ANY).fetch_one(self.0.readers()).await?.at(0)
    }

    /// What the password of the user `name` is compared with, if there is such a user.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn password(&self, name: &str) -> Result<Option<Secret<String>>, ReadError> {
        let row = sqlx::query(PASSWORD).bind(name.to_owned());
        let row = row.fetch_optional(self.0.readers()).await?;
        row.map(|row| Ok(Secret::new(row.at(0)?))).transpose()
    }
}

async fn carry_out(
    at: &mut SqliteConnection,
    statements: Vec<Statement>,
    entry: AuditEntry,
) -> Result<bool, sqlx::Error> {
    for (number, statement) in statements.into_iter().enumerate() {
        let changed = statement.execute(&mut *at).await?.rows_affected() > 0;
        if number == 0 && !changed {
            return Ok(false);
        }
    }
    audit::add(at, entry).await?;
    Ok(true)
}

fn user(row: &SqliteRow) -> Result<User, ReadError> {
    Ok(User {
        name: row.at(0)?,
        role: role(row.at(1)?)?,
        created: stamp::time(row.at(2)?)?,
        last_seen: stamp::time_option(row.at(3)?)?,
    })
}

/// The role that a column names.
pub(crate) fn role(word: &str) -> Result<Role, ReadError> {
    Role::of(word).ok_or_else(|| ReadError::damaged("the role of a user", word))
}
