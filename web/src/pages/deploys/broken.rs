//! What a test found when it first failed after a deploy, and what is different from before.

use reporters::gate::StepDifference;
use runner_model::{Outcome, RunId, SeriesRun};
use runner_store::{ReadError, Store};
use serde::Serialize;

use crate::pages::changed::Changed;
use crate::pages::link;
use crate::pages::run::finding;

/// Of so many passes the newest that is kept in full is compared with.
const PASSES: usize = 5;

/// So many differences are shown; the page of the run has all.
const CHANGES: usize = 8;

/// What a test found.
#[derive(Debug, Serialize)]
pub(super) struct Broken {
    /// `step 4 "place the order"`
    step: String,
    request: Option<String>,
    expected: Option<String>,
    got: String,
    /// The page of the run.
    pub(super) href: String,
    /// The pass before the deploy that it is compared with.
    against: Option<String>,
    changes: Vec<Changed>,
}

impl Broken {
    /// `None` when what the run found is no longer kept.
    pub(super) async fn read(
        store: &Store,
        run: &SeriesRun,
        before: &[SeriesRun],
    ) -> Result<Option<Self>, ReadError> {
        let Some(run) = in_full(store, &run.run, run).await? else { return Ok(None) };
        let Some(test) = run.detail.as_deref() else { return Ok(None) };
        let Some(finding) = finding(test, &run) else { return Ok(None) };
        let pass = last_pass(store, before).await?;
        let failed = test.steps.iter().find(|step| step.outcome.summary() == Outcome::Failed);
        let usual = pass.as_ref().and_then(|pass| pass.detail.as_deref());
        let found = failed.zip(usual).and_then(|(step, usual)| StepDifference::of(step, usual));
        let changes = found.map(|found| found.changes).unwrap_or_default();
        Ok(Some(Self {
            step: finding.step,
            request: finding.request,
            expected: finding.expected,
            got: finding.got,
            href: link::run(&run.run),
            against: pass.filter(|_| !changes.is_empty()).map(|pass| link::run(&pass.run)),
            changes: changes.into_iter().take(CHANGES).map(Changed::of).collect(),
        }))
    }
}

/// The newest pass of which everything is known.
async fn last_pass(store: &Store, before: &[SeriesRun]) -> Result<Option<SeriesRun>, ReadError> {
    let passed = before.iter().filter(|run| run.outcome == Outcome::Passed);
    for run in passed.take(PASSES) {
        let found = in_full(store, &run.run, run).await?;
        if found.as_ref().is_some_and(|found| found.detail.is_some()) {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The run of that series, with its detail where it is kept.
async fn in_full(
    store: &Store,
    id: &RunId,
    like: &SeriesRun,
) -> Result<Option<SeriesRun>, ReadError> {
    let found = store.runs().by_id(id).await?;
    Ok(found.into_iter().find(|run| run.series == like.series))
}
