//! A small project, its incidents, and what its channels heard.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use runner_model::{
    About, ChannelName, IncidentId, IncidentNews, IncidentPhase, MonitorName, Series,
};

use crate::alerting::{NotifyOn, NotifyRule, Place, Routes, Switchboard, Timing, Told};
use crate::incident::sample::{at, report, rules};
use crate::incident::{Facts, IncidentChange, Incidents, Level, Rules};

pub(super) fn channel(name: &str) -> ChannelName {
    ChannelName::try_from(name).unwrap()
}

/// A rule for a channel: at once, of all but `degraded`, as when `on` is not written.
pub(super) fn rule(name: &str) -> NotifyRule {
    NotifyRule {
        channel: channel(name),
        on: vec![NotifyOn::Down, NotifyOn::Unknown, NotifyOn::Certificate, NotifyOn::Recovered],
        severities: Vec::new(),
        only: Vec::new(),
        after: Duration::ZERO,
    }
}

pub(super) fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

/// The `notify` part of the project.
pub(super) struct Project {
    pub(super) timing: Timing,
    /// What each monitor says.
    pub(super) own: BTreeMap<MonitorName, Vec<NotifyRule>>,
    /// For those that say nothing.
    pub(super) rules: Vec<NotifyRule>,
    /// A maintenance of everything.
    pub(super) silent: Option<(Timestamp, Timestamp)>,
    /// What becomes bad from the one on is held until the other.
    pub(super) held: Option<(Timestamp, Timestamp)>,
}

impl Routes for Project {
    fn timing(&self) -> &Timing {
        &self.timing
    }

    fn rules(&self, series: &Series) -> &[NotifyRule] {
        self.own.get(&series.monitor).unwrap_or(&self.rules)
    }

    fn silent_until(&self, _: &Series, _: &Facts, now: Timestamp) -> Option<Timestamp> {
        self.silent.filter(|(from, until)| *from <= now && now < *until).map(|(_, until)| until)
    }

    fn held_until(&self, _: Place<'_>, since: Timestamp) -> Option<Timestamp> {
        self.held.filter(|(from, _)| *from <= since).map(|(_, until)| until)
    }
}

pub(super) struct World {
    pub(super) book: Incidents,
    pub(super) board: Switchboard,
    pub(super) rules: Rules,
    pub(super) project: Project,
    pub(super) now: i64,
    /// All that was ever told, in order.
    pub(super) outbox: Vec<Told>,
    pub(super) changes: Vec<IncidentChange>,
    /// News, the end aside, of an incident while another is known to be its cause.
    pub(super) told_twice: Vec<String>,
    /// The process is restarted before each event.
    pub(super) restarts: bool,
}

impl World {
    pub(super) fn new(rules_of_all: Vec<NotifyRule>) -> Self {
        let project = Project {
            timing: Timing::default(),
            own: BTreeMap::new(),
            rules: rules_of_all,
            silent: None,
            held: None,
        };
        Self {
            book: Incidents::default(),
            board: Switchboard::default(),
            rules: rules(),
            project,
            now: 0,
            outbox: Vec::new(),
            changes: Vec::new(),
            told_twice: Vec::new(),
            restarts: false,
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        at(self.now)
    }

    pub(super) fn down(&mut self, name: &str) {
        self.set(name, Level::Down);
    }

    pub(super) fn up(&mut self, name: &str) {
        self.set(name, Level::Up);
    }

    pub(super) fn set(&mut self, name: &str, level: Level) {
        self.restart();
        let changes = self.book.take(report(name, level, self.now), self.now(), &self.rules);
        self.take(changes);
    }

    pub(super) fn acknowledge(&mut self, id: u64) {
        let now = self.now();
        let change = self.book.acknowledge(IncidentId(id), "ada", now).unwrap();
        self.take(vec![change]);
    }

    /// Lets time pass: whatever becomes due is done when it is.
    pub(super) fn pass(&mut self, time: Duration) {
        let until = self.now + i64::try_from(time.as_secs()).unwrap();
        loop {
            let due = self.board.next_due().into_iter().chain(self.book.next_due()).min();
            let Some(due) = due.map(Timestamp::as_second).filter(|due| *due <= until) else {
                break;
            };
            self.now = due.max(self.now);
            self.restart();
            let changes = self.book.tick(self.now(), &self.rules);
            self.take(changes);
            let left = self.board.next_due().into_iter().chain(self.book.next_due()).min();
            assert!(left.is_none_or(|left| left > self.now()), "what was due has been done");
        }
        self.now = until;
    }

    fn take(&mut self, changes: Vec<IncidentChange>) {
        let now = self.now();
        let told = self.board.take(&changes, &self.book, &self.project, now);
        let is_caused = |told: &&Told| {
            let incident = self.book.get(news(told).id);
            incident.is_some_and(|incident| incident.cause.is_some())
        };
        self.told_twice.extend(told.iter().filter(is_caused).map(said));
        self.outbox.extend(told);
        self.changes.extend(changes);
    }

    fn restart(&mut self) {
        if self.restarts {
            let book = serde_json::to_string(&self.book).unwrap();
            let board = serde_json::to_string(&self.board).unwrap();
            self.book = serde_json::from_str(&book).unwrap();
            self.board = serde_json::from_str(&board).unwrap();
        }
    }

    /// What a channel heard: `5 1 down: list place`.
    pub(super) fn heard(&self, name: &str) -> Vec<String> {
        let told = self.outbox.iter().filter(|told| told.channel.as_str() == name);
        told.map(|told| format!("{} {}", told.at.as_second(), said(told))).collect()
    }
}

pub(super) fn news(told: &Told) -> &IncidentNews {
    let About::Incident(news) = &told.alert.about else { panic!("it is about an incident") };
    news
}

/// `1 down: list place (buy) +3`
fn said(told: &Told) -> String {
    let news = news(told);
    let phase = match news.phase {
        IncidentPhase::Down => "down".to_owned(),
        IncidentPhase::Degraded => "degraded".to_owned(),
        IncidentPhase::StillOpen => "still open".to_owned(),
        IncidentPhase::Recovered { lasted } => format!("recovered after {}", lasted.as_secs()),
    };
    let names: Vec<&str> =
        news.affected.iter().map(|affected| affected.series.monitor.as_str()).collect();
    let folded: Vec<&str> = news.folded.iter().map(MonitorName::as_str).collect();
    let folded = if folded.is_empty() { String::new() } else { format!(" ({})", folded.join(" ")) };
    let more = if news.more == 0 { String::new() } else { format!(" +{}", news.more) };
    format!("{} {phase}: {}{folded}{more}", news.id, names.join(" "))
}
