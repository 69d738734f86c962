//! A loop like the service's own, in which time passes as it is told to, and runs find what the
//! script says.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_health::incident::Incident;
use runner_model::{IncidentId, LocationName, MonitorName, Outcome, RunId, Series, SeriesRun};
use runner_store::{Json, MissedSlot, NewMessage, Record, Store};

use crate::event::Event;
use crate::judge::{Conditions, Judge, Rulebook};
use crate::service::control::{Begins, Control};
use crate::service::scribe::Scribe;
use crate::watch::Watch;
use crate::work::{Finished, Job, Observed, Sight};

/// How a series is at a moment, as a run finds it.
pub(super) type Script = Arc<dyn Fn(&Series, Timestamp) -> Outcome>;

pub(super) struct Clockwork {
    pub(super) control: Control,
    pub(super) now: Timestamp,
    pub(super) script: Script,
    /// How long the runs of a monitor take; `None`: for ever.
    pub(super) takes: fn(&MonitorName) -> Option<Duration>,
    /// What is due within so long is done together, as by a loop that is busy.
    pub(super) grain: SignedDuration,
    /// Whether this location sees anything.
    pub(super) sight: Sight,
    /// Runs that go on, by their end.
    going_on: BTreeMap<(Timestamp, u64), Job>,
    runs: u64,
    /// What took place, until somebody takes it.
    pub(super) took_place: Vec<SeriesRun>,
    /// What was to be written, in order, without its runs.
    pub(super) records: Vec<Record>,
    pub(super) begun: Vec<(Timestamp, MonitorName, Timestamp)>,
    pub(super) messages: Vec<NewMessage>,
    pub(super) missed: Vec<MissedSlot>,
    pub(super) events: Vec<Event>,
    incidents: BTreeMap<IncidentId, Json>,
}

pub(super) fn location() -> LocationName {
    LocationName::try_from("here").unwrap()
}

/// What passes at all times.
pub(super) fn all_is_well() -> Script {
    Arc::new(|_, _| Outcome::Passed)
}

impl Clockwork {
    /// Nothing is known yet.
    pub(super) fn new(watch: &Watch, now: Timestamp, script: Script) -> Self {
        let rulebook = Arc::new(Rulebook::of(&watch.project));
        let judge = Judge::new(Arc::clone(&rulebook), Conditions::new(location()));
        let mut control = Control::new(judge);
        control.watch(watch, rulebook, now);
        Self {
            control,
            now,
            script,
            takes: |_| Some(Duration::ZERO),
            grain: SignedDuration::from_micros(1),
            sight: Sight::Clear,
            going_on: BTreeMap::new(),
            runs: 0,
            took_place: Vec::new(),
            records: Vec::new(),
            begun: Vec::new(),
            messages: Vec::new(),
            missed: Vec::new(),
            events: Vec::new(),
            incidents: BTreeMap::new(),
        }
    }

    /// Writes what is to be written.
    pub(super) async fn writes(&mut self, store: &Store) {
        let (scribe, writing) = Scribe::start(store.clone(), tokio::sync::watch::channel(()).0);
        self.records.drain(..).for_each(|record| scribe.write(record));
        drop(scribe);
        writing.await.unwrap();
    }

    /// The process is killed once everything has been written, and started again at once.
    pub(super) async fn dies_and_returns(&mut self, store: &Store, watch: &Watch) {
        assert!(self.going_on.is_empty(), "what goes on is lost");
        self.writes(store).await;
        let rulebook = Arc::new(Rulebook::of(&watch.project));
        let conditions = Conditions::new(location());
        let judge = Judge::restore(store, Arc::clone(&rulebook), conditions).await.unwrap();
        self.control = Control::new(judge);
        self.control.watch(watch, rulebook, self.now);
        self.control.resume_confirmations();
        self.step();
    }

    /// The project's files were read again.
    pub(super) fn reload(&mut self, watch: &Watch) {
        let rulebook = Rulebook::of(&watch.project);
        let rulebook = rulebook.knowing_as(&self.control.judge.rulebook);
        self.control.watch(watch, Arc::new(rulebook), self.now);
        self.step();
    }

