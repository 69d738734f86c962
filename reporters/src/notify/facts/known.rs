//! Everything that is known of one alert.

use jiff::Timestamp;
use runner_model::{
    About, Alert, Digest, DigestLine, IncidentNews, IncidentPhase, MonitorName, human,
};
use serde::Serialize;

use super::affected::AffectedFacts;
use super::line::Line;
use crate::notify::said::{long, moment, short};
use crate::notify::story::{Story, days_since, share};

/// So many series of an incident are told in full; the others have one line each.
const IN_FULL: usize = 3;

/// So many tests of a deploy are told.
const DEPLOYED: usize = 10;

/// So many monitors of a digest have a line.
const DIGEST_LINES: usize = 40;

/// What templates can say of an alert. Text from services is in one line, of bearable length.
#[derive(Clone, Debug, Serialize)]
pub(in crate::notify) struct Facts {
    /// `incident`, `certificate`, …
    pub(in crate::notify) about: &'static str,
    /// Of an incident: `down`, `degraded`, `still_open`, `recovered`.
    pub(in crate::notify) phase: Option<&'static str>,
    /// What may follow "is": `down`, `up`, `overdue`.
    pub(in crate::notify) state: &'static str,
    pub(in crate::notify) severity: &'static str,
    /// For mails, where it is never the only sign.
    pub(in crate::notify) colour: &'static str,
    pub(in crate::notify) headline: String,
    because: Option<String>,
    /// Headline and reason.
    pub(in crate::notify) sentence: String,
    monitor: Named,
    pub(in crate::notify) environment: Option<String>,
    pub(in crate::notify) service: Option<String>,
    owner: Option<String>,
    runbook: Option<String>,
    link: Option<String>,
    incident: Option<u64>,
    at: String,
    at_rfc3339: String,
    since: Option<String>,
    since_rfc3339: Option<String>,
    lasted: Option<String>,
    affected: Vec<AffectedFacts>,
    /// How many are affected beside those in `affected`.
    more: u64,
    folded: Vec<String>,
    maintenance: Option<String>,
    after_deploy: Option<String>,
    monitors: Vec<DigestFacts>,
    /// How many a digest has beside those in `monitors`.
    more_monitors: usize,
    /// Whole sentences.
    pub(in crate::notify) notes: Vec<String>,
    lines: Vec<Line>,
}

/// Something with a name.
#[derive(Clone, Debug, Serialize)]
struct Named {
    name: String,
}

/// A monitor in a digest.
#[derive(Clone, Debug, Serialize)]
struct DigestFacts {
    name: String,
    open: bool,
    /// `12 days since the last failure`
    days: String,
    /// `99.98 % up`
    share: String,
}

impl Facts {
    /// All that is known.
    pub(in crate::notify) fn of(alert: &Alert) -> Self {
        let story = Story::of(alert);
        let (since, lasted) = when(&alert.about);
        let mut facts = Self {
            about: about(&alert.about),
            phase: None,
            state: story.state,
            severity: alert.severity.as_str(),
            colour: story.tone.colour(),
            sentence: story.sentence(),
            headline: story.headline,
            because: story.because,
            monitor: Named { name: story.subject },
            environment: alert.environment.as_ref().map(|name| short(name.as_str())),
            service: alert.service.as_ref().map(|name| short(name.as_str())),
            owner: alert.owner.as_deref().map(short),
            runbook: alert.runbook.as_deref().map(long),
            link: alert.link.as_deref().map(long),
            incident: None,
            at: moment(alert.at, alert.at),
            at_rfc3339: alert.at.to_string(),
            since: since.map(|since| moment(since, alert.at)),
            since_rfc3339: since.map(|since| since.to_string()),
            lasted: lasted.map(human::duration),
            affected: Vec::new(),
            more: 0,
            folded: Vec::new(),
            maintenance: None,
            after_deploy: None,
            monitors: Vec::new(),
            more_monitors: 0,
            notes: Vec::new(),
            lines: lines(alert),
        };
        facts.add_parts(&alert.about, alert.at);
        facts
    }

    /// What it is about, as short as can be: the service, else the monitor or what else it is.
    pub(in crate::notify) fn source(&self) -> &str {
        self.service.as_deref().unwrap_or(&self.monitor.name)
    }

    /// What only some alerts have.
    fn add_parts(&mut self, about: &About, at: Timestamp) {
        match about {
            About::Incident(news) => self.add_incident(news, at),
            About::Certificate { monitors, .. } if !monitors.is_empty() => {
                self.notes.push(format!("Seen by {}.", names(monitors).join(", ")));
            }
            About::Blind { reference, .. } if !reference.is_empty() => {
                let asked: Vec<String> = reference.iter().map(|host| short(host)).collect();
                self.notes.push(format!("None of these answered: {}", asked.join(", ")));
            }
            About::Burn(news) => {
                self.notes.push(format!("Told when it is over {} in both times.", news.limit));
                self.add_deploy(news.after_deploy.as_deref());
            }
            About::Digest(digest) => self.add_digest(digest),
            About::Deploy(news) => {
                self.notes.extend(news.tests.iter().take(DEPLOYED).map(|test| short(test)));
            }
            About::Certificate { .. }
            | About::NotRunning { .. }
            | About::RunsAgain { .. }
            | About::Blind { .. }
            | About::SeesAgain { .. }
            | About::HeartbeatMissing { .. }
            | About::HeartbeatBack { .. }
            | About::ChannelFailing { .. }
            | About::ConfigRefused { .. }
            | About::BurnOver { .. }
            | About::Coverage(_)
            | About::CoverageBack { .. }
            | About::Test { .. } => {}
        }
    }

