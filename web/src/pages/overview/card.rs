//! An incident that goes on, as a verdict: what, where, since when, after which deploy.

use std::collections::BTreeSet;

use jiff::Timestamp;
use runner_health::incident::{Happened, Incident, IncidentState, Level, Member};
use runner_model::{Finding, LocationName, MonitorName, Series};
use runner_store::{ReadError, Store};
use serde::Serialize;

use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::standings::Standings;
use crate::pages::times::{self, Moment};

use super::budgets::Burning;
use super::matrix::Matrix;

/// An incident that goes on.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Card {
    pub(crate) id: u64,
    /// Its own page, where that is not shown already.
    pub(crate) href: Option<String>,
    pub(crate) mark: Mark,
    /// `orders is failing in production`
    pub(crate) title: String,
    pub(crate) finding: Option<Found>,
    pub(crate) since: Moment,
    /// `3 min after the deploy api@8f3c1d2`
    pub(crate) after: Option<String>,
    /// For how long.
    pub(crate) lasts: String,
    /// `Told hook and mail, not acknowledged`
    pub(crate) told: String,
    pub(crate) acknowledged: bool,
    /// The monitors of which something is affected.
    #[serde(skip)]
    pub(crate) monitors: Vec<String>,
    /// `2 of 3 locations`, when it is looked at from several.
    pub(crate) places: Option<String>,
    pub(crate) burning: Option<Burning>,
    /// Where its last bad run is.
    pub(crate) run: Option<String>,
    /// Where that differs from the last one that passed.
    pub(crate) difference: Option<String>,
    pub(crate) runbook: Option<String>,
    pub(crate) matrix: Option<Matrix>,
}

/// What its worst series found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Found {
    pub(crate) step: String,
    pub(crate) request: Option<String>,
    pub(crate) expected: Option<String>,
    pub(crate) got: String,
}

impl Found {
    pub(crate) fn of(finding: &Finding) -> Self {
        Self {
            step: capital(&finding.step),
            request: finding.request.as_deref().map(without_host),
            expected: finding.expected.clone(),
            got: finding.got.clone(),
        }
    }
}

impl Card {
    pub(crate) async fn read(
        store: &Store,
        incident: &Incident,
        standings: &Standings,
        now: Timestamp,
    ) -> Result<Self, ReadError> {
        let matrix = Matrix::read(store, incident, standings, now).await?;
        let places = places(incident, standings);
        Ok(Self { matrix, places, ..Self::of(incident, now) })
    }

    /// Without where it fails.
    pub(crate) fn of(incident: &Incident, now: Timestamp) -> Self {
        let worst = incident.worst_first();
        let worst = worst.first();
        let finding = worst.and_then(|member| member.finding.as_ref());
        Self {
            id: incident.id.0,
            href: Some(link::incident(incident.id)),
            mark: Mark::of_incident(incident.level(), true),
            title: title(incident),
            finding: finding.map(Found::of),
            since: Moment::of(incident.since, now),
            after: incident.after_deploy.clone(),
            lasts: times::about(times::since(incident.since, now)),
            told: told(incident),
            acknowledged: incident.is_acknowledged(),
            monitors: monitors(incident),
            places: None,
            burning: None,
            run: finding.map(|finding| link::run(&finding.run)),
            difference: finding.map(|finding| format!("{}?tab=diff", link::run(&finding.run))),
            runbook: worst.and_then(|member| member.facts.runbook.clone()),
            matrix: None,
        }
    }
}

/// Those of which something is affected, worst first, each once.
fn monitors(incident: &Incident) -> Vec<String> {
    let mut monitors: Vec<String> = Vec::new();
    for member in incident.worst_first() {
        let name = member.series.monitor.as_str();
        if !monitors.iter().any(|known| known == name) {
            monitors.push(name.to_owned());
        }
    }
    monitors
}

