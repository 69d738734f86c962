//! What the tests of `run`, `check`, `new` and `env` need beyond the harness.

use regex::Regex;
use runner_testkit::Received;
use serde_json::Value;

pub(crate) use crate::harness::{Ended, Project, Started};

impl Project {
    /// One environment, `local`, with one service, `api`: the origin.
    pub(crate) fn new() -> Self {
        Self::bare().file(
            "tripline.yaml",
            "version: 1\nservices: { api: {} }\nenvironments:\n  local:\n    services: { api: ORIGIN }\n",
        )
    }

    /// A suite named `a suite` with these keys; what has no `steps` is steps.
    pub(crate) fn suite(self, file: &str, yaml: &str) -> Self {
        self.file(file, &whole(yaml))
    }

    /// `tripline run …`
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        self.tripline(&[&["run"], args].concat())
    }

    /// What the origin received, as `GET /a`.
    pub(crate) fn requests(&self) -> Vec<String> {
        let line = |received: Received| format!("{} {}", received.method, received.target);
        self.origin.received().into_iter().map(line).collect()
    }

    /// How many requests had this path.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.origin.received().iter().filter(|received| received.path == path).count()
    }

    /// A run with `--report json`, and its report.
    pub(crate) fn report(&self, args: &[&str]) -> (Ended, Value) {
        let ended = self.run(&[args, &["--report", "json"]].concat());
        let report = serde_json::from_str(&ended.stdout)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {ended:?}"));
        (ended, report)
    }
}

/// A suite around steps. An empty first line is not part of it.
pub(crate) fn whole(yaml: &str) -> String {
    let yaml = yaml.strip_prefix('\n').unwrap_or(yaml);
    let mut text = String::new();
    if !yaml.lines().any(|line| line.starts_with("name:")) {
        text.push_str("name: a suite\n");
    }
    if !yaml.lines().any(|line| line.starts_with("steps:") || line.starts_with("tests:")) {
        text.push_str("steps:\n");
    }
    text + yaml
}

impl Ended {
    /// Standard output with nothing in it that differs between runs.
    pub(crate) fn stable(&self) -> String {
        stable(&self.stdout)
    }
}

/// Text without ports, times, seeds and traces.
pub(crate) fn stable(text: &str) -> String {
    let replacements = [
        (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
        (r"\d+(\.\d+)? (ms|s|µs)\b", "TIME"),
        (r"seed [0-9a-z]+", "seed SEED"),
        (r"trace [0-9a-f]{8}…", "trace TRACE"),
        (r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", "TRACEPARENT"),
        (r" +TIME", " TIME"),
        (r"tripline/\d+\.\d+\.\d+", "tripline/VERSION"),
    ];
    replacements.iter().fold(text.to_owned(), |text, (found, instead)| {
        Regex::new(found).unwrap().replace_all(&text, *instead).into_owned()
    })
}

/// The steps of the only test of the only suite of a report.
pub(crate) fn steps(report: &Value) -> &Vec<Value> {
    report["suites"][0]["variants"][0]["tests"][0]["steps"].as_array().unwrap()
}
