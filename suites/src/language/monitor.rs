//! A monitor: suites on a schedule.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use runner_model::{EnvironmentName, MonitorName, NotifyName, Severity, TestName};

use super::words::words;
use crate::language::{Hours, Suite, Test, When};
use crate::source::{Span, Spanned};

/// Suites on a schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Monitor {
    /// Its name.
    pub name: Spanned<MonitorName>,
    /// What is run; at least one.
    pub run: Vec<RunTarget>,
    /// Where. When `in` is not written: the only environment that can be run alone; `None` when
    /// the project has none.
    pub environment: Option<Spanned<EnvironmentName>>,
    /// When.
    pub when: When,
    /// The operating period; always, when it is not written.
    pub hours: Option<Hours>,
    /// The longest that a run may take; the suite's own timeout holds beside it.
    pub timeout: Option<Duration>,
    /// What becomes of a run that is due while the one before still runs.
    pub if_still_running: IfStillRunning,
    /// How a failed run is repeated before it counts for incidents.
    pub confirm: Option<Confirm>,
    /// From which runs on it is down. When it is not written: 2 of 2 with `every`, 1 of 1 with
    /// `cron` and `on: deploy`.
    pub down_after: RunsOf,
    /// After how many good runs in a row it is up again. When it is not written: 2 with `every`,
    /// 1 with `cron` and `on: deploy`.
    pub up_after: u32,
    /// How urgent it is when it is down; `warning` when it is not written.
    pub severity: Severity,
    /// What to do about it: a URL.
    pub runbook: Option<String>,
    /// Who is told, in order.
    pub notify: Vec<Spanned<NotifyName>>,
    /// Where it is written: its name.
    pub span: Span,
}

impl Monitor {
    /// Whether it runs this test of this suite.
    pub fn runs(&self, suite: &Suite, test: &Test) -> bool {
        self.run.iter().any(|target| target.takes(suite, test))
    }
}

/// What a monitor runs.
#[derive(Clone, Debug, PartialEq)]
pub enum RunTarget {
    /// A file, a folder or a pattern, as on the command line; `FILE::TEST` for one test.
    Path {
        /// As written, `::TEST` included.
        written: Spanned<String>,
        /// The files, absolute, sorted.
        files: Vec<PathBuf>,
        /// Only this test.
        test: Option<TestName>,
    },
    /// `{ tags: [smoke] }`: tests that bear at least one of them.
    Tags(Vec<Spanned<String>>),
}

impl RunTarget {
    /// Whether this test of this suite is meant.
    pub fn takes(&self, suite: &Suite, test: &Test) -> bool {
        match self {
            Self::Path { files, test: only, .. } => {
                files.contains(&suite.path) && only.as_ref().is_none_or(|only| *only == test.name)
            }
            Self::Tags(tags) => {
                tags.iter().any(|tag| suite.tags.iter().chain(&test.tags).any(|t| *t == tag.value))
            }
        }
    }
}

words! {
    /// What becomes of a run that is due while the one before still runs.
    IfStillRunning:
    Skip = "skip",
    Queue = "queue",
    Stop = "stop",
}

/// How a failed run is repeated before it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// How often; all must fail.
    pub times: u32,
    /// From the end of a run to the beginning of the next; 10 s when it is not written.
    pub after: Duration,
}

/// `2 of 3 runs`; `3 runs` is 3 of 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunsOf {
    /// So many of them, at least 1 and at most `last`.
    pub runs: u32,
    /// The last so many.
    pub last: u32,
}

/// A monitor, or one of its tests: `checkout`, `checkout/pay`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MonitorRef {
    /// The monitor.
    pub monitor: MonitorName,
    /// Every test of that name that it runs; all of its tests without it.
    pub test: Option<TestName>,
}

impl fmt::Display for MonitorRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.test {
            Some(test) => write!(f, "{}/{test}", self.monitor),
            None => self.monitor.fmt(f),
        }
    }
}
