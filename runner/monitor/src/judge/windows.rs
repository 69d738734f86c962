//! When nobody is to be woken: maintenance, planned and ad hoc, and operating hours.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use runner_health::calendar::{Hours, HoursSpan, Repeating, Span};
use runner_health::incident::{Facts, Silence};
use runner_health::series::{ExcludedBy, Exclusion, Exclusions};
use runner_model::{MonitorName, Series};
use suites::{Maintenance, MaintenanceWhen, Project};

use super::in_force::InForce;
use crate::diary::Announced;

/// So many of the next times of one maintenance are told.
const ANNOUNCED: usize = 5;

/// When nobody is to be woken.
#[derive(Clone, Default)]
pub(crate) struct Windows {
    hours: HashMap<MonitorName, Hours>,
    planned: Vec<Planned>,
    ad_hoc: Vec<AdHoc>,
}

#[derive(Clone)]
struct Planned {
    maintenance: Maintenance,
    when: When,
}

#[derive(Clone)]
enum When {
    Repeating(Box<Repeating>),
    Once(Span),
}

/// A maintenance that somebody began by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AdHoc {
    /// Why.
    pub(crate) name: String,
    /// Of which monitor; of all without one.
    pub(crate) monitor: Option<MonitorName>,
    /// When; it ends when somebody ends it, without an end.
    pub(crate) from: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

impl AdHoc {
    /// Whether it is about this series, too.
    pub(super) fn concerns(&self, series: &Series) -> bool {
        self.monitor.as_ref().is_none_or(|monitor| *monitor == series.monitor)
    }
}

impl Windows {
    /// Of a project.
    pub(super) fn of(project: &Project) -> Self {
        let hours = project.monitors.iter().filter_map(|monitor| {
            Some((monitor.name.value.clone(), hours(monitor.hours.as_ref()?)))
        });
        let planned = project.maintenance.iter().map(|maintenance| Planned {
            maintenance: maintenance.clone(),
            when: match &maintenance.when {
                MaintenanceWhen::Repeated { begins, lasts } => When::Repeating(Box::new(
                    Repeating::new((*begins.pattern).clone(), begins.time_zone.clone(), *lasts),
                )),
                MaintenanceWhen::Once { from, to } => When::Once(Span { from: *from, until: *to }),
            },
        });
        Self { hours: hours.collect(), planned: planned.collect(), ad_hoc: Vec::new() }
    }

    /// What somebody began by hand, all of it.
    pub(crate) fn set_ad_hoc(&mut self, ad_hoc: Vec<AdHoc>) {
        self.ad_hoc = ad_hoc;
    }

    /// What somebody began by hand.
    pub(crate) fn ad_hoc(&self) -> &[AdHoc] {
        &self.ad_hoc
    }

    /// Whether `at` lies in the operating hours of a monitor.
    pub(crate) fn is_open(&self, monitor: &MonitorName, at: Timestamp) -> bool {
        self.hours.get(monitor).is_none_or(|hours| hours.contains(at))
    }

    /// What silences a series at `at`.
    pub(super) fn silence(&self, series: &Series, facts: &Facts, at: Timestamp) -> Option<Silence> {
        if let Some((name, _)) = self.maintenance(series, facts, at) {
            return Some(Silence::Maintenance(name.to_owned()));
        }
        (!self.is_open(&series.monitor, at)).then_some(Silence::OutsideHours)
    }

    /// Until when a series is silenced, when it is at `now`.
    pub(super) fn silent_until(
        &self,
        series: &Series,
        facts: &Facts,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let maintenance = self.maintenance(series, facts, now).map(|(_, until)| until);
        let closed = self.hours.get(&series.monitor).and_then(|hours| opens_after(hours, now));
        maintenance.max(closed)
    }

    /// What of `within` does not count for a series.
    pub(crate) fn exclusions(&self, series: &Series, facts: &Facts, within: Span) -> Exclusions {
        let hours = self.hours.get(&series.monitor);
        let closed = hours.map(|hours| Exclusions::outside(hours, within)).into_iter().flatten();
        let concerned =
            self.planned.iter().filter(|planned| concerns(&planned.maintenance, series, facts));
        let planned = concerned.flat_map(|planned| match &planned.when {
            When::Repeating(repeating) => repeating.spans(within),
            When::Once(span) => span.within(within).into_iter().collect(),
        });
        let here = |ad_hoc: &&AdHoc| ad_hoc.concerns(series);
        let ad_hoc = self.ad_hoc.iter().filter(here).filter_map(|ad_hoc| {
            let until = ad_hoc.until.unwrap_or(Timestamp::MAX);
            Span { from: ad_hoc.from, until }.within(within)
        });
        let maintenance =
            planned.chain(ad_hoc).map(|span| Exclusion { span, by: ExcludedBy::Maintenance });
        Exclusions::new(closed.chain(maintenance))
    }

