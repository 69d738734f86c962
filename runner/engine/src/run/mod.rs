//! A plan, carried out.
//!
//! Lives here: what runs beside what ([`run`]), a chain of steps (`chain`), one step (`step`),
//! its tries (`tries`), what is taken back at the end (`cleanup`), and the roll-up of outcomes.
//! Lives elsewhere: what a request says (`request`), whether an answer is right (`judge`).

mod chain;
mod cleanup;
mod finish;
mod foresee;
mod http_step;
mod inputs;
mod lasting;
mod rerun;
mod roll_up;
mod shared;
mod step;
mod stop;
mod suite;
mod traffic;
mod tries;
mod variant;

use std::sync::Arc;
use std::time::Instant;

use runner_model::{FORMAT, Outcome, Run, RunEvent, SuiteResult};
use tokio::task::JoinSet;

pub use lasting::Lasting;
pub use rerun::shell_quoted;
pub use shared::{Detail, Listener, Options, Tools};
pub use stop::{Stop, StopLevel};

use crate::identity;
use crate::plan::Plan;
use crate::scope::RunFacts;
use crate::secrets::Secrets;
use shared::Shared;

/// Carries a plan out. Nothing that a service or a suite does is an error of this function: it
/// stands in the result.
pub async fn run(plan: Arc<Plan>, tools: Tools, options: Options) -> Run {
    let (started, begun) = (tools.clock.now(), Instant::now());
    let summary = plan.summary();
    let facts = RunFacts {
        id: options.id.clone().unwrap_or_else(|| identity::fresh_run(started)),
        started,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        url: String::new(),
    };
    let wanted = plan.secrets();
    let environment = plan.environment.as_deref();
    let Tools { variables, masker, lasting, .. } = &tools;
    let secrets = Secrets::fetch(environment, &wanted, variables, masker, lasting, started).await;
    let shared = Arc::new(Shared::new(plan, tools, options, secrets, facts.clone()));
    shared.tell(&RunEvent::Started(&summary));

    let suites = match shared.plan.suites.len() {
        // Alone it needs no task of its own: so do most of the thousands of runs of a service.
        1 => vec![Box::pin(suite::run_suite(&shared, 0)).await],
        _ => side_by_side(&shared).await,
    };
    let masker = &shared.tools.masker;
    let mask_late = |mut suite: SuiteResult, knew| {
        // A secret captured late may stand in the result of an earlier step.
        if masker.learned() > knew {
            masker.mask_suite(&mut suite, knew);
        }
        suite
    };
    let suites: Vec<_> = suites.into_iter().map(|(suite, knew)| mask_late(suite, knew)).collect();
    let run = Run {
        format: FORMAT,
        id: facts.id,
        version: facts.version,
        environment: summary.environment,
        seed: summary.seed,
        started,
        took: begun.elapsed(),
        outcome: Outcome::worst(suites.iter().map(|suite| suite.outcome)),
        stopped: shared.tools.stop.level() > StopLevel::Go,
        suites,
    };
    shared.tell(&RunEvent::Done(&run));
    run
}

/// Runs the suites of the plan, each in a task of its own. Their results are in its order, each
/// with how many secrets were known when it was masked.
async fn side_by_side(shared: &Arc<Shared>) -> Vec<(SuiteResult, usize)> {
    let mut tasks = JoinSet::new();
    for index in 0..shared.plan.suites.len() {
        let turn = Arc::clone(&shared.turns).acquire_owned().await;
        let shared = Arc::clone(shared);
        tasks.spawn(async move {
            let _turn = turn;
            (index, suite::run_suite(&shared, index).await)
        });
    }
    let mut suites = Vec::new();
    while let Some(done) = tasks.join_next().await {
        match done {
            Ok(done) => suites.push(done),
            // A panic is our bug, and must not look like a service that works.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
    suites.sort_by_key(|(index, _)| *index);
    suites.into_iter().map(|(_, suite)| suite).collect()
}
