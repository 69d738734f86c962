//! Times, for people.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::human;
use serde::Serialize;

/// A moment: as machines read it, and as people do. The script of the pages puts it into the time
/// of whoever looks, and leaves UTC at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Moment {
    /// `2026-01-01T14:03:07Z`
    pub(crate) machine: String,
    /// `14:03:07 UTC`, with the day where it is another one.
    pub(crate) text: String,
    /// `2026-01-01 14:03:07 UTC`
    pub(crate) full: String,
    /// How the script writes it: `time` or `day`.
    pub(crate) form: &'static str,
}

impl Moment {
    /// To the second when it is of today.
    pub(crate) fn of(at: Timestamp, now: Timestamp) -> Self {
        Self::with(at, now, "%H:%M:%S UTC")
    }

    /// To the minute.
    pub(crate) fn to_minute(at: Timestamp, now: Timestamp) -> Self {
        Self::with(at, now, "%H:%M UTC")
    }

    fn with(at: Timestamp, now: Timestamp, clock: &str) -> Self {
        let day = |time: Timestamp| time.strftime("%Y-%m-%d").to_string();
        let today = day(at) == day(now);
        let text = if today {
            at.strftime(clock).to_string()
        } else {
            at.strftime("%-d %b %H:%M UTC").to_string()
        };
        let seconds = today && clock.contains("%S");
        Self {
            machine: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            text,
            full: at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
            form: match (today, seconds) {
                (true, true) => "second",
                (true, false) => "minute",
                (false, _) => "day",
            },
        }
    }
}

/// From `then` to `now`; nothing when that is to come.
pub(crate) fn since(then: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(then)).unwrap_or_default()
}

/// `time` in one unit: `12 s`, `22 min`, `3 h`, `5 d`.
pub(crate) fn about(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3_600 => format!("{} min", seconds / 60),
        seconds @ 3_600..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} d", seconds / 86_400),
    }
}

/// An interval as it is written in a file, for reading: `30 s`, `1 min`, `1 h 30 min`.
pub(crate) fn interval(time: Duration) -> String {
    human::duration(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_of_another_day_names_the_day() {
        let now: Timestamp = "2026-03-02T14:17:04Z".parse().unwrap();
        let at = |text: &str| Moment::of(text.parse().unwrap(), now).text;
        assert_eq!(at("2026-03-02T14:03:07Z"), "14:03:07 UTC");
        assert_eq!(at("2026-03-01T14:03:07Z"), "1 Mar 14:03 UTC");
    }

    #[test]
    fn one_unit_is_enough() {
        let about = |seconds| about(Duration::from_secs(seconds));
        assert_eq!(about(12), "12 s");
        assert_eq!(about(1_330), "22 min");
        assert_eq!(about(90_000), "25 h");
        assert_eq!(about(500_000), "5 d");
    }
}
