//! No question about runs looks at all of them: there may be a hundred million.

use sqlx::{AssertSqlSafe, Row as _};
use tempfile::TempDir;

use super::{by_id, current, history, last_failures, newest};
use crate::open;

#[tokio::test]
async fn no_question_looks_at_all_runs() {
    let folder = TempDir::new().unwrap();
    let mut at = open::open(&folder.path().join("trip.db")).await.unwrap();
    for sql in [by_id::SQL, current::SQL, history::SQL, last_failures::SQL, newest::SQL].concat() {
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")));
        let plan = plan.fetch_all(&mut at).await.unwrap();
        let steps: Vec<String> = plan.iter().map(|row| row.get(3)).collect();
        assert!(steps.iter().any(|step| step.contains("SEARCH runs")), "{sql}\n{steps:#?}");
        assert!(!steps.iter().any(|step| step.contains("SCAN runs")), "{sql}\n{steps:#?}");
    }
    // This one counts down from the latest run to the last bad one, unless it is told not to.
    assert!(current::SQL[1].contains("INDEXED BY runs_bad_of_series"));
}
