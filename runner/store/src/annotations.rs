//! What people say about a time: a maintenance at short notice, a note.

use jiff::Timestamp;
use runner_model::MonitorName;
use sqlx::sqlite::SqliteRow;

use crate::audit;
use crate::reading::Columns;
use crate::stamp;
use crate::{AuditEntry, ReadError, Store, WriteError};

const ADD: &str = "INSERT INTO annotations (kind, monitor, since, until, text, who)
    VALUES ($1, $2, $3, $4, $5, $6)";
const END: &str =
    "UPDATE annotations SET until = $2 WHERE id = $1 AND (until IS NULL OR until > $2)";
const BETWEEN: &str = "SELECT id, kind, monitor, since, until, text, who FROM annotations
    WHERE since < $2 AND (until IS NULL OR until > $1 OR since >= $1) ORDER BY since, id";

/// Identifies an annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnnotationId(pub i64);

/// What an annotation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnnotationKind {
    /// Nobody is told, and the time is excluded.
    Maintenance,
    /// For reading only.
    Note,
}

impl AnnotationKind {
    /// The word, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Maintenance => "maintenance",
            Self::Note => "note",
        }
    }

    fn of(word: &str) -> Option<Self> {
        [Self::Maintenance, Self::Note].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Something to be said about a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnnotation {
    /// What for.
    pub kind: AnnotationKind,
    /// For which monitor; `None` for all.
    pub monitor: Option<MonitorName>,
    /// From when on.
    pub since: Timestamp,
    /// Until when; `None` until somebody ends it. For a note: `since` itself is a moment.
    pub until: Option<Timestamp>,
    /// What is said.
    pub text: String,
    /// Who says it.
    pub who: String,
}

/// Something said about a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Which.
    pub id: AnnotationId,
    /// What.
    pub said: NewAnnotation,
}

/// What people said about times.
#[derive(Clone, Copy, Debug)]
pub struct Annotations<'a>(pub(crate) &'a Store);

impl Annotations<'_> {
    /// Adds an annotation, and notes at `now` who did.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn add(
        &self,
        said: NewAnnotation,
        now: Timestamp,
    ) -> Result<AnnotationId, WriteError> {
        self.0
            .write(move |at| {
                let said = said.clone();
                let what = format!("added a {}: {}", said.kind.as_str(), said.text);
                let entry = AuditEntry { at: now, who: said.who.clone(), what };
                let query = sqlx::query(ADD)
                    .bind(said.kind.as_str())
                    .bind(said.monitor.map(String::from))
                    .bind(stamp::micros(said.since))
                    .bind(said.until.map(stamp::micros))
                    .bind(said.text)
                    .bind(said.who);
                Box::pin(async move {
                    let id = query.execute(&mut *at).await?.last_insert_rowid();
                    audit::add(at, entry).await?;
                    Ok(AnnotationId(id))
                })
            })
            .await
    }

    /// Ends an annotation at `now`, and notes who did. Whether it was there and had not ended.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn end(
        &self,
        id: AnnotationId,
        now: Timestamp,
        who: &str,
    ) -> Result<bool, WriteError> {
        let who = who.to_owned();
        self.0
            .write(move |at| {
                let query = sqlx::query(END).bind(id.0).bind(stamp::micros(now));
                let what = format!("ended annotation {}", id.0);
                let entry = AuditEntry { at: now, who: who.clone(), what };
                Box::pin(audit::noted(query, at, entry))
            })
            .await
    }

    /// Those of any time from `from` until before `until`, oldest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Annotation>, ReadError> {
        let query = sqlx::query(BETWEEN).bind(stamp::micros(from)).bind(stamp::micros(until));
        query.fetch_all(self.0.readers()).await?.iter().map(annotation).collect()
    }
}

fn annotation(row: &SqliteRow) -> Result<Annotation, ReadError> {
    let word: &str = row.at(1)?;
    let kind = AnnotationKind::of(word);
    let monitor: Option<String> = row.at(2)?;
    let monitor = monitor.map(MonitorName::try_from).transpose();
    let said = NewAnnotation {
        kind: kind.ok_or_else(|| ReadError::damaged("the kind of an annotation", word))?,
        monitor: monitor.map_err(|e| ReadError::damaged("the name of a monitor", e))?,
        since: stamp::time(row.at(3)?)?,
        until: stamp::time_option(row.at(4)?)?,
        text: row.at(5)?,
        who: row.at(6)?,
    };
    Ok(Annotation { id: AnnotationId(row.at(0)?), said })
}
