//! Whether the machine's clock was set.

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// Notices when the clock that says what time it is goes another way than the one that never goes
/// back.
pub(crate) struct Drift {
    wall: Timestamp,
    steady: Instant,
}

impl Drift {
    /// What a clock may be slewed by between two looks, a second apart.
    const MOST: SignedDuration = SignedDuration::from_secs(2);

    pub(crate) fn new(wall: Timestamp, steady: Instant) -> Self {
        Self { wall, steady }
    }

    /// By how much the clock was set since the last look, if it was.
    pub(crate) fn look(&mut self, wall: Timestamp, steady: Instant) -> Option<SignedDuration> {
        let passed = SignedDuration::try_from(steady.duration_since(self.steady));
        let shown = wall.duration_since(self.wall);
        *self = Self { wall, steady };
        let by = shown.saturating_sub(passed.unwrap_or(SignedDuration::MAX));
        (by.abs() > Self::MOST).then_some(by)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_goes_as_it_should_was_not_set() {
        let (wall, steady) = (Timestamp::UNIX_EPOCH, Instant::now());
        let mut drift = Drift::new(wall, steady);
        let later = |seconds: i64| wall + SignedDuration::from_secs(seconds);
        assert_eq!(drift.look(later(60), steady + Duration::from_secs(60)), None);
        assert_eq!(drift.look(later(121), steady + Duration::from_secs(120)), None);
    }

    #[test]
    fn a_clock_that_was_set_is_noticed_both_ways() {
        let (wall, steady) = (Timestamp::UNIX_EPOCH, Instant::now());
        let mut drift = Drift::new(wall, steady);
        let hour = SignedDuration::from_hours(1);
        let second = |count: u64| steady + Duration::from_secs(count);
        let shown = wall + hour + SignedDuration::from_secs(1);
        assert_eq!(drift.look(shown, second(1)), Some(hour));
        assert_eq!(drift.look(wall + SignedDuration::from_secs(2), second(2)), Some(-hour));
    }
}
