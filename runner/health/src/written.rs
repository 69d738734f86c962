//! Durations as the suite language writes them, and apart for people.

use std::time::Duration;

/// The units of the language, in nanoseconds.
const UNITS: [(u128, &str); 6] = [
    (86_400_000_000_000, "d"),
    (3_600_000_000_000, "h"),
    (60_000_000_000, "m"),
    (1_000_000_000, "s"),
    (1_000_000, "ms"),
    (1, "ns"),
];

/// `30d`, `1h30m`: exact, and read back as the same.
pub(crate) fn together(duration: Duration) -> String {
    parts(duration).map(|(count, unit)| format!("{count}{unit}")).collect()
}

/// `30 d`, `1 h 30 min`: for sentences.
pub(crate) fn apart(duration: Duration) -> String {
    let minutes = |unit| if unit == "m" { "min" } else { unit };
    let parts: Vec<String> =
        parts(duration).map(|(count, unit)| format!("{count} {}", minutes(unit))).collect();
    parts.join(" ")
}

fn parts(duration: Duration) -> impl Iterator<Item = (u128, &'static str)> {
    let mut rest = duration.as_nanos();
    let nothing = rest == 0;
    UNITS.into_iter().filter_map(move |(size, unit)| {
        let count = rest / size;
        rest %= size;
        (count > 0 || (nothing && unit == "s")).then_some((count, unit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_written_as_people_write_it() {
        assert_eq!(together(Duration::from_secs(30 * 86_400)), "30d");
        assert_eq!(together(Duration::from_secs(5400)), "1h30m");
        assert_eq!(apart(Duration::from_secs(5400)), "1 h 30 min");
        assert_eq!(together(Duration::from_millis(1500)), "1s500ms");
        assert_eq!(together(Duration::ZERO), "0s");
    }
}
