//! What happened, in order, with the deploys in between.

use jiff::Timestamp;
use runner_health::incident::{Happened, Incident};
use runner_model::{IncidentPhase, Series};
use runner_store::{Deploy, PublicUpdate};
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
    words: String,
    /// What somebody wrote.
    text: Option<String>,
}

/// Everything that happened, oldest first.
pub(super) fn events(
    incident: &Incident,
    deploys: &[Deploy],
    updates: &[PublicUpdate],
    now: Timestamp,
) -> Vec<Event> {
    let event = |at, icon, tone, words, text| Event {
        at,
        moment: Moment::of(at, now),
        icon,
        tone,
        words,
        text,
    };
    let mut events = vec![event(
        incident.since,
        "clock",
        "mute",
        "The first run that was bad began".to_owned(),
        None,
    )];
    for entry in incident.timeline.entries() {
        let (icon, tone, words, text) = said(&entry.happened);
        events.push(event(entry.at, icon, tone, words, text));
    }
    for deploy in deploys {
        let words = format!("{} {} was deployed", deploy.service, deploy.version);
        events.push(event(deploy.at, "ship", "info", words, None));
    }
    for update in updates {
        let (who, text) = (&update.said.who, Some(update.said.text.clone()));
        events.push(event(update.said.at, "globe", "info", format!("{who}, in public"), text));
    }
    events.sort_by_key(|event| event.at);
    events
}

type Said = (&'static str, &'static str, String, Option<String>);

fn said(happened: &Happened) -> Said {
    let plain = |icon, tone, words: String| (icon, tone, words, None);
    match happened {
        Happened::Opened { series } => plain("bad", "bad", format!("{} broke", name(series))),
        Happened::Joined { series } => plain("bad", "bad", format!("{} broke, too", name(series))),
        Happened::Worsened { series } => plain("bad", "bad", format!("{} is down", name(series))),
        Happened::Improved { series } => {
            plain("warn", "warn", format!("{} is degraded, no longer down", name(series)))
        }
        Happened::Recovered { series } => {
            plain("ok", "ok", format!("{} works again", name(series)))
        }
        Happened::Removed { series } => {
            plain("skip", "mute", format!("{} is no longer monitored", name(series)))
        }
        Happened::Folded { series } => {
            plain("warn", "warn", format!("{} fails because of this", name(series)))
        }
        Happened::FoldedInto { cause } => {
            plain("dep", "mute", format!("Incident {cause} turned out to be the cause"))
        }
        Happened::Explains { incident } => {
            plain("dep", "mute", format!("Incident {incident} turned out to be caused by this"))
        }
        Happened::StandsAlone => {
            plain("dep", "mute", "What caused it is over, and this is not".to_owned())
        }
        Happened::Acknowledged { by } => plain("check", "info", format!("{by} looks after it")),
        Happened::Note { by, text } => ("note", "mute", by.clone(), Some(text.clone())),
        Happened::Told { channel, phase } => {
            plain("bell", "mute", format!("{channel} was told: {}", phase_word(*phase)))
        }
        Happened::Closed => plain("ok", "ok", "All is well again".to_owned()),
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
