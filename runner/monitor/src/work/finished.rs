//! What came of a job.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use runner_model::{
    Failure, Finding, LocationName, MonitorName, Outcome, Run, RunId, Series, SeriesRun,
    StepOutcome, StepResult, TestRef, TestResult, Trigger, VariantResult,
};

use super::connectivity::Sight;
use super::job::Job;
use crate::watch::Watched;

/// What came of a job.
#[derive(Clone, Debug)]
pub struct Finished {
    /// What was run.
    pub watched: Arc<Watched>,
    /// Why.
    pub trigger: Trigger,
    /// When it was due.
    pub planned: Timestamp,
    /// When it began.
    pub started: Timestamp,
    /// When it was through.
    pub ended: Timestamp,
    /// One for each test, with its case and matrix entry.
    pub results: Vec<Observed>,
    /// The servers' certificates that were met, by host.
    pub certificates: Vec<MetCertificate>,
    /// Whether this location could see at all.
    pub sight: Sight,
}

/// What came of one test.
#[derive(Clone, Debug)]
pub struct Observed {
    /// For history; with everything about it.
    pub run: SeriesRun,
    /// For reading: the suite's name, or the test's where a suite has several.
    pub name: String,
    /// Why it did not pass, when it did not.
    pub finding: Option<Finding>,
}

/// A certificate that a server showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetCertificate {
    /// Whose.
    pub host: String,
    /// Until when it is valid.
    pub not_after: Timestamp,
}

/// On which occasion tests were run.
pub(crate) struct Occasion<'a> {
    /// When they were due.
    pub(crate) planned: Timestamp,
    /// Why.
    pub(crate) trigger: Trigger,
    /// Where.
    pub(crate) location: &'a LocationName,
    /// Whether that location could see at all.
    pub(crate) sight: &'a Sight,
}

impl Finished {
    /// Takes a run apart into its series. Where this location was blind, a failure to reach a
    /// service says nothing about the service.
    pub(super) fn of(job: &Job, run: Run, location: &LocationName, sight: Sight) -> Self {
        let ended = run.started.checked_add(run.took).unwrap_or(run.started);
        let (started, certificates) = (run.started, certificates(&run));
        let Job { planned, trigger, .. } = *job;
        let occasion = Occasion { planned, trigger, location, sight: &sight };
        let results = Observed::all_of(run, &occasion, |_| job.watched.name().clone());
        let watched = Arc::clone(&job.watched);
        Self { watched, trigger, planned, started, ended, results, certificates, sight }
    }
}

impl Observed {
    /// The tests of a run, each remembered as one of the monitor that `monitor` names.
    pub(crate) fn all_of(
        run: Run,
        occasion: &Occasion<'_>,
        monitor: impl Fn(&TestRef) -> MonitorName,
    ) -> Vec<Self> {
        let Run { id, suites, .. } = run;
        let mut all = Vec::new();
        for mut variant in suites.into_iter().flat_map(|suite| suite.variants) {
            for test in std::mem::take(&mut variant.tests) {
                let (monitor, location) = (monitor(&test.test), occasion.location.clone());
                let series = Series { monitor, test: test.test.clone(), location };
                all.push(Self::of(series, &id, occasion, &variant, test));
            }
        }
        all
    }

    /// `variant` without its tests: setup and cleanup.
    fn of(
        series: Series,
        run: &RunId,
        occasion: &Occasion<'_>,
        variant: &VariantResult,
        test: TestResult,
    ) -> Self {
        let Occasion { planned, trigger, sight, .. } = *occasion;
        let mut kept = SeriesRun::of(series, run.clone(), planned, trigger, &test);
        if matches!(sight, Sight::Blind { .. }) && could_not_reach(variant, &test) {
            kept.outcome = Outcome::Errored;
        }
        let finding = match kept.outcome {
            Outcome::Passed | Outcome::Skipped => None,
            Outcome::Failed | Outcome::Errored | Outcome::Degraded => {
                reporters::in_short(variant, &test, run)
            }
        };
        let name = test.name.clone();
        kept.detail = Some(Box::new(whole(variant, test)));
        Self { run: kept, name, finding }
    }
}

/// Those that a run met, by host.
fn certificates(run: &Run) -> Vec<MetCertificate> {
    let variants = run.suites.iter().flat_map(|suite| &suite.variants);
    let steps = variants.flat_map(|variant| {
        let of_tests = variant.tests.iter().flat_map(|test| &test.steps);
        variant.setup.iter().chain(of_tests)
    });
    let met: BTreeMap<_, _> = steps.filter_map(certificate).collect();
    met.into_iter().map(|(host, not_after)| MetCertificate { host, not_after }).collect()
}

/// The test with the setup before it, as a person wants to see it.
fn whole(variant: &VariantResult, mut test: TestResult) -> TestResult {
    test.steps.splice(0..0, variant.setup.iter().cloned());
    test.steps.extend(variant.cleanup.iter().cloned());
    test
}

/// A step of the test, or of the setup before it, got no answer.
pub(super) fn could_not_reach(variant: &VariantResult, test: &TestResult) -> bool {
    let unreached = |step: &StepResult| match &step.outcome {
        StepOutcome::Failed(Failure::Transport(_)) => true,
        StepOutcome::Failed(
            Failure::Checks | Failure::NothingToSave { .. } | Failure::Polling { .. },
        ) => step.exchange.as_deref().is_some_and(|exchange| exchange.answer.error().is_some()),
        // The time was up before there was as much as an error: while a name was looked up, say.
        StepOutcome::Failed(Failure::TestTimeout { .. }) => {
            step.exchange.as_deref().is_none_or(|exchange| exchange.answer.error().is_some())
        }
        StepOutcome::Passed
        | StepOutcome::Degraded
        | StepOutcome::Errored(_)
        | StepOutcome::Skipped(_) => false,
    };
    variant.setup.iter().chain(&test.steps).any(unreached)
}

fn certificate(step: &StepResult) -> Option<(String, Timestamp)> {
    let exchange = step.exchange.as_deref()?;
    let response = exchange.answer.response()?;
    let certificate = response.connection.certificate.as_ref()?;
    let host = exchange.request.url.split("://").nth(1)?.split(['/', '?', '#']).next()?;
    Some((host.to_owned(), certificate.not_after))
}
