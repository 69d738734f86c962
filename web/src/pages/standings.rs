//! How everything is at present: what all pages begin with.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use runner_health::incident::{Incident, MonitorStanding, SeriesState};
use runner_model::{Masker, MonitorName, Outcome, RunId, Series, SuiteId, human};
use runner_monitor::diary::{Announced, Diary, Maintained};
use runner_monitor::watch::{Watch, Watched};
use runner_store::{ReadError, SeriesStatus, Store};
use suites::{Step, StepKind, Suite, When};

use super::frame::Place;
use super::times;
use crate::Door;
use crate::api::not_read;
use crate::problem::Problem;
use crate::router::Inside;

/// How everything is.
pub(crate) struct Standings {
    /// When.
    pub(crate) at: Timestamp,
    /// What the project says.
    pub(crate) watch: Option<Watch>,
    /// The name of the folder of the project.
    pub(crate) project: String,
    /// Suites as monitors run them, in the order of the file.
    pub(crate) lines: Vec<Line>,
    /// Where in these each stands.
    by_name: HashMap<MonitorName, Vec<usize>>,
    /// Those that go on, oldest first.
    pub(crate) open: Vec<Incident>,
}

/// A suite as a monitor runs it.
pub(crate) struct Line {
    pub(crate) monitor: MonitorName,
    pub(crate) suite: SuiteId,
    /// The suite's name, for reading.
    pub(crate) name: String,
    pub(crate) environment: Option<String>,
    /// The service that it tests, when it names one.
    pub(crate) service: Option<String>,
    /// `every 1 min`
    pub(crate) when: String,
    /// `6 steps · every 1 min`
    pub(crate) said: String,
    pub(crate) standing: MonitorStanding,
    /// The maintenance that it is under, whole: of several parts the one that ends last.
    pub(crate) maintenance: Option<Announced>,
    /// The first bad run, while it is down or degraded.
    pub(crate) since: Option<Timestamp>,
    /// Each of its tests, cases and tenants that ever ran.
    pub(crate) series: Vec<SeriesStatus>,
}

impl Line {
    /// When its last run began.
    pub(crate) fn last(&self) -> Option<Timestamp> {
        self.series.iter().map(|status| status.last.started).max()
    }

    /// Its last run.
    pub(crate) fn last_run(&self) -> Option<&RunId> {
        let last = self.series.iter().max_by_key(|status| status.last.started);
        last.map(|status| &status.last.run)
    }
}

/// Knows the headers that are never shown.
pub(crate) fn hidden(watch: Option<&Watch>) -> Masker {
    Masker::new(watch.map(|watch| watch.project.mask.headers.clone()).unwrap_or_default())
}

impl Inside {
    /// How everything is, as of a moment ago.
    pub(crate) async fn standings(&self) -> Result<Arc<Standings>, Problem> {
        let read = Standings::read(self.door.clone());
        self.pages.standings.get((), read).await.map_err(not_read)
    }
}

impl Standings {
    async fn read(door: Door) -> Result<Self, ReadError> {
        let at = door.clock.now();
        let watch = door.known.borrow().watch.clone();
        let open = door.store.incidents().open().await?;
        // One that another version has written cannot be shown.
        let open = open.iter().filter_map(|incident| incident.json.read().ok()).collect();
        let (lines, project) = match &watch {
            Some(watch) => (lines(watch, &door.store, at).await?, folder(watch)),
            None => (Vec::new(), String::new()),
        };
        let mut by_name: HashMap<MonitorName, Vec<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            by_name.entry(line.monitor.clone()).or_default().push(at);
        }
        Ok(Self { at, watch, project, lines, by_name, open })
    }

    /// Those of one environment, or all.
    pub(crate) fn of<'s>(&'s self, environment: Option<&'s str>) -> impl Iterator<Item = &'s Line> {
        let wanted = move |line: &&Line| {
            environment.is_none_or(|name| line.environment.as_deref() == Some(name))
        };
        self.lines.iter().filter(wanted)
    }

    /// Knows the headers that are never shown.
    pub(crate) fn hidden(&self) -> Masker {
        hidden(self.watch.as_ref())
    }

    /// The suite as the monitor of a series runs it, unless the project no longer has it.
    pub(crate) fn line(&self, series: &Series) -> Option<&Line> {
        let own = self.by_name.get(&series.monitor)?.iter().filter_map(|at| self.lines.get(*at));
        own.into_iter().find(|line| line.suite == series.test.suite)
    }

    /// What the steps of a test are called, as far as the file says in which order they come.
    pub(crate) fn steps_of(&self, series: &Series) -> Vec<String> {
        let watch = self.watch.as_ref();
        let watched = watch.and_then(|w| w.monitors.iter().find(|w| *w.name() == series.monitor));
        let planned = watched.and_then(|watched| {
            watched.plan.suites.iter().find(|planned| planned.suite.id == series.test.suite)
        });
        let test = planned.and_then(|planned| {
            planned.suite.tests.iter().find(|test| test.name == series.test.test)
        });
        let steps = test.map(|test| test.steps.as_slice()).unwrap_or_default();
        let is_plain = |step: &&Step| match step.kind {
            StepKind::Http(_) | StepKind::Check(_) | StepKind::Set(_) | StepKind::Wait(_) => {
                step.for_each.is_none()
            }
            StepKind::Group(_) | StepKind::Use(_) => false,
        };
        // What comes behind a step that repeats has no fixed place.
        steps.iter().take_while(is_plain).map(|step| step.label.clone()).collect()
    }

    /// When one of these runs next.
    pub(crate) fn next_run(&self, lines: &[&Line]) -> Option<Timestamp> {
        let watched = self.watch.iter().flat_map(|watch| &watch.monitors);
        let own = watched.filter(|of| lines.iter().any(|line| line.monitor == *of.name()));
        own.filter_map(|of| of.slots.after(self.at)).min()
    }

    /// The environments in which something is watched, in the order of the file.
    pub(crate) fn environments(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for name in self.lines.iter().filter_map(|line| line.environment.as_ref()) {
            if !all.contains(name) {
                all.push(name.clone());
            }
        }
        all
    }

    /// What stands beside a link of the bar.
    pub(crate) fn count(&self, place: Place) -> Option<usize> {
        match place {
            Place::Suites => Some(self.lines.len()).filter(|count| *count > 0),
            Place::Incidents => Some(self.open.len()).filter(|count| *count > 0),
            Place::Overview
            | Place::Environments
            | Place::Runs
            | Place::Objectives
            | Place::Dependencies
            | Place::Deploys
            | Place::Settings
            | Place::Elsewhere => None,
        }
    }

    /// What stands below the bar: from where is watched.
    pub(crate) fn foot(&self) -> String {
        let places: BTreeSet<&str> = self
            .lines
            .iter()
            .flat_map(|line| &line.series)
            .map(|status| status.series.location.as_str())
            .collect();
        match places.iter().next() {
            None => "nothing has run yet".to_owned(),
            Some(only) if places.len() == 1 => format!("from {only}"),
            Some(_) => human::count(places.len(), "location"),
        }
    }
}

