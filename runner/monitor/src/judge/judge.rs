//! Runs in, rulings out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use runner_health::alerting::conditions::Delivery;
use runner_health::alerting::{Place, Switchboard, Told};
use runner_health::incident::{
    Facts, IncidentChange, Incidents, NotOpen, Observation, Report, SeriesState, Transition,
};
use runner_model::{
    About, Alert, ChannelName, HeartbeatName, IncidentId, MonitorName, Outcome, Series, TestRef,
    Trigger,
};
use runner_store::{MissedSlot, NewMessage, Record};

use super::budgets::Budgets;
use super::conditions::{Conditions, HeartbeatRules};
use super::rulebook::MonitorRules;
use super::ruling::{Confirmation, Ruling};
use super::{AdHoc, Deploys, Rulebook, keeping};
use crate::event::Event;
use crate::watch::Watched;
use crate::work::{Finished, Observed};

/// What runs mean. It owns where everything stands; what changes is written before anybody else
/// hears of it.
pub(crate) struct Judge {
    pub(crate) rulebook: Arc<Rulebook>,
    pub(super) series: HashMap<Series, Known>,
    pub(super) incidents: Incidents,
    pub(super) switchboard: Switchboard,
    pub(crate) conditions: Conditions,
    pub(super) budgets: Budgets,
    pub(super) draft: Draft,
}

/// What is known of a series.
#[derive(Default)]
pub(super) struct Known {
    /// Where it stands; `None` while nothing is wrong with it, as with most of thousands.
    pub(super) state: Option<Box<SeriesState>>,
    /// When a passing run was last kept with everything about it.
    pass_kept: Option<Timestamp>,
}

/// A ruling that is being put together.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) record: Record,
    pub(super) changes: Vec<IncidentChange>,
    pub(super) told: Vec<Told>,
    pub(super) moved: BTreeSet<Series>,
    pub(super) confirmations: BTreeMap<(MonitorName, Timestamp), BTreeSet<TestRef>>,
    pub(super) events: Vec<Event>,
    /// Something was told although no incident changed.
    pub(super) is_touched: bool,
}

impl Judge {
    /// How often a passing run of one series is kept with everything about it. A failure is
    /// compared with the last pass that was kept.
    const PASS_KEPT_EVERY: SignedDuration = SignedDuration::from_secs(60);

    /// Where nothing has been recorded yet.
    pub(crate) fn new(rulebook: Arc<Rulebook>, conditions: Conditions) -> Self {
        Self {
            rulebook,
            series: HashMap::new(),
            incidents: Incidents::default(),
            switchboard: Switchboard::default(),
            conditions,
            budgets: Budgets::default(),
            draft: Draft::default(),
        }
    }

    /// Failed runs that are to be repeated, and when.
    pub(crate) fn confirmations_due(&self) -> Vec<(Series, Timestamp)> {
        let due = self.series.iter().filter_map(|(series, known)| {
            let due = known.state.as_ref()?.confirmation_due()?;
            Some((series.clone(), due))
        });
        due.collect()
    }

    /// A series stood there when the process ended.
    pub(super) fn stands(&mut self, series: Series, state: SeriesState) {
        let state = (!state.is_quiet()).then(|| Box::new(state));
        self.series.insert(series, Known { state, pass_kept: None });
    }

    /// Takes in a finished run. What it leads to waits for [`Judge::rule`].
    pub(crate) fn take(&mut self, finished: Finished) {
        let at = finished.ended;
        let told = self.conditions.ran(&finished, &self.rulebook, &mut self.switchboard);
        self.tell(told);
        for observed in finished.results.iter() {
            let facts = facts(&finished, observed);
            self.observe(observed, facts, at);
        }
        let environment = finished.watched.environment();
        for observed in finished.results {
            self.draft.events.push(Event::ran(&observed, environment, finished.started));
            self.keep(observed, &finished.planned);
        }
    }

    fn observe(&mut self, observed: &Observed, facts: Facts, at: Timestamp) {
        let series = &observed.run.series;
        let Some(monitor) = self.rulebook.monitor(&series.monitor) else { return };
        let observation = Observation {
            outcome: observed.run.outcome,
            trigger: trigger_of(monitor, observed.run.trigger),
            silence: self.rulebook.silence(series, &facts, at),
        };
        let known = self.series.entry(series.clone()).or_default();
        let before = known.state.clone();
        let state = known.state.take().map_or_else(SeriesState::new, |state| *state);
        let (state, transition) = state.observe(&observation, at, &monitor.policy);
        known.state = (!state.is_quiet()).then(|| Box::new(state));
        if known.state != before {
            self.draft.moved.insert(series.clone());
        }
        match transition {
            None => {}
            Some(Transition::Confirm { at }) => {
                let key = (series.monitor.clone(), at);
                self.draft.confirmations.entry(key).or_default().insert(series.test.clone());
            }
            Some(
                transition @ (Transition::Degraded(_)
                | Transition::Down(_)
                | Transition::Recovered { .. }),
            ) => {
                let since = transition.onset().map_or(at, |onset| onset.since);
                let after_deploy = self.rulebook.deploys.before(Place::of(&facts), since);
                let (series, finding) = (series.clone(), observed.finding.clone());
                let report = Report { series, facts, transition, finding, after_deploy };
                let changes = self.incidents.take(report, at, &self.rulebook.rules);
                self.draft.changes.extend(changes);
            }
        }
    }

