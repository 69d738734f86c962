//! The page itself.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use runner_health::incident::{Incident, MonitorStanding};
use runner_store::ReadError;
use serde::Serialize;

use super::card::Card;
use super::kept_rows::KeptRows;
use super::numbers::{Number, passing};
use super::rows::Row;
use super::totals::Totals;
use crate::Door;
use crate::api::not_read;
use crate::pages::asked::Range;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::standings::{Line, Standings};
use crate::pages::times;
use crate::pages::visit::Visit;
use crate::router::Inside;

/// So many suites stand on a page.
pub(crate) const ROWS: usize = 50;

/// Nobody waits longer for what all suites come to.
const PATIENCE: Duration = Duration::from_millis(50);

/// So many incidents have a card.
const CARDS: usize = 3;

/// What somebody wants to see.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wanted {
    environment: Option<String>,
    range: Range,
    page: usize,
}

/// What the page shows.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Overview {
    /// The first line when nothing is wrong.
    calm: Option<Calm>,
    /// The project watches nothing.
    is_empty: bool,
    cards: Vec<Card>,
    /// Incidents without a card.
    more: usize,
    passing: Number,
    range: &'static str,
    rows: Vec<Row>,
    /// `50 of 1000 suites`, when there are more than stand here.
    shown: Option<String>,
    newer: Option<usize>,
    older: Option<usize>,
}

#[derive(Clone, Debug, Serialize)]
struct Calm {
    sentence: String,
    tone: &'static str,
    icon: &'static str,
}

/// Answers `/`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let wanted = Wanted {
        environment: visit.asked.environment().map(str::to_owned),
        range: visit.asked.range(),
        page: visit.asked.page(),
    };
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let (environment, range) = (wanted.environment.clone(), wanted.range);
    let read = Overview::read(
        (inside.door.clone(), inside.pages.rows.clone()),
        Arc::clone(&standings),
        wanted.clone(),
    );
    let overview = match inside.pages.overviews.get(wanted, read).await {
        Ok(overview) => overview,
        Err(error) => return not_read(error).into_response(),
    };
    let key = (environment.clone(), range);
    let read = Totals::read(inside.door.store.clone(), standings, environment, range);
    let totals = inside.pages.totals.soon(key, PATIENCE, read).await;
    let totals = totals.as_deref();
    let numbers =
        vec![Totals::passed(totals, range), Totals::duration(totals), overview.passing.clone()];
    let page = |number: Option<usize>| {
        let number = number?.to_string();
        Some(format!("/{}", visit.asked.with("page", Some(&number))))
    };
    let links = Links { newer: page(overview.newer), older: page(overview.older) };
    let sheet = Sheet {
        place: Place::Overview,
        title: "Overview".to_owned(),
        crumbs: vec![Crumb::here("Overview")],
        by_environment: true,
        by_range: true,
        template: "overview",
        data: Shown { numbers, overview: &overview, links },
    };
    inside.show(&visit, sheet).await
}

#[derive(Serialize)]
struct Shown<'o> {
    numbers: Vec<Number>,
    overview: &'o Overview,
    links: Links,
}

#[derive(Serialize)]
struct Links {
    newer: Option<String>,
    older: Option<String>,
}

impl Overview {
    async fn read(
        (door, kept): (Door, KeptRows),
        standings: Arc<Standings>,
        wanted: Wanted,
    ) -> Result<Self, ReadError> {
        let at = standings.at;
        let mut lines: Vec<&Line> = standings.of(wanted.environment.as_deref()).collect();
        lines.sort_by(|a, b| (a.standing, a.since, &a.name).cmp(&(b.standing, b.since, &b.name)));
        let open = open_in(&standings.open, wanted.environment.as_deref());
        let mut cards = Vec::new();
        for incident in open.iter().take(CARDS) {
            cards.push(Card::read(&door.store, incident, &standings, at).await?);
        }
        let first = (wanted.page - 1).saturating_mul(ROWS);
        let page: Vec<&Line> = lines.iter().skip(first).take(ROWS).copied().collect();
        let several = wanted.environment.is_none() && standings.environments().len() > 1;
        let rows = kept.of(&door.store, &page, (wanted.range, several), at).await?;
        let older = (first + page.len() < lines.len()).then_some(wanted.page + 1);
        let newer = wanted.page.checked_sub(1).filter(|page| *page > 0);
        let shown = (older.is_some() || newer.is_some())
            .then(|| format!("{} to {} of {}", first + 1, first + page.len(), lines.len()));
        Ok(Self {
            calm: cards.is_empty().then(|| calm(&lines, at)).flatten(),
            is_empty: standings.lines.is_empty(),
            more: open.len().saturating_sub(cards.len()),
            cards,
            passing: passing(&lines),
            range: wanted.range.long(),
            rows,
            shown,
            newer,
            older,
        })
    }
}

/// Those that go on there: what is down before what is degraded, and nothing that another one
/// explains.
fn open_in<'i>(open: &'i [Incident], environment: Option<&str>) -> Vec<&'i Incident> {
    let is_there = |incident: &&Incident| {
        let mut places = incident.members.values().map(|member| &member.facts.environment);
        environment.is_none_or(|name| {
            places.any(|place| place.as_ref().is_some_and(|place| place.as_str() == name))
        })
    };
    let mut open: Vec<&Incident> =
        open.iter().filter(|it| it.cause.is_none()).filter(is_there).collect();
    open.sort_by_key(|incident| (std::cmp::Reverse(incident.level()), incident.since));
    open
}

/// `48 of 48 suites passing, last run 3 s ago`; nothing where nothing is watched.
fn calm(lines: &[&Line], now: Timestamp) -> Option<Calm> {
    if lines.is_empty() {
        return None;
    }
    let passing = lines.iter().filter(|line| line.standing == MonitorStanding::Up).count();
    let all = runner_model::human::count(lines.len(), "suite");
    let last = lines.iter().filter_map(|line| line.last()).max();
    let last = match last {
        Some(last) => format!("last run {} ago", times::about(times::since(last, now))),
        None => "nothing has run yet".to_owned(),
    };
    let is_well = passing == lines.len();
    // Without a run nothing is known: grey, never green.
    let (tone, icon) = if is_well { ("ok", "ok") } else { ("mute", "unsure") };
    Some(Calm { sentence: format!("{passing} of {all} passing, {last}"), tone, icon })
}
