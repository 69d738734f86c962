//! What is to be done next.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_engine::Stop;
use runner_health::alerting::conditions::Rhythm;
use runner_model::{MonitorName, TestRef, Trigger};
use runner_store::MissedSlot;

use super::lanes::{Lanes, Turn};
use crate::judge::{Confirmation, Expected, HeartbeatRules, Judge, Rulebook, Ruling};
use crate::schedule::{Agenda, Due, Slots};
use crate::watch::{Watch, Watched};
use crate::work::{Finished, Job};

/// What is to be done next: which runs begin, what their results mean. It decides and is given the
/// time; the loop around it waits, runs and writes.
pub(crate) struct Control {
    agenda: Agenda,
    watched: BTreeMap<MonitorName, Arc<Watched>>,
    paused: BTreeSet<MonitorName>,
    lanes: Lanes,
    confirmations: BTreeMap<(Timestamp, MonitorName), BTreeSet<TestRef>>,
    pub(crate) judge: Judge,
}

/// A run that begins.
pub(crate) struct Begins {
    pub(crate) job: Job,
    pub(crate) stop: Stop,
}

impl Control {
    /// How many intervals a monitor may be silent.
    const SILENT_INTERVALS: u32 = 3;

    /// Nothing is watched yet.
    pub(crate) fn new(judge: Judge) -> Self {
        Self {
            agenda: Agenda::default(),
            watched: BTreeMap::new(),
            paused: BTreeSet::new(),
            lanes: Lanes::default(),
            confirmations: BTreeMap::new(),
            judge,
        }
    }

    /// Watches by these files from `now` on. Monitors whose slots are the same keep them; every
    /// series keeps its state. What is no longer written is forgotten; which monitors that are.
    pub(crate) fn watch(
        &mut self,
        watch: &Watch,
        rulebook: Arc<Rulebook>,
        now: Timestamp,
    ) -> BTreeSet<MonitorName> {
        let mut gone: BTreeSet<MonitorName> = self.watched.keys().cloned().collect();
        for watched in &watch.monitors {
            let name = watched.name();
            gone.remove(name);
            let same = self.watched.get(name).is_some_and(|old| old.slots.is_same(&watched.slots));
            if !same {
                self.agenda.put(name.clone(), watched.slots.clone(), now);
            }
            self.watched.insert(name.clone(), Arc::clone(watched));
        }
        for name in &gone {
            self.agenda.remove(name);
            self.watched.remove(name);
        }
        self.confirmations.retain(|(_, monitor), _| !gone.contains(monitor));
        let beats = watch.project.heartbeats.iter().map(|heartbeat| {
            let notify = heartbeat.notify.iter().map(|name| &name.value);
            let rules = HeartbeatRules {
                rhythm: Rhythm { every: heartbeat.every, grace: heartbeat.grace },
                severity: heartbeat.severity,
                runbook: heartbeat.runbook.clone(),
                notify: rulebook.lists(notify),
            };
            (heartbeat.name.value.clone(), rules)
        });
        self.judge.conditions.expect_beats(beats.collect(), now);
        self.judge.judge_by(rulebook, &self.watched, &gone, now);
        self.expect_pulses(now);
        gone
    }

    /// Slots that passed while nobody watched: between the last run of each monitor and `now`.
    pub(crate) fn missed_while_away(
        &mut self,
        last: &BTreeMap<MonitorName, Timestamp>,
        now: Timestamp,
    ) {
        for (name, watched) in &self.watched {
            let Some(last) = last.get(name) else { continue };
            let windows = &self.judge.rulebook.windows;
            let slots = std::iter::successors(watched.slots.after(*last), |slot| {
                watched.slots.after(*slot)
            });
            let missed: Vec<MissedSlot> = slots
                .take_while(|slot| *slot <= now)
                .take(Agenda::MISSED_KEPT)
                .filter(|slot| windows.is_open(name, *slot))
                .map(|planned| MissedSlot {
                    monitor: name.clone(),
                    planned,
                    reason: "tripline was not running".to_owned(),
                })
                .collect();
            self.judge.missed(missed);
        }
    }

    /// Failed runs whose repeat was due when the process ended are repeated.
    pub(crate) fn resume_confirmations(&mut self) {
        for (series, at) in self.judge.confirmations_due() {
            let key = (at, series.monitor.clone());
            self.confirmations.entry(key).or_default().insert(series.test.clone());
        }
    }

    /// These monitors, and no others, are paused.
    pub(crate) fn pause(&mut self, paused: BTreeSet<MonitorName>, now: Timestamp) {
        if paused != self.paused {
            self.paused = paused;
            self.expect_pulses(now);
        }
    }

