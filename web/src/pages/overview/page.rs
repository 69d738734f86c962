//! The page itself.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use runner_health::incident::Incident;
use runner_store::ReadError;
use serde::Serialize;

use super::budgets::{self, Tightest};
use super::card::Card;
use super::kept_rows::KeptRows;
use super::numbers::{Number, passing};
use super::rows::Row;
use super::tally::Tally;
use super::totals::Totals;
use crate::Door;
use crate::api::not_read;
use crate::pages::asked::Range;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::pager::{Links, Pager};
use crate::pages::standings::{Line, Standings};
use crate::pages::table::Table;
use crate::pages::times::{self, Moment};
use crate::pages::visit::Visit;
use crate::pages::{deploys, incidents, objectives};
use crate::router::Inside;

/// So many suites stand on a page.
pub(crate) const ROWS: usize = 50;

/// Nobody waits longer for what all suites come to.
pub(crate) const PATIENCE: Duration = Duration::from_millis(50);

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
    #[serde(skip)]
    pager: Pager,
}

#[derive(Clone, Debug, Serialize)]
struct Calm {
    sentence: String,
    tone: &'static str,
    icon: &'static str,
    /// When something runs first, as long as nothing has.
    next: Option<Moment>,
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
    let read = Overview::read(
        (inside.door.clone(), inside.pages.rows.clone()),
        Arc::clone(&standings),
        wanted.clone(),
    );
    let overview = match inside.pages.overviews.get(wanted.clone(), read).await {
        Ok(overview) => overview,
        Err(error) => return not_read(error).into_response(),
    };
    let beside = Beside::look(&inside, &standings, &wanted).await;
    let sheet = Sheet {
        place: Place::Overview,
        title: "Overview".to_owned(),
        crumbs: vec![Crumb::here("Overview")],
        by_environment: true,
        by_range: true,
        template: "overview",
        data: Shown::of((*overview).clone(), &beside, &visit),
    };
    inside.show(&visit, sheet).await
}

/// What stands beside the suites, as far as it is known in time.
struct Beside {
    totals: Option<Arc<Totals>>,
    /// What is closest to its end first.
    promises: Option<Arc<Vec<objectives::Line>>>,
    /// Of the first of those.
    tightest: Option<Arc<objectives::Detail>>,
    deploys: Option<Arc<Vec<deploys::Latest>>>,
}

impl Beside {
    async fn look(inside: &Arc<Inside>, standings: &Arc<Standings>, wanted: &Wanted) -> Self {
        let (door, kept) = (&inside.door, &inside.pages);
        let Wanted { environment, range, .. } = wanted;
        let totals =
            Totals::read(door.store.clone(), Arc::clone(standings), environment.clone(), *range);
        let totals = kept.totals.soon((environment.clone(), *range), PATIENCE, totals);
        let latest =
            deploys::latest(Arc::clone(inside), Arc::clone(standings), environment.clone());
        let latest = kept.deploys.soon(environment.clone(), PATIENCE, latest);
        let promises = async {
            let read = objectives::Line::read_all(door.clone());
            let lines = kept.objectives.soon((), PATIENCE, read).await;
            let first = lines.as_ref().and_then(|lines| budgets::tightest(lines));
            let tightest = match first.map(|line| line.name.clone()) {
                Some(name) => {
                    let read = objectives::Detail::read(door.clone(), name.clone());
                    kept.objective.soon(name, PATIENCE, read).await
                }
                None => None,
            };
            (lines, tightest)
        };
        let (totals, deploys, (promises, tightest)) = tokio::join!(totals, latest, promises);
        Self { totals, promises, tightest, deploys }
    }
}

/// What the template is filled with.
#[derive(Serialize)]
struct Shown<'b> {
    numbers: Vec<Number>,
    /// What the drawings beside them show.
    table: Option<Table>,
    overview: Overview,
    /// Something is promised.
    budgets: bool,
    tightest: Option<Tightest<'b>>,
    /// `None`: they are not known yet.
    deploys: Option<&'b [deploys::Latest]>,
    links: Option<Links>,
    /// A suite, for those who have none.
    example: &'static str,
}

impl<'b> Shown<'b> {
    fn of(mut overview: Overview, beside: &'b Beside, visit: &Visit) -> Self {
        let totals = beside.totals.as_deref();
        let promises = beside.promises.as_ref().map(|lines| lines.as_slice());
        let range = visit.asked.range();
        budgets::complete(&mut overview.rows, promises.unwrap_or_default());
        budgets::burning(&mut overview.cards, promises.unwrap_or_default());
        if let Some(totals) = totals {
            totals.compare(&mut overview.rows);
        }
        let numbers = [
            Some(Totals::passed(totals, range)),
            budgets::left(promises),
            Some(Totals::duration(totals)),
            Some(overview.passing.clone()),
        ];
        Self {
            numbers: numbers.into_iter().flatten().collect(),
            table: totals.map(Totals::table),
            budgets: promises.is_some_and(|lines| !lines.is_empty()),
            tightest: Tightest::of(promises, beside.tightest.as_deref()),
            deploys: beside.deploys.as_ref().map(|deploys| deploys.as_slice()),
            links: overview.pager.links("/", &visit.asked),
            example: EXAMPLE,
            overview,
        }
    }
}

/// A suite, for those who have none.
const EXAMPLE: &str = "name: The API is up
steps:
  - { name: ask, get: https://api.example.com/health, expect: { status: 200 } }";

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
        let pager = Pager::new(wanted.page, ROWS, lines.len());
        let several = wanted.environment.is_none() && standings.environments().len() > 1;
        let part = pager.part(&lines);
        let rows = kept.of(&door.store, part, (wanted.range, several), at).await?;
        Ok(Self {
            calm: cards.is_empty().then(|| calm(&lines, &standings)).flatten(),
            is_empty: standings.lines.is_empty(),
            more: open.len().saturating_sub(cards.len()),
            cards,
            passing: passing(&lines),
            range: wanted.range.long(),
            rows,
            pager,
        })
    }
}

/// It is about something there, and no other incident explains it.
pub(crate) fn goes_on_in(incident: &Incident, environment: Option<&str>) -> bool {
    incident.cause.is_none() && incidents::is_in(incident, environment)
}

/// Those that go on there: what is down before what is degraded.
fn open_in<'i>(open: &'i [Incident], environment: Option<&str>) -> Vec<&'i Incident> {
    let mut open: Vec<&Incident> = open.iter().filter(|it| goes_on_in(it, environment)).collect();
    open.sort_by_key(|incident| (std::cmp::Reverse(incident.level()), incident.since));
    open
}

/// `48 of 48 suites passing, last run 3 s ago`; nothing where nothing is watched.
fn calm(lines: &[&Line], standings: &Standings) -> Option<Calm> {
    if lines.is_empty() {
        return None;
    }
    let now = standings.at;
    let Some(last) = lines.iter().filter_map(|line| line.last()).max() else {
        let next = standings.next_run(lines).map(|next| Moment::of(next, now));
        let sentence = "Nothing has run yet".to_owned();
        return Some(Calm { sentence, tone: "mute", icon: "skip", next });
    };
    let passing = Tally::of(lines).up;
    let all = runner_model::human::count(lines.len(), "suite");
    let last = times::about(times::since(last, now));
    let sentence = format!("{passing} of {all} passing, last run {last} ago");
    // What is not known to pass is grey, never green.
    let (tone, icon) = if passing == lines.len() { ("ok", "ok") } else { ("mute", "unsure") };
    Some(Calm { sentence, tone, icon, next: None })
}