    /// Puts a run on record; with everything about it when somebody may want to look at it.
    fn keep(&mut self, observed: Observed, planned: &Timestamp) {
        let mut run = observed.run;
        let known = self.series.entry(run.series.clone()).or_default();
        match run.outcome {
            Outcome::Passed | Outcome::Degraded => {
                let fresh = known
                    .pass_kept
                    .is_some_and(|kept| planned.duration_since(kept).abs() < Self::PASS_KEPT_EVERY);
                match fresh {
                    true => run.detail = None,
                    false => known.pass_kept = Some(*planned),
                }
            }
            // After it, the first pass is of interest again.
            Outcome::Failed | Outcome::Errored => known.pass_kept = None,
            Outcome::Skipped => run.detail = None,
        }
        self.draft.record.runs.push(run);
    }

    /// Slots in which nothing ran.
    pub(crate) fn missed(&mut self, slots: impl IntoIterator<Item = MissedSlot>) {
        for slot in slots {
            self.draft.events.push(Event::missed(&slot));
            self.draft.record.missed.push(slot);
        }
    }

    /// Judges by another project from `now` on. What is no longer monitored cannot recover: it is
    /// forgotten, and taken for recovered.
    pub(crate) fn judge_by(
        &mut self,
        rulebook: Arc<Rulebook>,
        watched: &BTreeMap<MonitorName, Arc<Watched>>,
        now: Timestamp,
    ) {
        self.rulebook = rulebook;
        let location = self.conditions.location.clone();
        let kept: BTreeSet<Series> = watched
            .iter()
            .flat_map(|(monitor, watched)| {
                watched.tests().map(|test| (monitor.clone(), test)).collect::<Vec<_>>()
            })
            .map(|(monitor, test)| Series { monitor, test, location: location.clone() })
            .collect();
        let known = self.series.keys().filter(|series| !kept.contains(series)).cloned();
        let lost: Vec<Series> = known.collect();
        for series in lost {
            self.series.remove(&series);
            self.draft.moved.insert(series);
        }
        let changes = self.incidents.forget(&kept, now, &self.rulebook.rules);
        self.draft.changes.extend(changes);
        self.conditions.keep_only(|name| watched.contains_key(name), &mut self.switchboard);
        let promised = |name: &_| self.rulebook.objectives.contains_key(name);
        self.budgets.keep_only(promised, &mut self.switchboard);
        self.switchboard.replan(&self.incidents, &*self.rulebook, now);
    }

    /// What somebody put under maintenance by hand: all of it.
    pub(crate) fn set_ad_hoc(&mut self, ad_hoc: Vec<AdHoc>, now: Timestamp) {
        if self.rulebook.windows.ad_hoc() != ad_hoc {
            Arc::make_mut(&mut self.rulebook).windows.set_ad_hoc(ad_hoc);
            self.switchboard.replan(&self.incidents, &*self.rulebook, now);
        }
    }

    /// Somebody looks after an incident.
    ///
    /// # Errors
    /// It is not open.
    pub(crate) fn acknowledge(
        &mut self,
        id: IncidentId,
        by: &str,
        now: Timestamp,
    ) -> Result<(), NotOpen> {
        let change = self.incidents.acknowledge(id, by, now)?;
        self.draft.changes.push(change);
        Ok(())
    }

    /// Somebody writes something down.
    ///
    /// # Errors
    /// The incident is not open.
    pub(crate) fn note(
        &mut self,
        id: IncidentId,
        by: &str,
        text: &str,
        now: Timestamp,
    ) -> Result<(), NotOpen> {
        let change = self.incidents.note(id, by, text, now)?;
        self.draft.changes.push(change);
        Ok(())
    }

    /// Of which jobs reports are expected, from `now` on.
    pub(crate) fn expect_beats(
        &mut self,
        beats: BTreeMap<HeartbeatName, HeartbeatRules>,
        now: Timestamp,
    ) {
        self.conditions.expect_beats(beats, now, &mut self.switchboard);
    }

    /// A job reported.
    pub(crate) fn beat(&mut self, heartbeat: &HeartbeatName, at: Timestamp) {
        let told = self.conditions.beat(heartbeat, at, &mut self.switchboard);
        self.tell(told);
    }

