//! When a channel is told.

use std::time::Duration;

use runner_model::{ChannelName, MonitorName, Series, Severity, TestName};

use crate::incident::Level;

/// When a channel is told: one entry of a list below `notify`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotifyRule {
    /// Which channel.
    pub channel: ChannelName,
    /// Of what. The end of an outage is told to those who heard of its beginning, whether or not
    /// this names [`NotifyOn::Recovered`].
    pub on: Vec<NotifyOn>,
    /// Only of news of these severities; of all when it is empty.
    pub severities: Vec<Severity>,
    /// Only of these monitors and tests; of all when it is empty.
    pub only: Vec<Only>,
    /// Only if it is still so after that long: an escalation. Zero: at once.
    pub after: Duration,
}

/// A monitor, or one of its tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Only {
    /// The monitor.
    pub monitor: MonitorName,
    /// The test; all of its tests without one.
    pub test: Option<TestName>,
}

/// Of what a channel is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotifyOn {
    /// Something does not work, or a job did not report.
    Down,
    /// Something works, and not as it should.
    Degraded,
    /// Nobody knows: a monitor does not run, a location is offline.
    Unknown,
    /// A certificate ends soon, or was renewed.
    Certificate,
    /// Something works again.
    Recovered,
}

impl NotifyRule {
    /// Whether the channel is told when a series is so, and so urgent.
    pub(super) fn wants(&self, series: &Series, level: Level, severity: Severity) -> bool {
        let on = match level {
            Level::Up => NotifyOn::Recovered,
            Level::Degraded => NotifyOn::Degraded,
            Level::Down => NotifyOn::Down,
        };
        let concerns = |only: &Only| {
            only.monitor == series.monitor
                && only.test.as_ref().is_none_or(|test| *test == series.test.test)
        };
        self.takes(on, severity) && (self.only.is_empty() || self.only.iter().any(concerns))
    }

    /// Whether the channel is told of what belongs to no test of a monitor, or to all of them.
    pub(super) fn wants_topic(
        &self,
        on: NotifyOn,
        severity: Severity,
        monitors: &[MonitorName],
    ) -> bool {
        let concerns = |only: &Only| monitors.contains(&only.monitor);
        self.takes(on, severity) && (self.only.is_empty() || self.only.iter().any(concerns))
    }

    fn takes(&self, on: NotifyOn, severity: Severity) -> bool {
        let severe = self.severities.is_empty() || self.severities.contains(&severity);
        severe && self.on.contains(&on)
    }
}
