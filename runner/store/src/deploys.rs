//! Deploys: what was put where, when, and what its gate said of it.

use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use runner_model::{EnvironmentName, ServiceName};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};

use crate::reading::Columns;
use crate::stamp;
use crate::{ReadError, Store, WriteError};

/// The same version put into service again so soon is the same deploy: a pipeline's job was
/// repeated.
const SAME: Duration = Duration::from_secs(24 * 60 * 60);

const ADD: &str = "INSERT INTO deploys (at, service, environment, version, who, made_of, url)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id, at";

/// The first of those that put the same version into service again and again, with no other
/// version in between.
const FIRST_OF_SAME: &str = "SELECT id, at FROM deploys
    WHERE service = $1 AND environment IS $2 AND version = $3 AND at >= $4 AND at <= $5
    AND at > COALESCE((SELECT MAX(at) FROM deploys
        WHERE service = $1 AND environment IS $2 AND version <> $3 AND at <= $5), $4 - 1)
    ORDER BY at, id LIMIT 1";

const JUDGE: &str = "UPDATE deploys SET verdict = $2, judged = $3 WHERE id = $1";

const LATEST: &str =
    "SELECT id, at, service, environment, version, who, made_of, url, verdict, judged
    FROM deploys WHERE service = $1 AND at <= $2 ORDER BY at DESC, id DESC LIMIT 1";

const BY_ID: &str =
    "SELECT id, at, service, environment, version, who, made_of, url, verdict, judged
    FROM deploys WHERE id = $1";

const BETWEEN: &str =
    "SELECT id, at, service, environment, version, who, made_of, url, verdict, judged
    FROM deploys WHERE at >= $1 AND at < $2 ORDER BY at, id";

const BEFORE: &str =
    "SELECT id, at, service, environment, version, who, made_of, url, verdict, judged
    FROM deploys WHERE id < $1 ORDER BY id DESC LIMIT $2";

/// A version was put into service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deploy {
    /// When.
    pub at: Timestamp,
    /// Of what.
    pub service: ServiceName,
    /// Where, when that was said.
    pub environment: Option<EnvironmentName>,
    /// What: `1.4.2`.
    pub version: String,
    /// Who said so: the name of a token, `the command line`.
    pub who: String,
    /// The commit that it was made of, when that was said.
    pub commit: Option<String>,
    /// Where more stands about it, when that was said.
    pub url: Option<String>,
}

/// Which deploy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeployId(pub i64);

/// A deploy as it was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Which.
    pub id: DeployId,
    /// Runs before it are history. Later than the deploy never, earlier when it is a repeated one:
    /// it is not to be compared with itself.
    pub at: Timestamp,
}

/// A deploy, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployed {
    /// Which.
    pub id: DeployId,
    /// What was said when it was made.
    pub deploy: Deploy,
    /// What its gate said; nothing until it has.
    pub judged: Option<Judged>,
}

/// What a gate said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// When.
    pub at: Timestamp,
    /// One of the five words, as `runner-health` writes them.
    pub verdict: String,
}

/// The deploys that were announced.
#[derive(Clone, Copy, Debug)]
pub struct Deploys<'a>(pub(crate) &'a Store);

