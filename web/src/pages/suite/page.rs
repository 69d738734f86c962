//! The page itself.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use runner_model::{Outcome, human};
use runner_store::ReadError;
use serde::Serialize;

use super::assertions::Assertions;
use super::other::Other;
use super::revision::checked_out;
use super::source::written;
use super::sparks::{Spark, each_run};
use super::squares::Squares;
use super::told::{Told, told};
use super::watched::Watched;
use crate::api::not_read;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::overview::{Location, places};
use crate::pages::pager::{Links, Pager};
use crate::pages::run::History;
use crate::pages::standings::{Line, Standings};
use crate::pages::table::Table;
use crate::pages::times::{self, Moment};
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::router::Inside;

/// So many monitors stand side by side with all that is known of them; of more it is one, and the
/// others have a line.
const IN_FULL: usize = 2;

/// So much of a hash tells one commit from others.
const SHORT: usize = 12;

/// So many lines stand on a page.
const OTHERS: usize = 50;

/// What the page shows.
#[derive(Debug, Serialize)]
struct SuitePage {
    name: String,
    description: Option<String>,
    owner: Option<String>,
    tags: Vec<String>,
    lines: Vec<Section>,
    /// Monitors that run it, too, of which a line is enough.
    others: Vec<Other>,
    links: Option<Links>,
    /// The file as it is at present.
    file: String,
    source: String,
    /// The beginning of the hash of the commit that is checked out.
    revision: Option<String>,
    /// Who was told of its incidents.
    told: Vec<Told>,
}

/// The suite as one monitor runs it.
#[derive(Debug, Serialize)]
struct Section {
    monitor: String,
    environment: Option<String>,
    mark: Mark,
    said: String,
    since: Option<Moment>,
    /// When it is due next.
    next: Option<Moment>,
    history: Option<History>,
    days: Option<Squares>,
    steps: Vec<Spark>,
    /// The same as a table.
    times: Table,
    /// Where it runs, when that is not one place alone.
    places: Vec<Location>,
    assertions: Option<Assertions>,
    series: Vec<Test>,
}

/// One of its tests, cases and tenants.
#[derive(Debug, Serialize)]
struct Test {
    mark: Mark,
    name: String,
    location: String,
    href: String,
    ran: String,
    took: String,
}

/// Answers `/s/{name}`.
pub(crate) async fn show(
    State(inside): State<Arc<Inside>>,
    Path(name): Path<String>,
    visit: Visit,
) -> Response {
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let page = match SuitePage::read(&inside, &visit, &name, &standings).await {
        Ok(Some(page)) => page,
        Ok(None) => {
            let what = format!("no monitor runs a suite `{name}`");
            return Problem::NotThere { what }.into_response();
        }
        Err(error) => return not_read(error).into_response(),
    };
    let carried = visit.asked.carried();
    let sheet = Sheet {
        place: Place::Suites,
        title: page.name.clone(),
        crumbs: vec![Crumb::to("Suites", format!("/s{carried}")), Crumb::here(&page.name)],
        by_environment: true,
        by_range: false,
        template: "suite",
        data: page,
    };
    inside.show(&visit, sheet).await
}

impl SuitePage {
    async fn read(
        inside: &Inside,
        visit: &Visit,
        name: &str,
        standings: &Standings,
    ) -> Result<Option<Self>, ReadError> {
        let Some(watch) = &standings.watch else { return Ok(None) };
        let planned = watch.monitors.iter().flat_map(|watched| &watched.plan.suites);
        let mut suites = planned.map(|planned| &planned.suite);
        let Some(suite) = suites.find(|suite| suite.id.as_str() == name) else { return Ok(None) };
        let all: Vec<&Line> =
            standings.lines.iter().filter(|line| line.suite == suite.id).collect();
        let here = visit.asked.environment();
        let is_here = |line: &&&Line| here.is_none() || line.environment.as_deref() == here;
        let monitor = visit.asked.word("monitor");
        let is_asked = |line: &&Line| monitor.is_none_or(|name| line.monitor.as_str() == name);
        let mut here: Vec<&Line> = all.iter().filter(is_here).copied().collect();
        // What is asked for, then what is in trouble.
        here.sort_by_key(|line| (!is_asked(line), line.standing));
        // In another environment there is no such monitor: then it is as if none was asked for.
        let asked = match here.iter().copied().filter(is_asked).count() {
            0 => here.len(),
            asked => asked,
        };
        let in_full = if here.len() > IN_FULL { 1 } else { asked };
        let (in_full, others) = here.split_at(in_full.min(here.len()));
        let mut lines = Vec::new();
        for line in in_full {
            let watched = Watched::read(&inside.door.store, line, standings).await?;
            lines.push(Section::of(watched, standings.at));
        }
        let now = standings.at;
        let pager = Pager::new(visit.asked.page(), OTHERS, others.len());
        let part = pager.part(others).iter();
        let others = part.map(|line| Other::of(line, visit, now)).collect();
        let file = watch.sources.file(suite.file);
        Ok(Some(Self {
            name: suite.name.value.clone(),
            description: suite.description.clone(),
            owner: suite.owner.clone(),
            tags: suite.tags.clone(),
            lines,
            others,
            links: pager.links(&visit.path, &visit.asked),
            file: file.name.to_string(),
            source: written(watch, suite),
            revision: checked_out(inside, watch).await.map(|hash| hash[..SHORT].to_owned()),
            told: told(&inside.door.store, &suite.id, standings.at).await?,
        }))
    }
}

impl Section {
    fn of(watched: Watched<'_>, now: Timestamp) -> Self {
        let Watched { line, worst, runs, steps, days, next, failed_most } = watched;
        let has_run = !line.series.is_empty();
        Self {
            monitor: line.monitor.to_string(),
            environment: line.environment.clone(),
            mark: Mark::of_standing(line.standing),
            said: line.said.clone(),
            since: line.since.map(|since| Moment::of(since, now)),
            next: next.map(|next| Moment::of(next, now)),
            history: worst.map(|status| History::of(&runs, &status.last.run)),
            days: has_run.then(|| Squares::of(&days)),
            times: each_run(&runs, &steps),
            steps: steps.iter().map(Spark::of).collect(),
            places: Some(places(line)).filter(|all| all.len() > 1).unwrap_or_default(),
            assertions: failed_most,
            series: tests(line, now),
        }
    }
}

fn tests(line: &Line, now: Timestamp) -> Vec<Test> {
    let mut all: Vec<_> = line.series.iter().collect();
    all.sort_by_key(|status| std::cmp::Reverse(bad(status.last.outcome)));
    let test = |status: &runner_store::SeriesStatus| Test {
        mark: Mark::of_outcome(status.last.outcome),
        name: status.series.to_string(),
        location: status.series.location.to_string(),
        href: link::run(&status.last.run),
        ran: times::about(times::since(status.last.started, now)),
        took: human::duration(status.last.took),
    };
    all.into_iter().take(50).map(test).collect()
}

fn bad(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Failed | Outcome::Errored | Outcome::Degraded => true,
        Outcome::Passed | Outcome::Skipped => false,
    }
}
