//! Monitors that somebody stopped for a while.

use jiff::Timestamp;
use runner_model::MonitorName;
use sqlx::sqlite::SqliteRow;

use crate::audit;
use crate::reading::Columns;
use crate::stamp;
use crate::{AuditEntry, ReadError, Store, WriteError};

const SET: &str = "INSERT INTO pauses (monitor, since, reason, who) VALUES ($1, $2, $3, $4)
    ON CONFLICT (monitor) DO NOTHING";
const END: &str = "DELETE FROM pauses WHERE monitor = $1";
const ALL: &str = "SELECT monitor, since, reason, who FROM pauses ORDER BY monitor";

/// A monitor does not run until somebody says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Which.
    pub monitor: MonitorName,
    /// From when on.
    pub since: Timestamp,
    /// Why, when that was said.
    pub reason: Option<String>,
    /// Who stopped it.
    pub who: String,
}

/// The monitors that are paused.
#[derive(Clone, Copy, Debug)]
pub struct Pauses<'a>(pub(crate) &'a Store);

impl Pauses<'_> {
    /// Pauses a monitor, and notes who did. A pause that goes on already stays as it is. Whether
    /// anything changed.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn begin(&self, pause: Pause) -> Result<bool, WriteError> {
        self.0
            .write(move |at| {
                let Pause { monitor, since, reason, who } = pause.clone();
                let query = sqlx::query(SET)
                    .bind(monitor.as_str().to_owned())
                    .bind(stamp::micros(since))
                    .bind(reason)
                    .bind(who.clone());
                let what = format!("paused the monitor {monitor}");
                Box::pin(audit::noted(query, at, AuditEntry { at: since, who, what }))
            })
            .await
    }

    /// Lets `monitor` run again, and notes who did. Whether it was paused.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn end(
        &self,
        monitor: &MonitorName,
        now: Timestamp,
        who: &str,
    ) -> Result<bool, WriteError> {
        let (monitor, who) = (monitor.clone(), who.to_owned());
        self.0
            .write(move |at| {
                let query = sqlx::query(END).bind(monitor.as_str().to_owned());
                let what = format!("resumed the monitor {monitor}");
                let entry = AuditEntry { at: now, who: who.clone(), what };
                Box::pin(audit::noted(query, at, entry))
            })
            .await
    }

    /// All, by the name of the monitor.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn all(&self) -> Result<Vec<Pause>, ReadError> {
        sqlx::query(ALL).fetch_all(self.0.readers()).await?.iter().map(pause).collect()
    }
}

fn pause(row: &SqliteRow) -> Result<Pause, ReadError> {
    Ok(Pause {
        monitor: row.name(0, "the name of a monitor")?,
        since: stamp::time(row.at(1)?)?,
        reason: row.at(2)?,
        who: row.at(3)?,
    })
}
