//! What failed most often, claim by claim.

use std::collections::BTreeMap;

use jiff::Timestamp;
use runner_model::{Failure, Outcome, RunId, Series, SeriesRun, StepOutcome, StepResult};
use runner_store::{ReadError, Store};
use serde::Serialize;

use crate::pages::link;
use crate::pages::run::HISTORY;
use crate::pages::times;

/// So many runs that failed are read in full.
const READ: usize = 30;

/// So many claims are named.
const MOST: usize = 10;

/// Claims that did not hold, the one that failed most often first.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Assertions {
    /// `in the last 12 runs that failed`
    among: String,
    pub(crate) rows: Vec<Assertion>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Assertion {
    /// `$.total`, or `no answer: timeout`.
    pub(crate) subject: String,
    pub(crate) step: String,
    pub(crate) failed: usize,
    /// The last run in which it did.
    #[serde(skip)]
    pub(crate) run: RunId,
    href: String,
    ago: String,
}

impl Assertions {
    /// In the last runs of these series that failed; nothing when none of them is kept in full.
    pub(crate) async fn read(
        store: &Store,
        series: &[&Series],
        now: Timestamp,
    ) -> Result<Option<Self>, ReadError> {
        let mut failed: Vec<SeriesRun> = Vec::new();
        for series in series {
            let all = (Timestamp::MIN, Timestamp::MAX);
            let page = store.runs().page(series, all.0, all.1, None, HISTORY).await?;
            failed.extend(page.runs.into_iter().filter(|run| run.outcome == Outcome::Failed));
        }
        failed.sort_by_key(|run| std::cmp::Reverse(run.started));
        failed.truncate(READ);
        let mut found: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
        for (place, run) in failed.iter().enumerate() {
            let tests = store.runs().by_id(&run.run).await?;
            let detail = tests.into_iter().find(|test| test.series == run.series);
            for step in detail.and_then(|test| test.detail).iter().flat_map(|test| &test.steps) {
                for subject in broken(step) {
                    let key = (step.name.clone(), subject);
                    found.entry(key).and_modify(|(count, _)| *count += 1).or_insert((1, place));
                }
            }
        }
        Ok((!found.is_empty()).then(|| Self::of(found, &failed, now)))
    }

    fn of(
        found: BTreeMap<(String, String), (usize, usize)>,
        runs: &[SeriesRun],
        now: Timestamp,
    ) -> Self {
        let mut rows: Vec<_> = found.into_iter().collect();
        rows.sort_by_key(|(_, (count, last))| (std::cmp::Reverse(*count), *last));
        rows.truncate(MOST);
        let row = |((step, subject), (failed, last)): ((String, String), (usize, usize))| {
            let run = &runs[last];
            Assertion {
                subject,
                step,
                failed,
                run: run.run.clone(),
                href: link::run(&run.run),
                ago: times::about(times::since(run.started, now)),
            }
        };
        let among = match runs.len() {
            1 => "in the last run that failed".to_owned(),
            count => format!("in the last {count} runs that failed"),
        };
        Self { among, rows: rows.into_iter().map(row).collect() }
    }
}

/// The subjects of what did not hold in a step; of a step without an answer, why there was none.
fn broken(step: &StepResult) -> Vec<String> {
    let checks = step.checks.iter().filter(|check| !check.held());
    let mut subjects: Vec<String> = checks.map(|check| check.subject.clone()).collect();
    subjects.dedup();
    let why = match &step.outcome {
        StepOutcome::Failed(Failure::Transport(error)) => {
            Some(format!("no answer: {}", error.kind.as_str()))
        }
        StepOutcome::Failed(Failure::NothingToSave { subject, .. }) => {
            Some(format!("nothing to save: {subject}"))
        }
        StepOutcome::Failed(Failure::Polling { .. }) => Some("until".to_owned()),
        StepOutcome::Failed(Failure::TestTimeout { .. }) => Some("timeout of the test".to_owned()),
        StepOutcome::Failed(Failure::Checks)
        | StepOutcome::Passed
        | StepOutcome::Degraded
        | StepOutcome::Errored(_)
        | StepOutcome::Skipped(_) => None,
    };
    subjects.extend(why);
    subjects
}