    /// The clock was set.
    pub(super) fn set_clock(&mut self, by: SignedDuration) {
        self.now += by;
        self.control.clock_was_set(by, self.now);
        self.step();
    }

    pub(super) fn pass(&mut self, seconds: i64) {
        self.pass_until(self.now + SignedDuration::from_secs(seconds));
    }

    /// Lets time pass: whatever is due is done when it is.
    pub(super) fn pass_until(&mut self, until: Timestamp) {
        self.step();
        while self.now < until {
            let over = self.going_on.keys().next().map(|(at, _)| *at);
            let next = self.control.next_due().into_iter().chain(over).min().unwrap_or(until);
            // As the service's own loop does, which waits no longer than a second.
            let soonest = self.now + self.grain;
            let latest = self.now + SignedDuration::from_secs(1).max(self.grain);
            self.now = next.clamp(soonest, latest).min(until);
            self.step();
        }
    }

    /// Does what is due.
    pub(super) fn step(&mut self) {
        let begins = self.control.due(self.now);
        begins.into_iter().for_each(|begins| self.begin(begins));
        while let Some(entry) = self.going_on.first_entry().filter(|e| e.key().0 <= self.now) {
            let ((ended, _), job) = entry.remove_entry();
            let finished = self.answer(&job, ended);
            if let Some(begins) = self.control.finished(finished) {
                self.begin(begins);
            }
        }
        self.rule();
    }

    pub(super) fn begin(&mut self, Begins { job, .. }: Begins) {
        let name = job.watched.name().clone();
        self.runs += 1;
        let takes = (self.takes)(&name);
        self.begun.push((self.now, name, job.planned));
        if let Some(takes) = takes {
            self.going_on.insert((self.now + takes, self.runs), job);
        }
    }

    fn answer(&self, job: &Job, ended: Timestamp) -> Finished {
        let tests = job.watched.tests();
        let tests = tests.filter(|test| job.only.as_ref().is_none_or(|only| only.contains(test)));
        let run = RunId::at(ended, self.runs.to_be_bytes().repeat(2)[..10].try_into().unwrap());
        let results = tests.map(|test| {
            let name = test.suite.to_string();
            let monitor = job.watched.name().clone();
            let series = Series { monitor, test, location: location() };
            let outcome = (self.script)(&series, ended);
            let run = SeriesRun {
                series,
                run: run.clone(),
                planned: job.planned,
                started: ended,
                took: Duration::ZERO,
                outcome,
                first_try: true,
                trigger: job.trigger,
                steps: Vec::new(),
                detail: None,
            };
            Observed { run, name, finding: None }
        });
        Finished {
            watched: Arc::clone(&job.watched),
            trigger: job.trigger,
            planned: job.planned,
            started: ended,
            ended,
            results: results.collect(),
            certificates: Vec::new(),
            sight: self.sight.clone(),
        }
    }

    fn rule(&mut self) {
        let Some(ruling) = self.control.rule(self.now) else { return };
        let mut record = ruling.record;
        self.took_place.append(&mut record.runs);
        self.messages.extend(record.messages.iter().cloned());
        self.missed.extend(record.missed.iter().cloned());
        self.incidents.extend(record.incidents.iter().map(|i| (i.id, i.json.clone())));
        let events = ruling.events.into_iter();
        self.events.extend(events.filter(|event| !matches!(event, Event::Ran { .. })));
        if !record.series_states.is_empty() || !record.states.is_empty() {
            self.records.push(record);
        }
    }

    /// Every incident that there was, as it was last written.
    pub(super) fn incidents(&self) -> Vec<Incident> {
        self.incidents.values().map(|json| json.read().unwrap()).collect()
    }

    /// `slack: 10:03:12 down`
    pub(super) fn heard(&self) -> Vec<String> {
        let told = self.messages.iter().map(|message| {
            let time = message.alert.at.strftime("%H:%M:%S");
            let about = crate::event::about(&message.alert.about);
            format!("{}: {time} {about}", message.channel)
        });
        told.collect()
    }
}
