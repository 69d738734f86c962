//! What a drill shows: how fast a service is restored, and how much is lost.

use std::time::Duration;

use jiff::Timestamp;
use thiserror::Error;

use crate::elapsed::between;

/// A drill, or a real disaster: something failed and was restored, while markers were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drill {
    /// From the failure until the service was good again: compare it with the RTO.
    pub recovery_time: Duration,
    /// How much of what was written is lost: compare it with the RPO.
    pub data_loss: DataLoss,
}

/// How much of what was written before a failure is lost, as markers bound it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataLoss {
    /// The newest marker survived.
    AtMost(Duration),
    /// Some markers survived: the loss is more than one number and at most the other.
    Between {
        /// It is more than this: the marker so long before the failure is lost.
        more_than: Duration,
        /// It is at most this: the marker so long before the failure survived.
        at_most: Duration,
    },
    /// None survived: it is more than this, and nothing says how much more.
    MoreThan(Duration),
}

/// Whether no more was lost than a recovery point objective allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RpoVerdict {
    /// It was.
    Met,
    /// It was not.
    Missed,
    /// The objective lies between what the loss is more than and what it is at most: write markers
    /// more often.
    NotProven,
}

/// What was noted cannot have happened.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidDrill {
    /// It was good again before it failed.
    #[error("the service was good again at {good_again}, before it failed at {failed}")]
    RestoredBeforeFailure {
        /// When it failed.
        failed: Timestamp,
        /// When it was good again.
        good_again: Timestamp,
    },
    /// Nothing says how much was lost.
    #[error("no marker was written before the failure, so nothing says how much was lost")]
    NoMarkers,
    /// A marker survived that was never written.
    #[error("the marker of {0} survived, but was not written before the failure")]
    UnknownMarker(Timestamp),
}

impl Drill {
    /// A drill in which the service `failed` and was `good_again`; `written` are the markers of
    /// which `survived` is the newest that was found afterwards.
    ///
    /// # Errors
    /// [`InvalidDrill`] when these times contradict each other.
    pub fn new(
        failed: Timestamp,
        good_again: Timestamp,
        written: &[Timestamp],
        survived: Option<Timestamp>,
    ) -> Result<Self, InvalidDrill> {
        if good_again < failed {
            return Err(InvalidDrill::RestoredBeforeFailure { failed, good_again });
        }
        let before = || written.iter().copied().filter(|&marker| marker <= failed);
        let first = before().min().ok_or(InvalidDrill::NoMarkers)?;
        let ago = |marker| between(marker, failed);
        let data_loss = match survived {
            None => DataLoss::MoreThan(ago(first)),
            Some(marker) if !before().any(|written| written == marker) => {
                return Err(InvalidDrill::UnknownMarker(marker));
            }
            Some(marker) => match before().filter(|&later| later > marker).min() {
                None => DataLoss::AtMost(ago(marker)),
                Some(lost) => DataLoss::Between { more_than: ago(lost), at_most: ago(marker) },
            },
        };
        Ok(Self { recovery_time: between(failed, good_again), data_loss })
    }

    /// Whether the service was restored in time.
    pub fn meets_rto(&self, rto: Duration) -> bool {
        self.recovery_time <= rto
    }

    /// Whether no more was lost than allowed.
    pub fn meets_rpo(&self, rpo: Duration) -> RpoVerdict {
        let (more_than, at_most) = match self.data_loss {
            DataLoss::AtMost(at_most) => (None, Some(at_most)),
            DataLoss::Between { more_than, at_most } => (Some(more_than), Some(at_most)),
            DataLoss::MoreThan(more_than) => (Some(more_than), None),
        };
        if at_most.is_some_and(|most| most <= rpo) {
            RpoVerdict::Met
        } else if more_than.is_some_and(|least| least >= rpo) {
            RpoVerdict::Missed
        } else {
            RpoVerdict::NotProven
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn where_all_markers_survive_the_loss_is_bounded_by_the_newest() {
        let drill = Drill::new(at(100), at(160), &[at(0), at(90)], Some(at(90))).unwrap();
        assert_eq!(drill.data_loss, DataLoss::AtMost(secs(10)));
        assert_eq!(drill.meets_rpo(secs(10)), RpoVerdict::Met);
        assert_eq!(drill.meets_rpo(secs(9)), RpoVerdict::NotProven);
        assert!(drill.meets_rto(secs(60)) && !drill.meets_rto(secs(59)));
    }

    #[test]
    fn where_no_marker_survives_nothing_bounds_the_loss() {
        let drill = Drill::new(at(100), at(160), &[at(0), at(90)], None).unwrap();
        assert_eq!(drill.data_loss, DataLoss::MoreThan(secs(100)));
        assert_eq!(drill.meets_rpo(secs(100)), RpoVerdict::Missed);
        assert_eq!(drill.meets_rpo(secs(101)), RpoVerdict::NotProven);
    }

    #[test]
    fn times_that_contradict_each_other_are_refused() {
        assert_eq!(Drill::new(at(9), at(9), &[at(10)], None), Err(InvalidDrill::NoMarkers));
        assert_eq!(
            Drill::new(at(9), at(9), &[at(1)], Some(at(2))),
            Err(InvalidDrill::UnknownMarker(at(2)))
        );
        assert!(Drill::new(at(9), at(8), &[at(1)], Some(at(1))).is_err());
    }
}