    fn add_incident(&mut self, news: &IncidentNews, at: Timestamp) {
        self.phase = Some(match news.phase {
            IncidentPhase::Down => "down",
            IncidentPhase::Degraded => "degraded",
            IncidentPhase::StillOpen => "still_open",
            IncidentPhase::Recovered { .. } => "recovered",
        });
        self.incident = Some(news.id.0);
        let told = |(index, affected)| AffectedFacts::of(affected, at, index < IN_FULL);
        self.affected = news.affected.iter().enumerate().map(told).collect();
        self.more = news.more;
        self.folded = names(&news.folded);
        self.maintenance = news.maintenance.as_deref().map(short);
        match news.more {
            0 => {}
            1 => self.notes.push("1 more is affected.".to_owned()),
            more => self.notes.push(format!("{more} more are affected.")),
        }
        if !self.folded.is_empty() {
            let folded = self.folded.join(", ");
            self.notes.push(format!("Also failing, because they depend on it: {folded}"));
        }
        if let Some(maintenance) = &self.maintenance {
            self.notes
                .push(format!("It began during the maintenance \"{maintenance}\", which is over."));
        }
        self.add_deploy(news.after_deploy.as_deref());
    }

    fn add_deploy(&mut self, deployed: Option<&str>) {
        self.after_deploy = deployed.map(short);
        if let Some(version) = &self.after_deploy {
            self.notes.push(format!("{version} was deployed shortly before it began."));
        }
    }

    fn add_digest(&mut self, digest: &Digest) {
        let told = |line: &DigestLine| DigestFacts {
            name: short(line.monitor.as_str()),
            open: line.open,
            days: days_since(line.days_since_failure),
            share: share(line),
        };
        self.monitors = digest.monitors.iter().take(DIGEST_LINES).map(told).collect();
        self.more_monitors = digest.monitors.len() - self.monitors.len();
        if self.more_monitors > 0 {
            self.notes.push(format!("{} more.", self.more_monitors));
        }
    }
}

/// What every message ends with.
fn lines(alert: &Alert) -> Vec<Line> {
    let text = |label, value: Option<&str>| value.map(|value| Line::plain(label, value));
    let link = |label, value: Option<&str>| value.map(|value| Line::link(label, value));
    [
        Some(Line::plain("Severity", alert.severity.as_str())),
        text("Service", alert.service.as_ref().map(|name| name.as_str())),
        text("Owner", alert.owner.as_deref()),
        link("Runbook", alert.runbook.as_deref()),
        link("Details", alert.link.as_deref()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn names(monitors: &[MonitorName]) -> Vec<String> {
    monitors.iter().map(|monitor| short(monitor.as_str())).collect()
}

fn about(about: &About) -> &'static str {
    match about {
        About::Incident(_) => "incident",
        About::Certificate { .. } => "certificate",
        About::NotRunning { .. } => "not_running",
        About::RunsAgain { .. } => "runs_again",
        About::Blind { .. } => "blind",
        About::SeesAgain { .. } => "sees_again",
        About::HeartbeatMissing { .. } => "heartbeat_missing",
        About::HeartbeatBack { .. } => "heartbeat_back",
        About::ChannelFailing { .. } => "channel_failing",
        About::ConfigRefused { .. } => "config_refused",
        About::Burn(_) => "burn",
        About::BurnOver { .. } => "burn_over",
        About::Coverage(_) => "coverage",
        About::CoverageBack { .. } => "coverage_back",
        About::Digest(_) => "digest",
        About::Deploy(_) => "deploy",
        About::Test { .. } => "test",
    }
}

/// Since when it is so, and how long it was.
fn when(about: &About) -> (Option<Timestamp>, Option<std::time::Duration>) {
    match about {
        About::Incident(news) => match news.phase {
            IncidentPhase::Recovered { lasted } => (Some(news.since), Some(lasted)),
            IncidentPhase::Down | IncidentPhase::Degraded | IncidentPhase::StillOpen => {
                (Some(news.since), None)
            }
        },
        About::Blind { since, .. } | About::ChannelFailing { since, .. } => (Some(*since), None),
        About::SeesAgain { since, lasted }
        | About::BurnOver { since, lasted, .. }
        | About::CoverageBack { since, lasted, .. } => (Some(*since), Some(*lasted)),
        About::RunsAgain { lasted, .. } | About::HeartbeatBack { lasted, .. } => {
            (None, Some(*lasted))
        }
        About::NotRunning { last, .. } => (*last, None),
        About::HeartbeatMissing { due, .. } => (Some(*due), None),
        About::Digest(digest) => (Some(digest.from), None),
        About::Certificate { .. }
        | About::ConfigRefused { .. }
        | About::Burn(_)
        | About::Coverage(_)
        | About::Deploy(_)
        | About::Test { .. } => (None, None),
    }
}
