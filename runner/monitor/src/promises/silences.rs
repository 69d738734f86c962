//! Times that do not count: operating hours, maintenance announced and by hand.

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::incident::{Facts, Policy, Silence};
use runner_health::series::Exclusions;
use runner_model::{Series, TestRef};
use suites::Project;

use super::point::Point;
use crate::judge::{AdHoc, Rulebook};

/// Times that do not count.
pub(super) struct Silences {
    rulebook: Rulebook,
}

impl Silences {
    /// As the project says, and people who put something under maintenance by hand.
    pub(super) fn of(project: &Project, by_hand: Vec<AdHoc>) -> Self {
        let mut rulebook = Rulebook::of(project);
        rulebook.windows.set_ad_hoc(by_hand);
        Self { rulebook }
    }

    /// What of `span` does not count for a series.
    pub(super) fn exclusions(&self, point: &Point, series: &Series, span: Span) -> Exclusions {
        self.rulebook.windows.exclusions(series, &facts(point, series), span)
    }

    /// Whether nobody is to be woken for a test of a point.
    pub(super) fn is_silent(&self, point: &Point, test: TestRef, at: Timestamp) -> bool {
        let monitor = point.of.monitor.clone();
        // Silence does not ask where a test is run.
        let location = "here".try_into().expect("letters are a name for a location");
        let series = Series { monitor, test, location };
        self.rulebook.silence(&series, &facts(point, &series), at).is_some()
    }

    /// When the runs of a point are an outage, whatever was confirmed.
    pub(super) fn policy(&self, point: &Point) -> Policy {
        let rules = self.rulebook.monitor(&point.of.monitor);
        let policy = rules.map_or_else(Policy::default, |rules| rules.policy.clone());
        Policy { confirm: None, ..policy }
    }

    /// The name of the maintenance that a series is under at a moment.
    pub(super) fn maintenance(
        &self,
        point: &Point,
        series: &Series,
        at: Timestamp,
    ) -> Option<String> {
        match self.rulebook.silence(series, &facts(point, series), at)? {
            Silence::Maintenance(name) => Some(name),
            Silence::OutsideHours => None,
        }
    }
}

fn facts(point: &Point, series: &Series) -> Facts {
    Facts {
        name: String::new(),
        service: point.watched.service_of(&series.test).cloned(),
        environment: point.watched.environment().cloned(),
        severity: point.watched.monitor.severity,
        owner: None,
        runbook: None,
    }
}
