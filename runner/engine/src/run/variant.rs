//! One case and matrix entry of a suite: setup, tests side by side, cleanup.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use runner_http::CookieJar;
use runner_model::{Outcome, Section, TestName, TestRef, TestResult, VariantResult};
use suites::{Suite, Test};

use super::chain::{Chain, Ended, Site};
use super::inputs::{input_value, set_vars};
use super::rerun::rerun;
use super::roll_up::{cleanup_outcome, outcome_of};
use super::shared::Shared;
use crate::fill::{Filler, Seed, hash};
use crate::plan::{PlannedSuite, PlannedVariant};
use crate::request::{Addresses, Fault};
use crate::scope::{Frame, Origin, World};

/// What every test of the variant begins with.
struct Ground<'a> {
    shared: &'a Shared,
    suite: &'a Suite,
    planned: &'a PlannedVariant,
    world: World,
    seed: Seed,
}

/// Runs a variant. The number is how many secrets were known when its first step was masked.
pub(super) async fn run_variant(
    shared: &Shared,
    planned: &PlannedSuite,
    variant: &PlannedVariant,
) -> (VariantResult, Option<usize>) {
    let ground = Ground::new(shared, planned, variant);
    let mut setup = ground.setup().await;
    let tests = variant.tests.iter().map(|&index| ground.test(&ground.suite.tests[index], &setup));
    let done = futures_util::future::join_all(tests).await;

    // With `steps:` the suite's cleanup sees what the test saved, too.
    let mut last = match done.first() {
        Some(test) if ground.suite.single => {
            ground.chain(&test.name, &test.site, &test.jar, &test.unset)
        }
        _ => ground.chain(&setup_name(), &setup.site, &setup.jar, &setup.chain.unset),
    };
    let site = last.site();
    last.register(&ground.suite.cleanup, &site);
    last.run_cleanups().await;
    let mut cleanup = last.results;
    setup.chain.run_cleanups().await;
    let tests = done.iter().filter_map(|test| test.knew);
    let knew = tests.chain(last.knew).chain(setup.chain.knew).min();
    let after = setup.chain.results.split_off(setup.steps);
    cleanup.extend(after);

    let tests: Vec<TestResult> = done.into_iter().map(|test| test.result).collect();
    let setup = setup.chain.results;
    let outcome = Outcome::worst(
        [outcome_of(&setup), cleanup_outcome(&cleanup)]
            .into_iter()
            .chain(tests.iter().map(|test| test.outcome)),
    );
    (VariantResult { variant: variant.variant.clone(), outcome, setup, tests, cleanup }, knew)
}

/// Setup, carried out; its cleanups wait until the tests are done.
struct SetUp<'a> {
    chain: Chain<'a>,
    /// How many results are those of setup itself.
    steps: usize,
    site: Site<'a>,
    jar: CookieJar,
    outcome: Outcome,
    /// The step that ended it.
    ended: Option<Ended>,
}

/// A test, carried out.
struct Done<'a> {
    name: TestName,
    result: TestResult,
    site: Site<'a>,
    jar: CookieJar,
    unset: HashMap<String, String>,
    /// How many secrets were known when the first result was masked.
    knew: Option<usize>,
}

fn setup_name() -> TestName {
    TestName::try_from("setup").expect("it is one line of text")
}

impl<'a> Ground<'a> {
    fn new(shared: &'a Shared, planned: &'a PlannedSuite, variant: &'a PlannedVariant) -> Self {
        let repetition = planned.repetition.to_string();
        let named = variant.variant.to_string();
        let seed = hash(&[&shared.plan.seed, planned.suite.id.as_str(), &named, &repetition]);
        let world = World {
            environment: shared.plan.environment.clone(),
            case: variant.case.clone(),
            entries: variant.entries.clone(),
            secrets: Arc::clone(&shared.secrets),
            masker: Arc::clone(&shared.tools.masker),
            run: shared.facts.clone(),
            seed,
            given: Arc::clone(&shared.given),
            addresses: Addresses::default(),
        };
        Self { shared, suite: &planned.suite, planned: variant, world, seed: Seed::new(seed) }
    }

