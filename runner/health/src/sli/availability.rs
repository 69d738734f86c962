//! The share of time in which the service can be used.

use crate::exact::{Fraction, share_of_time};
use crate::series::StateTimes;

/// The share of time in which the service can be used, and how much of it is known.
///
/// Each is `None` when there is no time of which it could be a share. Never show
/// [`share`](Self::share) without [`coverage`](Self::coverage).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Availability {
    /// Good time in known time.
    pub share: Option<Fraction>,
    /// Known time in known and unknown time.
    pub coverage: Option<Fraction>,
    /// What it would be if it had been down whenever nothing is known.
    pub lowest: Option<Fraction>,
    /// What it would be if it had been up whenever nothing is known.
    pub highest: Option<Fraction>,
}

impl Availability {
    /// The availability in these times.
    pub fn of(times: &StateTimes) -> Self {
        let operating = times.operating();
        Self {
            share: share_of_time(times.good(), times.known()),
            coverage: share_of_time(times.known(), operating),
            lowest: share_of_time(times.good(), operating),
            highest: share_of_time(operating.saturating_sub(times.down), operating),
        }
    }
}
