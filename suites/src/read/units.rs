//! Units: `500ms`, `1h30m`, `10MB`, `10/s`.
//!
//! Lives here: text to durations, sizes and rates, and what is wrong with text that is none.
//! May touch: nothing. Lives elsewhere: where in a file such text stands (`read`).

use std::time::Duration;

use thiserror::Error;

/// The units of time, with their nanoseconds.
const TIME: &[(&str, u128)] = &[
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
    ("w", 604_800_000_000_000),
];

/// The units of size, with their bytes.
const SIZE: &[(&str, u128)] = &[
    ("B", 1),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

/// What people write for a unit, and what they should.
const MEANT: &[(&str, &str)] = &[
    ("msec", "ms"),
    ("millis", "ms"),
    ("milliseconds", "ms"),
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("S", "s"),
    ("min", "m"),
    ("mins", "m"),
    ("minute", "m"),
    ("minutes", "m"),
    ("hr", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("H", "h"),
    ("day", "d"),
    ("days", "d"),
    ("D", "d"),
    ("week", "w"),
    ("weeks", "w"),
    ("b", "B"),
    ("k", "kB"),
    ("K", "kB"),
    ("KB", "kB"),
    ("kb", "kB"),
    ("M", "MB"),
    ("mb", "MB"),
    ("Mb", "MB"),
    ("G", "GB"),
    ("gb", "GB"),
    ("kib", "KiB"),
    ("mib", "MiB"),
    ("gib", "GiB"),
];

/// Why text is not a quantity.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum UnitError {
    /// `10`
    #[error("{0} what?")]
    NoUnit(String),
    /// `10sec`
    #[error("unknown unit `{unit}`")]
    UnknownUnit {
        /// As written.
        unit: String,
        /// The text with the unit that was probably meant.
        meant: Option<String>,
    },
    /// `soon`
    #[error("not a quantity")]
    NotOne,
    /// `99999999999w`
    #[error("too large")]
    TooLarge,
}

/// A length of time: units `ms s m h d w`, decimals (`1.5s`) and sums (`1h30m`).
///
/// # Errors
///
/// The text is not one.
pub fn duration(text: &str) -> Result<Duration, UnitError> {
    let nanos = sum(text, TIME)?;
    let seconds = u64::try_from(nanos / 1_000_000_000).map_err(|_| UnitError::TooLarge)?;
    let rest = u32::try_from(nanos % 1_000_000_000).map_err(|_| UnitError::TooLarge)?;
    // A century is longer than anything that is waited for, and keeps clocks from overflowing.
    if seconds > 100 * 366 * 86_400 {
        return Err(UnitError::TooLarge);
    }
    Ok(Duration::new(seconds, rest))
}

/// A duration with a sign in front, as `offset` of the helper `now` takes it: `-2d`, `+1h`, `3h`.
/// True: into the past.
///
/// # Errors
///
/// The text is not one.
pub fn offset(text: &str) -> Result<(bool, Duration), UnitError> {
    let (back, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    Ok((back, duration(rest)?))
}

/// A number of bytes: `B kB MB GB` count in thousands, `KiB MiB GiB` in 1024.
///
/// # Errors
///
/// The text is not one.
pub fn size(text: &str) -> Result<u64, UnitError> {
    u64::try_from(sum(text, SIZE)?).map_err(|_| UnitError::TooLarge)
}

/// How many a second: `10/s`, `90/m`, `1000/h`.
///
/// # Errors
///
/// The text is not one.
pub fn rate(text: &str) -> Result<f64, UnitError> {
    let Some((count, unit)) = text.split_once('/') else {
        return Err(match text.parse::<f64>() {
            Ok(_) => UnitError::NoUnit(text.to_owned()),
            Err(_) => UnitError::NotOne,
        });
    };
    let seconds = match unit.trim() {
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        unit => return Err(UnitError::UnknownUnit { unit: unit.to_owned(), meant: None }),
    };
    let count: f64 = count.trim().parse().map_err(|_| UnitError::NotOne)?;
    if count.is_finite() && count > 0.0 { Ok(count / seconds) } else { Err(UnitError::NotOne) }
}

/// `1h30m`: numbers with their units, added up in the smallest unit.
fn sum(text: &str, units: &[(&str, u128)]) -> Result<u128, UnitError> {
    let mut rest = text;
    let mut total: u128 = 0;
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let length = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let (unit, following) = after.split_at(length);
        if !number.starts_with(|c: char| c.is_ascii_digit()) || number.ends_with('.') {
            return Err(UnitError::NotOne);
        }
        if unit.is_empty() {
            return Err(UnitError::NoUnit(text.to_owned()));
        }
        let Some(&(_, scale)) = units.iter().find(|(name, _)| *name == unit) else {
            return Err(unknown_unit(number, unit, units));
        };
        total = total.checked_add(scaled(number, scale)?).ok_or(UnitError::TooLarge)?;
        if following.is_empty() {
            return Ok(total);
        }
        rest = following;
    }
}

fn unknown_unit(number: &str, unit: &str, units: &[(&str, u128)]) -> UnitError {
    let bare = unit.trim();
    let known = |name: &str| units.iter().any(|(unit, _)| *unit == name);
    if !bare.chars().all(|c| c.is_ascii_alphabetic() || c == 'µ') {
        return UnitError::NotOne;
    }
    let meant = MEANT.iter().find(|(wrong, right)| *wrong == bare && known(right));
    let meant = meant.map(|(_, right)| *right).or(known(bare).then_some(bare));
    UnitError::UnknownUnit {
        unit: bare.to_owned(),
        meant: meant.map(|unit| format!("{number}{unit}")),
    }
}

/// `1.5` times `scale`, exactly; digits beyond the smallest unit are cut off.
fn scaled(number: &str, scale: u128) -> Result<u128, UnitError> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    if decimals.contains('.') {
        return Err(UnitError::NotOne);
    }
    let whole: u128 = whole.parse().map_err(|_| UnitError::TooLarge)?;
    // More digits than that are below a nanosecond or a byte, whatever the unit.
    let decimals = decimals.get(..15).unwrap_or(decimals);
    let power = 10_u128.pow(u32::try_from(decimals.len()).map_err(|_| UnitError::TooLarge)?);
    let part =
        if decimals.is_empty() { 0 } else { decimals.parse().map_err(|_| UnitError::NotOne)? };
    let whole = whole.checked_mul(scale).ok_or(UnitError::TooLarge)?;
    whole.checked_add(scale * part / power).ok_or(UnitError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(text: &str) -> u128 {
        duration(text).unwrap().as_millis()
    }

    #[test]
    fn durations_have_decimals_and_sums() {
        assert_eq!(millis("500ms"), 500);
        assert_eq!(millis("1h30m"), 5_400_000);
        assert_eq!(millis("1.5s"), 1_500);
        assert_eq!(millis("2w"), 1_209_600_000);
        assert_eq!(duration("0.25ms").unwrap(), Duration::from_micros(250));
    }

    #[test]
    fn a_quantity_without_a_unit_is_asked_for_it() {
        assert_eq!(duration("10"), Err(UnitError::NoUnit("10".to_owned())));
        assert_eq!(duration("1h30"), Err(UnitError::NoUnit("1h30".to_owned())));
    }

    #[test]
    fn the_unit_that_was_meant_is_found() {
        let meant = |text: &str| match duration(text) {
            Err(UnitError::UnknownUnit { meant, .. }) => meant,
            other => panic!("{other:?}"),
        };
        assert_eq!(meant("10sec").as_deref(), Some("10s"));
        assert_eq!(meant("10 s").as_deref(), Some("10s"));
        assert_eq!(meant("5y"), None);
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in ["", "soon", "-5s", ".5s", "5.s", "1.2.3s", "s", "1e3s"] {
            assert!(duration(text).is_err(), "{text}");
        }
        assert_eq!(duration("99999999999999w"), Err(UnitError::TooLarge));
        assert_eq!(duration(&format!("{}w", "9".repeat(60))), Err(UnitError::TooLarge));
    }

    #[test]
    fn sizes_count_in_thousands_or_in_1024() {
        assert_eq!(size("10MB"), Ok(10_000_000));
        assert_eq!(size("1.5KiB"), Ok(1536));
        assert_eq!(size("1GiB"), Ok(1 << 30));
        let meant = UnitError::UnknownUnit { unit: "KB".into(), meant: Some("5kB".into()) };
        assert_eq!(size("5KB"), Err(meant));
    }

    #[test]
    fn an_offset_has_a_sign() {
        assert_eq!(offset("-2d"), Ok((true, Duration::from_secs(172_800))));
        assert_eq!(offset("+1h"), Ok((false, Duration::from_secs(3_600))));
        assert!(offset("--1h").is_err());
    }

    #[test]
    fn a_rate_is_a_count_and_a_unit() {
        assert_eq!(rate("10/s"), Ok(10.0));
        assert_eq!(rate("90/m"), Ok(1.5));
        assert_eq!(rate("10"), Err(UnitError::NoUnit("10".into())));
        assert!(rate("0/s").is_err());
    }
}
