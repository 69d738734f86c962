//! One JSON object a line, as things happen. Documented in `docs/report-jsonl.md`.

use std::io;

use runner_model::{
    EnvironmentName, FORMAT, Outcome, Run, RunEvent, RunId, StepResult, SuiteResult, TestRef,
};
use serde::Serialize;

use crate::Reporter;

/// Writes a line for the beginning, for each step and suite that is done, and for the end.
///
/// Each line can be read without the others. Flushed with every suite, so that a run that is
/// killed leaves whole lines about all suites that had ended.
#[derive(Debug)]
pub struct Jsonl<W> {
    out: W,
}

impl<W: io::Write + Send> Jsonl<W> {
    /// Reports to `out`.
    pub fn new(out: W) -> Self {
        Self { out }
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, line)?;
        self.out.write_all(b"\n")
    }
}

impl<W: io::Write + Send> Reporter for Jsonl<W> {
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()> {
        match event {
            RunEvent::Started(plan) => {
                self.line(&Line::new(Event::Started {
                    environment: plan.environment.as_ref(),
                    seed: &plan.seed,
                    suites: plan.suites,
                    tests: plan.tests,
                    steps: plan.steps,
                }))?;
                self.out.flush()
            }
            RunEvent::StepStarted { .. } => Ok(()),
            RunEvent::StepDone { test, step } => self.line(&Line::new(Event::Step { test, step })),
            RunEvent::SuiteDone(suite) => {
                self.line(&Line::new(Event::Suite { suite }))?;
                self.out.flush()
            }
            RunEvent::Done(run) => {
                self.line(&Line::new(Event::Done(Done::of(run))))?;
                self.out.flush()
            }
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    format: u32,
    #[serde(flatten)]
    event: Event<'a>,
}

impl<'a> Line<'a> {
    fn new(event: Event<'a>) -> Self {
        Self { format: FORMAT, event }
    }
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'a> {
    Started {
        environment: Option<&'a EnvironmentName>,
        seed: &'a str,
        suites: usize,
        tests: usize,
        steps: usize,
    },
    Step {
        test: &'a TestRef,
        step: &'a StepResult,
    },
    Suite {
        suite: &'a SuiteResult,
    },
    Done(Done<'a>),
}

/// The run without its suites, which have had lines of their own.
#[derive(Serialize)]
struct Done<'a> {
    id: &'a RunId,
    version: &'a str,
    environment: Option<&'a EnvironmentName>,
    seed: &'a str,
    started: jiff::Timestamp,
    /// Milliseconds, exact to the microsecond.
    took: f64,
    outcome: Outcome,
    stopped: bool,
    tests: Counts,
}

/// How many tests ended how.
#[derive(Default, Serialize)]
struct Counts {
    failed: usize,
    errored: usize,
    degraded: usize,
    passed: usize,
    skipped: usize,
}

impl<'a> Done<'a> {
    fn of(run: &'a Run) -> Self {
        let mut tests = Counts::default();
        let variants = run.suites.iter().flat_map(|suite| &suite.variants);
        for test in variants.flat_map(|variant| &variant.tests) {
            *match test.outcome {
                Outcome::Failed => &mut tests.failed,
                Outcome::Errored => &mut tests.errored,
                Outcome::Degraded => &mut tests.degraded,
                Outcome::Passed => &mut tests.passed,
                Outcome::Skipped => &mut tests.skipped,
            } += 1;
        }
        Self {
            id: &run.id,
            version: &run.version,
            environment: run.environment.as_ref(),
            seed: &run.seed,
            started: run.started,
            took: run.took.as_micros() as f64 / 1000.0,
            outcome: run.outcome,
            stopped: run.stopped,
            tests,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::Value;

    use super::*;
    use crate::sample;

    const DOCUMENTED: &str = include_str!("../../docs/report-jsonl.md");

    fn jsonl(run: &Run) -> String {
        let mut out = Vec::new();
        sample::tell(run, &mut Jsonl::new(&mut out));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_run_as_jsonl() {
        let suites = vec![sample::passed()];
        insta::assert_snapshot!(jsonl(&Run { suites, ..sample::run() }));
    }

    #[test]
    fn every_line_is_an_object_of_its_own() {
        let run = sample::run();
        let said = jsonl(&run);
        let lines: Vec<Value> = said.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert!(lines.iter().all(|line| line["format"] == 1 && line["event"].is_string()));
        let suites: Vec<SuiteResult> = lines
            .iter()
            .filter(|line| line["event"] == "suite")
            .map(|line| serde_json::from_value(line["suite"].clone()).unwrap())
            .collect();
        assert_eq!(suites, run.suites);
        let done = lines.last().unwrap();
        assert_eq!(done["event"], "done");
        assert_eq!(done["tests"]["failed"], 6);
    }

    #[test]
    fn every_field_is_documented() {
        for line in jsonl(&sample::run()).lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let event = line["event"].as_str().unwrap();
            assert!(DOCUMENTED.contains(&format!("`{event}`")), "{event}");
            for field in line.as_object().unwrap().keys() {
                assert!(DOCUMENTED.contains(&format!("`{field}`")), "{event}: {field}");
            }
        }
    }

    #[test]
    fn the_documented_example_is_what_is_written() {
        let (_, example) = DOCUMENTED.split_once("```json\n").unwrap();
        let (example, _) = example.split_once("```").unwrap();
        let suites = vec![sample::passed()];
        let said = jsonl(&Run { suites, ..sample::run() });
        let of = |text: &str, event: &str| {
            let mut lines = text.lines().map(|l| serde_json::from_str::<Value>(l).unwrap());
            lines.find(|line| line["event"] == event).unwrap()
        };
        for event in ["started", "done"] {
            let mut keys = [example, &said].map(|text| {
                of(text, event).as_object().unwrap().keys().cloned().collect::<Vec<_>>()
            });
            keys.iter_mut().for_each(|keys| keys.sort());
            assert_eq!(keys[0], keys[1]);
        }
    }

    /// Counts what has been handed on.
    #[derive(Clone, Default)]
    struct Disk(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_a_killed_run_leaves_are_whole_lines_about_all_suites_that_had_ended() {
        let disk = Disk::default();
        let mut report = Jsonl::new(io::BufWriter::new(disk.clone()));
        let run = sample::run();
        report.on_event(&RunEvent::SuiteDone(&run.suites[0])).unwrap();
        let written = String::from_utf8(disk.0.lock().unwrap().clone()).unwrap();
        assert!(written.ends_with("}\n"), "{written}");
        assert_eq!(written.lines().count(), 1);
    }
}
