//! A test point for each test of each variant, as its suite ends.

use std::io;

use runner_model::{Outcome, Place, RunEvent, SuiteResult, TestResult, VariantResult};

use super::yaml::Block;
use crate::Reporter;
use crate::console::{full_name, one_line, tries, why_skipped};
use crate::finding::{self, Finding, Weight};

/// Writes test points in the order in which suites end, and the plan when the run is done: a
/// reader that misses the plan knows that the run did not get there.
#[derive(Debug)]
pub struct Tap<W> {
    out: W,
    points: usize,
    begun: bool,
}

impl<W: io::Write + Send> Tap<W> {
    /// Reports to `out`.
    pub fn new(out: W) -> Self {
        Self { out, points: 0, begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        self.out.write_all(b"TAP version 14\n")
    }

    fn suite(&mut self, suite: &SuiteResult) -> io::Result<()> {
        for variant in &suite.variants {
            for test in &variant.tests {
                self.points += 1;
                let point = point(self.points, suite, variant, test);
                self.out.write_all(point.as_bytes())?;
            }
        }
        self.out.flush()
    }

    fn end(&mut self, stopped: bool) -> io::Result<()> {
        match self.points {
            _ if stopped => {
                self.out.write_all(b"Bail out! The run was stopped before the end\n")?
            }
            0 => self.out.write_all(b"1..0 # SKIP nothing was run\n")?,
            points => writeln!(self.out, "1..{points}")?,
        }
        self.out.flush()
    }
}

impl<W: io::Write + Send> Reporter for Tap<W> {
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()> {
        match event {
            RunEvent::Started(_) => self.begin(),
            RunEvent::StepStarted { .. } | RunEvent::StepDone { .. } => Ok(()),
            RunEvent::SuiteDone(suite) => {
                self.begin()?;
                self.suite(suite)
            }
            RunEvent::Done(run) => {
                self.begin()?;
                self.end(run.stopped)
            }
        }
    }
}

/// `not ok 2 - A customer can find an order › by number`, and what there is to say about it.
fn point(number: usize, suite: &SuiteResult, variant: &VariantResult, test: &TestResult) -> String {
    let word = match test.outcome {
        Outcome::Passed | Outcome::Degraded | Outcome::Skipped => "ok",
        Outcome::Failed | Outcome::Errored => "not ok",
    };
    let name = escaped(&full_name(suite, test));
    if test.outcome == Outcome::Skipped {
        let why = finding::skip_reason(test).map(why_skipped).unwrap_or_default();
        let skip = format!("# SKIP {}", escaped(&why));
        return format!("{word} {number} - {name} {}\n", skip.trim_end());
    }
    let block = diagnostics(variant, test);
    let block = if block.is_empty() { String::new() } else { block.into_text() };
    format!("{word} {number} - {name}\n{block}")
}

/// A description must not look like a directive.
fn escaped(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('#', "\\#")
}

fn diagnostics(variant: &VariantResult, test: &TestResult) -> Block {
    let mut block = Block::default();
    let found = finding::behind(variant, test);
    let Some((first, others)) = found.split_first() else { return block };
    let severity = match test.outcome {
        Outcome::Errored => "error",
        Outcome::Failed => "fail",
        Outcome::Degraded | Outcome::Passed | Outcome::Skipped => "warning",
    };
    block.text(0, "message", &first.message);
    block.text(0, "severity", severity);
    if let Some(step) = first.step {
        block.text(0, "step", &crate::console::name_of(step));
    }
    at(&mut block, first.place);
    if let Some((expected, got)) = first.expected_and_got() {
        block.text(0, "expected", expected);
        block.text(0, "got", got);
    }
    if let Some(hint) = first.hint {
        block.text(0, "hint", hint);
    }
    if let Some(exchange) = first.step.and_then(|step| step.exchange.as_ref()) {
        block.text(0, "request", &format!("{} {}", exchange.request.method, exchange.request.url));
    }
    list(&mut block, "tries", first.step.map(tries).unwrap_or_default());
    let of = |weights: &[Weight]| {
        let others = others.iter().filter(|other| weights.contains(&other.weight));
        others.map(told).collect::<Vec<_>>()
    };
    list(&mut block, "others", of(&[Weight::Theirs, Weight::Ours]));
    list(&mut block, "warnings", of(&[Weight::Uneasy]));
    if !test.rerun.is_empty() {
        block.text(0, "rerun", &test.rerun);
    }
    block
}

fn at(block: &mut Block, place: &Place) {
    block.begin(0, "at");
    block.text(2, "file", &place.file);
    block.number(2, "line", place.line);
    block.number(2, "column", place.column);
}

fn list(block: &mut Block, key: &str, items: Vec<String>) {
    if !items.is_empty() {
        block.begin(0, key);
        items.iter().for_each(|item| block.item(2, item));
    }
}

/// `step 2 "pay": $.fee: expected 2.5, got nothing (suites/pay.trip.yaml:21:18)`
fn told(other: &Finding<'_>) -> String {
    let step = other.step.map(|_| format!("{}: ", other.step_name())).unwrap_or_default();
    format!("{step}{} ({})", other.message, one_line(&other.place.to_string()))
}
