//! The block that is printed for what failed or errored; JUnit files hold the same.
//!
//! Lives here: which lines a block has, in which order. What each says is in the files beside it.

use runner_model::{
    CheckResult, EnvironmentName, Outcome, Place, Section, StepError, StepOutcome, StepResult,
    SuiteResult, TestResult, VariantResult,
};

use super::look::{Look, Tone};
use super::problem::{self, Problem, broken};
use super::snippet::Snippet;
use super::{chain, exchange, text};
use crate::human;

/// Said of everything that errored.
const OUR_SIDE: &str = "our side: this says nothing about the service";

/// Makes the blocks of one suite.
#[derive(Clone, Copy)]
pub(crate) struct Blocks<'a> {
    /// The suite.
    pub(crate) suite: &'a SuiteResult,
    /// The environment it ran in.
    pub(crate) environment: Option<&'a EnvironmentName>,
    /// How to print.
    pub(crate) look: Look,
}

impl<'a> Blocks<'a> {
    /// Of a setup that did not pass, and kept the tests of its variant from being run.
    pub(crate) fn of_setup(self, variant: &'a VariantResult) -> Vec<String> {
        let steps: Vec<_> = variant.setup.iter().collect();
        let mut blocks = self.of_steps(&steps, &self.title(None, variant));
        let Some(last) = blocks.last_mut() else { return Vec::new() };
        last.labelled("not run", not_run(&variant.tests));
        last.lines(chain::cleanup(variant.cleanup.iter()));
        last.rerun(variant.tests.first());
        blocks.into_iter().map(Block::into_text).collect()
    }

    /// Of a test that failed or errored by itself; none when it is not to blame, or nothing is.
    pub(crate) fn of_test(self, variant: &'a VariantResult, test: &'a TestResult) -> Vec<String> {
        match test.outcome {
            Outcome::Failed | Outcome::Errored => {}
            Outcome::Passed | Outcome::Degraded | Outcome::Skipped => return Vec::new(),
        }
        let title = self.title(Some(test), variant);
        let steps: Vec<_> = chain_of(test).collect();
        let mut blocks = self.of_steps(&steps, &title);
        blocks.extend(self.of_whole(test, &title));
        let setup_broke = variant.setup.iter().any(|step| Problem::of_step(step).is_some());
        if blocks.is_empty() && !setup_broke {
            let mut block = Block::new(self.look, test.outcome, &title, None);
            block.line(format!("no step says why ({})", text::one_line(&test.place.to_string())));
            blocks.push(block);
        }
        let Some(last) = blocks.last_mut() else { return Vec::new() };
        last.lines(chain::cleanup(test.steps.iter().filter(|s| s.section == Section::Cleanup)));
        last.rerun(Some(test));
        blocks.into_iter().map(Block::into_text).collect()
    }

    /// `A customer can find an order › by number · by card · staging`
    fn title(self, test: Option<&TestResult>, variant: &VariantResult) -> String {
        let mut title = text::one_line(&self.suite.name).into_owned();
        if let Some(test) = test.filter(|test| test.name != self.suite.name) {
            title.push_str(" › ");
            title.push_str(&text::one_line(&test.name));
        }
        let title = self.look.paint(Tone::Strong, title);
        let variant = (!variant.variant.is_plain())
            .then(|| text::one_line(&variant.variant.to_string()).into_owned());
        let environment = self.environment.map(ToString::to_string);
        [Some(title), variant, environment].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// A block for each step that failed or errored.
    fn of_steps(self, steps: &[&'a StepResult], title: &str) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            if let Some(problem) = Problem::of_step(step) {
                let mut block = Block::new(
                    self.look,
                    step.outcome.summary(),
                    title,
                    Some(&chain::name_of(step)),
                );
                block.step(step, &problem);
                block.around(&steps[..index], step);
                blocks.push(block);
            }
        }
        blocks
    }

    /// A block for what the suite expects of the whole test.
    fn of_whole(self, test: &TestResult, title: &str) -> Option<Block> {
        let problem = Problem::of_test(test)?;
        let mut block = Block::new(self.look, Outcome::Failed, title, None);
        block.snippet(&problem);
        block.checks(problem.place, "other check", " failed", &problem.others);
        block.labelled("steps", chain::before(&chain_of(test).collect::<Vec<_>>()));
        Some(block)
    }
}

/// `whole order, one line, … 3 more`; `None` when the only test was named already.
fn not_run(tests: &[TestResult]) -> Option<String> {
    const NAMED: usize = 8;
    let [_, _, ..] = tests else { return None };
    let names = tests.iter().take(NAMED).map(|test| text::one_line(&test.name).into_owned());
    let left = tests.len().saturating_sub(NAMED);
    let more = (left > 0).then(|| format!("… {} more", human::thousands(left)));
    Some(names.chain(more).collect::<Vec<_>>().join(", "))
}

