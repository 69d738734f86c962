//! Durations, sizes and counts as people say them.

use std::time::Duration;

/// `0.4 ms`, `143 ms`, `1.42 s`, `2 min 3 s`, `1 h 5 min`. Never more digits than are worth reading.
pub fn duration(time: Duration) -> String {
    let millis = time.as_secs_f64() * 1000.0;
    if millis < 0.095 {
        return format!("{} ms", decimals(millis, 2));
    }
    if millis < 9.95 {
        return format!("{} ms", decimals(millis, 1));
    }
    if millis < 999.5 {
        return format!("{millis:.0} ms");
    }
    let seconds = time.as_secs_f64();
    if seconds < 9.995 {
        return format!("{} s", decimals(seconds, 2));
    }
    if seconds < 59.95 {
        return format!("{} s", decimals(seconds, 1));
    }
    let whole = seconds.round() as u64;
    if whole < 3600 {
        return pair(whole / 60, "min", whole % 60, "s");
    }
    let minutes = (seconds / 60.0).round() as u64;
    pair(minutes / 60, "h", minutes % 60, "min")
}

/// As [`duration`], and days: `30 d`, `4 d 6 h`.
pub fn long(time: Duration) -> String {
    const DAY: u64 = 86_400;
    let seconds = time.as_secs();
    match (seconds / DAY, seconds % DAY / 3_600) {
        (0, _) => duration(time),
        (days, hours) => pair(days, "d", hours, "h"),
    }
}

fn pair(large: u64, unit: &str, small: u64, small_unit: &str) -> String {
    if small == 0 {
        format!("{large} {unit}")
    } else {
        format!("{large} {unit} {small} {small_unit}")
    }
}

/// With at most `places` decimals, without zeros at the end.
fn decimals(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `412 B`, `9.8 kB`, `1.2 MB`: thousands, as in the suite language.
pub fn size(bytes: u64) -> String {
    let number = bytes as f64;
    if bytes < 1000 {
        format!("{bytes} B")
    } else if number < 999_950.0 {
        format!("{} kB", decimals(number / 1e3, 1))
    } else if number < 999_950_000.0 {
        format!("{} MB", decimals(number / 1e6, 1))
    } else {
        format!("{} GB", decimals(number / 1e9, 1))
    }
}

/// `1 step`, `3 steps`, `1,204 steps`.
pub fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", thousands(number))
}

/// `1,204`
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_as_many_digits_as_are_worth_reading() {
        for (micros, said) in [
            (0, "0 ms"),
            (20, "0.02 ms"),
            (430, "0.4 ms"),
            (9_960, "10 ms"),
            (143_200, "143 ms"),
            (999_600, "1 s"),
            (1_423_000, "1.42 s"),
            (59_970_000, "1 min"),
            (123_000_000, "2 min 3 s"),
            (3_599_800_000, "1 h"),
            (3_900_000_000, "1 h 5 min"),
        ] {
            assert_eq!(duration(Duration::from_micros(micros)), said);
        }
    }

    #[test]
    fn a_size_is_counted_in_thousands() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(999), "999 B");
        assert_eq!(size(9_800), "9.8 kB");
        assert_eq!(size(999_960), "1 MB");
        assert_eq!(size(12_000_000_000), "12 GB");
    }

    #[test]
    fn a_count_agrees_with_its_noun() {
        assert_eq!(count(1, "step"), "1 step");
        assert_eq!(count(0, "step"), "0 steps");
        assert_eq!(count(1204, "step"), "1,204 steps");
        assert_eq!(thousands(1_000_000), "1,000,000");
    }
}
