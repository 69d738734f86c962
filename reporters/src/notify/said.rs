//! Moments and lists, as people say them.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::console::{cut, one_line};

/// How many columns a name, a step or an answer of a service takes in a message.
const SHORT: usize = 300;

/// How many a command or an address takes.
const LONG: usize = 1000;

/// `14:02 UTC`, `12 Mar 14:02 UTC`, `12 Mar 2025 14:02 UTC`: what is needed to tell it from `seen`.
pub(crate) fn moment(at: Timestamp, seen: Timestamp) -> String {
    format!("{} UTC", clock(at, seen))
}

/// `from 14:02 to 14:14 UTC`
pub(super) fn span(since: Timestamp, lasted: Duration, seen: Timestamp) -> String {
    match since.checked_add(lasted) {
        Ok(end) => format!("from {} to {}", clock(since, seen), moment(end, seen)),
        Err(_) => format!("from {} on", moment(since, seen)),
    }
}

fn clock(at: Timestamp, seen: Timestamp) -> String {
    let [at, seen] = [at, seen].map(|moment| moment.to_zoned(TimeZone::UTC));
    let form = match (at.date() == seen.date(), at.year() == seen.year()) {
        (true, _) => "%H:%M",
        (false, true) => "%-d %b %H:%M",
        (false, false) => "%-d %b %Y %H:%M",
    };
    at.strftime(form).to_string()
}

/// `checkout`, `checkout and search`, `checkout, search and 4 more`; `more` are not in `names`.
pub(super) fn listed(names: &[String], more: u64) -> String {
    let named = if names.len() as u64 + more > 2 { names.len().min(2) } else { names.len() };
    let more = more + (names.len() - named) as u64;
    match (&names[..named], more) {
        ([], more) => format!("{more} more"),
        (all, 0) => all.join(" and "),
        ([one], more) => format!("{one} and {more} more"),
        (all, more) => format!("{} and {more} more", all.join(", ")),
    }
}

/// `text` in one line of bearable length. What services say may hold anything.
pub(super) fn short(text: &str) -> String {
    within(text, SHORT)
}

/// A command or an address in one line: all of it, or it is of no use.
pub(super) fn long(text: &str) -> String {
    within(text, LONG)
}

/// `text` in one line of at most so many columns.
pub(super) fn within(text: &str, columns: usize) -> String {
    cut(&one_line(text.trim()), columns).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_says_as_much_as_is_needed() {
        let seen: Timestamp = "2026-03-12T15:00:00Z".parse().unwrap();
        let said = |at: &str| moment(at.parse().unwrap(), seen);
        assert_eq!(said("2026-03-12T14:02:59Z"), "14:02 UTC");
        assert_eq!(said("2026-03-01T14:02:00Z"), "1 Mar 14:02 UTC");
        assert_eq!(said("2025-03-12T14:02:00Z"), "12 Mar 2025 14:02 UTC");
        let hour = Duration::from_secs(3600);
        assert_eq!(span(seen, hour, seen), "from 15:00 to 16:00 UTC");
        assert_eq!(span(Timestamp::MAX, hour, seen), "from 30 Dec 9999 22:00 UTC on");
    }

    #[test]
    fn two_are_named_and_the_others_counted() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(listed(&names(&["a"]), 0), "a");
        assert_eq!(listed(&names(&["a", "b"]), 0), "a and b");
        assert_eq!(listed(&names(&["a", "b", "c"]), 0), "a, b and 1 more");
        assert_eq!(listed(&names(&["a", "b"]), 5), "a, b and 5 more");
        assert_eq!(listed(&names(&["a"]), 1), "a and 1 more");
        assert_eq!(listed(&[], 3), "3 more");
    }
}
