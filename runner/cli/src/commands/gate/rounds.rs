//! Tests carried out several times: side by side, and one run after the other.

use std::sync::Arc;

use runner_engine::{Lasting, Options, Plan, Tools};
use runner_http::Http;
use runner_model::{Masker, Outcome, Run, human};

use super::clockwork::Clockwork;
use super::test_run::Fresh;
use crate::outside::Outside;
use crate::say;

/// Carries tests out.
pub(super) struct Rounds {
    tools: Tools,
    options: Options,
    clockwork: Clockwork,
}

impl Rounds {
    pub(super) fn new(
        plan: &Plan,
        options: Options,
        per_host: Option<usize>,
        clockwork: &Clockwork,
        outside: &Outside,
    ) -> Self {
        let hidden = plan.project.as_ref().map(|project| project.mask.headers.clone());
        let tools = Tools {
            http: Http::new(Arc::clone(&outside.clock)),
            clock: Arc::clone(&outside.clock),
            masker: Arc::new(Masker::new(hidden.unwrap_or_default())),
            variables: Arc::clone(&outside.variables),
            listener: Arc::new(|_| {}),
            stop: clockwork.stop.clone(),
            lasting: Lasting::new(per_host),
        };
        Self { tools, options, clockwork: clockwork.clone() }
    }

    /// So many runs of everything in `plan`, each with random values of its own, or as many as
    /// there is time for.
    pub(super) async fn carry_out(&self, plan: &Plan, times: u32, what: &str) -> Vec<Run> {
        let mut runs = Vec::new();
        for number in 1..=times {
            if self.clockwork.is_over() {
                break;
            }
            let run = self.once(plan).await;
            say::err(format_args!("{what} {number} of {times}: {}", said(&run)));
            runs.push(run);
        }
        runs
    }

    /// One run of everything in `plan`.
    pub(super) async fn once(&self, plan: &Plan) -> Run {
        let plan = Plan { seed: runner_engine::fresh_seed(), ..plan.clone() };
        runner_engine::run(Arc::new(plan), self.tools.clone(), self.options.clone()).await
    }
}

/// `4 tests passed, 1 failed in 1.2 s`
fn said(run: &Run) -> String {
    let tests = Fresh::of_run(run);
    let order =
        [Outcome::Passed, Outcome::Degraded, Outcome::Failed, Outcome::Errored, Outcome::Skipped];
    let counts: Vec<String> = order
        .into_iter()
        .map(|outcome| (tests.iter().filter(|it| it.run.outcome == outcome).count(), outcome))
        .filter(|(count, _)| *count > 0)
        .map(|(count, outcome)| format!("{} {}", human::thousands(count), outcome.as_str()))
        .collect();
    format!("{} in {}", counts.join(", "), human::duration(run.took))
}