/// The steps of a test without its cleanups.
fn chain_of(test: &TestResult) -> impl Iterator<Item = &StepResult> {
    test.steps.iter().filter(|step| step.section != Section::Cleanup)
}

/// A block in the making.
struct Block {
    look: Look,
    lines: Vec<String>,
    indent: usize,
}

impl Block {
    fn new(look: Look, outcome: Outcome, title: &str, step: Option<&str>) -> Self {
        let word = match outcome {
            Outcome::Errored => look.paint(Tone::Uneasy, "ERRORED"),
            Outcome::Failed | Outcome::Degraded | Outcome::Passed | Outcome::Skipped => {
                look.paint(Tone::Bad, "FAILED")
            }
        };
        let step = step.map(|step| format!(" · {step}")).unwrap_or_default();
        Self { look, lines: vec![format!("{word}  {title}{step}")], indent: 3 }
    }

    fn line(&mut self, line: impl AsRef<str>) {
        self.lines.push(format!("{:indent$}{}", "", line.as_ref(), indent = self.indent));
    }

    fn lines(&mut self, lines: impl IntoIterator<Item = String>) {
        lines.into_iter().for_each(|line| self.line(line));
    }

    /// `label: …`, if there is something to say.
    fn labelled(&mut self, label: &str, said: Option<String>) {
        if let Some(said) = said {
            self.line(format!("{label}: {said}"));
        }
    }

    fn snippet(&mut self, problem: &Problem<'_>) {
        let Problem { place, label, hint, .. } = problem;
        if place.line == 0 {
            self.line(problem.in_one_line());
            return;
        }
        self.indent = Snippet::indent(place);
        self.lines.extend(Snippet { place, label, hint: *hint }.lines(self.look));
    }

    /// The step itself: what is wrong, the exchange, the other checks.
    fn step(&mut self, step: &StepResult, problem: &Problem<'_>) {
        if step.outcome == StepOutcome::Errored(StepError::Stopped) {
            self.line(format!("the run was stopped during this step; {OUR_SIDE}"));
            return;
        }
        self.snippet(problem);
        match step.outcome {
            StepOutcome::Errored(_) => self.line(self.look.paint(Tone::Uneasy, OUR_SIDE)),
            StepOutcome::Failed(_)
            | StepOutcome::Passed
            | StepOutcome::Degraded
            | StepOutcome::Skipped(_) => {}
        }
        if let Some(exchange) = &step.exchange {
            self.lines(exchange::hops(exchange));
            self.line(exchange::headline(exchange, self.look));
        }
        self.checks(problem.place, "other check", " failed", &problem.others);
        let warnings: Vec<_> = broken(&step.warnings).collect();
        self.checks(problem.place, "warning", "", &warnings);
        self.lines(chain::tries(step));
        for note in &step.notes {
            self.line(format!("note: {}", text::one_line(note)));
        }
    }

    /// The chain so far, and what crossed the wire.
    fn around(&mut self, earlier: &[&StepResult], step: &StepResult) {
        if step.outcome == StepOutcome::Errored(StepError::Stopped) {
            return;
        }
        self.labelled("before", chain::before(earlier));
        let so_far = earlier.iter().copied().chain([step]);
        self.labelled("saved", chain::saved(so_far));
        if let Some(exchange) = &step.exchange {
            self.lines(exchange::both_sides(exchange, self.look));
        }
    }

    /// `1 other check failed: …`, or a line for each of several.
    fn checks(&mut self, place: &Place, what: &str, verb: &str, checks: &[&CheckResult]) {
        let told = |check: &&CheckResult| problem::told_with(check, &near(&check.place, place));
        match checks {
            [] => {}
            [one] => self.line(format!("1 {what}{verb}: {}", told(one))),
            several => {
                self.line(format!("{}{verb}:", human::count(several.len(), what)));
                self.lines(several.iter().map(|check| format!("  {}", told(check))));
            }
        }
    }

    fn rerun(&mut self, test: Option<&TestResult>) {
        if let Some(test) = test.filter(|test| !test.rerun.is_empty()) {
            self.line(format!("rerun: {}", text::one_line(&test.rerun)));
        }
    }

    fn into_text(self) -> String {
        let mut text = self.lines.join("\n");
        text.push('\n');
        text
    }
}

/// A place; without its file when that is the one just named.
fn near(place: &Place, named: &Place) -> String {
    if place.file == named.file {
        format!("{}:{}", place.line, place.column)
    } else {
        text::one_line(&place.to_string()).into_owned()
    }
}
