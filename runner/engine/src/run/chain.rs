//! A chain of steps: what it knows, what it has done, where it ended.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use runner_http::CookieJar;
use runner_model::{
    CheckResult, RunEvent, Section, SkipReason, StepError, StepOutcome, StepResult, TestRef,
};
use serde_json::Value;
use suites::{Input, Span, Step, Suite};

use super::shared::Shared;
use super::stop::StopLevel;
use crate::fill::{FillError, Filler, Seed};
use crate::judge::{self, Facts};
use crate::request::Fault;
use crate::scope::{Frame, Origin, World};

/// Where a step is carried out: the suite whose settings hold (a flow has its own), the
/// variables, and what is around it.
#[derive(Clone)]
pub(super) struct Site<'a> {
    pub(super) suite: &'a Suite,
    pub(super) frame: Arc<Frame>,
    pub(super) within: Vec<String>,
    pub(super) seed: Seed,
}

impl<'a> Site<'a> {
    pub(super) fn new(suite: &'a Suite, frame: Arc<Frame>, seed: Seed) -> Self {
        Self { suite, frame, within: Vec::new(), seed }
    }

    /// The same, one level further in.
    pub(super) fn inside(&self, name: &str) -> Self {
        let mut inner = self.clone();
        inner.within.push(name.to_owned());
        inner.seed = self.seed.of(name);
        inner
    }

    /// The site of one of `steps`: its random values are its own, wherever in the file it stands.
    pub(super) fn of(&self, steps: &[Step], index: usize) -> Self {
        let step = &steps[index];
        let before = steps[..index].iter().filter(|other| other.label == step.label).count();
        let seed = self.seed.of(&step.label).nth(before).counted_from(step.span);
        Self { seed, ..self.clone() }
    }

    pub(super) fn filler<'f>(&'f self, world: &'f World, shared: &Shared) -> Filler<'f> {
        Filler {
            world,
            frame: &self.frame,
            seed: self.seed,
            now: shared.now(),
            request: None,
            folder: self.suite.path.parent().unwrap_or(Path::new("")),
            depth: 0,
        }
    }

    /// Sets an input; a secret one is masked from then on.
    pub(super) fn set_input(
        &self,
        input: &Input,
        value: Value,
        origin: Origin,
        world: &World,
    ) -> Result<(), Fault> {
        if input.secret {
            hide(&input.name.value, &value, world).map_err(|error| Fault {
                error: FillError::Errored(error),
                span: input.name.span,
            })?;
        }
        self.frame.set(&input.name.value, value, origin);
        Ok(())
    }
}

/// Masks every text in a value from now on.
pub(super) fn hide(name: &str, value: &Value, world: &World) -> Result<(), StepError> {
    let short = || StepError::ShortSecret { name: name.to_owned() };
    match value {
        Value::String(text) => world.masker.add(text).map_err(|_| short()),
        Value::Number(number) => world.masker.add(&number.to_string()).map_err(|_| short()),
        // A short part of a larger secret is not a secret of its own.
        Value::Array(items) => {
            items.iter().for_each(|item| drop(hide(name, item, world)));
            Ok(())
        }
        Value::Object(map) => {
            map.values().for_each(|item| drop(hide(name, item, world)));
            Ok(())
        }
        Value::Null | Value::Bool(_) => Err(short()),
    }
}

/// The step after which the rest of a chain is not attempted.
#[derive(Clone, Debug)]
pub(super) struct Ended {
    pub(super) step: String,
}

/// Steps to be carried out when the test ends.
pub(super) struct Cleanup<'a> {
    pub(super) steps: &'a [Step],
    pub(super) site: Site<'a>,
}

/// Why a step was given up in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GivenUp {
    /// Somebody stopped the run.
    Stopped,
    /// The time of the test, or of cleanup, is up.
    TimeUp,
}

/// A chain of steps, being carried out.
pub(super) struct Chain<'a> {
    pub(super) shared: &'a Shared,
    pub(super) world: &'a World,
    pub(super) test: TestRef,
    pub(super) jar: CookieJar,
    pub(super) section: Section,
    pub(super) results: Vec<StepResult>,
    pub(super) cleanups: Vec<Cleanup<'a>>,
    pub(super) ended: Option<Ended>,
    /// Variables that were to be saved, by the step that did not.
    pub(super) unset: HashMap<String, String>,
    /// The time for everything but cleanup.
    pub(super) limit: Duration,
    /// How many secrets were known when the first result was masked.
    pub(super) knew: Option<usize>,
    /// The test as it is told, and how many secrets were known then.
    masked: Option<(usize, Arc<TestRef>)>,
    site: Site<'a>,
    deadline: Instant,
    gives_up_at: StopLevel,
}

impl<'a> Chain<'a> {
    pub(super) fn new(
        shared: &'a Shared,
        world: &'a World,
        test: TestRef,
        site: Site<'a>,
        jar: CookieJar,
        limit: Duration,
    ) -> Self {
        let (deadline, limit) = shared.deadline(limit);
        Self {
            shared,
            world,
            test,
            jar,
            section: Section::Steps,
            results: Vec::new(),
            cleanups: Vec::new(),
            ended: None,
            unset: HashMap::new(),
            limit,
            knew: None,
            masked: None,
            site,
            deadline,
            gives_up_at: StopLevel::CleanUp,
        }
    }

