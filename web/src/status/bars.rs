//! A bar for each day.

use runner_health::series::StateTimes;
use runner_monitor::diary::Day;
use serde::Serialize;

use super::words;

/// How far the bars are apart, and how wide they are.
const STEP: usize = 8;
const WIDTH: usize = 6;

/// How high the drawing is.
pub(super) const HEIGHT: usize = 34;

/// A bar. How the day was is told by its height, too, and not by its colour alone: days on which it
/// did not work are of full height with a foot, those of which nothing is known are low.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Bar {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
    /// `ok`, `warn`, `bad` or `mute`
    kind: &'static str,
    has_foot: bool,
    /// `20 Nov 2026: did not work for 3 min 20 s`
    title: String,
}

/// The bars of these days, oldest first.
pub(super) fn bars(days: &[Day]) -> Vec<Bar> {
    days.iter().enumerate().map(|(number, day)| bar(number, day)).collect()
}

/// How wide the drawing is.
pub(super) fn width(days: usize) -> usize {
    days * STEP
}

fn bar(number: usize, day: &Day) -> Bar {
    let (kind, height) = kind(&day.times);
    let full = HEIGHT - 4;
    Bar {
        x: number * STEP,
        y: full - height,
        width: WIDTH,
        height,
        kind,
        has_foot: kind == "bad",
        title: format!("{}: {}", words::date(day.span.from), words::day(&day.times)),
    }
}

fn kind(times: &StateTimes) -> (&'static str, usize) {
    if !times.down.is_zero() {
        ("bad", 30)
    } else if times.known().is_zero() && !times.excluded.is_zero() && times.unknown.is_zero() {
        ("info", 12)
    } else if times.known() < times.unknown {
        ("mute", 8)
    } else if !times.degraded.is_zero() {
        ("warn", 26)
    } else {
        ("ok", 22)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_not_known_is_never_drawn_as_good() {
        let hours = |count: u64| Duration::from_secs(3600 * count);
        let known = |up, down, unknown| StateTimes {
            up: hours(up),
            down: hours(down),
            unknown: hours(unknown),
            ..StateTimes::default()
        };
        assert_eq!(kind(&known(24, 0, 0)).0, "ok");
        assert_eq!(kind(&known(23, 1, 0)).0, "bad");
        assert_eq!(kind(&known(11, 0, 13)).0, "mute");
        assert_eq!(kind(&known(0, 0, 24)).0, "mute");
        assert_eq!(kind(&known(0, 1, 23)).0, "bad");
        assert_eq!(kind(&StateTimes { excluded: hours(24), ..StateTimes::default() }).0, "info");
    }
}
