//! Points in time inside values.

use std::cmp::Ordering;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Number, Value};

use super::scale::Scale;
use crate::fill;

/// Seconds from here on are milliseconds: as seconds, they lie after the year 5000.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// The point in time that a value means: RFC 3339, a date (its beginning, UTC), the date of an
/// HTTP header, or unix time in seconds or milliseconds.
pub(super) fn of(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            let of_header = || jiff::fmt::rfc2822::parse(text).ok().map(|at| at.timestamp());
            fill::moment(text).or_else(of_header)
        }
        Value::Number(number) => of_number(number),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn of_number(number: &Number) -> Option<Timestamp> {
    if let Some(number) = number.as_i64() {
        let in_milliseconds = number.unsigned_abs() >= MILLISECONDS_FROM.unsigned_abs();
        return if in_milliseconds {
            Timestamp::from_millisecond(number).ok()
        } else {
            Timestamp::from_second(number).ok()
        };
    }
    let seconds = number.as_f64().filter(|seconds| seconds.abs() < 1e11)?;
    Timestamp::from_duration(SignedDuration::try_from_secs_f64(seconds).ok()?).ok()
}

/// `2026-07-31T12:30:00Z`
pub(super) fn shown(at: Timestamp) -> String {
    at.to_string()
}

/// `5 m`
pub(super) fn length(length: Duration) -> String {
    Scale::Duration.rounded(&millis(length))
}

/// Milliseconds, with microseconds behind the point.
pub(super) fn millis(length: Duration) -> Number {
    decimal_millis(i128::try_from(length.as_micros()).unwrap_or(i128::MAX))
}

/// Milliseconds from one point in time to another; below zero when it is over.
pub(super) fn millis_until(at: Timestamp, now: Timestamp) -> Number {
    decimal_millis(at.duration_since(now).as_micros())
}

fn decimal_millis(micros: i128) -> Number {
    let sign = if micros < 0 { "-" } else { "" };
    let micros = micros.unsigned_abs();
    let (whole, part) = (micros / 1000, micros % 1000);
    let part = if part == 0 { String::new() } else { format!(".{part:03}") };
    format!("{sign}{whole}{}", part.trim_end_matches('0'))
        .parse()
        .expect("digits and at most one point are a number")
}

/// `3.2 h ago`, `5 m from now`
pub(super) fn distance(at: Timestamp, now: Timestamp) -> String {
    let length = length(at.duration_since(now).unsigned_abs());
    match at.cmp(&now) {
        Ordering::Less => format!("{length} ago"),
        Ordering::Equal => "now".to_owned(),
        Ordering::Greater => format!("{length} from now"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_exact_decimals_of_milliseconds() {
        for (micros, written) in
            [(143_221, "143.221"), (500_000, "500"), (1_500, "1.5"), (20, "0.02")]
        {
            assert_eq!(millis(Duration::from_micros(micros)).to_string(), written);
        }
        let (now, past): (Timestamp, Timestamp) =
            ("2026-01-01T00:00:00Z".parse().unwrap(), "2025-12-31T23:59:59.5Z".parse().unwrap());
        assert_eq!(millis_until(past, now).to_string(), "-500");
    }

    #[test]
    fn a_time_may_be_written_in_many_ways() {
        let noon: Timestamp = "2026-07-31T12:00:00Z".parse().unwrap();
        for value in [
            Value::from("2026-07-31T14:00:00+02:00"),
            Value::from("Fri, 31 Jul 2026 12:00:00 GMT"),
            Value::from(noon.as_second()),
            Value::from(noon.as_millisecond()),
        ] {
            assert_eq!(of(&value), Some(noon), "{value}");
        }
        assert_eq!(of(&Value::from("2026-07-31")).unwrap().to_string(), "2026-07-31T00:00:00Z");
        for value in ["soon", "2026-07-31T12:00:00", ""] {
            assert_eq!(of(&Value::from(value)), None, "{value}");
        }
        for number in ["1e400", "-1e400", "9223372036854775807", "1e17"] {
            let number: Number = number.parse().unwrap();
            assert!(of(&Value::Number(number)).is_none_or(|at| at > Timestamp::UNIX_EPOCH));
        }
    }
}
