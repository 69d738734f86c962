//! What one run says.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{Outcome, SeriesRun, Trigger};
use thiserror::Error;

use super::State;

/// What one run of a series says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// When it began: from then on its result holds.
    pub at: Timestamp,
    /// Why it took place. Only scheduled runs enter a number.
    pub trigger: Trigger,
    /// What its first step says: can the service be reached?
    pub front_door: State,
    /// What the whole transaction says, the last retry of each step deciding.
    pub transaction: State,
    /// A step was tried more than once.
    pub retried: bool,
    /// How long the whole transaction took; `None` when that says nothing.
    pub took: Option<Duration>,
}

/// Which part of a run is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// The first step: availability.
    FrontDoor,
    /// All of it: reliability.
    Transaction,
}

/// Runs that do not make a history.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum HistoryError {
    /// A run stands before an earlier one.
    #[error("the run of {at} stands after that of {after}: sort runs by the time they began")]
    OutOfOrder {
        /// When the run began.
        at: Timestamp,
        /// When the run before it in the list began.
        after: Timestamp,
    },
    /// One run twice, or two at the same moment.
    #[error("two runs of one series began at {at}: give each run once")]
    Twice {
        /// When both began.
        at: Timestamp,
    },
}

impl Sample {
    /// What a run that is remembered says; `None` when it was skipped and says nothing.
    ///
    /// Its front door is the first step that was attempted; where none was, because setup did not
    /// pass, it is the run itself. How long a failed run took says nothing about speed.
    pub fn of(run: &SeriesRun) -> Option<Self> {
        let transaction = State::of(run.outcome)?;
        let first = run.steps.iter().find(|step| step.outcome != Outcome::Skipped);
        let front_door = first.and_then(|step| State::of(step.outcome)).unwrap_or(transaction);
        Some(Self {
            at: run.started,
            trigger: run.trigger,
            front_door,
            transaction,
            retried: !run.first_try,
            took: transaction.is_available().then_some(run.took),
        })
    }

    /// What it says about `aspect`.
    pub fn state(&self, aspect: Aspect) -> State {
        match aspect {
            Aspect::FrontDoor => self.front_door,
            Aspect::Transaction => self.transaction,
        }
    }
}

/// The runs that enter a number, checked to stand in order.
///
/// # Errors
/// [`HistoryError`] at the first that does not.
pub(crate) fn counting(samples: &[Sample]) -> impl Iterator<Item = Result<&Sample, HistoryError>> {
    let mut last: Option<Timestamp> = None;
    samples.iter().filter(|sample| sample.trigger.counts()).map(move |sample| {
        let at = sample.at;
        match last.replace(at) {
            Some(after) if after > at => Err(HistoryError::OutOfOrder { at, after }),
            Some(before) if before == at => Err(HistoryError::Twice { at }),
            Some(_) | None => Ok(sample),
        }
    })
}
