//! The page itself.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use reporters::Waterfall;
use runner_model::{RunId, SeriesRun, human};
use serde::Serialize;

use super::history::History;
use super::inspector::{Inspector, inspect};
use super::phases;
use super::read::Facts;
use super::verdict::Verdict;
use crate::api::not_read;
use crate::pages::frame::{Choice, Crumb, Place, Sheet};
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::table::Table;
use crate::pages::times::Moment;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::router::Inside;

/// What the page shows.
#[derive(Debug, Serialize)]
struct RunPage {
    id: String,
    mark: Mark,
    name: String,
    monitor: String,
    environment: Option<String>,
    location: String,
    started: Moment,
    trigger: String,
    took: String,
    passed: Option<Passed>,
    /// The tests of this run, when there are several.
    tests: Vec<Choice>,
    verdict: Option<Verdict>,
    history: History,
    older: Option<String>,
    newer: Option<String>,
    waterfall: Waterfall,
    /// The same as a table.
    phases: Table,
    /// Where each row leads, and which is chosen.
    links: Vec<Option<String>>,
    chosen: usize,
    inspector: Option<Inspector>,
    /// Only marks of it are kept.
    is_brief: bool,
    rerun: Option<String>,
}

#[derive(Debug, Serialize)]
struct Passed {
    href: String,
    took: String,
    /// That is this run.
    moment: Moment,
}

/// Answers `/r/{id}`.
pub(crate) async fn show(
    State(inside): State<Arc<Inside>>,
    Path(id): Path<String>,
    visit: Visit,
) -> Response {
    let unknown = || Problem::NotThere { what: format!("no run `{id}` is remembered") };
    let Ok(id) = RunId::try_from(id.as_str()) else { return unknown().into_response() };
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let test = visit.asked.word("test").and_then(|word| word.parse::<usize>().ok());
    let test = test.and_then(|number| number.checked_sub(1));
    let facts = match Facts::read(&inside.door.store, &id, test, standings).await {
        Ok(Some(facts)) => facts,
        Ok(None) => return unknown().into_response(),
        Err(error) => return not_read(error).into_response(),
    };
    let page = RunPage::of(&facts, &visit, inside.door.clock.now());
    let run = facts.run();
    let crumbs = vec![
        Crumb::to("Runs", format!("/runs{}", visit.asked.carried())),
        Crumb::to(&page.name, link::watched_suite(&run.series.test.suite, &run.series.monitor)),
        Crumb::here(short(&id)),
    ];
    let sheet = Sheet {
        place: Place::Runs,
        title: format!("{}: {}", page.name, page.mark.word.to_lowercase()),
        crumbs,
        by_environment: false,
        by_range: false,
        template: "run",
        data: page,
    };
    inside.show(&visit, sheet).await
}

/// The end of it: runs of the same moment begin alike.
fn short(id: &RunId) -> String {
    format!("#{}", &id.as_str()[24..])
}

impl RunPage {
    fn of(facts: &Facts, visit: &Visit, now: Timestamp) -> Self {
        let run = facts.run();
        let line = facts.standings.line(&run.series);
        let name = run.detail.as_ref().map(|test| test.name.clone());
        let name = name.or_else(|| line.map(|line| line.name.clone()));
        let (waterfall, phases, (links, chosen, inspector)) = match run.detail.as_deref() {
            Some(test) => {
                let pass = facts.pass.as_ref().and_then(|pass| pass.detail.as_deref());
                let links = inspect(test, facts, visit);
                (Waterfall::of(test, pass), phases::of_test(test, pass), links)
            }
            None => {
                let names = facts.standings.steps_of(&run.series);
                (
                    Waterfall::of_marks(&run.steps, &names, run.took),
                    phases::of_marks(&run.steps, &names),
                    (vec![None; run.steps.len()], 0, None),
                )
            }
        };
        let when = line.map(|line| line.when.clone());
        let trigger = [Some(run.trigger.as_str().to_owned()), when];
        let rerun = run.detail.as_ref().map(|test| test.rerun.clone());
        Self {
            id: short(&run.run),
            mark: Mark::of_outcome(run.outcome),
            name: name.unwrap_or_else(|| run.series.test.suite.to_string()),
            monitor: run.series.monitor.to_string(),
            environment: line.and_then(|line| line.environment.clone()),
            location: run.series.location.to_string(),
            started: Moment::of(run.started, now),
            trigger: trigger.into_iter().flatten().collect::<Vec<_>>().join(", "),
            took: human::duration(run.took),
            passed: facts.pass.as_ref().map(|pass| Passed {
                href: link::run(&pass.run),
                took: human::duration(pass.took),
                moment: Moment::of(pass.started, now),
            }),
            tests: tests(&facts.tests, facts.chosen, visit),
            verdict: Verdict::of(facts, now),
            history: History::of(&facts.history, &run.run),
            older: facts.older.as_ref().map(link::run),
            newer: facts.newer.as_ref().map(link::run),
            waterfall,
            phases,
            links,
            chosen,
            inspector,
            is_brief: run.detail.is_none(),
            rerun: rerun.filter(|rerun| !rerun.is_empty()),
        }
    }
}

/// The tests of this run, when there are several.
fn tests(all: &[SeriesRun], chosen: usize, visit: &Visit) -> Vec<Choice> {
    if all.len() < 2 {
        return Vec::new();
    }
    let choice = |(at, run): (usize, &SeriesRun)| {
        let number = (at + 1).to_string();
        let test = &run.series.test;
        let name = match (test.variant.is_plain(), test.test.as_str()) {
            (true, name) => name.to_owned(),
            (false, "main") => test.variant.to_string(),
            (false, name) => format!("{name} · {}", test.variant),
        };
        Choice {
            text: format!("{name}: {}", run.outcome.as_str()),
            href: format!("{}{}", visit.path, visit.asked.with("test", Some(&number))),
            current: at == chosen,
        }
    };
    all.iter().enumerate().map(choice).collect()
}
