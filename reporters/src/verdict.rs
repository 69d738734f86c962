//! The sentence about a run that a person would paste into a chat.

use runner_model::{Outcome, Run, SuiteResult, TestResult, VariantResult};

use crate::console::{carried_out, full_name, one_line};
use crate::finding::{self, Finding};
use crate::human;

/// What a run came to.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    /// `6 of 13 tests failed in staging, 1 could not be judged`.
    pub(crate) sentence: String,
    /// What is behind it: `Search is quick was degraded: time: expected …`; empty when all is well.
    pub(crate) because: String,
}

impl Verdict {
    /// Of a run.
    pub(crate) fn of(run: &Run) -> Self {
        let count = |outcome| tests(run).filter(|(_, _, t)| t.outcome == outcome).count();
        let environment = run.environment.as_ref();
        let place = environment.map(|name| format!(" in {name}")).unwrap_or_default();
        let all = tests(run).count();
        let worst = Outcome::worst(tests(run).map(|(_, _, test)| test.outcome));
        let bad = tests(run).find(|(_, _, test)| test.outcome == worst);
        let stopped = if run.stopped { "; the run was stopped before the end" } else { "" };
        let Some((suite, variant, test)) = bad else {
            let sentence = format!("Nothing was run{place}{stopped}");
            return Self { sentence, because: String::new() };
        };
        let said = match all {
            1 => format!("{} {}", full_name(suite, test), alone(worst)),
            _ => several(all, &place, count),
        };
        let said = if all == 1 { said + &place } else { said };
        let because = because(suite, variant, test, all == 1);
        Self { sentence: said + stopped, because }
    }
}

/// What became of the only test.
fn alone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Failed => "failed",
        Outcome::Errored => "could not be judged",
        Outcome::Degraded => "passed with warnings",
        Outcome::Passed => "passed",
        Outcome::Skipped => "was skipped",
    }
}

/// `6 of 13 tests failed in staging, 1 could not be judged`; `All 13 tests passed in staging`.
fn several(all: usize, place: &str, count: impl Fn(Outcome) -> usize) -> String {
    let of_all = match all {
        2 => "Both tests".to_owned(),
        _ => format!("All {}", human::count(all, "test")),
    };
    let told = [
        (count(Outcome::Failed), "failed"),
        (count(Outcome::Errored), "could not be judged"),
        (count(Outcome::Degraded), "passed with warnings"),
    ];
    let mut parts = Vec::new();
    for (number, verb) in told.into_iter().filter(|(number, _)| *number > 0) {
        let number = human::thousands(number);
        if parts.is_empty() {
            parts.push(format!("{number} of {} {verb}{place}", human::count(all, "test")));
        } else {
            parts.push(format!("{number} {verb}"));
        }
    }
    if !parts.is_empty() {
        return parts.join(", ");
    }
    match (count(Outcome::Passed), count(Outcome::Skipped)) {
        (0, _) => format!("{of_all} were skipped{place}"),
        (_, 0) => format!("{of_all} passed{place}"),
        (passed, skipped) => format!(
            "{} of {} passed{place}, {} skipped",
            human::thousands(passed),
            human::count(all, "test"),
            human::thousands(skipped)
        ),
    }
}

/// The first thing that is wrong with the test, and with which.
fn because(suite: &SuiteResult, variant: &VariantResult, test: &TestResult, alone: bool) -> String {
    let found = finding::behind(variant, test);
    let Some(first) = found.first() else { return String::new() };
    let Finding { message, .. } = first;
    let step = first.step.map(|_| first.step_name()).filter(|name| !name.is_empty());
    let test = (!alone).then(|| full_name(suite, test));
    let step = step.map(|step| if alone { capital(&step) } else { step });
    [test, step, Some(message.clone())].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// As a sentence begins; what is no letter stays.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// `12 steps`, `1.4 s`, `seed 81f3`.
pub(crate) fn facts(run: &Run) -> Vec<String> {
    let setup = run.suites.iter().flat_map(|s| &s.variants).flat_map(|variant| &variant.setup);
    let steps = carried_out(tests(run).flat_map(|(_, _, test)| &test.steps).chain(setup));
    vec![
        human::count(steps, "step"),
        human::duration(run.took),
        format!("seed {}", one_line(&run.seed)),
    ]
}

/// All tests of a run, with what they belong to.
pub(crate) fn tests(
    run: &Run,
) -> impl Iterator<Item = (&SuiteResult, &VariantResult, &TestResult)> {
    run.suites.iter().flat_map(|suite| {
        suite
            .variants
            .iter()
            .flat_map(move |variant| variant.tests.iter().map(move |test| (suite, variant, test)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn said(suites: Vec<SuiteResult>) -> String {
        Verdict::of(&Run { suites, ..sample::run() }).sentence
    }

    #[test]
    fn a_run_is_a_sentence() {
        let verdict = Verdict::of(&sample::run());
        insta::assert_snapshot!(verdict.sentence, @"6 of 13 tests failed in staging, 1 could not be judged, 1 passed with warnings");
        insta::assert_snapshot!(verdict.because, @r#"A customer can find and open an order · step 3 "open the first one" · $.total: expected a number over 0, got the string "12.50""#);
        assert_eq!(said(vec![sample::passed()]), "The API is up passed in staging");
        assert_eq!(said(vec![sample::passed(), sample::passed()]), "Both tests passed in staging");
        assert_eq!(
            said(vec![sample::passed(), sample::skipped()]),
            "1 of 2 tests passed in staging, 1 skipped"
        );
        assert_eq!(
            said(vec![sample::errored()]),
            "An invoice can be downloaded could not be judged in staging"
        );
        assert_eq!(said(Vec::new()), "Nothing was run in staging");
    }
}
