//! Whether a monitor runs.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{About, MonitorName};
use serde::{Deserialize, Serialize};

/// Whether a monitor runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pulse {
    /// It runs, or has not had the time to.
    Runs {
        /// Its last run, when there was one.
        last: Option<Timestamp>,
    },
    /// It has not run for three of its intervals.
    Silent {
        /// Its last run, when there was one.
        last: Option<Timestamp>,
        /// Since when it was to run.
        since: Timestamp,
    },
}

impl Pulse {
    /// It has not run yet.
    pub fn new() -> Self {
        Self::Runs { last: None }
    }

    /// It ran at `at`, however that ended.
    #[must_use]
    pub fn ran(self, at: Timestamp, monitor: &MonitorName) -> (Self, Option<About>) {
        let about = match self {
            Self::Runs { .. } => None,
            Self::Silent { last, since } => Some(About::RunsAgain {
                monitor: monitor.clone(),
                lasted: between(last.unwrap_or(since), at),
            }),
        };
        (Self::Runs { last: Some(at) }, about)
    }

    /// Whether it has not run for too long. `expected_since` is when somebody began to see to it:
    /// the start of the process, or of the monitor; what nobody could run is not late. `allowed`
    /// is three of its intervals.
    #[must_use]
    pub fn check(
        self,
        now: Timestamp,
        expected_since: Timestamp,
        allowed: Duration,
        monitor: &MonitorName,
    ) -> (Self, Option<About>) {
        let Self::Runs { last } = self else { return (self, None) };
        let since = last.map_or(expected_since, |last| last.max(expected_since));
        if between(since, now) <= allowed {
            return (self, None);
        }
        let about = About::NotRunning { monitor: monitor.clone(), last };
        (Self::Silent { last, since }, Some(about))
    }
}

impl Default for Pulse {
    fn default() -> Self {
        Self::new()
    }
}

/// The time from `from` to `to`; none when a clock was set back.
pub(super) fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}
