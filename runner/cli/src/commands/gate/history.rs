//! What is known of the time before the deploy.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reporters::gate::Since;
use runner_model::{TestRef, TestResult};

use super::test_run::TestRun;

/// So many passes are kept in full, to see what differs among them.
const PASSES: usize = 3;

/// So many passes in a row are a calm in which it did not fail.
const CALM: usize = 10;

/// Runs before the deploy.
#[derive(Debug, Default)]
pub(super) struct History {
    runs: BTreeMap<TestRef, Vec<TestRun>>,
    /// The last that passed, in full.
    passes: BTreeMap<TestRef, Vec<(Timestamp, Box<TestResult>)>>,
    /// Where they come from, and what is missing, for the reader.
    pub(super) notes: Vec<String>,
}

impl History {
    /// Nothing, and why.
    pub(super) fn none(why: String) -> Self {
        Self { notes: vec![why], ..Self::default() }
    }

    /// One more, later than those before it.
    pub(super) fn push(&mut self, mut run: TestRun) {
        if let Some(whole) = run.whole.take().filter(|_| run.has_passed()) {
            self.push_pass(run.at, whole);
        }
        self.runs.entry(run.test.clone()).or_default().push(run);
    }

    /// One that passed, to compare answers with; it may be one that does not count.
    pub(super) fn push_pass(&mut self, at: Timestamp, whole: Box<TestResult>) {
        let passes = self.passes.entry(whole.test.clone()).or_default();
        passes.push((at, whole));
        passes.sort_by_key(|(at, _)| *at);
        passes.drain(..passes.len().saturating_sub(PASSES));
    }

    /// The last passes of a test, oldest first.
    pub(super) fn passes_of(&self, test: &TestRef) -> Vec<&TestResult> {
        self.passes.get(test).into_iter().flatten().map(|(_, whole)| &**whole).collect()
    }

    /// Those of a test, oldest first.
    pub(super) fn of(&self, test: &TestRef) -> &[TestRun] {
        self.runs.get(test).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether anything is known of a test.
    pub(super) fn knows(&self, test: &TestRef) -> bool {
        self.of(test).iter().any(TestRun::is_valid)
    }

    /// How many runs there are.
    pub(super) fn len(&self) -> usize {
        self.runs.values().map(Vec::len).sum()
    }

    /// Since when a test fails, perhaps not always: the first failure after the last calm.
    pub(super) fn failing_since(&self, test: &TestRef) -> Option<Since> {
        let mut first: Option<Timestamp> = None;
        let mut passes = 0;
        for run in self.of(test).iter().rev().filter(|run| run.is_valid()) {
            if run.has_failed() {
                (first, passes) = (Some(run.at), 0);
            } else {
                passes += 1;
            }
            if passes >= CALM && first.is_some() {
                break;
            }
        }
        first.map(|at| Since { at, or_earlier: passes < CALM })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use runner_model::{Outcome, Variant};

    use super::*;

    fn test() -> TestRef {
        let (suite, test) = ("pay".try_into().unwrap(), "main".try_into().unwrap());
        TestRef { suite, test, variant: Variant::default() }
    }

    /// `"..x"`: a run a second; `.` passed, `x` failed.
    fn since(runs: &str) -> Option<(i64, bool)> {
        let mut history = History::default();
        for (second, run) in (0..).zip(runs.chars()) {
            history.push(TestRun {
                test: test(),
                at: Timestamp::from_second(second).unwrap(),
                outcome: if run == 'x' { Outcome::Failed } else { Outcome::Passed },
                took: Duration::ZERO,
                whole: None,
            });
        }
        history.failing_since(&test()).map(|since| (since.at.as_second(), since.or_earlier))
    }

    #[test]
    fn it_fails_since_the_first_failure_after_the_last_calm() {
        assert_eq!(since("..."), None);
        assert_eq!(since("x...........x.x"), Some((12, false)));
        assert_eq!(since("..........x"), Some((10, false)));
        assert_eq!(since(".x.x.."), Some((1, true)));
        assert_eq!(since("x"), Some((0, true)));
    }
}
