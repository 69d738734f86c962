//! From runs and verdicts to a report.

use std::collections::BTreeMap;

use reporters::gate::{Difference, GateTest, Runs, Since};
use runner_health::deploy::{DeployReport, DeployVerdict, Evidence, TestVerdict};
use runner_model::{Run, TestRef, TestResult};

use super::history::History;
use super::test_run::{Fresh, TestRun, name_of};

/// The runs of each test after the deploy, oldest first.
#[derive(Debug, Default)]
pub(super) struct After(BTreeMap<TestRef, Vec<Fresh>>);

impl After {
    /// Of these runs.
    pub(super) fn of(runs: &[Run]) -> Self {
        let mut by_test: BTreeMap<TestRef, Vec<Fresh>> = BTreeMap::new();
        for fresh in runs.iter().flat_map(Fresh::of_run) {
            by_test.entry(fresh.run.test.clone()).or_default().push(fresh);
        }
        Self(by_test)
    }

    /// For the verdict: each of these tests.
    pub(super) fn evidence(&self, tests: &[TestRef], history: &History) -> Vec<Evidence> {
        let evidence = |test: &TestRef| Evidence {
            test: name_of(test),
            before: history.of(test).iter().map(TestRun::judged).collect(),
            after: self.of_test(test).iter().map(|fresh| fresh.run.judged()).collect(),
        };
        tests.iter().map(evidence).collect()
    }

    /// Everything about each of these tests, which `judged` is about in the same order.
    pub(super) fn tests(
        &self,
        tests: &[TestRef],
        judged: &DeployReport,
        history: &History,
    ) -> Vec<GateTest> {
        let of = tests.iter().zip(&judged.tests);
        of.map(|(test, verdict)| self.test(test, verdict, judged.family, history)).collect()
    }

    fn of_test(&self, test: &TestRef) -> &[Fresh] {
        self.0.get(test).map(Vec::as_slice).unwrap_or_default()
    }

    fn test(
        &self,
        test: &TestRef,
        verdict: &TestVerdict,
        family: usize,
        history: &History,
    ) -> GateTest {
        let runs = self.of_test(test);
        let (before, after) = Runs::of(verdict);
        let first_bad = runs.iter().find(|fresh| fresh.run.has_failed());
        let unclear = runs.iter().find(|fresh| fresh.finding.is_some() && !fresh.run.is_valid());
        let told = first_bad.or(unclear);
        let since = match verdict.verdict() {
            DeployVerdict::Passed => None,
            DeployVerdict::AlreadyFailing => history.failing_since(test),
            DeployVerdict::Slower => runs.first().map(first_seen),
            DeployVerdict::Worse | DeployVerdict::CannotTell => first_bad.map(first_seen),
        };
        GateTest {
            test: test.clone(),
            name: name_of(test),
            verdict: verdict.verdict(),
            sentence: verdict.sentence(family),
            before,
            after,
            since,
            finding: told.and_then(|fresh| fresh.finding.clone()),
            difference: self.difference(test, history),
            runs: runs.iter().map(|fresh| fresh.id.clone()).collect(),
        }
    }

    /// Between the first answer that failed and the last one before the deploy that passed; where
    /// none is known, the last one after it.
    fn difference(&self, test: &TestRef, history: &History) -> Option<Difference> {
        let runs = self.of_test(test);
        let whole = |so: fn(&TestRun) -> bool| {
            let such = runs.iter().map(|fresh| &fresh.run).filter(move |run| so(run));
            such.filter_map(|run| run.whole.as_deref()).collect::<Vec<&TestResult>>()
        };
        let failed = whole(TestRun::has_failed);
        let (first, others) = failed.split_first()?;
        let before = history.passes_of(test);
        let passes = if before.is_empty() { whole(TestRun::has_passed) } else { before };
        Difference::between(first, others, &passes)
    }
}

fn first_seen(fresh: &Fresh) -> Since {
    Since { at: fresh.run.at, or_earlier: false }
}
