//! Budgets that burn, and monitors of which too little is known to tell: who hears of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use runner_health::alerting::conditions::{BudgetNews, BudgetOf, BudgetWatch, LookedAt};
use runner_health::alerting::{NotifyRule, Place, Switchboard, Told, Topic};
use runner_model::{About, Alert, NotifyName, ObjectiveName};
use runner_store::{StateChange, StateKind};

use super::conditions::{change, forgotten, plain};
use super::{Judge, Rulebook};
use crate::promises::{Alarm, Found, Look, Promise};

pub(super) const BUDGETS: StateKind = StateKind::new("budget");

/// Where the budgets of all objectives stand.
#[derive(Default)]
pub(super) struct Budgets {
    pub(super) watches: BTreeMap<ObjectiveName, BudgetWatch>,
    changes: Vec<StateChange>,
}

impl Judge {
    /// Takes in what the alarms of a promise find.
    pub(crate) fn looked(&mut self, look: &Look) {
        // Its project may have been another one.
        if !self.rulebook.promises(&look.promise.name, &look.promise.of.monitor) {
            return;
        }
        let told = self.budgets.looked(look, &self.rulebook, &mut self.switchboard);
        self.tell(told);
    }
}

impl Budgets {
    fn looked(
        &mut self,
        look: &Look,
        rulebook: &Rulebook,
        switchboard: &mut Switchboard,
    ) -> Vec<Told> {
        let Look { at, promise, found } = look;
        let before = self.watches.remove(&promise.name).unwrap_or_default();
        let mut watch = before.clone();
        let told = match found {
            Found::Silent(next) => {
                for topic in watch.topics(&promise.name) {
                    switchboard.hold(&topic, *next);
                }
                Vec::new()
            }
            Found::Findings(findings) => {
                watch.keep_only(&promise.alarms.iter().map(|a| a.rule.to_string()).collect());
                let looked = findings.iter().filter_map(|(place, finding)| {
                    let alarm = promise.alarms.get(*place)?;
                    let (rule, finding) = (alarm.rule.clone(), finding.clone());
                    Some(LookedAt { rule, line: line(alarm), finding })
                });
                let looked: Vec<LookedAt> = looked.collect();
                let (after, news) = watch.observe(&of(promise), &looked, *at);
                watch = after;
                let told = news.into_iter().flat_map(|news| {
                    let rules = listeners(promise, news.line.as_deref(), rulebook);
                    tell(news, promise, &rules, *at, (rulebook, &mut *switchboard))
                });
                told.collect()
            }
        };
        if watch != before {
            self.changes.push(change(BUDGETS, promise.name.as_str(), &watch));
        }
        self.watches.insert(promise.name.clone(), watch);
        told
    }

    /// Of other objectives than these nobody hears any more.
    pub(super) fn keep_only(
        &mut self,
        is_promised: impl Fn(&ObjectiveName) -> bool,
        switchboard: &mut Switchboard,
    ) {
        for (name, watch) in self.watches.extract_if(.., |name, _| !is_promised(name)) {
            self.changes.push(forgotten(BUDGETS, name.as_str()));
            watch.topics(&name).iter().for_each(|topic| switchboard.forget(topic));
        }
    }

    /// What changed since the last time.
    pub(super) fn take_changes(&mut self) -> Vec<StateChange> {
        std::mem::take(&mut self.changes)
    }
}

fn of(promise: &Promise) -> BudgetOf {
    BudgetOf {
        objective: promise.name.clone(),
        monitor: promise.of.monitor.clone(),
        target: promise.target,
        window: promise.window.nominal(),
        least: promise.guard.min_coverage,
    }
}

/// Alarms that tell the same people, equally urgent, are one: `critical`, `warning/orders, web`.
fn line(alarm: &Alarm) -> String {
    let severity = alarm.rule.severity().as_str();
    let names: Vec<&str> = alarm.notify.iter().map(NotifyName::as_str).collect();
    match names.is_empty() {
        true => severity.to_owned(),
        false => format!("{severity}/{}", names.join(", ")),
    }
}

/// Who hears of a line, or of all of them; each rule once.
fn listeners(promise: &Promise, of: Option<&str>, rulebook: &Rulebook) -> Vec<NotifyRule> {
    let alarms = promise.alarms.iter();
    let alarms = alarms.filter(|alarm| of.is_none_or(|of| line(alarm) == of));
    let lists: BTreeSet<&[NotifyName]> = alarms.map(|alarm| alarm.notify.as_slice()).collect();
    let rules = lists.into_iter().flat_map(|names| match names {
        [] => {
            let monitor = rulebook.monitor(&promise.of.monitor);
            monitor.map(|monitor| monitor.notify.clone()).unwrap_or_default()
        }
        names => rulebook.lists(names),
    });
    rules.collect()
}

fn tell(
    news: BudgetNews,
    promise: &Promise,
    rules: &[NotifyRule],
    at: Timestamp,
    (rulebook, switchboard): (&Rulebook, &mut Switchboard),
) -> Vec<Told> {
    let BudgetNews { topic, is_over, severity, about, line: _ } = news;
    let (watched, tests) = (promise.watched(), promise.tests());
    let services: BTreeSet<_> = tests.iter().map(|test| watched.service_of(test)).collect();
    let one = services.first().copied().flatten().filter(|_| services.len() == 1);
    let mut alert = Alert {
        environment: watched.environment().cloned(),
        service: one.cloned(),
        owner: tests.first().and_then(|test| watched.owner_of(test)),
        runbook: watched.monitor.runbook.clone(),
        ..plain(about, severity, at)
    };
    let deployed = rulebook.deploys.before(Place::of_alert(&alert), at);
    if let About::Burn(news) = &mut alert.about {
        news.after_deploy = deployed;
    }
    match is_over {
        true => switchboard.end(&topic, &alert),
        false => switchboard.begin(Topic::clone(&topic), alert, rules),
    }
}
