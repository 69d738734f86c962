//! In what a subject is counted, and how its numbers are read out.

use serde_json::Number;
use suites::Subject;

/// How values of a subject are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// Values of any type.
    Plain,
    /// Always text.
    Text,
    /// Text, which is read as JSON when it is compared with a list or map.
    Body,
    /// A status, or a class of them.
    Status,
    /// How many.
    Count,
    /// Milliseconds.
    Duration,
    /// Bytes.
    Size,
}

impl Scale {
    /// The scale of a subject's value.
    pub(super) fn of(subject: &Subject) -> Self {
        match subject.unit() {
            Some(suites::Unit::Duration) => return Self::Duration,
            Some(suites::Unit::Size) => return Self::Size,
            None => {}
        }
        match subject {
            Subject::Status => Self::Status,
            Subject::Redirects => Self::Count,
            Subject::Url
            | Subject::Protocol
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Regex(_)
            | Subject::RequestHeader(_)
            | Subject::RequestUrl
            | Subject::CertificateIssuer
            | Subject::TlsVersion
            | Subject::Ip
            | Subject::Error
            | Subject::Environment => Self::Text,
            Subject::Body | Subject::RequestBody => Self::Body,
            Subject::Json(_)
            | Subject::Css(_)
            | Subject::Var(_)
            | Subject::Tenant(_)
            | Subject::Time
            | Subject::Took
            | Subject::TimeToFirstByte
            | Subject::DnsTime
            | Subject::ConnectTime
            | Subject::TlsTime
            | Subject::Size
            | Subject::CertificateExpiresIn => Self::Plain,
        }
    }

    /// The scale of a list's elements.
    pub(super) fn of_elements(subject: &Subject) -> Self {
        if matches!(subject, Subject::Css(_)) { Self::Text } else { Self::Plain }
    }

    /// A number as it is: `500 ms`, `1.5 MB`, `404`.
    pub(super) fn exact(self, number: &Number) -> String {
        match self.units() {
            Some(units) => exact(number, units),
            None => number.to_string(),
        }
    }

    /// A number to a precision worth reading: `143 ms`, `29.4 d`.
    pub(super) fn rounded(self, number: &Number) -> String {
        match self.units() {
            Some(units) => rounded(number, units).0,
            None => number.to_string(),
        }
    }

    /// A number to a precision at which it still is on its side of these limits.
    pub(super) fn beside(self, number: &Number, limits: &[&Number]) -> String {
        let Some(units) = self.units() else { return number.to_string() };
        let (text, read) = rounded(number, units);
        let side = |number: Option<f64>, limit: &Number| {
            number.and_then(|number| number.partial_cmp(&limit.as_f64()?))
        };
        let misleads = |limit: &&Number| side(read, limit) != side(number.as_f64(), limit);
        if limits.iter().any(misleads) { exact(number, units) } else { text }
    }

    fn units(self) -> Option<&'static [Unit]> {
        match self {
            Self::Duration => Some(&TIME),
            Self::Size => Some(&BYTES),
            Self::Plain | Self::Text | Self::Body | Self::Status | Self::Count => None,
        }
    }
}

/// A unit: its name, what it is worth, how many decimals are worth reading.
struct Unit {
    name: &'static str,
    worth: f64,
    decimals: usize,
    /// Smaller amounts are written in a smaller unit, unless this one counts them whole.
    from: f64,
}

const fn unit(name: &'static str, worth: f64, decimals: usize, from: f64) -> Unit {
    Unit { name, worth, decimals, from }
}

/// From the smallest.
const TIME: [Unit; 6] = [
    unit("ms", 1.0, 3, 0.0),
    unit("ms", 1.0, 0, 10.0),
    unit("s", 1e3, 3, 1e3),
    unit("m", 6e4, 1, 12e4),
    unit("h", 36e5, 1, 72e5),
    unit("d", 864e5, 1, 1728e5),
];

const BYTES: [Unit; 4] = [
    unit("bytes", 1.0, 0, 0.0),
    unit("kB", 1e3, 2, 1e3),
    unit("MB", 1e6, 2, 1e6),
    unit("GB", 1e9, 2, 1e9),
];

