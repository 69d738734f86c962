//! The line of a suite, or of a test beside one that failed.

use runner_model::{
    Outcome, Section, StepOutcome, StepResult, SuiteResult, TestResult, VariantResult,
};

use super::look::{Look, Tone};
use super::problem::{Problem, broken, told_with};
use super::{chain, text};
use crate::human;

/// The widest a line is made to be, for the eye to find its end.
const WIDEST: usize = 90;
/// The longest word for an outcome is `degraded`.
const WORD: usize = 8;

/// `passed    A customer can find and open an order          3 steps   142 ms`
pub(super) fn line(suite: &SuiteResult, look: Look) -> String {
    let name = text::one_line(&suite.name);
    if suite.outcome == Outcome::Skipped {
        let why = suite.variants.iter().flat_map(|variant| &variant.tests).find_map(why_skipped);
        return skipped(&name, why.as_deref().unwrap_or("nothing in it was selected"), look);
    }
    let tests: Vec<_> = suite.variants.iter().flat_map(|variant| &variant.tests).collect();
    let setup = suite.variants.iter().flat_map(|variant| &variant.setup);
    let steps = carried_out(tests.iter().flat_map(|test| &test.steps).chain(setup));
    let steps = human::count(steps, "step");
    let counts = match (suite.variants.len(), tests.len()) {
        (0 | 1, 0 | 1) => steps,
        (0 | 1, tests) => format!("{}, {steps}", human::count(tests, "test")),
        (variants, tests) if variants == tests => {
            format!("{}, {steps}", human::count(variants, "variant"))
        }
        (variants, tests) => format!(
            "{} in {}, {steps}",
            human::count(tests, "test"),
            human::count(variants, "variant")
        ),
    };
    aligned(suite.outcome, &name, &counts, &human::duration(suite.took), look)
}

/// The same for one test of a suite in which another failed.
fn test_line(suite: &SuiteResult, test: &TestResult, look: Look) -> String {
    let steps = human::count(carried_out(test.steps.iter()), "step");
    aligned(test.outcome, &full_name(suite, test), &steps, &human::duration(test.took), look)
}

/// `A paid order is shipped · canary-eu`
pub(crate) fn variant_name(suite: &SuiteResult, variant: &VariantResult) -> String {
    let name = text::one_line(&suite.name);
    if variant.variant.is_plain() {
        return name.into_owned();
    }
    format!("{name} · {}", text::one_line(&variant.variant.to_string()))
}

/// `A paid order is shipped › by card · canary-eu`
pub(crate) fn full_name(suite: &SuiteResult, test: &TestResult) -> String {
    let mut name = text::one_line(&suite.name).into_owned();
    if test.name != suite.name {
        name = format!("{name} › {}", text::one_line(&test.name));
    }
    if !test.test.variant.is_plain() {
        name = format!("{name} · {}", text::one_line(&test.test.variant.to_string()));
    }
    name
}

fn skipped(name: &str, why: &str, look: Look) -> String {
    format!("{}  {name}  {}", word(Outcome::Skipped, look), look.paint(Tone::Faint, why))
}

fn why_skipped(test: &TestResult) -> Option<String> {
    test.steps.iter().find_map(|step| match &step.outcome {
        StepOutcome::Skipped(reason) => Some(chain::why_skipped(reason)),
        StepOutcome::Passed
        | StepOutcome::Degraded
        | StepOutcome::Failed(_)
        | StepOutcome::Errored(_) => None,
    })
}

/// Names left, numbers right.
fn aligned(outcome: Outcome, name: &str, counts: &str, took: &str, look: Look) -> String {
    let room = look.width.clamp(60, WIDEST).saturating_sub(WORD + 2 + text::width(name));
    let mut right = format!("{counts}  {took:>9}");
    if text::width(&right) + 2 > room {
        right = format!("{counts}  {took}");
    }
    let space = room.saturating_sub(text::width(&right)).max(2);
    let right = look.paint(Tone::Faint, format!("{:space$}{right}", ""));
    format!("{}  {name}{right}", word(outcome, look))
}

