//! Exact numbers, written for people.

use std::time::Duration;

use runner_health::Target;
use runner_health::exact::{Fraction, percent_text, plain_text, seconds};

/// What stands where there is no number.
pub(crate) const NONE: &str = "–";

/// How many decimals a percentage needs so that it can be told apart from `target`: two more than
/// the target has, and at least three.
pub(crate) fn places(target: Target) -> u8 {
    target.places()
}

/// `99.9012 %`: cut off, never rounded up.
pub(crate) fn percent(share: Option<&Fraction>, places: u8) -> String {
    share.map_or_else(|| NONE.to_owned(), |share| percent_text(share, places))
}

/// `99.80 … 99.91 %`
pub(crate) fn bounds(low: Option<&Fraction>, high: Option<&Fraction>, places: u8) -> String {
    match (low, high) {
        (Some(low), Some(high)) => {
            let low = percent_text(low, places);
            format!("{} … {}", low.trim_end_matches(" %"), percent_text(high, places))
        }
        (Some(_) | None, None) | (None, Some(_)) => NONE.to_owned(),
    }
}

/// `14.4`: how many times faster than even.
pub(crate) fn rate(rate: Option<&Fraction>) -> String {
    rate.map_or_else(|| NONE.to_owned(), |rate| plain_text(rate, 2))
}

/// `12.5 s`: exact to the microsecond, so that lines add up.
pub(crate) fn secs(duration: Duration) -> String {
    format!("{} s", plain_text(&seconds(duration), 6))
}

/// A number of seconds or runs.
pub(crate) fn plain(number: &Fraction) -> String {
    plain_text(number, 6)
}

#[cfg(test)]
mod tests {
    use runner_health::exact::fraction;
    use runner_model::Ratio;

    use super::*;

    #[test]
    fn a_percentage_has_enough_digits_to_be_told_apart_from_its_target() {
        let target = |text| Target::new(Ratio::from_percent_text(text).unwrap()).unwrap();
        assert_eq!(places(target("99%")), 3);
        assert_eq!(places(target("99.9%")), 3);
        assert_eq!(places(target("99.99%")), 4);
        let share = fraction(43_157, 43_200);
        assert_eq!(percent(Some(&share), places(target("99.9%"))), "99.900 %");
        assert_eq!(percent(Some(&share), places(target("99.99%"))), "99.9004 %");
        assert_eq!(bounds(Some(&share), Some(&share), 1), "99.9 … 99.9 %");
    }
}
