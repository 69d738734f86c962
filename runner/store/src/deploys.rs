//! Deploys: what was put where, and when.

use jiff::Timestamp;
use runner_model::{EnvironmentName, ServiceName};
use sqlx::sqlite::SqliteRow;

use crate::reading::Columns;
use crate::stamp;
use crate::{ReadError, Store, WriteError};

const ADD: &str =
    "INSERT INTO deploys (at, service, environment, version, who) VALUES ($1, $2, $3, $4, $5)";

const LATEST: &str = "SELECT at, service, environment, version, who FROM deploys
    WHERE service = $1 AND at <= $2 ORDER BY at DESC, id DESC LIMIT 1";

const BETWEEN: &str = "SELECT at, service, environment, version, who FROM deploys
    WHERE at >= $1 AND at < $2 ORDER BY at, id";

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
}

/// The deploys that were announced.
#[derive(Clone, Copy, Debug)]
pub struct Deploys<'a>(pub(crate) &'a Store);

impl Deploys<'_> {
    /// Notes a deploy.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn add(&self, deploy: Deploy) -> Result<(), WriteError> {
        self.0
            .write(move |at| {
                let query = sqlx::query(ADD)
                    .bind(stamp::micros(deploy.at))
                    .bind(deploy.service.as_str().to_owned())
                    .bind(deploy.environment.as_ref().map(|name| name.as_str().to_owned()))
                    .bind(deploy.version.clone())
                    .bind(deploy.who.clone());
                Box::pin(async move { query.execute(at).await.map(|_| ()) })
            })
            .await
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
        query.fetch_optional(self.0.readers()).await?.as_ref().map(deploy).transpose()
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
        let query = sqlx::query(BETWEEN).bind(stamp::micros(from)).bind(stamp::micros(until));
        query.fetch_all(self.0.readers()).await?.iter().map(deploy).collect()
    }
}

fn deploy(row: &SqliteRow) -> Result<Deploy, ReadError> {
    let environment: Option<String> = row.at(2)?;
    let environment = environment.map(EnvironmentName::try_from).transpose();
    Ok(Deploy {
        at: stamp::time(row.at(0)?)?,
        service: row.name(1, "the name of a service")?,
        environment: environment.map_err(|e| ReadError::damaged("an environment", e))?,
        version: row.at(3)?,
        who: row.at(4)?,
    })
}
