//! Points in time: `now offset="-2d" format="%Y-%m-%d"`.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::FillError;

/// `now` moved by an offset such as `-2d`, `+1h30m`.
pub(super) fn shifted(now: Timestamp, offset: Option<&str>) -> Result<Timestamp, FillError> {
    let Some(offset) = offset else { return Ok(now) };
    let bad = || {
        FillError::Unfit(format!(
            "`offset` is an amount of time such as \"-2d\" or \"1h30m\", not \"{offset}\""
        ))
    };
    let (sign, amount) = match offset.trim().split_at_checked(1) {
        Some(("-", rest)) => (-1, rest),
        Some(("+", rest)) => (1, rest),
        _ => (1, offset.trim()),
    };
    let amount = suites::read::units::duration(amount).map_err(|_| bad())?;
    let amount = SignedDuration::try_from(amount).map_err(|_| bad())?;
    now.checked_add(amount * sign).map_err(|_| bad())
}

/// RFC 3339 in UTC with milliseconds, or a `strftime` format.
pub(super) fn formatted(at: Timestamp, format: Option<&str>) -> Result<String, FillError> {
    match format {
        None => Ok(format!("{at:.3}")),
        Some(format) => {
            jiff::fmt::strtime::format(format, &at.to_zoned(TimeZone::UTC)).map_err(|error| {
                FillError::Unfit(format!("`format` \"{format}\" cannot be used: {error}"))
            })
        }
    }
}

/// `YYYY-MM-DD` in UTC.
pub(super) fn date(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).date().to_string()
}

/// The point in time that a text means: RFC 3339, or a date (its beginning, UTC).
pub(crate) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let date: Date = text.parse().ok()?;
    (text.len() == 10).then(|| date.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())).flatten()
}
