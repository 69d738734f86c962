//! A verdict in sentences.

use runner_model::human;

use super::report::{DeployReport, Finding, Significance, TestVerdict};
use super::{Answer, DeployVerdict, Failures, Speed, SpeedComparison};
use crate::Median;
use crate::exact::{Fraction, decimal_text, fraction, plain_text};

/// What every report must say: there is no way to know it from runs before and after.
pub const CAVEAT: &str = "before and after are compared: whatever else changed when the deploy was \
                          made looks like the deploy";

impl Answer {
    /// What is answered, as a sentence without a full stop.
    pub fn sentence(&self) -> String {
        match self {
            Self::NeedsMore { runs, tests } => {
                let tests: Vec<String> = tests.iter().map(|test| format!("`{test}`")).collect();
                let each = if tests.len() == 1 { "" } else { " each" };
                format!("one run failed of {}: {runs} more{each} will tell", list(&tests))
            }
            Self::Verdict(report) => report.sentence(),
        }
    }
}

impl DeployReport {
    /// The verdict on the deploy, as a sentence without a full stop.
    pub fn sentence(&self) -> String {
        let tests = human::count(self.tests.len(), "test");
        let worst: Vec<String> = self
            .tests
            .iter()
            .filter(|test| test.verdict() == self.verdict)
            .map(|test| format!("`{}`", test.test))
            .collect();
        let compared =
            format!("{} compared with what was before", human::count(self.family, "test"));
        match self.verdict {
            DeployVerdict::Passed => format!("passed: nothing failed in {tests}; {compared}"),
            DeployVerdict::AlreadyFailing => {
                format!(
                    "already failing: {} failed before the deploy, too; {compared}",
                    list(&worst)
                )
            }
            DeployVerdict::Slower => format!("slower: {}; {compared}", list(&worst)),
            DeployVerdict::CannotTell if self.tests.is_empty() => {
                "cannot tell: there was no test".to_owned()
            }
            DeployVerdict::CannotTell => format!("cannot tell: {}; {compared}", list(&worst)),
            DeployVerdict::Worse => format!("worse: {}; {compared}", list(&worst)),
        }
    }
}

impl TestVerdict {
    /// What was found and why, with all numbers, as a sentence without a full stop. `family` is
    /// that of the report.
    pub fn sentence(&self, family: usize) -> String {
        let failed = failed(self.after);
        let before = format!("{} of {} before", self.before.failed(), self.before.valid());
        match &self.finding {
            Finding::TooFewRuns { needed } => {
                let (valid, made) = (self.after.valid(), self.made);
                format!("only {valid} of {made} runs say anything, and {needed} are needed")
            }
            Finding::NothingFailed => {
                format!("none of {} runs failed, {before}{}", self.after.valid(), self.unsure())
            }
            Finding::FailsWithoutHistory | Finding::OneFailureWithoutHistory => {
                format!("{failed}; there is no history to compare with")
            }
            Finding::FailedBefore => {
                format!("{failed}, {before}: it failed before the deploy, too")
            }
            Finding::FailsSince(significance) => {
                format!("{failed}, {before} ({})", chance(significance, family))
            }
            Finding::ControlFailsToo { control, control_after } => format!(
                "{failed}, but so did {} of {} of `{control}`, whose service was not deployed",
                control_after.failed(),
                control_after.valid()
            ),
            Finding::TakesLonger => self.longer(&before),
            Finding::MayBeChance(significance) => {
                format!("{failed}, {before}: it may be chance ({})", chance(significance, family))
            }
        }
    }

    /// What is not known although it passed.
    fn unsure(&self) -> &'static str {
        match self.speed.as_ref().map(|speed| speed.speed) {
            Some(Speed::TooFewRuns) => "; too few runs to say whether it is slower",
            Some(Speed::NotSlower | Speed::Slower) | None => "",
        }
    }

    fn longer(&self, before: &str) -> String {
        let slower = self.speed.as_ref().and_then(SpeedComparison::sentence).unwrap_or_default();
        if self.after.failed() == 0 {
            slower
        } else {
            format!("{slower}; also, {}, {before}, which may be chance", failed(self.after))
        }
    }
}

impl SpeedComparison {
    /// The medians and how sure their difference is; `None` when there is nothing to compare.
    fn sentence(&self) -> Option<String> {
        let time = |median: Median| human::duration(median.duration());
        let (before, after) = (self.median_before?, self.median_after?);
        let ratio = self.ratio().map(|ratio| format!("{} times, ", plain_text(&ratio, 1)));
        let p = self.test.as_ref().map_or(String::new(), |test| format!("p = {}", p_text(&test.p)));
        let ratio = ratio.unwrap_or_default();
        Some(format!("{} at the median, {} before ({ratio}{p})", time(after), time(before)))
    }
}

/// `2 of 5 runs failed`
fn failed(runs: Failures) -> String {
    format!("{} of {} runs failed", runs.failed(), runs.valid())
}

fn chance(significance: &Significance, family: usize) -> String {
    let p = p_text(&significance.p);
    if family > 1 {
        let corrected = p_text(&significance.corrected);
        format!("p = {p}; corrected for {family} tests, {corrected}")
    } else {
        format!("p = {p}")
    }
}

/// Two digits that say something: `0.033`, `0.0004`.
fn p_text(p: &Fraction) -> String {
    if *p < fraction(1, 1_000_000) {
        return "under 0.000001".to_owned();
    }
    let places = (2_u8..8).find(|&places| *p >= fraction(1, 10_u32.pow(u32::from(places) - 1)));
    let text = decimal_text(p, places.unwrap_or(7));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `a`, `b` and 3 more.
fn list(names: &[String]) -> String {
    /// A sentence that names more of them is not read.
    const MOST: usize = 3;
    match names {
        [] => "no test".to_owned(),
        [only] => only.clone(),
        [others @ .., last] if names.len() <= MOST => format!("{} and {last}", others.join(", ")),
        _ => format!("{} and {} more", names[..MOST].join(", "), names.len() - MOST),
    }
}
