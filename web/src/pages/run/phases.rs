//! The waterfall as a table: how long each phase of each request took.

use std::time::Duration;

use reporters::Waterfall;
use runner_model::{Outcome, StepMark, TestResult, Timings, human};

use crate::pages::table::Table;

const PHASES: [&str; 6] = ["DNS", "Connect", "TLS", "Send", "Wait", "Receive"];

/// Of a test, beside its last pass.
pub(super) fn of_test(test: &TestResult, pass: Option<&TestResult>) -> Table {
    let mut table = table();
    for step in Waterfall::steps(test) {
        let timings = step.exchange.as_ref().map(|exchange| &exchange.timings);
        let passed = pass.and_then(|pass| Waterfall::counterpart(step, pass));
        let outcome = step.outcome.summary();
        let last = passed.map(|passed| passed.took);
        table.add(row(&step.name, outcome, timings, step.took, last));
    }
    table
}

/// Of a run of which only marks are kept. `names` are those of its steps, as far as they are
/// known.
pub(super) fn of_marks(marks: &[StepMark], names: &[String]) -> Table {
    let mut table = table();
    for (number, mark) in marks.iter().enumerate() {
        let unnamed = || format!("step {}", number + 1);
        let name = names.get(number).cloned().unwrap_or_else(unnamed);
        table.add(row(&name, mark.outcome, mark.timings.as_ref(), mark.took, None));
    }
    table
}

fn table() -> Table {
    let heads = ["Step", "Result"].into_iter().chain(PHASES).chain(["In all", "Last pass"]);
    Table::new(heads, PHASES.len() + 2)
}

fn row(
    name: &str,
    outcome: Outcome,
    timings: Option<&Timings>,
    took: Duration,
    last: Option<Duration>,
) -> Vec<String> {
    let phases = match timings {
        None => [None; PHASES.len()],
        Some(Timings { dns, connect, tls, send, wait, receive }) => {
            [*dns, *connect, *tls, Some(*send), Some(*wait), Some(*receive)]
        }
    };
    let times = phases.into_iter().chain([Some(took), last]);
    let times = times.map(|time| time.map_or_else(|| "–".to_owned(), human::duration));
    [name.to_owned(), outcome.as_str().to_owned()].into_iter().chain(times).collect()
}
