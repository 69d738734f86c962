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
    pub fn shown_by(samples: &[Sample], aspect: Aspect, policy: &Policy) -> Vec<Self> {
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

#[cfg(test)]
mod tests {
    use runner_model::Trigger;

    use super::*;

    fn outages(drawing: &str) -> Vec<(i64, Option<i64>)> {
        let run = |(letter, second): (char, i64)| {
            let state = match letter {
                '.' => State::Up,
                '~' => State::Degraded,
                'x' => State::Down,
                _ => State::Unknown,
            };
            Sample {
                at: Timestamp::from_second(second).unwrap(),
                trigger: Trigger::Schedule,
                front_door: state,
                transaction: State::Up,
                retried: false,
                took: None,
            }
        };
        let samples: Vec<Sample> = drawing.chars().zip(0..).map(run).collect();
        Outage::shown_by(&samples, Aspect::FrontDoor, &Policy::default())
            .iter()
            .map(|outage| (outage.from.as_second(), outage.until.map(|until| until.as_second())))
            .collect()
    }

    #[test]
    fn an_outage_lasts_until_the_first_good_run() {
        assert_eq!(outages("..xx.x"), [(2, Some(4)), (5, None)]);
        assert_eq!(outages("..xx~."), [(2, Some(4))]);
    }

    #[test]
    fn a_run_that_cannot_tell_neither_begins_nor_ends_an_outage() {
        assert_eq!(outages(".?.x?x?."), [(3, Some(7))]);
    }
}
