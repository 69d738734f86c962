//! The last line, and what was slow.

use runner_model::{Outcome, Run, TestResult};

use super::look::{Look, Tone};
use super::problem::Problem;
use super::{chain, suite, text};
use crate::human;

/// How many slow steps are named.
const SLOWEST: usize = 3;
/// With more suites than these, what failed may have scrolled away.
const SCROLLS: usize = 12;

/// `3 passed, 1 failed, 1 degraded · 12 steps · 5 tests in 1.4 s · seed 81f3`
pub(super) fn line(run: &Run, look: Look) -> String {
    let number = tests(run).count();
    if number == 0 {
        let said = if run.stopped { "stopped before anything was run" } else { "nothing was run" };
        return look.paint(Tone::Uneasy, said);
    }
    let order = [
        (Outcome::Passed, Tone::Good),
        (Outcome::Failed, Tone::Bad),
        (Outcome::Errored, Tone::Uneasy),
        (Outcome::Degraded, Tone::Uneasy),
        (Outcome::Skipped, Tone::Faint),
    ];
    let counts: Vec<_> = order
        .into_iter()
        .map(|(outcome, tone)| (tests(run).filter(|t| t.outcome == outcome).count(), outcome, tone))
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, outcome, tone)| {
            look.paint(tone, format!("{} {}", human::thousands(count), outcome.as_str()))
        })
        .collect();
    let setup = run.suites.iter().flat_map(|s| &s.variants).flat_map(|variant| &variant.setup);
    let steps = suite::carried_out(tests(run).flat_map(|test| &test.steps).chain(setup));
    let mut parts = vec![counts.join(", "), human::count(steps, "step")];
    let took = human::duration(run.took);
    parts.push(format!("{} in {took}", human::count(number, "test")));
    if run.stopped {
        parts.push(look.paint(Tone::Uneasy, "stopped before the end"));
    }
    parts.push(format!("seed {}", text::one_line(&run.seed)));
    parts.join(" · ")
}

/// What failed or errored, one a line, and an empty line; when there was much beside it.
pub(super) fn recap(run: &Run, look: Look) -> Option<String> {
    if run.suites.len() <= SCROLLS {
        return None;
    }
    let mut said = String::new();
    for suite in &run.suites {
        for test in suite.variants.iter().flat_map(|variant| &variant.tests) {
            match test.outcome {
                Outcome::Failed | Outcome::Errored => {}
                Outcome::Passed | Outcome::Degraded | Outcome::Skipped => continue,
            }
            let word = suite::word(test.outcome, look);
            let place = test.steps.iter().find_map(Problem::of_step);
            let place = place.map_or(&test.place, |problem| problem.place).to_string();
            let place = look.paint(Tone::Faint, text::one_line(&place));
            said.push_str(&format!("{word}  {}  {place}\n", suite::full_name(suite, test)));
        }
    }
    if said.is_empty() {
        return None;
    }
    said.push('\n');
    Some(said)
}

fn tests(run: &Run) -> impl Iterator<Item = &TestResult> {
    run.suites.iter().flat_map(|suite| &suite.variants).flat_map(|variant| &variant.tests)
}

/// The slowest steps of a run, one a line, and an empty line.
pub(super) fn slowest(run: &Run) -> Option<String> {
    let mut steps: Vec<_> = run
        .suites
        .iter()
        .flat_map(|suite| suite.variants.iter().map(move |variant| (suite, variant)))
        .flat_map(|(suite, variant)| variant.tests.iter().map(move |test| (suite, test)))
        .flat_map(|(suite, test)| test.steps.iter().map(move |step| (suite, test, step)))
        .filter(|(_, _, step)| step.exchange.is_some())
        .collect();
    if steps.len() <= SLOWEST {
        return None;
    }
    steps.sort_by_key(|(_, _, step)| std::cmp::Reverse(step.took));
    let mut said = "slowest\n".to_owned();
    for (of, test, step) in steps.into_iter().take(SLOWEST) {
        let took = human::duration(step.took);
        let name = suite::full_name(of, test);
        said.push_str(&format!("  {took:>9}  {} · {name}\n", chain::name_of(step)));
    }
    said.push('\n');
    Some(said)
}
