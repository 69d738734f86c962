//! Times as numbers.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::ReadError;

/// An hour, in microseconds.
pub(crate) const HOUR: i64 = 3_600_000_000;

/// Microseconds since 1970.
pub(crate) fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// The time `micros` after 1970.
pub(crate) fn time(micros: i64) -> Result<Timestamp, ReadError> {
    Timestamp::from_microsecond(micros)
        .map_err(|_| ReadError::damaged("a time", format!("{micros} µs is not in this era")))
}

/// The same for a time that may not be there.
pub(crate) fn time_option(micros: Option<i64>) -> Result<Option<Timestamp>, ReadError> {
    micros.map(time).transpose()
}

/// A length in microseconds; the longest there is when it is longer.
pub(crate) fn length(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// A difference as microseconds.
pub(crate) fn difference(by: SignedDuration) -> i64 {
    i64::try_from(by.as_micros()).unwrap_or_default()
}

/// The length of `micros`; none when it is negative.
pub(crate) fn duration(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}

/// `now` less `age`, in microseconds.
pub(crate) fn before(now: Timestamp, age: Duration) -> i64 {
    micros(now).saturating_sub(length(age))
}
