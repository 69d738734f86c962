//! The versions of the tables, and the way from each to the next.

use sqlx::SqliteConnection;

use super::pragma;

/// What makes version 1 of nothing, version 2 of version 1, and so on. What has been released is
/// never changed: another step is added. Each ends with its number as `user_version`.
const STEPS: &[&str] = &[
    include_str!("../migrations/0001_begin.sql"),
    include_str!("../migrations/0002_people.sql"),
    include_str!("../migrations/0003_deploys.sql"),
];

/// The version that this code reads and writes.
pub(crate) const LATEST: u32 = STEPS.len() as u32;

/// Brings a store up to date: all steps that it lacks, or none.
pub(super) async fn run(at: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    if missing(at).await?.is_empty() {
        return Ok(());
    }
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *at).await?;
    let result = match carry_out(at).await {
        Ok(()) => sqlx::query("COMMIT").execute(&mut *at).await.map(|_| ()),
        Err(error) => Err(error),
    };
    if result.is_err() {
        // Some errors have ended the transaction already; then this fails, rightly.
        drop(sqlx::query("ROLLBACK").execute(at).await);
    }
    result
}

async fn carry_out(at: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    // Another process may have been faster.
    for step in missing(at).await? {
        sqlx::raw_sql(*step).execute(&mut *at).await?;
    }
    Ok(())
}

/// The steps that the store lacks.
async fn missing(at: &mut SqliteConnection) -> Result<&'static [&'static str], sqlx::Error> {
    let version = pragma(at, "PRAGMA user_version").await?;
    let version = usize::try_from(version).unwrap_or_default();
    Ok(STEPS.get(version..).unwrap_or_default())
}
