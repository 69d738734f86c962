//! How things stand, at a fixed time.

use jiff::Timestamp;
use runner_model::{Digest, DigestLine};

use super::told::{Story, Tone};
use crate::notify::said::{listed, moment, short};

/// `2 of 42 monitors are in an open incident …: 3 incidents since …, 4 days since the last failure`
pub(super) fn story(digest: &Digest, at: Timestamp) -> Story {
    let all = digest.monitors.len();
    let open: Vec<String> = digest
        .monitors
        .iter()
        .filter(|line| line.open)
        .map(|line| short(line.monitor.as_str()))
        .collect();
    let monitors = if all == 1 { "monitor" } else { "monitors" };
    let (tone, headline) = match open.len() {
        0 => (Tone::Good, format!("{all} {monitors}, none in an open incident")),
        count => {
            let names = listed(&open, 0);
            (Tone::Warn, format!("{all} {monitors}, {count} in an open incident ({names})"))
        }
    };
    let incidents = if digest.incidents == 1 { "incident" } else { "incidents" };
    let since = moment(digest.from, at);
    let mut because = format!("{} {incidents} since {since}", digest.incidents);
    // The youngest failure of all.
    let days = digest.monitors.iter().filter_map(|line| line.days_since_failure).min();
    if let (Some(days), true) = (days, open.is_empty()) {
        because = format!("{because}, {}", days_since(Some(days)));
    }
    Story::new("the digest", "ready", tone, headline).because(because)
}

/// `12 days since the last failure`
pub(in crate::notify) fn days_since(days: Option<i64>) -> String {
    match days {
        None => "no failure is remembered".to_owned(),
        Some(..=0) => "0 days since the last failure".to_owned(),
        Some(1) => "1 day since the last failure".to_owned(),
        Some(days) => format!("{days} days since the last failure"),
    }
}

/// `99.98 % up`: never rounded up, so that 100 % means all of it.
pub(in crate::notify) fn share(line: &DigestLine) -> String {
    if line.known_seconds == 0 {
        return "no data".to_owned();
    }
    let hundredths = u128::from(line.up_seconds.min(line.known_seconds)) * 10_000;
    let hundredths = hundredths / u128::from(line.known_seconds);
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match (rest / 10, rest % 10) {
        (0, 0) => format!("{whole} % up"),
        (tenth, 0) => format!("{whole}.{tenth} % up"),
        (tenth, last) => format!("{whole}.{tenth}{last} % up"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_of_downtime_is_not_a_hundred_percent() {
        let said = |up_seconds, known_seconds| {
            let monitor = "checkout".try_into().unwrap();
            let days_since_failure = None;
            share(&DigestLine {
                monitor,
                open: false,
                days_since_failure,
                up_seconds,
                known_seconds,
            })
        };
        assert_eq!(said(604_800, 604_800), "100 % up");
        assert_eq!(said(604_799, 604_800), "99.99 % up");
        assert_eq!(said(9_990, 10_000), "99.9 % up");
        assert_eq!(said(9_005, 10_000), "90.05 % up");
        assert_eq!(said(0, 10), "0 % up");
        assert_eq!(said(0, 0), "no data");
        assert_eq!(said(u64::MAX, u64::MAX), "100 % up");
    }
}