    /// Runs of which monitors are expected: of those that are neither paused nor closed.
    fn expect_pulses(&mut self, now: Timestamp) {
        for (name, watched) in &self.watched {
            let open = self.judge.rulebook.windows.is_open(name, now);
            let interval = watched.slots.interval_at(now).filter(|_| {
                open && !self.paused.contains(name) && !matches!(watched.slots, Slots::OnRequest)
            });
            let timeout = watched.monitor.timeout.unwrap_or_default();
            let expected = interval.map(|interval| Expected {
                since: now,
                allowed: (interval * Self::SILENT_INTERVALS).max(timeout + Duration::from_secs(1)),
            });
            self.judge.conditions.expect(name, expected);
        }
    }

    /// Runs that begin by `now`.
    pub(crate) fn due(&mut self, now: Timestamp) -> Vec<Begins> {
        let mut begin = Vec::new();
        while let Some(due) = self.agenda.due(now) {
            self.slot(due, now, &mut begin);
        }
        while let Some(entry) = self.confirmations.first_entry().filter(|e| e.key().0 <= now) {
            let ((planned, monitor), tests) = entry.remove_entry();
            let Some(watched) = self.watched.get(&monitor) else { continue };
            let watched = Arc::clone(watched);
            let only = Some(tests);
            self.offer(Job { watched, planned, trigger: Trigger::Confirmation, only }, &mut begin);
        }
        begin
    }

    fn slot(&mut self, due: Due, now: Timestamp, begin: &mut Vec<Begins>) {
        let Due { monitor, slot, missed } = due;
        let Some(watched) = self.watched.get(&monitor).map(Arc::clone) else { return };
        let rulebook = Arc::clone(&self.judge.rulebook);
        let expected = |slot: &Timestamp| rulebook.windows.is_open(&monitor, *slot);
        if self.paused.contains(&monitor) || !expected(&slot) {
            return;
        }
        let late = missed.into_iter().filter(expected);
        self.judge.missed(late.map(|planned| MissedSlot {
            monitor: monitor.clone(),
            planned,
            reason: "tripline was late".to_owned(),
        }));
        // Silence is counted from when hours open or a pause ends.
        if !self.judge.conditions.is_expected(&monitor) {
            self.expect_pulses(now);
        }
        let job = Job { watched, planned: slot, trigger: Trigger::Schedule, only: None };
        self.offer(job, begin);
    }

    /// Somebody wants a monitor to run. `false` when there is none of that name.
    pub(crate) fn run_now(
        &mut self,
        monitor: &MonitorName,
        trigger: Trigger,
        now: Timestamp,
    ) -> (bool, Vec<Begins>) {
        let mut begin = Vec::new();
        let Some(watched) = self.watched.get(monitor).map(Arc::clone) else {
            return (false, begin);
        };
        self.offer(Job { watched, planned: now, trigger, only: None }, &mut begin);
        (true, begin)
    }

    fn offer(&mut self, job: Job, begin: &mut Vec<Begins>) {
        let left_out = match self.lanes.offer(job) {
            Turn::Begins(job, stop) => {
                begin.push(Begins { job, stop });
                return;
            }
            Turn::Waits => return,
            Turn::LeftOut(job) | Turn::Replaces(job) => job,
        };
        if left_out.trigger == Trigger::Schedule {
            self.judge.missed([MissedSlot {
                monitor: left_out.watched.name().clone(),
                planned: left_out.planned,
                reason: "the run before was still going on".to_owned(),
            }]);
        }
    }

    /// A run is over: takes in what it says, and begins what waited for it.
    pub(crate) fn finished(&mut self, finished: Finished) -> Option<Begins> {
        let next = self.lanes.done(finished.watched.name());
        self.judge.take(finished);
        next.map(|(job, stop)| Begins { job, stop })
    }

    /// Takes in what time alone brings, and says what is to be written.
    pub(crate) fn rule(&mut self, now: Timestamp) -> Option<Ruling> {
        self.judge.tick(now);
        let mut ruling = self.judge.rule(now)?;
        for Confirmation { monitor, at, tests } in ruling.confirmations.drain(..) {
            self.confirmations.entry((at, monitor)).or_default().extend(tests);
        }
        Some(ruling)
    }

    /// When something is to be done next, at the latest.
    pub(crate) fn next_due(&mut self) -> Option<Timestamp> {
        let confirmation = self.confirmations.keys().next().map(|(at, _)| *at);
        [self.agenda.next(), confirmation, self.judge.next_due()].into_iter().flatten().min()
    }

    /// The clock was set: every next slot is worked out anew.
    pub(crate) fn clock_was_set(&mut self, by: SignedDuration, now: Timestamp) {
        self.agenda.reset(now);
        let moved = std::mem::take(&mut self.confirmations)
            .into_iter()
            .map(|((at, name), tests)| ((at.checked_add(by).unwrap_or(at), name), tests));
        self.confirmations = moved.collect();
        self.judge.conditions.forget_expectations();
        self.expect_pulses(now);
    }

    /// Nothing begins any more.
    pub(crate) fn close(&mut self) {
        self.agenda = Agenda::default();
        self.confirmations.clear();
        self.lanes.close();
    }

    pub(crate) fn lanes(&self) -> &Lanes {
        &self.lanes
    }
}
