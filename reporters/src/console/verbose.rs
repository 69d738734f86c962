//! Every step of a suite, whatever came of it.

use runner_model::{CheckResult, Section, StepOutcome, StepResult, SuiteResult};

use super::look::{Look, Tone};
use super::problem::{Problem, told_with};
use super::{chain, exchange, suite, text};
use crate::human;

/// All steps of all tests, in order.
pub(super) fn steps(result: &SuiteResult, look: Look) -> String {
    let mut out = String::new();
    for variant in &result.variants {
        let name = suite::variant_name(result, variant);
        section(&mut out, "setup of", &name, &variant.setup, look);
        for test in &variant.tests {
            section(&mut out, "steps of", &suite::full_name(result, test), &test.steps, look);
            for check in &test.checks {
                out.push_str(&format!("  {}\n", told(check, "BROKEN", look)));
            }
        }
        section(&mut out, "cleanup of", &name, &variant.cleanup, look);
    }
    out
}

fn section(out: &mut String, what: &str, name: &str, steps: &[StepResult], look: Look) {
    if steps.is_empty() {
        return;
    }
    out.push_str(&format!("{what} {name}\n"));
    for step in steps {
        out.push_str(&format!("  {}\n", headline(step, look)));
        for line in details(step, look) {
            out.push_str(&format!("    {line}\n"));
        }
    }
}

/// `passed    step 1 "log in"  POST https://… 200 in 12 ms`
fn headline(step: &StepResult, look: Look) -> String {
    let word = suite::word(step.outcome.summary(), look);
    let name = chain::name_of(step);
    match (&step.outcome, &step.exchange) {
        (StepOutcome::Skipped(reason), _) => {
            format!("{word}  {name}  {}", chain::why_skipped(reason))
        }
        (
            StepOutcome::Passed
            | StepOutcome::Degraded
            | StepOutcome::Failed(_)
            | StepOutcome::Errored(_),
            Some(exchange),
        ) => format!("{word}  {name}  {}", exchange::headline(exchange, look)),
        (
            StepOutcome::Passed
            | StepOutcome::Degraded
            | StepOutcome::Failed(_)
            | StepOutcome::Errored(_),
            None,
        ) => format!("{word}  {name}  {}", human::duration(step.took)),
    }
}

fn details(step: &StepResult, look: Look) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(step.checks.iter().map(|check| told(check, "BROKEN", look)));
    lines.extend(step.warnings.iter().map(|check| told(check, "warn", look)));
    lines.extend(chain::saved(std::iter::once(step)).map(|saved| format!("saved: {saved}")));
    lines.extend(chain::tries(step));
    lines.extend(step.notes.iter().map(|note| format!("note: {}", text::one_line(note))));
    // What went wrong has a block of its own.
    let told_below = step.section != Section::Cleanup && Problem::of_step(step).is_some();
    if let Some(exchange) = step.exchange.as_ref().filter(|_| !told_below) {
        lines.extend(exchange::hops(exchange));
        lines.extend(exchange::both_sides(exchange, look));
    }
    lines
}

fn told(check: &CheckResult, word: &str, look: Look) -> String {
    let (line, column) = (check.place.line, check.place.column);
    let tone = if word == "warn" { Tone::Uneasy } else { Tone::Bad };
    if check.held() {
        format!("{:<6}  {} ({line}:{column})", "ok", text::one_line(&check.subject))
    } else {
        let said = told_with(check, &format!("{line}:{column}"));
        format!("{}  {said}", look.paint(tone, format!("{word:<6}")))
    }
}
