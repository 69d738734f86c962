//! An objective, made ready to be measured.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use runner_health::budget::Window;
use runner_health::burn::{BurnRule, Guard, InvalidRule, standard};
use runner_health::exact::exactly;
use runner_health::{InvalidTarget, Target};
use runner_model::{NotifyName, ObjectiveName, Place, TestRef};
use suites::{Budgeting, BurnAlert, Measure, MonitorRef, Objective};
use thiserror::Error;

use super::facet::{Facet, Part};
use super::good::GoodWhen;
use super::point::Point;
use super::position::position;
use crate::watch::{Watch, Watched};

/// An objective, made ready to be measured.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Its name.
    pub name: ObjectiveName,
    /// Of what.
    pub of: MonitorRef,
    /// The step that is looked at, when one is named.
    pub step: Option<String>,
    /// Which number: a share of time, or of runs.
    pub measure: Measure,
    /// What is promised.
    pub target: Target,
    /// Over which time.
    pub window: Window,
    /// What the budget is counted in.
    pub budgeting: Budgeting,
    /// What keeps alarms from firing on too little.
    pub guard: Guard,
    /// When people are told that the budget burns too fast.
    pub alarms: Vec<Alarm>,
    pub(super) point: Point,
}

/// When people are told, and who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// When.
    pub rule: BurnRule,
    /// Who; the monitor's `notify` when it is empty.
    pub notify: Vec<NotifyName>,
}

/// An objective that cannot be measured.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{place}: `{objective}` cannot be measured: {cause}")]
pub struct NotMeasurable {
    /// Which.
    pub objective: ObjectiveName,
    /// Where what is wrong is written.
    pub place: Place,
    /// What is wrong.
    pub cause: Unfit,
}

/// Why an objective cannot be measured.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Unfit {
    /// The target promises everything or nothing.
    #[error(transparent)]
    Target(#[from] InvalidTarget),
    /// A rule of `alert` is none.
    #[error(transparent)]
    Rule(#[from] InvalidRule),
    /// There is no such monitor.
    #[error("there is no monitor of that name")]
    NoMonitor,
    /// `good_when` asks for what is not kept.
    #[error(
        "`{0}` is not kept of every run; `good_when` can look at `status`, `time`, `took` and the \
         other times, with numbers"
    )]
    NotKept(String),
    /// The step is not one of the chain.
    #[error("the step stands in `setup` or `cleanup`; name one of the test's own steps")]
    NotInChain,
    /// The place of the step differs from run to run.
    #[error(
        "what is kept of a run does not tell which step it is, because `{0}` before it repeats \
         steps, or leaves several out; name a step before that"
    )]
    Unclear(String),
}

/// The objectives of a project, in the order of the file.
///
/// # Errors
/// [`NotMeasurable`] at the first that cannot be measured.
pub fn promises(watch: &Watch) -> Result<Vec<Promise>, NotMeasurable> {
    watch.project.objectives.iter().map(|objective| Promise::of(objective, watch)).collect()
}

/// Every objective of a project that cannot be measured, in the order of the file.
pub fn not_measurable(watch: &Watch) -> Vec<NotMeasurable> {
    let objectives = watch.project.objectives.iter();
    objectives.filter_map(|objective| Promise::of(objective, watch).err()).collect()
}

impl Promise {
    /// The monitor that it is about.
    pub fn watched(&self) -> &Arc<Watched> {
        &self.point.watched
    }

    /// Who hears of an alarm: its own `notify`, or that of the monitor; nobody where neither is
    /// written.
    pub fn hearers(&self, alarm: &Alarm) -> Vec<NotifyName> {
        match &alarm.notify[..] {
            [] => {
                let notify = self.watched().monitor.notify.iter();
                notify.map(|name| name.value.clone()).collect()
            }
            own => own.to_vec(),
        }
    }

    /// The tests that it is about, as the project stands.
    pub fn tests(&self) -> BTreeSet<TestRef> {
        self.point.tests()
    }

