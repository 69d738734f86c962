//! What the alarms of objectives would do, before anything has failed: what `tripline check` tells.

use std::time::Duration;

use runner_health::burn::{CannotFire, Guard, Outlook};
use runner_health::calendar::Span;
use runner_health::sli::FailureFree;
use runner_health::{Interval, Target};
use runner_model::ObjectiveName;
use suites::{Objective, Project, When};

use super::promise::{Alarm, alarms, window_of};
use crate::schedule::Slots;

/// What the alarms of an objective would do.
#[derive(Clone, Debug)]
pub struct ObjectiveOutlook {
    /// Which.
    pub name: ObjectiveName,
    /// What is promised.
    pub target: Target,
    /// From one run to the next; of a cron, the two that are nearest to each other.
    pub interval: Interval,
    /// How many runs without a failure prove that the promise is kept.
    pub proven_by: FailureFree,
    /// What each alarm would do.
    pub alarms: Vec<AlarmOutlook>,
}

/// What an alarm would do.
#[derive(Clone, Debug)]
pub struct AlarmOutlook {
    /// Which.
    pub alarm: Alarm,
    /// What it would do, or why it cannot fire.
    pub outlook: Result<Outlook, CannotFire>,
}

impl AlarmOutlook {
    /// After how long a total outage fires it, at the latest: as long as so many runs take.
    pub fn fires_within(&self, interval: Interval) -> Option<Duration> {
        let outlook = self.outlook.as_ref().ok()?;
        let runs = u32::try_from(outlook.failures_to_fire).ok()?;
        Some(interval.duration().saturating_mul(runs))
    }
}

/// Of every objective of a project whose monitor runs by itself.
pub fn outlooks(project: &Project, now: jiff::Timestamp) -> Vec<ObjectiveOutlook> {
    project.objectives.iter().filter_map(|objective| outlook(project, objective, now)).collect()
}

fn outlook(
    project: &Project,
    objective: &Objective,
    now: jiff::Timestamp,
) -> Option<ObjectiveOutlook> {
    let of = &objective.of.value.monitor;
    let monitor = project.monitors.iter().find(|monitor| monitor.name.value == *of)?;
    let slots = match &monitor.when {
        When::Every(every) => Slots::every(*every, of),
        When::Cron(cron) => {
            Slots::Cron { cron: cron.pattern.clone(), zone: cron.time_zone.clone() }
        }
        When::OnDeploy => return None,
    };
    let target = Target::new(objective.target.value).ok()?;
    let window = window_of(objective);
    let interval = slots.interval(Span::starting(now, window.nominal()))?;
    let guard = Guard { min_failures: objective.min_failures, min_coverage: objective.coverage };
    let alarms = alarms(&objective.alert, &window).ok()?.into_iter().map(|alarm| {
        let rule = &alarm.rule;
        let outlook = rule
            .check(target)
            .map(|()| Outlook::of(rule, target, window.nominal(), interval, guard));
        AlarmOutlook { outlook, alarm }
    });
    Some(ObjectiveOutlook {
        name: objective.name.value.clone(),
        target,
        interval,
        proven_by: FailureFree::needed_for(target),
        alarms: alarms.collect(),
    })
}
