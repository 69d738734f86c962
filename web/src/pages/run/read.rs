//! What a run says, and what there is to know around it: facts, of which the page is made.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};
use reporters::gate::StepDifference;
use runner_health::incident::Incident;
use runner_model::{Finding, IncidentId, Outcome, RunId, SeriesRun, StepResult};
use runner_store::{Deploy, ReadError, Store};

use super::finding::finding;
use crate::pages::standings::Standings;
use crate::pages::suite::hide_credentials;

/// So many runs stand in the history.
pub(crate) const HISTORY: u32 = 90;

/// A deploy so long before the first failure is worth a word.
const DEPLOYED: SignedDuration = SignedDuration::from_hours(1);

/// What a run says, and what there is to know around it.
pub(crate) struct Facts {
    /// One for each test of the run.
    pub(crate) tests: Vec<SeriesRun>,
    /// Which of them is looked at.
    pub(crate) chosen: usize,
    /// The last pass of that test, when it is another run.
    pub(crate) pass: Option<SeriesRun>,
    /// Runs of that test, oldest first.
    pub(crate) history: Vec<SeriesRun>,
    /// The runs before and after it.
    pub(crate) older: Option<RunId>,
    pub(crate) newer: Option<RunId>,
    /// Since when it fails without a pass in between.
    pub(crate) streak: Option<Streak>,
    /// The last deploy before that.
    pub(crate) deploy: Option<Deploy>,
    /// The incident that it belongs to.
    pub(crate) incident: Option<IncidentId>,
    pub(crate) standings: Arc<Standings>,
}

/// Failures in a row, this run the last of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Streak {
    pub(crate) first: RunId,
    pub(crate) since: Timestamp,
    pub(crate) runs: usize,
    /// There may be more: no more runs were looked at.
    pub(crate) or_more: bool,
}

impl Facts {
    /// The run itself.
    pub(crate) fn run(&self) -> &SeriesRun {
        &self.tests[self.chosen]
    }

    /// What tells most of why it did not pass; `None` when it did, and when that is no longer kept.
    pub(crate) fn finding(&self) -> Option<Finding> {
        let run = self.run();
        match run.outcome {
            Outcome::Passed | Outcome::Skipped => None,
            Outcome::Degraded | Outcome::Failed | Outcome::Errored => {
                run.detail.as_deref().and_then(|test| finding(test, run))
            }
        }
    }

    /// How a step of it differs from the last pass; `None` when there is nothing to compare.
    pub(crate) fn different(&self, step: &StepResult) -> Option<StepDifference> {
        let pass = self.pass.as_ref()?.detail.as_deref()?;
        StepDifference::of(step, pass)
    }

    /// `None` when no such run is remembered.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn read(
        store: &Store,
        id: &RunId,
        test: Option<usize>,
        standings: Arc<Standings>,
    ) -> Result<Option<Self>, ReadError> {
        let mut tests = store.runs().by_id(id).await?;
        if tests.is_empty() {
            return Ok(None);
        }
        let hidden = standings.hidden();
        for test in tests.iter_mut().filter_map(|run| run.detail.as_deref_mut()) {
            hide_credentials(test, &hidden);
        }
        let worst = (0..tests.len()).max_by_key(|at| (tests[*at].outcome, usize::MAX - at));
        let chosen = test.filter(|at| *at < tests.len()).or(worst).unwrap_or_default();
        let run = &mut tests[chosen];
        let (series, planned) = (run.series.clone(), run.planned);
        let pass = store.runs().last_pass(&series).await?.filter(|pass| pass.run != *id);
        let pass = pass.map(|mut pass| {
            if let Some(test) = pass.detail.as_deref_mut() {
                hide_credentials(test, &hidden);
            }
            pass
        });
        let behind = planned.checked_add(SignedDuration::from_micros(1)).unwrap_or(planned);
        let before = page(store, run, behind).await?;
        let newest = page(store, run, Timestamp::MAX).await?;
        let streak = streak(&before, id);
        let history =
            if newest.iter().any(|other| other.run == *id) { newest } else { before.clone() };
        let (older, newer) = neighbours(&before, id, store, run).await?;
        let since = streak.as_ref().map_or(run.started, |streak| streak.since);
        let from = since.checked_sub(DEPLOYED).unwrap_or(Timestamp::MIN);
        let deploy = store.deploys().between(from, since).await?.pop();
        let incident = incident(store, run).await?;
        Ok(Some(Self {
            deploy: deploy.filter(|_| streak.is_some()),
            tests,
            chosen,
            pass,
            history,
            older,
            newer,
            streak,
            incident,
            standings,
        }))
    }
}

/// The runs of its series that were due before `until`, oldest first.
async fn page(
    store: &Store,
    run: &SeriesRun,
    until: Timestamp,
) -> Result<Vec<SeriesRun>, ReadError> {
    let page = store.runs().page(&run.series, Timestamp::MIN, until, None, HISTORY).await?;
    Ok(page.runs.into_iter().rev().collect())
}

fn streak(before: &[SeriesRun], id: &RunId) -> Option<Streak> {
    let end = before.iter().rposition(|run| run.run == *id)?;
    let failed = |run: &&SeriesRun| run.outcome == Outcome::Failed;
    let row: Vec<&SeriesRun> = before[..=end].iter().rev().take_while(failed).collect();
    let first = row.last()?;
    Some(Streak {
        first: first.run.clone(),
        since: first.started,
        runs: row.len(),
        or_more: row.len() == HISTORY as usize,
    })
}

async fn neighbours(
    before: &[SeriesRun],
    id: &RunId,
    store: &Store,
    run: &SeriesRun,
) -> Result<(Option<RunId>, Option<RunId>), ReadError> {
    let older = before.iter().rfind(|other| other.run != *id).map(|other| other.run.clone());
    let mut after = store.runs().between(&run.series, run.planned, Timestamp::MAX);
    while let Some(other) = after.try_next().await? {
        if other.planned > run.planned {
            return Ok((older, Some(other.run)));
        }
    }
    Ok((older, None))
}

/// The incident during which the series was affected when the run took place.
async fn incident(store: &Store, run: &SeriesRun) -> Result<Option<IncidentId>, ReadError> {
    if run.outcome != Outcome::Failed && run.outcome != Outcome::Degraded {
        return Ok(None);
    }
    let until = run.started.checked_add(SignedDuration::from_secs(1)).unwrap_or(run.started);
    let found = store.incidents().between(run.started, until, 20).await?;
    let found = found.into_iter().find(|incident| {
        let read = incident.json.read::<Incident>();
        read.is_ok_and(|incident| {
            incident.members.contains_key(&run.series) || incident.folded.contains_key(&run.series)
        })
    });
    Ok(found.map(|incident| incident.id))
}
