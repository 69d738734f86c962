//! Looking a store over: is the file whole, and does what it holds make sense?

use std::fmt;
use std::path::Path;

use sqlx::{Connection as _, SqliteConnection};

use crate::open::{OpenError, Problem, header, is_ours, look_only};
use crate::reading::{Columns, cause};
use crate::{ReadError, runs};

/// What SQLite finds: at most so many lines.
const WHOLE: &str = "PRAGMA integrity_check(20)";

/// Claims that hold in a sound store: each counts what contradicts it.
const CLAIMS: &[(&str, &str)] = &[
    (
        "runs that belong to no series",
        "SELECT COUNT(*) FROM runs WHERE series NOT IN (SELECT id FROM series)",
    ),
    (
        "results that belong to no run",
        "SELECT COUNT(*) FROM details WHERE NOT EXISTS (SELECT 1 FROM runs
            WHERE runs.series = details.series AND runs.planned = details.planned
            AND runs.run = details.run)",
    ),
    (
        "last passes that belong to no run",
        "SELECT COUNT(*) FROM last_passes WHERE NOT EXISTS (SELECT 1 FROM runs
            WHERE runs.series = last_passes.series AND runs.planned = last_passes.planned
            AND runs.run = last_passes.run)",
    ),
    (
        "results that are evidence of an incident that is not there",
        "SELECT COUNT(*) FROM details
            WHERE incident IS NOT NULL AND incident NOT IN (SELECT id FROM incidents)",
    ),
    (
        "states that belong to no series",
        "SELECT COUNT(*) FROM series_states WHERE series NOT IN (SELECT id FROM series)",
    ),
    (
        "states, incidents and orders that are not JSON",
        "SELECT (SELECT COUNT(*) FROM series_states WHERE NOT json_valid(json))
            + (SELECT COUNT(*) FROM states WHERE NOT json_valid(json))
            + (SELECT COUNT(*) FROM incidents WHERE NOT json_valid(json))
            + (SELECT COUNT(*) FROM orders WHERE NOT json_valid(json))",
    ),
    ("incidents that end before they begin", "SELECT COUNT(*) FROM incidents WHERE closed < since"),
    (
        "messages of which it is not clear whether they wait, are sent or given up",
        "SELECT COUNT(*) FROM outbox
            WHERE (due IS NOT NULL) + (sent IS NOT NULL) + (given_up IS NOT NULL) <> 1",
    ),
    (
        "summed up hours of no series",
        "SELECT COUNT(*) FROM rollups WHERE series NOT IN (SELECT id FROM series)",
    ),
];

const COUNTS: &[(&str, &str)] = &[
    ("series", "SELECT COUNT(*) FROM series"),
    ("runs", "SELECT COUNT(*) FROM runs"),
    (
        "results in full",
        "SELECT (SELECT COUNT(*) FROM details) + (SELECT COUNT(*) FROM last_passes)",
    ),
    ("hours summed up", "SELECT COUNT(*) FROM rollups"),
    ("incidents", "SELECT COUNT(*) FROM incidents"),
    ("messages", "SELECT COUNT(*) FROM outbox"),
];

/// What a look over a store found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckReport {
    /// What it holds: `2 series`, `14400 runs`.
    pub holds: Vec<String>,
    /// What is wrong, a sentence each; nothing when it is sound.
    pub problems: Vec<String>,
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "The store holds {}.", self.holds.join(", "))?;
        match self.problems.len() {
            0 => f.write_str("It is sound.")?,
            1 => f.write_str("There is one problem:")?,
            many => write!(f, "There are {many} problems:")?,
        }
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

/// Looks every page and every row of the store at `path` over, without changing it. It may be in
/// use.
///
/// # Errors
/// There is no store, or so little is left of it that nothing can be read.
pub async fn check(path: &Path) -> Result<CheckReport, OpenError> {
    let unreachable =
        |cause: &str| OpenError::Unreachable { path: path.to_owned(), cause: cause.to_owned() };
    if !header::check(path)? {
        return Err(unreachable("there is no such file, or it is empty"));
    }
    let damaged = |cause: String| OpenError::Damaged { path: path.to_owned(), cause };
    let mut at = look_only(path).await.map_err(|error| damaged(cause(&error)))?;
    let report = match is_ours(path, &mut at).await {
        Ok(()) => look_over(&mut at).await.map_err(|error| damaged(error.to_string())),
        Err(Problem::Final(error)) => Err(error),
        Err(Problem::Locked) => Err(unreachable("another process holds it locked")),
    };
    drop(at.close().await);
    report
}

async fn look_over(at: &mut SqliteConnection) -> Result<CheckReport, ReadError> {
    let mut problems = Vec::new();
    for row in sqlx::query(WHOLE).fetch_all(&mut *at).await? {
        let lines: String = row.at(0)?;
        let lines = lines.lines().filter(|line| *line != "ok" && !line.starts_with("***"));
        problems.extend(lines.map(str::to_owned));
    }
    let mut holds = Vec::new();
    for (what, sql) in COUNTS {
        match count(at, sql).await {
            Ok(count) => holds.push(format!("{count} {what}")),
            Err(error) => problems.push(format!("{what}: not known, {error}")),
        }
    }
    for (what, sql) in CLAIMS {
        match count(at, sql).await {
            Ok(0) => {}
            Ok(count) => problems.push(format!("{what}: {count}")),
            Err(error) => problems.push(format!("{what}: not known, {error}")),
        }
    }
    problems.extend(runs::unreadable(at).await?);
    Ok(CheckReport { holds, problems })
}

async fn count(at: &mut SqliteConnection, sql: &'static str) -> Result<u64, ReadError> {
    sqlx::query(sql).fetch_one(at).await?.count(0)
}
