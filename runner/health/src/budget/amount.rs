//! What a budget is counted in.

use std::time::Duration;

use crate::exact::{Fraction, seconds, whole};

/// What a budget is counted in: time (`timeslices`) or runs (`occurrences`).
pub trait Amount: Copy {
    /// As a number: seconds, or runs.
    fn exact(self) -> Fraction;
}

impl Amount for Duration {
    fn exact(self) -> Fraction {
        seconds(self)
    }
}

impl Amount for u64 {
    fn exact(self) -> Fraction {
        whole(self)
    }
}
