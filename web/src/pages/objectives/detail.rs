//! One promise.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use runner_health::budget::Window;
use runner_health::incident::Incident;
use runner_health::series::State as Is;
use runner_model::human;
use runner_monitor::promises::{Entry, Promise};
use serde::Serialize;

use super::burn_down::BurnDown;
use super::line::{Line, account};
use super::rules::Rule;
use super::spenders::{Bar, by_incident, by_series};
use super::spending::Spending;
use crate::Door;
use crate::api::{books, not_kept, not_read};
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::link;
use crate::pages::times::Moment;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::router::Inside;

/// So many lines of the ledger stand on the page; the API has all.
const LINES: usize = 50;

/// So many incidents are asked whether they spent it.
const INCIDENTS: u32 = 500;

/// What the page shows.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Detail {
    line: Line,
    window: String,
    burn_down: BurnDown,
    rules: Vec<Rule>,
    incidents: Vec<Bar>,
    series: Vec<Bar>,
    /// For how long nothing is known, and for how long nothing counts.
    unknown: Option<String>,
    excluded: Option<String>,
    ledger: Vec<Entered>,
    /// How many more there are.
    more: usize,
    api: String,
    /// What the drawings are made of.
    #[serde(skip)]
    spending: Arc<Spending>,
}

/// A line of the ledger that costs something.
#[derive(Clone, Debug, Serialize)]
struct Entered {
    moment: Moment,
    href: Option<String>,
    series: String,
    tone: &'static str,
    word: &'static str,
    why: String,
    took: String,
}

/// Answers `/slo/{name}`.
pub(crate) async fn show(
    State(inside): State<Arc<Inside>>,
    Path(name): Path<String>,
    visit: Visit,
) -> Response {
    let read = Detail::read(inside.door.clone(), name.clone());
    let detail = match inside.pages.objective.get(name.clone(), read).await {
        Ok(detail) => detail,
        Err(problem) => return problem.into_response(),
    };
    let carried = visit.asked.carried();
    let sheet = Sheet {
        place: Place::Objectives,
        title: name.clone(),
        crumbs: vec![Crumb::to("Error budgets", format!("/slo{carried}")), Crumb::here(name)],
        by_environment: false,
        by_range: false,
        template: "objective",
        data: (*detail).clone(),
    };
    inside.show(&visit, sheet).await
}

impl Detail {
    /// How the budget went down.
    pub(crate) fn burn_down(&self) -> &BurnDown {
        &self.burn_down
    }

    /// How the budget went down, and who spent it.
    pub(crate) fn spending(&self) -> &Spending {
        &self.spending
    }

    /// How the promise of that name stands.
    pub(crate) async fn read(door: Door, name: String) -> Result<Self, Problem> {
        let now = door.clock.now();
        let unknown = || Problem::NotThere { what: format!("there is no objective `{name}`") };
        let books = books(&door, now).await?.ok_or_else(unknown)?;
        let promise = books.promise(&name).ok_or_else(unknown)?;
        let account = account(&books, promise, now).await.map_err(not_kept)?;
        let burning = books.burning(promise, now).await.map_err(not_kept)?;
        let ledger = books.ledger(promise, account.span).await.map_err(not_kept)?;
        let found = door.store.incidents().between(account.span.from, now, INCIDENTS).await;
        let found = found.map_err(not_read)?;
        let incidents = found.iter().filter_map(|stored| stored.json.read::<Incident>().ok());
        let incidents: Vec<Incident> = incidents.filter(|it| concerns(it, promise)).collect();
        let spending = Spending::of(promise, &account, &ledger.entries, &incidents, now);
        let costly = ledger.entries.iter().rev().filter(|entry| is_worth_a_line(entry));
        let all = costly.clone().count();
        let zone = zone_of(promise);
        Ok(Self {
            window: format!(
                "{} to {}",
                account.window.from.to_zoned(zone.clone()).strftime("%-d %b %H:%M"),
                account.window.until.to_zoned(zone.clone()).strftime("%-d %b %H:%M %Z")
            ),
            burn_down: BurnDown::of(&spending.course, &zone),
            rules: burning.iter().map(|burning| Rule::of(burning, promise)).collect(),
            incidents: by_incident(&spending.incidents),
            series: by_series(&spending.series),
            unknown: said(spending.unknown),
            excluded: said(spending.excluded),
            ledger: costly.take(LINES).map(|entry| Entered::of(entry, now)).collect(),
            more: all.saturating_sub(LINES),
            api: link::ledger(&name),
            line: Line::of(promise, &account),
            spending: Arc::new(spending),
        })
    }
}

/// For how long; nothing when it is not even a second.
fn said(time: std::time::Duration) -> Option<String> {
    Some(whole(time)).filter(|time| !time.is_zero()).map(human::duration)
}

fn whole(time: std::time::Duration) -> std::time::Duration {
    std::time::Duration::from_secs(time.as_secs())
}

pub(super) fn concerns(incident: &Incident, promise: &Promise) -> bool {
    let of = promise.of.to_string();
    let monitor = of.split('/').next().unwrap_or(&of);
    let all = incident.members.keys().chain(incident.folded.keys());
    all.into_iter().any(|series| series.monitor.as_str() == monitor)
}

/// What passed needs no line.
fn is_worth_a_line(entry: &Entry) -> bool {
    match entry {
        Entry::Run(run) => match run.state {
            Is::Down | Is::Unknown => true,
            Is::Up | Is::Degraded | Is::Excluded(_) => false,
        },
        Entry::Nothing(_) | Entry::Excluded { .. } => true,
    }
}

impl Entered {
    fn of(entry: &Entry, now: Timestamp) -> Self {
        let times = entry.times();
        let (tone, word, series, href, why) = match entry {
            Entry::Run(run) => {
                let (tone, word) =
                    if run.state == Is::Down { ("bad", "down") } else { ("mute", "unknown") };
                let why = run.standing.reason().to_owned();
                (tone, word, run.series.to_string(), Some(link::run(&run.run)), why)
            }
            Entry::Nothing(_) => {
                ("mute", "unknown", String::new(), None, "no result holds".to_owned())
            }
            Entry::Excluded { name, .. } => {
                let why = name.clone().unwrap_or_else(|| "does not count".to_owned());
                ("info", "excluded", String::new(), None, why)
            }
        };
        let length = times.down + times.unknown + times.excluded;
        Self {
            moment: Moment::of(entry.at(), now),
            href,
            series,
            tone,
            word,
            why,
            took: human::duration(whole(length)),
        }
    }
}

/// Where the days of its window begin.
fn zone_of(promise: &Promise) -> TimeZone {
    match &promise.window {
        Window::Month(zone) => zone.clone(),
        Window::Rolling(_) => TimeZone::UTC,
    }
}