/// Beyond that, a 64-bit float does not count one by one.
const MEASURABLE: f64 = 1e15;

/// The text, and the number that it says.
fn rounded(number: &Number, units: &[Unit]) -> (String, Option<f64>) {
    let Some((amount, at)) = place(number, units) else { return (plain(number, units), None) };
    let Unit { name, worth, decimals, .. } = &units[at];
    let written = format!("{:.decimals$}", amount / worth);
    let read = written.parse::<f64>().ok().map(|read| read * worth);
    (format!("{} {name}", trimmed(&written)), read)
}

/// In the largest unit in which one decimal says it all; else as it is, in the smallest.
fn exact(number: &Number, units: &[Unit]) -> String {
    let Some((amount, at)) = place(number, units) else { return plain(number, units) };
    let fits = |unit: &&Unit| is_whole(amount * 10.0 / unit.worth);
    match units[..=at].iter().rev().find(fits) {
        Some(Unit { name, worth, .. }) => {
            format!("{} {name}", trimmed(&format!("{:.1}", amount / worth)))
        }
        None => plain(number, units),
    }
}

fn plain(number: &Number, units: &[Unit]) -> String {
    format!("{number} {}", units[0].name)
}

/// The number, and the unit in which it is written; `None` when it is beyond all measure.
fn place(number: &Number, units: &[Unit]) -> Option<(f64, usize)> {
    let amount = number.as_f64().filter(|amount| amount.abs() < MEASURABLE)?;
    let at = units.iter().rposition(|unit| amount.abs() >= unit.from)?;
    let whole = |unit: &Unit| amount.abs() >= unit.worth && is_whole(amount / unit.worth);
    let larger = units[at..].iter().rposition(whole);
    Some((amount, at + larger.unwrap_or(0)))
}

fn is_whole(amount: f64) -> bool {
    (amount - amount.round()).abs() < 1e-9
}

fn trimmed(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn durations_are_read_out_in_the_unit_that_fits() {
        for (ms, rounded, exact) in [
            ("0", "0 ms", "0 ms"),
            ("0.25", "0.25 ms", "0.25 ms"),
            ("143.221", "143 ms", "143.221 ms"),
            ("500", "500 ms", "500 ms"),
            ("1200", "1.2 s", "1.2 s"),
            ("1234.567", "1.235 s", "1234.567 ms"),
            ("60000", "1 m", "1 m"),
            ("90000", "90 s", "90 s"),
            ("300000", "5 m", "5 m"),
            ("5400000", "90 m", "90 m"),
            ("86400000", "1 d", "1 d"),
            ("2538000000", "29.4 d", "705 h"),
            ("-86400000", "-1 d", "-1 d"),
            ("1e400", "1e+400 ms", "1e+400 ms"),
        ] {
            assert_eq!(Scale::Duration.rounded(&number(ms)), rounded);
            assert_eq!(Scale::Duration.exact(&number(ms)), exact);
        }
    }

    #[test]
    fn a_rounded_number_stays_on_its_side_of_a_limit() {
        for (ms, limit, shown) in [
            ("143.221", "100", "143 ms"),
            ("143.221", "143.221", "143.221 ms"),
            ("143.221", "143", "143.221 ms"),
            ("500.001", "500", "500.001 ms"),
            ("1234.567", "1234.5", "1.235 s"),
            ("1234.567", "1234.567", "1234.567 ms"),
        ] {
            assert_eq!(Scale::Duration.beside(&number(ms), &[&number(limit)]), shown);
        }
    }

    #[test]
    fn sizes_are_read_out_in_the_unit_that_fits() {
        for (bytes, rounded, exact) in [
            ("812", "812 bytes", "812 bytes"),
            ("1500000", "1.5 MB", "1.5 MB"),
            ("2000", "2 kB", "2 kB"),
            ("1048576", "1.05 MB", "1048576 bytes"),
            ("1234500", "1.23 MB", "1234.5 kB"),
        ] {
            assert_eq!(Scale::Size.rounded(&number(bytes)), rounded);
            assert_eq!(Scale::Size.exact(&number(bytes)), exact);
        }
    }
}
