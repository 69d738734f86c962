//! How many suites are in each standing.

use runner_health::incident::MonitorStanding;
use serde::Serialize;
use utoipa::ToSchema;

use crate::pages::standings::Line;

/// How many suites there are, as monitors run them: one that two monitors run counts twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Tally {
    /// However they are.
    pub(crate) all: usize,
    pub(crate) up: usize,
    pub(crate) down: usize,
    pub(crate) degraded: usize,
    pub(crate) unknown: usize,
    pub(crate) maintenance: usize,
    pub(crate) paused: usize,
    pub(crate) not_run_yet: usize,
}

impl Tally {
    pub(crate) fn of(lines: &[&Line]) -> Self {
        let is = |standing| lines.iter().filter(|line| line.standing == standing).count();
        Self {
            all: lines.len(),
            up: is(MonitorStanding::Up),
            down: is(MonitorStanding::Down),
            degraded: is(MonitorStanding::Degraded),
            unknown: is(MonitorStanding::Unknown),
            maintenance: is(MonitorStanding::Maintenance),
            paused: is(MonitorStanding::Paused),
            not_run_yet: is(MonitorStanding::NotRunYet),
        }
    }
}
