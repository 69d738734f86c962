//! What several series come to in an hour, as far as their sums say so.

use std::time::Duration;

use runner_health::series::StateTimes;

/// What several series come to in an hour: the worst of them at every moment (down is worst, then
/// unknown, degraded and up; what is excluded says nothing while others do). `None` when that
/// depends on when in the hour each of them was how.
pub(super) fn worst(of: &[StateTimes], hour: Duration) -> Option<StateTimes> {
    let plain = |times: &StateTimes| [times.up, times.excluded].contains(&hour);
    let mut others = of.iter().filter(|times| !plain(times));
    match (others.next(), others.next()) {
        (None, _) => {
            let up = of.iter().find(|times| times.up == hour);
            up.or(of.first()).copied()
        }
        (Some(only), None) => {
            let is_whole = only.excluded.is_zero();
            is_whole.then_some(*only)
        }
        (Some(first), Some(second)) => {
            let all = [first, second].into_iter().chain(others);
            let is_all =
                |state: fn(&StateTimes) -> Duration| all.clone().all(|times| state(times) == hour);
            let same = is_all(|times| times.down) || is_all(|times| times.unknown);
            same.then_some(*first)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);

    fn minutes(up: u64, down: u64, unknown: u64, excluded: u64) -> StateTimes {
        let minutes = |count| Duration::from_secs(60 * count);
        StateTimes {
            up: minutes(up),
            degraded: Duration::ZERO,
            down: minutes(down),
            unknown: minutes(unknown),
            excluded: minutes(excluded),
        }
    }

    #[test]
    fn one_series_that_is_not_well_decides_alone() {
        let (up, down) = (minutes(60, 0, 0, 0), minutes(50, 10, 0, 0));
        assert_eq!(worst(&[up, down, up], HOUR), Some(down));
        let silent = minutes(0, 0, 60, 0);
        assert_eq!(worst(&[up, silent], HOUR), Some(silent));
        assert_eq!(worst(&[up, minutes(0, 0, 0, 60)], HOUR), Some(up), "excluded says nothing");
        assert_eq!(worst(&[minutes(0, 0, 0, 60)], HOUR), Some(minutes(0, 0, 0, 60)));
    }

    #[test]
    fn when_each_was_how_decides_between_several() {
        let down = minutes(50, 10, 0, 0);
        assert_eq!(worst(&[down, down], HOUR), None, "at the same time, or one after the other");
        assert_eq!(worst(&[minutes(60, 0, 0, 0), minutes(30, 0, 0, 30)], HOUR), None);
        let all = minutes(0, 60, 0, 0);
        assert_eq!(worst(&[all, all], HOUR), Some(all));
    }
}
