//! The one moment by which everything of an exchange must be done.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

/// Until when, and how long that was in the beginning.
#[derive(Clone, Copy)]
pub(crate) struct Deadline {
    /// `None` is further away than the clock can count.
    at: Option<Instant>,
    /// The whole time that was given.
    pub(crate) timeout: Duration,
}

impl Deadline {
    /// So much time from now on.
    pub(crate) fn after(timeout: Duration) -> Self {
        Self { at: Instant::now().checked_add(timeout), timeout }
    }

    /// The result of `work`; `None` when time runs out first.
    pub(crate) async fn over<F: Future>(self, work: F) -> Option<F::Output> {
        match self.at {
            Some(at) => timeout_at(at, work).await.ok(),
            None => Some(work.await),
        }
    }
}

/// A duration as people say it: `0.2 ms`, `9.9 s`, `10 s`.
pub(crate) fn in_words(duration: Duration) -> String {
    let (amount, unit) = if duration < Duration::from_secs(1) {
        (duration.as_secs_f64() * 1000.0, "ms")
    } else {
        (duration.as_secs_f64(), "s")
    };
    let rounded = if amount < 100.0 { format!("{amount:.1}") } else { format!("{amount:.0}") };
    format!("{} {unit}", rounded.strip_suffix(".0").unwrap_or(&rounded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        let words = |micros| in_words(Duration::from_micros(micros));
        assert_eq!(words(210), "0.2 ms");
        assert_eq!(words(250_000), "250 ms");
        assert_eq!(words(9_890_000), "9.9 s");
        assert_eq!(words(10_000_000), "10 s");
    }
}