fn folder(watch: &Watch) -> String {
    let name = watch.project.root.file_name();
    name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

async fn lines(watch: &Watch, store: &Store, at: Timestamp) -> Result<Vec<Line>, ReadError> {
    let diary = Diary::open(watch, store, at).await?;
    let maintained = diary.maintained();
    let paused: BTreeSet<MonitorName> =
        store.pauses().all().await?.into_iter().map(|pause| pause.monitor).collect();
    let mut by_line: BTreeMap<(MonitorName, SuiteId), Vec<SeriesStatus>> = BTreeMap::new();
    for status in store.runs().current().await? {
        let key = (status.series.monitor.clone(), status.series.test.suite.clone());
        by_line.entry(key).or_default().push(status);
    }
    let mut lines = Vec::new();
    for watched in &watch.monitors {
        for planned in &watched.plan.suites {
            let key = (watched.name().clone(), planned.suite.id.clone());
            let series = by_line.remove(&key).unwrap_or_default();
            let is_paused = paused.contains(watched.name());
            lines.push(line(watched, &planned.suite, series, is_paused, &maintained));
        }
    }
    Ok(lines)
}

fn line(
    watched: &Watched,
    suite: &Suite,
    series: Vec<SeriesStatus>,
    is_paused: bool,
    maintained: &Maintained<'_>,
) -> Line {
    let states: Vec<(Option<SeriesState>, Outcome)> =
        series.iter().map(|of| (state_of(of), of.last.outcome)).collect();
    let since = states.iter().filter_map(|(state, _)| state.as_ref()?.since()).min();
    let announced: Vec<Option<Announced>> =
        series.iter().map(|of| maintained.of(&of.series)).collect();
    let is_maintained: Vec<bool> = announced.iter().map(Option::is_some).collect();
    let standing = MonitorStanding::beside_maintenance(states, &is_maintained, is_paused);
    let maintenance = Announced::longest(announced.into_iter().flatten());
    let steps: usize = suite.tests.iter().map(|test| test.steps.len()).sum();
    let when = when(&watched.monitor.when);
    Line {
        monitor: watched.name().clone(),
        suite: suite.id.clone(),
        name: suite.name.value.clone(),
        service: suite.service.as_ref().map(|service| service.value.to_string()),
        environment: watched.environment().map(|name| name.as_str().to_owned()),
        said: format!("{} · {}", human::count(steps, "step"), when),
        when,
        standing,
        maintenance: maintenance.filter(|_| standing == MonitorStanding::Maintenance),
        since,
        series,
    }
}

/// `every 1 min`
pub(crate) fn when(when: &When) -> String {
    match when {
        When::Every(every) => format!("every {}", times::interval(*every)),
        When::Cron(cron) => format!("at {}", cron.expression.value),
        When::OnDeploy => "on deploy".to_owned(),
    }
}

/// Where a series stands, when that can be read.
pub(crate) fn state_of(status: &SeriesStatus) -> Option<SeriesState> {
    status.state.as_ref()?.read().ok()
}

/// How long what is read here is good for.
pub(crate) const KEPT: Duration = Duration::from_secs(1);
