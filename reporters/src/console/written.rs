//! The reporter itself: when which part is written.

use std::io;

use runner_model::{EnvironmentName, Outcome, RunEvent, SuiteResult};

use super::block::Blocks;
use super::look::Look;
use super::{suite, summary, verbose};
use crate::{Progress, Reporter};

/// How much the console says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// What is worth reading: a line per suite, a block per failure.
    #[default]
    Normal,
    /// Every step with its checks, its request and its answer.
    Verbose,
}

/// How the console looks.
#[derive(Clone, Copy, Debug)]
pub struct ConsoleOptions {
    /// Use colours. They never carry meaning alone.
    pub colour: bool,
    /// How much it says.
    pub verbosity: Verbosity,
    /// How many columns a line has.
    pub width: usize,
}

impl Default for ConsoleOptions {
    fn default() -> Self {
        Self { colour: false, verbosity: Verbosity::Normal, width: 100 }
    }
}

/// Writes for a person: a line for each suite that is well, a block for each failure, a summary.
///
/// What it says about a suite is written at once when the suite is done, in the order in which
/// suites end.
#[derive(Debug)]
pub struct Console<W> {
    out: W,
    look: Look,
    verbosity: Verbosity,
    progress: Progress,
    environment: Option<EnvironmentName>,
    last: Last,
}

/// What was written last: blocks are set off by empty lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Nothing,
    Line,
    Block,
}

impl<W: io::Write + Send> Console<W> {
    /// Reports to `out`.
    pub fn new(out: W, options: ConsoleOptions) -> Self {
        let ConsoleOptions { colour, verbosity, width } = options;
        let look = Look { colour, width };
        let (progress, last) = (Progress::none(), Last::Nothing);
        Self { out, look, verbosity, progress, environment: None, last }
    }

    /// Shares a terminal with this progress line: it steps aside while something is written.
    #[must_use]
    pub fn beside(mut self, progress: &Progress) -> Self {
        self.progress = progress.clone();
        self
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        let out = &mut self.out;
        self.progress.aside(|| {
            out.write_all(text.as_bytes())?;
            out.flush()
        })
    }

    fn suite(&mut self, result: &SuiteResult) -> io::Result<()> {
        let look = self.look;
        let blocks = Blocks { suite: result, environment: self.environment.as_ref(), look };
        let mut text = Text { text: String::new(), last: self.last };
        match result.outcome {
            Outcome::Passed | Outcome::Degraded | Outcome::Skipped => {
                text.line(&suite::line(result, look));
                for variant in &result.variants {
                    let warnings = suite::warnings(result, variant, look);
                    warnings.iter().for_each(|warning| text.line(warning));
                }
                self.steps(&mut text, result);
            }
            Outcome::Failed | Outcome::Errored => {
                self.steps(&mut text, result);
                for variant in &result.variants {
                    blocks.of_setup(variant).iter().for_each(|block| text.block(block));
                    for test in &variant.tests {
                        blocks.of_test(variant, test).iter().for_each(|block| text.block(block));
                    }
                    let beside = suite::beside_failures(result, variant, look);
                    beside.iter().for_each(|line| text.line(line));
                }
            }
        }
        let Text { text, last } = text;
        self.last = last;
        self.write(&text)
    }

    fn steps(&self, text: &mut Text, result: &SuiteResult) {
        match self.verbosity {
            Verbosity::Normal => {}
            Verbosity::Verbose => text.block(&verbose::steps(result, self.look)),
        }
    }
}

impl<W: io::Write + Send> Reporter for Console<W> {
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()> {
        match event {
            RunEvent::Started(plan) => {
                self.environment.clone_from(&plan.environment);
                Ok(())
            }
            RunEvent::StepStarted { .. } | RunEvent::StepDone { .. } => Ok(()),
            RunEvent::SuiteDone(result) => self.suite(result),
            RunEvent::Done(run) => {
                let gap = if self.last == Last::Nothing { "" } else { "\n" };
                let slowest = match self.verbosity {
                    Verbosity::Normal => None,
                    Verbosity::Verbose => summary::slowest(run),
                };
                let recap = summary::recap(run, self.look).unwrap_or_default();
                let line = summary::line(run, self.look);
                self.write(&format!("{gap}{recap}{}{line}\n", slowest.unwrap_or_default()))
            }
        }
    }
}

/// Lines and blocks, set off from each other.
struct Text {
    text: String,
    last: Last,
}

impl Text {
    fn line(&mut self, line: &str) {
        if self.last == Last::Block {
            self.text.push('\n');
        }
        self.text.push_str(line);
        self.text.push('\n');
        self.last = Last::Line;
    }

    /// `block` ends with a line break.
    fn block(&mut self, block: &str) {
        if self.last != Last::Nothing {
            self.text.push('\n');
        }
        self.text.push_str(block);
        self.last = Last::Block;
    }
}
