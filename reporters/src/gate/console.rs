//! The verdict as a person reads it at a terminal: worst first, why, and the verdict last.

use runner_health::deploy::{CAVEAT, DeployVerdict};

use super::report::word;
use super::{Difference, GateReport, GateTest, Since};
use crate::ConsoleOptions;
use crate::console::{Look, Tone, one_line};
use crate::notify::moment;

/// The width of the longest verdict.
const WORD: usize = "already failing".len();

/// The report as text.
pub fn console(report: &GateReport, options: ConsoleOptions) -> String {
    let look = Look { colour: options.colour, width: options.width };
    let mut out = String::new();
    for test in report.worst_first() {
        block(test, report, look, &mut out);
    }
    if !report.tests.is_empty() {
        out.push('\n');
    }
    for note in &report.notes {
        out.push_str(&format!("note: {}\n", one_line(note)));
    }
    if !report.tests.is_empty() {
        out.push_str(&format!("{}\n", look.paint(Tone::Faint, format!("note: {CAVEAT}"))));
    }
    let sentence = one_line(&report.sentence).into_owned();
    let sentence = look.paint(tone(report.verdict), sentence);
    out.push_str(&format!("{}  {sentence}\n", one_line(&report.what())));
    out
}

fn block(test: &GateTest, report: &GateReport, look: Look, out: &mut String) {
    let indent = " ".repeat(WORD + 2);
    let padded = format!("{:WORD$}", word(test.verdict));
    let word = look.paint(tone(test.verdict), padded);
    out.push_str(&format!("{word}  {}\n", one_line(&test.name)));
    let mut line = |text: &str| out.push_str(&format!("{indent}{text}\n"));
    line(&one_line(&test.sentence));
    if let Some(since) = test.since {
        line(&since_when(since, report));
    }
    if test.verdict == DeployVerdict::Passed {
        return;
    }
    if let Some(finding) = &test.finding {
        line(&one_line(&told(finding)));
    }
    if let Some(difference) = &test.difference {
        line(&one_line(&heading(difference, report)));
        let width = difference.changes.iter().map(|change| change.what.chars().count()).max();
        let width = width.unwrap_or(0).min(40);
        for change in &difference.changes {
            line(&format!(
                "  {:width$}  {}",
                one_line(&change.what),
                one_line(&change.to_string())
            ));
        }
        if difference.more > 0 {
            line(&format!("  and {} more", difference.more));
        }
    }
    if let Some(finding) = &test.finding {
        let rerun = format!("rerun: {}", one_line(&finding.rerun));
        line(&look.paint(Tone::Faint, rerun));
    }
}

/// `since 14:02 UTC`, `since 14:02 UTC or earlier`
pub(super) fn since_when(since: Since, report: &GateReport) -> String {
    let or_earlier = if since.or_earlier { " or earlier" } else { "" };
    format!("since {}{or_earlier}", moment(since.at, report.deploy.at))
}

/// `step 2 "pay it": expected status 201, got 502`
pub(super) fn told(finding: &runner_model::Finding) -> String {
    let step = if finding.step.is_empty() { String::new() } else { format!("{}: ", finding.step) };
    match &finding.expected {
        Some(expected) => format!("{step}expected {expected}, got {}", finding.got),
        None => format!("{step}{}", finding.got),
    }
}

/// What the table of changes is about.
pub(super) fn heading(difference: &Difference, report: &GateReport) -> String {
    let passed = moment(difference.passed_at, report.deploy.at);
    if difference.changes.is_empty() {
        format!("{} answered as when it last passed, {passed}", difference.step)
    } else {
        format!("{} differs from when it last passed, {passed}:", difference.step)
    }
}

fn tone(verdict: DeployVerdict) -> Tone {
    match verdict {
        DeployVerdict::Passed => Tone::Good,
        DeployVerdict::Worse => Tone::Bad,
        DeployVerdict::AlreadyFailing | DeployVerdict::Slower | DeployVerdict::CannotTell => {
            Tone::Uneasy
        }
    }
}
