//! A deploy beside the runs before and after it.

use jiff::Timestamp;
use runner_health::deploy::{Answer, DeployReport, DeployVerdict};
use runner_store::{Deploy, ReadError, Store};
use serde::Serialize;

use super::by_runs::ByRuns;
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::standings::Standings;

/// A deploy, judged.
#[derive(Debug, Serialize)]
pub(super) struct Judged {
    pub(super) mark: Mark,
    pub(super) sentence: String,
    pub(super) tests: Vec<Test>,
}

/// A test before and after.
#[derive(Debug, Serialize)]
pub(super) struct Test {
    mark: Mark,
    name: String,
    sentence: String,
    before: String,
    after: String,
    href: Option<String>,
}

impl Judged {
    /// By the runs until `until`: the next deploy, or now.
    pub(super) async fn read(
        store: &Store,
        deploy: &Deploy,
        until: Timestamp,
        standings: &Standings,
    ) -> Result<Self, ReadError> {
        let ByRuns { answer, first_bad } = ByRuns::read(store, deploy, until, standings).await?;
        let links = first_bad.iter().map(|run| run.as_ref().map(link::run)).collect();
        Ok(match answer {
            Answer::Verdict(report) => Self::of(&report, links),
            answer @ Answer::NeedsMore { .. } => Self {
                mark: mark(DeployVerdict::CannotTell),
                sentence: answer.sentence(),
                tests: Vec::new(),
            },
        })
    }

    fn of(report: &DeployReport, links: Vec<Option<String>>) -> Self {
        let mut tests: Vec<(DeployVerdict, Test)> = report
            .tests
            .iter()
            .zip(links)
            .map(|(test, href)| {
                let verdict = test.verdict();
                let runs = |failures: runner_health::deploy::Failures| {
                    format!("{} of {}", failures.failed(), failures.valid())
                };
                let shown = Test {
                    mark: mark(verdict),
                    name: test.test.clone(),
                    sentence: test.sentence(report.family),
                    before: runs(test.before),
                    after: runs(test.after),
                    href,
                };
                (verdict, shown)
            })
            .collect();
        tests.sort_by_key(|(verdict, _)| std::cmp::Reverse(*verdict));
        let sentence = if tests.is_empty() {
            "No test of this service is watched there".to_owned()
        } else {
            report.sentence()
        };
        Self {
            mark: mark(report.verdict),
            sentence,
            tests: tests.into_iter().map(|(_, test)| test).collect(),
        }
    }
}

fn mark(verdict: DeployVerdict) -> Mark {
    match verdict {
        DeployVerdict::Passed => Mark { icon: "ok", tone: "ok", word: "Clean" },
        DeployVerdict::AlreadyFailing => {
            Mark { icon: "warn", tone: "warn", word: "Already failing" }
        }
        DeployVerdict::Slower => Mark { icon: "warn", tone: "warn", word: "Slower" },
        DeployVerdict::CannotTell => Mark { icon: "unsure", tone: "mute", word: "Cannot tell" },
        DeployVerdict::Worse => Mark { icon: "bad", tone: "bad", word: "Regressed" },
    }
}