impl Deploys<'_> {
    /// Notes a deploy.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn add(&self, deploy: Deploy) -> Result<Marker, WriteError> {
        self.write(move |at| Box::pin(insert(at, deploy.clone()))).await
    }

    /// Notes a deploy, unless the same version was noted within a day and no other since: then it
    /// is that one.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn mark(&self, deploy: Deploy) -> Result<Marker, WriteError> {
        self.write(move |at| Box::pin(find_or_insert(at, deploy.clone()))).await
    }

    async fn write<F>(&self, work: F) -> Result<Marker, WriteError>
    where
        F: for<'c> Fn(&'c mut SqliteConnection) -> BoxFuture<'c, Result<(i64, i64), sqlx::Error>>
            + Send
            + Sync
            + 'static,
    {
        let (id, micros) = self.0.write(work).await?;
        let refused = |error: ReadError| WriteError::Refused { cause: error.to_string() };
        Ok(Marker { id: DeployId(id), at: stamp::time(micros).map_err(refused)? })
    }

    /// Notes what the gate of a deploy says; the last word counts. `false` when there is no such
    /// deploy.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn judge(&self, id: DeployId, judged: Judged) -> Result<bool, WriteError> {
        self.0
            .write(move |to| {
                let query = sqlx::query(JUDGE).bind(id.0).bind(judged.verdict.clone());
                let query = query.bind(stamp::micros(judged.at));
                Box::pin(async move { Ok(query.execute(to).await?.rows_affected() > 0) })
            })
            .await
    }

    /// One of them.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn by_id(&self, id: DeployId) -> Result<Option<Deployed>, ReadError> {
        let row = sqlx::query(BY_ID).bind(id.0).fetch_optional(self.0.readers()).await?;
        row.as_ref().map(deployed).transpose()
    }

    /// The latest `limit` that were announced before `before`, or of all, the latest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn before(
        &self,
        before: Option<DeployId>,
        limit: u32,
    ) -> Result<Vec<Deployed>, ReadError> {
        let before = before.map_or(i64::MAX, |id| id.0);
        let query = sqlx::query(BEFORE).bind(before).bind(limit);
        query.fetch_all(self.0.readers()).await?.iter().map(deployed).collect()
    }

    /// The latest of `service` at or before `at`.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn latest(
        &self,
        service: &ServiceName,
        at: Timestamp,
    ) -> Result<Option<Deploy>, ReadError> {
        let query = sqlx::query(LATEST).bind(service.as_str().to_owned()).bind(stamp::micros(at));
        let row = query.fetch_optional(self.0.readers()).await?;
        Ok(row.as_ref().map(deployed).transpose()?.map(|found| found.deploy))
    }

    /// All from `from` until before `until`, oldest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Deploy>, ReadError> {
        let found = self.judged_between(from, until).await?;
        Ok(found.into_iter().map(|found| found.deploy).collect())
    }

    /// The same, with what became of them.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn judged_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Deployed>, ReadError> {
        let query = sqlx::query(BETWEEN).bind(stamp::micros(from)).bind(stamp::micros(until));
        query.fetch_all(self.0.readers()).await?.iter().map(deployed).collect()
    }
}

/// Its number, and when it was, in microseconds since 1970.
async fn insert(to: &mut SqliteConnection, deploy: Deploy) -> Result<(i64, i64), sqlx::Error> {
    let query = sqlx::query(ADD)
        .bind(stamp::micros(deploy.at))
        .bind(String::from(deploy.service))
        .bind(deploy.environment.map(String::from))
        .bind(deploy.version)
        .bind(deploy.who)
        .bind(deploy.commit)
        .bind(deploy.url);
    let row = query.fetch_one(to).await?;
    Ok((row.try_get(0)?, row.try_get(1)?))
}

async fn find_or_insert(
    to: &mut SqliteConnection,
    deploy: Deploy,
) -> Result<(i64, i64), sqlx::Error> {
    let query = sqlx::query(FIRST_OF_SAME)
        .bind(deploy.service.as_str().to_owned())
        .bind(deploy.environment.as_ref().map(|name| name.as_str().to_owned()))
        .bind(deploy.version.clone())
        .bind(stamp::before(deploy.at, SAME))
        .bind(stamp::micros(deploy.at));
    match query.fetch_optional(&mut *to).await? {
        Some(same) => Ok((same.try_get(0)?, same.try_get(1)?)),
        None => insert(to, deploy).await,
    }
}

fn deployed(row: &SqliteRow) -> Result<Deployed, ReadError> {
    let environment: Option<String> = row.at(3)?;
    let environment = environment.map(EnvironmentName::try_from).transpose();
    let verdict: Option<String> = row.at(8)?;
    let judged = stamp::time_option(row.at(9)?)?;
    Ok(Deployed {
        id: DeployId(row.at(0)?),
        deploy: Deploy {
            at: stamp::time(row.at(1)?)?,
            service: row.name(2, "the name of a service")?,
            environment: environment.map_err(|e| ReadError::damaged("an environment", e))?,
            version: row.at(4)?,
            who: row.at(5)?,
            commit: row.at(6)?,
            url: row.at(7)?,
        },
        judged: judged.zip(verdict).map(|(at, verdict)| Judged { at, verdict }),
    })
}
