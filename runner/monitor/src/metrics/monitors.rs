//! What each monitor did.

use std::collections::BTreeMap;

use jiff::Timestamp;
use runner_model::{EnvironmentName, MonitorName, Outcome, RunId, Series, TestRef, Trigger};

use super::exposition::{Exposition, Kind};
use super::labels::Labels;

/// So many monitors, each with its tenants, are told apart. A page of more is a burden for whoever
/// keeps it; the others are counted together, as `monitor="other"`.
pub(super) const MOST: usize = 2_000;

/// A test that was run.
#[derive(Clone, Copy)]
pub(super) struct Ran<'a> {
    pub(super) series: &'a Series,
    pub(super) environment: Option<&'a EnvironmentName>,
    pub(super) run: &'a RunId,
    pub(super) at: Timestamp,
    /// In seconds.
    pub(super) took: f64,
    pub(super) outcome: Outcome,
    pub(super) trigger: Trigger,
}

/// What each monitor did.
#[derive(Debug, Default)]
pub(super) struct Monitors {
    known: BTreeMap<MonitorName, Known>,
    /// How many monitors with tenants are known.
    sets: usize,
    /// Runs of those that are too many.
    other: Tally,
    /// The last run of all; what belongs to one run is told in one go.
    latest: Option<RunId>,
}

#[derive(Debug)]
struct Known {
    environment: Option<EnvironmentName>,
    /// The last one.
    run: Option<RunId>,
    /// The files were read again since: it may have other tests.
    is_stale: bool,
    /// By name, in order; the monitor itself has none.
    tenants: Vec<(Box<str>, Tenant)>,
}

#[derive(Debug)]
struct Tenant {
    labels: Labels,
    runs: Tally,
    /// In order.
    tests: Vec<(TestRef, Said)>,
    last: Timestamp,
    /// Its longest test in the last run, in seconds.
    took: f64,
    /// Another run has begun since.
    is_over: bool,
}

/// What the last run of a test said.
#[derive(Debug)]
struct Said {
    outcome: Outcome,
    /// In the last run of all tests.
    is_fresh: bool,
}

impl Monitors {
    /// A test was run. `false` when there are too many monitors to tell this one apart.
    pub(super) fn ran(&mut self, ran: &Ran<'_>) -> bool {
        let monitor = &ran.series.monitor;
        if self.is_new(ran.run) {
            self.latest = Some(ran.run.clone());
        }
        if self.known.get(monitor).is_some_and(|k| k.environment.as_ref() != ran.environment) {
            self.forget(monitor);
        }
        let tenant = ran.series.test.variant.matrix.get("tenant").map_or("", String::as_str);
        let is_known = self.known.get(monitor).is_some_and(|k| k.place_of(tenant).is_ok());
        if !is_known && self.sets >= MOST {
            self.other.add(ran);
            return false;
        }
        let known = self.known.entry(monitor.clone()).or_insert_with(|| Known {
            environment: ran.environment.cloned(),
            run: None,
            is_stale: false,
            tenants: Vec::new(),
        });
        if known.run.as_ref() != Some(ran.run) {
            self.sets -= known.begin(ran);
        }
        let place = known.place_of(tenant).unwrap_or_else(|place| {
            self.sets += 1;
            known.tenants.reserve_exact(1);
            known.tenants.insert(place, (tenant.into(), Tenant::new(ran, tenant)));
            place
        });
        known.tenants[place].1.ran(ran);
        true
    }

    /// Whether a run is another one than that which was told of last.
    pub(super) fn is_new(&self, run: &RunId) -> bool {
        self.latest.as_ref() != Some(run)
    }

    /// The files were read again, and these monitors are there no longer.
    pub(super) fn reloaded(&mut self, gone: &[MonitorName]) {
        gone.iter().for_each(|monitor| self.forget(monitor));
        self.known.values_mut().for_each(|known| known.is_stale = true);
    }

    fn forget(&mut self, monitor: &MonitorName) {
        if let Some(known) = self.known.remove(monitor) {
            self.sets -= known.tenants.len();
        }
    }