/// From how many of the places it fails from which it is looked at; nothing when there is one.
fn places(incident: &Incident, standings: &Standings) -> Option<String> {
    let worst = incident.worst_first();
    let monitor = &worst.first()?.series.monitor;
    let own = standings.lines.iter().filter(|line| line.monitor == *monitor);
    let all: BTreeSet<&LocationName> =
        own.flat_map(|line| &line.series).map(|status| &status.series.location).collect();
    let bad = worst.iter().filter(|member| member.is_open() && member.series.monitor == *monitor);
    let bad: BTreeSet<&LocationName> = bad.map(|member| &member.series.location).collect();
    (all.len() > 1 && !bad.is_empty()).then(|| format!("{} of {} locations", bad.len(), all.len()))
}

/// `orders is failing in production`, `orders and 2 more are failing in production`
pub(crate) fn title(incident: &Incident) -> String {
    let worst = incident.worst_first();
    let mut names: Vec<&MonitorName> = Vec::new();
    let bad = worst.iter().filter(|member| member.is_open());
    let all = worst.iter();
    for name in bad.chain(all).map(|member| &member.series.monitor) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let who = match names.as_slice() {
        [] => "Nothing".to_owned(),
        [one] => one.to_string(),
        [one, other] => format!("{one} and {other}"),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
    };
    let are = if names.len() > 1 { "are" } else { "is" };
    let is_over = match incident.state {
        IncidentState::Closed { .. } => true,
        IncidentState::Open | IncidentState::Acknowledged { .. } => false,
    };
    let how = match (is_over, incident.level()) {
        (true, _) => if names.len() > 1 { "were failing" } else { "was failing" }.to_owned(),
        (false, Level::Down) => format!("{are} failing"),
        (false, Level::Degraded) => format!("{are} degraded"),
        (false, Level::Up) => format!("{are} recovering"),
    };
    let place = incident.environment().map(|name| format!(" in {name}")).unwrap_or_default();
    format!("{who} {how}{place}")
}

/// The channels on which people were told, each once.
pub(crate) fn told_of(incident: &Incident) -> Vec<&str> {
    let mut channels: Vec<&str> = Vec::new();
    for entry in incident.timeline.entries() {
        if let Happened::Told { channel, .. } = &entry.happened
            && !channels.contains(&channel.as_str())
        {
            channels.push(channel.as_str());
        }
    }
    channels
}

/// `Told hook and mail, not acknowledged`
fn told(incident: &Incident) -> String {
    let told = match told_of(incident).as_slice() {
        [] => "Nobody was told".to_owned(),
        [one] => format!("Told {one}"),
        [first @ .., last] => format!("Told {} and {last}", first.join(", ")),
    };
    match &incident.state {
        IncidentState::Acknowledged { by, .. } => format!("{told}, {by} looks after it"),
        IncidentState::Open => format!("{told}, not acknowledged"),
        IncidentState::Closed { .. } => told,
    }
}

/// `POST /v2/orders` of `POST https://shop.example.com/v2/orders`.
fn without_host(request: &str) -> String {
    let Some((method, url)) = request.split_once(' ') else { return request.to_owned() };
    let path = url.split_once("://").and_then(|(_, rest)| Some(&rest[rest.find('/')?..]));
    format!("{method} {}", path.unwrap_or(url))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// The series that a card shows: those that are affected, then their neighbours.
pub(super) fn series_of<'s>(
    incident: &'s Incident,
    standings: &'s Standings,
    most: usize,
) -> Vec<&'s Series> {
    let mut all: Vec<&Series> =
        incident.worst_first().into_iter().map(|member: &Member| &member.series).collect();
    let monitors: Vec<&MonitorName> = all.iter().map(|series| &series.monitor).collect();
    let beside = standings.lines.iter().filter(|line| monitors.contains(&&line.monitor));
    for status in beside.flat_map(|line| &line.series) {
        if !all.contains(&&status.series) {
            all.push(&status.series);
        }
    }
    all.truncate(most);
    all
}
