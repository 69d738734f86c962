//! What people say afterwards about a time of an objective. It is added to, never changed.

use jiff::Timestamp;
use runner_model::ObjectiveName;
use sqlx::sqlite::SqliteRow;

use crate::audit;
use crate::reading::Columns;
use crate::stamp;
use crate::{AuditEntry, Json, ReadError, Store, WriteError};

const ADD: &str = "INSERT INTO corrections
    (at, objective, since, until, kind, why, who, effect) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const OF: &str = "SELECT at, objective, since, until, kind, why, who, effect FROM corrections
    WHERE objective = $1 ORDER BY id";

/// What a time is corrected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CorrectionKind {
    /// It was a maintenance, and does not count.
    Maintenance,
    /// It was the customer's, and does not count.
    Customer,
    /// It counts as it was measured: earlier corrections of it are taken back.
    Counted,
}

impl CorrectionKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Maintenance, Self::Customer, Self::Counted];

    /// The word, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Maintenance => "maintenance",
            Self::Customer => "customer",
            Self::Counted => "counted",
        }
    }
}

/// What somebody says afterwards about a time of an objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// When it was said.
    pub at: Timestamp,
    /// Of which objective.
    pub objective: ObjectiveName,
    /// The first moment that is corrected.
    pub since: Timestamp,
    /// The moment after the last.
    pub until: Timestamp,
    /// What it was.
    pub kind: CorrectionKind,
    /// Why.
    pub why: String,
    /// Who says so.
    pub who: String,
    /// The numbers before and after.
    pub effect: Json,
}

/// What people said afterwards about times of objectives.
#[derive(Clone, Copy, Debug)]
pub struct Corrections<'a>(pub(crate) &'a Store);

impl Corrections<'_> {
    /// Adds a correction, and notes who did.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn add(&self, correction: Correction) -> Result<(), WriteError> {
        self.0
            .write(move |at| {
                let said = correction.clone();
                let Correction { objective, since, until, kind, why, .. } = &said;
                let kind = kind.as_str();
                let what =
                    format!("corrected {objective} from {since} to {until} as {kind}: {why}");
                let entry = AuditEntry { at: said.at, who: said.who.clone(), what };
                let query = sqlx::query(ADD)
                    .bind(stamp::micros(said.at))
                    .bind(said.objective.as_str().to_owned())
                    .bind(stamp::micros(said.since))
                    .bind(stamp::micros(said.until))
                    .bind(said.kind.as_str())
                    .bind(said.why)
                    .bind(said.who)
                    .bind(said.effect.as_str().to_owned());
                Box::pin(async move {
                    query.execute(&mut *at).await?;
                    audit::add(at, entry).await
                })
            })
            .await
    }

    /// Those of an objective, in the order in which they were said.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn of(&self, objective: &ObjectiveName) -> Result<Vec<Correction>, ReadError> {
        let query = sqlx::query(OF).bind(objective.as_str().to_owned());
        query.fetch_all(self.0.readers()).await?.iter().map(correction).collect()
    }
}

fn correction(row: &SqliteRow) -> Result<Correction, ReadError> {
    let word: &str = row.at(4)?;
    let kind = CorrectionKind::ALL.into_iter().find(|kind| kind.as_str() == word);
    Ok(Correction {
        at: stamp::time(row.at(0)?)?,
        objective: row.name(1, "the name of an objective")?,
        since: stamp::time(row.at(2)?)?,
        until: stamp::time(row.at(3)?)?,
        kind: kind.ok_or_else(|| ReadError::damaged("the kind of a correction", word))?,
        why: row.at(5)?,
        who: row.at(6)?,
        effect: Json::stored(row.at(7)?),
    })
}
