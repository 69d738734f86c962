//! Suites by environments: what passes in staging and fails in production.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use runner_health::incident::MonitorStanding;
use runner_model::{SuiteId, human};
use serde::Serialize;

use super::frame::{Crumb, Place, Sheet};
use super::headline::Headline;
use super::link;
use super::mark::Mark;
use super::pager::{Links, Pager};
use super::standings::{Line, Standings};
use super::times;
use super::visit::Visit;
use crate::router::Inside;

/// So many suites stand on a page.
const ROWS: usize = 50;

/// What the page shows.
#[derive(Debug, Serialize)]
struct Matrix {
    headline: Option<Headline>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    only_one: bool,
    links: Option<Links>,
}

#[derive(Debug, Serialize)]
struct Column {
    name: String,
    /// `46 of 48 passing`
    said: String,
}

#[derive(Clone, Debug, Serialize)]
struct Row {
    name: String,
    href: String,
    /// It passes in one environment and fails in another one.
    differs: bool,
    cells: Vec<Option<Cell>>,
}

#[derive(Clone, Debug, Serialize)]
struct Cell {
    mark: Mark,
    /// How long ago it ran.
    ran: Option<String>,
    href: Option<String>,
}

/// Answers `/env`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let sheet = Sheet {
        place: Place::Environments,
        title: "Environments".to_owned(),
        crumbs: vec![Crumb::here("Environments")],
        by_environment: false,
        by_range: false,
        template: "environments",
        data: Matrix::of(&standings, &visit),
    };
    inside.show(&visit, sheet).await
}

impl Matrix {
    fn of(standings: &Standings, visit: &Visit) -> Self {
        let environments = standings.environments();
        let mut suites: BTreeMap<&SuiteId, Vec<&Line>> = BTreeMap::new();
        for line in &standings.lines {
            suites.entry(&line.suite).or_default().push(line);
        }
        let mut rows: Vec<Row> = suites
            .into_iter()
            .map(|(suite, lines)| row(suite, &lines, &environments, standings))
            .collect();
        rows.sort_by(|a, b| (!a.differs, &a.name).cmp(&(!b.differs, &b.name)));
        let pager = Pager::new(visit.asked.page(), ROWS, rows.len());
        Self {
            headline: headline(&rows, &environments, standings),
            columns: environments.iter().map(|name| column(name, standings)).collect(),
            rows: pager.part(&rows).to_vec(),
            only_one: environments.len() < 2,
            links: pager.links("/env", &visit.asked),
        }
    }
}

/// What passes here and fails there comes first; nothing where nothing is watched.
fn headline(rows: &[Row], environments: &[String], standings: &Standings) -> Option<Headline> {
    if rows.is_empty() {
        return None;
    }
    let differ = rows.iter().filter(|row| row.differs).count();
    let suites = |count: usize| human::count(count, "suite");
    if differ > 0 {
        let verbs = if differ == 1 { ("passes", "fails") } else { ("pass", "fail") };
        let (passes, fails) = verbs;
        let sentence = format!("{} {passes} in one place and {fails} in another", suites(differ));
        return Some(Headline::bad(sentence));
    }
    let is = |standing| move |line: &&Line| line.standing == standing;
    let failing =
        |name: &&String| standings.of(Some(name)).any(|it| is(MonitorStanding::Down)(&it));
    let places: Vec<&str> = environments.iter().filter(failing).map(String::as_str).collect();
    if !places.is_empty() {
        let failing = standings.lines.iter().filter(is(MonitorStanding::Down)).count();
        let verb = if failing == 1 { "fails" } else { "fail" };
        let sentence = format!("{} {verb} in {}", suites(failing), places.join(", "));
        return Some(Headline::bad(sentence));
    }
    if standings.lines.iter().all(|line| line.standing == MonitorStanding::Up) {
        return Some(Headline::well("Everything passes everywhere".to_owned()));
    }
    Headline::of_suites(&standings.lines.iter().map(|line| line.standing).collect::<Vec<_>>())
}

fn column(name: &str, standings: &Standings) -> Column {
    let lines: Vec<&Line> = standings.of(Some(name)).collect();
    let passing = lines.iter().filter(|line| line.standing == MonitorStanding::Up).count();
    Column {
        name: name.to_owned(),
        said: format!("{passing} of {} passing", human::count(lines.len(), "suite")),
    }
}

fn row(suite: &SuiteId, lines: &[&Line], environments: &[String], standings: &Standings) -> Row {
    let worst = |name: &String| {
        let there = lines.iter().filter(|line| line.environment.as_ref() == Some(name));
        there.min_by_key(|line| line.standing).copied()
    };
    let there: Vec<Option<&Line>> = environments.iter().map(worst).collect();
    let is = |standing| there.iter().flatten().any(|line| line.standing == standing);
    Row {
        name: lines.first().map_or_else(|| suite.to_string(), |line| line.name.clone()),
        href: link::suite(suite),
        differs: is(MonitorStanding::Up) && is(MonitorStanding::Down),
        cells: there.into_iter().map(|line| Some(cell(line?, standings))).collect(),
    }
}

fn cell(line: &Line, standings: &Standings) -> Cell {
    Cell {
        mark: Mark::of_standing(line.standing),
        ran: line.last().map(|last| times::about(times::since(last, standings.at))),
        href: line.last_run().map(link::run),
    }
}
