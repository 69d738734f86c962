//! In what a subject is counted, and how its numbers are read out.

use serde_json::Number;
use suites::{Subject, Unit};

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
            Some(Unit::Duration) => return Self::Duration,
            Some(Unit::Size) => return Self::Size,
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
        match self {
            Self::Duration => exact(number, &TIME),
            Self::Size => exact(number, &BYTES),
            Self::Plain | Self::Text | Self::Body | Self::Status | Self::Count => {
                number.to_string()
            }
        }
    }

    /// A number to a precision worth reading: `143 ms`, `29.4 d`.
    pub(super) fn rounded(self, number: &Number) -> String {
        match self {
            Self::Duration => rounded(number, &TIME),
            Self::Size => rounded(number, &BYTES),
            Self::Plain | Self::Text | Self::Body | Self::Status | Self::Count => {
                number.to_string()
            }
        }
    }
}

/// A unit: its name, what it is worth, how many decimals are worth reading.
struct Step {
    name: &'static str,
    worth: f64,
    decimals: usize,
    /// Amounts below this many of the smallest unit are written in a smaller one.
    from: f64,
}

const fn step(name: &'static str, worth: f64, decimals: usize, from: f64) -> Step {
    Step { name, worth, decimals, from }
}

/// From the smallest.
const TIME: [Step; 6] = [
    step("ms", 1.0, 3, 0.0),
    step("ms", 1.0, 0, 10.0),
    step("s", 1e3, 3, 1e3),
    step("m", 6e4, 1, 12e4),
    step("h", 36e5, 1, 72e5),
    step("d", 864e5, 1, 1728e5),
];

const BYTES: [Step; 4] = [
    step("bytes", 1.0, 0, 0.0),
    step("kB", 1e3, 2, 1e3),
    step("MB", 1e6, 2, 1e6),
    step("GB", 1e9, 2, 1e9),
];

fn rounded(number: &Number, steps: &[Step]) -> String {
    let Some((amount, at)) = place(number, steps) else {
        return format!("{number} {}", steps[0].name);
    };
    let Step { name, worth, decimals, .. } = &steps[at];
    format!("{} {name}", trimmed(&format!("{:.decimals$}", amount / worth)))
}

/// In the largest unit in which three decimals say it all.
fn exact(number: &Number, steps: &[Step]) -> String {
    if let Some((amount, at)) = place(number, steps) {
        for Step { name, worth, .. } in steps[..=at].iter().rev() {
            let written = format!("{:.3}", amount / worth);
            let back = written.parse::<f64>().map(|read| read * worth);
            if back.is_ok_and(|back| (back - amount).abs() < 1e-6) {
                return format!("{} {name}", trimmed(&written));
            }
        }
    }
    format!("{number} {}", steps[0].name)
}

/// The number, and the step in which it is written; `None` when it is beyond all measure.
fn place(number: &Number, steps: &[Step]) -> Option<(f64, usize)> {
    let amount = number.as_f64().filter(|amount| amount.abs() < 1e15)?;
    let at = steps.iter().rposition(|step| amount.abs() >= step.from)?;
    Some((amount, at))
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
            ("90000", "90 s", "90 s"),
            ("300000", "5 m", "5 m"),
            ("2538000000", "29.4 d", "29.375 d"),
            ("-86400000", "-24 h", "-24 h"),
            ("1e400", "1e+400 ms", "1e+400 ms"),
        ] {
            assert_eq!(Scale::Duration.rounded(&number(ms)), rounded);
            assert_eq!(Scale::Duration.exact(&number(ms)), exact);
        }
    }

    #[test]
    fn sizes_are_read_out_in_the_unit_that_fits() {
        for (bytes, rounded, exact) in [
            ("812", "812 bytes", "812 bytes"),
            ("1500000", "1.5 MB", "1.5 MB"),
            ("1048576", "1.05 MB", "1048.576 kB"),
            ("1234567", "1.23 MB", "1234.567 kB"),
        ] {
            assert_eq!(Scale::Size.rounded(&number(bytes)), rounded);
            assert_eq!(Scale::Size.exact(&number(bytes)), exact);
        }
    }
}
