//! What one series did in one hour.

use std::ops::AddAssign;
use std::time::Duration;

use super::{LatencySketch, Tally, WholeHours};
use crate::calendar::Span;
use crate::series::{Aspect, Exclusions, History, HistoryError, RunCounts, Sample, Standing};

/// What one series did in a stretch of time: an hour, or any sum of hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rollup {
    /// Its first step: availability.
    pub front_door: Tally,
    /// All of it: reliability.
    pub transaction: Tally,
    /// How long the runs took that succeeded and count.
    pub latency: LatencySketch,
}

impl Rollup {
    /// What scheduled runs say about `span`. Runs from before count as far as they hold into it.
    ///
    /// # Errors
    /// [`HistoryError`] when runs do not stand in order.
    pub fn of(
        samples: &[Sample],
        span: Span,
        hold: Duration,
        exclusions: &Exclusions,
    ) -> Result<Self, HistoryError> {
        let histories = Histories::of(samples, span, hold, exclusions)?;
        Ok(histories.rollup(samples, span, exclusions))
    }

    /// The same for each whole hour of `span`, in order.
    ///
    /// # Errors
    /// [`HistoryError`] when runs do not stand in order.
    pub fn hourly(
        samples: &[Sample],
        span: Span,
        hold: Duration,
        exclusions: &Exclusions,
    ) -> Result<Vec<(Span, Self)>, HistoryError> {
        let hours = WholeHours::of(span);
        let histories = Histories::of(samples, hours.hours, hold, exclusions)?;
        let rollup = |hour: Span| (hour, histories.rollup(samples, hour, exclusions));
        Ok(hours.each().map(rollup).collect())
    }

    /// The tally of one aspect.
    pub fn tally(&self, aspect: Aspect) -> &Tally {
        match aspect {
            Aspect::FrontDoor => &self.front_door,
            Aspect::Transaction => &self.transaction,
        }
    }
}

impl AddAssign<&Self> for Rollup {
    fn add_assign(&mut self, other: &Self) {
        self.front_door += &other.front_door;
        self.transaction += &other.transaction;
        self.latency.merge(&other.latency);
    }
}

/// Both aspects of a series over time.
struct Histories {
    front_door: History,
    transaction: History,
}

impl Histories {
    fn of(
        samples: &[Sample],
        span: Span,
        hold: Duration,
        exclusions: &Exclusions,
    ) -> Result<Self, HistoryError> {
        let history = |aspect| History::of(samples, aspect, span, hold, exclusions);
        Ok(Self {
            front_door: history(Aspect::FrontDoor)?,
            transaction: history(Aspect::Transaction)?,
        })
    }

    fn rollup(&self, samples: &[Sample], part: Span, exclusions: &Exclusions) -> Rollup {
        let mut rollup = Rollup {
            front_door: Tally {
                times: self.front_door.times_within(part),
                runs: RunCounts::default(),
            },
            transaction: Tally {
                times: self.transaction.times_within(part),
                runs: RunCounts::default(),
            },
            latency: LatencySketch::default(),
        };
        let first = samples.partition_point(|sample| sample.at < part.from);
        for sample in samples[first..].iter().take_while(|sample| sample.at < part.until) {
            rollup.front_door.runs.add(sample, Aspect::FrontDoor, exclusions);
            rollup.transaction.runs.add(sample, Aspect::Transaction, exclusions);
            let counts = Standing::of(sample, Aspect::Transaction, exclusions).counts();
            if let Some(took) = sample.took.filter(|_| counts) {
                rollup.latency.add(took);
            }
        }
        rollup
    }
}
