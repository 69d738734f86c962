//! What happened, in order, with the deploys in between.

use jiff::Timestamp;
use runner_health::incident::{Happened, Incident};
use runner_model::{IncidentPhase, Series, Severity};
use runner_store::{Deploy, NewPublicUpdate, PublicUpdate};
use serde::Serialize;

use crate::pages::times::Moment;

/// One thing that happened.
#[derive(Debug, Serialize)]
pub(super) struct Event {
    #[serde(skip)]
    at: Timestamp,
    moment: Moment,
    icon: &'static str,
    tone: &'static str,
    /// `Detected`, `Paged`, `Acknowledged`: what kind of thing it is.
    label: &'static str,
    words: String,
    /// What somebody wrote.
    text: Option<String>,
    /// The number of what was said in public.
    update: Option<i64>,
}

/// Everything that happened, oldest first.
pub(super) fn events(
    incident: &Incident,
    deploys: &[Deploy],
    updates: &[PublicUpdate],
    now: Timestamp,
) -> Vec<Event> {
    let event = |at, said: Said| said.event(at, now);
    let began = Said::new("clock", "mute", "Began", "the first run that was bad".to_owned());
    let mut events = vec![event(incident.since, began)];
    let pages = incident.severity == Severity::Critical;
    for entry in incident.timeline.entries() {
        events.push(event(entry.at, said(&entry.happened, pages)));
    }
    for deploy in deploys {
        let words = format!("{} {}", deploy.service, deploy.version);
        events.push(event(deploy.at, Said::new("ship", "info", "Deployed", words)));
    }
    for update in updates {
        let PublicUpdate { id, said: NewPublicUpdate { at, text, who, .. } } = update;
        let said = Said::new("globe", "info", "Said in public", format!("by {who}"));
        let said = Said { text: Some(text.clone()), ..said };
        events.push(Event { update: Some(id.0), ..event(*at, said) });
    }
    events.sort_by_key(|event| event.at);
    events
}

/// How a thing is told.
struct Said {
    icon: &'static str,
    tone: &'static str,
    label: &'static str,
    words: String,
    text: Option<String>,
}

impl Said {
    fn new(icon: &'static str, tone: &'static str, label: &'static str, words: String) -> Self {
        Self { icon, tone, label, words, text: None }
    }

    fn event(self, at: Timestamp, now: Timestamp) -> Event {
        let Self { icon, tone, label, words, text } = self;
        Event { at, moment: Moment::of(at, now), icon, tone, label, words, text, update: None }
    }
}

/// `pages`: whoever is told of it is paged.
fn said(happened: &Happened, pages: bool) -> Said {
    match happened {
        Happened::Opened { series } => {
            Said::new("bad", "bad", "Detected", format!("{} broke", name(series)))
        }
        Happened::Joined { series } => {
            Said::new("bad", "bad", "Spread", format!("{} broke, too", name(series)))
        }
        Happened::Worsened { series } => {
            Said::new("bad", "bad", "Worse", format!("{} is down", name(series)))
        }
        Happened::Improved { series } => {
            let words = format!("{} is degraded, no longer down", name(series));
            Said::new("warn", "warn", "Better", words)
        }
        Happened::Recovered { series } => {
            Said::new("ok", "ok", "Recovered", format!("{} works again", name(series)))
        }
        Happened::Removed { series } => {
            let words = format!("{} is no longer monitored", name(series));
            Said::new("skip", "mute", "Removed", words)
        }
        Happened::Folded { series } => {
            let words = format!("{} fails because of this", name(series));
            Said::new("warn", "warn", "Spread", words)
        }
        Happened::FoldedInto { cause } => {
            let words = format!("incident {cause} turned out to be the cause");
            Said::new("dep", "mute", "Explained", words)
        }
        Happened::Explains { incident } => {
            let words = format!("incident {incident} turned out to be caused by this");
            Said::new("dep", "mute", "Explains", words)
        }
        Happened::StandsAlone => {
            let words = "what caused it is over, and this is not".to_owned();
            Said::new("dep", "mute", "Stands alone", words)
        }
        Happened::Acknowledged { by } => {
            Said::new("check", "info", "Acknowledged", format!("{by} looks after it"))
        }
        Happened::Note { by, text } => {
            let said = Said::new("note", "mute", "Note", format!("by {by}"));
            Said { text: Some(text.clone()), ..said }
        }
        Happened::Told { channel, phase } => {
            let label = match phase {
                IncidentPhase::Down | IncidentPhase::Degraded if pages => "Paged",
                IncidentPhase::StillOpen => "Reminded",
                IncidentPhase::Down | IncidentPhase::Degraded | IncidentPhase::Recovered { .. } => {
                    "Told"
                }
            };
            Said::new("bell", "mute", label, format!("{channel}: {}", phase_word(*phase)))
        }
        Happened::Closed => Said::new("ok", "ok", "Over", "all is well again".to_owned()),
    }
}

/// `orders · canary-eu`
fn name(series: &Series) -> String {
    series.to_string().replace("/main", "")
}

fn phase_word(phase: IncidentPhase) -> &'static str {
    match phase {
        IncidentPhase::Down => "down",
        IncidentPhase::Degraded => "degraded",
        IncidentPhase::StillOpen => "still open",
        IncidentPhase::Recovered { .. } => "recovered",
    }
}