    /// The maintenance of a series that is in force at any time of `within`, whole.
    pub(crate) fn announced(&self, series: &Series, facts: &Facts, within: Span) -> Vec<Announced> {
        let concerned =
            self.planned.iter().filter(|planned| concerns(&planned.maintenance, series, facts));
        let planned = concerned.flat_map(|planned| {
            let spans = match &planned.when {
                When::Repeating(repeating) => {
                    let now = repeating.in_force(within.from);
                    let first = now.or_else(|| repeating.next(within.from));
                    let all = std::iter::successors(first, |last| repeating.next(last.from));
                    all.take_while(|span| span.from < within.until).take(ANNOUNCED).collect()
                }
                When::Once(span) if span.within(within).is_some() => vec![*span],
                When::Once(_) => Vec::new(),
            };
            let name = planned.maintenance.name.value.clone();
            spans.into_iter().map(move |Span { from, until }| Announced {
                from,
                until: Some(until),
                name: Some(name.clone()),
            })
        });
        let here = |ad_hoc: &&AdHoc| ad_hoc.concerns(series);
        let ad_hoc = self.ad_hoc.iter().filter(here).filter(|ad_hoc| {
            let goes_on = ad_hoc.until.is_none_or(|until| until > within.from);
            goes_on && ad_hoc.from < within.until
        });
        let by_hand = ad_hoc.map(|by| Announced { from: by.from, until: by.until, name: None });
        planned.chain(by_hand).collect()
    }

    /// The maintenance that is in force at `at`.
    pub(crate) fn in_force(&self, at: Timestamp) -> InForce<'_> {
        let planned = self.planned.iter().filter_map(|planned| {
            let span = match &planned.when {
                When::Repeating(repeating) => repeating.in_force(at)?,
                When::Once(span) => span.contains(at).then_some(*span)?,
            };
            Some((&planned.maintenance, span))
        });
        let ad_hoc = self
            .ad_hoc
            .iter()
            .filter(|ad_hoc| ad_hoc.from <= at && ad_hoc.until.is_none_or(|until| at < until));
        InForce { planned: planned.collect(), ad_hoc: ad_hoc.collect() }
    }

    /// The maintenance in force that ends last, and when it does.
    fn maintenance(
        &self,
        series: &Series,
        facts: &Facts,
        at: Timestamp,
    ) -> Option<(&str, Timestamp)> {
        // Asked first: whether it is in force may take a search through a calendar.
        let concerned =
            self.planned.iter().filter(|planned| concerns(&planned.maintenance, series, facts));
        let planned = concerned.filter_map(|planned| {
            let span = match &planned.when {
                When::Repeating(repeating) => repeating.in_force(at)?,
                When::Once(span) => span.contains(at).then_some(*span)?,
            };
            Some((planned.maintenance.name.value.as_str(), span.until))
        });
        let ad_hoc = self.ad_hoc.iter().filter_map(|ad_hoc| {
            let until = ad_hoc.until.unwrap_or(Timestamp::MAX);
            let in_force = ad_hoc.from <= at && at < until;
            (in_force && ad_hoc.concerns(series)).then_some((ad_hoc.name.as_str(), until))
        });
        planned.chain(ad_hoc).max_by_key(|(_, until)| *until)
    }
}

/// Whether a maintenance concerns a series; what it does not name excludes nothing.
pub(super) fn concerns(maintenance: &Maintenance, series: &Series, facts: &Facts) -> bool {
    let Maintenance { services, monitors, environments, .. } = maintenance;
    let here = environments.is_empty()
        || facts.environment.as_ref().is_some_and(|e| environments.iter().any(|n| n.value == *e));
    let of_service = facts.service.as_ref().is_some_and(|s| services.iter().any(|n| n.value == *s));
    let of_monitor = monitors.iter().any(|of| {
        of.value.monitor == series.monitor
            && of.value.test.as_ref().is_none_or(|test| *test == series.test.test)
    });
    here && ((services.is_empty() && monitors.is_empty()) || of_service || of_monitor)
}

/// When the hours begin that follow `now`, when none are in force; looked for during two weeks.
fn opens_after(hours: &Hours, now: Timestamp) -> Option<Timestamp> {
    if hours.contains(now) {
        return None;
    }
    let soon = now.checked_add(SignedDuration::from_hours(14 * 24)).unwrap_or(Timestamp::MAX);
    let next = hours.spans(Span { from: now, until: soon });
    Some(next.first().map_or(soon, |span| span.from))
}

fn hours(written: &suites::Hours) -> Hours {
    let spans = written.spans.iter().map(|span| HoursSpan {
        days: span.days.clone(),
        from: span.from,
        to: span.to,
    });
    Hours { spans: spans.collect(), zone: written.time_zone.clone() }
}

#[cfg(test)]
mod tests;
