//! A run as a line of InfluxDB's line protocol.
//!
//! `tripline_run,monitor=checkout,… passed=1i,took=0.12,… 1767225600000000000`. Times in fields are
//! seconds. A run that could not be carried out has no field `passed`: the mean of those that have
//! one is the share of successes.

use std::fmt::Write;
use std::time::Duration;

use runner_model::Outcome;

use crate::Event;

/// The name under which runs are measured.
const MEASUREMENT: &str = "tripline_run";

/// The line of a run; `None` for any other event, and for times that InfluxDB does not know.
pub(super) fn line(event: &Event) -> Option<String> {
    let Event::Ran { at, series, environment, took_ms, outcome, trigger, status, timings, .. } =
        event
    else {
        return None;
    };
    let at = i64::try_from(at.as_nanosecond()).ok()?;
    let mut line = String::with_capacity(320);
    line.push_str(MEASUREMENT);
    let variant = &series.test.variant;
    // In the order of their names, as InfluxDB likes them best.
    for (name, value) in [
        ("case", variant.case.as_deref().unwrap_or_default()),
        ("environment", environment.as_ref().map_or("", |name| name.as_str())),
        ("location", series.location.as_str()),
        ("monitor", series.monitor.as_str()),
        ("outcome", outcome.as_str()),
        ("suite", series.test.suite.as_str()),
        ("tenant", variant.matrix.get("tenant").map_or("", String::as_str)),
        ("test", series.test.test.as_str()),
        ("trigger", trigger.as_str()),
    ] {
        tag(&mut line, name, value);
    }
    write!(line, " took={}", took_ms / 1_000.0).expect("a string takes all");
    if let Some(timings) = timings {
        for (name, phase) in [
            ("dns", timings.dns),
            ("connect", timings.connect),
            ("tls", timings.tls),
            ("send", Some(timings.send)),
            ("wait", Some(timings.wait)),
            ("receive", Some(timings.receive)),
        ] {
            phase_field(&mut line, name, phase);
        }
    }
    if let Some(status) = status {
        write!(line, ",status={status}i").expect("a string takes all");
    }
    if let Some(passed) = passed(*outcome) {
        write!(line, ",passed={}i", u8::from(passed)).expect("a string takes all");
    }
    write!(line, " {at}").expect("a string takes all");
    Some(line)
}

fn phase_field(line: &mut String, name: &str, phase: Option<Duration>) {
    if let Some(phase) = phase {
        write!(line, ",{name}={}", phase.as_secs_f64()).expect("a string takes all");
    }
}

fn passed(outcome: Outcome) -> Option<bool> {
    match outcome {
        Outcome::Passed | Outcome::Degraded => Some(true),
        Outcome::Failed => Some(false),
        Outcome::Errored | Outcome::Skipped => None,
    }
}

/// Adds a tag, unless it has no value: the protocol has no empty ones. A comma, an equals sign and a
/// space are escaped. There is no way to write a line break, or a backslash at the end: the former
/// becomes a space, the latter is left out.
fn tag(line: &mut String, name: &str, value: &str) {
    let value = value.trim_end_matches('\\');
    if value.is_empty() {
        return;
    }
    line.push(',');
    line.push_str(name);
    line.push('=');
    for c in value.chars() {
        match c {
            ',' | '=' | ' ' => line.extend(['\\', c]),
            c if c.is_control() => line.push_str("\\ "),
            c => line.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What InfluxDB makes of tags: a backslash before a comma, an equals sign or a space is
    /// dropped, any other stands for itself.
    fn read(text: &str) -> Vec<(String, String)> {
        let mut parts = vec![String::new()];
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let last = parts.last_mut().unwrap();
            match c {
                '\\' => match chars.next_if(|next| matches!(next, ',' | '=' | ' ')) {
                    Some(escaped) => last.push(escaped),
                    None => last.push(c),
                },
                ',' | '=' => parts.push(String::new()),
                ' ' => panic!("a space ends the tags: {text}"),
                c => last.push(c),
            }
        }
        assert_eq!(parts.remove(0), "", "tags begin with a comma: {text}");
        parts.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
    }

    proptest! {
        #[test]
        fn any_value_is_read_back_but_for_what_cannot_be_written(
            values in prop::collection::vec(r"[\PC\\,= \n\t]{0,12}", 1..4),
        ) {
            let mut line = String::new();
            values.iter().for_each(|value| tag(&mut line, "a", value));
            let writable = |value: &String| {
                value.trim_end_matches('\\').replace(|c: char| c.is_control(), " ")
            };
            let expected: Vec<(String, String)> = values
                .iter()
                .map(|value| ("a".to_owned(), writable(value)))
                .filter(|(_, value)| !value.is_empty())
                .collect();
            prop_assert!(!line.contains('\n'));
            if expected.is_empty() {
                prop_assert_eq!(line, "");
            } else {
                prop_assert_eq!(read(&line), expected);
            }
        }
    }
}
