//! Elapsed time between moments.
//!
//! Lives here: how long a [`Span`] is, and the spans of a given length. Time has an end here, but
//! no panic: what would lie beyond it is cut.

use std::time::Duration;

use jiff::Timestamp;

use crate::calendar::Span;

impl Span {
    /// The span of this length that begins at `from`; cut at the end of time.
    pub fn starting(from: Timestamp, length: Duration) -> Self {
        Self { from, until: later(from, length) }
    }

    /// The span of this length that ends at `until`; cut at the beginning of time.
    pub fn ending(until: Timestamp, length: Duration) -> Self {
        Self { from: until.checked_sub(length).unwrap_or(Timestamp::MIN), until }
    }

    /// How long it is, in elapsed time; nothing when it ends before it begins.
    pub fn length(&self) -> Duration {
        between(self.from, self.until)
    }
}

/// From `from` to `until`, in elapsed time; nothing when `until` is not later.
pub(crate) fn between(from: Timestamp, until: Timestamp) -> Duration {
    Duration::try_from(until.duration_since(from)).unwrap_or(Duration::ZERO)
}

/// So much later; the end of time when that is beyond it.
pub(crate) fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn time_has_an_end_and_no_panic() {
        assert_eq!(Span::starting(at(0), Duration::MAX).until, Timestamp::MAX);
        assert_eq!(Span::ending(at(0), Duration::MAX).from, Timestamp::MIN);
        let all = Span { from: Timestamp::MIN, until: Timestamp::MAX };
        assert!(all.length() > Duration::from_secs(600_000_000_000));
        assert_eq!(Span { from: at(1), until: at(0) }.length(), Duration::ZERO);
    }
}