    /// Of an objective of a project.
    ///
    /// # Errors
    /// [`NotMeasurable`], with its place.
    fn of(objective: &Objective, watch: &Watch) -> Result<Self, NotMeasurable> {
        let wrong = |span, cause| NotMeasurable {
            objective: objective.name.value.clone(),
            place: watch.sources.place(span),
            cause,
        };
        let of = &objective.of;
        let watched = watch.monitors.iter().find(|watched| *watched.name() == of.value.monitor);
        let watched = watched.ok_or_else(|| wrong(of.span, Unfit::NoMonitor))?;
        let good_when = GoodWhen::of(&objective.good_when)
            .map_err(|not_kept| wrong(not_kept.span, Unfit::NotKept(not_kept.text)))?;
        let part = match &objective.step {
            Some(step) => {
                step_of(&step.value, &of.value, watched).map_err(|cause| wrong(step.span, cause))?
            }
            None => match objective.measure {
                Measure::Availability => Part::FrontDoor,
                Measure::Reliability => Part::Transaction,
            },
        };
        let target = &objective.target;
        let window = window_of(objective);
        let alarms = alarms(&objective.alert, &window)
            .map_err(|invalid| wrong(rule_span(objective, invalid.number), invalid.cause.into()))?;
        Ok(Self {
            name: objective.name.value.clone(),
            of: of.value.clone(),
            step: objective.step.as_ref().map(|step| step.value.clone()),
            measure: objective.measure,
            target: Target::new(target.value).map_err(|e| wrong(target.span, e.into()))?,
            window,
            budgeting: objective.budgeting,
            guard: Guard { min_failures: objective.min_failures, min_coverage: objective.coverage },
            alarms,
            point: Point {
                of: of.value.clone(),
                facet: Facet { part, good_when },
                watched: Arc::clone(watched),
            },
        })
    }
}

/// Where a rule is written.
fn rule_span(objective: &Objective, number: usize) -> suites::Span {
    objective.alert.rules().get(number).map_or(objective.span, |rule| rule.span)
}

/// The places of a step, by test.
fn step_of(step: &str, of: &MonitorRef, watched: &Watched) -> Result<Part, Unfit> {
    let mut places = BTreeMap::new();
    for planned in &watched.plan.suites {
        let tests = planned.suite.tests.iter();
        let meant = |name| of.test.as_ref().is_none_or(|test| test == name);
        for test in tests.filter(|test| meant(&test.name)) {
            let place = position(test, step);
            if let Some(place) = place.map_err(|unclear| Unfit::Unclear(unclear.because_of))? {
                places.insert((planned.suite.id.clone(), test.name.clone()), place);
            }
        }
    }
    if places.is_empty() { Err(Unfit::NotInChain) } else { Ok(Part::Step(places)) }
}

/// Over which time an objective is measured.
pub(super) fn window_of(objective: &Objective) -> Window {
    match objective.over.value {
        suites::Window::Rolling(length) => Window::Rolling(length),
        suites::Window::Month => Window::Month(objective.time_zone.clone()),
    }
}

/// A rule that is none, and its place among the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InvalidAlarm {
    pub(super) number: usize,
    pub(super) cause: InvalidRule,
}

/// When people are told.
pub(super) fn alarms(alert: &BurnAlert, window: &Window) -> Result<Vec<Alarm>, InvalidAlarm> {
    let rules = match alert {
        BurnAlert::None => return Ok(Vec::new()),
        BurnAlert::Standard => {
            let standard = standard(window.nominal()).into_iter();
            return Ok(standard.map(|rule| Alarm { rule, notify: Vec::new() }).collect());
        }
        BurnAlert::Rules(rules) => rules.iter(),
    };
    rules
        .enumerate()
        .map(|(number, written)| {
            let burn = exactly(written.burn.value);
            let rule = BurnRule::new(burn, written.over, written.and, written.severity)
                .map_err(|cause| InvalidAlarm { number, cause })?;
            let notify = written.notify.iter().map(|name| name.value.clone()).collect();
            Ok(Alarm { rule, notify })
        })
        .collect()
}