    pub(super) fn write(&self, page: &mut Exposition) {
        let all = || self.known.values().flat_map(|known| known.tenants.iter().map(|(_, t)| t));
        let help = "Tests that were run, by how they ended and why they were run.";
        let mut family = page.family("tripline_runs_total", Kind::Counter, help);
        let other = Labels::of(&[("monitor", "other")]);
        let tallies = all().map(|tenant| (&tenant.labels, &tenant.runs));
        for (labels, tally) in tallies.chain([(&other, &self.other)]) {
            for ((outcome, trigger), count) in &tally.0 {
                let labels = labels.with("outcome", outcome.as_str());
                family.count(&labels.with("trigger", trigger.as_str()), *count);
            }
        }
        let help = "1 when the last run of each test passed, 0 when one failed; \
                    no sample while that is not known.";
        let mut family = page.family("tripline_monitor_up", Kind::Gauge, help);
        for tenant in all() {
            if let Some(is_up) = tenant.is_up() {
                family.count(&tenant.labels, is_up.into());
            }
        }
        let name = "tripline_monitor_last_run_timestamp_seconds";
        let help = "When the last run of a monitor began, in seconds since 1970.";
        let mut family = page.family(name, Kind::Gauge, help);
        all().for_each(|tenant| family.sample(&tenant.labels, seconds(tenant.last)));
        let name = "tripline_monitor_last_run_duration_seconds";
        let help = "How long the longest test of a monitor's last run took, in seconds.";
        let mut family = page.family(name, Kind::Gauge, help);
        all().for_each(|tenant| family.sample(&tenant.labels, tenant.took));
    }
}

impl Known {
    /// Where a tenant is, or belongs.
    fn place_of(&self, tenant: &str) -> Result<usize, usize> {
        self.tenants.binary_search_by(|(name, _)| (**name).cmp(tenant))
    }

    /// A run begins. When all tests are run, those that were not in the last such run are
    /// forgotten: they are written no longer. How many tenants have none left.
    fn begin(&mut self, ran: &Ran<'_>) -> usize {
        self.run = Some(ran.run.clone());
        self.tenants.iter_mut().for_each(|(_, tenant)| tenant.is_over = true);
        let is_stale = std::mem::take(&mut self.is_stale);
        if !is_stale && ran.trigger != Trigger::Schedule {
            return 0;
        }
        let before = self.tenants.len();
        self.tenants.retain_mut(|(_, tenant)| {
            tenant.tests.retain_mut(|(_, said)| std::mem::take(&mut said.is_fresh));
            !tenant.tests.is_empty()
        });
        before - self.tenants.len()
    }
}

impl Tenant {
    fn new(ran: &Ran<'_>, tenant: &str) -> Self {
        let environment = ran.environment.map_or("", |name| name.as_str());
        let monitor = ran.series.monitor.as_str();
        let labels = [("monitor", monitor), ("environment", environment), ("tenant", tenant)];
        Self {
            labels: Labels::of(&labels),
            runs: Tally::default(),
            tests: Vec::new(),
            last: ran.at,
            took: 0.0,
            is_over: true,
        }
    }

    fn ran(&mut self, ran: &Ran<'_>) {
        self.runs.add(ran);
        let (test, said) = (&ran.series.test, Said { outcome: ran.outcome, is_fresh: true });
        match self.tests.binary_search_by(|(known, _)| known.cmp(test)) {
            Ok(place) => self.tests[place].1 = said,
            Err(place) => {
                self.tests.reserve_exact(1);
                self.tests.insert(place, (test.clone(), said));
            }
        }
        let is_first = std::mem::take(&mut self.is_over);
        self.took = if is_first { ran.took } else { self.took.max(ran.took) };
        self.last = if is_first { ran.at } else { self.last.min(ran.at) };
    }

    /// `None` when that is not known: it is neither up nor down.
    fn is_up(&self) -> Option<bool> {
        match Outcome::worst(self.tests.iter().map(|(_, said)| said.outcome)) {
            Outcome::Failed => Some(false),
            Outcome::Degraded | Outcome::Passed => Some(true),
            Outcome::Errored | Outcome::Skipped => None,
        }
    }
}

/// Runs by how they ended and why they took place: a few, so a list is searched fastest.
#[derive(Debug, Default)]
struct Tally(Vec<((Outcome, Trigger), u64)>);

impl Tally {
    fn add(&mut self, ran: &Ran<'_>) {
        let key = (ran.outcome, ran.trigger);
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, count)) => *count += 1,
            None => {
                self.0.reserve_exact(1);
                self.0.push((key, 1));
            }
        }
    }
}

/// Since 1970.
pub(super) fn seconds(at: Timestamp) -> f64 {
    at.as_duration().as_secs_f64()
}
