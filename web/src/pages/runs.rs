//! Runs, newest first.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use jiff::{SignedDuration, Timestamp};
use runner_model::{Outcome, SeriesRun, Trigger, human};
use runner_store::{Position, ReadError, WantedRuns};
use serde::Serialize;

use super::asked::Asked;
use super::frame::{Choice, Crumb, Place, Sheet};
use super::link;
use super::mark::Mark;
use super::standings::Standings;
use super::times::Moment;
use super::visit::Visit;
use crate::api::not_read;
use crate::router::Inside;

/// So many runs stand on a page.
const MOST: usize = 50;

/// How far back one looks: longer than runs are usually kept.
const BACK: SignedDuration = SignedDuration::from_hours(400 * 24);

/// What the page shows.
#[derive(Debug, Serialize)]
struct Runs {
    outcomes: Vec<Choice>,
    triggers: Vec<Choice>,
    /// Only of this monitor.
    monitor: Option<String>,
    /// Without any filter.
    clear: Option<String>,
    rows: Vec<Row>,
    next: Option<String>,
    /// The first page.
    newest: Option<String>,
}

/// The tests of a run, or as many of them as are wanted.
#[derive(Debug, Serialize)]
struct Row {
    mark: Mark,
    href: String,
    name: String,
    said: String,
    location: String,
    trigger: &'static str,
    started: Moment,
    took: String,
    retried: bool,
}

/// Answers `/runs`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let page = match Runs::read(&inside, &visit, &standings).await {
        Ok(page) => page,
        Err(error) => return not_read(error).into_response(),
    };
    let sheet = Sheet {
        place: Place::Runs,
        title: "Runs".to_owned(),
        crumbs: vec![Crumb::here("Runs")],
        by_environment: true,
        by_range: false,
        template: "runs",
        data: page,
    };
    inside.show(&visit, sheet).await
}

impl Runs {
    async fn read(
        inside: &Inside,
        visit: &Visit,
        standings: &Standings,
    ) -> Result<Self, ReadError> {
        let asked = &visit.asked;
        let now = inside.door.clock.now();
        let outcome = outcome_of(asked);
        let trigger = trigger_of(asked);
        let monitor = asked.word("monitor");
        let environment = asked.environment();
        let in_environment = |series: &runner_model::Series| {
            environment.is_none()
                || standings.line(series).and_then(|line| line.environment.as_deref())
                    == environment
        };
        let wanted = WantedRuns {
            series: &|series| {
                monitor.is_none_or(|name| series.monitor.as_str() == name) && in_environment(series)
            },
            run: &|run| {
                outcome.is_none_or(|outcome| run.outcome == outcome)
                    && trigger.is_none_or(|trigger| run.trigger == trigger)
            },
            only_bad: outcome.is_some_and(|it| it == Outcome::Failed || it == Outcome::Errored),
            from: now.checked_sub(BACK).unwrap_or(Timestamp::MIN),
            until: Timestamp::MAX,
        };
        let behind = asked.word("after").and_then(|word| word.parse::<Position>().ok());
        let is_first = behind.is_none();
        let found = inside.door.store.runs().newest(&wanted, behind, MOST).await?;
        let address = |asked: String| format!("/runs{asked}");
        let next = found.next.map(|next| address(asked.with("after", Some(&next.to_string()))));
        let is_filtered = outcome.is_some() || trigger.is_some() || monitor.is_some();
        Ok(Self {
            outcomes: outcomes(asked),
            triggers: triggers(asked),
            monitor: monitor.map(str::to_owned),
            clear: is_filtered.then(|| address(asked.carried())),
            rows: rows(&found.runs, standings, now),
            next,
            newest: (!is_first).then(|| address(asked.with("after", None))),
        })
    }
}

const OUTCOMES: [Outcome; 4] =
    [Outcome::Failed, Outcome::Degraded, Outcome::Errored, Outcome::Passed];

const TRIGGERS: [Trigger; 4] =
    [Trigger::Schedule, Trigger::Confirmation, Trigger::Manual, Trigger::Deploy];

fn outcome_of(asked: &Asked) -> Option<Outcome> {
    OUTCOMES.into_iter().find(|outcome| Some(outcome.as_str()) == asked.word("outcome"))
}

fn trigger_of(asked: &Asked) -> Option<Trigger> {
    TRIGGERS.into_iter().find(|trigger| Some(trigger.as_str()) == asked.word("trigger"))
}

fn outcomes(asked: &Asked) -> Vec<Choice> {
    let words = OUTCOMES.map(Outcome::as_str);
    choices(asked, "outcome", &words)
}

fn triggers(asked: &Asked) -> Vec<Choice> {
    let words = TRIGGERS.map(Trigger::as_str);
    choices(asked, "trigger", &words)
}

/// All, and one for each word. Another filter begins at the newest run.
fn choices(asked: &Asked, name: &str, words: &[&'static str]) -> Vec<Choice> {
    let choice = |text: &str, value: Option<&str>| Choice {
        text: text.to_owned(),
        href: format!("/runs{}", asked.without("after").with(name, value)),
        current: asked.word(name) == value,
    };
    let all = std::iter::once(choice("all", None));
    all.chain(words.iter().map(|word| choice(word, Some(word)))).collect()
}

/// Tests of one run stand together when they were due together.
fn rows(runs: &[SeriesRun], standings: &Standings, now: Timestamp) -> Vec<Row> {
    let together =
        |a: &SeriesRun, b: &SeriesRun| a.run == b.run && a.series.test.suite == b.series.test.suite;
    runs.chunk_by(together).map(|tests| row(tests, standings, now)).collect()
}

fn row(tests: &[SeriesRun], standings: &Standings, now: Timestamp) -> Row {
    let first = &tests[0];
    let line = standings.line(&first.series);
    let name = line.map_or_else(|| first.series.test.suite.to_string(), |line| line.name.clone());
    let several = (tests.len() > 1).then(|| human::count(tests.len(), "test"));
    let environment = line.and_then(|line| line.environment.clone());
    let said = [Some(first.series.monitor.to_string()), environment, several];
    let variant = &first.series.test.variant;
    let own = (tests.len() == 1 && !variant.is_plain()).then(|| variant.to_string());
    Row {
        mark: Mark::of_outcome(Outcome::worst(tests.iter().map(|test| test.outcome))),
        href: link::run(&first.run),
        name,
        said: said.into_iter().chain([own]).flatten().collect::<Vec<_>>().join(" · "),
        location: first.series.location.to_string(),
        trigger: first.trigger.as_str(),
        started: Moment::of(first.started, now),
        took: human::duration(tests.iter().map(|test| test.took).max().unwrap_or_default()),
        retried: tests.iter().any(|test| !test.first_try),
    }
}
