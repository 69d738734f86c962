//! How often somebody may ask for runs.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// So many runs are asked for.
const MOST: usize = 10;

/// Within this time.
const WINDOW: SignedDuration = SignedDuration::from_secs(10);

/// When each token and each trigger asked last: there are as many as people have made.
#[derive(Default)]
pub(crate) struct Rates(Mutex<HashMap<String, VecDeque<Timestamp>>>);

impl Rates {
    /// How long `asker` has to wait before it may ask again; `None` when it may, which is noted.
    pub(crate) fn wait(&self, asker: &str, now: Timestamp) -> Option<Duration> {
        let mut rates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = rates.entry(asker.to_owned()).or_default();
        // What lies in the future was noted before the clock was set back.
        asked.retain(|at| *at <= now && now.duration_since(*at) < WINDOW);
        match asked.front() {
            Some(first) if asked.len() >= MOST => {
                Duration::try_from(WINDOW - now.duration_since(*first)).ok()
            }
            Some(_) | None => {
                asked.push_back(now);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(1_767_225_600_000 + millis).unwrap()
    }

    #[test]
    fn ten_in_ten_seconds_and_no_more() {
        let rates = Rates::default();
        for number in 0..10 {
            assert_eq!(rates.wait("ci", at(number * 500)), None);
        }
        assert_eq!(rates.wait("ci", at(5_000)), Some(Duration::from_secs(5)));
        assert_eq!(rates.wait("another", at(5_000)), None);
        assert_eq!(rates.wait("ci", at(10_000)), None, "the first is ten seconds ago");
        assert_eq!(rates.wait("ci", at(10_000)), Some(Duration::from_millis(500)));
    }

    #[test]
    fn a_clock_that_is_set_back_holds_up_nobody() {
        let rates = Rates::default();
        for _ in 0..10 {
            assert_eq!(rates.wait("ci", at(60_000)), None);
        }
        assert_eq!(rates.wait("ci", at(0)), None);
    }
}
