//! For how long results hold, and what of a series does not count.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use runner_health::Interval;
use runner_health::calendar::Span;
use runner_health::incident::Facts;
use runner_health::series::Exclusions;
use runner_model::{MonitorName, Series};
use runner_store::{AnnotationKind, ReadError, RollupRules, Store};

use crate::diary::Announced;
use crate::judge::{AdHoc, InForce, Rulebook};
use crate::schedule::Slots;
use crate::watch::{Watch, Watched};

/// Nothing says how often a monitor ran that is written no longer: as often as most.
const UNWRITTEN: Duration = Duration::from_secs(90);

/// How the hours of each series are summed up.
pub(crate) struct Holding {
    watched: HashMap<MonitorName, Arc<Watched>>,
    rulebook: Rulebook,
}

impl Holding {
    /// As the project says, and people who put something under maintenance by hand.
    pub(crate) async fn of(
        watch: &Watch,
        store: &Store,
        now: Timestamp,
    ) -> Result<Self, ReadError> {
        let said = store.annotations().between(Timestamp::UNIX_EPOCH, now).await?.into_iter();
        let by_hand = said.filter(|said| said.said.kind == AnnotationKind::Maintenance);
        let ad_hoc = by_hand.map(|annotation| AdHoc {
            name: annotation.said.text,
            monitor: annotation.said.monitor,
            from: annotation.said.since,
            until: annotation.said.until,
        });
        let mut rulebook = Rulebook::of(&watch.project);
        rulebook.windows.set_ad_hoc(ad_hoc.collect());
        let named = |watched: &Arc<Watched>| (watched.name().clone(), Arc::clone(watched));
        Ok(Self { watched: watch.monitors.iter().map(named).collect(), rulebook })
    }

    /// How the hours of a series within `span` are summed up.
    pub(crate) fn rules(&self, series: &Series, span: Span) -> RollupRules {
        let Some(watched) = self.watched.get(&series.monitor) else {
            return RollupRules { hold: UNWRITTEN, exclusions: Exclusions::default() };
        };
        let exclusions = self.rulebook.windows.exclusions(series, &facts(watched, series), span);
        RollupRules { hold: hold(&watched.slots, span), exclusions }
    }

    /// Whether the project still has it.
    pub(crate) fn is_current(&self, series: &Series) -> bool {
        let watched = self.watched.get(&series.monitor);
        watched.is_some_and(|watched| watched.tests().any(|test| test == series.test))
    }

    /// The maintenance of a series that is in force at any time of `span`.
    pub(crate) fn announced(&self, series: &Series, span: Span) -> Vec<Announced> {
        let Some(watched) = self.watched.get(&series.monitor) else { return Vec::new() };
        self.rulebook.windows.announced(series, &facts(watched, series), span)
    }

    /// The maintenance that is in force at `at`.
    pub(crate) fn in_force(&self, at: Timestamp) -> InForce<'_> {
        self.rulebook.windows.in_force(at)
    }

    /// What of it concerns a series.
    pub(crate) fn in_force_of(&self, in_force: &InForce<'_>, series: &Series) -> Option<Announced> {
        let watched = self.watched.get(&series.monitor).filter(|_| !in_force.is_empty())?;
        in_force.of(series, &facts(watched, series))
    }
}

fn facts(watched: &Watched, series: &Series) -> Facts {
    Facts {
        name: String::new(),
        service: watched.service_of(&series.test).cloned(),
        environment: watched.environment().cloned(),
        severity: watched.monitor.severity,
        owner: None,
        runbook: None,
    }
}

/// For how long a result within `span` holds when none follows. Of a cron, the slots that are
/// nearest to each other count: by day every hour and not by night, it holds for an hour and a half.
fn hold(slots: &Slots, span: Span) -> Duration {
    slots.interval(span).map_or(Duration::ZERO, Interval::hold)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn span(from: &str) -> Span {
        Span::starting(from.parse().unwrap(), Duration::from_secs(86_400))
    }

    fn cron(expression: &str) -> Slots {
        let cron = Box::new(expression.parse().unwrap());
        Slots::Cron { cron, zone: TimeZone::UTC }
    }

    #[test]
    fn a_result_holds_for_an_interval_and_a_half() {
        let slots = Slots::Every { every: 60_000, phase: 7 };
        assert_eq!(hold(&slots, span("2026-11-20T00:00:00Z")), Duration::from_secs(90));
        assert_eq!(hold(&Slots::OnRequest, span("2026-11-20T00:00:00Z")), Duration::ZERO);
    }

    #[test]
    fn the_night_does_not_make_the_results_of_the_day_hold_longer() {
        let hours = |slots: &Slots, from: &str| hold(slots, span(from)).as_secs_f64() / 3_600.0;
        assert_eq!(hours(&cron("0 9-17 * * *"), "2026-11-20T00:00:00Z"), 1.5);
        assert_eq!(hours(&cron("0 9-17 * * *"), "2026-11-20T17:30:00Z"), 1.5);
        assert_eq!(hours(&cron("30 2 * * *"), "2026-11-20T00:00:00Z"), 36.0);
        assert_eq!(hours(&cron("0 0 30 2 *"), "2026-11-20T00:00:00Z"), 0.0);
    }
}
