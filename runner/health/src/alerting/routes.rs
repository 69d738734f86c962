//! What decides who is told, from the project.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{Alert, EnvironmentName, Series, ServiceName};

use super::NotifyRule;
use crate::incident::Facts;

/// What decides who is told, as the project says.
pub trait Routes {
    /// How long things wait for each other.
    fn timing(&self) -> &Timing;

    /// The rules of all lists that the series' monitor names in `notify`, in order; none when the
    /// monitor is gone.
    fn rules(&self, series: &Series) -> &[NotifyRule];

    /// Until when a maintenance or the operating hours silence a series; `None` when nothing does
    /// at `now`.
    fn silent_until(&self, series: &Series, facts: &Facts, now: Timestamp) -> Option<Timestamp>;

    /// Until when news of what became bad at `since` are held back: its service had been deployed,
    /// and the gate has not spoken. `None` when nothing holds them.
    fn held_until(&self, place: Place<'_>, since: Timestamp) -> Option<Timestamp>;
}

/// A service, where it runs: what is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// Which service, when it is one.
    pub service: Option<&'a ServiceName>,
    /// Where, when that is an environment.
    pub environment: Option<&'a EnvironmentName>,
}

impl<'a> Place<'a> {
    /// Where a series belongs.
    pub fn of(facts: &'a Facts) -> Self {
        Self { service: facts.service.as_ref(), environment: facts.environment.as_ref() }
    }

    /// What a message is about.
    pub fn of_alert(alert: &'a Alert) -> Self {
        Self { service: alert.service.as_ref(), environment: alert.environment.as_ref() }
    }
}

/// How long messages wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// What breaks within that time of the first is told in one message.
    pub settle: Duration,
    /// What joins an incident that was told is told at most that often.
    pub update_every: Duration,
    /// How often an open incident is told again; never without.
    pub remind_every: Option<Duration>,
}

impl Default for Timing {
    /// 5 s, 10 min, never.
    fn default() -> Self {
        Self {
            settle: Duration::from_secs(5),
            update_every: Duration::from_secs(600),
            remind_every: None,
        }
    }
}
