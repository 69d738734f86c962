//! Jobs that must report.

use std::time::Duration;

use runner_model::{HeartbeatName, NotifyName, Severity};

use crate::source::Spanned;

/// A job that must report from time to time.
#[derive(Clone, Debug, PartialEq)]
pub struct Heartbeat {
    /// Its name.
    pub name: Spanned<HeartbeatName>,
    /// How often it is to report.
    pub every: Duration,
    /// How much later it may be; a tenth of `every` when it is not written.
    pub grace: Duration,
    /// How urgent it is when it does not; `warning` when it is not written.
    pub severity: Severity,
    /// What to do about it: a URL.
    pub runbook: Option<String>,
    /// Who is told.
    pub notify: Vec<Spanned<NotifyName>>,
}
