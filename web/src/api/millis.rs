//! Times in milliseconds.

use std::time::Duration;

/// To the microsecond.
pub(super) fn millis(time: Duration) -> f64 {
    time.as_micros() as f64 / 1000.0
}
