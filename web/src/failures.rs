//! Who shows wrong tokens, and how long they are not listened to.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// So many wrong tokens are a mistake; more are a guess.
const MOST: u32 = 10;

/// Within this time.
const WINDOW: SignedDuration = SignedDuration::from_secs(60);

/// So many addresses are remembered.
const ADDRESSES: usize = 4096;

/// Who showed wrong tokens in the last minute.
#[derive(Default)]
pub(crate) struct Failures(Mutex<HashMap<IpAddr, Failed>>);

/// The wrong tokens of one address.
struct Failed {
    since: Timestamp,
    times: u32,
}

impl Failed {
    /// How long it still counts.
    fn left(&self, now: Timestamp) -> Option<Duration> {
        let passed = now.duration_since(self.since);
        // Before it began: the clock was set back.
        let left = WINDOW.checked_sub(passed).filter(|_| !passed.is_negative())?;
        Duration::try_from(left).ok().filter(|left| !left.is_zero())
    }
}

impl Failures {
    /// How long `asker` is not listened to.
    pub(crate) fn wait(&self, asker: IpAddr, now: Timestamp) -> Option<Duration> {
        let failures = self.lock();
        let failed = failures.get(&asker).filter(|failed| failed.times >= MOST)?;
        failed.left(now)
    }

    /// Notes a wrong token. Whether it is the one too many.
    pub(crate) fn note(&self, asker: IpAddr, now: Timestamp) -> bool {
        let mut failures = self.lock();
        if failures.len() >= ADDRESSES && !failures.contains_key(&asker) {
            failures.retain(|_, failed| failed.left(now).is_some());
            if failures.len() >= ADDRESSES {
                // Whoever has so many addresses is not held up by counting.
                failures.clear();
            }
        }
        let failed = failures.entry(asker).or_insert(Failed { since: now, times: 0 });
        if failed.left(now).is_none() {
            *failed = Failed { since: now, times: 0 };
        }
        failed.times = failed.times.saturating_add(1);
        failed.times == MOST
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Failed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_767_225_600 + seconds).unwrap()
    }

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from(number))
    }

    #[test]
    fn ten_in_a_minute_are_too_many() {
        let failures = Failures::default();
        for time in 0..9 {
            assert!(!failures.note(address(1), at(time)));
            assert_eq!(failures.wait(address(1), at(time)), None);
        }
        assert!(failures.note(address(1), at(9)));
        assert_eq!(failures.wait(address(1), at(9)), Some(Duration::from_secs(51)));
        assert_eq!(failures.wait(address(2), at(9)), None, "another one");
        assert_eq!(failures.wait(address(1), at(60)), None, "a minute later");
    }

    #[test]
    fn a_mistake_every_minute_is_none_too_many() {
        let failures = Failures::default();
        for minute in 0..100 {
            assert!(!failures.note(address(1), at(minute * 60)));
        }
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let failures = Failures::default();
        let too_many = (0..10).filter(|_| failures.note(address(1), at(86_400))).count();
        assert_eq!(too_many, 1);
        assert!(failures.wait(address(1), at(86_400)).is_some());
        assert_eq!(failures.wait(address(1), at(0)), None);
    }

    #[test]
    fn those_who_come_from_everywhere_fill_no_memory() {
        let failures = Failures::default();
        assert!(!(0..10_000).any(|number| failures.note(address(number), at(0))));
        assert!((1..=ADDRESSES).contains(&failures.lock().len()));
    }
}
