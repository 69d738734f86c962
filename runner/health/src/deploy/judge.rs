//! From runs before and after a deploy to a verdict.

use num_traits::One;

use super::report::{DeployReport, Finding, Significance, TestVerdict};
use super::{DeployVerdict, Evidence, Failures, Speed, SpeedComparison, fisher, holm};
use crate::exact::{Fraction, fraction};

/// So many more runs of a test settle whether one failure was a blip.
pub const EXTENSION: u32 = 5;

/// Fewer valid runs after a deploy say nothing.
const NEEDED: u64 = 4;

/// So many failures are no blip.
const NO_BLIP: u64 = 2;

/// Whether more runs may still be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The first runs after a deploy.
    First,
    /// They were extended; that is done once.
    Extended,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One run of each of these tests failed: so many more runs of them are needed.
    NeedsMore {
        /// How many more of each: [`EXTENSION`].
        runs: u32,
        /// The tests, in the order given.
        tests: Vec<String>,
    },
    /// This is the verdict.
    Verdict(DeployReport),
}

/// Judges a deploy by its tests; `controls` are tests of services that were not deployed.
///
/// More runs are asked for only while they can change something: not when a test is worse already.
pub fn judge(tests: &[Evidence], controls: &[Evidence], stage: Stage) -> Answer {
    let looks: Vec<Look> = tests.iter().map(Look::at).collect();
    let compared: Vec<usize> = (0..looks.len()).filter(|&i| looks[i].is_compared()).collect();
    let p: Vec<Fraction> =
        compared.iter().map(|&i| fisher(looks[i].before, looks[i].after)).collect();
    let mut significances: Vec<Option<Significance>> = vec![None; looks.len()];
    for ((&i, p), corrected) in compared.iter().zip(&p).zip(holm(&p)) {
        significances[i] = Some(Significance { p: p.clone(), corrected });
    }
    let control = controls.iter().map(Look::at).find(|look| look.fails_without_precedent());
    let verdicts: Vec<TestVerdict> = looks
        .iter()
        .zip(significances)
        .map(|(look, significance)| look.verdict(significance, control.as_ref()))
        .collect();
    let verdict = verdicts.iter().map(TestVerdict::verdict).max();
    let blips = || looks.iter().filter(|look| look.is_blip()).map(|look| look.test.clone());
    if stage == Stage::First && verdict != Some(DeployVerdict::Worse) && blips().count() > 0 {
        return Answer::NeedsMore { runs: EXTENSION, tests: blips().collect() };
    }
    Answer::Verdict(DeployReport {
        verdict: verdict.unwrap_or(DeployVerdict::CannotTell),
        tests: verdicts,
        family: compared.len(),
    })
}

/// A test, counted.
struct Look {
    test: String,
    before: Failures,
    after: Failures,
    made: u64,
    speed: Option<SpeedComparison>,
}

impl Look {
    fn at(evidence: &Evidence) -> Self {
        let (before, after) = (evidence.baseline(), evidence.valid_after());
        let enough = after.len() as u64 >= NEEDED;
        Self {
            test: evidence.test.clone(),
            before: Failures::among(&before),
            after: Failures::among(&after),
            made: evidence.after.len() as u64,
            speed: enough.then(|| SpeedComparison::of_runs(&before, &after)),
        }
    }

    fn has_enough(&self) -> bool {
        self.after.valid() >= NEEDED
    }

    fn has_history(&self) -> bool {
        self.before.valid() > 0
    }

    /// Whether it belongs to the family. That must not depend on how its runs ended: a family that
    /// is chosen by what failed is too small.
    fn is_compared(&self) -> bool {
        self.has_enough() && self.has_history()
    }

    /// 4: it failed as often before.
    fn failed_before(&self) -> bool {
        self.before.failed() >= NO_BLIP && self.before.is_as_bad_as(self.after)
    }

    /// It fails, and did not before, whatever chance says.
    fn fails_without_precedent(&self) -> bool {
        self.after.failed() >= NO_BLIP && !self.failed_before()
    }

    /// 5: one failure, which more runs can explain.
    fn is_blip(&self) -> bool {
        self.is_compared() && self.after.failed() == 1 && !self.failed_before()
    }

    fn verdict(&self, significance: Option<Significance>, control: Option<&Self>) -> TestVerdict {
        TestVerdict {
            test: self.test.clone(),
            finding: self.finding(significance, control),
            before: self.before,
            after: self.after,
            made: self.made,
            speed: self.speed.clone(),
        }
    }

    /// The rules of SLO.md, section 5, in their order; 5 was answered before.
    fn finding(&self, significance: Option<Significance>, control: Option<&Self>) -> Finding {
        let slower = self.speed.as_ref().is_some_and(|speed| speed.speed == Speed::Slower);
        if !self.has_enough() {
            return Finding::TooFewRuns { needed: NEEDED };
        }
        if self.after.failed() == 0 {
            return if slower { Finding::TakesLonger } else { Finding::NothingFailed };
        }
        let fails_too = || {
            control.map(|control| Finding::ControlFailsToo {
                control: control.test.clone(),
                control_after: control.after,
            })
        };
        if !self.has_history() {
            return if self.after.failed() < NO_BLIP {
                Finding::OneFailureWithoutHistory
            } else {
                fails_too().unwrap_or(Finding::FailsWithoutHistory)
            };
        }
        if self.failed_before() {
            return Finding::FailedBefore;
        }
        let chance = || Significance { p: Fraction::one(), corrected: Fraction::one() };
        let significance = significance.unwrap_or_else(chance);
        if self.after.failed() >= NO_BLIP && significance.corrected <= fraction(1, 20) {
            return fails_too().unwrap_or(Finding::FailsSince(significance));
        }
        if slower { Finding::TakesLonger } else { Finding::MayBeChance(significance) }
    }
}

#[cfg(test)]
mod tests;
