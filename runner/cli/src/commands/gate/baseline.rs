//! History in a file: lines of JSON, as `--report jsonl` writes them (`docs/report-jsonl.md`).

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use reporters::{Jsonl, Reporter as _};
use runner_engine::Plan;
use runner_model::{EnvironmentName, FORMAT, Run, RunEvent, StepResult, SuiteResult, human};
use serde_json::Value;

use super::history::History;
use super::test_run::TestRun;
use crate::exit::Exit;
use crate::say;

/// Of so many runs of a gate everything is kept: enough to see what differs among answers.
const WHOLE: usize = 2;

/// Reads a baseline; runs in other environments are left out. A file that is not there yet is an
/// empty one when it is going to be written.
pub(super) fn read(
    path: &Path,
    environment: Option<&EnvironmentName>,
    is_written: bool,
) -> Result<History, Exit> {
    let shown = path.display();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound && is_written => {
            let why = format!("{shown} is not there yet, so there is no history to compare with");
            return Ok(History::none(why));
        }
        Err(error) => {
            let help = "leave `--baseline` away, or let `--save-baseline` make it";
            say::error(format_args!("the baseline {shown} cannot be read: {error}"), Some(help));
            return Err(Exit::Usage);
        }
    };
    let mut history = History::default();
    let mut elsewhere = 0;
    let mut here = environment.is_none();
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        match line.map_err(|error| error.to_string()).and_then(|line| event(&line)) {
            Ok(Event::Started(name)) => here = name.as_deref() == environment.map(|it| it.as_str()),
            Ok(Event::Suite(suite)) if here => {
                TestRun::of_suite(&suite).for_each(|run| history.push(run));
            }
            Ok(Event::Suite(_)) => elsewhere += 1,
            Ok(Event::Other) => {}
            Err(cause) => {
                let help = "it is to hold what `tripline run --report jsonl` writes";
                say::error(format_args!("{shown}:{number} cannot be read: {cause}"), Some(help));
                return Err(Exit::Usage);
            }
        }
    }
    let runs = human::count(history.len(), "run");
    history.notes.push(match history.len() {
        0 if elsewhere > 0 => format!("{shown} has runs of other environments only"),
        0 => format!("{shown} has no runs to compare with"),
        _ => format!("history: {runs} of tests in {shown}"),
    });
    Ok(history)
}

enum Event {
    /// A run begins in this environment.
    Started(Option<String>),
    Suite(Box<SuiteResult>),
    Other,
}

fn event(line: &str) -> Result<Event, String> {
    if line.trim().is_empty() {
        return Ok(Event::Other);
    }
    let mut line: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if line["format"] != FORMAT {
        return Err(format!("its `format` is not {FORMAT}"));
    }
    Ok(match line["event"].as_str() {
        Some("started") => Event::Started(line["environment"].as_str().map(str::to_owned)),
        Some("suite") => {
            let suite = serde_json::from_value(line["suite"].take());
            Event::Suite(suite.map_err(|error| error.to_string())?)
        }
        Some(_) | None => Event::Other,
    })
}

/// Appends runs of a plan, in one piece: two gates may write to the same file.
pub(super) fn append(path: &Path, plan: &Plan, runs: &[Run]) -> io::Result<()> {
    let mut lines = Vec::new();
    let mut report = Jsonl::new(&mut lines);
    for (left, run) in runs.iter().enumerate().map(|(index, run)| (runs.len() - index, run)) {
        let mut summary = plan.summary();
        summary.seed.clone_from(&run.seed);
        report.on_event(&RunEvent::Started(&summary))?;
        for suite in &run.suites {
            let mut suite = suite.clone();
            if left > WHOLE {
                shorten(&mut suite);
            }
            report.on_event(&RunEvent::SuiteDone(&suite))?;
        }
        report.on_event(&RunEvent::Done(run))?;
    }
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
    if !ends_with_a_line(&mut file)? {
        lines.insert(0, b'\n');
    }
    file.write_all(&lines)
}

fn ends_with_a_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Leaves out what nobody compares: a file that grows with every deploy is to stay small.
fn shorten(suite: &mut SuiteResult) {
    for variant in &mut suite.variants {
        let tests = variant.tests.iter_mut().flat_map(|test| &mut test.steps);
        let steps = variant.setup.iter_mut().chain(&mut variant.cleanup).chain(tests);
        steps.for_each(|step: &mut StepResult| {
            step.exchange = None;
            step.saved.clear();
            step.checks.clear();
            step.warnings.clear();
        });
    }
}
