//! The page of a job: the verdict, a table of what is wrong, a block for each failure.

use std::io;

use runner_model::{Outcome, Run, RunEvent, SuiteResult, TestResult, VariantResult};

use super::markdown::{as_html, fenced, inline};
use crate::console::{Blocks, Look, full_name};
use crate::finding::{self, Finding};
use crate::verdict::{self, Verdict};
use crate::{Reporter, human};

/// GitHub refuses a summary over 1 MiB, and shows nothing of it.
const LARGEST: usize = 900_000;
/// How many rows the table has.
const ROWS: usize = 200;

/// Writes Markdown when the run is done.
#[derive(Debug)]
pub struct GithubSummary<W> {
    out: W,
}

impl<W: io::Write + Send> GithubSummary<W> {
    /// Reports to `out`.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: io::Write + Send> Reporter for GithubSummary<W> {
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()> {
        match event {
            RunEvent::Done(run) => {
                self.out.write_all(summary(run).as_bytes())?;
                self.out.flush()
            }
            RunEvent::Started(_)
            | RunEvent::StepStarted { .. }
            | RunEvent::StepDone { .. }
            | RunEvent::SuiteDone(_) => Ok(()),
        }
    }
}

fn summary(run: &Run) -> String {
    let verdict = Verdict::of(run);
    let mut out = format!("### {} {}\n\n", sign(run.outcome), inline(&verdict.sentence));
    out.push_str(&format!("{}\n", inline(&verdict::facts(run).join(" · "))));
    let rows: Vec<_> = troubled(run).collect();
    if !rows.is_empty() {
        out.push_str("\n| | Test | What | Where | Took |\n|---|---|---|---|--:|\n");
        rows.iter().take(ROWS).for_each(|row| out.push_str(&row.line()));
        if let Some(more) = rows.len().checked_sub(ROWS).filter(|more| *more > 0) {
            out.push_str(&format!("| | … {} more | | | |\n", human::thousands(more)));
        }
    }
    let mut left_out = 0;
    for block in blocks(run) {
        if out.len() + block.len() > LARGEST {
            left_out += 1;
        } else {
            out.push_str(&block);
        }
    }
    if left_out > 0 {
        let more = human::count(left_out, "more failure");
        out.push_str(&format!("\n{more} did not fit here; the log has them.\n"));
    }
    out
}

/// A test that is worth a row.
struct Row<'a> {
    suite: &'a SuiteResult,
    variant: &'a VariantResult,
    test: &'a TestResult,
}

fn troubled(run: &Run) -> impl Iterator<Item = Row<'_>> {
    run.suites.iter().flat_map(|suite| {
        suite.variants.iter().flat_map(move |variant| {
            let rows = variant.tests.iter().map(move |test| Row { suite, variant, test });
            rows.filter(|row| match row.test.outcome {
                Outcome::Failed | Outcome::Errored | Outcome::Degraded => true,
                Outcome::Passed | Outcome::Skipped => false,
            })
        })
    })
}

impl Row<'_> {
    fn line(&self) -> String {
        let found = finding::behind(self.variant, self.test);
        let place = found.first().map_or(&self.test.place, |finding| finding.place);
        format!(
            "| {} {} | {} | {} | {} | {} |\n",
            sign(self.test.outcome),
            self.test.outcome.as_str(),
            inline(&full_name(self.suite, self.test)),
            what(&found),
            inline(&format!("{}:{}", place.file, place.line)),
            human::duration(self.test.took),
        )
    }
}

/// `step 3 "open the first one": $.total: expected … (and 1 more)`
fn what(found: &[Finding<'_>]) -> String {
    let Some((first, others)) = found.split_first() else { return String::new() };
    let step = first.step.map(|_| format!("{}: ", first.step_name())).unwrap_or_default();
    let more = match others.len() {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    inline(&format!("{step}{}{more}", first.message))
}

/// What the console says about each failure, folded.
fn blocks(run: &Run) -> impl Iterator<Item = String> + '_ {
    let environment = run.environment.as_ref();
    run.suites.iter().flat_map(move |suite| {
        let blocks = Blocks { suite, environment, look: Look::PLAIN };
        suite.variants.iter().flat_map(move |variant| {
            let tests = variant.tests.iter().flat_map(move |test| blocks.of_test(variant, test));
            blocks.of_setup(variant).into_iter().chain(tests).map(|block| folded(&block))
        })
    })
}

fn folded(block: &str) -> String {
    let title = block.lines().next().unwrap_or_default();
    let title = as_html(title);
    format!("\n<details><summary>{title}</summary>\n\n{}\n</details>\n", fenced(block))
}

/// An outcome at a glance; the word stands beside it.
fn sign(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Failed => "❌",
        Outcome::Errored => "❔",
        Outcome::Degraded => "⚠️",
        Outcome::Passed => "✅",
        Outcome::Skipped => "⏭️",
    }
}