    /// A chain that goes on where another has ended: `unset` by which step.
    fn chain(
        &'a self,
        test: &TestName,
        site: &Site<'a>,
        jar: &CookieJar,
        unset: &HashMap<String, String>,
    ) -> Chain<'a> {
        let test = TestRef {
            suite: self.suite.id.clone(),
            test: test.clone(),
            variant: self.planned.variant.clone(),
        };
        let (site, jar, limit) = (site.clone(), jar.clone(), self.suite.timeout);
        let mut chain = Chain::new(self.shared, &self.world, test, site, jar, limit);
        chain.unset.clone_from(unset);
        chain
    }

    /// Inputs, vars, then the steps of `setup`.
    async fn setup(&'a self) -> SetUp<'a> {
        let site = Site::new(self.suite, Arc::new(Frame::default()), self.seed.of("setup"));
        let mut chain = self.chain(&setup_name(), &site, &CookieJar::new(), &HashMap::new());
        chain.section = Section::Setup;
        if let Err(fault) = self.begin(&site) {
            chain.record_fault("inputs and vars", &fault, &site);
        } else if !self.suite.setup.is_empty() {
            let _slot = self.shared.slots.acquire().await;
            chain.run_steps(&self.suite.setup, &site).await;
        }
        let (steps, outcome) = (chain.results.len(), outcome_of(&chain.results));
        SetUp { steps, jar: chain.jar.clone(), site, outcome, ended: chain.ended.take(), chain }
    }

    /// Sets inputs and vars.
    fn begin(&self, site: &Site<'_>) -> Result<(), Fault> {
        let filler = self.filler(site);
        for input in &self.suite.inputs {
            let value = input_value(input, &self.world.given, &filler)?;
            site.set_input(input, value, Origin::Declared, &self.world)?;
        }
        set_vars(self.suite, site, &filler)
    }

    fn filler<'f>(&'f self, site: &'f Site<'_>) -> Filler<'f> {
        site.filler(&self.world, self.shared)
    }

    async fn test(&'a self, test: &'a Test, setup: &SetUp<'a>) -> Done<'a> {
        let frame = setup.site.frame.copy();
        let site = Site::new(self.suite, frame, self.seed.of(test.name.as_str()));
        let mut chain = self.chain(&test.name, &site, &setup.jar, &setup.chain.unset);
        chain.limit = test.timeout.unwrap_or(self.suite.timeout);
        let slot = self.shared.slots.acquire().await;
        let (started, begun) = (self.shared.now(), Instant::now());
        chain.begin_now();
        chain.ended.clone_from(&setup.ended);
        chain.register(&test.cleanup, &site);
        chain.run_steps(&test.steps, &site).await;
        let steps_took = begun.elapsed();
        let ended = chain.ended.take();
        let checks =
            if ended.is_none() { chain.judge_whole(&site, steps_took) } else { Vec::new() };
        let before = chain.results.len();
        chain.run_cleanups().await;
        drop(slot);
        let mut outcome = Outcome::worst([
            outcome_of(&chain.results[..before]),
            cleanup_outcome(&chain.results[before..]),
        ]);
        if checks.iter().any(|check| !check.held()) {
            outcome = Outcome::Failed;
        }
        if setup.outcome > Outcome::Passed {
            outcome = outcome.max(setup.outcome);
        }
        let result = TestResult {
            name: self.name_of(test),
            place: self.shared.plan.sources.place(test.span),
            rerun: rerun(self.shared, self.suite, test, &self.planned.variant),
            test: chain.test.clone(),
            outcome,
            started,
            took: begun.elapsed(),
            steps: chain.results,
            checks,
        };
        if self.shared.options.fail_fast && matches!(outcome, Outcome::Failed | Outcome::Errored) {
            self.shared.tools.stop.request(super::StopLevel::CleanUp);
        }
        let Chain { jar, unset, knew, .. } = chain;
        Done { name: test.name.clone(), result, site, jar, unset, knew }
    }

    fn name_of(&self, test: &Test) -> String {
        if self.suite.single { self.suite.name.value.clone() } else { test.name.to_string() }
    }
}
