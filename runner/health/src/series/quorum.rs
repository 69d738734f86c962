//! Several series that are one.

use thiserror::Error;

use super::{History, State, joint};
use crate::calendar::Span;

/// The state of a monitor: the worst of its series at every moment. Down is worst, then unknown,
/// degraded and up; a series that is excluded says nothing while others do.
pub fn worst(histories: &[&History], span: Span) -> History {
    joint(histories, span, |states| {
        let severity = |state: &State| match state {
            State::Excluded(_) => 0,
            State::Up => 1,
            State::Degraded => 2,
            State::Unknown => 3,
            State::Down => 4,
        };
        states.iter().copied().max_by_key(severity).unwrap_or(State::Unknown)
    })
}

/// How many of several locations must agree before something is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    needed: u32,
    locations: u32,
}

/// A quorum that can never, or always, be reached.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidQuorum {
    /// Nobody needs to agree.
    #[error("a quorum of 0 is always down: write at least 1")]
    Nobody,
    /// More than there are.
    #[error("a quorum of {needed} cannot be reached by {locations} locations")]
    TooMany {
        /// How many must agree.
        needed: u32,
        /// How many there are.
        locations: u32,
    },
}

impl Quorum {
    /// `needed` of `locations` must agree.
    ///
    /// # Errors
    /// [`InvalidQuorum`] when `needed` is 0 or more than there are.
    pub fn new(needed: u32, locations: u32) -> Result<Self, InvalidQuorum> {
        if needed == 0 {
            Err(InvalidQuorum::Nobody)
        } else if needed > locations {
            Err(InvalidQuorum::TooMany { needed, locations })
        } else {
            Ok(Self { needed, locations })
        }
    }

    /// What the locations say together: down if enough fail, up if too few could, else unknown
    /// (SLO.md, section 2). A location that says nothing may be left out. Degraded when enough
    /// locations see it down or degraded; excluded when all say so.
    pub fn state(&self, states: &[State]) -> State {
        let excluded = |state: &State| matches!(state, State::Excluded(_));
        if let Some(&first) = states.first()
            && states.iter().all(excluded)
        {
            return first;
        }
        let count = |wanted: State| {
            u32::try_from(states.iter().filter(|&&state| state == wanted).count())
                .unwrap_or(u32::MAX)
        };
        let (failing, degraded) = (count(State::Down), count(State::Degraded));
        let saying = failing.saturating_add(degraded).saturating_add(count(State::Up));
        let missing = self.locations.saturating_sub(saying);
        if failing >= self.needed {
            State::Down
        } else if failing.saturating_add(missing) >= self.needed {
            State::Unknown
        } else if failing.saturating_add(degraded) >= self.needed {
            State::Degraded
        } else {
            State::Up
        }
    }

    /// What the locations say together at every moment.
    pub fn over(&self, locations: &[&History], span: Span) -> History {
        joint(locations, span, |states| self.state(states))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::ExcludedBy;

    #[test]
    fn a_quorum_needs_somebody_and_no_more_than_there_are() {
        assert_eq!(Quorum::new(0, 3), Err(InvalidQuorum::Nobody));
        assert_eq!(Quorum::new(4, 3), Err(InvalidQuorum::TooMany { needed: 4, locations: 3 }));
    }

    #[test]
    fn a_monitor_is_as_bad_as_its_worst_series() {
        use jiff::Timestamp;
        use runner_model::Trigger;

        use crate::series::{Aspect, Exclusions, Sample};

        let at = |second| Timestamp::from_second(second).unwrap();
        let span = Span { from: at(0), until: at(6) };
        let out = State::Excluded(ExcludedBy::Customer);
        let line = |states: [State; 6]| {
            let sample = |(state, second)| Sample {
                at: at(second),
                trigger: Trigger::Schedule,
                front_door: state,
                transaction: state,
                retried: false,
                took: None,
            };
            let samples: Vec<Sample> = states.into_iter().zip(0..).map(sample).collect();
            let (second, none) = (std::time::Duration::from_secs(1), Exclusions::default());
            History::of(&samples, Aspect::FrontDoor, span, second, &none).unwrap()
        };
        let one = line([State::Up, State::Up, State::Up, State::Unknown, out, out]);
        let two = line([State::Up, State::Degraded, State::Down, State::Down, State::Up, out]);
        let together = worst(&[&one, &two], span);
        let found: Vec<&str> =
            (0..6).map(|second| together.state_at(at(second)).as_str()).collect();
        assert_eq!(found, ["up", "degraded", "down", "down", "up", "excluded"]);
    }

    #[test]
    fn it_is_degraded_when_enough_locations_see_something_wrong() {
        let quorum = Quorum::new(2, 3).unwrap();
        assert_eq!(quorum.state(&[State::Up, State::Up, State::Degraded]), State::Up);
        assert_eq!(quorum.state(&[State::Up, State::Down, State::Degraded]), State::Degraded);
        assert_eq!(quorum.state(&[State::Up, State::Degraded, State::Degraded]), State::Degraded);
    }

    #[test]
    fn one_location_that_is_excluded_is_one_that_says_nothing() {
        let (quorum, out) = (Quorum::new(2, 3).unwrap(), State::Excluded(ExcludedBy::Maintenance));
        assert_eq!(quorum.state(&[State::Up, State::Up, out]), State::Up);
        assert_eq!(quorum.state(&[State::Up, State::Down, out]), State::Unknown);
        assert_eq!(quorum.state(&[out, out, out]), out);
    }
}
