//! A deploy beside the runs before and after it, as pages show it.

use runner_health::deploy::DeployVerdict;
use runner_model::human;
use serde::Serialize;

use super::broken::Broken;
use super::judged::{Judged, JudgedTest, Side};
use crate::pages::changed::Changed;
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::prose::{Piece, prose};

/// So many differences are shown; the page of the run has all.
const CHANGES: usize = 8;

/// A deploy, judged.
#[derive(Debug, Serialize)]
pub(super) struct Drawn {
    pub(super) mark: Mark,
    pub(super) sentence: Vec<Piece>,
    tests: Vec<Row>,
}

/// A test before and after.
#[derive(Debug, Serialize)]
struct Row {
    mark: Mark,
    name: String,
    sentence: Vec<Piece>,
    before: Column,
    after: Column,
    /// The first run that failed after it.
    href: Option<String>,
    broken: Option<Found>,
}

/// Its runs on one side of the deploy.
#[derive(Debug, Serialize)]
struct Column {
    /// `3 of 20`
    failed: String,
    p95: Option<String>,
}

/// What a test found.
#[derive(Debug, Serialize)]
struct Found {
    /// `step 4 "place the order"`
    step: String,
    request: Option<String>,
    expected: Option<String>,
    got: String,
    /// The page of the run.
    href: String,
    /// The pass before the deploy that it is compared with.
    against: Option<String>,
    changes: Vec<Changed>,
}

impl Drawn {
    pub(super) fn of(judged: &Judged) -> Self {
        Self {
            mark: mark(judged.verdict),
            sentence: prose(&judged.sentence),
            tests: judged.tests.iter().map(Row::of).collect(),
        }
    }
}

impl Row {
    fn of(test: &JudgedTest) -> Self {
        Self {
            mark: mark(test.verdict),
            name: test.name.clone(),
            sentence: prose(&test.sentence),
            before: Column::of(&test.before),
            after: Column::of(&test.after),
            href: test.first_failed.as_ref().map(link::run),
            broken: test.broken.as_ref().map(Found::of),
        }
    }
}

impl Column {
    fn of(Side { failures, p95 }: &Side) -> Self {
        Self {
            failed: format!("{} of {}", failures.failed(), failures.valid()),
            p95: p95.map(human::duration),
        }
    }
}

impl Found {
    fn of(Broken { finding, against, changes }: &Broken) -> Self {
        Self {
            step: finding.step.clone(),
            request: finding.request.clone(),
            expected: finding.expected.clone(),
            got: finding.got.clone(),
            href: link::run(&finding.run),
            against: against.as_ref().map(link::run),
            changes: changes.iter().take(CHANGES).cloned().map(Changed::of).collect(),
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
