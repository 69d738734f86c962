//! What is said of incidents on status pages.

use jiff::Timestamp;
use runner_model::IncidentId;
use sqlx::sqlite::SqliteRow;

use crate::audit;
use crate::incidents::number;
use crate::reading::Columns;
use crate::stamp;
use crate::{AuditEntry, ReadError, Store, WriteError};

const ADD: &str = "INSERT INTO public_updates (incident, at, text, who) VALUES ($1, $2, $3, $4)";
const WITHDRAW: &str = "DELETE FROM public_updates WHERE id = $1 AND incident = $2";
const SINCE: &str = "SELECT public_updates.id, public_updates.incident, at, text, who
    FROM public_updates JOIN incidents ON incidents.id = public_updates.incident
    WHERE incidents.closed IS NULL OR incidents.closed > $1 ORDER BY at, public_updates.id";
const OF: &str = "SELECT id, incident, at, text, who FROM public_updates
    WHERE incident = $1 ORDER BY at, id";

/// Identifies what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublicUpdateId(pub i64);

/// Something to be said of an incident, for everybody to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPublicUpdate {
    /// Of which.
    pub incident: IncidentId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
    /// Who says it: for those inside only.
    pub who: String,
}

/// Something said of an incident, for everybody to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUpdate {
    /// Which.
    pub id: PublicUpdateId,
    /// What.
    pub said: NewPublicUpdate,
}

/// What is said of incidents on status pages.
#[derive(Clone, Copy, Debug)]
pub struct PublicUpdates<'a>(pub(crate) &'a Store);

impl PublicUpdates<'_> {
    /// Says something, and notes who did.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn publish(&self, said: NewPublicUpdate) -> Result<PublicUpdateId, WriteError> {
        self.0
            .write(move |at| {
                let NewPublicUpdate { incident, at: time, text, who } = said.clone();
                let query = sqlx::query(ADD).bind(number(incident)).bind(stamp::micros(time));
                let query = query.bind(text).bind(who.clone());
                let what = format!("published an update on incident {incident}");
                let entry = AuditEntry { at: time, who, what };
                Box::pin(async move {
                    let id = query.execute(&mut *at).await?.last_insert_rowid();
                    audit::add(at, entry).await?;
                    Ok(PublicUpdateId(id))
                })
            })
            .await
    }

    /// Takes back what was said of `incident`, and notes who did. Whether it was there.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn withdraw(
        &self,
        incident: IncidentId,
        id: PublicUpdateId,
        now: Timestamp,
        who: &str,
    ) -> Result<bool, WriteError> {
        let who = who.to_owned();
        self.0
            .write(move |at| {
                let query = sqlx::query(WITHDRAW).bind(id.0).bind(number(incident));
                let what = format!("withdrew an update on incident {incident}");
                let entry = AuditEntry { at: now, who: who.clone(), what };
                Box::pin(audit::noted(query, at, entry))
            })
            .await
    }

    /// All that is said of `incident`, oldest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn of(&self, incident: IncidentId) -> Result<Vec<PublicUpdate>, ReadError> {
        let query = sqlx::query(OF).bind(number(incident));
        query.fetch_all(self.0.readers()).await?.iter().map(update).collect()
    }

    /// All that is said of incidents that go on, or lasted at any time after `since`, oldest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn since(&self, since: Timestamp) -> Result<Vec<PublicUpdate>, ReadError> {
        let query = sqlx::query(SINCE).bind(stamp::micros(since));
        query.fetch_all(self.0.readers()).await?.iter().map(update).collect()
    }
}

fn update(row: &SqliteRow) -> Result<PublicUpdate, ReadError> {
    let said = NewPublicUpdate {
        incident: IncidentId(row.count(1)?),
        at: stamp::time(row.at(2)?)?,
        text: row.at(3)?,
        who: row.at(4)?,
    };
    Ok(PublicUpdate { id: PublicUpdateId(row.at(0)?), said })
}
