//! The page itself.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::{Html, IntoResponse as _, Response};
use jiff::Timestamp;
use runner_health::incident::{Incident, IncidentState, MonitorStanding};
use serde::Serialize;

use super::calm::Calm;
use crate::pages::standings::Standings;
use crate::pages::{assets, incident_title, templates, times};
use crate::problem::Problem;
use crate::router::Inside;

/// So long the tightest budget is waited for; it is there the next time.
const PATIENCE: Duration = Duration::from_secs(2);

/// So many outages fit on a screen, and so many suites. What does not fit is shown in turn.
const MOST: usize = 6;
const FIELDS: usize = 240;

/// So many seconds a part is shown, and so long a screen of one part.
const TURN: u32 = 15;
const WHOLE: u32 = 60;

/// What the template is filled with.
#[derive(Serialize)]
struct Screen {
    style: String,
    script: String,
    /// Another one is another build: the page is loaded anew.
    build: &'static str,
    verdict: String,
    kind: &'static str,
    red: Vec<Red>,
    /// `7 to 12 of 14`, when they do not fit on one screen.
    part: Option<String>,
    /// After so many seconds there is something else to be seen.
    turn: u32,
    /// `14:02`, by the clock of the server until the script has its own.
    clock: String,
    budget: Option<Budget>,
    deploy: Option<Deploy>,
    fields: Vec<Field>,
}

/// Something that is red.
#[derive(Serialize)]
struct Red {
    name: String,
    since: times::Moment,
    lasts: String,
    found: Option<String>,
    by: Option<String>,
}

#[derive(Serialize)]
struct Budget {
    name: String,
    left: String,
    /// How much of the ring is drawn, of 100.
    drawn: u32,
    missing: u32,
}

#[derive(Serialize)]
struct Deploy {
    what: String,
    ago: String,
}

/// A suite.
#[derive(Serialize)]
struct Field {
    name: String,
    kind: &'static str,
    word: &'static str,
}

/// The page.
pub(crate) async fn show(State(inside): State<Arc<Inside>>) -> Result<Response, Problem> {
    let standings = inside.standings().await?;
    let door = &inside.door;
    let watch = door.known.borrow().watch.clone();
    let work = Calm::read(door.store.clone(), watch, door.clock.now());
    let calm = inside.pages.calm.soon((), PATIENCE, work).await;
    let screen = screen(&standings, calm.as_deref().unwrap_or(&Calm::default()));
    let html = templates::fill("tv", &screen).map_err(|error| {
        tracing::error!(%error, "the page for a screen could not be written");
        Problem::Unavailable { why: "the page cannot be written" }
    })?;
    Ok(Html(html).into_response())
}

fn screen(standings: &Standings, calm: &Calm) -> Screen {
    let now = standings.at;
    let open = standings.open.as_slice();
    let shown = in_turn(open.len(), MOST, now);
    let fields = in_turn(standings.lines.len(), FIELDS, now);
    let is_whole = open.len() <= MOST && standings.lines.len() <= FIELDS;
    let part = (open.len() > MOST)
        .then(|| format!("{} to {} of {}", shown.start + 1, shown.end, open.len()));
    let (verdict, kind) = verdict(standings, open.len());
    Screen {
        style: assets::tv_style(),
        script: assets::tv_script(),
        build: env!("CARGO_PKG_VERSION"),
        verdict,
        kind,
        red: open[shown].iter().map(|incident| red(incident, standings)).collect(),
        part,
        turn: if is_whole { WHOLE } else { TURN },
        clock: now.strftime("%H:%M").to_string(),
        budget: calm.tightest.as_ref().map(|tightest| Budget {
            name: tightest.name.clone(),
            left: tightest.left.clone(),
            drawn: tightest.hundredths,
            missing: 100 - tightest.hundredths,
        }),
        deploy: calm.deploy.as_ref().map(|(what, at)| Deploy {
            what: what.clone(),
            ago: times::about(times::since(*at, now)),
        }),
        fields: standings.lines[fields]
            .iter()
            .map(|line| Field {
                name: line.name.clone(),
                kind: kind_of(line.standing),
                word: line.standing.as_str(),
            })
            .collect(),
    }
}

/// Which of `all` are shown at this time, `most` at once.
fn in_turn(all: usize, most: usize, now: Timestamp) -> Range<usize> {
    let parts = all.div_ceil(most).max(1);
    let turn = now.as_second().div_euclid(i64::from(TURN)).rem_euclid(parts as i64);
    let first = usize::try_from(turn).unwrap_or_default() * most;
    first..all.min(first + most)
}

/// What the screen says, and how it looks.
fn verdict(standings: &Standings, open: usize) -> (String, &'static str) {
    let lines = &standings.lines;
    let is = |standing| lines.iter().filter(|line| line.standing == standing).count();
    let (all, well) = (lines.len(), is(MonitorStanding::Up));
    match (open, all) {
        (1, _) => ("1 incident".to_owned(), "bad"),
        (1.., _) => (format!("{open} incidents"), "bad"),
        (0, 0) => ("nothing is watched yet".to_owned(), "mute"),
        (0, _) if is(MonitorStanding::Down) > 0 => {
            (format!("{} of {all} suites down", is(MonitorStanding::Down)), "bad")
        }
        (0, _) if well == all => (format!("{all} of {all} suites passing"), "ok"),
        // What could not tell, is paused or has not run is not told as well.
        (0, _) => (format!("{well} of {all} suites passing"), "mute"),
    }
}

fn kind_of(standing: MonitorStanding) -> &'static str {
    match standing {
        MonitorStanding::Up => "ok",
        MonitorStanding::Degraded => "warn",
        MonitorStanding::Down => "bad",
        MonitorStanding::Unknown
        | MonitorStanding::Maintenance
        | MonitorStanding::Paused
        | MonitorStanding::NotRunYet => "mute",
    }
}

fn red(incident: &Incident, standings: &Standings) -> Red {
    let worst = incident.worst_first();
    let first = worst.first();
    let finding = first.and_then(|member| member.finding.as_ref());
    Red {
        name: incident_title(incident),
        since: times::Moment::to_minute(incident.since, standings.at),
        lasts: times::about(times::since(incident.since, standings.at)),
        found: finding.map(|finding| format!("{}: {}", finding.step, finding.got)),
        by: match &incident.state {
            IncidentState::Acknowledged { by, .. } => Some(by.clone()),
            IncidentState::Open | IncidentState::Closed { .. } => None,
        },
    }
}
