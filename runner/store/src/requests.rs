//! "Run now": whoever wants a run offers it here; the loop that runs monitors takes it.

use jiff::Timestamp;
use runner_model::MonitorName;
use sqlx::sqlite::SqliteRow;

use crate::reading::Columns;
use crate::stamp;
use crate::{ReadError, Store, WriteError};

const ADD: &str = "INSERT INTO run_requests (monitor, at, who) VALUES ($1, $2, $3)";

const CLAIM: &str = "UPDATE run_requests SET claimed = $1 WHERE claimed IS NULL
    RETURNING monitor, at, who, id";

/// Somebody wants a monitor to run at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRequest {
    /// Which.
    pub monitor: MonitorName,
    /// When it was asked.
    pub at: Timestamp,
    /// Who asked.
    pub who: String,
}

/// Requests for runs.
#[derive(Clone, Copy, Debug)]
pub struct RunRequests<'a>(pub(crate) &'a Store);

impl RunRequests<'_> {
    /// Asks for a run.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn offer(&self, request: RunRequest) -> Result<(), WriteError> {
        self.0
            .write(move |at| {
                let query = sqlx::query(ADD)
                    .bind(request.monitor.as_str().to_owned())
                    .bind(stamp::micros(request.at))
                    .bind(request.who.clone());
                Box::pin(async move { query.execute(at).await.map(|_| ()) })
            })
            .await
    }

    /// Takes all requests that nobody has taken, oldest first. Each is given out once.
    ///
    /// # Errors
    /// That they are taken cannot be written.
    pub async fn claim(&self, now: Timestamp) -> Result<Vec<RunRequest>, WriteError> {
        let rows = self.0.write(move |at| {
            let query = sqlx::query(CLAIM).bind(stamp::micros(now));
            Box::pin(async move { query.fetch_all(at).await })
        });
        let rows = rows.await?;
        let mut claimed = rows
            .iter()
            .map(|row| Ok((row.at::<i64>(3)?, request(row)?)))
            .collect::<Result<Vec<_>, ReadError>>()
            .map_err(|error| WriteError::Refused { cause: error.to_string() })?;
        claimed.sort_by_key(|(id, _)| *id);
        Ok(claimed.into_iter().map(|(_, request)| request).collect())
    }
}

fn request(row: &SqliteRow) -> Result<RunRequest, ReadError> {
    Ok(RunRequest {
        monitor: row.name(0, "the name of a monitor")?,
        at: stamp::time(row.at(1)?)?,
        who: row.at(2)?,
    })
}
