//! How often a deploy is judged wrongly: seeded, so that it is the same each time.

use std::time::Duration;

use runner_health::deploy::{
    Answer, DeployReport, DeployRun, DeployVerdict, Evidence, Stage, judge,
};
use runner_model::Outcome;

/// SplitMix64: small, and good enough for coins.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Runs of which so many in a hundred fail, each of 100 ms and some more.
    fn runs(&mut self, count: usize, percent: u64) -> Vec<DeployRun> {
        let run = |_| DeployRun {
            outcome: if self.roll() % 100 < percent { Outcome::Failed } else { Outcome::Passed },
            took: Duration::from_micros(100_000 + self.roll() % 40_000),
        };
        (0..count).map(run).collect()
    }

    /// A deploy as it is judged: five runs more where one failed.
    fn judged(&mut self, tests: usize, runs: usize, before: u64, after: u64) -> DeployReport {
        let mut evidence: Vec<Evidence> = (0..tests)
            .map(|test| Evidence {
                test: format!("test {test}"),
                before: self.runs(20, before),
                after: self.runs(runs, after),
            })
            .collect();
        match judge(&evidence, &[], Stage::First) {
            Answer::Verdict(report) => return report,
            Answer::NeedsMore { runs, tests } => {
                for evidence in evidence.iter_mut().filter(|e| tests.contains(&e.test)) {
                    evidence.after.extend(self.runs(runs as usize, after));
                }
            }
        }
        match judge(&evidence, &[], Stage::Extended) {
            Answer::Verdict(report) => report,
            Answer::NeedsMore { .. } => panic!("runs are extended once"),
        }
    }
}

/// How many of so many deploys are called like this.
fn called(verdict: DeployVerdict, of: usize, mut deploy: impl FnMut() -> DeployReport) -> usize {
    (0..of).filter(|_| deploy().verdict == verdict).count()
}

#[test]
fn a_good_deploy_of_a_flaky_service_is_called_worse_in_five_of_a_hundred_at_most() {
    let mut dice = Dice(1);
    let worse = called(DeployVerdict::Worse, 10_000, || dice.judged(20, 5, 2, 2));
    assert!(worse <= 500, "{worse} of 10000");
}

#[test]
fn a_deploy_that_fails_two_of_five_requests_rarely_passes() {
    let mut dice = Dice(2);
    let with_five = called(DeployVerdict::Passed, 10_000, || dice.judged(1, 5, 2, 40));
    assert!(with_five <= 1000, "{with_five} of 10000");
    let with_eight = called(DeployVerdict::Passed, 10_000, || dice.judged(1, 8, 2, 40));
    assert!(with_eight <= 200, "{with_eight} of 10000");
}

#[test]
fn a_deploy_that_breaks_one_of_twenty_tests_is_found() {
    let mut dice = Dice(3);
    let found = called(DeployVerdict::Worse, 1000, || {
        let mut evidence: Vec<Evidence> = (0..20)
            .map(|test| Evidence {
                test: format!("test {test}"),
                before: dice.runs(20, 2),
                after: dice.runs(5, 2),
            })
            .collect();
        evidence[0].after = dice.runs(5, 100);
        match judge(&evidence, &[], Stage::Extended) {
            Answer::Verdict(report) => report,
            Answer::NeedsMore { .. } => panic!("runs are extended once"),
        }
    });
    assert!(found >= 990, "{found} of 1000");
}
