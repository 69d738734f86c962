//! The classic text format of Prometheus, version 0.0.4.

use std::fmt::{self, Write};

use super::labels::Labels;

/// What kind of number a family holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Counter,
    Gauge,
    Histogram,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// A page of metrics that is being written.
#[derive(Default)]
pub(super) struct Exposition(String);

impl Exposition {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// A family of metrics. Its head is written with its first sample. `help` has neither
    /// backslashes nor line breaks.
    pub(super) fn family(
        &mut self,
        name: &'static str,
        kind: Kind,
        help: &'static str,
    ) -> Family<'_> {
        Family { text: &mut self.0, name, kind, help, is_begun: false }
    }

    /// A gauge without labels.
    pub(super) fn gauge(&mut self, name: &'static str, help: &'static str, value: f64) {
        self.family(name, Kind::Gauge, help).sample(&Labels::default(), value);
    }

    /// A counter without labels.
    pub(super) fn counter(&mut self, name: &'static str, help: &'static str, value: f64) {
        self.family(name, Kind::Counter, help).sample(&Labels::default(), value);
    }

    pub(super) fn finished(self) -> String {
        self.0
    }
}

/// The samples of one name.
pub(super) struct Family<'a> {
    text: &'a mut String,
    name: &'static str,
    kind: Kind,
    help: &'static str,
    is_begun: bool,
}

impl Family<'_> {
    pub(super) fn sample(&mut self, labels: &Labels, value: f64) {
        self.line("", labels, "", Number(value));
    }

    pub(super) fn count(&mut self, labels: &Labels, value: u64) {
        self.line("", labels, "", value);
    }

    /// A bucket of a histogram; its bound is a label.
    pub(super) fn bucket(&mut self, labels: &Labels, bound: f64, count: u64) {
        let comma = if labels.as_str().is_empty() { "" } else { "," };
        self.line("_bucket", labels, format_args!("{comma}le=\"{}\"", Number(bound)), count);
    }

    pub(super) fn sum_and_count(&mut self, labels: &Labels, sum: f64, count: u64) {
        self.line("_sum", labels, "", Number(sum));
        self.line("_count", labels, "", count);
    }

    fn line(
        &mut self,
        suffix: &str,
        labels: &Labels,
        more: impl fmt::Display,
        value: impl fmt::Display,
    ) {
        let Self { text, name, kind, help, is_begun } = self;
        let head = !std::mem::replace(is_begun, true);
        let written = (|| {
            if head {
                writeln!(text, "# HELP {name} {help}\n# TYPE {name} {}", kind.as_str())?;
            }
            let labels = labels.as_str();
            let is_plain = labels.is_empty() && suffix != "_bucket";
            match is_plain {
                true => writeln!(text, "{name}{suffix} {value}"),
                false => writeln!(text, "{name}{suffix}{{{labels}{more}}} {value}"),
            }
        })();
        written.expect("a string takes all");
    }
}

/// A number as the format has it.
struct Number(f64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            value if value.is_nan() => f.write_str("NaN"),
            f64::INFINITY => f.write_str("+Inf"),
            f64::NEG_INFINITY => f.write_str("-Inf"),
            value => value.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_without_samples_is_not_mentioned() {
        let mut page = Exposition::default();
        page.family("a_total", Kind::Counter, "None.");
        page.family("b", Kind::Gauge, "Some.").count(&Labels::of(&[("x", "y")]), 1);
        assert_eq!(page.finished(), "# HELP b Some.\n# TYPE b gauge\nb{x=\"y\"} 1\n");
    }

    #[test]
    fn numbers_that_are_none_have_names() {
        let written: Vec<String> = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.25, 1e15]
            .into_iter()
            .map(|value| Number(value).to_string())
            .collect();
        assert_eq!(written, ["NaN", "+Inf", "-Inf", "0.25", "1000000000000000"]);
    }
}
