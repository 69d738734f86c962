//! A run as `testsuites`, `testsuite` and `testcase`.
//!
//! A `testsuite` is a suite in one variant, so that case and tenant can stand in its properties; a
//! `testcase` is a test.

use std::io;
use std::time::Duration;

use runner_model::{Outcome, Run, RunEvent, Section, SuiteResult, TestResult, VariantResult};

use super::xml::Xml;
use crate::Reporter;
use crate::console::{
    Blocks, Look, Problem, name_of, one_line, warnings_of_shared, warnings_of_test, why_skipped,
};
use crate::finding::skip_reason;

/// Writes JUnit XML when the run is done.
#[derive(Debug)]
pub struct Junit<W> {
    out: W,
}

impl<W: io::Write + Send> Junit<W> {
    /// Reports to `out`.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: io::Write + Send> Reporter for Junit<W> {
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()> {
        match event {
            RunEvent::Done(run) => {
                self.out.write_all(document(run).as_bytes())?;
                self.out.flush()
            }
            RunEvent::Started(_)
            | RunEvent::StepStarted { .. }
            | RunEvent::StepDone { .. }
            | RunEvent::SuiteDone(_) => Ok(()),
        }
    }
}

fn document(run: &Run) -> String {
    let all = run.suites.iter().flat_map(|suite| &suite.variants).flat_map(|v| &v.tests);
    let counts = Counts::of(all);
    let mut xml = Xml::new();
    let (time, counts) = (seconds(run.took), counts.attributes());
    let mut attributes = vec![("name", "tripline")];
    // The schema of Jenkins knows no count of skipped tests here, and no moment.
    let counts = counts.iter().filter(|(key, _)| *key != "skipped");
    attributes.extend(counts.map(|(key, value)| (*key, value.as_str())));
    attributes.push(("time", &time));
    xml.element("testsuites", &attributes, |xml| {
        for suite in &run.suites {
            for variant in &suite.variants {
                Tests { run, suite, variant }.write(xml);
            }
        }
    });
    xml.finish()
}

/// A suite in one variant.
#[derive(Clone, Copy)]
struct Tests<'a> {
    run: &'a Run,
    suite: &'a SuiteResult,
    variant: &'a VariantResult,
}

impl Tests<'_> {
    fn write(self, xml: &mut Xml) {
        let Self { suite, variant, .. } = self;
        let name = self.named(&suite.name);
        let counts = Counts::of(variant.tests.iter()).attributes();
        let time = seconds(variant.tests.iter().map(|test| test.took).sum());
        let started = variant.tests.first().map_or(suite.started, |test| test.started).to_string();
        let mut attributes = vec![("name", name.as_str())];
        attributes.extend(counts.iter().map(|(key, value)| (*key, value.as_str())));
        attributes.extend([
            ("time", time.as_str()),
            ("timestamp", &started),
            ("file", suite.file.as_str()),
        ]);
        xml.element("testsuite", &attributes, |xml| {
            xml.element("properties", &[], |xml| self.properties(xml));
            for test in &variant.tests {
                self.case(xml, test);
            }
            let shared = warnings_of_shared(suite, variant, Look::PLAIN);
            if !shared.is_empty() {
                xml.text("system-out", &[], &format!("{}\n", shared.join("\n")));
            }
        });
    }

    /// `by card · canary-eu`, for build servers tell tests apart by their names alone.
    fn named(self, name: &str) -> String {
        let variant = &self.variant.variant;
        if variant.is_plain() { name.to_owned() } else { format!("{name} · {variant}") }
    }

    fn properties(self, xml: &mut Xml) {
        let environment = self.run.environment.as_ref().map(|name| ("environment", name.as_str()));
        let owner = self.suite.owner.as_ref().map(|owner| ("owner", owner.as_str()));
        let case = self.variant.variant.case.as_ref().map(|case| ("case", case.as_str()));
        let matrix = self.variant.variant.matrix.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let seed = ("seed", self.run.seed.as_str());
        let all = environment.into_iter().chain([seed]).chain(owner).chain(case).chain(matrix);
        for (name, value) in all {
            xml.element("property", &[("name", name), ("value", value)], |_| {});
        }
    }

    fn case(self, xml: &mut Xml, test: &TestResult) {
        let class = self.suite.suite.as_str().replace('/', ".");
        let time = seconds(test.took);
        let name = self.named(&test.name);
        let attributes = [("name", name.as_str()), ("classname", &class), ("time", &time)];
        xml.element("testcase", &attributes, |xml| match test.outcome {
            Outcome::Passed => {}
            Outcome::Failed => self.trouble(xml, "failure", test),
            Outcome::Errored => self.trouble(xml, "error", test),
            Outcome::Skipped => {
                let why = skip_reason(test).map(why_skipped).unwrap_or_default();
                xml.element("skipped", &[("message", &why)], |_| {});
            }
            Outcome::Degraded => {
                let warnings = warnings_of_test(self.suite, test, Look::PLAIN).join("\n");
                xml.text("system-out", &[], &format!("degraded\n{warnings}\n"));
            }
        });
    }

    /// What the console says, without colour.
    fn trouble(self, xml: &mut Xml, element: &'static str, test: &TestResult) {
        let environment = self.run.environment.as_ref();
        let blocks = Blocks { suite: self.suite, environment, look: Look::PLAIN };
        let mut text = blocks.of_test(self.variant, test);
        if text.is_empty() {
            text = blocks.of_setup(self.variant);
        }
        let message = self.message(test);
        let kind = test.outcome.as_str();
        xml.text(element, &[("message", &message), ("type", kind)], &text.join("\n"));
    }

    /// `step 3 "open the first one": $.total: expected a number over 0, got the string "12.50"`
    fn message(self, test: &TestResult) -> String {
        let steps = test.steps.iter().chain(&self.variant.setup);
        let chain = steps.filter(|step| step.section != Section::Cleanup);
        let of_steps = chain.filter_map(|step| {
            Some(format!("{}: {}", name_of(step), Problem::of_step(step)?.in_one_line()))
        });
        let of_test = Problem::of_test(test).map(|problem| problem.in_one_line());
        let mut all = of_steps.chain(of_test);
        let first = all.next().unwrap_or_else(|| one_line(&test.name).into_owned());
        match all.count() {
            0 => first,
            more => format!("{first} (and {more} more)"),
        }
    }
}

/// How many tests ended how, in JUnit's words.
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of<'a>(tests: impl Iterator<Item = &'a TestResult>) -> Self {
        let mut counts = Self { tests: 0, failures: 0, errors: 0, skipped: 0 };
        for test in tests {
            counts.tests += 1;
            match test.outcome {
                Outcome::Failed => counts.failures += 1,
                Outcome::Errored => counts.errors += 1,
                Outcome::Skipped => counts.skipped += 1,
                Outcome::Passed | Outcome::Degraded => {}
            }
        }
        counts
    }

    fn attributes(&self) -> [(&'static str, String); 4] {
        [
            ("tests", self.tests.to_string()),
            ("failures", self.failures.to_string()),
            ("errors", self.errors.to_string()),
            ("skipped", self.skipped.to_string()),
        ]
    }
}

/// `0.143`
fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}
