//! What a test found when it first failed after a deploy, and what is different from before.

use reporters::gate::{Change, StepDifference};
use runner_model::{Finding, Masker, Outcome, RunId, SeriesRun};
use runner_store::{ReadError, Store};

use crate::pages::run::finding;
use crate::pages::suite::hide_credentials;

/// Of so many passes the newest that is kept in full is compared with.
const PASSES: usize = 5;

/// What a test found.
#[derive(Clone, Debug)]
pub(crate) struct Broken {
    pub(crate) finding: Finding,
    /// The pass before the deploy that it is compared with, when something is different.
    pub(crate) against: Option<RunId>,
    pub(crate) changes: Vec<Change>,
}

impl Broken {
    /// `None` when what the run found is no longer kept. `hidden` knows the headers that are never
    /// shown.
    pub(super) async fn read(
        store: &Store,
        run: &SeriesRun,
        before: &[SeriesRun],
        hidden: &Masker,
    ) -> Result<Option<Self>, ReadError> {
        let Some(run) = in_full(store, run, hidden).await? else { return Ok(None) };
        let Some(test) = run.detail.as_deref() else { return Ok(None) };
        let Some(finding) = finding(test, &run) else { return Ok(None) };
        let pass = last_pass(store, before, hidden).await?;
        let failed = test.steps.iter().find(|step| step.outcome.summary() == Outcome::Failed);
        let usual = pass.as_ref().and_then(|pass| pass.detail.as_deref());
        let found = failed.zip(usual).and_then(|(step, usual)| StepDifference::of(step, usual));
        let changes = found.map(|found| found.changes).unwrap_or_default();
        let against = pass.filter(|_| !changes.is_empty()).map(|pass| pass.run);
        Ok(Some(Self { finding, against, changes }))
    }
}

/// The newest pass of which everything is known.
async fn last_pass(
    store: &Store,
    before: &[SeriesRun],
    hidden: &Masker,
) -> Result<Option<SeriesRun>, ReadError> {
    let passed = before.iter().filter(|run| run.outcome == Outcome::Passed);
    for run in passed.take(PASSES) {
        let found = in_full(store, run, hidden).await?;
        if found.as_ref().is_some_and(|found| found.detail.is_some()) {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The same run with its detail where that is kept, without credentials that are written out.
async fn in_full(
    store: &Store,
    run: &SeriesRun,
    hidden: &Masker,
) -> Result<Option<SeriesRun>, ReadError> {
    let found = store.runs().by_id(&run.run).await?;
    let own = found.into_iter().find(|other| other.series == run.series);
    Ok(own.map(|mut own| {
        if let Some(test) = own.detail.as_deref_mut() {
            hide_credentials(test, hidden);
        }
        own
    }))
}
