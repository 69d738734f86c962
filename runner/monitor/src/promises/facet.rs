//! What an objective looks at in a run.

use std::collections::BTreeMap;

use runner_health::series::{Sample, State};
use runner_model::{Outcome, SeriesRun, StepMark, SuiteId, TestName, TestRef};

use super::good::GoodWhen;

/// What an objective looks at in a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Facet {
    pub(super) part: Part,
    pub(super) good_when: GoodWhen,
}

/// Which part of a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// The first step that was attempted.
    FrontDoor,
    /// All of it.
    Transaction,
    /// One step: how many marks come before its own, by test. Tests without that step say nothing.
    Step(BTreeMap<(SuiteId, TestName), usize>),
}

impl Facet {
    /// Whether the front door is open.
    pub(super) fn front_door() -> Self {
        Self { part: Part::FrontDoor, good_when: GoodWhen::default() }
    }

    /// Reads the runs of one test; `None` when they say nothing about it.
    pub(super) fn of_test(&self, test: &TestRef) -> Option<FacetOfTest<'_>> {
        let part = match &self.part {
            Part::FrontDoor => PartOfTest::FrontDoor,
            Part::Transaction => PartOfTest::Transaction,
            Part::Step(places) => {
                PartOfTest::Step(*places.get(&(test.suite.clone(), test.test.clone()))?)
            }
        };
        Some(FacetOfTest { part, good_when: &self.good_when })
    }
}

/// What is looked at in the runs of one test.
#[derive(Clone, Copy, Debug)]
pub(super) struct FacetOfTest<'a> {
    part: PartOfTest,
    good_when: &'a GoodWhen,
}

#[derive(Clone, Copy, Debug)]
enum PartOfTest {
    FrontDoor,
    Transaction,
    /// So many marks come before its own.
    Step(usize),
}

impl FacetOfTest<'_> {
    /// What a run says; `None` when it says nothing.
    pub(super) fn state(&self, run: &SeriesRun) -> Option<State> {
        let sample = Sample::of(run)?;
        Some(match self.part {
            PartOfTest::FrontDoor => self.of_run(run, sample.front_door),
            PartOfTest::Transaction => self.of_run(run, sample.transaction),
            PartOfTest::Step(place) => self.of_step(run, place),
        })
    }

    fn of_run(&self, run: &SeriesRun, state: State) -> State {
        let is_good = !state.is_available() || self.good_when.holds_for_run(run);
        if is_good { state } else { State::Down }
    }

    /// A step that was not attempted says nothing about itself.
    fn of_step(&self, run: &SeriesRun, place: usize) -> State {
        let Some((mark, before)) = run.steps.get(..=place).and_then(|marks| marks.split_last())
        else {
            return State::Unknown;
        };
        // Behind a failure, steps may have been left out together.
        let ended = |mark: &StepMark| matches!(mark.outcome, Outcome::Failed | Outcome::Errored);
        if before.iter().any(ended) {
            return State::Unknown;
        }
        match State::of(mark.outcome) {
            Some(state) if state.is_available() && !self.good_when.holds_for_step(mark) => {
                State::Down
            }
            Some(state) => state,
            None => State::Unknown,
        }
    }
}
