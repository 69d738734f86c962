//! What a gate found, as data. Its JSON is documented (`docs/gate.md`) and versioned.

use std::time::Duration;

use jiff::Timestamp;
use runner_health::Median;
use runner_health::deploy::{DeployVerdict, Failures, TestVerdict};
use runner_model::{EnvironmentName, Finding, RunId, ServiceName, TestRef};
use serde::{Serialize, Serializer};

use super::Difference;

/// The version of the JSON of a [`GateReport`].
pub const GATE_FORMAT: u32 = 1;

/// What a gate found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GateReport {
    /// [`GATE_FORMAT`].
    pub format: u32,
    /// In one word.
    pub verdict: DeployVerdict,
    /// In one sentence, without a full stop.
    pub sentence: String,
    /// What was judged.
    pub deploy: Deployed,
    /// How long the gate took, in milliseconds.
    #[serde(serialize_with = "millis")]
    pub took: Duration,
    /// Each test, in the order of the files.
    pub tests: Vec<GateTest>,
    /// What else the reader should know: where the history comes from, what cannot be known.
    pub notes: Vec<String>,
}

/// What was judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deployed {
    /// When it was deployed: runs before it are history.
    pub at: Timestamp,
    /// Of what.
    pub service: ServiceName,
    /// Which version.
    pub version: String,
    /// Of which sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Where more stands about it: the page of a pipeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where to.
    pub environment: Option<EnvironmentName>,
}

/// The verdict on one test.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GateTest {
    /// Which, with its case and tenant.
    #[serde(flatten)]
    pub test: TestRef,
    /// For reading: `suites/orders/pay · canary-eu`.
    pub name: String,
    /// In one word.
    pub verdict: DeployVerdict,
    /// In one sentence, without a full stop.
    pub sentence: String,
    /// The baseline.
    pub before: Runs,
    /// The runs after the deploy.
    pub after: Runs,
    /// Since when it is so, where it is not well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    /// What the first run found that failed after the deploy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
    /// How its answer differs from the last one that passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// The runs after the deploy.
    pub runs: Vec<RunId>,
}

/// Runs that say something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Runs {
    /// How many failed.
    pub failed: u64,
    /// How many there are.
    pub valid: u64,
    /// How long those took that did not fail, at the median, in milliseconds.
    #[serde(serialize_with = "optional_millis", skip_serializing_if = "Option::is_none")]
    pub median: Option<Duration>,
}

/// Since when a test is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Since {
    /// The first run of which it is known.
    pub at: Timestamp,
    /// No earlier run is known: it may have been so before.
    pub or_earlier: bool,
}

impl Runs {
    /// Those of before and after in a verdict.
    pub fn of(verdict: &TestVerdict) -> (Self, Self) {
        let speed = verdict.speed.as_ref();
        let of = |runs: Failures, median: Option<Median>| Self {
            failed: runs.failed(),
            valid: runs.valid(),
            median: median.map(Median::duration),
        };
        let (before, after) =
            (speed.and_then(|it| it.median_before), speed.and_then(|it| it.median_after));
        (of(verdict.before, before), of(verdict.after, after))
    }
}

impl GateReport {
    /// `orders 1.4.2 in staging`
    pub fn what(&self) -> String {
        let Deployed { service, version, environment, .. } = &self.deploy;
        let place = environment.as_ref().map(|name| format!(" in {name}")).unwrap_or_default();
        format!("{service} {version}{place}")
    }

    /// As JSON, indented, with a line break at its end.
    pub fn json(&self) -> String {
        let json = serde_json::to_string_pretty(self);
        json.expect("it is text, whole numbers and finite times") + "\n"
    }

    /// Its tests, worst first; those that are as bad, in their order.
    pub(super) fn worst_first(&self) -> Vec<&GateTest> {
        let mut tests: Vec<&GateTest> = self.tests.iter().collect();
        tests.sort_by_key(|test| std::cmp::Reverse(test.verdict));
        tests
    }
}

/// The word of a verdict, for reading.
pub(super) fn word(verdict: DeployVerdict) -> &'static str {
    match verdict {
        DeployVerdict::Passed => "passed",
        DeployVerdict::AlreadyFailing => "already failing",
        DeployVerdict::Slower => "slower",
        DeployVerdict::CannotTell => "cannot tell",
        DeployVerdict::Worse => "worse",
    }
}

fn millis<S: Serializer>(value: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(value.as_micros() as f64 / 1000.0)
}

#[expect(clippy::ref_option, reason = "the signature that serde calls")]
fn optional_millis<S: Serializer>(value: &Option<Duration>, to: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => millis(value, to),
        None => to.serialize_none(),
    }
}
