//! What was done.
//!
//! Lives here: [`Run`] and its parts. Their JSON is documented (`docs/report-json.md`),
//! versioned by [`FORMAT`], and is the shape that is stored.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    CheckResult, EnvironmentName, Exchange, Outcome, Place, RunId, ServiceName, StepOutcome,
    SuiteId, TestName, millis,
};

/// The version of the JSON shape of a [`Run`].
pub const FORMAT: u32 = 1;

/// Suites that were run together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// [`FORMAT`].
    pub format: u32,
    /// Made anew for each run, whatever the seed.
    pub id: RunId,
    /// The version of tripline.
    pub version: String,
    /// The environment, when one was chosen.
    pub environment: Option<EnvironmentName>,
    /// Repeats the random values when given to `--seed`.
    pub seed: String,
    /// When it began.
    pub started: Timestamp,
    /// From the first to the last.
    #[serde(with = "millis")]
    pub took: Duration,
    /// The worst of its suites.
    pub outcome: Outcome,
    /// Someone stopped it (Ctrl-C, `--fail-fast`) before it was through.
    pub stopped: bool,
    /// In the order of the plan.
    pub suites: Vec<SuiteResult>,
}

/// A suite that was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuiteResult {
    /// What history refers to.
    pub suite: SuiteId,
    /// For reading.
    pub name: String,
    /// The file as the user named it.
    pub file: String,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// As in the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Where relative URLs go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceName>,
    /// The worst of its variants.
    pub outcome: Outcome,
    /// When it began.
    pub started: Timestamp,
    /// From its first step to its last cleanup.
    #[serde(with = "millis")]
    pub took: Duration,
    /// One for each case and matrix entry; a suite without either has one.
    pub variants: Vec<VariantResult>,
}

/// Which case and matrix entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Variant {
    /// The case's name, or its row number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The name of the entry, by dimension: `tenant: canary-eu`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub matrix: BTreeMap<String, String>,
}

impl Variant {
    /// Nothing fans out.
    pub fn is_plain(&self) -> bool {
        self.case.is_none() && self.matrix.is_empty()
    }
}

impl std::fmt::Display for Variant {
    /// `by card · canary-eu`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<&str> =
            self.case.iter().chain(self.matrix.values()).map(String::as_str).collect();
        f.write_str(&parts.join(" · "))
    }
}

/// The tests of a suite for one case and matrix entry, with the setup they share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VariantResult {
    /// Which.
    pub variant: Variant,
    /// The worst of setup, tests and cleanup.
    pub outcome: Outcome,
    /// What the suite's `setup` did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub setup: Vec<StepResult>,
    /// In the order of the file.
    pub tests: Vec<TestResult>,
    /// What the suite's `cleanup` did, and the cleanups of setup steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cleanup: Vec<StepResult>,
}

/// A test that was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestResult {
    /// Which.
    pub test: TestRef,
    /// For reading: the suite's name for `steps:`, the key below `tests` otherwise.
    pub name: String,
    /// Where its name stands.
    pub place: Place,
    /// `Failed > Errored > Degraded > Passed`.
    pub outcome: Outcome,
    /// When it began.
    pub started: Timestamp,
    /// From its first step to its last cleanup.
    #[serde(with = "millis")]
    pub took: Duration,
    /// In the order they were carried out, iterations included; cleanups last.
    pub steps: Vec<StepResult>,
    /// The suite's `expect` of the whole test.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckResult>,
    /// Does just this again.
    pub rerun: String,
}

/// Names one test of one variant: a series, but for monitor and location.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TestRef {
    /// The suite.
    pub suite: SuiteId,
    /// `main` for `steps:`.
    pub test: TestName,
    /// The case and matrix entry.
    #[serde(flatten)]
    pub variant: Variant,
}

/// To which part of a suite a step belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Before the tests.
    Setup,
    /// The chain itself.
    Steps,
    /// Taking back what was created.
    Cleanup,
}

/// A step that was carried out, or was not and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepResult {
    /// Its name; without one, method and URL as written: `GET /orders/{{id}}`.
    pub name: String,
    /// Counted from 1 among its neighbours in the file.
    pub number: u32,
    /// Groups, flows and iterations around it, outermost first: `each line [2]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<String>,
    /// To which part of the suite it belongs.
    pub section: Section,
    /// Where it stands.
    pub place: Place,
    /// How it ended.
    pub outcome: StepOutcome,
    /// When it began.
    pub started: Timestamp,
    /// Tries and waits included.
    #[serde(with = "millis")]
    pub took: Duration,
    /// The checks of `expect`, the implied 2xx included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckResult>,
    /// The checks of `warn`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<CheckResult>,
    /// What it set, secrets masked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub saved: Vec<Saved>,
    /// The final exchange; `None` when nothing was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Box<Exchange>>,
    /// Every try, the final one included, when there was more than one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tries: Vec<Try>,
    /// What its author should know although nothing is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A variable that a step set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// The variable.
    pub name: String,
    /// Its value; a mask when it is secret.
    pub value: Value,
}

/// One try of a step that was tried or asked more than once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Try {
    /// When it began.
    pub at: Timestamp,
    /// The exchange alone.
    #[serde(with = "millis")]
    pub took: Duration,
    /// What came of it.
    pub result: TryResult,
}

/// What came of a try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TryResult {
    /// A response with this status.
    Status(u16),
    /// No whole response; the cause as a sentence.
    Error(String),
}
