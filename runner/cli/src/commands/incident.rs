//! `tripline incident`: what is broken, and who looks after it.

use jiff::Timestamp;
use runner_health::incident::{Happened, Incident, IncidentState};
use runner_model::{IncidentId, IncidentPhase, Order, Wanted, human};
use runner_store::{ReadError, Store};

use crate::args::service::{IncidentArgs, IncidentCommand};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{kept, say};

/// How many that are over are listed.
const LISTED: u32 = 20;

/// Lists, shows, acknowledges, notes.
pub(crate) fn incident(args: &IncidentArgs, outside: &Outside) -> Exit {
    let (now, who) = (outside.clock.now(), kept::who(outside));
    kept::with_store(&args.store, outside, |store| async move {
        match &args.command {
            IncidentCommand::List => match list(&store, now).await {
                Ok(()) => Exit::Passed,
                Err(error) => kept::done(Err(error), ""),
            },
            IncidentCommand::Show { id } => match find(&store, *id).await {
                Ok(incident) => {
                    show(&incident, now);
                    Exit::Passed
                }
                Err(exit) => exit,
            },
            IncidentCommand::Ack { id, by } => {
                let wanted = Wanted::Acknowledge { incident: IncidentId(*id) };
                let said = format!("incident {id} is acknowledged");
                order(&store, *id, wanted, by.clone().unwrap_or(who), now, &said).await
            }
            IncidentCommand::Note { id, text, by } => {
                let wanted = Wanted::Note { incident: IncidentId(*id), text: text.clone() };
                let said = format!("noted in incident {id}");
                order(&store, *id, wanted, by.clone().unwrap_or(who), now, &said).await
            }
        }
    })
}

async fn order(
    store: &Store,
    id: u64,
    wanted: Wanted,
    by: String,
    at: Timestamp,
    said: &str,
) -> Exit {
    let incident = match find(store, id).await {
        Ok(incident) => incident,
        Err(exit) => return exit,
    };
    if let IncidentState::Closed { .. } = incident.state {
        say::error(format_args!("incident {id} is over"), None);
        return Exit::Usage;
    }
    kept::done(store.orders().offer(&Order { at, by, wanted }).await, said)
}

async fn find(store: &Store, id: u64) -> Result<Incident, Exit> {
    let found = store.incidents().by_id(IncidentId(id)).await;
    let found = found.map_err(|error| kept::done(Err(error), ""))?;
    let Some(found) = found else {
        let help = "`tripline incident list` has their numbers";
        say::error(format_args!("there is no incident {id}"), Some(help));
        return Err(Exit::Usage);
    };
    found.json.read().map_err(|error| kept::done(Err(error), ""))
}

async fn list(store: &Store, now: Timestamp) -> Result<(), ReadError> {
    let found = store.incidents().between(Timestamp::MIN, Timestamp::MAX, LISTED).await?;
    let incidents: Vec<Incident> = found.iter().filter_map(|i| i.json.read().ok()).collect();
    if incidents.is_empty() {
        say::err("no incident is remembered");
    }
    for incident in incidents {
        say::out(line(&incident, now));
    }
    Ok(())
}

fn line(incident: &Incident, now: Timestamp) -> String {
    let state = match &incident.state {
        IncidentState::Open => format!("open for {}", lasted(incident.since, now)),
        IncidentState::Acknowledged { by, .. } => {
            format!("open for {}, {by} looks after it", lasted(incident.since, now))
        }
        IncidentState::Closed { at } => format!("lasted {}", lasted(incident.since, *at)),
    };
    let groups: Vec<String> = incident.groups.iter().map(ToString::to_string).collect();
    format!(
        "{:>5}  {:<8}  {:.0}  {:<32}  {state}",
        incident.id,
        incident.severity.as_str(),
        incident.since,
        groups.join(", "),
    )
}

fn show(incident: &Incident, now: Timestamp) {
    say::out(line(incident, now));
    for member in incident.worst_first() {
        let finding = member.finding.as_ref();
        let found = finding.map_or_else(String::new, |finding| {
            let expected = finding.expected.as_ref();
            let expected = expected.map_or_else(String::new, |e| format!("expected {e}, "));
            format!(": {}: {expected}got {}", finding.step, finding.got)
        });
        say::out(format_args!("\n  {} · {}{found}", member.facts.name, member.series));
        if let Some(finding) = finding {
            say::out(format_args!("    rerun: {}", finding.rerun));
        }
    }
    say::out("");
    for entry in incident.timeline.entries() {
        say::out(format_args!("  {:.0}  {}", entry.at, words(&entry.happened)));
    }
    if incident.timeline.more() > 0 {
        say::out(format_args!("  and {} more", incident.timeline.more()));
    }
}

fn words(happened: &Happened) -> String {
    match happened {
        Happened::Opened { series } => format!("{series} broke"),
        Happened::Joined { series } => format!("{series} broke, too"),
        Happened::Worsened { series } => format!("{series} is down"),
        Happened::Improved { series } => format!("{series} is degraded, no longer down"),
        Happened::Recovered { series } => format!("{series} works again"),
        Happened::Removed { series } => format!("{series} is no longer monitored"),
        Happened::Folded { series } => format!("{series} fails because of this"),
        Happened::FoldedInto { cause } => format!("caused by incident {cause}"),
        Happened::Explains { incident } => format!("causes incident {incident}"),
        Happened::StandsAlone => "what caused it is over, and this is not".to_owned(),
        Happened::Acknowledged { by } => format!("{by} looks after it"),
        Happened::Note { by, text } => format!("{by}: {text}"),
        Happened::Told { channel, phase } => format!("{channel} was told: {}", phase_word(*phase)),
        Happened::Closed => "all is well again".to_owned(),
    }
}

fn phase_word(phase: IncidentPhase) -> &'static str {
    match phase {
        IncidentPhase::Down => "down",
        IncidentPhase::Degraded => "degraded",
        IncidentPhase::StillOpen => "still open",
        IncidentPhase::Recovered { .. } => "recovered",
    }
}

fn lasted(from: Timestamp, to: Timestamp) -> String {
    let whole = to.duration_since(from).unsigned_abs();
    human::duration(std::time::Duration::from_secs(whole.as_secs()))
}
