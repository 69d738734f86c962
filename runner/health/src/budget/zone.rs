//! Time zones by name.

use jiff::tz::{TimeZone, TimeZoneDatabase};
use thiserror::Error;

/// There is no time zone of this name.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{0}` is not a time zone: write it like `Europe/Paris` or `UTC`")]
pub struct UnknownTimeZone(pub String);

/// The time zone of this IANA name, from the database in the binary: no disk is read, and a month
/// is as long on every machine.
///
/// # Errors
/// [`UnknownTimeZone`].
pub fn time_zone(name: &str) -> Result<TimeZone, UnknownTimeZone> {
    TimeZoneDatabase::bundled().get(name).map_err(|_| UnknownTimeZone(name.to_owned()))
}
