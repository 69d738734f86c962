//! What is to be done next.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_engine::Stop;
use runner_health::alerting::conditions::Rhythm;
use runner_model::{MonitorName, TestRef, Trigger};
use runner_store::MissedSlot;
use suites::When;

use super::lanes::{Lanes, Turn};
use crate::judge::{Confirmation, Deploys, Expected, HeartbeatRules, Judge, Rulebook, Ruling};
use crate::orders::Standing;
use crate::schedule::{Agenda, Due};
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
    /// Up to which moment deploys were seen by the monitors that run on them.
    deploys_seen: BTreeMap<MonitorName, Timestamp>,
    /// Those that are to run because something was deployed.
    after_deploy: BTreeSet<MonitorName>,
    pub(crate) judge: Judge,
}

/// A run that begins.
pub(crate) struct Begins {
    pub(crate) job: Job,
    pub(crate) stop: Stop,
}

impl Control {
    /// For how many of its slots a monitor may be silent.
    const SILENT_SLOTS: u32 = 3;
    /// So much longer than its timeout a run may take: until it is known whether we are offline.
    const AFTER_THE_TIMEOUT: Duration = Duration::from_secs(10);
    /// For how long back slots are told that passed while nobody watched.
    const MISSED_FOR: SignedDuration = SignedDuration::from_hours(31 * 24);

