//! Errands that go on.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use runner_engine::{Options, Plan, Stop, StopLevel};
use runner_model::{
    Clock, ErrandEnd, ErrandRun, ErrandState, MonitorName, Outcome, Run, TestRef, Trigger,
};
use runner_store::{Errands as Kept, ReadError, Record, Store};
use tokio::task::JoinSet;

use super::planned::plan;
use crate::Listener;
use crate::event::Event;
use crate::service::Scribe;
use crate::watch::Watch;
use crate::work::{Observed, Occasion, Sight, Worker};

/// The longest that an errand may take, cleanup apart.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// Where results are remembered of tests that no monitor runs.
const BESIDE: &str = "trigger";

/// Errands that go on.
#[derive(Default)]
pub(crate) struct Errands {
    tasks: JoinSet<()>,
    stop: Stop,
}

/// What carries errands out, and writes what came of them.
#[derive(Clone)]
pub(crate) struct Hands {
    pub(crate) worker: Worker,
    pub(crate) scribe: Scribe,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) listener: Listener,
}

impl Errands {
    /// Begins an errand, or refuses it; either is written.
    pub(crate) fn begin(&mut self, asked: ErrandRun, watch: &Watch, hands: Hands) {
        let plan = match plan(watch, &asked.errand) {
            Ok(plan) => plan,
            Err(why) => return hands.note(&asked, ErrandState::Refused { why }),
        };
        hands.note(&asked, ErrandState::Running { since: hands.clock.now() });
        let monitors = monitors(watch, &plan);
        self.tasks.spawn(hands.carry_out(asked, plan, monitors, self.stop.clone()));
    }

    /// How many go on.
    pub(crate) fn going_on(&self) -> usize {
        self.tasks.len()
    }

    /// One is over; `None` when none goes on.
    pub(crate) async fn over(&mut self) -> Option<()> {
        // It panics only when its code is wrong; then nothing is to be waited for.
        self.tasks.join_next().await.map(drop)
    }

    /// Stops those that go on.
    pub(crate) fn stop(&self, level: StopLevel) {
        self.stop.request(level);
    }
}

impl Hands {
    fn note(&self, asked: &ErrandRun, state: ErrandState) {
        self.scribe.write(Record { states: vec![changed(asked, state)], ..Record::default() });
    }

    async fn carry_out(
        self,
        asked: ErrandRun,
        plan: Plan,
        monitors: BTreeMap<TestRef, MonitorName>,
        stop: Stop,
    ) {
        let environment = plan.environment.clone();
        let rerun = environment.as_ref().map(|environment| format!("-e {}", environment.name));
        let options = Options {
            id: Some(asked.run.clone()),
            within: Some(LONGEST),
            rerun_flags: rerun.unwrap_or_default(),
            given: asked.errand.inputs.clone(),
            ..Options::default()
        };
        let (run, sight) = self.worker.carry_out_plan(plan, options, stop).await;
        let (started, took) = (run.started, run.took);
        let observed = self.observe(&asked, run, &monitors, &sight);
        for one in &observed {
            let name = environment.as_ref().map(|environment| &environment.name);
            (self.listener)(&Event::ran(one, name, started));
        }
        let outcomes = || observed.iter().map(|one| one.run.outcome);
        let end = ErrandEnd {
            outcome: Outcome::worst(outcomes()),
            started,
            took,
            tests: observed.len() as u64,
            failed: outcomes().filter(|outcome| *outcome == Outcome::Failed).count() as u64,
        };
        let states = vec![changed(&asked, ErrandState::Done(end))];
        let runs = observed.into_iter().map(|one| one.run).collect();
        self.scribe.write(Record { runs, states, ..Record::default() });
    }

    fn observe(
        &self,
        asked: &ErrandRun,
        run: Run,
        monitors: &BTreeMap<TestRef, MonitorName>,
        sight: &Sight,
    ) -> Vec<Observed> {
        let beside = MonitorName::try_from(BESIDE).expect("it is a word");
        let occasion = Occasion {
            planned: asked.at,
            trigger: Trigger::Manual,
            location: self.worker.location(),
            sight,
        };
        let monitor = |test: &TestRef| monitors.get(test).unwrap_or(&beside).clone();
        Observed::all_of(run, &occasion, monitor)
    }
}

/// What became of errands whose service ended before they were over: to be written.
pub(crate) async fn forsaken(store: &Store) -> Result<Record, ReadError> {
    let lost = store.errands().forsaken().await?;
    let why = "tripline ended before it was through: ask again";
    let states =
        lost.iter().map(|asked| changed(asked, ErrandState::Refused { why: why.to_owned() }));
    Ok(Record { states: states.collect(), ..Record::default() })
}

fn changed(asked: &ErrandRun, state: ErrandState) -> runner_store::StateChange {
    Kept::change(&ErrandRun { state, ..asked.clone() })
}

/// The monitors that run the same tests in the same environment.
fn monitors(watch: &Watch, plan: &Plan) -> BTreeMap<TestRef, MonitorName> {
    let here = plan.environment.as_ref().map(|environment| &environment.name);
    let same = watch.monitors.iter().filter(|watched| watched.environment() == here);
    let tests = same.flat_map(|watched| watched.tests().map(|test| (test, watched.name().clone())));
    // Of several the first counts.
    tests.collect::<Vec<_>>().into_iter().rev().collect()
}