    /// A channel took a message, or did not.
    pub(crate) fn delivered(
        &mut self,
        channel: &ChannelName,
        alert: &Alert,
        delivery: Delivery<'_>,
        at: Timestamp,
    ) {
        if let (Delivery::Taken, About::Incident(news)) = (delivery, &alert.about)
            && self.incidents.told(news.id, channel.clone(), news.phase, at).is_ok()
        {
            self.draft.changes.push(IncidentChange::Noted { id: news.id });
        }
        let told = self.conditions.delivered(channel, delivery, at, &self.rulebook);
        self.tell(told);
    }

    /// Certificates come nearer to their end, whether or not a run meets them.
    pub(crate) fn look_at_certificates(&mut self, now: Timestamp) {
        let told = self.conditions.look_at_certificates(now, &self.rulebook);
        self.tell(told);
    }

    /// The project's files were changed and are not right: told once for each first problem.
    pub(crate) fn config_refused(&mut self, problems: usize, first: String, now: Timestamp) {
        let about = About::ConfigRefused { problems: problems as u64, first };
        let told = Conditions::config_refused(about, now, &self.rulebook.everybody());
        self.tell(told);
    }

    /// What was deployed of late, and what gates said of it.
    pub(crate) fn deployed(&mut self, deploys: Deploys, now: Timestamp) {
        if self.rulebook.deploys != deploys {
            Arc::make_mut(&mut self.rulebook).deploys = deploys;
            let deploys = &self.rulebook.deploys;
            let named = self
                .incidents
                .name_deploys(|member| deploys.before(Place::of(&member.facts), member.since));
            self.draft.changes.extend(named);
            self.switchboard.replan(&self.incidents, &*self.rulebook, now);
        }
    }

    /// What time alone brings: escalations, reminders, jobs that do not report, monitors that do
    /// not run.
    pub(crate) fn tick(&mut self, now: Timestamp) {
        let changes = self.incidents.tick(now, &self.rulebook.rules);
        self.draft.changes.extend(changes);
        let told = self.conditions.tick(now, &self.rulebook, &mut self.switchboard);
        self.tell(told);
    }

    /// When time alone brings something, at the latest.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        let conditions = self.conditions.next_due();
        [self.incidents.next_due(), self.switchboard.next_due(), conditions]
            .into_iter()
            .flatten()
            .min()
    }

    pub(super) fn tell(&mut self, told: Vec<Told>) {
        self.draft.is_touched |= !told.is_empty();
        self.draft.told.extend(told);
    }

    /// Everything since the last time: to be written in one transaction. `None` when there is
    /// nothing.
    pub(crate) fn rule(&mut self, now: Timestamp) -> Option<Ruling> {
        // Even when nothing changed, something may have become due.
        let changes = &self.draft.changes;
        let told = self.switchboard.take(changes, &self.incidents, &*self.rulebook, now);
        self.tell(told);
        let mut draft = std::mem::take(&mut self.draft);
        let mut record = std::mem::take(&mut draft.record);
        let changes = std::mem::take(&mut draft.changes);
        for series in &draft.moved {
            let state = self.series.get(series).and_then(|known| known.state.as_deref());
            record.series_states.push(keeping::series(series, state));
        }
        record.incidents.extend(keeping::incidents(&changes, &self.incidents));
        record.states.extend(self.conditions.take_changes());
        record.states.extend(self.budgets.take_changes());
        // With the state of a monitor, a job or this location, the switchboard changes what it has
        // to tell of them, even if that is later.
        if !changes.is_empty() || draft.is_touched || !record.states.is_empty() {
            record.states.extend(keeping::book(&self.incidents, &self.switchboard));
        }
        draft.events.extend(changes.iter().filter_map(|c| Event::changed(c, &self.incidents, now)));
        for Told { channel, key, at, alert, .. } in draft.told {
            draft.events.push(Event::told(&channel, &key, &alert));
            record.messages.push(NewMessage { channel, key, not_before: at, alert });
        }
        let confirmations = draft.confirmations.into_iter();
        let ruling = Ruling {
            record,
            confirmations: confirmations
                .map(|((monitor, at), tests)| Confirmation { monitor, at, tests })
                .collect(),
            events: draft.events,
        };
        (!ruling.is_empty()).then_some(ruling)
    }
}

/// A monitor that runs on deploys has no other schedule than these.
fn trigger_of(monitor: &MonitorRules, trigger: Trigger) -> Trigger {
    match trigger {
        Trigger::Deploy if monitor.is_on_deploy => Trigger::Schedule,
        Trigger::Schedule | Trigger::Confirmation | Trigger::Manual | Trigger::Deploy => trigger,
    }
}

fn facts(finished: &Finished, observed: &Observed) -> Facts {
    let watched = &finished.watched;
    let test = &observed.run.series.test;
    Facts {
        name: observed.name.clone(),
        service: watched.service_of(test).cloned(),
        environment: watched.environment().cloned(),
        severity: watched.monitor.severity,
        owner: watched.owner_of(test),
        runbook: watched.monitor.runbook.clone(),
    }
}