/// The outcome, in its colour and as wide as the widest.
pub(super) fn word(outcome: Outcome, look: Look) -> String {
    let tone = match outcome {
        Outcome::Passed => Tone::Good,
        Outcome::Degraded | Outcome::Errored => Tone::Uneasy,
        Outcome::Failed => Tone::Bad,
        Outcome::Skipped => Tone::Faint,
    };
    let word = outcome.as_str();
    let pad = WORD.saturating_sub(word.len());
    format!("{}{:pad$}", look.paint(tone, word), "")
}

/// How many steps were really done: cleanups are not counted, nor what was skipped.
pub(crate) fn carried_out<'a>(steps: impl Iterator<Item = &'a StepResult>) -> usize {
    steps
        .filter(|step| step.section != Section::Cleanup)
        .filter(|step| step.outcome.summary() != Outcome::Skipped)
        .count()
}

/// What a variant's setup and cleanup were uneasy about, a line each.
pub(crate) fn warnings_of_shared(
    suite: &SuiteResult,
    variant: &VariantResult,
    look: Look,
) -> Vec<String> {
    let several = suite.variants.len() > 1;
    let which = several.then(|| text::one_line(&variant.variant.to_string()).into_owned());
    let shared = variant.setup.iter().chain(&variant.cleanup);
    shared.flat_map(|step| of_step(step, which.as_deref(), look)).collect()
}

/// What a variant was uneasy about although nothing failed, a line each.
pub(super) fn warnings(suite: &SuiteResult, variant: &VariantResult, look: Look) -> Vec<String> {
    let tests = variant.tests.iter().flat_map(|test| warnings_of_test(suite, test, look));
    warnings_of_shared(suite, variant, look).into_iter().chain(tests).collect()
}

/// The tests of a variant that did not fail but are worth a line, and what setup and cleanup left.
pub(super) fn beside_failures(
    suite: &SuiteResult,
    variant: &VariantResult,
    look: Look,
) -> Vec<String> {
    let degraded = variant.tests.iter().filter(|test| test.outcome == Outcome::Degraded);
    let tests = degraded.flat_map(|test| {
        std::iter::once(test_line(suite, test, look)).chain(warnings_of_test(suite, test, look))
    });
    let name = variant_name(suite, variant);
    // When the setup broke, its block has told the rest.
    let setup_broke = variant.setup.iter().any(|step| Problem::of_step(step).is_some());
    let shared = variant.setup.iter().chain(&variant.cleanup).filter(|_| !setup_broke);
    shared.flat_map(|step| of_step(step, Some(&name), look)).chain(tests).collect()
}

/// What a test was uneasy about, a line each.
pub(crate) fn warnings_of_test(suite: &SuiteResult, test: &TestResult, look: Look) -> Vec<String> {
    let tests = suite.variants.iter().map(|variant| variant.tests.len()).sum::<usize>();
    let name = full_name(suite, test);
    let which = name.strip_prefix(&*text::one_line(&suite.name)).unwrap_or(&name);
    let which = which.trim_start_matches([' ', '›', '·']);
    let which = (tests > 1 && !which.is_empty()).then_some(which);
    test.steps.iter().flat_map(|step| of_step(step, which, look)).collect()
}

/// `warn: time (suites/search.trip.yaml:12:13) expected under 500 ms, got 640 ms · step 1 "search"`
fn of_step(step: &StepResult, which: Option<&str>, look: Look) -> Vec<String> {
    let which = which.map(|which| format!(" · {which}")).unwrap_or_default();
    let warn = look.paint(Tone::Uneasy, "warn:");
    let mut lines: Vec<_> = broken(&step.warnings)
        .map(|check| {
            let said = told_with(check, &text::one_line(&check.place.to_string()));
            format!("  {warn} {said} · {}{which}", chain::name_of(step))
        })
        .collect();
    if chain::is_left_behind(step) {
        let left = chain::cleanup(std::iter::once(step));
        lines
            .extend(left.iter().map(|line| format!("  {}{which}", look.paint(Tone::Uneasy, line))));
    }
    lines
}
