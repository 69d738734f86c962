//! What the project says about judging, made ready.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroU32;
use std::time::Duration;

use jiff::Timestamp;
use runner_health::alerting::{NotifyOn, NotifyRule, Only, Place, Routes, Timing};
use runner_health::incident::{
    Confirm, Dependencies, Facts, GroupBy, OutOf, Policy, Rules, Silence, WhileDependencyDown,
};
use runner_model::{ChannelName, MonitorName, NotifyName, ObjectiveName, Series};
use suites::{Monitor, Project, When};

use super::deploys::Deploys;
use super::windows::Windows;

/// What the project says about judging, made ready.
#[derive(Clone)]
pub(crate) struct Rulebook {
    /// How incidents are put together.
    pub(crate) rules: Rules,
    timing: Timing,
    monitors: HashMap<MonitorName, MonitorRules>,
    lists: BTreeMap<NotifyName, Vec<NotifyRule>>,
    /// All channels, in the order of the file.
    pub(crate) channels: Vec<ChannelName>,
    /// What silences.
    pub(crate) windows: Windows,
    /// What is promised, and of which monitor.
    pub(super) objectives: BTreeMap<ObjectiveName, MonitorName>,
    /// What was deployed of late.
    pub(crate) deploys: Deploys,
    /// How long, at most, what breaks after a deploy waits for its gate.
    hold: Duration,
}

/// How a monitor is judged.
#[derive(Clone)]
pub(crate) struct MonitorRules {
    pub(crate) policy: Policy,
    pub(crate) notify: Vec<NotifyRule>,
    /// It runs when something was deployed, and at no other time.
    pub(crate) is_on_deploy: bool,
}

impl Rulebook {
    /// Of a project.
    pub(crate) fn of(project: &Project) -> Self {
        let lists: BTreeMap<_, _> = project
            .notify
            .iter()
            .map(|list| (list.name.value.clone(), list.rules.iter().map(rule).collect()))
            .collect();
        let of_monitor = |monitor: &Monitor| MonitorRules {
            policy: policy(monitor),
            notify: joined(&lists, monitor.notify.iter().map(|name| &name.value)),
            is_on_deploy: monitor.when == When::OnDeploy,
        };
        let monitors = project.monitors.iter();
        let objectives = project
            .objectives
            .iter()
            .map(|objective| (objective.name.value.clone(), objective.of.value.monitor.clone()));
        let depends = project.services.iter().map(|(name, service)| {
            (name.clone(), service.depends_on.iter().map(|on| on.value.clone()).collect())
        });
        let rules = Rules {
            group_by: project.policy.group_by.iter().copied().map(group_by).collect(),
            dependencies: Dependencies::new(depends),
            while_dependency_down: match project.policy.while_dependency_down {
                suites::WhileDependencyDown::Fold => WhileDependencyDown::Fold,
                suites::WhileDependencyDown::Page => WhileDependencyDown::Page,
            },
            ..Rules::default()
        };
        Self {
            rules,
            timing: Timing { remind_every: project.policy.remind_every, ..Timing::default() },
            monitors: monitors.map(|m| (m.name.value.clone(), of_monitor(m))).collect(),
            channels: project.channels.iter().map(|c| c.name.value.clone()).collect(),
            windows: Windows::of(project),
            objectives: objectives.collect(),
            deploys: Deploys::default(),
            hold: project.policy.hold,
            lists,
        }
    }

    /// How a monitor is judged; `None` when it is no longer written.
    pub(crate) fn monitor(&self, name: &MonitorName) -> Option<&MonitorRules> {
        self.monitors.get(name)
    }

    /// Whether this is promised of this monitor.
    pub(super) fn promises(&self, objective: &ObjectiveName, of: &MonitorName) -> bool {
        self.objectives.get(objective) == Some(of)
    }

    /// The rules of several lists, one after the other.
    pub(crate) fn lists<'a>(
        &self,
        names: impl IntoIterator<Item = &'a NotifyName>,
    ) -> Vec<NotifyRule> {
        joined(&self.lists, names)
    }

    /// Every list.
    pub(crate) fn every_list(&self) -> impl Iterator<Item = &[NotifyRule]> {
        self.lists.values().map(Vec::as_slice)
    }

    /// The rules of all monitors, each once: for what concerns no monitor alone.
    pub(crate) fn everybody(&self) -> Vec<NotifyRule> {
        self.lists.values().flatten().cloned().collect()
    }

    /// The same project, with what people said by hand as another one knows it.
    pub(crate) fn knowing_as(mut self, other: &Self) -> Self {
        self.windows.set_ad_hoc(other.windows.ad_hoc().to_vec());
        self.deploys = other.deploys.clone();
        self
    }

    /// What silences a series at `at`.
    pub(crate) fn silence(&self, series: &Series, facts: &Facts, at: Timestamp) -> Option<Silence> {
        self.windows.silence(series, facts, at)
    }
}

impl Routes for Rulebook {
    fn timing(&self) -> &Timing {
        &self.timing
    }

    fn rules(&self, series: &Series) -> &[NotifyRule] {
        self.monitors.get(&series.monitor).map_or(&[], |monitor| &monitor.notify)
    }

    fn silent_until(&self, series: &Series, facts: &Facts, now: Timestamp) -> Option<Timestamp> {
        self.windows.silent_until(series, facts, now)
    }

    fn held_until(&self, place: Place<'_>, since: Timestamp) -> Option<Timestamp> {
        self.deploys.held_until(place, since, self.hold)
    }
}

fn joined<'a>(
    lists: &BTreeMap<NotifyName, Vec<NotifyRule>>,
    names: impl IntoIterator<Item = &'a NotifyName>,
) -> Vec<NotifyRule> {
    names.into_iter().filter_map(|name| lists.get(name)).flatten().cloned().collect()
}

fn policy(monitor: &Monitor) -> Policy {
    let down_after = OutOf::new(monitor.down_after.runs, monitor.down_after.last)
        .unwrap_or(Policy::default().down_after);
    Policy {
        confirm: monitor.confirm.map(|c| Confirm { times: c.times, after: c.after }),
        down_after,
        up_after: NonZeroU32::new(monitor.up_after).unwrap_or(NonZeroU32::MIN),
    }
}

fn rule(rule: &suites::NotifyRule) -> NotifyRule {
    NotifyRule {
        channel: rule.channel.value.clone(),
        on: rule.on.iter().copied().map(notify_on).collect(),
        severities: rule.severities.clone(),
        only: rule
            .monitors
            .iter()
            .map(|of| Only { monitor: of.value.monitor.clone(), test: of.value.test.clone() })
            .collect(),
        after: rule.after.unwrap_or(Duration::ZERO),
    }
}

fn notify_on(on: suites::NotifyOn) -> NotifyOn {
    match on {
        suites::NotifyOn::Down => NotifyOn::Down,
        suites::NotifyOn::Degraded => NotifyOn::Degraded,
        suites::NotifyOn::Unknown => NotifyOn::Unknown,
        suites::NotifyOn::Certificate => NotifyOn::Certificate,
        suites::NotifyOn::Recovered => NotifyOn::Recovered,
    }
}

fn group_by(by: suites::GroupBy) -> GroupBy {
    match by {
        suites::GroupBy::Service => GroupBy::Service,
        suites::GroupBy::Environment => GroupBy::Environment,
        suites::GroupBy::Monitor => GroupBy::Monitor,
        suites::GroupBy::Test => GroupBy::Test,
        suites::GroupBy::Tenant => GroupBy::Tenant,
        suites::GroupBy::Case => GroupBy::Case,
    }
}

#[cfg(test)]
mod tests;