    /// Where the chain began.
    pub(super) fn site(&self) -> Site<'a> {
        self.site.clone()
    }

    /// The time runs from here.
    pub(super) fn begin_now(&mut self) {
        (self.deadline, self.limit) = self.shared.deadline(self.limit);
    }

    /// From here on only a second stop gives a step up, and there is time of its own.
    pub(super) fn begin_cleanup(&mut self, limit: Duration) {
        self.section = Section::Cleanup;
        self.limit = limit;
        self.gives_up_at = StopLevel::Now;
        self.deadline = Instant::now() + limit;
    }

    /// Steps to be carried out at the end, last in, first out.
    pub(super) fn register(&mut self, steps: &'a [Step], site: &Site<'a>) {
        if !steps.is_empty() {
            let site = Site { seed: site.seed.of("cleanup"), ..site.clone() };
            self.cleanups.push(Cleanup { steps, site });
        }
    }

    pub(super) fn time_left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Awaits something unless the run is stopped or the time is up before.
    pub(super) async fn unless_given_up<T>(
        &self,
        work: impl Future<Output = T>,
    ) -> Result<T, GivenUp> {
        if self.shared.tools.stop.level() >= self.gives_up_at {
            return Err(GivenUp::Stopped);
        }
        tokio::select! {
            biased;
            done = work => Ok(done),
            () = self.shared.tools.stop.reached(self.gives_up_at) => Err(GivenUp::Stopped),
            () = tokio::time::sleep_until(self.deadline.into()) => Err(GivenUp::TimeUp),
        }
    }

    /// Whether the run has been stopped as far as this chain heeds.
    pub(super) fn is_stopped(&self) -> bool {
        self.shared.tools.stop.level() >= self.gives_up_at
    }

    pub(super) fn facts<'f>(&'f self, site: &'f Site<'_>, took: Duration) -> Facts<'f> {
        let filler = site.filler(self.world, self.shared);
        Facts {
            schemas: Some(&self.shared.schemas),
            ..Facts::without_exchange(took, filler, &self.shared.plan.sources)
        }
    }

    /// The suite's `expect` of the whole test.
    pub(super) fn judge_whole(&self, site: &Site<'_>, took: Duration) -> Vec<CheckResult> {
        let facts = self.facts(site, took);
        let checks = &site.suite.expect;
        checks.iter().filter_map(|check| judge::judge(check, &facts).ok()).collect()
    }

    /// A step as it stands in the file, with nothing done.
    pub(super) fn blank(&self, step: &Step, site: &Site<'_>, outcome: StepOutcome) -> StepResult {
        StepResult {
            number: step.number,
            ..self.nothing_done(&step.label, step.span, site, outcome)
        }
    }

    fn nothing_done(
        &self,
        name: &str,
        span: Span,
        site: &Site<'_>,
        outcome: StepOutcome,
    ) -> StepResult {
        StepResult {
            name: name.to_owned(),
            number: 0,
            within: site.within.clone(),
            section: self.section,
            place: self.place(span),
            outcome,
            started: self.shared.now(),
            took: Duration::ZERO,
            checks: Vec::new(),
            warnings: Vec::new(),
            saved: Vec::new(),
            exchange: None,
            tries: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Which test, for telling: a case may be named after a secret. Masked again only when a
    /// secret was learned since.
    pub(super) fn masked_test(&mut self) -> Arc<TestRef> {
        let masker = &self.shared.tools.masker;
        let learned = masker.learned();
        match &self.masked {
            Some((knew, test)) if *knew == learned => Arc::clone(test),
            Some(_) | None => {
                let mut test = self.test.clone();
                masker.mask_test_ref(&mut test);
                let test = Arc::new(test);
                self.masked = Some((learned, Arc::clone(&test)));
                test
            }
        }
    }

    /// Takes a result in, masks it and tells of it.
    pub(super) fn record(&mut self, mut result: StepResult) {
        let masker = &self.shared.tools.masker;
        self.knew.get_or_insert_with(|| masker.learned());
        masker.mask_step(&mut result);
        let test = self.masked_test();
        self.shared.tell(&RunEvent::StepDone { test: &test, step: &result });
        self.results.push(result);
    }

    pub(super) fn record_skipped(&mut self, step: &Step, site: &Site<'_>, reason: SkipReason) {
        let result = self.blank(step, site, StepOutcome::Skipped(reason));
        self.record(result);
    }

    /// Something before the first step that could not be worked out.
    pub(super) fn record_fault(&mut self, name: &str, fault: &Fault, site: &Site<'_>) {
        let result = self.nothing_done(name, fault.span, site, self.outcome_of(fault));
        self.ended = Some(Ended { step: name.to_owned() });
        self.record(result);
    }

    /// What a template that cannot be filled makes of a step.
    pub(super) fn outcome_of(&self, fault: &Fault) -> StepOutcome {
        match &fault.error {
            FillError::Unset(variable) => {
                let root = variable.split('.').next().unwrap_or(variable);
                StepOutcome::Skipped(SkipReason::Unset {
                    variable: variable.clone(),
                    step: self.unset.get(root).cloned(),
                })
            }
            FillError::Errored(error) => StepOutcome::Errored(error.clone()),
            FillError::Unfit(message) => StepOutcome::Errored(StepError::Value {
                message: message.clone(),
                place: self.place(fault.span),
            }),
        }
    }

    pub(super) fn place(&self, span: Span) -> runner_model::Place {
        self.shared.plan.sources.place(span)
    }
}