    /// Nothing is watched yet.
    pub(crate) fn new(judge: Judge) -> Self {
        Self {
            agenda: Agenda::default(),
            watched: BTreeMap::new(),
            paused: BTreeSet::new(),
            lanes: Lanes::default(),
            confirmations: BTreeMap::new(),
            deploys_seen: BTreeMap::new(),
            after_deploy: BTreeSet::new(),
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
            self.lanes.clear(name);
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
        self.judge.expect_beats(beats.collect(), now);
        self.judge.judge_by(rulebook, &self.watched, now);
        self.expect_pulses(now);
        gone
    }

    /// Slots that passed while nobody watched: between the last run of each monitor and `now`, the
    /// newest [`Agenda::MISSED_KEPT`] of each.
    pub(crate) fn missed_while_away(
        &mut self,
        last: &BTreeMap<MonitorName, Timestamp>,
        now: Timestamp,
    ) {
        let long_ago = now.checked_sub(Self::MISSED_FOR).unwrap_or(Timestamp::MIN);
        for (name, watched) in &self.watched {
            let Some(last) = last.get(name).filter(|_| !self.paused.contains(name)) else {
                continue;
            };
            let windows = &self.judge.rulebook.windows;
            let first = watched.slots.after(long_ago.max(*last));
            let slots = std::iter::successors(first, |slot| watched.slots.after(*slot));
            let passed = slots.take_while(|slot| *slot <= now);
            let mut missed = VecDeque::new();
            for planned in passed.filter(|slot| windows.is_open(name, *slot)) {
                if missed.len() == Agenda::MISSED_KEPT {
                    missed.pop_front();
                }
                let reason = "tripline was not running".to_owned();
                missed.push_back(MissedSlot { monitor: name.clone(), planned, reason });
            }
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

    /// Takes in what people said that holds at `now`: all of it.
    pub(crate) fn stand(&mut self, standing: Standing, now: Timestamp) {
        let Standing { paused, ad_hoc, deploys } = standing;
        self.pause(paused, now);
        self.judge.set_ad_hoc(ad_hoc, now);
        self.run_after(&deploys, now);
        self.judge.deployed(deploys, now);
    }

    /// What ran before this process began has seen the deploys before it.
    pub(crate) fn deploys_seen(&mut self, last: BTreeMap<MonitorName, Timestamp>) {
        self.deploys_seen = last;
    }

    /// Monitors that run on deploys do so, once for each that they have not seen.
    fn run_after(&mut self, deploys: &Deploys, now: Timestamp) {
        for (name, watched) in &self.watched {
            if watched.monitor.when != When::OnDeploy {
                continue;
            }
            let last = deploys.last_of_late(now, |deploy| {
                let is_seen = self.deploys_seen.get(name).is_some_and(|seen| deploy.at <= *seen);
                !is_seen && watched.runs_after(deploy)
            });
            if let Some(last) = last {
                self.deploys_seen.insert(name.clone(), last);
                self.after_deploy.insert(name.clone());
            }
        }
    }

    /// These monitors, and no others, are paused.
    fn pause(&mut self, paused: BTreeSet<MonitorName>, now: Timestamp) {
        if paused != self.paused {
            self.paused = paused;
            self.expect_pulses(now);
        }
    }

    /// Of which monitors runs are expected.
    fn expect_pulses(&mut self, now: Timestamp) {
        for name in self.watched.keys().cloned().collect::<Vec<_>>() {
            self.expect_pulse(&name, now);
        }
    }

    /// Whether runs of a monitor are expected: unless it is paused or outside its hours. Of a cron
    /// whose slots are no interval apart, those that follow `now` are counted.
    fn expect_pulse(&mut self, name: &MonitorName, now: Timestamp) {
        let Some(watched) = self.watched.get(name) else { return };
        let open = self.judge.rulebook.windows.is_open(name, now) && !self.paused.contains(name);
        let silence = watched.slots.span(Self::SILENT_SLOTS, now).filter(|_| open);
        let timeout = watched.monitor.timeout.unwrap_or_default();
        let expected = silence.map(|silence| Expected {
            since: now,
            allowed: silence.max(timeout + Self::AFTER_THE_TIMEOUT),
        });
        self.judge.conditions.expect(name, expected);
    }

    /// Runs that begin by `now`.
    pub(crate) fn due(&mut self, now: Timestamp) -> Vec<Begins> {
        let mut begin = Vec::new();
        while let Some(due) = self.agenda.due(now) {
            self.slot(due, &mut begin);
        }
        for monitor in std::mem::take(&mut self.after_deploy) {
            if !self.paused.contains(&monitor) {
                begin.extend(self.run_now(&monitor, Trigger::Deploy, now).1);
            }
        }
        while let Some(entry) = self.confirmations.first_entry().filter(|e| e.key().0 <= now) {
            let ((planned, monitor), tests) = entry.remove_entry();
            let Some(watched) = self.watched.get(&monitor).map(Arc::clone) else { continue };
            if self.paused.contains(&monitor) {
                continue;
            }
            let only = Some(tests);
            self.offer(Job { watched, planned, trigger: Trigger::Confirmation, only }, &mut begin);
        }
        begin
    }

    fn slot(&mut self, due: Due, begin: &mut Vec<Begins>) {
        let Due { monitor, slot, missed } = due;
        let Some(watched) = self.watched.get(&monitor).map(Arc::clone) else { return };
        let rulebook = Arc::clone(&self.judge.rulebook);
        let expected = |slot: &Timestamp| rulebook.windows.is_open(&monitor, *slot);
        if self.paused.contains(&monitor) {
            return;
        }
        let late = missed.into_iter().filter(expected);
        self.judge.missed(late.map(|planned| MissedSlot {
            monitor: monitor.clone(),
            planned,
            reason: "tripline was late".to_owned(),
        }));
        // Silence is counted from when hours open, until they close.
        if self.judge.conditions.is_expected(&monitor) != expected(&slot) {
            self.expect_pulse(&monitor, slot);
        }
        if !expected(&slot) {
            return;
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

    /// A run is over: takes in what it says of what is still watched, and begins what waited for
    /// it.
    pub(crate) fn finished(&mut self, mut finished: Finished) -> Option<Begins> {
        let next = self.lanes.done(finished.watched.name());
        let watched = Arc::clone(self.watched.get(finished.watched.name())?);
        if !Arc::ptr_eq(&watched, &finished.watched) {
            let tests: BTreeSet<TestRef> = watched.tests().collect();
            finished.results.retain(|observed| tests.contains(&observed.run.series.test));
        }
        let ended = finished.ended;
        self.judge.take(finished);
        if self.judge.conditions.is_expected(watched.name()) {
            self.expect_pulse(watched.name(), ended);
        }
        // What waited may have been changed meanwhile.
        next.map(|(job, stop)| Begins { job: Job { watched, ..job }, stop })
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
        [self.agenda.next_due(), confirmation, self.judge.next_due()].into_iter().flatten().min()
    }

    /// The clock was set: every next slot is worked out anew.
    pub(crate) fn clock_was_set(&mut self, by: SignedDuration, now: Timestamp) {
        self.agenda.reset(now);
        let moved = std::mem::take(&mut self.confirmations)
            .into_iter()
            .map(|((at, name), tests)| ((at.checked_add(by).unwrap_or(at), name), tests));
        self.confirmations = moved.collect();
        self.judge.clock_was_set(by, now);
        self.expect_pulses(now);
    }

    /// Nothing begins any more.
    pub(crate) fn close(&mut self) {
        self.agenda = Agenda::default();
        self.confirmations.clear();
        self.after_deploy.clear();
        self.lanes.close();
    }

    pub(crate) fn lanes(&self) -> &Lanes {
        &self.lanes
    }
}
