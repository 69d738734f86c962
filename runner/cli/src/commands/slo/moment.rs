//! Times on the command line.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::exit::Exit;
use crate::say;

/// `2026-11-20T10:00:00Z`, or `2026-11-20T10:00` and `2026-11-20` on a clock in `zone`.
pub(crate) fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, Exit> {
    let local = |civil: DateTime| zone.to_ambiguous_zoned(civil).compatible().ok();
    let found = text
        .parse::<Timestamp>()
        .ok()
        .or_else(|| local(text.parse::<DateTime>().ok()?).map(|zoned| zoned.timestamp()))
        .or_else(|| {
            local(text.parse::<Date>().ok()?.at(0, 0, 0, 0)).map(|zoned| zoned.timestamp())
        });
    found.ok_or_else(|| {
        let help = "write it like `2026-11-20T10:00:00Z` or `2026-11-20`";
        say::error(format_args!("`{text}` is no time"), Some(help));
        Exit::Usage
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_without_a_zone_is_on_the_clock_of_the_objective() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let moment = |text| moment(text, &paris).unwrap().to_string();
        assert_eq!(moment("2026-11-20T10:00:00Z"), "2026-11-20T10:00:00Z");
        assert_eq!(moment("2026-11-20T10:00:00+05:00"), "2026-11-20T05:00:00Z");
        assert_eq!(moment("2026-11-20T10:00"), "2026-11-20T09:00:00Z");
        assert_eq!(moment("2026-11-20"), "2026-11-19T23:00:00Z");
    }
}
