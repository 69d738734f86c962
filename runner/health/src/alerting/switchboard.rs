//! Who has been told of what, and who is to be told next.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use runner_model::{IncidentId, IncidentPhase};
use serde::{Deserialize, Serialize};

use super::line::{Line, Waiting};
use super::news::{news, phase_of, recovery_of};
use super::topics::TopicLine;
use super::{Routes, Told, Topic};
use crate::incident::{IncidentChange, Incidents};

/// Who has been told of what, and who is to be told next. This whole value is stored with each
/// message, so a restart neither forgets nor repeats one.
///
/// * What broke together is one message: the first waits a few seconds, and what joins later is
///   told in an update, at most one every few minutes.
/// * A channel that is to be told only if it is still so after a while is: unless somebody
///   looks after it. Nor is anybody reminded then.
/// * The end is told to those who heard of the beginning, and only to them, at once.
/// * What is folded into its cause is told with the cause, to the people of both, and not
///   otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Switchboard {
    incidents: BTreeMap<IncidentId, Line>,
    #[serde(default)]
    pub(super) topics: BTreeMap<Topic, TopicLine>,
}

impl Switchboard {
    /// Takes in what changed in the book: what is to be told at once, and what was due anyway.
    /// `book` is as it is after the changes.
    pub fn take(
        &mut self,
        changes: &[IncidentChange],
        book: &Incidents,
        routes: &dyn Routes,
        now: Timestamp,
    ) -> Vec<Told> {
        let mut told = Vec::new();
        for change in changes {
            if let IncidentChange::Closed(incident) = change
                && let Some(line) = self.incidents.remove(&incident.id)
            {
                let folded = book.folded_monitors(incident);
                told.extend(line.heard.into_iter().map(|(channel, heard)| {
                    let phase = recovery_of(incident, now);
                    news(incident, phase, folded.clone(), channel, heard.messages + 1, now)
                }));
            }
        }
        let mut changed: BTreeSet<IncidentId> = changes.iter().map(IncidentChange::id).collect();
        // What an incident explains is told with it.
        let causes = changed.iter().filter_map(|id| book.get(*id)?.cause);
        changed.extend(causes.map(|cause| cause.incident).collect::<Vec<_>>());
        for incident in changed.into_iter().filter_map(|id| book.get(id)) {
            self.incidents.entry(incident.id).or_default().plan(incident, book, routes, now);
        }
        told.extend(self.due(book, routes, now));
        told
    }

    /// What is to be told by `now`.
    pub fn due(&mut self, book: &Incidents, routes: &dyn Routes, now: Timestamp) -> Vec<Told> {
        let mut told = Vec::new();
        self.incidents.retain(|id, _| book.get(*id).is_some());
        for (id, line) in &mut self.incidents {
            if line.waiting.values().all(|waiting| waiting.at() > now) {
                continue;
            }
            let Some(incident) = book.get(*id) else { continue };
            // Since it was planned, a maintenance may have begun, or the project have changed.
            line.plan(incident, book, routes, now);
            for (channel, waiting, number) in line.take_due(incident, now) {
                let phase = match waiting {
                    Waiting::News(_) => phase_of(incident),
                    Waiting::Reminder(_) => IncidentPhase::StillOpen,
                };
                let folded = book.folded_monitors(incident);
                told.push(news(incident, phase, folded, channel, number, now));
            }
            line.plan(incident, book, routes, now);
        }
        told.extend(self.due_topics(routes, now));
        told
    }

    /// When [`due`](Self::due) has something to tell.
    pub fn next_due(&self) -> Option<Timestamp> {
        let lines = self.incidents.values().flat_map(|line| line.waiting.values());
        lines.map(|waiting| waiting.at()).chain(self.topics_due()).min()
    }

    /// The clock was set by so much. Whoever waits to be told waits no longer than before; to be
    /// followed by [`replan`](Self::replan).
    pub fn clock_was_set(&mut self, by: SignedDuration) {
        self.incidents.values_mut().for_each(|line| line.clock_was_set(by));
        self.topics.values_mut().for_each(|line| line.clock_was_set(by));
    }

    /// Works out anew who is told next: after the project, or a maintenance, has changed.
    pub fn replan(&mut self, book: &Incidents, routes: &dyn Routes, now: Timestamp) {
        self.replan_topics();
        for (id, line) in &mut self.incidents {
            if let Some(incident) = book.get(*id) {
                line.plan(incident, book, routes, now);
            }
        }
    }
}
