//! Outages, as runs show them.

use jiff::Timestamp;
use runner_model::Outcome;

use crate::incident::{Observation, Policy, SeriesState, Transition};
use crate::series::{Aspect, Sample, State};

/// An outage: from the first bad run to the first good one after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// When it began.
    pub from: Timestamp,
    /// When it was over; `None` while it lasts.
    pub until: Option<Timestamp>,
}

impl Outage {
    /// The outages that the runs of a series show, in order, under the policy by which incidents
    /// open and close. It was over with the first of the good runs that closed it: the others only
    /// proved that.
    pub fn all_of(samples: &[Sample], aspect: Aspect, policy: &Policy) -> Vec<Self> {
        let mut outages: Vec<Self> = Vec::new();
        let mut state = SeriesState::new();
        let mut good_since = None;
        for sample in samples.iter().filter(|sample| sample.trigger.counts()) {
            let outcome = outcome(sample.state(aspect));
            let observation = Observation { outcome, trigger: sample.trigger, silence: None };
            let transition;
            (state, transition) = state.observe(&observation, sample.at, policy);
            good_since = match outcome {
                Outcome::Passed | Outcome::Degraded => good_since.or(Some(sample.at)),
                Outcome::Failed => None,
                Outcome::Errored | Outcome::Skipped => good_since,
            };
            match transition {
                Some(Transition::Down(onset)) => {
                    outages.push(Self { from: onset.since, until: None });
                }
                Some(Transition::Recovered { .. }) => {
                    if let Some(open) = outages.last_mut() {
                        open.until = good_since;
                    }
                }
                Some(Transition::Confirm { .. } | Transition::Degraded(_)) | None => {}
            }
        }
        outages
    }
}

/// How a run ended whose state is this. With warnings is not down.
fn outcome(state: State) -> Outcome {
    match state {
        State::Up | State::Degraded => Outcome::Passed,
        State::Down => Outcome::Failed,
        State::Unknown => Outcome::Errored,
        State::Excluded(_) => Outcome::Skipped,
    }
}
