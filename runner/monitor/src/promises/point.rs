//! What is looked at: the runs of a monitor or of one of its tests, and which part of them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use runner_health::Interval;
use runner_health::calendar::Span;
use runner_model::{Series, TestRef};
use suites::MonitorRef;

use super::facet::Facet;
use crate::watch::Watched;

/// What is looked at: the runs of a monitor or of one of its tests, and which part of them.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) of: MonitorRef,
    pub(super) facet: Facet,
    pub(super) watched: Arc<Watched>,
}

impl Point {
    /// The front door of a monitor or test.
    pub(super) fn front_door(of: MonitorRef, watched: &Arc<Watched>) -> Self {
        Self { of, facet: Facet::front_door(), watched: Arc::clone(watched) }
    }

    /// Whether runs of this series are looked at.
    pub(super) fn looks_at(&self, series: &Series) -> bool {
        series.monitor == self.of.monitor
            && self.of.test.as_ref().is_none_or(|test| *test == series.test.test)
            && self.facet.of_test(&series.test).is_some()
    }

    /// The tests that are run as the project stands.
    pub(super) fn tests(&self) -> BTreeSet<TestRef> {
        let meant = |test: &TestRef| self.of.test.as_ref().is_none_or(|name| *name == test.test);
        let tests = self.watched.tests().filter(meant);
        tests.filter(|test| self.facet.of_test(test).is_some()).collect()
    }

    /// From one scheduled run within `span` to the next.
    pub(super) fn interval(&self, span: Span) -> Option<Interval> {
        self.watched.slots.interval(span)
    }

    /// For how long a result within `span` holds when none follows.
    pub(super) fn hold(&self, span: Span) -> Duration {
        self.interval(span).map_or(Duration::ZERO, Interval::hold)
    }
}
